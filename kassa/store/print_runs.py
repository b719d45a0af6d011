"""Printings of blank cards: which codes lie on which page, and what has become of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, distinct, exists, func, insert, select

from kassa.domain.people import CardState
from kassa.store import schema
from kassa.store.moments import from_store, to_store

_run, _operation, _event, _card = schema.print_run, schema.operation, schema.card_event, schema.card
_RUNS = select(
    _run.c.operation, _operation.c.at, _operation.c.staff, _operation.c.till, _run.c.sheet, _run.c.places,
    _run.c.start, _run.c.cards,
).join(_operation, _operation.c.id == _run.c.operation)  # fmt: skip


@dataclass(frozen=True, slots=True)
class StoredRun:
    """One printing: ``sheet`` is the sheet's name then, ``start`` the first place used, from 1, of ``places``."""

    operation: int
    at: datetime
    staff: str | None
    till: str
    sheet: str
    places: int
    start: int
    cards: int

    def page_of(self, index: int) -> int:
        """The page, from 1, on which the card of that index (from 0) lies."""
        return (self.start - 1 + index) // self.places + 1

    def indexes_on(self, page: int) -> range:
        """The indexes of the cards on a page; empty where there is no such page."""
        first = (page - 1) * self.places - (self.start - 1)
        return range(max(0, first), max(0, min(first + self.places, self.cards)))


def append(connection: Connection, operation: int, sheet: str, places: int, start: int, cards: int) -> None:
    """Notes that blank cards were printed by an operation, whose events hold their codes in order."""
    connection.execute(insert(_run).values(operation=operation, sheet=sheet, places=places, start=start, cards=cards))


def latest(connection: Connection, limit: int) -> tuple[StoredRun, ...]:
    """The latest printings, newest first."""
    return tuple(map(_stored, connection.execute(_RUNS.order_by(_run.c.operation.desc()).limit(limit))))


def get(connection: Connection, operation: int) -> StoredRun | None:
    """One printing."""
    row = connection.execute(_RUNS.where(_run.c.operation == operation)).first()
    return None if row is None else _stored(row)


def states(connection: Connection, operation: int) -> tuple[tuple[str, CardState], ...]:
    """The codes of a printing in the order in which they were printed, each with its card's state now."""
    # The same operation may have blocked a spoilt sheet's cards: those events name what was no new card.
    rows = connection.execute(
        select(_event.c.code, _card.c.state)
        .join(_card, _card.c.code == _event.c.code)
        .where(and_(_event.c.operation == operation, _event.c.state == "blank"))
        .order_by(_event.c.id)
    )
    return tuple((row.code, row.state) for row in rows)


def handed_out(connection: Connection, since: datetime) -> int:
    """How many blank cards became somebody's from a moment on."""
    # From the newest back: only what was done since is read.
    last_before = connection.execute(
        select(_operation.c.id).where(_operation.c.at < to_store(since)).order_by(_operation.c.id.desc()).limit(1)
    ).scalar()
    before = _event.alias("before")
    was_blank = exists().where(
        and_(before.c.code == _event.c.code, before.c.id < _event.c.id, before.c.state == "blank")
    )
    counted = connection.execute(
        select(func.count(distinct(_event.c.code)))
        .join(_card, _card.c.code == _event.c.code)
        .where(
            and_(
                _event.c.operation > (last_before or 0), _event.c.state == "active", _card.c.state != "blank", was_blank
            )
        )
    ).scalar()
    return int(counted or 0)


def _stored(row: Row[*tuple[Any, ...]]) -> StoredRun:
    number, at, staff, till, sheet, places, start, cards = row
    return StoredRun(number, from_store(at), staff, till, sheet, places, start, cards)
