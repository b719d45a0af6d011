"""What the parts of the page have in common: each reads for itself, once it is looked at."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from kassa.errors import KassaError
from kassa.ui import theme
from kassa.ui.jobs import Job, Jobs
from kassa.ui.till.desk import Opened
from kassa.words import Words

if TYPE_CHECKING:
    from kassa.services.session import Session

T = TypeVar("T")


class Column(QScrollArea):
    """A column that scrolls when it is higher than the window."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        self.body = QVBoxLayout(inside)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.setWidget(inside)
        inside.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)
        self._space()

    def _space(self) -> None:
        px = theme.current().px
        self.body.setSpacing(px(14))
        self.body.setContentsMargins(0, 0, px(4), px(4))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._space()
        super().changeEvent(event)


class Section(QWidget, Generic[T]):
    """A part that reads what it shows when it is in front, and again after something changed.

    ``failed`` carries the sentence of a refusal.
    """

    failed = Signal(str)
    channel = ""

    def __init__(self, session: Session, words: Words, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._words = words
        self._jobs = jobs
        self.opened: Opened | None = None
        self._stale = True
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)

    def set_customer(self, opened: Opened) -> None:
        """Another customer, or the same one changed: what is shown is old."""
        other = self.opened is None or self.opened.view.customer.id != opened.view.customer.id
        self.opened = opened
        self._stale = True
        if other:
            self.clear()
        if self.isVisible():
            self.wake()

    def wake(self) -> None:
        """In front now: reads what it shows if that is old."""
        if self._stale and self.opened is not None:
            self._stale = False
            work = partial(self._work, self.opened.view.customer.id)
            self._jobs.run(work, done=self._answered, failed=self._refused, channel=f"person {self.channel}")

    def _work(self, customer: str, _job: Job) -> tuple[str, T]:
        return customer, self.read(self._session, customer)

    def _answered(self, answer: tuple[str, T]) -> None:
        customer, read = answer
        if self.opened is not None and self.opened.view.customer.id == customer:
            self.show_read(read)

    def _refused(self, error: KassaError) -> None:
        self._stale = True
        self.failed.emit(self._words.text(error.text))

    def read(self, session: Session, customer: str) -> T:
        """Asks the services; off the window's thread."""
        raise NotImplementedError

    def show_read(self, read: T) -> None:
        """Shows what was read."""
        raise NotImplementedError

    def clear(self) -> None:
        """Shows nothing: it was somebody else's."""

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.wake()
