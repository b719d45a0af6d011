"""The system's own print dialog: which printer, which pages. What would move or scale the cards is not left to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QSpinBox, QWidget

from kassa.errors import KassaError
from kassa.ui.cards.paper import fit_paper
from kassa.words import say

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter


def ask_for_printer(
    parent: QWidget, title: str, document: str, size: tuple[float, float], pages: int | None, *, copies: bool = False
) -> QPrinter | None:
    """The printer that the person wants for so many ``pages`` of that size (millimetres), or for some of them.

    ``pages`` is None where nobody knows yet; the answer is None when they think better of it; ``bad_file`` where
    this computer has no printer. ``document`` is what the printer's queue calls it; ``copies``: several may be wanted.
    """
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    if not printer.printerName():
        raise KassaError(
            "bad_file",
            say("This computer has no printer. Save it as a PDF, or add a printer in the computer's settings."),
        )
    printer.setDocName(document)
    fit_paper(printer, *size)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(title)
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange, pages != 1)
    # A PDF that we save is exact; one that goes through a printer's driver is a picture of it.
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintToFile, False)
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintCollateCopies, False)
    if pages is not None and pages > 1:
        dialog.setMinMax(1, pages)
    counter = dialog.findChild(QSpinBox, "copies")
    if isinstance(counter, QSpinBox):
        counter.setEnabled(copies)
    return printer if dialog.exec() == QPrintDialog.DialogCode.Accepted else None
