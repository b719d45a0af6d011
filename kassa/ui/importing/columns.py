"""The table of columns: what a column is called in the file, what stands in it, what it becomes in Kassa."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from kassa.ui import theme
from kassa.ui.importing.controls import ChoiceBox, Options
from kassa.ui.widgets.buttons import IconButton
from kassa.ui.widgets.label import Label
from kassa.ui.widgets.panel import Panel
from kassa.ui.widgets.rows import IconMark
from kassa.words import Words

if TYPE_CHECKING:
    from kassa.exchange.reading import Column

IGNORE = "ignore"
NOTE = "note"
MOST = 120
_LEAST, _MOST_WIDE = 220, 320
_NARROW = 600


class ColumnRow(QFrame):
    """One column. ``picked`` gives its heading and the field chosen; ``put_back`` asks for what was found out."""

    picked = Signal(str, str)
    put_back = Signal(str)

    def __init__(self, words: Words, column: Column, options: Options, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.column = column
        self.changed = False
        self.last = False
        name = column.heading or words.tr("(no name)")
        self.heading = Label(name, "strong")
        self.samples = Label("", "muted", private=True)
        self.choice = ChoiceBox(words.tr("What {column} becomes").format(column=name), options)
        self.choice.picked.connect(self._picked)
        self._becomes = QWidget()
        arrow = QHBoxLayout(self._becomes)
        arrow.setContentsMargins(0, 0, 0, 0)
        arrow.addWidget(IconMark("right", "muted", 18), 0, Qt.AlignmentFlag.AlignCenter)
        self.back = IconButton("undo", words.tr("{column}: as Kassa found it").format(column=name))
        self.back.clicked.connect(self._back)
        for label in (self.heading, self.samples):
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._text = QHBoxLayout()
        self._text.addWidget(self.heading, 10)
        self._text.addWidget(self.samples, 13)
        # The way back takes the arrow's place, so that nothing moves.
        self._between = QStackedWidget()
        self._between.addWidget(self._becomes)
        self._between.addWidget(self.back)
        self._acts = QHBoxLayout()
        self._acts.addWidget(self._between)
        self._acts.addWidget(self.choice, 1)
        self._outer = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._outer.addLayout(self._text, 1)
        self._outer.addLayout(self._acts)
        self._space()
        self.show_column(column, changed=False)

    def show_column(self, column: Column, changed: bool) -> None:
        """What the column is understood as now; ``changed``: by hand."""
        self.column, self.changed = column, changed
        field = column.field or IGNORE
        self.choice.set_value(field)
        self.choice.set_muted(field == IGNORE)
        self.heading.set_colour("muted" if field == IGNORE else "text")
        self.samples.set_text(" · ".join(each for each in column.samples if each.strip())[:200])
        self.back.setEnabled(changed)
        self._between.setCurrentWidget(self.back if changed else self._becomes)
        by_hand = self._words.tr("chosen by you") if changed else ""
        self.setAccessibleName(self.heading.full_text())
        self.choice.setAccessibleDescription(by_hand)
        self.setToolTip(by_hand)
        self._space()
        self.update()

    def fit(self, width: int) -> None:
        """With little room the choice stands below the column's name."""
        narrow = width < theme.current().px(_NARROW)
        direction = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        if direction != self._outer.direction():
            self._outer.setDirection(direction)

    def _picked(self, field: str) -> None:
        self.picked.emit(self.column.heading, field)

    def _back(self) -> None:
        self.put_back.emit(self.column.heading)

    def _space(self) -> None:
        now = theme.current()
        self._outer.setContentsMargins(now.px(10), now.px(5), now.px(2), now.px(5))
        self._outer.setSpacing(now.px(12))
        self._text.setSpacing(now.px(14))
        self._acts.setSpacing(now.px(4))
        self._between.setFixedSize(now.px(44), now.px(44))
        self.choice.setFixedWidth(min(max(self.choice.sizeHint().width(), now.px(_LEAST)), now.px(_MOST_WIDE)))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_outer"):
            self._space()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        if self.changed:
            painter.fillRect(0, now.px(4), now.px(4), self.height() - now.px(8), now.tokens.colour("act"))
        if not self.last:
            painter.fillRect(0, self.height() - 1, self.width(), 1, now.tokens.colour("line"))


class ColumnTable(Panel):
    """All columns, those that are brought in first. ``picked`` gives a heading and a field, ``put_back`` a heading."""

    picked = Signal(str, str)
    put_back = Signal(str)

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(words.tr("What each column becomes"), parent=parent)
        self._words = words
        self._rows: dict[int, ColumnRow] = {}
        self._left_out = Label("", "caption")
        self._more = Label("", "muted", wrap=True)
        self._layout_columns: tuple[str, ...] = ()
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self.body.addLayout(self._list)

    def show_columns(self, columns: Sequence[Column], options: Options, by_hand: Sequence[str]) -> None:
        """The columns as they are understood now; rows stay where they stood while it is the same file."""
        shown = columns[:MOST]
        headings = tuple(column.heading for column in shown)
        if headings != self._layout_columns:
            self._make(shown, options)
            self._layout_columns = headings
        for at, column in enumerate(shown):
            row = self._rows[at]
            row.choice.set_options(options)
            row.show_column(column, column.heading in by_hand)
        rest = len(columns) - len(shown)
        told = self._words.ntr("{n} more column is left out", "{n} more columns are left out", rest)
        self._more.set_text(told.format(n=rest))
        self._more.setVisible(rest > 0)

    def row(self, heading: str) -> ColumnRow:
        """The row of the column called so."""
        return next(row for row in self._rows.values() if row.column.heading == heading)

    def rows(self) -> tuple[ColumnRow, ...]:
        """All rows, as they stand in the file."""
        return tuple(self._rows.values())

    def _make(self, columns: Sequence[Column], options: Options) -> None:
        for row in self._rows.values():
            row.hide()
            row.deleteLater()
        while self._list.count():
            self._list.takeAt(0)
        self._rows = {at: ColumnRow(self._words, column, options) for at, column in enumerate(columns)}
        used = [row for row in self._rows.values() if (row.column.field or IGNORE) != IGNORE]
        unused = [row for row in self._rows.values() if row not in used]
        for row in used:
            self._add_row(row)
        if unused:
            count = len(unused)
            told = self._words.ntr("Left out: {n} column", "Left out: {n} columns", count).format(n=count)
            self._left_out.set_text(told)
            self._left_out.setContentsMargins(0, theme.current().px(18), 0, theme.current().px(4))
            self._list.addWidget(self._left_out)
            for row in unused:
                self._add_row(row)
        for group in (used, unused):
            if group:
                group[-1].last = True
        self._left_out.setVisible(bool(unused))
        self._list.addWidget(self._more)
        self._fit()

    def _add_row(self, row: ColumnRow) -> None:
        row.picked.connect(self.picked)
        row.put_back.connect(self.put_back)
        self._list.addWidget(row)

    def _fit(self) -> None:
        for row in self._rows.values():
            row.fit(self.width())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


def options_for(words: Words, fields: Sequence[tuple[str, str]]) -> Options:
    """What a column can become: one of the fields, a note, or nothing."""
    own = [(field, label) for field, label in fields if field != NOTE]
    return (*own, (NOTE, words.tr("Keep as a note")), (IGNORE, words.tr("Leave out")))
