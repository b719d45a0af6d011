"""The window's keys to the letter, its pages, the curtain, the lock, and a shop that is new."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from kassa.errors import KassaError
from kassa.services import customers, notes
from kassa.ui import theme
from kassa.ui.first.empty_register import EmptyRegister
from kassa.ui.importing.page import ImportPage
from kassa.ui.pages import BELONGS, CARDS, CUSTOMERS, HELP, IMPORT, PAPER_CARDS, POST, PROGRAMME, RAIL, SETTINGS, TILL
from kassa.ui.widgets.rail import Rail, RailEntry
from kassa.words import LANGUAGES, Words, say
from tests.builders import CAFE, make_shop
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


def test_the_lock_opens_on_the_page_that_it_closed(front: Front) -> None:
    front.window.show_page(PAPER_CARDS)
    front.settle()
    front.press("Ctrl+L")
    front.press("Enter")
    front.settle()
    assert front.window.pages.current == PAPER_CARDS
    page = front.window.pages.page(PAPER_CARDS)
    assert page is not None
    assert page.isAncestorOf(front.focus)


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


# The pages of the rail


@pytest.mark.parametrize(
    ("key", "page"),
    [("Ctrl+2", CUSTOMERS), ("Ctrl+3", CARDS), ("Ctrl+4", PROGRAMME), ("Ctrl+5", SETTINGS), ("F1", HELP)],
)
def test_every_page_has_a_key_and_ctrl_1_comes_back(front: Front, key: str, page: str) -> None:
    front.press(key)
    front.settle()
    assert front.window.pages.current == page
    assert front.window.rail._buttons[page].isChecked()
    front.press("Ctrl+1")
    front.settle()
    assert front.window.pages.current == TILL
    assert front.window.rail._buttons[TILL].isChecked()


@pytest.mark.parametrize("page", [CUSTOMERS, CARDS, POST, PROGRAMME, SETTINGS, HELP, IMPORT, PAPER_CARDS])
def test_a_scan_leaves_any_page_for_the_customer(front: Front, page: str) -> None:
    card = front.card(front.marcus)
    front.window.show_page(page)
    front.settle()
    assert front.window.pages.current == page
    assert front.window.rail._buttons[BELONGS.get(page, page)].isChecked()
    front.window.scanned(card)
    front.settle()
    front.settle()
    assert front.window.pages.current == TILL
    assert front.till.person.name.text() == "Marcus Lind"
    assert front.focus is front.till.bar.amount.edit


@pytest.mark.parametrize("page", [TILL, CUSTOMERS, CARDS, POST, PROGRAMME, SETTINGS, HELP, IMPORT, PAPER_CARDS])
def test_tab_goes_round_through_all_of_a_page_and_the_rail(front: Front, page: str) -> None:
    front.window.show_page(page)
    front.settle()
    front.settle()
    reached = set()
    for _ in range(80):
        front.press("Tab")
        reached.add(front.focus)
    shown = front.window.pages.page(page)
    assert shown is not None
    stops = [
        widget
        for widget in shown.findChildren(QWidget)
        if widget.isVisible() and widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    assert stops
    assert [widget.accessibleName() for widget in stops if widget not in reached and not widget.focusProxy()] == []
    assert front.window.rail.lock in reached


def test_a_page_is_made_once_and_only_when_it_is_asked_for(front: Front) -> None:
    assert [front.window.pages.page(place.name) is None for place in RAIL] == [False, *[True] * (len(RAIL) - 1)]
    front.press("Ctrl+2")
    front.settle()
    made = front.window.pages.page(CUSTOMERS)
    front.press("Ctrl+1", "Ctrl+2")
    front.settle()
    assert made is not None
    assert front.window.pages.page(CUSTOMERS) is made


def test_no_page_key_takes_away_what_is_being_typed_in_a_sheet(front: Front) -> None:
    front.press("F4")
    front.type("Olle")
    front.press("Ctrl+2")
    front.settle()
    assert front.window.pages.current == TILL
    assert front.till.sheets.sheet is not None


def test_a_customer_of_another_page_opens_at_the_till(front: Front) -> None:
    front.press("Ctrl+2")
    front.settle()
    front.window.pages.to_till.emit(front.marcus)
    front.settle()
    assert front.window.pages.current == TILL
    assert front.till.person.name.text() == "Marcus Lind"


def test_the_till_takes_over_a_changed_programme(front: Front) -> None:
    front.press("Ctrl+4")
    front.settle()
    front.shop.apply(CAFE.replace('name = "Bokkaféet"', 'name = "Kaffebruket"').replace('"Kaffe"', '"Bryggkaffe"'))
    front.window.pages.shop_changed.emit()
    front.settle()
    assert front.window.windowTitle() == "Kassa · Kaffebruket"
    assert front.till.bar.pills["coffee"].label == "Bryggkaffe"
    assert front.window.pages.current == PROGRAMME


def test_what_came_in_on_another_page_is_found_at_the_till(front: Front) -> None:
    before = front.till.search.list.hits.rowCount()
    front.shop.join("Olle Berg")
    front.window.pages.register_changed.emit()
    front.settle()
    assert front.till.search.list.hits.rowCount() == before + 1


def test_ctrl_z_among_paper_cards_takes_back_the_last_one(front: Front) -> None:
    front.window.show_page(PAPER_CARDS)
    front.settle()
    front.type("Olle, 5")
    front.press("Enter")
    front.settle()
    assert len(customers.find(front.shop.session, "olle")) == 1
    front.press("Ctrl+Z")
    front.settle()
    assert customers.find(front.shop.session, "olle") == ()


def test_a_blank_card_scanned_among_paper_cards_stays_there(front: Front) -> None:
    blank = front.blank()
    front.window.show_page(PAPER_CARDS)
    front.settle()
    front.window.scanned(blank)
    front.settle()
    assert front.window.pages.current == PAPER_CARDS
    front.type("Olle, 5")
    front.press("Enter")
    front.settle()
    assert customers.show(front.shop.session, blank).customer.name == "Olle"


def test_failures_are_told_on_the_page_in_front(front: Front) -> None:
    front.press("Ctrl+3")
    front.settle()
    front.jobs.refused.emit(KassaError("store_busy", say("Another program holds the store. Close it.")))
    assert [toast.text.full_text() for toast in front.window.toasts.toasts] == [
        "Another program holds the store. Close it."
    ]
    assert front.toasts() == []


def test_files_dropped_on_any_page_are_looked_at(front: Front, tmp_path: Path) -> None:
    file = tmp_path / "customers.csv"
    file.write_text("Name,Phone\nOlle Berg,0701112233\n", "utf-8")
    front.press("Ctrl+5")
    front.settle()
    assert front.window._drop is not None
    front.window._drop.dropped.emit((file,))
    front.settle()
    assert front.window.pages.current == IMPORT
    assert front.window.rail._buttons[CUSTOMERS].isChecked()
    assert any("customers.csv" in text for text in shown_texts(front.window))


def test_an_empty_register_leads_to_the_import_and_to_paper_cards(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []

    def nothing_chosen(*said: object) -> tuple[str, str]:
        asked.append(said)
        return "", ""

    monkeypatch.setattr(QFileDialog, "getOpenFileName", nothing_chosen)
    shop = make_shop(tmp_path)
    front = Front(qtbot, shop)
    front.start()
    empty = front.till.welcome.empty
    assert empty is not None and empty.isVisible()
    empty.bring.click()
    front.settle()
    assert front.window.pages.current == IMPORT and len(asked) == 1
    front.press("F2")
    empty.paper.click()
    front.settle()
    assert front.window.pages.current == PAPER_CARDS
    front.press("F2")
    empty.new.click()
    front.type("Olle")
    front.press("Enter")
    front.settle()
    front.settle()
    assert front.till.person.name.text() == "Olle"
    front.press("Esc", "Esc", "Esc")
    front.settle()
    assert not empty.isVisible()
    front.jobs.close()
    shop.close()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("scale", "height"), [(1.0, 720), (1.87, 720), (2.0, 768), (2.0, 1440)])
def test_the_rail_fits(qtbot: QtBot, qapp: QApplication, language: str, scale: float, height: int) -> None:
    theme.apply(qapp, "light", scale)
    words = Words(language)
    high = [RailEntry(place.name, place.icon, words.text(place.label)) for place in RAIL if not place.low]
    low = [RailEntry(place.name, place.icon, words.text(place.label)) for place in RAIL if place.low]
    rail = Rail("kassa", high, words.tr("Lock"), "Ctrl L", low=low)
    qtbot.addWidget(rail)
    rail.setFixedHeight(height)
    rail.show()
    assert rail.height() == height
    buttons = [*rail._buttons.values(), rail.lock]
    assert len(buttons) == 7
    for above, below in pairwise(buttons):
        assert above.geometry().bottom() < below.geometry().top()
    for button in buttons:
        assert button.height() >= 44
        assert button.geometry().bottom() < height
        if scale == 1.0:
            lines = button._lines(button.width() - 2)
            assert len(lines) <= 2
            metrics = QFontMetricsF(theme.current().font(14, 600))
            assert max(metrics.horizontalAdvance(line) for line in lines) <= button.width() - 2, button.label


@pytest.mark.parametrize("away", ["Esc", "Ctrl+1", "Ctrl+5", "scan"])
def test_an_import_that_was_left_is_where_its_group_is(front: Front, tmp_path: Path, away: str) -> None:
    pages = front.window.pages
    file = tmp_path / "kunder.csv"
    file.write_text("Namn;Telefon\nAnna Berg;070-174 99 12\n", "utf-8")
    pages.import_files((file,))
    front.settle()
    page = pages.page(IMPORT)
    assert isinstance(page, ImportPage)
    page.preview.columns.picked.emit("Telefon", "ignore")
    front.settle()
    if away == "scan":
        front.window.scanned(front.card(front.maria))
    else:
        front.press(away)
    front.settle()
    assert pages.current == (SETTINGS if away == "Ctrl+5" else TILL)
    front.press("Ctrl+2")
    front.settle()
    assert pages.current == IMPORT and page.steps.front is page.preview
    assert page.preview.columns.row("Telefon").choice.value() == "ignore"
    # Once more, and the register itself is in front; its own button leads back too.
    front.press("Ctrl+2")
    assert pages.current == CUSTOMERS
    pages.show_import()
    assert page.steps.front is page.preview
    page.bring_in()
    front.settle()
    front.press("Ctrl+1", "Ctrl+2")
    assert pages.current == CUSTOMERS


@pytest.mark.parametrize("place", [TILL, CUSTOMERS])
def test_the_tile_that_takes_a_list_asks_for_the_file(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    file = tmp_path / "kunder.csv"
    file.write_text("Namn;Telefon\nAnna Berg;070-174 99 12\n", "utf-8")
    asked: list[str] = []

    def choose(*_: object) -> tuple[str, str]:
        asked.append("asked")
        return str(file), ""

    monkeypatch.setattr(QFileDialog, "getOpenFileName", choose)
    shop = make_shop(tmp_path)
    front = Front(qtbot, shop)
    front.start()
    front.window.show_page(place)
    front.settle()
    page = front.window.pages.page(place)
    assert page is not None
    door = next(each for each in page.findChildren(EmptyRegister) if each.isVisible()).bring
    door.click()
    front.settle()
    assert asked == ["asked"]
    there = front.window.pages.page(IMPORT)
    assert isinstance(there, ImportPage) and there.steps.front is there.preview
    front.jobs.close()
    shop.close()
