"""What happened with one customer, to be read: all purchases, why a balance is what it is, notes, cards, consents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
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
    field: str
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
    """Each operation that moved a customer's stamps and rewards, newest first, from the ``skip``-th."""
    with session.store.reading() as transaction:
        number, _ = customer_in(transaction, customer)
        versions = rules_in(transaction)
        told = _moves(versions, ledger.lines(transaction, number))
        rewards = past.rewards_of(transaction, number)
        named = {each for reward in rewards for each in (reward.issued, reward.redeemed, reward.withdrawn) if each}
        order = sorted(told.keys() | named, reverse=True)
        done = past.operations(transaction, order[skip : skip + limit])
        bought = _bought(session, transaction, versions, told, list(done))
        episodes = (
            _episode(versions, done[each], told.get(each, ()), rewards, bought) for each in order[skip : skip + limit]
        )
        return Why(tuple(episodes), len(order))


@dataclass(frozen=True, slots=True)
class _Told:
    """A ledger line with its purchase and moment."""

    at: datetime
    purchase: int | None
    move: StampMove


def _moves(versions: Versions, lines: tuple[StoredLine, ...]) -> dict[int, list[_Told]]:
    balances: dict[tuple[str, str | None], int] = {}
    told: dict[int, list[_Told]] = {}
    for line in lines:
        key = (line.unit, line.programme)
        balances[key] = balances.get(key, 0) + line.delta
        rule = versions.number(line.version).programme.stamp_card(line.programme or "")
        move = StampMove(
            rule.name if rule else line.programme or "", rule.boxes if rule else None,
            line.kind, line.delta, balances[key], line.because, line.version,
        )  # fmt: skip
        told.setdefault(line.operation, []).append(_Told(line.at, line.purchase, move))
    return told


def _bought(
    session: Session,
    transaction: Transaction,
    versions: Versions,
    told: Mapping[int, list[_Told]],
    numbers: list[int],
) -> dict[int, Purchase]:
    wanted = {each.purchase for number in numbers for each in told.get(number, ()) if each.purchase is not None}
    return purchase_store.some_shown(transaction, sorted(wanted), versions.at(session.now()).programme.currency)


def _episode(
    versions: Versions,
    done: Done,
    told: list[_Told] | tuple[()],
    rewards: tuple[RewardPast, ...],
    bought: Mapping[int, Purchase],
) -> Episode:
    at = told[0].at if told else done.at
    numbers = (each.purchase for each in told if each.purchase is not None)
    about = next((bought[each] for each in numbers if each in bought), None)

    def names(chosen: Iterator[RewardPast]) -> tuple[str, ...]:
        rules = ((each, versions.number(each.version).programme.reward(each.reward)) for each in chosen)
        return tuple(rule.name if rule else each.reward for each, rule in rules)

    return Episode(
        at=at,
        day=shop_day(versions.at(at).programme).business_date(at),
        verb=done.verb,
        staff=done.staff,
        till=done.till,
        purchase=about,
        moves=tuple(each.move for each in told),
        issued=names(each for each in rewards if each.issued == done.number),
        redeemed=names(each for each in rewards if each.redeemed == done.number),
        withdrawn=names(each for each in rewards if each.withdrawn == done.number),
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
            FieldChange(change.done, field, change.before.get(field), value)
            for change in past.customer_past(transaction, number)
            for field, value in change.after.items()
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
