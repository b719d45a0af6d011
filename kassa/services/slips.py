"""The slip that a customer takes along: stamps, what is ready, tier and card, in the customer's own language."""

from __future__ import annotations

from datetime import date

from kassa.domain.people import CustomerView
from kassa.domain.programme import Programme
from kassa.domain.standing import RewardStanding, StampCardStanding, TierStanding
from kassa.printing.slip import Slip, SlipCard
from kassa.services import customers, programmes
from kassa.services.session import Session
from kassa.words import LANGUAGES, Money, Text, Words, say, say_n

# Nobody's: a test is no card.
_NO_CODE = "0000000000"


def slip(session: Session, customer: str, language: str) -> Slip:
    """What stands on a customer's slip now; ``language`` is the shop's, for those whose own isn't known.

    Refusals as in ``customers.show``.
    """
    view = customers.show(session, customer)
    programme = programmes.current(session).programme
    own = view.customer.language
    words = Words(own if own in LANGUAGES else language)
    today = _today(session, programme)
    standing = view.standing
    return Slip(
        shop=programme.shop_name,
        name=_first_name(view.customer.name),
        cards=tuple(_card(words, each, programme) for each in _begun(standing.stamp_cards)),
        ready_title=words.text(say("To redeem")),
        ready=tuple(_reward(words, each) for each in standing.rewards),
        lines=() if standing.tier is None else _tier(words, standing.tier, programme),
        code=_code(view),
        day=words.date(today),
        notice=_notice(words),
    )


def trial_slip(session: Session, language: str) -> Slip:
    """A slip of nobody's, to see whether the printer prints one; its code leads nowhere."""
    programme = programmes.current(session).programme
    words = Words(language)
    cards = programme.stamp_cards[:1]
    return Slip(
        shop=programme.shop_name,
        name=words.text(say("Test slip")),
        cards=tuple(
            SlipCard(
                card.name, card.boxes, card.head_start, _left(words, card.id, card.boxes - card.head_start, programme)
            )
            for card in cards
        ),
        ready_title="",
        ready=(),
        # Letters that a printer's own type would get wrong.
        lines=("Å Ä Ö · Æ Ø · Ą Ę Ł Ż",),
        code=_NO_CODE,
        day=words.date(_today(session, programme)),
        notice=_notice(words),
    )


def _notice(words: Words) -> str:
    return words.text(say("This is not a receipt."))


def _today(session: Session, programme: Programme) -> date:
    return programmes.shop_day(programme).business_date(session.now())


def _first_name(name: str | None) -> str:
    return next(iter((name or "").split()), "")


def _begun(cards: tuple[StampCardStanding, ...]) -> tuple[StampCardStanding, ...]:
    """The cards that have stamps; somebody who has none yet sees the first one waiting."""
    return tuple(card for card in cards if card.stamps) or cards[:1]


def _card(words: Words, card: StampCardStanding, programme: Programme) -> SlipCard:
    if card.stamps < 0:
        owed = say_n("{n} stamp to make good first", "{n} stamps to make good first", -card.stamps)
        return SlipCard(card.name, card.boxes, 0, words.text(owed))
    return SlipCard(card.name, card.boxes, card.stamps, _left(words, card.programme, card.left, programme))


def _left(words: Words, card: str, left: int, programme: Programme) -> str:
    rule = programme.stamp_card(card)
    reward = programme.reward(rule.reward) if rule is not None else None
    if reward is None:
        return words.text(say_n("{n} left", "{n} left", left))
    return words.text(say_n("{n} left to: {reward}", "{n} left to: {reward}", left, reward=reward.name))


def _reward(words: Words, reward: RewardStanding) -> tuple[str, str]:
    until = reward.valid_until
    return reward.name, "" if until is None else words.text(say("until {date}", date=until))


def _tier(words: Words, tier: TierStanding, programme: Programme) -> tuple[str, ...]:
    """The tier's name and benefit, and what is left to the next; the lowest is worth no line of its own."""
    levels = programme.tiers.levels if programme.tiers is not None else ()
    lowest = bool(levels) and levels[0].id == tier.id
    lines = [] if lowest else [f"{words.text(say('Tier'))}: {tier.name}"]
    lines += [level.benefit for level in levels if level.id == tier.id and level.benefit]
    if tier.next is not None and tier.left is not None:
        left: Text = (
            say("{amount} left", amount=tier.left)
            if isinstance(tier.left, Money)
            else say_n("{n} visit left", "{n} visits left", tier.left)
        )
        lines.append(words.text(say("{left} to {tier}", left=left, tier=tier.next)))
    return tuple(lines)


def _code(view: CustomerView) -> str | None:
    """The card that led here if it holds, else the newest that does."""
    active = [card.code for card in view.cards if card.state == "active"]
    if view.via is not None and view.via.code in active:
        return view.via.code
    return active[0] if active else None
