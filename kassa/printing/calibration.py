"""A test page: the sheet's cards as outlines with crosses at their corners, and rulers from the paper's edges.

Held against the light behind an empty sheet it shows how far off the printer is, and whether it shrinks its pages.
Lengths are millimetres from the page's top left until they are drawn.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from kassa.printing.lettering import Step, Weight, fit, put_line, tidy, width
from kassa.printing.ornaments import MM
from kassa.printing.sheets import Sheet
from kassa.printing.values import Edge, Rendered

_INK = (0.0, 0.0, 0.0)
_GREY = (0.45, 0.45, 0.45)
_CROSS = 3.0
_HAIR, _LINE = 0.3, 0.5
# Ticks begin at the paper's edge, where most printers can't print: their inner ends are what is seen.
_TICKS = ((10, 6.0), (5, 5.0), (1, 4.2))
_INSET = 5.0
_RULERS = 10.0
_MEASURE = 50


@dataclass(frozen=True, slots=True)
class Explained:
    """The page's words, in the shop's language: what it is, and line by line what to do with it."""

    title: str
    lines: tuple[str, ...]
    back: str


def render_test_page(sheet: Sheet, words: Explained, edge: Edge | None = None) -> Rendered:
    """The test page as a PDF; with an ``edge`` a second page has the crosses where the backs will be."""
    from reportlab.pdfgen.canvas import Canvas

    file = BytesIO()
    canvas = Canvas(file, pagesize=(sheet.page_size[0] * MM, sheet.page_size[1] * MM), pageCompression=1, invariant=1)
    canvas.setTitle(words.title)
    canvas.setCreator("Kassa")
    page = _Page(canvas, sheet)
    places = [sheet.place(number) for number in range(1, sheet.places + 1)]
    page.draw(places, words.title, words.lines)
    if edge is not None:
        backs = [sheet.back_place(number, edge) for number in range(1, sheet.places + 1)]
        page.draw(backs, words.back, ())
    canvas.save()
    return Rendered(file.getvalue(), 1 if edge is None else 2)


class _Page:
    def __init__(self, canvas: Any, sheet: Sheet) -> None:
        self._canvas, self._sheet = canvas, sheet

    def draw(self, places: Sequence[tuple[float, float]], title: str, lines: Sequence[str]) -> None:
        for number, place in enumerate(places, start=1):
            self._card(number, place, alone=len(places) == 1)
        self._rulers()
        self._explain(places[0], title, lines)
        self._canvas.showPage()

    def _line(self, start: tuple[float, float], end: tuple[float, float], thick: float = _HAIR) -> None:
        high = self._sheet.page_size[1]
        self._canvas.setLineWidth(thick)
        self._canvas.line(start[0] * MM, (high - start[1]) * MM, end[0] * MM, (high - end[1]) * MM)

    def _text(self, text: str, at: tuple[float, float], size: float, room: float, weight: Weight = "Regular") -> float:
        """Text in lines below ``at``, the first one's baseline; the next baseline."""
        fitted = fit(tidy(text), weight, room * MM, (Step(size, 1), Step(size, 3), Step(size * 0.85, 4)))
        if fitted is None:
            return at[1]
        pen = self._canvas.beginText()
        below = at[1]
        for line in fitted.lines:
            put_line(pen, line, fitted.size, at[0] * MM, (self._sheet.page_size[1] - below) * MM)
            below += fitted.size * 1.3 / MM
        self._canvas.drawText(pen)
        return below

    def _card(self, number: int, place: tuple[float, float], alone: bool) -> None:
        canvas, (x, y), (wide, high) = self._canvas, place, self._sheet.card
        canvas.setStrokeColorRGB(*_GREY)
        canvas.setDash(1.2, 1.6)
        canvas.setLineWidth(_HAIR)
        bottom = (self._sheet.page_size[1] - y - high) * MM
        canvas.roundRect(x * MM, bottom, wide * MM, high * MM, self._sheet.corner * MM, stroke=1, fill=0)
        canvas.setDash()
        canvas.setStrokeColorRGB(*_INK)
        for corner_x in (x, x + wide):
            for corner_y in (y, y + high):
                self._line((corner_x - _CROSS, corner_y), (corner_x + _CROSS, corner_y), _LINE)
                self._line((corner_x, corner_y - _CROSS), (corner_x, corner_y + _CROSS), _LINE)
        if not alone:
            canvas.setFillColorRGB(*_GREY)
            digits = fit(str(number), "SemiBold", wide * MM, (Step(13.0, 1),))
            assert digits is not None
            pen = canvas.beginText()
            start = (x + wide - _INSET) * MM - width(digits.lines[0], digits.size)
            put_line(pen, digits.lines[0], digits.size, start, bottom + _INSET * MM)
            canvas.drawText(pen)

    def _rulers(self) -> None:
        """A tick each millimetre from the paper's edges along its top and its left side, a figure each centimetre."""
        wide, high = self._sheet.page_size
        self._canvas.setStrokeColorRGB(*_INK)
        self._canvas.setFillColorRGB(*_INK)
        for at, length in _ticks(wide):
            self._line((at, 0), (at, length))
            if at % 10 == 0 and at < wide - 5:
                self._text(str(at), (at + 0.5, length + 0.6), 5.0, 10)
        for at, length in _ticks(high):
            self._line((0, at), (length, at))
            if at % 10 == 0 and at < high - 3:
                self._text(str(at), (length + 0.4, at + 0.6), 5.0, 10)

    def _explain(self, place: tuple[float, float], title: str, lines: Sequence[str]) -> None:
        left, top = (max(start + _INSET, _RULERS) for start in place)
        room = place[0] + self._sheet.card[0] - _INSET - left
        self._canvas.setFillColorRGB(*_INK)
        below = self._text(title, (left, top + 3.5), 10.0, room, "Bold") + 0.5
        for line in lines:
            below = self._text(line, (left, below), 6.5, room) + 0.6
        if lines:
            end = left + _MEASURE
            self._line((left, below + 1), (end, below + 1), _LINE)
            for at in range(0, _MEASURE + 1, 10):
                self._line((left + at, below - 0.5), (left + at, below + 2.5), _LINE)
            self._text(f"{_MEASURE} mm", (end + 1.5, below + 1.8), 6.5, 20)


def _ticks(length: float) -> Iterator[tuple[int, float]]:
    # The two rulers would cross in the corner.
    for at in range(6, int(length) + 1):
        yield at, next(long for every, long in _TICKS if at % every == 0)
