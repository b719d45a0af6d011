"""The wedge scanner: a keyboard that types a card's code and Enter, faster than anybody can.

A scan is ten digits with a right check digit, each less than 35 ms after the one before, then Enter within 150 ms. It
opens the customer whatever has the focus, leaves no digit behind and presses no button. Anything else is typing.

So a digit is held back until it is known to be one or the other: for the 35 ms in which a scanner would send the next,
at most. What was held and is no scan is sent on as it came: every press and release, in order, with its modifiers. Key
events are told apart by the time at which the system saw them, not by when the window got round to them, so a busy
moment makes neither a scan of typing nor typing of a scan.

A widget with the property ``RAW`` gets all its keys as they come while it has the focus: there a scanner is tested.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QWidget

from kassa.domain.codes import LENGTH, is_code

BETWEEN_MS = 35
ENTER_MS = 150
REPEAT_MS = 15
RAW = "kassa_raw_keys"

_Type = QEvent.Type
_KEYS = frozenset({_Type.KeyPress, _Type.KeyRelease, _Type.ShortcutOverride})
_OTHER_INPUT = frozenset(
    {_Type.MouseButtonPress, _Type.MouseButtonDblClick, _Type.TouchBegin, _Type.Wheel, _Type.InputMethod, _Type.Close}
)
_WATCHED = _KEYS | _OTHER_INPUT
MODIFIERS = frozenset(
    {
        Qt.Key.Key_Shift,
        Qt.Key.Key_Control,
        Qt.Key.Key_Alt,
        Qt.Key.Key_AltGr,
        Qt.Key.Key_Meta,
        Qt.Key.Key_CapsLock,
        Qt.Key.Key_NumLock,
    }
)
_COMMANDING = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


def _milliseconds() -> float:
    return monotonic() * 1000


@dataclass(frozen=True, slots=True)
class _Moment:
    """When a key went down: by the system's stamp (0 when there is none) and by our own clock, in milliseconds."""

    stamp: int
    clock: float

    def since(self, earlier: _Moment) -> float:
        if self.stamp and earlier.stamp:
            return float(self.stamp - earlier.stamp)
        return self.clock - earlier.clock


@dataclass(frozen=True, slots=True)
class _Held:
    receiver: QObject
    event: QKeyEvent


class Scanner(QObject):
    """Watches the whole application; ``scanned`` gives a card's ten digits.

    ``scanned`` is emitted straight from the key, so that keys typed right after it already find the cursor where its
    receiver put it. ``clock`` is in milliseconds, for events that carry no time of their own.
    """

    scanned = Signal(str)

    def __init__(self, parent: QObject | None = None, clock: Callable[[], float] = _milliseconds) -> None:
        super().__init__(parent)
        self._clock = clock
        self._held: list[_Held] = []
        self._code = ""
        self._last = _Moment(0, float("-inf"))
        self._typing = False
        self._grace = False
        self._swallow: set[int] = set()
        self._passing: set[int] = set()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._expire)

    def install(self, app: QApplication) -> None:
        """Begins to watch; best once the first window is there, since from now on every event passes by."""
        app.installEventFilter(self)

    @property
    def holding(self) -> bool:
        """Whether keys are held back right now."""
        return bool(self._held)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # A key that is let through comes by again, at the widget and at its parents; it is judged the same each time.
        kind = event.type()
        if kind not in _WATCHED:
            return False
        if not isinstance(event, QKeyEvent):
            self._let_go()
            return False
        if _is_raw(QApplication.focusWidget()):
            self._let_go()
            return False
        if self._passing and shiboken6.getCppPointer(event)[0] in self._passing:
            return False
        if kind == _Type.KeyRelease:
            return self._released(watched, event)
        if kind == _Type.ShortcutOverride:
            if self._keeps(event):
                event.accept()
                return True
            return False
        return self._pressed(watched, event)

    def _keeps(self, event: QKeyEvent) -> bool:
        """Before shortcuts are looked up: whether the press to come will be held. Lets go of what it proves typing."""
        now = self._moment(event)
        if _is_digit(event) and not self._is_held_down(event, now):
            self._break_off(now)
            return bool(self._held) or not self._is_typing(now)
        if self._completes(event, now):
            return True
        if event.key() not in MODIFIERS:
            self._let_go()
        return False

    def _pressed(self, watched: QObject, event: QKeyEvent) -> bool:
        now = self._moment(event)
        if event.isAutoRepeat() and event.key() in self._swallow:
            return True
        self._swallow.discard(event.key())
        if _is_digit(event) and not self._is_held_down(event, now):
            return self._digit(watched, event, now)
        if self._completes(event, now):
            self._scan(event.key())
            return True
        if event.key() in MODIFIERS and self._held:
            self._hold(watched, event)
            return True
        self._let_go()
        self._typing = False
        return False

    def _digit(self, watched: QObject, event: QKeyEvent, now: _Moment) -> bool:
        self._break_off(now)
        if not self._held:
            self._typing = self._is_typing(now)
        self._last = now
        if self._typing:
            return False
        self._hold(watched, event)
        self._code += event.text()
        if len(self._code) == LENGTH and not is_code(self._code):
            self._let_go()
            self._typing = True
            return True
        self._grace = False
        self._timer.start(ENTER_MS if len(self._code) == LENGTH else BETWEEN_MS)
        return True

    def _released(self, watched: QObject, event: QKeyEvent) -> bool:
        if event.key() in self._swallow:
            if not event.isAutoRepeat():
                self._swallow.discard(event.key())
            return True
        if not self._held:
            return False
        self._hold(watched, event)
        return True

    def _continues(self, now: _Moment) -> bool:
        return len(self._code) < LENGTH and now.since(self._last) < BETWEEN_MS

    def _break_off(self, now: _Moment) -> None:
        """Lets go of what a digit coming now doesn't continue; as the eleventh of a burst it makes all of it typing."""
        if self._held and not self._continues(now):
            self._typing = now.since(self._last) < BETWEEN_MS
            self._let_go()

    def _is_held_down(self, event: QKeyEvent, now: _Moment) -> bool:
        """Whether a key repeats because somebody holds it.

        Qt on X calls the second of two equal digits a repeat, too, when it follows within a millisecond, as a fast
        scanner's does; no keyboard repeats so soon.
        """
        return event.isAutoRepeat() and now.since(self._last) >= REPEAT_MS

    def _is_typing(self, now: _Moment) -> bool:
        """Whether a digit belongs to a burst that is already known to be no scan."""
        return self._typing and now.since(self._last) < BETWEEN_MS

    def _completes(self, event: QKeyEvent, now: _Moment) -> bool:
        return (
            (event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or event.text() in ("\r", "\n"))
            and len(self._code) == LENGTH
            and not event.isAutoRepeat()
            and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            and now.since(self._last) <= ENTER_MS
        )

    def _scan(self, enter: int) -> None:
        code, held = self._code, self._forget()
        down = {enter}
        others = []
        for each in held:
            key = each.event.key()
            if each.event.type() == _Type.KeyPress:
                down.add(key)
            elif key in down:
                down.discard(key)
            else:
                others.append(each)
        # Releases of what was typed before the scan still belong to their receivers; the scan's own to nobody.
        self._send(others)
        self._swallow |= down
        self.scanned.emit(code)

    def _expire(self) -> None:
        if not self._grace:
            # The window may just be late: digits that wait in the queue are read before this comes by again.
            self._grace = True
            self._timer.start(0)
            return
        self._let_go()

    def _hold(self, watched: QObject, event: QKeyEvent) -> None:
        copy = QKeyEvent(
            event.type(),
            event.key(),
            event.modifiers(),
            event.nativeScanCode(),
            event.nativeVirtualKey(),
            event.nativeModifiers(),
            event.text(),
            event.isAutoRepeat(),
            event.count(),
        )
        copy.setTimestamp(event.timestamp())
        self._held.append(_Held(watched, copy))

    def _forget(self) -> list[_Held]:
        held, self._held, self._code = self._held, [], ""
        self._timer.stop()
        return held

    def _let_go(self) -> None:
        if self._held:
            self._send(self._forget())

    def _send(self, held: list[_Held]) -> None:
        for each in held:
            receiver = each.receiver
            if not shiboken6.isValid(receiver) or (isinstance(receiver, QWindow) and not receiver.isVisible()):
                receiver = QGuiApplication.focusObject()
            address = shiboken6.getCppPointer(each.event)[0]
            self._passing.add(address)
            try:
                QCoreApplication.sendEvent(receiver, each.event)
            finally:
                self._passing.discard(address)

    def _moment(self, event: QKeyEvent) -> _Moment:
        return _Moment(event.timestamp(), self._clock())


def _is_digit(event: QKeyEvent) -> bool:
    text = event.text()
    return len(text) == 1 and "0" <= text <= "9" and not event.modifiers() & _COMMANDING


def _is_raw(focus: QWidget | None) -> bool:
    return focus is not None and focus.property(RAW) is True
