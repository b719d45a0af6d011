"""The table's model: the numbers of everybody who belongs in it, and the rows of those who were looked at lately."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from kassa.ui.customers.columns import COLUMNS, Column, Teller
from kassa.ui.widgets.curtain import is_drawn
from kassa.ui.widgets.label import plain_tooltip

if TYPE_CHECKING:
    from kassa.services.register import Row

_Index = QModelIndex | QPersistentModelIndex
KEPT = 2_000
"""So many rows are kept; a screen has twenty."""


class RegisterModel(QAbstractTableModel):
    """A row that nobody has looked at yet says nothing; ``wanted`` asks, once the paint is over, for those in sight."""

    ROW = Qt.ItemDataRole.UserRole + 1
    _TOLD = (ROW, Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole)
    wanted = Signal()

    def __init__(self, columns: Sequence[Column], teller: Teller, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.teller = teller
        self.numbers: array[int] = array("I")
        self._rows: OrderedDict[int, Row] = OrderedDict()
        self._cells: dict[tuple[int, str], str] = {}
        self._stale: set[int] = set()
        self._gone: set[int] = set()
        self._ask = QTimer(self, singleShot=True, interval=0)
        self._ask.timeout.connect(self.wanted)

    # ── what is shown ──

    def show_numbers(self, numbers: array[int]) -> None:
        """Shows these customers; when they only go on from those shown, everything stays where it is."""
        before = len(self.numbers)
        if before and len(numbers) > before and numbers[:before] == self.numbers:
            self.beginInsertRows(QModelIndex(), before, len(numbers) - 1)
            self.numbers = numbers
            self.endInsertRows()
            return
        if numbers == self.numbers:
            return
        self.beginResetModel()
        self.numbers = numbers
        self.endResetModel()

    def show_columns(self, columns: Sequence[Column]) -> None:
        """Shows these columns."""
        self.beginResetModel()
        self.columns = tuple(columns)
        self.endResetModel()

    def tell_by(self, teller: Teller) -> None:
        """Writes the cells anew: another day, another programme."""
        if teller != self.teller:
            self.teller = teller
            self._cells.clear()
            self._say_changed(0, len(self.numbers) - 1)

    def take(self, rows: Iterable[Row], asked: Iterable[int] = ()) -> None:
        """Rows that were read; whoever was ``asked`` for and isn't among them is gone."""
        taken = list(rows)
        self._gone.update(set(asked) - {row.number for row in taken})
        for row in taken:
            if self._rows.get(row.number) != row:
                self._forget(row.number)
            self._rows[row.number] = row
            self._stale.discard(row.number)
            self._rows.move_to_end(row.number)
        while len(self._rows) > KEPT:
            self._forget(next(iter(self._rows)))

    def told(self, first: int, last: int) -> None:
        """The rows from ``first`` to ``last`` were read; whoever shows them looks again."""
        self._say_changed(first, min(last, len(self.numbers) - 1))

    def forget(self) -> None:
        """Whatever was read may no longer be so; what is in sight stays until it is read again."""
        self._stale = set(self._rows)
        self._gone.clear()

    def missing(self, first: int, last: int) -> array[int]:
        """The numbers in those places whose rows must be read."""
        asked = self.numbers[max(0, first) : last + 1]
        unread = (number for number in asked if number not in self._rows or number in self._stale)
        return array("I", (number for number in unread if number not in self._gone))

    def _forget(self, number: int) -> None:
        self._rows.pop(number, None)
        self._stale.discard(number)
        for column in COLUMNS:
            self._cells.pop((number, column.key), None)

    def _say_changed(self, first: int, last: int) -> None:
        if first <= last:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))

    # ── what the view asks ──

    def row(self, place: int) -> Row | None:
        """The customer in that place, if read; what isn't will be asked for."""
        number = self.numbers[place]
        row = self._rows.get(number)
        if row is None and number not in self._gone and not self._ask.isActive():
            self._ask.start()
        return row

    def cell(self, row: Row, column: Column) -> str:
        """What a customer's cell says."""
        key = (row.number, column.key)
        text = self._cells.get(key)
        if text is None:
            text = self._cells[key] = column.tell(self.teller, row)
        return text

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.numbers)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return self.teller.words.text(column.label)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(column)
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(column)
        if role not in self._TOLD:
            return None
        row = self.row(index.row())
        if row is None or is_drawn():
            return None
        if role == self.ROW:
            return row
        text = self.cell(row, column)
        if role == Qt.ItemDataRole.DisplayRole:
            return text
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(self.teller.hint(row, column))
        return f"{self.teller.words.text(column.label)}: {text}" if text else ""


def _side(column: Column) -> int:
    side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
    return int(side | Qt.AlignmentFlag.AlignVCenter)
