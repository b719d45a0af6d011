"""QR codes for ten digits: version 1, level Q, numeric mode, one fixed mask.

With version, level, mode and mask fixed, every step of the standard (bits, Reed-Solomon, placing, masking) is linear
over GF(2). So the ``qrcode`` library makes the symbol of zero and one symbol for each payload bit, once, and any code
after that is an XOR of these: 6 µs instead of the library's 220. ``tests/printing/test_qr.py`` holds both together.
"""

from __future__ import annotations

import re
from functools import cache

MODULES = 21
QUIET = 4
"""Modules of white that a reader needs on every side."""
SMALLEST_MODULE = 0.6
"""Millimetres; smaller ones fail on worn cards and cheap scanners."""
MASK = 0

# Ten digits in numeric mode are three groups of three (10 bits each) and one of one (4 bits).
_GROUPS = ((0, 3, 10), (3, 6, 10), (6, 9, 10), (9, 10, 4))
_ROW = (1 << MODULES) - 1
# The finder patterns with their white separators, drawn once for all cards: eight by eight modules in three corners.
# A row in pieces of which there are few enough to remember all; they end where the finders do.
_PIECES = ((0, 8), (8, MODULES - 16), (MODULES - 8, 8))
_RUN = re.compile("1+")
_TOP_CORNERS = (0xFF << (MODULES - 8)) | 0xFF
_BOTTOM_CORNER = 0xFF << (MODULES - 8)


def matrix(code: str) -> tuple[int, ...]:
    """The 21 rows of the symbol, top first; in each the leftmost module is the highest bit, 1 is dark."""
    if len(code) != 10 or not (code.isascii() and code.isdigit()):
        raise ValueError(f"not ten digits: {code!r}")
    zero, weights = _basis()
    symbol = zero
    for (start, end, _), bits in zip(_GROUPS, weights, strict=True):
        value = int(code[start:end])
        for bit, difference in enumerate(bits):
            if value >> bit & 1:
                symbol ^= difference
    return tuple(symbol >> (MODULES * row) & _ROW for row in range(MODULES - 1, -1, -1))


def modules(code: str) -> str:
    """The symbol with the white around it, row by row from the top, ``1`` where it is dark."""
    white, beside = "0" * (MODULES + 2 * QUIET), "0" * QUIET
    rows = (f"{beside}{row:0{MODULES}b}{beside}" for row in matrix(code))
    return "".join((*(white,) * QUIET, *rows, *(white,) * QUIET))


def without_finders(rows: tuple[int, ...]) -> tuple[int, ...]:
    """The symbol's rows with the three corners left out."""
    return (
        *(row & ~_TOP_CORNERS for row in rows[:8]),
        *rows[8 : MODULES - 8],
        *(row & ~_BOTTOM_CORNER for row in rows[MODULES - 8 :]),
    )


def finders() -> tuple[int, ...]:
    """The three corners alone: what all symbols share and a card's template draws."""
    rows = matrix("0000000000")
    return tuple(row ^ rest for row, rest in zip(rows, without_finders(rows), strict=True))


def path(rows: tuple[int, ...]) -> str:
    """PDF operators of one filled path in units of a module, the symbol's bottom left at the origin.

    Dark modules side by side become one rectangle. One path with one fill leaves no seams between rectangles when it is
    rasterised, so those above each other needn't grow together: joining them costs ten times the time, and once the
    page is compressed it saves nothing.
    """
    parts: list[str] = []
    for y, row in zip(range(MODULES - 1, -1, -1), rows, strict=True):
        if row:
            for start, width in _PIECES:
                parts.append(_piece(y, start, width, row >> (MODULES - start - width) & ((1 << width) - 1)))
    return "".join((*parts, "f"))


@cache
def _piece(y: int, start: int, width: int, bits: int) -> str:
    """The rectangles of a few modules side by side."""
    runs = _RUN.finditer(f"{bits:0{width}b}")
    return "".join(f"{start + run.start()} {y} {run.end() - run.start()} 1 re " for run in runs)


@cache
def _basis() -> tuple[int, tuple[tuple[int, ...], ...]]:
    zero = _by_library("0" * 10)
    weights = tuple(
        tuple(zero ^ _by_library("0" * start + f"{1 << bit:0{end - start}}" + "0" * (10 - end)) for bit in range(bits))
        for start, end, bits in _GROUPS
    )
    return zero, weights


def _by_library(code: str) -> int:
    import qrcode
    from qrcode.constants import ERROR_CORRECT_Q

    symbol = qrcode.QRCode(version=1, error_correction=ERROR_CORRECT_Q, mask_pattern=MASK, border=0)
    # Without optimising, the library takes the one mode that fits all of it: numeric.
    symbol.add_data(code, optimize=0)
    symbol.make(fit=False)
    value = 0
    for row in symbol.modules:
        for dark in row:
            value = value << 1 | bool(dark)
    return value
