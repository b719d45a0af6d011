"""A code as a QR symbol on the screen, on white whatever the theme: scanners want dark on light."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kassa.printing.qr import MODULES, QUIET
from kassa.ui import theme
from kassa.ui.widgets import brush

_SIDE = 210


class QrView(QWidget):
    """``show_symbol`` takes the rows of ``printing.qr.matrix``."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[int, ...] = ()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_symbol(self, rows: tuple[int, ...]) -> None:
        """Shows a symbol."""
        self._rows = rows
        self.update()

    def sizeHint(self) -> QSize:
        side = theme.current().px(_SIDE)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        brush.rounded(painter, QRectF(self.rect()), now.px(10), QColor(Qt.GlobalColor.white), now.tokens.colour("line"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        # Whole pixels: a module that is now wider and now narrower is what scanners stumble over.
        module = self.width() // (MODULES + 2 * QUIET)
        start = (self.width() - module * MODULES) // 2
        for y, row in enumerate(self._rows):
            for x in range(MODULES):
                if row >> (MODULES - 1 - x) & 1:
                    painter.fillRect(start + x * module, start + y * module, module, module, Qt.GlobalColor.black)
