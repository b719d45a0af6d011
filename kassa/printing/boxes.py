"""A stamp card's boxes, the first of them stamped, as large as their place allows. Lengths are points."""

from __future__ import annotations

import math
from typing import Any

from kassa.printing.designs import BackColours
from kassa.printing.lettering import Step, fit, put_line, width

# From one box to the next, in boxes.
_APART = 1.18
_NUMBER = 0.27


def draw_boxes(
    canvas: Any,
    colours: BackColours,
    boxes: int,
    stamped: int,
    place: tuple[float, float, float, float],
    largest: float,
    smallest: float,
) -> bool:
    """Draws them in the middle of ``place`` (left, bottom, right, top); False when they would be too small to see."""
    left, bottom, right, top = place
    if top - bottom < smallest:
        return False
    across, size = _grid(boxes, right - left, top - bottom, largest)
    if size < smallest:
        return False
    down = math.ceil(boxes / across)
    apart = min((right - left) / across, size * 1.45)
    below = min((top - bottom) / down, size * 1.3)
    first_x = (left + right) / 2 - across * apart / 2 + apart / 2
    first_y = (top + bottom) / 2 + (down - 1) * below / 2
    for number in range(boxes):
        row, column = divmod(number, across)
        _box(
            canvas, colours, first_x + column * apart, first_y - row * below, size,
            0 if number < stamped else number + 1,
        )  # fmt: skip
    return True


def _box(canvas: Any, colours: BackColours, x: float, y: float, size: float, number: int) -> None:
    """One box; without a number it is stamped."""
    canvas.saveState()
    if number:
        canvas.setStrokeColorRGB(*colours.box)
        line = max(size * 0.022, 0.5)
        canvas.setLineWidth(line)
        # A whole number of dashes, or the last would run into the first.
        around = math.pi * (size - line)
        dashes = max(12, round(around / (4.6 * line)))
        canvas.setDash(around / dashes * 0.58, around / dashes * 0.42)
        canvas.circle(x, y, (size - line) / 2, stroke=1, fill=0)
        fitted = fit(str(number), "SemiBold", size, (Step(size * _NUMBER, 1),))
        if fitted is not None:
            pen = canvas.beginText()
            pen.setFillColorRGB(*colours.soft_ink)
            start = x - width(fitted.lines[0], fitted.size) / 2
            put_line(pen, fitted.lines[0], fitted.size, start, y - fitted.size * 0.36)
            canvas.drawText(pen)
    else:
        canvas.setFillColorRGB(*colours.stamp)
        canvas.circle(x, y, size / 2, stroke=0, fill=1)
        canvas.setStrokeColorRGB(*colours.tick)
        canvas.setLineWidth(size * 0.055)
        canvas.setLineJoin(1)
        canvas.setLineCap(1)
        tick = canvas.beginPath()
        tick.moveTo(x - size * 0.125, y - size * 0.005)
        tick.lineTo(x - size * 0.035, y - size * 0.105)
        tick.lineTo(x + size * 0.125, y + size * 0.12)
        canvas.drawPath(tick, stroke=1, fill=0)
    canvas.restoreState()


def _grid(boxes: int, wide: float, high: float, largest: float) -> tuple[int, float]:
    """How many boxes stand side by side so that they are as large as can be, and how large."""
    sizes = {
        across: min(wide / across, high / math.ceil(boxes / across)) / _APART for across in range(1, min(boxes, 40) + 1)
    }

    def worth(each: int) -> tuple[float, int, float]:
        """Larger boxes, fewer gaps in the last row, and then rows and columns of the place's own shape."""
        shape = each / math.ceil(boxes / each) / (wide / high)
        return min(sizes[each], largest), -(-boxes % each), -abs(math.log(shape))

    across = max(sizes, key=worth)
    return across, min(sizes[across], largest)
