"""What the till shows of a customer's loyalty at a moment, in the contract's words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from kassa.words import Money

Unit = Literal["stamps", "points"]
LineKind = Literal["head_start", "earned", "bonus", "spent", "returned", "expired", "adjusted", "undone"]
RewardState = Literal["available", "redeemed", "expired", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One ledger line as a reply shows it; ``programme`` is the stamp card's id, None for points."""

    unit: Unit
    programme: str | None
    delta: int
    kind: LineKind


@dataclass(frozen=True, slots=True)
class StampCardStanding:
    """The open card of a stamp card. ``stamps`` counts the head start, ``head_start`` says how many of them it is."""

    programme: str
    name: str
    card_no: int
    stamps: int
    boxes: int
    head_start: int
    left: int


@dataclass(frozen=True, slots=True)
class TierStanding:
    """The tier held.

    ``next`` is a name, ``left`` what is missing to it (money, or visits), ``until`` the last kept day.
    """

    id: str
    name: str
    next: str | None
    left: Money | int | None
    until: date | None


@dataclass(frozen=True, slots=True)
class RewardStanding:
    """One reward: ``id`` is its own, ``reward`` the programme's; ``valid_until`` is the last day it can be redeemed."""

    id: str
    reward: str
    name: str
    state: RewardState
    valid_until: date | None


@dataclass(frozen=True, slots=True)
class PointsExpiry:
    """The points that expire next, and their last day."""

    points: int
    date: date


@dataclass(frozen=True, slots=True)
class PointsStanding:
    """The points balance."""

    balance: int
    next_expiry: PointsExpiry | None


@dataclass(frozen=True, slots=True)
class SubscriptionStanding:
    """A subscription held: uses left and last day."""

    id: str
    name: str
    item: str
    left: int
    until: date


@dataclass(frozen=True, slots=True)
class Standing:
    """A customer's stamp cards, tier, points, subscriptions and redeemable rewards at a moment."""

    stamp_cards: tuple[StampCardStanding, ...]
    tier: TierStanding | None
    points: PointsStanding | None
    subscriptions: tuple[SubscriptionStanding, ...]
    rewards: tuple[RewardStanding, ...]
