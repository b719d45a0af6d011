"""Work of which only the newest wish counts, one job at a time: many wishes never keep the till's own jobs waiting."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from threading import Event
from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal

from kassa.errors import KassaError
from kassa.ui.jobs import Job, Jobs, Progress


class StoppedError(Exception):
    """Nobody wants it any more."""


class Working(Protocol):
    """What work is given: where it says how far it is, and by which it is left when nobody wants it any more."""

    def check(self) -> None: ...

    def progress(self, done: int, total: int = 0) -> None: ...


class Stoppable:
    """A job that can be asked to stop and still answers, so that one knows when it has."""

    def __init__(self, job: Job, stop: Event) -> None:
        self._job, self._stop = job, stop
        self._told = False

    def check(self) -> None:
        """Leaves the work when it was asked to stop; said once, for what follows takes back what was begun."""
        self._job.check()
        if self._stop.is_set() and not self._told:
            self._told = True
            raise StoppedError

    def progress(self, done: int, total: int = 0) -> None:
        """Says how far the work is; leaves it when it was asked to stop."""
        self.check()
        self._job.progress(done, total)


class Latest(QObject):
    """``done`` and ``failed`` answer the newest wish alone; ``broke`` says that a bug of ours ended it."""

    done = Signal(object)
    failed = Signal(object)
    progressed = Signal(object)
    broke = Signal()

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._stop: Event | None = None
        self._wanted: Callable[[Working], object] | None = None
        self._answered = True

    @property
    def under_way(self) -> bool:
        """Whether an answer that somebody wants is still to come."""
        return self._wants() or self._wanted is not None

    def ask(self, work: Callable[[Working], object]) -> None:
        """Does this instead of what is under way; what is under way stops as soon as it looks up."""
        self.forget()
        self._wanted = work
        if self._stop is None:
            self._begin()

    def forget(self) -> None:
        """Nobody wants an answer any more."""
        self._wanted = None
        if self._stop is not None:
            self._stop.set()

    def _begin(self) -> None:
        work, self._wanted = self._wanted, None
        if work is None:
            return
        self._stop = Event()
        self._answered = False
        self._jobs.run(
            partial(_stoppable, work=work, stop=self._stop),
            done=self._done,
            failed=self._failed,
            ended=self._ended,
            progress=self._progressed,
        )

    def _wants(self) -> bool:
        return self._stop is not None and not self._stop.is_set()

    def _progressed(self, progress: Progress) -> None:
        if self._wants():
            self.progressed.emit(progress)

    def _done(self, value: Any) -> None:
        self._answered = True
        if self._wants():
            self.done.emit(value)

    def _failed(self, error: KassaError) -> None:
        self._answered = True
        if self._wants():
            self.failed.emit(error)

    def _ended(self) -> None:
        broke = not self._answered and self._wants()
        self._stop = None
        if broke:
            self.broke.emit()
        self._begin()


def _stoppable(job: Job, work: Callable[[Working], object], stop: Event) -> object:
    try:
        return work(Stoppable(job, stop))
    except StoppedError:
        return None
