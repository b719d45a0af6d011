"""What the use cases of loyalty take and give back, in the contract's words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kassa.domain.people import Purchase
from kassa.domain.standing import Entry, LineKind, RewardStanding, Standing, Unit
from kassa.words import Text


@dataclass(frozen=True, slots=True)
class OrderItem:
    """One line of a basket; ``amount`` is the whole line's, in minor units."""

    item: str
    quantity: int = 1
    amount: int | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """A purchase to note. ``customer`` is a reference, amounts are minor units, ``op`` the caller's intention."""

    customer: str
    amount: int | None = None
    items: tuple[OrderItem, ...] = ()
    non_earning: int | None = None
    receipt: str | None = None
    at: datetime | None = None
    op: str | None = None


@dataclass(frozen=True, slots=True)
class Limited:
    """Stamps that a day limit refused: the stamp card's id, its name, how many, and the limit."""

    programme: str
    name: str
    refused: int
    limit: int


@dataclass(frozen=True, slots=True)
class Bought:
    """What a purchase did; ``limited`` says which stamps a day limit refused."""

    purchase: Purchase
    entries: tuple[Entry, ...]
    issued: tuple[RewardStanding, ...]
    limited: tuple[Limited, ...]
    standing: Standing


@dataclass(frozen=True, slots=True)
class WithdrawnReward:
    """A reward that a return took back."""

    id: str
    reward: str
    name: str


@dataclass(frozen=True, slots=True)
class Returned:
    """What a return did."""

    entries: tuple[Entry, ...]
    withdrawn: tuple[WithdrawnReward, ...]
    standing: Standing


@dataclass(frozen=True, slots=True)
class Redeemed:
    """The reward redeemed, and what the cashier keys into the till for it."""

    reward: RewardStanding
    ring_up: str | None
    standing: Standing


@dataclass(frozen=True, slots=True)
class Undone:
    """What an undo did; ``standing`` is None where it was not about anybody's loyalty."""

    entries: tuple[Entry, ...]
    standing: Standing | None


@dataclass(frozen=True, slots=True)
class Adjusted:
    """What a carried paper card or an adjustment did."""

    entries: tuple[Entry, ...]
    standing: Standing


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One line of ``why``: ``balance`` is the sum so far, ``because`` the arithmetic in words."""

    id: str
    at: datetime
    unit: Unit
    programme: str | None
    version: int
    kind: LineKind
    delta: int
    balance: int
    purchase: str | None
    reverses: str | None
    staff: str | None
    till: str
    because: Text
