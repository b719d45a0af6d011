"""PDF pages onto a printer: at the size they have, moved by what is remembered for that printer."""

from __future__ import annotations

import math
import shutil
import tempfile
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter

from kassa.config import PrinterTuning
from kassa.errors import KassaError
from kassa.printing import Edge, Pages, Picture
from kassa.ui.cards import cups
from kassa.words import say

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

COARSEST, FINEST = 300, 600
"""Dots per inch; finer ones cost time, and no eye or scanner tells them apart."""
PAGES_A_JOB = 20
"""An even number. CUPS begins to print when a job is whole, keeps all of it on the disk until then, and gets it in one
call of Qt's that lets no other thread run: a tenth of a second for these."""
# Nor does one that draws a band: 3 ms for this.
_BAND = 32
# Without these, some drivers leave a hair of white between bands.
_SHARED = 2
_ROOM = 64 * 1024 * 1024
_SAME_PAPER = 1.5


def image_of(picture: Picture) -> QImage:
    """A page's pixels as an image of its own."""
    return _borrowed(picture).copy()


def _borrowed(picture: Picture) -> QImage:
    """The same without a copy: it lives no longer than ``picture``."""
    return QImage(picture.data, picture.width, picture.height, picture.stride, QImage.Format.Format_RGB32)


def fit_paper(printer: QPrinter, width: float, height: float) -> None:
    """Sets the printer to the sheet's paper (millimetres), edge to edge, so that nothing is moved or scaled."""
    printer.setFullPage(True)
    size = QPageSize(QSizeF(width, height), QPageSize.Unit.Millimeter)
    upright = QPageSize(QSizeF(min(width, height), max(width, height)), QPageSize.Unit.Millimeter)
    # Paper with a name is fed upright whichever way it is printed on; paper of one's own goes in as it is measured.
    lying = width > height and upright.id() != QPageSize.PageSizeId.Custom
    printer.setPageSize(upright if lying else size)
    printer.setPageOrientation(QPageLayout.Orientation.Landscape if lying else QPageLayout.Orientation.Portrait)


def turns_paper(printer: QPrinter) -> bool:
    """Whether it prints both sides by itself; a file always has both."""
    from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

    info = QPrinterInfo.printerInfo(printer.printerName())
    one_sided = {QPrinter.DuplexMode.DuplexNone}
    return bool(printer.outputFileName()) or info.isNull() or not set(info.supportedDuplexModes()) <= one_sided


def check(printer: QPrinter, size: tuple[float, float]) -> None:
    """Refuses what can't come out right, before any card is made for it.

    A printer that is gone or stopped is ``bad_file``; paper of that size (millimetres) that it can't be told of,
    ``bad_value``.
    """
    from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

    if printer.outputFileName():
        return
    info = QPrinterInfo.printerInfo(printer.printerName())
    if info.isNull():
        raise no_answer()
    if info.state() == QPrinter.PrinterState.Error:
        stopped = say(
            "The printer {printer} has stopped. Start it again in the computer's printer settings.",
            printer=info.printerName(),
        )
        raise KassaError("bad_file", stopped, pages=0)
    if not info.supportsCustomPageSizes() and not _knows(info.supportedPageSizes(), size):
        unknown = say(
            "The printer {printer} knows no paper of {width} × {height} mm. Choose another sheet, or another printer.",
            printer=info.printerName(),
            width=round(size[0]),
            height=round(size[1]),
        )
        raise KassaError("bad_value", unknown)


def _knows(known: Sequence[QPageSize], size: tuple[float, float]) -> bool:
    """Whether there is paper so large, either way up; a printer that lists none may know any."""
    listed = [each.size(QPageSize.Unit.Millimeter) for each in known]
    sides = sorted(size)
    return not listed or any(
        abs(min(each.width(), each.height()) - sides[0]) <= _SAME_PAPER
        and abs(max(each.width(), each.height()) - sides[1]) <= _SAME_PAPER
        for each in listed
    )


def no_answer() -> KassaError:
    """The printer isn't there, or took nothing."""
    text = say("The printer doesn't answer. See that it is on, or save a PDF instead.")
    return KassaError("bad_file", text, pages=0)


def print_pages(
    printer: QPrinter,
    pdf: bytes,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    *,
    tuning: PrinterTuning | None = None,
    edge: Edge | None = None,
    turn_over: Callable[[], bool] | None = None,
    copies: bool = False,
) -> int:
    """Prints the pages chosen in the print dialog, all unless it says otherwise; how many went out.

    ``tuning`` moves them. With an ``edge`` every second page is a back. A printer that prints one side only gets the
    fronts first, then ``turn_over()`` answers, once the pile lies in the tray again, whether to go on with the backs;
    without it such a printer is refused as ``bad_value``. ``copies`` says that several may be made, as the dialog says;
    two cards with one code would be two people's. Once ``cancelled()`` no further page is drawn; those drawn
    go out. ``bad_file``, with ``pages`` in its details, when the printer takes no more.

    Runs on any thread: Qt allows a painter on a printer outside the window's.
    """
    by_hand = edge is not None and not turns_paper(printer)
    if by_hand and turn_over is None:
        raise KassaError(
            "bad_value", say("This printer prints one side only. Choose cards without a back, or another printer.")
        )
    _set_sides(printer, None if by_hand else edge)
    _set_resolution(printer)
    cups.keep_size(printer)
    if not copies:
        printer.setCopyCount(1)
    with Pages(pdf) as pages:
        chosen = chosen_pages(printer, len(pages), backs=edge is not None)
        press = _Press(printer, pages, len(chosen), tuning, edge is not None, progress, cancelled)
        if by_hand and turn_over is not None:
            fronts, backs = ([page for page in chosen if page % 2 == side] for side in (0, 1))
            if press.run(fronts) and turn_over():
                press.run(backs)
        else:
            press.run(chosen)
    return press.out


def chosen_pages(printer: QPrinter, count: int, backs: bool) -> list[int]:
    """The pages, from 0, that the print dialog leaves of ``count``; a back goes with its front."""
    from PySide6.QtPrintSupport import QPrinter

    every = range(count)
    if printer.printRange() != QPrinter.PrintRange.PageRange:
        return list(every)
    ranges = printer.pageRanges()
    wanted = {page for page in every if ranges.contains(page + 1)} if not ranges.isEmpty() else set(every)
    return [page for page in every if page in wanted or (backs and page ^ 1 in wanted)]


def _set_sides(printer: QPrinter, edge: Edge | None) -> None:
    from PySide6.QtPrintSupport import QPrinter

    modes = {"long-edge": QPrinter.DuplexMode.DuplexLongSide, "short-edge": QPrinter.DuplexMode.DuplexShortSide}
    printer.setDuplex(QPrinter.DuplexMode.DuplexNone if edge is None else modes[edge])


def _set_resolution(printer: QPrinter) -> None:
    """The printer's own resolution where it is neither too coarse for codes nor finer than anybody sees."""
    from PySide6.QtPrintSupport import QPrinterInfo

    own = QPrinterInfo.printerInfo(printer.printerName()).supportedResolutions()
    fitting = [dots for dots in own if COARSEST <= dots <= FINEST]
    if fitting:
        printer.setResolution(max(fitting))


class _Press:
    """One printing: what goes out, and how far it is."""

    def __init__(
        self,
        printer: QPrinter,
        pages: Pages,
        total: int,
        tuning: PrinterTuning | None,
        backs: bool,
        progress: Callable[[int, int], None] | None,
        cancelled: Callable[[], bool] | None,
    ) -> None:
        self._printer, self._pages, self._total = printer, pages, total
        self._tuning = tuning or PrinterTuning("any")
        self._backs, self._progress, self._cancelled = backs, progress, cancelled
        # A picture's dot is a whole number of the printer's own, so that nothing is resampled.
        self._grain = max(1, math.ceil(printer.resolution() / FINEST))
        self._drawn = 0
        self.out = 0

    def run(self, chosen: Sequence[int]) -> bool:
        """Prints these pages, in jobs; False when somebody pressed Cancel."""
        step = PAGES_A_JOB if cups.spools(self._printer) else max(1, len(chosen))
        return all(self._job(chosen[first : first + step]) for first in range(0, len(chosen), step))

    def _job(self, chosen: Sequence[int]) -> bool:
        if self._stopped():
            return False
        painter = QPainter()
        if not painter.begin(self._printer):
            raise self._gone()
        painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
        before = self._drawn
        try:
            for page in chosen:
                if page != chosen[0] and (self._stopped() or not self._next_page()):
                    break
                self._draw(painter, page)
                self._drawn += 1
                if self._progress is not None:
                    self._progress(self._drawn, self._total)
        finally:
            ended = painter.end()
        if not ended or not cups.took_it(self._printer):
            raise self._gone()
        self.out = self._drawn
        return self._drawn - before == len(chosen)

    def _stopped(self) -> bool:
        return self._cancelled is not None and self._cancelled()

    def _next_page(self) -> bool:
        if self._printer.newPage():
            return True
        self.out = self._drawn
        raise self._gone()

    def _draw(self, painter: QPainter, page: int) -> None:
        if shutil.disk_usage(tempfile.gettempdir()).free < _ROOM:
            self.out = self._drawn
            raise self._full()
        tuning = self._tuning
        back = self._backs and page % 2 == 1
        off = (tuning.back_x, tuning.back_y) if back else (tuning.x, tuning.y)
        grain, per_mm = self._grain, self._printer.resolution() / 25.4
        # Scaled about the paper's middle, which stays where it is.
        lefts = (
            (offset + size * (1 - tuning.scale) / 2) * per_mm
            for offset, size in zip(off, self._pages.size(page), strict=True)
        )
        left, top = (round(at / grain) * grain for at in lefts)
        resolution = self._printer.resolution() / grain * tuning.scale
        for row, band in self._pages.bands(page, resolution, _BAND, _SHARED):
            target = QRectF(left, top + row * grain, band.width * grain, band.height * grain)
            painter.drawImage(target, _borrowed(band))

    def _gone(self) -> KassaError:
        if not self.out:
            return no_answer()
        text = say(
            "The printer takes no more pages. Gone out: {n} of {of}. See that it is on and has paper.",
            n=self.out,
            of=self._total,
        )
        return KassaError("bad_file", text, pages=self.out)

    def _full(self) -> KassaError:
        text = say(
            "This computer's disk is full. Pages gone out: {n} of {of}. Make room and print the rest.",
            n=self.out,
            of=self._total,
        )
        return KassaError("bad_file", text, pages=self.out)
