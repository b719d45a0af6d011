"""A table talker: one sheet folded to a tent that stands by itself, the invitation on both of its sides.

From the top of the sheet: a flap, one face upside down, the other upright, a flap. The flaps meet underneath, where a
strip of tape holds them, so that the tent doesn't slide flat.
"""

from __future__ import annotations

from typing import Any

from kassa.printing.lettering import Step
from kassa.printing.ornaments import MM
from kassa.printing.poster import PAPERS, Invitation, begin, draw_foot, draw_panel, draw_paper, draw_shop
from kassa.printing.typeset import Block, heading, put
from kassa.printing.values import Rendered

FLAP = 28.0
_RIM = 7.0
_FOLD_RIM = 5.0
_CORNER = 4.0
_GREY = (0.55, 0.55, 0.55)


def render_talker(invitation: Invitation, fold: str, paper: str = "A4") -> Rendered:
    """The talker as a PDF of one page; ``fold`` tells on the flaps how it is folded, in the shop's language.

    An unknown paper is ``bad_value``; it is made for A4 and Letter.
    """
    canvas, file = begin(invitation, paper)
    wide, high = (side * MM for side in PAPERS[paper])
    flap = FLAP * MM
    face = high / 2 - flap
    _face(canvas, invitation, (0.0, flap, wide, face))
    canvas.saveState()
    canvas.translate(wide, high)
    canvas.rotate(180)
    _face(canvas, invitation, (0.0, flap, wide, face))
    canvas.restoreState()
    _folds(canvas, (flap, high / 2, high - flap), wide)
    told = heading(fold, "Regular", wide - 40 * MM, (Step(9.5, 1), Step(8.5, 3)))
    if told is not None:
        put(canvas, told, _GREY, wide / 2, (flap + told.height) / 2, "centre")
    canvas.showPage()
    canvas.save()
    return Rendered(file.getvalue(), 1)


def _face(canvas: Any, invitation: Invitation, place: tuple[float, float, float, float]) -> None:
    """One side of the tent; ``place`` is its left, bottom, width and height."""
    left, bottom, wide, high = place
    unit = min(wide / (210 * MM), high / (120 * MM)) * MM
    rim, fold = _RIM * MM, _FOLD_RIM * MM
    draw_paper(canvas, invitation.design, (left + rim, bottom + fold, wide - rim, bottom + high - fold), _CORNER * unit)
    # A frame needs some air on its inside.
    inset = (12 if "frame" in invitation.design.front.ornaments else 9) * unit
    start, end = left + rim + inset, wide - rim - inset
    top, foot = bottom + high - fold - inset, bottom + fold + inset
    panel = start + (end - start) * 0.46
    half = unit * 0.78
    column = panel - 8 * unit
    below = draw_shop(canvas, invitation, start, top, column - start, half)
    draw_panel(canvas, invitation, (panel, foot, end, top), half)
    above = _joining(canvas, invitation, start, foot, column, half)
    headline = _headline(invitation, column - start, below - above - 8 * unit, unit)
    if headline is not None:
        put(canvas, headline, invitation.design.front.ink, start, (below + above + headline.height) / 2)


def _joining(canvas: Any, invitation: Invitation, left: float, bottom: float, right: float, unit: float) -> float:
    from dataclasses import replace

    return draw_foot(canvas, replace(invitation, contact=()), left, right, bottom, unit)


def _headline(invitation: Invitation, room: float, high: float, unit: float) -> Block | None:
    """The headline as large as it may be between the shop's name and how to join."""
    found = None
    for size in (40, 36, 32, 28, 24, 20, 17, 15):
        found = heading(invitation.headline, "Bold", room, (Step(size * unit / MM, 4),), 1.06)
        if found is not None and found.height <= high:
            break
    return found


def _folds(canvas: Any, lines: tuple[float, ...], wide: float) -> None:
    """A fine dashed line at each fold, drawn in the white between the faces."""
    canvas.setStrokeColorRGB(*_GREY)
    canvas.setLineWidth(0.4)
    canvas.setDash(4, 3)
    for line in lines:
        canvas.line(0, line, wide, line)
    canvas.setDash()
