"""Coupons: the code that a letter carries, each for one reward."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, insert, select

from kassa.store import schema

_table = schema.coupon
_MANY = 500


def append(connection: Connection, coupons: Iterable[tuple[str, int]]) -> None:
    """New coupons: (code, its reward). The key refuses a code that exists."""
    rows = [{"code": code, "reward": reward} for code, reward in coupons]
    if rows:
        connection.execute(insert(_table), rows)


def reward_of(connection: Connection, code: str) -> int | None:
    """The reward behind a code."""
    found: int | None = connection.execute(select(_table.c.reward).where(_table.c.code == code)).scalar()
    return found


def taken(connection: Connection, codes: Sequence[str]) -> set[str]:
    """Which of the codes are coupons already."""
    found: set[str] = set()
    for start in range(0, len(codes), _MANY):
        some = codes[start : start + _MANY]
        found.update(connection.execute(select(_table.c.code).where(_table.c.code.in_(some))).scalars())
    return found
