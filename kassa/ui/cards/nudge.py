"""Moving the print on the paper: four arrows around a picture of which way it goes; the arrow keys do the same."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from kassa.ui import theme
from kassa.ui.widgets import brush
from kassa.ui.widgets.buttons import IconButton
from kassa.words import Words

COARSE, FINE = 0.5, 0.1
_KEYS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}


class ArrowButton(IconButton):
    """An arrow with an edge: it is pressed again and again."""

    def colours(self) -> tuple[QColor | None, QColor | None, QColor]:
        tokens = theme.current().tokens
        if not self.isEnabled():
            return None, tokens.colour("line"), tokens.colour("muted")
        name = "track" if self.isDown() else "ground" if self.underMouse() else "card"
        return tokens.colour(name), tokens.colour("edge"), tokens.colour("text")


class NudgePad(QWidget):
    """``nudged`` carries how far to the right and down, in millimetres; with Shift the fine step is taken."""

    nudged = Signal(float, float)

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.step = COARSE
        self.picture = NudgePicture()
        self.left = ArrowButton("left", words.tr("Move the print to the left"))
        self.right = ArrowButton("right", words.tr("Move the print to the right"))
        self.up = ArrowButton("up", words.tr("Move the print up"))
        self.down = ArrowButton("down", words.tr("Move the print down"))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(theme.current().px(6))
        places = ((self.up, 0, 1), (self.left, 1, 0), (self.picture, 1, 1), (self.right, 1, 2), (self.down, 2, 1))
        for widget, row, column in places:
            grid.addWidget(widget, row, column, Qt.AlignmentFlag.AlignCenter)
        for button in (self.left, self.right, self.up, self.down):
            button.setAutoRepeat(True)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(self._pressed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(words.tr("Move the print with the arrow keys"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_moved(self, x: float, y: float, told: str) -> None:
        """Where the print is now, in millimetres and in words."""
        self.picture.show_moved(x, y)
        self.setAccessibleDescription(told)

    def _pressed(self) -> None:
        ways = {self.left: (-1, 0), self.right: (1, 0), self.up: (0, -1), self.down: (0, 1)}
        button = self.sender()
        if isinstance(button, ArrowButton):
            x, y = ways[button]
            self.nudged.emit(x * self.step, y * self.step)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        way = _KEYS.get(Qt.Key(event.key()))
        if way is None:
            super().keyPressEvent(event)
            return
        step = FINE if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else self.step
        self.nudged.emit(way[0] * step, way[1] * step)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.picture.set_ring(True)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.picture.set_ring(False)
        super().focusOutEvent(event)


class NudgePicture(QWidget):
    """A card's edge on the sheet, dashed, and the print over it, moved many times as far as in truth."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._x, self._y = 0.0, 0.0
        self._ring = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_moved(self, x: float, y: float) -> None:
        """How far the print is moved, in millimetres to the right and down."""
        self._x, self._y = x, y
        self.update()

    def set_ring(self, ring: bool) -> None:
        """Whether the keyboard is here."""
        self._ring = ring
        self.update()

    def sizeHint(self) -> QSize:
        px = theme.current().px
        return QSize(px(150), px(108))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)

    def printed_at(self) -> QRectF:
        """Where the print is painted; never out of the picture."""
        px = theme.current().px
        reach = float(px(17))
        shown = (max(-reach, min(reach, _steps(off) * px(3))) for off in (self._x, self._y))
        return self.card_at().translated(*shown)

    def card_at(self) -> QRectF:
        """Where the card lies on the sheet."""
        px = theme.current().px
        return QRectF(self.rect()).adjusted(px(22), px(22), -px(22), -px(22))

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        tokens = now.tokens
        painter = QPainter(self)
        brush.rounded(painter, QRectF(self.rect()), now.px(10), tokens.colour("ground"), tokens.colour("line"))
        ink = tokens.colour("act")
        ink.setAlpha(90)
        brush.rounded(painter, self.printed_at(), now.px(6), ink, tokens.colour("act"), now.px(1))
        pen = QPen(tokens.colour("text"), now.px(1))
        pen.setDashPattern([4, 3])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(self.card_at(), now.px(6), now.px(6))
        if self._ring:
            brush.focus_ring(painter, QRectF(self.rect()), now.px(10), tokens.colour("text"))


def _steps(off: float) -> float:
    """How far it is painted, in half millimetres: the first ones at their length, those after them ever shorter."""
    far = abs(off) / COARSE
    return (far if far <= 2 else 2 + (far - 2) ** 0.5) * (1 if off >= 0 else -1)
