"""The whole register, read in order and a part at a time, for a file: memory stays flat however much there is.

All of one export is read under one snapshot, so what is in the file belongs together.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import groupby, islice
from operator import attrgetter
from typing import Any, NamedTuple

from sqlalchemy import Column, Connection, Select, func, insert, select

from kassa.store import customers, purchases, schema
from kassa.store.moments import from_store

_customers = schema.customer
_purchases = schema.purchase
_ledger = schema.ledger
_meta = schema.meta
_known = schema.external_id
PROGRAM, RECEIPTS = "kassa", "kassa receipt"
"""The sources of ids that Kassa's own files told."""
_SHOP_KEY = "shop_key"
_ID = re.compile("([cp])([0-9]{1,15})@([0-9a-f]+)")
_AT_ONCE = 1000


class Holder(NamedTuple):
    """Whose a purchase or a ledger line is; the name is gone with the person. ``id`` is theirs in files."""

    id: str
    number: int
    name: str | None


class ExportedConsent(NamedTuple):
    """The latest answer for a channel."""

    given: bool
    at: datetime
    how: str | None


class ExportedNote(NamedTuple):
    """An open note."""

    kind: str
    text: str
    pinned: bool
    due: date | None
    assignee: str | None


class ExportedCard(NamedTuple):
    """A card that the customer holds or held; ``replaced_by`` is another code."""

    code: str
    state: str
    replaced_by: str | None


class ExportedCustomer(NamedTuple):
    """Everything that the register knows of a person; ``since`` and ``birthday`` as the store has them.

    ``id`` and ``referred_by`` are as in files.
    """

    id: str
    number: int
    name: str | None
    phone: str | None
    email: str | None
    address: str | None
    birthday: str | None
    language: str | None
    since: str
    visits: int
    last_visit: datetime | None
    referred_by: str | None
    tags: tuple[str, ...]
    cards: tuple[ExportedCard, ...]
    notes: tuple[ExportedNote, ...]
    consents: dict[str, ExportedConsent]


class ExportedItem(NamedTuple):
    """One line of a purchase; ``amount`` in minor units, ``returned`` how many came back."""

    item: str
    quantity: int
    amount: int | None
    returned: int


class ExportedPurchase(NamedTuple):
    """A purchase; amounts in minor units, ``business_date`` as the store has it. ``whole``: all of it came back."""

    id: str
    holder: Holder
    at: datetime
    business_date: str
    amount: int | None
    returned: int
    whole: bool
    non_earning: int
    items: tuple[ExportedItem, ...]
    receipt: str | None
    undone: bool
    staff: str | None
    till: str


class ExportedLine(NamedTuple):
    """A ledger line; ``balance`` is the sum so far of its customer, unit and programme, ``because`` as it is kept."""

    id: str
    holder: Holder
    at: datetime
    unit: str
    programme: str | None
    version: int
    kind: str
    delta: int
    balance: int
    purchase: str | None
    reverses: str | None
    staff: str | None
    till: str
    because: str


def shop_key(connection: Connection) -> str | None:
    """What tells this shop's customers from another's in a file; None before the first export."""
    return connection.execute(select(_meta.c.value).where(_meta.c.key == _SHOP_KEY)).scalar()


def keep_shop_key(connection: Connection, key: str) -> None:
    """Gives the shop its key, once and for good."""
    connection.execute(insert(_meta).values(key=_SHOP_KEY, value=key))


def own_customers(connection: Connection, ids: Iterable[str]) -> dict[str, int]:
    """Those of the ids in files that are this shop's own customers', each with the customer's number."""
    asked, c = _asked(connection, "c", ids), _customers.c
    found = connection.execute(select(c.id).where(c.id.in_(asked) & c.gone.is_(None))).scalars()
    return {asked[number]: number for number in found}


def own_purchases(connection: Connection, ids: Iterable[str]) -> dict[str, int]:
    """Those of ``p12@5f0c…``, as purchases are called in files, that are this shop's own."""
    asked, c = _asked(connection, "p", ids), _purchases.c
    found = connection.execute(select(c.id).where(c.id.in_(asked))).scalars()
    return {asked[number]: number for number in found}


def _asked(connection: Connection, kind: str, ids: Iterable[str]) -> dict[int, str]:
    """The numbers behind ids that carry this shop's key."""
    key = shop_key(connection)
    matches = [match for each in ids if (match := _ID.fullmatch(each))]
    return {int(match[2]): match[0] for match in matches if match[1] == kind and match[3] == key}


def count_customers(connection: Connection) -> int:
    """How many rows ``every_customer`` gives."""
    statement = select(func.count()).select_from(_customers).where(_customers.c.gone.is_(None))
    return connection.execute(statement).scalar_one()


def count_purchases(connection: Connection) -> int:
    """How many rows ``every_purchase`` gives."""
    return connection.execute(select(func.count()).select_from(_purchases)).scalar_one()


def count_lines(connection: Connection) -> int:
    """How many rows ``every_line`` gives."""
    return connection.execute(select(func.count()).select_from(_ledger)).scalar_one()


def every_customer(connection: Connection, key: str) -> Iterator[ExportedCustomer]:
    """Every customer, in the order of their numbers; ``key`` is the shop's."""
    c, tag, card, note, consent = (
        table.c for table in (_customers, schema.tag, schema.card, schema.note, schema.consent)
    )
    people = select(
        c.id, c.name, c.phone, c.email, c.address, c.birthday, c.language, c.since, c.visits, c.last_visit,
        c.referred_by,
    )  # fmt: skip
    tagged = select(tag.customer, tag.name).order_by(tag.customer, tag.name)
    carded = select(card.customer, card.code, card.state, card.replaced_by).order_by(card.customer, card.code)
    noted = select(note.customer, note.kind, note.text, note.pinned, note.due, note.assignee).where(
        note.state == "open"
    )
    asked = select(consent.customer, consent.channel, consent.given, consent.at, consent.how)
    for rows in _pages(connection, people.where(c.gone.is_(None)), c.id):
        first, last = rows[0].id, rows[-1].id
        tags = _gathered(connection, tagged.where(tag.customer.between(first, last)))
        cards = _gathered(connection, carded.where(card.customer.between(first, last)))
        notes = _gathered(connection, noted.where(note.customer.between(first, last)).order_by(note.customer, note.id))
        consents = _gathered(
            connection, asked.where(consent.customer.between(first, last)).order_by(consent.customer, consent.id)
        )
        ids = _ids(connection, {row.id for row in rows} | {row.referred_by for row in rows if row.referred_by}, key)
        for number, name, phone, email, address, birthday, language, since, visits, last_visit, referred_by in rows:
            yield ExportedCustomer(
                ids[number],
                number,
                name,
                phone,
                email,
                address,
                birthday,
                language,
                since,
                visits,
                None if last_visit is None else from_store(last_visit),
                None if referred_by is None else ids[referred_by],
                tuple([name for (name,) in tags.get(number, ())]),
                tuple([ExportedCard(*each) for each in cards.get(number, ())]),
                tuple([_note(*each) for each in notes.get(number, ())]),
                {channel: _consent(*each) for channel, *each in consents.get(number, ())},
            )


def _note(kind: str, text: str, pinned: bool, due: str | None, assignee: str | None) -> ExportedNote:
    return ExportedNote(kind, text, bool(pinned), date.fromisoformat(due) if due else None, assignee)


def _consent(given: bool, at: int, how: str | None) -> ExportedConsent:
    return ExportedConsent(bool(given), from_store(at), how)


def every_purchase(connection: Connection, key: str) -> Iterator[ExportedPurchase]:
    """Every purchase, in the order in which they were noted; ``key`` is the shop's."""
    items = schema.purchase_item.c
    for rows in _pages(connection, select(_purchases), _purchases.c.id):
        holders = _holders(connection, {row.customer for row in rows}, key)
        ids = _purchase_ids(connection, {row.id for row in rows}, key)
        statement = select(schema.purchase_item).where(items.purchase.between(rows[0].id, rows[-1].id))
        bought: dict[int, list[ExportedItem]] = defaultdict(list)
        for line in connection.execute(statement.order_by(items.purchase, items.line)):
            bought[line.purchase].append(ExportedItem(line.item, line.quantity, line.amount, line.returned))
        for row in rows:
            yield ExportedPurchase(
                id=ids[row.id],
                holder=holders[row.customer],
                at=from_store(row.at),
                business_date=row.business_date,
                amount=row.amount,
                returned=row.returned,
                whole=bool(row.whole),
                non_earning=row.non_earning,
                items=tuple(bought.get(row.id, ())),
                receipt=row.receipt,
                undone=bool(row.undone),
                staff=row.staff,
                till=row.till,
            )


def every_line(connection: Connection, key: str) -> Iterator[ExportedLine]:
    """Every ledger line, customer by customer, each customer's oldest first; ``key`` is the shop's."""
    c, act = _ledger.c, schema.operation.c
    statement = select(_ledger, act.staff, act.till).join_from(_ledger, schema.operation, act.id == c.operation)
    for held in _pages(connection, select(_customers.c.id), _customers.c.id):
        holders = _holders(connection, [row.id for row in held], key)
        some = statement.where(c.customer.between(held[0].id, held[-1].id)).order_by(c.customer, c.id)
        found = connection.execute(some).all()
        bought = _purchase_ids(connection, {row.purchase for row in found if row.purchase is not None}, key)
        for number, lines in groupby(found, attrgetter("customer")):
            yield from _lines(holders[number], lines, bought)


def _lines(holder: Holder, rows: Iterable[Any], bought: Mapping[int, str]) -> Iterator[ExportedLine]:
    balances: dict[tuple[str, str | None], int] = defaultdict(int)
    for row in rows:
        balances[row.unit, row.programme] += row.delta
        yield ExportedLine(
            id=f"l{row.id}",
            holder=holder,
            at=from_store(row.at),
            unit=row.unit,
            programme=row.programme,
            version=row.version,
            kind=row.kind,
            delta=row.delta,
            balance=balances[row.unit, row.programme],
            purchase=None if row.purchase is None else bought[row.purchase],
            reverses=None if row.reverses is None else f"l{row.reverses}",
            staff=row.staff,
            till=row.till,
            because=row.because,
        )


def _ids(connection: Connection, numbers: Iterable[int], key: str) -> dict[int, str]:
    """Customers' ids in files, which nobody else has: whoever came with such a file keeps theirs."""
    found, c = {number: f"{customers.public(number)}@{key}" for number in numbers}, _known.c
    here = select(c.customer, c.value).join_from(_known, _customers, _customers.c.id == c.customer)
    here = here.where((c.source == PROGRAM) & c.value.like("c%@%") & (c.operation == _customers.c.operation))
    for some in _some(found):
        found.update(connection.execute(here.where(c.customer.in_(some)).order_by(c.value.desc())).all())
    return found


def _purchase_ids(connection: Connection, numbers: Iterable[int], key: str) -> dict[int, str]:
    """Purchases' ids in files, in the same way."""
    found, c = {number: f"{purchases.public(number)}@{key}" for number in numbers}, _known.c
    brought = select(c.purchase, c.value).where((c.source == RECEIPTS) & c.purchase.is_not(None))
    for some in _some(found):
        found.update(connection.execute(brought.where(c.purchase.in_(some))).all())
    return found


def _some(numbers: Iterable[int]) -> Iterator[tuple[int, ...]]:
    left = iter(numbers)
    while some := tuple(islice(left, _AT_ONCE)):
        yield some


def _pages(connection: Connection, statement: Select[Any], key: Column[int]) -> Iterator[Sequence[Any]]:
    after = 0
    while True:
        rows = connection.execute(statement.where(key > after).order_by(key).limit(_AT_ONCE)).all()
        if not rows:
            return
        yield rows
        after = rows[-1].id


def _gathered(connection: Connection, statement: Select[Any]) -> dict[int, list[Any]]:
    """Rows by their first column, less that column."""
    found: dict[int, list[Any]] = defaultdict(list)
    for customer, *row in connection.execute(statement).all():
        found[customer].append(row)
    return found


def _holders(connection: Connection, numbers: Collection[int], key: str) -> dict[int, Holder]:
    c, ids = _customers.c, _ids(connection, numbers, key)
    rows = connection.execute(select(c.id, c.name, c.gone).where(c.id.in_(numbers)))
    return {row.id: Holder(ids[row.id], row.id, None if row.gone else row.name) for row in rows}
