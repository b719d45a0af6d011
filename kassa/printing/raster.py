"""PDF pages as pixels, by pdfium. pdfium serves one thread at a time, so everything here takes turns."""

from __future__ import annotations

import ctypes
import math
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import TracebackType
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
        from pypdfium2 import PdfBitmap, raw

        scale = dots_per_inch / 72
        with _TURN:
            opened = self._document[page]
            wide, tall = (math.ceil(points * scale) for points in opened.get_size())
        try:
            for top in range(0, tall, rows):
                high = min(rows + shared, tall - top)
                with _TURN:
                    bitmap = PdfBitmap.new_native(wide, high, raw.FPDFBitmap_BGRx)
                    bitmap.fill_rect((255, 255, 255, 255), 0, 0, wide, high)
                    # Exactly to scale, where ``render`` stretches the page to whole pixels: a tenth of a millimetre.
                    matrix, whole = raw.FS_MATRIX(scale, 0, 0, scale, 0, -top), raw.FS_RECTF(0, 0, wide, high)
                    raw.FPDF_RenderPageBitmapWithMatrix(bitmap, opened, matrix, whole, raw.FPDF_ANNOT)
                    band = Picture(wide, high, bitmap.stride, False, bytes(bitmap.buffer))
                    bitmap.close()
                yield top, band
        finally:
            with _TURN:
                opened.close()

    def windows(self, page: int, windows: Sequence[Window]) -> list[Picture]:
        """Parts of a page in grey on white, each stretched to its pixels; what lies outside costs next to nothing."""
        from pypdfium2 import raw

        pictures = []
        bitmaps: dict[tuple[int, int], Any] = {}
        with _TURN:
            opened = self._document[page]
            for window in windows:
                across, down = size = window.across, window.down
                if size not in bitmaps:
                    bitmaps[size] = raw.FPDFBitmap_CreateEx(across, down, raw.FPDFBitmap_Gray, None, 0)
                bitmap = bitmaps[size]
                raw.FPDFBitmap_FillRect(bitmap, 0, 0, across, down, 0xFFFFFFFF)
                x, y = across / window.width, down / window.height
                matrix = raw.FS_MATRIX(x, 0, 0, y, -x * window.left, -y * window.top)
                whole = raw.FS_RECTF(0, 0, across, down)
                raw.FPDF_RenderPageBitmapWithMatrix(bitmap, opened, matrix, whole, raw.FPDF_GRAYSCALE | raw.FPDF_ANNOT)
                stride = raw.FPDFBitmap_GetStride(bitmap)
                data = ctypes.string_at(raw.FPDFBitmap_GetBuffer(bitmap), stride * down)
                pictures.append(Picture(across, down, stride, True, data))
            for bitmap in bitmaps.values():
                raw.FPDFBitmap_Destroy(bitmap)
            opened.close()
        return pictures

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
