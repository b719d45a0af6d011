"""What a purchase earns: the amounts that count and the stamps of each card.

Rules: "What a toy gets wrong", 2 and 5.
"""

from __future__ import annotations

from dataclasses import dataclass

from kassa.domain.programme import Programme, StampCard
from kassa.words import Money, Text, say, say_n


@dataclass(frozen=True, slots=True)
class Line:
    """One kind of item in a basket; ``amount`` (minor units, the whole line's) when the till told it."""

    item: str
    quantity: int
    amount: int | None = None


@dataclass(frozen=True, slots=True)
class Basket:
    """What was bought: an amount and a part of it that earns nothing (minor units), items, any of them unknown."""

    amount: int | None = None
    lines: tuple[Line, ...] = ()
    non_earning: int = 0

    @property
    def empty(self) -> bool:
        """Whether neither amount nor items are known: a plain visit."""
        return self.amount is None and not self.lines


def line_amount(line: Line, programme: Programme) -> int | None:
    """A line's amount: what the till told, else price times quantity, else unknown."""
    if line.amount is not None:
        return line.amount
    item = programme.item(line.item)
    return None if item is None or item.price is None else item.price * line.quantity


def bought_amount(basket: Basket, programme: Programme) -> int | None:
    """What was bought, in minor units: the amount, else the items' sum where a price is known.

    None for a plain visit.
    """
    if basket.amount is not None:
        return basket.amount
    known = [amount for line in basket.lines if (amount := line_amount(line, programme)) is not None]
    return sum(known) if known else None


def earning_amount(basket: Basket, programme: Programme) -> int | None:
    """The part of ``bought_amount`` that earns: without ``non_earning`` and without items that don't earn."""
    bought = bought_amount(basket, programme)
    if bought is None:
        return None
    barred = [line_amount(line, programme) for line in basket.lines if not _earns(line, programme)]
    if None in barred:
        # A gift card of unknown value may be all that the other lines don't explain.
        earning = (line_amount(line, programme) or 0 for line in basket.lines if _earns(line, programme))
        return max(0, min(bought, sum(earning)) - basket.non_earning)
    return max(0, bought - sum(each or 0 for each in barred) - basket.non_earning)


def _earns(line: Line, programme: Programme) -> bool:
    # What only another till's file names is in no programme, and nothing bars it.
    item = programme.item(line.item)
    return item is None or item.earns


def stamps_for(rule: StampCard, basket: Basket, programme: Programme) -> tuple[int, Text]:
    """How many stamps a basket gives on a card, before its day limit, and the arithmetic in words."""
    earning = earning_amount(basket, programme)
    if (earning or 0) < rule.min_purchase:
        return 0, say("below the card's smallest purchase")
    if rule.per == "item":
        count = sum(line.quantity for line in basket.lines if line.item == rule.item and _earns(line, programme))
        item = programme.item(rule.item or "")
        name = item.name if item else rule.item or ""
        return count, say_n("{item} × {n}: {n} stamp", "{item} × {n}: {n} stamps", count, item=name)
    if rule.per == "visit":
        barred = basket.lines and not any(_earns(line, programme) for line in basket.lines) and not earning
        nothing_earns = barred or (earning == 0 and bool(bought_amount(basket, programme)))
        return (0, say("nothing in the purchase earns")) if nothing_earns else (1, say("one visit: 1 stamp"))
    step = rule.step or 1
    count = (earning or 0) // step
    return count, say_n(
        "{n} whole step of {step} in {amount}: {n} stamp",
        "{n} whole steps of {step} in {amount}: {n} stamps",
        count,
        step=Money(step, programme.currency),
        amount=Money(earning or 0, programme.currency),
    )


@dataclass(frozen=True, slots=True)
class Came:
    """What came back of a purchase so far: money in minor units, the items' included, and how many of each."""

    amount: int = 0
    items: tuple[tuple[str, int], ...] = ()
    whole: bool = False


def value_of(basket: Basket, item: str, quantity: int, programme: Programme) -> int:
    """What ``quantity`` of an item is worth.

    The parts of a line add up to the line, in whatever order they come back.
    """
    worth = 0
    for line in basket.lines:
        if line.item == item:
            part = min(quantity, line.quantity)
            worth += (line_amount(line, programme) or 0) * part // line.quantity
            quantity -= part
    return worth


def remaining(basket: Basket, came: Came, programme: Programme) -> Basket | None:
    """The purchase as if only what remains had been bought; None when nothing remains."""
    if came.whole:
        return None
    lines = _less(basket.lines, dict(came.items))
    total = bought_amount(basket, programme)
    if total is None:
        return Basket(None, lines) if lines or basket.empty else None
    left = total - came.amount
    all_back = not lines and bool(basket.lines) and (left <= 0 or basket.amount is None)
    if left <= 0 < total or all_back:
        return None
    return Basket(left, lines, min(basket.non_earning, left))


def _less(lines: tuple[Line, ...], back: dict[str, int]) -> tuple[Line, ...]:
    kept = []
    for line in lines:
        came = min(line.quantity, back.get(line.item, 0))
        back[line.item] = back.get(line.item, 0) - came
        if came < line.quantity:
            amount = None if line.amount is None else line.amount - line.amount * came // line.quantity
            kept.append(Line(line.item, line.quantity - came, amount))
    return tuple(kept)
