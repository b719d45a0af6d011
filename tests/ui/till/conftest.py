"""A till on a real shop: the window, its jobs and its scanner, worked by keys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from kassa.domain.people import CustomerView
from kassa.services import card_printing, cards, customers
from kassa.ui.jobs import Jobs
from kassa.ui.main_window import MainWindow
from kassa.ui.till import desk
from kassa.ui.till.page import TillPage
from kassa.words import Words
from tests.builders import Shop, make_shop

_KEYS = {
    "Enter": Qt.Key.Key_Return,
    "Esc": Qt.Key.Key_Escape,
    "Tab": Qt.Key.Key_Tab,
    "Down": Qt.Key.Key_Down,
    "Up": Qt.Key.Key_Up,
    "Backspace": Qt.Key.Key_Backspace,
    **{f"F{n}": Qt.Key(Qt.Key.Key_F1 + n - 1) for n in range(1, 10)},
}


class Front:
    """The window as somebody at the till works it."""

    def __init__(self, qtbot: QtBot, shop: Shop) -> None:
        self.qtbot = qtbot
        self.shop = shop
        self.maria = self.marcus = ""
        self.jobs = Jobs()
        self.window = MainWindow(Words("en"), self.jobs)
        qtbot.addWidget(self.window)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)

    @property
    def till(self) -> TillPage:
        return self.window.till

    def start(self) -> None:
        """The store is open."""
        self.window.start(self.shop.session, desk.shop(self.shop.session))
        self.settle()

    def settle(self) -> None:
        """Waits until nothing is under way."""
        self.qtbot.waitUntil(self._idle)
        QApplication.processEvents()
        self.qtbot.waitUntil(self._idle)

    def _idle(self) -> bool:
        return self.jobs.count == 0

    @property
    def focus(self) -> QWidget:
        """Where the cursor is."""
        widget = QApplication.focusWidget()
        assert widget is not None, "the cursor is nowhere"
        return widget

    def type(self, text: str) -> None:
        """Letter by letter, wherever the cursor is then."""
        for letter in text:
            if letter.isascii():
                QTest.keyClicks(self.focus, letter)
                continue
            # QTest knows the keys of ASCII only.
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter)
                QApplication.sendEvent(self.focus, event)

    def press(self, *keys: str) -> None:
        """Keys by name, ``Ctrl+Z`` among them, one at once after the other."""
        for key in keys:
            *modifiers, last = key.split("+")
            held = Qt.KeyboardModifier.NoModifier
            if "Ctrl" in modifiers:
                held |= Qt.KeyboardModifier.ControlModifier
            code = _KEYS.get(last) or Qt.Key(ord(last))
            QTest.keyClick(self.focus, code, held)

    def open(self, query: str) -> None:
        """Finds somebody and opens the first hit."""
        self.press("F2")
        self.type(query)
        self.press("Enter")
        self.settle()

    def visit(self, query: str, typed: str = "") -> None:
        """A whole visit."""
        self.open(query)
        self.type(typed)
        self.press("Enter")
        self.settle()

    def blank(self) -> str:
        """A blank card from the drawer."""
        out = self.shop.folder.parent / "blank.pdf"
        request = card_printing.PrintRequest(out, "cr80", None, 1, verify=False)
        return card_printing.print_cards(self.shop.session, request).codes[0]

    def card(self, customer: str) -> str:
        """A card of somebody's."""
        return cards.assign(self.shop.session, self.blank(), customer).code

    def view(self, customer: str) -> CustomerView:
        """What the store holds of somebody."""
        return customers.show(self.shop.session, customer)

    def toasts(self) -> list[str]:
        """What the toasts say now."""
        return [toast.accessibleName().replace("\u00a0", " ") for toast in self.till.toasts.toasts]


@pytest.fixture
def front(qtbot: QtBot, tmp_path: Path) -> Iterator[Front]:
    """The till of a café with two customers, the cursor in the search."""
    shop = make_shop(tmp_path)
    made = Front(qtbot, shop)
    made.maria = shop.join("Maria Lindqvist", phone="0701744512")
    made.marcus = shop.join("Marcus Lind", phone="0701749003")
    made.start()
    yield made
    made.jobs.close()
    shop.close()
