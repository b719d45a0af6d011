"""A coupon on a letter or a postcard: its QR code on a light plate, its digits, what it gives and until when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kassa.domain.codes import grouped
from kassa.errors import KassaError
from kassa.printing import qr
from kassa.printing.designs import FrontColours
from kassa.printing.lettering import Step
from kassa.printing.ornaments import MM
from kassa.printing.raster import Pages
from kassa.printing.sheets import Sheet
from kassa.printing.typeset import heading, put
from kassa.printing.values import Cancelled, CancelledError, Progress
from kassa.printing.verify import PIXELS_PER_MODULE, read
from kassa.words import say

PLATE = 26.0
_MODULE = 0.8
_CORNER = 1.8
_DIGITS = 11.0


@dataclass(frozen=True, slots=True)
class CouponFace:
    """What stands on a coupon, in the shop's language: ``title`` ("Coupon"), the reward, and its last day in words."""

    code: str
    title: str
    reward: str
    until: str


def draw_code(canvas: Any, code: str, left: float, bottom: float, colours: FrontColours) -> None:
    """The plate with the QR code, its bottom left there (points)."""
    side, module = PLATE * MM, _MODULE * MM
    canvas.setFillColorRGB(*colours.field)
    canvas.setStrokeColorRGB(*colours.code)
    canvas.setLineWidth(0.3)
    # On its own colour a plate would not be seen as one.
    canvas.roundRect(left, bottom, side, side, _CORNER * MM, stroke=int(colours.field in colours.ground), fill=1)
    inset = (side - qr.MODULES * module) / 2
    red, green, blue = colours.code
    canvas.addLiteral(
        f"q {module:.4f} 0 0 {module:.4f} {left + inset:.3f} {bottom + inset:.3f} cm "
        f"{red:.4f} {green:.4f} {blue:.4f} rg {qr.path(qr.matrix(code))} Q"
    )


def draw_coupon(
    canvas: Any, coupon: CouponFace, colours: FrontColours, place: tuple[float, float, float, float], size: float
) -> None:
    """The coupon in a place (left, bottom, right, top) of the design's ground: words first, the code to the right.

    ``size`` is that of the reward's name, in points.
    """
    left, bottom, right, top = place
    plate = PLATE * MM
    draw_code(canvas, coupon.code, right - plate, (top + bottom - plate) / 2, colours)
    room = right - plate - 6 * MM - left
    small = (Step(size * 0.62, 1), Step(size * 0.52, 3))
    blocks = (
        (heading(coupon.title, "SemiBold", room, small), colours.soft_ink, 2.2 * MM),
        (heading(coupon.reward, "Bold", room, (Step(size, 1), Step(size * 0.85, 2), Step(size * 0.7, 3))), colours.ink,
         2.2 * MM),
        (heading(coupon.until, "Regular", room, small), colours.soft_ink, 3.2 * MM),
        (heading(grouped(coupon.code), "SemiBold", room, (Step(_DIGITS, 1),)), colours.ink, 0.0),
    )  # fmt: skip
    high = sum(block.height + gap for block, _, gap in blocks if block is not None)
    above = (top + bottom + high) / 2
    for block, colour, gap in blocks:
        if block is not None:
            above = put(canvas, block, colour, left, above) - gap


def verify_coupons(
    pdf: bytes,
    codes: Sequence[str],
    sheet: Sheet,
    every: int = 1,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> int:
    """Reads every coupon back from the rendered pages, each at its own place; ``bad_value`` names one that can't be.

    ``every`` 2 means that each second page carries none.
    """
    dots_per_inch = 25.4 * PIXELS_PER_MODULE / _MODULE
    with Pages(pdf) as pages:
        for first in range(0, len(codes), sheet.places):
            if cancelled is not None and cancelled():
                raise CancelledError
            picture = pages.picture(first // sheet.places * every, dots_per_inch, grey=True)
            for place, code in enumerate(codes[first : first + sheet.places], start=1):
                if read(picture, sheet, place, dots_per_inch) != (code,):
                    raise KassaError(
                        "bad_value",
                        say(
                            "Coupon {code} can't be read the way it would be printed. Choose another design; nothing "
                            "was saved.",
                            code=grouped(code),
                        ),
                    )
            if progress is not None:
                progress(min(first + sheet.places, len(codes)), len(codes))
    return len(codes)
