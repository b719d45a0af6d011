"""What was printed is read again from pixels, every code, by a decoder that doesn't know how it was drawn."""

from __future__ import annotations

from collections.abc import Sequence

from kassa.domain.codes import grouped
from kassa.errors import KassaError
from kassa.printing.card import layout
from kassa.printing.code128 import SMALLEST_MODULE
from kassa.printing.raster import Pages, Picture
from kassa.printing.sheets import Sheet
from kassa.printing.values import Cancelled, CancelledError, CardFace, Progress
from kassa.words import say

# Fewer pixels than any office printer gives a module: what is readable here is readable on paper.
PIXELS_PER_MODULE = 5
PIXELS_PER_BAR = 3


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
    dots_per_inch = 72 * PIXELS_PER_MODULE / layout(sheet).module
    if code128:
        dots_per_inch = max(dots_per_inch, 25.4 * PIXELS_PER_BAR / SMALLEST_MODULE)
    kinds = ("QRCode", "Code128") if code128 else ("QRCode",)
    done = 0
    with Pages(pdf) as pages:
        for page in range(0, len(pages), 2 if backs else 1):
            if cancelled is not None and cancelled():
                raise CancelledError
            picture = pages.picture(page, dots_per_inch, grey=True)
            first = start if page == 0 else 1
            for place in range(first, min(sheet.places, first + len(faces) - done - 1) + 1):
                face = faces[done]
                if read(picture, sheet, place, dots_per_inch, kinds) != (face.code,) * len(kinds):
                    raise _unreadable(face)
                done += 1
            if progress is not None:
                progress(done, len(faces))
    if done != len(faces):
        raise _unreadable(faces[done])
    return done


def read_codes(pdf: bytes, sheet: Sheet, page: int = 0) -> tuple[str, ...]:
    """The codes that can be read on one page (from 0), place by place, whatever they are."""
    dots_per_inch = 72 * PIXELS_PER_MODULE / layout(sheet).module
    with Pages(pdf) as pages:
        picture = pages.picture(page, dots_per_inch, grey=True)
    return tuple(code for place in range(1, sheet.places + 1) for code in read(picture, sheet, place, dots_per_inch))


def read(
    picture: Picture, sheet: Sheet, place: int, dots_per_inch: float, kinds: Sequence[str] = ("QRCode",)
) -> tuple[str, ...]:
    """The texts of all codes of these kinds (zxing-cpp's names) on one card of a page drawn in grey."""
    import zxingcpp

    dot = 25.4 / dots_per_inch
    left, top = (int(length / dot) for length in sheet.place(place))
    width = min(int(sheet.card[0] / dot), picture.width - left)
    height = min(int(sheet.card[1] / dot), picture.height - top)
    starts = range(top * picture.stride + left, (top + height) * picture.stride, picture.stride)
    cut = b"".join(picture.data[start : start + width] for start in starts)
    found = zxingcpp.read_barcodes(
        memoryview(cut).cast("B", [height, width]),
        formats=zxingcpp.barcode_formats_from_str(",".join(kinds)),
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
