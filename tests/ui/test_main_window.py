"""The window's keys to the letter, its pages, the curtain, the lock, and a shop that is new."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from kassa.errors import KassaError
from kassa.services import notes
from kassa.ui.pages import CARDS, TILL
from kassa.words import say
from tests.builders import make_shop
from tests.ui.till.conftest import Front

TELLING = ("Maria", "Lindqvist", "Marcus", "4512", "45 12", "Visby", "Oat milk", "89.00", "Tuesday")


@pytest.fixture
def front(qtbot: QtBot, tmp_path: Path) -> Iterator[Front]:
    """The till of a café with two customers."""
    shop = make_shop(tmp_path)
    made = Front(qtbot, shop)
    made.maria = shop.join("Maria Lindqvist", phone="0701744512")
    made.marcus = shop.join("Marcus Lind", phone="0701749003")
    made.start()
    yield made
    made.jobs.close()
    shop.close()


def shown_texts(window: QWidget) -> list[str]:
    """Everything that labels and fields in sight say."""
    labels = [label.text() for label in window.findChildren(QLabel) if label.isVisible()]
    fields = [field for field in window.findChildren(QLineEdit) if field.isVisible()]
    return labels + [field.text() for field in fields if field.echoMode() == QLineEdit.EchoMode.Normal]


def test_the_title_starts_with_kassa(front: Front) -> None:
    assert front.window.windowTitle() == "Kassa · Bokkaféet"


def test_nothing_but_the_window_is_ever_a_window(qtbot: QtBot, tmp_path: Path) -> None:
    seen: list[str] = []

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
                seen.append(type(watched).__name__)
            return False

    watch = Watch()
    app = QApplication.instance()
    assert app is not None
    app.installEventFilter(watch)
    shop = make_shop(tmp_path)
    maria = shop.join("Maria Lindqvist")
    notes.add(shop.session, maria, "Book", "promise", due=shop.clock().date())
    shop.buy(maria, coffee=8)
    front = Front(qtbot, shop)
    front.start()
    front.visit("maria", "+89")
    front.press("F4", "Esc", "Ctrl+L")
    app.removeEventFilter(watch)
    front.jobs.close()
    shop.close()
    assert seen == ["MainWindow"]


def test_f2_goes_to_the_search_from_anywhere(front: Front) -> None:
    front.open("maria")
    front.press("F2")
    assert front.focus is front.till.search.field
    assert front.till.search.field.selectedText() == "maria"
    front.press("F4", "F2")
    assert front.till.sheets.sheet is None
    assert front.focus is front.till.search.field


def test_f7_does_nothing_yet(front: Front) -> None:
    front.open("maria")
    front.press("F7")
    assert front.till.sheets.sheet is None
    assert front.toasts() == []


def test_keys_of_the_till_do_nothing_through_a_sheet(front: Front) -> None:
    front.visit("maria")
    front.press("F4", "F8", "Ctrl+Z", "Ctrl+N", "F6")
    front.settle()
    assert not front.view(front.maria).purchases[0].undone
    assert len(front.toasts()) == 1


def test_the_cards_page_is_read_when_it_is_shown_and_a_scan_leaves_it(front: Front) -> None:
    card = front.card(front.marcus)
    front.window.show_page(CARDS)
    front.settle()
    assert front.window.pages.current == CARDS
    front.window.scanned(card)
    front.settle()
    assert front.window.pages.currentWidget() is front.till
    assert front.till.person.name.text() == "Marcus Lind"
    assert front.focus is front.till.bar.amount.edit
    front.window.show_page(TILL)


@pytest.mark.parametrize("key", ["F2", "Esc", "F4"])
def test_keys_bring_the_till_back_from_another_page(front: Front, key: str) -> None:
    front.window.show_page(CARDS)
    front.settle()
    cards = front.window.pages.page(CARDS)
    assert cards is not None
    cards.setFocus()
    front.press(key)
    assert front.window.pages.currentWidget() is front.till


def test_the_curtain_hides_what_others_must_not_read_and_leaves_the_stamp_card(front: Front) -> None:
    notes.add(front.shop.session, front.maria, "How was Visby?", "ask")
    notes.add(front.shop.session, front.maria, "Oat milk", "likes")
    front.visit("maria", "+89")
    told = "\n".join(shown_texts(front.window))
    assert "Maria" in told
    assert "Oat milk" in told
    front.press("F9")
    told = "\n".join(shown_texts(front.window))
    for word in TELLING[2:]:
        assert word not in told
    assert not any(toast.isVisible() for toast in front.till.toasts.toasts)
    assert front.till.loyalty.isVisible()
    front.press("F9")
    assert "Oat milk" in "\n".join(shown_texts(front.window))


def test_what_comes_under_the_curtain_is_hidden_too(front: Front) -> None:
    front.press("F9")
    front.visit("marcus", "+89")
    told = "\n".join(shown_texts(front.window))
    for word in ("89.00", "9003", "Maria"):
        assert word not in told
    assert not any(toast.isVisible() for toast in front.till.toasts.toasts)
    assert len(front.view(front.marcus).purchases) == 1
    front.press("F9")
    assert any(toast.isVisible() for toast in front.till.toasts.toasts)


def test_the_curtain_puts_a_sheet_aside_and_none_opens_under_it(front: Front) -> None:
    front.open("maria")
    front.press("Ctrl+N")
    front.type("Oat milk")
    front.press("F9")
    assert front.till.sheets.sheet is None
    assert front.focus is front.till.bar.amount.edit
    front.press("Ctrl+N", "F4", "Ctrl+E")
    assert front.till.sheets.sheet is None
    front.press("F9", "Ctrl+N")
    assert front.till.sheets.sheet is not None


def test_a_scan_closes_the_number_pad_and_the_menu(front: Front) -> None:
    card = front.card(front.marcus)
    front.open("maria")
    front.till.bar.pad_button.click()
    assert front.till.bar.pad.isVisible()
    front.window.scanned(card)
    front.settle()
    assert not front.till.bar.pad.isVisible()
    assert front.till.person.name.text() == "Marcus Lind"


def test_the_number_pad_types_and_stamps(front: Front) -> None:
    front.open("maria")
    front.till.bar.pad_button.click()
    for key in ("8", "9", "enter"):
        front.till.bar.pad.keys[key].click()
    front.settle()
    amount = front.view(front.maria).purchases[0].amount
    assert amount is not None
    assert amount.minor == 8900


def test_ctrl_l_locks_and_any_key_opens_without_doing_anything_else(front: Front) -> None:
    front.visit("maria", "+")
    front.press("Ctrl+L")
    assert front.window.lock.isVisible()
    assert front.till.opened is None
    front.press("Ctrl+Z")
    front.settle()
    assert not front.view(front.maria).purchases[0].undone
    assert not front.window.lock.isVisible()
    assert front.focus is front.till.search.field


def test_a_touch_opens_the_lock(front: Front) -> None:
    front.press("Ctrl+L")
    front.qtbot.mouseClick(front.window.lock, Qt.MouseButton.LeftButton)
    assert not front.window.lock.isVisible()


def test_a_scan_opens_the_lock_and_the_customer(front: Front) -> None:
    card = front.card(front.marcus)
    front.press("Ctrl+L")
    front.window.scanned(card)
    front.settle()
    assert not front.window.lock.isVisible()
    assert front.till.person.name.text() == "Marcus Lind"
    assert front.focus is front.till.bar.amount.edit


def test_every_control_in_sight_has_a_name_and_buttons_can_be_reached_by_tab(front: Front) -> None:
    front.shop.buy(front.maria, coffee=8)
    front.open("maria")
    nameless = []
    for widget in front.window.findChildren(QWidget):
        takes = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        if widget.isVisible() and takes and not widget.accessibleName():
            nameless.append(type(widget).__name__)
    assert nameless == []
    reached = set()
    for _ in range(60):
        front.press("Tab")
        reached.add(front.focus)
    for button in (front.till.bar.button, front.till.search.new, front.till.person.edit_button, front.window.rail.lock):
        assert button in reached


def test_a_store_that_cannot_be_opened_says_why_and_tries_again(qtbot: QtBot, tmp_path: Path) -> None:
    shop = make_shop(tmp_path)
    front = Front(qtbot, shop)
    front.window.opening_failed(KassaError("store_busy", say("Another program holds the store. Close it.")))
    assert "Another program holds the store. Close it." in shown_texts(front.window)
    with qtbot.waitSignal(front.window.again):
        front.press("Enter")
    shop.close()


def test_keys_before_the_store_is_open_do_no_harm(qtbot: QtBot, tmp_path: Path) -> None:
    shop = make_shop(tmp_path)
    front = Front(qtbot, shop)
    front.till.search.field.setFocus()
    front.type("maria")
    front.press("Enter", "F4", "F6", "F8", "Ctrl+N", "Ctrl+Z", "Esc", "F9", "F9")
    front.window.scanned("0000000000")
    front.window.show_page(CARDS)
    assert front.window.pages.currentWidget() is front.till
    shop.close()


def test_a_bug_is_told_and_the_till_goes_on(front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*arguments: object, **more: object) -> None:
        raise ZeroDivisionError("oops")

    front.open("maria")
    front.type("+89")
    with monkeypatch.context() as patch:
        patch.setattr("kassa.ui.till.desk.buy", broken)
        front.press("Enter")
        front.settle()
    assert front.till.toasts.toasts[-1].failure
    assert front.till.bar.amount.text() == "89"
    front.press("Enter")
    front.settle()
    assert len(front.view(front.maria).purchases) == 1
