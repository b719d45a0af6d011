"""Where customers stand in the search index: at the second of their latest visit, or at the next that is free.

So the latest visitor comes first, whenever anybody was put in. Who has joined by hand was here at that moment. Who
never visited and only came with a file stands below every visitor, by the day since when they are a customer.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from kassa.store.moments import to_store

_SECOND = 1_000_000
# Within a minute whoever is told of later stands above, however the clocks of two tills differ.
_TOGETHER = 60

# Days of joining are 64 times as close to each other, which is long before any visit.
PLACE = """max(1, CASE
    WHEN c.last_visit IS NOT NULL THEN c.last_visit / 1000000
    WHEN o.verb NOT IN ('import customers', 'import sales', 'demo') THEN o.at / 1000000
    ELSE unixepoch(c.since) / 64 END) AS place"""
"""The second where a customer ``c`` belongs, of whom ``JOINED`` tells how they came."""
JOINED = "LEFT JOIN operation o ON o.id = c.operation"


def of_customers(where: str) -> str:
    """Asks for customers' numbers and their places: ``id`` and ``place``."""
    return f"SELECT c.id, {PLACE} FROM customer c {JOINED} WHERE {where}"  # noqa: S608


def of_visit(at: datetime) -> int:
    """Where a visit at that moment stands."""
    return max(1, to_store(at) // _SECOND)


def arriving(conn: Connection, place: int, latest: int | None = None) -> int:
    """Where somebody who is here at that second stands: above all others who were here within the same minute."""
    if latest is None:
        latest = conn.exec_driver_sql("SELECT coalesce(max(seq), 0) FROM search_text").scalar_one()
    if place > latest:
        return place
    return latest + 1 if latest < place + _TOGETHER else free(conn, place)


def free(conn: Connection, place: int) -> int:
    """That second, or one above the people who stand there already."""
    return _free(conn.connection.cursor(), place)


def _free(cursor: Any, place: int) -> int:
    """Leaps ever farther over those who stand in a row, and then looks where the row ends."""

    def is_taken(seat: int) -> bool:
        return cursor.execute("SELECT 1 FROM search_text WHERE seq = ?", (seat,)).fetchone() is not None

    if not is_taken(place):
        return place
    low, leap = place, 1
    while is_taken(low + leap):
        low, leap = low + leap, 2 * leap
    high = low + leap
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if is_taken(middle) else (low, middle)
    return high


class Seats:
    """Gives many people their places, one after another, the latest last; beside those of an index, if one is given."""

    def __init__(self, conn: Connection | None = None) -> None:
        self._last = 0
        self.were_empty = conn is None or conn.exec_driver_sql("SELECT 1 FROM search_text LIMIT 1").first() is None
        self._cursor: Any = None if conn is None or self.were_empty else conn.connection.cursor()

    def next(self, place: int) -> int:
        """The next one's."""
        wanted = max(place, self._last + 1)
        self._last = wanted if self._cursor is None else _free(self._cursor, wanted)
        return self._last
