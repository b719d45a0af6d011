"""The card's back: what the stamps give, their boxes with the first ones stamped, or the tiers, and a short notice.

Drawn once for a batch, since all backs are alike. Lengths are points with the card's bottom left as origin.
"""

from __future__ import annotations

from typing import Any

from kassa.printing.boxes import draw_boxes
from kassa.printing.card import layout
from kassa.printing.colouring import design_of
from kassa.printing.lettering import Fitted, Step, Weight, fit, put_line, scaled, tidy
from kassa.printing.ornaments import MM, draw_ground
from kassa.printing.sheets import Sheet
from kassa.printing.values import Back, Colour, Front

_TITLE_STEPS = (Step(10.4, 1), Step(9.2, 1), Step(8.2, 1), Step(8.2, 2), Step(7.0, 2))
_TEXT_STEPS = (Step(6.4, 2), Step(6.0, 2), Step(5.6, 3))
_ROW_STEPS = (Step(7.6, 1), Step(6.6, 1), Step(5.6, 1))
_NOTICE_STEPS = (Step(5.0, 2), Step(4.8, 3), Step(4.5, 4))
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
        bottom = self._upwards(back.notice, _NOTICE_STEPS, bottom)
        bottom = self._upwards(back.text, _TEXT_STEPS, bottom + 1.7 * MM * here.scale)
        top = self._title(back.title, top)
        gap = 1.4 * MM * here.scale
        if back.boxes:
            place = self._margin, bottom + gap, self._margin + self._room, top - gap
            largest, smallest = (side * MM * self._here.scale for side in (_LARGEST, _SMALLEST))
            # Too many to be seen as boxes are left out; the title tells how many there are.
            draw_boxes(canvas, self._colours, back.boxes, back.stamped, place, largest, smallest)
        else:
            self._rows(back.rows, bottom + gap, top - gap)
        canvas.endForm()

    def _fit(self, text: str, weight: Weight, steps: tuple[Step, ...], room: float) -> Fitted | None:
        text = tidy(text)
        return fit(text, weight, room, scaled(steps, self._here.scale)) if text else None

    def _title(self, text: str, top: float) -> float:
        """The title from the top down; where it ends."""
        fitted = self._fit(text, "Bold", _TITLE_STEPS, self._room)
        if fitted is None:
            return top
        pen = self._pen(self._colours.ink)
        for number, line in enumerate(fitted.lines):
            put_line(pen, line, fitted.size, self._margin, top - fitted.size * (0.78 + number * 1.2))
        self._canvas.drawText(pen)
        return top - fitted.size * (1.0 + (len(fitted.lines) - 1) * 1.2)

    def _upwards(self, text: str, steps: tuple[Step, ...], bottom: float) -> float:
        """Small type that stands on ``bottom``; where its top is."""
        fitted = self._fit(text, "Regular", steps, self._room)
        if fitted is None:
            return bottom
        pen = self._pen(self._colours.soft_ink)
        height = fitted.size * _LEADING
        for above, line in enumerate(reversed(fitted.lines)):
            put_line(pen, line, fitted.size, self._margin, bottom + above * height)
        self._canvas.drawText(pen)
        return bottom + (len(fitted.lines) - 1) * height + fitted.size * 0.8

    def _rows(self, rows: tuple[tuple[str, str], ...], bottom: float, top: float) -> None:
        """The tiers: each name with what it takes."""
        if not rows:
            return
        height = min((top - bottom) / len(rows), 6.5 * MM * self._here.scale)
        size = min(1.0, height / (5.2 * MM * self._here.scale))
        steps = tuple(Step(step.size * size, 1) for step in _ROW_STEPS)
        for number, (name, what) in enumerate(rows, start=1):
            baseline = top - number * height + height * 0.3
            half = self._room * 0.38
            parts: tuple[tuple[str, Weight, float, float, Colour], ...] = (
                (name, "SemiBold", self._margin, half, self._colours.ink),
                (what, "Regular", self._margin + half * 1.06, self._room - half * 1.06, self._colours.soft_ink),
            )
            for text, weight, start, room, colour in parts:
                fitted = self._fit(text, weight, steps, room)
                if fitted is not None:
                    pen = self._pen(colour)
                    put_line(pen, fitted.lines[0], fitted.size, start, baseline)
                    self._canvas.drawText(pen)

    def _pen(self, colour: Colour) -> Any:
        pen = self._canvas.beginText()
        pen.setFillColorRGB(*colour)
        return pen
