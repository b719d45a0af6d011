"""One version of the programme on its way into force, or back out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject

from kassa.errors import KassaError
from kassa.ui.jobs import Job, Jobs
from kassa.ui.till.visit import new_op

if TYPE_CHECKING:
    from kassa.services.session import Session


class Owner(Protocol):
    """Who is told what became of it."""

    session: Session
    jobs: Jobs

    def applied(self, number: int, op: str, since: date | None) -> None:
        """A version is in force, or will be."""

    def undone(self, number: int) -> None:
        """A version was taken back."""

    def not_applied(self, error: KassaError) -> None:
        """A version was refused."""


class Applying(QObject):
    """What answers it knows which version it was; ``undo`` says that it takes one back."""

    def __init__(
        self,
        page: Owner,
        work: Callable[[Session, str], int],
        since: date | None = None,
        *,
        undo: bool = False,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._page, self._work, self._since, self._undo = page, work, since, undo
        self._op = new_op()

    def start(self) -> None:
        """Begins, off the window's thread."""
        self._page.jobs.run(self._run, done=self._done, failed=self._page.not_applied, ended=self.forget)

    def _run(self, _job: Job) -> int:
        return self._work(self._page.session, self._op)

    def _done(self, number: int) -> None:
        if self._undo:
            self._page.undone(number)
        else:
            self._page.applied(number, self._op, self._since)

    def forget(self) -> None:
        """It is over."""
        self.deleteLater()
