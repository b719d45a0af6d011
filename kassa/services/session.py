"""An open shop: the store, who is at the till, the clock and the source of chance. Passed to every use case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from random import Random
from typing import Literal

from kassa.store.engine import Store


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, and at which till. Until an owner with a PIN exists the store is the owner's."""

    till: str
    staff: str | None = None
    role: Literal["cashier", "owner"] = "owner"


@dataclass(frozen=True, slots=True)
class Session:
    """What a use case needs of the world."""

    store: Store
    actor: Actor
    clock: Callable[[], datetime]
    random: Random

    def now(self) -> datetime:
        """This moment, UTC."""
        return self.clock()

    def acting_as(self, actor: Actor) -> Session:
        """The same shop with somebody else at the till."""
        return replace(self, actor=actor)

    def close(self) -> None:
        """Gives the store back."""
        self.store.close()


def utc_now() -> datetime:
    """The computer's clock."""
    return datetime.now(UTC)
