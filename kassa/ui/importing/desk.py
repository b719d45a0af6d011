"""The import's questions to the services, each asked off the window's thread; services are imported at first use."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from kassa.errors import KassaError
from kassa.exchange.imported import ImportedCustomer, ImportedReceipt, Rejected
from kassa.exchange.mapping import FIELDS, DecimalMark, Kind, Mapping, Shape, read_mapping, write_mapping
from kassa.ui.importing.latest import Stoppable, StoppedError, Working
from kassa.ui.jobs import Job
from kassa.words import Text, Words

if TYPE_CHECKING:
    from kassa.domain.programme import Programme
    from kassa.exchange.reading import Column, Source
    from kassa.exchange.survey import Survey
    from kassa.services.importing import ImportReport, PastImport, UndoneImport
    from kassa.services.session import Session

EXAMPLES = 8
LARGEST_COPIED = 100_000_000
REHEARSED = 20_000
"""The most rows of a file whose import is rehearsed while the person looks at it."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A file as it is understood, the first of those in it, and what of the shop is needed to show it.

    ``fields`` are what columns can become with their words, ``stamp_cards`` the cards' ids and names.
    """

    source: Source
    survey: Survey
    examples: tuple[ImportedCustomer | ImportedReceipt, ...]
    fields: tuple[tuple[str, Text], ...]
    stamp_cards: tuple[tuple[str, str], ...]
    currency: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A table of which only the columns are known yet; told as a ``Source`` tells it."""

    kind: Kind
    shape: Shape
    columns: tuple[Column, ...]
    sheets: tuple[str, ...]
    format: str = "list"
    day_first: bool = True
    day_order_known: bool = True
    decimal: DecimalMark = "."
    last_name_first: bool = False


@dataclass(frozen=True, slots=True)
class Unclear:
    """A file that is a table, but none of its columns says enough: a person must say what they hold."""

    source: Heading
    why: Text
    fields: tuple[tuple[str, Text], ...]


@dataclass(frozen=True, slots=True)
class Past:
    """The imports of before by the shop's clock, newest first, and today's business date."""

    imports: tuple[PastImport, ...]
    today: date


def past(job: Working, session: Session) -> Past:
    """What was imported before."""
    from kassa.services import importing, programmes

    job.check()
    day = programmes.shop_day(programmes.current(session).programme)
    told = tuple(replace(each, at=each.at.astimezone(day.zone)) for each in importing.past_imports(session))
    return Past(told, day.business_date(session.now()))


def in_order(job: Working, files: Sequence[Path]) -> tuple[Path, ...]:
    """The files of customers before those of sales, so that receipts find whom they belong to."""
    from kassa.exchange.reading import kind_of

    def place(file: Path) -> int:
        job.check()
        try:
            return 0 if kind_of(file) == "customers" else 1
        except KassaError:
            return 2

    return tuple(sorted(files, key=place))


def understand(
    job: Working, session: Session, file: Path, mapping: Mapping, kind: Kind | None, words: Words
) -> Seen | Unclear:
    """What is in a file, read with these choices; ``kind`` None: found out."""
    from kassa.services import importing, programmes

    job.check()
    # A language's forms of dates and numbers take a while to load; the window shall find them ready.
    words.number(0)
    words.date(date.min)
    programme = programmes.current(session).programme
    try:
        seen = importing.understand(session, file, mapping, kind, job.progress)
    except KassaError as error:
        unclear = _unclear(file, mapping, kind, error)
        if unclear is None:
            raise
        return unclear
    job.check()
    today = programmes.shop_day(programme).business_date(session.now())
    return Seen(
        seen.source,
        seen.survey,
        tuple(_shown(session, each) for each in islice(_rows(seen.source, programme, today), EXAMPLES)),
        tuple(FIELDS[seen.source.kind].items()),
        tuple((card.id, card.name) for card in programme.stamp_cards),
        programme.currency,
    )


def _unclear(file: Path, mapping: Mapping, kind: Kind | None, error: KassaError) -> Unclear | None:
    """The columns of a file that was refused for them alone; None where something else is wrong with it."""
    from kassa.exchange.reading import Column, kind_of
    from kassa.exchange.tables import open_table

    if error.code != "bad_file" or "line" not in error.details:
        return None
    try:
        table = open_table(file, tuple(mapping.columns), mapping.shape)
        first = tuple(islice(table.rows(), EXAMPLES))
        kind = kind or kind_of(file, mapping)
    except KassaError:
        return None
    if error.details["line"] != table.heading_line or not first or len(table.heading) < 2:
        return None
    columns = tuple(
        Column(name, mapping.columns.get(name), tuple(row.cell(place) for row in first if row.cell(place))[:3])
        for place, name in enumerate(table.heading)
    )
    heading = Heading(kind, table.shape, columns, table.sheets)
    return Unclear(heading, error.text, tuple(FIELDS[kind].items()))


def _rows(source: Source, programme: Programme, today: date) -> Iterator[ImportedCustomer | ImportedReceipt]:
    """Those who will come in: people, or receipts of somebody that weren't cancelled."""
    from kassa.exchange.contacts import region_of

    region = region_of(programme.timezone)
    if source.kind == "customers":
        yield from (row for row in source.customers(region, today) if isinstance(row, ImportedCustomer))
        return
    for row in source.receipts(region, programme.timezone, programme.currency):
        if isinstance(row, ImportedReceipt) and row.customer is not None and not row.cancelled:
            yield row


def _shown(session: Session, row: ImportedCustomer | ImportedReceipt) -> ImportedCustomer | ImportedReceipt:
    """The same with telephones as people write them."""
    if isinstance(row, ImportedReceipt):
        return row if row.customer is None else replace(row, customer=_reachable(session, row.customer))
    return _reachable(session, row)


def _reachable(session: Session, customer: ImportedCustomer) -> ImportedCustomer:
    from kassa.services import history

    return replace(customer, phone=history.telephone(session, customer.phone)) if customer.phone else customer


def rehearse(job: Working, session: Session, file: Path, kind: Kind, mapping: Mapping) -> ImportReport | None:
    """What an import would do; None where trying it out would take too long, for it is tried on a copy."""
    from kassa.services import importing

    job.check()
    if not _is_small(session):
        return None
    bring = importing.import_sales if kind == "sales" else importing.import_customers
    return bring(session, file, True, job.progress, mapping=mapping)


def _is_small(session: Session) -> bool:
    try:
        return (Path(session.store.where) / "kassa.db").stat().st_size <= LARGEST_COPIED
    except OSError:
        return False


def bring_in(
    job: Job, session: Session, file: Path, kind: str, mapping: Mapping, earn: bool, op: str, stop: Event
) -> ImportReport | None:
    """Imports; None when it was stopped in time: then nothing was changed."""
    from kassa.services import importing

    progress = Stoppable(job, stop).progress
    try:
        if kind == "sales":
            return importing.import_sales(session, file, False, progress, op, mapping=mapping, earn=earn)
        return importing.import_customers(session, file, False, progress, op, mapping=mapping)
    except StoppedError:
        return None


def take_back(job: Working, session: Session, op: str, undo_op: str) -> UndoneImport:
    """Undoes a whole import, which can't be stopped half-way."""
    from kassa.services import importing

    return importing.undo_import(session, op, job.progress, undo_op)


def save_rejected(
    job: Working, file: Path, rejected: Sequence[Rejected], mapping: Mapping, out: Path, words: Words
) -> Path:
    """The rejected rows as a file to mend, with why in the person's words."""
    from kassa.services import importing

    job.check()
    importing.save_rejected(file, rejected, mapping, out, words)
    return out


def save_choices(job: Working, mapping: Mapping, out: Path) -> Path:
    """The choices as a file, to be used again."""
    job.check()
    write_mapping(out, mapping)
    return out


def read_choices(job: Working, file: Path) -> Mapping:
    """Choices that were saved."""
    job.check()
    return read_mapping(file)
