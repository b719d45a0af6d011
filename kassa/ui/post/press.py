"""Saving and printing: asks where to, works aside, tells how far it is and what became of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING
from uuid import uuid4

from PySide6.QtCore import QObject, QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from kassa.errors import KassaError
from kassa.ui.cards.print_dialog import ask_for_printer
from kassa.ui.cards.stage import Stage
from kassa.ui.jobs import Jobs, Progress
from kassa.ui.post import desk
from kassa.ui.post.desk import Made
from kassa.ui.post.wish import Wish
from kassa.words import Words

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from kassa.services.session import Session


class Press(QObject):
    """One thing at a time. ``began`` and ``over`` say when; ``made`` carries what came of it and where it went, None
    when it was stopped in time; ``refused`` why there is nothing.
    """

    began = Signal()
    over = Signal()
    made = Signal(object, str)
    refused = Signal(object)
    _turn_asked = Signal()

    def __init__(self, session: Session, words: Words, jobs: Jobs, stage: Stage, parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._words, self._jobs, self._stage, self._window = session, words, jobs, stage, parent
        self._busy = False
        self._stop, self._turned = Event(), Event()
        self._where = ""
        self._turn_asked.connect(self._ask_to_turn, Qt.ConnectionType.QueuedConnection)
        stage.working.stopped.connect(self.stop)
        stage.working.gone_on.connect(self._turned.set)

    @property
    def busy(self) -> bool:
        """Whether something is being saved or printed."""
        return self._busy

    def save(self, wish: Wish, out: Path) -> None:
        """Saves it as a PDF."""
        self._where = self._words.tr("saved as {file}").format(file=out.name)
        self._begin(self._words.tr("Making the pages…"), partial(desk.save, wish=wish, out=out))

    def print_on(self, wish: Wish, printer: QPrinter) -> None:
        """Prints it."""
        self._where = self._words.tr("sent to the printer")
        work = partial(desk.print_on, wish=wish, printer=printer, turn_over=self._turn_over)
        self._begin(self._words.tr("Printing…"), work)

    def stop(self) -> None:
        """Asks what is under way to stop; what became of it is told when it has."""
        self._stop.set()
        self._turned.set()
        self._stage.working.button.setEnabled(False)

    def choose_file(self, wish: Wish) -> Path | None:
        """The file that the person wants, always a ``.pdf``."""
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        names = {
            "poster": self._words.tr("poster"),
            "talker": self._words.tr("table-talker"),
            "postcard": self._words.tr("postcards"),
            "letter": self._words.tr("letters"),
        }
        title = self._words.tr("Save PDF")
        usual = str(Path(folder) / f"{names[wish.kind]}.pdf")
        chosen, _ = QFileDialog.getSaveFileName(self._window, title, usual, "PDF (*.pdf)")
        if not chosen:
            return None
        out = Path(chosen)
        return out if out.suffix.lower() == ".pdf" else out.with_name(f"{out.name}.pdf")

    def choose_printer(self, wish: Wish, title: str) -> QPrinter | None:
        """The printer that the person wants; where there is none at all, that is told."""
        document = self._words.tr("Kassa: posters and post")
        try:
            pages = None if wish.is_post else 1
            return ask_for_printer(self._window, title, document, wish.page_size, pages, copies=not wish.is_post)
        except KassaError as error:
            self.refused.emit(error)
            return None

    def _begin(self, what: str, work: Callable[..., Made | None]) -> None:
        self._busy = True
        self._stop.clear()
        self._turned.clear()
        self._stage.working.name(what)
        self._stage.say("none", "")
        self._jobs.run(
            partial(work, session=self._session, op=str(uuid4()), pixels=self._stage.picture_width(), stop=self._stop),
            done=self._done,
            failed=self._failed,
            ended=self._over,
            progress=self._progress,
        )
        self.began.emit()

    def _progress(self, progress: Progress) -> None:
        if self._busy and self._stage.working.go_on.isHidden():
            self._stage.working.count(progress.done, progress.total)

    def _turn_over(self, stopped: Callable[[], bool]) -> bool:
        """Waits, off the window's thread, until the pile lies in the tray again; whether to go on."""
        self._turned.clear()
        self._turn_asked.emit()
        while not self._turned.wait(0.2) and not stopped():
            pass
        return not stopped()

    def _ask_to_turn(self) -> None:
        if self._busy:
            told = self._words.tr("The fronts are printed. Turn the pile over, put it back in the tray, then go on.")
            self._stage.working.wait_for(told)

    def _over(self) -> None:
        self._busy = False
        self._stage.working.end()
        self.over.emit()

    def _done(self, made: Made | None) -> None:
        self.made.emit(made, self._where)

    def _failed(self, error: KassaError) -> None:
        self.refused.emit(error)
