"""The sample shop: Bokkaféet in Uppsala, its regulars and two years of their visits, made from a seed and a clock."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from heapq import merge
from pathlib import Path
from random import Random
from typing import Any

from kassa import paths
from kassa.domain.codes import new_code
from kassa.domain.programme import Version
from kassa.errors import KassaError
from kassa.exchange.programme_file import read_programme
from kassa.services import checkout, corrections
from kassa.services.demo_history import History
from kassa.services.demo_notes import STAFF, Notes, Written
from kassa.services.demo_people import People, Person, content, known
from kassa.services.demo_visits import RHYTHMS, Shop, Visit
from kassa.services.opening import open_session
from kassa.services.programmes import shop_day
from kassa.services.session import Session, utc_now
from kassa.store import bulk, operations, programmes
from kassa.words import say

TILL = "Disken"
MOST = 5_000_000
_TWO_YEARS = 730
# A third of the customers stood in the shop's earlier list already; their visits begin with Kassa.
_BEFORE = 0.3
_EARLIER = 500
_LATELY = timedelta(days=40)
_RETURNS = 30
_UNDONE = 4
# Among so many customers' latest purchases those are looked for that came back.
_SAMPLE = 1000

Progress = Callable[[int, int], None]
# A customer's latest purchase and the latest two visits.
_Latest = tuple[int, list[Visit]]


@dataclass(frozen=True, slots=True)
class _Plan:
    """A customer to be: member since, how they come, until when, and how many visits that gives by itself."""

    since: date
    rhythm: str
    until: date
    visits: float


@dataclass(frozen=True, slots=True)
class _Counted:
    """A plan and how many visits it is to have."""

    plan: _Plan
    count: int

    @property
    def since(self) -> date:
        """Member since."""
        return self.plan.since


@dataclass(frozen=True, slots=True)
class _Regular:
    """A known person, their visits, and what else the file tells."""

    person: Person
    visits: list[Visit]
    tale: Mapping[str, Any]

    @property
    def since(self) -> date:
        """Member since."""
        return self.person.since


def build(
    where: str,
    customers: int = 300,
    purchases: int | None = None,
    seed: int = 1,
    progress: Progress | None = None,
    clock: Callable[[], datetime] = utc_now,
) -> None:
    """Builds the sample shop in the empty store ``where``; the same seed and clock give the same shop.

    ``purchases`` says how many there are in all; None means what two years of believable visits give. ``progress``
    hears how much is done, of how much. Raises ``bad_value`` for numbers that make no sense and for a store in use.
    """
    for number in (customers, purchases or 0):
        if not 0 <= number <= MOST:
            raise KassaError("bad_value", say("Choose a number from 0 to {most}.", most=MOST))
    now = clock()
    random = Random(seed)  # noqa: S311 - a sample must come out the same again
    session = open_session(where, till=TILL, create=True, clock=lambda: now, random=random)
    try:
        latest = _fill(session, now, customers, purchases, progress or _unheard)
        _mishaps(session, now, latest)
    finally:
        session.close()


def _unheard(_done: int, _total: int) -> None:
    """Nobody listens to the progress."""


def _fill(session: Session, now: datetime, customers: int, purchases: int | None, progress: Progress) -> list[_Latest]:
    """Everything in one transaction; gives some customers' latest purchases."""
    folder = paths.resources() / "demo"
    document = (folder / "programme.toml").read_text("utf-8")
    programme = read_programme(document.encode())
    day = shop_day(programme)
    with session.store.writing() as transaction:
        if not bulk.is_empty(transaction):
            raise KassaError(
                "bad_value",
                say("There is a shop in {folder} already. Choose an empty folder.", folder=session.store.where),
            )
        first = day.business_date(now) - timedelta(days=_TWO_YEARS)
        number = programmes.append(transaction, day.start(first), document, now, None, TILL)
        with bulk.filling(transaction) as rows:
            shop = Shop(session.random, first, now, day.zone)
            version = Version(number, day.start(first), programme)
            register = _Register(rows, shop, version, session.random, folder, now, customers)
            register.enter(purchases, lambda done: progress(done, 2 * customers))
            rows.index(_national, lambda done: progress(customers + done, 2 * customers))
        operations.note_moment(transaction, now)
    progress(2 * customers, 2 * customers)
    return register.latest


def _mishaps(session: Session, now: datetime, latest: Sequence[_Latest]) -> None:
    """A few purchases come back, whole or in part, and a few of the last days were typed wrong and undone."""
    random = session.random
    for purchase, visits in random.sample(latest, min(len(latest) // 25, _RETURNS)):
        paid = visits[-1].basket.amount
        at = visits[-1].at + timedelta(days=random.randrange(1, 10), minutes=random.randrange(90))
        if paid and at < now:
            part = paid // 200 * 100 if random.random() < 0.4 else None
            checkout.take_back(session, f"p{purchase}", part or None, at=at)
    # Whoever was here shortly before stays among the latest visitors when the last visit was none.
    wrong = [purchase for purchase, visits in latest if _is_one_of_many(visits, now)]
    for purchase in random.sample(wrong, min(len(wrong), _UNDONE)):
        corrections.undo(session, f"p{purchase}")


def _is_one_of_many(visits: Sequence[Visit], now: datetime) -> bool:
    return len(visits) > 1 and now - visits[-2].at < timedelta(days=5)


class _Register:
    """Enters the customers one by one, each with everything that belongs to them."""

    def __init__(
        self, rows: bulk.Bulk, shop: Shop, version: Version, random: Random, folder: Path, now: datetime, size: int
    ) -> None:
        self._rows = rows
        self._shop = shop
        self._random = random
        self._now = now
        self._history = History(rows, version, random, shop.today)
        self._operation = rows.operation("demo", now, TILL)
        self._codes: set[str] = set()
        self.latest: list[_Latest] = []
        self._people = People(content(folder, "names"), random, shop.today)
        self._notes = Notes(content(folder, "notes"), random, now, size > len(RHYTHMS) * 200)
        self._regulars = [
            _Regular(person, self._visits_of(tale), tale) for person, tale in list(known(folder, shop.today))[:size]
        ]
        self._size = size

    def enter(self, purchases: int | None, progress: Callable[[int], None]) -> None:
        """All customers, the longest member first."""
        for regular in self._regulars:
            self._people.reserve(regular.person.phone, regular.person.email)
        drawn = self._size - len(self._regulars)
        plans = list(_plans(self._random, drawn, self._shop))
        counted = _counted(plans, self._scale(plans, purchases))
        regulars: list[_Regular | _Counted] = [*sorted(self._regulars, key=_since_of)]
        entries: Iterator[_Regular | _Counted] = merge(regulars, counted, key=_since_of)
        for done, entry in enumerate(entries):
            if isinstance(entry, _Regular):
                tale = entry.tale
                written = list(self._notes.known(tale, self._shop.today))
                self._one(entry.person, entry.visits, written, tale.get("redeem"))
            else:
                person = self._people.draw(entry.since)
                visits = self._shop.draw(entry.plan.rhythm, entry.count, entry.since, entry.plan.until)
                written = list(self._notes.draw(person.language, [each.at for each in visits])) if person.name else []
                purchase = self._one(person, visits, written)
                if purchase is not None and done % (1 + self._size // _SAMPLE) == 0:
                    self.latest.append((purchase, visits[-2:]))
            if self._rows.much:
                self._rows.flush()
                progress(done)

    def _visits_of(self, tale: Mapping[str, Any]) -> list[Visit]:
        """A known person's visits: as told, or in their rhythm."""
        if "visits" in tale:
            return self._shop.told(tale["visits"])
        plan = _plan(self._random, tale["rhythm"], self._shop.today - timedelta(days=tale["since_days"]), self._shop)
        return self._shop.draw(plan.rhythm, round(plan.visits), plan.since, plan.until)

    def _scale(self, plans: Sequence[_Plan], purchases: int | None) -> float:
        """What to multiply everybody's visits by, so that there are so many purchases in all."""
        if purchases is None:
            return 1.0
        left = purchases
        for regular in self._regulars:
            del regular.visits[: max(0, len(regular.visits) - left)]
            left -= len(regular.visits)
        natural = sum(plan.visits for plan in plans)
        return left / natural if natural else 0.0

    def _one(
        self, person: Person, visits: Sequence[Visit], written: Sequence[Written], uses: Sequence[bool] | None = None
    ) -> int | None:
        rows, number = self._rows, self._rows.next_customer()
        outcome = self._history.play(number, visits, uses)
        joined = visits[0].at if visits else datetime.combine(person.since, time(11), UTC)
        rows.customer(
            number,
            self._operation,
            person.since,
            name=person.name,
            phone=person.phone,
            email=person.email,
            address=person.address,
            birthday=person.birthday,
            language=person.language,
            visits=outcome.visits,
            last_visit=outcome.last_visit,
            tier=outcome.tier,
            tier_until=outcome.tier_until,
        )
        rows.card(self._code(), number, joined)
        for tag in person.tags:
            rows.tag(number, tag)
        for channel, given, how in person.consents:
            rows.consent(number, channel, given, joined, how, STAFF[number % len(STAFF)])
        for note in written:
            rows.note(
                number,
                self._operation,
                note.kind,
                note.text,
                note.created,
                due=note.due,
                assignee=note.assignee,
                outcome=note.outcome,
                staff=STAFF[len(note.text) % len(STAFF)],
            )
        return outcome.purchase

    def _code(self) -> str:
        while True:
            code = new_code(self._random)
            # A code that begins with 0 could be somebody's telephone.
            if code[0] != "0" and code not in self._codes:
                self._codes.add(code)
                return code


def _plans(random: Random, count: int, shop: Shop) -> Iterator[_Plan]:
    """The customers to be, the longest member first; the same ``random`` gives the same again."""
    rhythms = [name for name, rhythm in RHYTHMS.items() for _ in range(rhythm.share)]
    days = (shop.today - shop.first).days
    for number in range(count):
        place = (number + random.random()) / count
        if place < _BEFORE:
            since = shop.first - timedelta(days=int((1 - place / _BEFORE) * _EARLIER) + 1)
        else:
            since = shop.first + timedelta(days=int((place - _BEFORE) / (1 - _BEFORE) * days))
        yield _plan(random, rhythms[int(random.random() * len(rhythms))], shop.open_day(since), shop)


def _plan(random: Random, rhythm: str, since: date, shop: Shop) -> _Plan:
    way, until = RHYTHMS[rhythm], shop.today
    began = max(since, shop.first)
    if rhythm == "once":
        return _Plan(since, rhythm, min(until, began + _LATELY), 1.35)
    if way.lapses and (until - began).days > 3 * _LATELY.days:
        until = began + timedelta(days=int((until - began).days * (0.2 + 0.6 * random.random())))
    yearly = way.least + (way.most - way.least) * random.random()
    return _Plan(since, rhythm, until, max(1.0, yearly * (until - began).days / 365))


def _counted(plans: Sequence[_Plan], scale: float) -> Iterator[_Counted]:
    """Whole visits for each plan; what is cut off of one is given to the next, so that the sum is right."""
    exact, given = 0.001, 0
    for plan in plans:
        exact += plan.visits * scale
        yield _Counted(plan, int(exact) - given)
        given = int(exact)


def _since_of(entry: _Regular | _Counted) -> date:
    return entry.since


def _national(phone: str) -> str:
    """A telephone of this shop's people as dialled in Sweden: our own and British numbers take a 0, the others none."""
    return f"0{phone[3:]}" if phone.startswith(("+46", "+44")) else phone[3:]
