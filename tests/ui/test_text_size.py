"""Twice the text on the smallest till's screen: no page makes the window larger than that, nor asks for more."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kassa.ui import theme
from kassa.ui.jobs import Jobs
from kassa.ui.main_window import MainWindow
from kassa.ui.pages import RAIL
from kassa.ui.till import desk
from kassa.words import LANGUAGES, Words
from tests.builders import make_shop


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_is_too_wide(tmp_path: Path, qtbot: QtBot, qapp: QApplication, language: str) -> None:
    theme.apply(qapp, "light", 2.0)
    shop = make_shop(tmp_path)
    maria = shop.join("Maria Lindqvist", phone="0701744512")
    jobs = Jobs()
    window = MainWindow(Words(language), jobs)
    qtbot.addWidget(window)
    window.resize(1280, 720)
    window.show()
    window.start(shop.session, desk.shop(shop.session))
    for place in RAIL:
        window.show_page(place.name)
        qtbot.waitUntil(lambda: jobs.count == 0)
        QApplication.processEvents()
        page = window.pages.currentWidget()
        assert page is not None
        wanted = page.minimumSizeHint()
        assert wanted.width() <= page.width(), place.name
        assert wanted.height() <= page.height(), place.name
    window.open_at_till(maria)
    qtbot.waitUntil(lambda: jobs.count == 0)
    QApplication.processEvents()
    assert window.minimumSizeHint().width() <= 2 * theme.LEAST_WIDTH
    assert (window.width(), window.height()) == (1280, 720), "it was never larger, not even for a moment"
    jobs.close()
    shop.close()
