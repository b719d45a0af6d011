"""Money as other programs write it: signs, currencies and separators of any kind, into minor units exactly."""

from __future__ import annotations

import re
import unicodedata
from decimal import ROUND_HALF_EVEN, Decimal

from kassa.domain.money import LARGEST, digits_of
from kassa.exchange.mapping import DecimalMark

_MINUS = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_BRACKETS = re.compile(r"\((.*)\)")
# What stands for the money before or behind a number: a name of three letters is looked at, the others say nothing.
_CODE = re.compile(r"[A-Z]{3}(?![A-Za-z])|(?<![A-Za-z])[A-Z]{3}$")
_UNIT = re.compile(r"(?i:kr\.?|zł|zl|kč|ft|us\$|a\$|c\$|r\$)|[:.,][-–=]$|:$")
_NUMBER = re.compile(r"(\d+|\d{1,3}([.,'’])(?:\d{2,3}\2)*\d{3})?(?:([.,])(\d*))?")
_CORE = re.compile(r"\d[\d.,]*\d")
_PLAIN = re.compile(r"-?\d{1,12}(?:\.\d\d)?")
# Two numbers, not one with its thousands apart.
_APART = re.compile(r"\d\s+\d{1,2}(?!\d)")
_COUNT = re.compile(r"(-)?(\d{1,9}(?:[.,]\d{1,6})?)\s*([^\W\d_]{0,5}\.?)(-)?")
_WEIGHED = frozenset(("kg", "g", "hg", "l", "dl", "cl", "ml", "lb", "oz", "m", "cm"))
_CACHED = 20_000


class Amounts:
    """Reads a file's amounts in its shop's currency, each text once.

    ``decimal`` is the file's decimal mark: it only decides where a number could be read in two ways, ``1.264``.
    With ``typed``, numbers come from a workbook as computers keep them: ``41.269999999999996`` is ``41.27``.
    """

    def __init__(self, currency: str, decimal: DecimalMark, typed: bool = False) -> None:
        self._currency = currency
        self._decimal: DecimalMark = decimal
        self._typed = typed
        self._known: dict[str, int | None] = {}

    def read(self, text: str) -> int | None:
        """Minor units of an amount; None where it is none, is in another currency or has parts of a minor unit."""
        try:
            return self._known[text]
        except KeyError:
            pass
        if len(self._known) > _CACHED:
            self._known.clear()
        self._known[text] = minor = read_amount(text, self._currency, self._decimal, self._typed)
        return minor


def read_amount(text: str, currency: str, decimal: DecimalMark, typed: bool = False) -> int | None:
    """As ``Amounts.read``."""
    bare = _bare(text, currency)
    if bare is None:
        return None
    negative, number = bare
    value = _number(number, decimal)
    if value is None:
        return None
    exact = value.scaleb(digits_of(currency))
    minor = exact.to_integral_value(ROUND_HALF_EVEN)
    if (minor != exact and not (typed and abs(minor - exact) < Decimal("0.0001"))) or minor > LARGEST:
        return None
    return -int(minor) if negative else int(minor)


def decimal_mark(text: str) -> DecimalMark | None:
    """Which mark parts the decimals in this amount, where it can be only one; None where it may be either or none."""
    core = _CORE.search("".join(text.split()))
    if core is None:
        return None
    number = core[0]
    commas, points = number.count(","), number.count(".")
    if not commas and not points:
        return None
    last: DecimalMark = "," if number.rfind(",") > number.rfind(".") else "."
    if commas and points:
        return last
    if commas + points > 1:
        return "." if commas else ","
    whole, _, fraction = number.partition(last)
    return None if len(fraction) == 3 and len(whole) <= 3 and whole != "0" else last


def read_count(text: str) -> tuple[Decimal, bool] | None:
    """How many of something, and whether it is counted and not weighed: ``2``, ``-1``, ``0,35``, ``2 st``, ``2 kg``.

    None for anything else.
    """
    if text.isdigit() and text.isascii() and len(text) < 10:
        return Decimal(text), True
    match = _COUNT.fullmatch(_MINUS.sub("-", text).strip().lstrip("'’"))
    if match is None:
        return None
    value = Decimal(match[2].replace(",", "."))
    counted = value == value.to_integral_value() and match[3].lower() not in _WEIGHED
    return -value if match[1] or match[4] else value, counted


def _bare(text: str, currency: str) -> tuple[bool, str] | None:
    """Whether it is negative, and the number alone with its marks; None where there is more than an amount."""
    if _PLAIN.fullmatch(text) and text.isascii():
        return text.startswith("-"), text.lstrip("-")
    if len(text) > 60:
        return None
    text = _MINUS.sub("-", unicodedata.normalize("NFKC", text)).strip().lstrip("'’").strip()
    negative = False
    if bracketed := _BRACKETS.fullmatch(text):
        negative, text = True, bracketed[1]
    if code := _CODE.search(text):
        if code[0] != currency:
            return None
        text = text[: code.start()] + text[code.end() :]
    if _APART.search(text):
        return None
    text = "".join(sign for sign in text if not sign.isspace() and unicodedata.category(sign) != "Sc")
    text = _UNIT.sub("", text)
    if text.startswith("-") or text.endswith("-"):
        if negative or text.strip("-") in ("", text):
            return None
        negative, text = True, text.removeprefix("-") if text.startswith("-") else text.removesuffix("-")
    text = text.removeprefix("+")
    return negative, text


def _number(text: str, decimal: DecimalMark) -> Decimal | None:
    if text.isdecimal():
        return Decimal(text)
    match = _NUMBER.fullmatch(text)
    if match is None or not any(sign.isdecimal() for sign in text):
        return None
    whole, grouping, mark, fraction = match[1] or "0", match[2], match[3], match[4] or ""
    if mark is not None and grouping is None and len(fraction) == 3 and 1 <= len(whole) <= 3 and whole != "0":
        # 1.264 or 1,264: the file says whether these are thousands
        if mark != decimal:
            return Decimal(whole + fraction)
    elif mark is not None and mark == grouping:
        return None
    if grouping:
        whole = whole.replace(grouping, "")
    return Decimal(f"{whole}.{fraction}" if fraction else whole)
