"""Notes, and what they said before each change."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from kassa.domain.people import Note
from kassa.store import schema
from kassa.store.moments import from_store, new_number, to_store

_table = schema.note
_past = schema.note_past
_CHANGING = ("kind", "text", "pinned", "due", "assignee", "state", "outcome", "renewed")


def public(number: int) -> str:
    """A note's opaque id."""
    return f"n{number}"


def append(
    connection: Connection, customer: int, operation: int, at: datetime, staff: str | None, values: Mapping[str, Any]
) -> int:
    """Keeps a new note and gives its number."""
    result = connection.execute(
        insert(_table).values(
            customer=customer, operation=operation, created=to_store(at), staff=staff, state="open", **values
        )
    )
    return new_number(result)


def change(connection: Connection, number: int, operation: int, values: Mapping[str, Any]) -> None:
    """Changes a note and keeps what it said before."""
    before = connection.execute(select(*(_table.c[name] for name in _CHANGING)).where(_table.c.id == number)).one()
    kept = json.dumps(dict(before._mapping), ensure_ascii=False)
    connection.execute(insert(_past).values(note=number, operation=operation, before=kept))
    connection.execute(update(_table).where(_table.c.id == number).values(**values))


def before_operation(connection: Connection, operation: int) -> tuple[int, dict[str, Any]] | None:
    """The note that an operation changed, and what it said before."""
    row = connection.execute(select(_past.c.note, _past.c.before).where(_past.c.operation == operation)).first()
    return None if row is None else (row.note, json.loads(row.before))


def changed_after(connection: Connection, number: int, operation: int) -> bool:
    """Whether a later operation changed the note again."""
    where = (_past.c.note == number) & (_past.c.operation > operation)
    return connection.execute(select(_past.c.id).where(where).limit(1)).first() is not None


def get(connection: Connection, number: int) -> Note | None:
    """One note."""
    found = _notes(connection, _table.c.id == number)
    return found[0] if found else None


def open_of(connection: Connection, customer: int) -> tuple[Note, ...]:
    """A customer's open notes: pinned first, then what is due soonest, then the latest."""
    found = _notes(connection, (_table.c.customer == customer) & (_table.c.state == "open"))
    return tuple(sorted(found, key=lambda note: (not note.pinned, note.due or date.max, -int(note.id[1:]))))


def _notes(connection: Connection, where: Any) -> list[Note]:
    edited = select(_past.c.id).where(_past.c.note == _table.c.id).exists()
    rows = connection.execute(select(_table, edited.label("edited")).where(where).order_by(_table.c.id))
    return [
        Note(
            id=public(row.id),
            customer=f"c{row.customer}",
            kind=row.kind,
            text=row.text,
            pinned=bool(row.pinned),
            due=date.fromisoformat(row.due) if row.due else None,
            assignee=row.assignee,
            state=row.state,
            outcome=row.outcome,
            created=from_store(row.created),
            staff=row.staff,
            edited=bool(row.edited),
            renewed=None if row.renewed is None else from_store(row.renewed),
        )
        for row in rows
    ]
