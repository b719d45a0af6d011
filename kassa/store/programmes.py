"""The programme's versions, as the owner's own files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, insert, select

from kassa.store import schema
from kassa.store.moments import from_store, to_store

_table = schema.programme_version
_EVERY = select(_table).order_by(_table.c.number)


@dataclass(frozen=True, slots=True)
class StoredVersion:
    """One version: its number, the moment it is in force from, the TOML file's text, and who applied it when."""

    number: int
    since: datetime
    document: str
    applied_at: datetime
    staff: str | None
    till: str


def every(connection: Connection) -> tuple[StoredVersion, ...]:
    """All versions, oldest number first."""
    rows = connection.execute(_EVERY)
    return tuple(
        StoredVersion(row.number, from_store(row.since), row.document, from_store(row.applied_at), row.staff, row.till)
        for row in rows
    )


def append(connection: Connection, since: datetime, document: str, at: datetime, staff: str | None, till: str) -> int:
    """Keeps a new version and gives its number."""
    number = (connection.execute(select(func.max(_table.c.number))).scalar() or 0) + 1
    connection.execute(
        insert(_table).values(
            number=number, since=to_store(since), document=document, applied_at=to_store(at), staff=staff, till=till
        )
    )
    return number
