"""What can be done with several customers at once: a bar below the table while more than one is chosen."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout

from kassa.ui import theme
from kassa.ui.widgets import brush
from kassa.ui.widgets.buttons import IconButton, QuietButton
from kassa.ui.widgets.flow import FlowBox
from kassa.ui.widgets.label import Label
from kassa.words import Words

MOST = 200
"""So many are handed over by name; more are meant by search and filters."""
_ROOMY = 560


class ChosenBar(QFrame):
    """``cards_asked`` and ``post_asked`` are for those chosen; ``left``: none of them after all."""

    cards_asked = Signal()
    post_asked = Signal()
    left = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self._told = ("", "")
        now = theme.current()
        self.count = Label("", "strong")
        self.count.setMinimumHeight(now.px(44))
        self.cards = QuietButton(words.tr("Print cards"), words.tr("Ctrl P"))
        self.post = QuietButton(words.tr("Postcard or letter"))
        self.none = IconButton("close", words.tr("Choose nobody"))
        self.cards.clicked.connect(self.cards_asked)
        self.post.clicked.connect(self.post_asked)
        self.none.clicked.connect(self.left)
        acts = FlowBox(6)
        for widget in (self.count, self.cards, self.post):
            acts.add(widget)
        row = QHBoxLayout(self)
        row.setContentsMargins(now.px(12), now.px(4), now.px(4), now.px(4))
        row.addWidget(acts, 1)
        row.addWidget(self.none)
        self.hide()

    def tell(self, count: int) -> None:
        """So many are chosen; the bar is there for two and more."""
        words = self._words
        told = words.ntr("{n} customer chosen", "{n} customers chosen", count).format(n=words.number(count))
        if count > MOST:
            told += f" · {words.tr('at most {n} at once').format(n=MOST)}"
        self._told = told, words.number(count)
        self._fit()
        for button in (self.cards, self.post):
            button.setEnabled(count <= MOST)
        self.setAccessibleName(told)
        self.setVisible(count > 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        # Large text: the words that can be spared go, so that a row of the table needn't.
        roomy = self.width() >= theme.current().px(_ROOMY)
        self.cards.set_label(self.cards.label, self._words.tr("Ctrl P") if roomy else "")
        self.count.set_text(self._told[0 if roomy else 1])
        self.count.setToolTip("" if roomy else self._told[0])

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        box = QRectF(self.rect())
        brush.rounded(QPainter(self), box, now.px(14), now.tokens.colour("act_soft"), now.tokens.colour("act"))
