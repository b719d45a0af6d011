"""What came of a visit, in words: for the page, where it stays, and for the toast."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kassa.domain.standing import StampCardStanding
from kassa.ui.till.desk import Saved
from kassa.ui.till.greeting import called, first_name
from kassa.words import Words

if TYPE_CHECKING:
    from kassa.services.replies import Bought


@dataclass(frozen=True)
class Told:
    """``said`` and ``why`` stay on the page; ``toast`` and its ``bold`` part pass by."""

    said: str
    why: str
    toast: str
    bold: str


def visit_told(words: Words, saved: Saved) -> Told:
    """A saved visit in words."""
    bought, customer = saved.bought, saved.opened.view.customer
    name = called(words, customer)
    earned = _earned(bought)
    cards = [card for card in bought.standing.stamp_cards if card.programme in earned]
    shown = cards or list(bought.standing.stamp_cards[:1])
    where = " · ".join(_where(words, card, named=len(shown) > 1) for card in shown)
    who = first_name(customer.name) or name
    said = f"{who}: {where}" if where else words.tr("{name}: saved").format(name=who)
    toast = [name]
    if bought.purchase.amount is not None:
        toast.append(words.money(bought.purchase.amount))
    stamps = sum(earned.values())
    return Told(
        said, _why(words, bought, stamps), " · ".join(toast), f"+{stamps}, {where}" if stamps and where else where
    )


def _earned(bought: Bought) -> dict[str, int]:
    stamps: dict[str, int] = {}
    for entry in bought.entries:
        if entry.unit == "stamps" and entry.programme is not None and entry.kind in ("earned", "bonus"):
            stamps[entry.programme] = stamps.get(entry.programme, 0) + entry.delta
    return stamps


def _where(words: Words, card: StampCardStanding, named: bool) -> str:
    if card.stamps < 0:
        owed = words.ntr("{n} stamp to make good", "{n} stamps to make good", -card.stamps).format(n=-card.stamps)
        return f"{card.name}: {owed}" if named else owed
    count = words.tr("{stamps} of {boxes}").format(stamps=card.stamps, boxes=card.boxes)
    return f"{card.name} {count}" if named else count


def _why(words: Words, bought: Bought, stamps: int) -> str:
    parts = [words.tr("Full card, to redeem: {reward}").format(reward=reward.name) for reward in bought.issued]
    if stamps:
        parts.append(words.ntr("{n} new stamp", "{n} new stamps", stamps).format(n=stamps))
    elif bought.standing.stamp_cards and not bought.limited:
        parts.append(words.tr("No stamp for this one"))
    for limit in bought.limited:
        refused = words.ntr("{n} stamp not given", "{n} stamps not given", limit.refused).format(n=limit.refused)
        most = words.ntr("at most {n} a day", "at most {n} a day", limit.limit).format(n=limit.limit)
        parts.append(f"{refused}, {most}")
    return " · ".join(parts)
