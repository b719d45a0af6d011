"""A report on paper: a title, what it is of, and its figures line by line."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from kassa.printing.canvas import new_canvas
from kassa.printing.lettering import Step
from kassa.printing.ornaments import MM
from kassa.printing.sheets import PAGES
from kassa.printing.typeset import heading, put
from kassa.printing.values import Colour, Rendered

_INK: Colour = (0.133, 0.149, 0.169)
_MUTED: Colour = (0.373, 0.392, 0.42)
_RULE: Colour = (0.88, 0.86, 0.82)
_MARGIN, _FIGURE_ROOM, _ROW = 22 * MM, 45 * MM, 10.5 * MM
_TITLE, _SUBTITLE, _LINE = (Step(24.0, 1), Step(18.0, 2)), (Step(11.0, 1), Step(9.0, 2)), (Step(12.0, 1), Step(10.0, 2))


def render_figures(title: str, subtitle: str, lines: Sequence[tuple[str, str]]) -> Rendered:
    """A4 pages with (what, figure) line by line."""
    wide, high = (side * MM for side in PAGES["A4"])
    file = BytesIO()
    canvas = new_canvas(file, PAGES["A4"], title)
    room = wide - 2 * _MARGIN
    below = put(canvas, heading(title, "Bold", room, _TITLE), _INK, _MARGIN, high - _MARGIN) - 3 * MM
    below = put(canvas, heading(subtitle, "Regular", room, _SUBTITLE), _MUTED, _MARGIN, below) - 9 * MM
    pages = 1
    for what, figure in lines:
        if below - _ROW < _MARGIN:
            canvas.showPage()
            pages, below = pages + 1, high - _MARGIN
        put(canvas, heading(what, "Regular", room - _FIGURE_ROOM, _LINE), _INK, _MARGIN, below)
        put(canvas, heading(figure, "SemiBold", _FIGURE_ROOM, _LINE), _INK, wide - _MARGIN, below, "right")
        below -= _ROW
        canvas.setStrokeColorRGB(*_RULE)
        canvas.setLineWidth(0.6)
        canvas.line(_MARGIN, below + 3.6 * MM, wide - _MARGIN, below + 3.6 * MM)
    canvas.showPage()
    canvas.save()
    return Rendered(file.getvalue(), pages)
