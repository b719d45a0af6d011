"""The wiring: a new shop is asked first, an old one is not; another language makes the window anew."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from kassa import config
from kassa.app import Shopfront
from kassa.services import programmes, starting
from kassa.services.opening import open_session
from kassa.ui import theme
from kassa.ui.importing.page import ImportPage
from kassa.ui.pages import CUSTOMERS, IMPORT, SETTINGS
from kassa.ui.till.page import TillPage
from kassa.words import Words
from tests.builders import make_shop

DATA = Path(__file__).parents[1] / "data"


class Opened:
    """A shopfront on a folder, as ``kassa`` makes it."""

    def __init__(self, qapp: QApplication, qtbot: QtBot, where: Path) -> None:
        self.qtbot = qtbot
        self.front = Shopfront(qapp, str(where), Words("en"), "till-1")
        qtbot.addWidget(self.front.frame)
        self.front.frame.show()
        qtbot.waitUntil(lambda: self.front.frame.filled)
        self.settle()

    def settle(self) -> None:
        for _ in range(2):
            self.qtbot.waitUntil(lambda: self.front.jobs.count == 0, timeout=30_000)
            QApplication.processEvents()
        self.qtbot.waitUntil(lambda: self.front.jobs.count == 0)

    @property
    def till(self) -> TillPage:
        return self.front.window.till

    def close(self) -> None:
        self.front.close()
        self.front.frame.hide()


@pytest.fixture
def opened(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Opened]:
    """The window on a folder that doesn't exist."""
    made = Opened(qapp, qtbot, tmp_path / "new")
    yield made
    made.close()


def test_nothing_is_made_before_the_questions_are_answered(opened: Opened, tmp_path: Path) -> None:
    assert opened.front.first is not None
    assert opened.front.frame.centralWidget() is opened.front.first
    assert not (tmp_path / "new").exists()


def test_the_answers_open_the_till_in_their_language(opened: Opened, tmp_path: Path) -> None:
    first = opened.front.first
    assert first is not None
    first.shop.setText("Åsas Kafé")
    first.languages["sv"].click()
    opened.settle()
    with opened.qtbot.waitSignal(opened.front.started):
        first.finish()
    opened.settle()
    assert opened.front.first is None
    assert opened.front.frame.windowTitle() == "Kassa · Åsas Kafé"
    assert opened.till.search.new.label == "Ny kund"
    assert config.read().language == "sv"
    session = open_session(str(tmp_path / "new"), till="till-2")
    assert programmes.current(session).programme.items[0].name == Words("sv").tr("Coffee")
    session.close()


def test_a_refused_answer_leaves_the_page_and_no_store(opened: Opened, tmp_path: Path) -> None:
    first = opened.front.first
    assert first is not None
    first.shop.setText("x\u200bx\u0007")
    first.finish()
    opened.settle()
    assert first.error.isVisible()
    assert not (tmp_path / "new").exists()


def test_a_store_without_a_programme_is_asked_about_too(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    shop = make_shop(tmp_path, None)
    shop.join("Maria")
    opened = Opened(qapp, qtbot, shop.folder)
    first = opened.front.first
    assert first is not None
    first.shop.setText("Annas")
    with qtbot.waitSignal(opened.front.started):
        first.finish()
    opened.settle()
    assert starting.is_begun(shop.session)
    assert opened.till.search.list.hits.rowCount() == 1
    opened.close()
    shop.close()


def test_a_store_made_by_a_verb_asks_nothing(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    shop = make_shop(tmp_path)
    opened = Opened(qapp, qtbot, shop.folder)
    assert opened.front.first is None
    assert opened.front.frame.windowTitle() == "Kassa · Bokkaféet"
    opened.close()
    shop.close()


def test_another_language_makes_the_window_anew_on_the_same_page(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    shop = make_shop(tmp_path)
    opened = Opened(qapp, qtbot, shop.folder)
    opened.front.window.show_page(SETTINGS)
    opened.settle()
    opened.front.window.pages.language_chosen.emit("pl")
    opened.settle()
    assert opened.front.window.pages.current == SETTINGS
    assert opened.front.frame.centralWidget() is opened.front.window
    assert opened.till.search.new.label == Words("pl").tr("New customer")
    opened.front.scanner.scanned.emit("0000000000")
    opened.settle()
    opened.close()
    shop.close()


def _importing(opened: Opened) -> ImportPage:
    """The import page with a file that is looked at."""
    opened.front.window.pages.import_files((DATA / "square_customers.csv",))
    opened.settle()
    page = opened.front.window.pages.page(IMPORT)
    assert isinstance(page, ImportPage) and page.steps.front is page.preview
    return page


def test_an_import_goes_on_in_another_language_and_says_how_it_ended(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    shop = make_shop(tmp_path)
    opened = Opened(qapp, qtbot, shop.folder)
    page = _importing(opened)
    page.bring_in()
    opened.front.window.show_page(SETTINGS)
    assert page.work.running
    opened.front.window.pages.language_chosen.emit("sv")
    QApplication.processEvents()
    window = opened.front.window
    there = window.pages.page(IMPORT)
    assert isinstance(there, ImportPage) and there.steps.front is there.running
    assert there.running.heading.full_text().endswith("square_customers.csv")
    opened.settle()
    assert window.pages.current == SETTINGS
    (toast,) = window.toasts.toasts
    assert toast.accessibleName().replace("\u00a0", " ").startswith("square_customers.csv är importerad: 1 188 nya")
    assert there.summary.isVisibleTo(there)
    opened.close()
    shop.close()


def test_other_colours_leave_what_is_looked_at(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    shop = make_shop(tmp_path)
    opened = Opened(qapp, qtbot, shop.folder)
    _importing(opened).preview.columns.picked.emit("Memo", "ignore")
    opened.settle()
    opened.front.window.show_page(SETTINGS)
    before = opened.front.window
    styled: list[bool] = []
    real = theme.apply

    def apply(*asked: Any, **more: Any) -> theme.Theme:
        styled.append(isValid(before))
        return real(*asked, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(theme, "apply", apply)
        config.change(theme="dark")
        before.look_changed.emit()
        QApplication.processEvents()
    assert theme.current().dark
    assert styled == [False], "a window that is thrown away costs seconds to dress"
    opened.settle()
    pages = opened.front.window.pages
    assert pages.current == SETTINGS
    opened.front.window.show_page(CUSTOMERS)
    assert pages.current == IMPORT
    page = pages.page(IMPORT)
    assert isinstance(page, ImportPage)
    assert page.preview.columns.row("Memo").choice.value() == "ignore"
    assert page.header.go_button.isEnabled()
    opened.settle()
    opened.close()
    shop.close()


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ((40, 30, 640, 480), (40, 30, 640, 480)),
        ((40, 30, 6400, 480), (40, 30, 800, 480)),
        # A screen that is there no more.
        ((5000, 30, 640, 480), None),
    ],
)
def test_the_window_stands_where_it_stood(
    qapp: QApplication,
    qtbot: QtBot,
    tmp_path: Path,
    where: tuple[int, int, int, int],
    expected: tuple[int, int, int, int] | None,
) -> None:
    config.change(window=where)
    front = Shopfront(qapp, str(tmp_path / "new"), Words("en"), "till-1")
    qtbot.addWidget(front.frame)
    before = front.frame.geometry().getRect()
    front.take_place()
    assert front.frame.geometry().getRect() == (expected or before)


def test_where_the_window_stands_is_remembered(opened: Opened) -> None:
    opened.front.frame.setGeometry(20, 10, 700, 600)
    opened.front.keep_place()
    assert config.read().window == opened.front.frame.geometry().getRect()
