"""The files beside an import: which to bring in, where to save the rejected rows, choices to keep and to use again."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from kassa.errors import KassaError
from kassa.exchange.imported import Rejected
from kassa.exchange.mapping import Mapping
from kassa.ui.importing import desk
from kassa.ui.importing.drop import ENDINGS
from kassa.ui.jobs import Jobs
from kassa.words import Words


class FileAsks(QObject):
    """Asks for files in the system's own dialogs. ``chosen`` carries saved choices, ``told`` what became of a saving
    and whether it went wrong.
    """

    chosen = Signal(object)
    told = Signal(str, bool)

    def __init__(self, words: Words, jobs: Jobs, window: QWidget) -> None:
        super().__init__(window)
        self._words, self._jobs, self._window = words, jobs, window
        self._folder = ""

    def file_to_import(self) -> Path | None:
        """The file that the person wants to bring in."""
        folder = self._folder or QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation)
        if not Path(folder).is_dir():
            folder = str(Path.home())
        kinds = " ".join(f"*{ending}" for ending in ENDINGS)
        lists = f"{self._words.tr('Lists and contacts')} ({kinds})"
        chosen, _ = QFileDialog.getOpenFileName(self._window, self._words.tr("Choose a file"), folder, lists)
        if not chosen:
            return None
        self._folder = str(Path(chosen).parent)
        return Path(chosen)

    def save_rejected(self, file: Path, rejected: Sequence[Rejected], mapping: Mapping) -> None:
        """The rejected rows of ``file``, beside it."""
        name = f"{file.stem}-{self._words.tr('to-mend')}.csv"
        out = self._where(self._words.tr("Save the rejected rows"), file.parent / name, "CSV (*.csv)")
        if out is not None:
            work = partial(
                desk.save_rejected, file=file, rejected=rejected, mapping=mapping, out=out, words=self._words
            )
            self._save(work)

    def save_choices(self, file: Path, mapping: Mapping) -> None:
        """How ``file`` is read, beside it."""
        name = f"{file.stem}-{self._words.tr('choices')}.toml"
        out = self._where(self._words.tr("Save these choices"), file.parent / name, "TOML (*.toml)")
        if out is not None:
            self._save(partial(desk.save_choices, mapping=mapping, out=out))

    def use_choices(self, file: Path) -> None:
        """Choices that were saved, most likely beside ``file``."""
        title = self._words.tr("Use saved choices")
        chosen, _ = QFileDialog.getOpenFileName(self._window, title, str(file.parent), "TOML (*.toml)")
        if chosen:
            work = partial(desk.read_choices, file=Path(chosen))
            self._jobs.run(work, done=self._read, failed=self._refused, channel="import-choices")

    def _where(self, title: str, file: Path, kinds: str) -> Path | None:
        chosen, _ = QFileDialog.getSaveFileName(self._window, title, str(file), kinds)
        return Path(chosen) if chosen else None

    def _save(self, work: partial[Path]) -> None:
        self._jobs.run(work, done=self._saved, failed=self._refused)

    def _read(self, mapping: Mapping) -> None:
        self.chosen.emit(mapping)

    def _saved(self, out: Path) -> None:
        self.told.emit(self._words.tr("Saved as {file}").format(file=out.name), False)

    def _refused(self, error: KassaError) -> None:
        self.told.emit(self._words.text(error.text), True)
