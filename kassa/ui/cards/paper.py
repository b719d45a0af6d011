"""PDF pages onto a printer, at the size they have."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter

from kassa.errors import KassaError
from kassa.printing import Pages, Picture
from kassa.words import say

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

FINEST = 600
"""Dots per inch; finer ones cost memory (35 MB a page at 600) and no eye or scanner tells them apart."""


def image_of(picture: Picture) -> QImage:
    """A page's pixels as an image of its own."""
    image = QImage(picture.data, picture.width, picture.height, picture.stride, QImage.Format.Format_RGB32)
    return image.copy()


def fit_paper(printer: QPrinter, width: float, height: float) -> None:
    """Sets the printer to the sheet's paper (millimetres), edge to edge, so that nothing is moved or scaled."""
    printer.setFullPage(True)
    printer.setPageSize(QPageSize(QSizeF(width, height), QPageSize.Unit.Millimeter))
    landscape = width > height and printer.pageLayout().pageSize().size(QPageSize.Unit.Millimeter).width() < width
    printer.setPageOrientation(QPageLayout.Orientation.Landscape if landscape else QPageLayout.Orientation.Portrait)


def print_pages(
    printer: QPrinter,
    pdf: bytes,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> int:
    """Prints every page, and says how many; ``bad_file`` when the printer takes no job.

    Runs on any thread: Qt allows a painter on a printer outside the window's.
    """
    resolution = min(FINEST, printer.resolution())
    painter = QPainter()
    if not painter.begin(printer):
        raise KassaError("bad_file", say("The printer doesn't answer. See that it is on, or save the cards as a PDF."))
    printed = 0
    with Pages(pdf) as pages:
        try:
            for page in range(len(pages)):
                if cancelled is not None and cancelled():
                    printer.abort()
                    break
                if page:
                    printer.newPage()
                width, height = pages.size(page)
                dots = printer.resolution() / 25.4
                painter.drawImage(QRectF(0, 0, width * dots, height * dots), image_of(pages.picture(page, resolution)))
                printed += 1
                if progress is not None:
                    progress(printed, len(pages))
        finally:
            painter.end()
    return printed
