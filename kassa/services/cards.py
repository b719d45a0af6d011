"""Loyalty cards: given to customers, replaced, lost, blocked."""

from __future__ import annotations

from kassa.domain import codes
from kassa.domain.people import Card
from kassa.errors import KassaError
from kassa.services.acting import Act, acting
from kassa.services.card_stock import moved_meanwhile
from kassa.services.coupons import fresh_codes
from kassa.services.references import customer_in
from kassa.services.session import Session
from kassa.store import cards, customers
from kassa.store.engine import Transaction
from kassa.words import say


def assign(session: Session, code: str, customer: str, op: str | None = None) -> Card:
    """Gives a blank card to a customer. Raises ``unknown_card``, ``card_taken``, ``card_lost``, ``card_blocked``."""
    with acting(session, "cards assign", op, code, customer) as act:
        first = act.first_reply(Card)
        if first is not None:
            return first
        card = _known(act.transaction, code)
        number, _ = customer_in(act.transaction, customer)
        if card.state != "blank":
            raise _not_blank(card)
        return _moved(act, card, "active", number)


def replace(session: Session, code: str, new: str | None = None, op: str | None = None) -> Card:
    """Gives the holder a new card, a blank one in hand or a fresh code to print, and the new card back.

    The old card is ``replaced`` and goes on finding its owner; one that was lost stays ``lost``.
    """
    return _renewed(session, code, new, op)


def lost_and_new(session: Session, code: str, new: str | None = None, op: str | None = None) -> Card:
    """Reports a card lost and gives its holder a new one, as one operation: undone, the old card is in use again."""
    return _renewed(session, code, new, op, lost=True)


def _renewed(session: Session, code: str, new: str | None, op: str | None, *, lost: bool = False) -> Card:
    contents = (code, new, "lost") if lost else (code, new)
    with acting(session, "cards replace", op, *contents) as act:
        first = act.first_reply(Card)
        if first is not None:
            return first
        old = _known(act.transaction, code)
        if old.customer is None:
            raise KassaError(
                "bad_value",
                say("The card {code} is blank; there is nobody to replace it for.", code=codes.grouped(old.code)),
            )
        if old.state == "replaced":
            raise KassaError("bad_value", say("The card {code} was replaced already.", code=codes.grouped(old.code)))
        holder = int(old.customer[1:])
        if new:
            blank = _known(act.transaction, new)
            if blank.state != "blank":
                raise _not_blank(blank)
            fresh = _moved(act, blank, "active", holder)
        else:
            code = fresh_codes(session, act.transaction, 1)[0]
            cards.append(act.transaction, act.number, [(code, holder)], None)
            customers.reindex(act.transaction, holder)
            fresh = Card(code, "active", old.customer)
        ended = "lost" if lost else "replaced"
        if old.state == "active" and not cards.change(
            act.transaction, act.number, old, ended, holder, replaced_by=None if lost else fresh.code
        ):
            raise moved_meanwhile()
        return act.done(fresh, subject=f"k{fresh.code}")


def lost(session: Session, code: str, op: str | None = None) -> Card:
    """Reports a card as lost: whoever finds it opens nothing with it."""
    return _end(session, "cards lost", code, "lost", op)


def block(session: Session, code: str, op: str | None = None) -> Card:
    """Blocks a card."""
    return _end(session, "cards block", code, "blocked", op)


def _end(session: Session, verb: str, told: str, state: str, op: str | None) -> Card:
    with acting(session, verb, op, told) as act:
        first = act.first_reply(Card)
        if first is not None:
            return first
        card = _known(act.transaction, told)
        if card.customer is None:
            raise KassaError(
                "bad_value", say("The card {code} is blank: nobody has it yet.", code=codes.grouped(card.code))
            )
        return _moved(act, card, state, int(card.customer[1:]))


def _known(transaction: Transaction, told: str) -> Card:
    code = codes.plain(told.strip())
    card = cards.get(transaction, code) if codes.is_code(code) else None
    if card is None:
        raise KassaError("unknown_card", say("The card {code} isn't this shop's.", code=told.strip()[:40]))
    return card


def _not_blank(card: Card) -> KassaError:
    shown = codes.grouped(card.code)
    if card.state == "lost":
        return KassaError("card_lost", say("The card {code} was reported lost. Take another.", code=shown))
    if card.state == "blocked":
        return KassaError("card_blocked", say("The card {code} is blocked. Take another.", code=shown))
    return KassaError("card_taken", say("The card {code} is somebody's already. Take another.", code=shown))


def _moved(act: Act, card: Card, state: str, holder: int) -> Card:
    if card.state != state and not cards.change(act.transaction, act.number, card, state, holder):
        raise moved_meanwhile()
    customers.reindex(act.transaction, holder)
    after = cards.get(act.transaction, card.code)
    assert after is not None
    return act.done(after, subject=f"k{card.code}")
