"""What a purchase's stamps are now: which lines gave them, and how many of each still stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kassa.store import ledger
from kassa.store.engine import Transaction
from kassa.store.ledger import StoredLine
from kassa.store.purchases import StoredPurchase


@dataclass(frozen=True, slots=True)
class Sources:
    """The stamps that something gave on one stamp card.

    ``granted`` is what it gave, ``version`` the rules that it gave them by; ``standing`` are (line, how many of it
    still stand), newest first.
    """

    granted: int
    version: int
    standing: tuple[tuple[int, int], ...]

    @property
    def live(self) -> int:
        """How many still stand."""
        return sum(count for _, count in self.standing)

    def newest(self, count: int) -> list[tuple[int | None, int]]:
        """The newest ``count`` of them as parts to remove; none when ``count`` is not positive."""
        parts: list[tuple[int | None, int]] = []
        for line, standing in self.standing:
            part = min(standing, count)
            if part > 0:
                parts.append((line, part))
                count -= part
        return parts


def sources(transaction: Transaction, purchase: StoredPurchase) -> dict[str, Sources]:
    """What a purchase gave, by stamp card."""
    found: dict[str, list[StoredLine]] = {}
    for line in ledger.lines(transaction, purchase.customer, purchase=purchase.id):
        if line.programme is not None and line.reward is None:
            found.setdefault(line.programme, []).append(line)
    return {programme: sources_of(lines) for programme, lines in found.items()}


def sources_of(lines: Iterable[StoredLine]) -> Sources:
    """What lines gave, once the lines that take them back are counted."""
    standing: dict[int, int] = {}
    granted, version = 0, 0
    for line in lines:
        if line.delta > 0:
            standing[line.id] = line.delta
            if line.kind in ("earned", "adjusted"):
                granted += line.delta
                version = version or line.version
        elif line.reverses in standing:
            standing[line.reverses] += line.delta
    left = tuple((line, count) for line, count in reversed(standing.items()) if count)
    return Sources(granted, version, left)
