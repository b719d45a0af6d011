"""Dates as other programs write them. Whether the day or the month stands first is found out from the whole file."""

from __future__ import annotations

import re
from datetime import date

from kassa.domain.calendar import read_birthday as canonical

_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T].*)?")
_YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?:[ T,].*)?")
_NO_YEAR = re.compile(r"(?:--)?(\d{1,2})[-/.](\d{1,2})\.?")
# What programs put where a birthday has no year.
_ANY_YEAR = ("0000", "0001", "1604", "1900", "9999")


class DayOrder:
    """Learns from a file's dates, as they pass, whether ``03/06`` is the third of June or the sixth of March."""

    def __init__(self) -> None:
        self._day_first = False
        self._month_first = False

    def learn(self, text: str) -> None:
        """Take a date of the file into account."""
        match = _YEAR_LAST.fullmatch(text) or (None if text.startswith("--") else _NO_YEAR.fullmatch(text))
        if match:
            self._day_first |= int(match[1]) > 12
            self._month_first |= int(match[2]) > 12

    def day_first(self, otherwise: bool) -> bool:
        """Whether the day stands first; ``otherwise`` where the file leaves it open."""
        return otherwise if self._day_first == self._month_first else self._day_first


def read_day(text: str, day_first: bool) -> date | None:
    """A date with its year, a time behind it passed over; None when there is no such day."""
    if match := _YEAR_FIRST.fullmatch(text):
        year, month, day = match.groups()
    elif match := _YEAR_LAST.fullmatch(text):
        day, month, year = match.groups() if day_first else (match[2], match[1], match[3])
    else:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def read_birthday(text: str, day_first: bool, today: date) -> str | None:
    """A birthday as the register has it, ``1990-06-03`` or ``--06-03``; None for no such day, or one to come."""
    if match := _NO_YEAR.fullmatch(text):
        first, second = (match[2], match[1]) if day_first and not text.startswith("--") else (match[1], match[2])
        return canonical(f"--{int(first):02}-{int(second):02}")
    if text.startswith(_ANY_YEAR) and (match := _YEAR_FIRST.fullmatch(text)):
        return canonical(f"--{int(match[2]):02}-{int(match[3]):02}")
    day = read_day(text, day_first)
    return day.isoformat() if day is not None and day.year > 1850 and day <= today else None
