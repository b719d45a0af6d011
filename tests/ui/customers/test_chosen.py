"""Several customers at once: chosen by keys and pointer, told below the table, handed on to cards and post."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kassa.services import customers
from kassa.ui.cards.page import CardsPage
from kassa.ui.customers.page import CustomersPage
from kassa.ui.customers.table import RegisterTable
from kassa.ui.jobs import Jobs
from kassa.ui.main_window import MainWindow
from kassa.ui.pages import CARDS, CUSTOMERS, POST
from kassa.ui.post.page import PostPage
from kassa.ui.till import desk
from kassa.words import Words
from tests.builders import Shop, make_shop

SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
Key = Qt.Key


class Owner:
    """The whole window, the customers page in front, the cursor in its table."""

    def __init__(self, shop: Shop, qtbot: QtBot) -> None:
        self.shop, self.qtbot, self.jobs = shop, qtbot, Jobs()
        self.window = MainWindow(Words("en"), self.jobs)
        qtbot.addWidget(self.window)
        self.window.resize(1366, 768)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)
        self.window.start(shop.session, desk.shop(shop.session))
        self.window.show_page(CUSTOMERS)
        self.settle()
        self.table.setFocus()

    def settle(self) -> None:
        """Waits until nothing is under way."""
        for _ in range(3):
            self.qtbot.waitUntil(lambda: self.jobs.count == 0, timeout=20_000)
            self.qtbot.wait(60)

    @property
    def page(self) -> CustomersPage:
        made = self.window.pages.page(CUSTOMERS)
        assert isinstance(made, CustomersPage)
        return made

    @property
    def table(self) -> RegisterTable:
        return self.page.table

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier, times: int = 1) -> None:
        for _ in range(times):
            focus = QApplication.focusWidget()
            assert focus is not None
            QTest.keyClick(focus, key, held)

    def told(self) -> str:
        """What the bar says; nothing while it isn't there."""
        bar = self.page.front.chosen
        return bar.count.full_text() if bar.isVisible() else ""


@pytest.fixture
def owner(tmp_path: Path, qtbot: QtBot) -> Iterator[Owner]:
    shop = make_shop(tmp_path)
    for place in range(40):
        shop.join(f"Kund {place:02}", phone=f"07017400{place:02}")
    made = Owner(shop, qtbot)
    yield made
    made.jobs.close()
    shop.close()


def test_one_is_nothing_to_speak_of_and_shift_takes_more(owner: Owner) -> None:
    owner.press(Key.Key_Down)
    assert owner.told() == ""
    owner.press(Key.Key_Down, SHIFT, 2)
    assert owner.told() == "3 customers chosen"
    assert owner.table.chosen_rows() == [1, 2, 3]
    owner.press(Key.Key_Up, SHIFT, 3)
    assert owner.table.chosen_rows() == [0, 1], "it turns round where it began"
    owner.press(Key.Key_End, SHIFT)
    assert owner.told() == "39 customers chosen"
    owner.press(Key.Key_Escape)
    assert owner.told() == ""
    assert owner.window.pages.current == CUSTOMERS
    owner.press(Key.Key_A, CTRL)
    assert owner.told() == "40 customers chosen"
    owner.press(Key.Key_Home)
    assert owner.told() == ""


def test_ctrl_takes_one_more_and_one_less(owner: Owner) -> None:
    viewport = owner.table.viewport()

    def click(row: int, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        at = QPoint(60, owner.table.rowViewportPosition(row) + 20)
        QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, held, at)

    click(1)
    click(4, CTRL)
    click(6, CTRL)
    click(4, CTRL)
    assert owner.table.chosen_rows() == [1, 6]
    click(3, SHIFT)
    assert owner.told().endswith("customers chosen")
    owner.page.front.chosen.none.click()
    assert owner.told() == ""
    assert len(owner.table.chosen_rows()) == 1


def test_who_is_chosen_stays_so_when_the_register_changes(owner: Owner) -> None:
    owner.press(Key.Key_Down, SHIFT, 2)
    before = [owner.page.model.numbers[row] for row in owner.table.chosen_rows()]
    owner.shop.join("Nu kommen")
    owner.page.refresh()
    owner.settle()
    assert owner.page.model.rowCount() == 41
    assert [owner.page.model.numbers[row] for row in owner.table.chosen_rows()] == before
    assert owner.told() == "3 customers chosen"


def test_their_cards_are_printed(owner: Owner) -> None:
    owner.press(Key.Key_Down, SHIFT, 2)
    owner.press(Key.Key_P, CTRL)
    owner.settle()
    assert owner.window.pages.current == CARDS
    page = owner.window.pages.page(CARDS)
    assert isinstance(page, CardsPage)
    who = page.who.who()
    assert (who.kind, len(who.customers)) == ("chosen", 3)
    named = {customers.show(owner.shop.session, each).customer.name for each in who.customers}
    assert named == {str(owner.page.model.data(owner.page.model.index(row, 0))) for row in (0, 1, 2)}


def test_a_letter_to_each(owner: Owner) -> None:
    owner.press(Key.Key_Down, SHIFT)
    owner.page.front.chosen.post.click()
    owner.settle()
    assert owner.window.pages.current == POST
    page = owner.window.pages.page(POST)
    assert isinstance(page, PostPage)
    people = page.wish().people
    assert (people.to, len(people.customers)) == ("chosen", 2)
    assert page.wish().is_post


def test_too_many_are_not_handed_over(owner: Owner, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("chosen", "page"):
        monkeypatch.setattr(f"kassa.ui.customers.{module}.MOST", 30)
    owner.press(Key.Key_A, CTRL)
    assert owner.told() == "40 customers chosen · at most 30 at once"
    bar = owner.page.front.chosen
    assert not bar.cards.isEnabled() and not bar.post.isEnabled()
    owner.press(Key.Key_P, CTRL)
    owner.settle()
    assert owner.window.pages.current == CUSTOMERS


def test_everything_of_it_is_reached_by_key_and_has_a_name(owner: Owner) -> None:
    owner.press(Key.Key_Down, SHIFT)
    bar = owner.page.front.chosen
    for button in (bar.cards, bar.post, bar.none):
        assert button.accessibleName()
        assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
        assert button.height() >= 44
