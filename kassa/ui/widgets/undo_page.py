"""A page with an undo of its own: Ctrl+Z and a toast's Undo take back what was done here, not at the till."""

from __future__ import annotations

from typing import Generic, TypeVar

from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from kassa.ui.widgets.toasts import ToastStack
from kassa.words import Words

What = TypeVar("What")


class UndoPage(QWidget, Generic[What]):
    """``remember`` what was done and under which operation; ``take_back`` is the page's."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = words
        self._done: dict[str, What] = {}
        self.toasts = ToastStack(self, None, words)
        self.toasts.undo_asked.connect(self.undo)

    def remember(self, op: str, what: What) -> None:
        """An operation can be undone from now on."""
        self._done[op] = what

    def take_back(self, what: What) -> None:
        """Undoes what was done."""
        raise NotImplementedError

    def undo(self, op: str) -> None:
        """A toast's Undo."""
        if op in self._done:
            what = self._done.pop(op)
            self.toasts.forget(op)
            self.take_back(what)

    def undo_last(self) -> None:
        """Ctrl+Z: takes back what was done here last."""
        if self._done:
            self.undo(next(reversed(self._done)))
        else:
            self.toasts.say(self.words.tr("Nothing to undo"))

    def event(self, event: QEvent) -> bool:
        # The window's Ctrl+Z is the till's.
        asked = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if asked and isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Undo):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Undo):
            self.undo_last()
        else:
            super().keyPressEvent(event)
