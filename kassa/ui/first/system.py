"""What Qt knows of the computer that the shop stands on."""

from __future__ import annotations

from PySide6.QtCore import QLocale, QTimeZone

from kassa.services.starting import System
from kassa.words import Words


def read_system(words: Words) -> System:
    """The computer's land and zone, with the window's language."""
    zone = bytes(QTimeZone.systemTimeZoneId().data()).decode("ascii", "ignore")
    name = QLocale.system().name()
    return System(words.language, name.partition("_")[2][:2].upper(), zone)
