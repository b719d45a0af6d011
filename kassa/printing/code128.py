"""Code 128 for a card's ten digits: pairs of digits (code set C) keep it as short as it can be, 90 modules.

And its place on the card: a light strip under the QR code, if there is room for bars that a hand scanner reads.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kassa.printing.ornaments import MM

if TYPE_CHECKING:
    from kassa.printing.card import Layout

MODULES = 90
QUIET = 10
"""Modules of white that a reader needs on both sides."""
SMALLEST_MODULE = 0.25
"""Millimetres; thinner bars run together on office printers."""
_LARGEST_MODULE = 0.30
_LOWEST, _HIGHEST = 5.0, 7.4
_RIM = 1.0
_GAP = 1.6
# The holder's name needs so much beside the strip.
_NAME = 22.0

_START, _STOP = 105, "2331112"
# Bars and spaces in turn, as widths in modules, by value.
_PATTERNS = (
    "212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222 "
    "123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321 "
    "232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121 "
    "313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 "
    "111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 241112 134111 "
    "111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 "
    "114311 411113 411311 113141 114131 311141 411131 211412 211214 211232"
).split()


@dataclass(frozen=True, slots=True)
class Strip:
    """Where the code stands: a light field and the bars in it, in points from the card's bottom left."""

    x: float
    y: float
    width: float
    height: float
    module: float

    @property
    def bars(self) -> tuple[float, float, float]:
        """The bars' bottom left corner and their height."""
        rim = _RIM * MM
        return self.x + (self.width - MODULES * self.module) / 2, self.y + rim, self.height - 2 * rim


def strip(here: Layout, floor: float) -> Strip | None:
    """The strip between the QR code's plate and what reaches up to ``floor``; None where the bars would be too small.

    Too small means modules under 0.25 mm or bars lower than 5 mm.
    """
    room = here.width - here.left - here.right - (_NAME * here.scale + 3.0) * MM
    module = min(_LARGEST_MODULE * MM, room / (MODULES + 2 * QUIET))
    top = here.plate_at[1] - _GAP * here.scale * MM
    height = min(_HIGHEST + 2 * _RIM, (top - floor) / MM - _GAP * here.scale)
    if module < SMALLEST_MODULE * MM or height < _LOWEST + 2 * _RIM:
        return None
    width = (MODULES + 2 * QUIET) * module
    return Strip(here.width - here.right - width, top - height * MM, width, height * MM, module)


def least(here: Layout) -> float:
    """The height under the plate, in points, that the lowest strip takes with its gaps."""
    return (_LOWEST + 2 * _RIM + 2 * _GAP * here.scale) * MM


def seen(here: Layout) -> tuple[float, float, float, float]:
    """Where every strip, however low, has its bars with the white beside them: left, top, width and height.

    In points from the card's left top.
    """
    room = strip(here, 0.0)
    if room is None:
        raise ValueError("these cards have no room for bars")
    wide = (MODULES + 2 * QUIET) * room.module
    top = here.height - room.y - room.height + _RIM * MM
    return room.x + (room.width - wide) / 2, top, wide, _LOWEST * MM


def path(code: str) -> str:
    """PDF operators of one filled path: bars one high, in units of a module, from the first bar's left bottom."""
    found, at = [], 0
    for number, width in enumerate(_widths(code)):
        if number % 2 == 0:
            found.append(f"{at} 0 {width} 1 re")
        at += width
    return " ".join((*found, "f"))


def modules(code: str) -> str:
    """The bars and the white beside them module by module, ``1`` where it is dark."""
    bars = "".join(width * str(1 - number % 2) for number, width in enumerate(_widths(code)))
    return "0" * QUIET + bars + "0" * QUIET


def _widths(code: str) -> tuple[int, ...]:
    """Bars and spaces in turn, in modules."""
    values = [_START, *(int(code[at : at + 2]) for at in range(0, len(code), 2))]
    check = (_START + sum(place * value for place, value in enumerate(values))) % 103
    return tuple(map(int, "".join(_PATTERNS[value] for value in (*values, check)) + _STOP))
