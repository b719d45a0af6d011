"""Nothing is cut at 1280×720 in any language: every word has its room, every sheet shows all its fields."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from kassa.services import cards, notes
from kassa.ui import theme
from kassa.ui.till.sheet import Sheet
from kassa.ui.widgets.buttons import KeyButton
from kassa.ui.widgets.label import Label
from kassa.words import LANGUAGES, Words
from tests.builders import make_shop
from tests.ui.till import conftest
from tests.ui.till.conftest import Front


@pytest.fixture(params=LANGUAGES)
def front(
    request: pytest.FixtureRequest, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Front]:
    """The till of a café, in one of the languages, as small as a screen may be."""
    shop = make_shop(tmp_path)
    monkeypatch.setattr(conftest, "Words", lambda _: Words(request.param))
    made = Front(qtbot, shop)
    made.window.setFixedSize(1280, 720)
    made.maria = shop.join("Maria Lindqvist", phone="0701744512")
    made.start()
    notes.add(shop.session, made.maria, "Bröllopet", kind="ask")
    notes.add(shop.session, made.maria, "Röda rummet", kind="promise")
    for _ in range(9):
        shop.buy(made.maria, 8900, coffee=1)
    yield made
    made.jobs.close()
    shop.close()


def cut(root: QWidget) -> list[str]:
    """The words under a widget that don't have the room that they need."""
    QApplication.processEvents()
    labels = [one for one in root.findChildren(Label) if one.isVisible() and one.full_text()]
    buttons = [one for one in root.findChildren(KeyButton) if one.isVisible()]
    found = [one.full_text() for one in labels if one.toolTip() or one.height() < one.heightForWidth(one.width())]
    return found + [one.label for one in buttons if one.width() < one.sizeHint().width()]


def test_the_page_and_its_result(front: Front) -> None:
    assert cut(front.window) == []
    front.open("lind")
    assert front.till.person.name.full_text() == "Maria Lindqvist"
    assert cut(front.window) == []
    front.type("89")
    front.press("Enter")
    front.settle()
    assert cut(front.window) == []


@pytest.mark.parametrize("keys", [("F4",), ("Ctrl+N",), ("Ctrl+N", "Ctrl+4"), ("Ctrl+N", "Ctrl+5"), ("Ctrl+K",)])
def test_the_sheets(front: Front, keys: tuple[str, ...]) -> None:
    front.open("lind")
    front.press(*keys)
    front.settle()
    whole(front)


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_the_sheets_about_cards(front: Front, qapp: QApplication, scale: float) -> None:
    theme.apply(qapp, "light", scale)
    code = front.blank()
    front.window.scanned(code)
    front.type("Lindqvist Maria-Christina af Bjurö")
    front.settle()
    no_cut_sheet(front, scale)
    front.press("Esc")
    front.open("lind")
    front.window.scanned(code)
    front.settle()
    no_cut_sheet(front, scale)
    front.press("Enter")
    front.settle()
    front.press("Ctrl+K")
    no_cut_sheet(front, scale)
    front.press("Esc")
    front.window.scanned(front.blank())
    front.settle()
    no_cut_sheet(front, scale)
    front.press("Esc", "F5")
    front.settle()
    no_cut_sheet(front, scale)


def no_cut_sheet(front: Front, scale: float) -> None:
    if scale == 1.0:
        whole(front)
    else:
        # What is higher than the window scrolls.
        sheet = front.till.sheets.sheet
        assert isinstance(sheet, Sheet)
        assert cut(sheet) == []


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_an_old_card_and_a_lost_one(front: Front, qapp: QApplication, scale: float) -> None:
    theme.apply(qapp, "light", scale)
    old = front.card(front.maria)
    cards.replace(front.shop.session, old, front.blank())
    front.window.scanned(old)
    front.settle()
    assert cut(front.till.person.old_card) == []
    lost = front.card(front.maria)
    cards.lost(front.shop.cashier("Katarzyna Wiśniewska-Brzęczyszczykiewicz", "kassan vid ingången"), lost)
    front.window.scanned(lost)
    front.settle()
    assert front.till.alarm.isVisible() and cut(front.till.alarm) == []


def test_the_return(front: Front) -> None:
    front.open("lind")
    front.till.favours.open_purchase(front.view(front.maria).purchases[0].id)
    whole(front)


def whole(front: Front) -> None:
    sheet = front.till.sheets.sheet
    assert isinstance(sheet, Sheet)
    assert cut(sheet) == []
    scroll = sheet.findChild(QScrollArea)
    assert isinstance(scroll, QScrollArea) and scroll.verticalScrollBar().maximum() == 0
