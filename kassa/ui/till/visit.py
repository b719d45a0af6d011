"""A visit while it is being typed: amount, items, and the ``op`` that makes its saving count once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import uuid4


def new_op() -> str:
    """A fresh intention."""
    return str(uuid4())


@dataclass(frozen=True)
class Ready:
    """A visit as it goes to the store; ``amount`` in minor units, ``items`` as (item id, quantity)."""

    customer: str
    amount: int | None
    items: tuple[tuple[str, int], ...]
    op: str


@dataclass
class Visit:
    """One customer's visit. Saving it again unchanged repeats its ``op``; once changed it is another intention."""

    customer: str
    make_op: Callable[[], str] = new_op
    amount: int | None = None
    _order: list[str] = field(default_factory=list)
    _sent: Ready | None = None

    def add(self, item: str) -> None:
        """One more of an item."""
        self._order.append(item)

    def take_last(self) -> None:
        """Take back what was added last."""
        if self._order:
            self._order.pop()

    def drop(self, item: str) -> None:
        """No such item after all."""
        self._order = [other for other in self._order if other != item]

    def count(self, item: str) -> int:
        """How many of an item are chosen."""
        return self._order.count(item)

    @property
    def last(self) -> str | None:
        """The item added last."""
        return self._order[-1] if self._order else None

    @property
    def untouched(self) -> bool:
        """Whether nothing is typed or chosen."""
        return self.amount is None and not self._order

    def ready(self, quick_item: str | None) -> Ready:
        """The visit to save: nothing typed is one quick item, or a plain visit where the programme names none."""
        chosen = dict.fromkeys(self._order)
        items = tuple((item, self.count(item)) for item in chosen)
        if self.untouched and quick_item is not None:
            items = ((quick_item, 1),)
        sent = self._sent
        if sent is None or (sent.amount, sent.items) != (self.amount, items):
            self._sent = Ready(self.customer, self.amount, items, self.make_op())
        assert self._sent is not None
        return self._sent
