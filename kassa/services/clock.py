"""Asking the owner about a computer clock that jumped. Rule: "What a toy gets wrong", 7."""

from __future__ import annotations

from kassa.domain import clock
from kassa.domain.clock import Clock
from kassa.errors import KassaError
from kassa.services.session import Session
from kassa.store import operations
from kassa.words import say


def read(session: Session) -> Clock:
    """The clock against what was written last; with a ``jump`` nothing expires until the owner has answered."""
    with session.store.reading() as transaction:
        return clock.read_clock(session.now(), operations.latest_moment(transaction))


def believe(session: Session) -> None:
    """The owner says that the clock is right: things expire by it from now on. ``not_allowed`` for a cashier."""
    if session.actor.role == "cashier":
        raise KassaError("not_allowed", say("Only the owner may say that the clock is right."))
    with session.store.writing() as transaction:
        operations.note_moment(transaction, session.now())
