"""What the page asks in dialogs of its own: a sheet by its numbers, the printer's position, the logo's picture."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from kassa.config import PrinterTuning
from kassa.printing import OwnSheet, moved
from kassa.ui.cards import asked
from kassa.ui.cards.asking import Asking
from kassa.ui.cards.batch import Batch
from kassa.ui.jobs import Jobs
from kassa.words import Words

if TYPE_CHECKING:
    from kassa.services.session import Session


class Dialogs(Asking):
    """``sheet_kept`` names a sheet that is the shop's own now, ``sheet_gone`` carries one that was and its numbers;
    ``positioned`` says in words where the printer puts things; ``logo_changed``: the shop has another logo, or none.
    """

    sheet_kept = Signal(str)
    sheet_gone = Signal(str, object)
    positioned = Signal(str)
    logo_changed = Signal()

    def __init__(self, session: Session, words: Words, jobs: Jobs, page: QWidget) -> None:
        super().__init__(session, words, jobs, page)
        self._own = ""
        self._numbers: OwnSheet | None = None
        self.printer = ""

    # ── a sheet of the shop's own ──

    def new_sheet(self) -> None:
        """Asks for the numbers of a sheet."""
        self._ask_numbers("", None)

    def edit_sheet(self, sheet: str) -> None:
        """Asks for other numbers of one of the shop's own sheets."""
        work = partial(asked.numbers_of, session=self._session, sheet=sheet)
        self._jobs.run(work, done=self._numbers_read, failed=self._refused, channel="cards-numbers")

    def _numbers_read(self, found: tuple[str, OwnSheet]) -> None:
        self._ask_numbers(*found)

    def _ask_numbers(self, sheet: str, numbers: OwnSheet | None) -> None:
        from kassa.ui.cards.own_sheet import OwnSheetForm

        self._own, self._numbers = sheet, numbers
        form = OwnSheetForm(self._words, self._page, numbers)
        form.accepted.connect(self._keep_sheet)
        form.removed.connect(self._drop_sheet)
        self._open(form)

    def restore_sheet(self, numbers: OwnSheet) -> None:
        """Brings a sheet back that was removed."""
        self._own = ""
        self._keep_sheet(numbers)

    def _keep_sheet(self, numbers: OwnSheet) -> None:
        work = partial(asked.keep_sheet, numbers=numbers, sheet=self._own or None)
        self._save(work, self._sheet_kept)

    def _sheet_kept(self, sheet: str) -> None:
        self._close()
        self.sheet_kept.emit(sheet)

    def _drop_sheet(self) -> None:
        self._save(partial(asked.drop_sheet, sheet=self._own), self._sheet_dropped)

    def _sheet_dropped(self, sheet: str) -> None:
        self._close()
        self.sheet_gone.emit(sheet, self._numbers)

    # ── the printer ──

    def look_at_printer(self) -> None:
        """Finds out where the computer's usual printer puts things, or the one chosen last."""
        work = partial(asked.position, printer=self.printer)
        self._jobs.run(work, done=self._say_position, channel="cards-position")

    def position(self, batch: Batch) -> None:
        """Asks where the printer puts things."""
        from kassa.ui.cards.printer_sheet import PrinterSheet

        form = PrinterSheet(
            self._words,
            self._jobs,
            batch.sheet,
            self._page,
            edge=batch.look.duplex,
            start=batch.start,
            printer=self.printer,
        )
        form.accepted.connect(self._tune)
        self._open(form)

    def _tune(self, tuning: PrinterTuning) -> None:
        self._jobs.run(partial(asked.tune, tuning=tuning), done=self._tuned, failed=self._refused)

    def _tuned(self, tuning: PrinterTuning) -> None:
        self._close()
        self.printer = tuning.name
        self._say_position(tuning)

    def _say_position(self, tuning: PrinterTuning | None) -> None:
        told = moved(self._words, tuning.x, tuning.y, tuning.scale) if tuning is not None and tuning.moves else ""
        self.positioned.emit(told)

    # ── the logo ──

    def choose_logo(self) -> None:
        """Asks for a picture."""
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
        pictures = self._words.tr("Pictures")
        chosen, _ = QFileDialog.getOpenFileName(
            self._page, self._words.tr("Choose a picture"), folder, f"{pictures} (*.png *.jpg *.jpeg *.svg)"
        )
        if chosen:
            self.take_logo(Path(chosen))

    def take_logo(self, file: Path) -> None:
        """Makes a picture the shop's logo."""
        self._save(partial(asked.take_logo, file=file), self._logo_set)

    def set_logo(self, png: bytes | None) -> None:
        """Gives the shop a logo that it had before, or none."""
        self._save(partial(asked.set_logo, png=png), self._logo_set)

    def _logo_set(self, _nothing: object) -> None:
        self.logo_changed.emit()
