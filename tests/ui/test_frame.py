"""The window's first sight, and what happens when filling it breaks."""

from __future__ import annotations

import logging
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from kassa.app import Shopfront
from kassa.ui import theme
from kassa.ui.frame import Frame
from kassa.words import Words


class Pages(QWidget):
    lets_go = True

    def closeEvent(self, event: QCloseEvent) -> None:
        event.setAccepted(self.lets_go)


def test_it_is_seen_once_and_in_the_shops_colours(qtbot: QtBot) -> None:
    frame = Frame()
    qtbot.addWidget(frame)
    times: list[str] = []
    frame.seen.connect(lambda: times.append("seen"))
    frame.show()
    qtbot.waitUntil(lambda: times == ["seen"])
    picture = frame.grab().toImage()
    assert picture.pixelColor(5, frame.height() // 2) == QColor(theme.current().tokens.rail)
    assert times == ["seen"]


def test_the_pages_give_it_its_name_and_may_keep_it_open(qtbot: QtBot) -> None:
    frame, pages = Frame(), Pages()
    qtbot.addWidget(frame)
    frame.show()
    pages.setWindowTitle("Kassa")
    assert not frame.filled
    frame.fill(pages)
    pages.setWindowTitle("Kassa · Bokkaféet")
    assert frame.filled
    assert frame.windowTitle() == "Kassa · Bokkaféet"
    pages.lets_go = False
    assert not frame.close()
    pages.lets_go = True
    assert frame.close()


def test_what_is_typed_before_anything_can_take_it_goes_to_the_cursor_in_order(qtbot: QtBot) -> None:
    frame, field = Frame(), QLineEdit()
    qtbot.addWidget(frame)
    frame.show()
    frame.activateWindow()
    qtbot.waitUntil(frame.isActiveWindow)
    QTest.keyClicks(frame, "mar")
    pages = QWidget()
    QVBoxLayout(pages).addWidget(field)
    frame.fill(pages)
    assert QApplication.focusWidget() is frame, "no field takes a part of it"
    QTest.keyClicks(frame, "iaa")
    QTest.keyClick(frame, Qt.Key.Key_Backspace)
    QTest.keyClick(frame, Qt.Key.Key_Escape)
    entered: list[str] = []
    field.returnPressed.connect(lambda: entered.append(field.text()))
    QTest.keyClick(frame, Qt.Key.Key_Return)
    assert field.text() == ""
    field.setFocus()
    frame.hand_over()
    assert entered == ["maria"]
    field.clear()
    QTest.keyClicks(frame, "later")
    frame.hand_over()
    assert field.text() == "", "the frame keeps keys only until then"


def test_a_bug_is_logged_and_told_in_the_window(
    qapp: QApplication, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    front = Shopfront(qapp, "nowhere", Words("en"), "till")
    qtbot.addWidget(front.frame)
    from kassa.ui.jobs import Jobs

    front.jobs = Jobs()
    front.frame.fill(QLabel("pages"))
    bug = ZeroDivisionError("a bug")
    with caplog.at_level(logging.ERROR), qtbot.waitSignal(front.jobs.bug) as told:
        front.broke(ZeroDivisionError, bug, None)
    assert told.args == [bug]
    assert "a bug" in caplog.text


def test_the_first_paint_loads_no_qt_namespace(tmp_path: Path) -> None:
    """What the window's start may not import: Qt's enums, the pages, the store."""
    asked = """
import sys
from PySide6.QtWidgets import QApplication
app = QApplication([])
from kassa.ui import theme
theme.apply(app)
import kassa.app
front = kassa.app.Shopfront(app, sys.argv[1], kassa.app.Words("en"), "till")
import PySide6.QtCore as core
late = ("kassa.ui.main_window", "kassa.ui.jobs", "kassa.services", "sqlalchemy", "babel")
print([name for name in late if name in sys.modules], "Qt" in vars(core))
"""
    ran = subprocess.run(
        [sys.executable, "-c", asked, str(tmp_path)], capture_output=True, text=True, check=False, timeout=60
    )
    assert ran.stdout.strip() == "[] False", ran.stderr
