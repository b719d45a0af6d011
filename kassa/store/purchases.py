"""Purchases: what the till told, what came back of it, and what tiers and day limits count."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Result, Select, and_, bindparam, func, insert, or_, select, tuple_, update

from kassa.domain.earning import Basket, Came, Line
from kassa.domain.people import BoughtItem, Purchase
from kassa.domain.tiers import Spent
from kassa.store import schema
from kassa.store.moments import from_store, new_number, to_store
from kassa.words import Money

_table = schema.purchase
_items = schema.purchase_item
_returns = schema.take_back

# What every purchase runs is prepared once: building a statement costs more than running it.
_APPEND = insert(_table)
_APPEND_ITEMS = insert(_items)
_SPENT = (
    select(_table.c.business_date, _table.c.net)
    .where((_table.c.customer == bindparam("whose")) & ~_table.c.undone & ~_table.c.whole)
    .order_by(_table.c.business_date, _table.c.at, _table.c.id)
)

_SPENT_BY = (
    select(_table.c.customer, _table.c.business_date, _table.c.net)
    .where(_table.c.customer.in_(bindparam("those", expanding=True)) & ~_table.c.undone & ~_table.c.whole)
    .order_by(_table.c.business_date, _table.c.at, _table.c.id)
)
_WITH_RECEIPTS = select(_table.c.receipt, _table.c.business_date).where(
    _table.c.receipt.in_(bindparam("told", expanding=True)) & ~_table.c.undone
)


@dataclass(frozen=True, slots=True)
class StoredPurchase:
    """A purchase as returns and undo need it."""

    id: int
    customer: int
    operation: int
    at: datetime
    business_date: date
    version: int
    basket: Basket
    came: Came
    net: int
    undone: bool
    receipt: str | None
    staff: str | None
    till: str


def public(number: int) -> str:
    """A purchase's opaque id."""
    return f"p{number}"


def append(
    connection: Connection,
    *,
    customer: int,
    operation: int,
    at: datetime,
    business_date: date,
    version: int,
    basket: Basket,
    net: int,
    receipt: str | None,
    staff: str | None,
    till: str,
) -> int:
    """Keeps a purchase and gives its number. A receipt number stands once on a business day: a unique key."""
    values = {
        "customer": customer,
        "operation": operation,
        "at": to_store(at),
        "business_date": business_date.isoformat(),
        "version": version,
        "amount": basket.amount,
        "non_earning": basket.non_earning,
        "net": net,
        "receipt": receipt,
        "staff": staff,
        "till": till,
    }
    result = connection.execute(_APPEND, values)
    number = new_number(result)
    rows = [
        {"purchase": number, "line": place, "item": line.item, "quantity": line.quantity, "amount": line.amount}
        for place, line in enumerate(basket.lines)
    ]
    if rows:
        connection.execute(_APPEND_ITEMS, rows)
    return number


@dataclass(frozen=True, slots=True)
class NewPurchase:
    """A purchase that another till noted."""

    customer: int
    at: datetime
    business_date: date
    version: int
    basket: Basket
    net: int
    receipt: str | None
    staff: str | None
    till: str
    undone: bool = False


def append_many(connection: Connection, operation: int, new: Sequence[NewPurchase]) -> list[int]:
    """Keeps purchases that one operation brought, and gives their numbers."""
    if not new:
        return []
    first = (connection.execute(select(func.max(_table.c.id))).scalar() or 0) + 1
    rows = [
        {
            "id": number,
            "customer": each.customer,
            "operation": operation,
            "at": to_store(each.at),
            "business_date": each.business_date.isoformat(),
            "version": each.version,
            "amount": each.basket.amount,
            "non_earning": each.basket.non_earning,
            "net": each.net,
            "receipt": each.receipt,
            "staff": each.staff,
            "till": each.till,
            "undone": each.undone,
            "undone_at": to_store(each.at) if each.undone else None,
        }
        for number, each in enumerate(new, first)
    ]
    connection.execute(_APPEND, rows)
    items = [
        {"purchase": number, "line": place, "item": line.item, "quantity": line.quantity, "amount": line.amount}
        for number, each in enumerate(new, first)
        for place, line in enumerate(each.basket.lines)
    ]
    if items:
        connection.execute(_APPEND_ITEMS, items)
    return list(range(first, first + len(new)))


def get(connection: Connection, number: int) -> StoredPurchase | None:
    """One purchase."""
    row = connection.execute(select(_table).where(_table.c.id == number)).first()
    if row is None:
        return None
    c = _items.c
    lines = connection.execute(
        select(c.item, c.quantity, c.amount, c.returned).where(c.purchase == number).order_by(c.line)
    ).all()
    back: dict[str, int] = {}
    for line in lines:
        back[line.item] = back.get(line.item, 0) + line.returned
    return StoredPurchase(
        row.id,
        row.customer,
        row.operation,
        from_store(row.at),
        date.fromisoformat(row.business_date),
        row.version,
        Basket(row.amount, tuple(Line(line.item, line.quantity, line.amount) for line in lines), row.non_earning),
        Came(row.returned, tuple((item, count) for item, count in back.items() if count), bool(row.whole)),
        row.net,
        bool(row.undone),
        row.receipt,
        row.staff,
        row.till,
    )


def with_receipt(connection: Connection, receipt: str, business_date: date) -> int | None:
    """The purchase, not undone, that has this receipt number on this business day."""
    c = _table.c
    return connection.execute(
        select(c.id).where((c.receipt == receipt) & (c.business_date == business_date.isoformat()) & ~c.undone)
    ).scalar()


def with_receipts(connection: Connection, receipts: Iterable[str]) -> set[tuple[str, date]]:
    """Of these receipt numbers the purchases, not undone, that have them: each with its business day."""
    rows = connection.execute(_WITH_RECEIPTS, {"told": list(receipts)})
    return {(receipt, date.fromisoformat(day)) for receipt, day in rows}


def numbered(connection: Connection, receipt: str) -> list[int]:
    """The purchases, not undone, with this receipt number, the latest day last."""
    c = _table.c
    return list(
        connection.execute(select(c.id).where((c.receipt == receipt) & ~c.undone).order_by(c.business_date)).scalars()
    )


def latest(connection: Connection, customer: int, until: datetime, limit: int) -> list[int]:
    """A customer's purchases, not undone, up to a moment, the latest first."""
    c = _table.c
    where = (c.customer == customer) & (c.at <= to_store(until)) & ~c.undone
    return list(connection.execute(select(c.id).where(where).order_by(c.at.desc(), c.id.desc()).limit(limit)).scalars())


def came_back(connection: Connection, before: StoredPurchase, came: Came, net: int) -> bool:
    """Notes what came back in all; False when somebody else noted something meanwhile."""
    c = _table.c
    moved = connection.execute(
        update(_table)
        .where((c.id == before.id) & (c.returned == before.came.amount) & (c.whole == before.came.whole) & ~c.undone)
        .values(returned=came.amount, whole=came.whole, net=net)
    )
    back = dict(came.items)
    for place, line in enumerate(before.basket.lines):
        part = min(line.quantity, back.get(line.item, 0))
        back[line.item] = back.get(line.item, 0) - part
        connection.execute(
            update(_items).where((_items.c.purchase == before.id) & (_items.c.line == place)).values(returned=part)
        )
    return moved.rowcount == 1


def undo(connection: Connection, number: int, at: datetime) -> bool:
    """Marks a purchase as undone; False when it is already."""
    c = _table.c
    moved = connection.execute(
        update(_table).where((c.id == number) & ~c.undone).values(undone=True, undone_at=to_store(at))
    )
    return moved.rowcount == 1


def append_return(
    connection: Connection, operation: int, purchase: int, at: datetime, came: Came, lowered: int
) -> None:
    """Keeps one return: what came back by it, and by how much it lowered what tiers count."""
    connection.execute(
        insert(_returns).values(
            operation=operation,
            purchase=purchase,
            at=to_store(at),
            amount=came.amount,
            items=json.dumps(dict(came.items)),
            net=lowered,
        )
    )


def undo_return(connection: Connection, operation: int) -> tuple[int, Came] | None:
    """Marks a return as undone and gives its purchase and what had come back by it; None when it is no return."""
    c = _returns.c
    row = connection.execute(
        select(c.purchase, c.amount, c["items"]).where((c.operation == operation) & ~c.undone)
    ).first()
    if row is None:
        return None
    connection.execute(update(_returns).where(c.operation == operation).values(undone=True))
    return row.purchase, Came(row.amount, tuple(json.loads(row[2]).items()))


def spent(connection: Connection, customer: int, as_of: datetime | None = None) -> list[Spent]:
    """What tiers count of a customer, in order of business dates.

    ``as_of`` forgets later purchases, returns and undos.
    """
    if as_of is None:
        return [Spent(date.fromisoformat(day), net) for day, net in connection.execute(_SPENT, {"whose": customer})]
    return [Spent(date.fromisoformat(row.day), int(row.net)) for row in _spent_then(connection, customer, as_of)]


def spent_by(connection: Connection, customers: Sequence[int]) -> dict[int, list[Spent]]:
    """``spent`` of many at once: only those who bought anything."""
    found: dict[int, list[Spent]] = {}
    for customer, day, net in connection.execute(_SPENT_BY, {"those": list(customers)}):
        found.setdefault(customer, []).append(Spent(date.fromisoformat(day), net))
    return found


def _spent_then(connection: Connection, customer: int, as_of: datetime) -> Result[Any]:
    c, r, moment = _table.c, _returns.c, to_store(as_of)
    later = (r.purchase == c.id) & (r.at > moment) & ~r.undone
    net = c.net + select(func.coalesce(func.sum(r.net), 0)).where(later).scalar_subquery()
    whole = and_(c.whole, ~select(r.operation).where(later).exists())
    stood = (c.at <= moment) & or_(~c.undone, c.undone_at > moment)
    return connection.execute(
        select(c.business_date.label("day"), net.label("net"))
        .where((c.customer == customer) & stood & ~whole)
        .order_by(c.business_date, c.at, c.id)
    )


def shown(
    connection: Connection,
    customer: int,
    currency: str,
    limit: int,
    until: datetime | None = None,
    before: int | None = None,
) -> tuple[Purchase, ...]:
    """A customer's latest purchases up to a moment, newest first, from those that came ``before`` a purchase.

    ``amount`` is None for a plain visit.
    """
    c = _table.c
    statement = select(_table).where(c.customer == customer).order_by(c.at.desc(), c.id.desc()).limit(limit)
    if until is not None:
        statement = statement.where(c.at <= to_store(until))
    if before is not None:
        last = select(c.at, c.id).where(c.id == before).scalar_subquery()
        statement = statement.where(tuple_(c.at, c.id) < last)
    return _shown(connection, statement, currency)


def one_shown(connection: Connection, number: int, currency: str) -> Purchase:
    """One purchase as replies show it."""
    return _shown(connection, select(_table).where(_table.c.id == number), currency)[0]


def some_shown(connection: Connection, numbers: Sequence[int], currency: str) -> dict[int, Purchase]:
    """Purchases by their numbers, as replies show them."""
    found = _shown(connection, select(_table).where(_table.c.id.in_(numbers)), currency)
    return {int(each.id[1:]): each for each in found}


def _shown(connection: Connection, statement: Select[Any], currency: str) -> tuple[Purchase, ...]:
    rows = connection.execute(statement).all()
    items: dict[int, list[BoughtItem]] = {}
    lines = connection.execute(
        select(_items).where(_items.c.purchase.in_([row.id for row in rows])).order_by(_items.c.purchase, _items.c.line)
    )
    for line in lines:
        amount = None if line.amount is None else Money(line.amount, currency)
        items.setdefault(line.purchase, []).append(BoughtItem(line.item, line.quantity, amount))
    return tuple(
        Purchase(
            id=public(row.id),
            at=from_store(row.at),
            business_date=date.fromisoformat(row.business_date),
            amount=None if row.amount is None else Money(row.amount, currency),
            returned=Money(row.returned, currency) if row.returned else None,
            items=tuple(items.get(row.id, ())),
            receipt=row.receipt,
            undone=bool(row.undone),
            staff=row.staff,
            till=row.till,
        )
        for row in rows
    )
