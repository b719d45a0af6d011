"""Opening a shop's store."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from random import Random, SystemRandom

from kassa.errors import KassaError
from kassa.services.session import Actor, Session, utc_now
from kassa.store import import_runs
from kassa.store.opening import open_store


def open_session(
    where: str,
    *,
    till: str,
    staff: str | None = None,
    create: bool = False,
    finish: bool = True,
    clock: Callable[[], datetime] = utc_now,
    random: Random | None = None,
) -> Session:
    """The shop whose store is ``where``; with ``create`` a new one where there is nothing yet.

    What an import left half done whose program died is taken out first; without ``finish`` somebody else sees to it
    by ``finish_imports``. Raises the ``store_…`` errors.
    """
    session = Session(open_store(where, create=create), Actor(till, staff), clock, random or SystemRandom())
    if finish:
        finish_imports(session)
    return session


def finish_imports(session: Session, check: Callable[[], None] | None = None) -> bool:
    """Takes out what an import left half done whose program died; whether there was any.

    What ``check`` raises between two pieces stops it: the next to open goes on. So does a failure, such as a full disk:
    a till serves all the same.
    """
    with suppress(KassaError):
        with session.store.reading() as transaction:
            left = import_runs.any_unfinished(transaction)
        if left:
            from kassa.services import import_undo

            import_undo.finish_others(session, check)
            return True
    return False
