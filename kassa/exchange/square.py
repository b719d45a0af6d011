"""Square's export of customers: a CSV whose columns are matched by name, in any order, each of them optional.

Its statement of what somebody has spent in all is passed over: it has no days, so no rule can use it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kassa.exchange.contacts import read_email, read_phone
from kassa.exchange.dates import DayOrder, read_birthday, read_day
from kassa.exchange.imported import ImportedCustomer, ImportedNote, Rejected
from kassa.exchange.tables import Row, Table, bad_file, open_table
from kassa.words import say

FORMAT = "square"
LONGEST_NAME = 200
LONGEST_ADDRESS = 500
LONGEST_NOTE = 2000

_COLUMNS = {
    "id": ("Square Customer ID",),
    "first": ("First Name", "Given Name"),
    "last": ("Last Name", "Surname", "Family Name"),
    "email": ("Email Address", "Email", "E-mail"),
    "phone": ("Phone Number", "Phone"),
    "nickname": ("Nickname",),
    "company": ("Company Name", "Company"),
    "street": ("Street Address 1", "Street Address", "Address Line 1"),
    "street_2": ("Street Address 2", "Address Line 2"),
    "city": ("City", "Suburb", "Town"),
    "state": ("State", "County", "Province"),
    "postal": ("Postal Code", "Postcode", "ZIP", "ZIP Code"),
    "birthday": ("Birthday", "Date of Birth"),
    "memo": ("Memo", "Note", "Notes"),
    "first_visit": ("First Visit",),
    "last_visit": ("Last Visit",),
    "visits": ("Transaction Count",),
    "email_status": ("Email Subscription Status",),
    "source": ("Creation Source",),
}
_CONSENTS = {"subscribed": True, "unsubscribed": False}
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class SquareCustomers:
    """An export, recognised: its number of customer rows, and the rows as often as needed."""

    table: Table
    count: int
    _places: dict[str, int]
    _day_first: bool

    def rows(self, region: str | None, today: date) -> Iterator[ImportedCustomer | Rejected]:
        """Each customer row as a value. Telephones are ``region``'s; a visit later than ``today`` is passed over."""
        for row in self.table.rows():
            yield _Reading(self, row, region, today).customer()

    def heading(self, key: str) -> str:
        """The column's name as the file writes it."""
        return self.table.heading[self._places[key]]

    def cell(self, row: Row, key: str) -> str:
        """The row's cell in that column, empty where the file has no such column."""
        return row.cell(self._places.get(key))

    @property
    def day_first(self) -> bool:
        """Whether days stand before months in this file's dates."""
        return self._day_first


def open_customers(path: Path) -> SquareCustomers:
    """Recognise Square's export of customers; ``bad_file`` when it is something else or can't be read to its end."""
    table = open_table(path, [name for names in _COLUMNS.values() for name in names])
    places = {key: place for key, names in _COLUMNS.items() if (place := table.column(*names)) is not None}
    if "id" not in places and not {"source", "visits"} <= places.keys():
        why = say("This is no list of customers from Square: export it there under Customers, as CSV.")
        raise bad_file(why, table.heading_line)
    order, count = DayOrder(), 0
    dated = [places[key] for key in ("birthday", "first_visit", "last_visit") if key in places]
    for row in table.rows():
        count += 1
        for place in dated:
            order.learn(row.cell(place))
    if not count:
        raise bad_file(say("The file has a heading but no customers: export it again."), table.heading_line)
    return SquareCustomers(table, count, places, order.day_first(otherwise=True))


class _Reading:
    """One row being read; what has no place of its own is gathered for a note."""

    def __init__(self, export: SquareCustomers, row: Row, region: str | None, today: date) -> None:
        self._export = export
        self._row = row
        self._region = region
        self._today = today
        self._aside: list[str] = []

    def customer(self) -> ImportedCustomer | Rejected:
        row, cell = self._row, self._cell
        if any(row.cells[len(self._export.table.heading) :]):
            return Rejected(row.line, None, say("The row has more cells than the heading: check the quotation marks."))
        name = " ".join(part for part in (cell("first"), cell("last")) if part)
        for key in ("nickname", "company"):
            if not name:
                name = cell(key)
            elif cell(key) and cell(key) != name:
                self._put_aside(key)
        if len(name) > LONGEST_NAME:
            why = say("The name is too long: shorten it to {most} characters.", most=LONGEST_NAME)
            return Rejected(row.line, self._export.heading("first" if cell("first") else "last"), why)
        phone = read_phone(cell("phone"), self._region)
        email = read_email(cell("email"))
        for key, value in (("phone", phone), ("email", email)):
            if value is None:
                self._put_aside(key)
        customer = ImportedCustomer(
            line=row.line,
            external_id=cell("id").lstrip("'") or None,
            name=name or None,
            phone=phone,
            email=email,
            address=self._address(),
            birthday=self._birthday(),
            since=self._past_day("first_visit"),
            last_visit=self._past_day("last_visit"),
            visits=self._visits(),
            consents=self._consents(email),
            notes=self._notes(),
        )
        if not (customer.name or customer.phone or customer.email or customer.notes):
            return Rejected(
                row.line, None, say("The row has no name, no telephone and no e-mail: fill in one of them.")
            )
        return customer

    def _cell(self, key: str) -> str:
        text = self._export.cell(self._row, key)
        if key == "memo" or (text.isprintable() and "  " not in text):
            return text
        return " ".join(_CONTROLS.sub(" ", text).split())

    def _put_aside(self, key: str) -> None:
        text = self._cell(key).lstrip("'")
        if text:
            self._aside.append(f"{self._export.heading(key)}: {text}")

    def _address(self) -> str | None:
        town = " ".join(part for part in (self._cell("postal"), self._cell("city")) if part)
        parts = (self._cell("street"), self._cell("street_2"), town, self._cell("state"))
        address = ", ".join(part for part in parts if part)
        if len(address) <= LONGEST_ADDRESS:
            return address or None
        for key in ("street", "street_2", "postal", "city", "state"):
            self._put_aside(key)
        return None

    def _birthday(self) -> str | None:
        birthday = read_birthday(self._cell("birthday"), self._export.day_first, self._today)
        if birthday is None:
            self._put_aside("birthday")
        return birthday

    def _past_day(self, key: str) -> date | None:
        day = read_day(self._cell(key), self._export.day_first)
        if day is None:
            self._put_aside(key)
        return day if day is not None and day <= self._today else None

    def _visits(self) -> int:
        text = self._cell("visits").replace(",", "")
        if text.isascii() and text.isdigit() and len(text) < 8:
            return int(text)
        self._put_aside("visits")
        return 0

    def _consents(self, email: str | None) -> tuple[tuple[str, bool], ...]:
        """A no holds whatever address comes later; a yes was given for the address in the file."""
        given = _CONSENTS.get(self._cell("email_status").lower())
        return () if given is None or (given and email is None) else (("email", given),)

    def _notes(self) -> tuple[ImportedNote, ...]:
        memo = self._cell("memo").replace("\r\n", "\n").replace("\r", "\n")
        texts = (_CONTROLS.sub("", memo).strip(), "\n".join(self._aside))
        return tuple(
            ImportedNote(text[start : start + LONGEST_NOTE])
            for text in texts
            for start in range(0, len(text), LONGEST_NOTE)
        )
