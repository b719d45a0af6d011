"""Slips at the till: printed one after the other, beside whatever else is done."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from kassa import config
from kassa.errors import KassaError
from kassa.ui.jobs import Job, Jobs
from kassa.ui.slip import desk
from kassa.words import Words

if TYPE_CHECKING:
    from kassa.services.session import Session


class Slips(QObject):
    """``told`` and ``failed`` are sentences; ``changed`` says that there is a printer now, or none any more."""

    told = Signal(str)
    failed = Signal(str)
    changed = Signal(bool)

    def __init__(self, words: Words, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._jobs = jobs
        self._waiting: list[_Slip] = []
        self.session: Session | None = None
        self.there = False
        self.after_visits = False

    def look(self) -> None:
        """Reads again which printer was chosen and when it prints by itself."""
        self._jobs.run(_look, done=self._looked, channel="slip printer")

    def _looked(self, known: tuple[bool, bool]) -> None:
        self.there, self.after_visits = known
        self.changed.emit(self.there)

    def print(self, customer: str, who: str) -> None:
        """Prints a customer's slip, and says so."""
        if not self.there:
            self.failed.emit(self._words.tr("There is no slip printer. Choose one in the settings."))
            return
        self._queue(customer, self._words.tr("{name}: the slip is at the printer").format(name=who))

    def visited(self, customer: str) -> None:
        """A visit was saved: the slip comes by itself if that was chosen, and only its failure is told."""
        if self.there and self.after_visits:
            self._queue(customer, "")

    def _queue(self, customer: str, told: str) -> None:
        session = self.session
        if session is None or any(slip.customer == customer for slip in self._waiting[1:]):
            return
        self._waiting.append(_Slip(self, session, customer, told))
        if len(self._waiting) == 1:
            self._waiting[0].start(self._jobs, self._words.language)

    def printed(self, told: str) -> None:
        """The printer has taken a slip."""
        if told:
            self.told.emit(told)

    def refused(self, error: KassaError) -> None:
        """A slip could not be printed, so those behind it can't either; they would only say the same."""
        del self._waiting[1:]
        self.failed.emit(self._words.text(error.text))

    def ended(self, slip: _Slip) -> None:
        """The next one's turn."""
        self._waiting.remove(slip)
        slip.deleteLater()
        if self._waiting:
            self._waiting[0].start(self._jobs, self._words.language)


class _Slip(QObject):
    """One slip on its way: what answers it knows which it was."""

    def __init__(self, slips: Slips, session: Session, customer: str, told: str) -> None:
        super().__init__(slips)
        self._slips, self._session, self.customer, self._told = slips, session, customer, told

    def start(self, jobs: Jobs, language: str) -> None:
        work = partial(_print, self._session, self.customer, language)
        jobs.run(work, done=self._done, failed=self._failed, ended=self._ended)

    def _done(self, _nothing: None) -> None:
        self._slips.printed(self._told)

    def _failed(self, error: KassaError) -> None:
        self._slips.refused(error)

    def _ended(self) -> None:
        self._slips.ended(self)


def _look(_job: Job) -> tuple[bool, bool]:
    chosen = config.read()
    return desk.printer_of(chosen) is not None, chosen.slip_after == "visit"


def _print(session: Session, customer: str, language: str, _job: Job) -> None:
    desk.print_slip(session, customer, language)
