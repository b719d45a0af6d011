"""A programme as a shopkeeper would say it, rule by rule, and what another one would change.

Names of items and rewards stand after a colon or in quotation marks, never inside the grammar: no language has to
inflect a word that it doesn't know.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from kassa.domain.programme import Item, Programme, RewardRule, StampCard, Tier, Tiers
from kassa.words import Money, Text, say, say_n

Kind = Literal["stamp_card", "tiers", "tier", "reward", "item", "shop", "later"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. ``about`` says which one it is, so that two versions of it can be laid side by side; ``value`` holds
    what its sentence leaves out.
    """

    about: str
    text: Text
    value: Any = None


@dataclass(frozen=True, slots=True)
class Section:
    """The rules of one thing; ``id`` is that thing's own, ``title`` its name or the heading that it has here."""

    kind: Kind
    id: str
    title: str | Text
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A rule before and after; None where there was, or will be, none."""

    section: str | Text
    before: Text | None
    after: Text | None


def rules_in_words(programme: Programme) -> tuple[Section, ...]:
    """All rules: each stamp card, the tiers, each reward, each item, the shop's own, then what isn't counted yet."""
    tell = _Telling(programme)
    sections = [
        *(Section("stamp_card", card.id, card.name, tuple(tell.card(card))) for card in programme.stamp_cards),
        *(tell.tiers(programme.tiers) if programme.tiers is not None else ()),
        *(Section("reward", reward.id, reward.name, tuple(tell.reward(reward))) for reward in programme.rewards),
        *(Section("item", item.id, item.name, tuple(tell.item(item))) for item in programme.items),
        Section("shop", "", say("The shop"), tuple(tell.shop())),
        Section("later", "", say("For a later version of Kassa"), tuple(tell.later())),
    ]
    return tuple(section for section in sections if section.rules)


def changes(before: Programme | None, after: Programme) -> tuple[Change, ...]:
    """What would change from one programme (or none) to another, in the order in which the rules stand."""
    old = {(section.kind, section.id): section for section in rules_in_words(before)} if before is not None else {}
    new = {(section.kind, section.id): section for section in rules_in_words(after)}
    found: list[Change] = []
    for key in (*new, *(key for key in old if key not in new)):
        was, will = _by_about(old.get(key)), _by_about(new.get(key))
        title = (new.get(key) or old[key]).title
        for about in (*will, *(about for about in was if about not in will)):
            one, other = was.get(about), will.get(about)
            if one != other:
                found.append(Change(title, one.text if one else None, other.text if other else None))
    return tuple(found)


def _by_about(section: Section | None) -> dict[str, Rule]:
    if section is None:
        return {}
    rules = {rule.about: rule for rule in section.rules}
    if isinstance(section.title, str):
        rules = {"name": Rule("name", say("It is called “{name}”.", name=section.title)), **rules}
    return rules


class _Telling:
    """The sentences of one programme: amounts in its currency, things by their names."""

    def __init__(self, programme: Programme) -> None:
        self._programme = programme

    def _money(self, minor: int) -> Money:
        return Money(minor, self._programme.currency)

    def _item(self, item: str | None) -> str:
        rule = self._programme.item(item or "")
        return rule.name if rule is not None else item or ""

    def _reward(self, reward: str) -> str:
        rule = self._programme.reward(reward)
        return rule.name if rule is not None else reward

    def card(self, card: StampCard) -> Iterator[Rule]:
        """What earns a stamp, what fills the card, what a full one gives."""
        yield Rule("earns", self._earns(card))
        yield Rule("boxes", say_n("{n} stamp fills the card.", "{n} stamps fill the card.", card.boxes))
        yield Rule("gives", self._gives(card))
        if card.head_start:
            yield Rule("head start", self._head_start(card))
        if card.head_start and card.head_start_reason:
            yield Rule("reason", say("The customer is told why: “{reason}”.", reason=card.head_start_reason))
        if card.min_purchase:
            least = self._money(card.min_purchase)
            yield Rule("least", say("Only purchases of at least {amount} count.", amount=least))
        if card.max_per_day is not None:
            limit = say_n("At most {n} stamp a day.", "At most {n} stamps a day.", card.max_per_day)
            yield Rule("a day", limit)

    def _earns(self, card: StampCard) -> Text:
        if card.per == "visit":
            return say("Each visit gives a stamp.")
        if card.per == "amount":
            return say("Each {amount} of a purchase gives a stamp.", amount=self._money(card.step or 0))
        return say("A stamp for each one bought: {item}.", item=self._item(card.item))

    def _gives(self, card: StampCard) -> Text:
        name, rule = self._reward(card.reward), self._programme.reward(card.reward)
        days = rule.valid_days if rule is not None else None
        if days is None:
            return say("A full card gives: {reward}.", reward=name)
        if not days:
            return say("A full card gives: {reward}, to use the same day.", reward=name)
        return say_n(
            "A full card gives: {reward}, to use within {n} day.",
            "A full card gives: {reward}, to use within {n} days.",
            days,
            reward=name,
        )

    def _head_start(self, card: StampCard) -> Text:
        if card.head_start_on == "every":
            return say_n(
                "The first box is stamped from the start, on every card.",
                "The first {n} boxes are stamped from the start, on every card.",
                card.head_start,
            )
        return say_n(
            "The first box is stamped from the start, on a customer's first card.",
            "The first {n} boxes are stamped from the start, on a customer's first card.",
            card.head_start,
        )

    def tiers(self, tiers: Tiers) -> Iterator[Section]:
        """How the tiers are counted, then each of them."""
        yield Section(
            "tiers", "", say("Tiers"), (Rule("measure", self._measure(tiers)), Rule("keep", self._keep(tiers)))
        )
        for tier in tiers.levels:
            yield Section("tier", tier.id, tier.name, tuple(self._tier(tier, tiers)))

    def _measure(self, tiers: Tiers) -> Text:
        if tiers.measure == "visits":
            return say_n(
                "What counts are the visits of the last month.",
                "What counts are the visits of the last {n} months.",
                tiers.window_months,
            )
        return say_n(
            "What counts is what was bought in the last month.",
            "What counts is what was bought in the last {n} months.",
            tiers.window_months,
        )

    def _keep(self, tiers: Tiers) -> Text:
        if not tiers.keep_months:
            return say("A tier is kept as long as the purchases reach it.")
        return say_n(
            "Once reached, a tier is kept for at least a month.",
            "Once reached, a tier is kept for at least {n} months.",
            tiers.keep_months,
        )

    def _tier(self, tier: Tier, tiers: Tiers) -> Iterator[Rule]:
        if not tier.start:
            yield Rule("from", say("From the first day."))
        elif tiers.measure == "spend":
            yield Rule("from", say("From {amount}.", amount=self._money(tier.start)))
        else:
            yield Rule("from", say_n("From {n} visit.", "From {n} visits.", tier.start))
        if tier.benefit:
            yield Rule("benefit", say("Benefit: {what}.", what=tier.benefit.rstrip(".")))
        if tier.welcome:
            yield Rule("welcome", say("On reaching it: {reward}.", reward=self._reward(tier.welcome)))

    def reward(self, reward: RewardRule) -> Iterator[Rule]:
        """What a reward is worth, how long it holds, what the cashier rings up."""
        if reward.kind == "amount":
            yield Rule("worth", say("{amount} off.", amount=self._money(reward.value or 0)))
        elif reward.kind == "percent":
            yield Rule("worth", say("{share} % off.", share=f"{reward.percent or 0:g}"))
        else:
            yield Rule("worth", say("One on the house: {item}.", item=self._item(reward.item)))
        if reward.valid_days:
            yield Rule("days", say_n("To use within {n} day.", "To use within {n} days.", reward.valid_days))
        elif reward.valid_days == 0:
            yield Rule("days", say("To use the same day."))
        if reward.ring_up:
            yield Rule("ring up", say("The cashier rings up “{what}”.", what=reward.ring_up))

    def item(self, item: Item) -> Iterator[Rule]:
        """An item's price; what it costs the shop is compared and not told."""
        if item.price is None:
            yield Rule("price", say("No fixed price."), item.cost)
        else:
            yield Rule("price", say("Price: {amount}.", amount=self._money(item.price)), item.cost)
        if not item.earns:
            yield Rule("earns", say("Earns no stamps."))

    def shop(self) -> Iterator[Rule]:
        """The shop's name, money, clock, and what a cashier may."""
        shop = self._programme
        yield Rule("name", say("The shop is called “{name}”.", name=shop.shop_name))
        yield Rule("currency", say("Amounts are in {currency}.", currency=shop.currency))
        yield Rule("timezone", say("The clock is that of {zone}.", zone=shop.timezone))
        yield Rule(
            "day",
            say(
                "The day begins at {time}: what is sold before belongs to the day before.",
                time=f"{shop.day_starts:%H:%M}",
            ),
        )
        returns = say_n(
            "A cashier may take back a purchase for {n} day, an owner always.",
            "A cashier may take back a purchase for {n} days, an owner always.",
            shop.return_days,
        )
        yield Rule("return", returns)
        yield Rule("amount", _AMOUNT[shop.amount])
        if shop.quick_item is None:
            yield Rule("quick", say("Enter with nothing typed is a visit."))
        else:
            yield Rule("quick", say("Enter with nothing typed is one of: {item}.", item=self._item(shop.quick_item)))
        if shop.goodwill_per_day is not None:
            given = self._money(shop.goodwill_per_day)
            yield Rule("goodwill", say("A cashier may give away {amount} a day as goodwill.", amount=given))

    def later(self) -> Iterator[Rule]:
        """What the file says and this version doesn't count, by name: none of it is promised."""
        programme = self._programme
        levels = programme.tiers.levels if programme.tiers is not None else ()
        factors = tuple((tier.id, tier.points_factor) for tier in levels if tier.points_factor != 1)
        prices = tuple((reward.id, reward.points) for reward in programme.rewards if reward.points is not None)
        if programme.points is not None or factors or prices:
            yield Rule("points", say("Points."), (programme.points, factors, prices))
        for campaign in programme.campaigns:
            yield Rule(f"campaign {campaign.id}", say("Campaign: {name}.", name=campaign.name), campaign)
        if programme.birthday is not None:
            told = say("For a birthday: {reward}.", reward=self._reward(programme.birthday.reward))
            yield Rule("birthday", told, programme.birthday)
        if programme.referral is not None:
            told = say("For bringing a friend: {reward}.", reward=self._reward(programme.referral.reward))
            yield Rule("referral", told, programme.referral)
        for subscription in programme.subscriptions:
            told = say("Subscription: {name}.", name=subscription.name)
            yield Rule(f"subscription {subscription.id}", told, subscription)
        if programme.streak is not None:
            yield Rule("streak", say("For coming week after week."), programme.streak)


_AMOUNT: dict[str, Text] = {
    "required": say("A visit is saved only with its amount."),
    "optional": say("A visit may be saved with the amount or without."),
    "never": say("The till asks for no amount: visits and items alone count."),
}
