"""What is to be printed: whose cards, on which sheet, from which place of the first one, and how they look."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, NamedTuple

from kassa.printing import Sheet
from kassa.services.card_look import CardLook
from kassa.services.card_printing import PrintRequest

Kind = Literal["waiting", "chosen", "blank", "again"]


@dataclass(frozen=True, slots=True)
class Who:
    """Whose cards: those waiting for one, the customers of these ids, so many blank ones for the drawer, or so many
    ``again`` in the place of those on a spoilt page: a printing's op and the page.
    """

    kind: Kind
    customers: tuple[str, ...] = ()
    blanks: int = 0
    spoilt: tuple[str, int] | None = None


class Part(NamedTuple):
    """A request that holds a wanted page, how many sheets of it to draw, and which of its pages it is then."""

    request: PrintRequest
    sheets: int
    at: int


@dataclass(frozen=True, slots=True)
class Batch:
    """All that is chosen. ``count`` is how many cards that makes, ``start`` the first sheet's first place, from 1;
    what stands on the cards is in ``language``.
    """

    who: Who
    count: int
    look: CardLook
    sheet: Sheet
    start: int
    language: str

    @property
    def sides(self) -> int:
        """How many pages a sheet takes: with a back, two."""
        return 1 if self.look.duplex is None else 2

    @property
    def sheets(self) -> int:
        """How many sheets go through the printer."""
        return -(-(self.start - 1 + self.count) // self.sheet.places) if self.count else 0

    @property
    def pages(self) -> int:
        """How many pages the PDF has."""
        return self.sheets * self.sides

    def before(self, sheet: int) -> int:
        """How many cards lie on the sheets before one, counted from 0."""
        return min(self.count, max(0, sheet * self.sheet.places - self.start + 1))

    def on_sheet(self, sheet: int) -> int:
        """How many cards lie on a sheet, counted from 0."""
        return self.before(sheet + 1) - self.before(sheet)

    def request(self, out: Path) -> PrintRequest:
        """The same for the services, into a file, every code read back."""
        customers = {"waiting": ("unprinted",), "chosen": self.who.customers}.get(self.who.kind)
        return PrintRequest(
            out,
            self.sheet.id,
            customers,
            self.who.blanks if self.who.kind == "blank" else None,
            start=self.start,
            duplex=self.look.duplex,
            language=self.language,
            look=self.look,
            reprints=self.who.spoilt if self.who.kind == "again" else None,
        )

    def part(self, page: int) -> Part:
        """What to draw to see one page, without what lies on the sheets before it where that can be left out."""
        sheet, side = divmod(page, self.sides)
        whole = self.request(Path())
        if sheet == 0:
            return Part(whole, 1, side)
        if whole.blank is not None:
            return Part(replace(whole, blank=self.on_sheet(sheet), start=1), 1, side)
        if self.who.kind == "chosen" and whole.customers is not None:
            some = whole.customers[self.before(sheet) : self.before(sheet + 1)]
            return Part(replace(whole, customers=some, start=1), 1, side)
        return Part(whole, sheet + 1, page)
