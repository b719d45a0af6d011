"""Designs of the card, read from ``resources/designs``; how to add one stands in the README there."""

from __future__ import annotations

import contextlib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from kassa import paths
from kassa.errors import KassaError
from kassa.printing.ornaments import ORNAMENTS, Ornament
from kassa.printing.values import DEFAULT_DESIGN, Colour
from kassa.words import Text, say

READABLE = 4.5
"""The least contrast of type and what it stands on (WCAG 2, AA)."""
SCANNABLE = 7.0
"""The least contrast of a code and its field: cheap scanners see less than people."""
_TICK = 3.0
_HEXADECIMAL = "0123456789abcdefABCDEF"

# A ready-made design has its name in every language; one that was added is called as its file says.
_NAMES: Mapping[str, Text] = MappingProxyType(
    {"forest": say("Forest"), "paper": say("Paper"), "kraft": say("Kraft"), "picture": say("Picture")}
)


@dataclass(frozen=True, slots=True)
class FrontColours:
    """The front: one ground colour, or two that it runs between from the top left to the bottom right.

    ``ink`` is for names, ``soft_ink`` for the rest, ``code`` and ``field`` for the codes and what they stand on,
    ``accent`` for the ornaments.
    """

    ground: tuple[Colour, ...]
    ink: Colour
    soft_ink: Colour
    field: Colour
    code: Colour
    ornaments: tuple[Ornament, ...]
    accent: Colour


@dataclass(frozen=True, slots=True)
class BackColours:
    """The back: ``stamp`` fills a stamped box, ``tick`` is its mark, ``box`` draws an empty one."""

    ground: Colour
    ink: Colour
    soft_ink: Colour
    stamp: Colour
    tick: Colour
    box: Colour


@dataclass(frozen=True, slots=True)
class Design:
    """How a card looks. ``logo`` says whether the shop's logo leads; ``name`` may need its translation."""

    id: str
    name: str | Text
    logo: bool
    front: FrontColours
    back: BackColours


def all_designs() -> tuple[Design, ...]:
    """Every design, the usual one first; ``bad_file`` names the file of one that can't be used."""
    return tuple(read_design(file) for file in _files().values())


def design(design_id: str | None = None) -> Design:
    """The design of that id, the usual one without; ``bad_value`` names those that there are.

    A mistake in another design's file doesn't matter here.
    """
    known = _files()
    wanted = DEFAULT_DESIGN if design_id is None else design_id.strip().lower()
    if wanted not in known:
        raise KassaError(
            "bad_value",
            say("There is no design {design}. Choose one of: {known}.", design=wanted, known=", ".join(known)),
        )
    return read_design(known[wanted])


@cache
def _files() -> Mapping[str, Path]:
    found = sorted((paths.resources() / "designs").glob("*.toml"), key=lambda file: (file.stem != DEFAULT_DESIGN, file))
    return MappingProxyType({file.stem.lower(): file for file in found})


@cache
def read_design(file: Path) -> Design:
    """One design from its file, whose name is its id; ``bad_file`` says what is wrong in it."""
    try:
        told = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise KassaError(
            "bad_file", say("The design {file} can't be read: {why}", file=file.name, why=str(error))
        ) from error
    reading = _Reading(file.name)
    reading.keys(told, {"name", "logo", "front", "back"})
    name, logo = told["name"], told["logo"]
    if not isinstance(name, str) or not name.strip():
        raise reading.wrong(say("{key} has to be text in quotes.", key="name"))
    if not isinstance(logo, bool):
        raise reading.wrong(say("{key} has to be true or false.", key="logo"))
    front, back = reading.front(told["front"]), reading.back(told["back"])
    found = Design(file.stem.lower(), _NAMES.get(file.stem.lower(), name.strip()), logo, front, back)
    for fault in faults(found):
        raise reading.wrong(fault)
    return found


def contrast(one: Colour, other: Colour) -> float:
    """How well one colour is seen on the other, from 1 to 21 (WCAG 2)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def in_red_light(one: Colour, other: Colour) -> float:
    """The contrast that a scanner sees whose own light is red, as most have it."""
    return contrast((one[0],) * 3, (other[0],) * 3)


def luminance(colour: Colour) -> float:
    """How light a colour is, from 0 to 1 (WCAG 2)."""
    red, green, blue = ((part / 12.92) if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def colour(told: str) -> Colour:
    """The colour that ``"#RRGGBB"`` stands for; ``bad_value`` for anything else."""
    digits = told.strip().removeprefix("#")
    if len(digits) != 6 or not all(digit in _HEXADECIMAL for digit in digits):
        raise KassaError(
            "bad_value", say("{told} is no colour. Write it as in {example}.", told=told[:40], example="#17352E")
        )
    red, green, blue = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return red, green, blue


def faults(found: Design) -> Iterator[Text]:
    """What couldn't be read, by people or by scanners, on any of the colours it may stand on."""
    front, back = found.front, found.back
    grounds = (*front.ground, *((front.accent,) if "discs" in front.ornaments else ()))
    for ground in grounds:
        yield from _unseen("front.ink", front.ink, "ground", ground, READABLE)
        yield from _unseen("front.soft_ink", front.soft_ink, "ground", ground, READABLE)
    yield from _unseen("front.code", front.code, "field", front.field, SCANNABLE)
    if in_red_light(front.code, front.field) < SCANNABLE:
        yield say("the code vanishes in the red light of most scanners: choose a darker one, or one with less red.")
    if luminance(front.field) < luminance(front.code):
        yield say("the code has to be dark on a light field, or scanners won't read it.")
    yield from _unseen("back.ink", back.ink, "ground", back.ground, READABLE)
    yield from _unseen("back.soft_ink", back.soft_ink, "ground", back.ground, READABLE)
    yield from _unseen("back.tick", back.tick, "stamp", back.stamp, _TICK)


def shown(found: float) -> str:
    """A contrast as people read it: rounded down, or 4.46 would be called 4.5 and refused."""
    return f"{int(found * 10) / 10:.1f}"


def _unseen(key: str, seen: Colour, on: str, ground: Colour, least: float) -> Iterator[Text]:
    found = contrast(seen, ground)
    if found < least:
        yield say(
            "{key} is hard to see on {ground}: their contrast is {found} to 1, and {least} is needed.",
            key=key,
            ground=on,
            found=shown(found),
            least=f"{least:.1f}",
        )


class _Reading:
    """One file's tables; every refusal names the file."""

    def __init__(self, file: str) -> None:
        self._file = file

    def wrong(self, why: Text) -> KassaError:
        return KassaError("bad_file", say("The design {file} can't be used: {why}", file=self._file, why=why))

    def keys(self, table: Any, wanted: set[str]) -> None:
        if not isinstance(table, dict):
            raise self.wrong(say("it lacks {key}.", key=", ".join(sorted(wanted))))
        for key in sorted(wanted - table.keys()):
            raise self.wrong(say("it lacks {key}.", key=key))
        for key in sorted(table.keys() - wanted):
            raise self.wrong(say("it has no place for {key}.", key=key))

    def front(self, table: Any) -> FrontColours:
        self.keys(table, {field.name for field in fields(FrontColours)})
        ground, ornaments = table["ground"], table["ornaments"]
        if not isinstance(ground, list) or not 1 <= len(ground) <= 2:
            raise self.wrong(say("ground has to be a list of one colour or two."))
        if not isinstance(ornaments, list) or not all(one in tuple(ORNAMENTS) for one in ornaments):
            raise self.wrong(say("ornaments has to be a list of: {known}.", known=", ".join(ORNAMENTS)))
        return FrontColours(
            ground=tuple(self._colour("ground", one) for one in ground),
            ink=self._colour("ink", table["ink"]),
            soft_ink=self._colour("soft_ink", table["soft_ink"]),
            field=self._colour("field", table["field"]),
            code=self._colour("code", table["code"]),
            ornaments=tuple(ornaments),
            accent=self._colour("accent", table["accent"]),
        )

    def back(self, table: Any) -> BackColours:
        names = [field.name for field in fields(BackColours)]
        self.keys(table, set(names))
        return BackColours(**{name: self._colour(name, table[name]) for name in names})

    def _colour(self, key: str, told: Any) -> Colour:
        if isinstance(told, str) and told.startswith("#"):
            with contextlib.suppress(KassaError):
                return colour(told)
        raise self.wrong(say("{key} has to be a colour such as {example}.", key=key, example='"#17352E"'))
