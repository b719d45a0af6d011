"""The customer page inside the window: its keys beside the window's, scans, and the way to the till."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kassa.ui.customers.page import CustomersPage
from kassa.ui.customers.person import CustomerDetail
from kassa.ui.pages import CARDS, CUSTOMERS, TILL
from kassa.ui.till.edit_sheet import EditSheet
from kassa.ui.till.new_card_sheet import NewCardSheet
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
