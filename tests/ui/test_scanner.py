"""The wedge scanner: a scan at any moment, and not one key of typing lost, doubled or out of order."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from kassa.domain.codes import new_code
from kassa.ui.scanner import Scanner

CODE = new_code(Random(5))
WRONG = CODE[:-1] + str((int(CODE[-1]) + 1) % 10)
NONE = Qt.KeyboardModifier.NoModifier


class Wedge:
    """Plays keys at exact times into whatever has the focus, as the window system would."""

    def __init__(self, scanner: Scanner) -> None:
        self.scanner = scanner
        self.now = 1_000
        self.found: list[str] = []
        scanner.scanned.connect(self.found.append)

    def clock(self) -> float:
        return float(self.now)

    def event(self, kind: QEvent.Type, key: int, text: str, modifiers: Qt.KeyboardModifier, repeat: bool) -> None:
        window = QApplication.activePopupWidget() or QApplication.activeWindow()
        assert window is not None
        handle = window.windowHandle()
        if kind == QEvent.Type.KeyPress:
            override = QKeyEvent(QEvent.Type.ShortcutOverride, key, modifiers, text, repeat)
            override.setTimestamp(self.now)
            QCoreApplication.sendEvent(handle, override)
        event = QKeyEvent(kind, key, modifiers, text, repeat)
        event.setTimestamp(self.now)
        QCoreApplication.sendEvent(handle, event)

    def press(
        self, text: str, gap: int = 8, key: int = 0, modifiers: Qt.KeyboardModifier = NONE, repeat: bool = False
    ) -> None:
        self.now += gap
        self.event(QEvent.Type.KeyPress, key or ord(text.upper()), text, modifiers, repeat)

    def release(self, text: str, key: int = 0, modifiers: Qt.KeyboardModifier = NONE) -> None:
        self.now += 2
        self.event(QEvent.Type.KeyRelease, key or ord(text.upper()), text, modifiers, False)

    def tap(self, text: str, gap: int = 8, key: int = 0, modifiers: Qt.KeyboardModifier = NONE) -> None:
        self.press(text, gap - 2 if gap > 2 else gap, key, modifiers)
        self.release(text, key, modifiers)

    def enter(self, gap: int = 8) -> None:
        self.tap("\r", gap, Qt.Key.Key_Return)

    def type(self, text: str, gap: int = 120) -> None:
        for letter in text:
            self.now += 0
            self.tap(letter, gap)
            self.settle(gap)

    def burst(self, text: str, gap: int = 8) -> None:
        for letter in text:
            self.tap(letter, gap)

    def scan(self, code: str = CODE, gap: int = 8, enter: int = 8) -> None:
        self.now += 400
        self.burst(code, gap)
        self.enter(enter)

    def settle(self, gap: int = 400) -> None:
        """Time passes, and the scanner's timer goes off if it would have."""
        self.now += 0
        if gap >= 35 and self.scanner.holding:
            self.scanner._expire()
            self.scanner._expire()


@pytest.fixture
def wedge(qapp: QApplication) -> Iterator[Wedge]:
    holder: list[Wedge] = []
    scanner = Scanner(None, lambda: holder[0].clock() if holder else 0.0)
    holder.append(Wedge(scanner))
    scanner.install(qapp)
    yield holder[0]
    qapp.removeEventFilter(scanner)


class Page(QWidget):
    def __init__(self) -> None:
        super().__init__()
        box = QVBoxLayout(self)
        self.field = QLineEdit()
        self.other = QLineEdit()
        self.button = QPushButton("Stamp")
        self.combo = QComboBox()
        self.combo.addItems(["0 zero", "1 one", "2 two", "3 three", "4 four"])
        for each in (self.field, self.other, self.button, self.combo):
            box.addWidget(each)
        self.pressed = 0
        self.entered = 0
        self.button.clicked.connect(self._count)
        self.button.setAutoDefault(True)
        self.field.returnPressed.connect(self._enter)

    def _count(self) -> None:
        self.pressed += 1

    def _enter(self) -> None:
        self.entered += 1


@pytest.fixture
def page(qtbot: QtBot) -> Page:
    page = Page()
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is page)
    page.field.setFocus()
    return page


def test_a_scan_opens_and_leaves_nothing_behind(wedge: Wedge, page: Page) -> None:
    wedge.type("lind")
    wedge.scan()
    assert wedge.found == [CODE]
    assert page.field.text() == "lind"
    assert page.entered == 0
    assert not wedge.scanner.holding


@pytest.mark.parametrize("where", ["button", "combo", "other"])
def test_a_scan_anywhere_presses_nothing(wedge: Wedge, page: Page, where: str) -> None:
    getattr(page, where).setFocus()
    before = page.combo.currentIndex()
    wedge.scan()
    assert wedge.found == [CODE]
    assert page.pressed == 0
    assert page.combo.currentIndex() == before
    assert page.other.text() == ""


def test_a_scan_takes_no_shortcut(wedge: Wedge, page: Page) -> None:
    struck: list[str] = []
    for key in ("Return", CODE[0]):
        shortcut = QShortcut(QKeySequence(key), page)
        shortcut.activated.connect(lambda key=key: struck.append(key))
    window = page.windowHandle()
    wedge.now += 400
    for digit in CODE:
        QTest.keyClick(window, ord(digit))
    QTest.keyClick(window, Qt.Key.Key_Return)
    assert wedge.found == [CODE]
    assert struck == []
    QTest.keyClick(window, Qt.Key.Key_Return)
    assert struck == ["Return"]


def test_not_even_a_release_of_a_scan_arrives(wedge: Wedge, page: Page) -> None:
    recorder = Recorder()
    page.field.installEventFilter(recorder)
    wedge.type("a")
    typed = list(recorder.keys)
    wedge.scan()
    wedge.now += 400
    # Rolled over: the last digit's key comes up after Enter went down.
    wedge.burst(CODE[:-1])
    wedge.press(CODE[-1])
    wedge.press("\r", key=Qt.Key.Key_Return)
    wedge.release(CODE[-1])
    wedge.release("\r", key=Qt.Key.Key_Return)
    assert wedge.found == [CODE, CODE]
    assert recorder.keys == typed
    wedge.type("b")
    assert len(recorder.keys) == len(typed) + 2


def test_a_key_let_go_during_a_scan_is_let_go(wedge: Wedge, page: Page) -> None:
    """The finger that typed a letter leaves it while the scanner is already at work."""
    recorder = Recorder()
    page.field.installEventFilter(recorder)
    wedge.press("a", 400)
    wedge.burst(CODE[:3])
    wedge.release("a")
    wedge.burst(CODE[3:])
    wedge.enter()
    assert wedge.found == [CODE]
    assert recorder.keys == [(True, 65, "a", False), (False, 65, "a", False)]


def test_two_scans_after_each_other(wedge: Wedge, page: Page) -> None:
    other = new_code(Random(6))
    wedge.scan()
    wedge.scan(other)
    assert wedge.found == [CODE, other]
    assert page.field.text() == ""


def test_keys_right_after_a_scan_go_where_the_receiver_put_the_cursor(wedge: Wedge, page: Page) -> None:
    wedge.scanner.scanned.connect(lambda code: page.other.setFocus())
    wedge.scan()
    wedge.type("89")
    assert page.other.text() == "89"
    assert page.field.text() == ""


@pytest.mark.parametrize(
    ("burst", "gap", "enter"),
    [
        (WRONG, 8, 8),
        (CODE[:9], 8, 8),
        (CODE + "1", 8, 8),
        ("1" + CODE, 8, 8),
        ("4006381333931", 5, 5),
        (CODE, 35, 8),
        (CODE, 8, 151),
        (CODE + CODE, 8, 8),
        ("12345678901" + CODE, 8, 8),
        (CODE[:5] + "a" + CODE[5:], 8, 8),
        (CODE[:5] + " " + CODE[5:], 8, 8),
    ],
)
def test_other_fast_keys_are_typing(wedge: Wedge, page: Page, burst: str, gap: int, enter: int) -> None:
    wedge.scan(burst, gap, enter)
    wedge.settle()
    assert wedge.found == []
    assert page.field.text() == burst
    assert page.entered == 1


@pytest.mark.parametrize(("gap", "enter"), [(34, 150), (1, 1), (8, 100)])
def test_the_limits_are_in(wedge: Wedge, page: Page, gap: int, enter: int) -> None:
    wedge.scan(gap=gap, enter=enter)
    assert wedge.found == [CODE]
    assert page.field.text() == ""


def test_a_digit_shows_once_it_can_be_no_scan(wedge: Wedge, page: Page) -> None:
    wedge.press("8", 400)
    assert page.field.text() == ""
    wedge.settle()
    assert page.field.text() == "8"
    wedge.release("8")
    wedge.tap("9", 60)
    wedge.settle()
    assert page.field.text() == "89"


def test_the_real_timer_lets_go(wedge: Wedge, page: Page, qtbot: QtBot) -> None:
    wedge.press("8", 400)
    qtbot.waitUntil(lambda: page.field.text() == "8", timeout=1000)


def test_enter_after_fast_digits_counts_as_enter(wedge: Wedge, page: Page) -> None:
    wedge.burst("89", 20)
    wedge.enter(20)
    assert page.field.text() == "89"
    assert page.entered == 1


def test_two_equal_digits_within_a_millisecond_are_no_held_key(wedge: Wedge, page: Page) -> None:
    doubled = next(
        code for code in map(new_code, map(Random, range(100))) if any(code[n] == code[n + 1] for n in range(9))
    )
    before = ""
    for digit in doubled:
        wedge.press(digit, 1, repeat=digit == before)
        wedge.release(digit)
        before = digit
    wedge.press("\r", 1, Qt.Key.Key_Return)
    assert wedge.found == [doubled]


def test_a_held_key_repeats_in_the_field(wedge: Wedge, page: Page) -> None:
    wedge.press("7", 400)
    for _ in range(5):
        wedge.press("7", 30, repeat=True)
    wedge.release("7")
    wedge.settle()
    assert page.field.text() == "777777"


def test_keypad_and_shifted_digits_scan_too(wedge: Wedge, page: Page) -> None:
    wedge.now += 400
    for digit in CODE:
        wedge.tap(digit, 8, modifiers=Qt.KeyboardModifier.KeypadModifier)
    wedge.tap("\r", 8, Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    wedge.now += 400
    shift = Qt.KeyboardModifier.ShiftModifier
    for digit in CODE:
        wedge.press("", 4, Qt.Key.Key_Shift)
        wedge.tap(digit, 8, Qt.Key.Key_Ampersand, shift)
        wedge.release("", Qt.Key.Key_Shift)
    wedge.enter()
    assert wedge.found == [CODE, CODE]
    assert page.field.text() == ""


def test_control_and_a_digit_is_a_command(wedge: Wedge, page: Page) -> None:
    struck: list[int] = []
    shortcut = QShortcut(Qt.Modifier.CTRL | Qt.Key.Key_1, page)
    shortcut.activated.connect(lambda: struck.append(1))
    QTest.keyClick(page, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert struck == [1]
    assert not wedge.scanner.holding


def test_over_a_modal_dialog(wedge: Wedge, page: Page, qtbot: QtBot) -> None:
    dialog = QDialog(page)
    field = QLineEdit(dialog)
    ok = QPushButton("OK", dialog)
    ok.setDefault(True)
    ok.clicked.connect(dialog.accept)
    qtbot.addWidget(dialog)
    dialog.open()
    dialog.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is dialog)
    field.setFocus()
    wedge.scan()
    assert wedge.found == [CODE]
    assert field.text() == ""
    assert dialog.isVisible()
    wedge.type("12")
    assert field.text() == "12"


def test_with_a_menu_open(wedge: Wedge, page: Page, qtbot: QtBot) -> None:
    menu = QMenu(page)
    chosen: list[str] = []
    for name in ("&1 one", "&4 four", "&9 nine"):
        menu.addAction(name, lambda name=name: chosen.append(name))
    qtbot.addWidget(menu)
    menu.popup(page.mapToGlobal(QPoint(5, 5)))
    wedge.scan()
    assert wedge.found == [CODE]
    assert chosen == []
    assert menu.isVisible()
    wedge.press("4", 400)
    wedge.settle()
    assert chosen == ["&4 four"]


def test_typing_straight_at_a_widget(wedge: Wedge, page: Page) -> None:
    wedge.now += 400
    QTest.keyClicks(page.field, CODE)
    QTest.keyClick(page.field, Qt.Key.Key_Return)
    assert wedge.found == [CODE]
    wedge.now += 400
    QTest.keyClicks(page.field, "89")
    QTest.keyClick(page.field, Qt.Key.Key_Return)
    assert page.field.text() == "89"
    assert page.entered == 1


def test_a_receiver_that_is_gone_harms_nothing(wedge: Wedge, page: Page, qtbot: QtBot) -> None:
    gone = QLineEdit()
    gone.show()
    wedge.now += 400
    QTest.keyClicks(gone, "12")
    assert wedge.scanner.holding
    gone.deleteLater()
    QCoreApplication.sendPostedEvents(gone, QEvent.Type.DeferredDelete.value)
    wedge.settle()
    assert not wedge.scanner.holding


def test_a_late_window_still_sees_the_scan(wedge: Wedge, page: Page, qtbot: QtBot) -> None:
    """The window was busy in the middle of a scan: its timer is due, but the rest of the digits wait in the queue."""
    wedge.now += 400
    wedge.burst(CODE[:4])
    wedge.scanner._expire()
    wedge.burst(CODE[4:])
    wedge.enter()
    assert wedge.found == [CODE]
    assert page.field.text() == ""


class Recorder(QObject):
    """Notes every key that reaches a widget, press and release."""

    def __init__(self) -> None:
        super().__init__()
        self.keys: list[tuple[bool, int, str, bool]] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() != QEvent.Type.ShortcutOverride:
            self.keys.append((event.type() == QEvent.Type.KeyPress, event.key(), event.text(), event.isAutoRepeat()))
        return False


_STROKES = st.lists(
    st.tuples(st.sampled_from("0123456789ab"), st.sampled_from([3, 20, 34, 35, 60, 200]), st.booleans()), max_size=30
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(strokes=_STROKES)
def test_typing_arrives_as_it_was_typed(wedge: Wedge, page: Page, strokes: list[tuple[str, int, bool]]) -> None:
    """Any keys at any pace, rolled over or not, arrive in order, once each, press and release."""
    recorder = Recorder()
    page.field.installEventFilter(recorder)
    page.field.clear()
    wedge.now += 1000
    sent: list[tuple[bool, int, str, bool]] = []
    down: list[str] = []

    def lift() -> None:
        for letter in down:
            wedge.release(letter)
            sent.append((False, ord(letter.upper()), letter, False))
        down.clear()

    for letter, gap, rolls in strokes:
        if letter in down:
            lift()
        wedge.settle(gap)
        wedge.press(letter, gap)
        sent.append((True, ord(letter.upper()), letter, False))
        down.append(letter)
        if not rolls:
            lift()
    lift()
    wedge.settle()
    page.field.removeEventFilter(recorder)
    assert recorder.keys == sent
    assert page.field.text() == "".join(letter for letter, _, _ in strokes)
    assert wedge.found == []
