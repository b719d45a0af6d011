"""The latest purchases: a small table, painted light."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from kassa.ui import theme
from kassa.ui.widgets import brush
from kassa.ui.widgets.curtain import Private, is_drawn
from kassa.ui.widgets.label import plain_tooltip

_Index = QModelIndex | QPersistentModelIndex
DAY, WHAT, AMOUNT, STAMPS = range(4)
ROW = 30


@dataclass(frozen=True, slots=True)
class PurchaseLine:
    """A purchase as it is written; ``gone`` for one that was undone or wholly returned."""

    purchase: str
    day: str
    what: str
    amount: str
    stamps: str = ""
    gone: bool = False


class PurchaseModel(QAbstractTableModel):
    """Purchases in four columns: day, what, amount, stamps."""

    LINE = Qt.ItemDataRole.UserRole + 1

    def __init__(self, headings: tuple[str, str, str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._headings = headings
        self._lines: tuple[PurchaseLine, ...] = ()

    def show_lines(self, lines: Sequence[PurchaseLine]) -> None:
        """Replaces what is shown."""
        self.beginResetModel()
        self._lines = tuple(lines)
        self.endResetModel()

    def line(self, row: int) -> PurchaseLine | None:
        """The purchase in that row."""
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 4

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return self._headings[section]
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.line(index.row()) if index.isValid() else None
        if line is None or is_drawn():
            return None
        text = (line.day, line.what, line.amount, line.stamps)[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self._headings[index.column()]}: {text}"
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == WHAT:
            return plain_tooltip(text)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            end = index.column() in (AMOUNT, STAMPS)
            return int(
                Qt.AlignmentFlag.AlignVCenter | (Qt.AlignmentFlag.AlignRight if end else Qt.AlignmentFlag.AlignLeft)
            )
        if role == self.LINE:
            return line
        return None


class _PurchaseDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        now = theme.current()
        font = now.font(15, 600 if index.column() in (AMOUNT, STAMPS) else 400, figures=True)
        text = index.data() or ""
        return QSize(round(QFontMetricsF(font).horizontalAdvance(text) + now.px(22)), now.px(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        line = index.data(PurchaseModel.LINE)
        now = theme.current()
        rect = QRectF(option.rect)
        state = option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, now.tokens.colour("act_soft"))
        if isinstance(line, PurchaseLine):
            column = index.column()
            font = now.font(15, 600 if column in (AMOUNT, STAMPS) else 400, figures=True)
            font.setStrikeOut(line.gone and column != DAY)
            colour = "muted" if column == DAY or line.gone else "act_soft_text" if column == STAMPS else "text"
            painter.setFont(font)
            painter.setPen(now.tokens.colour(colour))
            first, last = column == DAY, column == STAMPS
            box = rect.adjusted(0 if first else now.px(4), 0, 0 if last else -now.px(4), 0)
            shown = QFontMetricsF(font).elidedText(index.data() or "", Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(box, Qt.AlignmentFlag(index.data(Qt.ItemDataRole.TextAlignmentRole)), shown)
        if state & QStyle.StateFlag.State_HasFocus:
            brush.focus_ring(painter, rect.adjusted(-3, -3, 3, 3), now.px(6), now.tokens.colour("act"))
        painter.restore()


class PurchaseTable(QTableView, Private):
    """The table; ``opened`` names the purchase pressed, or the one on which Enter was pressed."""

    opened = Signal(str)

    def __init__(self, name: str, headings: tuple[str, str, str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._private = True
        self.purchases = PurchaseModel(headings, self)
        self.setModel(self.purchases)
        self.setItemDelegate(_PurchaseDelegate(self))
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.horizontalHeader().hide()
        self.verticalHeader().hide()
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.viewport().setAutoFillBackground(False)
        header = self.horizontalHeader()
        header.setMinimumSectionSize(10)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.clicked.connect(self._open)
        self.activated.connect(self._open)

    def show_lines(self, lines: Sequence[PurchaseLine]) -> None:
        """Replaces what is shown."""
        self.purchases.show_lines(lines)
        self._fit()

    def sizeHint(self) -> QSize:
        now = theme.current()
        return QSize(now.px(320), now.px(ROW) * max(1, self.purchases.rowCount()) + 4)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.current().px(200), theme.current().px(ROW) * 2)

    def veil_changed(self) -> None:
        self.viewport().update()

    def _fit(self) -> None:
        if is_drawn():
            return
        now = theme.current()
        self.verticalHeader().setDefaultSectionSize(now.px(ROW))
        widths = [self.sizeHintForColumn(column) for column in range(4)]
        rest = self.viewport().width() - sum(widths[column] for column in (DAY, AMOUNT, STAMPS))
        airy = min(max(0, now.px(106) - widths[DAY]), max(0, rest - now.px(160)))
        widths[DAY] += airy
        widths[WHAT] = max(0, rest - airy)
        for column, width in enumerate(widths):
            self.setColumnWidth(column, width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._fit()

    def _open(self, index: QModelIndex) -> None:
        line = self.purchases.line(index.row())
        if line is not None:
            self.opened.emit(line.purchase)
