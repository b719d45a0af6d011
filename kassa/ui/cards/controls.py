"""The page's own controls: a choice as a large row, a number with keys beside it, a sheet's free places."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QIntValidator, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QRadioButton, QSizePolicy, QWidget

from kassa.ui import theme
from kassa.ui.importing.controls import Tick
from kassa.ui.widgets import brush
from kassa.ui.widgets.buttons import IconButton
from kassa.ui.widgets.label import plain_tooltip

_WRAPPED = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft) | int(Qt.TextFlag.TextWordWrap)
_POINTED = (Qt.FocusReason.MouseFocusReason, Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)


class Choice(QRadioButton):
    """One of several, as a row with a mark before it and a figure after it; the chosen one is soft green."""

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        super().__init__(label.replace("&", "&&"), parent)
        self._label = label
        self._figure = ""
        self._ring = False
        self.setAccessibleName(label)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_figure(self, figure: str) -> None:
        """What stands at the row's end: how many."""
        self._figure = figure
        self.setAccessibleDescription(figure)
        self.update()

    def figure(self) -> str:
        """What stands at the row's end."""
        return self._figure

    def sizeHint(self) -> QSize:
        now = theme.current()
        metrics = QFontMetricsF(now.font(15, 600))
        wide = metrics.horizontalAdvance(self._label) + metrics.horizontalAdvance(self._figure)
        return QSize(round(wide) + now.px(74), now.px(48))

    def minimumSizeHint(self) -> QSize:
        now = theme.current()
        return QSize(now.px(140), now.px(48))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        # The whole row is the target; Qt's own would be the mark and the words.
        self.setDown(event.button() == Qt.MouseButton.LeftButton)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.isDown() and self.rect().contains(event.position().toPoint()):
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self.click()
        self.setDown(False)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ring = event.reason() not in _POINTED
        super().focusInEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.ApplicationFontChange):
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        tokens = now.tokens
        painter = QPainter(self)
        box = QRectF(self.rect())
        chosen = self.isChecked()
        fill = tokens.colour("act_soft" if chosen else "ground" if self.underMouse() else "card")
        brush.rounded(painter, box, now.px(12), fill, tokens.colour("act" if chosen else "line"))
        self._paint_mark(painter, QPointF(now.px(22), box.center().y()), chosen)
        self._paint_words(painter, box.adjusted(now.px(44), 0, -now.px(14), 0), chosen)
        if self.hasFocus() and self._ring:
            brush.focus_ring(painter, box, now.px(12), tokens.colour("text"))

    def _paint_mark(self, painter: QPainter, middle: QPointF, chosen: bool) -> None:
        now = theme.current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(now.tokens.colour("act" if chosen else "dash"), now.px(2)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(middle, now.px(8), now.px(8))
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(now.tokens.colour("act"))
            painter.drawEllipse(middle, now.px(4), now.px(4))

    def _paint_words(self, painter: QPainter, box: QRectF, chosen: bool) -> None:
        now = theme.current()
        font = now.font(15, 600 if chosen else 400)
        figure_font = now.font(15, 600, figures=True)
        taken = QFontMetricsF(figure_font).horizontalAdvance(self._figure)
        painter.setPen(now.tokens.colour("text"))
        painter.setFont(figure_font)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self._figure)
        room = box.width() - taken - (now.px(8) if self._figure else 0)
        shown = QFontMetricsF(font).elidedText(self._label, Qt.TextElideMode.ElideRight, room)
        self.setToolTip(plain_tooltip(self._label) if shown != self._label else "")
        painter.setFont(font)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


class LongTick(Tick):
    """A tick whose words run over lines where they have no room on one."""

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        super().__init__(label, parent)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        now = theme.current()
        room = QRectF(0, 0, width - now.px(38), 10_000)
        words = QFontMetricsF(now.font(15, 600)).boundingRect(room, _WRAPPED, self.accessibleName())
        return max(now.px(44), round(words.height()) + now.px(12))

    def paint_words(self, painter: QPainter, room: QRectF) -> None:
        painter.drawText(room, _WRAPPED, self.accessibleName())


class Stepper(QWidget):
    """A whole number between two bounds, typed or stepped: − 10 +; arrow keys step too. ``changed`` carries it."""

    changed = Signal(int)

    def __init__(self, name: str, fewer: str, more: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._least, self._most, self._value = 1, 1, 1
        self.field = QLineEdit("1")
        self.field.setAccessibleName(name)
        self.field.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.field.textEdited.connect(self._typed)
        self.field.editingFinished.connect(self._show)
        self.fewer = IconButton("minus", fewer, colour="text")
        self.more = IconButton("plus", more, colour="text")
        for button in (self.fewer, self.more):
            button.setAutoRepeat(True)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.fewer.clicked.connect(self._step_down)
        self.more.clicked.connect(self._step_up)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for widget in (self.fewer, self.field, self.more):
            row.addWidget(widget)
        self.setFocusProxy(self.field)
        self._dress()

    @property
    def value(self) -> int:
        """The number now."""
        return self._value

    def set_bounds(self, least: int, most: int) -> None:
        """The smallest and the largest number; the value moves inside."""
        self._least, self._most = least, most
        self._dress()
        self.field.setValidator(QIntValidator(0, most, self))
        self.set_value(self._value)

    def set_value(self, value: int) -> None:
        """Another number, brought inside the bounds."""
        value = min(self._most, max(self._least, value))
        changed = value != self._value
        self._value = value
        self._show()
        if changed:
            self.changed.emit(value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Up:
            self._step_up()
        elif event.key() == Qt.Key.Key_Down:
            self._step_down()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._dress()
        super().changeEvent(event)

    def _dress(self) -> None:
        now = theme.current()
        digits = QFontMetricsF(now.font(15, figures=True)).horizontalAdvance(str(self._most))
        self.field.setFixedWidth(max(now.px(60), round(digits) + now.px(34)))

    def _step_up(self) -> None:
        self.set_value(self._value + 1)

    def _step_down(self) -> None:
        self.set_value(self._value - 1)

    def _typed(self, text: str) -> None:
        # A number half typed may be outside; it is brought inside when the field is left.
        if text and self._least <= int(text) <= self._most and int(text) != self._value:
            self._value = int(text)
            self.fewer.setEnabled(self._value > self._least)
            self.more.setEnabled(self._value < self._most)
            self.changed.emit(self._value)

    def _show(self) -> None:
        if self.field.text() != str(self._value):
            self.field.setText(str(self._value))
        self.fewer.setEnabled(self._value > self._least)
        self.more.setEnabled(self._value < self._most)


class PlaceMap(QWidget):
    """A small picture of the sheet: used places are empty, the first to print has its number. A click chooses it."""

    chosen = Signal(int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns, self._rows, self._start = 2, 5, 1
        self.setAccessibleName(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_sheet(self, columns: int, rows: int, start: int) -> None:
        """The sheet's grid, and where printing starts (from 1)."""
        self._columns, self._rows, self._start = columns, rows, start
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        now = theme.current()
        return QSize(now.px(29 * self._columns + 12), now.px(22 * self._rows + 12))

    def place_at(self, point: QPointF) -> int | None:
        """The place under a point."""
        for number in range(1, self._columns * self._rows + 1):
            if self._cell(number).adjusted(-2, -2, 2, 2).contains(point):
                return number
        return None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self.place_at(event.position())
        if place is not None:
            self.chosen.emit(place)

    def _cell(self, number: int) -> QRectF:
        now = theme.current()
        row, column = divmod(number - 1, self._columns)
        inset, gap = now.px(6), now.px(2)
        wide = (self.width() - 2 * inset) / self._columns
        high = (self.height() - 2 * inset) / self._rows
        return QRectF(inset + column * wide + gap, inset + row * high + gap, wide - 2 * gap, high - 2 * gap)

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        tokens = now.tokens
        painter = QPainter(self)
        brush.rounded(painter, QRectF(self.rect()), now.px(6), tokens.colour("card"), tokens.colour("edge"))
        for number in range(1, self._columns * self._rows + 1):
            cell = self._cell(number)
            if number < self._start:
                brush.rounded(painter, cell, now.px(3), None, tokens.colour("line"))
            elif number > self._start:
                brush.rounded(painter, cell, now.px(3), tokens.colour("act_soft"), tokens.colour("act"))
            else:
                brush.rounded(painter, cell, now.px(3), tokens.colour("act"))
                painter.setFont(now.font(theme.SMALLEST, 600))
                painter.setPen(tokens.colour("on_act"))
                painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, str(number))
