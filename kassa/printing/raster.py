"""PDF pages as pixels, by pdfium. pdfium serves one thread at a time, so everything here takes turns."""

from __future__ import annotations

import ctypes
import math
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any
from typing import Any

_TURN = threading.Lock()


@dataclass(frozen=True, slots=True)
class Picture:
    """Pixels from the top row on: one byte each when ``grey``, else blue, green, red, unused; ``stride`` in bytes."""

    width: int
    height: int
    stride: int
    grey: bool
    data: bytes


@dataclass(frozen=True, slots=True)
class Window:
    """A part of a page, from its left top in points, and how many pixels it becomes across and down."""

    left: float
    top: float
    width: float
    height: float
    across: int
    down: int


class Pages:
    """An open PDF; close it, or use it in a ``with``. Pages are counted from 0."""

    def __init__(self, pdf: bytes) -> None:
        import pypdfium2

        with _TURN:
            self._document = pypdfium2.PdfDocument(pdf)

    def __enter__(self) -> Pages:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self.close()

    def __len__(self) -> int:
        with _TURN:
            return len(self._document)

    def size(self, page: int) -> tuple[float, float]:
        """A page's width and height in millimetres."""
        with _TURN:
            width, height = self._document.get_page_size(page)
        return width * 25.4 / 72, height * 25.4 / 72

    def picture(self, page: int, dots_per_inch: float, grey: bool = False) -> Picture:
        """A page drawn at that resolution on white."""
        with _TURN:
            opened = self._document[page]
            bitmap = opened.render(scale=dots_per_inch / 72, grayscale=grey, prefer_bgrx=True)
            picture = Picture(bitmap.width, bitmap.height, bitmap.stride, grey, bytes(bitmap.buffer))
            bitmap.close()
            opened.close()
        return picture

    def bands(self, page: int, dots_per_inch: float, rows: int, shared: int = 0) -> Iterator[tuple[int, Picture]]:
        """The same from top to bottom in bands of ``rows`` rows, each with its first row; a page at once is 140 MB.

        Each band but the last goes on for ``shared`` rows of the next one, so that no white shows between them.
        """
        scale = dots_per_inch / 72
        with _TURN:
            opened = self._document[page]
            width, height = opened.get_size()
        wide, tall = math.ceil(width * scale), math.ceil(height * scale)
        try:
            for top in range(0, tall, rows):
                with _TURN:
                    band = self._band(opened, wide, min(rows + shared, tall - top), top, scale)
                yield top, band
        finally:
            with _TURN:
                opened.close()

    def text(self, page: int) -> str:
        """A page's text as a reader copies it out."""
        with _TURN:
            opened = self._document[page]
            reader = opened.get_textpage()
            words = str(reader.get_text_range())
            reader.close()
            opened.close()
        return words

    def close(self) -> None:
        """Lets the document go."""
        with _TURN:
            self._document.close()

    @staticmethod
    def _band(page: Any, wide: int, high: int, top: int, scale: float) -> Picture:
        """Exactly to scale, where ``PdfPage.render`` stretches a page to whole dots: a tenth of a millimetre at 300."""
        from pypdfium2 import PdfBitmap, raw

        bitmap = PdfBitmap.new_native(wide, high, raw.FPDFBitmap_BGRx)
        bitmap.fill_rect((255, 255, 255, 255), 0, 0, wide, high)
        width, height = page.get_size()
        # pdfium takes whole points for the page's own size here.
        matrix = raw.FS_MATRIX(scale * width / int(width), 0, 0, scale * height / int(height), 0, -top)
        raw.FPDF_RenderPageBitmapWithMatrix(bitmap, page, matrix, raw.FS_RECTF(0, 0, wide, high), raw.FPDF_ANNOT)
        picture = Picture(wide, high, bitmap.stride, False, bytes(bitmap.buffer))
        bitmap.close()
        return picture
