"""Asking the register what the table should show: a first screen at once, the rest soon after, all off the window."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from kassa.errors import KassaError
from kassa.ui.customers import desk
from kassa.ui.customers.desk import Chosen, Read
from kassa.ui.jobs import Jobs, Progress
from kassa.ui.till.desk import Shop

if TYPE_CHECKING:
    from kassa.services.register import Question, Register
    from kassa.services.session import Session

_REST_MS = 30
"""The rest of an answer waits until its beginning has been painted."""


class Asking(QObject):
    """``answered`` gives a ``Chosen``, ``learnt`` what the shop is like now (a ``Shop`` or None), ``renewed`` that the
    register was read anew, ``busy`` that an answer takes a while, ``refused`` why there is none.
    """

    answered = Signal(object)
    learnt = Signal(object)
    renewed = Signal()
    busy = Signal(object)
    refused = Signal(object)

    def __init__(self, session: Session, jobs: Jobs, question: Question, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._jobs = session, jobs
        self.register: Register | None = None
        self.question = question
        self._answered: Question | None = None
        self.rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self.rest.timeout.connect(self._choose_all)

    @property
    def is_answered(self) -> bool:
        """Whether what was asked last is what is shown."""
        return self._answered is self.question

    def read(self) -> None:
        """Reads the register, if anybody wrote since; before the first time a first screen comes at once."""
        if self.register is None:
            self._ask_first()
        self._jobs.run(
            partial(desk.read, session=self._session, before=self.register),
            done=self._have_register,
            failed=self._failed,
            channel="customers-read",
        )

    def ask(self, question: Question, *, whole: bool = False) -> None:
        """Asks this from now on; ``whole`` wants the answer in one piece."""
        self.question = question
        if self.register is not None:
            self._choose(whole=whole or len(self.register) <= desk.QUICK)
        elif not question.filters and question.sort is None:
            self._ask_first()

    def _have_register(self, read: Read) -> None:
        same, self.register = read.register is self.register, read.register
        self.learnt.emit(read.shop)
        if not same:
            self.renewed.emit()

    def _ask_first(self) -> None:
        self._jobs.run(
            partial(desk.first, session=self._session, query=self.question.query),
            done=self._have_first,
            failed=self._failed,
            channel="customers-choose",
        )

    def _have_first(self, answer: tuple[Chosen, Shop | None]) -> None:
        first, shop = answer
        if self.register is None:
            self.learnt.emit(shop)
            self._have(first)

    def _choose(self, *, whole: bool) -> None:
        assert self.register is not None
        self.rest.stop()
        self._jobs.run(
            partial(desk.choose, session=self._session, known=self.register, question=self.question, whole=whole),
            done=self._have_chosen,
            failed=self._failed,
            progress=self._takes_long,
            channel="customers-choose",
        )

    def _choose_all(self) -> None:
        self._choose(whole=True)

    def _have_chosen(self, answer: Chosen) -> None:
        self._have(answer)
        if not answer.whole:
            self.rest.start()

    def _have(self, answer: Chosen) -> None:
        self._answered = self.question
        self.answered.emit(answer)

    def _takes_long(self, progress: Progress) -> None:
        self.busy.emit(progress)

    def _failed(self, error: KassaError) -> None:
        self.refused.emit(error)
