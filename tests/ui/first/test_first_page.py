"""The first page: four questions by keyboard, in the language just chosen; it makes nothing itself."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import createdByPython

from kassa.errors import KassaError
from kassa.services.starting import READY_MADE, Answers, System
from kassa.ui import theme
from kassa.ui.first import page as first_page
from kassa.ui.first.page import FirstPage
from kassa.ui.jobs import Jobs
from kassa.words import LANGUAGES, Words, say

ENTER = Qt.Key.Key_Return


class First:
    """The page as an owner works it; the computer says that it stands in Stockholm."""

    def __init__(self, qtbot: QtBot, language: str = "en") -> None:
        self.qtbot = qtbot
        self.jobs = Jobs()
        self.page = FirstPage(Words(language), self.jobs)
        self.given: list[tuple[Answers, str]] = []
        self.page.answered.connect(lambda answers, op: self.given.append((answers, op)))
        qtbot.addWidget(self.page)
        self.page.resize(1366, 768)
        self.page.show()
        self.page.activateWindow()
        qtbot.waitUntil(self.page.isActiveWindow)
        self.page.shop.setFocus()
        self.settle()

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: self.jobs.count == 0)
        QApplication.processEvents()

    @property
    def focus(self) -> QWidget:
        widget = QApplication.focusWidget()
        assert widget is not None
        return widget

    def is_at(self, widget: QWidget) -> bool:
        """Whether the cursor is there."""
        return self.focus is widget

    def type(self, text: str) -> None:
        QTest.keyClicks(self.focus, text)

    def press(self, *keys: Qt.Key) -> None:
        for key in keys:
            QTest.keyClick(self.focus, key)


@pytest.fixture
def first(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[First]:
    monkeypatch.setattr(first_page, "read_system", lambda words: System(words.language, "SE", "Europe/Stockholm"))
    made = First(qtbot)
    yield made
    made.jobs.close()


def test_enter_goes_from_question_to_question_and_opens_the_shop(first: First) -> None:
    first.type("Annas")
    first.press(ENTER)
    assert first.is_at(first.page.languages["en"])
    first.press(ENTER)
    assert first.is_at(first.page.currency)
    first.press(ENTER)
    assert first.is_at(first.page.timezone)
    first.press(ENTER)
    assert first.is_at(first.page.programmes["ten_stamps"])
    assert first.given == []
    first.press(ENTER)
    assert [answers for answers, _ in first.given] == [Answers("Annas", "en", "SEK", "Europe/Stockholm", "ten_stamps")]
    first.press(ENTER)
    assert len(first.given) == 1, "a second Enter opens no second shop"


def test_arrows_choose_a_programme(first: First) -> None:
    first.type("Annas")
    first.press(ENTER, ENTER, ENTER, ENTER, Qt.Key.Key_Right, Qt.Key.Key_Right, ENTER)
    assert first.given[0][0].programme == "by_visit"


def test_the_language_changes_the_page_at_once(first: First) -> None:
    assert first.page.title.text() == "Welcome to Kassa"
    first.page.languages["sv"].click()
    first.settle()
    assert first.page.title.text() == "Välkommen till Kassa"
    assert first.page.currency.currentText() == "svensk krona (SEK)"
    assert first.page.answers().language == "sv"


def test_a_currency_is_found_by_any_part_of_its_name_and_changes_the_amounts(first: First) -> None:
    first.page.currency.setFocus(Qt.FocusReason.TabFocusReason)
    first.type("zloty")
    first.press(ENTER)
    assert first.page.answers().currency == "PLN"
    assert first.page.currency.currentText() == "Polish Zloty (PLN)"
    assert "PLN" in first.page.programmes["by_amount"].accessibleName()


def test_what_was_chosen_by_hand_survives_another_language(first: First) -> None:
    first.page.timezone.setFocus(Qt.FocusReason.TabFocusReason)
    first.type("reykj")
    first.press(ENTER)
    first.page.currency.setFocus(Qt.FocusReason.TabFocusReason)
    first.type("zloty")
    first.press(ENTER)
    first.page.languages["nb"].click()
    first.settle()
    assert (first.page.answers().timezone, first.page.answers().currency) == ("Atlantic/Reykjavik", "PLN")


def test_nonsense_in_a_search_leaves_what_was_chosen(first: First) -> None:
    first.page.currency.setFocus(Qt.FocusReason.TabFocusReason)
    first.type("qqqq")
    first.press(ENTER)
    assert first.page.answers().currency == "SEK"
    assert first.page.currency.currentText() == "Swedish Krona (SEK)"


def test_a_shop_has_a_name(first: First) -> None:
    first.page.open.click()
    assert first.given == []
    assert first.page.error.isVisible()
    assert first.is_at(first.page.shop)


def test_enter_before_the_guesses_are_there_waits_for_them(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    jobs = Jobs()
    page = FirstPage(Words("en"), jobs)
    qtbot.addWidget(page)
    page.shop.setText("Annas")
    with qtbot.waitSignal(page.answered) as answered:
        page.finish()
        assert page.answers().currency == ""
    assert answered.args is not None
    assert answered.args[0].currency
    jobs.close()


def test_a_refusal_is_told_and_can_be_tried_again(first: First) -> None:
    first.type("Annas")
    first.page.finish()
    first.page.refused(KassaError("store_full", say("The disk is full.")))
    assert first.page.error.text() == "The disk is full."
    first.page.finish()
    assert len(first.given) == 2


def test_a_bug_is_told_and_can_be_tried_again(first: First) -> None:
    first.type("Annas")
    first.page.finish()
    first.jobs.bug.emit(ZeroDivisionError())
    assert "ZeroDivisionError" in first.page.error.text()
    assert first.page.open.isEnabled()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", [QSize(1280, 720), QSize(1366, 768), QSize(2560, 1440)])
def test_nothing_is_cut_and_all_is_on_one_page(
    first: First, qtbot: QtBot, language: str, size: QSize, qapp: QApplication
) -> None:
    scale = 2.0 if size.width() == 2560 else 1.0
    theme.apply(qapp, "light", scale)
    page = FirstPage(Words(language), first.jobs)
    qtbot.addWidget(page)
    page.resize(size)
    page.shop.setText("Kwiaciarnia i księgarnia Pod Złotym Zegar")
    page.show()
    first.settle()
    assert page.size() == size
    assert page._scroll.verticalScrollBar().maximum() == 0
    for label in page.findChildren(QLabel):
        if label.isVisible():
            assert label.toolTip() == "", label.text()
            assert label.height() >= label.heightForWidth(label.width()), label.text()


def test_every_control_has_a_name_and_can_be_reached(first: First) -> None:
    nameless = [
        type(widget).__name__
        for widget in first.page.findChildren(QWidget)
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus and not widget.accessibleName()
    ]
    assert nameless == []
    reached = set()
    for _ in range(20):
        first.press(Qt.Key.Key_Tab)
        reached.add(first.focus)
    assert {first.page.currency, first.page.timezone, first.page.open, first.page.sample} <= reached
    assert all(choice.code in READY_MADE for choice in first.page.programmes.values())


def test_the_field_to_search_in_is_our_own(first: First) -> None:
    # One that Qt makes is lost to Python when another widget that once lay at its address is taken away.
    for box in (first.page.currency, first.page.timezone):
        assert box.lineEdit() is box.field
        assert createdByPython(box.field)
