"""Search as you type: the latest question wins, and Enter typed before the answer waits for it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from kassa.domain.people import Hit
from kassa.errors import KassaError
from kassa.ui.jobs import Job, Jobs
from kassa.ui.till import desk
from kassa.ui.till.search_column import SearchColumn

if TYPE_CHECKING:
    from kassa.services.session import Session


class Finding(QObject):
    """``chosen`` names the customer to open. ``expected``: Enter came before the hits, which will choose or ``missed``.

    ``typed`` is what is being searched for, ``answered`` the query whose hits are shown now.
    """

    typed = Signal(str)
    chosen = Signal(str)
    expected = Signal()
    missed = Signal()
    answered = Signal(str, object)
    refused = Signal(object)

    def __init__(self, column: SearchColumn, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._column = column
        self._jobs = jobs
        self.session: Session | None = None
        self._waiting = False
        self._stepped = False
        column.asked.connect(self._typed)
        column.entered.connect(self._entered)
        column.stepped.connect(self._step)
        column.opened.connect(self._pressed)

    def ask(self) -> None:
        """Asks again for what stands in the field; nothing asks for the latest visitors."""
        if self.session is not None:
            work = partial(_find, self.session, self._column.field.text())
            self._jobs.run(work, done=self._found, failed=self._failed, channel="till search")

    def _typed(self, text: str) -> None:
        self._stepped = self._waiting = False
        self.typed.emit(text)
        self.ask()

    def _found(self, answer: tuple[str, tuple[Hit, ...]]) -> None:
        query, hits = answer
        self._column.show_hits(query, hits)
        self.answered.emit(query, hits)
        if self._waiting:
            self._waiting = False
            self._choose()

    def _failed(self, error: KassaError) -> None:
        if self._waiting:
            self._waiting = False
            self.missed.emit()
        self.refused.emit(error)

    def _step(self) -> None:
        self._stepped = True

    def _entered(self) -> None:
        query = self._column.field.text()
        if self.session is None or (not query.strip() and not self._stepped):
            # After a visit the field is empty: a second Enter must not open the one before.
            return
        if self._column.query == query:
            self._choose()
            return
        self._waiting = True
        self.expected.emit()

    def _choose(self) -> None:
        hit = self._column.list.chosen()
        if hit is not None:
            self.chosen.emit(hit.id)
        else:
            self.missed.emit()

    def _pressed(self, hit: Hit) -> None:
        self.chosen.emit(hit.id)


def _find(session: Session, query: str, _job: Job) -> tuple[str, tuple[Hit, ...]]:
    return query, desk.find(session, query)
