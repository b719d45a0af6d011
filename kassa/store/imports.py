"""What an import needs of the register, by the hundred: who is known already, and writing those who are new.

A program's own ids lead back to the person, and so do the prints of rows that came in before, so that the same file
again finds everybody and changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, insert, literal_column, select, table, update

from kassa.domain import folding
from kassa.store import customers, schema, search
from kassa.store.moments import from_store, to_store
from kassa.store.search import SearchText

_table = schema.customer
_ids = schema.external_id
_FIELDS = ("name", "phone", "email", "address", "birthday", "since", "visits", "last_visit")
_AT_ONCE = 1000
# Numbers begin at 1001, as everywhere in the register.
_BEFORE_FIRST = 1000
# From so many on it is quicker to put the whole index in order once.
_WORTH_LOADING = 5000


@dataclass(frozen=True, slots=True)
class Person:
    """A customer as an import compares and fills it; ``email_consent`` is the latest answer, None when never asked."""

    number: int
    since: date
    name: str | None = None
    phone: str | None = None
    email: str | None = None
    address: str | None = None
    birthday: str | None = None
    visits: int = 0
    last_visit: datetime | None = None
    email_consent: bool | None = None


def name_key(name: str) -> str:
    """A name as it is compared: its words without accents and case, in an order of their own."""
    return " ".join(sorted(set(folding.words(name))))


def next_number(connection: Connection) -> int:
    """The number of the next new customer."""
    return int(connection.execute(select(func.max(_table.c.id))).scalar() or _BEFORE_FIRST) + 1


def known_ids(connection: Connection, source: str, values: Iterable[str]) -> dict[str, int]:
    """The customers that a program's ids led to before."""
    where = (_ids.c.source == source) & _ids.c.value.in_(list(values))
    return {row.value: row.customer for row in connection.execute(select(_ids.c.value, _ids.c.customer).where(where))}


def people(
    connection: Connection,
    numbers: Iterable[int],
    phones: Iterable[str],
    emails: Iterable[str],
    homes: Iterable[tuple[str, str]],
) -> list[Person]:
    """Everybody with one of these numbers, telephones, e-mail addresses or homes (a ``name_key`` and an address)."""
    found = set(numbers)
    for column, values in ((_table.c.phone, list(phones)), (_table.c.email, list(emails))):
        if values:
            found.update(connection.execute(select(_table.c.id).where(column.in_(values))).scalars())
    found.update(_living_at(connection, set(homes)))
    columns = (_table.c.id, *(_table.c[name] for name in _FIELDS))
    rows = connection.execute(select(*columns).where(_table.c.id.in_(found)).order_by(_table.c.id)).all()
    consents = _email_consents(connection, found)
    return [
        Person(
            number=row.id,
            since=date.fromisoformat(row.since),
            name=row.name,
            phone=row.phone,
            email=row.email,
            address=row.address,
            birthday=row.birthday,
            visits=row.visits,
            last_visit=None if row.last_visit is None else from_store(row.last_visit),
            email_consent=consents.get(row.id),
        )
        for row in rows
    ]


def _living_at(connection: Connection, homes: set[tuple[str, str]]) -> Iterable[int]:
    if not homes:
        return ()
    # Names have an index where search keeps them; addresses have none.
    names: Select[tuple[int]] = select(literal_column("customer")).select_from(table("search_text"))
    names = names.where(literal_column("name").in_({name for name, _ in homes if name}), literal_column("name") != "")
    where = _table.c.id.in_(names) & _table.c.address.in_({address for _, address in homes})
    return connection.execute(select(_table.c.id).where(where)).scalars()


def _email_consents(connection: Connection, numbers: Iterable[int]) -> dict[int, bool]:
    c = schema.consent.c
    where = c.customer.in_(list(numbers)) & (c.channel == "email")
    rows = connection.execute(select(c.customer, c.given).where(where).order_by(c.id))
    return {row.customer: bool(row.given) for row in rows}


def note_texts(connection: Connection, numbers: Iterable[int]) -> dict[int, set[str]]:
    """What was ever noted of these customers, done and removed notes too."""
    c, found = schema.note.c, dict[int, set[str]]()
    for row in connection.execute(select(c.customer, c.text).where(c.customer.in_(list(numbers)))):
        found.setdefault(row.customer, set()).add(row.text)
    return found


def keep_new(connection: Connection, operation: int, new: Sequence[Person]) -> None:
    """Writes new customers; ``index_new`` makes them found."""
    if new:
        rows = [{"id": each.number, "operation": operation, **_values(each)} for each in new]
        connection.execute(insert(_table), rows)


def index_new(connection: Connection, operation: int) -> None:
    """Makes the customers that an operation made be found, the latest visitor first."""
    order = (_table.c.last_visit.is_not(None), _table.c.last_visit, _table.c.id.desc())
    statement = select(_table.c.id).where(_table.c.operation == operation).order_by(*order)
    numbers = list(connection.execute(statement).scalars())
    texts = _search_texts(connection, numbers)
    if len(numbers) < _WORTH_LOADING:
        for number, text in texts:
            search.put(connection, number, text)
    else:
        search.load(connection, texts)


def _search_texts(connection: Connection, numbers: Sequence[int]) -> Iterator[tuple[int, SearchText]]:
    c = _table.c
    for start in range(0, len(numbers), _AT_ONCE):
        some = numbers[start : start + _AT_ONCE]
        rows = connection.execute(select(c.id, c.name, c.phone, c.email).where(c.id.in_(some)))
        texts = {row.id: customers.search_text(row.id, row.name, row.phone, row.email, ()) for row in rows}
        yield from ((number, texts[number]) for number in some)


def keep_changed(connection: Connection, changed: Sequence[Person], first_new: int) -> None:
    """Writes what an import filled in. Customers from ``first_new`` on are indexed later."""
    if not changed:
        return
    values: Mapping[str, Any] = {name: bindparam(f"new_{name}") for name in _FIELDS}
    connection.execute(
        update(_table).where(_table.c.id == bindparam("number")).values(version=_table.c.version + 1, **values),
        [{"number": each.number, **{f"new_{key}": value for key, value in _values(each).items()}} for each in changed],
    )
    for each in changed:
        if each.number < first_new:
            customers.reindex(connection, each.number)


def _values(person: Person) -> dict[str, Any]:
    values = {name: getattr(person, name) for name in _FIELDS}
    values["since"] = person.since.isoformat()
    values["last_visit"] = None if person.last_visit is None else to_store(person.last_visit)
    # Visits from before Kassa have no purchases here: an undo must not forget them.
    values["earlier_visit"] = values["last_visit"]
    return values


def keep_ids(connection: Connection, source: str, ids: Mapping[str, int]) -> None:
    """Remembers which customers a program's ids lead to."""
    if ids:
        rows = [{"source": source, "value": value, "customer": number} for value, number in ids.items()]
        connection.execute(insert(_ids), rows)


def keep_notes(
    connection: Connection, operation: int, at: datetime, staff: str | None, notes: Sequence[tuple[int, str]]
) -> None:
    """Writes open notes of no special kind."""
    if notes:
        common = {"kind": "other", "pinned": False, "state": "open", "created": to_store(at), "staff": staff}
        rows = [{"customer": number, "text": text, "operation": operation, **common} for number, text in notes]
        connection.execute(insert(schema.note), rows)


def keep_email_consents(
    connection: Connection, at: datetime, how: str, staff: str | None, given: Mapping[int, bool]
) -> None:
    """Writes what people answered about e-mail."""
    if given:
        common = {"channel": "email", "at": to_store(at), "how": how, "staff": staff}
        rows = [{"customer": number, "given": answer, **common} for number, answer in given.items()]
        connection.execute(insert(schema.consent), rows)
