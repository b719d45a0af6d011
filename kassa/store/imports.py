"""What an import needs of the register, by the hundred: who is known already, and writing what is new.

A program's own ids lead back to the person, and so do the prints of rows that came in before, so that the same file
again finds everybody and changes nothing. Whatever an import writes names its operation, so that all of it can be
taken out again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Select, Table, bindparam, func, insert, literal_column, select, table, update

from kassa.domain import folding
from kassa.store import customers, schema
from kassa.store.moments import from_store, to_store

_table = schema.customer
_ids = schema.external_id
_MOMENTS = ("last_visit", "earlier_visit")
_FIELDS = ("name", "phone", "email", "address", "birthday", "language", "since", "visits", "told_visits", *_MOMENTS)
# Numbers begin at 1001, as everywhere in the register.
_BEFORE_FIRST = 1000
_KNOWN_IDS = select(_ids.c.value, _ids.c.customer).where(
    (_ids.c.source == bindparam("program")) & _ids.c.value.in_(bindparam("told", expanding=True))
)
_KNOWN_ROWS = select(_ids.c.value, _ids.c.customer, _ids.c.print).where(
    (_ids.c.source == bindparam("program")) & _ids.c.value.in_(bindparam("told", expanding=True))
)
_NOTES = select(schema.note.c.customer, schema.note.c.text).where(
    schema.note.c.customer.in_(bindparam("those", expanding=True))
)
_HOLDERS = select(schema.card.c.code, schema.card.c.customer).where(
    schema.card.c.code.in_(bindparam("those", expanding=True))
)
_WITH_PHONE, _WITH_EMAIL = (
    select(_table.c.id).where(column.in_(bindparam("those", expanding=True)))
    for column in (_table.c.phone, _table.c.email)
)
_PEOPLE = (
    select(_table.c.id, _table.c.operation, *(_table.c[name] for name in _FIELDS))
    .where(_table.c.id.in_(bindparam("those", expanding=True)))
    .order_by(_table.c.id)
)
_TAKEN = select(_table.c.id).where(_table.c.id.in_(bindparam("those", expanding=True)))
_CONSENTS = (
    select(schema.consent.c.customer, schema.consent.c.channel, schema.consent.c.given)
    .where(schema.consent.c.customer.in_(bindparam("those", expanding=True)))
    .order_by(schema.consent.c.id)
)
_TAGS = (
    select(schema.tag.c.customer, schema.tag.c.name)
    .where(schema.tag.c.customer.in_(bindparam("those", expanding=True)))
    .order_by(schema.tag.c.name)
)


@dataclass(frozen=True, slots=True)
class Person:
    """A customer as an import compares and fills it.

    ``consents`` hold the latest answer of each channel. Of the ``visits`` files told of ``told_visits``, the latest at
    ``earlier_visit``: they have no purchases here, and an undo must not forget them.
    """

    number: int
    since: date
    name: str | None = None
    phone: str | None = None
    email: str | None = None
    address: str | None = None
    birthday: str | None = None
    language: str | None = None
    visits: int = 0
    told_visits: int = 0
    last_visit: datetime | None = None
    earlier_visit: datetime | None = None
    tags: tuple[str, ...] = ()
    consents: tuple[tuple[str, bool], ...] = ()
    made_by: int | None = field(default=None, compare=False)
    """The operation that made the customer."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """By what the people are found that some rows may be about; ``homes`` are (``name_key``, address)."""

    numbers: frozenset[int] = frozenset()
    phones: frozenset[str] = frozenset()
    emails: frozenset[str] = frozenset()
    cards: frozenset[str] = frozenset()
    homes: frozenset[tuple[str, str]] = frozenset()
    names: frozenset[str] = frozenset()


@lru_cache(maxsize=8192)
def name_key(name: str) -> str:
    """A name as it is compared: its words without accents and case, in an order of their own."""
    return " ".join(sorted(set(folding.words(name))))


def next_number(connection: Connection) -> int:
    """The number of the next new customer."""
    return int(connection.execute(select(func.max(_table.c.id))).scalar() or _BEFORE_FIRST) + 1


def known_ids(connection: Connection, source: str, values: Iterable[str]) -> dict[str, int]:
    """The customers that a program's ids led to before."""
    told = list(values)
    return dict(connection.execute(_KNOWN_IDS, {"program": source, "told": told}).all()) if told else {}


def known_rows(connection: Connection, source: str, keys: Iterable[str]) -> dict[str, tuple[int, str | None]]:
    """The customers that a program's rows led to before, each with the print of what the row said."""
    told = list(keys)
    rows = connection.execute(_KNOWN_ROWS, {"program": source, "told": told}) if told else ()
    return {value: (customer, said) for value, customer, said in rows}


def card_holders(connection: Connection, codes: Iterable[str]) -> dict[str, int | None]:
    """Of these codes those that are cards, each with its customer; None for a blank one."""
    told = list(codes)
    return dict(connection.execute(_HOLDERS, {"those": told}).all()) if told else {}


def people(connection: Connection, wanted: Wanted) -> list[Person]:
    """Everybody who is wanted by any of it."""
    found: set[int] = set(wanted.numbers)
    for statement, values in ((_WITH_PHONE, wanted.phones), (_WITH_EMAIL, wanted.emails)):
        if values:
            found.update(row[0] for row in connection.execute(statement, {"those": list(values)}))
    if wanted.cards:
        found.update(number for number in card_holders(connection, wanted.cards).values() if number is not None)
    found.update(_living_at(connection, wanted.homes))
    if wanted.names:
        found.update(connection.execute(_named(wanted.names)).scalars())
    if not found:
        return []
    those = {"those": list(found)}
    rows = connection.execute(_PEOPLE, those).all()
    consents, tags = _consents(connection, those), _tags(connection, those)
    return [
        Person(
            number=row.id,
            since=date.fromisoformat(row.since),
            name=row.name,
            phone=row.phone,
            email=row.email,
            address=row.address,
            birthday=row.birthday,
            language=row.language,
            visits=row.visits,
            told_visits=row.told_visits,
            last_visit=None if row.last_visit is None else from_store(row.last_visit),
            earlier_visit=None if row.earlier_visit is None else from_store(row.earlier_visit),
            tags=tuple(tags.get(row.id, ())),
            consents=tuple(consents.get(row.id, {}).items()),
            made_by=row.operation,
        )
        for row in rows
    ]


def _named(names: Iterable[str]) -> Select[int]:
    # Names have an index where search keeps them.
    found: Select[int] = select(literal_column("customer")).select_from(table("search_text"))
    return found.where(literal_column("name").in_(list(names)), literal_column("name") != "")


def _living_at(connection: Connection, homes: Iterable[tuple[str, str]]) -> Iterable[int]:
    if not homes:
        return ()
    names = _named({name for name, _ in homes if name})
    where = _table.c.id.in_(names) & _table.c.address.in_({address for _, address in homes})
    return connection.execute(select(_table.c.id).where(where)).scalars()


def _consents(connection: Connection, those: dict[str, Any]) -> dict[int, dict[str, bool]]:
    found: dict[int, dict[str, bool]] = {}
    for customer, channel, given in connection.execute(_CONSENTS, those):
        found.setdefault(customer, {})[channel] = bool(given)
    return found


def _tags(connection: Connection, those: dict[str, Any]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for customer, name in connection.execute(_TAGS, those):
        found.setdefault(customer, []).append(name)
    return found


def note_texts(connection: Connection, people: Iterable[Person]) -> dict[int, set[str]]:
    """What was ever noted of these customers, done and removed notes too."""
    found: dict[int, set[str]] = {}
    numbers = [person.number for person in people]
    for customer, text in connection.execute(_NOTES, {"those": numbers}) if numbers else ():
        found.setdefault(customer, set()).add(text)
    return found


def keep_new(connection: Connection, operation: int, new: Sequence[Person]) -> None:
    """Writes new customers; they are found once they are indexed."""
    if not new:
        return
    _write(connection, _table, ("id", "operation", *_FIELDS), [(each.number, operation, *_kept(each)) for each in new])
    tags = [{"customer": each.number, "name": name} for each in new for name in each.tags]
    if tags:
        connection.execute(insert(schema.tag), tags)


def keep_changed(connection: Connection, operation: int, changed: Sequence[tuple[Person | None, Person]]) -> None:
    """Writes what an import filled in of people (as they were, as they are), and remembers it.

    None for as they were: they are this import's own.
    """
    if not changed:
        return
    values: Mapping[str, Any] = {name: bindparam(f"new_{name}") for name in _FIELDS}
    connection.execute(
        update(_table).where(_table.c.id == bindparam("number")).values(version=_table.c.version + 1, **values),
        [
            {"number": each.number, **{f"new_{key}": value for key, value in _values(each).items()}}
            for _, each in changed
        ],
    )
    for before, after in changed:
        new = [tag for tag in after.tags if before is None or tag not in before.tags]
        if before is None:
            customers.set_tags(connection, after.number, after.tags)
        elif new:
            connection.execute(insert(schema.tag), [{"customer": after.number, "name": name} for name in new])
    past = [
        {
            "customer": after.number,
            "operation": operation,
            "before": _json(before, after),
            "after": _json(after, before),
        }
        for before, after in changed
        if before is not None
    ]
    if past:
        connection.execute(insert(schema.customer_past), past)


def _json(one: Person, other: Person) -> str:
    """The fields in which ``one`` differs from ``other``."""
    different = {
        each.name for each in fields(one) if each.compare and getattr(one, each.name) != getattr(other, each.name)
    }
    values = {**_values(one), "tags": list(one.tags)}
    return json.dumps({name: values[name] for name in values if name in different}, ensure_ascii=False)


def _values(person: Person) -> dict[str, Any]:
    return dict(zip(_FIELDS, _kept(person), strict=True))


def _kept(person: Person) -> tuple[Any, ...]:
    """The values of ``_FIELDS`` as columns have them."""
    last, earlier = person.last_visit, person.earlier_visit
    return (
        person.name, person.phone, person.email, person.address, person.birthday, person.language,
        person.since.isoformat(), person.visits, person.told_visits,
        None if last is None else to_store(last), None if earlier is None else to_store(earlier),
    )  # fmt: skip


def _write(connection: Connection, table: Table, columns: tuple[str, ...], rows: Sequence[tuple[Any, ...]]) -> None:
    """Inserts rows as tuples, which takes half the time of dictionaries."""
    places = ", ".join("?" * len(columns))
    connection.exec_driver_sql(f"INSERT INTO {table.name} ({', '.join(columns)}) VALUES ({places})", list(rows))  # noqa: S608


def remember(connection: Connection, operation: int, numbers: Iterable[int]) -> None:
    """Notes known customers to whom an import added what stands beside them, such as a note or an id."""
    rows = [{"customer": number, "operation": operation, "before": "{}", "after": "{}"} for number in numbers]
    if rows:
        connection.execute(insert(schema.customer_past), rows)


def keep_ids(
    connection: Connection, operation: int, source: str, ids: Mapping[str, int], prints: Mapping[str, str] | None = None
) -> None:
    """Remembers which customers a program's ids lead to, and the prints of what their rows said."""
    if ids:
        said = prints or {}
        columns = ("source", "value", "customer", "operation", "print")
        rows = [(source, value, who, operation, said.get(value)) for value, who in ids.items()]
        _write(connection, _ids, columns, rows)


def keep_receipts(
    connection: Connection, operation: int, source: str, ids: Iterable[tuple[str, int, int | None]]
) -> None:
    """Remembers what a program calls receipts: each id with its customer and its purchase."""
    rows = [(source, value, customer, operation, purchase) for value, customer, purchase in ids]
    if rows:
        _write(connection, _ids, ("source", "value", "customer", "operation", "purchase"), rows)


def taken(connection: Connection, numbers: Iterable[int]) -> set[int]:
    """Those of the numbers that are some customer's, or were."""
    return set(connection.execute(_TAKEN, {"those": list(numbers)}).scalars())


def keep_prints(connection: Connection, source: str, prints: Mapping[str, str]) -> None:
    """Remembers what rows said that were known before."""
    statement = update(_ids).where((_ids.c.source == source) & (_ids.c.value == bindparam("told")))
    rows = [{"told": value, "said": said} for value, said in prints.items()]
    if rows:
        connection.execute(statement.values(print=bindparam("said")), rows)


@dataclass(frozen=True, slots=True)
class NewNote:
    """A note to be written; ``due`` is a promise's day."""

    customer: int
    text: str
    kind: str = "other"
    pinned: bool = False
    due: date | None = None
    assignee: str | None = None


def keep_notes(
    connection: Connection, operation: int, at: datetime, staff: str | None, notes: Sequence[NewNote]
) -> None:
    """Writes open notes."""
    if notes:
        columns = ("customer", "text", "kind", "pinned", "due", "assignee", "state", "created", "staff", "operation")
        common = ("open", to_store(at), staff, operation)
        rows = [
            (
                each.customer,
                each.text,
                each.kind,
                each.pinned,
                each.due and each.due.isoformat(),
                each.assignee,
                *common,
            )
            for each in notes
        ]
        _write(connection, schema.note, columns, rows)


@dataclass(frozen=True, slots=True)
class NewConsent:
    """What somebody answered about a channel."""

    customer: int
    channel: str
    given: bool
    at: datetime
    how: str | None


def keep_consents(connection: Connection, operation: int, staff: str | None, new: Sequence[NewConsent]) -> None:
    """Writes what people answered."""
    if new:
        columns = ("customer", "channel", "given", "at", "how", "staff", "operation")
        rows = [
            (each.customer, each.channel, each.given, to_store(each.at), each.how, staff, operation) for each in new
        ]
        _write(connection, schema.consent, columns, rows)


def refer(connection: Connection, referred: Mapping[int, int]) -> None:
    """Notes who brought whom, of people nobody has noted it of."""
    statement = update(_table).where((_table.c.id == bindparam("friend")) & _table.c.referred_by.is_(None))
    rows = [{"friend": friend, "by": by} for friend, by in referred.items()]
    if rows:
        connection.execute(statement.values(referred_by=bindparam("by")), rows)
