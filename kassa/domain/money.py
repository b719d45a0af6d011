"""Money as integer minor units, and its form in the contract: major units with a dot, ``"89.00"``."""

from __future__ import annotations

import re

# ISO 4217, the currencies whose minor unit is not a hundredth.
_DIGITS = {
    **dict.fromkeys("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(), 0),
    **dict.fromkeys("BHD IQD JOD KWD LYD OMR TND".split(), 3),
}
_FORM = re.compile(r"(-?)(\d{1,12})(?:\.(\d+))?")
LARGEST = 10**14


def digits_of(currency: str) -> int:
    """How many decimals the currency's minor unit has."""
    return _DIGITS.get(currency, 2)


def parse_money(text: str, currency: str) -> int | None:
    """Minor units of ``"89.00"`` or ``"89"``.

    None when it is no such amount or has parts smaller than the minor unit.
    """
    match = _FORM.fullmatch(text.strip())
    if match is None or not text.isascii():
        return None
    sign, whole, fraction = match[1], match[2], match[3] or ""
    digits = digits_of(currency)
    if len(fraction) > digits and fraction[digits:].strip("0"):
        return None
    minor: int = int(whole) * 10**digits + int((fraction + "000")[:digits] or "0")
    return -minor if sign else minor


def form_money(minor: int, currency: str) -> str:
    """The contract's form of an amount: ``8900`` öre is ``"89.00"``."""
    digits = digits_of(currency)
    sign = "-" if minor < 0 else ""
    whole, part = divmod(abs(minor), 10**digits)
    return f"{sign}{whole}.{part:0{digits}}" if digits else f"{sign}{whole}"
