"""The settings page on a real shop."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kassa import config
from kassa.services import settings
from kassa.services.settings import ShopBlock
from kassa.ui import theme
from kassa.ui.jobs import Jobs
from kassa.ui.settings.page import SettingsPage
from kassa.words import Words
from tests.builders import Shop, make_shop


class Desk:
    """The page as its owner works it."""

    def __init__(self, qtbot: QtBot, shop: Shop, words: Words) -> None:
        self.qtbot, self.shop, self.jobs = qtbot, shop, Jobs()
        self.page = SettingsPage(shop.session, words, self.jobs)
        self.told: list[str] = []
        self.page.shop_changed.connect(lambda: self.told.append("shop"))
        self.page.look_changed.connect(self._dress)
        self.page.language_chosen.connect(self.told.append)
        qtbot.addWidget(self.page)
        self.page.resize(1282, 768)
        self.page.show()
        self.page.activateWindow()
        qtbot.waitUntil(self.page.isActiveWindow)
        self.page.refresh()
        self.settle()

    def _dress(self) -> None:
        """What the window around the page does then."""
        self.told.append("look")
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme.wear(app, config.read().theme, config.read().scale)

    def settle(self) -> None:
        """Waits until nothing is under way."""
        self.qtbot.waitUntil(lambda: self.jobs.count == 0)
        QApplication.processEvents()
        self.qtbot.waitUntil(lambda: self.jobs.count == 0)

    def block(self) -> ShopBlock:
        """What the store holds."""
        found = settings.shop_block(self.shop.session)
        assert found is not None
        return found

    def toasts(self) -> list[str]:
        """What the toasts say now."""
        return [toast.accessibleName() for toast in self.page.toasts.toasts]

    def undo(self) -> None:
        """Presses the newest Undo."""
        button = next(toast.undo for toast in reversed(self.page.toasts.toasts) if toast.undo is not None)
        assert button is not None
        button.click()
        self.settle()


MakeDesk = Callable[[str | None], Desk]


@pytest.fixture
def make_desk(qtbot: QtBot, tmp_path: Path, words: Words) -> Iterator[MakeDesk]:
    made: list[Desk] = []

    def make(text: str | None) -> Desk:
        shop = make_shop(tmp_path, text) if text is not None else make_shop(tmp_path, None)
        made.append(Desk(qtbot, shop, words))
        return made[-1]

    yield make
    for desk in made:
        desk.jobs.close()
        desk.shop.close()


@pytest.fixture
def desk(make_desk: MakeDesk) -> Desk:
    from tests.builders import CAFE

    return make_desk(CAFE)
