"""Card sheets: geometry in millimetres, origin top left, from ``resources/sheets.toml`` (MIT; the notice is in it)."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from kassa import paths
from kassa.errors import KassaError
from kassa.printing.values import Edge
from kassa.words import Text, say

PAGES = {"A4": (210.0, 297.0), "Letter": (215.9, 279.4)}
CR80 = (85.60, 53.98)
CR80_CORNER = 3.18
BLEED = 3.0
MARK_ROOM = 5.0
# Some sheets' figures are rounded, so that neighbours overlap by a hair (Zweckform 32010: 0.03 mm).
TOLERANCE = 0.05


@dataclass(frozen=True, slots=True)
class Sheet:
    """One kind of sheet; lengths in millimetres, ``(x, y)``, from the page's top left.

    ``name`` is a ``Text`` where it needs its translation. ``page`` is the paper's name: ``card`` when a page is one
    card, ``own`` when it has a size of its own. ``grid`` is columns and rows, ``origin`` the first card's corner,
    ``pitch`` from one card to the next; ``bleed`` is how far the ground runs over the card's edge; ``marks`` says which
    lines help to cut it; ``same_as`` holds other article numbers with the same geometry. Numbers
    that don't fit the page, or put cards on each other, are ``bad_value``.
    """

    id: str
    name: str | Text
    use: str
    page: str
    page_size: tuple[float, float]
    card: tuple[float, float]
    corner: float
    grid: tuple[int, int]
    origin: tuple[float, float]
    pitch: tuple[float, float]
    bleed: float = 0.0
    marks: Literal["none", "cut", "crop"] = "none"
    same_as: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for axis in (0, 1):
            end = self.origin[axis] + (self.grid[axis] - 1) * self.pitch[axis] + self.card[axis]
            if self.grid[axis] > 1 and self.pitch[axis] < self.card[axis] - TOLERANCE:
                on_each_other = say(
                    "The cards of {sheet} lie on each other. Measure from one card's edge to the next one's.",
                    sheet=self.name,
                )
                raise KassaError("bad_value", on_each_other)
            # Said so that what is no number at all (nan) fits nowhere either.
            inside = self.origin[axis] >= 0 and end <= self.page_size[axis] + TOLERANCE
            if not (self.grid[axis] >= 1 and self.card[axis] > 0 and inside):
                off_the_page = say("The cards of {sheet} don't fit its page. Measure the sheet again.", sheet=self.name)
                raise KassaError("bad_value", off_the_page)

    @property
    def places(self) -> int:
        """How many cards one page holds."""
        return self.grid[0] * self.grid[1]

    def check_place(self, number: int) -> None:
        """Refuses a place that the sheet hasn't as ``bad_value``."""
        if not 1 <= number <= self.places:
            known = say(
                "{sheet} has places 1 to {last}. Choose one of these to start at.", sheet=self.name, last=self.places
            )
            raise KassaError("bad_value", known)

    def place(self, number: int) -> tuple[float, float]:
        """The top left corner of a place, counted from 1, row by row."""
        row, column = divmod(number - 1, self.grid[0])
        return self.origin[0] + column * self.pitch[0], self.origin[1] + row * self.pitch[1]

    def back_place(self, number: int, edge: Edge) -> tuple[float, float]:
        """Where the back of that place's card lies on the back page, for a printer that turns paper over that edge."""
        x, y = self.place(number)
        if self._turns_sideways(edge):
            return _mirrored(self.page_size[0], x, self.card[0]), y
        return x, _mirrored(self.page_size[1], y, self.card[1])

    def turned(self, edge: Edge) -> bool:
        """Whether backs stand upside down on the back page, so that each card turned sideways reads upright.

        Never where a page is one card: plastic-card printers and printing firms want both sides upright.
        """
        return self.page != "card" and not self._turns_sideways(edge)

    def _turns_sideways(self, edge: Edge) -> bool:
        upright = self.page_size[1] >= self.page_size[0]
        return upright == (edge == "long-edge")


def _mirrored(length: float, place: float, card: float) -> float:
    return length - place - card


def all_sheets() -> tuple[Sheet, ...]:
    """Every sheet: the ones that need no bought paper first, then the makers' in the file's order."""
    return tuple(_catalogue().values())


def sheet(sheet_id: str) -> Sheet:
    """The sheet of that id; an unknown one is refused as ``bad_value`` with the nearest ids."""
    found = _catalogue().get(sheet_id.strip().lower())
    if found is None:
        raise KassaError(
            "bad_value",
            say(
                "There is no sheet {sheet}. Did you mean {nearest}?",
                sheet=sheet_id,
                nearest=", ".join(nearest(sheet_id)),
            ),
        )
    return found


def nearest(wanted: str, count: int = 3) -> tuple[str, ...]:
    """The ids most like what was typed; an article number of the same geometry leads to its sheet."""
    typed = _plain(wanted)
    scores: list[tuple[float, int, str]] = []
    for place, known in enumerate(_catalogue().values()):
        maker = known.id.split("-")[0]
        spellings = {known.id, str(known.name), *known.same_as, *(f"{maker}{other}" for other in known.same_as)}
        likeness = max(difflib.SequenceMatcher(None, typed, _plain(spelling)).ratio() for spelling in spellings)
        scores.append((-likeness, place, known.id))
    return tuple(sheet_id for _, _, sheet_id in sorted(scores)[:count])


def _plain(text: str) -> str:
    return "".join(letter for letter in text.lower() if letter.isalnum())


@cache
def _catalogue() -> Mapping[str, Sheet]:
    own = (
        _cut_by_hand("a4-cut", "A4", (85.0, 54.0)),
        # Five rows of A4's cards would leave no white for the marks; this is the size of a card there anyway.
        _cut_by_hand("letter-cut", "Letter", (88.9, 50.8)),
        _one_card(),
        _one_card_with_bleed(),
    )
    with (paths.resources() / "sheets.toml").open("rb") as file:
        bought = [_from_file(entry) for entry in tomllib.load(file)["sheet"]]
    return {known.id: known for known in (*own, *bought)}


def _from_file(entry: Mapping[str, Any]) -> Sheet:
    return Sheet(
        id=entry["id"],
        name=entry["name"],
        use=entry["use"],
        page=entry["page"],
        page_size=PAGES[entry["page"]],
        card=(entry["card"][0], entry["card"][1]),
        corner=entry["corner"],
        grid=(entry["grid"][0], entry["grid"][1]),
        origin=(entry["origin"][0], entry["origin"][1]),
        pitch=(entry["pitch"][0], entry["pitch"][1]),
        same_as=tuple(entry.get("same_as", ())),
    )


def _cut_by_hand(sheet_id: str, page: str, card: tuple[float, float]) -> Sheet:
    """Two by five cards edge to edge in the middle of plain paper: one cut parts two neighbours."""
    across, down = PAGES[page]
    return Sheet(
        sheet_id, say("{page}, cut by hand", page=page), "Thick plain paper", page, PAGES[page],
        card=card, corner=0.0, grid=(2, 5), origin=(across / 2 - card[0], (down - 5 * card[1]) / 2), pitch=card,
        marks="cut",
    )  # fmt: skip


def _one_card() -> Sheet:
    return Sheet(
        "cr80", say("CR80 plastic card"), "A card printer", "card", CR80,
        card=CR80, corner=CR80_CORNER, grid=(1, 1), origin=(0.0, 0.0), pitch=CR80,
    )  # fmt: skip


def _one_card_with_bleed() -> Sheet:
    room = BLEED + MARK_ROOM
    return Sheet(
        "cr80-bleed", say("CR80 with bleed"), "A printing firm", "card", (CR80[0] + 2 * room, CR80[1] + 2 * room),
        card=CR80, corner=CR80_CORNER, grid=(1, 1), origin=(room, room), pitch=CR80, bleed=BLEED, marks="crop",
    )  # fmt: skip
