"""Saving and printing posters and post."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from PySide6.QtCore import Signal

from kassa.errors import KassaError
from kassa.ui.cards.press_work import PressWork
from kassa.ui.cards.print_dialog import ask_for_printer
from kassa.ui.post import desk
from kassa.ui.post.desk import Made
from kassa.ui.post.wish import Wish

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter


class Press(PressWork):
    """One thing at a time; ``made`` carries what came of it and where it went, None when it was stopped in time."""

    made = Signal(object, str)
    _where = ""

    def save(self, wish: Wish, out: Path) -> None:
        """Saves it as a PDF."""
        self._where = self._words.tr("saved as {file}").format(file=out.name)
        self._begin(
            self._words.tr("Making the pages…"), partial(desk.save, wish=wish, out=out, op=str(uuid4())), self._done
        )

    def print_on(self, wish: Wish, printer: QPrinter) -> None:
        """Prints it."""
        self._where = self._words.tr("sent to the printer")
        work = partial(desk.print_on, wish=wish, printer=printer, turn_over=self._turn_over, op=str(uuid4()))
        self._begin(self._words.tr("Printing…"), work, self._done)

    def choose_file(self, wish: Wish) -> Path | None:
        """The file that the person wants, always a ``.pdf``."""
        names = {
            "poster": self._words.tr("poster"),
            "talker": self._words.tr("table-talker"),
            "postcard": self._words.tr("postcards"),
            "letter": self._words.tr("letters"),
        }
        return self._choose_pdf(names[wish.kind])

    def choose_printer(self, wish: Wish, title: str) -> QPrinter | None:
        """The printer that the person wants; where there is none at all, that is told."""
        document = self._words.tr("Kassa: posters and post")
        try:
            pages = None if wish.is_post else 1
            return ask_for_printer(self._window, title, document, wish.page_size, pages, copies=not wish.is_post)
        except KassaError as error:
            self.refused.emit(error)
            return None

    def _done(self, made: Made | None) -> None:
        self.made.emit(made, self._where)
