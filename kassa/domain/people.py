"""What the register holds of a person, as frozen values in the contract's words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from kassa.domain.standing import Standing
from kassa.words import Money, Text

NoteKind = Literal["ask", "likes", "family", "promise", "health", "other"]
NOTE_KINDS: tuple[NoteKind, ...] = ("ask", "likes", "family", "promise", "health", "other")
CardState = Literal["blank", "active", "lost", "blocked", "replaced"]
# Twelve months.
_RENEWAL = timedelta(days=365)
Channel = Literal["email", "sms", "letter", "analysis", "health"]
CHANNELS: tuple[Channel, ...] = ("email", "sms", "letter", "analysis", "health")


@dataclass(frozen=True, slots=True)
class Consent:
    """One channel's consent: given or refused, when and how."""

    channel: Channel
    given: bool
    at: datetime
    how: str | None


@dataclass(frozen=True, slots=True)
class Customer:
    """A person in the register.

    ``id`` is opaque, ``number`` the one people say; ``birthday`` is ``--06-03`` or ``1990-06-03``.
    """

    id: str
    number: int
    name: str | None
    phone: str | None
    email: str | None
    address: str | None
    birthday: str | None
    language: str | None
    tags: tuple[str, ...]
    consents: tuple[Consent, ...]
    since: date
    visits: int
    last_visit: datetime | None


@dataclass(frozen=True, slots=True)
class Hit:
    """One row of a search. ``phone_end`` is the telephone's last four digits; ``tier`` the tier's id."""

    id: str
    number: int
    name: str | None
    phone_end: str | None
    tier: str | None
    last_visit: datetime | None


@dataclass(frozen=True, slots=True)
class Note:
    """Something to remember.

    ``due`` is the day a promise falls, ``renewed`` when somebody last said that it still holds.
    """

    id: str
    customer: str
    kind: NoteKind
    text: str
    pinned: bool
    due: date | None
    assignee: str | None
    state: Literal["open", "done", "removed"]
    outcome: str | None
    created: datetime
    staff: str | None
    edited: bool
    renewed: datetime | None = None

    def asks_renewal(self, today: date) -> bool:
        """Whether to ask if it still holds: a family's people never agreed to be in the register. Rule: 16."""
        return (
            self.kind == "family" and self.state == "open" and today - (self.renewed or self.created).date() >= _RENEWAL
        )


@dataclass(frozen=True, slots=True)
class Card:
    """A physical loyalty card; ``customer`` is its holder's id, ``printed`` when it was last printed."""

    code: str
    state: CardState
    customer: str | None
    printed: datetime | None = None


@dataclass(frozen=True, slots=True)
class BoughtItem:
    """One line of a purchase; ``amount`` is the line's, when the till told it."""

    item: str
    quantity: int
    amount: Money | None = None


@dataclass(frozen=True, slots=True)
class Purchase:
    """A purchase as the till told it; ``returned`` is what came back of the amount; ``stamps`` what it moved, net."""

    id: str
    at: datetime
    business_date: date
    amount: Money | None
    returned: Money | None
    items: tuple[BoughtItem, ...]
    receipt: str | None
    undone: bool
    staff: str | None
    till: str


@dataclass(frozen=True, slots=True)
class Via:
    """The card that led to a customer."""

    code: str
    state: CardState


@dataclass(frozen=True, slots=True)
class Greeting:
    """The one line to say. ``note`` is the id of the question behind it, which F6 finishes."""

    kind: Literal["ask", "birthday", "tier", "absence", "first", "none"]
    say: Text
    note: str | None = None


@dataclass(frozen=True, slots=True)
class CustomerView:
    """Everything the till's panels show of one customer, from one read. ``open`` is filled from the later parts on."""

    customer: Customer
    greeting: Greeting
    notes: tuple[Note, ...]
    open: tuple[str, ...]
    standing: Standing
    cards: tuple[Card, ...]
    purchases: tuple[Purchase, ...]
    via: Via | None
