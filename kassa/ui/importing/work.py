"""An import or its undoing under way, off the window's thread: one at a time, with a way to stop it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from threading import Event
from time import monotonic
from typing import TYPE_CHECKING
from uuid import uuid4

from PySide6.QtCore import QObject, Signal

from kassa.errors import KassaError
from kassa.ui.importing import desk
from kassa.ui.jobs import Jobs, Progress

if TYPE_CHECKING:
    from kassa.exchange.mapping import Mapping
    from kassa.services.importing import ImportReport, UndoneImport
    from kassa.services.session import Session


class ImportWork(QObject):
    """``imported`` carries a report, or None when it was stopped in time; ``undone`` what was taken back;
    ``failed`` the refusal; ``progressed`` how many of how many after how many seconds. ``broke``: a bug of ours.
    """

    imported = Signal(object)
    undone = Signal(object)
    failed = Signal(object)
    progressed = Signal(int, int, float)
    broke = Signal()

    def __init__(self, session: Session, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._jobs = session, jobs
        self._stop: Event | None = None
        self._answered = True
        self._began = 0.0
        self.op = ""

    @property
    def running(self) -> bool:
        """Whether something is under way."""
        return self._stop is not None

    def bring_in(self, file: Path, kind: str, mapping: Mapping, earn: bool) -> None:
        """Begins an import; ``op`` is its operation from now on."""
        self.op = str(uuid4())
        stop = self._begin()
        work = partial(
            desk.bring_in,
            session=self._session,
            file=file,
            kind=kind,
            mapping=mapping,
            earn=earn,
            op=self.op,
            stop=stop,
        )
        self._jobs.run(work, done=self._imported, failed=self._failed, ended=self._over, progress=self._progress)

    def take_back(self, op: str) -> None:
        """Begins to undo an import."""
        self._begin()
        work = partial(desk.take_back, session=self._session, op=op, undo_op=str(uuid4()))
        self._jobs.run(work, done=self._undone, failed=self._failed, ended=self._over, progress=self._progress)

    def stop(self) -> bool:
        """Asks what is under way to stop; what became of it is told when it has. False when there is nothing."""
        if self._stop is None:
            return False
        self._stop.set()
        return True

    def _begin(self) -> Event:
        assert self._stop is None, "one at a time"
        self._began = monotonic()
        self._answered = False
        self._stop = Event()
        return self._stop

    def _progress(self, progress: Progress) -> None:
        if self._stop is not None:
            self.progressed.emit(progress.done, progress.total, monotonic() - self._began)

    def _imported(self, report: ImportReport | None) -> None:
        self._answer()
        self.imported.emit(report)

    def _undone(self, undone: UndoneImport) -> None:
        self._answer()
        self.undone.emit(undone)

    def _failed(self, error: KassaError) -> None:
        self._answer()
        self.failed.emit(error)

    def _answer(self) -> None:
        self._answered = True
        self._stop = None

    def _over(self) -> None:
        if not self._answered:
            self._answer()
            self.broke.emit()
