"""Bringing another program's customers and sales in: all of a file or nothing, and a second time nobody twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar

from kassa.domain.programme import Programme, StampCard
from kassa.errors import KassaError
from kassa.exchange.imported import ImportedCustomer, ImportedReceipt, Rejected
from kassa.exchange.mapping import Kind, Mapping, read_mapping
from kassa.services import import_pieces
from kassa.services.acting import Act, check_allowed
from kassa.services.codec import decode
from kassa.services.import_people import People
from kassa.services.import_pieces import Pieces
from kassa.services.import_receipts import Receipts, SalesOutcome, settle
from kassa.services.import_undo import UndoneImport, abandon, undo_import
from kassa.services.programmes import rules_in, shop_day
from kassa.services.references import region_in
from kassa.services.session import Session
from kassa.store import import_runs
from kassa.store.copying import rehearsal
from kassa.words import Words, say

__all__ = [
    "ImportReport",
    "Mapping",
    "PastImport",
    "SalesOutcome",
    "Understanding",
    "UndoneImport",
    "import_customers",
    "import_sales",
    "past_imports",
    "read_mapping",
    "save_rejected",
    "understand",
    "undo_import",
]

if TYPE_CHECKING:
    from kassa.exchange.reading import Source
    from kassa.exchange.survey import Survey

# What a file comes to in the store, its indexes and its journal included.
_GROWTH = 3
_NEVER = datetime(1, 1, 1)  # noqa: DTZ001
Progress = Callable[[int, int], None]
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class ImportReport:
    """How each row or receipt of a file fared: exactly one of these; ``skipped`` had nothing new in it.

    Of the people of another Kassa ``renumbered`` have a new number, as theirs was somebody's here. Of receipts
    ``sales`` says why they were passed over, and how many people are new.
    """

    format: str
    read: int
    created: int
    updated: int
    skipped: int
    rejected: tuple[Rejected, ...]
    renumbered: int = 0
    sales: SalesOutcome | None = None


@dataclass(frozen=True, slots=True)
class PastImport:
    """A file that was brought in, and what became of it; ``op`` is what undoes it."""

    op: str
    at: datetime
    file: str
    kind: Kind
    state: Literal["running", "done", "undoing", "undone"]
    report: ImportReport | None


@dataclass(frozen=True, slots=True)
class Understanding:
    """What Kassa makes of a file before anything is brought in: how it is read, and what is in it."""

    source: Source
    survey: Survey


def understand(
    session: Session,
    file: Path,
    mapping: Mapping | None = None,
    kind: Kind | None = None,
    progress: Progress | None = None,
) -> Understanding:
    """Reads a file through, and changes nothing. Raises ``bad_file``; ``bad_value`` while there is no programme."""
    from kassa.exchange.reading import kind_of, open_source
    from kassa.exchange.survey import survey

    with session.store.reading() as transaction:
        region = region_in(transaction)
        programme = rules_in(transaction).at(session.now()).programme
    chosen = mapping or Mapping()
    # How long finding out takes nobody knows; whoever waits may leave.
    source = open_source(
        file, kind or kind_of(file, chosen), chosen, None if progress is None else lambda *_: progress(0, 0)
    )
    today = shop_day(programme).business_date(session.now())
    return Understanding(source, survey(source, region, programme.timezone, programme.currency, today, progress))


def import_customers(
    session: Session,
    file: Path,
    dry_run: bool = False,
    progress: Progress | None = None,
    op: str | None = None,
    *,
    mapping: Mapping | None = None,
) -> ImportReport:
    """Brings in the people of a file; with ``dry_run`` only says what would happen.

    ``progress(done, rows)`` is told from time to time; what it raises ends the import, and nothing was changed. Raises
    ``bad_file``, and ``bad_value`` while the shop has no programme to say where and when it is.
    """
    return _bring(session, file, "customers", dry_run, progress, op, mapping or Mapping(), earn=False)


def import_sales(
    session: Session,
    file: Path,
    dry_run: bool = False,
    progress: Progress | None = None,
    op: str | None = None,
    *,
    mapping: Mapping | None = None,
    earn: bool = False,
) -> ImportReport:
    """Brings in another till's receipts, and whoever bought and isn't in the register yet.

    They are history: they count for tiers and figures, and earn stamps only with ``earn``, by the rules of their days.
    Otherwise as ``import_customers``.
    """
    return _bring(session, file, "sales", dry_run, progress, op, mapping or Mapping(), earn=earn)


def past_imports(session: Session) -> tuple[PastImport, ...]:
    """The files that were brought in, the latest first."""
    with session.store.reading() as transaction:
        runs = import_runs.every(transaction)
    return tuple(
        PastImport(
            run.op or f"i{run.operation}", run.at, run.file, "sales" if run.kind == "sales" else "customers", run.state,
            None if run.report is None else _report(run.report),
        )
        for run in runs
    )  # fmt: skip


def _report(kept: str) -> ImportReport:
    import json

    report: ImportReport = decode(ImportReport, json.loads(kept))
    return report


def save_rejected(
    file: Path, rejected: Sequence[Rejected], mapping: Mapping, out: Path, words: Words | None = None
) -> int:
    """Writes the rows that could not come in, and why, as a file to mend and bring in; how many they are."""
    from kassa.exchange.reading import kind_of, open_source
    from kassa.exchange.rejects import write_rejects

    return write_rejects(open_source(file, kind_of(file, mapping), mapping), rejected, out, words or Words("en"))


def _bring(
    session: Session, file: Path, kind: Kind, dry_run: bool, progress: Progress | None, op: str | None,
    mapping: Mapping, *, earn: bool,
) -> ImportReport:  # fmt: skip
    from kassa.exchange.reading import open_source

    verb = f"import {kind}"
    check_allowed(session, verb)
    contents = (str(file), earn, repr(mapping))
    first = None if dry_run else import_pieces.first_reply(session, op, verb, *contents)
    if first is not None:
        report: ImportReport = decode(ImportReport, first)
        return report
    source = open_source(file, kind, mapping)
    work = _Work(file, source, _stamp_card(session, source, mapping), progress, earn)
    if dry_run:
        with rehearsal(session.store) as aside:
            return work.run(replace(session, store=aside), None, contents, file.name, rehearsed=True)
    return work.run(session, op, contents, file.name)


def _stamp_card(session: Session, source: Source, mapping: Mapping) -> StampCard | None:
    """Where the stamps of a file's paper cards go: the one that was chosen, or the shop's only one."""
    if not any(column.field == "stamps" for column in source.columns):
        return None
    with session.store.reading() as transaction:
        programme: Programme = rules_in(transaction).at(session.now()).programme
    if mapping.stamp_card is not None:
        chosen = programme.stamp_card(mapping.stamp_card)
        if chosen is None:
            told = say("There is no stamp card {programme} in the programme.", programme=mapping.stamp_card)
            raise KassaError("bad_value", told)
        return chosen
    if len(programme.stamp_cards) > 1:
        raise KassaError("bad_value", say("Say which stamp card the file's stamps belong to."))
    return programme.stamp_cards[0] if programme.stamp_cards else None


@dataclass(slots=True)
class _Work:
    """A file on its way in."""

    file: Path
    source: Source
    stamp_card: StampCard | None
    progress: Progress | None
    earn: bool

    def run(
        self, session: Session, op: str | None, contents: tuple[object, ...], name: str, rehearsed: bool = False
    ) -> ImportReport:
        """Brings it in by pieces; whatever ends it early is raised once all of it is out again."""
        with import_pieces.importing(
            session, f"import {self.source.kind}", op, contents, name, self.source.kind, self.source.format, rehearsed
        ) as pieces:
            reserve = import_runs.Reserve(session.store)
            try:
                if not rehearsed:
                    reserve.take(_GROWTH * _size(self.file))
                bring = self._customers if self.source.kind == "customers" else self._sales
                report = bring(session, pieces)
                if not rehearsed:
                    import_pieces.finish(pieces, report)
            except BaseException:
                reserve.let_go()
                if not rehearsed:
                    self._abandon(session, pieces)
                raise
            reserve.let_go()
            return report

    def _abandon(self, session: Session, pieces: Pieces) -> None:
        # Where even taking it out fails, such as on a disk that is gone, whoever opens the store next does it.
        with suppress(KassaError):
            with session.store.reading() as transaction:
                run = import_runs.get(transaction, pieces.number)
            if run is not None:
                abandon(session, run)

    def _customers(self, session: Session, pieces: Pieces) -> ImportReport:
        with session.store.reading() as transaction:
            region, day = region_in(transaction), shop_day(rules_in(transaction).at(session.now()).programme)
        today = day.business_date(session.now())
        people = People(self.source.format, day, today, self.stamp_card)
        counts = {"created": 0, "updated": 0, "skipped": 0}
        rejected: list[Rejected] = []

        def bring(act: Act, rows: Sequence[ImportedCustomer | Rejected]) -> None:
            rejected.extend(row for row in rows if isinstance(row, Rejected))
            for _, outcome in people.bring(act, [row for row in rows if isinstance(row, ImportedCustomer)]):
                counts[outcome] += 1

        read = self._through(pieces, self.source.customers(region, today), bring)
        for _ in pieces.work(iter(people.referred), people.refer):
            pass
        fared = (counts["created"], counts["updated"], counts["skipped"], tuple(rejected))
        return ImportReport(self.source.format, read, *fared, people.renumbered)

    def _sales(self, session: Session, pieces: Pieces) -> ImportReport:
        with session.store.reading() as transaction:
            region, versions = region_in(transaction), rules_in(transaction)
        programme = versions.at(session.now()).programme
        day = shop_day(programme)
        today = day.business_date(session.now())
        people = People(self.source.format, day, today, self.stamp_card, namesakes=True)
        receipts = Receipts(people, versions, self.source.format, self.earn)
        told: Iterator[ImportedReceipt | Rejected] = self.source.receipts(
            region, programme.timezone, programme.currency
        )
        if self.earn:
            # Stamps land in the order in which things were bought.
            told = iter(sorted(told, key=_moment))
        read = self._through(pieces, told, receipts.sales)
        for _ in pieces.work(iter(sorted(receipts.refunds, key=lambda refund: refund.at)), receipts.take_back):
            pass
        for _ in pieces.work(iter(sorted(receipts.buyers)), lambda act, numbers: settle(act, versions, numbers)):
            pass
        rejected = tuple(sorted(receipts.rejected, key=lambda each: each.line))
        counts = (receipts.created, receipts.updated, receipts.outcome.skipped)
        return ImportReport(self.source.format, read, *counts, rejected, people.renumbered, receipts.outcome)

    def _through(self, pieces: Pieces, rows: Iterator[Row], bring: Callable[[Act, Sequence[Row]], None]) -> int:
        done = 0
        for count in pieces.work(rows, bring):
            done += count
            if self.progress is not None:
                self.progress(done, max(done, self.source.count))
        return done


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        # Reading it will say so.
        return 0


def _moment(told: ImportedReceipt | Rejected) -> datetime:
    return _NEVER if isinstance(told, Rejected) else told.at.replace(tzinfo=None)
