"""What can be done with several customers at once: a bar below the table while more than one is chosen."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout

from kassa.ui import theme
from kassa.ui.widgets import brush
from kassa.ui.widgets.buttons import IconButton, QuietButton
from kassa.ui.widgets.flow import FlowBox
from kassa.ui.widgets.label import Label
from kassa.words import Words

MOST = 200
"""So many are handed over by name; more are meant by search and filters."""


class ChosenBar(QFrame):
    """``cards_asked`` and ``post_asked`` are for those chosen; ``left``: none of them after all."""

    cards_asked = Signal()
    post_asked = Signal()
    left = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        now = theme.current()
        self.count = Label("", "strong")
        self.count.setMinimumHeight(now.px(44))
        self.cards = QuietButton(words.tr("Print cards"), words.tr("Ctrl P"), icon="card")
        self.post = QuietButton(words.tr("Postcard or letter"), icon="note")
        self.none = IconButton("close", words.tr("Choose nobody"))
        self.cards.clicked.connect(self.cards_asked)
        self.post.clicked.connect(self.post_asked)
        self.none.clicked.connect(self.left)
        acts = FlowBox(10)
        for widget in (self.count, self.cards, self.post):
            acts.add(widget)
        row = QHBoxLayout(self)
        row.setContentsMargins(now.px(16), now.px(6), now.px(8), now.px(6))
        row.addWidget(acts, 1)
        row.addWidget(self.none)
        self.hide()

    def tell(self, count: int) -> None:
        """So many are chosen; the bar is there for two and more."""
        words = self._words
        told = words.ntr("{n} customer chosen", "{n} customers chosen", count).format(n=words.number(count))
        if count > MOST:
            told += f" · {words.tr('at most {n} at once').format(n=MOST)}"
        self.count.set_text(told)
        for button in (self.cards, self.post):
            button.setEnabled(count <= MOST)
        self.setAccessibleName(told)
        self.setVisible(count > 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        box = QRectF(self.rect())
        brush.rounded(QPainter(self), box, now.px(14), now.tokens.colour("act_soft"), now.tokens.colour("act"))
