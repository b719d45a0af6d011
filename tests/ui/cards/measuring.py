"""Where things are on a printed page, from its pixels: for tests that hold a ruler to what came out of a printer."""

from __future__ import annotations

from collections.abc import Sequence

import zxingcpp
from PIL import Image

from kassa.config import PrinterTuning
from kassa.printing import Edge, Explained, Pages, Picture, Sheet, render_test_page

DOTS = 20  # a millimetre
DPI = DOTS * 25.4
WORDS = Explained("Test page", (), "Back")


def page_of_crosses(sheet: Sheet, edge: Edge | None = None) -> bytes:
    """Crosses on the cards' corners, few words."""
    return render_test_page(sheet, WORDS, edge).pdf


def crosses(sheet: Sheet, edge: Edge | None = None) -> list[tuple[float, float]]:
    """Corners of cards far from each other, in millimetres; with an ``edge`` those on the back page."""
    places = (1, sheet.grid[0], sheet.places - sheet.grid[0] + 1, sheet.places)
    found = []
    for number, right, below in zip(places, (0, 1, 0, 1), (0, 0, 1, 1), strict=True):
        x, y = sheet.place(number) if edge is None else sheet.back_place(number, edge)
        found.append((x + right * sheet.card[0], y + below * sheet.card[1]))
    return found


def moved_by(sheet: Sheet, tuning: PrinterTuning, at: tuple[float, float], back: bool = False) -> tuple[float, float]:
    """Where a point of the page should come out: scaled about the page's middle, then moved."""
    off = (tuning.back_x, tuning.back_y) if back else (tuning.x, tuning.y)
    x, y = (
        size / 2 + (length - size / 2) * tuning.scale + shift
        for length, size, shift in zip(at, sheet.page_size, off, strict=True)
    )
    return x, y


def picture_of(pdf: bytes, page: int) -> Picture:
    """A page's pixels, grey, ``DOTS`` a millimetre."""
    with Pages(pdf) as pages:
        return pages.picture(page, DPI, grey=True)


def codes_on(pdf: bytes) -> list[list[str]]:
    """Every QR code that a scanner finds on each page, wherever it lies."""
    found = []
    with Pages(pdf) as pages:
        for page in range(len(pages)):
            picture = pages.picture(page, 300, grey=True)
            size = (picture.width, picture.height)
            image = Image.frombuffer("L", size, picture.data, "raw", "L", picture.stride, 1)
            read = zxingcpp.read_barcodes(image, zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
            found.append([code.text for code in read])
    return found


def cross_near(picture: Picture, at: tuple[float, float], reach: float = 2.0) -> tuple[float, float]:
    """The middle of the cross nearest to a point, in millimetres.

    The arms are 3 mm long to each side; beside the middle, rows show only the upright arm, columns only the level one.
    """
    x, y = at
    across = [_middle(_row(picture, x, y + beside, reach)) for beside in (-1.5, 1.5)]
    down = [_middle(_column(picture, x + beside, y, reach)) for beside in (-1.5, 1.5)]
    return x - reach + sum(across) / 2 / DOTS, y - reach + sum(down) / 2 / DOTS


def _row(picture: Picture, x: float, y: float, reach: float) -> Sequence[int]:
    first = round(y * DOTS) * picture.stride + round((x - reach) * DOTS)
    return picture.data[first : first + round(2 * reach * DOTS)]


def _column(picture: Picture, x: float, y: float, reach: float) -> Sequence[int]:
    first = round((y - reach) * DOTS) * picture.stride + round(x * DOTS)
    return picture.data[first : first + round(2 * reach * DOTS) * picture.stride : picture.stride]


def _middle(greys: Sequence[int]) -> float:
    """The middle of what is black; dashes of the card's outline beside it are grey."""
    weights = [max(0, 110 - grey) for grey in greys]
    assert sum(weights), "no cross there"
    return sum((place + 0.5) * weight for place, weight in enumerate(weights)) / sum(weights)
