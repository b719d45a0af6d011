"""When the sample shop's customers come and what they buy: rhythms, seasons, opening hours.

A few regulars bring most of the takings, some have stopped coming, some have just begun. All of it is drawn from the
``Random`` passed in.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from kassa.domain.earning import Basket, Line

# Opening hours as minutes of the day, Monday first.
_HOURS = (*((450, 1080),) * 5, (540, 1020), (600, 960))
# Winter's long evenings and December's gifts; in July the students are away.
_SEASON = (9, 10, 10, 10, 10, 7, 5, 8, 11, 10, 11, 14)
_CLOSED = {(1, 1), (1, 6), (5, 1), (6, 6), (12, 24), (12, 25), (12, 26), (12, 31)}
_CATALOGUE = (89, 89, 95, 99, 99, 119, 129, 149, 169, 179, 199, 219, 229, 249, 269, 289, 299, 329, 349)


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit: its UTC moment, its day by the shop's clock, and what was bought."""

    at: datetime
    day: date
    basket: Basket


@dataclass(frozen=True, slots=True)
class Rhythm:
    """A way of coming: ``share`` per mille of the customers, visits a year, weekday weights, clock times, baskets.

    ``regular`` is how evenly the visits follow each other: 1 is a clock, 0 is chance. ``times`` are minutes of the day.
    """

    share: int
    least: float
    most: float
    week: tuple[int, int, int, int, int, int, int]
    times: tuple[int, ...]
    baskets: str
    regular: float = 0.4
    lapses: bool = False


RHYTHMS: Mapping[str, Rhythm] = {
    "devoted": Rhythm(14, 140, 210, (8, 8, 8, 8, 9, 6, 3), (480, 600, 730, 900), "fika", 0.6),
    "morning": Rhythm(36, 70, 140, (9, 9, 9, 9, 8, 1, 0), (465, 480, 490, 505), "morning", 0.7),
    "weekly": Rhythm(90, 25, 55, (3, 4, 5, 5, 8, 4, 1), (500, 720, 745, 930, 990), "fika"),
    "saturday": Rhythm(70, 18, 27, (0, 0, 0, 0, 1, 12, 2), (630, 660, 700, 780), "family", 0.9),
    "reader": Rhythm(110, 7, 20, (2, 3, 4, 4, 6, 6, 2), (720, 840, 960, 1020), "books"),
    "occasional": Rhythm(340, 2, 7, (3, 3, 3, 4, 6, 8, 5), (600, 720, 840, 900, 990), "fika", 0.1),
    "once": Rhythm(190, 1, 3, (3, 3, 3, 4, 6, 8, 5), (600, 720, 840, 900, 990), "fika", 0.1),
    "lapsed": Rhythm(150, 12, 40, (4, 4, 5, 5, 6, 5, 2), (480, 500, 720, 930), "fika", 0.5, lapses=True),
}

# How often, then what: `item*quantity`; `book` takes its price from the catalogue, `!` is an amount without items,
# `?` a visit of which nothing was typed.
_BASKETS = {
    "morning": "55 coffee, 16 coffee cinnamon-bun, 10 coffee bun, 4 coffee*2, 3 tea, 4 coffee sandwich, 2 coffee book, "
    "4 ?, 2 !",
    "fika": "24 coffee, 18 coffee cinnamon-bun, 14 coffee bun, 6 tea bun, 6 coffee sandwich, 5 coffee cake, "
    "5 coffee*2 bun*2, 4 chocolate cinnamon-bun, 6 coffee book, 5 book, 3 card, 2 ?, 2 !",
    "family": "24 coffee*2 bun*2, 16 coffee chocolate bun*2, 12 coffee*2 cinnamon-bun*2, 6 coffee*2 sandwich, "
    "8 coffee book, 8 coffee cake, 10 tea coffee bun, 4 book chocolate, 3 !",
    "books": "26 book, 22 coffee book, 10 coffee cinnamon-bun book, 9 book*2, 6 coffee book*2, 6 card, 5 tea book, "
    "8 coffee, 3 book card*2, 2 gift-card, 3 !",
}
_PRICES = {
    "coffee": 4200,
    "bun": 4600,
    "cinnamon-bun": 4700,
    "tea": 3800,
    "sandwich": 7900,
    "cake": 5800,
    "chocolate": 4500,
    "card": 2500,
}


class Shop:
    """The shop's calendar from ``first`` to ``now``, and visits drawn on it."""

    def __init__(self, random: Random, first: date, now: datetime, zone: ZoneInfo) -> None:
        self._random = random
        self._zone = zone
        self._now = now
        self.first = first
        self.today = now.astimezone(zone).date()
        self._offsets: dict[date, timedelta] = {}
        self._seasons = {name: _season(first, self.today, rhythm) for name, rhythm in RHYTHMS.items()}
        self._baskets = {name: _read_baskets(told) for name, told in _BASKETS.items()}

    def draw(self, rhythm: str, count: int, since: date, until: date) -> list[Visit]:
        """``count`` visits in that rhythm between two days, the first on the first day, in order of time."""
        way = RHYTHMS[rhythm]
        season = self._seasons[rhythm]
        low = bisect_left(season, max(since, self.first).toordinal())
        high = bisect_left(season, until.toordinal() + 1)
        if high <= low:
            low = max(0, min(low, len(season)) - 1)
            high = low + 1
        random, step = self._random.random, (high - low) / max(1, count)
        loose = 1 - way.regular
        visits = [self._visit(since, way)] if count and since >= self.first else []
        for number in range(len(visits), count):
            place = low + (number + 0.5 + (random() - 0.5) * loose) * step
            day = date.fromordinal(season[min(int(place), high - 1)])
            visits.append(self._visit(day, way))
        if count > 1:
            visits.sort(key=_moment)
        return visits

    def told(self, lines: Sequence[str]) -> list[Visit]:
        """The visits that a known person's file tells: "days clock amount items"."""
        visits = []
        for line in lines:
            days, clock, amount, *items = line.split()
            day = self.open_day(self.today - timedelta(days=int(days)))
            opens, closes = _HOURS[day.weekday()]
            at = self._utc(day, max(opens, min(int(clock[:2]) * 60 + int(clock[3:]), closes - 1)))
            visits.append(Visit(at, day, Basket(round(float(amount) * 100), _lines(items))))
        return visits

    def open_day(self, day: date) -> date:
        """The day itself, or the last one before it on which the shop was open."""
        while _is_closed(day):
            day -= timedelta(days=1)
        return day

    def _visit(self, day: date, way: Rhythm) -> Visit:
        random = self._random.random
        opens, closes = _HOURS[day.weekday()]
        minute = way.times[int(random() * len(way.times))] + int((random() + random() - 1) * 40)
        at = self._utc(day, max(opens, min(minute, closes - 1)))
        while at > self._now:
            # What would still lie ahead today was yesterday instead.
            day = self.open_day(day - timedelta(days=1))
            opens, closes = _HOURS[day.weekday()]
            at = self._utc(day, opens + int(random() * (closes - opens)))
        baskets = self._baskets[way.baskets]
        told = baskets[int(random() * len(baskets))]
        if isinstance(told, Basket):
            return Visit(at, day, told)
        return Visit(at, day, self._priced(told))

    def _priced(self, told: str) -> Basket:
        """A basket whose price differs from time to time."""
        random = self._random.random
        if told == "!":
            return Basket(4200 + 100 * int(random() * 150))
        items = told.split()
        lines = _lines(items)
        amount = non_earning = 0
        for line in lines:
            if line.item == "book":
                amount += 100 * sum(_CATALOGUE[int(random() * len(_CATALOGUE))] for _ in range(line.quantity))
            elif line.item == "gift-card":
                amount = non_earning = 10000 * (1 + int(random() * 5))
            else:
                amount += _PRICES[line.item] * line.quantity
        # The gift card's sum is typed as what earns nothing; as an item it would have no price to take away.
        return Basket(amount, tuple(line for line in lines if line.item != "gift-card"), non_earning)

    def _utc(self, day: date, minute: int) -> datetime:
        offset = self._offsets.get(day)
        if offset is None:
            offset = datetime.combine(day, time(12), self._zone).utcoffset() or timedelta()
            self._offsets[day] = offset
        # The seconds spread visits of the same minute; the shop never opens in the hours when clocks change.
        return datetime(day.year, day.month, day.day, minute // 60, minute % 60, minute * 7 % 60, tzinfo=UTC) - offset


def _moment(visit: Visit) -> datetime:
    return visit.at


def _season(first: date, last: date, rhythm: Rhythm) -> list[int]:
    """Day ordinals, each as often as the season and the rhythm's weekdays weigh it."""
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return [
        day.toordinal()
        for day in days
        if not _is_closed(day)
        for _ in range(_SEASON[day.month - 1] * rhythm.week[day.weekday()])
    ] or [first.toordinal()]


def _is_closed(day: date) -> bool:
    return (day.month, day.day) in _CLOSED


def _lines(items: Sequence[str]) -> tuple[Line, ...]:
    return tuple(Line(item, int(quantity or 1)) for item, _, quantity in (each.partition("*") for each in items))


def _read_baskets(told: str) -> list[Basket | str]:
    """The baskets, each as often as it is bought; a string is one whose price has still to be drawn."""
    baskets: list[Basket | str] = []
    for entry in told.split(", "):
        often, _, what = entry.partition(" ")
        baskets += [_fixed(what)] * int(often)
    return baskets


def _fixed(what: str) -> Basket | str:
    if what == "?":
        return Basket()
    items = what.split()
    if what == "!" or any(each.startswith(("book", "gift-card")) for each in items):
        return what
    lines = _lines(items)
    return Basket(sum(_PRICES[line.item] * line.quantity for line in lines), lines)
