"""A field that takes every key as it comes, with its time: here a scanner shows what it really types."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kassa.ui import theme
from kassa.ui.help.diagnosis import BETWEEN_MS, ENTERS, Key
from kassa.ui.scanner import MODIFIERS, RAW
from kassa.ui.widgets import brush
from kassa.words import Words

# After an Enter little may follow; without one the scan ends when nothing has come for so long.
_AFTER_ENTER_MS = 120
_SILENCE_MS = 900
_MOST = 80
_BURST_MS = 100
_NAMED = {
    Qt.Key.Key_Home: "<Home>",
    Qt.Key.Key_End: "<End>",
    Qt.Key.Key_Up: "<Up>",
    Qt.Key.Key_Down: "<Down>",
    Qt.Key.Key_Left: "<Left>",
    Qt.Key.Key_Right: "<Right>",
    Qt.Key.Key_PageUp: "<PageUp>",
    Qt.Key.Key_PageDown: "<PageDown>",
    Qt.Key.Key_Insert: "<Insert>",
    Qt.Key.Key_Clear: "<Clear>",
}
# What scanners send that were set to control characters: Ctrl+J is a line feed, Ctrl+M a return.
_CONTROL = {Qt.Key.Key_J: "\n", Qt.Key.Key_M: "\r"}


def _milliseconds() -> float:
    return monotonic() * 1000


class RawKeys(QWidget):
    """``typed`` carries the keys of one scan once it is over. ``clock`` is for events without a time of their own."""

    typed = Signal(object)

    def __init__(self, words: Words, parent: QWidget | None = None, clock: Callable[[], float] = _milliseconds) -> None:
        super().__init__(parent)
        self._words = words
        self._clock = clock
        self._last: tuple[int, float] | None = None
        self.keys: list[Key] = []
        self._over = False
        self.setProperty(RAW, True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.setAccessibleName(words.tr("Scan here"))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._end = QTimer(self)
        self._end.setSingleShot(True)
        self._end.timeout.connect(self._finish)

    def clear(self) -> None:
        """Waits for the next scan."""
        self._end.stop()
        self._begin()
        self.update()

    def _begin(self) -> None:
        self.keys, self._last, self._over = [], None, False
        self.updateGeometry()

    def _finish(self) -> None:
        self._over = True
        self.typed.emit(tuple(self.keys))

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent):
            control = event.modifiers() == Qt.KeyboardModifier.ControlModifier and event.key() in _CONTROL
            if event.type() == QEvent.Type.ShortcutOverride and (control or event.key() in _NAMED):
                event.accept()
                return True
            # Tab goes on to the next control as everywhere, unless a scanner types it.
            if event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Tab and self._in_burst(event):
                self.keyPressEvent(event)
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = self._text(event)
        if event.key() in MODIFIERS or not text:
            if event.key() not in MODIFIERS:
                super().keyPressEvent(event)
            return
        event.accept()
        if self._over:
            self._begin()
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self.keys.append(Key(text, self._since(event), shift))
        del self.keys[:-_MOST]
        self._end.start(_AFTER_ENTER_MS if text in ENTERS else _SILENCE_MS)
        self.updateGeometry()
        self.update()

    def _text(self, event: QKeyEvent) -> str:
        key = Qt.Key(event.key())
        if event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            return _CONTROL.get(key, "")
        if event.modifiers() & (Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier):
            return ""
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return "\r"
        if key == Qt.Key.Key_Tab:
            return "\t"
        if key in (Qt.Key.Key_Escape, Qt.Key.Key_Backspace):
            return ""
        return _NAMED.get(key) or (event.text() if event.text().isprintable() else "")

    def _since(self, event: QKeyEvent) -> float:
        gap = self._gap(event)
        self._last = (event.timestamp(), self._clock())
        return gap

    def _gap(self, event: QKeyEvent) -> float:
        if self._last is None:
            return 0.0
        stamp, clock = self._last
        if stamp and event.timestamp():
            return float(event.timestamp() - stamp)
        return self._clock() - clock

    def _in_burst(self, event: QKeyEvent) -> bool:
        return bool(self.keys) and not self._over and self._gap(event) < _BURST_MS

    # ── how it looks ──

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def sizeHint(self) -> QSize:
        width = self.width() if self.isVisible() else theme.current().px(420)
        return QSize(theme.current().px(420), self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.current().px(200), theme.current().px(120))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        boxes = self._boxes(width)
        last = boxes[-1].bottom() if boxes else 0
        return max(theme.current().px(120), round(last) + theme.current().px(36))

    def _shown(self, key: Key) -> str:
        names = {"\r": brush.RETURN, "\n": brush.RETURN, "\t": "Tab", " ": "␣"}
        return names.get(key.text, key.text.strip("<>") if len(key.text) > 1 else key.text)

    def _boxes(self, width: float) -> list[QRectF]:
        """Where each key stands: caps in rows, each with its milliseconds below."""
        now = theme.current()
        metrics = QFontMetricsF(now.font(18, 600))
        x, y = float(now.px(14)), float(now.px(14))
        boxes: list[QRectF] = []
        for key in self.keys:
            wide = max(now.px(34), metrics.horizontalAdvance(self._shown(key)) + now.px(16))
            if boxes and x + wide > width - now.px(14):
                x, y = float(now.px(14)), y + now.px(68)
            boxes.append(QRectF(x, y, wide, now.px(40)))
            x += wide + now.px(6)
        return boxes

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        tokens, painter = now.tokens, QPainter(self)
        edge, width = (tokens.colour("act"), 2.0) if self.hasFocus() else (tokens.colour("edge"), 1.0)
        brush.rounded(painter, QRectF(self.rect()), now.px(14), tokens.colour("card"), edge, width)
        if not self.keys:
            painter.setFont(now.font(18))
            painter.setPen(tokens.colour("muted"))
            told = self._words.tr("Scan now …") if self.hasFocus() else self._words.tr("Press here, then scan")
            painter.drawText(QRectF(self.rect()), Qt.AlignmentFlag.AlignCenter, told)
            return
        for at, (key, box) in enumerate(zip(self.keys, self._boxes(self.width()), strict=True)):
            self._paint_key(painter, key, box, at > 0)

    def _paint_key(self, painter: QPainter, key: Key, box: QRectF, timed: bool) -> None:
        now = theme.current()
        tokens = now.tokens
        slow = timed and key.ms >= BETWEEN_MS and key.text not in ENTERS
        brush.rounded(painter, box, now.px(7), tokens.colour("ground"), tokens.colour("edge"))
        painter.setFont(now.font(18, 600))
        painter.setPen(tokens.colour("text"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._shown(key))
        if timed:
            painter.setFont(now.font(theme.SMALLEST, 600 if slow else 400))
            painter.setPen(tokens.colour("wrong" if slow else "muted"))
            # Wider than its key, so that three digits are not cut.
            below = box.adjusted(-now.px(6), 0, now.px(6), 0)
            below.translate(0, box.height())
            below.setHeight(now.px(22))
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, str(round(key.ms)))
