"""Where the shop is kept, and its copies."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from kassa.ui.widgets.buttons import QuietButton
from kassa.ui.widgets.flow import FlowBox
from kassa.ui.widgets.label import Label
from kassa.ui.widgets.panel import Panel
from kassa.words import Words

if TYPE_CHECKING:
    from kassa.services.settings import Place


class PlacePanel(Panel):
    """``opened`` names the folder that the person wants to see."""

    opened = Signal(Path)

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(words.tr("Where the shop is kept"), parent=parent)
        self._words = words
        self._place: Place | None = None
        self.told = Label("", "body", wrap=True)
        self.told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.told.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hint = Label("", "muted", wrap=True)
        self.folder = QuietButton(words.tr("Open the folder"))
        self.folder.clicked.connect(self._open_folder)
        self.copies = QuietButton(words.tr("Open the copies"))
        self.copies.clicked.connect(self._open_copies)
        buttons = FlowBox(8)
        for button in (self.folder, self.copies):
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            buttons.add(button)
        for widget in (self.told, self.hint, buttons):
            self.add(widget)

    def show_place(self, place: Place) -> None:
        """Shows where the shop is."""
        self._place = place
        self.told.set_text(place.told)
        here = place.folder is not None
        words = self._words
        self.hint.set_text(
            words.tr("Customers, stamps and settings are in this folder, encrypted. Its key lies beside it: keep both.")
            if here
            else words.tr("On a server that several tills share.")
        )
        self.folder.setVisible(here)
        self.copies.setVisible(place.backups is not None and place.backups.is_dir())

    def _open_folder(self) -> None:
        if self._place is not None and self._place.folder is not None:
            self.opened.emit(self._place.folder)

    def _open_copies(self) -> None:
        if self._place is not None and self._place.backups is not None:
            self.opened.emit(self._place.backups)
