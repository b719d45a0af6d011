"""Moments as the store keeps them: UTC microseconds since 1970."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def to_store(moment: datetime) -> int:
    """A moment, aware of its zone, as microseconds."""
    return (moment - _EPOCH) // _MICROSECOND


def from_store(micros: int) -> datetime:
    """Microseconds as a UTC moment."""
    return _EPOCH + timedelta(microseconds=micros)
