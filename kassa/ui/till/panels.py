"""How the till page is laid out: the search at the left, the person in the middle, what they have got at the right."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from kassa.ui import theme
from kassa.ui.till.alarm import Alarm, Alarming
from kassa.ui.till.loyalty import LoyaltyPanel
from kassa.ui.till.person import PersonPanel
from kassa.ui.till.search_column import SearchColumn
from kassa.ui.till.visit_bar import VisitBar
from kassa.ui.till.welcome import Welcome
from kassa.words import Words

_NARROW = 780
_OURS = (Qt.Key.Key_E, Qt.Key.Key_K)


class TillPanels(QWidget):
    """The panels and nothing of what they mean. With little room the right column goes below the middle one."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.search = SearchColumn(words)
        self.welcome = Welcome(words)
        self.alarm = Alarm(words)
        self.person = PersonPanel(words)
        self.loyalty = LoyaltyPanel(words)
        self.bar = VisitBar(words)
        self._lay_out()
        self.search.field.installEventFilter(self)
        self.bar.amount.edit.installEventFilter(self)

    def _lay_out(self) -> None:
        px = theme.current().px
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setContentsMargins(px(26), px(22), px(22), px(22))
        self._columns.setSpacing(px(26))
        self._columns.addWidget(self.person, 1)
        self._columns.addWidget(self.loyalty)
        people = QWidget()
        people.setLayout(self._columns)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(people)
        people.setAutoFillBackground(False)
        self._scroll.viewport().setAutoFillBackground(False)
        self._middle = QStackedWidget()
        self._middle.addWidget(self.welcome)
        self._middle.addWidget(self._scroll)
        self._middle.addWidget(self.alarm)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self._middle, 1)
        right.addWidget(self.bar)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.search)
        row.addLayout(right, 1)

    def show_person(self) -> None:
        """A customer is at the till."""
        self._middle.setCurrentWidget(self._scroll)

    def show_welcome(self) -> None:
        """Nobody is; the next one is shown from the top."""
        self._middle.setCurrentWidget(self.welcome)
        self._scroll.verticalScrollBar().setValue(0)

    @property
    def alarmed(self) -> bool:
        """Whether a refusal stands there that nobody shall overlook."""
        return self._middle.currentWidget() is self.alarm

    def show_alarm(self, told: Alarming) -> None:
        """A refusal that nobody shall overlook, with nobody's name."""
        self._middle.setCurrentWidget(self.alarm)
        self._scroll.verticalScrollBar().setValue(0)
        self.alarm.sound(told)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # A line edit would take Ctrl+Z for its own letters, and on X11 Ctrl+E and Ctrl+K; here they are the till's.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            held = event.modifiers() == Qt.KeyboardModifier.ControlModifier
            return event.matches(QKeySequence.StandardKey.Undo) or (held and event.key() in _OURS)
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.search.fit(self.width())
        narrow = self.width() - self.search.width() < theme.current().px(_NARROW)
        across = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self._columns.setDirection(across)
        self.loyalty.fit(beside=not narrow)
        margins = self._columns.contentsMargins()
        self.person.fit(self.width() - self.search.width() - margins.left() - margins.right())
