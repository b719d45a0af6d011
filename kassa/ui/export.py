"""The shop's data into a file of the owner's: what, where to, how far it is, what became of it. The till serves on."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QStandardPaths, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QProgressBar, QSizePolicy, QWidget

from kassa.errors import KassaError
from kassa.ui import theme
from kassa.ui.jobs import Job, Jobs, Progress
from kassa.ui.widgets.buttons import QuietButton
from kassa.ui.widgets.flow import FlowBox
from kassa.ui.widgets.label import Label
from kassa.words import Words

if TYPE_CHECKING:
    from kassa.services.session import Session

_ENDINGS = (".xlsx", ".csv")


class Export(QFrame):
    """A bar that asks what is to be written, and stands while that takes longer than a moment.

    ``told`` and ``failed`` carry the sentence that says how it ended; ``left`` frees the cursor.
    """

    told = Signal(str)
    failed = Signal(str)
    left = Signal()

    def __init__(self, words: Words, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self._jobs = words, jobs
        self._job: Job | None = None
        self._file = Path()
        self._session: Session | None = None
        self.kinds = {
            "customers": QuietButton(words.tr("The customers")),
            "purchases": QuietButton(words.tr("Their purchases")),
            "ledger": QuietButton(words.tr("Every stamp, line by line")),
        }
        self.label = Label("", "strong")
        self.label.setMinimumHeight(theme.current().px(44))
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.stop_button = QuietButton(words.tr("Cancel"))
        self.stop_button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.stop_button.clicked.connect(self.stop)
        px = theme.current().px
        self._asked = FlowBox(8)
        self._asked.add(self.label)
        for kind, button in self.kinds.items():
            button.clicked.connect(partial(self._chosen, kind))
            self._asked.add(button)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(24), px(8), px(24), px(8))
        row.setSpacing(px(16))
        row.addWidget(self._asked, 1)
        row.addWidget(self.bar, 1)
        row.addWidget(self.stop_button, 0, Qt.AlignmentFlag.AlignBottom)
        self.hide()

    @property
    def running(self) -> bool:
        """Whether a file is being written."""
        return self._job is not None

    def ask(self, session: Session) -> None:
        """Asks what, then where to, and begins."""
        if self.running:
            return
        self._session = session
        self.label.set_text(self._words.tr("What goes into the file?"))
        self._show(asking=True)
        self.kinds["customers"].setFocus(Qt.FocusReason.TabFocusReason)

    def _show(self, asking: bool) -> None:
        for button in self.kinds.values():
            button.setVisible(asking)
        self.bar.setVisible(not asking)
        self.show()

    def leave(self) -> None:
        """Asks no longer; what is being written goes on."""
        if not self.running:
            self.hide()

    def _chosen(self, kind: str, _checked: bool = False) -> None:
        self.hide()
        file = self.choose_file(kind)
        self.left.emit()
        if file is not None and self._session is not None:
            self.write(self._session, kind, file)

    def choose_file(self, kind: str) -> Path | None:
        """The file that the person wants: a workbook unless its name says otherwise."""
        tr = self._words.tr
        names = {"customers": tr("customers"), "purchases": tr("purchases"), "ledger": tr("stamps")}
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        forms = f"{tr('Excel workbook')} (*.xlsx);;CSV (*.csv)"
        chosen, form = QFileDialog.getSaveFileName(
            self.window(), tr("Export"), str(Path(folder) / f"{names[kind]}.xlsx"), forms
        )
        if not chosen:
            return None
        out = Path(chosen)
        if out.suffix.lower() in _ENDINGS:
            return out
        return out.with_name(out.name + (".csv" if "csv" in form else ".xlsx"))

    def write(self, session: Session, kind: str, file: Path) -> None:
        """Writes all of a kind into ``file``."""
        self._file = file
        told = self._words.tr("Writing {file} …").format(file=file.name)
        self.label.set_text(told)
        self.bar.setAccessibleName(told)
        self.bar.setRange(0, 0)
        self._job = self._jobs.run(
            partial(_write, session, kind, file, self._words),
            done=self._done,
            failed=self._refused,
            ended=self._ended,
            progress=self._progressed,
        )

    def stop(self) -> None:
        """Nobody wants the file any more: what was there before stays."""
        if self._job is None:
            self.hide()
        else:
            self._job.cancel()
            self._ended()
            self.told.emit(self._words.tr("{file} was not written.").format(file=self._file.name))
        self.left.emit()

    def _progressed(self, progress: Progress) -> None:
        self.bar.setRange(0, progress.total)
        self.bar.setValue(progress.done)
        self._show(asking=False)

    def _done(self, count: int) -> None:
        told = self._words.ntr("{file} is written, with {n} row.", "{file} is written, with {n} rows.", count)
        self.told.emit(told.format(n=self._words.number(count), file=self._file.name))

    def _refused(self, error: KassaError) -> None:
        self.failed.emit(self._words.text(error.text))

    def _ended(self) -> None:
        self._job = None
        self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: False, Qt.Key.Key_Right: True}
        if event.key() in steps:
            self.focusNextPrevChild(steps[Qt.Key(event.key())])
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = theme.current().tokens
        painter = QPainter(self)
        painter.fillRect(self.rect(), tokens.colour("side"))
        painter.fillRect(QRectF(0, 0, self.width(), 1), tokens.colour("line"))


def _write(session: Session, kind: str, file: Path, words: Words, job: Job) -> int:
    from kassa.services import exporting

    if kind == "purchases":
        return exporting.export_purchases(session, file, job.progress)
    if kind == "ledger":
        return exporting.export_ledger(session, file, job.progress, words)
    return exporting.export_customers(session, file, job.progress)
