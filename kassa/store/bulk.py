"""Filling an empty store quickly: rows by the ten thousand, in the order in which they refer to each other.

Only for a store that nobody else has open yet. The rules decide beforehand what the rows say; here they are only
numbered, gathered and written. The ledger's guards and all keys stay in force; plain indexes are made again at the end,
which is quicker than keeping them in order meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select

from kassa.domain.stamps import FilledCard
from kassa.store import schema, search, search_places
from kassa.store.moments import to_store
from kassa.store.search import SearchText

_AT_ONCE = 50_000
_CACHE_KIB = 150_000
_FIRST_CUSTOMER = 1001
# Each after those that its rows refer to; the columns are those that a new row sets.
_COLUMNS: dict[Table, str] = {
    schema.operation: "id op verb subject at staff till",
    schema.customer: "id name phone email address birthday language since visits last_visit tier tier_until operation",
    schema.tag: "customer name",
    schema.consent: "customer channel given at how staff",
    schema.note: "customer kind text pinned due assignee state outcome created staff operation",
    schema.card: "code state customer printed",
    schema.purchase: "id customer operation at business_date version amount non_earning net receipt staff till",
    schema.purchase_item: "purchase line item quantity amount",
    schema.stamp_card: "customer programme number version balance head_start",
    schema.reward: "id customer reward version cause programme card_number card_version card_boxes head_start "
    "operation purchase issued_at valid_until state redeemed redeemed_at",
    schema.ledger: "operation customer unit programme card_number version kind delta at purchase reward because",
}


@dataclass(slots=True)
class NewReward:
    """A reward as it was issued, its ``number`` given by ``next_reward``; when it was redeemed, by which operation."""

    number: int
    reward: str
    cause: str
    issued_at: datetime
    valid_until: date | None
    operation: int
    purchase: int
    programme: str | None = None
    filled: FilledCard | None = None
    redeemed: int | None = None
    redeemed_at: datetime | None = None


@contextmanager
def filling(connection: Connection) -> Iterator[Bulk]:
    """Takes rows for an empty store inside the caller's transaction; the indexes are whole again afterwards."""
    plain = [index for table in _COLUMNS for index in table.indexes if not index.unique]
    usual = connection.exec_driver_sql("PRAGMA cache_size").scalar()
    connection.exec_driver_sql(f"PRAGMA cache_size = -{_CACHE_KIB}")
    for index in plain:
        index.drop(connection)
    bulk = Bulk(connection)
    yield bulk
    bulk.flush()
    for index in plain:
        index.create(connection)
    connection.exec_driver_sql(f"PRAGMA cache_size = {usual}")


def is_empty(connection: Connection) -> bool:
    """Whether the store holds no customer and no programme yet."""
    return not any(
        connection.execute(select(func.count()).select_from(select(table).limit(1).subquery())).scalar()
        for table in (schema.customer, schema.programme_version)
    )


class Bulk:
    """Rows on their way into an empty store. Each method notes one row and gives its number where it has one."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._rows: dict[str, list[tuple[Any, ...]]] = {table.name: [] for table in _COLUMNS}
        self._inserts = [
            (self._rows[table.name], _insert(connection, table, columns)) for table, columns in _COLUMNS.items()
        ]
        # Spares a look-up for each of millions of rows.
        self._operations, self._customers, self._purchases, self._items, self._ledger, self._rewards = (
            self._rows[name] for name in ("operation", "customer", "purchase", "purchase_item", "ledger", "reward")
        )
        self._operation = connection.execute(select(func.max(schema.operation.c.id))).scalar() or 0
        self._purchase = self._reward = 0
        self._customer = _FIRST_CUSTOMER - 1

    def next_customer(self) -> int:
        """The number of the next customer; their other rows may name it before ``customer`` is called."""
        self._customer += 1
        return self._customer

    def operation(
        self, verb: str, at: datetime, till: str, staff: str | None = None, subject: str | None = None
    ) -> int:
        """One operation; its ``op`` is made of its number."""
        self._operation = number = self._operation + 1
        op = f"00000000-0000-4000-8000-{number:012x}"
        self._operations.append((number, op, verb, subject, to_store(at), staff, till))
        return number

    def customer(
        self,
        number: int,
        operation: int,
        since: date,
        *,
        name: str | None,
        phone: str | None,
        email: str | None,
        address: str | None,
        birthday: str | None,
        language: str | None,
        visits: int,
        last_visit: datetime | None,
        tier: str | None,
        tier_until: date | None,
    ) -> None:
        """A customer, with what the rules found of visits and tier. Writes what has gathered, when it is much."""
        last = None if last_visit is None else to_store(last_visit)
        until = None if tier_until is None else tier_until.isoformat()
        self._customers.append(
            (number, name, phone, email, address, birthday, language, since.isoformat(), visits, last, tier, until,
             operation)
        )  # fmt: skip

    def tag(self, customer: int, name: str) -> None:
        """A customer's tag."""
        self._rows["tag"].append((customer, name))

    def consent(self, customer: int, channel: str, given: bool, at: datetime, how: str, staff: str | None) -> None:
        """A consent given or refused."""
        self._rows["consent"].append((customer, channel, given, to_store(at), how, staff))

    def note(
        self,
        customer: int,
        operation: int,
        kind: str,
        text: str,
        created: datetime,
        *,
        due: date | None = None,
        assignee: str | None = None,
        pinned: bool = False,
        outcome: str | None = None,
        staff: str | None = None,
    ) -> None:
        """A note; with an ``outcome`` it is done."""
        self._rows["note"].append(
            (customer, kind, text, pinned, due.isoformat() if due else None, assignee, "done" if outcome else "open",
             outcome, to_store(created), staff, operation)
        )  # fmt: skip

    def card(self, code: str, customer: int, printed: datetime | None) -> None:
        """An active card."""
        self._rows["card"].append((code, "active", customer, None if printed is None else to_store(printed)))

    def purchase(
        self,
        customer: int,
        at: datetime,
        business_date: date,
        version: int,
        *,
        amount: int | None,
        non_earning: int,
        net: int,
        receipt: str | None,
        staff: str | None,
        till: str,
    ) -> tuple[int, int]:
        """A purchase and the operation that noted it: their numbers."""
        self._purchase = number = self._purchase + 1
        operation = self.operation("buy", at, till, staff, f"p{number}")
        self._purchases.append(
            (number, customer, operation, to_store(at), business_date.isoformat(), version, amount, non_earning, net,
             receipt, staff, till)
        )  # fmt: skip
        return number, operation

    def item(self, purchase: int, line: int, item: str, quantity: int, amount: int | None) -> None:
        """One line of a purchase."""
        self._items.append((purchase, line, item, quantity, amount))

    def next_reward(self) -> int:
        """The number of the next reward; ledger lines may name it before ``reward`` is called."""
        self._reward += 1
        return self._reward

    def reward(self, customer: int, version: int, new: NewReward) -> None:
        """A reward, available or redeemed."""
        full = new.filled
        card = (full.number, full.version, full.boxes, full.head_start) if full else (None, None, None, 0)
        self._rewards.append(
            (new.number, customer, new.reward, version, new.cause, new.programme, *card, new.operation, new.purchase,
             to_store(new.issued_at),
             new.valid_until.isoformat() if new.valid_until else None, "redeemed" if new.redeemed else "available",
             new.redeemed, to_store(new.redeemed_at) if new.redeemed_at else None)
        )  # fmt: skip

    def stamp_card(
        self, customer: int, programme: str, number: int, version: int | None, balance: int, head: int
    ) -> None:
        """The open card of a stamp card; ``head`` is the head start on it."""
        self._rows["stamp_card"].append((customer, programme, number, version, balance, head))

    def stamps(
        self,
        customer: int,
        operation: int,
        programme: str,
        card_number: int,
        version: int,
        kind: str,
        delta: int,
        at: datetime,
        purchase: int | None,
        reward: int | None,
        because: str,
    ) -> None:
        """One line of the ledger, in stamps."""
        self._ledger.append(
            (operation, customer, "stamps", programme, card_number, version, kind, delta, to_store(at), purchase,
             reward, because)
        )  # fmt: skip

    @property
    def much(self) -> bool:
        """Whether so many rows have gathered that they should be written, once the customer at hand is whole."""
        return len(self._operations) + len(self._customers) > _AT_ONCE

    def flush(self) -> None:
        """Writes what has gathered."""
        for rows, statement in self._inserts:
            if rows:
                self._connection.exec_driver_sql(statement, rows)
                rows.clear()

    def index(self, national: Callable[[str], str], progress: Callable[[int], None]) -> None:
        """Puts every customer into the search index, the latest visitor last; ``national`` dials at home."""
        self.flush()
        search.load(self._connection, self._found_by(national, progress))

    def _found_by(
        self, national: Callable[[str], str], progress: Callable[[int], None]
    ) -> Iterator[tuple[int, int, SearchText]]:
        rows = self._connection.exec_driver_sql(
            f"SELECT c.id, {search_places.PLACE}, c.name, c.phone, c.email, k.code FROM card k "  # noqa: S608
            f"CROSS JOIN customer c ON c.id = k.customer {search_places.JOINED} ORDER BY place, c.id"
        )
        for done, (number, place, name, phone, email, code) in enumerate(rows):
            yield (
                number,
                place,
                SearchText(
                    number=number,
                    name=name,
                    phone=phone,
                    national=national(phone) if phone else None,
                    email=email,
                    cards=(code,),
                ),
            )
            if done % _AT_ONCE == 0:
                progress(done)


def _insert(connection: Connection, table: Table, columns: str) -> str:
    """The statement that takes rows as tuples: much quicker than dictionaries."""
    return str(insert(table).compile(dialect=connection.dialect, column_keys=columns.split()))
