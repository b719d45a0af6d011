"""The table's columns: what each is called, how wide it wants to be, and what a customer's cell in it says."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from kassa.domain import codes
from kassa.ui import when
from kassa.ui.till.desk import Shop
from kassa.ui.till.tiers import tier_chip
from kassa.words import Text, Words, say

if TYPE_CHECKING:
    from kassa.services.register import Row


@dataclass(frozen=True, slots=True)
class Teller:
    """What a cell needs besides its customer."""

    words: Words
    shop: Shop | None
    today: date

    def chip(self, row: Row) -> tuple[str, str]:
        """The tier's word and tone; no word for the lowest."""
        return tier_chip(self.shop.programme if self.shop else None, row.tier)

    def birthday(self, row: Row) -> str:
        """``3 juni``, with the year where it is known."""
        if not row.birthday:
            return ""
        if row.birthday.startswith("--"):
            # A leap year, so that 29 February is a day.
            return self.words.date(date.fromisoformat(f"2000{row.birthday[1:]}"), "d MMMM")
        return self.words.date(date.fromisoformat(row.birthday), "d MMM y")

    def last_visit(self, row: Row) -> str:
        """``3 weeks ago``."""
        if row.last_visit is None:
            return ""
        day = self.shop.day.business_date(row.last_visit) if self.shop else row.last_visit.date()
        return when.ago(self.words, day, self.today)

    def hint(self, row: Row, column: Column) -> str:
        """What a cell has to add for whoever rests on it: the day itself; all of what may be cut."""
        if column.key == "last_visit" and row.last_visit is not None:
            day = self.shop.day.business_date(row.last_visit) if self.shop else row.last_visit.date()
            return when.full_day(self.words, day)
        return column.tell(self, row)

    def name(self, row: Row) -> str:
        """The name, or the number where nobody knows it."""
        return row.name or self.words.tr("Customer #{number}").format(number=row.number)

    def number(self, row: Row) -> str:
        """The number as people say it."""
        return f"#{row.number}"

    def phone(self, row: Row) -> str:
        """The telephone."""
        return row.phone or ""

    def email(self, row: Row) -> str:
        """The e-mail address."""
        return row.email or ""

    def address(self, row: Row) -> str:
        """The address on one line."""
        return " · ".join((row.address or "").split("\n"))

    def visits(self, row: Row) -> str:
        """How many visits."""
        return self.words.number(row.visits)

    def tier(self, row: Row) -> str:
        """The tier's name; nothing for the lowest."""
        return self.chip(row)[0]

    def tags(self, row: Row) -> str:
        """All tags."""
        return ", ".join(row.tags)

    def since(self, row: Row) -> str:
        """The day of joining."""
        return self.words.date(row.since, "d MMM y")

    def cards(self, row: Row) -> str:
        """The codes of the active cards."""
        return ", ".join(codes.grouped(code) for code in row.cards)


@dataclass(frozen=True, slots=True)
class Column:
    """``width`` in the design's pixels, ``falling``: the first click puts the largest first."""

    key: str
    label: Text
    width: int
    tell: Callable[[Teller, Row], str]
    right: bool = False
    muted: bool = False
    falling: bool = False


COLUMNS = (
    Column("name", say("Name"), 250, Teller.name),
    Column("number", say("Number"), 106, Teller.number, right=True, muted=True),
    Column("phone", say("Telephone"), 150, Teller.phone),
    Column("email", say("E-mail"), 220, Teller.email),
    Column("last_visit", say("Last visit"), 172, Teller.last_visit, falling=True),
    Column("visits", say("Visits"), 96, Teller.visits, right=True, falling=True),
    Column("tier", say("Tier"), 112, Teller.tier, falling=True),
    Column("tags", say("Tags"), 200, Teller.tags),
    Column("since", say("Customer since"), 150, Teller.since, muted=True, falling=True),
    Column("birthday", say("Birthday"), 140, Teller.birthday),
    Column("card", say("Card"), 150, Teller.cards, muted=True),
    Column("address", say("Address"), 260, Teller.address),
)
BY_KEY = {column.key: column for column in COLUMNS}
USUAL = ("name", "phone", "last_visit", "visits", "tier", "tags", "number")


def chosen(keys: Iterable[str]) -> tuple[Column, ...]:
    """The columns of those keys in their order, the name always first; the usual ones for none."""
    known = dict.fromkeys(key for key in keys if key in BY_KEY) or dict.fromkeys(USUAL)
    return tuple(BY_KEY[key] for key in dict.fromkeys(("name", *known)))
