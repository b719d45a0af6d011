"""The cards page is whole on the smallest screen at twice the text, every row open in turn, in Swedish and Polish."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kassa.ui import theme
from kassa.ui.cards.page import CardsPage
from kassa.ui.pages import CARDS
from tests.builders import make_shop
from tests.ui.test_twice_the_text import Reader


@pytest.fixture(params=[("sv", 2.0), ("pl", 2.0), ("pl", 1.0)])
def reader(request: pytest.FixtureRequest, qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Reader]:
    language, scale = request.param
    theme.apply(qapp, "light", scale)
    shop = make_shop(tmp_path)
    shop.join("Aleksandra Maria Wiśniewska-Brzęczyszczykiewicz")
    made = Reader(qtbot, shop, language)
    yield made
    assert made.jobs.close()
    shop.close()


def test_every_row_is_whole(reader: Reader) -> None:
    page = reader.go(CARDS)
    assert isinstance(page, CardsPage)
    reader.qtbot.waitUntil(lambda: page.viewer.settled and not page.jobs.count, timeout=20_000)
    reader.look("cards")
    page.sheet.back.changed.emit({"back": "stamps", "duplex": "long-edge"})
    for fold in (page.look.own, *page.sheet.rows.folds):
        fold.set_open(True)
        reader.look(f"cards, {fold.button.label}")
    for kind in (page.who.chosen, page.who.blank):
        page.sheet.to_row.set_open(True)
        kind.setChecked(True)
        reader.look(f"cards, {kind.text()}")
    page.look.own.set_open(True)
    page.look.colours.ink.picked.emit(page.look.colours.ground.colour)
    page.look.tell_bars("Barcode left out: the card is too small for bars that scanners can read.")
    reader.look("cards, weak colours")
    page.stage.working.wait_for("The fronts are printed. Turn the pile over, put it back in the tray, then go on.")
    reader.look("cards, turning")
    reader.is_content()
