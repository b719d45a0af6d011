"""What Qt doesn't say to CUPS, or hear from it. Everywhere else, and without CUPS, nothing here does anything."""

from __future__ import annotations

import ctypes
import sys
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

# Qt's own, unpublished key of the options that its print dialog collects: names and values by turns.
_OPTIONS = 0xFE00
# Pages lie as we lay them: none fitted into the margins, none several to a sheet.
_TRUE_TO_SIZE = {"print-scaling": "none", "number-up": "1"}
_SUCCESS = range(0x100)


def spools(printer: QPrinter) -> bool:
    """Whether this printer is one of CUPS's, which gets a job only when its last page is drawn."""
    from PySide6.QtPrintSupport import QPrinter

    return sys.platform == "linux" and printer.outputFormat() == QPrinter.OutputFormat.NativeFormat


def keep_size(printer: QPrinter) -> None:
    """Forbids the driver to scale the pages; what else was chosen in the dialog stays."""
    from PySide6.QtPrintSupport import QPrintEngine

    if not spools(printer):
        return
    engine, key = printer.printEngine(), QPrintEngine.PrintEnginePropertyKey(_OPTIONS)
    told = cast("list[str]", engine.property(key) or [])
    options = dict(zip(told[::2], told[1::2], strict=False)) | _TRUE_TO_SIZE
    engine.setProperty(key, [part for option in options.items() for part in option])


def took_it(printer: QPrinter) -> bool:
    """Whether the job that this thread has just finished was taken; Qt itself doesn't ask."""
    if not spools(printer):
        return True
    try:
        return int(ctypes.CDLL("libcups.so.2").cupsLastError()) in _SUCCESS
    except (OSError, AttributeError):
        return True
