"""The page's head: the way back, what the page is, and what can be done."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from kassa.ui import theme
from kassa.ui.widgets.buttons import IconButton, PrimaryButton, QuietButton
from kassa.ui.widgets.flow import FlowBox
from kassa.ui.widgets.label import Label
from kassa.words import Words


class Head(QWidget):
    """Title on the left; Save and Print on the right, or below where there is no room beside."""

    back_asked = Signal()
    save_asked = Signal()
    print_asked = Signal()

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.back = IconButton("left", words.tr("Back to the cards"), colour="text")
        self.title = Label(words.tr("Posters and post"), "title", wrap=True)
        self.subtitle = Label(words.tr("What invites people, and what you send them"), "muted", wrap=True)
        self.save = QuietButton(words.tr("Save PDF…"), icon="save")
        self.print = PrimaryButton(words.tr("Print"), words.tr("Ctrl P"))
        self._buttons = FlowBox(12)
        for button in (self.save, self.print):
            self._buttons.add(button)
        told = QVBoxLayout()
        told.setSpacing(theme.current().px(2))
        told.addWidget(self.title)
        told.addWidget(self.subtitle)
        titled = QHBoxLayout()
        titled.setSpacing(theme.current().px(8))
        titled.addWidget(self.back)
        titled.addLayout(told, 1)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.addLayout(titled, 1)
        self._box.addWidget(self._buttons)
        self.back.clicked.connect(self.back_asked)
        self.save.clicked.connect(self.save_asked)
        self.print.clicked.connect(self.print_asked)

    def name_print(self, label: str) -> None:
        """What the primary button prints."""
        self.print.set_label(label)
        self._fit()

    def allow(self, ready: bool) -> None:
        """Whether there is anything to save and print."""
        self.save.setEnabled(ready)
        self.print.setEnabled(ready)

    def _fit(self) -> None:
        gap = theme.current().px(16)
        self.save.setFixedHeight(self.print.sizeHint().height())
        self._box.setSpacing(gap)
        room = self.width() - self._buttons.sizeHint().width() - gap
        beside = room >= self.title.minimumSizeHint().width() + theme.current().px(220)
        self._box.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)
        # Below each other they leave the sheet little room.
        self.subtitle.setVisible(beside)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_box"):
            self._fit()
        super().changeEvent(event)
