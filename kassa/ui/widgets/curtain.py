"""The curtain (F9): what others must not read vanishes at once; the stamp card stays.

A widget that may hold private words is a ``Private`` made with ``private=True``. Whether the curtain is drawn belongs
to the application, so a widget made or filled while it is drawn shows nothing either.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

_PROPERTY = "kassa_veiled"


def is_drawn() -> bool:
    """Whether the curtain is drawn now."""
    app = QApplication.instance()
    return app is not None and app.property(_PROPERTY) is True


class Private:
    """What a widget that can be veiled has; ``veil_changed`` is called whenever ``veiled`` becomes another."""

    _private = False

    @property
    def private(self) -> bool:
        """Whether this widget holds something that others must not read."""
        return self._private

    def set_private(self, private: bool) -> None:
        """Says whether this widget holds something that others must not read."""
        self._private = private
        self.veil_changed()

    @property
    def veiled(self) -> bool:
        """Whether it hides what it holds now."""
        return self._private and is_drawn()

    def veil_changed(self) -> None:
        """Hides or shows again what the widget holds."""


class Curtain(QObject):
    """Draws and opens the curtain over the whole application."""

    changed = Signal(bool)

    @property
    def drawn(self) -> bool:
        """Whether the curtain is drawn."""
        return is_drawn()

    def draw(self, drawn: bool = True) -> None:
        """Draws (or opens) the curtain, before the next paint."""
        app = QApplication.instance()
        if app is None or drawn == is_drawn():
            return
        app.setProperty(_PROPERTY, drawn)
        for widget in QApplication.allWidgets():
            if isinstance(widget, Private):
                widget.veil_changed()
                if isinstance(widget, QWidget):
                    widget.update()
        self.changed.emit(drawn)

    def toggle(self) -> None:
        """Draws the curtain, or opens it."""
        self.draw(not is_drawn())
