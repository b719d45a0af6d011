"""Greeting postcards: a side in the shop's design with the greeting and a coupon, and a side with text and address.

The address stands to the right, 40 mm below the top edge, and the lowest 15 mm stay white, as the posts of the world
ask for. Lengths are points with the postcard's bottom left as origin.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from types import MappingProxyType
from typing import Any

from kassa.errors import KassaError
from kassa.printing.canvas import new_canvas
from kassa.printing.coupon import PLATE, CouponFace, draw_coupon, verify_coupons
from kassa.printing.designs import Design
from kassa.printing.lettering import Step
from kassa.printing.logo import Logo
from kassa.printing.ornaments import MM, mixed
from kassa.printing.poster import draw_paper
from kassa.printing.sheets import Sheet
from kassa.printing.typeset import Block, heading, paragraphs, put
from kassa.printing.values import Cancelled, CancelledError, Edge, Progress, Rendered
from kassa.words import say

_RIM, _CORNER, _INSET = 5.0, 4.0, 8.0
_TOP, _BOTTOM, _SIDE = 41.0, 16.0, 8.0
_DIVIDE = 0.565
_TEXT_SIZES = (13.0, 12.0, 11.0, 10.5, 10.0, 9.5, 9.0, 8.5, 8.0, 7.5)
_ADDRESS_SIZES = (11.0, 10.5, 10.0, 9.0, 8.0, 7.0, 6.0)
_TITLE_SIZES = (38.0, 34.0, 30.0, 26.0, 22.0, 19.0, 16.0)


@dataclass(frozen=True, slots=True)
class Sender:
    """Whose post it is: the shop, the lines of its own address, how its cards look, its logo as PNG."""

    shop: str
    address: tuple[str, ...]
    contact: tuple[str, ...]
    design: Design
    logo: bytes | None = None


@dataclass(frozen=True, slots=True)
class MailPiece:
    """One piece of post: to whom (lines), a short greeting, the text with its fields filled in, perhaps a coupon.

    ``about`` names the customer where something doesn't fit.
    """

    address: tuple[str, ...]
    title: str
    text: str
    coupon: CouponFace | None = None
    about: str = ""


def _sheet(sheet_id: str, name: str, page: str, size: tuple[float, float], across: int) -> Sheet:
    card = size[0] / across, size[1] / across
    return Sheet(sheet_id, name, "", page, size, card, 0.0, (across, across), (0.0, 0.0), card, marks="cut")


POSTCARD_PAPERS: Mapping[str, Sheet] = MappingProxyType(
    {
        "a6": _sheet("a6", "A6", "card", (148.0, 105.0), 1),
        "a4": _sheet("a4", "A4", "A4", (297.0, 210.0), 2),
        "letter": _sheet("letter", "Letter", "Letter", (279.4, 215.9), 2),
    }
)
"""One on each sheet of A6, or four on A4 or Letter to cut; by id."""


def render_postcards(
    pieces: Sequence[MailPiece],
    sender: Sender,
    paper: str = "a4",
    edge: Edge = "long-edge",
    verify: bool = True,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Rendered:
    """Each page of greetings followed by that of its addresses; with ``verify`` every coupon is read back.

    ``bad_value`` for no pieces, and naming the customer whose text doesn't fit.
    """
    sheet = POSTCARD_PAPERS[paper]
    if not pieces:
        raise KassaError("bad_value", say("There is nobody to write to."))
    file = BytesIO()
    canvas = new_canvas(file, sheet.page_size, f"{sender.shop}: {pieces[0].title}")
    drawing = _Postcard(canvas, sender, sheet)
    coupons = [piece.coupon.code for piece in pieces if piece.coupon is not None] if verify else []
    total = len(pieces) + len(coupons)
    pages = 0
    for first in range(0, len(pieces), sheet.places):
        if cancelled is not None and cancelled():
            raise CancelledError
        if progress is not None:
            progress(first, total)
        some = pieces[first : first + sheet.places]
        for place, piece in enumerate(some, start=1):
            drawing.at(*sheet.place(place), turned=False)
            drawing.picture(piece)
            canvas.restoreState()
        drawing.marks()
        canvas.showPage()
        for place, piece in enumerate(some, start=1):
            drawing.at(*sheet.back_place(place, edge), turned=sheet.turned(edge))
            drawing.address(piece)
            canvas.restoreState()
        canvas.showPage()
        pages += 2
    canvas.save()
    pdf = file.getvalue()
    if coupons:
        told = None if progress is None else lambda done, _: progress(len(pieces) + done, total)
        verify_coupons(pdf, coupons, sheet, 2, told, cancelled)
    return Rendered(pdf, pages)


class _Postcard:
    def __init__(self, canvas: Any, sender: Sender, sheet: Sheet) -> None:
        self._canvas, self._sender, self._sheet = canvas, sender, sheet
        self._wide, self._high = (side * MM for side in sheet.card)
        self._logo = None if sender.logo is None else Logo(sender.logo)

    def at(self, x: float, y: float, turned: bool) -> None:
        """Begins a postcard whose top left lies there (millimetres from the page's), perhaps upside down."""
        canvas = self._canvas
        canvas.saveState()
        canvas.translate(x * MM, (self._sheet.page_size[1] - y) * MM - self._high)
        if turned:
            canvas.translate(self._wide, self._high)
            canvas.rotate(180)

    def marks(self) -> None:
        """Where to cut, drawn in the white between the postcards and at the page's edge."""
        if self._sheet.places == 1:
            return
        canvas = self._canvas
        canvas.setStrokeColorRGB(0.35, 0.35, 0.35)
        canvas.setLineWidth(0.3)
        wide, high = (side * MM for side in self._sheet.page_size)
        x, y, long = wide / 2, high / 2, 7 * MM
        for start in (0.0, high - long, y - long / 2):
            canvas.line(x, start, x, start + long)
        for start in (0.0, wide - long, x - long / 2):
            canvas.line(start, y, start + long, y)

    def picture(self, piece: MailPiece) -> None:
        """The greeting in the shop's design, with the coupon or a stamp to look at."""
        canvas, colours = self._canvas, self._sender.design.front
        rim = _RIM * MM
        draw_paper(canvas, self._sender.design, (rim, rim, self._wide - rim, self._high - rim), _CORNER * MM)
        left, right = rim + _INSET * MM, self._wide - rim - _INSET * MM
        bottom, top = rim + _INSET * MM, self._high - rim - _INSET * MM
        if piece.coupon is None:
            self._stamp()
        if self._logo is not None:
            top = self._logo.draw(canvas, left, top, 1.0, right - left, colours.field) - 3 * MM
        shop = heading(self._sender.shop, "SemiBold", right - left, (Step(13, 1), Step(11, 2)))
        top = put(canvas, shop, colours.soft_ink, left, top) - 4 * MM
        floor = bottom
        if piece.coupon is not None:
            floor = bottom + PLATE * MM + 4 * MM
            draw_coupon(canvas, piece.coupon, colours, (left, bottom, right, bottom + PLATE * MM), 15)
        title = _tallest(piece.title, right - left, top - floor, piece.about)
        if title is not None:
            put(canvas, title, colours.ink, left, (top + floor + title.height) / 2)

    def _stamp(self) -> None:
        """A large stamp with its tick, half out of the corner, little lighter or darker than its ground."""
        canvas, colours = self._canvas, self._sender.design.front
        rim, radius = _RIM * MM, 26 * MM
        x, y = self._wide - rim - 17 * MM, rim + 13 * MM
        canvas.saveState()
        path = canvas.beginPath()
        # A design with a frame keeps it whole.
        edge = rim + (5 * MM if "frame" in colours.ornaments else 0)
        path.roundRect(edge, edge, self._wide - 2 * edge, self._high - 2 * edge, _CORNER * MM)
        canvas.clipPath(path, stroke=0, fill=0)
        canvas.setFillColorRGB(*mixed(colours.ground[-1], colours.ink, 0.1))
        canvas.circle(x, y, radius, stroke=0, fill=1)
        canvas.setStrokeColorRGB(*mixed(colours.ground[-1], colours.ink, 0.32))
        canvas.setLineWidth(3.4 * MM)
        canvas.setLineJoin(1)
        canvas.setLineCap(1)
        tick = canvas.beginPath()
        for number, (across, up) in enumerate(((-0.34, -0.02), (-0.1, -0.26), (0.34, 0.3))):
            (tick.lineTo if number else tick.moveTo)(x + across * radius, y + up * radius)
        canvas.drawPath(tick, stroke=1, fill=0)
        canvas.restoreState()

    def address(self, piece: MailPiece) -> None:
        """The text to the left; the stamp's place, the address to the right; the sender above."""
        canvas, ink = self._canvas, (0.1, 0.1, 0.1)
        colours = self._sender.design.back
        side, divide = _SIDE * MM, self._wide * _DIVIDE
        top = self._high - side
        told = " · ".join((self._sender.shop, *self._sender.address))
        sender = heading(told, "Regular", divide - side - 4 * MM, (Step(7.5, 1), Step(6.5, 3)))
        below = put(canvas, sender, (0.35, 0.35, 0.35), side, top) - 5 * MM
        room, high = divide - side - 5 * MM, below - _BOTTOM * MM
        text = paragraphs(piece.text, "Regular", room, high, _TEXT_SIZES)
        if text is None and piece.text.strip():
            raise _too_long(piece.about)
        put(canvas, text, ink, side, below)
        canvas.setStrokeColorRGB(*colours.box)
        canvas.setLineWidth(0.5)
        canvas.line(divide, _BOTTOM * MM, divide, self._high - side)
        canvas.setDash(1.6, 1.6)
        canvas.roundRect(self._wide - side - 21 * MM, self._high - side - 25 * MM, 21 * MM, 25 * MM, 1.2 * MM, 1, 0)
        canvas.setDash()
        start = divide + 6 * MM
        ceiling = self._high - _TOP * MM
        lines = paragraphs(
            "\n".join(piece.address),
            "Regular",
            self._wide - side - start,
            ceiling - _BOTTOM * MM,
            _ADDRESS_SIZES,
            whole_words=True,
        )
        if lines is None:
            raise no_address(piece.about)
        put(canvas, lines, ink, start, ceiling)


def _tallest(text: str, room: float, high: float, about: str) -> Block | None:
    """The greeting as large as its place allows."""
    for size in _TITLE_SIZES:
        block = heading(text, "Bold", room, (Step(size, 5),), 1.1)
        if block is None:
            return None
        if block.height <= high:
            return block
    raise KassaError("bad_value", say("The greeting is too long for a postcard. Shorten it: {who}.", who=about))


def _too_long(about: str) -> KassaError:
    return KassaError(
        "bad_value", say("The text is too long for a postcard. Shorten it, or send a letter: {who}.", who=about)
    )


def no_address(about: str) -> KassaError:
    """The refusal of an address that is longer than its place."""
    return KassaError("bad_value", say("The address doesn't fit where it belongs. Shorten it: {who}.", who=about))
