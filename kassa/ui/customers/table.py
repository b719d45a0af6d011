"""The table: rows under headings that sort, worked by keys, pointer and finger."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from kassa.ui import theme
from kassa.ui.customers.cells import ROW, SIDE, CellDelegate
from kassa.ui.customers.columns import BY_KEY, Column
from kassa.ui.customers.model import RegisterModel
from kassa.ui.widgets.curtain import Private

_HEAD = 46
_NAME_LEAST = 190


class Headings(QHeaderView):
    """The headings; a small mark shows by which one the rows are sorted, and which way."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.sorted_by = ""
        self.falling = False
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(48)
        self.setMouseTracking(True)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)

    def show_sort(self, column: str, falling: bool) -> None:
        """Marks the column by which the rows are sorted; none for an empty one."""
        self.sorted_by, self.falling = column, falling
        self.viewport().update()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), theme.current().px(_HEAD))

    def paintEvent(self, event: QPaintEvent) -> None:
        # By hand: the style would draw boxes.
        now, model = theme.current(), self.model()
        assert isinstance(model, RegisterModel)
        painter = QPainter(self.viewport())
        painter.fillRect(0, self.height() - 1, self.viewport().width(), 1, now.tokens.colour("line"))
        for section, column in enumerate(model.columns):
            left, width = self.sectionViewportPosition(section), self.sectionSize(section)
            box = QRectF(left + now.px(SIDE), 0, width - 2 * now.px(SIDE), self.height())
            self._paint_heading(painter, box, model.teller.words.text(column.label), column)

    def _paint_heading(self, painter: QPainter, box: QRectF, text: str, column: Column) -> None:
        now, on = theme.current(), column.key == self.sorted_by
        font = now.font(theme.SMALLEST, 600)
        metrics = QFontMetricsF(font)
        mark = now.px(18) if on else 0
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width() - mark)
        width = metrics.horizontalAdvance(shown)
        left = box.right() - width - mark if column.right else box.left()
        painter.setFont(font)
        painter.setPen(now.tokens.colour("text" if on else "muted"))
        painter.drawText(QRectF(left, box.top(), width + 2, box.height()), Qt.AlignmentFlag.AlignVCenter, shown)
        if on:
            self._paint_mark(painter, QPointF(left + width + now.px(11), box.center().y()))

    def _paint_mark(self, painter: QPainter, at: QPointF) -> None:
        now = theme.current()
        wide, high = now.px(4.5), now.px(3) * (1 if self.falling else -1)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(now.tokens.colour("act"))
        points = (QPointF(-wide, -high), QPointF(wide, -high), QPointF(0, high))
        painter.drawPolygon(QPolygonF([at + point for point in points]))


class RegisterTable(QTableView, Private):
    """``opened`` gives the row on which Enter was pressed or that was clicked twice, ``sort_asked`` the heading
    pressed, ``typed`` what was typed while the table had the keys: it belongs in the search. ``chosen`` says that other
    rows are chosen: with Shift those from one to another, with Ctrl one more or one less.
    """

    opened = Signal(int)
    sort_asked = Signal(str)
    typed = Signal(str)
    moved = Signal()
    chosen = Signal()

    def __init__(self, model: RegisterModel, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._private = True
        self.register = model
        self.headings = Headings(self)
        self.setHorizontalHeader(self.headings)
        self.cells = CellDelegate(self)
        self.setItemDelegate(self.cells)
        self.setModel(model)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        # The cells paint what is chosen, with round ends; the style's own box would stand behind them.
        self.setStyleSheet(
            "QTableView { selection-background-color: transparent; }"
            " QAbstractScrollArea::corner { background: transparent; border: 0; }"
        )
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.headings.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.headings.sectionClicked.connect(self._heading_pressed)
        self.doubleClicked.connect(self._open)
        self.verticalScrollBar().valueChanged.connect(self.moved)
        model.modelReset.connect(self._reset_seen)
        self.selectionModel().currentChanged.connect(self._mark_cursor)
        self.selectionModel().selectionChanged.connect(self.chosen)
        self._anchor = 0
        self._dress()

    # ── what is in sight ──

    def in_sight(self) -> tuple[int, int]:
        """The first and the last row that can be seen; the second is below the first when there is none."""
        if not self.register.rowCount():
            return 0, -1
        first = max(0, self.rowAt(0))
        last = self.rowAt(self.viewport().height() - 1)
        return first, last if last >= 0 else self.register.rowCount() - 1

    def show_row(self, place: int) -> None:
        """Chooses a row and brings it into sight."""
        index = self.register.index(place, 0)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)

    # ── what is chosen ──

    def count_chosen(self) -> int:
        """How many rows are chosen."""
        return sum(last - first + 1 for first, last in self._parts())

    def chosen_rows(self) -> list[int]:
        """The chosen rows, from the top; only for as many as somebody can look through."""
        return sorted(place for first, last in self._parts() for place in range(first, last + 1))

    def _parts(self) -> list[tuple[int, int]]:
        # Numbers alone: a range of Qt's lies in the selection and goes with it.
        chosen = self.selectionModel().selection()
        return [(chosen.at(each).top(), chosen.at(each).bottom()) for each in range(chosen.count())]

    def choose_rows(self, places: Iterable[int]) -> None:
        """Chooses these rows and no others; the cursor stays."""
        wanted = QItemSelection()
        for place in places:
            index = self.register.index(place, 0)
            wanted.select(index, index)
        command = QItemSelectionModel.SelectionFlag
        self.selectionModel().select(wanted, command.ClearAndSelect | command.Rows)

    def choose_one(self) -> None:
        """Only the row of the cursor stays chosen."""
        self.choose_rows([self.currentIndex().row()] if self.currentIndex().isValid() else [])

    def _stretch(self, place: int) -> None:
        """Chooses from where the choice began to this row, and brings that into sight."""
        command, index = QItemSelectionModel.SelectionFlag, self.register.index(place, 0)
        span = QItemSelection(self.register.index(self._anchor, 0), index)
        self.selectionModel().select(span, command.ClearAndSelect | command.Rows)
        self.selectionModel().setCurrentIndex(index, command.NoUpdate)
        self.scrollTo(index)

    def fit(self) -> None:
        """Gives the columns their widths. What is left goes to the name, and some of it to the other words."""
        px, columns = theme.current().px, self.register.columns
        rest = max(
            px(_NAME_LEAST - BY_KEY["name"].width), self.viewport().width() - sum(px(each.width) for each in columns)
        )
        wide = [each for each in columns if not each.right and each.key != "name"]
        share = max(0, rest * 6 // 10 // max(1, len(wide)))
        for section, column in enumerate(columns):
            more = rest - share * len(wide) if column.key == "name" else share if column in wide else 0
            self.setColumnWidth(section, px(column.width) + more)

    # ── keys and pointer ──

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, text = event.key(), event.text()
        held = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        stretched = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if held or not (self._step(key, stretched) or self._act(key)):
            if text and text.isprintable() and text != " " and not held:
                # Qt's own search would read every row until one begins so.
                self.typed.emit("" if text == "/" else text)
            else:
                super().keyPressEvent(event)

    def _act(self, key: int) -> bool:
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() + theme.current().px(80) * (1 if key == Qt.Key.Key_Right else -1))
        else:
            return False
        return True

    def _step(self, key: int, stretched: bool) -> bool:
        last, page = self.register.rowCount() - 1, max(1, self.viewport().height() // max(1, self.rowHeight(0)) - 1)
        place = self.currentIndex().row()
        places = {
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
            Qt.Key.Key_PageUp: place - page,
            Qt.Key.Key_PageDown: place + page,
            Qt.Key.Key_Up: place - 1,
            Qt.Key.Key_Down: place + 1,
        }
        if key not in places or last < 0:
            return False
        wanted = max(0, min(last, places[Qt.Key(key)]))
        if stretched:
            self._stretch(wanted)
        else:
            self.show_row(wanted)
        return True

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.register.rowCount():
            self.setCurrentIndex(self.register.index(max(0, self.rowAt(0)), 0))
        self._mark_cursor()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._mark_cursor()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._pass_over(self.rowAt(round(event.position().y())))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._pass_over(-1)

    def _pass_over(self, row: int) -> None:
        before, self.cells.over = self.cells.over, row
        for each in {before, row} if before != row else ():
            self._paint_row(each)

    def _mark_cursor(self) -> None:
        if self.count_chosen() <= 1:
            self._anchor = max(0, self.currentIndex().row())
        before, self.cells.cursor = self.cells.cursor, self.currentIndex().row() if self.hasFocus() else -1
        for each in (before, self.cells.cursor):
            self._paint_row(each)

    def _paint_row(self, row: int) -> None:
        if 0 <= row < self.register.rowCount():
            self.viewport().update(0, self.rowViewportPosition(row), self.viewport().width(), self.rowHeight(row))

    def _reset_seen(self) -> None:
        self.cells.over = self.cells.cursor = -1
        self.fit()

    def _heading_pressed(self, section: int) -> None:
        self.sort_asked.emit(self.register.columns[section].key)

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self.opened.emit(index.row())

    # ── looks ──

    def veil_changed(self) -> None:
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._dress()

    def _dress(self) -> None:
        self.verticalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setDefaultSectionSize(theme.current().px(ROW))
        self.verticalScrollBar().setSingleStep(theme.current().px(ROW))
        self.fit()
