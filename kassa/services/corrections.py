"""Putting things right: undo, a paper card carried over, an owner's adjustment, and why a balance is what it is."""

from __future__ import annotations

from collections.abc import Callable

from kassa.domain.earning import Came, bought_amount, remaining
from kassa.domain.identity import holds_identity_number
from kassa.domain.standing import Unit
from kassa.errors import KassaError
from kassa.services import note_undo
from kassa.services.acting import Act, acting, already_undone, check_allowed
from kassa.services.book import Book
from kassa.services.checkout import purchase_in, return_part
from kassa.services.programmes import rules_in, shop_day
from kassa.services.references import customer_in, number_in
from kassa.services.replies import Adjusted, LedgerLine, Undone
from kassa.services.session import Session
from kassa.services.taking_back import sources, sources_of
from kassa.store import customers, ledger, operations, purchases, rewards
from kassa.store.engine import Transaction
from kassa.store.ledger import StoredLine
from kassa.store.operations import Operation
from kassa.store.purchases import StoredPurchase
from kassa.words import Text, say, say_n

_MOST = 1000


def undo(session: Session, operation: str, op: str | None = None) -> Undone:
    """Undoes one operation exactly, or as a whole return where something later stands on it. Rule: 15.

    ``operation`` is its ``op``, a purchase's id, or a reward's: its redemption if redeemed, else what issued it. Raises
    ``already_undone``, ``too_late`` (a cashier after the business day), ``bad_value`` for what can't be undone.
    """
    with acting(session, "undo", op, operation) as act:
        first = act.first_reply(Undone)
        if first is not None:
            return first
        meant = _meant(act.transaction, operation)
        if operations.undone_by(act.transaction, meant.id) is not None:
            raise already_undone()
        work = _UNDO.get(meant.verb)
        if work is None:
            raise KassaError("bad_value", say("That can't be undone. Change it back instead."))
        _in_time(act, meant)
        act.undoes = meant.id
        return act.done(work(act, meant), subject=meant.subject)


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


def _undo_buy(act: Act, meant: Operation) -> Undone:
    stored = purchase_in(act.transaction, meant.subject or "")
    if stored.undone:
        raise already_undone()
    book = Book(act, rules_in(act.transaction), stored.customer, act.now)
    issued = rewards.of_operation(act.transaction, stored.operation)
    if stored.came != Came() or any(reward.state == "redeemed" for reward in issued):
        _as_whole_return(book, stored)
    else:
        _exactly(book, stored)
    return Undone(tuple(book.entries), book.standing(book.tier()))


def _as_whole_return(book: Book, stored: StoredPurchase) -> None:
    programme = book.versions.number(stored.version).programme
    if remaining(stored.basket, stored.came, programme) is None:
        raise KassaError("already_undone", say("All of that purchase has come back already."))
    counts: dict[str, int] = {}
    for line in stored.basket.lines:
        counts[line.item] = counts.get(line.item, 0) + line.quantity
    everything = Came(bought_amount(stored.basket, programme) or 0, tuple(counts.items()), True)
    return_part(book, stored, everything)


def _exactly(book: Book, stored: StoredPurchase) -> None:
    before = book.tier()
    if not purchases.undo(book.transaction, stored.id, book.at):
        raise already_undone()
    for programme, earned in sources(book.transaction, stored).items():
        book.remove(
            programme,
            earned.newest(earned.live),
            "undone",
            say("the purchase was undone"),
            stored.id,
            undoes=stored.operation,
        )
    book.settle_tier(before)
    customers.forget_visit(book.transaction, book.customer, purchases.latest_visit(book.transaction, book.customer))


def _undo_return(act: Act, meant: Operation) -> Undone:
    stored = purchase_in(act.transaction, meant.subject or "")
    book = Book(act, rules_in(act.transaction), stored.customer, act.now)
    undone = purchases.undo_return(act.transaction, meant.id)
    if undone is None or stored.undone:
        raise already_undone()
    came = _less(stored, undone[1])
    before = book.tier()
    programme = book.versions.number(stored.version).programme
    rest = remaining(stored.basket, came, programme)
    net = 0 if rest is None else bought_amount(rest, programme) or 0
    if not purchases.came_back(act.transaction, stored, came, net):
        raise already_undone()
    _put_back(book, meant, say("the return was undone"), stored.id)
    book.welcome_back(meant.id, book.settle_tier(before))
    return Undone(tuple(book.entries), book.standing(book.tier()))


def _less(stored: StoredPurchase, part: Came) -> Came:
    back = dict(stored.came.items)
    for item, count in part.items:
        back[item] -= count
    return Came(stored.came.amount - part.amount, tuple((item, count) for item, count in back.items() if count))


def _put_back(book: Book, meant: Operation, because: Text, purchase: int | None) -> None:
    """Gives back what an operation took: to the letter where nothing newer stands on the card, else as new stamps."""
    by_card: dict[str, list[StoredLine]] = {}
    for line in ledger.lines(book.transaction, book.customer, operation=meant.id):
        by_card.setdefault(line.programme or "", []).append(line)
    for programme, lines in by_card.items():
        if not ledger.newer_than(book.transaction, book.customer, programme, lines[-1].id):
            book.reverse(programme, lines, because)
            continue
        for line in lines:
            if line.reward is None and line.delta < 0 and line.kind in ("returned", "adjusted"):
                book.add(programme, -line.delta, "undone", because, purchase, line.id)


def _undo_redeem(act: Act, meant: Operation) -> Undone:
    unknown = say("That reward is gone.")
    stored = rewards.get(act.transaction, number_in(meant.subject or "", "r", "unknown_reward", unknown))
    if stored is None or not rewards.give_back(act.transaction, stored.id, meant.id):
        raise already_undone()
    book = Book(act, rules_in(act.transaction), stored.customer, act.now)
    if stored.programme is not None:
        book.settle(stored.programme)
    elif not book.still_welcome(stored):
        book.withdraw(stored.id)
    return Undone(tuple(book.entries), book.standing(book.tier()))


def _undo_adjustment(act: Act, meant: Operation) -> Undone:
    customer, _ = customer_in(act.transaction, meant.subject or "")
    book = Book(act, rules_in(act.transaction), customer, act.now)
    lines = ledger.lines(act.transaction, customer, operation=meant.id)
    because = say("the adjustment was undone") if meant.verb == "adjust" else say("the paper card was undone")
    if sum(line.delta for line in lines if line.kind == "adjusted") < 0:
        _put_back(book, meant, because, None)
    else:
        for programme in dict.fromkeys(line.programme for line in lines if line.programme is not None):
            own = [line.id for line in lines if line.programme == programme and line.kind == "adjusted"]
            given = sources_of(
                line
                for line in ledger.lines(act.transaction, customer, programme=programme)
                if line.id in own or line.reverses in own
            )
            book.remove(programme, given.newest(given.live), "undone", because, undoes=meant.id)
            if meant.verb == "carry":
                book.carry(programme, None)
    return Undone(tuple(book.entries), book.standing(book.tier()))


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
        because = say_n("a paper card with {n} stamp", "a paper card with {n} stamps", stamps)
        given = (book.rule(programme) or rule).head_start
        book.add(programme, max(0, stamps - given), "adjusted", because)
        book.carry(programme, act.number)
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


_UNDO: dict[str, Callable[[Act, Operation], Undone]] = {
    "buy": _undo_buy,
    "return": _undo_return,
    "redeem": _undo_redeem,
    "carry": _undo_adjustment,
    "adjust": _undo_adjustment,
    "note": note_undo.undo_note,
    "note edit": note_undo.undo_note_change,
    "note done": note_undo.undo_note_change,
    "note remove": note_undo.undo_note_change,
    "note renew": note_undo.undo_note_change,
}
