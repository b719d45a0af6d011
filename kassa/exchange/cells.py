"""Cells of workbooks as text: days and times in ISO, numbers as short as they are shown."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache, partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

# The formats that a workbook needn't define: days, times and both; East Asian days among them.
_DAYS = {*range(14, 18), *range(27, 32), 36, *range(50, 59)}
_TIMES = {*range(18, 22), *range(32, 36), 45, 47}
_MOMENT, _ELAPSED = 22, 46
_IGNORED = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!(?:h+|m+|s+)\])[^\]]*\]', re.IGNORECASE)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LAST_DAY = 2_958_466  # 10000-01-01


class Styles(dict[str, Callable[[str], str]]):
    """How the number in a cell becomes text, by the cell's style; a style that isn't here is of plain numbers."""

    def __init__(self, root: Element | None, epoch_1904: bool) -> None:
        super().__init__()
        if root is None:
            return
        codes = {each.get("numFmtId", ""): each.get("formatCode", "") for each in _inside(root, "numFmts")}
        for place, style in enumerate(_inside(root, "cellXfs")):
            number = style.get("numFmtId", "0")
            writer = _of_code(codes[number], epoch_1904) if number in codes else _of_number(number, epoch_1904)
            if writer is not None:
                self[str(place)] = writer


def unescaped(text: str) -> str:
    """A string of a workbook with the signs in it that XML can't hold."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


@lru_cache(10_000)
def number(raw: str) -> str:
    """``12.5`` of 12.50, ``46701234567`` of 4.6701234567E10, and what binary fractions leave at the end gone."""
    if raw.isdigit() and not raw.startswith("0"):
        return raw
    try:
        text = format(float(raw), ".15g")
    except ValueError:
        return raw.strip()
    if "e" in text:
        text = format(Decimal(text), "f")
    return "0" if text == "-0" else text


def iso(raw: str) -> str:
    """A day or moment that the workbook holds in ISO already: ``2026-09-03``, ``2026-09-03 09:51:00``."""
    day, _, time = raw.strip().partition("T")
    return f"{day} {time.removesuffix('Z').partition('.')[0]}".strip()


def _inside(root: Element, name: str) -> list[Element]:
    return [each for parent in root if parent.tag.rpartition(":")[2] == name for each in parent]


def _of_number(identity: str, epoch_1904: bool) -> Callable[[str], str] | None:
    known = int(identity)
    if known in _DAYS:
        return partial(_day, epoch_1904)
    if known in _TIMES or known == _ELAPSED:
        return partial(_time, epoch_1904, known == _ELAPSED)
    return partial(_moment, epoch_1904) if known == _MOMENT else None


def _of_code(code: str, epoch_1904: bool) -> Callable[[str], str] | None:
    """How numbers of a format are written: ``yyyy-mm-dd``, ``[h]:mm``, ``00000`` and the like."""
    shown = _IGNORED.sub("", code).partition(";")[0].lower()
    if len(shown) > 1 and set(shown) == {"0"}:
        return partial(_padded, len(shown))
    has_time = "h" in shown or "s" in shown
    if "d" in shown or "y" in shown:
        return partial(_moment if has_time else _day, epoch_1904)
    if has_time:
        return partial(_time, epoch_1904, "[" in shown)
    return partial(_day, epoch_1904) if "m" in shown else None


def _padded(width: int, raw: str) -> str:
    return number(raw).zfill(width)


@lru_cache(10_000)
def _day(epoch_1904: bool, raw: str) -> str:
    moment = _moment(epoch_1904, raw)
    return moment.removesuffix(" 00:00:00")


@lru_cache(10_000)
def _moment(epoch_1904: bool, raw: str) -> str:
    seconds = _seconds(raw)
    if seconds is None:
        return number(raw)
    first = datetime.fromisoformat("1904-01-01" if epoch_1904 else "1899-12-30")
    # Excel believes in the 29th of February 1900, so before it the count is one day behind.
    if not epoch_1904 and seconds < 60 * 86_400:
        first += timedelta(days=1)
    return (first + timedelta(seconds=seconds)).isoformat(" ")


@lru_cache(10_000)
def _time(epoch_1904: bool, elapsed: bool, raw: str) -> str:
    seconds = _seconds(raw)
    if seconds is None:
        return number(raw)
    if seconds >= 86_400 and not elapsed:
        return _moment(epoch_1904, raw)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _seconds(raw: str) -> int | None:
    try:
        days = float(raw)
    except ValueError:
        return None
    return round(days * 86_400) if 0 <= days < _LAST_DAY - 1462 else None
