"""What must hold in the store, read with as few passes as a million customers allow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import BigInteger, Connection, cast, func, select, text

from kassa.domain.stamps import OpenCard, PastLine
from kassa.store import schema

_MOST = 20


@dataclass(frozen=True, slots=True)
class CheckedCard:
    """A customer's stamp card as it is kept, and all of its ledger lines."""

    customer: int
    programme: str
    card: OpenCard
    lines: tuple[PastLine, ...]


def file_problems(connection: Connection) -> list[str]:
    """What the engine itself finds: every page's seal, then the structure."""
    if connection.dialect.name != "sqlite":
        return []
    sealed = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA cipher_integrity_check")][:_MOST]
    whole = [str(row[0]) for row in connection.exec_driver_sql(f"PRAGMA integrity_check({_MOST})")]
    return sealed + [each for each in whole if each != "ok"]


def stray_references(connection: Connection) -> list[str]:
    """Rows that name another row that isn't there."""
    if connection.dialect.name != "sqlite":
        return []
    rows = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(_MOST)
    return [f"{row[0]} {row[1]} → {row[2]}" for row in rows]


def stamp_cards(connection: Connection) -> Iterator[CheckedCard]:
    """Every stamp card that was ever touched or written about, with its lines."""
    line = schema.ledger.c
    kept = {
        (row.customer, row.programme): OpenCard(row.number, row.version, row.balance, row.head_start)
        for row in connection.execute(select(schema.stamp_card))
    }
    rows = connection.execution_options(yield_per=10_000).execute(
        select(
            line.customer, line.programme, line.id, line.kind, line.delta, line.card_number, line.version, line.reward,
            line.reverses,
        )
        .where(line.unit == "stamps")
        .order_by(line.customer, line.programme, line.id)
    )  # fmt: skip
    for key, group in groupby(rows, key=lambda row: (row.customer, row.programme)):
        lines = tuple(
            PastLine(row.id, row.kind, row.delta, row.card_number, row.version, row.reward, row.reverses)
            for row in group
        )
        yield CheckedCard(*key, kept.pop(key, OpenCard()), lines)
    for key, card in kept.items():
        yield CheckedCard(*key, card, ())


def reward_problems(connection: Connection) -> list[str]:
    """Rewards of a filled card whose filling no longer stands in the ledger, and fillings without their reward."""
    line, reward = schema.ledger.c, schema.reward.c
    filled = (
        select(line.reward, func.sum(line.delta).label("sum"))
        .where(line.reward.is_not(None))
        .group_by(line.reward)
        .subquery()
    )
    rows = connection.execute(
        select(reward.id, reward.state, func.coalesce(filled.c.sum, 0))
        .join_from(schema.reward, filled, filled.c.reward == reward.id, isouter=True)
        .where(reward.card_number.is_not(None))
        .where((reward.state == "withdrawn") != (func.coalesce(filled.c.sum, 0) == 0))
        .limit(_MOST)
    )
    return [f"r{row[0]} {row[1]} {row[2]}" for row in rows] + _redemption_problems(connection)


def _redemption_problems(connection: Connection) -> list[str]:
    """Redemptions that stand while their reward says otherwise, and redeemed rewards without one that stands."""
    reward, done, undoing = schema.reward.c, schema.operation.alias("done"), schema.operation.alias("undoing")
    undone = select(undoing.c.id).where(undoing.c.undoes == done.c.id).correlate(done).exists()
    stands = (done.c.verb == "redeem") & ~undone
    wrong = select(reward.id, reward.state).limit(_MOST)
    # Each join leads to the other row by its key: the other way round would read all for each.
    without = wrong.join_from(schema.reward, done, (done.c.id == reward.redeemed) & stands, isouter=True).where(
        (reward.state == "redeemed") & done.c.id.is_(None)
    )
    told = cast(func.substr(done.c.subject, 2), BigInteger)
    unmarked = wrong.join_from(done, schema.reward, reward.id == told).where(
        stands & reward.redeemed.is_distinct_from(done.c.id)
    )
    rows = [*connection.execute(without), *connection.execute(unmarked)]
    return [f"r{number} {state}, redemption" for number, state in dict(map(tuple, rows)).items()][:_MOST]


def search_problems(connection: Connection) -> list[str]:
    """Customers that the search can't find."""
    if connection.dialect.name != "sqlite":
        return []
    rows = connection.execute(
        text(
            "SELECT id FROM customer WHERE gone IS NULL AND id NOT IN (SELECT customer FROM search_text) "
            # An import puts its people into the index last.
            "AND coalesce(operation, 0) NOT IN "
            "(SELECT operation FROM import_run WHERE state IN ('running', 'undoing')) "
            "LIMIT :most"
        ),
        {"most": _MOST},
    )
    return [f"c{row[0]}" for row in rows]
