"""The whole register as a table asks for it: who belongs in it, in which order, and the rows that are looked at.

Who everybody is in numbers is read once, in a second or two for a million, and kept until somebody writes. From then
on any filter is an intersection of bytes, one for each number, and takes a fraction of the time of a look at the store.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from itertools import compress

from kassa.domain.calendar import add_months
from kassa.domain.programme import Programme, Versions
from kassa.services import register_orders
from kassa.services.book import held_tier
from kassa.services.customers import believed_today
from kassa.services.matching import names_agree
from kassa.services.programmes import shop_day, versions_in
from kassa.services.references import region_in
from kassa.services.register_sets import AT_ONCE, Numbers, Order, both, marked, spread, table
from kassa.services.session import Session
from kassa.store import customers, import_runs, search
from kassa.store import register as stored
from kassa.store.engine import Transaction
from kassa.store.register import StoredRow

SILENT_MONTHS = (1, 3, 6, 12)
SORTED_BY = (
    "name", "number", "phone", "email", "address", "birthday", "since", "visits", "last_visit", "tier", "tags", "card",
)  # fmt: skip
# More people than this with one telephone number share a counter, not a person.
_MOST_SHARING = 20
_MOST_FOUND = 1_000_000
_MOST_DOUBTED = 5_000
_MOST_ORDERS = 6
_MOST_EARLIER = 2
# So few are found one by one.
_FEW = 20_000

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Filters:
    """Who is wanted; of tiers and tags any, of everything else all.

    ``silent`` is one of ``SILENT_MONTHS``: no visit for so long, nor anybody who joined since. ``double``: somebody
    else may be the same person.
    """

    tiers: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    silent: int | None = None
    no_contact: bool = False
    no_card: bool = False
    double: bool = False

    def __bool__(self) -> bool:
        return self != Filters()


@dataclass(frozen=True, slots=True)
class Sort:
    """A column's order; those who have nothing in the column come last either way."""

    column: str
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """What the table should show. Without a ``sort`` whom the query means best comes first, then the latest visitor,
    and possible doubles stand beside each other. ``language`` decides where letters stand.
    """

    query: str = ""
    filters: Filters = Filters()
    sort: Sort | None = None
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Row:
    """A customer in the table. ``phone`` is as people write it, without the country in the shop's own; ``tier`` is the
    tier's id as of today, ``cards`` are the codes of the active cards.
    """

    id: str
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
    tags: tuple[str, ...]
    cards: tuple[str, ...]


@dataclass(slots=True)
class Register:
    """Everybody in numbers, as of a moment. ``tags`` says how many have each tag."""

    mark: tuple[object, ...]
    numbers: Numbers[int]
    tags: dict[str, int]
    # One byte for each number from 0: silence and contact, the tier's place + 1, whether there is an active card.
    _kinds: bytes
    _tiers: bytes
    _holders: bytes
    _tagged: dict[str, Numbers[int]]
    _levels: tuple[str, ...]
    _latest: Order
    _orders: dict[tuple[Sort, str], Order] = field(default_factory=dict)
    _doubles: Order | None = None
    # Orders of an earlier moment, each with the last operation that they know of.
    _earlier: dict[tuple[Sort, str], tuple[Numbers[int], int]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.numbers)

    @property
    def size(self) -> int:
        """One more than the highest number: whoever has a higher one joined later."""
        return len(self._tiers)


def first(session: Session, query: str, limit: int) -> Numbers[int]:
    """The first whom a query means, at once, before the register is read; for an empty one the latest visitors."""
    return _found(session, query, limit)


def read(session: Session, before: Register | None = None) -> Register:
    """The register in numbers; ``before`` again when nothing was written since."""
    with session.store.reading() as transaction:
        versions = versions_in(transaction)
        today = _today(session, transaction, versions)
        mark = (*stored.mark(transaction), today)
        if before is not None and before.mark == mark:
            return before
        programme = versions.at(session.now()).programme if versions is not None else None
        levels = tuple(level.id for level in programme.tiers.levels) if programme and programme.tiers else ()
        numbers, kinds, places = stored.everybody(transaction, _silences(programme, today), levels)
        tiers = bytearray(spread(numbers, bytes(place + 1 for place in places)))
        if versions is not None and levels:
            for number in stored.doubtful(transaction, today, _MOST_DOUBTED):
                held = held_tier(transaction, versions, number, today)
                tiers[number] = 1 + (levels.index(held.tier.id) if held and held.tier.id in levels else 0)
        tagged = stored.tagged(transaction)
        spread_kinds = spread(numbers, kinds)
        latest = Order(stored.by_visit(transaction))
        latest.note(spread_kinds)
        return Register(
            mark=mark,
            numbers=numbers,
            tags={name: len(people) for name, people in tagged.items()},
            _kinds=spread_kinds,
            _tiers=bytes(tiers),
            _holders=marked(len(tiers), stored.holders(transaction)),
            _tagged=tagged,
            _levels=levels,
            _latest=latest,
            _earlier=_kept(transaction, before, mark),
        )


def _kept(
    transaction: Transaction, before: Register | None, mark: tuple[object, ...]
) -> dict[tuple[Sort, str], tuple[Numbers[int], int]]:
    """The orders that few changes bring up to date. An import's changes bear the number of its beginning."""
    if before is None or before.mark[2] != mark[2] or import_runs.any_unfinished(transaction):
        return {}
    last = before.mark[0]
    assert isinstance(last, int)
    orders = {
        each: (order.numbers, last)
        for each, order in before._orders.items()
        if each[0].column in register_orders.COLUMNS
    }
    both = {**before._earlier, **orders}
    return {each: both[each] for each in list(both)[-_MOST_EARLIER:]}


def choose(
    session: Session, register: Register, question: Question, limit: int | None = None, progress: Progress | None = None
) -> Numbers[int]:
    """The numbers of those whom the question means, in its order; with a ``limit`` the first of them, sooner.

    ``progress`` is told now and then, and may raise to stop.
    """
    query, filters = question.query.strip(), question.filters
    progress = progress or _unseen
    found = None
    if query:
        alone = limit is not None and not filters and question.sort is None
        found = _found(session, query, limit if alone and limit else _MOST_FOUND)
        progress(0, 0)
    doubles = _doubles_of(session, register, progress) if filters.double else None
    wanted = _wanted(register, filters, doubles)
    if question.sort is not None:
        order = _ordered(session, register, question.sort, question.language)
        if found is not None:
            wanted = both(wanted, marked(register.size, found))
    elif found is not None:
        order = Order(found if wanted is None else array("I", (each for each in found if each < register.size)))
    else:
        order = doubles or register._latest
    if wanted is None:
        return order.numbers[:limit]
    if len(order.numbers) > _FEW >= wanted.count(1):
        return order.few(wanted)[:limit]
    if limit is not None and order.signs and (filters.silent is not None or filters.no_contact):
        return order.first(_kinds_wanted(filters), wanted, limit)
    chosen = array("I")
    for start in range(0, len(order.numbers), AT_ONCE):
        chosen.extend(filter(wanted.__getitem__, order.numbers[start : start + AT_ONCE]))
        if limit is not None and len(chosen) >= limit:
            break
        progress(0, 0)
    return chosen[:limit]


def _unseen(done: int, total: int) -> None:
    """Nobody watches."""


def _found(session: Session, query: str, limit: int) -> Numbers[int]:
    with session.store.reading() as transaction:
        return array("I", search.find(transaction, query, limit))


def rows(session: Session, numbers: Iterable[int]) -> tuple[Row, ...]:
    """Those of the customers who are still there, in that order."""
    with session.store.reading() as transaction:
        found = stored.rows(transaction, numbers)
        region = region_in(transaction)
        versions = versions_in(transaction)
        if versions is None or versions.at(session.now()).programme.tiers is None:
            return tuple(_row(each, each.tier, region) for each in found)
        today = _today(session, transaction, versions)
        return tuple(_row(each, _tier(transaction, versions, each, today), region) for each in found)


def _row(each: StoredRow, tier: str | None, region: str | None) -> Row:
    return Row(
        id=customers.public(each.number), number=each.number, name=each.name,
        phone=_written(each.phone, region) if each.phone else None, email=each.email, address=each.address,
        birthday=each.birthday, since=each.since, visits=each.visits, last_visit=each.last_visit, tier=tier,
        tags=each.tags, cards=each.cards,
    )  # fmt: skip


@lru_cache(4096)
def _written(phone: str, region: str | None) -> str:
    import phonenumbers

    try:
        parsed = phonenumbers.parse(phone)
    except phonenumbers.NumberParseException:
        return phone
    own = phonenumbers.region_code_for_number(parsed) == region
    form = phonenumbers.PhoneNumberFormat
    return str(phonenumbers.format_number(parsed, form.NATIONAL if own else form.INTERNATIONAL))


def _tier(transaction: Transaction, versions: Versions, each: StoredRow, today: date) -> str | None:
    if each.tier is not None and (each.tier_until is None or each.tier_until >= today):
        return each.tier
    held = held_tier(transaction, versions, each.number, today)
    return held.tier.id if held else None


def _today(session: Session, transaction: Transaction, versions: Versions | None) -> date:
    return session.now().date() if versions is None else believed_today(session, transaction, versions)


def _silences(programme: Programme | None, today: date) -> list[datetime]:
    days = [add_months(today, -months) for months in SILENT_MONTHS]
    if programme is None:
        return [datetime.fromisoformat(f"{day.isoformat()}T00:00+00:00") for day in days]
    calendar = shop_day(programme)
    return [calendar.start(day) for day in days]


def _wanted(register: Register, filters: Filters, doubles: Order | None) -> bytes | None:
    """A byte for each number, 1 where all filters let the customer through; None: there is no filter."""
    wanted: bytes | None = None
    if filters.silent is not None or filters.no_contact:
        least = SILENT_MONTHS.index(filters.silent) + 1 if filters.silent is not None else 0
        contact = (1,) if filters.no_contact else (0, 1)
        wanted = both(wanted, register._kinds.translate(table(lambda kind: kind >> 1 >= least and kind & 1 in contact)))
    if filters.tiers:
        places = {register._levels.index(tier) + 1 for tier in filters.tiers if tier in register._levels}
        wanted = both(wanted, register._tiers.translate(table(places.__contains__)))
    if filters.no_card:
        here = register._tiers.translate(table(bool))
        wanted = both(both(wanted, here), register._holders.translate(table(lambda held: not held)))
    if filters.tags:
        people = (number for tag in filters.tags for number in register._tagged.get(tag, ()))
        wanted = both(wanted, marked(register.size, people))
    if doubles is not None:
        wanted = both(wanted, marked(register.size, doubles.numbers))
    return wanted


def _kinds_wanted(filters: Filters) -> bytes:
    least = SILENT_MONTHS.index(filters.silent) + 1 if filters.silent is not None else 0
    contact = (1,) if filters.no_contact else (0, 1)
    return table(lambda kind: kind >> 1 >= least and kind & 1 in contact)


def _ordered(session: Session, register: Register, sort: Sort, language: str) -> Order:
    order = register._orders.get((sort, language))
    if order is None:
        if sort.column == "number":
            order = Order(register.numbers[::-1] if sort.descending else register.numbers)
        elif sort.column == "tier":
            order = Order(_by_tier(register, sort.descending))
        else:
            with session.store.reading() as transaction:
                order = Order(_sorted(transaction, register, sort, language))
        while len(register._orders) >= _MOST_ORDERS:
            register._orders.pop(next(iter(register._orders)), None)
        register._orders[(sort, language)] = order
    return order


def _sorted(transaction: Transaction, register: Register, sort: Sort, language: str) -> Numbers[int]:
    earlier = register._earlier.pop((sort, language), None)
    if earlier is not None:
        before, since = earlier
        here, by = register._tiers, (sort.column, sort.descending, language)
        found = register_orders.brought_up(transaction, before, here, since, *by)
        if found is not None:
            return found
    return stored.in_order(transaction, sort.column, sort.descending, language)


def _by_tier(register: Register, descending: bool) -> Numbers[int]:
    places = range(1, max(2, len(register._levels) + 1))
    order = array("I")
    for place in reversed(places) if descending else places:
        held = register._tiers.translate(table({place}.__contains__))
        order.extend(compress(range(len(held)), held))
    return order


def _doubles_of(session: Session, register: Register, progress: Progress) -> Order:
    if register._doubles is None:
        found = dict[int, None]()
        with session.store.reading() as transaction:
            for done, column in enumerate(("phone", "email")):
                progress(done, 3)
                for people in stored.sharing(transaction, column):
                    found.update(dict.fromkeys(_agreeing(people)))
            progress(2, 3)
            found.update(dict.fromkeys(stored.namesakes(transaction)))
        here = register._tiers
        register._doubles = Order(array("I", (each for each in found if each < register.size and here[each])))
    return register._doubles


def _agreeing(people: Sequence[tuple[int, str | None]]) -> list[int]:
    """Those of one telephone or address whose name may be another's there: a family shares them, too."""
    if len(people) > _MOST_SHARING:
        return []
    return [
        number
        for number, name in people
        if any(number != other and names_agree(name, theirs) for other, theirs in people)
    ]
