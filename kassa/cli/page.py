"""What a person reads on the terminal: lines in their language, columns aligned, nothing that steers the screen."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from kassa.words import Money, Text, Words

if TYPE_CHECKING:
    from kassa.domain.programme import Programme


@dataclass
class Page:
    """Lines for a person. ``rules`` gives the programme in force when names, currency or the shop's zone are needed."""

    words: Words
    rules: Callable[[], Programme]
    full: str = "●"
    empty: str = "○"
    lines: list[str] = field(default_factory=list)

    @cached_property
    def programme(self) -> Programme:
        """The programme in force."""
        return self.rules()

    def line(self, text: str = "") -> None:
        """One line; line breaks in it stay lines, everything else that steers a terminal is shown as �."""
        for part in text.split("\n"):
            self.lines.append("".join(_harmless(c) for c in part.rstrip()))

    def sentence(self, text: str | Text) -> None:
        """A line that may still need its translation."""
        self.line(self.words.text(text) if isinstance(text, Text) else text)

    def rows(self, rows: Iterable[Sequence[str]], title: str = "", right: Sequence[int] = ()) -> None:
        """Aligned columns under a title, or nothing at all when there are no rows; columns in ``right`` align right."""
        cells = [[flat(cell) for cell in row] for row in rows]
        if not cells:
            return
        if title:
            self.line()
            self.line(title)
        widths = [max(map(width, column)) for column in zip(*cells, strict=True)]
        for row in cells:
            padded = [
                " " * (widths[place] - width(cell)) + cell
                if place in right
                else cell + " " * (widths[place] - width(cell))
                for place, cell in enumerate(row)
            ]
            self.line("  " + "  ".join(part for part, size in zip(padded, widths, strict=True) if size))

    def boxes(self, stamps: int, boxes: int) -> str:
        """A stamp card's boxes, stamped ones full."""
        stamped = min(max(stamps, 0), boxes)
        return self.full * stamped + self.empty * (boxes - stamped)

    def money(self, money: Money | None) -> str:
        """An amount, or nothing."""
        return "" if money is None else self.words.money(money)

    def minor(self, minor: int | None) -> str:
        """An amount in the shop's currency, or nothing."""
        return "" if minor is None else self.words.money(Money(minor, self.programme.currency))

    def day(self, day: date | None) -> str:
        """A date, or nothing."""
        return "" if day is None else self.words.date(day, "d MMM y")

    def moment(self, moment: datetime | None) -> str:
        """A date and time on the shop's clock, or nothing."""
        if moment is None:
            return ""
        local = moment.astimezone(ZoneInfo(self.programme.timezone))
        return f"{self.day(local.date())} {local:%H:%M}"


def _harmless(letter: str) -> str:
    # Joiners hold letters and emoji together; no-break spaces are not printable to Python.
    if letter.isprintable() or letter in "\u200c\u200d":
        return letter
    return " " if letter.isspace() else "�"


def flat(text: str) -> str:
    """The text on one line."""
    return " ".join(text.split())


def width(text: str) -> int:
    """How many columns a terminal gives the text: two for East Asian wide letters, none for accents that combine."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
