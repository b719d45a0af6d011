"""The head of the page: where one is, the way back, and the one thing to do."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from kassa.ui import theme
from kassa.ui.widgets.buttons import IconButton, PrimaryButton, QuietButton
from kassa.ui.widgets.label import Label
from kassa.words import Words

_NARROW = 760


class Header(QWidget):
    """``back``: leave the page; ``another``: another file; ``go``: the one thing to do."""

    back = Signal()
    another = Signal()
    go = Signal()

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.back_button = IconButton("left", words.tr("Back to the customers"), colour="text")
        self.title = Label("", "title")
        self.subtitle = Label("", "muted")
        self.another_button = QuietButton(words.tr("Another file…"))
        self.go_button = PrimaryButton()
        self.back_button.clicked.connect(self.back)
        self.another_button.clicked.connect(self.another)
        self.go_button.clicked.connect(self.go)
        for label in (self.title, self.subtitle):
            policy = label.sizePolicy()
            policy.setHorizontalPolicy(QSizePolicy.Policy.Ignored)
            label.setSizePolicy(policy)
        now = theme.current()
        text = QVBoxLayout()
        text.setSpacing(now.px(2))
        text.addWidget(self.title)
        text.addWidget(self.subtitle)
        where = QHBoxLayout()
        where.setSpacing(now.px(10))
        where.addWidget(self.back_button, 0, Qt.AlignmentFlag.AlignTop)
        where.addLayout(text, 1)
        acts = QHBoxLayout()
        acts.setSpacing(now.px(10))
        acts.addStretch(1)
        acts.addWidget(self.another_button)
        acts.addWidget(self.go_button)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(now.px(10))
        self._row.addLayout(where, 1)
        self._row.addLayout(acts)
        self.show_title("", "")

    def show_title(self, title: str, subtitle: str) -> None:
        """Where one is, with nothing to do up here."""
        self.title.set_text(title)
        self.subtitle.set_text(subtitle)
        self.another_button.hide()
        self.go_button.hide()

    def show_file(self, title: str, subtitle: str) -> None:
        """A file is looked at: it can be brought in, or another."""
        self.title.set_text(title)
        self.subtitle.set_text(subtitle)
        self.another_button.show()
        self.go_button.show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < theme.current().px(_NARROW)
        self._row.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)

    def tell(self, subtitle: str) -> None:
        """What is being done to the file just now."""
        self.subtitle.set_text(subtitle)

    def offer(self, label: str, ready: bool) -> None:
        """What the one thing to do is called, and whether it can be done now."""
        self.go_button.set_label(label)
        self.go_button.setEnabled(ready)
