"""Nothing of the page is cut at 1280×720 in any language; every sheet shows all its fields."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QScrollArea
from pytestqt.qtbot import QtBot

from kassa.services import customers, notes
from kassa.ui import theme
from kassa.ui.widgets.buttons import KeyButton
from kassa.ui.widgets.label import Label
from kassa.words import LANGUAGES
from tests.builders import make_shop
from tests.ui.customers_person.conftest import Desk
from tests.ui.till.test_fit import cut


@pytest.fixture(params=LANGUAGES)
def spoken(request: pytest.FixtureRequest, qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    """The page of somebody with a long name, in one of the languages, beside the rail of the smallest window."""
    shop = make_shop(tmp_path)
    made = Desk(qtbot, shop, request.param)
    made.maria = shop.join("Aleksandra Maria Wiśniewska-Brzęczyszczykiewicz", phone="0701744512")
    changes = {
        "email": "aleksandra.wisniewska@example.com",
        "birthday": "1990-06-03",
        "address": "Storgatan 1\n111 22 Stockholm",
        "tags": ["bokcirkeln", "lunch", "stamgäst"],
    }
    customers.edit(shop.session, made.maria, changes)
    customers.consent(shop.session, made.maria, "sms", True, "vid kassan")
    notes.add(shop.session, made.maria, "Röda rummet", kind="promise", assignee="Elin")
    for _ in range(9):
        shop.buy(made.maria, 123400, coffee=1)
    customers.edit(shop.session, made.maria, {"language": "sv"})
    made.card(made.maria)
    made.look_at(made.maria)
    yield made
    made.jobs.close()
    shop.close()


def test_the_parts(spoken: Desk) -> None:
    for place in range(5):
        spoken.press(f"Alt+{place + 1}")
        spoken.settle()
        assert cut(spoken.page) == []
        assert spoken.page.minimumSizeHint().width() <= spoken.page.width()


def whole(desk: Desk) -> None:
    assert cut(desk.sheet) == []
    scroll = desk.sheet.findChild(QScrollArea)
    assert isinstance(scroll, QScrollArea)
    assert scroll.verticalScrollBar().maximum() == 0


def test_the_sheets(spoken: Desk) -> None:
    page = spoken.page
    opened = page.favours.opened
    assert opened is not None
    page.sheets.edit_customer(opened)
    whole(spoken)
    page.sheets.consent(opened, "health")
    whole(spoken)
    page.sheets.adjust(opened)
    whole(spoken)
    page.sheets.carry(opened)
    whole(spoken)
    page.sheets.undo_purchase(opened, opened.view.purchases[0])
    whole(spoken)


def told_whole(desk: Desk) -> None:
    for label in desk.page.findChildren(Label):
        # A pixel is lost where heights are rounded; a line of text is not.
        whole = not label.toolTip() and label.height() >= label.heightForWidth(label.width()) - 2
        assert whole or not label.isVisible(), label.full_text()


def test_with_large_text_in_a_small_window(spoken: Desk, qapp: QApplication) -> None:
    theme.apply(qapp, "light", 2.0)
    spoken.settle()
    page = spoken.page
    for place in range(5):
        spoken.press(f"Alt+{place + 1}")
        spoken.settle()
        spoken.qtbot.waitUntil(partial(told_whole, spoken))
        for button in page.findChildren(KeyButton):
            if button.isVisible():
                assert button.width() >= button.sizeHint().width(), button.accessibleName()
                assert button.mapTo(page, button.rect().bottomRight()).x() <= page.width(), button.accessibleName()
    assert page.overview.isAncestorOf(page.who.about)
    theme.apply(qapp, "light", 1.0)
    spoken.settle()
    assert page.who.isAncestorOf(page.who.about)
