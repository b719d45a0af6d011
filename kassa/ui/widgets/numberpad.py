"""A number pad for touch, opened beside the amount."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QSizePolicy, QWidget

from kassa.ui import theme
from kassa.ui.widgets import brush
from kassa.ui.widgets.amount import AmountField, decimal_mark
from kassa.ui.widgets.buttons import KeyButton, PrimaryButton
from kassa.words import Words


class _PadKey(KeyButton):
    font_px = 22
    height_px = 60
    radius = 12.0

    def __init__(self, label: str, name: str = "", *, icon: str = "") -> None:
        super().__init__(label, icon=icon)
        self.setAccessibleName(name or label)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def sizeHint(self) -> QSize:
        return QSize(theme.current().px(72), theme.current().px(self.height_px))

    def colours(self) -> tuple[QColor | None, QColor | None, QColor]:
        tokens = theme.current().tokens
        name = "track" if self.isDown() else "ground"
        return tokens.colour(name), tokens.colour("line"), tokens.colour("text")


class NumberPad(QFrame):
    """Types into an ``AmountField``; ``entered`` is its green key. It closes on a press elsewhere or Esc."""

    entered = Signal()

    def __init__(self, words: Words, target: AmountField, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self._target = target
        self.setAccessibleName(words.tr("Number pad"))
        grid = QGridLayout(self)
        now = theme.current()
        grid.setContentsMargins(*(now.px(14),) * 4)
        grid.setSpacing(now.px(8))
        mark = decimal_mark(words.language)
        self.keys: dict[str, KeyButton] = {}
        for number, label in enumerate("789456123"):
            self._put(grid, _PadKey(label), label, number // 3, number % 3)
        self._put(grid, _PadKey("0"), "0", 3, 0)
        self._put(grid, _PadKey("00"), "00", 3, 1)
        self._put(grid, _PadKey(mark), mark, 3, 2)
        back = _PadKey("", words.tr("Erase the last digit"), icon="backspace")
        back.setAutoRepeat(True)
        back.clicked.connect(self._back)
        grid.addWidget(back, 0, 3)
        clear = _PadKey("C", words.tr("Clear"))
        clear.clicked.connect(target.clear)
        grid.addWidget(clear, 1, 3)
        enter = PrimaryButton("", icon="enter")
        enter.setAccessibleName(words.tr("Done"))
        enter.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        enter.clicked.connect(self._enter)
        grid.addWidget(enter, 2, 3, 2, 1)
        self.keys.update({"back": back, "clear": clear, "enter": enter})

    def open_above(self, anchor: QWidget) -> None:
        """Opens with its lower edge just above a widget, inside the screen."""
        self.adjustSize()
        at = anchor.mapToGlobal(QPoint(0, -self.height() - theme.current().px(8)))
        room = anchor.screen().availableGeometry()
        at.setX(max(room.left(), min(at.x(), room.right() - self.width())))
        at.setY(max(room.top(), min(at.y(), room.bottom() - self.height())))
        self.move(at)
        self.show()

    def _put(self, grid: QGridLayout, key: KeyButton, text: str, row: int, column: int) -> None:
        self.keys[text] = key
        key.clicked.connect(self._digit)
        grid.addWidget(key, row, column)

    def _digit(self) -> None:
        key = self.sender()
        if isinstance(key, KeyButton):
            self._target.insert(key.label)

    def _back(self) -> None:
        self._target.edit.backspace()

    def _enter(self) -> None:
        self.close()
        self.entered.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        # A see-through window would show black corners where no compositor runs, as on many tills.
        super().resizeEvent(event)
        path = QPainterPath()
        path.addRoundedRect(QRectF(self.rect()), theme.current().px(18), theme.current().px(18))
        self.setMask(QRegion(path.toFillPolygon().toPolygon()))

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        brush.rounded(
            QPainter(self), QRectF(self.rect()), now.px(18), now.tokens.colour("card"), now.tokens.colour("edge")
        )
