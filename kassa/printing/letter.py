"""Letters for window envelopes: A4 with the address where the window is, and a mark where to fold.

Windows differ from country to country. What all of them show, however the sheet has slid in its envelope, is the band
from 45 to 65 mm below the top edge: from 22 mm on where windows are to the left (Norway, Germany, Britain), from 118 mm
on to the right (Sweden's H2, Poland). Lengths are millimetres from the page's top left until they are drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any, Literal

from kassa.errors import KassaError
from kassa.printing.canvas import new_canvas
from kassa.printing.coupon import CouponFace, draw_coupon, verify_coupons
from kassa.printing.lettering import Step
from kassa.printing.logo import Logo
from kassa.printing.ornaments import MM
from kassa.printing.postcard import MailPiece, Sender, no_address
from kassa.printing.poster import draw_paper
from kassa.printing.sheets import PAGES, Sheet
from kassa.printing.typeset import heading, paragraphs, put
from kassa.printing.values import Cancelled, CancelledError, Progress, Rendered
from kassa.words import say

Window = Literal["left", "right"]
Envelope = Literal["c5", "c65"]
FOLDS: dict[Envelope, tuple[float, ...]] = {"c5": (148.5,), "c65": (105.0, 210.0)}
"""Where the sheet is folded: once for C5, twice for C6/5, E65 and DL; from its top."""
ADDRESS_LEFT: dict[Window, float] = {"left": 22.0, "right": 118.0}
ADDRESS_TOP, _ADDRESS_WIDE, _ADDRESS_HIGH = 47.0, 70.0, 26.0
_DATE_LEFT: dict[Window, float] = {"left": 118.0, "right": 22.0}
_WIDE, _HIGH = PAGES["A4"]
_SHEET = Sheet("letter", "A4", "", "A4", PAGES["A4"], PAGES["A4"], 0.0, (1, 1), (0.0, 0.0), PAGES["A4"])
_MARGIN, _BODY, _FLOOR = 22.0, 92.0, 279.0
_COUPON = 44.0
_INK, _GREY = (0.1, 0.1, 0.1), (0.4, 0.4, 0.4)
_TEXT_SIZES = (11.5, 11.0, 10.5, 10.0, 9.5, 9.0)
_ADDRESS_SIZES = (11.0, 10.5, 10.0, 9.0, 8.0, 7.0, 6.0)


def render_letters(
    pieces: Sequence[MailPiece],
    sender: Sender,
    date: str,
    window: Window = "right",
    envelope: Envelope = "c5",
    verify: bool = True,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Rendered:
    """A page for each letter; ``date`` in words. With ``verify`` every coupon is read back from its page.

    ``bad_value`` for no pieces, and naming the customer whose text doesn't fit.
    """
    if not pieces:
        raise KassaError("bad_value", say("There is nobody to write to."))
    file = BytesIO()
    canvas = new_canvas(file, (_WIDE, _HIGH), f"{sender.shop}: {pieces[0].title}")
    letter = _Letter(canvas, sender)
    coupons = [piece.coupon.code for piece in pieces if piece.coupon is not None] if verify else []
    total = len(pieces) + len(coupons)
    for number, piece in enumerate(pieces):
        if cancelled is not None and cancelled():
            raise CancelledError
        if progress is not None:
            progress(number, total)
        letter.head()
        letter.folds(FOLDS[envelope])
        letter.to(piece, window, date)
        letter.body(piece)
        canvas.showPage()
    canvas.save()
    pdf = file.getvalue()
    if coupons:
        told = None if progress is None else lambda done, _: progress(len(pieces) + done, total)
        verify_coupons(pdf, coupons, _SHEET, 1, told, cancelled)
    return Rendered(pdf, len(pieces))


class _Letter:
    def __init__(self, canvas: Any, sender: Sender) -> None:
        self._canvas, self._sender = canvas, sender
        self._logo = None if sender.logo is None else Logo(sender.logo)

    def head(self) -> None:
        """The shop in a band of its design: its logo or name, and how to reach it."""
        canvas, colours = self._canvas, self._sender.design.front
        left, bottom, right, top = _box(7.0, 7.0, _WIDE - 7.0, 35.0)
        draw_paper(canvas, self._sender.design, (left, bottom, right, top), 4 * MM)
        start, end, middle = _MARGIN * MM, right - 9 * MM, (top + bottom) / 2
        contact = [
            block
            for line in (*self._sender.address, *self._sender.contact)[:4]
            if (block := heading(line, "Regular", 70 * MM, (Step(8.5, 1), Step(7.0, 2)))) is not None
        ]
        above = middle + sum(block.height + 1 * MM for block in contact) / 2
        for block in contact:
            above = put(canvas, block, colours.soft_ink, end, above, "right") - 1 * MM
        if self._logo is not None:
            wide, high = self._logo.size(1.3, 60 * MM)
            self._logo.draw(canvas, start, middle + high / 2, 1.3, 60 * MM, colours.field)
            start += wide + 6 * MM
        room = end - start - max((block.wide for block in contact), default=0.0) - 6 * MM
        shop = heading(self._sender.shop, "Bold", room, (Step(22, 1), Step(18, 1), Step(15, 2), Step(12, 3)))
        if shop is not None:
            put(canvas, shop, colours.ink, start, middle + shop.height / 2)

    def folds(self, lines: tuple[float, ...]) -> None:
        """Short marks at the left edge."""
        self._canvas.setStrokeColorRGB(*_GREY)
        self._canvas.setLineWidth(0.4)
        for line in lines:
            self._canvas.line(4 * MM, (_HIGH - line) * MM, 9 * MM, (_HIGH - line) * MM)

    def to(self, piece: MailPiece, window: Window, date: str) -> None:
        """The address in the window, the date beside it."""
        lines = paragraphs(
            "\n".join(piece.address),
            "Regular",
            _ADDRESS_WIDE * MM,
            _ADDRESS_HIGH * MM,
            _ADDRESS_SIZES,
            1.3,
            whole_words=True,
        )
        if lines is None:
            raise no_address(piece.about)
        top = (_HIGH - ADDRESS_TOP) * MM
        put(self._canvas, lines, _INK, ADDRESS_LEFT[window] * MM, top)
        put(self._canvas, heading(date, "Regular", 70 * MM, (Step(10.5, 1),)), _GREY, _DATE_LEFT[window] * MM, top)

    def body(self, piece: MailPiece) -> None:
        """The greeting, the text, and the coupon to cut out below it."""
        left, floor, right, top = _box(_MARGIN, _BODY, _WIDE - _MARGIN, _FLOOR)
        if piece.coupon is not None:
            self._coupon(piece.coupon, left, floor, right)
            floor += (_COUPON + 10) * MM
        title = heading(piece.title, "Bold", right - left, (Step(17, 1), Step(15, 2), Step(13, 4)))
        if title is not None:
            top = put(self._canvas, title, _INK, left, top) - 6 * MM
        text = paragraphs(piece.text, "Regular", min(right - left, 155 * MM), top - floor, _TEXT_SIZES, 1.48)
        if text is None and piece.text.strip():
            raise KassaError("bad_value", say("The text is too long for one page. Shorten it: {who}.", who=piece.about))
        put(self._canvas, text, _INK, left, top)

    def _coupon(self, coupon: CouponFace, left: float, bottom: float, right: float) -> None:
        canvas, design = self._canvas, self._sender.design
        top = bottom + _COUPON * MM
        canvas.setStrokeColorRGB(*_GREY)
        canvas.setLineWidth(0.5)
        canvas.setDash(3, 2.4)
        around = 2.5 * MM
        canvas.roundRect(left - around, bottom - around, right - left + 2 * around, top - bottom + 2 * around, 5 * MM)
        canvas.setDash()
        draw_paper(canvas, design, (left, bottom, right, top), 4 * MM)
        inset = 9 * MM
        draw_coupon(canvas, coupon, design.front, (left + inset, bottom, right - inset, top), 19)


def _box(left: float, top: float, right: float, bottom: float) -> tuple[float, float, float, float]:
    """A box in points: left, bottom, right, top."""
    return left * MM, (_HIGH - bottom) * MM, right * MM, (_HIGH - top) * MM
