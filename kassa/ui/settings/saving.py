"""One change of the shop under way."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject

from kassa.errors import KassaError
from kassa.ui.jobs import Job, Jobs
from kassa.ui.till.visit import new_op

if TYPE_CHECKING:
    from kassa.services.session import Session

Work = Callable[["Session", str], Any]


class Saver(Protocol):
    """Who is told what became of a change."""

    session: Session
    jobs: Jobs

    def saved(self, what: str, op: str, undo: Work) -> None:
        """Something of the shop is saved."""

    def undone(self, what: str) -> None:
        """Something of the shop is as it was before."""

    def not_saved(self, error: KassaError, field: str) -> None:
        """Something of the shop was refused."""


class Saving(QObject):
    """What answers it knows which change it was. Without an ``undo`` it is itself an undo."""

    def __init__(
        self, page: Saver, what: str, work: Work, undo: Work | None, field: str, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._page, self._what, self._work, self._undo, self._field = page, what, work, undo, field
        self._op = new_op()

    def start(self) -> None:
        """Begins, off the window's thread."""
        self._page.jobs.run(self._run, done=self._done, failed=self._failed, ended=self.forget)

    def _run(self, _job: Job) -> object:
        return self._work(self._page.session, self._op)

    def _done(self, _nothing: object) -> None:
        if self._undo is None:
            self._page.undone(self._what)
        else:
            self._page.saved(self._what, self._op, self._undo)

    def _failed(self, error: KassaError) -> None:
        self._page.not_saved(error, self._field)

    def forget(self) -> None:
        """It is over."""
        self.deleteLater()
