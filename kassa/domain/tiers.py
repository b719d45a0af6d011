"""Tiers: a pure fold over what was bought. Rules: "What a toy gets wrong", 6 and 8.

Up at once; once reached, kept at least ``keep_months``; down only when those are over, and then to what the window
gives. Because the fold reads net purchases on their own days, a return or an undo takes back a tier that only that
purchase reached, and a late entry takes its place.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kassa.domain.calendar import add_months
from kassa.domain.programme import Tier, Tiers
from kassa.domain.standing import TierStanding
from kassa.words import Money


@dataclass(frozen=True, slots=True)
class Spent:
    """One purchase as tiers count it: its business date and net amount in minor units."""

    day: date
    amount: int


@dataclass(frozen=True, slots=True)
class Era:
    """The tiers in force from a business date on; ``tiers`` is None where the programme has none."""

    since: date
    tiers: Tiers | None


@dataclass(frozen=True, slots=True)
class Held:
    """The tier a customer holds: when it was reached, its last kept day (None for the lowest), and the window's sum."""

    tier: Tier
    rank: int
    reached: date | None
    until: date | None
    window: int


def hold(day: date, bought: Sequence[Spent], eras: Sequence[Era]) -> Held | None:
    """The tier held on ``day``. ``bought`` and ``eras`` are in order of days; the first also judges the days before.

    None when no tiers are in force that day.
    """
    eras = [eras[0], *(era for era in eras[1:] if era.since <= day)]
    walk = _Walk(eras[0].tiers)
    later = deque(eras[1:])
    for spent in bought:
        if spent.day > day:
            break
        while later and later[0].since <= spent.day:
            walk.change(later.popleft())
        walk.take(spent)
    while later:
        walk.change(later.popleft())
    return walk.held(day)


class _Walk:
    """The fold's state between two purchases."""

    def __init__(self, tiers: Tiers | None) -> None:
        self.tiers = tiers
        self.rank = 0
        self.reached: date | None = None
        self.kept: date | None = None
        self.window: deque[Spent] = deque()
        self.sum = 0
        self.past: list[Spent] = []

    def _worth(self, spent: Spent) -> int:
        if self.tiers is None:
            return 0
        return spent.amount if self.tiers.measure == "spend" else 1

    def _slide(self, day: date) -> None:
        if self.tiers is None:
            return
        opens = add_months(day, -self.tiers.window_months)
        while self.window and self.window[0].day <= opens:
            self.sum -= self._worth(self.window.popleft())

    def _given(self) -> int:
        levels = self.tiers.levels if self.tiers else ()
        return max((rank for rank, level in enumerate(levels) if self.sum >= level.start), default=0)

    def _fall(self, day: date) -> None:
        """Down to what the window gives, where the kept months are over."""
        if self.kept is not None and day > self.kept and self._given() < self.rank:
            self.rank = self._given()
            self.reached = None
            if self.rank == 0:
                self.kept = None

    def _rise(self, day: date) -> None:
        if self.tiers is not None and self._given() > self.rank:
            self.rank = self._given()
            self.reached = day
            self.kept = add_months(day, self.tiers.keep_months)

    def take(self, spent: Spent) -> None:
        self.past.append(spent)
        if self.tiers is None:
            return
        self._slide(spent.day)
        self._fall(spent.day)
        self.window.append(spent)
        self.sum += self._worth(spent)
        self._rise(spent.day)

    def change(self, era: Era) -> None:
        """New rules: what was reached stays, at the level of the same id, or of the same height where that is gone."""
        if self.tiers is not None:
            self._slide(era.since)
            self._fall(era.since)
        old = self.tiers.levels[self.rank] if self.tiers else None
        self.tiers = era.tiers
        if era.tiers is None:
            return
        self.rank = _same(old, era.tiers)
        if self.rank == 0:
            self.kept = None
        self.window = deque(self.past)
        self.sum = sum(self._worth(spent) for spent in self.past)
        self._slide(era.since)
        self._rise(era.since)

    def held(self, day: date) -> Held | None:
        if self.tiers is None or not self.tiers.levels:
            return None
        self._slide(day)
        self._fall(day)
        until = None
        if self.rank:
            assert self.kept is not None
            until = self.kept if day <= self.kept else self._window_holds()
        return Held(self.tiers.levels[self.rank], self.rank, self.reached, until, self.sum)

    def _window_holds(self) -> date:
        """The last day on which the window alone gives this tier, if nothing more is bought."""
        assert self.tiers is not None
        total = self.sum
        for spent in self.window:
            total -= self._worth(spent)
            if total < self.tiers.levels[self.rank].start:
                return add_months(spent.day, self.tiers.window_months) - timedelta(days=1)
        raise AssertionError("the window gives this tier")


def _same(old: Tier | None, tiers: Tiers) -> int:
    if old is None:
        return 0
    for rank, level in enumerate(tiers.levels):
        if level.id == old.id:
            return rank
    return max((rank for rank, level in enumerate(tiers.levels) if level.start <= old.start), default=0)


def standing(held: Held | None, tiers: Tiers | None, currency: str) -> TierStanding | None:
    """What the till shows of the tier."""
    if held is None or tiers is None:
        return None
    following = tiers.levels[held.rank + 1] if held.rank + 1 < len(tiers.levels) else None
    left: Money | int | None = None
    if following is not None:
        missing = max(0, following.start - held.window)
        left = Money(missing, currency) if tiers.measure == "spend" else missing
    return TierStanding(held.tier.id, held.tier.name, following.name if following else None, left, held.until)


def rank_of(tier_id: str | None, tiers: Tiers | None) -> int:
    """The rank of a tier's id, 0 for the lowest and for one that is gone."""
    levels = tiers.levels if tiers else ()
    return next((rank for rank, level in enumerate(levels) if level.id == tier_id), 0)
