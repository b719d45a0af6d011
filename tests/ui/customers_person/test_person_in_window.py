"""The customer page inside the window: its keys beside the window's, scans, and the way to the till."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kassa.ui.cards.page import CardsPage
from kassa.ui.customers.page import CustomersPage
from kassa.ui.customers.person import CustomerDetail
from kassa.ui.pages import CARDS, CUSTOMERS, TILL
from kassa.ui.till.edit_sheet import EditSheet
from kassa.ui.till.give_sheet import GiveSheet
from kassa.ui.till.new_card_sheet import NewCardSheet
from kassa.ui.till.offer_sheet import OfferSheet
from tests.ui.till.conftest import Front, front

__all__ = ["front"]


@pytest.fixture
def detail(front: Front) -> CustomerDetail:
    """Maria's page, over the table."""
    front.window.show_page(CUSTOMERS)
    page = front.window.pages.page(CUSTOMERS)
    assert isinstance(page, CustomersPage)
    page.open_customer(front.maria)
    front.settle()
    shown = page.stack.currentWidget()
    assert isinstance(shown, CustomerDetail)
    return shown


def test_its_keys_are_its_own_while_it_is_in_front(front: Front, detail: CustomerDetail) -> None:
    front.press("Ctrl+E")
    assert isinstance(detail.sheets.sheet, EditSheet)
    front.press("Ctrl+3")
    assert front.window.pages.current == CUSTOMERS
    front.press("Esc")
    QTest.keyClick(front.focus, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert detail.parts.currentWidget() is detail.purchases
    front.press("Ctrl+3")
    front.settle()
    assert front.window.pages.current == CARDS


def test_esc_goes_back_to_the_table(front: Front, detail: CustomerDetail) -> None:
    front.press("Esc")
    front.settle()
    assert front.window.pages.current == CUSTOMERS
    assert not detail.isVisible()


def test_a_blank_card_that_is_scanned_goes_into_the_sheet(front: Front, detail: CustomerDetail) -> None:
    blank = front.blank()
    front.press("Ctrl+K")
    assert isinstance(detail.sheets.sheet, NewCardSheet)
    front.window.scanned(blank)
    front.settle()
    assert detail.sheets.sheet is None
    assert [card.code for card in front.view(front.maria).cards] == [blank]
    assert front.window.pages.current == CUSTOMERS


def test_a_blank_card_is_for_whom_the_page_shows(front: Front, detail: CustomerDetail) -> None:
    blank = front.blank()
    front.window.open_at_till(front.marcus)
    front.settle()
    front.window.show_page(CUSTOMERS)
    front.settle()
    front.window.scanned(blank)
    front.settle()
    assert front.window.pages.current == TILL
    assert isinstance(front.till.sheets.sheet, OfferSheet)
    assert front.till.person.name.text() == "Maria Lindqvist"
    front.press("Enter")
    front.settle()
    assert [card.code for card in front.view(front.maria).cards] == [blank]


def test_a_blank_card_over_the_register_is_nobodys(front: Front, detail: CustomerDetail) -> None:
    blank = front.blank()
    front.window.open_at_till(front.marcus)
    front.settle()
    front.window.show_page(CUSTOMERS)
    front.press("Esc")
    front.settle()
    front.window.scanned(blank)
    front.settle()
    assert isinstance(front.till.sheets.sheet, GiveSheet)


def test_f5_loses_the_card_here_too(front: Front, detail: CustomerDetail) -> None:
    code = front.card(front.maria)
    detail.refresh()
    front.settle()
    front.press("F5")
    front.settle()
    assert front.view(front.maria).cards[0].state == "lost"
    assert isinstance(detail.sheets.sheet, NewCardSheet)
    front.press("Enter")
    front.settle()
    assert sorted(card.state for card in front.view(front.maria).cards) == ["active", "lost"]
    assert front.view(front.maria).cards[0].code != code


def test_a_card_to_be_printed_is_chosen_on_the_page_of_cards(front: Front, detail: CustomerDetail) -> None:
    detail.card_to_print.emit("#1001")
    front.settle()
    front.settle()
    assert front.window.pages.current == CARDS
    page = front.window.pages.page(CARDS)
    assert isinstance(page, CardsPage)
    front.qtbot.waitUntil(lambda: page.who.who().customers == (front.maria,))


def test_somebodys_card_opens_them_at_the_till(front: Front, detail: CustomerDetail) -> None:
    code = front.card(front.marcus)
    front.window.scanned(code)
    front.settle()
    assert front.window.pages.current == TILL
    assert front.till.person.name.text() == "Marcus Lind"


def test_ctrl_t_opens_the_customer_at_the_till(front: Front, detail: CustomerDetail) -> None:
    front.press("Ctrl+T")
    front.settle()
    assert front.window.pages.current == TILL
    assert front.till.person.name.text() == "Maria Lindqvist"
    assert front.focus is front.till.bar.amount.edit
