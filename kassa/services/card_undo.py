"""Undoing what was done to a loyalty card: given, replaced, reported lost, blocked."""

from __future__ import annotations

from kassa.errors import KassaError
from kassa.services.acting import Act
from kassa.services.replies import Undone
from kassa.store import cards, customers
from kassa.store.cards import CardMove
from kassa.store.operations import Operation
from kassa.words import say


def undo_move(act: Act, meant: Operation) -> Undone:
    """Each card is again what it was before, unless one of them has become something else since."""
    moves = cards.moves_of(act.transaction, meant.id)
    if not moves:
        raise _changed_since()
    for move in moves:
        _back(act, move)
    return Undone((), None)


def _back(act: Act, move: CardMove) -> None:
    card = cards.get(act.transaction, move.code)
    if card is None or card.state != move.state:
        raise _changed_since()
    if card.customer is None:
        # A card of a spoilt sheet was never anybody's.
        cards.change(act.transaction, act.number, card, "blank", None)
        return
    holder = int(card.customer[1:])
    if move.state == "active" and move.before is None:
        if card.printed is not None:
            # It is in somebody's wallet by now, or on its way there.
            raise _changed_since()
        cards.forget(act.transaction, move.code)
    else:
        # Of a card that came with its customer nothing was written: it was in use.
        state = move.before or "active"
        cards.change(act.transaction, act.number, card, state, None if state == "blank" else holder)
    customers.reindex(act.transaction, holder)


def _changed_since() -> KassaError:
    return KassaError("bad_value", say("The card was changed again since. Change it by hand."))
