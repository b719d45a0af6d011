"""What was: a customer's purchases counted, what notes said before, what became of cards, and who did it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from kassa.domain.people import CardState, Channel
from kassa.store import schema
from kassa.store.moments import from_store

_operation = schema.operation
_ledger = schema.ledger


@dataclass(frozen=True, slots=True)
class Done:
    """An operation: when, by whom, at which till; ``verb`` is what was done."""

    number: int
    verb: str
    at: datetime
    staff: str | None
    till: str


@dataclass(frozen=True, slots=True)
class NotePast:
    """What a note's fields were before an operation changed them."""

    note: int
    done: Done
    before: dict[str, Any]


@dataclass(frozen=True, slots=True)
class CardEvent:
    """A card came into a state."""

    code: str
    state: CardState
    done: Done


@dataclass(frozen=True, slots=True)
class ConsentEvent:
    """A consent was given or refused."""

    channel: Channel
    given: bool
    at: datetime
    how: str | None
    staff: str | None


@dataclass(frozen=True, slots=True)
class CustomerPast:
    """The fields of a customer that an operation changed: as they were, and as it left them."""

    done: Done
    before: dict[str, Any]
    after: dict[str, Any]


def customer_past(connection: Connection, customer: int) -> tuple[CustomerPast, ...]:
    """What was changed of a customer, newest first."""
    changed = schema.customer_past
    rows = connection.execute(
        select(changed.c.before, changed.c.after, _operation.c.id, _operation.c.verb, _operation.c.at)
        .add_columns(_operation.c.staff, _operation.c.till)
        .join_from(changed, _operation, _operation.c.id == changed.c.operation)
        .where(changed.c.customer == customer)
        .order_by(changed.c.id.desc())
    )
    return tuple(
        CustomerPast(
            Done(row.id, row.verb, from_store(row.at), row.staff, row.till),
            json.loads(row.before),
            json.loads(row.after),
        )
        for row in rows
    )


def purchases_count(connection: Connection, customer: int) -> int:
    """How many purchases a customer has in all, undone ones too."""
    c = schema.purchase.c
    return int(connection.execute(select(func.count()).where(c.customer == customer)).scalar_one())


def stamps_moved(connection: Connection, customer: int, purchases: Sequence[int]) -> dict[int, int]:
    """The stamps that purchases moved and that still stand; a card that was filled or opened again doesn't count."""
    c = _ledger.c
    rows = connection.execute(
        select(c.purchase, func.sum(c.delta).label("moved"))
        .where((c.customer == customer) & c.purchase.in_(purchases) & (c.unit == "stamps"))
        .where(c.reward.is_(None) & (c.kind != "head_start"))
        .group_by(c.purchase)
    )
    return {row.purchase: int(row.moved) for row in rows if row.moved}


def operations(connection: Connection, numbers: Sequence[int]) -> dict[int, Done]:
    """Operations by their numbers."""
    rows = connection.execute(select(_operation).where(_operation.c.id.in_(numbers)))
    return {row.id: Done(row.id, row.verb, from_store(row.at), row.staff, row.till) for row in rows}


def notes_of(connection: Connection, customer: int) -> list[int]:
    """The numbers of all of a customer's notes, the finished ones too, newest first."""
    c = schema.note.c
    return list(connection.execute(select(c.id).where(c.customer == customer).order_by(c.id.desc())).scalars())


def notes_past(connection: Connection, customer: int) -> tuple[NotePast, ...]:
    """What a customer's notes said before each change, newest change first."""
    past = schema.note_past
    rows = connection.execute(
        select(past.c.note, past.c.before, _operation.c.id, _operation.c.verb, _operation.c.at)
        .add_columns(_operation.c.staff, _operation.c.till)
        .join_from(past, schema.note, schema.note.c.id == past.c.note)
        .join(_operation, _operation.c.id == past.c.operation)
        .where(schema.note.c.customer == customer)
        .order_by(past.c.id.desc())
    )
    return tuple(
        NotePast(row.note, Done(row.id, row.verb, from_store(row.at), row.staff, row.till), json.loads(row.before))
        for row in rows
    )


def card_events(connection: Connection, customer: int) -> tuple[CardEvent, ...]:
    """What became of a customer's cards, newest first."""
    event = schema.card_event
    rows = connection.execute(
        select(event.c.code, event.c.state, _operation.c.id, _operation.c.verb, _operation.c.at)
        .add_columns(_operation.c.staff, _operation.c.till)
        .join_from(event, _operation, _operation.c.id == event.c.operation)
        .where(event.c.customer == customer)
        .order_by(event.c.id.desc())
    )
    return tuple(
        CardEvent(row.code, row.state, Done(row.id, row.verb, from_store(row.at), row.staff, row.till)) for row in rows
    )


def last_of_card(connection: Connection, code: str) -> Done | None:
    """The operation that made a card what it is now; None where nothing was written of it."""
    event = schema.card_event
    row = connection.execute(
        select(_operation)
        .join_from(event, _operation, _operation.c.id == event.c.operation)
        .where(event.c.code == code)
        .order_by(event.c.id.desc())
        .limit(1)
    ).first()
    return None if row is None else Done(row.id, row.verb, from_store(row.at), row.staff, row.till)


def consents_of(connection: Connection, customer: int) -> tuple[ConsentEvent, ...]:
    """Every consent and refusal of a customer, newest first."""
    c = schema.consent.c
    rows = connection.execute(
        select(c.channel, c.given, c.at, c.how, c.staff).where(c.customer == customer).order_by(c.id.desc())
    )
    return tuple(ConsentEvent(row.channel, bool(row.given), from_store(row.at), row.how, row.staff) for row in rows)


def tags_in_use(connection: Connection) -> tuple[str, ...]:
    """Every tag that somebody has, the commonest first."""
    c = schema.tag.c
    return tuple(connection.execute(select(c.name).group_by(c.name).order_by(func.count().desc(), c.name)).scalars())


@dataclass(frozen=True, slots=True)
class RewardPast:
    """A reward, the purchase that earned it, and the operations that issued, redeemed and withdrew it."""

    id: int
    reward: str
    version: int
    purchase: int | None
    issued: int
    redeemed: int | None
    withdrawn: int | None


def rewards_of(connection: Connection, customer: int) -> tuple[RewardPast, ...]:
    """All of a customer's rewards, the withdrawn ones too, oldest first."""
    c = schema.reward.c
    rows = connection.execute(
        select(c.id, c.reward, c.version, c.purchase, c.operation, c.redeemed, c.withdrawn)
        .where(c.customer == customer)
        .order_by(c.id)
    )
    return tuple(RewardPast(*row) for row in rows)
