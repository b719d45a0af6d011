"""The sample shop, in a window of its own: another process on another store, so that nothing mixes with theirs."""

from __future__ import annotations

import sys

from PySide6.QtCore import QProcess, QProcessEnvironment

from kassa.words import Words


def open_sample(words: Words) -> bool:
    """Starts it; whether the system let it start."""
    started, _process_id = prepared(words).startDetached()
    return bool(started)


def prepared(words: Words) -> QProcess:
    """The process that shows it, not yet started."""
    process = QProcess()
    process.setProgram(sys.executable)
    # In a bundle the program is Kassa itself.
    door = [] if getattr(sys, "frozen", False) else ["-m", "kassa"]
    process.setArguments([*door, "--lang", words.language, "demo"])
    environment = QProcessEnvironment.systemEnvironment()
    environment.remove("KASSA_STORE")
    process.setProcessEnvironment(environment)
    return process
