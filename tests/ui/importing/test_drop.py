"""A file dragged over the window: the veil, what it takes, and that no field takes it first."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from kassa.ui.importing.drop import ImportDrop
from kassa.words import Words


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    made.resize(900, 600)
    QVBoxLayout(made).addWidget(QLineEdit())
    qtbot.addWidget(made)
    return made


@pytest.fixture
def drop(window: QWidget, words: Words) -> ImportDrop:
    made = ImportDrop(words, window)
    window.show()
    return made


def dragged(*names: str) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(Path("/tmp") / name)) for name in names])
    return data


def enter(target: QObject | None, data: QMimeData) -> QDragEnterEvent:
    event = QDragEnterEvent(
        QPoint(40, 40), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    assert target is not None
    QApplication.sendEvent(target, event)
    return event


def let_go(target: QWidget, data: QMimeData) -> None:
    event = QDropEvent(
        QPointF(40, 40), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(target, event)


def test_a_list_over_the_window_is_welcome_and_handed_on(window: QWidget, drop: ImportDrop, qtbot: QtBot) -> None:
    data = dragged("square_customers.csv")
    enter(window.windowHandle(), data)
    assert drop.isVisible()
    assert drop.geometry() == window.rect()
    assert drop.heading.text() == "Drop the file to import it"
    assert enter(drop, data).isAccepted()
    with qtbot.waitSignal(drop.dropped) as told:
        let_go(drop, data)
    assert told.args == [(Path("/tmp/square_customers.csv"),)]
    assert not drop.isVisible()


def test_several_files_come_together_without_those_that_cannot(drop: ImportDrop, qtbot: QtBot) -> None:
    data = dragged("a.CSV", "b.xlsx", "picture.png", "c.vcf")
    enter(drop, data)
    with qtbot.waitSignal(drop.dropped) as told:
        let_go(drop, data)
    assert [file.name for file in told.args[0]] == ["a.CSV", "b.xlsx", "c.vcf"]


def test_a_picture_is_refused_with_what_can_be_read(window: QWidget, drop: ImportDrop) -> None:
    data = dragged("cat.png")
    enter(window.windowHandle(), data)
    assert drop.isVisible()
    assert drop.heading.text() == "This file can't be imported"
    assert ".xlsx" in drop.text.text()
    assert not enter(drop, data).isAccepted()
    QApplication.sendEvent(window.windowHandle(), QDragLeaveEvent())
    assert not drop.isVisible()


def test_text_that_is_dragged_is_nobodys_file(window: QWidget, drop: ImportDrop) -> None:
    data = QMimeData()
    data.setText("hello")
    enter(window.windowHandle(), data)
    assert not drop.isVisible()


def test_the_veil_goes_when_the_file_leaves(window: QWidget, drop: ImportDrop) -> None:
    enter(window.windowHandle(), dragged("list.csv"))
    QApplication.sendEvent(drop, QDragLeaveEvent())
    assert not drop.isVisible()
    enter(window.windowHandle(), dragged("list.csv"))
    assert drop.isVisible()
    QApplication.sendEvent(window.windowHandle(), QEvent(QEvent.Type.DragLeave))
    assert not drop.isVisible()


def test_a_veil_that_was_forgotten_goes_with_the_first_move(window: QWidget, drop: ImportDrop) -> None:
    enter(window.windowHandle(), dragged("list.csv"))
    QTest.mouseMove(drop, QPoint(50, 50))
    assert not drop.isVisible()


def test_the_veil_follows_the_window(window: QWidget, drop: ImportDrop) -> None:
    enter(window.windowHandle(), dragged("list.csv"))
    window.resize(700, 500)
    assert drop.size() == window.size()
