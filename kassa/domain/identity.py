"""Personal identity numbers, noticed so that they can be refused kindly: the register has no room for them.

Sources: Skatteverket SKV 704 (personnummer) and SKV 707 (samordningsnummer): Luhn over nine digits; Skatteetaten's
fødselsnummer and D-number: two modulo-11 digits; Poland's Act of 24 September 2010 on population records: PESEL's
weights 1-3-7-9.
"""

from __future__ import annotations

import re
from datetime import date
from unicodedata import category

# Each looks ahead only, so that no false find hides a true one behind it. A book's number (978 …) is nobody's.
_BEGINS = r"(?<![\d+])(?<!97[89][- ])"
_TEN = re.compile(_BEGINS + r"(?=(1[89]|20)?(\d{6})( ?[-+]? ?)(\d{4})(?!\d))")
_TEN_DIVIDED = re.compile(
    _BEGINS + r"(?=(?:1[89]|20)?(\d\d)([-./ ])(\d\d)\2(\d\d)(?: ?[-+] ?|(?<= \d\d) )(\d{4})(?!\d))"
)
_SHORTEST = 10
_ELEVEN = re.compile(_BEGINS + r"(?=(\d\d)([-./ ]?)(\d\d)\2(\d\d) ?-? ?(\d{5})(?!\d))")


def holds_identity_number(text: str) -> bool:
    """Whether a Swedish, Norwegian or Polish personal identity number stands in the text."""
    if sum(map(str.isdecimal, text)) < _SHORTEST:
        return False
    plain = _plain(text)
    for century, six, divider, tail in _TEN.findall(plain):
        # Undivided, ten digits that begin with 07 are a mobile number far oftener than somebody born in 2007.
        mobile = not century and not divider and six.startswith("07")
        if not mobile and _is_swedish(six + tail):
            return True
    if any(_is_swedish(year + month + day + tail) for year, _, month, day, tail in _TEN_DIVIDED.findall(plain)):
        return True
    elevens = [one + two + three + tail for one, _, two, three, tail in _ELEVEN.findall(plain)]
    return any(_is_norwegian(eleven) or _is_pesel(eleven) for eleven in elevens)


def _plain(text: str) -> str:
    """The text with every script's digits, dashes and spaces as ASCII's."""
    return "".join(
        str(int(sign)) if sign.isdecimal()
        else "-" if sign == "\u2212" or category(sign) == "Pd"
        else " " if sign.isspace()
        else sign
        for sign in text
    )  # fmt: skip


def _day_exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _is_swedish(ten: str) -> bool:
    month, day = int(ten[2:4]), int(ten[4:6])
    day = day - 60 if day > 60 else day
    if not any(_day_exists(century + int(ten[:2]), month, day) for century in (1900, 2000)):
        return False
    total = 0
    for place, char in enumerate(ten):
        product = int(char) * (2 if place % 2 == 0 else 1)
        total += product // 10 + product % 10
    return total % 10 == 0


def _is_norwegian(eleven: str) -> bool:
    digits = [int(char) for char in eleven]
    day, month = int(eleven[:2]), int(eleven[2:4])
    day = day - 40 if day > 40 else day
    month = month - 80 if month > 80 else month - 40 if month > 40 else month
    if not any(_day_exists(century + int(eleven[4:6]), month, day) for century in (1800, 1900, 2000)):
        return False
    first = -sum(w * d for w, d in zip((3, 7, 6, 1, 8, 9, 4, 5, 2), digits, strict=False)) % 11
    second = -sum(w * d for w, d in zip((5, 4, 3, 2, 7, 6, 5, 4, 3, 2), digits, strict=False)) % 11
    return first == digits[9] and second == digits[10]


def _is_pesel(eleven: str) -> bool:
    digits = [int(char) for char in eleven]
    century_month, day = int(eleven[2:4]), int(eleven[4:6])
    # Months 41 and on are of centuries in which nobody who lives was born.
    century = {0: 1900, 1: 2000}.get(century_month // 20)
    if century is None or not _day_exists(century + int(eleven[:2]), century_month % 20, day):
        return False
    total = sum(w * d for w, d in zip((1, 3, 7, 9, 1, 3, 7, 9, 1, 3), digits, strict=False))
    return -total % 10 == digits[10]
