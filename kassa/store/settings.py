"""What the shop remembers about itself, by name: a word or two, an order of items, its logo."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, delete, insert, select, update

from kassa.store import schema

_table = schema.meta


def get(connection: Connection, names: Collection[str]) -> dict[str, str]:
    """What is kept under those names; a name that nothing is kept under is left out."""
    rows = connection.execute(select(_table).where(_table.c.key.in_(names)))
    return {row.key: row.value for row in rows}


def put(connection: Connection, name: str, value: str | None) -> None:
    """Keeps a value; None keeps nothing under that name any more."""
    if value is None:
        connection.execute(delete(_table).where(_table.c.key == name))
    elif not connection.execute(update(_table).where(_table.c.key == name).values(value=value)).rowcount:
        connection.execute(insert(_table).values(key=name, value=value))
