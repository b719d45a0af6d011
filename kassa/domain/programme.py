"""The loyalty programme as values: what the owner's file says, with money in minor units and defaults filled in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal


@dataclass(frozen=True, slots=True)
class Item:
    """Something stamps can be counted on; a key for the till's quick buttons."""

    id: str
    name: str
    price: int | None = None
    cost: int | None = None
    earns: bool = True


@dataclass(frozen=True, slots=True)
class RewardRule:
    """Something to give. ``kind`` decides which of ``item``, ``value`` (minor units) and ``percent`` is set."""

    id: str
    name: str
    kind: Literal["item", "amount", "percent"]
    item: str | None = None
    value: int | None = None
    percent: float | None = None
    valid_days: int | None = None
    points: int | None = None
    ring_up: str | None = None


@dataclass(frozen=True, slots=True)
class StampCard:
    """A stamp card's rule: ``boxes`` stamps fill it, the first ``head_start`` of them may be given."""

    id: str
    name: str
    boxes: int
    per: Literal["item", "visit", "amount"]
    reward: str
    item: str | None = None
    step: int | None = None
    head_start: int = 0
    head_start_on: Literal["first", "every"] = "first"
    head_start_reason: str | None = None
    min_purchase: int = 0
    max_per_day: int | None = None


@dataclass(frozen=True, slots=True)
class Tier:
    """A level; ``start`` is minor units or visits, by the tiers' measure."""

    id: str
    name: str
    start: int
    points_factor: float = 1.0
    welcome: str | None = None
    benefit: str | None = None


@dataclass(frozen=True, slots=True)
class Tiers:
    """Rising levels by ``measure`` over the ``window_months`` behind; a tier once reached is kept ``keep_months``."""

    measure: Literal["spend", "visits"]
    window_months: int
    keep_months: int
    levels: tuple[Tier, ...]


@dataclass(frozen=True, slots=True)
class Points:
    """Points on amounts; counted from the sixth part on."""

    per: int
    expire_months: int | None = None


@dataclass(frozen=True, slots=True)
class Campaign:
    """A bonus narrowed by days, hours, dates, items and tiers; counted from the sixth part on."""

    id: str
    name: str
    days: tuple[str, ...] = ()
    hours: tuple[time, time] | None = None
    dates: tuple[date, date] | None = None
    items: tuple[str, ...] = ()
    tiers: tuple[str, ...] = ()
    stamps_factor: int = 1
    stamps_extra: int = 0
    points_factor: float = 1.0
    points_extra: int = 0
    reward: str | None = None
    stack: bool = False


@dataclass(frozen=True, slots=True)
class Birthday:
    """A reward around the birthday; given from the sixth part on."""

    reward: str
    days_before: int = 0
    days_after: int = 0
    joined_days: int = 0


@dataclass(frozen=True, slots=True)
class Referral:
    """Rewards for bringing a friend; given from the sixth part on."""

    reward: str
    welcome: str | None = None
    min_purchase: int = 0
    max_per_year: int | None = None


@dataclass(frozen=True, slots=True)
class Subscription:
    """An item paid for in advance; sold from the sixth part on."""

    id: str
    name: str
    item: str
    price: int | None = None
    months: int = 1
    uses: int | None = None
    max_per_day: int | None = None


@dataclass(frozen=True, slots=True)
class Streak:
    """Rewards for weeks in a row; given from the sixth part on."""

    per: str
    rewards: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Programme:
    """The whole programme file."""

    shop_name: str
    currency: str
    timezone: str
    day_starts: time = time(0)
    return_days: int = 30
    amount: Literal["required", "optional", "never"] = "optional"
    quick_item: str | None = None
    goodwill_per_day: int | None = None
    items: tuple[Item, ...] = ()
    rewards: tuple[RewardRule, ...] = ()
    stamp_cards: tuple[StampCard, ...] = ()
    tiers: Tiers | None = None
    points: Points | None = None
    campaigns: tuple[Campaign, ...] = ()
    birthday: Birthday | None = None
    referral: Referral | None = None
    subscriptions: tuple[Subscription, ...] = ()
    streak: Streak | None = None

    def item(self, item_id: str) -> Item | None:
        """The item of that id."""
        return next((item for item in self.items if item.id == item_id), None)

    def reward(self, reward_id: str) -> RewardRule | None:
        """The reward of that id."""
        return next((reward for reward in self.rewards if reward.id == reward_id), None)

    def stamp_card(self, card_id: str) -> StampCard | None:
        """The stamp card of that id."""
        return next((card for card in self.stamp_cards if card.id == card_id), None)


# Sections of the file that are read and kept, and that this version of Kassa gives nothing for.
_NOT_COUNTED = ("points", "campaigns", "birthday", "referral", "subscriptions", "streak")


def not_counted(programme: Programme) -> tuple[str, ...]:
    """The sections of a programme that are kept for a later version of Kassa, by the file's own words."""
    return tuple(
        section.removesuffix("s") if section in ("campaigns", "subscriptions") else section
        for section in _NOT_COUNTED
        if getattr(programme, section)
    )


@dataclass(frozen=True, slots=True)
class Version:
    """A programme with its number (from 1) and the UTC moment from which it is in force."""

    number: int
    since: datetime
    programme: Programme


@dataclass(frozen=True, slots=True)
class Versions:
    """All versions of the programme, oldest number first; there is at least one."""

    all: tuple[Version, ...]

    def at(self, moment: datetime) -> Version:
        """The version in force then; moments before the first version are judged by the first."""
        started = [version for version in self.all if version.since <= moment]
        return max(started, key=lambda version: (version.since, version.number)) if started else self.first

    @property
    def first(self) -> Version:
        """The version that judges the days before any was in force."""
        return min(self.all, key=lambda version: (version.since, version.number))

    def number(self, number: int) -> Version:
        """The version of that number."""
        return next(version for version in self.all if version.number == number)
