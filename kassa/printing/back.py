"""The card's back: a stamp card's boxes and what fills them, or the tiers, or words alone; and a short notice.

Drawn once for a batch, since all backs are alike. Lengths are points with the card's bottom left as origin.
"""

from __future__ import annotations

from typing import Any

from kassa.errors import KassaError
from kassa.printing.boxes import draw_boxes
from kassa.printing.card import layout
from kassa.printing.colouring import design_of
from kassa.printing.lettering import TIGHT, Fitted, Step, Weight, fit, plain, put_line, scaled
from kassa.printing.ornaments import MM, draw_ground
from kassa.printing.sheets import Sheet
from kassa.printing.typeset import Block, paragraphs, put
from kassa.printing.values import Back, Colour, Front
from kassa.words import say

_TITLE_STEPS = (Step(10.0, 1), Step(9.2, 1), Step(8.2, 1), Step(8.2, 2), Step(7.0, 2), Step(6.0, 3))
_ROW_STEPS = (Step(7.6, 1), Step(6.6, 1), Step(6.0, 2), Step(5.2, 2), Step(4.6, 3))
_NOTICE_STEPS = (Step(5.0, 2), Step(4.8, 3), Step(4.5, 4))
_ALONE_SIZES = (9.6, 8.8, 8.0, 7.2, 6.8, 6.4, 6.0, 5.6, 5.2, 4.8, 4.4)
# Words under boxes or tiers: how much of the height they may take, and in which sizes; then the boxes make room.
_TEXT_SHARES = ((0.25, (6.4, 6.0, 5.6)), (0.4, (5.6, 5.2)), (1.0, (5.2, 4.8, 4.4)))
_MARGIN = 4.8
_LEADING = 1.3
_LARGEST, _SMALLEST = 12.2, 3.4


class BackDrawing:
    """Draws backs on a ReportLab canvas."""

    def __init__(self, canvas: Any, back: Back, front: Front, sheet: Sheet) -> None:
        self._canvas = canvas
        self._here = layout(sheet)
        self._colours = design_of(front).back
        self._turned = sheet.turned(back.edge)
        self._margin = _MARGIN * MM * self._here.scale
        self._room = self._here.width - 2 * self._margin
        self._template(back)

    def draw(self, x: float, y: float) -> None:
        """One back with its bottom left at ``(x, y)`` points on the page."""
        here = self._here
        turn = f"-1 0 0 -1 {x + here.width:.3f} {y + here.height:.3f}" if self._turned else f"1 0 0 1 {x:.3f} {y:.3f}"
        self._canvas.addLiteral(f"q {turn} cm")
        self._canvas.doForm("back")
        self._canvas.addLiteral("Q")

    def _template(self, back: Back) -> None:
        canvas, here = self._canvas, self._here
        canvas.beginForm("back", -here.bleed, -here.bleed, here.width + here.bleed, here.height + here.bleed)
        draw_ground(canvas, here.area, (self._colours.ground,))
        top = here.height - self._margin
        bottom = self._margin - 0.6 * MM * here.scale
        bottom = self._notice(back.notice, bottom)
        top = self._title(back.title, top)
        above, gap = bottom + 1.9 * MM * here.scale, 1.4 * MM * here.scale
        text = "\n".join(map(plain, back.text.strip().splitlines()))
        if not (back.boxes or back.rows):
            self._alone(text, above, top - 0.8 * gap)
        else:
            bottom = self._text(text, above, top - gap) if text else bottom
            if back.boxes:
                place = self._margin, bottom + gap, self._margin + self._room, top - gap
                largest, smallest = (side * MM * here.scale for side in (_LARGEST, _SMALLEST))
                # Too many to be seen as boxes are left out; the title tells how many there are.
                draw_boxes(canvas, self._colours, back.boxes, back.stamped, place, largest, smallest)
            else:
                self._rows(back.rows, bottom + gap, top - gap)
        canvas.endForm()

    def _fit(self, text: str, weight: Weight, steps: tuple[Step, ...], room: float) -> Fitted | None:
        text = plain(text)
        return fit(text, weight, room, scaled(steps, self._here.scale)) if text else None

    def _title(self, text: str, top: float) -> float:
        """The title from the top down; where it ends."""
        fitted = self._fit(text, "Bold", _TITLE_STEPS, self._room)
        if fitted is None:
            return top
        first = top - fitted.size * 0.78
        self._put(fitted, self._colours.ink, first, 1.2, TIGHT)
        return first - fitted.size * (0.22 + (len(fitted.lines) - 1) * 1.2)

    def _notice(self, text: str, bottom: float) -> float:
        """The small print, standing on ``bottom``; where its top is."""
        fitted = self._fit(text, "Regular", _NOTICE_STEPS, self._room)
        if fitted is None:
            return bottom
        above = (len(fitted.lines) - 1) * fitted.size * _LEADING
        self._put(fitted, self._colours.soft_ink, bottom + above, _LEADING)
        return bottom + above + fitted.size * 0.8

    def _text(self, text: str, bottom: float, top: float) -> float:
        """Words that end at ``bottom``, whole whatever it takes; where their top is."""
        for share, sizes in _TEXT_SHARES:
            block = self._block(text, (top - bottom) * share, sizes)
            if block is not None:
                put(self._canvas, block, self._colours.soft_ink, self._margin, bottom + block.height)
                return bottom + block.height
        raise _too_long()

    def _alone(self, text: str, bottom: float, top: float) -> None:
        """Words that have the back for themselves, from the top down and as large as they fit."""
        block = self._block(text, top - bottom, _ALONE_SIZES)
        if block is None:
            raise _too_long()
        put(self._canvas, block, self._colours.ink, self._margin, top)

    def _block(self, text: str, high: float, sizes: tuple[float, ...]) -> Block | None:
        return paragraphs(text, "Regular", self._room, high, [size * self._here.scale for size in sizes], _LEADING)

    def _put(self, fitted: Fitted, colour: Colour, first: float, leading: float, tracking: float = 0.0) -> None:
        """Lines from the first one's baseline down."""
        pen = self._pen(colour)
        pen.setCharSpace(tracking * fitted.size)
        for number, line in enumerate(fitted.lines):
            put_line(pen, line, fitted.size, self._margin, first - number * fitted.size * leading)
        # It would stay for all text that follows.
        pen.setCharSpace(0)
        self._canvas.drawText(pen)

    def _rows(self, rows: tuple[tuple[str, str], ...], bottom: float, top: float) -> None:
        """The tiers: each name with what it takes, all names in one size and so what they take."""
        height = min((top - bottom) / len(rows), 6.5 * MM * self._here.scale)
        size = min(1.0, height / (5.2 * MM * self._here.scale))
        half = self._room * 0.38
        columns: tuple[tuple[int, Weight, float, float, Colour], ...] = (
            (0, "SemiBold", self._margin, half, self._colours.ink),
            (1, "Regular", self._margin + half * 1.06, self._room - half * 1.06, self._colours.soft_ink),
        )
        for at, weight, start, room, colour in columns:
            column = self._column([row[at] for row in rows], weight, size, room)
            pen = self._pen(colour)
            for number, fitted in enumerate(column, start=1):
                if fitted is None:
                    continue
                baseline = top - number * height + height * 0.3 + (len(fitted.lines) - 1) * fitted.size * 0.58
                for below, line in enumerate(fitted.lines):
                    put_line(pen, line, fitted.size, start, baseline - below * fitted.size * 1.16)
            self._canvas.drawText(pen)

    def _column(self, texts: list[str], weight: Weight, size: float, room: float) -> list[Fitted | None]:
        """A column's texts in the largest type that holds each of them whole."""
        column: list[Fitted | None] = []
        for step in _ROW_STEPS:
            column = [self._fit(text, weight, (Step(step.size * size, step.lines),), room) for text in texts]
            if all(fitted is None or fitted.whole for fitted in column):
                break
        return column

    def _pen(self, colour: Colour) -> Any:
        pen = self._canvas.beginText()
        pen.setFillColorRGB(*colour)
        return pen


def _too_long() -> KassaError:
    return KassaError(
        "bad_value", say("The text is too long to be read on the card's back. Shorten it, or take larger cards.")
    )
