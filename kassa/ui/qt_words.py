"""Qt's own few words, in Kassa's language: a field's menu (cut, copy, paste), the dialog that asks for a file name."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QTranslator
from PySide6.QtWidgets import QApplication

from kassa.words import Words

# Qt ships no Bokmål; Nynorsk is nearer than English.
_OURS = "kassa"
_CATALOGUES = {"sv": "qtbase_sv", "nb": "qtbase_nn", "pl": "qtbase_pl"}


def install(app: QApplication, words: Words) -> None:
    """From now on Qt speaks ``words``' language, and no other that it spoke before; English without a catalogue."""
    for before in app.findChildren(QTranslator, _OURS):
        app.removeTranslator(before)
        before.deleteLater()
    translator = QTranslator(app)
    translator.setObjectName(_OURS)
    name = _CATALOGUES.get(words.language, "")
    if name and translator.load(name, QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(translator)
