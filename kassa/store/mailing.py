"""Who may be written to."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from kassa.store import schema


def refusing(connection: Connection, channel: str) -> frozenset[int]:
    """The customers whose latest answer for a channel was no."""
    c = schema.consent.c
    latest = select(func.max(c.id)).where(c.channel == channel).group_by(c.customer)
    return frozenset(connection.execute(select(c.customer).where(c.id.in_(latest) & ~c.given)).scalars())
