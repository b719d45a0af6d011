"""The window's tests run without a screen, and a warning of Qt's fails the test in which it came."""

from __future__ import annotations

import os
from collections.abc import Iterator

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("KASSA_REDUCED_MOTION", "1")

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QFileDialog

from kassa.ui import theme
from kassa.ui.widgets.curtain import Curtain
from kassa.words import Words

# Of the platform that draws nowhere, not of ours.
_HARMLESS = ("This plugin does not support", "QFontDatabase: Cannot find font directory", "QRhi* ")


@pytest.fixture(autouse=True)
def qt_is_silent() -> Iterator[list[str]]:
    """What Qt warned of during the test; anything at all fails it."""
    warned: list[str] = []

    def hear(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        if kind != QtMsgType.QtDebugMsg and kind != QtMsgType.QtInfoMsg and not message.startswith(_HARMLESS):
            warned.append(message)

    before = qInstallMessageHandler(hear)
    yield warned
    qInstallMessageHandler(before)
    assert not warned, warned


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> Iterator[QApplication]:
    """Every test begins in the light theme at 100 %, the curtain open, and no widget of an earlier test to dress."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    theme.apply(qapp, "light", 1.0)
    yield qapp
    Curtain().draw(False)


@pytest.fixture(autouse=True)
def nobody_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """A question of the system's own would wait for an answer for ever: a test that expects one answers it itself."""

    def unexpected(*_: object) -> None:
        raise AssertionError("the window asks for a file, and the test doesn't say which")

    for asks in ("getOpenFileName", "getSaveFileName"):
        monkeypatch.setattr(QFileDialog, asks, unexpected)


@pytest.fixture
def words() -> Words:
    """English, whose sentences are the source's own."""
    return Words("en")
