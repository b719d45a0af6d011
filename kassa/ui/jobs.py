"""Work off the window's thread, answered on it.

A job takes plain inputs, runs on a pool and answers by a signal: to a *bound method*, which is held weakly, so that a
page or dialog that is gone by then is simply not called. What the world refused (``KassaError``) goes to ``failed``;
everything else is our bug: logged, told through ``Jobs.bug``, and never mistaken for a refusal.
"""

from __future__ import annotations

import logging
import threading
import weakref
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from types import MethodType
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QRunnable, Qt, QThreadPool, QTimer, Signal, Slot

from kassa.errors import KassaError

T = TypeVar("T")
PATIENCE_MS = 500
_EVERY_S = 0.08
_log = logging.getLogger(__name__)


class CancelledError(Exception):
    """Raised by ``Job.check`` inside the work, once nobody wants its result any more."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is: ``done`` of ``total`` (0: unknown)."""

    done: int = 0
    total: int = 0


class Job:
    """One piece of work; what is passed to it, and the handle to cancel it."""

    def __init__(self, report: Callable[[Job, Progress], None]) -> None:
        self._report = report
        self._cancelled = threading.Event()
        self._began = monotonic()
        self._told = 0.0

    @property
    def cancelled(self) -> bool:
        """Whether nobody wants the result any more; long work looks now and then."""
        return self._cancelled.is_set()

    def cancel(self) -> None:
        """Nobody wants the result any more: none will be delivered, and work not yet begun never begins."""
        self._cancelled.set()

    def check(self) -> None:
        """Leaves the work when it was cancelled."""
        if self.cancelled:
            raise CancelledError

    def progress(self, done: int, total: int = 0) -> None:
        """Says how far the work is; cheap enough to call for every row. Leaves the work when it was cancelled."""
        self.check()
        now = monotonic()
        if now - self._began < PATIENCE_MS / 1000 or (now - self._told < _EVERY_S and done != total):
            return
        self._told = now
        self._report(self, Progress(done, total))


class _Weakly:
    """A bound method that doesn't keep its object alive and knows whether Qt has deleted it."""

    def __init__(self, method: Callable[..., object] | None) -> None:
        if method is not None and not isinstance(method, MethodType):
            # PySide's own methods (a signal's emit, a widget's slot) would keep the receiver and die with it.
            raise TypeError("jobs answer to bound methods of Python objects; a lambda would run on a dead dialog")
        self._method = weakref.WeakMethod(method) if method is not None else None

    def __call__(self, *arguments: Any) -> None:
        method = self._method() if self._method is not None else None
        if method is None:
            return
        owner = method.__self__
        if isinstance(owner, QObject) and not shiboken6.isValid(owner):
            return
        method(*arguments)

    def __bool__(self) -> bool:
        return self._method is not None


@dataclass(frozen=True)
class _Answers:
    done: _Weakly
    failed: _Weakly
    ended: _Weakly
    progress: _Weakly
    channel: str


@dataclass(frozen=True, slots=True)
class _Outcome:
    job: Job
    value: object = None
    error: Exception | None = None


class _Runnable(QRunnable):
    def __init__(self, job: Job, work: Callable[[Job], object], deliver: Callable[[_Outcome], None]) -> None:
        super().__init__()
        self._job, self._work, self._deliver = job, work, deliver

    def run(self) -> None:
        try:
            outcome = _Outcome(self._job, None if self._job.cancelled else self._work(self._job))
        except Exception as error:
            outcome = _Outcome(self._job, error=error)
        try:
            self._deliver(outcome)
        except RuntimeError:
            _log.debug("the window closed before an answer came")


class Jobs(QObject):
    """Runs work on a pool of threads.

    ``bug`` carries an exception that is ours; ``refused`` a ``KassaError`` for which nobody gave a ``failed``;
    ``busy`` whether anything has been running for longer than a person's patience.
    """

    bug = Signal(object)
    refused = Signal(object)
    busy = Signal(bool)
    _finished = Signal(object)
    _progressed = Signal(object, object)

    def __init__(self, parent: QObject | None = None, threads: int = 4) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(threads)
        self._pool.setExpiryTimeout(-1)
        self._running: dict[Job, _Answers] = {}
        self._latest: dict[str, Job] = {}
        self._slow: set[Job] = set()
        self._closed = False
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._progressed.connect(self._tell_progress, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        work: Callable[[Job], T],
        *,
        done: Callable[[T], object] | None = None,
        failed: Callable[[KassaError], object] | None = None,
        ended: Callable[[], object] | None = None,
        progress: Callable[[Progress], object] | None = None,
        channel: str = "",
    ) -> Job:
        """Starts ``work``; returns at once.

        ``done`` gets its result, ``failed`` its refusal, ``ended`` nothing, after either and after a bug, but not when
        cancelled. ``progress`` is first called past half a second. In a ``channel`` the latest wins: what was asked for
        before in it is cancelled and never answers. All of them are bound methods, called on the window's thread.
        """
        job = Job(self._progressed.emit)
        answers = _Answers(_Weakly(done), _Weakly(failed), _Weakly(ended), _Weakly(progress), channel)
        if self._closed:
            job.cancel()
            return job
        if channel:
            self.cancel(channel)
            self._latest[channel] = job
        self._running[job] = answers
        self._pool.start(_Runnable(job, work, self._finished.emit))
        QTimer.singleShot(PATIENCE_MS, self, lambda: self._patience_over(job))
        return job

    def cancel(self, channel: str) -> None:
        """Forgets what a channel is waiting for."""
        job = self._latest.pop(channel, None)
        if job is not None:
            job.cancel()

    @property
    def count(self) -> int:
        """How many jobs have not answered yet."""
        return len(self._running)

    def wait_all(self, timeout_ms: int = 30_000) -> bool:
        """Waits until all work has ended and answered; False when it took too long."""
        deadline = monotonic() + timeout_ms / 1000
        while self._running:
            left = round((deadline - monotonic()) * 1000)
            if left <= 0 or not self._pool.waitForDone(left):
                return False
            QCoreApplication.sendPostedEvents(self, QEvent.Type.MetaCall.value)
        return True

    def close(self, timeout_ms: int = 30_000) -> bool:
        """Takes no more work, cancels what only reads or tells its progress, and lets every other job finish."""
        self._closed = True
        for job, answers in self._running.items():
            if answers.channel or answers.progress:
                job.cancel()
        return self.wait_all(timeout_ms)

    def _patience_over(self, job: Job) -> None:
        answers = self._running.get(job)
        if answers is None or job.cancelled:
            return
        self._slow.add(job)
        if len(self._slow) == 1:
            self.busy.emit(True)
        answers.progress(Progress())

    @Slot(object, object)
    def _tell_progress(self, job: Job, progress: Progress) -> None:
        answers = self._running.get(job)
        if answers is not None and not job.cancelled:
            answers.progress(progress)

    @Slot(object)
    def _deliver(self, outcome: _Outcome) -> None:
        job = outcome.job
        answers = self._running.pop(job, None)
        if answers is None:
            return
        if self._latest.get(answers.channel) is job:
            del self._latest[answers.channel]
        if job in self._slow:
            self._slow.discard(job)
            if not self._slow:
                self.busy.emit(False)
        error = outcome.error
        if error is not None and not isinstance(error, KassaError | CancelledError):
            _log.error("a job failed by a bug of ours", exc_info=error)
            self.bug.emit(error)
        if job.cancelled or isinstance(error, CancelledError):
            return
        try:
            if error is None:
                answers.done(outcome.value)
            elif isinstance(error, KassaError):
                if answers.failed:
                    answers.failed(error)
                else:
                    self.refused.emit(error)
        finally:
            answers.ended()
