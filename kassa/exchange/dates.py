"""Dates and times as other programs write them. Whether the day or the month stands first is found out per file."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo

from kassa.domain.calendar import is_believable
from kassa.domain.calendar import read_birthday as canonical
from kassa.domain.folding import fold

_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\.?(?:[ T,].*)?", re.DOTALL)
_YEAR_LAST = re.compile(r"(\d{1,2})[-/.] ?(\d{1,2})[-/.] ?(\d{4})(?:[ T,].*)?", re.DOTALL)
_SHORT = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{2})(?:[ T,].*)?", re.DOTALL)
_NO_YEAR = re.compile(r"(?:--)?(\d{1,2})[-/.](\d{1,2})\.?")
_COMPACT = re.compile(r"(\d{4}|--)-?(\d{2})-?(\d{2})")
_WORDS = re.compile(r"(?:[^\W\d_]+,? )?(\d{1,2})(?:st|nd|rd|th)?\.?[ -]([^\W\d_]+)\.?(?:,? |-)?(\d{4})?(?:[ ,T].*)?")
_WORDS_MONTH_FIRST = re.compile(r"(?:[^\W\d_]+,? )?([^\W\d_]+)\.? (\d{1,2})(?:st|nd|rd|th)?(?:,? (\d{4}))?(?:[ ,T].*)?")
_TIME = re.compile(
    r"(?:.*[ T,]|[Tt])?(?:kl\.? ?)?(\d{1,2})[:.h](\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)?"
    r"(?: ?([AaPp])\.?[Mm]\.?)?(?: ?(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2}|[A-Z]{3,5}))?",
    re.DOTALL,
)
_AM_PM = re.compile(r"\d ?[ap]\.?m\b", re.IGNORECASE)
_OFFSET = re.compile(r"(?:UTC|GMT)?([+-])(\d{2}):?(\d{2})?")
# What programs put where a birthday has no year.
_ANY_YEAR = (0, 1, 1604, 1900, 9999)
# A year of two digits is a birthday's only where the other century is out of the question for a customer.
_YOUNGEST = 14
_MONTHS_IN = ("en", "sv", "nb", "da", "pl", "de", "fi")
_CACHED = 20_000
# Of so many different dates surely one would be after the 12th.
_ENOUGH = 10


class DayOrder:
    """Learns from a file's dates, as they pass, whether ``03/06`` is the third of June or the sixth of March."""

    def __init__(self) -> None:
        self._day_first = False
        self._month_first = False
        self._afternoons = False
        self._open = False
        self._either = False
        self._taken = 0
        self._taken_late = False
        self._seen: set[str] = set()

    def learn(self, text: str) -> None:
        """Take a date of the file into account."""
        if not text or text in self._seen:
            return
        if len(self._seen) > _CACHED:
            self._seen.clear()
        self._seen.add(text)
        match = _YEAR_LAST.fullmatch(text) or _SHORT.fullmatch(text)
        if match is None and not text.startswith("--"):
            match = _NO_YEAR.fullmatch(text)
        if match:
            self._open = True
            self._day_first |= int(match[1]) > 12
            self._month_first |= int(match[2]) > 12
            self._either |= int(match[1]) <= 12 and int(match[2]) <= 12
            self._afternoons |= bool(_AM_PM.search(text))
        elif taken := _YEAR_FIRST.fullmatch(text):
            self._taken += 1
            self._taken_late |= int(taken[3]) > 12

    def learn_time(self, text: str) -> None:
        """Take a time in a column of its own into account: with am and pm, months come first."""
        self._afternoons |= bool(_AM_PM.search(text))

    @property
    def known(self) -> bool:
        """Whether the file decides it: by a day after the 12th, or, as Americans write, by am and pm.

        A file whose dates can be read in one way only has nothing to decide.
        """
        return not self._open or self._day_first != self._month_first or (self._afternoons and not self._day_first)

    @property
    def turned(self) -> bool:
        """Whether a spreadsheet of another country took days for months wherever it could, and left the rest as text.

        Then none of its dates is after the 12th, and every text is.
        """
        left = self._day_first != self._month_first and not self._either
        return left and self._taken >= _ENOUGH and not self._taken_late

    def day_first(self, otherwise: bool) -> bool:
        """Whether the day stands first; ``otherwise`` where the file leaves it open."""
        if self._day_first == self._month_first:
            return False if self._afternoons and not self._day_first and self._open else otherwise
        return self._day_first


class Moments:
    """Reads a file's days and moments, each text once. Moments with a zone of their own are told in ``zone``.

    With ``turned`` days and months of ISO dates are the other way round (``DayOrder.turned``).
    """

    def __init__(self, day_first: bool, zone: tzinfo = UTC, *, turned: bool = False) -> None:
        self._day_first = day_first
        self._turned = turned
        self._zone = zone
        self._days: dict[str, date | None] = {}
        self._times: dict[str, tuple[time, tzinfo | None] | None] = {}

    def day(self, text: str) -> date | None:
        """As ``read_day``."""
        try:
            return self._days[text]
        except KeyError:
            pass
        if len(self._days) > _CACHED:
            self._days.clear()
        self._days[text] = day = read_day(turned_back(text) if self._turned else text, self._day_first)
        return day

    def moment(self, day_text: str, time_text: str = "", zone_text: str = "") -> datetime | None:
        """A date, its time in the same text or in its own (noon where there is none), with a zone if a text names one.

        None where the day or the time can't be read.
        """
        head, blank, rest = day_text.partition("T" if "T" in day_text[:11] else " ")
        if blank and rest[:1].isdigit() and ":" in rest and not time_text:
            day, time_text = self.day(head.rstrip(",")) or self.day(day_text), rest
        else:
            day = self.day(day_text)
            if not time_text and ":" in day_text:
                time_text = day_text
        if day is None:
            return None
        if not time_text:
            return datetime.combine(day, time(12))
        clock = self._clock(time_text)
        if clock is None:
            return None
        zone = clock[1] or (read_zone(zone_text) if zone_text else None)
        moment = datetime.combine(day, clock[0], zone)
        # At the calendar's ends there is no other zone's time.
        return moment if zone is None or not is_believable(moment) else moment.astimezone(self._zone)

    def _clock(self, text: str) -> tuple[time, tzinfo | None] | None:
        try:
            return self._times[text]
        except KeyError:
            pass
        if len(self._times) > _CACHED:
            self._times.clear()
        self._times[text] = clock = read_time(text)
        return clock


def read_day(text: str, day_first: bool) -> date | None:
    """A date with its year, a time behind it passed over; None when there is no such day.

    A year of two digits is this century's.
    """
    if match := _YEAR_FIRST.fullmatch(text):
        return _date(match[1], match[2], match[3])
    if match := _YEAR_LAST.fullmatch(text):
        return _date(match[3], match[2], match[1]) if day_first else _date(match[3], match[1], match[2])
    if match := _SHORT.fullmatch(text):
        year, month, day = _short(match, day_first)
        return _date(f"20{year}", month, day)
    if (match := _COMPACT.fullmatch(text)) and match[1] != "--":
        return _date(match[1], match[2], match[3])
    if (named := _named(text)) and named[0]:
        return _date(named[0], str(named[1]), str(named[2]))
    return None


def turned_back(text: str) -> str:
    """An ISO date whose day a spreadsheet took for the month; any other text as it is."""
    match = _YEAR_FIRST.fullmatch(text)
    return f"{match[1]}-{match[3]}-{match[2]}{text[match.end(3) :]}" if match else text


def read_time(text: str) -> tuple[time, tzinfo | None] | None:
    """A time of day, a date before it passed over, and its zone where it names one; None when there is no such time."""
    match = _TIME.fullmatch(text)
    if match is None:
        return None
    hour, minute, second = int(match[1]), int(match[2]), int(match[3] or 0)
    if match[4]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if match[4] in "Pp" else 0)
    try:
        return time(hour, minute, second), read_zone(match[5]) if match[5] else None
    except ValueError:
        return None


@cache
def read_zone(text: str) -> tzinfo | None:
    """The zone of ``+02:00``, ``UTC`` or ``Europe/Stockholm``; None for other names, which mean the shop's own."""
    if text in ("Z", "UTC", "GMT"):
        return UTC
    if match := _OFFSET.fullmatch(text):
        offset = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
        return timezone(offset if match[1] == "+" else -offset) if offset < timedelta(hours=24) else None
    if re.fullmatch(r"[A-Z]\w+(?:/[A-Z][\w+-]+){1,2}", text):
        try:
            return ZoneInfo(text)
        except (KeyError, OSError, ValueError):
            return None
    return None


def read_birthday(text: str, day_first: bool, today: date) -> str | None:
    """A birthday as the register has it, ``1990-06-03`` or ``--06-03``; None for no such day, or one to come.

    A year that stands for none, or that two digits leave in doubt, is left out.
    """
    if match := _NO_YEAR.fullmatch(text):
        first, second = (match[2], match[1]) if day_first and not text.startswith("--") else (match[1], match[2])
        return _yearless(first, second)
    if match := _SHORT.fullmatch(text):
        short, month, day = _short(match, day_first)
        year = today.year - (today.year - int(short)) % 100
        born = _date(str(year), month, day) or _date(str(year - 100), month, day)
        if born is None or today.year - year < _YOUNGEST:
            return _yearless(month, day)
        return born.isoformat()
    if match := _COMPACT.fullmatch(text):
        text = f"{match[1]}-{match[2]}-{match[3]}"
        if match[1] == "--":
            return _yearless(match[2], match[3])
    if (match := _YEAR_FIRST.fullmatch(text)) and int(match[1]) in _ANY_YEAR:
        return _yearless(match[2], match[3])
    if (named := _named(text)) and not named[0]:
        return _yearless(str(named[1]), str(named[2]))
    read = read_day(text, day_first)
    return read.isoformat() if read is not None and read.year > 1850 and read <= today else None


def read_listed_birthday(text: str, day_first: bool, today: date) -> str | None:
    """As ``read_birthday``; a spreadsheet gives ``2/4`` the year in which it was typed, which is nobody's."""
    read = read_day(text, day_first)
    if read is not None and abs(read.year - today.year) <= 1:
        return _yearless(str(read.month), str(read.day))
    return read_birthday(text, day_first, today)


def _short(match: re.Match[str], day_first: bool) -> tuple[str, str, str]:
    """Year, month and day of a date with a year of two digits, which stands last unless it can't be anything else."""
    if int(match[1]) > 31:
        return match[1], match[2], match[3]
    return (match[3], match[2], match[1]) if day_first else (match[3], match[1], match[2])


def _named(text: str) -> tuple[str | None, int, int] | None:
    """Year, month and day of a date whose month is a word: ``3 juni 1990``, ``Jun 3, 1990``."""
    if text.isascii() and not any(sign.isalpha() for sign in text):
        return None
    if (match := _WORDS.fullmatch(text)) and (month := _months().get(fold(match[2]))):
        return match[3], month, int(match[1])
    if (match := _WORDS_MONTH_FIRST.fullmatch(text)) and (month := _months().get(fold(match[1]))):
        return match[3], month, int(match[2])
    return None


@cache
def _months() -> dict[str, int]:
    from babel.dates import get_month_names

    names: dict[str, int] = {}
    for language in _MONTHS_IN:
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                for month, name in get_month_names(width, context, language).items():
                    names.setdefault(fold(name).rstrip("."), month)
    return names


def _yearless(month: str, day: str) -> str | None:
    return canonical(f"--{int(month):02}-{int(day):02}")


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
