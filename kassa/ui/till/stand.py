"""Where the till's dialogs stand: at most one is open, and what it gives goes to ``Acts``."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from kassa.errors import KassaError
from kassa.ui.jobs import Jobs
from kassa.ui.till.acts import Act, Acts
from kassa.ui.till.desk import Opened, Shop
from kassa.ui.till.greeting import called
from kassa.ui.till.sheet import Sheet
from kassa.ui.widgets.curtain import is_drawn
from kassa.words import Words

if TYPE_CHECKING:
    from kassa.services.session import Session


class SheetStand(QObject):
    """``customer_wanted`` names a customer to open, ``closed`` frees the cursor."""

    customer_wanted = Signal(str)
    closed = Signal()

    def __init__(self, words: Words, jobs: Jobs, acts: Acts, window: QWidget) -> None:
        super().__init__(window)
        self._words = words
        self._jobs = jobs
        self._acts = acts
        self._window = window
        self.shop: Shop | None = None
        self.sheet: Sheet | None = None
        self._opened: Opened | None = None
        self._act: Act | None = None
        self._opens: str | None = None
        acts.done.connect(self._done)
        acts.refused.connect(self._refused)

    def hold(self) -> None:
        """A card is looked up: an Enter that comes before its answer waits."""
        if self.sheet is not None:
            self.sheet.hold()

    def release(self) -> bool:
        """The card's answer is there; whether Enter was pressed meanwhile."""
        return self.sheet is not None and self.sheet.release()

    def submit(self) -> None:
        """Enter in the open sheet."""
        if self.sheet is not None:
            self.sheet.submit()

    def say_error(self, text: str) -> None:
        """Shows a sentence in the open sheet."""
        if self.sheet is not None:
            self.sheet.show_error(text)

    def put_aside(self) -> None:
        """Closes the open sheet; what is half typed may be kept for the next time."""
        sheet = self.sheet
        if sheet is None:
            return
        if self._act is None:
            self._keep(sheet)
        self.sheet = None
        sheet.close_quietly()

    def _keep(self, sheet: Sheet) -> None:
        """Keeps what is half typed in a sheet that is put aside."""

    def _open(self, sheet: Sheet, opened: Opened | None) -> None:
        self.put_aside()
        if is_drawn():
            # What a sheet shows is nobody else's to read; under the curtain none opens.
            sheet.close_quietly()
            return
        self.sheet, self._opened = sheet, opened
        sheet.left.connect(self._left)
        sheet.open()

    def _left(self) -> None:
        self.sheet = None
        self.closed.emit()

    def _who(self) -> str:
        return called(self._words, self._opened.view.customer) if self._opened is not None else ""

    def _customer(self) -> str:
        return self._opened.view.customer.id if self._opened is not None else ""

    def _run(self, act: Act, work: Callable[[Session, str], Any], opens: str | None = None) -> None:
        """Does what a sheet gave; ``opens`` is a customer to be opened when it is done."""
        self._act, self._opens = act, opens
        self._acts.run(act, work)

    def _close(self) -> None:
        sheet, self.sheet, self._act = self.sheet, None, None
        if sheet is not None:
            sheet.close_quietly()
            self.closed.emit()

    def _done(self, act: Act) -> None:
        if act is not self._act:
            return
        if act.joins:
            act.customer = act.result.customer.id
        wanted = act.customer if act.joins else self._opens
        self._close()
        if wanted:
            self.customer_wanted.emit(wanted)

    def _refused(self, act: Act, error: KassaError) -> None:
        if act is self._act:
            self._act = None
            self._show_refusal(error)

    def _show_refusal(self, error: KassaError) -> None:
        self.say_error(self._words.text(error.text))
