"""Taking back the paper cards that an import carried over, many at once, where nothing else stands on them."""

from __future__ import annotations

from collections.abc import Sequence

from kassa.domain import stamps
from kassa.domain.stamps import OpenCard, StampLine
from kassa.services.acting import Act
from kassa.services.programmes import rules_in
from kassa.store import ledger, operations
from kassa.store.ledger import Undone
from kassa.store.operations import Operation
from kassa.words import say


def take_back(act: Act, parts: Sequence[Operation]) -> int:
    """Undoes as many of these operations, from the first on, as carried a card that nobody has touched since.

    Each is an operation of its own with the lines that ``undo_in`` writes; gives how many.
    """
    numbers = {part.id: int((part.subject or "c0")[1:]) for part in parts if part.verb == "carry"}
    if not parts or parts[0].id not in numbers:
        return 0
    cards = ledger.alone(act.transaction, numbers)
    actor, current = act.session.actor, rules_in(act.transaction).at(act.now).number
    undone: list[Undone] = []
    for part in parts:
        found = cards.get(part.id)
        lines = None if found is None else _lines(found, current)
        if found is None or lines is None:
            break
        undone.append(Undone(part.id, found.customer, found.programme, lines))
    first = operations.claim_undoing(
        act.transaction, parts[: len(undone)], act.now, actor.staff, actor.till, act.number
    )
    ledger.undo_alone(act.transaction, first, undone, act.now)
    return len(undone)


def _lines(carried: ledger.Carried, current: int) -> tuple[StampLine, ...] | None:
    """What takes the stamps off the card, and the head start with them; None where they don't leave it as new."""
    because = say("the paper card was undone")
    given = [(line, count) for line, count in reversed(carried.adjusted)]
    removed = stamps.remove(carried.card, given, "undone", because, current, ())
    new = stamps.untouch(removed.card, "undone", current)
    if new.card != OpenCard():
        return None
    return tuple(
        StampLine(each.kind, each.delta, each.number, each.version, each.because, each.reverses or carried.head_start)
        for each in (*removed.lines, *new.lines)
    )
