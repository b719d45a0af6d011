"""What a shop's file wants from time to time, done beside the till and given up at any moment."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from time import monotonic, sleep

from kassa.errors import KassaError
from kassa.services.opening import finish_imports
from kassa.services.session import Session

# After so many visits finding somebody takes a little longer each time.
_MANY = 1_000
# A million customers take about half of it.
_LONGEST_SECONDS = 60.0
_PAUSE_SECONDS = 0.005


def keep_up(session: Session, check: Callable[[], None] | None = None) -> bool:
    """Takes out what an import left half done, and puts the search index in order; whether the register changed.

    What ``check`` raises between two pieces stops it: the next to open goes on.
    """
    changed = finish_imports(session, check)
    with suppress(KassaError):
        tidy_search(session, check)
    return changed


def tidy_search(session: Session, check: Callable[[], None] | None = None, seconds: float = _LONGEST_SECONDS) -> bool:
    """Puts the search index in order where much was done since the last time; whether it is, or was all the time."""
    from kassa.services import import_pieces
    from kassa.store import import_runs, operations, settings

    with session.store.reading() as transaction:
        told = settings.get(transaction, (import_pieces.TIDIED,)).get(import_pieces.TIDIED, "0")
        if operations.latest_number(transaction) - int(told) < _MANY:
            return True
    until = monotonic() + seconds

    def enough() -> bool:
        if check is not None:
            check()
        # Tills have their turn, and an import sees to the index itself.
        sleep(_PAUSE_SECONDS)
        with session.store.reading() as transaction:
            return monotonic() > until or import_runs.any_unfinished(transaction)

    return import_pieces.tidy(import_pieces.Pieces(session, 0), enough)
