"""Files of other programs and of people: what they hold, how they are written, and their customers or receipts.

Everything is found out from the file, in one pass before anything is read from it; a ``Mapping`` wins over that. Kinds
of file: ``square shopify odoo loyverse zettle kassa vcard`` by their headings, and ``list`` for everybody else's.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

from kassa.exchange.address_book import AddressBook
from kassa.exchange.amounts import Amounts
from kassa.exchange.dates import Moments
from kassa.exchange.files import Progress
from kassa.exchange.finding import Facts, field_by_name, find_fields, places_of
from kassa.exchange.formats import KASSA, VCARD, Format, find_format, format_names, is_ledger, kind_by_signs
from kassa.exchange.grouping import Grouping
from kassa.exchange.headings import field_of, known_names
from kassa.exchange.imported import ImportedCustomer, ImportedReceipt, Rejected
from kassa.exchange.mapping import AS_FOUND, IGNORE, NOTE, DecimalMark, Kind, Mapping, Shape
from kassa.exchange.own_rows import OwnPeople, OwnPurchases
from kassa.exchange.people_rows import People
from kassa.exchange.receipt_rows import Receipts
from kassa.exchange.rows import Row
from kassa.exchange.tables import bad_file, open_table
from kassa.exchange.vcard import is_vcard
from kassa.words import say

_TELL_EVERY = 2000


class Table(Protocol):
    """What holds rows below a heading: a text's or a workbook's table, or an address book."""

    @property
    def heading(self) -> tuple[str, ...]: ...

    @property
    def heading_line(self) -> int: ...

    @property
    def shape(self) -> Shape: ...

    @property
    def typed(self) -> bool: ...

    @property
    def sheets(self) -> tuple[str, ...]: ...

    def rows(self) -> Iterator[Row | Rejected]: ...


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, the field it holds (``note``: kept as one; ``ignore``; None: unknown), some values."""

    heading: str
    field: str | None
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A file that was understood.

    ``day_order_known`` is False where days might as well be months: then the day is taken to stand first. ``count`` is
    how many customers or receipts it gives, rejected ones with them.
    """

    format: str
    kind: Kind
    shape: Shape
    columns: tuple[Column, ...]
    day_first: bool
    day_order_known: bool
    decimal: DecimalMark
    last_name_first: bool
    count: int
    table: Table
    sheets: tuple[str, ...]
    _format: Format
    _scattered: bool
    _by_blank: bool
    _turned: bool

    def customers(
        self, region: str | None, today: date, lines: Container[int] | None = None
    ) -> Iterator[ImportedCustomer | Rejected]:
        """Each row as a customer, or only those on some ``lines``.

        Telephones are ``region``'s (ISO 3166); visits later than ``today`` are passed over.
        """
        assert self.kind == "customers"
        read = self._people(region, today).read
        for row in self.table.rows():
            if isinstance(row, Rejected):
                if lines is None or row.line in lines:
                    yield row
            elif (lines is None or row.line in lines) and not row.is_heading:
                yield read(row)

    def receipts(
        self, region: str | None, timezone: str, currency: str, lines: Container[int] | None = None
    ) -> Iterator[ImportedReceipt | Rejected]:
        """Each receipt, in the file's order, or only those on some ``lines``; amounts in minor units of ``currency``.

        Moments are on the shop's clock: in its ``timezone`` where the file names a zone, without one where it doesn't.
        """
        assert self.kind == "sales"
        return map(self._receipts(region, timezone, currency).read, self.groups(lines))

    def groups(self, lines: Container[int] | None = None) -> Iterator[list[Row]]:
        """The rows of each receipt, or each customer's row; only those on some ``lines``."""
        rows = (row for row in self.table.rows() if not isinstance(row, Rejected))
        if self.kind == "customers" or self.format == KASSA:
            groups: Iterator[list[Row]] = ([row] for row in rows if not row.is_heading)
        else:
            groups = Grouping(self._format, self._places()).groups(rows, self._scattered)
        return groups if lines is None else (rows for rows in groups if any(row.line in lines for row in rows))

    def _people(self, region: str | None, today: date) -> People | OwnPeople:
        if self.format == KASSA:
            kept = [(place, heading) for place, heading in self._notes() if heading is not None]
            return OwnPeople(self.table.heading, self._ignored(), kept, self.table.typed, region, today)
        return People(
            self.table.heading,
            self._places(),
            self._notes(),
            region=region,
            today=today,
            day_first=self.day_first,
            last_name_first=self.last_name_first,
            by_blank=self._by_blank,
            turned=self._turned,
        )

    def _receipts(self, region: str | None, timezone: str, currency: str) -> Receipts | OwnPurchases:
        moments = Moments(self.day_first, ZoneInfo(timezone), turned=self._turned)
        if self.format == KASSA:
            return OwnPurchases(self.table.heading, self._ignored(), self.table.typed, currency, moments)
        return Receipts(
            self.table.heading,
            self._places(),
            self._notes(),
            self._format,
            region=region,
            currency=currency,
            amounts=Amounts(currency, self.decimal, self.table.typed),
            moments=moments,
            last_name_first=self.last_name_first,
        )

    def _places(self) -> dict[str, list[int]]:
        return places_of([column.field for column in self.columns])

    def _ignored(self) -> frozenset[int]:
        return frozenset(place for place, column in enumerate(self.columns) if column.field == IGNORE)

    def sample(self, most: int = 20) -> tuple[tuple[str, ...], ...]:
        """The first rows as they stand."""
        rows = (row.cells for row in self.table.rows() if not isinstance(row, Rejected) and not row.is_heading)
        return tuple(islice(rows, most))

    def _notes(self) -> list[tuple[int, str | None]]:
        """The columns kept as notes, and the heading that explains each, where it isn't itself called a note."""
        notes: list[tuple[int, str | None]] = []
        for place, column in enumerate(self.columns):
            if column.field == NOTE:
                plain = field_by_name(column.heading, self.kind, self._format) == NOTE
                notes.append((place, None if plain else column.heading))
        return notes


def open_source(path: Path, kind: Kind, mapping: Mapping = AS_FOUND, progress: Progress | None = None) -> Source:
    """Understand a file of customers or of sales; ``bad_file`` with the sentence when it is something else.

    ``progress`` is told how many of how many bytes are known, and then again and again that all are while they are
    learnt from; what it raises ends the reading.
    """
    if is_vcard(path):
        if kind == "sales":
            raise bad_file(say("An address book holds no sales: choose another file, or bring it in as customers."))
        table: Table = AddressBook(path)
    else:
        table = _table(path, mapping, progress)
        _check_kind(table, kind, mapping)
    format_ = VCARD if isinstance(table, AddressBook) else find_format(table.heading, kind, mapping.format)
    fields = find_fields(table.heading, kind, format_, mapping)
    _check_fields(table, kind, fields)
    facts = Facts(len(table.heading), table.typed, kind, format_, places_of(fields))
    size = path.stat().st_size if progress is not None else 0
    for number, row in enumerate(table.rows()):
        if isinstance(row, Rejected):
            facts.count += 1
        else:
            facts.learn(row)
        if progress is not None and number % _TELL_EVERY == 0:
            progress(size, size)
    if not facts.count:
        raise bad_file(say("The file has a heading but nothing below it: export it again."), table.heading_line)
    otherwise = True if mapping.day_first is None else mapping.day_first
    turned = facts.last_name_first and format_.name != "odoo"
    return Source(
        format=format_.name,
        kind=kind,
        shape=table.shape,
        columns=tuple(
            Column(heading, field, tuple(facts.samples[place]))
            for place, (heading, field) in enumerate(zip(table.heading, fields, strict=True))
        ),
        day_first=otherwise if mapping.day_first is not None else facts.order.day_first(otherwise),
        day_order_known=mapping.day_first is not None or facts.order.known,
        decimal=mapping.decimal or facts.decimal,
        last_name_first=turned if mapping.last_name_first is None else mapping.last_name_first,
        count=facts.count,
        table=table,
        sheets=table.sheets,
        _format=format_,
        _scattered=facts.scattered,
        _by_blank=bool(mapping.last_name_first) and not facts.last_name_first,
        _turned=facts.turned,
    )


def kind_of(path: Path, mapping: Mapping = AS_FOUND) -> Kind:
    """Whether a file holds customers or sales, by its headings."""
    if is_vcard(path):
        return "customers"
    heading = _table(path, mapping, None).heading
    told = {mapping.columns[name] for name in heading if name in mapping.columns}
    if known := kind_by_signs(heading):
        return known
    found = {field[0] for name in heading if (field := field_of(name, "sales"))} | told
    return "sales" if _holds_sales(found) else "customers"


def _table(path: Path, mapping: Mapping, progress: Progress | None) -> Table:
    return open_table(path, [*known_names(), *format_names(), *mapping.columns], mapping.shape, progress)


def _holds_sales(fields: set[str]) -> bool:
    return "date" in fields and bool(fields & {"amount", "net", "gross", "price", "receipt"})


def _check_kind(table: Table, kind: Kind, mapping: Mapping) -> None:
    if is_ledger(table.heading):
        why = say("This is Kassa's ledger, which goes out and not in: choose customers or purchases.")
        raise bad_file(why, table.heading_line)
    known = kind_by_signs(table.heading)
    if known not in (None, kind) and not mapping.columns and mapping.format is None:
        why = (
            say("The file holds sales, not customers: bring it in as sales.")
            if known == "sales"
            else say("The file holds customers, not sales: bring it in as customers.")
        )
        raise bad_file(why, table.heading_line)


def _check_fields(table: Table, kind: Kind, fields: Sequence[str | None]) -> None:
    known = {field for field in fields if field}
    if kind == "sales" and "date" not in known:
        why = say("No column holds the date of a sale: choose another file, or say which column it is.")
        raise bad_file(why, table.heading_line)
    people = {"name", "first_name", "last_name", "phone", "mobile", "email", "company", "card"}
    if kind == "customers" and not known & people:
        why = say("No column holds names, telephones or e-mail: choose another file, or say which column it is.")
        raise bad_file(why, table.heading_line)
