"""Opening a shop's store."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from random import Random, SystemRandom

from kassa.services.session import Actor, Session, utc_now
from kassa.store.opening import open_store


def open_session(
    where: str,
    *,
    till: str,
    staff: str | None = None,
    create: bool = False,
    clock: Callable[[], datetime] = utc_now,
    random: Random | None = None,
) -> Session:
    """The shop whose store is ``where``; with ``create`` a new one where there is nothing yet.

    Raises the ``store_…`` errors.
    """
    return Session(open_store(where, create=create), Actor(till, staff), clock, random or SystemRandom())
