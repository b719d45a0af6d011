"""What was printed is looked at again in pixels, every code of every card, before it leaves.

Each code is cut out of the page that pdfium draws, with whatever lies over or under it, and has to pass twice: a
decoder that doesn't know how it was drawn reads the right digits, and every single module, the white around included,
is dark or light as it should be. The decoder alone would not do: its error correction reads a code with a fifth of it
gone, and a worn card could spare nothing more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kassa.domain.codes import grouped
from kassa.errors import KassaError
from kassa.printing import code128, qr
from kassa.printing.card import Layout, layout
from kassa.printing.ornaments import MM
from kassa.printing.raster import Pages, Picture, Window
from kassa.printing.sheets import Sheet
from kassa.printing.values import Cancelled, CancelledError, CardFace, Progress
from kassa.words import say

# Fewer pixels than any office printer gives a module: what is readable here is readable on paper.
PIXELS_PER_MODULE = 5
"""For a page drawn as it comes. Where modules begin with a pixel, fewer do."""
_PIXELS = 3
_PIXELS_PER_BAR = 3
_ROWS = 12
# Of 255. A code whose contrast is what designs need has its modules far beyond these.
_DARKEST_LIGHT, _LIGHTEST_DARK = 170, 110
_SEEN = bytes(
    ord("1") if level <= _LIGHTEST_DARK else ord("0") if level >= _DARKEST_LIGHT else ord("?") for level in range(256)
)


def verify_cards(
    pdf: bytes,
    faces: Sequence[CardFace],
    sheet: Sheet,
    start: int = 1,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
    *,
    backs: bool = False,
    code128: bool = False,
) -> int:
    """How many codes were read, each at its own place; one that can't be read is ``bad_value`` and names its card.

    With ``backs`` every second page is one; with ``code128`` each card has both codes.
    """
    here = layout(sheet)
    done = 0
    with Pages(pdf) as pages:
        for page in range(0, len(pages), 2 if backs else 1):
            if cancelled is not None and cancelled():
                raise CancelledError
            first = start if page == 0 else 1
            places = range(first, min(sheet.places, first + len(faces) - done - 1) + 1)
            windows = [window for place in places for window in _windows(here, sheet, place, code128)]
            pictures = iter(pages.windows(page, windows))
            for _ in places:
                face = faces[done]
                if not _is_symbol(next(pictures), face.code) or (code128 and not _is_bars(next(pictures), face.code)):
                    raise _unreadable(face)
                done += 1
            if progress is not None:
                progress(done, len(faces))
    if done != len(faces):
        raise _unreadable(faces[done])
    return done


def _windows(here: Layout, sheet: Sheet, place: int, bars: bool) -> Iterator[Window]:
    """Where a card's codes stand on the page, a whole number of pixels to the module."""
    x, y = (length * MM for length in sheet.place(place))
    side = qr.MODULES + 2 * qr.QUIET
    length = side * here.module
    left, bottom = (start - qr.QUIET * here.module for start in here.symbol_at)
    across = side * _PIXELS
    yield Window(x + left, y + here.height - bottom - length, length, length, across, across)
    if bars:
        left, top, wide, high = code128.seen(here)
        across = (code128.MODULES + 2 * code128.QUIET) * _PIXELS_PER_BAR
        yield Window(x + left, y + top, wide, high, across, _ROWS)


def _is_symbol(picture: Picture, code: str) -> bool:
    return _modules(picture, _PIXELS, _PIXELS) == qr.modules(code) and _decoded(picture, "QRCode") == (code,)


def _is_bars(picture: Picture, code: str) -> bool:
    return _modules(picture, _PIXELS_PER_BAR, 1) == code128.modules(code) * _ROWS and _decoded(picture, "Code128") == (
        code,
    )


def _modules(picture: Picture, across: int, down: int) -> str:
    """The pixel in the middle of each module: ``1`` for dark, ``0`` for light, ``?`` in between."""
    rows = range(down // 2 * picture.stride, picture.height * picture.stride, down * picture.stride)
    middles = b"".join(picture.data[row + across // 2 : row + picture.width : across] for row in rows)
    return middles.translate(_SEEN).decode("ascii")


def read_codes(pdf: bytes, sheet: Sheet, page: int = 0) -> tuple[str, ...]:
    """The QR codes that can be read on one page (from 0), place by place, whatever they are."""
    here = layout(sheet)
    windows = [window for place in range(1, sheet.places + 1) for window in _windows(here, sheet, place, bars=False)]
    with Pages(pdf) as pages:
        pictures = pages.windows(page, windows)
    return tuple(code for picture in pictures for code in _decoded(picture, "QRCode"))


def read(picture: Picture, sheet: Sheet, place: int, dots_per_inch: float) -> tuple[str, ...]:
    """The texts of all QR codes on one card of a page drawn in grey."""
    dot = 25.4 / dots_per_inch
    left, top = (int(length / dot) for length in sheet.place(place))
    width = min(int(sheet.card[0] / dot), picture.width - left)
    height = min(int(sheet.card[1] / dot), picture.height - top)
    starts = range(top * picture.stride + left, (top + height) * picture.stride, picture.stride)
    cut = b"".join(picture.data[start : start + width] for start in starts)
    return _decoded(Picture(width, height, width, True, cut), "QRCode")


def _decoded(picture: Picture, kind: str) -> tuple[str, ...]:
    """The texts of all codes of a kind (zxing-cpp's name) in a grey picture."""
    import zxingcpp

    found = zxingcpp.read_barcodes(
        memoryview(picture.data).cast("B", [picture.height, picture.stride]),
        formats=zxingcpp.barcode_formats_from_str(kind),
        try_rotate=False,
        try_downscale=False,
        try_invert=False,
    )
    return tuple(one.text for one in found)


def _unreadable(face: CardFace) -> KassaError:
    return KassaError(
        "bad_value",
        say(
            "Card {card} can't be read the way it would be printed. Choose another sheet; nothing was saved.",
            card=grouped(face.code),
        ),
        card=face.code,
    )
