"""The customers page, worked by keys on a real shop."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from kassa import config
from kassa.services import customers
from kassa.services.register import Filters, Sort
from kassa.ui import theme
from kassa.ui.customers import desk
from kassa.ui.customers.page import CustomersPage
from kassa.ui.jobs import Jobs
from kassa.ui.main_window import MainWindow
from kassa.ui.till import desk as till
from kassa.ui.widgets.buttons import KeyButton
from kassa.ui.widgets.curtain import Curtain
from kassa.words import Words
from tests.builders import CAFE, Shop, make_shop

PEOPLE = ("Maria Lindqvist", "Marcus Lind", "Åsa Berg", "Erik Ek", "<b>Anna</b> Dahl")


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    made = make_shop(tmp_path)
    for place, name in enumerate(PEOPLE):
        made.join(name, **({"phone": f"070174000{place}"} if place else {}))
    yield made
    made.close()


@pytest.fixture
def page(shop: Shop, words: Words, qtbot: QtBot) -> Iterator[CustomersPage]:
    made = CustomersPage(shop.session, words, Jobs())
    qtbot.addWidget(made)
    made.resize(1282, 768)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.refresh()
    made.setFocus()
    settled(made, qtbot)
    yield made
    assert made._jobs.close()


def settled(page: CustomersPage, qtbot: QtBot) -> None:
    """Waits until nothing is under way."""

    def still() -> bool:
        timers = (page._typing, page.asking.rest, page.feed._later, page.model._ask)
        return page._jobs.count == 0 and not any(timer.isActive() for timer in timers)

    qtbot.waitUntil(still, timeout=10_000)
    QApplication.processEvents()
    qtbot.waitUntil(still, timeout=10_000)


def shown(page: CustomersPage) -> list[str]:
    return [str(page.model.data(page.model.index(place, 0)) or "…") for place in range(page.model.rowCount())]


def press(page: CustomersPage, *keys: Qt.Key) -> None:
    for key in keys:
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, key)


def test_it_opens_on_the_latest_visitors_and_says_how_many(page: CustomersPage) -> None:
    assert shown(page) == [*reversed(PEOPLE)]
    assert page.counted() == "5 customers · latest visitors first"
    assert page.front.search.hasFocus()


def test_typing_finds_as_the_till_finds(page: CustomersPage, qtbot: QtBot) -> None:
    QTest.keyClicks(page.front.search, "lind mar")
    settled(page, qtbot)
    assert set(shown(page)) == {"Maria Lindqvist", "Marcus Lind"}
    assert page.counted() == "2 customers of 5"
    press(page, Qt.Key.Key_Escape)
    settled(page, qtbot)
    assert len(shown(page)) == 5


def test_a_heading_sorts_turns_round_and_lets_go(page: CustomersPage, qtbot: QtBot) -> None:
    for ordered, mark in (
        (["<b>Anna</b> Dahl", "Åsa Berg", "Erik Ek", "Marcus Lind", "Maria Lindqvist"], "name"),
        (["Maria Lindqvist", "Marcus Lind", "Erik Ek", "Åsa Berg", "<b>Anna</b> Dahl"], "name"),
        ([*reversed(PEOPLE)], ""),
    ):
        left = page.table.headings.sectionViewportPosition(0) + 30
        QTest.mouseClick(
            page.table.headings.viewport(),
            Qt.MouseButton.LeftButton,
            pos=page.table.headings.rect().center().__class__(left, 20),
        )
        settled(page, qtbot)
        assert shown(page) == ordered
        assert page.table.headings.sorted_by == mark


def test_visits_put_the_most_first(page: CustomersPage, shop: Shop, qtbot: QtBot) -> None:
    shop.buy("c1003", 100)
    page.refresh()
    settled(page, qtbot)
    page._heading("visits")
    settled(page, qtbot)
    assert shown(page)[0] == "Åsa Berg"


def test_filters_narrow_and_are_cleared(page: CustomersPage, qtbot: QtBot) -> None:
    page.front.filters.no_contact.click()
    settled(page, qtbot)
    assert shown(page) == ["Maria Lindqvist"]
    assert page.front.filters.no_contact.isChecked()
    assert page.counted() == "1 customer of 5"
    QTest.keyClicks(page.front.search, "marcus")
    settled(page, qtbot)
    assert page.front.inside.currentWidget() is page.front.nobody_found
    page.front.nobody_found.clear.click()
    settled(page, qtbot)
    assert len(shown(page)) == 5
    assert not page.front.search.text()
    assert not page.front.filters.no_contact.isChecked()


def test_tags_are_chosen_from_a_menu(page: CustomersPage, shop: Shop, qtbot: QtBot) -> None:
    assert page.front.filters.tag.isHidden()
    customers.edit(shop.session, "c1004", {"tags": ["granne"]})
    page.refresh()
    settled(page, qtbot)
    page.front.filters.tag.click()
    menu = next(menu for menu in page.front.filters.findChildren(QMenu) if menu.isVisible())
    assert [action.text() for action in menu.actions()] == ["granne\t1"]
    menu.actions()[0].trigger()
    menu.close()
    settled(page, qtbot)
    assert shown(page) == ["Erik Ek"]
    assert page.front.filters.tag.accessibleName() == "granne"


def test_silence_and_tier_say_what_they_let_through(page: CustomersPage, qtbot: QtBot) -> None:
    page.front.filters.choose(Filters(silent=3, tiers=frozenset({"gold"})))
    assert page.front.filters.silent.accessibleName() == "Not seen for 3 months"
    assert page.front.filters.tier.accessibleName() == "Guld"
    settled(page, qtbot)
    assert page.model.rowCount() == 0
    page.front.filters.clear_all.click()
    settled(page, qtbot)
    assert len(shown(page)) == 5


def test_the_keys_walk_the_table(page: CustomersPage, qtbot: QtBot) -> None:
    press(page, Qt.Key.Key_Down)
    assert page.table.hasFocus() and page.table.currentIndex().row() == 0
    press(page, Qt.Key.Key_Down, Qt.Key.Key_Down)
    assert page.table.currentIndex().row() == 2
    for key, row in (
        (Qt.Key.Key_End, 4),
        (Qt.Key.Key_Home, 0),
        (Qt.Key.Key_PageDown, 4),
        (Qt.Key.Key_PageUp, 0),
        (Qt.Key.Key_Right, 0),
    ):
        press(page, key)
        assert page.table.currentIndex().row() == row, key
    QTest.keyClick(page.table, Qt.Key.Key_Slash)
    assert page.front.search.hasFocus() and not page.front.search.text()
    page.table.setFocus()
    QTest.keyClicks(page.table, "e")
    assert page.front.search.text() == "e"
    page.table.setFocus()
    press(page, Qt.Key.Key_F2)
    assert page.front.search.hasFocus() and page.front.search.selectedText() == "e"


def test_a_row_opens_and_closes_where_one_was(page: CustomersPage, qtbot: QtBot) -> None:
    press(page, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return)
    detail = page.stack.currentWidget()
    assert detail is not page.front
    settled(page, qtbot)
    page._detail.closed.emit()  # type: ignore[union-attr]
    settled(page, qtbot)
    assert page.stack.currentWidget() is page.front
    assert page.table.hasFocus() and page.table.currentIndex().row() == 1


def test_enter_in_the_search_opens_the_first(page: CustomersPage, qtbot: QtBot) -> None:
    press(page, Qt.Key.Key_Return)
    assert page.stack.currentWidget() is page.front, "nothing was typed"
    QTest.keyClicks(page.front.search, "erik")
    press(page, Qt.Key.Key_Return)
    settled(page, qtbot)
    assert page._detail is not None and page._detail._customer == "c1004"


def test_what_was_written_elsewhere_is_shown_in_its_place(page: CustomersPage, shop: Shop, qtbot: QtBot) -> None:
    page._sort(Sort("name"))
    settled(page, qtbot)
    page.table.show_row(2)
    assert shown(page)[2] == "Erik Ek"
    customers.edit(shop.session, "c1004", {"name": "Erika Ek"})
    shop.join("Adam")
    page.refresh()
    settled(page, qtbot)
    assert shown(page)[:4] == ["<b>Anna</b> Dahl", "Adam", "Åsa Berg", "Erika Ek"]
    assert page.table.currentIndex().row() == 3


def test_the_columns_chosen_are_remembered(page: CustomersPage, qtbot: QtBot, shop: Shop, words: Words) -> None:
    page.front._toggle_column("email", True)
    page.front._toggle_column("visits", False)
    settled(page, qtbot)
    keys = [column.key for column in page.model.columns]
    assert "email" in keys and "visits" not in keys
    assert set(config.read().columns) == set(keys)
    again = CustomersPage(shop.session, words, Jobs())
    qtbot.addWidget(again)
    assert [column.key for column in again.model.columns] == keys


def test_an_empty_register_says_how_to_begin(tmp_path: Path, words: Words, qtbot: QtBot) -> None:
    shop = make_shop(tmp_path)
    page = CustomersPage(shop.session, words, Jobs())
    qtbot.addWidget(page)
    page.show()
    page.refresh()
    settled(page, qtbot)
    assert page.front.inside.currentWidget() is page.front.nobody_yet
    for asked, signal in (
        (page.front.nobody_yet.import_asked, page.file_asked),
        (page.front.nobody_yet.new_asked, page.new_asked),
        (page.front.nobody_yet.paper_asked, page.paper_asked),
    ):
        with qtbot.waitSignal(signal):
            asked.emit()
    shop.join("Anna")
    page.refresh()
    settled(page, qtbot)
    assert shown(page) == ["Anna"] and page.front.bring.isVisible()
    page._jobs.close()
    shop.close()


def test_a_shop_without_a_programme_has_customers_too(tmp_path: Path, words: Words, qtbot: QtBot) -> None:
    shop = make_shop(tmp_path, None)
    shop.join("Anna")
    page = CustomersPage(shop.session, words, Jobs())
    qtbot.addWidget(page)
    page.show()
    page.refresh()
    settled(page, qtbot)
    assert shown(page) == ["Anna"] and page.front.filters.tier.isHidden()
    page._jobs.close()
    shop.close()


def test_a_large_register_answers_in_part_first(
    page: CustomersPage, shop: Shop, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "QUICK", 2)
    monkeypatch.setattr(desk, "FIRST", 2)
    page._sort(Sort("name"))
    with qtbot.waitSignal(page.model.rowsInserted):
        pass
    settled(page, qtbot)
    assert shown(page)[0] == "<b>Anna</b> Dahl" and page.model.rowCount() == 5
    assert page.counted() == "5 customers"


def test_a_store_that_cannot_be_read_is_told(page: CustomersPage, shop: Shop, qtbot: QtBot) -> None:
    (shop.folder / "kassa.db").write_bytes(b"no database" * 4000)
    shop.session.store.close()
    page.refresh()
    settled(page, qtbot)
    assert "damaged" in page.counted()
    assert len(shown(page)) == 5


def test_whoever_is_gone_meanwhile_is_asked_for_once(page: CustomersPage, qtbot: QtBot) -> None:
    page.model.show_numbers(array("I", [1001, 4711, 1002]))
    settled(page, qtbot)
    assert shown(page) == ["Maria Lindqvist", "…", "Marcus Lind"]
    page.table.show_row(1)
    press(page, Qt.Key.Key_Return)
    assert page.stack.currentWidget() is page.front


def test_the_curtain_leaves_no_name(page: CustomersPage, qtbot: QtBot) -> None:
    Curtain().draw()
    assert set(shown(page)) == {"…"}
    Curtain().draw(False)
    assert "Erik Ek" in shown(page)


def test_in_the_window_its_keys_are_its_own(shop: Shop, words: Words, qtbot: QtBot) -> None:
    jobs = Jobs()
    window = MainWindow(words, jobs)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.start(shop.session, till.shop(shop.session))
    window.show_page("customers")
    page = window.pages.currentWidget()
    assert isinstance(page, CustomersPage)
    settled(page, qtbot)
    page.table.setFocus()
    press(page, Qt.Key.Key_F2)
    assert window.pages.currentWidget() is page and page.front.search.hasFocus()
    QTest.keyClicks(page.front.search, "erik")
    settled(page, qtbot)
    press(page, Qt.Key.Key_Escape)
    settled(page, qtbot)
    assert window.pages.currentWidget() is page and page.model.rowCount() == 5
    press(page, Qt.Key.Key_Escape)
    assert window.pages.currentWidget() is window.till, "with nothing to take away, back to the till"
    settled(page, qtbot)
    jobs.close()


def test_the_rarer_acts_stay_at_hand_in_large_type(shop: Shop, words: Words, qtbot: QtBot, qapp: QApplication) -> None:
    theme.apply(qapp, "light", 2.0)
    page = CustomersPage(shop.session, words, Jobs())
    qtbot.addWidget(page)
    page.resize(1092, 720)
    page.show()
    page.refresh()
    settled(page, qtbot)
    front = page.front
    assert front.filters.compact and front.export.isHidden()
    front.filters.all.click()
    menu = next(menu for menu in front.filters.findChildren(QMenu) if menu.isVisible())
    named = {action.text(): action for action in menu.actions()}
    named["Without contact"].trigger()
    menu.close()
    settled(page, qtbot)
    assert shown(page) == ["Maria Lindqvist"] and front.filters.all.accessibleName() == "1 filter"
    front.more.click()
    menu = next(menu for menu in front.findChildren(QMenu) if menu.isVisible() and menu.parent() is front)
    with qtbot.waitSignal(page.export_asked):
        menu.actions()[0].trigger()
    menu.close()
    page._jobs.close()


@pytest.mark.parametrize("language", ["sv", "nb", "pl"])
@pytest.mark.parametrize(("width", "scale"), [(1196, 1.0), (1196, 1.5), (1196, 2.0)])
def test_no_button_is_cut(
    shop: Shop, qtbot: QtBot, qapp: QApplication, language: str, width: int, scale: float
) -> None:
    theme.apply(qapp, "light", scale)
    page = CustomersPage(shop.session, Words(language), Jobs())
    qtbot.addWidget(page)
    page.resize(width, 720)
    page.show()
    page.refresh()
    page.front.filters.choose(Filters(silent=12, no_card=True))
    settled(page, qtbot)
    for button in page.front.findChildren(KeyButton):
        if button.isVisible():
            assert button.width() >= button.sizeHint().width(), button.accessibleName()
    assert page.front.title.width() >= page.front.title.sizeHint().width()
    assert page.table.viewport().height() >= 2 * theme.current().px(52)
    page._jobs.close()


def test_a_shop_without_tiers_speaks_of_none(tmp_path: Path, words: Words, qtbot: QtBot) -> None:
    plain = CAFE[: CAFE.index("[tiers]")].replace('[[reward]]\nid = "gold-gift"', '[[reward]]\nid = "gift"')
    shop = make_shop(tmp_path, plain)
    shop.join("Maria")
    page = CustomersPage(shop.session, words, Jobs())
    qtbot.addWidget(page)
    page.resize(1282, 768)
    page.show()
    page.refresh()
    settled(page, qtbot)
    assert "tier" not in [column.key for column in page.model.columns]
    assert not page.front.filters.tier.isVisible()
    page.front._ask_view()
    menu = next(menu for menu in page.front.findChildren(QMenu) if menu.isVisible())
    assert "Tier" not in [action.text() for action in menu.actions()]
    menu.close()
    # What somebody chose elsewhere isn't forgotten by that.
    page.front.columns_chosen.emit(("name", "phone"))
    settled(page, qtbot)
    assert [column.key for column in page.model.columns] == ["name", "phone"]
    assert config.read().columns == ("name", "phone", "tier")
    shop.apply(CAFE)
    page.refresh()
    settled(page, qtbot)
    assert [column.key for column in page.model.columns] == ["name", "phone", "tier"]
    assert page._jobs.close()
    shop.close()
