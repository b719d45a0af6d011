"""Rows for the table as they come into sight: one job at a time, for what is seen when it starts and what is near."""

from __future__ import annotations

from array import array
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from kassa.errors import KassaError
from kassa.ui.customers import desk
from kassa.ui.customers.model import RegisterModel
from kassa.ui.customers.table import RegisterTable
from kassa.ui.jobs import Jobs

if TYPE_CHECKING:
    from kassa.services.register import Row
    from kassa.services.session import Session


_NEAR_MS = 40
"""What isn't in sight yet waits until what is has been painted."""


class Feed(QObject):
    """Reads a page before and a page after what is in sight, so that the next page is there before it is asked for."""

    def __init__(self, session: Session, jobs: Jobs, table: RegisterTable, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._jobs, self._table = session, jobs, table
        self._model: RegisterModel = table.register
        self._asked: array[int] = array("I")
        self._under_way = self._well = False
        self._later = QTimer(self, singleShot=True, interval=_NEAR_MS)
        self._later.timeout.connect(self._read_near)
        self._model.wanted.connect(self.look)
        table.moved.connect(self.look)

    def look(self) -> None:
        """Asks for what is missing in sight, at once, and near it, soon."""
        if self._under_way or not self._table.isVisible():
            return
        first, last = self._table.in_sight()
        page = last - first + 1
        if missing := self._model.missing(first, last):
            self._read(missing)
        elif len(self._model.missing(first - page, last + page)) > page // 2:
            self._later.start()

    def _read_near(self) -> None:
        first, last = self._table.in_sight()
        page = last - first + 1
        if not self._under_way:
            self._read(self._model.missing(first - page, last + page))

    def _read(self, wanted: array[int]) -> None:
        self._asked, self._under_way = wanted, True
        self._jobs.run(
            partial(desk.rows, session=self._session, numbers=wanted),
            done=self._have,
            failed=self._refused,
            ended=self._over,
        )

    def _have(self, rows: tuple[Row, ...]) -> None:
        self._well = True
        self._model.take(rows, self._asked)
        self._model.told(*self._table.in_sight())

    def _refused(self, error: KassaError) -> None:
        """Asked again as soon as anybody scrolls; what is wrong with the store, the page's own reading says."""

    def _over(self) -> None:
        well, self._under_way, self._well = self._well, False, False
        if well:
            self.look()
