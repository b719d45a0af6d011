"""The drawer and who needs printing, as sheets: what they show, and what they return."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from kassa.services import card_printing, card_stock, cards, customers
from kassa.services.card_printing import PrintRequest
from kassa.ui import theme
from kassa.ui.cards.stock_sheet import Spoilt, StockSheet
from kassa.ui.cards.waiting_sheet import WaitingSheet
from kassa.ui.till import desk
from kassa.ui.widgets.label import Label
from kassa.words import LANGUAGES, Words
from tests.builders import Shop, make_shop


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    made = make_shop(tmp_path)
    yield made
    made.close()


@pytest.fixture
def host(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(1166, 720)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def pile(shop: Shop, count: int = 13) -> tuple[str, ...]:
    """Blank cards, ten on a sheet."""
    request = PrintRequest(shop.folder.parent / "pile.pdf", "a4-cut", blank=count, verify=False)
    return card_printing.print_cards(shop.session, request).codes


def stock_sheet(shop: Shop, host: QWidget, words: Words | None = None) -> StockSheet:
    session = shop.session
    stock, runs = card_stock.stock(session), card_stock.print_runs(session)
    made = StockSheet(words or Words("en"), stock, runs, desk.shop(session).day, host)
    made.open()
    return made


def test_an_empty_drawer_says_how_to_fill_it(shop: Shop, host: QWidget) -> None:
    sheet = stock_sheet(shop, host)
    assert sheet.blank.text() == "0 blank cards are left"
    assert sheet.runs == [] and QApplication.focusWidget() is sheet.cancel_button


def test_what_is_left_and_which_sheet_is_void(shop: Shop, host: QWidget, qtbot: QtBot) -> None:
    codes = pile(shop)
    cards.assign(shop.session, codes[0], shop.join())
    sheet = stock_sheet(shop, host)
    assert sheet.blank.text() == "12 blank cards are left"
    (row,), (part,) = sheet.runs, sheet.parts
    assert row.button.value == "12 of 13 left"
    assert not part.isVisible()
    row.button.click()
    assert part.isVisible() and part.by.text() == "Printed at 13:00 by till-1"
    assert part.left.text().startswith("9 of its 10 cards are nobody's yet")
    part.page.set_value(2)
    assert part.left.text().startswith("3 of its 3 cards")
    with qtbot.waitSignal(sheet.accepted) as given:
        part.again.click()
    value = given.args[0]
    assert value == Spoilt(card_stock.print_runs(shop.session)[0].op, 2, True)
    assert not part.again.isEnabled()
    sheet.show_error("no")
    assert part.again.isEnabled()
    assert card_stock.void_page(shop.session, value.run, value.page) == 3


def test_a_sheet_without_blank_cards_can_not_be_voided_again(shop: Shop, host: QWidget, qtbot: QtBot) -> None:
    pile(shop)
    card_stock.void_page(shop.session, card_stock.print_runs(shop.session)[0].op, 1)
    sheet = stock_sheet(shop, host)
    (part,) = sheet.parts
    assert part.page.value == 2
    part.page.set_value(1)
    assert not part.void.isEnabled() and "all are given or void" in part.left.text()
    part.page.set_value(2)
    with qtbot.waitSignal(sheet.accepted) as given:
        part.void.click()
    assert given.args[0].again is False


def waiting_sheet(shop: Shop, host: QWidget, words: Words | None = None) -> WaitingSheet:
    found = card_stock.unprinted(shop.session)
    made = WaitingSheet(words or Words("en"), found, card_stock.stock(shop.session).unprinted, host)
    made.open()
    return made


def test_who_needs_printing_and_why(shop: Shop, host: QWidget, qtbot: QtBot) -> None:
    maria, marcus, ella = shop.join(), shop.join("Marcus Lind"), shop.join("Ella & Co")
    (code,) = pile(shop, 1)
    cards.assign(shop.session, code, marcus)
    cards.lost_and_new(shop.session, code)
    sheet = waiting_sheet(shop, host)
    assert [box.accessibleName() for box in sheet.boxes.values()] == [
        "Maria Lindqvist, #1001, no card",
        "Marcus Lind, #1002, new code",
        "Ella & Co, #1003, no card",
    ]
    assert sheet.save_button.label == "Choose 3 customers"
    focus = QApplication.focusWidget()
    assert focus is sheet.boxes[maria]
    QTest.keyClick(focus, Qt.Key.Key_Space)
    assert sheet.save_button.label == "Choose 2 customers"
    with qtbot.waitSignal(sheet.accepted) as given:
        QTest.keyClick(focus, Qt.Key.Key_Return)
    assert given.args == [(marcus, ella)]
    printed = card_printing.print_cards(
        shop.session, PrintRequest(shop.folder.parent / "w.pdf", "a4-cut", given.args[0], verify=False)
    )
    assert len(printed.codes) == 2
    assert [each.id for each in card_stock.unprinted(shop.session)] == [maria]


def test_nobody_ticked_is_nothing_to_choose(shop: Shop, host: QWidget) -> None:
    shop.join()
    sheet = waiting_sheet(shop, host)
    sheet.nobody.click()
    assert sheet.ticked() == () and not sheet.save_button.isEnabled()
    sheet.everybody.click()
    assert len(sheet.ticked()) == 1 and sheet.save_button.isEnabled()


def test_everybody_has_one(shop: Shop, host: QWidget) -> None:
    sheet = waiting_sheet(shop, host)
    assert not sheet.save_button.isVisible()


def test_more_than_the_list_holds_is_told(shop: Shop, host: QWidget) -> None:
    shop.join(), shop.join("Marcus Lind")
    sheet = WaitingSheet(Words("en"), card_stock.unprinted(shop.session, 1), 2, host)
    told = [label.text() for label in sheet.findChildren(Label)]
    assert "The first 1 of 2; the others come when these are printed." in told


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_nothing_is_cut(shop: Shop, host: QWidget, qapp: QApplication, language: str, scale: float) -> None:
    theme.apply(qapp, "light", scale)
    shop.join("Katarzyna Wiśniewska-Brzęczyszczykiewicz")
    pile(shop)
    sheet = stock_sheet(shop, host, Words(language))
    sheet.runs[0].button.click()
    waiting = waiting_sheet(shop, host, Words(language))
    for each in (sheet, waiting):
        QApplication.processEvents()
        labels = [one for one in each.findChildren(Label) if one.isVisible() and one.full_text()]
        cut = [one.full_text() for one in labels if one.toolTip() or one.height() < one.heightForWidth(one.width())]
        assert cut == []
    assert customers.find(shop.session, "katarzyna")
