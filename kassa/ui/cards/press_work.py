"""Saving and printing aside from the window: one thing at a time, told how far it is, stopped, turned over."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from kassa.errors import KassaError
from kassa.ui.cards.stage import Stage
from kassa.ui.jobs import Jobs, Progress
from kassa.words import Words

if TYPE_CHECKING:
    from kassa.services.session import Session

T = TypeVar("T")


class PressWork(QObject):
    """What a page that saves and prints has in common. ``began`` and ``over`` say when, ``refused`` why not."""

    began = Signal()
    over = Signal()
    refused = Signal(object)
    _turn_asked = Signal()

    def __init__(self, session: Session, words: Words, jobs: Jobs, stage: Stage, parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._words, self._jobs, self._stage, self._window = session, words, jobs, stage, parent
        self._busy = False
        self._stop, self._turned = Event(), Event()
        self._turn_asked.connect(self._ask_to_turn, Qt.ConnectionType.QueuedConnection)
        stage.working.stopped.connect(self.stop)
        stage.working.gone_on.connect(self._turned.set)

    @property
    def busy(self) -> bool:
        """Whether something is being saved or printed."""
        return self._busy

    def stop(self) -> None:
        """Asks what is under way to stop; what became of it is told when it has."""
        self._stop.set()
        self._turned.set()
        self._stage.working.button.setEnabled(False)

    def _choose_pdf(self, name: str) -> Path | None:
        """The file that the person wants, always a ``.pdf``."""
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        usual = str(Path(folder) / f"{name}.pdf")
        chosen, _ = QFileDialog.getSaveFileName(self._window, self._words.tr("Save PDF"), usual, "PDF (*.pdf)")
        if not chosen:
            return None
        out = Path(chosen)
        return out if out.suffix.lower() == ".pdf" else out.with_name(f"{out.name}.pdf")

    def _begin(self, what: str, work: Callable[..., T], done: Callable[[T], None]) -> None:
        self._busy = True
        self._stop.clear()
        self._turned.clear()
        self._stage.working.name(what)
        self._stage.say("none", "")
        self._jobs.run(
            partial(work, session=self._session, pixels=self._stage.picture_width(), stop=self._stop),
            done=done,
            failed=self._failed,
            ended=self._ended,
            progress=self._progress,
        )
        self.began.emit()

    def _failed(self, error: KassaError) -> None:
        self.refused.emit(error)

    def _ended(self) -> None:
        self._busy = False
        self._stage.working.end()
        self.over.emit()

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
