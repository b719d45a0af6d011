"""A shoebox of paper cards, typed in one after the other: a name, its stamps, perhaps a telephone and a blank card."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kassa.domain.people import Customer, Hit
from kassa.domain.programme import StampCard
from kassa.errors import KassaError
from kassa.exchange.contacts import read_phone
from kassa.services import customer_undo, programmes
from kassa.services.acting import Act, acting
from kassa.services.book import Book
from kassa.services.carrying import carry_onto
from kassa.services.customers import NewCustomer, alike_in, hand_out, join
from kassa.services.matching import names_agree
from kassa.services.programmes import rules_in
from kassa.services.references import customer_in, region_in
from kassa.services.session import Session
from kassa.store import cards, customers
from kassa.store.engine import Transaction
from kassa.words import say

_STAMPS = re.compile(r"(\d{1,3})\D*")
_TRAILING = re.compile(r"(.*\D)\s(\d{1,2})")
_PHONE_DIGITS = 5


@dataclass(frozen=True, slots=True)
class PaperCard:
    """One card as typed. ``customer`` is the id of whoever it is; ``new``: nobody who is alike; ``card`` a code."""

    name: str
    stamps: int
    phone: str | None = None
    card: str | None = None
    customer: str | None = None
    new: bool = False


@dataclass(frozen=True, slots=True)
class Entered:
    """What became of it: whose it is, whether they joined by it, and the stamps that stand on their card now."""

    customer: Customer
    joined: bool
    stamps: int
    boxes: int
    card: str | None


def stamp_cards(session: Session) -> tuple[StampCard, ...]:
    """The shop's stamp cards."""
    return programmes.current(session).programme.stamp_cards


def read_line(line: str) -> PaperCard | None:
    """``Maria Lind, 070 123 45 67, 7``, ``Maria, 7 stamps`` or ``Maria 7``; None where no stamps are told."""
    names, phone, stamps = [], None, None
    for part in (part.strip() for part in re.split(r"[,;\t]", line)):
        digits = sum(char.isdigit() for char in part)
        counted = _STAMPS.fullmatch(part)
        if counted and stamps is None:
            stamps = int(counted[1])
        elif digits >= _PHONE_DIGITS and not re.search(r"[^\W\d_]", part):
            phone = part
        elif part:
            names.append(part)
    trailing = _TRAILING.fullmatch(names[-1]) if names and stamps is None else None
    if trailing:
        names[-1], stamps = trailing[1].strip(), int(trailing[2])
    if stamps is None:
        return None
    return PaperCard(" ".join(names), stamps, phone)


def is_blank(session: Session, code: str) -> bool:
    """Whether a code is a blank card's."""
    with session.store.reading() as transaction:
        card = cards.get(transaction, code)
    return card is not None and card.state == "blank"


def enter(session: Session, paper: PaperCard, stamp_card: str, op: str | None = None) -> Entered:
    """Saves one card: finds the person or lets them join, hands out the blank card, and carries the stamps over.

    Raises ``ambiguous`` with ``candidates`` (as ``find`` gives them) where somebody alike is in the register and
    neither ``customer`` nor ``new`` says which it is; ``bad_value`` for what can't be, ``limit_reached`` for a second
    card of one person, ``unknown_card`` and its like for a card that isn't blank.
    """
    with acting(session, "paper card", op, paper, stamp_card) as act:
        first = act.first_reply(Entered)
        if first is not None:
            return first
        programme = rules_in(act.transaction).at(act.now).programme
        rule = programme.stamp_card(stamp_card)
        if rule is None:
            raise KassaError(
                "bad_value", say("There is no stamp card {programme} in the programme.", programme=stamp_card)
            )
        if not 0 <= paper.stamps < rule.boxes:
            raise KassaError("bad_value", say("A half-full card has from 0 to {most} stamps.", most=rule.boxes - 1))
        number = _found(act.transaction, paper)
        joined = number is None
        if number is None:
            new = NewCustomer(name=paper.name.strip() or None, phone=paper.phone, card=paper.card)
            number = join(act, new).customer.number
        else:
            _fill(act, number, paper)
        stamps = _carry(act, number, rule, paper.stamps)
        customer = customers.get(act.transaction, number)
        assert customer is not None
        return act.done(Entered(customer, joined, stamps, rule.boxes, paper.card), subject=customer.id)


def _found(transaction: Transaction, paper: PaperCard) -> int | None:
    """Whose card it is; None for somebody new."""
    if paper.customer:
        return customer_in(transaction, paper.customer)[0]
    if paper.new:
        return None
    phone = read_phone(paper.phone, region_in(transaction)) if paper.phone else None
    alike = alike_in(transaction, paper.name.strip() or None, phone, None)
    sure = [
        hit.number
        for hit in alike
        if phone
        and hit.number in customers.with_phone(transaction, phone)
        and names_agree(hit.name, paper.name or None)
    ]
    if len(sure) == 1:
        return sure[0]
    if alike:
        raise KassaError(
            "ambiguous",
            say("Somebody alike is in the register. Choose them, or say that this is somebody new."),
            candidates=[_told(hit) for hit in alike],
        )
    return None


def _told(hit: Hit) -> dict[str, str | int | None]:
    return {"id": hit.id, "number": hit.number, "name": hit.name, "phone_end": hit.phone_end}


def _fill(act: Act, number: int, paper: PaperCard) -> None:
    """The blank card for somebody who is here already, and the telephone that they lacked."""
    if paper.card:
        hand_out(act, paper.card, number)
        customers.reindex(act.transaction, number)
    held = customers.get(act.transaction, number)
    phone = read_phone(paper.phone, region_in(act.transaction)) if paper.phone else None
    if held is not None and held.phone is None and phone:
        customer_undo.write(act, number, {"phone": None}, {"phone": phone})


def _carry(act: Act, number: int, rule: StampCard, stamps: int) -> int:
    book = Book(act, rules_in(act.transaction), number, act.now)
    if book.carried(rule.id) is not None:
        raise KassaError("limit_reached", say("A paper card was carried over already; once for each card is enough."))
    carry_onto(book, rule, stamps)
    standing = book.standing(book.tier())
    return next(each.stamps for each in standing.stamp_cards if each.programme == rule.id)
