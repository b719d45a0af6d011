"""The table of columns: what a column is called in the file, what stands in it, what it becomes in Kassa."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
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
_AT_FIRST, _AT_ONCE = 9, 3
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
    """All columns, those that are brought in first. ``picked`` gives a heading and a field, ``put_back`` a heading.

    Rows beyond the first are made a few at a time, so that the window never waits for them.
    """

    picked = Signal(str, str)
    put_back = Signal(str)

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(words.tr("What each column becomes"), parent=parent)
        self._words = words
        self._columns: tuple[Column, ...] = ()
        self._options: Options = ()
        self._by_hand: frozenset[str] = frozenset()
        self._headings: tuple[str, ...] = ()
        self._rows: dict[int, ColumnRow] = {}
        self._to_make: deque[int] = deque()
        self._used: frozenset[int] = frozenset()
        self._left_out = Label("", "caption")
        self._more = Label("", "muted", wrap=True)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self.body.addLayout(self._list)
        self.body.addWidget(self._more)
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._make_some)

    def show_columns(self, columns: Sequence[Column], options: Options, by_hand: Collection[str]) -> None:
        """The columns as they are understood now; rows stay where they stood while it is the same file."""
        self._columns = tuple(columns[:MOST])
        self._options, self._by_hand = options, frozenset(by_hand)
        rest = len(columns) - len(self._columns)
        told = self._words.ntr("{n} more column is left out", "{n} more columns are left out", rest)
        self._more.set_text(told.format(n=self._words.number(rest)))
        self._more.setVisible(rest > 0)
        headings = tuple(column.heading for column in self._columns)
        if headings != self._headings:
            self._headings = headings
            self._begin()
        for at in self._rows:
            self._fill(at)

    def row(self, heading: str) -> ColumnRow:
        """The row of the column called so."""
        return next(row for row in self.rows() if row.column.heading == heading)

    def rows(self) -> tuple[ColumnRow, ...]:
        """All rows, as they stand in the file."""
        while self._to_make:
            self._make_some()
        return tuple(self._rows[at] for at in sorted(self._rows))

    def _begin(self) -> None:
        for row in self._rows.values():
            row.hide()
            row.deleteLater()
        while self._list.count():
            self._list.takeAt(0)
        self._rows = {}
        places = range(len(self._columns))
        self._used = frozenset(at for at in places if (self._columns[at].field or IGNORE) != IGNORE)
        self._to_make = deque(sorted(places, key=lambda at: (at not in self._used, at)))
        unused = len(self._columns) - len(self._used)
        told = self._words.ntr("Left out: {n} column", "Left out: {n} columns", unused).format(
            n=self._words.number(unused)
        )
        self._left_out.set_text(told)
        self._left_out.setContentsMargins(0, theme.current().px(18), 0, theme.current().px(4))
        self._left_out.hide()
        while self._to_make and len(self._rows) < _AT_FIRST:
            self._make_some()
        self._timer.start()

    def _make_some(self) -> None:
        for _ in range(min(_AT_ONCE, len(self._to_make))):
            at = self._to_make.popleft()
            if at not in self._used and self._left_out.isHidden():
                self._list.addWidget(self._left_out)
                self._left_out.show()
            row = ColumnRow(self._words, self._columns[at], self._options)
            row.last = not self._to_make or (at in self._used) != (self._to_make[0] in self._used)
            row.picked.connect(self.picked)
            row.put_back.connect(self.put_back)
            row.fit(self.width())
            self._list.addWidget(row)
            self._rows[at] = row
            self._fill(at)
        if not self._to_make:
            self._timer.stop()

    def _fill(self, at: int) -> None:
        column, row = self._columns[at], self._rows[at]
        row.choice.set_options(self._options)
        row.show_column(column, column.heading in self._by_hand)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for row in self._rows.values():
            row.fit(self.width())


def options_for(words: Words, fields: Sequence[tuple[str, str]]) -> Options:
    """What a column can become: one of the fields, a note, or nothing."""
    own = [(field, label) for field, label in fields if field != NOTE]
    return (*own, (NOTE, words.tr("Keep as a note")), (IGNORE, words.tr("Leave out")))
