"""The card's front, "Skog": dark green, the shop's name, a white plate with the code, the holder and the digits.

Drawn for 85.60 × 53.98 mm and scaled for other cards. Lengths are points with the card's bottom left as origin.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kassa.domain.codes import grouped
from kassa.errors import KassaError
from kassa.printing import qr
from kassa.printing.lettering import Fitted, Run, Step, Weight, fit, tidy, width
from kassa.printing.sheets import CR80, Sheet
from kassa.printing.values import CardFace, Front
from kassa.words import say

MM = 72 / 25.4

# Red, green, blue from 0 to 1: the design's rail green #17352E and its light companion #CFE0D8.
GROUND = (0.0902, 0.2078, 0.1804)
INK = (1.0, 1.0, 1.0)
SOFT_INK = (0.8118, 0.8784, 0.8471)
PLATE = (1.0, 1.0, 1.0)

_PLATE_SIDE = 25.0
_PLATE_CORNER = 1.5
# The rounded corner must not cut into the quiet zone's own corner: (1 − 1/√2) of its radius, and a little for the trim.
_PLATE_RIM = 0.45
_SMALLEST_PLATE = qr.SMALLEST_MODULE * (qr.MODULES + 2 * qr.QUIET) + 2 * _PLATE_RIM

_SHOP_STEPS = (Step(17.3, 1), Step(14.5, 1), Step(12.0, 1), Step(12.0, 2), Step(9.5, 2), Step(7.5, 3))
_NAME_STEPS = (Step(9.3, 1), Step(8.3, 1), Step(7.4, 1), Step(7.4, 2), Step(6.2, 3), Step(5.2, 5), Step(4.2, 8))
_LINE_STEPS = (Step(8.0, 1), Step(6.5, 1), Step(6.5, 2))
_CONTACT_STEPS = (Step(6.2, 1), Step(5.4, 1), Step(4.8, 1))
_CODE_SIZE = 8.4
_CODE_SPREAD = 0.9
_LEADING = 1.22


@dataclass(frozen=True, slots=True)
class Layout:
    """Where things stand on a card of a given size; ``scale`` is 1.0 at 85.60 × 53.98 mm."""

    width: float
    height: float
    corner: float
    bleed: float
    scale: float
    left: float
    right: float
    top: float
    bottom: float
    plate: float
    module: float

    @property
    def plate_at(self) -> tuple[float, float]:
        """The plate's bottom left corner."""
        return self.width - self.right - self.plate, self.height - self.top - self.plate

    @property
    def symbol_at(self) -> tuple[float, float]:
        """The code's bottom left module corner, inside plate and quiet zone."""
        inset = (self.plate - qr.MODULES * self.module) / 2
        return self.plate_at[0] + inset, self.plate_at[1] + inset


def layout(sheet: Sheet) -> Layout:
    """The layout for a sheet's cards; refused as ``bad_value`` when the code's modules would be under 0.6 mm."""
    wide, high = sheet.card
    scale = min(wide / CR80[0], high / CR80[1], 1.25)
    plate = max(_PLATE_SIDE * scale, _SMALLEST_PLATE)
    margin = 4.2 * scale
    # The holder's lines need the strip under the plate, the shop's name about as much width as the plate.
    if plate + margin + 14 * scale > high or 2 * plate + 3 * margin > wide:
        raise KassaError(
            "bad_value",
            say(
                "The cards of {sheet} are too small: the code needs squares of 0.6 mm and white around it. "
                "Choose a sheet with larger cards.",
                sheet=sheet.name,
            ),
        )
    rim = max(_PLATE_RIM, _PLATE_RIM * scale)
    return Layout(
        width=wide * MM,
        height=high * MM,
        # A card that is its own page, or is cut out of its bleed, gets its round corners from the die.
        corner=sheet.corner * MM if sheet.places > 1 else 0.0,
        bleed=sheet.bleed * MM,
        scale=scale,
        left=5.1 * scale * MM,
        right=margin * MM,
        top=margin * MM,
        bottom=4.6 * scale * MM,
        plate=plate * MM,
        module=(plate - 2 * rim) / (qr.MODULES + 2 * qr.QUIET) * MM,
    )


class FrontDrawing:
    """Draws fronts on a ReportLab canvas: the template once, then only what differs from card to card."""

    def __init__(self, canvas: Any, front: Front, sheet: Sheet) -> None:
        self.layout = layout(sheet)
        self._canvas = canvas
        self._contact, self._contact_room = self._set_contact(front)
        self._template("front", front, blank=False)
        self._template("blank", front, blank=True)

    def name(self, face: CardFace) -> Fitted | None:
        """The holder's name set to fit its place, None for the line to write on."""
        text = tidy(face.name or "")
        if not text:
            return None
        here = self.layout
        room = here.width - here.left - here.right - self._contact_room
        return fit(text, "SemiBold", room, _scaled(_NAME_STEPS, here.scale))

    def draw(self, face: CardFace, name: Fitted | None, x: float, y: float) -> None:
        """One card with its bottom left at ``(x, y)`` points on the page."""
        canvas, here = self._canvas, self.layout
        canvas.addLiteral(f"q 1 0 0 1 {x:.3f} {y:.3f} cm")
        canvas.doForm("blank" if name is None else "front")
        left, bottom = here.symbol_at
        modules = qr.path(qr.without_finders(qr.matrix(face.code)))
        canvas.addLiteral(f"q {here.module:.4f} 0 0 {here.module:.4f} {left:.3f} {bottom:.3f} cm 0 g {modules} Q")
        text = canvas.beginText()
        if name is not None:
            text.setFillColorRGB(*INK)
            _put(text, name, here.left, self._name_baseline(), here.scale)
        text.setFillColorRGB(*SOFT_INK)
        text.setFont("Inter-Regular", _CODE_SIZE * here.scale)
        text.setCharSpace(_CODE_SPREAD * here.scale)
        text.setTextOrigin(here.left, here.bottom)
        text.textOut(grouped(face.code))
        canvas.drawText(text)
        canvas.addLiteral("Q")

    def _name_baseline(self) -> float:
        return self.layout.bottom + 5.0 * self.layout.scale * MM

    def _set_contact(self, front: Front) -> tuple[tuple[Fitted, ...], float]:
        """The contact's lines, topmost first, and the width that they take from the name."""
        here = self.layout
        lines = [line for line in (tidy(line) for line in front.contact) if line][:3]
        room = here.width * 0.42 - here.right
        steps = _scaled(_CONTACT_STEPS, here.scale)
        fitted = tuple(one for one in (fit(line, "Regular", room, steps) for line in lines) if one is not None)
        widest = max((width(one.lines[0], one.size) for one in fitted), default=0.0)
        return fitted, widest + 3 * MM * here.scale if fitted else 0.0

    def _template(self, name: str, front: Front, blank: bool) -> None:
        canvas, here = self._canvas, self.layout
        canvas.beginForm(name, -here.bleed, -here.bleed, here.width + here.bleed, here.height + here.bleed)
        canvas.setFillColorRGB(*GROUND)
        if here.corner:
            canvas.roundRect(0, 0, here.width, here.height, here.corner, stroke=0, fill=1)
        else:
            size = here.width + 2 * here.bleed, here.height + 2 * here.bleed
            canvas.rect(-here.bleed, -here.bleed, *size, stroke=0, fill=1)
        self._plate_and_finders()
        self._shop(front)
        self._contact_lines()
        if blank:
            canvas.setStrokeColorRGB(*SOFT_INK)
            canvas.setLineWidth(0.25 * MM)
            end = min(here.left + 42 * here.scale * MM, here.width - here.right - self._contact_room)
            canvas.line(here.left, self._name_baseline(), end, self._name_baseline())
        canvas.endForm()

    def _plate_and_finders(self) -> None:
        canvas, here = self._canvas, self.layout
        canvas.setFillColorRGB(*PLATE)
        canvas.roundRect(*here.plate_at, here.plate, here.plate, _PLATE_CORNER * MM, stroke=0, fill=1)
        left, bottom = here.symbol_at
        module = f"{here.module:.4f}"
        canvas.addLiteral(f"q {module} 0 0 {module} {left:.3f} {bottom:.3f} cm 0 g {qr.path(qr.finders())} Q")

    def _shop(self, front: Front) -> None:
        canvas, here = self._canvas, self.layout
        room = here.plate_at[0] - here.left - 3 * MM * here.scale
        pen = canvas.beginText()
        baseline = here.height - 10.7 * here.scale * MM
        texts: tuple[tuple[str, Weight, tuple[Step, ...], tuple[float, float, float]], ...] = (
            (front.shop, "Bold", _SHOP_STEPS, INK),
            (front.line, "Regular", _LINE_STEPS, SOFT_INK),
        )
        for text, weight, steps, colour in texts:
            fitted = fit(tidy(text), weight, room, _scaled(steps, here.scale))
            if fitted is None:
                continue
            pen.setFillColorRGB(*colour)
            for line in fitted.lines:
                _put_line(pen, line, fitted.size, here.left, baseline)
                baseline -= fitted.size * _LEADING
            # From here the next text's baseline is nearer than a full line of this size would be.
            baseline += fitted.size * _LEADING - (2.3 * MM + _LINE_STEPS[0].size) * here.scale
        canvas.drawText(pen)

    def _contact_lines(self) -> None:
        canvas, here = self._canvas, self.layout
        pen = canvas.beginText()
        pen.setFillColorRGB(*SOFT_INK)
        for below, one in enumerate(self._contact, start=1):
            start = here.width - here.right - width(one.lines[0], one.size)
            above = len(self._contact) - below
            _put_line(pen, one.lines[0], one.size, start, here.bottom + above * 3.05 * MM * here.scale)
        canvas.drawText(pen)


def _scaled(steps: tuple[Step, ...], scale: float) -> tuple[Step, ...]:
    return steps if scale == 1.0 else tuple(Step(step.size * scale, step.lines) for step in steps)


def _put(pen: Any, fitted: Fitted, x: float, baseline: float, scale: float) -> None:
    """Lines that grow upwards from the baseline of the last."""
    # Several lines come nearer to the digits, or they would climb into the plate.
    if len(fitted.lines) > 1:
        baseline -= 1.0 * MM * scale
    for above, line in zip(range(len(fitted.lines) - 1, -1, -1), fitted.lines, strict=True):
        _put_line(pen, line, fitted.size, x, baseline + above * fitted.size * _LEADING)


def _put_line(pen: Any, line: tuple[Run, ...], size: float, x: float, y: float) -> None:
    pen.setTextOrigin(x, y)
    for run in line:
        pen.setFont(run.font, size)
        pen.textOut(run.text)
