"""A file that is looked at: how it is read, what was understood of it, what an import of it would do."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from kassa.exchange.imported import Rejected
from kassa.exchange.mapping import Kind, Mapping
from kassa.ui.importing import desk
from kassa.ui.importing.desk import Seen, Unclear
from kassa.ui.importing.latest import Latest
from kassa.ui.jobs import Jobs
from kassa.words import Words

if TYPE_CHECKING:
    from kassa.services.importing import ImportReport
    from kassa.services.session import Session


class Look(QObject):
    """``understood`` and ``unclear`` carry what is known of the file, ``refused`` why it can't be read, ``rehearsed``
    the report of an import that was only tried (None: too large to try). ``broke``: a bug of ours.
    """

    understood = Signal(object)
    unclear = Signal(object)
    refused = Signal(object)
    rehearsed = Signal(object)
    progressed = Signal(object)
    broke = Signal()

    def __init__(self, session: Session, words: Words, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.words = words
        self.file = Path()
        self.mapping = Mapping()
        self.earn = False
        self.seen: Seen | None = None
        self.rehearsal: ImportReport | None = None
        self._kind: Kind | None = None
        self._good: Mapping | None = None
        self._reading = Latest(jobs, self)
        self._reading.done.connect(self._read)
        self._reading.failed.connect(self.refused)
        self._reading.progressed.connect(self.progressed)
        self._reading.broke.connect(self.broke)
        self._trying = Latest(jobs, self)
        self._trying.done.connect(self._tried)

    @property
    def kind(self) -> Kind:
        """What is in the file."""
        if self.seen is not None:
            return self.seen.source.kind
        return self._kind or "customers"

    @property
    def count(self) -> int:
        """How many people, or receipts of people, the file holds."""
        if self.seen is None:
            return 0
        survey = self.seen.survey
        return survey.receipts - survey.cancelled - survey.strangers if self.kind == "sales" else survey.people

    @property
    def coming(self) -> int:
        """How many of them would come in, as far as is known."""
        tried = self.rehearsal
        # Of people that come in some stand in several rows.
        return self.count if tried is None else min(self.count, tried.created + tried.updated)

    @property
    def is_reading(self) -> bool:
        """Whether a file is being read."""
        return self._reading.under_way

    @property
    def rejected(self) -> tuple[Rejected, ...]:
        """The rows that can't come in, as far as is known."""
        if self.rehearsal is not None:
            return self.rehearsal.rejected
        return self.seen.survey.rejected if self.seen is not None else ()

    def open(self, file: Path) -> None:
        """Looks at a file."""
        self.forget()
        self.file = file
        self.mapping = Mapping()
        self.earn = False
        self._kind = None
        self._begin()

    def again(self) -> None:
        """Looks at the same file once more, with the same choices."""
        kind = self.kind
        self.forget()
        self.earn = False
        self._kind = kind
        self._begin()

    def choose(self, mapping: Mapping) -> None:
        """Reads it with other choices."""
        self.mapping = mapping
        self._begin()

    def choose_kind(self, kind: str) -> None:
        """Reads it as customers, or as sales."""
        self._kind = "sales" if kind == "sales" else "customers"
        self._begin()

    def as_before(self) -> None:
        """Reads it as it could last be read."""
        if self._good is not None:
            self._kind = None if self.seen is None else self.seen.source.kind
            self.choose(self._good)

    def forget(self) -> None:
        """Nobody looks any more."""
        self._reading.forget()
        self._trying.forget()
        self.seen = self.rehearsal = self._good = None

    def rehearse(self) -> None:
        """Tries the import without a trace, where that is soon done."""
        if self.seen is not None and self.seen.source.count <= desk.REHEARSED:
            self._trying.ask(
                partial(desk.rehearse, session=self.session, file=self.file, kind=self.kind, mapping=self.mapping)
            )

    def stop_rehearsing(self) -> None:
        """It is wanted in earnest now."""
        self._trying.forget()

    def _begin(self) -> None:
        self._trying.forget()
        self._reading.ask(
            partial(
                desk.understand,
                session=self.session,
                file=self.file,
                mapping=self.mapping,
                kind=self._kind,
                words=self.words,
            )
        )

    def _read(self, seen: Seen | Unclear) -> None:
        if isinstance(seen, Unclear):
            self.unclear.emit(seen)
            return
        self.seen, self.rehearsal = seen, None
        self._good = self.mapping
        self.understood.emit(seen)

    def _tried(self, report: ImportReport | None) -> None:
        self.rehearsal = report
        self.rehearsed.emit(report)
