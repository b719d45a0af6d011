"""Customers: the register's rows, and what finds them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Connection, bindparam, case, delete, func, insert, select, text, update

from kassa.domain.people import Consent, Customer, Hit
from kassa.store import schema, search, search_places
from kassa.store.moments import from_store, to_store
from kassa.store.search import SearchText

_table = schema.customer

# What every purchase runs is prepared once: building a statement costs more than running it.
_EXISTS = select(_table.c.id).where((_table.c.id == bindparam("wanted")) & _table.c.gone.is_(None))
_NOTE_VISIT = (
    update(_table)
    .where(_table.c.id == bindparam("whose"))
    .values(
        visits=_table.c.visits + 1,
        last_visit=case(
            (_table.c.last_visit > bindparam("moment"), _table.c.last_visit),
            else_=bindparam("moment", type_=BigInteger),
        ),
        tier=bindparam("held"),
        tier_until=bindparam("sure"),
    )
    .returning(_table.c.last_visit)
)
_HOLD_TIER = (
    update(_table).where(_table.c.id == bindparam("whose")).values(tier=bindparam("held"), tier_until=bindparam("sure"))
)
_FIRST_NUMBER = 1001
# One statement takes so many values on every engine.
_MANY = 500


def public(number: int) -> str:
    """A customer's opaque id."""
    return f"c{number}"


def insert_new(connection: Connection, operation: int | None, since: date, values: Mapping[str, Any]) -> int:
    """A new customer with the next number."""
    number = (connection.execute(select(func.max(_table.c.id))).scalar() or _FIRST_NUMBER - 1) + 1
    connection.execute(insert(_table).values(id=number, since=since.isoformat(), operation=operation, **values))
    return int(number)


def change(connection: Connection, number: int, values: Mapping[str, Any], version: int | None = None) -> bool:
    """Writes columns of a customer; False when ``version`` is given and somebody changed the customer since."""
    statement = update(_table).where(_table.c.id == number)
    if version is not None:
        statement = statement.where(_table.c.version == version)
    return connection.execute(statement.values(**values, version=_table.c.version + 1)).rowcount == 1


def fields(connection: Connection, number: int, names: Iterable[str]) -> dict[str, Any]:
    """Columns of a customer as they are kept; ``tags`` as a list."""
    names = list(names)
    columns = [_table.c[name] for name in names if name != "tags"]
    found: dict[str, Any] = {}
    if columns:
        found.update(connection.execute(select(*columns).where(_table.c.id == number)).one()._mapping)
    if "tags" in names:
        c = schema.tag.c
        found["tags"] = list(connection.execute(select(c.name).where(c.customer == number).order_by(c.name)).scalars())
    return found


def set_tags(connection: Connection, number: int, tags: Iterable[str]) -> None:
    """The customer's tags are these and no others."""
    connection.execute(delete(schema.tag).where(schema.tag.c.customer == number))
    rows = [{"customer": number, "name": name} for name in dict.fromkeys(tags)]
    if rows:
        connection.execute(insert(schema.tag), rows)


def add_consent(
    connection: Connection,
    operation: int,
    number: int,
    channel: str,
    given: bool,
    at: datetime,
    how: str | None,
    staff: str | None,
) -> None:
    """Keeps a consent or its refusal; the latest of a channel holds, the older ones stay as evidence."""
    connection.execute(
        insert(schema.consent).values(
            customer=number, channel=channel, given=given, at=to_store(at), how=how, staff=staff, operation=operation
        )
    )


def withdraw_consents(connection: Connection, number: int, operation: int) -> int:
    """Takes out what an operation wrote down by mistake; how many answers it were."""
    c = schema.consent.c
    return connection.execute(
        delete(schema.consent).where((c.customer == number) & (c.operation == operation))
    ).rowcount


def get(connection: Connection, number: int) -> Customer | None:
    """One customer whole."""
    row = connection.execute(select(_table).where(_table.c.id == number)).first()
    if row is None:
        return None
    tags = connection.execute(
        select(schema.tag.c.name).where(schema.tag.c.customer == number).order_by(schema.tag.c.name)
    ).scalars()
    return Customer(
        id=public(row.id),
        number=row.id,
        name=row.name,
        phone=row.phone,
        email=row.email,
        address=row.address,
        birthday=row.birthday,
        language=row.language,
        tags=tuple(tags),
        consents=_consents(connection, number),
        since=date.fromisoformat(row.since),
        visits=row.visits,
        last_visit=None if row.last_visit is None else from_store(row.last_visit),
    )


def _consents(connection: Connection, number: int) -> tuple[Consent, ...]:
    c = schema.consent.c
    rows = connection.execute(select(c.channel, c.given, c.at, c.how).where(c.customer == number).order_by(c.id))
    latest = {row.channel: Consent(row.channel, bool(row.given), from_store(row.at), row.how) for row in rows}
    return tuple(latest.values())


def exists(connection: Connection, number: int) -> bool:
    """Whether there is such a customer."""
    return connection.execute(_EXISTS, {"wanted": number}).first() is not None


def with_phone(connection: Connection, phone: str) -> list[int]:
    """The customers with that E.164 telephone number."""
    return _numbers(connection, _table.c.phone == phone)


def with_email(connection: Connection, email: str) -> list[int]:
    """The customers with that e-mail address, in lower case."""
    return _numbers(connection, _table.c.email == email)


def _numbers(connection: Connection, where: Any) -> list[int]:
    return list(connection.execute(select(_table.c.id).where(where).order_by(_table.c.id)).scalars())


def hits(connection: Connection, numbers: Sequence[int]) -> tuple[tuple[Hit, date | None], ...]:
    """Search rows in the order of ``numbers``, each with the last day on which its tier is sure."""
    c = _table.c
    found: dict[int, tuple[Hit, date | None]] = {}
    for start in range(0, len(numbers), _MANY):
        rows = connection.execute(
            select(c.id, c.name, c.phone, c.tier, c.tier_until, c.last_visit).where(
                c.id.in_(numbers[start : start + _MANY])
            )
        )
        for row in rows:
            hit = Hit(
                public(row.id), row.id, row.name, row.phone[-4:] if row.phone else None, row.tier,
                None if row.last_visit is None else from_store(row.last_visit),
            )  # fmt: skip
            found[row.id] = (hit, date.fromisoformat(row.tier_until) if row.tier_until else None)
    return tuple(found[number] for number in numbers if number in found)


def reindex(connection: Connection, number: int) -> None:
    """Puts what finds the customer into the search index anew, somebody new where they belong."""
    row = connection.execute(select(_table.c.name, _table.c.phone, _table.c.email).where(_table.c.id == number)).one()
    codes = connection.execute(
        select(schema.card.c.code).where(schema.card.c.customer == number).order_by(schema.card.c.code)
    ).scalars()
    found_by = search_text(number, row.name, row.phone, row.email, tuple(codes))
    search.put(connection, number, found_by, lambda: places(connection, [number])[number])


def places(connection: Connection, numbers: Iterable[int]) -> dict[int, int]:
    """Where customers belong in the search index."""
    found = text(search_places.of_customers("c.id IN (SELECT value FROM json_each(:those))"))
    rows = connection.execute(found, {"those": json.dumps(list(numbers))}).all()
    return {row.id: row.place for row in rows}


def search_text(
    number: int, name: str | None, phone: str | None, email: str | None, codes: tuple[str, ...]
) -> SearchText:
    """What finds a customer."""
    return SearchText(number, name, phone, _national(phone) if phone else None, email, codes)


# What is dialled before a number at home, of the countries whose numbers are read by the hundred thousand.
_TRUNKS = {"+45": "", "+46": "0", "+47": "", "+48": ""}


def _national(phone: str) -> str | None:
    trunk = _TRUNKS.get(phone[:3])
    if trunk is not None:
        return trunk + phone[3:]
    import phonenumbers

    try:
        parsed = phonenumbers.parse(phone)
    except phonenumbers.NumberParseException:
        return None
    dialled = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)
    return "".join(char for char in dialled if char.isdigit())


def note_visit(connection: Connection, number: int, at: datetime, tier: str | None, tier_until: date | None) -> bool:
    """Counts one more visit and keeps the tier as the rules found it; whether it is the customer's latest."""
    moment = to_store(at)
    latest = connection.execute(
        _NOTE_VISIT, {"whose": number, "moment": moment, "held": tier, "sure": tier_until and tier_until.isoformat()}
    ).scalar_one()
    return bool(latest == moment)


def recount(connection: Connection, numbers: Sequence[int]) -> None:
    """Says anew how often and when customers were here.

    Visits that another program told of and purchases that a file brought are the same ones: the more of them count.
    """
    c, run = schema.purchase.c, schema.import_run
    brought = func.coalesce(func.sum(case((run.c.operation.is_not(None), 1), else_=0)), 0)
    who = (_table.c.id, _table.c.last_visit, _table.c.told_visits, _table.c.earlier_visit)
    rows = connection.execute(
        select(*who, brought, func.count(c.id), func.max(c.at))
        .join_from(_table, schema.purchase, (c.customer == _table.c.id) & ~c.undone, isouter=True)
        .join(run, run.c.operation == c.operation, isouter=True)
        .where(_table.c.id.in_(numbers))
        .group_by(*who)
    )
    values: list[dict[str, int | None]] = []
    moved = []
    for number, before, told, earlier, imported, every, last in rows:
        latest = max((moment for moment in (earlier, last) if moment is not None), default=None)
        values.append({"number": number, "counted": max(told, imported) + every - imported, "latest": latest})
        if latest != before:
            moved.append(number)
    if values:
        statement = update(_table).where(_table.c.id == bindparam("number"))
        connection.execute(statement.values(visits=bindparam("counted"), last_visit=bindparam("latest")), values)
    search.move(connection, places(connection, moved))


def hold_tier(connection: Connection, number: int, tier: str | None, until: date | None) -> None:
    """Keeps the tier as the rules found it, for lists; ``until`` is the last day on which it is sure."""
    connection.execute(
        update(_table)
        .where(_table.c.id == number)
        .values(tier=tier, tier_until=None if until is None else until.isoformat())
    )


def hold_tiers(connection: Connection, held: Mapping[int, tuple[str | None, date | None]]) -> None:
    """``hold_tier`` for many: by their numbers."""
    rows = [
        {"whose": number, "held": tier, "sure": None if until is None else until.isoformat()}
        for number, (tier, until) in held.items()
    ]
    if rows:
        connection.execute(_HOLD_TIER, rows)


def doubt_tiers(connection: Connection, day: date) -> None:
    """Every kept tier is sure through that day at most: from the next on other rules give it."""
    c = _table.c
    later = c.tier.is_not(None) & (c.tier_until.is_(None) | (c.tier_until > day.isoformat()))
    connection.execute(update(_table).where(later).values(tier_until=day.isoformat()))


def everybody(connection: Connection, limit: int | None = None) -> list[int]:
    """Every customer's number, in order; with a limit, so many of the first."""
    numbers = select(_table.c.id).where(_table.c.gone.is_(None)).order_by(_table.c.id)
    return list(connection.execute(numbers.limit(limit)).scalars())
