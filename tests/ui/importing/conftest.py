"""The import page on a real shop, and the steps of a person who uses it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEventLoop, QTimer
from pytestqt.qtbot import QtBot

from kassa.services import customers
from kassa.ui.importing.page import ImportPage
from kassa.ui.jobs import Jobs
from kassa.words import Words
from tests.builders import CAFE, Shop, make_shop

DATA = Path(__file__).parents[2] / "data"


class Owner:
    """A new owner before the import page."""

    def __init__(self, shop: Shop, qtbot: QtBot, words: Words, folder: Path) -> None:
        self.shop, self.qtbot, self.folder = shop, qtbot, folder
        self.jobs = Jobs()
        self.bugs: list[Exception] = []
        self.jobs.bug.connect(self.bugs.append)
        self.page = ImportPage(shop.session, words, self.jobs)
        qtbot.addWidget(self.page)
        self.page.resize(1196, 720)
        self.page.show()
        self.page.refresh()
        self.settle()

    def settle(self) -> None:
        """Waits until nothing is under way any more."""
        # Qt's own waiting for tests holds Python's lock, and a thread that imports would crawl beside it.
        loop = QEventLoop()
        look = QTimer(interval=10)
        look.timeout.connect(lambda: None if self.jobs.count else loop.quit())
        QTimer.singleShot(60_000, loop, lambda: loop.exit(1))
        look.start()
        assert loop.exec() == 0, "too long"

    def file(self, name: str, text: str | bytes) -> Path:
        """A file of one's own."""
        made = self.folder / name
        if isinstance(text, bytes):
            made.write_bytes(text)
        else:
            made.write_text(text, encoding="utf-8")
        return made

    def receipts(self, lines: int = 150) -> Path:
        """The first lines of Loyverse's receipts."""
        text = (DATA / "loyverse_receipts_by_item.csv").read_text("utf-8-sig")
        return self.file("loyverse_receipts_by_item.csv", "".join(text.splitlines(keepends=True)[: lines + 1]))

    def look_at(self, file: Path) -> None:
        """Chooses a file and waits for what is understood of it."""
        self.page.open_file(file)
        self.settle()

    def bring_in(self) -> None:
        """Presses the one button."""
        assert self.page.header.go_button.isEnabled()
        self.page.header.go_button.click()
        self.settle()

    def names(self) -> set[str]:
        """Who is in the register."""
        return {hit.name or "" for hit in customers.find(self.shop.session, "", 1000)}

    def in_front(self) -> object:
        """The step that is shown."""
        return self.page.steps.front

    def tiles(self) -> dict[str, str]:
        """The figures of the preview by what they count."""
        return {tile.name.full_text(): tile.figure.full_text() for tile in self.page.preview.tiles.tiles}

    def sums(self) -> list[tuple[str, str, int]]:
        """How the preview's figures add up."""
        return [(entry.kind, entry.text, entry.figure) for entry in self.page.preview.reckoning.entries]

    def outcome(self) -> dict[str, str]:
        """The figures of the summary by what they count."""
        return {tile.name.full_text(): tile.figure.full_text() for tile in self.page.summary.tiles.tiles}


@pytest.fixture
def owner(tmp_path: Path, qtbot: QtBot, words: Words) -> Iterator[Owner]:
    yield from _owner(tmp_path, qtbot, words, CAFE)


@pytest.fixture
def owner_of_two_cards(tmp_path: Path, qtbot: QtBot, words: Words) -> Iterator[Owner]:
    second = """
[[stamp_card]]
id = "bun-card"
name = "Bullkortet"
boxes = 8
per = "item"
item = "bun"
reward = "free-coffee"
"""
    yield from _owner(tmp_path, qtbot, words, CAFE.replace("[tiers]", f"{second}\n[tiers]"))


def _owner(folder: Path, qtbot: QtBot, words: Words, programme: str) -> Iterator[Owner]:
    shop = make_shop(folder, programme)
    made = Owner(shop, qtbot, words, folder)
    yield made
    assert made.jobs.close()
    assert made.bugs == []
    shop.close()
