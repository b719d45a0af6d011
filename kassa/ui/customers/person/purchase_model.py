"""All of a customer's purchases as a table, read page by page as one scrolls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget

from kassa.domain.people import Purchase
from kassa.ui.till.desk import Shop
from kassa.ui.till.person import purchase_line
from kassa.ui.widgets.curtain import is_drawn
from kassa.ui.widgets.label import plain_tooltip
from kassa.words import Words

_Index = QModelIndex | QPersistentModelIndex
DAY, WHAT, AMOUNT, STAMPS, RECEIPT, STAFF, TILL = range(7)
RIGHT = (AMOUNT, STAMPS)


@dataclass(frozen=True, slots=True)
class Row:
    """A purchase and what its cells say; ``gone`` for one undone or wholly returned."""

    purchase: Purchase
    cells: tuple[str, ...]
    gone: bool


class AllPurchasesModel(QAbstractTableModel):
    """Day, what, amount, stamps, receipt, staff, till."""

    ROW = Qt.ItemDataRole.UserRole + 1

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._headings = (
            words.tr("Day"),
            words.tr("What"),
            words.tr("Amount"),
            words.tr("Stamps"),
            words.tr("Receipt"),
            words.tr("Staff"),
            words.tr("Till"),
        )
        self._rows: list[Row] = []

    def clear(self) -> None:
        """Shows none."""
        self.beginResetModel()
        self._rows = []
        self.endResetModel()

    def replace(self, purchases: Sequence[Purchase], stamps: Mapping[str, int], shop: Shop) -> None:
        """Shows these and no others; where only rows changed, they stay where they are."""
        rows = self._read(purchases, stamps, shop)
        if [row.purchase.id for row in rows] == [row.purchase.id for row in self._rows]:
            self._rows = rows
            if rows:
                self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, TILL))
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def append(self, purchases: Sequence[Purchase], stamps: Mapping[str, int], shop: Shop) -> None:
        """More of them, below."""
        known = {row.purchase.id for row in self._rows}
        rows = [row for row in self._read(purchases, stamps, shop) if row.purchase.id not in known]
        if rows:
            self.beginInsertRows(QModelIndex(), len(self._rows), len(self._rows) + len(rows) - 1)
            self._rows += rows
            self.endInsertRows()

    def _read(self, purchases: Sequence[Purchase], stamps: Mapping[str, int], shop: Shop) -> list[Row]:
        rows = []
        for each in purchases:
            line = purchase_line(self._words, each, stamps.get(each.id, 0), shop)
            cells = (line.day, line.what, line.amount, line.stamps, each.receipt or "", each.staff or "", each.till)
            rows.append(Row(each, cells, line.gone))
        return rows

    def row(self, number: int) -> Row | None:
        """The purchase in a row."""
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def place(self, purchase: str) -> int | None:
        """The row of a purchase."""
        return next((place for place, row in enumerate(self._rows) if row.purchase.id == purchase), None)

    @property
    def last(self) -> str | None:
        """The purchase shown lowest."""
        return self._rows[-1].purchase.id if self._rows else None

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._headings)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._headings[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _aligned(section)
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row(index.row()) if index.isValid() else None
        if row is None or is_drawn():
            return None
        text = row.cells[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self._headings[index.column()]}: {text}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(text)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _aligned(index.column())
        return row if role == self.ROW else None


def _aligned(column: int) -> int:
    end = column in RIGHT
    return int(Qt.AlignmentFlag.AlignVCenter | (Qt.AlignmentFlag.AlignRight if end else Qt.AlignmentFlag.AlignLeft))
