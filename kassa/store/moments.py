"""How the store keeps values: moments as UTC microseconds since 1970, rows by numbers that the database gives."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import CursorResult

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def to_store(moment: datetime) -> int:
    """A moment, aware of its zone, as microseconds."""
    return (moment - _EPOCH) // _MICROSECOND


def from_store(micros: int) -> datetime:
    """Microseconds as a UTC moment."""
    return _EPOCH + timedelta(microseconds=micros)


def new_number(result: CursorResult[Any]) -> int:
    """The number that the database gave a row just inserted."""
    key = result.inserted_primary_key
    assert key is not None
    return int(key[0])
