"""Testing a scanner in the window: no scan opens anybody, and what is wrong is said with how to mend it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from kassa.services import cards
from kassa.ui import theme
from kassa.ui.help.diagnosis import Key
from kassa.ui.help.page import HelpPage
from kassa.ui.help.scanner_page import TEST_CODE, ScannerPage
from kassa.ui.pages import CARDS, CUSTOMERS, HELP, SCANNER, TILL
from kassa.ui.scanner import Scanner
from kassa.ui.widgets.label import Label
from kassa.words import LANGUAGES, Words
from tests.ui.till import conftest
from tests.ui.till.conftest import Front, front

__all__ = ["front"]


@pytest.fixture
def page(front: Front) -> ScannerPage:
    front.press("F1")
    help_page = front.window.pages.page(HELP)
    assert isinstance(help_page, HelpPage)
    help_page.scanner.click()
    front.settle()
    made = front.window.pages.page(SCANNER)
    assert isinstance(made, ScannerPage) and front.window.pages.current == SCANNER
    return made


class Wedge:
    """A scanner at the window, past the filter of the application as its keys are."""

    def __init__(self, front: Front) -> None:
        self.front = front
        self.now = 1000
        self.scanner = Scanner(front.window)
        self.scanner.scanned.connect(front.window.scanned)
        self.scanner.install(QApplication.instance())  # type: ignore[arg-type]

    def press(self, text: str, key: int = 0, gap: int = 8) -> None:
        self.now += gap
        handle = self.front.window.window().windowHandle()
        for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key or ord(text.upper()), Qt.KeyboardModifier.NoModifier, text)
            event.setTimestamp(self.now)
            QCoreApplication.sendEvent(handle, event)

    def scan(self, text: str, enter: bool = True, gap: int = 8) -> None:
        self.now += 500
        for letter in text:
            self.press(letter, gap=gap)
        if enter:
            self.press("\r", Qt.Key.Key_Return)


@pytest.fixture
def wedge(front: Front, page: ScannerPage) -> Wedge:
    return Wedge(front)


def verdicts(page: ScannerPage) -> list[str]:
    return [verdict.what.full_text() for verdict in page.verdicts]


def test_a_good_scan_is_good_and_opens_nobody(front: Front, page: ScannerPage, wedge: Wedge) -> None:
    assert front.focus is page.field
    with front.qtbot.waitSignal(page.field.typed):
        wedge.scan(TEST_CODE)
    assert page.heading.text() == "The scanner works"
    assert front.window.pages.current == SCANNER and front.till.opened is None


def test_a_card_of_the_shops_is_told_and_opens_nobody(front: Front, page: ScannerPage, wedge: Wedge) -> None:
    code = front.card(front.maria)
    cards.lost(front.shop.session, code)
    with front.qtbot.waitSignal(page.field.typed):
        wedge.scan(code)
    front.settle()
    assert verdicts(page)[-1] == "It is a card of this shop's."
    assert front.window.pages.current == SCANNER and not front.till.alarm.isVisible()


def test_a_card_of_another_shops_is_told(front: Front, page: ScannerPage, wedge: Wedge) -> None:
    with front.qtbot.waitSignal(page.field.typed):
        wedge.scan("4071938261")
    front.settle()
    assert verdicts(page)[-1] == "The code isn't this shop's"


def test_without_enter_it_waits_and_says_so(front: Front, page: ScannerPage, wedge: Wedge) -> None:
    with front.qtbot.waitSignal(page.field.typed):
        wedge.scan(TEST_CODE, enter=False)
    assert verdicts(page) == ["No Enter at the end"]
    assert "add the suffix CR (Enter)" in page.verdicts[0].mend.full_text()


def test_tab_is_seen_as_the_scanners(front: Front, page: ScannerPage, wedge: Wedge) -> None:
    with front.qtbot.waitSignal(page.field.typed):
        wedge.scan(TEST_CODE, enter=False)
        wedge.press("\t", Qt.Key.Key_Tab)
    assert verdicts(page) == ["Tab at the end instead of Enter"]
    front.press("Tab")
    assert front.focus is not page.field


def test_the_wrong_keyboard_is_named(front: Front, page: ScannerPage, wedge: Wedge) -> None:
    with front.qtbot.waitSignal(page.field.typed):
        wedge.scan("à&é\"'(-ç_è")
    assert "The computer's keyboard is French" in verdicts(page)[0]
    assert page.heading.text() == "One thing is to be set right"


def test_a_scan_while_the_cursor_is_elsewhere_stays_here(front: Front, page: ScannerPage, wedge: Wedge) -> None:
    code = front.card(front.maria)
    page.back.setFocus()
    wedge.scan(code)
    front.settle()
    assert front.window.pages.current == SCANNER
    assert verdicts(page) == ["Every digit, fast enough, and Enter at the end.", "It is a card of this shop's."]


def test_an_enter_out_of_habit_says_nothing(front: Front, page: ScannerPage) -> None:
    page.judge((Key("\r"),))
    assert page.heading.text() == "Nothing scanned yet"


def test_it_goes_back_to_where_it_was_asked_for(front: Front, page: ScannerPage) -> None:
    page.back.click()
    assert front.window.pages.current == HELP
    front.window.show_page(CARDS)
    front.settle()
    front.window.pages.show_scanner()
    page.back.click()
    assert front.window.pages.current == CARDS
    front.press("Esc")
    assert front.window.pages.current == TILL


def test_elsewhere_scans_are_the_tills_again(front: Front, page: ScannerPage, wedge: Wedge) -> None:
    code = front.card(front.maria)
    front.window.show_page(CUSTOMERS)
    front.settle()
    wedge.scan(code)
    front.settle()
    assert front.window.pages.current == TILL
    assert front.till.person.name.text() == "Maria Lindqvist"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_nothing_is_cut(
    language: str, scale: float, request: pytest.FixtureRequest, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    theme.apply(qapp, "light", scale)
    monkeypatch.setattr(conftest, "Words", lambda _: Words(language))
    front = request.getfixturevalue("front")
    front.window.setFixedSize(1366, 768)
    front.window.pages.show_scanner()
    page = front.window.pages.page(SCANNER)
    assert isinstance(page, ScannerPage)
    page.judge(tuple(Key(letter, 41) for letter in "]Q1à&é\"'(-ç_è#"))
    front.settle()
    labels = [one for one in page.findChildren(Label) if one.isVisible() and one.full_text()]
    assert [one.full_text() for one in labels if one.toolTip() or one.height() < one.heightForWidth(one.width())] == []
