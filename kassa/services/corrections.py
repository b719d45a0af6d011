"""Putting things right: undo, a paper card carried over, an owner's adjustment, and why a balance is what it is."""

from __future__ import annotations

from dataclasses import replace

from kassa.domain.identity import holds_identity_number
from kassa.domain.standing import Unit
from kassa.errors import KassaError
from kassa.services import import_undo
from kassa.services.acting import Act, acting, already_undone, check_allowed, keepable
from kassa.services.book import Book
from kassa.services.carrying import carry_onto
from kassa.services.checkout import purchase_in
from kassa.services.programmes import rules_in, shop_day
from kassa.services.references import customer_in, number_in
from kassa.services.replies import Adjusted, LedgerLine, Undone
from kassa.services.session import Session
from kassa.services.undoing import undo_in
from kassa.store import customers, ledger, operations, purchases, rewards
from kassa.store.engine import Transaction
from kassa.store.operations import Operation
from kassa.words import say

_MOST = 1000


def undo(session: Session, operation: str, op: str | None = None) -> Undone:
    """Undoes one operation exactly, or as a whole return where something later stands on it. Rule: 15.

    ``operation`` is its ``op``, a purchase's id, or a reward's: its redemption if redeemed, else what issued it. Raises
    ``already_undone``, ``too_late`` (a cashier after the business day), ``bad_value`` for what can't be undone. An
    import is undone whole, by pieces between which the till serves.
    """
    if keepable([operation, op]) and import_undo.is_import(session, operation):
        import_undo.undo_import(session, operation, op=op)
        return Undone((), None)
    with acting(session, "undo", op, operation) as act:
        first = act.first_reply(Undone)
        if first is not None:
            return first
        meant = _meant(act.transaction, operation)
        if meant.verb == "import sales":
            # One purchase of many that came with a file is undone as if it had been noted alone.
            meant = replace(meant, verb="buy", subject=operation)
        elif operations.undone_by(act.transaction, meant.id) is not None:
            raise already_undone()
        else:
            act.undoes = meant.id
        _in_time(act, meant)
        return act.done(undo_in(act, meant), subject=meant.subject)


def _meant(transaction: Transaction, named: str) -> Operation:
    direct = operations.find(transaction, named)
    if direct is not None:
        return direct
    if named[:1] == "p" and named[1:].isdigit():
        return operations.get(transaction, purchase_in(transaction, named).operation)
    if named[:1] == "r" and named[1:].isdigit():
        unknown = say("There is no reward {reward}.", reward=named)
        stored = rewards.get(transaction, number_in(named, "r", "unknown_reward", unknown))
        if stored is None:
            raise KassaError("unknown_reward", unknown)
        return operations.get(transaction, stored.redeemed or stored.operation)
    raise KassaError("bad_value", say("There is nothing called {operation} to undo.", operation=named))


def _in_time(act: Act, meant: Operation) -> None:
    if act.session.actor.role == "owner":
        return
    check_allowed(act.session, meant.verb)
    calendar = shop_day(rules_in(act.transaction).at(act.now).programme)
    if calendar.business_date(meant.at) != calendar.business_date(act.now):
        raise KassaError("too_late", say("Only the owner may undo what was done on another day."))


def carry(session: Session, customer: str, programme: str, stamps: int, op: str | None = None) -> Adjusted:
    """Carries a half-full paper card over, once for each customer and stamp card.

    The first card then holds the larger of ``stamps`` and the head start, which is counted in them. Raises
    ``bad_value`` for an unknown stamp card or more than boxes − 1 stamps, ``limit_reached`` the second time.
    """
    with acting(session, "carry", op, customer, programme, stamps) as act:
        first = act.first_reply(Adjusted)
        if first is not None:
            return first
        number, _ = customer_in(act.transaction, customer)
        book = Book(act, rules_in(act.transaction), number, act.now)
        rule = book.programme.stamp_card(programme)
        if rule is None:
            raise _no_stamp_card(programme)
        if not 0 <= stamps <= rule.boxes - 1:
            raise KassaError("bad_value", say("A half-full card has from 0 to {most} stamps.", most=rule.boxes - 1))
        if book.carried(programme) is not None:
            raise KassaError(
                "limit_reached", say("A paper card was carried over already; once for each card is enough.")
            )
        carry_onto(book, rule, stamps)
        return act.done(Adjusted(tuple(book.entries), book.standing(book.tier())), subject=customers.public(number))


def adjust(
    session: Session,
    customer: str,
    unit: Unit,
    delta: int,
    reason: str,
    programme: str | None = None,
    op: str | None = None,
) -> Adjusted:
    """The owner adds stamps or takes them away, with a reason that stands in the ledger.

    ``programme`` may be left out when the shop has one stamp card. Raises ``not_allowed`` for a cashier, ``bad_value``.
    """
    if session.actor.role == "cashier":
        raise KassaError("not_allowed", say("Only the owner may adjust a balance."))
    with acting(session, "adjust", op, customer, unit, delta, reason, programme) as act:
        first = act.first_reply(Adjusted)
        if first is not None:
            return first
        number, _ = customer_in(act.transaction, customer)
        book = Book(act, rules_in(act.transaction), number, act.now)
        name = _adjusted_card(book, unit, programme)
        if not reason.strip():
            raise KassaError("bad_value", say("Give the reason; it stays in the ledger for good."))
        if holds_identity_number(reason):
            raise KassaError(
                "bad_value", say("That looks like a personal identity number. Kassa doesn't keep those; leave it out.")
            )
        if delta == 0 or abs(delta) > _MOST:
            raise KassaError("bad_value", say("Adjust by at least 1 and at most {most}.", most=_MOST))
        because = say("{reason}", reason=reason.strip())
        if delta > 0:
            book.add(name, delta, "adjusted", because)
        else:
            book.remove(name, [(None, -delta)], "adjusted", because)
        return act.done(Adjusted(tuple(book.entries), book.standing(book.tier())), subject=customers.public(number))


def _adjusted_card(book: Book, unit: Unit, programme: str | None) -> str:
    if unit != "stamps":
        raise KassaError("bad_value", say("This version of Kassa counts stamps; points come later."))
    names = [name for name, _ in book.rules()]
    if programme is None and len(names) == 1:
        return names[0]
    if programme is None:
        raise KassaError("bad_value", say("Say which stamp card."))
    if programme not in names:
        raise _no_stamp_card(programme)
    return programme


def _no_stamp_card(programme: str) -> KassaError:
    return KassaError("bad_value", say("There is no stamp card {programme} in the programme.", programme=programme))


def why(session: Session, customer: str) -> tuple[LedgerLine, ...]:
    """Every line of a customer's ledger, oldest first, with the balance so far and the arithmetic in words."""
    with session.store.reading() as transaction:
        number, _ = customer_in(transaction, customer)
        balances: dict[tuple[str, str | None], int] = {}
        who = operations.people(transaction, number)
        lines = []
        for line in ledger.lines(transaction, number):
            key = (line.unit, line.programme)
            balances[key] = balances.get(key, 0) + line.delta
            staff, till = who[line.operation]
            lines.append(
                LedgerLine(
                    id=f"l{line.id}",
                    at=line.at,
                    unit=line.unit,
                    programme=line.programme,
                    version=line.version,
                    kind=line.kind,
                    delta=line.delta,
                    balance=balances[key],
                    purchase=None if line.purchase is None else purchases.public(line.purchase),
                    reverses=None if line.reverses is None else f"l{line.reverses}",
                    staff=staff,
                    till=till,
                    because=line.because,
                )
            )
        return tuple(lines)
