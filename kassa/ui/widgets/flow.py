"""Things side by side that go on in the next row when there is no more room, such as tags."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kassa.ui import theme


class FlowBox(QWidget):
    """Holds its widgets in rows, in the order in which they came; what is wider than a row gets the whole row."""

    def __init__(self, gap: int = 6, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._gap = gap
        self.widgets: list[QWidget] = []
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def add(self, widget: QWidget) -> None:
        """Puts a widget after the others."""
        widget.setParent(self)
        widget.show()
        self.widgets.append(widget)
        self._changed()

    def clear(self) -> None:
        """Takes everything away."""
        for widget in self.widgets:
            widget.hide()
            widget.deleteLater()
        self.widgets = []
        self._changed()

    def _changed(self) -> None:
        self.updateGeometry()
        self._arrange(self.width(), move=True)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(width, move=False)

    def sizeHint(self) -> QSize:
        gap = theme.current().px(self._gap)
        hints = [widget.sizeHint() for widget in self.widgets if not widget.isHidden()]
        wide = sum(hint.width() for hint in hints) + gap * max(0, len(hints) - 1)
        return QSize(wide, max((hint.height() for hint in hints), default=0))

    def minimumSizeHint(self) -> QSize:
        hints = [widget.sizeHint() for widget in self.widgets if not widget.isHidden()]
        narrow = min(max((hint.width() for hint in hints), default=0), theme.current().px(120))
        return QSize(narrow, max((hint.height() for hint in hints), default=0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(self.width(), move=True)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._changed()
        return super().event(event)

    def _arrange(self, width: int, move: bool) -> int:
        gap = theme.current().px(self._gap)
        right = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        x, y, row = 0, 0, 0
        for widget in self.widgets:
            if widget.isHidden():
                continue
            size = widget.sizeHint().boundedTo(QSize(max(1, width), 100_000))
            if x and x + size.width() > width:
                x, y, row = 0, y + row + gap, 0
            if move:
                left = width - x - size.width() if right else x
                widget.setGeometry(QRect(left, y, size.width(), size.height()))
            x, row = x + size.width() + gap, max(row, size.height())
        return y + row
