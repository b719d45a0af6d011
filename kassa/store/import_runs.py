"""The files brought in: one row each, from the first piece on, so that none is ever left half there."""

from __future__ import annotations

import errno
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import Connection, Select, delete, insert, select, update

from kassa.store import customers, schema, search, search_places
from kassa.store.engine import Store, unreachable
from kassa.store.moments import from_store
from kassa.store.search import SearchText

_RESERVE = "import.reserve"
_RESERVED = 4 << 20

State = Literal["running", "done", "undoing", "undone"]

_table = schema.import_run
_operation = schema.operation


@dataclass(frozen=True, slots=True)
class Run:
    """An import: ``operation`` its number and ``op`` its name, ``report`` its answer as JSON once it is done."""

    operation: int
    op: str | None
    at: datetime
    file: str
    kind: str
    format: str
    first_customer: int
    state: State
    report: str | None


def begin(connection: Connection, operation: int, file: str, kind: str, program: str, first_customer: int) -> None:
    """Notes an import under way."""
    values = {"operation": operation, "file": file, "kind": kind, "format": program, "first_customer": first_customer}
    connection.execute(insert(_table).values(state="running", **values))


def move(connection: Connection, operation: int, state: State, report: str | None = None) -> None:
    """Notes where an import stands."""
    values = {"state": state} if report is None else {"state": state, "report": report}
    connection.execute(update(_table).where(_table.c.operation == operation).values(**values))


def forget(connection: Connection, operation: int) -> None:
    """An import that came to nothing leaves no trace but its number; its ``op`` may be used again."""
    connection.execute(delete(_table).where(_table.c.operation == operation))
    connection.execute(
        update(_operation).where(_operation.c.id == operation).values(op=None, digest=None, reply=None, subject=None)
    )


def get(connection: Connection, operation: int) -> Run | None:
    """The import of that operation."""
    return next(_runs(connection, _SELECT.where(_table.c.operation == operation)), None)


def named(connection: Connection, op: str) -> Run | None:
    """The import of that ``op``."""
    return next(_runs(connection, _SELECT.where(_operation.c.op == op)), None)


def every(connection: Connection) -> list[Run]:
    """All imports, the latest first."""
    return list(_runs(connection, _SELECT.order_by(_table.c.operation.desc())))


def unfinished(connection: Connection) -> list[Run]:
    """Imports, or their undoing, that are under way or that nobody finished."""
    return list(_runs(connection, _SELECT.where(_table.c.state.in_(("running", "undoing")))))


def any_unfinished(connection: Connection) -> bool:
    """Whether an import, or its undoing, is under way or was left half done."""
    where = _table.c.state.in_(("running", "undoing"))
    return connection.execute(select(_table.c.operation).where(where).limit(1)).first() is not None


_SELECT: Select[Any] = select(
    _table.c.operation, _operation.c.op, _operation.c.at, _table.c.file, _table.c.kind, _table.c.format,
    _table.c.first_customer, _table.c.state, _table.c.report,
).join_from(_table, _operation, _operation.c.id == _table.c.operation)  # fmt: skip


def _runs(connection: Connection, statement: Select[Any]) -> Iterator[Run]:
    for operation, op, at, *rest in connection.execute(statement):
        yield Run(operation, op, from_store(at), *rest)


@contextmanager
def alone(store: Store) -> Iterator[bool]:
    """Whether nobody else imports into the store; held as long as the ``with`` lasts, and through no crash."""
    key = Path(store.where) / "kassa.key"
    try:
        # Without buffering: on Windows the byte locked must be the one that was meant.
        file = key.open("rb", buffering=0)
    except OSError as error:
        raise unreachable(key.parent, error) from None
    with file:
        yield _locked(file.fileno())


def _check_room(folder: Path, wanted: int) -> None:
    if shutil.disk_usage(folder).free < wanted:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


class Reserve:
    """Room on the disk that is let go when an import fails, so that taking it out again has some even on a full one."""

    def __init__(self, store: Store) -> None:
        self._file = Path(store.where) / "backups" / _RESERVE

    def take(self, wanted: int) -> None:
        """Takes it, where ``wanted`` bytes more are free; ``store_full`` where they aren't."""
        try:
            self._file.parent.mkdir(mode=0o700, exist_ok=True)
            _check_room(self._file.parent, wanted + _RESERVED)
            with self._file.open("wb") as file:
                # Zeros could be kept as a hole.
                file.write(os.urandom(1 << 20) * (_RESERVED >> 20))
        except OSError as error:
            self.let_go()
            raise unreachable(self._file.parent, error) from None

    def let_go(self) -> None:
        """Gives it back."""
        with suppress(OSError):
            self._file.unlink(missing_ok=True)


def _locked(descriptor: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            # A byte far behind the key, which others go on reading.
            os.lseek(descriptor, 1 << 20, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def newest_last(connection: Connection, run: Run) -> list[tuple[int, int]]:
    """The customers that an import made and where they belong in the search index, the latest visitor last."""
    made = search_places.of_customers("c.id >= ? AND c.operation = ? ORDER BY place, c.id DESC")
    rows = connection.exec_driver_sql(made, (run.first_customer, run.operation))
    return [(number, place) for number, place in rows]


def index(connection: Connection, places: Sequence[tuple[int, int]]) -> None:
    """Makes customers be found who never were, each with their place, the latest visitor last."""
    c, card, numbers = schema.customer.c, schema.card.c, [number for number, _ in places]
    rows = {row.id: row for row in connection.execute(select(c.id, c.name, c.phone, c.email).where(c.id.in_(numbers)))}
    codes: dict[int, list[str]] = {}
    for held in connection.execute(
        select(card.customer, card.code).where(card.customer.in_(numbers)).order_by(card.code)
    ):
        codes.setdefault(held.customer, []).append(held.code)
    texts: list[tuple[int, int, SearchText]] = []
    for number, place in places:
        row = rows[number]
        text = customers.search_text(number, row.name, row.phone, row.email, tuple(codes.get(number, ())))
        texts.append((number, place, text))
    search.load(connection, texts)
