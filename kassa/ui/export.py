"""The register into a file of the owner's: where to, how far it is, what became of it. The till serves meanwhile."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QStandardPaths, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QProgressBar, QSizePolicy, QWidget

from kassa.errors import KassaError
from kassa.ui import theme
from kassa.ui.jobs import Job, Jobs, Progress
from kassa.ui.widgets.buttons import QuietButton
from kassa.ui.widgets.label import Label
from kassa.words import Words

if TYPE_CHECKING:
    from kassa.services.session import Session

_ENDINGS = (".xlsx", ".csv")


class Export(QFrame):
    """A bar that stands while a file is written, once that takes longer than a moment.

    ``told`` and ``failed`` carry the sentence that says how it ended.
    """

    told = Signal(str)
    failed = Signal(str)

    def __init__(self, words: Words, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self._jobs = words, jobs
        self._job: Job | None = None
        self._file = Path()
        self.label = Label("", "strong")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.stop_button = QuietButton(words.tr("Cancel"))
        self.stop_button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.stop_button.clicked.connect(self.stop)
        px = theme.current().px
        row = QHBoxLayout(self)
        row.setContentsMargins(px(24), px(8), px(24), px(8))
        row.setSpacing(px(16))
        row.addWidget(self.label)
        row.addWidget(self.bar, 1)
        row.addWidget(self.stop_button)
        self.hide()

    @property
    def running(self) -> bool:
        """Whether a file is being written."""
        return self._job is not None

    def ask(self, session: Session) -> None:
        """Asks where to, and begins."""
        if not self.running:
            file = self.choose_file()
            if file is not None:
                self.write(session, file)

    def choose_file(self) -> Path | None:
        """The file that the person wants: a workbook unless its name says otherwise."""
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        name = f"{self._words.tr('customers')}.xlsx"
        kinds = f"{self._words.tr('Excel workbook')} (*.xlsx);;CSV (*.csv)"
        chosen, kind = QFileDialog.getSaveFileName(
            self.window(), self._words.tr("Export the customers"), str(Path(folder) / name), kinds
        )
        if not chosen:
            return None
        out = Path(chosen)
        if out.suffix.lower() in _ENDINGS:
            return out
        return out.with_name(out.name + (".csv" if "csv" in kind else ".xlsx"))

    def write(self, session: Session, file: Path) -> None:
        """Writes every customer into ``file``."""
        self._file = file
        told = self._words.tr("Writing {file} …").format(file=file.name)
        self.label.set_text(told)
        self.bar.setAccessibleName(told)
        self.bar.setRange(0, 0)
        self._job = self._jobs.run(
            partial(_write, session, file),
            done=self._done,
            failed=self._refused,
            ended=self._ended,
            progress=self._progressed,
        )

    def stop(self) -> None:
        """Nobody wants the file any more: what was there before stays."""
        if self._job is not None:
            self._job.cancel()
            self._ended()
            self.told.emit(self._words.tr("{file} was not written.").format(file=self._file.name))

    def _progressed(self, progress: Progress) -> None:
        self.bar.setRange(0, progress.total)
        self.bar.setValue(progress.done)
        self.show()

    def _done(self, count: int) -> None:
        told = self._words.ntr(
            "{n} customer is now in {file} as well.", "{n} customers are now in {file} as well.", count
        )
        self.told.emit(told.format(n=count, file=self._file.name))

    def _refused(self, error: KassaError) -> None:
        self.failed.emit(self._words.text(error.text))

    def _ended(self) -> None:
        self._job = None
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = theme.current().tokens
        painter = QPainter(self)
        painter.fillRect(self.rect(), tokens.colour("side"))
        painter.fillRect(QRectF(0, 0, self.width(), 1), tokens.colour("line"))


def _write(session: Session, file: Path, job: Job) -> int:
    from kassa.services import exporting

    return exporting.export_customers(session, file, job.progress)
