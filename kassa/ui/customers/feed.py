"""Rows for the table as they come into sight: one job at a time, for what is seen when it starts and what is near."""

from __future__ import annotations

from array import array
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from kassa.errors import KassaError
from kassa.ui.customers import desk
from kassa.ui.customers.model import RegisterModel
from kassa.ui.customers.table import RegisterTable
from kassa.ui.jobs import Jobs

if TYPE_CHECKING:
    from kassa.services.register import Row
    from kassa.services.session import Session


class Feed(QObject):
    """Reads a page before and a page after what is in sight, so that the next page is there before it is asked for."""

    def __init__(self, session: Session, jobs: Jobs, table: RegisterTable, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._jobs, self._table = session, jobs, table
        self._model: RegisterModel = table.register
        self._asked: array[int] = array("I")
        self._under_way = False
        self._model.wanted.connect(self.look)
        table.moved.connect(self.look)

    def look(self) -> None:
        """Asks for what is missing in sight and near it."""
        if self._under_way or not self._table.isVisible():
            return
        first, last = self._table.in_sight()
        page = last - first + 1
        near = self._model.missing(first - page, last + page)
        if not self._model.missing(first, last) and len(near) <= page // 2:
            return
        self._asked, self._under_way = near, True
        self._jobs.run(
            partial(desk.rows, session=self._session, numbers=near),
            done=self._have,
            failed=self._refused,
            ended=self._over,
        )

    def _have(self, rows: tuple[Row, ...]) -> None:
        self._model.take(rows, self._asked)
        self._model.told(*self._table.in_sight())
        self._under_way = False
        self.look()

    def _refused(self, error: KassaError) -> None:
        # Asked again as soon as anybody scrolls; what is wrong with the store, every other act says in words.
        self._under_way = False

    def _over(self) -> None:
        self._under_way = False
