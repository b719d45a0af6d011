"""The shop's calendar: UTC moments, business dates, and months counted as people count them."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_BIRTHDAY = re.compile(r"(?:--|[0-9]{4}-)[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class ShopDay:
    """How a moment becomes a business date: the shop's zone and the hour its day starts."""

    zone: ZoneInfo
    day_starts: time

    @classmethod
    def of(cls, timezone: str, day_starts: time) -> ShopDay:
        """From the programme's words."""
        return cls(ZoneInfo(timezone), day_starts)

    def business_date(self, moment: datetime) -> date:
        """The business date of a moment: before the day's start it is still the day before."""
        day = moment.astimezone(self.zone).date()
        # Compared as moments: on the night when an hour comes twice, the wall clock would go back to yesterday.
        return day if moment >= self.start(day) else day - timedelta(days=1)

    def start(self, day: date) -> datetime:
        """The UTC moment at which a business date begins."""
        return datetime.combine(day, self.day_starts, self.zone).astimezone(UTC)

    def local(self, moment: datetime) -> datetime:
        """The moment on the shop's wall clock."""
        return moment.astimezone(self.zone)


def is_believable(moment: datetime) -> bool:
    """Whether a moment lies in the centuries in which a shop's calendar can be reckoned."""
    return 1900 <= moment.year < 2200


def add_months(day: date, months: int) -> date:
    """The same day of the month, ``months`` later (or earlier); the month's last day where it has no such day."""
    total = day.year * 12 + day.month - 1 + months
    year, month = divmod(total, 12)
    month += 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def birthday_in(birthday: str, year: int) -> date:
    """The birthday ``--06-03`` or ``1990-06-03`` in a year; 29 February is 1 March in other years."""
    month, day = int(birthday[-5:-3]), int(birthday[-2:])
    if (month, day) == (2, 29) and monthrange(year, 2)[1] == 28:
        return date(year, 3, 1)
    return date(year, month, day)


def read_birthday(text: str) -> str | None:
    """The canonical form of ``--06-03`` or ``1990-06-03``; None when there is no such day."""
    if not _BIRTHDAY.fullmatch(text):
        return None
    try:
        day = date.fromisoformat(text.replace("--", "2000-", 1) if text.startswith("--") else text)
    except ValueError:
        return None
    return f"--{day:%m-%d}" if text.startswith("--") else day.isoformat()
