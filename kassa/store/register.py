"""The register as whole lists of numbers, each in one answer: a million of them in a fraction of a second.

SQLite puts a list together itself, as one text of eight hexadecimal digits a number, so that no row becomes an object
of Python's and the window's thread goes on meanwhile. What a list leaves out, such as somebody who is gone, it leaves
out here, so that every other question can be asked of the lists alone.
"""

from __future__ import annotations

import json
import sys
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, case, func, literal_column, select, text

from kassa.store import name_order, schema
from kassa.store.moments import from_store, to_store

_c = schema.customer.c
_HERE = _c.gone.is_(None)
_SILENT, _NO_CONTACT, _FIRST_SIGN = 2, 1, 48
_SIGNS = bytes(max(0, sign - _FIRST_SIGN) for sign in range(256))
_STEPS = {"running": 1, "done": 2, "undoing": 3, "undone": 4}
_LETTERS = ("name", "address", "tags")
# Kept by name, so that whoever is compared lies beside each other.
_NAMESAKES = (
    "DROP TABLE IF EXISTS temp.namesake",
    """CREATE TEMP TABLE namesake (
        name TEXT, id INTEGER, phone TEXT, email TEXT, birthday TEXT, PRIMARY KEY (name, id)
    ) WITHOUT ROWID""",
    """INSERT INTO temp.namesake SELECT t.name, c.id, c.phone, c.email, c.birthday
        FROM customer c CROSS JOIN search_text t ON t.customer = c.id
        WHERE instr(t.name, ' ') AND c.gone IS NULL ORDER BY t.name, c.id""",
)
_ALIKE = """SELECT a.id AS n FROM temp.namesake a WHERE EXISTS (
    SELECT 1 FROM temp.namesake b WHERE b.name = a.name AND b.id <> a.id
    AND (a.phone IS NULL OR b.phone IS NULL OR a.phone = b.phone)
    AND (a.email IS NULL OR b.email IS NULL OR a.email = b.email)
    AND (a.birthday IS NULL OR b.birthday IS NULL OR a.birthday = b.birthday)) ORDER BY a.name, a.id"""


@dataclass(frozen=True, slots=True)
class StoredRow:
    """A customer as a table shows them; ``tier_until`` is the last day on which the kept tier is sure."""

    number: int
    name: str | None
    phone: str | None
    email: str | None
    address: str | None
    birthday: str | None
    since: date
    visits: int
    last_visit: datetime | None
    tier: str | None
    tier_until: date | None
    tags: tuple[str, ...]
    cards: tuple[str, ...]


def mark(connection: Connection) -> tuple[int, ...]:
    """What changes with everything that anybody does to the register, and with the programme."""
    versions = select(func.count()).select_from(schema.programme_version).scalar_subquery()
    # An import, and its undo, is one operation of many transactions: begun and finished it says something else.
    run = schema.import_run.c.state
    imports = select(func.coalesce(func.sum(case(_STEPS, value=run, else_=0)), 0)).scalar_subquery()
    last = select(func.coalesce(func.max(_c.id), 0)).scalar_subquery()
    row = connection.execute(select(func.coalesce(func.max(schema.operation.c.id), 0), versions, imports, last)).one()
    return tuple(map(int, row))


def by_visit(connection: Connection) -> array[int]:
    """Everybody, the latest visitor first."""
    found = text("SELECT customer AS n FROM search_text ORDER BY seq DESC").columns(n=_c.id.type)
    return _packed(connection, found)


def holders(connection: Connection) -> array[int]:
    """Those who hold an active card."""
    card = schema.card.c
    return _packed(connection, select(card.customer).where(card.state == "active"))


def tagged(connection: Connection) -> dict[str, array[int]]:
    """The tags in use and who has each."""
    tag = schema.tag.c
    rows = connection.execute(
        select(tag.name, func.group_concat(func.printf("%08x", tag.customer), "")).group_by(tag.name)
    )
    return {name: _unpacked(packed) for name, packed in rows}


def everybody(
    connection: Connection, silent: Sequence[datetime], tiers: Sequence[str]
) -> tuple[array[int], bytes, bytes]:
    """The numbers in their order; for each of them contact and silence; for each the kept tier.

    In the second the lowest bit says that there is neither telephone nor e-mail, the others how many of the moments
    ``silent``, the latest first, have passed without a visit. In the third stands the place in ``tiers``; 0 for one
    that isn't there.
    """
    seen = func.coalesce(_c.last_visit, func.unixepoch(_c.since) * 1_000_000)
    passed = sum((case((seen < to_store(moment), _SILENT), else_=0) for moment in silent), start=_number(0))
    contact = case(((_c.phone.is_(None)) & (_c.email.is_(None)), _NO_CONTACT), else_=0)
    place = case({name: place for place, name in enumerate(tiers)}, value=_c.tier, else_=0) if tiers else _number(0)
    people = (
        select(_c.id, (passed + contact + _FIRST_SIGN).label("kind"), (place + _FIRST_SIGN).label("tier"))
        .where(_HERE)
        .order_by(_c.id)
        .subquery()
    )
    found = connection.execute(
        select(
            func.group_concat(func.printf("%08x", people.c.id), ""),
            func.group_concat(func.char(people.c.kind), ""),
            func.group_concat(func.char(people.c.tier), ""),
        )
    ).one()
    kind, tier = ((each or "").encode("ascii").translate(_SIGNS) for each in found[1:])
    return _unpacked(found[0]), kind, tier


def _number(value: int) -> ColumnElement[int]:
    return literal_column(str(value))


def doubtful(connection: Connection, today: date, limit: int) -> list[int]:
    """Those whose kept tier is no longer sure, or was never kept though they bought something."""
    bought = select(schema.purchase.c.id).where(schema.purchase.c.customer == _c.id).exists()
    doubt = (_c.tier_until < today.isoformat()) | (_c.tier.is_(None) & (_c.visits > 0) & bought)
    return list(connection.execute(select(_c.id).where(_HERE, doubt).limit(limit)).scalars())


def in_order(connection: Connection, column: str, descending: bool, language: str) -> array[int]:
    """Everybody by a column of the table: ``name``, ``phone``, ``last_visit``, …; those who lack it always come last.

    What is alike stands in the order of the numbers. ``language`` decides where letters stand.
    """
    held: ColumnElement[Any] = literal_column(f"customer.{column}")
    source: Any = schema.customer
    if column == "tags":
        tag = schema.tag.c
        ordered = select(tag.customer, tag.name).order_by(tag.customer, tag.name).subquery()
        joined = select(ordered.c.customer, func.group_concat(ordered.c.name, ", ").label("held"))
        each = joined.group_by(ordered.c.customer).subquery()
        held, source = each.c.held, schema.customer.outerjoin(each, each.c.customer == _c.id)
    elif column == "card":
        card = schema.card.c
        first = select(card.customer, func.min(card.code).label("held")).where(card.state == "active")
        each = first.group_by(card.customer).subquery()
        held, source = each.c.held, schema.customer.outerjoin(each, each.c.customer == _c.id)
    near = name_order.nearly(held, language) if column in _LETTERS else held
    # The limit keeps SQLite from working out each key wherever it is mentioned.
    people = select(_c.id, held.label("held"), near.label("near")).select_from(source).where(_HERE).limit(-1).subquery()
    key: ColumnElement[Any] = people.c.near
    if column in _LETTERS:
        key = name_order.finished(connection, people.c.near, people.c.held, language)
    elif column == "birthday":
        # By the day of the year: whose comes next is what one looks for.
        key = func.substr(people.c.held, -5)
    order = (people.c.held.is_(None), key.desc() if descending else key, people.c.id)
    return _packed(connection, select(people.c.id).order_by(*order))


def changed_since(connection: Connection, operation: int) -> list[int]:
    """Those whose fields somebody changed after that operation."""
    past = schema.customer_past.c
    return list(connection.execute(select(past.customer).where(past.operation > operation).distinct()).scalars())


def sort_keys(connection: Connection, column: str, language: str, numbers: Sequence[int]) -> dict[int, str | None]:
    """By what ``in_order`` sorts these customers, by one of their own columns of text."""
    held = connection.execute(select(_c.id, _c[column]).where(_c.id.in_(numbers)))
    if column in _LETTERS:
        return {number: None if text is None else name_order.key(text, language) for number, text in held}
    return {number: text and text[-5:] if column == "birthday" else text for number, text in held}


def rows(connection: Connection, wanted: Iterable[int]) -> list[StoredRow]:
    """Those of the customers who are there, in the order in which they are wanted."""
    asked = json.dumps(list(wanted))
    found = {
        row.id: row
        for row in connection.execute(
            text(
                "SELECT c.id, c.name, c.phone, c.email, c.address, c.birthday, c.since, c.visits, c.last_visit, c.tier,"
                " c.tier_until FROM json_each(:asked) a CROSS JOIN customer c ON c.id = a.value WHERE c.gone IS NULL"
            ),
            {"asked": asked},
        )
    }
    tags = _of_each(
        connection,
        "SELECT t.customer, t.name FROM json_each(:asked) a CROSS JOIN tag t ON t.customer = a.value ORDER BY t.name",
        asked,
    )
    cards = _of_each(
        connection,
        "SELECT k.customer, k.code FROM json_each(:asked) a CROSS JOIN card k ON k.customer = a.value"
        " WHERE k.state = 'active' ORDER BY k.code",
        asked,
    )
    return [
        StoredRow(
            row.id, row.name, row.phone, row.email, row.address, row.birthday, date.fromisoformat(row.since),
            row.visits, None if row.last_visit is None else from_store(row.last_visit), row.tier,
            date.fromisoformat(row.tier_until) if row.tier_until else None,
            tuple(tags.get(row.id, ())), tuple(cards.get(row.id, ())),
        )
        for row in (found[number] for number in json.loads(asked) if number in found)
    ]  # fmt: skip


def _of_each(connection: Connection, statement: str, asked: str) -> Mapping[int, list[str]]:
    found: dict[int, list[str]] = {}
    for number, value in connection.execute(text(statement), {"asked": asked}):
        found.setdefault(number, []).append(value)
    return found


def sharing(connection: Connection, column: str) -> list[list[tuple[int, str | None]]]:
    """The customers who share a telephone (``phone``) or an e-mail address (``email``): numbers and names."""
    contact = _c[column]
    # Whoever is gone has no telephone any more; asked for here, every row would be read.
    shared = select(contact).where(contact.is_not(None)).group_by(contact).having(func.count() > 1)
    people = connection.execute(
        select(contact, _c.id, _c.name).where(contact.in_(shared), _HERE).order_by(contact, _c.id)
    )
    groups: dict[str, list[tuple[int, str | None]]] = {}
    for value, number, name in people:
        groups.setdefault(value, []).append((number, name))
    return list(groups.values())


def namesakes(connection: Connection) -> array[int]:
    """Those of the same whole name whom neither telephone, e-mail nor birthday tells apart, beside each other.

    A single word is too little of a name.
    """
    for statement in _NAMESAKES:
        connection.exec_driver_sql(statement)
    found = _packed(connection, text(_ALIKE).columns(n=_c.id.type))
    connection.exec_driver_sql("DROP TABLE temp.namesake")
    return found


def _packed(connection: Connection, people: Select[Any] | Any) -> array[int]:
    listed = people.subquery()
    number = next(iter(listed.c))
    return _unpacked(connection.execute(select(func.group_concat(func.printf("%08x", number), ""))).scalar())


def _unpacked(packed: str | None) -> array[int]:
    found = array("I", bytes.fromhex(packed or ""))
    if sys.byteorder == "little":
        found.byteswap()
    return found
