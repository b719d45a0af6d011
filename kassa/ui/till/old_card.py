"""Beside an owner who was found by an old card: that it is old, since when, and what to do with it."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from kassa.domain.people import Via
from kassa.ui import theme
from kassa.ui.widgets import brush
from kassa.ui.widgets.curtain import Private
from kassa.ui.widgets.label import Label
from kassa.ui.widgets.rows import IconMark
from kassa.words import Words

_ABOVE = 8


class OldCard(QWidget, Private):
    """Amber, with a sign and in words; not there at all for a card in use."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._old = False
        self._private = True
        self.text = Label("", "strong", wrap=True, private=True, colour="due_text")
        self._row = QHBoxLayout(self)
        self._row.addWidget(IconMark("card", "due_text", 20), 0, Qt.AlignmentFlag.AlignVCenter)
        self._row.addWidget(self.text, 1)
        self._space()
        self.hide()

    def show_card(self, via: Via | None, replaced: date | None) -> None:
        """Tells of the card that led here, if it is an old one."""
        self._old = via is not None and via.state == "replaced"
        if replaced is not None:
            day = self._words.date(replaced)
            self.text.set_text(self._words.tr("Old card, replaced {date}: take it back").format(date=day))
        else:
            self.text.set_text(self._words.tr("Old card, replaced by a newer one: take it back"))
        self.setAccessibleName(self.text.full_text() if self._old else "")
        self.veil_changed()

    def veil_changed(self) -> None:
        self.setVisible(self._old and not self.veiled)

    def _space(self) -> None:
        px = theme.current().px
        self._row.setContentsMargins(px(12), px(7 + _ABOVE), px(12), px(7))
        self._row.setSpacing(px(10))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._space()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        box = QRectF(self.rect()).adjusted(0, now.px(_ABOVE), 0, 0)
        brush.rounded(QPainter(self), box, now.px(10), now.tokens.colour("due"))
