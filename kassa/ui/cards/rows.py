"""Rows as on a form filled in by hand: a question on the left, its answer on the right; pressed, the row opens."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from kassa.ui import theme
from kassa.ui.widgets import brush, icons
from kassa.ui.widgets.buttons import KeyButton
from kassa.ui.widgets.panel import Panel

Mark = Literal["down", "up", "right"]
_HIGH, _LINE, EDGE = 44, 22, 8
_ANSWER = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
_BELOW = int(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight) | int(Qt.TextFlag.TextWordWrap)


class RowButton(KeyButton):
    """A whole row as a button; where question and answer don't fit beside each other, the answer stands below."""

    def __init__(self, label: str, mark: Mark = "down", parent: QWidget | None = None) -> None:
        self._value = ""
        self._mark: Mark = mark
        super().__init__(label, parent=parent)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def value(self) -> str:
        """The answer shown."""
        return self._value

    def set_value(self, value: str) -> None:
        """Shows another answer; it is also what a screen reader says after the question."""
        self._value = value
        self.setAccessibleDescription(value)
        self.updateGeometry()
        self.update()

    def set_mark(self, mark: Mark) -> None:
        """Points down where it opens, up where it closes, right where it leads elsewhere."""
        self._mark = mark
        self.update()

    def _answer_width(self) -> float:
        now = theme.current()
        words = QFontMetricsF(now.font(15, 600, figures=True)).horizontalAdvance(self._value)
        return words + now.px(24)

    def _beside(self, width: int) -> bool:
        now = theme.current()
        question = QFontMetricsF(now.font(15)).horizontalAdvance(self.label)
        return question + self._answer_width() + now.px(20 + 2 * EDGE) <= width

    def _answer_height(self, width: float) -> float:
        """The height of an answer that stands below its question, over as many lines as it needs."""
        now = theme.current()
        room = QRectF(0, 0, width - now.px(24 + 2 * EDGE), 10_000)
        return QFontMetricsF(now.font(15, 600, figures=True)).boundingRect(room, _BELOW, self._value).height()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        now = theme.current()
        if self._beside(width):
            return now.px(_HIGH)
        return now.px(_LINE + 20) + round(self._answer_height(width) + 0.5)

    def sizeHint(self) -> QSize:
        now = theme.current()
        return QSize(now.px(240), self.heightForWidth(self.width() if self.isVisible() else now.px(340)))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.current().px(120), theme.current().px(_HIGH))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        tokens = now.tokens
        painter = QPainter(self)
        whole = QRectF(self.rect())
        if self.underMouse() or self.isDown():
            brush.rounded(painter, whole, now.px(10), tokens.colour("track" if self.isDown() else "ground"))
        box = whole.adjusted(now.px(EDGE), 0, -now.px(EDGE), 0)
        beside = self._beside(self.width())
        question = QRectF(box) if beside else QRectF(box.left(), now.px(8), box.width(), now.px(_LINE + 2))
        answer = QRectF(box)
        if not beside:
            answer.setTop(question.bottom())
            answer.setHeight(self._answer_height(self.width()))
        side = now.px(16)
        mark = QRectF(box.right() - side, answer.center().y() - side / 2, side, side)
        icons.paint(painter, self._mark, mark, tokens.colour("muted"))
        painter.setPen(tokens.colour("text"))
        painter.setFont(now.font(15))
        painter.drawText(question, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.label)
        painter.setFont(now.font(15, 600, figures=True))
        painter.drawText(answer.adjusted(0, 0, -side - now.px(6), 0), _ANSWER if beside else _BELOW, self._value)
        if self.hasFocus() and self._ring:
            brush.focus_ring(painter, whole.adjusted(-2, -2, 2, 2), now.px(10), tokens.colour("text"))


class FoldRow(QWidget):
    """A row and, below it while it is open, what answers its question. ``opened`` says that it has just opened."""

    opened = Signal()

    def __init__(self, label: str, inside: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.button = RowButton(label)
        self.inside = inside
        inside.hide()
        self.button.clicked.connect(self._turn)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.button)
        self._column.addWidget(inside)
        self._space()

    @property
    def is_open(self) -> bool:
        """Whether what is below it can be seen."""
        return not self.inside.isHidden()

    def set_open(self, open_: bool) -> None:
        """Opens or closes it."""
        if open_ == self.is_open:
            return
        self.inside.setVisible(open_)
        self.button.set_mark("up" if open_ else "down")
        if open_:
            self.opened.emit()

    def _turn(self) -> None:
        self.set_open(not self.is_open)

    def _space(self) -> None:
        now = theme.current()
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        inside = self.inside.layout()
        if inside is not None:
            inside.setContentsMargins(now.px(EDGE), now.px(2), now.px(EDGE), now.px(12))
            inside.setSpacing(now.px(8))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_column"):
            self._space()
        super().changeEvent(event)


class StudioPanel(Panel):
    """A panel of rows: they reach a little over its margins, so that their words stand in line with its title."""

    def _space(self) -> None:
        super()._space()
        now = theme.current()
        self._outer.setContentsMargins(now.px(16 - EDGE), now.px(12), now.px(16 - EDGE), now.px(6))
        self._outer.setSpacing(now.px(4))
        self._head.setContentsMargins(now.px(EDGE), 0, now.px(EDGE), 0)
        self.body.setSpacing(now.px(2))


class Rows(QWidget):
    """Rows below each other with a hair line between; at most one of them is open. ``opened`` carries which."""

    opened = Signal(QWidget)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.folds: list[FoldRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(1)

    def add(self, row: FoldRow | RowButton) -> None:
        """Puts a row below the others."""
        self._column.addWidget(row)
        if isinstance(row, FoldRow):
            self.folds.append(row)
            row.opened.connect(self._opened)

    def open_one(self, one: FoldRow | None) -> None:
        """Opens a row, or none; the others close."""
        for fold in self.folds:
            fold.set_open(fold is one)

    def _opened(self) -> None:
        fold = self.sender()
        if isinstance(fold, FoldRow):
            self.open_one(fold)
            self.opened.emit(fold)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(theme.current().tokens.colour("line"))
        edge = theme.current().px(EDGE)
        shown = [item.widget() for at in range(self._column.count()) if (item := self._column.itemAt(at)) is not None]
        for widget in [each for each in shown if each is not None and not each.isHidden()][1:]:
            painter.drawLine(edge, widget.y() - 1, self.width() - edge, widget.y() - 1)
