"""What the painted controls share: crisp rounded boxes, the focus ring, printed keys."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from kassa.ui import theme
from kassa.ui.widgets import icons

RETURN = "\u23ce"


def rounded(
    painter: QPainter, box: QRectF, radius: float, fill: QColor | None, edge: QColor | None = None, width: float = 1.0
) -> None:
    """A filled rounded box whose edge lies wholly inside ``box``."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(edge, width) if edge is not None else Qt.PenStyle.NoPen)
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    inset = width / 2 if edge is not None else 0.0
    radius = min(radius, box.width() / 2, box.height() / 2)
    painter.drawRoundedRect(box.adjusted(inset, inset, -inset, -inset), radius, radius)


def focus_ring(painter: QPainter, box: QRectF, radius: float, colour: QColor) -> None:
    """The ring that shows where the keyboard is, just inside ``box``."""
    gap = 3.0
    rounded(painter, box.adjusted(gap, gap, -gap, -gap), max(2.0, radius - gap), None, colour, 2.0)


def key_font() -> QFont:
    """The type of printed keys."""
    return theme.current().font(theme.SMALLEST, 500)


def key_size(text: str) -> QSizeF:
    """The room that a printed key takes; nothing for no text."""
    if not text:
        return QSizeF(0, 0)
    now = theme.current()
    if text == RETURN:
        return QSizeF(now.px(26), now.px(24))
    return QSizeF(QFontMetricsF(key_font()).horizontalAdvance(text) + now.px(12), now.px(24))


def key(painter: QPainter, at: QPointF, text: str, ink: QColor, fill: QColor | None, edge: QColor | None) -> None:
    """Prints a key with its top left corner at a point."""
    box = QRectF(at, key_size(text))
    rounded(painter, box, theme.current().px(6), fill, edge)
    if text == RETURN:
        side = box.height() * 0.68
        icons.paint(painter, "enter", QRectF(box.center() - QPointF(side, side) / 2, QSizeF(side, side)), ink)
        return
    painter.setPen(ink)
    painter.setFont(key_font())
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
