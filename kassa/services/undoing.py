"""What each kind of operation's undo does, inside its own operation. Rule: 15."""

from __future__ import annotations

from collections.abc import Callable

from kassa.domain.earning import Came, bought_amount, remaining
from kassa.errors import KassaError
from kassa.services import card_undo, customer_undo, note_undo
from kassa.services.acting import Act, already_undone
from kassa.services.book import Book
from kassa.services.checkout import purchase_in, return_part
from kassa.services.programmes import rules_in
from kassa.services.references import customer_in, number_in
from kassa.services.replies import Undone
from kassa.services.taking_back import sources, sources_of
from kassa.store import customers, ledger, purchases, rewards
from kassa.store.ledger import StoredLine
from kassa.store.operations import Operation
from kassa.store.purchases import StoredPurchase
from kassa.words import Text, say


def undo_in(act: Act, meant: Operation) -> Undone:
    """Undoes an operation within another; ``bad_value`` for what can't be undone."""
    work = _UNDO.get(meant.verb)
    if work is None:
        raise KassaError("bad_value", say("That can't be undone. Change it back instead."))
    return work(act, meant)


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
    customers.recount(book.transaction, [book.customer])


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
            if meant.verb in ("carry", "paper card"):
                book.carry(programme, None)
    return Undone(tuple(book.entries), book.standing(book.tier()))


def _undo_paper_card(act: Act, meant: Operation) -> Undone:
    """The stamps leave; a card that was handed out is blank again; who joined by it leaves, if nothing else stands."""
    undone = _undo_adjustment(act, meant)
    customer_undo.undo_entry(act, meant)
    return undone


def _undo_coupons(act: Act, meant: Operation) -> Undone:
    """Coupons nobody has come with yet are worth nothing any more; those redeemed were given, and stay given."""
    for reward in rewards.of_operation(act.transaction, meant.id):
        rewards.withdraw(act.transaction, reward.id, act.number, act.now)
    return Undone((), None)


_UNDO: dict[str, Callable[[Act, Operation], Undone]] = {
    "buy": _undo_buy,
    "return": _undo_return,
    "redeem": _undo_redeem,
    "carry": _undo_adjustment,
    "adjust": _undo_adjustment,
    "paper card": _undo_paper_card,
    "add": customer_undo.undo_add,
    "edit": customer_undo.undo_edit,
    "consent": customer_undo.undo_consent,
    "cards assign": card_undo.undo_move,
    "cards replace": card_undo.undo_move,
    "cards lost": card_undo.undo_move,
    "cards block": card_undo.undo_move,
    "cards void": card_undo.undo_move,
    "coupons": _undo_coupons,
    "mailing": _undo_coupons,
    "note": note_undo.undo_note,
    "note edit": note_undo.undo_note_change,
    "note done": note_undo.undo_note_change,
    "note remove": note_undo.undo_note_change,
    "note renew": note_undo.undo_note_change,
}
