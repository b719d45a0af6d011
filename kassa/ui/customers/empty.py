"""What stands where the table would be when there is nobody to show: why, and what to do about it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from kassa.ui import theme
from kassa.ui.widgets import brush, icons
from kassa.ui.widgets.buttons import QuietButton
from kassa.ui.widgets.label import Label
from kassa.ui.widgets.scroll import PageScroll
from kassa.words import Words


class _Badge(QWidget):
    def __init__(self, icon: str) -> None:
        super().__init__()
        self._icon = icon
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(theme.current().px(72), theme.current().px(72))

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens, painter = theme.current().tokens, QPainter(self)
        box = QRectF(self.rect())
        brush.rounded(painter, box, box.width() / 2, tokens.colour("act_soft"))
        inset = box.width() * 0.29
        icons.paint(painter, self._icon, box.adjusted(inset, inset, -inset, -inset), tokens.colour("act_soft_text"))


class _Notice(PageScroll):
    """A badge, what is so, what to do, and the buttons for it."""

    def __init__(self, icon: str, title: str, text: str, buttons: list[QWidget]) -> None:
        inside = QWidget()
        super().__init__(inside)
        self._title, self.text = Label(title, "heading", wrap=True), Label(text, "muted", wrap=True)
        for label in (self._title, self.text):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        row = QHBoxLayout()
        row.setSpacing(theme.current().px(12))
        row.addStretch(1)
        for button in buttons:
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(inside)
        column.setSpacing(theme.current().px(10))
        column.addStretch(2)
        column.addWidget(_Badge(icon), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(theme.current().px(6))
        column.addWidget(self._title)
        column.addWidget(self.text)
        column.addSpacing(theme.current().px(10))
        column.addLayout(row)
        column.addStretch(3)


class NobodyFound(_Notice):
    """No customer fits the search and the filters."""

    clear_asked = Signal()

    def __init__(self, words: Words) -> None:
        self.clear = QuietButton(words.tr("Show everybody"))
        super().__init__(
            "search",
            words.tr("Nobody fits"),
            words.tr("No customer fits what is typed and chosen. Take something away."),
            [self.clear],
        )
        self.clear.clicked.connect(self.clear_asked)
