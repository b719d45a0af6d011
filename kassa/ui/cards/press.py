"""Saving and printing: asks where to, works aside, tells how far it is and what became of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from kassa.errors import KassaError
from kassa.ui.cards import desk
from kassa.ui.cards.batch import Batch
from kassa.ui.cards.desk import Made
from kassa.ui.cards.print_dialog import ask_for_printer
from kassa.ui.cards.stage import Stage
from kassa.ui.cards.viewer import Viewer
from kassa.ui.jobs import Jobs, Progress
from kassa.words import Words

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from kassa.services.session import Session


class Press(QObject):
    """One batch at a time. ``began`` and ``over`` say when; ``made`` carries a batch that is in the register now and
    what became of it, ``refused`` why there is none.
    """

    began = Signal()
    over = Signal()
    made = Signal(object, object)
    refused = Signal(object)
    _turn_asked = Signal()

    def __init__(
        self, session: Session, words: Words, jobs: Jobs, stage: Stage, viewer: Viewer, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._session, self._words, self._jobs = session, words, jobs
        self._stage, self._viewer, self._window = stage, viewer, parent
        self._batch: Batch | None = None
        self._stop, self._turned = Event(), Event()
        self._saved_as = ""
        self._turn_asked.connect(self._ask_to_turn, Qt.ConnectionType.QueuedConnection)
        stage.working.stopped.connect(self.stop)
        stage.working.gone_on.connect(self._turned.set)

    @property
    def busy(self) -> bool:
        """Whether something is being saved or printed."""
        return self._batch is not None

    def save(self, batch: Batch, out: Path) -> None:
        """Saves the cards as a PDF."""
        self._saved_as = out.name
        self._begin(self._words.tr("Making the cards…"), batch, partial(desk.save, out=out), self._saved)

    def print_on(self, batch: Batch, printer: QPrinter) -> None:
        """Prints the cards."""
        work = partial(desk.print_on, printer=printer, turn_over=self._turn_over)
        self._begin(self._words.tr("Printing the cards…"), batch, work, self._sent)

    def stop(self) -> None:
        """Asks what is under way to stop; what became of it is told when it has."""
        self._stop.set()
        self._turned.set()
        self._stage.working.button.setEnabled(False)

    def choose_file(self) -> Path | None:
        """The file that the person wants, always a ``.pdf``."""
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        name = f"{self._words.tr('loyalty-cards')}.pdf"
        title = self._words.tr("Save PDF")
        chosen, _ = QFileDialog.getSaveFileName(self._window, title, str(Path(folder) / name), "PDF (*.pdf)")
        if not chosen:
            return None
        out = Path(chosen)
        return out if out.suffix.lower() == ".pdf" else out.with_name(f"{out.name}.pdf")

    def choose_printer(self, batch: Batch, title: str) -> QPrinter | None:
        """The printer that the person wants for some or all pages; ``bad_file`` where there is none."""
        document = self._words.tr("Kassa: loyalty cards")
        return ask_for_printer(self._window, title, document, batch.sheet.page_size, batch.pages)

    def _begin(
        self, what: str, batch: Batch, work: Callable[..., Made | None], done: Callable[[Made | None], None]
    ) -> None:
        self._batch = batch
        self._stop.clear()
        self._turned.clear()
        self._stage.working.name(what)
        self._stage.say("none", "")
        self._jobs.run(
            partial(work, session=self._session, batch=batch, pixels=self._stage.picture_width(), stop=self._stop),
            done=done,
            failed=self._failed,
            ended=self._over,
            progress=self._progress,
        )
        self.began.emit()

    def _failed(self, error: KassaError) -> None:
        self.refused.emit(error)

    def _progress(self, progress: Progress) -> None:
        if self._batch is not None and self._stage.working.go_on.isHidden():
            self._stage.working.count(progress.done, progress.total)

    def _turn_over(self, stopped: Callable[[], bool]) -> bool:
        """Waits, off the window's thread, until the pile lies in the tray again; whether to go on."""
        self._turned.clear()
        self._turn_asked.emit()
        while not self._turned.wait(0.2) and not stopped():
            pass
        return not stopped()

    def _ask_to_turn(self) -> None:
        if self._batch is not None:
            told = self._words.tr("The fronts are printed. Turn the pile over, put it back in the tray, then go on.")
            self._stage.working.wait_for(told)

    def _over(self) -> None:
        self._batch = None
        self._stage.working.end()
        self.over.emit()

    def _saved(self, made: Made | None) -> None:
        self._tell(made, self._words.tr("saved as {file}").format(file=self._saved_as))

    def _sent(self, made: Made | None) -> None:
        self._tell(made, self._words.tr("sent to the printer"))

    def _tell(self, made: Made | None, where: str) -> None:
        words, batch = self._words, self._batch
        if made is None or batch is None:
            self._stage.say("note", words.tr("Stopped. Nothing was saved."))
            return
        self._viewer.show_made(made)
        said = f"{self._viewer.readable(made.cards)} · {where}"
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
        self.made.emit(batch, made)
