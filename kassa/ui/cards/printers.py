"""This computer's printers, asked off the window's thread: a printer that sleeps on the network takes its time."""

from __future__ import annotations

from dataclasses import dataclass, field

from kassa import config, printing
from kassa.config import PrinterTuning
from kassa.printing import Edge, Sheet
from kassa.ui.cards import paper
from kassa.ui.jobs import Job
from kassa.words import Words


@dataclass(frozen=True, slots=True)
class Printers:
    """The printers by the names the system gives them, its usual one, and what is remembered for each."""

    names: tuple[str, ...] = ()
    usual: str = ""
    tunings: dict[str, PrinterTuning] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TestPrint:
    """A test page that went out: how it was moved, and whether its back still has to be printed by itself."""

    __test__ = False
    tuning: PrinterTuning
    back_left: bool


def find(job: Job) -> Printers:
    """Every printer of this computer."""
    from PySide6.QtPrintSupport import QPrinterInfo

    job.check()
    names = tuple(QPrinterInfo.availablePrinterNames())
    chosen = config.read()
    usual = QPrinterInfo.defaultPrinterName() or (names[0] if names else "")
    return Printers(names, usual, {name: chosen.tuning(name) for name in names})


def print_test_page(
    job: Job, sheet: Sheet, tuning: PrinterTuning, words: Words, edge: Edge | None, start: int, back: bool
) -> TestPrint:
    """Prints the sheet's test page on the tuning's printer, moved by it.

    Both sides where there is an ``edge`` and the printer turns paper by itself; else the front, or the ``back``.
    """
    from PySide6.QtPrintSupport import QPrinter

    job.check()
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPrinterName(tuning.name)
    if printer.printerName() != tuning.name:
        raise paper.no_answer()
    printer.setDocName(words.tr("Kassa: test page"))
    paper.fit_paper(printer, *sheet.page_size)
    told = printing.explained(words, sheet, tuning)
    pdf = printing.render_test_page(sheet, told, edge, start).pdf
    if edge is None or paper.turns_paper(printer):
        paper.print_pages(printer, pdf, tuning=tuning, edge=edge)
        return TestPrint(tuning, False)
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    side = 2 if back else 1
    printer.setFromTo(side, side)
    behind = PrinterTuning(tuning.name, tuning.back_x, tuning.back_y, scale=tuning.scale)
    paper.print_pages(printer, pdf, tuning=behind if back else tuning)
    return TestPrint(tuning, not back)
