"""The card's front: the shop's name or logo, a light plate with the code, the holder and the digits.

Drawn for 85.60 × 53.98 mm and scaled for other cards. Lengths are points with the card's bottom left as origin.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kassa.domain.codes import grouped
from kassa.errors import KassaError
from kassa.printing import code128, qr
from kassa.printing.colouring import design_of
from kassa.printing.designs import READABLE, contrast
from kassa.printing.lettering import TIGHT, Fitted, Step, Weight, fit, plain, put_line, scaled, tidy
from kassa.printing.logo import Logo
from kassa.printing.ornaments import MM, Area, draw_ground, prepare_ground
from kassa.printing.sheets import CR80, Sheet
from kassa.printing.typeset import Block, paragraphs, put
from kassa.printing.values import CardFace, Colour, Front
from kassa.words import say

_PLATE_SIDE = 25.0
_PLATE_CORNER = 1.5
# The rounded corner must not cut into the quiet zone's own corner: (1 − 1/√2) of its radius, and a little for the trim.
_PLATE_RIM = 0.45
_SMALLEST_PLATE = qr.SMALLEST_MODULE * (qr.MODULES + 2 * qr.QUIET) + 2 * _PLATE_RIM

_SHOP_STEPS = (Step(17.3, 1), Step(14.5, 1), Step(12.0, 1), Step(12.0, 2), Step(9.5, 2), Step(7.5, 3))
# Under a logo there is less room.
_LED_STEPS = (Step(13.0, 1), Step(11.0, 1), Step(9.0, 1), Step(9.0, 2), Step(7.5, 2))
_NAME_STEPS = (Step(9.3, 1), Step(8.3, 1), Step(7.4, 1), Step(7.4, 2), Step(6.2, 3), Step(5.2, 5), Step(4.2, 8))
_LINE_STEPS = (Step(8.0, 1), Step(6.5, 1), Step(6.5, 2))
_CONTACT_SIZES = (6.2, 5.8, 5.4, 5.0, 4.6)
_CONTACT_LINES = 4
_CONTACT_LEADING = 1.4
_CODE_SIZE = 8.4
_CODE_SPREAD = 0.9
_LEADING = 1.22
# A ballpoint's blue.
_PEN = (0.08, 0.12, 0.45)


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
    def area(self) -> Area:
        """The card as its ground's place."""
        return Area(self.width, self.height, self.corner, self.bleed, self.scale)

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
        chosen = design_of(front)
        self._colours = chosen.front
        self._logo = None
        if chosen.logo and front.logo is not None:
            self._logo = Logo(front.logo, self._colours.ground[0], self._colours.ink)
        self._code_colour = _fill(self._colours.code)
        self._contact, self.strip = self._share_the_corner(front)
        self._contact_room = self._contact.wide + 3 * MM * self.layout.scale if self._contact else 0.0
        prepare_ground(canvas, self.layout.area, self._colours.ground)
        self._template("front", front, blank=False)
        self._template("blank", front, blank=True)

    def name(self, face: CardFace) -> Fitted | None:
        """The holder's name set to fit its place, None for the line to write on."""
        text = tidy(face.name or "")
        if not text:
            return None
        here = self.layout
        room = here.width - here.left - here.right - self._contact_room
        if self.strip is not None:
            room = min(room, self.strip.x - here.left - 3.0 * MM)
        return fit(text, "SemiBold", room, scaled(_NAME_STEPS, here.scale))

    def draw(self, face: CardFace, name: Fitted | None, x: float, y: float) -> None:
        """One card with its bottom left at ``(x, y)`` points on the page."""
        canvas, here = self._canvas, self.layout
        canvas.addLiteral(f"q 1 0 0 1 {x:.3f} {y:.3f} cm")
        canvas.doForm("blank" if name is None else "front")
        left, bottom = here.symbol_at
        modules = qr.path(qr.without_finders(qr.matrix(face.code)))
        canvas.addLiteral(
            f"q {here.module:.4f} 0 0 {here.module:.4f} {left:.3f} {bottom:.3f} cm {self._code_colour} {modules} Q"
        )
        if self.strip is not None:
            x, y, height = self.strip.bars
            canvas.addLiteral(
                f"q {self.strip.module:.4f} 0 0 {height:.3f} {x:.3f} {y:.3f} cm "
                f"{self._code_colour} {code128.path(face.code)} Q"
            )
        text = canvas.beginText()
        if name is not None:
            text.setFillColorRGB(*self._colours.ink)
            _put(text, name, here.left, self._name_baseline(), here.scale)
        text.setFillColorRGB(*self._colours.soft_ink)
        text.setFont("Inter-Regular", _CODE_SIZE * here.scale)
        text.setCharSpace(_CODE_SPREAD * here.scale)
        text.setTextOrigin(here.left, here.bottom)
        text.textOut(grouped(face.code))
        canvas.drawText(text)
        canvas.addLiteral("Q")

    def _name_baseline(self) -> float:
        return self.layout.bottom + 5.0 * self.layout.scale * MM

    def _share_the_corner(self, front: Front) -> tuple[Block | None, code128.Strip | None]:
        """How the shop is reached, and the bars above it; the words get smaller where only that makes room."""
        here = self.layout
        lines = [line for line in map(plain, front.contact) if line][:_CONTACT_LINES]
        under = here.plate_at[1] - here.bottom
        contact = self._contact_block(lines, under - 1.0 * MM)
        if not front.code128:
            return contact, None
        smaller = self._contact_block(lines, under - code128.least(here))
        for words in (contact, smaller):
            strip = code128.strip(here, self._top_of(words))
            if strip is not None:
                return words, strip
        return contact, None

    def _contact_block(self, lines: list[str], high: float) -> Block | None:
        """The lines, each whole in the largest type that holds them; wrapped only where even the smallest doesn't."""
        here = self.layout
        room = here.width * 0.44 - here.right
        block = None
        for size in _CONTACT_SIZES if lines else ():
            block = paragraphs("\n".join(lines), "Regular", room, high, (size * here.scale,), _CONTACT_LEADING)
            if block is not None and len(block.lines) == len(lines):
                break
        return block

    def _top_of(self, contact: Block | None) -> float:
        """What the contact's lines, the last on the digits' baseline, reach up to."""
        return self.layout.bottom + (contact.height - contact.hanging if contact else 0.0)

    def _template(self, name: str, front: Front, blank: bool) -> None:
        canvas, here = self._canvas, self.layout
        canvas.beginForm(name, -here.bleed, -here.bleed, here.width + here.bleed, here.height + here.bleed)
        draw_ground(canvas, here.area, self._colours.ground, self._colours.ornaments, self._colours.accent)
        self._plate_and_finders()
        self._shop(front)
        right = here.width - here.right
        put(canvas, self._contact, self._colours.soft_ink, right, self._top_of(self._contact), "right")
        if blank:
            self._place_to_write()
        canvas.endForm()

    def _place_to_write(self) -> None:
        """For the holder's name: a line, and where the ground is too dark for a pen a light strip."""
        canvas, here = self._canvas, self.layout
        end = min(here.left + 42 * here.scale * MM, here.width - here.right - self._contact_room)
        if self.strip is not None:
            end = min(end, self.strip.x - 3 * MM)
        if contrast(self._colours.ground[0], _PEN) >= READABLE:
            canvas.setStrokeColorRGB(*self._colours.soft_ink)
            canvas.setLineWidth(0.25 * MM)
            canvas.line(here.left, self._name_baseline(), end, self._name_baseline())
        else:
            canvas.setFillColorRGB(*self._colours.field)
            bottom, high = self._name_baseline() - 1.0 * MM * here.scale, 6.4 * MM * here.scale
            canvas.roundRect(here.left, bottom, end - here.left, high, 1.0 * MM * here.scale, stroke=0, fill=1)

    def _plate_and_finders(self) -> None:
        canvas, here = self._canvas, self.layout
        canvas.setFillColorRGB(*self._colours.field)
        canvas.roundRect(*here.plate_at, here.plate, here.plate, _PLATE_CORNER * MM, stroke=0, fill=1)
        left, bottom = here.symbol_at
        module, corners = f"{here.module:.4f}", qr.path(qr.finders())
        canvas.addLiteral(f"q {module} 0 0 {module} {left:.3f} {bottom:.3f} cm {self._code_colour} {corners} Q")
        if self.strip is not None:
            strip = self.strip
            canvas.roundRect(strip.x, strip.y, strip.width, strip.height, _PLATE_CORNER * MM, stroke=0, fill=1)

    def _shop(self, front: Front) -> None:
        canvas, here = self._canvas, self.layout
        room = here.plate_at[0] - here.left - 3 * MM * here.scale
        baseline = here.height - 10.7 * here.scale * MM
        steps: tuple[Step, ...] = _SHOP_STEPS
        if self._logo is not None:
            # The name stands lower then, beside the strip, which is wider than the plate.
            room = room if self.strip is None else min(room, self.strip.x - here.left - 3.0 * MM)
            below = self._logo.draw(canvas, here.left, here.height - here.top, here.scale, room, self._colours.field)
            baseline, steps = below - 6.2 * here.scale * MM, _LED_STEPS
        pen = canvas.beginText()
        texts: tuple[tuple[str, Weight, tuple[Step, ...], Colour], ...] = (
            (front.shop, "Bold", steps, self._colours.ink),
            (front.line, "Regular", _LINE_STEPS, self._colours.soft_ink),
        )
        for text, weight, sizes, colour in texts:
            fitted = fit(plain(text), weight, room, scaled(sizes, here.scale))
            if fitted is None:
                continue
            pen.setFillColorRGB(*colour)
            pen.setCharSpace(TIGHT * fitted.size if weight == "Bold" else 0)
            for line in fitted.lines:
                put_line(pen, line, fitted.size, here.left, baseline)
                baseline -= fitted.size * _LEADING
            # From here the next text's baseline is nearer than a full line of this size would be.
            baseline += fitted.size * _LEADING - (2.3 * MM + _LINE_STEPS[0].size) * here.scale
        pen.setCharSpace(0)
        canvas.drawText(pen)


def _fill(colour: Colour) -> str:
    """The PDF operator that fills with this colour."""
    return f"{colour[0]:.4f} {colour[1]:.4f} {colour[2]:.4f} rg" if any(colour) else "0 g"


def _put(pen: Any, fitted: Fitted, x: float, baseline: float, scale: float) -> None:
    """Lines that grow upwards from the baseline of the last."""
    # Several lines come nearer to the digits, or they would climb into the plate.
    if len(fitted.lines) > 1:
        baseline -= 1.0 * MM * scale
    for above, line in zip(range(len(fitted.lines) - 1, -1, -1), fitted.lines, strict=True):
        put_line(pen, line, fitted.size, x, baseline + above * fitted.size * _LEADING)
