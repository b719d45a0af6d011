"""Bringing customers in from another program's file: all of it or nothing, and a second time nobody twice."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from itertools import islice
from pathlib import Path

from kassa.domain.calendar import ShopDay
from kassa.domain.identity import holds_identity_number
from kassa.exchange import square
from kassa.exchange.imported import ImportedCustomer, Rejected
from kassa.exchange.square import SquareCustomers
from kassa.services.acting import Act, acting
from kassa.services.matching import Crowd, fill, home_of
from kassa.services.programmes import rules_in, shop_day
from kassa.services.references import region_in
from kassa.services.session import Session
from kassa.store import imports
from kassa.store.imports import Person

Progress = Callable[[int, int], None]

_AT_ONCE = 500
_HOW = "Square"
# The source under which the prints of rows are kept, beside the ids of square.FORMAT.
_PRINTS = f"{square.FORMAT} row"
_NOON = time(12)
_DIGITS = re.compile(r"\d[\d +-]*\d")


@dataclass(frozen=True, slots=True)
class ImportReport:
    """How each row of a file fared: exactly one of these; ``skipped`` had nothing new in it."""

    format: str
    read: int
    created: int
    updated: int
    skipped: int
    rejected: tuple[Rejected, ...]


def import_customers(
    session: Session, file: Path, dry_run: bool = False, progress: Progress | None = None, op: str | None = None
) -> ImportReport:
    """Brings in the customers of Square's export; with ``dry_run`` only says what would happen.

    ``progress(done, rows)`` is told from time to time; what it raises ends the import, and nothing was changed.
    Raises ``bad_file``, and ``bad_value`` while the shop has no programme to say where and when it is.
    """
    export = square.open_customers(file)
    try:
        with acting(session, "import customers", None if dry_run else op, str(file)) as act:
            first = act.first_reply(ImportReport)
            if first is not None:
                return first
            report = act.done(_import(act, export, progress))
            _end(dry_run, report)
    except _RehearsedError as rehearsed:
        return rehearsed.report
    return report


def _import(act: Act, export: SquareCustomers, progress: Progress | None) -> ImportReport:
    run = _Import(act, shop_day(rules_in(act.transaction).at(act.now).programme))
    rows = export.rows(region_in(act.transaction), run.today)
    while some := list(islice(rows, _AT_ONCE)):
        run.take(some)
        if progress is not None:
            progress(run.read, export.count)
    return run.finish()


class _RehearsedError(Exception):
    """Takes the transaction back once all is known."""

    def __init__(self, report: ImportReport) -> None:
        super().__init__()
        self.report = report


def _end(dry_run: bool, report: ImportReport) -> None:
    if dry_run:
        raise _RehearsedError(report)


@dataclass(slots=True)
class _Batch:
    """What some rows bring, to be written together; ``noted`` is what was ever noted of each customer."""

    noted: dict[int, set[str]]
    new: dict[int, Person] = field(default_factory=dict)
    changed: dict[int, Person] = field(default_factory=dict)
    ids: dict[str, int] = field(default_factory=dict)
    prints: dict[str, int] = field(default_factory=dict)
    notes: list[tuple[int, str]] = field(default_factory=list)
    consents: dict[int, bool] = field(default_factory=dict)

    def note(self, number: int, texts: Sequence[str]) -> bool:
        """Adds those that were never noted of the customer; False when all were."""
        noted = self.noted.setdefault(number, set())
        new = [text for text in dict.fromkeys(texts) if text not in noted]
        noted.update(new)
        self.notes += [(number, text) for text in new]
        return bool(new)


class _Import:
    """An import under way: the counts, and what a later row must know of the rows before it."""

    def __init__(self, act: Act, day: ShopDay) -> None:
        self.today = day.business_date(act.now)
        self.read = self._created = self._updated = self._skipped = 0
        self._rejected: list[Rejected] = []
        self._act = act
        self._day = day
        self._first_new = imports.next_number(act.transaction)
        # Where those who came with this file live: hashes, as they stay small and only point at whom to compare.
        self._homes: dict[int, int] = {}

    def take(self, rows: Sequence[ImportedCustomer | Rejected]) -> None:
        """Some rows more, in the file's order."""
        self.read += len(rows)
        self._rejected += [row for row in rows if isinstance(row, Rejected)]
        told = [_decent(row) for row in rows if isinstance(row, ImportedCustomer)]
        prints = [_print(row) for row in told]
        known_prints = imports.known_ids(self._act.transaction, _PRINTS, prints)
        ids = imports.known_ids(self._act.transaction, square.FORMAT, [row.external_id or "" for row in told])
        crowd = self._crowd(told, ids)
        batch = _Batch(imports.note_texts(self._act.transaction, crowd))
        for row, own_print in zip(told, prints, strict=True):
            if own_print in known_prints:
                self._skipped += 1
                continue
            number = self._place(row, ids, crowd, batch)
            known_prints[own_print] = batch.prints[own_print] = number
            if row.external_id and row.external_id not in ids:
                ids[row.external_id] = batch.ids[row.external_id] = number
        self._keep(batch)

    def finish(self) -> ImportReport:
        """Everybody is in: now they can be found."""
        imports.index_new(self._act.transaction, self._act.number)
        return ImportReport(
            square.FORMAT, self.read, self._created, self._updated, self._skipped, tuple(self._rejected)
        )

    def _crowd(self, rows: Sequence[ImportedCustomer], ids: Mapping[str, int]) -> Crowd:
        homes = {home for row in rows if (home := home_of(row)) is not None}
        here = {self._homes[hash(home)] for home in homes if hash(home) in self._homes}
        phones = {row.phone for row in rows if row.phone}
        emails = {row.email for row in rows if row.email}
        return Crowd(imports.people(self._act.transaction, {*ids.values(), *here}, phones, emails, homes))

    def _place(self, row: ImportedCustomer, ids: Mapping[str, int], crowd: Crowd, batch: _Batch) -> int:
        """Counts the row as somebody new, as something new or as nothing new, and gives the customer's number."""
        known = ids.get(row.external_id or "")
        person = crowd.choose(row) if known is None else crowd[known]
        if person is None:
            return self._new(row, crowd, batch)
        filled = fill(person, row, self._moment(row.last_visit), first_time=known is None and bool(row.external_id))
        noted = batch.note(person.number, filled.notes)
        if filled.person == person and not noted:
            self._skipped += 1
            return person.number
        self._updated += 1
        (batch.new if person.number in batch.new else batch.changed)[person.number] = filled.person
        crowd.put(filled.person)
        if filled.consent is not None:
            batch.consents[person.number] = filled.consent
        return person.number

    def _new(self, row: ImportedCustomer, crowd: Crowd, batch: _Batch) -> int:
        person = Person(
            number=self._first_new + self._created,
            since=row.since or self.today,
            name=row.name,
            phone=row.phone,
            email=row.email,
            address=row.address,
            birthday=row.birthday,
            visits=row.visits,
            last_visit=self._moment(row.last_visit),
            email_consent=row.email_consent,
        )
        self._created += 1
        batch.new[person.number] = person
        batch.note(person.number, row.notes)
        if row.email_consent is not None:
            batch.consents[person.number] = row.email_consent
        crowd.put(person)
        home = home_of(person)
        if home is not None:
            self._homes.setdefault(hash(home), person.number)
        return person.number

    def _moment(self, day: date | None) -> datetime | None:
        """Noon on the shop's clock: whenever the shop's day starts, that is the day."""
        return None if day is None else datetime.combine(day, _NOON, self._day.zone).astimezone(UTC)

    def _keep(self, batch: _Batch) -> None:
        transaction, number, now = self._act.transaction, self._act.number, self._act.now
        staff = self._act.session.actor.staff
        imports.keep_new(transaction, number, list(batch.new.values()))
        imports.keep_changed(transaction, list(batch.changed.values()), self._first_new)
        imports.keep_ids(transaction, square.FORMAT, batch.ids)
        imports.keep_ids(transaction, _PRINTS, batch.prints)
        imports.keep_notes(transaction, number, now, staff, batch.notes)
        imports.keep_email_consents(transaction, now, _HOW, staff, batch.consents)


def _print(row: ImportedCustomer) -> str:
    """The same for the same words about somebody, wherever in a file they stand."""
    return hashlib.sha256(repr(replace(row, line=0)).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _decent(row: ImportedCustomer) -> ImportedCustomer:
    """The row without anybody's identity number, for which the register has no room."""
    name, address = (
        row.name and _without_identity_numbers(row.name),
        row.address and _without_identity_numbers(row.address),
    )
    return replace(row, name=name, address=address, notes=tuple(map(_without_identity_numbers, row.notes)))


def _without_identity_numbers(text: str) -> str:
    """Their digits become dots; the rest of the text stays."""
    if not holds_identity_number(text):
        return text
    hidden = _DIGITS.sub(lambda match: _hidden(match[0]) if holds_identity_number(match[0]) else match[0], text)
    return _hidden(hidden) if holds_identity_number(hidden) else hidden


def _hidden(text: str) -> str:
    return "".join("•" if sign.isdecimal() else sign for sign in text)
