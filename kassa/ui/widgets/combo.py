"""A box with a list, in the design's look: an arrow of ours, and a wheel that scrolls the page instead."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox

from kassa.ui import theme
from kassa.ui.widgets import icons


class Combo(QComboBox):
    """The base of every choice from a list."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        # The wheel scrolls the page; it shall not change what stands under it on the way.
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        now = theme.current()
        side = now.px(18)
        box = QRectF(self.width() - side - now.px(12), (self.height() - side) / 2, side, side)
        icons.paint(QPainter(self), "down", box, now.tokens.colour("muted"))
