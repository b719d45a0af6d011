"""What each change of a customer was: remembered for undo, and for the owner."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, insert, select

from kassa.store import schema

_table = schema.customer_past


@dataclass(frozen=True, slots=True)
class Change:
    """The fields that an operation changed of a customer: as they were, and as it left them."""

    customer: int
    before: dict[str, Any]
    after: dict[str, Any]


def remember(
    connection: Connection, customer: int, operation: int, before: Mapping[str, Any], after: Mapping[str, Any]
) -> None:
    """Keeps what an operation changed; both hold the same fields, ``tags`` as a list."""
    values = {
        "before": json.dumps(dict(before), ensure_ascii=False),
        "after": json.dumps(dict(after), ensure_ascii=False),
    }
    connection.execute(insert(_table).values(customer=customer, operation=operation, **values))


def of_operation(connection: Connection, operation: int) -> list[Change]:
    """What an operation changed, the latest change first."""
    return _changes(connection, _table.c.operation == operation)


def of_customers(connection: Connection, operation: int, customers: Sequence[int]) -> list[Change]:
    """What an operation changed of these customers, the latest change first."""
    return _changes(connection, (_table.c.operation == operation) & _table.c.customer.in_(customers))


def _changes(connection: Connection, where: ColumnElement[bool]) -> list[Change]:
    c = _table.c
    rows = connection.execute(select(c.customer, c.before, c.after).where(where).order_by(c.id.desc()))
    return [Change(row.customer, json.loads(row.before), json.loads(row.after)) for row in rows]
