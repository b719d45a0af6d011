"""A sheet of the owner's own, from the numbers measured with a ruler; each wrong one is told by its name."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from kassa.errors import KassaError
from kassa.printing.card import layout
from kassa.printing.sheets import PAGES, TOLERANCE, Sheet
from kassa.words import Text, say

Paper = Literal["A4", "Letter", "own"]

_MOST_LETTERS = 60
_PAGE = (40.0, 500.0)
# What a readable code and the type beside it need.
_CARD = ((43.0, 28.0), (500.0, 500.0))
_MOST_CARDS = 50
_WIDE, _HIGH = 0, 1

_PAGE_SIDES = (say("The page's width"), say("The page's height"))
_CARD_SIDES = (say("The card's width"), say("The card's height"))
_COUNTS = (say("How many cards lie side by side"), say("How many cards lie below each other"))
_EDGES = (say("From the page's left edge to the first card"), say("From the page's top edge to the first card"))
_PITCHES = (
    say("From one card's left edge to the next one's"),
    say("From one card's top edge to the next one's"),
)
_CORNER = say("The radius of the card's corners")


@dataclass(frozen=True, slots=True)
class OwnSheet:
    """What the owner measured; lengths in millimetres, ``(across, down)``, from the page's top left.

    ``page_size`` counts where ``page`` is ``own``. ``pitch`` is from one card's edge to the same edge of the next, and
    doesn't matter where there is only one.
    """

    name: str
    page: Paper
    page_size: tuple[float, float]
    card: tuple[float, float]
    grid: tuple[int, int]
    origin: tuple[float, float]
    pitch: tuple[float, float]
    corner: float = 0.0


def own_sheet(numbers: OwnSheet, sheet_id: str = "own") -> Sheet:
    """The sheet; ``bad_value`` says of the first number that can't be right which one it is, and what it may be.

    The refusal's ``field`` names it: ``name``, ``page``, ``corner``, or with its axis, such as ``card.0``.
    """
    for field, wrong in _wrong(numbers):
        raise KassaError("bad_value", wrong, field=field)
    size = _page_size(numbers)
    alone = numbers.grid == (1, 1) and all(abs(size[axis] - numbers.card[axis]) <= TOLERANCE for axis in (_WIDE, _HIGH))
    made = Sheet(
        id=sheet_id,
        name=" ".join(numbers.name.split()),
        use="",
        page="card" if alone else numbers.page,
        page_size=size,
        card=numbers.card,
        corner=numbers.corner,
        grid=numbers.grid,
        origin=numbers.origin,
        pitch=(
            numbers.pitch[_WIDE] if numbers.grid[_WIDE] > 1 else numbers.card[_WIDE],
            numbers.pitch[_HIGH] if numbers.grid[_HIGH] > 1 else numbers.card[_HIGH],
        ),
    )
    layout(made)
    return made


def _page_size(numbers: OwnSheet) -> tuple[float, float]:
    return numbers.page_size if numbers.page == "own" else PAGES[numbers.page]


def _wrong(numbers: OwnSheet) -> Iterator[tuple[str, Text]]:
    name = " ".join(numbers.name.split())
    if not name:
        yield "name", say("Give the sheet a name, so that you find it again.")
    if len(name) > _MOST_LETTERS:
        yield "name", say("The sheet's name has more than {most} letters. Shorten it.", most=_MOST_LETTERS)
    if numbers.page not in (*PAGES, "own"):
        yield "page", say("There is no paper {page}. Choose A4, Letter, or its own size.", page=str(numbers.page)[:40])
        return
    size = _page_size(numbers)
    for axis in (_WIDE, _HIGH):
        for field, wrong in _wrong_along(numbers, size, axis):
            yield f"{field}.{axis}", wrong
    for wrong in _outside(_CORNER, numbers.corner, 0.0, min(numbers.card) / 2):
        yield "corner", wrong


def _wrong_along(numbers: OwnSheet, size: tuple[float, float], axis: int) -> Iterator[tuple[str, Text]]:
    checks = {
        "page_size": _outside(_PAGE_SIDES[axis], size[axis], *_PAGE),
        "card": _outside(_CARD_SIDES[axis], numbers.card[axis], _CARD[0][axis], _CARD[1][axis]),
        "grid": _miscounted(_COUNTS[axis], numbers.grid[axis]),
        "origin": _outside(_EDGES[axis], numbers.origin[axis], 0.0, size[axis]),
        "pitch": _too_near(numbers, size, axis),
    }
    for field, found in checks.items():
        yield from ((field, wrong) for wrong in found)
    yield from (("grid", wrong) for wrong in _over_the_edge(numbers, size, axis))


def _too_near(numbers: OwnSheet, size: tuple[float, float], axis: int) -> Iterator[Text]:
    if numbers.grid[axis] < 2:
        return
    yield from _outside(_PITCHES[axis], numbers.pitch[axis], 0.0, size[axis])
    if numbers.pitch[axis] < numbers.card[axis] - TOLERANCE:
        yield say(
            "{what} is {found} mm, less than the card itself ({card} mm): the cards would lie on each other.",
            what=_PITCHES[axis],
            found=_shown(numbers.pitch[axis]),
            card=_shown(numbers.card[axis]),
        )


def _over_the_edge(numbers: OwnSheet, size: tuple[float, float], axis: int) -> Iterator[Text]:
    count, card = numbers.grid[axis], numbers.card[axis]
    end = numbers.origin[axis] + (count - 1) * numbers.pitch[axis] * (count > 1) + card
    if end > size[axis] + TOLERANCE:
        yield say(
            "{edge} {first} mm, {cards} cards of {card} mm: that ends at {end} mm, but the page ends at {page} mm. "
            "Measure again, or count fewer cards.",
            edge=_EDGES[axis],
            first=_shown(numbers.origin[axis]),
            cards=count,
            card=_shown(card),
            end=_shown(end),
            page=_shown(size[axis]),
        )


def _outside(what: Text, found: float, least: float, most: float) -> Iterator[Text]:
    if not math.isfinite(found):
        yield say("{what} has to be a number of millimetres.", what=what)
    elif not least <= found <= most:
        yield say(
            "{what} is {found} mm; it can be from {least} to {most} mm.",
            what=what,
            found=_shown(found),
            least=_shown(least),
            most=_shown(most),
        )


def _miscounted(what: Text, found: int) -> Iterator[Text]:
    if not 1 <= found <= _MOST_CARDS or found != int(found):
        yield say("{what}: from 1 to {most}.", what=what, most=_MOST_CARDS)


def _shown(length: float) -> str:
    return f"{length:.2f}".rstrip("0").rstrip(".")
