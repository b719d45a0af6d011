"""Rows that Kassa wrote itself (``export_cells``): everything comes back as it went out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from kassa.domain.money import parse_money
from kassa.domain.people import CHANNELS
from kassa.exchange.contacts import read_email, read_phone
from kassa.exchange.dates import Moments, read_birthday
from kassa.exchange.export_cells import read_item, read_list, read_notes, unguarded
from kassa.exchange.imported import ImportedCustomer, ImportedItem, ImportedNote, ImportedReceipt, Rejected
from kassa.exchange.plain import LONGEST_ADDRESS, LONGEST_NAME, in_lengths
from kassa.exchange.rows import Row
from kassa.exchange.spoken import read_language, read_yes
from kassa.words import say

_FIELDS = ("name", "phone", "email", "address", "birthday", "language")


class _OwnRows:
    """Cells by the names of their columns; a column that is to be passed over is not there."""

    def __init__(self, heading: Sequence[str], ignored: frozenset[int], typed: bool) -> None:
        self._heading = heading
        self._places = {name.strip().lower(): place for place, name in enumerate(heading) if place not in ignored}
        # A workbook's cells are text already: nothing in them is guarded.
        self._bare: Callable[[str], str] = str if typed else unguarded

    def cells(self, row: Row) -> Mapping[str, str]:
        """The row's cells that hold anything, by their columns' names."""
        bare, cells = self._bare, row.cells
        return {name: bare(cells[place]) for name, place in self._places.items() if cells[place]}

    def too_long(self, row: Row) -> Rejected | None:
        """The refusal of a row with more cells than there are columns."""
        if len(row.cells) <= len(self._heading):
            return None
        return Rejected(row.line, None, say("The row has more cells than the heading: check the quotation marks."))

    def refused(self, row: Row, column: str, text: str) -> Rejected:
        """The refusal of a row for what a cell of it holds."""
        why = say("“{text}” in “{column}” is not what Kassa wrote: mend it, or empty the cell.", text=text[:100],
                  column=column)  # fmt: skip
        return Rejected(row.line, self._heading[self._places[column]], why)


class OwnPeople(_OwnRows):
    """Reads customers. What was changed by hand into something that can't be read goes into a note.

    ``kept`` are columns that somebody added, to be kept as notes, with their headings.
    """

    def __init__(
        self,
        heading: Sequence[str],
        ignored: frozenset[int],
        kept: Sequence[tuple[int, str]],
        typed: bool,
        region: str | None,
        today: date,
    ) -> None:
        super().__init__(heading, ignored, typed)
        self._kept = kept
        self._region = region
        self._today = today

    def read(self, row: Row) -> ImportedCustomer | Rejected:
        """The row as a customer."""
        if refused := self.too_long(row):
            return refused
        cells = self.cells(row)
        if len(cells.get("name", "")) > LONGEST_NAME:
            why = say("The name is too long: shorten it to {most} characters.", most=LONGEST_NAME)
            return Rejected(row.line, self._heading[self._places["name"]], why)
        days: dict[str, date | None] = {}
        for column in ("since", "last_visit"):
            text = cells.get(column, "")
            # A moment is on the shop's clock, so its day is the first ten signs.
            days[column] = _iso(text[:10])
            if text and days[column] is None:
                return self.refused(row, column, text)
        visits, number = cells.get("visits", "0"), cells.get("number", "")
        for column, text in (("visits", visits), ("number", number or "0")):
            if not (text.isdecimal() and len(text) < 8):
                return self.refused(row, column, text)
        read = {column: self._read(column, cells.get(column, "")) for column in _FIELDS}
        aside = [f"{column}: {cells[column]}" for column in _FIELDS if column in cells and read[column] is None]
        notes = [replace(note, assignee=assignee) for note, assignee in read_notes(cells.get("notes", ""))]
        for place, heading in self._kept:
            notes += map(ImportedNote, in_lengths(f"{heading}: {text}" if (text := row.cells[place]) else ""))
        notes += map(ImportedNote, in_lengths("\n".join(aside)))
        given = ((channel, read_yes(cells.get(f"consent_{channel}", ""))) for channel in CHANNELS)
        return ImportedCustomer(
            line=row.line,
            external_id=cells.get("kassa_id"),
            number=int(number or 0) or None,
            name=read["name"],
            phone=read["phone"],
            email=read["email"],
            address=read["address"],
            birthday=read["birthday"],
            language=read["language"],
            tags=read_list(cells.get("tags", "")),
            cards=read_list(cells.get("cards", "")),
            notes=tuple(notes),
            since=days["since"],
            last_visit=days["last_visit"],
            visits=int(visits),
            consents=tuple((channel, told) for channel, told in given if told is not None),
            visited=_moment(cells.get("last_visit", "")),
            former_cards=_former(cells.get("former_cards", "")),
            referred_by=cells.get("referred_by"),
            answered=tuple(
                (channel, _moment(cells.get(f"consent_{channel}_at", "")), cells.get(f"consent_{channel}_how"))
                for channel in CHANNELS
                if cells.keys() & {f"consent_{channel}_at", f"consent_{channel}_how"}
            ),
        )

    def _read(self, column: str, text: str) -> str | None:
        if not text:
            return None
        if column == "phone":
            return read_phone(text, self._region)
        if column == "email":
            return read_email(text)
        if column == "birthday":
            return read_birthday(text, day_first=True, today=self._today)
        if column == "language":
            return text if len(text) <= 12 else read_language(text)
        if column == "address":
            return text if len(text) <= LONGEST_ADDRESS else None
        return text


def _former(cell: str) -> tuple[tuple[str, str, str | None], ...]:
    told = (part.split() for part in read_list(cell))
    return tuple((part[0], part[1], part[2] if len(part) > 2 else None) for part in told if len(part) > 1)


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None


class OwnPurchases(_OwnRows):
    """Reads purchases. What came back stands on the purchase itself."""

    def __init__(
        self, heading: Sequence[str], ignored: frozenset[int], typed: bool, currency: str, moments: Moments
    ) -> None:
        super().__init__(heading, ignored, typed)
        self._currency = currency
        self._moments = moments

    def read(self, rows: list[Row]) -> ImportedReceipt | Rejected:
        """The purchase of a row."""
        (row,) = rows
        if refused := self.too_long(row):
            return refused
        cells = self.cells(row)
        at = self._moments.moment(cells.get("at", ""))
        if at is None:
            if "at" in cells:
                return self.refused(row, "at", cells["at"])
            return Rejected(row.line, None, say("The row has no date: fill it in."))
        money: dict[str, int | None] = {}
        for column in ("amount", "returned", "non_earning"):
            money[column] = parse_money(cells[column], self._currency) if column in cells else None
            if column in cells and money[column] is None:
                return self.refused(row, column, cells[column])
        items = []
        for part in read_list(cells.get("items", "")):
            item = read_item(part)
            paid = None if item is None or item[2] is None else parse_money(item[2], self._currency)
            if item is None or (item[2] is not None and paid is None):
                return self.refused(row, "items", part)
            items.append(ImportedItem(item[0], item[1], paid, item[3]))
        own_id, customer, told = cells.get("id", ""), cells.get("kassa_id", ""), cells.get("number", "")
        if own_id and "@" not in own_id:
            own_id += "@" + customer.partition("@")[2]
        number = int(told) or None if told.isdecimal() and len(told) < 8 else None
        return ImportedReceipt(
            line=row.line,
            number=cells.get("receipt", ""),
            at=at,
            amount=money["amount"],
            items=tuple(items),
            returned=money["returned"] or 0,
            non_earning=money["non_earning"] or 0,
            customer=ImportedCustomer(row.line, customer, cells.get("name"), number=number) if customer else None,
            staff=cells.get("staff"),
            till=cells.get("till"),
            own_id=own_id or None,
            undone=bool(read_yes(cells.get("undone", ""))),
            whole="returned" in cells and not money["returned"],
        )


def _iso(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
