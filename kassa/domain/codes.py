"""The loyalty card's code: ten digits, nine of them random, the last a Damm check digit.

Source: H. Michael Damm, "Total anti-symmetrische Quasigruppen" (Marburg, 2004); the table is the thesis's
quasigroup of order 10. It finds every single wrong digit and every swap of two neighbours.
"""

from __future__ import annotations

from random import Random

from kassa.domain.identity import holds_identity_number

LENGTH = 10

_DAMM = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)


def _interim(digits: str) -> int:
    state = 0
    for digit in digits:
        state = _DAMM[state][ord(digit) - 48]
    return state


def new_code(random: Random) -> str:
    """A fresh code, never one that a note would refuse as a personal identity number.

    The store decides whether it is taken.
    """
    while True:
        digits = f"{random.randrange(10 ** (LENGTH - 1)):0{LENGTH - 1}}"
        code = digits + str(_interim(digits))
        if not holds_identity_number(code):
            return code


def is_code(text: str) -> bool:
    """Whether these are ten ASCII digits with the right check digit."""
    return len(text) == LENGTH and text.isascii() and text.isdigit() and _interim(text) == 0


def plain(text: str) -> str:
    """A code as stored: without the spaces and hyphens that group it."""
    return text.replace(" ", "").replace("-", "").replace("\u00a0", "")


def grouped(code: str) -> str:
    """A code as printed: ``407 193 8261``."""
    return f"{code[:3]} {code[3:6]} {code[6:]}"
