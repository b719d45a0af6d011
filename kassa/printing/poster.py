"""A poster that invites to collect stamps: the headline, the card's boxes, how to join, how to reach the shop.

Drawn on a ground in the shop's design that leaves a white rim, since office printers can't print to the edge. Lengths
are points; ``unit`` is what a millimetre of A4 becomes on the paper chosen.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from kassa.errors import KassaError
from kassa.printing import link
from kassa.printing.boxes import draw_boxes
from kassa.printing.canvas import new_canvas
from kassa.printing.designs import Design
from kassa.printing.lettering import Step, Weight
from kassa.printing.logo import Logo
from kassa.printing.ornaments import MM, Area, draw_ground, prepare_ground
from kassa.printing.typeset import heading, put
from kassa.printing.values import Rendered
from kassa.words import say

PAPERS = {"A4": (210.0, 297.0), "A5": (148.0, 210.0), "Letter": (215.9, 279.4)}
RIM = 7.0
_CORNER = 6.0
_CARD_WIDTH = 85.6


@dataclass(frozen=True, slots=True)
class Invitation:
    """What stands on posters and table talkers, in the shop's language.

    ``gives`` is what a full card gives, ``how`` what fills it; ``boxes`` with the first ``stamped`` of them stamped, or
    ``rows`` with the tiers' names and what each takes. ``join`` says what to do, ``easy`` why it is no trouble.
    ``web`` is where the QR code leads, if anywhere: it is no card's, and a till takes no notice of it.
    """

    shop: str
    headline: str
    gives: str
    how: str
    join: str
    easy: str
    design: Design
    boxes: int = 0
    stamped: int = 0
    rows: tuple[tuple[str, str], ...] = ()
    contact: tuple[str, ...] = ()
    logo: bytes | None = None
    web: str | None = None


def render_poster(invitation: Invitation, paper: str = "A4") -> Rendered:
    """The poster as a PDF of one page; an unknown paper is ``bad_value``."""
    canvas, file = begin(invitation, paper)
    wide, high = (side * MM for side in PAPERS[paper])
    unit = min(wide / PAPERS["A4"][0], high / PAPERS["A4"][1])
    rim = RIM * MM
    draw_paper(canvas, invitation.design, (rim, rim, wide - rim, high - rim), _CORNER * unit)
    left, right = rim + 13 * unit, wide - rim - 13 * unit
    top = draw_shop(canvas, invitation, left, high - rim - 14 * unit, right - left, unit)
    foot = draw_foot(canvas, invitation, left, right, rim + 13 * unit, unit)
    colours = invitation.design.front
    steps = tuple(Step(size * unit / MM, lines) for size, lines in ((70, 2), (60, 2), (50, 3), (42, 3), (34, 4)))
    headline = heading(invitation.headline, "Bold", right - left, steps, 1.04)
    # The panel takes what is left, and the headline stands in the middle of what the panel leaves.
    panel_high = min(116 * unit, (top - foot) - (headline.height if headline else 0) - 36 * unit)
    panel_bottom = foot + 15 * unit
    panel_top = panel_bottom + panel_high
    if headline is not None:
        put(canvas, headline, colours.ink, left, (top + panel_top + headline.height) / 2 - 1 * unit)
    draw_panel(canvas, invitation, (left, panel_bottom, right, panel_top), unit)
    canvas.showPage()
    canvas.save()
    return Rendered(file.getvalue(), 1)


def begin(invitation: Invitation, paper: str) -> tuple[Any, BytesIO]:
    """A page of that paper to draw on, and the file that it goes into."""
    if paper not in PAPERS:
        raise KassaError(
            "bad_value",
            say("There is no paper {paper}. Choose one of: {known}.", paper=paper, known=", ".join(PAPERS)),
        )
    file = BytesIO()
    return new_canvas(file, PAPERS[paper], f"{invitation.shop}: {invitation.headline}"), file


def draw_paper(canvas: Any, design: Design, place: tuple[float, float, float, float], corner: float) -> None:
    """The design's ground with its ornaments, as large as the place (left, bottom, right, top)."""
    left, bottom, right, top = place
    # Ornaments are made for a card: drawn as on one, and enlarged.
    scale = min(right - left, (top - bottom) * 1.4) / (_CARD_WIDTH * MM)
    area = Area((right - left) / scale, (top - bottom) / scale, corner / scale, 0.0, 1.0)
    front = design.front
    if not canvas.hasForm("run"):
        prepare_ground(canvas, area, front.ground)
    canvas.saveState()
    canvas.translate(left, bottom)
    canvas.scale(scale, scale)
    draw_ground(canvas, area, front.ground, front.ornaments, front.accent)
    if len(front.ground) == 1 and sum(front.ground[0]) > 2.8:
        # White paper on white paper needs an edge.
        canvas.setStrokeColorRGB(*design.back.box)
        canvas.setLineWidth(0.4)
        canvas.roundRect(0, 0, area.width, area.height, area.corner, stroke=1, fill=0)
    canvas.restoreState()


def draw_shop(canvas: Any, invitation: Invitation, left: float, top: float, room: float, unit: float) -> float:
    """The shop's logo and name from the top down; where they end."""
    colours = invitation.design.front
    if invitation.logo is not None:
        scale = 1.5 * unit / MM
        top = Logo(invitation.logo).draw(canvas, left, top, scale, room, colours.field) - 5 * unit
    steps = tuple(Step(size * unit / MM, lines) for size, lines in ((26, 1), (22, 1), (18, 2)))
    return put(canvas, heading(invitation.shop, "Bold", room, steps), colours.ink, left, top)


def draw_panel(canvas: Any, invitation: Invitation, place: tuple[float, float, float, float], unit: float) -> None:
    """The card's back as a picture: what a full card gives, its boxes or the tiers, what fills it."""
    left, bottom, right, top = place
    design = invitation.design
    colours = design.back
    canvas.setFillColorRGB(*colours.ground)
    alike = colours.ground in design.front.ground
    canvas.setStrokeColorRGB(*colours.box)
    canvas.setLineWidth(0.35 * unit)
    canvas.roundRect(left, bottom, right - left, top - bottom, 5 * unit, stroke=int(alike), fill=1)
    inset = 9 * unit
    left, right, room = left + inset, right - inset, right - left - 2 * inset
    steps = tuple(Step(size * unit / MM, lines) for size, lines in ((25, 1), (22, 1), (19, 2), (16, 3)))
    below = put(canvas, heading(invitation.gives, "Bold", room, steps), colours.ink, left, top - inset - 1 * unit)
    small = tuple(Step(size * unit / MM, lines) for size, lines in ((14, 2), (12.5, 3), (11, 4)))
    how = heading(invitation.how, "Regular", room, small, 1.32)
    above = bottom + inset + (how.height if how is not None else 0)
    put(canvas, how, colours.soft_ink, left, above)
    gap = 6 * unit
    if invitation.boxes:
        area = left, above + gap, right, below - gap
        draw_boxes(canvas, colours, invitation.boxes, invitation.stamped, area, 30 * unit, 5 * unit)
    else:
        _rows(canvas, invitation, (left, above + gap, right, below - gap), unit)


def _rows(canvas: Any, invitation: Invitation, place: tuple[float, float, float, float], unit: float) -> None:
    left, bottom, right, top = place
    if not invitation.rows:
        return
    colours = invitation.design.back
    high = min((top - bottom) / len(invitation.rows), 16 * unit)
    size = min(15.0, high / unit * 0.95) * unit / MM
    for number, (name, what) in enumerate(invitation.rows):
        line = top - number * high - high * 0.2
        half = (right - left) * 0.34
        put(canvas, heading(name, "SemiBold", half, (Step(size, 1), Step(size * 0.8, 2))), colours.ink, left, line)
        said = heading(what, "Regular", right - left - half, (Step(size, 1), Step(size * 0.8, 2)))
        put(canvas, said, colours.soft_ink, left + half, line)


def draw_foot(canvas: Any, invitation: Invitation, left: float, right: float, bottom: float, unit: float) -> float:
    """How to join, how to reach the shop, and where the QR code leads; where all that begins above."""
    colours = invitation.design.front
    side = 30 * unit if invitation.web is not None else 0.0
    if invitation.web is not None:
        canvas.setFillColorRGB(*colours.field)
        canvas.roundRect(right - side, bottom, side, side, 2.2 * unit, stroke=0, fill=1)
        link.draw_link(canvas, invitation.web, right - side, bottom, side, colours.code)
    room = right - left - (side + 8 * unit if side else 0)
    beside, above, lines = room, bottom, bottom
    if side:
        # Beside a code there is no room for a column of its own.
        told = heading(" · ".join(invitation.contact), "Regular", room, _steps(unit, 10.5, 9.5, 8.5), 1.3)
        if told is not None:
            put(canvas, told, colours.soft_ink, left, above + told.height)
            above += told.height + 4.2 * unit
    else:
        fitted = (heading(one, "Regular", room * 0.42, _steps(unit, 11, 9.5, 8), 1.2) for one in invitation.contact[:4])
        contact = [line for line in fitted if line is not None]
        for line in reversed(contact):
            put(canvas, line, colours.soft_ink, right, lines + line.height, "right")
            lines += line.height + 1.3 * unit
        beside -= max((line.wide + 8 * unit for line in contact), default=0.0)
    words: tuple[tuple[str, Weight, tuple[Step, ...], float], ...] = (
        (invitation.easy, "Regular", _steps(unit, 14, 12, 10.5), 3.4 * unit),
        (invitation.join, "SemiBold", _steps(unit, 21, 18, 15.5), 0.0),
    )
    for text, weight, steps, gap in words:
        block = heading(text, weight, beside, steps)
        if block is not None:
            colour = colours.ink if weight == "SemiBold" else colours.soft_ink
            put(canvas, block, colour, left, above + block.height)
            above += block.height + gap
    return max(above, lines, bottom + side)


def _steps(unit: float, *sizes: float) -> tuple[Step, ...]:
    return tuple(Step(size * unit / MM, 1 if number == 0 else 2) for number, size in enumerate(sizes))
