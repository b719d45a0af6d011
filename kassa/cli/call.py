"""What a verb's service call gets and gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from kassa.cli.fields import Portion
from kassa.domain.money import parse_money
from kassa.errors import KassaError
from kassa.words import Words, say

if TYPE_CHECKING:
    from kassa.domain.programme import Programme
    from kassa.services.session import Session

Reply = dict[str, Any]
"""The reply's fields in the contract's words and order; values as services return them."""

Progress = Callable[[int, int], None]
"""Told how much is done, and of how much."""


@dataclass(frozen=True)
class Call:
    """A request that was read: its fields by name, the session to serve it in, and the language of who asks."""

    session: Session
    values: Mapping[str, Any]
    words: Words
    progress: Progress | None = None

    def __getitem__(self, name: str) -> Any:
        """The field's value; None when it is absent."""
        return self.values.get(name)

    @cached_property
    def programme(self) -> Programme:
        """The rules in force."""
        from kassa.services import programmes

        return programmes.current(self.session).programme

    def money(self, name: str) -> int | None:
        """The field's amount in minor units of the shop's currency."""
        return self.minor(name, self[name])

    def minor(self, name: str, amount: str | None) -> int | None:
        """Minor units of an amount in the contract's form; else ``bad_amount``."""
        if amount is None:
            return None
        minor = parse_money(amount, self.programme.currency)
        if minor is None:
            text = say("{field} has to be an amount with a dot, such as {example}.", field=name, example="89.00")
            raise KassaError("bad_amount", text, field=name)
        return minor

    def portions(self) -> tuple[tuple[Portion, int | None], ...]:
        """The items asked for, each with its amount in minor units."""
        asked: tuple[Portion, ...] = self["items"] or ()
        return tuple((one, self.minor(f"items[{place}].amount", one.amount)) for place, one in enumerate(asked))
