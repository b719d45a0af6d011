"""A test page: the sheet's cards as outlines with crosses at their corners, and rulers from the paper's edges.

Held against the light behind an empty sheet it shows how far off the printer is, and whether it shrinks its pages.
The page itself is exact; what moves it is applied by whoever prints it, and told in its words.
Lengths are millimetres from the page's top left until they are drawn.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from kassa.config import PrinterTuning
from kassa.printing.canvas import new_canvas
from kassa.printing.lettering import Step, Weight, fit, put_line, tidy, width
from kassa.printing.ornaments import MM
from kassa.printing.sheets import Sheet
from kassa.printing.values import Edge, Rendered
from kassa.words import Words, say

_INK = (0.0, 0.0, 0.0)
_GREY = (0.45, 0.45, 0.45)
_CROSS = 3.0
_HAIR, _LINE = 0.3, 0.5
# Ticks begin at the paper's edge, where most printers can't print: their inner ends are what is seen.
_TICKS = ((10, 6.0), (5, 5.0), (1, 4.2))
_INSET = 5.0
_RULERS = 10.0
_MEASURES = (150, 100, 50)
_MEASURE_ROOM = 25


@dataclass(frozen=True, slots=True)
class Explained:
    """The page's words, in the shop's language: what it is, and line by line what to do with it; the same behind."""

    title: str
    lines: tuple[str, ...]
    back: str
    back_lines: tuple[str, ...] = ()


def explained(words: Words, sheet: Sheet, tuning: PrinterTuning | None = None) -> Explained:
    """What stands on the test page: with a ``tuning``, as it comes out of that printer; without one, as a file."""
    told = [
        say("Print it at 100 %, not fitted to the page, on plain paper.")
        if tuning is None
        else say("Printed: {moved}.", moved=moved(words, tuning.x, tuning.y, tuning.scale)),
        say("Hold it behind an empty sheet against the light: the crosses should lie on the cards' corners."),
        say("This line should be {length} mm long:", length=measure_of(sheet)),
    ]
    behind = [] if tuning is None else [say("Printed: {moved}.", moved=moved(words, tuning.back_x, tuning.back_y))]
    return Explained(
        words.text(say("Test page for {sheet}", sheet=sheet.name)),
        tuple(map(words.text, told)),
        words.text(say("Back")),
        tuple(map(words.text, behind)),
    )


def moved(words: Words, x: float, y: float, scale: float = 1.0) -> str:
    """A tuning in words, such as ``0.5 mm to the right, 1 mm up``."""
    told = []
    if x:
        across = (
            say("{n} mm to the right", n=words.number(x)) if x > 0 else say("{n} mm to the left", n=words.number(-x))
        )
        told.append(across)
    if y:
        told.append(say("{n} mm down", n=words.number(y)) if y > 0 else say("{n} mm up", n=words.number(-y)))
    if scale != 1.0:
        told.append(say("at {n} %", n=words.number(scale * 100)))
    return ", ".join(map(words.text, told or [say("not moved")]))


def measure_of(sheet: Sheet) -> int:
    """How long the line to measure is on that sheet's test page, in millimetres: the longer, the surer."""
    room = sheet.page_size[0] - _MEASURE_ROOM
    return next((length for length in _MEASURES if length <= room), _MEASURES[-1])


def render_test_page(sheet: Sheet, words: Explained, edge: Edge | None = None, start: int = 1) -> Rendered:
    """The test page as a PDF; with an ``edge`` a second page has the crosses where the backs will be.

    Places before ``start`` (from 1) are crossed out: the sheet in the printer has lost them.
    One that the sheet hasn't is ``bad_value``.
    """
    sheet.check_place(start)
    file = BytesIO()
    canvas = new_canvas(file, sheet.page_size, words.title)
    page = _Page(canvas, sheet)
    places = [sheet.place(number) for number in range(1, sheet.places + 1)]
    page.draw(places, start, words.title, words.lines, ruled=True)
    if edge is not None:
        backs = [sheet.back_place(number, edge) for number in range(1, sheet.places + 1)]
        page.draw(backs, start, words.back, words.back_lines, ruled=False)
    canvas.save()
    return Rendered(file.getvalue(), 1 if edge is None else 2)


class _Page:
    def __init__(self, canvas: Any, sheet: Sheet) -> None:
        self._canvas, self._sheet = canvas, sheet

    def draw(
        self, places: Sequence[tuple[float, float]], start: int, title: str, lines: Sequence[str], ruled: bool
    ) -> None:
        for number, place in enumerate(places, start=1):
            self._card(place, str(number) if number >= start and len(places) > 1 else "")
            if number < start:
                self._gone(place)
        self._rulers()
        below = self._explain(places[start - 1], title, lines)
        if ruled:
            self._measure(places[start - 1], below + 1.5)
        self._canvas.showPage()

    def _gone(self, place: tuple[float, float]) -> None:
        (x, y), (wide, high) = place, self._sheet.card
        self._canvas.setStrokeColorRGB(*_GREY)
        self._line((x + _INSET, y + _INSET), (x + wide - _INSET, y + high - _INSET))
        self._line((x + wide - _INSET, y + _INSET), (x + _INSET, y + high - _INSET))

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

    def _card(self, place: tuple[float, float], number: str) -> None:
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
        if number:
            canvas.setFillColorRGB(*_GREY)
            digits = fit(number, "SemiBold", wide * MM, (Step(13.0, 1),))
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

    def _explain(self, place: tuple[float, float], title: str, lines: Sequence[str]) -> float:
        """The words inside a card; where they end."""
        left, top = (max(start + _INSET, _RULERS) for start in place)
        room = place[0] + self._sheet.card[0] - _INSET - left
        self._canvas.setFillColorRGB(*_INK)
        below = self._text(title, (left, top + 3.5), 10.0, room, "Bold") + 0.5
        for line in lines:
            below = self._text(line, (left, below), 7.0, room) + 0.6
        return below

    def _measure(self, place: tuple[float, float], below: float) -> None:
        """The line to lay a ruler along, a tick each centimetre."""
        length = measure_of(self._sheet)
        # From the words on where it fits there, else wherever it does; rulers and figures keep their room.
        left = max(_RULERS + 2, min(place[0] + _INSET, self._sheet.page_size[0] - length - _MEASURE_ROOM + _RULERS))
        end = left + length
        self._canvas.setStrokeColorRGB(*_INK)
        self._line((left, below), (end, below), _LINE)
        for at in range(0, length + 1, 10):
            self._line((left + at, below - 1.5), (left + at, below + 1.5), _LINE)
        self._text(f"{length} mm", (end - 13, below + 4.5), 7.0, 20)


def _ticks(length: float) -> Iterator[tuple[int, float]]:
    # The two rulers would cross in the corner.
    for at in range(6, int(length) + 1):
        yield at, next(long for every, long in _TICKS if at % every == 0)
