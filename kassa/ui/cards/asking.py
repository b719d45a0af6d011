"""A page's dialogs: at most one is open, what was refused is told in it, and the cursor comes back to the page."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from kassa.errors import KassaError
from kassa.ui.jobs import Jobs
from kassa.ui.till.sheet import Sheet
from kassa.ui.till.visit import new_op
from kassa.words import Words

if TYPE_CHECKING:
    from kassa.services.session import Session


class Asking(QObject):
    """``refused`` carries what was refused while no dialog was open to tell it."""

    refused = Signal(object)

    def __init__(self, session: Session, words: Words, jobs: Jobs, page: QWidget) -> None:
        super().__init__(page)
        self._session, self._words, self._jobs, self._page = session, words, jobs, page
        self._sheet: Sheet | None = None

    @property
    def sheet(self) -> Sheet | None:
        """The dialog that lies over the page."""
        return self._sheet

    def _open(self, sheet: Sheet) -> None:
        self._close()
        self._sheet = sheet
        sheet.left.connect(self._left)
        sheet.open()

    def _left(self) -> None:
        self._sheet = None
        self._page.setFocus()

    def _close(self) -> None:
        if self._sheet is not None:
            self._sheet.close_quietly()
            self._left()

    def _save(self, work: Callable[..., Any], done: Callable[[Any], None]) -> None:
        self._jobs.run(partial(work, session=self._session, op=new_op()), done=done, failed=self._refused)

    def _refused(self, error: KassaError) -> None:
        if self._sheet is not None:
            self._sheet.show_error(self._words.text(error.text))
        else:
            self.refused.emit(error)
