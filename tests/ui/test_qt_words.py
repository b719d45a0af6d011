"""What Qt itself says is in Kassa's language."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from kassa.ui import qt_words
from kassa.words import Words


@pytest.fixture
def own(qapp: QApplication) -> Iterator[QApplication]:
    """An application that forgets the language afterwards."""
    before = set(qapp.findChildren(QTranslator))
    yield qapp
    for translator in set(qapp.findChildren(QTranslator)) - before:
        qapp.removeTranslator(translator)
        translator.deleteLater()


@pytest.mark.parametrize(
    ("language", "copy", "paste"),
    [
        ("en", "&Copy", "&Paste"),
        ("sv", "&Kopiera", "Klistra &in"),
        ("nb", "&Kopier", "&Lim inn"),
        ("pl", "S&kopiuj", "&Wklej"),
    ],
)
def test_a_fields_menu(own: QApplication, qtbot: QtBot, language: str, copy: str, paste: str) -> None:
    qt_words.install(own, Words(language))
    field = QLineEdit()
    qtbot.addWidget(field)
    menu = field.createStandardContextMenu()
    said = [action.text().partition("\t")[0] for action in menu.actions()]
    assert copy in said and paste in said


def test_another_language_takes_the_place_of_the_first(own: QApplication, qtbot: QtBot) -> None:
    qt_words.install(own, Words("pl"))
    qt_words.install(own, Words("en"))
    field = QLineEdit()
    qtbot.addWidget(field)
    assert any(action.text().startswith("&Copy") for action in field.createStandardContextMenu().actions())
