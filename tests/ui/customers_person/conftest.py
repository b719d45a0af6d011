"""The customer page on a real shop, worked by keys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from kassa.domain.people import Customer
from kassa.services import card_printing, customers
from kassa.ui.customers.person import CustomerDetail
from kassa.ui.jobs import Jobs
from kassa.ui.till.sheet import Sheet
from kassa.words import Words
from tests.builders import Shop, make_shop
from tests.ui.till.conftest import Front


class Desk(Front):
    """The page as somebody in the back office works it; keys and waiting are the till's."""

    def __init__(self, qtbot: QtBot, shop: Shop, language: str = "en") -> None:
        self.qtbot = qtbot
        self.shop = shop
        self.jobs = Jobs()
        self.host = QWidget()
        qtbot.addWidget(self.host)
        self.page = CustomerDetail(shop.session, Words(language), self.jobs, self.host)
        self.host.resize(1196, 720)
        self.page.setGeometry(self.host.rect())
        self.maria = self.marcus = ""
        self.host.show()
        self.host.activateWindow()
        qtbot.waitUntil(self.host.isActiveWindow)

    def look_at(self, customer: str) -> None:
        """Opens a customer."""
        self.page.show_customer(customer)
        self.settle()

    def press(self, *keys: str) -> None:
        """Keys by name; ``Alt+2`` too."""
        for key in keys:
            if key.startswith("Alt+"):
                QTest.keyClick(self.focus, Qt.Key(ord(key[-1])), Qt.KeyboardModifier.AltModifier)
            else:
                super().press(key)

    @property
    def sheet(self) -> Sheet:
        """The dialog that is open."""
        sheet = self.page.sheets.sheet
        assert sheet is not None, "no sheet is open"
        return sheet

    def customer(self, reference: str) -> Customer:
        """What the register holds of somebody."""
        return customers.show(self.shop.session, reference).customer

    def blanks(self, count: int = 1) -> tuple[str, ...]:
        """Blank cards from the drawer."""
        request = card_printing.PrintRequest(self.shop.folder.parent / "blank.pdf", "cr80", None, count, verify=False)
        return card_printing.print_cards(self.shop.session, request).codes

    def toasts(self) -> list[str]:
        """What the toasts say now."""
        return [toast.accessibleName().replace("\u00a0", " ") for toast in self.page.toasts.toasts]

    def undo(self) -> None:
        """Undo in the newest toast."""
        toast = next(each for each in reversed(self.page.toasts.toasts) if each.undo is not None)
        assert toast.undo is not None
        toast.undo.click()
        self.settle()


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    """The page of Maria, who has bought once."""
    shop = make_shop(tmp_path)
    made = Desk(qtbot, shop)
    made.maria = shop.join("Maria Lindqvist", phone="0701744512")
    shop.buy(made.maria, 8400, coffee=2)
    made.look_at(made.maria)
    yield made
    made.jobs.close()
    shop.close()
