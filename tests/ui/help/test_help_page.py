"""The help: the keys that there are, on one screen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kassa.ui import theme
from kassa.ui.help.keycap import Keycaps
from kassa.ui.help.page import HelpPage, all_keys
from kassa.ui.jobs import Jobs
from kassa.ui.main_window import MainWindow
from kassa.ui.widgets.label import Label
from kassa.words import LANGUAGES, Words
from tests.builders import Shop, make_shop


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    made = make_shop(tmp_path)
    yield made
    made.close()


def opened(shop: Shop, language: str, qtbot: QtBot, width: int = 1186, height: int = 720) -> HelpPage:
    page = HelpPage(shop.session, Words(language), Jobs())
    qtbot.addWidget(page)
    page.resize(width, height)
    page.show()
    page.refresh()
    for _ in range(3):
        QApplication.processEvents()
    return page


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_fits_on_one_screen(shop: Shop, language: str, qtbot: QtBot) -> None:
    page = opened(shop, language, qtbot)
    assert page._scroll.verticalScrollBar().maximum() == 0
    labels = [one for one in page.findChildren(Label) if one.isVisible()]
    assert [one.full_text() for one in labels if one.height() < one.heightForWidth(one.width())] == []


@pytest.mark.parametrize("scale", [1.5, 2.0])
def test_large_text_goes_below_instead_of_being_cut(shop: Shop, qapp: QApplication, qtbot: QtBot, scale: float) -> None:
    theme.apply(qapp, "light", scale)
    page = opened(shop, "pl", qtbot)
    labels = [one for one in page.findChildren(Label) if one.isVisible()]
    assert [one.full_text() for one in labels if one.height() < one.heightForWidth(one.width())] == []
    assert page._scroll.horizontalScrollBar().maximum() == 0
    page.setFocus()
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, Qt.Key.Key_PageDown)
    assert page._scroll.verticalScrollBar().value() > 0


def test_every_key_told_is_one_of_the_windows(qtbot: QtBot, words: Words) -> None:
    window = MainWindow(words, Jobs())
    qtbot.addWidget(window)
    there = {shortcut.key().toString() for shortcut in window.findChildren(QShortcut)}
    for keys, _ in all_keys(words):
        if keys[0].startswith("F") or keys[0] in ("Ctrl", "Esc"):
            for last in keys[-1].split("–"):
                combination = "+".join((*keys[:-1], last))
                assert QKeySequence(combination).toString() in there, combination


def test_a_reader_hears_the_key_and_what_it_does(shop: Shop, qtbot: QtBot) -> None:
    page = opened(shop, "en", qtbot)
    names = [caps.accessibleName() for caps in page.findChildren(Keycaps)]
    assert "F8: gives the first reward" in names
    assert "Ctrl Z: undoes the last thing" in names
