"""The empty register: four ways to begin, each at hand by mouse and keyboard, and none of them cut."""

from __future__ import annotations

import sys
from itertools import pairwise

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from kassa.ui.first import sample
from kassa.ui.first.empty_register import EmptyRegister
from kassa.words import LANGUAGES, Words


@pytest.fixture
def empty(qtbot: QtBot, words: Words) -> EmptyRegister:
    made = EmptyRegister(words)
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


@pytest.mark.parametrize(
    ("door", "signal"), [("bring", "import_asked"), ("new", "new_asked"), ("paper", "paper_asked")]
)
def test_each_way_is_announced(qtbot: QtBot, empty: EmptyRegister, door: str, signal: str) -> None:
    button = getattr(empty, door)
    button.setFocus()
    with qtbot.waitSignal(getattr(empty, signal)):
        QTest.keyClick(button, Qt.Key.Key_Return)
    with qtbot.waitSignal(getattr(empty, signal)):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton, pos=button.title.geometry().center())


def test_tab_walks_through_the_ways(empty: EmptyRegister) -> None:
    empty.bring.setFocus()
    for door, following in pairwise((empty.bring, empty.new, empty.paper, empty.sample)):
        assert door.accessibleName()
        QTest.keyClick(door, Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is following


@pytest.mark.parametrize("starts", [True, False])
def test_the_sample_shop_says_what_becomes_of_it(
    empty: EmptyRegister, monkeypatch: pytest.MonkeyPatch, starts: bool
) -> None:
    monkeypatch.setattr(sample, "open_sample", lambda words: starts)
    empty.sample.click()
    assert ("moment" in empty.text.text()) is starts


def test_the_sample_shop_is_another_process_on_another_store(monkeypatch: pytest.MonkeyPatch, words: Words) -> None:
    monkeypatch.setenv("KASSA_STORE", "/srv/mine")
    process = sample.prepared(words)
    assert process.program() == sys.executable
    assert process.arguments() == ["-m", "kassa", "--lang", "en", "demo"]
    assert not process.processEnvironment().contains("KASSA_STORE")
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert sample.prepared(words).arguments() == ["--lang", "en", "demo"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", [QSize(870, 612), QSize(956, 660), QSize(520, 400)])
def test_nothing_is_cut(qtbot: QtBot, language: str, size: QSize) -> None:
    empty = EmptyRegister(Words(language))
    qtbot.addWidget(empty)
    empty.resize(size)
    empty.show()
    for label in empty.findChildren(QLabel):
        if label.text():
            assert label.toolTip() == "", label.text()
            assert label.height() >= label.heightForWidth(label.width()), label.text()
