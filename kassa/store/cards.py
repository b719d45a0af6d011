"""Loyalty cards: each code once, each change of state with its operation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from kassa.domain.people import Card, CardState
from kassa.store import schema
from kassa.store.moments import from_store, to_store

_table = schema.card
_MANY = 500
_holder = schema.customer.c.id
_in_use = (_table.c.customer == _holder) & (_table.c.state == "active")
_printed = select(_table.c.code).where(_in_use & _table.c.printed.is_not(None)).exists()
_without_print = ~_printed & schema.customer.c.gone.is_(None)


@dataclass(frozen=True, slots=True)
class CardMove:
    """A card that an operation moved to a state.

    ``before`` is the state that it was in, None where nothing was written of it.
    """

    code: str
    state: CardState
    before: CardState | None


def get(connection: Connection, code: str) -> Card | None:
    """The card of a code."""
    c = _table.c
    row = connection.execute(select(c.code, c.state, c.customer, c.printed).where(c.code == code)).first()
    return None if row is None else _card(row)


def of_customer(connection: Connection, customer: int) -> tuple[Card, ...]:
    """A customer's cards, those in use first, then the latest."""
    c = _table.c
    rows = connection.execute(
        select(c.code, c.state, c.customer, c.printed)
        .where(c.customer == customer)
        .order_by((c.state != "active"), c.printed.desc(), c.code)
    )
    return tuple(_card(row) for row in rows)


def active_codes(connection: Connection, customers: Sequence[int]) -> dict[int, str]:
    """The active card of each customer that has one."""
    c = _table.c
    found: dict[int, str] = {}
    for start in range(0, len(customers), _MANY):
        some = customers[start : start + _MANY]
        rows = connection.execute(
            select(c.customer, c.code).where((c.state == "active") & c.customer.in_(some)).order_by(c.code.desc())
        )
        found.update((row.customer, row.code) for row in rows)
    return found


def taken(connection: Connection, codes: Sequence[str]) -> set[str]:
    """Which of the codes are cards already."""
    found: set[str] = set()
    for start in range(0, len(codes), _MANY):
        some = codes[start : start + _MANY]
        found.update(connection.execute(select(_table.c.code).where(_table.c.code.in_(some))).scalars())
    return found


def without_print(connection: Connection, limit: int | None = None) -> list[int]:
    """The customers who hold no printed card in use; with a limit, so many of the first."""
    return list(connection.execute(select(_holder).where(_without_print).order_by(_holder).limit(limit)).scalars())


def count_without_print(connection: Connection) -> int:
    """How many they are."""
    return int(connection.execute(select(func.count()).where(_without_print)).scalar() or 0)


def first_without_print(connection: Connection, limit: int) -> list[tuple[int, str | None]]:
    """The first of them, each with the code of a card in use that was never printed, if there is one."""
    code = select(func.min(_table.c.code)).where(_in_use).scalar_subquery()
    rows = connection.execute(select(_holder, code).where(_without_print).order_by(_holder).limit(limit))
    return [(row[0], row[1]) for row in rows]


def counts(connection: Connection) -> dict[str, int]:
    """How many cards there are of each state."""
    rows = connection.execute(select(_table.c.state, func.count()).group_by(_table.c.state))
    return {row.state: row[1] for row in rows}


def append(
    connection: Connection, operation: int, codes: Iterable[tuple[str, int | None]], printed: datetime | None
) -> None:
    """New cards: (code, holder), blank where nobody holds it. The key refuses a code that exists."""
    moment = None if printed is None else to_store(printed)
    rows = [
        {"code": code, "state": "blank" if holder is None else "active", "customer": holder, "printed": moment}
        for code, holder in codes
    ]
    if not rows:
        return
    connection.execute(insert(_table), rows)
    connection.execute(
        insert(schema.card_event),
        [{"code": r["code"], "operation": operation, "state": r["state"], "customer": r["customer"]} for r in rows],
    )


def append_former(connection: Connection, operation: int, former: Sequence[tuple[str, str, int, str | None]]) -> None:
    """Cards that another shop's register knew as lost, blocked or replaced: (code, state, holder, what replaced it)."""
    if not former:
        return
    rows = [{"code": code, "state": state, "customer": holder, "printed": None} for code, state, holder, _ in former]
    connection.execute(insert(_table), rows)
    known = taken(connection, [by for _, _, _, by in former if by is not None])
    for code, _, _, by in former:
        if by in known:
            connection.execute(update(_table).where(_table.c.code == code).values(replaced_by=by))
    events = [{"code": r["code"], "operation": operation, "state": r["state"], "customer": r["customer"]} for r in rows]
    connection.execute(insert(schema.card_event), events)


def printed_again(connection: Connection, codes: Sequence[str], at: datetime) -> None:
    """Notes that cards were printed."""
    for start in range(0, len(codes), _MANY):
        some = codes[start : start + _MANY]
        connection.execute(update(_table).where(_table.c.code.in_(some)).values(printed=to_store(at)))


def change(
    connection: Connection,
    operation: int,
    before: Card,
    state: str,
    customer: int | None,
    replaced_by: str | None = None,
) -> bool:
    """Moves a card to another state; False when it is no longer in the one that was read."""
    c = _table.c
    moved = connection.execute(
        update(_table)
        .where((c.code == before.code) & (c.state == before.state))
        .values(state=state, customer=customer, replaced_by=replaced_by)
    )
    connection.execute(
        insert(schema.card_event).values(code=before.code, operation=operation, state=state, customer=customer)
    )
    return moved.rowcount == 1


def moves_of(connection: Connection, operation: int) -> tuple[CardMove, ...]:
    """What an operation did to cards, the latest first."""
    event = schema.card_event
    moved = connection.execute(
        select(event.c.id, event.c.code, event.c.state)
        .where(event.c.operation == operation)
        .order_by(event.c.id.desc())
    ).all()
    found = []
    for row in moved:
        of_card = select(event.c.state).where(event.c.code == row.code)
        before = connection.execute(of_card.where(event.c.id < row.id).order_by(event.c.id.desc()).limit(1)).first()
        found.append(CardMove(row.code, row.state, before.state if before else None))
    return tuple(found)


def forget(connection: Connection, code: str) -> None:
    """Takes out a card that never was one: made by an operation that is undone, and never printed."""
    connection.execute(delete(schema.card_event).where(schema.card_event.c.code == code))
    connection.execute(delete(_table).where(_table.c.code == code))


def _card(row: Row[*tuple[Any, ...]]) -> Card:
    code, state, customer, printed = row
    return Card(
        code, state, None if customer is None else f"c{customer}", None if printed is None else from_store(printed)
    )
