"""Operations: one row for each thing that a person did, claimed before anything else is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, bindparam, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from kassa.store import schema
from kassa.store.moments import from_store, new_number, to_store

_table = schema.operation
_meta = schema.meta

# What every purchase runs is prepared once: building a statement costs more than running it.
_SELECT = select(
    _table.c.id, _table.c.op, _table.c.verb, _table.c.digest, _table.c.reply, _table.c.subject, _table.c.at,
    _table.c.staff, _table.c.till,
)  # fmt: skip
_BY_OP = _SELECT.where(_table.c.op == bindparam("wanted"))
_CLAIM = insert(_table)
_CONCLUDE = (
    update(_table)
    .where(_table.c.id == bindparam("wanted"))
    .values(subject=bindparam("said_subject"), reply=bindparam("said_reply"), undoes=bindparam("said_undoes"))
)
_LATEST = select(_meta.c.value).where(_meta.c.key == "latest")


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation as it was written; ``subject`` is what it was about, such as ``p12``."""

    id: int
    op: str | None
    verb: str
    digest: str | None
    reply: str | None
    subject: str | None
    at: datetime
    staff: str | None
    till: str


def find(connection: Connection, op: str) -> Operation | None:
    """The operation of that ``op``."""
    return _operation(connection.execute(_BY_OP, {"wanted": op}).first())


def latest_number(connection: Connection) -> int:
    """The number of the last operation; 0 before the first."""
    return int(connection.execute(select(func.max(_table.c.id))).scalar() or 0)


def get(connection: Connection, number: int) -> Operation:
    """The operation of that number."""
    found = _one(connection, _table.c.id == number)
    assert found is not None
    return found


def _one(connection: Connection, where: ColumnElement[bool]) -> Operation | None:
    return _operation(connection.execute(_SELECT.where(where).order_by(_table.c.id.desc()).limit(1)).first())


def _operation(row: Row[*tuple[Any, ...]] | None) -> Operation | None:
    if row is None:
        return None
    number, op, verb, digest, reply, subject, at, staff, till = row
    return Operation(number, op, verb, digest, reply, subject, from_store(at), staff, till)


def claim(
    connection: Connection, op: str | None, verb: str, digest: str | None, at: datetime, staff: str | None, till: str
) -> int:
    """Writes the operation's row and gives its number; the unique key refuses a second claim of the same ``op``."""
    values = {"op": op, "verb": verb, "digest": digest, "at": to_store(at), "staff": staff, "till": till}
    result = connection.execute(_CLAIM, values)
    return new_number(result)


def claim_part(
    connection: Connection, verb: str, subject: str, at: datetime, staff: str | None, till: str, part_of: int
) -> int:
    """Writes the row of an operation that an import brought in, whole at once, and gives its number."""
    values = {"verb": verb, "subject": subject, "at": to_store(at), "staff": staff, "till": till, "part_of": part_of}
    return new_number(connection.execute(_CLAIM, values))


def claim_undoing(
    connection: Connection, undone: Sequence[Operation], at: datetime, staff: str | None, till: str, part_of: int
) -> int:
    """Writes the rows of operations that each undo one, as ``claim_part`` does, and gives the first one's number."""
    first = latest_number(connection) + 1
    rows = [
        {
            "id": number, "verb": "undo", "subject": each.subject, "at": to_store(at), "staff": staff, "till": till,
            "part_of": part_of, "undoes": each.id,
        }
        for number, each in enumerate(undone, first)
    ]  # fmt: skip
    if rows:
        connection.execute(_CLAIM, rows)
    return first


def parts(connection: Connection, whole: int, before: int | None, limit: int) -> list[Operation]:
    """What an import brought in as operations of their own and nobody undid, the latest first, before a number."""
    undoing = _table.alias("undoing")
    undone = select(undoing.c.id).where(undoing.c.undoes == _table.c.id).exists()
    where = (_table.c.part_of == whole) & (_table.c.verb != "undo") & ~undone
    if before is not None:
        where &= _table.c.id < before
    rows = connection.execute(_SELECT.where(where).order_by(_table.c.id.desc()).limit(limit))
    return [found for row in rows if (found := _operation(row)) is not None]


def conclude(
    connection: Connection, operation: int, *, subject: str | None, reply: str | None, undoes: int | None
) -> bool:
    """Completes the row. False when ``undoes`` names an operation that is undone already: the unique key says so."""
    try:
        connection.execute(
            _CONCLUDE, {"wanted": operation, "said_subject": subject, "said_reply": reply, "said_undoes": undoes}
        )
    except IntegrityError:
        return False
    return True


def undone_by(connection: Connection, operation: int) -> Operation | None:
    """The operation that undid this one."""
    return _one(connection, _table.c.undoes == operation)


def latest_moment(connection: Connection) -> datetime | None:
    """The latest moment at which anything was written, by a clock that was believed."""
    value = connection.execute(_LATEST).scalar()
    return None if value is None else from_store(int(value))


def note_moment(connection: Connection, at: datetime) -> None:
    """Remembers a believed moment."""
    kept = {"value": str(to_store(at))}
    if not connection.execute(update(_meta).where(_meta.c.key == "latest").values(kept)).rowcount:
        connection.execute(insert(_meta).values(key="latest", **kept))


def people(connection: Connection, customer: int) -> dict[int, tuple[str | None, str]]:
    """Who did the operations behind a customer's ledger, and at which till."""
    line = schema.ledger.c
    rows = connection.execute(
        select(_table.c.id, _table.c.staff, _table.c.till).where(
            _table.c.id.in_(select(line.operation).where(line.customer == customer))
        )
    )
    return {row.id: (row.staff, row.till) for row in rows}
