"""Saving and printing cards: what becomes of a batch, and in what words it is told."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kassa.ui.cards import desk
from kassa.ui.cards.batch import Batch
from kassa.ui.cards.desk import Made
from kassa.ui.cards.press_work import PressWork
from kassa.ui.cards.print_dialog import ask_for_printer
from kassa.ui.cards.stage import Stage
from kassa.ui.cards.viewer import Viewer
from kassa.ui.jobs import Jobs
from kassa.words import Words

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from kassa.services.session import Session


class Press(PressWork):
    """One batch at a time; ``made`` carries a batch that is in the register now and what became of it."""

    made = Signal(object, object)

    def __init__(
        self, session: Session, words: Words, jobs: Jobs, stage: Stage, viewer: Viewer, parent: QWidget
    ) -> None:
        super().__init__(session, words, jobs, stage, parent)
        self._viewer = viewer
        self._batch: Batch | None = None
        self._where = ""

    def save(self, batch: Batch, out: Path) -> None:
        """Saves the cards as a PDF."""
        self._batch, self._where = batch, self._words.tr("saved as {file}").format(file=out.name)
        self._begin(self._words.tr("Making the cards…"), partial(desk.save, batch=batch, out=out), self._tell)

    def print_on(self, batch: Batch, printer: QPrinter) -> None:
        """Prints the cards."""
        self._batch, self._where = batch, self._words.tr("sent to the printer")
        work = partial(desk.print_on, batch=batch, printer=printer, turn_over=self._turn_over)
        self._begin(self._words.tr("Printing the cards…"), work, self._tell)

    def choose_file(self) -> Path | None:
        """The file that the person wants, always a ``.pdf``."""
        return self._choose_pdf(self._words.tr("loyalty-cards"))

    def choose_printer(self, batch: Batch, title: str) -> QPrinter | None:
        """The printer that the person wants for some or all pages; ``bad_file`` where there is none."""
        document = self._words.tr("Kassa: loyalty cards")
        return ask_for_printer(self._window, title, document, batch.sheet.page_size, batch.pages)

    def _tell(self, made: Made | None) -> None:
        words = self._words
        if made is None:
            self._stage.say("note", words.tr("Stopped. Nothing was saved."))
            return
        self._viewer.show_made(made)
        said = f"{self._viewer.readable(made.cards)} · {self._where}"
        notes = [words.text(warning) for warning in made.warnings]
        if made.by_hand:
            left = words.ntr(
                "{n} name has letters that this computer cannot print: that card has a line to write on.",
                "{n} names have letters that this computer cannot print: those cards have a line to write on.",
                made.by_hand,
            )
            notes.append(left.format(n=made.by_hand))
        if made.pages_out < made.pages:
            stopped = words.tr("Stopped after page {n} of {of}. Choose the customers left to print theirs.")
            said, notes = stopped.format(n=made.pages_out, of=made.pages), notes or [""]
        self._stage.say("note" if notes else "good", "\n".join(filter(None, (said, *notes))))
        self.made.emit(self._batch, made)
