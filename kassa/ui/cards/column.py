"""The panels one below the other: they scroll where they are higher than the page, and PgUp and PgDn are not theirs."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from kassa.ui import theme
from kassa.ui.cards.look_panel import LookPanel
from kassa.ui.cards.sheet_panel import SheetPanel
from kassa.ui.widgets.scroll import PageScroll


class StillScroll(PageScroll):
    """Scrolls by the wheel and to where the cursor goes; PgUp and PgDn are its page's."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            event.ignore()
            return
        super().keyPressEvent(event)


class Column(StillScroll):
    """The look and the batch; at most one row of either is open, and it is scrolled into sight: ``revealed``."""

    revealed = Signal(QWidget)

    def __init__(self, look: LookPanel, sheet: SheetPanel, parent: QWidget | None = None) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, theme.current().px(2), 0)
        column.setSpacing(theme.current().px(14))
        column.addWidget(look)
        column.addWidget(sheet)
        column.addStretch(1)
        super().__init__(inside, parent)
        self._fold: QWidget | None = None
        self.verticalScrollBar().rangeChanged.connect(self._make_room)
        self._make_room(0, 0)
        self._rows = (look.rows, sheet.rows)
        for rows in self._rows:
            rows.opened.connect(self._opened)

    def _opened(self, fold: QWidget) -> None:
        for rows in self._rows:
            if not rows.isAncestorOf(fold):
                rows.open_one(None)
        self._fold = fold
        # Once the row has its height.
        QTimer.singleShot(0, self, self._reveal)

    def _reveal(self) -> None:
        """All of the row that was opened last comes into sight, or of a high one its beginning."""
        inside = self.widget()
        if inside is None or self._fold is None or not self._fold.isVisible():
            return
        top = self._fold.mapTo(inside, QPoint(0, 0)).y()
        below = top + self._fold.height() + theme.current().px(16) - self.viewport().height()
        bar = self.verticalScrollBar()
        bar.setValue(min(top, max(bar.value(), below)))
        self.revealed.emit(self._fold)

    def _make_room(self, _least: int, most: int) -> None:
        # The room of a scroll bar is kept while there is none: the miniatures don't change size when a row opens.
        bar = 0 if most else self.verticalScrollBar().sizeHint().width()
        if self.viewportMargins().right() != bar:
            self.setViewportMargins(0, 0, bar, 0)
        focus = QApplication.focusWidget()
        if self._fold is not None and focus is not None and self._fold.isAncestorOf(focus):
            # What the person has just chosen there made the row higher.
            QTimer.singleShot(0, self, self._reveal)
