"""The panels one below the other: they scroll where they are higher than the page, and PgUp and PgDn are not theirs."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kassa.ui import theme
from kassa.ui.cards.look_panel import LookPanel
from kassa.ui.cards.sheet_panel import SheetPanel
from kassa.ui.widgets.scroll import PageScroll


class Column(PageScroll):
    """The look and the batch; at most one row of either is open, and it is scrolled into sight."""

    def __init__(self, look: LookPanel, sheet: SheetPanel, parent: QWidget | None = None) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, theme.current().px(2), 0)
        column.setSpacing(theme.current().px(14))
        column.addWidget(look)
        column.addWidget(sheet)
        column.addStretch(1)
        super().__init__(inside, parent)
        self.verticalScrollBar().rangeChanged.connect(self._make_room)
        self._rows = (look.rows, sheet.rows)
        for rows in self._rows:
            rows.opened.connect(self._opened)

    def _opened(self, fold: QWidget) -> None:
        for rows in self._rows:
            if not rows.isAncestorOf(fold):
                rows.open_one(None)
        inside = self.widget()
        layout = inside.layout() if inside is not None else None
        if layout is not None:
            layout.activate()
        self.ensureWidgetVisible(fold, 0, theme.current().px(20))

    def _make_room(self, _least: int, most: int) -> None:
        # The room of a scroll bar is kept while there is none: the miniatures don't change size when a row opens.
        bar = 0 if most else self.verticalScrollBar().sizeHint().width()
        if self.viewportMargins().right() != bar:
            self.setViewportMargins(0, 0, bar, 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            event.ignore()
            return
        super().keyPressEvent(event)
