"""The ready-made programmes in a shopkeeper's words."""

from __future__ import annotations

from typing import NamedTuple

from kassa.services import starting
from kassa.words import Words


class Told(NamedTuple):
    """What is said of a programme: on the card what a stamp is for and the tiers, below it a title and a sentence."""

    unit: str
    title: str
    text: str
    tiers: tuple[str, ...] = ()


def told(words: Words, programme: str, currency: str) -> Told:
    """A ready-made programme, with amounts in the currency."""
    step, worth = (starting.whole_money(words, money) for money in starting.step_and_worth(currency or "EUR"))
    if programme == "ten_stamps":
        return Told(
            words.tr("Coffee"),
            words.tr("Ten coffees, the eleventh free"),
            words.tr("For cafés and kiosks. The first two stamps are a welcome gift."),
        )
    if programme == "by_amount":
        return Told(
            step,
            words.tr("A stamp for every {amount}").format(amount=step),
            words.tr("For shops. A full card of ten gives {amount} off, and two stamps are a welcome gift.").format(
                amount=worth
            ),
        )
    return Told(
        words.tr("A visit"),
        words.tr("A stamp a visit"),
        words.tr("For salons and workshops. Six stamps give 20 % off one visit, and regulars rise."),
        (words.tr("Base"), words.tr("Silver"), words.tr("Gold")),
    )
