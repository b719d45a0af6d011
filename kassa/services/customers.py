"""The register: joining takes one field; finding takes three letters; showing takes one read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kassa.domain import codes, tiers
from kassa.domain.calendar import is_believable, read_birthday
from kassa.domain.clock import read_clock
from kassa.domain.folding import fold
from kassa.domain.greeting import greet
from kassa.domain.identity import holds_identity_number
from kassa.domain.people import CHANNELS, Card, Customer, CustomerView, Hit, Purchase
from kassa.domain.programme import Versions
from kassa.domain.standing import Standing
from kassa.errors import KassaError
from kassa.exchange.contacts import read_email, read_phone
from kassa.services import customer_undo
from kassa.services.acting import Act, acting
from kassa.services.book import eras, held_tier, read_standing
from kassa.services.programmes import shop_day, versions_in
from kassa.services.references import customer_in, region_in
from kassa.services.session import Session
from kassa.store import cards, customers, notes, operations, purchases, search
from kassa.store.engine import Transaction
from kassa.words import say

_LONGEST = {"name": 200, "address": 500, "language": 12}
_MOST_TAGS = 30
_MOST_HITS = 1_000_000
_ALIKE = 90
_FIELDS = ("name", "phone", "email", "address", "birthday", "language", "tags")


@dataclass(frozen=True, slots=True)
class NewCustomer:
    """Who joins; a name, a telephone, an e-mail or a card is enough. ``card`` is a blank card's code."""

    name: str | None = None
    phone: str | None = None
    email: str | None = None
    address: str | None = None
    birthday: str | None = None
    language: str | None = None
    tags: tuple[str, ...] = ()
    card: str | None = None
    referred_by: str | None = None


@dataclass(frozen=True, slots=True)
class Added:
    """A new customer, and those already there who may be the same person."""

    customer: Customer
    warnings: tuple[Hit, ...]


def add(session: Session, new: NewCustomer, op: str | None = None) -> Added:
    """Lets somebody join.

    Raises ``bad_value`` when nothing tells who it is or a field can't be read, ``unknown_card`` and ``card_taken``.
    """
    with acting(session, "add", op, new) as act:
        first = act.first_reply(Added)
        if first is not None:
            return first
        added = join(act, new)
        return act.done(added, subject=added.customer.id)


def join(act: Act, new: NewCustomer) -> Added:
    """``add`` within an operation."""
    told = {name: getattr(new, name) for name in _FIELDS if name != "tags" and getattr(new, name) is not None}
    values = _checked(act.transaction, told, act.now)
    if not new.card and not any(values.get(name) for name in ("name", "phone", "email")):
        raise KassaError("bad_value", say("One thing is needed: a name, a telephone, an e-mail or a card."))
    if new.referred_by:
        values["referred_by"] = customer_in(act.transaction, new.referred_by)[0]
    alike = alike_in(act.transaction, values.get("name"), values.get("phone"), values.get("email"))
    number = customers.insert_new(act.transaction, act.number, today_in(act.transaction, act.now), values)
    customers.set_tags(act.transaction, number, _tags(new.tags))
    if new.card:
        hand_out(act, new.card, number)
    customers.reindex(act.transaction, number)
    customer = customers.get(act.transaction, number)
    assert customer is not None
    return Added(customer, alike)


def hand_out(act: Act, code: str, number: int) -> None:
    """Gives a blank card within an operation; ``unknown_card``, ``card_taken``, ``card_lost``, ``card_blocked``."""
    card = _blank(act.transaction, code)
    if not cards.change(act.transaction, act.number, card, "active", number):
        raise _taken(card.code)


def edit(
    session: Session,
    reference: str,
    changes: Mapping[str, Any],
    op: str | None = None,
    seen: Mapping[str, Any] | None = None,
) -> Customer:
    """Changes fields of a customer; an empty text or None clears one.

    ``seen`` is what the fields said when the editing began: ``store_busy`` where somebody changed one of them to
    something else meanwhile, with ``changed`` (each such field as it is now). What others changed elsewhere stays.
    """
    with acting(session, "edit", op, reference, dict(changes)) as act:
        first = act.first_reply(Customer)
        if first is not None:
            return first
        number, _ = customer_in(act.transaction, reference)
        unknown = [name for name in changes if name not in _FIELDS]
        if unknown:
            raise KassaError("bad_value", say("A customer has no {field}.", field=unknown[0]))
        told = {name: each for name, each in changes.items() if name != "tags"}
        values = _checked(act.transaction, told, act.now)
        if "tags" in changes:
            values["tags"] = sorted(dict.fromkeys(_tags(changes["tags"] or ())))
        before = customers.fields(act.transaction, number, values)
        _refuse_overwriting(values, before, seen or {})
        after = {name: value for name, value in values.items() if value != before[name]}
        customer_undo.write(act, number, {name: before[name] for name in after}, after)
        customer = customers.get(act.transaction, number)
        assert customer is not None
        known = customer.name or customer.phone or customer.email or cards.of_customer(act.transaction, number)
        if not known:
            raise KassaError("bad_value", say("One thing must stay: a name, a telephone, an e-mail or a card."))
        return act.done(customer, subject=customer.id)


def _refuse_overwriting(values: Mapping[str, Any], before: Mapping[str, Any], seen: Mapping[str, Any]) -> None:
    changed = {
        name: before[name]
        for name, value in values.items()
        if name in seen and _kept(seen[name]) != _kept(before[name]) and value != before[name]
    }
    if changed:
        raise KassaError(
            "store_busy",
            say("Somebody else changed this customer meanwhile. Look at what they wrote, and save again."),
            changed=changed,
        )


def _kept(value: Any) -> Any:
    return sorted(value) if isinstance(value, list | tuple) else value or None


def consent(
    session: Session, reference: str, channel: str, given: bool, how: str | None = None, op: str | None = None
) -> Customer:
    """Records a consent or its refusal, with when and how it was given."""
    with acting(session, "consent", op, reference, channel, given, how) as act:
        first = act.first_reply(Customer)
        if first is not None:
            return first
        if channel not in CHANNELS:
            raise KassaError("bad_value", say("A consent is for one of {channels}.", channels=", ".join(CHANNELS)))
        number, _ = customer_in(act.transaction, reference)
        if how:
            _refuse_identity_number(how)
        customers.add_consent(act.transaction, act.number, number, channel, given, act.now, how, session.actor.staff)
        customer = customers.get(act.transaction, number)
        assert customer is not None
        return act.done(customer, subject=customer.id)


def likely_duplicates(session: Session, new: NewCustomer) -> tuple[Hit, ...]:
    """Who is in the register already and may be the same person; nothing typed yet is refused."""
    with session.store.reading() as transaction:
        phone = read_phone(new.phone, region_in(transaction)) if new.phone else None
        return alike_in(transaction, new.name, phone, read_email(new.email) if new.email else None)


def find(session: Session, query: str, limit: int = 50) -> tuple[Hit, ...]:
    """Customers by any words, part of a name, telephone or its end, card, number; best first.

    Empty: the latest visitors.
    """
    with session.store.reading() as transaction:
        return _hits(session, transaction, search.find(transaction, query, min(limit, _MOST_HITS)))


def _hits(session: Session, transaction: Transaction, numbers: list[int]) -> tuple[Hit, ...]:
    """Search rows with the tier as of today: the kept one while it is sure, else worked out anew."""
    found = customers.hits(transaction, numbers)
    held = versions_in(transaction)
    if held is None or held.at(session.now()).programme.tiers is None:
        return tuple(hit for hit, _ in found)
    today = believed_today(session, transaction, held)
    return tuple(
        hit if hit.tier is not None and (until is None or until >= today) else _with_tier(transaction, held, hit, today)
        for hit, until in found
    )


def _with_tier(transaction: Transaction, versions: Versions, hit: Hit, today: date) -> Hit:
    held = held_tier(transaction, versions, hit.number, today)
    return Hit(hit.id, hit.number, hit.name, hit.phone_end, held.tier.id if held else None, hit.last_visit)


def show(session: Session, reference: str, at: datetime | None = None) -> CustomerView:
    """Everything the till shows of a customer, from one read.

    ``at`` shows the standing and rewards of a past moment.
    """
    with session.store.reading() as transaction:
        number, via = customer_in(transaction, reference)
        customer = customers.get(transaction, number)
        assert customer is not None
        now = session.now()
        if at is not None and not is_believable(at):
            raise KassaError("bad_value", say("That time can't be right. Check the date and the time."))
        if at is not None and at > now:
            raise KassaError("bad_value", say("That time hasn't come yet. Check the date and the time."))
        held = versions_in(transaction)
        believed = read_clock(now, operations.latest_moment(transaction)).believed
        open_notes = notes.open_of(transaction, number)
        if held is None:
            today = now.date()
            standing, tier, last_day = Standing((), None, None, (), ()), None, None
            shown: tuple[Purchase, ...] = ()
        else:
            calendar = shop_day(held.at(believed).programme)
            today = calendar.business_date(believed)
            standing = read_standing(transaction, held, number, at or believed, at)
            tier = tiers.hold(today, purchases.spent(transaction, number), eras(held))
            last_day = calendar.business_date(customer.last_visit) if customer.last_visit else None
            shown = purchases.shown(transaction, number, held.at(now).programme.currency, 20, at)
        return CustomerView(
            customer=customer,
            greeting=greet(customer, open_notes, tier, last_day, today),
            notes=open_notes,
            open=(),
            standing=standing,
            cards=cards.of_customer(transaction, number),
            purchases=shown,
            via=via,
        )


def today_in(transaction: Transaction, moment: datetime) -> date:
    """The business date of a moment; the calendar's own while there is no programme."""
    held = versions_in(transaction)
    return shop_day(held.at(moment).programme).business_date(moment) if held else moment.date()


def believed_today(session: Session, transaction: Transaction, versions: Versions) -> date:
    """The business date by which things expire."""
    moment = read_clock(session.now(), operations.latest_moment(transaction)).believed
    return shop_day(versions.at(moment).programme).business_date(moment)


def alike_in(transaction: Transaction, name: str | None, phone: str | None, email: str | None) -> tuple[Hit, ...]:
    """Who has the telephone (E.164) or the e-mail, or is called nearly the same."""
    numbers = customers.with_phone(transaction, phone) if phone else []
    numbers += customers.with_email(transaction, email) if email else []
    if name and name.strip():
        from rapidfuzz import fuzz

        near = customers.hits(transaction, search.find(transaction, name, 20))
        wanted = _sorted_words(name)
        numbers += [hit.number for hit, _ in near if hit.name and fuzz.ratio(wanted, _sorted_words(hit.name)) >= _ALIKE]
    return tuple(hit for hit, _ in customers.hits(transaction, list(dict.fromkeys(numbers))[:5]))


def _sorted_words(name: str) -> str:
    return " ".join(sorted(fold(name).split()))


def _blank(transaction: Transaction, told: str) -> Card:
    code = codes.plain(told)
    card = cards.get(transaction, code) if codes.is_code(code) else None
    if card is None:
        raise KassaError("unknown_card", say("The card {code} isn't this shop's.", code=told))
    if card.state == "lost":
        raise KassaError("card_lost", say("The card {code} was reported lost. Take another.", code=codes.grouped(code)))
    if card.state == "blocked":
        raise KassaError("card_blocked", say("The card {code} is blocked. Take another.", code=codes.grouped(code)))
    if card.state != "blank":
        raise _taken(code)
    return card


def _taken(code: str) -> KassaError:
    return KassaError(
        "card_taken", say("The card {code} is somebody's already. Take another.", code=codes.grouped(code))
    )


def _tags(told: Any) -> list[str]:
    tags = [re.sub(r"\s+", " ", str(each)).strip() for each in told]
    tags = [each for each in tags if each]
    if len(tags) > _MOST_TAGS or any(len(each) > 40 for each in tags):
        raise KassaError("bad_value", say("At most {most} tags of at most 40 characters each.", most=_MOST_TAGS))
    for each in tags:
        _check_text("tags", each)
    return tags


def _checked(transaction: Transaction, told: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """Columns from what was typed: telephones as E.164, birthdays as days; an empty field is None."""
    checked: dict[str, Any] = {}
    for name, value in told.items():
        text = "" if value is None else str(value).strip()
        checked[name] = _read(transaction, name, text, now) if text else None
    return checked


def _read(transaction: Transaction, name: str, text: str, now: datetime) -> str:
    _check_text(name, text)
    if name == "phone":
        phone = read_phone(text, region_in(transaction))
        if phone is None:
            raise KassaError("bad_value", say("{text} can't be a telephone number. Check it.", text=text))
        return phone
    if name == "email":
        email = read_email(text)
        if email is None:
            raise KassaError("bad_value", say("{text} can't be an e-mail address. Check it.", text=text))
        return email
    if name == "birthday":
        birthday = read_birthday(text)
        # Days with no year begin with a dash, and so come before every day that has one.
        if birthday is None or birthday > today_in(transaction, now).isoformat():
            raise KassaError("bad_value", say("Write a birthday as --06-03 or 1990-06-03."))
        return birthday
    if name == "language" and not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})?", text):
        raise KassaError("bad_value", say("Write a language as sv, en, nb or pl."))
    return text


def _check_text(name: str, text: str) -> None:
    longest = _LONGEST.get(name, 300)
    if len(text) > longest:
        raise KassaError("bad_value", say("{field} has at most {most} characters.", field=name, most=longest))
    if any((ord(char) < 32 and char != "\n") or 0xD800 <= ord(char) <= 0xDFFF for char in text):
        raise KassaError("bad_value", say("{field} holds characters that can't be shown. Type it again.", field=name))
    if name not in ("phone", "email", "birthday"):
        _refuse_identity_number(text)


def _refuse_identity_number(text: str) -> None:
    if holds_identity_number(text):
        raise KassaError(
            "bad_value", say("That looks like a personal identity number. Kassa doesn't keep those; leave it out.")
        )
