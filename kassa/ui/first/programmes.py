"""The ready-made programmes in a shopkeeper's words."""

from __future__ import annotations

from kassa.services import starting
from kassa.words import Words


def described(words: Words, programme: str, currency: str) -> tuple[str, str]:
    """A programme's title and what it gives, with amounts in the currency."""
    step, worth = (starting.whole_money(words, money) for money in starting.step_and_worth(currency or "EUR"))
    if programme == "ten_stamps":
        return (
            words.tr("Ten coffees, the eleventh free"),
            words.tr("For cafés and kiosks. The first two stamps are a welcome gift."),
        )
    if programme == "by_amount":
        return (
            words.tr("A stamp for every {amount}").format(amount=step),
            words.tr("For shops. A full card of ten gives {amount} off, and two stamps are a welcome gift.").format(
                amount=worth
            ),
        )
    return (
        words.tr("A stamp a visit"),
        words.tr("For salons and workshops. The sixth stamp gives 20 % off; regulars rise to silver and gold."),
    )
