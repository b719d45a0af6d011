"""Keys as they look on the keyboard."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kassa.ui import theme
from kassa.ui.widgets import brush, icons
from kassa.ui.widgets.brush import RETURN

_HIGH, _LEAST, _SIDE, _FOOT, _GAP = 32, 34, 10, 3, 5


class Keycaps(QWidget):
    """One key, or several that are pressed together: each a cap with its foot."""

    def __init__(self, keys: Sequence[str], name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = tuple(keys)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def _sizes(self) -> list[QSizeF]:
        now = theme.current()
        metrics = QFontMetricsF(now.font(15, 600))
        wide = [now.px(20) if key == RETURN else metrics.horizontalAdvance(key) for key in self._keys]
        return [QSizeF(max(now.px(_LEAST), each + 2 * now.px(_SIDE)), now.px(_HIGH)) for each in wide]

    def sizeHint(self) -> QSize:
        sizes, gap = self._sizes(), theme.current().px(_GAP)
        wide = sum(size.width() for size in sizes) + gap * (len(sizes) - 1)
        return QSize(round(wide + 0.5), theme.current().px(_HIGH))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        tokens, foot, left = now.tokens, now.px(_FOOT), 0.0
        painter = QPainter(self)
        for key, size in zip(self._keys, self._sizes(), strict=True):
            box = QRectF(QPointF(left, 0), size)
            brush.rounded(painter, box, now.px(7), tokens.colour("edge"))
            top = box.adjusted(0, 0, 0, -foot)
            brush.rounded(painter, top, now.px(7), tokens.colour("card"), tokens.colour("edge"))
            if key == RETURN:
                side = now.px(18)
                mark = QRectF(top.center() - QPointF(side, side) / 2, QSizeF(side, side))
                icons.paint(painter, "enter", mark, tokens.colour("text"))
            else:
                painter.setFont(now.font(15, 600))
                painter.setPen(tokens.colour("text"))
                painter.drawText(top, Qt.AlignmentFlag.AlignCenter, key)
            left += size.width() + now.px(_GAP)
