"""What happened with one customer, to be read: all purchases, why a balance is what it is, notes, cards, consents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from kassa.domain.people import Card, Note, Purchase
from kassa.domain.programme import Versions
from kassa.domain.standing import LineKind
from kassa.services.programmes import rules_in, shop_day
from kassa.services.references import customer_in, number_in, region_in
from kassa.services.session import Session
from kassa.store import cards as card_store
from kassa.store import history as past
from kassa.store import ledger
from kassa.store import notes as note_store
from kassa.store import purchases as purchase_store
from kassa.store.engine import Transaction
from kassa.store.history import CardEvent, ConsentEvent, Done, RewardPast
from kassa.store.ledger import StoredLine
from kassa.words import Text, say

__all__ = ["CardEvent", "CardStory", "ConsentEvent", "Done"]


@dataclass(frozen=True, slots=True)
class PurchasePage:
    """Some of a customer's purchases, newest first; ``stamps`` are what each moved and ``count`` how many there are."""

    purchases: tuple[Purchase, ...]
    stamps: Mapping[str, int]
    count: int
    more: bool


@dataclass(frozen=True, slots=True)
class StampMove:
    """One ledger line: ``balance`` is what stood on the card afterwards, ``boxes`` how many the card has."""

    card: str
    boxes: int | None
    kind: LineKind
    delta: int
    balance: int
    because: Text
    version: int


@dataclass(frozen=True, slots=True)
class Episode:
    """One operation that moved stamps or rewards, which are told by their names."""

    at: datetime
    day: date
    verb: str
    staff: str | None
    till: str
    purchase: Purchase | None
    moves: tuple[StampMove, ...]
    issued: tuple[str, ...]
    redeemed: tuple[str, ...]
    withdrawn: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Why:
    """Why a balance is what it is: episodes, newest first, ``count`` of them in all."""

    episodes: tuple[Episode, ...]
    count: int


@dataclass(frozen=True, slots=True)
class NoteChange:
    """What was done to a note, and what it said before."""

    done: Done
    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class NoteStory:
    """A note as it stands, and its changes, newest first."""

    note: Note
    changes: tuple[NoteChange, ...]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field of the customer was changed; ``tags`` are lists."""

    done: Done
    name: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class CardStory:
    """A card and what became of it, newest first."""

    card: Card
    events: tuple[CardEvent, ...]


def purchases(session: Session, customer: str, before: str | None = None, limit: int = 50) -> PurchasePage:
    """A customer's purchases, newest first; ``before`` is the last one of the page above.

    Raises ``unknown_purchase`` and what keeps the customer from being found.
    """
    with session.store.reading() as transaction:
        number, _ = customer_in(transaction, customer)
        currency = rules_in(transaction).at(session.now()).programme.currency
        last = None if before is None else _purchase_number(before)
        found = purchase_store.shown(transaction, number, currency, limit + 1, before=last)
        page = found[:limit]
        return PurchasePage(
            purchases=page,
            stamps=stamps_in(transaction, number, page),
            count=past.purchases_count(transaction, number),
            more=len(found) > limit,
        )


def _purchase_number(purchase: str) -> int:
    unknown = say("There is no purchase {purchase}.", purchase=purchase)
    return number_in(purchase, "p", "unknown_purchase", unknown)


def stamps(session: Session, customer: str, shown: tuple[Purchase, ...]) -> dict[str, int]:
    """The stamps that each of some purchases moved and that still stand, by the purchase's id."""
    with session.store.reading() as transaction:
        return stamps_in(transaction, customer_in(transaction, customer)[0], shown)


def stamps_in(transaction: Transaction, customer: int, shown: tuple[Purchase, ...]) -> dict[str, int]:
    """The same inside a transaction."""
    moved = past.stamps_moved(transaction, customer, [_purchase_number(each.id) for each in shown])
    return {purchase_store.public(number): count for number, count in moved.items()}


def why(session: Session, customer: str, skip: int = 0, limit: int = 40) -> Why:
    """Each time that something moved a customer's stamps and rewards, newest first, from the ``skip``-th."""
    with session.store.reading() as transaction:
        number, _ = customer_in(transaction, customer)
        versions = rules_in(transaction)
        happened = _happened(versions, ledger.lines(transaction, number), past.rewards_of(transaction, number))
        page = happened[::-1][skip : skip + limit]
        done = past.operations(transaction, [each.operation for each in page])
        currency = versions.at(session.now()).programme.currency
        about = {each.purchase for each in page if each.purchase is not None}
        bought = purchase_store.some_shown(transaction, sorted(about), currency)
        told = tuple(_episode(versions, each, done[each.operation], bought.get(each.purchase or 0)) for each in page)
        return Why(told, len(happened))


@dataclass(slots=True)
class _Happening:
    """What one operation did."""

    operation: int
    at: datetime | None = None
    purchase: int | None = None
    moves: list[StampMove] = field(default_factory=list)
    issued: list[str] = field(default_factory=list)
    redeemed: list[str] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)


def _happened(versions: Versions, lines: tuple[StoredLine, ...], rewards: tuple[RewardPast, ...]) -> list[_Happening]:
    found: list[_Happening] = []
    balances: dict[tuple[str, str | None], int] = {}
    for line in lines:
        if not found or found[-1].operation != line.operation:
            found.append(_Happening(line.operation, line.at))
        balance = balances.get((line.unit, line.programme), 0) + line.delta
        balances[line.unit, line.programme] = balance
        rule = versions.number(line.version).programme.stamp_card(line.programme or "")
        name, boxes = (rule.name, rule.boxes) if rule else (line.programme or "", None)
        found[-1].purchase = found[-1].purchase or line.purchase
        found[-1].moves.append(StampMove(name, boxes, line.kind, line.delta, balance, line.because, line.version))
    _add_rewards(versions, found, rewards)
    return sorted(found, key=lambda each: each.operation)


def _add_rewards(versions: Versions, found: list[_Happening], rewards: tuple[RewardPast, ...]) -> None:
    by_operation = {each.operation: each for each in found}

    def place(operation: int) -> _Happening:
        if operation not in by_operation:
            by_operation[operation] = _Happening(operation)
            found.append(by_operation[operation])
        return by_operation[operation]

    for each in rewards:
        rule = versions.number(each.version).programme.reward(each.reward)
        name = rule.name if rule else each.reward
        giving = place(each.issued)
        giving.purchase = giving.purchase or each.purchase
        giving.issued.append(name)
        if each.redeemed is not None:
            place(each.redeemed).redeemed.append(name)
        if each.withdrawn is not None:
            place(each.withdrawn).withdrawn.append(name)


def _episode(versions: Versions, happening: _Happening, done: Done, about: Purchase | None) -> Episode:
    at = happening.at or (about.at if about is not None else done.at)
    return Episode(
        at=at,
        day=shop_day(versions.at(at).programme).business_date(at),
        verb=done.verb,
        staff=done.staff,
        till=done.till,
        purchase=about,
        moves=tuple(happening.moves),
        issued=tuple(happening.issued),
        redeemed=tuple(happening.redeemed),
        withdrawn=tuple(happening.withdrawn),
    )


def notes(session: Session, customer: str) -> tuple[NoteStory, ...]:
    """All of a customer's notes, newest first, each with what it said before."""
    with session.store.reading() as transaction:
        number, _ = customer_in(transaction, customer)
        changes: dict[int, list[NoteChange]] = {}
        for each in past.notes_past(transaction, number):
            change = NoteChange(each.done, str(each.before["text"]), str(each.before["kind"]))
            changes.setdefault(each.note, []).append(change)
        found = ((each, note_store.get(transaction, each)) for each in past.notes_of(transaction, number))
        return tuple(NoteStory(note, tuple(changes.get(each, ()))) for each, note in found if note is not None)


def changes(session: Session, customer: str) -> tuple[FieldChange, ...]:
    """What was changed of a customer's own fields, newest first."""
    with session.store.reading() as transaction:
        number, _ = customer_in(transaction, customer)
        return tuple(
            FieldChange(change.done, name, change.before.get(name), value)
            for change in past.customer_past(transaction, number)
            for name, value in change.after.items()
        )


def cards(session: Session, customer: str) -> tuple[CardStory, ...]:
    """A customer's cards, those in use first, each with what became of it."""
    with session.store.reading() as transaction:
        number, _ = customer_in(transaction, customer)
        events = past.card_events(transaction, number)
        return tuple(
            CardStory(card, tuple(event for event in events if event.code == card.code))
            for card in card_store.of_customer(transaction, number)
        )


def last_of_card(session: Session, code: str) -> Done | None:
    """When, by whom and where a card became what it is now; None where nothing was written of it."""
    with session.store.reading() as transaction:
        return past.last_of_card(transaction, code)


def consents(session: Session, customer: str) -> tuple[ConsentEvent, ...]:
    """Every consent and refusal of a customer, newest first."""
    with session.store.reading() as transaction:
        return past.consents_of(transaction, customer_in(transaction, customer)[0])


def telephone(session: Session, phone: str) -> str:
    """An E.164 number as people write it: without the country in the shop's own."""
    import phonenumbers

    with session.store.reading() as transaction:
        region = region_in(transaction)
    try:
        parsed = phonenumbers.parse(phone)
    except phonenumbers.NumberParseException:
        return phone
    own = phonenumbers.region_code_for_number(parsed) == region
    form = phonenumbers.PhoneNumberFormat
    return str(phonenumbers.format_number(parsed, form.NATIONAL if own else form.INTERNATIONAL))


def tags(session: Session) -> tuple[str, ...]:
    """Every tag in use, the commonest first."""
    with session.store.reading() as transaction:
        return past.tags_in_use(transaction)
