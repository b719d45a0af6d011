"""The ledger and what stands on it: lines are only ever added; balances move by conditional writes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, update

from kassa.domain.stamps import OpenCard, StampLine
from kassa.domain.standing import LineKind, Unit
from kassa.store import schema
from kassa.store.moments import from_store, new_number, to_store
from kassa.store.texts import read_text, write_text
from kassa.words import Text

_table = schema.ledger
_cards = schema.stamp_card

# What every purchase runs is prepared once: building a statement costs more than running it.
_APPEND = insert(_table)
_OPEN_CARDS = select(_cards).where(_cards.c.customer == bindparam("whose"))
_STAMPS_ON = (
    select(func.coalesce(func.sum(_table.c.delta), 0))
    .join_from(_table, schema.purchase, schema.purchase.c.id == _table.c.purchase)
    .where((_table.c.customer == bindparam("whose")) & (_table.c.programme == bindparam("which")))
    .where((schema.purchase.c.business_date == bindparam("day")) & _table.c.reward.is_(None))
)
_BEGIN_CARD = insert(_cards)
_MOVE = (
    update(_cards)
    .where((_cards.c.customer == bindparam("whose")) & (_cards.c.programme == bindparam("which")))
    .where((_cards.c.balance == bindparam("seen_balance")) & (_cards.c.number == bindparam("seen_number")))
    .values({name: bindparam(name) for name in ("number", "version", "balance", "head_start", "carried")})
)
_RENEW = update(_cards).where((_cards.c.customer == bindparam("whose")) & (_cards.c.programme == bindparam("which")))


@dataclass(frozen=True, slots=True)
class StoredLine:
    """A ledger line as it stands."""

    id: int
    operation: int
    unit: Unit
    programme: str | None
    card_number: int | None
    version: int
    kind: LineKind
    delta: int
    at: datetime
    purchase: int | None
    reward: int | None
    reverses: int | None
    because: Text


@dataclass(frozen=True, slots=True)
class StoredCard:
    """A customer's open card of a stamp card; ``carried`` is the operation that brought a paper card over."""

    card: OpenCard
    carried: int | None


def append(
    connection: Connection,
    *,
    operation: int,
    customer: int,
    programme: str,
    card_number: int,
    version: int,
    kind: LineKind,
    delta: int,
    at: datetime,
    because: Text,
    purchase: int | None = None,
    reward: int | None = None,
    reverses: int | None = None,
) -> int:
    """Adds a line of stamps and gives its number."""
    values = {
        "operation": operation,
        "customer": customer,
        "unit": "stamps",
        "programme": programme,
        "card_number": card_number,
        "version": version,
        "kind": kind,
        "delta": delta,
        "at": to_store(at),
        "purchase": purchase,
        "reward": reward,
        "reverses": reverses,
        "because": write_text(because),
    }
    result = connection.execute(_APPEND, values)
    return new_number(result)


def lines(
    connection: Connection,
    customer: int,
    *,
    programme: str | None = None,
    purchase: int | None = None,
    operation: int | None = None,
    until: datetime | None = None,
) -> tuple[StoredLine, ...]:
    """A customer's lines, oldest first, narrowed by whatever is given."""
    c = _table.c
    statement = select(_table).where(c.customer == customer).order_by(c.id)
    if programme is not None:
        statement = statement.where(c.programme == programme)
    if purchase is not None:
        statement = statement.where(c.purchase == purchase)
    if operation is not None:
        statement = statement.where(c.operation == operation)
    if until is not None:
        statement = statement.where(c.at <= to_store(until))
    return tuple(
        StoredLine(
            row.id, row.operation, row.unit, row.programme, row.card_number, row.version, row.kind, row.delta,
            from_store(row.at), row.purchase, row.reward, row.reverses, read_text(row.because),
        )
        for row in connection.execute(statement)
    )  # fmt: skip


def stamps_on(connection: Connection, customer: int, programme: str, day: date) -> int:
    """The stamps that a customer's purchases of a business date hold on a stamp card, net of what was taken back."""
    asked = {"whose": customer, "which": programme, "day": day.isoformat()}
    return int(connection.execute(_STAMPS_ON, asked).scalar_one())


def newer_than(connection: Connection, customer: int, programme: str, line: int) -> bool:
    """Whether anything was written on a customer's stamp card after that line."""
    c = _table.c
    where = (c.customer == customer) & (c.programme == programme) & (c.id > line)
    return connection.execute(select(c.id).where(where).limit(1)).first() is not None


def open_cards(connection: Connection, customer: int) -> dict[str, StoredCard]:
    """The customer's cards that were ever touched, by the stamp card's id."""
    return {
        row.programme: StoredCard(OpenCard(row.number, row.version, row.balance, row.head_start), row.carried)
        for row in connection.execute(_OPEN_CARDS, {"whose": customer})
    }


def move(
    connection: Connection,
    customer: int,
    programme: str,
    before: StoredCard | None,
    after: OpenCard,
    carried: int | None,
) -> bool:
    """Moves a card's balance; False when it no longer stands as it was read."""
    values = {
        "number": after.number,
        "version": after.version,
        "balance": after.balance,
        "head_start": after.head_start,
        "carried": carried,
    }
    if before is None:
        connection.execute(_BEGIN_CARD, {"customer": customer, "programme": programme, **values})
        return True
    seen = {"seen_balance": before.card.balance, "seen_number": before.card.number}
    return connection.execute(_MOVE, {"whose": customer, "which": programme, **seen, **values}).rowcount == 1


@dataclass(frozen=True, slots=True)
class Carried:
    """A card with nothing on it but what one operation brought: its lines that gave stamps, and the head start's."""

    customer: int
    programme: str
    card: OpenCard
    adjusted: tuple[tuple[int, int], ...]
    head_start: int | None


def alone(connection: Connection, carries: Mapping[int, int]) -> dict[int, Carried]:
    """Of operations that carried a paper card over, each with its customer, those that stand alone in their ledger."""
    c, k, those = _table.c, _cards.c, {"those": list(carries.values())}
    lines: dict[int, list[Any]] = {}
    for line in connection.execute(
        select(c.id, c.customer, c.operation, c.kind, c.delta, c.reward, c.reverses)
        .where(c.customer.in_(bindparam("those", expanding=True)))
        .order_by(c.id),
        those,
    ):
        lines.setdefault(line.customer, []).append(line)
    cards: dict[int, list[Any]] = {}
    for row in connection.execute(select(_cards).where(k.customer.in_(bindparam("those", expanding=True))), those):
        cards.setdefault(row.customer, []).append(row)
    found = {}
    for operation, customer in carries.items():
        held, written = cards.get(customer, []), lines.get(customer, [])
        own = all(
            line.operation == operation
            and line.kind in ("adjusted", "head_start")
            and line.reward is None
            and line.reverses is None
            for line in written
        )
        if own and len(held) == 1 and held[0].carried == operation:
            (row,) = held
            found[operation] = Carried(
                customer,
                row.programme,
                OpenCard(row.number, row.version, row.balance, row.head_start),
                tuple((line.id, line.delta) for line in written if line.kind == "adjusted"),
                next((line.id for line in written if line.kind == "head_start"), None),
            )
    return found


@dataclass(frozen=True, slots=True)
class Undone:
    """An operation whose lines are taken back by ``lines``, after which its card is as new."""

    operation: int
    customer: int
    programme: str
    lines: tuple[StampLine, ...]


def undo_alone(connection: Connection, first: int, undone: Sequence[Undone], at: datetime) -> None:
    """Writes what takes ``alone`` ones back, each under an operation of its own from the number ``first`` on."""
    rows = [
        {
            "operation": operation,
            "customer": each.customer,
            "unit": "stamps",
            "programme": each.programme,
            "card_number": line.number,
            "version": line.version,
            "kind": line.kind,
            "delta": line.delta,
            "at": to_store(at),
            "reverses": line.reverses,
            "because": write_text(line.because),
        }
        for operation, each in enumerate(undone, first)
        for line in each.lines
    ]
    if rows:
        connection.execute(_APPEND, rows)
    new = {"number": 1, "version": None, "balance": 0, "head_start": 0, "carried": None}
    if undone:
        connection.execute(_RENEW.values(**new), [{"whose": each.customer, "which": each.programme} for each in undone])
