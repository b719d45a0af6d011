"""What a card's ground is made of: its colour or a run of two, and ornaments that a design may ask for.

Everything stays inside the card (with its bleed) and under the type. Lengths are points, the card's bottom left (0, 0).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal

from kassa.printing.values import Colour

MM = 72 / 25.4
Ornament = Literal["spine", "frame", "fibres", "discs"]
_RUN = "run"
_WHITE = (1.0, 1.0, 1.0)
_SPLINTERS = 120
# How ReportLab calls the way of filling that leaves out what is surrounded twice.
_EVEN_ODD = 0


@dataclass(frozen=True, slots=True)
class Area:
    """A card's place for its ground; ``scale`` is 1.0 at 85.60 × 53.98 mm."""

    width: float
    height: float
    corner: float
    bleed: float
    scale: float


def prepare_ground(canvas: Any, area: Area, colours: Sequence[Colour]) -> None:
    """To be called before ``draw_ground``, outside any form: keeps a run of two colours for all cards to share.

    It is one of PDF's own runs: bands of colour would show seams and cost a printer seconds a page.
    """
    if len(colours) == 1:
        return
    from reportlab.pdfbase.pdfdoc import PDFAxialShading, PDFExponentialFunction, PDFResourceDictionary

    first, last = colours
    left, right = -area.bleed, area.width + area.bleed
    bottom, top = -area.bleed, area.height + area.bleed
    between = PDFExponentialFunction(C0=first, C1=last, N=1)
    run = PDFAxialShading(left, top, right, bottom, Function=between, ColorSpace="DeviceRGB")
    # ReportLab leaves runs out of the resources of its forms, so this one has a form of its own that names it.
    canvas.beginForm(_RUN, left, bottom, right, top)
    canvas.addLiteral(f"/{_RUN} sh")
    canvas.endForm(Resources=PDFResourceDictionary(Shading={_RUN: run}))


def draw_ground(
    canvas: Any, area: Area, colours: Sequence[Colour], ornaments: Sequence[Ornament] = (), accent: Colour = (0, 0, 0)
) -> None:
    """Fills the card: one colour, or from the first at the top left to the second; the ornaments on it."""
    if len(colours) == 1 and not ornaments:
        canvas.setFillColorRGB(*colours[0])
        _outline(canvas.roundRect, canvas.rect, area, stroke=0, fill=1)
        return
    canvas.saveState()
    path = canvas.beginPath()
    _outline(path.roundRect, path.rect, area)
    canvas.clipPath(path, stroke=0, fill=0)
    if len(colours) == 1:
        canvas.setFillColorRGB(*colours[0])
        canvas.rect(-area.bleed, -area.bleed, area.width + 2 * area.bleed, area.height + 2 * area.bleed, 0, 1)
    else:
        canvas.doForm(_RUN)
    for ornament in ornaments:
        ORNAMENTS[ornament](canvas, area, colours, accent)
    canvas.restoreState()


def mixed(one: Colour, other: Colour, part: float) -> Colour:
    """The colour that lies so far (0 to 1) on the way from one to the other: see-through inks upset some printers."""
    red, green, blue = (first + (second - first) * part for first, second in zip(one, other, strict=True))
    return red, green, blue


def _outline(round_rect: Callable[..., Any], rect: Callable[..., Any], area: Area, **paint: int) -> None:
    if area.corner:
        round_rect(0, 0, area.width, area.height, area.corner, **paint)
    else:
        size = area.width + 2 * area.bleed, area.height + 2 * area.bleed
        rect(-area.bleed, -area.bleed, *size, **paint)


def _spine(canvas: Any, area: Area, _: Sequence[Colour], accent: Colour) -> None:
    """A band along the left edge."""
    canvas.setFillColorRGB(*accent)
    canvas.rect(-area.bleed, -area.bleed, area.bleed + 1.9 * MM * area.scale, area.height + 2 * area.bleed, 0, 1)


def _frame(canvas: Any, area: Area, _: Sequence[Colour], accent: Colour) -> None:
    """Two lines around, a strong one and a fine one."""
    canvas.setFillColorRGB(*accent)
    path = canvas.beginPath()
    for inset, corner in ((1.57, 2.33), (1.83, 2.07), (2.4, 1.5), (2.5, 1.4)):
        inset *= MM * area.scale
        path.roundRect(inset, inset, area.width - 2 * inset, area.height - 2 * inset, corner * MM * area.scale)
    # Filled between its edges, which is drawn several times faster than a line of that width.
    canvas.drawPath(path, stroke=0, fill=1, fillMode=_EVEN_ODD)


def _fibres(canvas: Any, area: Area, ground: Sequence[Colour], accent: Colour) -> None:
    """Fine splinters, two thirds of them darker than the paper and the rest lighter; the same on every card."""
    wide, high = area.width + 2 * area.bleed, area.height + 2 * area.bleed
    for light in (False, True):
        canvas.setFillColorRGB(*(mixed(ground[0], _WHITE, 0.3) if light else mixed(ground[0], accent, 0.24)))
        splinters = []
        for number in range(_SPLINTERS):
            if (number % 3 == 0) != light:
                continue
            # Multiples of irrational numbers: spread evenly without a pattern that the eye could find.
            across, up, turn, long = (number * step % 1 for step in (0.7549, 0.5698, 0.8192, 0.6180))
            length, thick = (0.4 + 1.7 * long * long) * MM, (0.1 + 0.1 * turn) * MM
            x, y = across * wide - area.bleed, up * high - area.bleed
            ahead, aside = math.cos(math.tau * turn), math.sin(math.tau * turn)
            knee = x + 0.4 * length * ahead - thick * aside, y + 0.4 * length * aside + thick * ahead
            end = x + length * ahead, y + length * aside
            splinters.append(f"{x:.2f} {y:.2f} m {knee[0]:.2f} {knee[1]:.2f} l {end[0]:.2f} {end[1]:.2f} l")
        # All of a kind are one path of few words: what repeats on every card is read again for every card.
        canvas.addLiteral(" ".join((*splinters, "f")))


def _discs(canvas: Any, area: Area, ground: Sequence[Colour], accent: Colour) -> None:
    """Three large discs that come in from the edges."""
    for x, y, radius, strength, under in (
        (0.62, 1.16, 31.0, 0.8, 0),
        (0.34, -0.30, 27.0, 0.6, 0),
        (1.06, -0.12, 24.0, 0.5, -1),
    ):
        canvas.setFillColorRGB(*mixed(ground[under], accent, strength))
        canvas.circle(x * area.width, y * area.height, radius * MM * area.scale, stroke=0, fill=1)


ORNAMENTS: Mapping[Ornament, Callable[[Any, Area, Sequence[Colour], Colour], None]] = MappingProxyType(
    {"spine": _spine, "frame": _frame, "fibres": _fibres, "discs": _discs}
)
