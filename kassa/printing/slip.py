"""A slip for a receipt printer: the customer's stamps, what is ready, the card's code, as a black and white image.

An image, because no receipt printer knows every language's letters. It is set as a PDF page whose points are the
printer's dots and drawn at exactly that size, so that the lettering is the house's own and the code's squares are whole
dots.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Literal

from kassa.domain.codes import grouped
from kassa.printing import qr
from kassa.printing.lettering import Fitted, Step, Weight, fit, plain, put_line, width
from kassa.printing.raster import Pages, Picture

Paper = Literal[58, 80]
"""The paper's width in millimetres."""

DOTS = {58: 384, 80: 576}
"""How many dots receipt printers print across each paper, 8 to a millimetre."""

_MARGIN = 8
_MODULE = 8  # dots: 1 mm, and the quiet zone fits the narrow paper
_BLACK_BELOW = 150  # a little bolder than half: heat spreads less than ink, and fine strokes would break
_LARGEST_BOX, _SMALLEST_BOX = 76, 34
_BOX_APART = 1.16

_SHOP = (Step(38, 1), Step(32, 1), Step(27, 2), Step(23, 3))
_NAME = (Step(34, 1), Step(29, 1), Step(25, 2), Step(22, 3))
_STRONG = (Step(27, 1), Step(24, 2), Step(22, 3))
_TEXT = (Step(24, 2), Step(22, 3), Step(20, 4))
_SMALL = (Step(21, 2), Step(20, 3))
_DIGITS = (Step(30, 1),)


@dataclass(frozen=True, slots=True)
class SlipCard:
    """An open stamp card: its name, its boxes with the first ``stamped`` of them stamped, and what is left to do."""

    name: str
    boxes: int
    stamped: int
    left: str


@dataclass(frozen=True, slots=True)
class Slip:
    """What stands on the slip, in the customer's language.

    ``ready`` are rewards to redeem with their last day, under ``ready_title``; ``lines`` what else there is to say,
    such as the tier. ``code`` are the ten digits of the customer's card; ``notice`` says what the slip is not.
    """

    shop: str
    name: str
    cards: tuple[SlipCard, ...]
    ready_title: str
    ready: tuple[tuple[str, str], ...]
    lines: tuple[str, ...]
    code: str | None
    day: str
    notice: str


def render_slip(slip: Slip, paper: Paper) -> Picture:
    """The slip as wide as the paper prints and as high as it must be: every byte 0 (black) or 255, a byte each dot."""
    from reportlab.pdfgen.canvas import Canvas

    column = _Column(DOTS[paper])
    _set(slip, column)
    file = BytesIO()
    canvas = Canvas(file, pagesize=(column.width, column.height), pageCompression=0, invariant=1)
    column.draw(canvas)
    canvas.save()
    with Pages(file.getvalue()) as pages:
        return _in_black(pages.picture(0, 72, grey=True))


def _set(slip: Slip, column: _Column) -> None:
    column.gap(10)
    column.text(slip.shop, "Bold", _SHOP)
    column.text(slip.name, "SemiBold", _NAME, above=14)
    for card in slip.cards:
        column.text(card.name, "SemiBold", _STRONG, above=20)
        column.boxes(card.boxes, card.stamped)
        column.text(card.left, "SemiBold", _TEXT, above=10)
    if slip.ready:
        column.rule()
        column.text(slip.ready_title, "SemiBold", _STRONG, above=4)
        for name, until in slip.ready:
            column.text(name, "SemiBold", _TEXT, above=8)
            column.text(until, "Regular", _SMALL, above=2)
    if slip.lines:
        column.rule()
        for line in slip.lines:
            column.text(line, "Regular", _TEXT, above=4)
    if slip.code is not None:
        column.rule()
        column.code(slip.code)
    column.rule()
    column.text(slip.day, "Regular", _SMALL, above=4)
    column.text(slip.notice, "SemiBold", _SMALL, above=4)
    column.gap(10)


class _Column:
    """Things below each other, in whole dots; each is drawn with its top at a height above the page's foot."""

    def __init__(self, wide: int) -> None:
        self.width = wide
        self.height = 0
        self._room = wide - 2 * _MARGIN
        self._things: list[tuple[int, Callable[[Any, int], None]]] = []

    def gap(self, high: int) -> None:
        self.height += high

    def text(self, text: str, weight: Weight, steps: Sequence[Step], above: int = 0) -> None:
        """Lines in the middle. What no font here can draw is left out; it would be boxes."""
        text = plain(text)
        fitted = fit(text, weight, self._room, steps) if text else None
        if fitted is None or not all(run.embedded for line in fitted.lines for run in line):
            return
        self.gap(above)
        self._add(
            math.ceil(len(fitted.lines) * fitted.size * 1.24), lambda canvas, top: self._lines(canvas, top, fitted)
        )

    def rule(self) -> None:
        self.gap(14)
        self._add(2, lambda canvas, top: canvas.rect(_MARGIN, top - 2, self._room, 2, stroke=0, fill=1))
        self.gap(10)

    def boxes(self, boxes: int, stamped: int) -> None:
        """The card's circles in even rows; with more than the paper holds as circles, the words alone say it."""
        across = _across(boxes, self._room)
        size = min(self._room / across / _BOX_APART, _LARGEST_BOX)
        if size < _SMALLEST_BOX:
            return
        self.gap(8)
        below = size * _BOX_APART
        down = math.ceil(boxes / across)

        def draw(canvas: Any, top: int) -> None:
            left = (self.width - across * below) / 2
            for number in range(boxes):
                row, column = divmod(number, across)
                at = left + (column + 0.5) * below, top - (row + 0.5) * below
                _box(canvas, *at, size, None if number < stamped else number + 1)

        self._add(math.ceil(down * below), draw)

    def code(self, code: str) -> None:
        """The card's QR code with white around it, its digits below."""
        quiet = qr.QUIET * _MODULE
        side = qr.MODULES * _MODULE

        def draw(canvas: Any, top: int) -> None:
            left, foot = (self.width - side) // 2, top - quiet - side
            canvas.addLiteral(f"q {_MODULE} 0 0 {_MODULE} {left} {foot} cm 0 g {qr.path(qr.matrix(code))} Q")

        # The rule above is white enough with the gap; below, the digits begin where the quiet zone ends.
        self._add(side + 2 * quiet, draw)
        self.text(grouped(code), "SemiBold", _DIGITS)

    def draw(self, canvas: Any) -> None:
        canvas.setFillColorRGB(0, 0, 0)
        canvas.setStrokeColorRGB(0, 0, 0)
        for place, thing in self._things:
            thing(canvas, self.height - place)

    def _add(self, high: int, thing: Callable[[Any, int], None]) -> None:
        self._things.append((self.height, thing))
        self.height += high

    def _lines(self, canvas: Any, top: int, fitted: Fitted) -> None:
        pen = canvas.beginText()
        for number, line in enumerate(fitted.lines):
            left = (self.width - width(line, fitted.size)) / 2
            put_line(pen, line, fitted.size, left, top - fitted.size * (0.96 + number * 1.24))
        canvas.drawText(pen)


def _across(boxes: int, room: int) -> int:
    """How many boxes stand in a row: no more than can be seen, and rows as even as can be."""
    most = max(1, int(room / _BOX_APART / _SMALLEST_BOX))
    rows = math.ceil(boxes / min(most, 5 if boxes <= 15 else most))
    return max(1, math.ceil(boxes / rows))


def _box(canvas: Any, x: float, y: float, size: float, number: int | None) -> None:
    """One box; without a number it is stamped."""
    line = max(2.0, size * 0.04)
    canvas.setLineWidth(line)
    canvas.circle(x, y, (size - line) / 2, stroke=1, fill=0 if number is not None else 1)
    if number is None:
        canvas.saveState()
        canvas.setStrokeColorRGB(1, 1, 1)
        canvas.setLineWidth(size * 0.09)
        canvas.setLineCap(1)
        canvas.setLineJoin(1)
        tick = canvas.beginPath()
        tick.moveTo(x - size * 0.2, y - size * 0.01)
        tick.lineTo(x - size * 0.05, y - size * 0.17)
        tick.lineTo(x + size * 0.21, y + size * 0.17)
        canvas.drawPath(tick, stroke=1, fill=0)
        canvas.restoreState()
        return
    fitted = fit(str(number), "SemiBold", size, (Step(size * 0.34, 1),))
    if fitted is not None:
        pen = canvas.beginText()
        put_line(pen, fitted.lines[0], fitted.size, x - width(fitted.lines[0], fitted.size) / 2, y - fitted.size * 0.36)
        canvas.drawText(pen)


def _in_black(picture: Picture) -> Picture:
    table = bytes(0 if level < _BLACK_BELOW else 255 for level in range(256))
    rows = range(0, picture.height * picture.stride, picture.stride)
    data = b"".join(picture.data[start : start + picture.width] for start in rows).translate(table)
    return Picture(picture.width, picture.height, picture.width, True, data)
