"""Qt's own few words, in Kassa's language: a field's menu (cut, copy, paste), the dialog that asks for a file name."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QTranslator
from PySide6.QtWidgets import QApplication

from kassa.words import Words

# Qt ships no Bokmål; Nynorsk is nearer than English.
_CATALOGUES = {"sv": "qtbase_sv", "nb": "qtbase_nn", "pl": "qtbase_pl"}


def install(app: QApplication, words: Words) -> None:
    """From now on Qt speaks ``words``' language; English where its catalogue is missing."""
    translator = QTranslator(app)
    name = _CATALOGUES.get(words.language, "")
    if name and translator.load(name, QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(translator)
