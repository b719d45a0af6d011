"""Rewards: each can be given once for its cause and redeemed once, held by a unique key and conditional writes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import Connection, Row, bindparam, insert, or_, select, update

from kassa.domain.stamps import FilledCard
from kassa.store import schema
from kassa.store.moments import from_store, new_number, to_store

_table = schema.reward

# What every purchase runs is prepared once: building a statement costs more than running it.
_OF_CUSTOMER = (
    select(_table)
    .where(_table.c.customer == bindparam("whose"))
    .order_by(_table.c.valid_until.is_(None), _table.c.valid_until, _table.c.id)
)
_AVAILABLE = _OF_CUSTOMER.where(_table.c.state == "available")


@dataclass(frozen=True, slots=True)
class StoredReward:
    """One reward. ``state`` knows nothing of expiry: that is a question of the day."""

    id: int
    customer: int
    reward: str
    version: int
    cause: str
    programme: str | None
    filled: FilledCard | None
    operation: int
    purchase: int | None
    issued_at: datetime
    valid_until: date | None
    state: Literal["available", "redeemed", "withdrawn"]
    redeemed: int | None
    redeemed_at: datetime | None


def public(number: int) -> str:
    """A reward's opaque id."""
    return f"r{number}"


def issue(
    connection: Connection,
    *,
    customer: int,
    reward: str,
    version: int,
    cause: str,
    operation: int,
    purchase: int | None,
    issued_at: datetime,
    valid_until: date | None,
    programme: str | None = None,
    filled: FilledCard | None = None,
) -> int:
    """Gives a reward; the unique key on the cause refuses a second one while the first stands."""
    result = connection.execute(
        insert(_table).values(
            customer=customer,
            reward=reward,
            version=version,
            cause=cause,
            programme=programme,
            card_number=filled.number if filled else None,
            card_version=filled.version if filled else None,
            card_boxes=filled.boxes if filled else None,
            head_start=filled.head_start if filled else 0,
            operation=operation,
            purchase=purchase,
            issued_at=to_store(issued_at),
            valid_until=None if valid_until is None else valid_until.isoformat(),
            state="available",
        )
    )
    return new_number(result)


def issue_to_many(
    connection: Connection,
    causes: Mapping[str, int],
    *,
    reward: str,
    version: int,
    operation: int,
    issued_at: datetime,
    valid_until: date | None,
) -> dict[str, int]:
    """Gives the same reward to a customer for each cause; the reward's number for each."""
    same = {
        "reward": reward,
        "version": version,
        "operation": operation,
        "issued_at": to_store(issued_at),
        "valid_until": None if valid_until is None else valid_until.isoformat(),
        "state": "available",
    }
    if not causes:
        return {}
    connection.execute(insert(_table), [{**same, "cause": cause, "customer": whose} for cause, whose in causes.items()])
    c = _table.c
    rows = connection.execute(select(c.cause, c.id).where(c.operation == operation))
    return {row.cause: row.id for row in rows if row.cause in causes}


def get(connection: Connection, number: int) -> StoredReward | None:
    """One reward."""
    row = connection.execute(select(_table).where(_table.c.id == number)).first()
    return None if row is None else _stored(row)


def of_customer(connection: Connection, customer: int) -> tuple[StoredReward, ...]:
    """A customer's rewards that can still matter: all that are not withdrawn, oldest first."""
    c = _table.c
    rows = connection.execute(select(_table).where((c.customer == customer) & (c.state != "withdrawn")).order_by(c.id))
    return tuple(_stored(row) for row in rows)


def available(connection: Connection, customer: int, at: datetime | None = None) -> tuple[StoredReward, ...]:
    """The rewards neither redeemed nor withdrawn, now or as of a past moment; the day decides which have expired."""
    if at is None:
        return tuple(_stored(row) for row in connection.execute(_AVAILABLE, {"whose": customer}))
    c, moment = _table.c, to_store(at)
    then = (
        _OF_CUSTOMER.where(c.issued_at <= moment)
        .where(or_(c.redeemed_at.is_(None), c.redeemed_at > moment))
        .where(or_(c.withdrawn_at.is_(None), c.withdrawn_at > moment))
    )
    return tuple(_stored(row) for row in connection.execute(then, {"whose": customer}))


def of_operation(connection: Connection, operation: int) -> tuple[StoredReward, ...]:
    """The rewards that an operation issued."""
    rows = connection.execute(select(_table).where(_table.c.operation == operation).order_by(_table.c.id))
    return tuple(_stored(row) for row in rows)


def filled_cards(connection: Connection, customer: int, programme: str) -> tuple[FilledCard, ...]:
    """The filled cards of a stamp card whose reward was not redeemed, newest first."""
    c = _table.c
    rows = connection.execute(
        select(_table)
        .where((c.customer == customer) & (c.programme == programme) & (c.state == "available"))
        .order_by(c.card_number.desc())
    )
    return tuple(stored.filled for row in rows if (stored := _stored(row)).filled is not None)


def redeem(connection: Connection, number: int, operation: int, at: datetime) -> bool:
    """Redeems a reward; False when it is not there to be redeemed any more."""
    c = _table.c
    moved = connection.execute(
        update(_table)
        .where((c.id == number) & (c.state == "available"))
        .values(state="redeemed", redeemed=operation, redeemed_at=to_store(at))
    )
    return moved.rowcount == 1


def give_back(connection: Connection, number: int, redemption: int) -> bool:
    """Makes a redeemed reward available again; False when that redemption no longer stands."""
    c = _table.c
    moved = connection.execute(
        update(_table)
        .where((c.id == number) & (c.state == "redeemed") & (c.redeemed == redemption))
        .values(state="available", redeemed=None, redeemed_at=None)
    )
    return moved.rowcount == 1


def withdraw(connection: Connection, number: int, operation: int, at: datetime) -> bool:
    """Takes an unredeemed reward back; False when it was redeemed meanwhile."""
    c = _table.c
    moved = connection.execute(
        update(_table)
        .where((c.id == number) & (c.state == "available"))
        .values(state="withdrawn", withdrawn=operation, withdrawn_at=to_store(at))
    )
    return moved.rowcount == 1


def withdrawn_welcomes(connection: Connection, customer: int, operation: int) -> dict[str, int]:
    """The welcomes to a tier, by cause, that an operation withdrew and that nothing has taken the place of."""
    c, other = _table.c, _table.alias().c
    again = select(other.id).where(
        (other.customer == c.customer) & (other.cause == c.cause) & (other.state != "withdrawn")
    )
    where = (c.customer == customer) & (c.withdrawn == operation) & c.programme.is_(None) & ~again.exists()
    return {row.cause: row.id for row in connection.execute(select(c.cause, c.id).where(where).order_by(c.id))}


def restore(connection: Connection, number: int) -> bool:
    """Undoes a withdrawal."""
    c = _table.c
    moved = connection.execute(
        update(_table)
        .where((c.id == number) & (c.state == "withdrawn"))
        .values(state="available", withdrawn=None, withdrawn_at=None)
    )
    return moved.rowcount == 1


def _stored(row: Row[*tuple[Any, ...]]) -> StoredReward:
    r = row._mapping
    filled = None
    if r["card_number"] is not None:
        filled = FilledCard(r["card_number"], r["card_version"], r["card_boxes"], r["head_start"], r["id"])
    return StoredReward(
        r["id"], r["customer"], r["reward"], r["version"], r["cause"], r["programme"], filled, r["operation"],
        r["purchase"], from_store(r["issued_at"]), date.fromisoformat(r["valid_until"]) if r["valid_until"] else None,
        r["state"], r["redeemed"], None if r["redeemed_at"] is None else from_store(r["redeemed_at"]),
    )  # fmt: skip
