"""Days as a shopkeeper says them: "on Thursday", "3 weeks ago", "due tomorrow". Pure: today is passed in."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from kassa.domain import calendar
from kassa.words import Words


def ago(words: Words, day: date, today: date) -> str:
    """A past day beside today; a day ahead of today (a clock that was moved) is written out as a date."""
    days = (today - day).days
    if days < 0:
        return full_day(words, day)
    if days == 0:
        return words.tr("today")
    if days == 1:
        return words.tr("yesterday")
    if days < 7:
        return _past_weekday(words, day)
    if days < 14:
        return words.tr("last week")
    if days < 61:
        weeks = days // 7
        return words.ntr("{n} week ago", "{n} weeks ago", weeks).format(n=weeks)
    months = _whole_months(day, today)
    if months < 24:
        return words.ntr("{n} month ago", "{n} months ago", months).format(n=months)
    years = months // 12
    return words.ntr("{n} year ago", "{n} years ago", years).format(n=years)


def due(words: Words, day: date, today: date) -> str:
    """When a promise falls due."""
    days = (day - today).days
    if days == 0:
        return words.tr("today")
    if days == 1:
        return words.tr("tomorrow")
    if days == -1:
        return words.tr("since yesterday")
    if days < 0:
        return words.tr("since {date}").format(date=_day_and_month(words, day, today))
    if days < 7:
        return _coming_weekday(words, day)
    return _day_and_month(words, day, today)


def short_day(words: Words, day: date, today: date) -> str:
    """A day in a list: weekday, day and month, or the year when that is another: ``to 19 nov``, ``19 nov 2024``.

    The stops of the shortened words go, an ordinal's stays: Norwegian ``to 19. nov``.
    """
    form = "EEEEEE d MMM" if day.year == today.year else "d MMM y"
    return re.sub(r"(?<=[^\W\d])\.", "", words.date(day, form))


def until(words: Words, day: date, today: date) -> str:
    """The last day of something, that day included."""
    return words.tr("until {date}").format(date=_day_and_month(words, day, today))


def full_day(words: Words, day: date) -> str:
    """A day written out with its year: ``31 mars 2027``."""
    return words.date(day)


def _day_and_month(words: Words, day: date, today: date) -> str:
    near = day.year == today.year or timedelta(0) <= day - today < timedelta(days=60)
    return words.date(day, "d MMMM" if near else "d MMMM y")


def _whole_months(day: date, today: date) -> int:
    months = (today.year - day.year) * 12 + today.month - day.month
    return months if today.day >= day.day else months - 1


def _past_weekday(words: Words, day: date) -> str:
    names = (
        words.tr("last Monday"),
        words.tr("last Tuesday"),
        words.tr("last Wednesday"),
        words.tr("last Thursday"),
        words.tr("last Friday"),
        words.tr("last Saturday"),
        words.tr("last Sunday"),
    )
    return names[day.weekday()]


def _coming_weekday(words: Words, day: date) -> str:
    names = (
        words.tr("on Monday"),
        words.tr("on Tuesday"),
        words.tr("on Wednesday"),
        words.tr("on Thursday"),
        words.tr("on Friday"),
        words.tr("on Saturday"),
        words.tr("on Sunday"),
    )
    return names[day.weekday()]


_TYPED = re.compile(r"(\d{1,2})\s*[./ -]\s*(\d{1,2})\.?(?:\s*[./ -]?\s*(\d{4}))?")


def read_day(text: str, today: date) -> date | None:
    """A day as people type it, ``30/11``, ``30.11.2026`` or ``2026-11-30``; without a year the next such day.

    None: no day.
    """
    text = text.strip()
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            return date.fromisoformat(text)
        match = _TYPED.fullmatch(text)
        if match is None:
            return None
        day, month = int(match[1]), int(match[2])
        if match[3]:
            return date(int(match[3]), month, day)
        for year in range(today.year, today.year + 9):
            if monthrange(year, month)[1] >= day and date(year, month, day) >= today:
                return date(year, month, day)
    except ValueError:  # no such day or month
        return None
    return None


def read_birthday(text: str) -> str | None:
    """A birthday as people type it, ``3/6`` or ``3.6.1990`` or ``1990-06-03``, in the register's form. None: no day."""
    text = text.strip()
    known = calendar.read_birthday(text)
    if known is not None:
        return known
    match = _TYPED.fullmatch(text)
    if match is None:
        return None
    return calendar.read_birthday(f"{match[3] or '-'}-{int(match[2]):02d}-{int(match[1]):02d}")


def birthday_typed(birthday: str) -> str:
    """The register's form as one would type it: ``3/6 1990``."""
    year, month, day = birthday[:-6].strip("-"), int(birthday[-5:-3]), int(birthday[-2:])
    return f"{day}/{month} {year}".strip()
