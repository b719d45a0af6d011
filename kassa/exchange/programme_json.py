"""The programme as the contract's JSON, in the programme file's own shape and keys."""

from __future__ import annotations

from datetime import time
from typing import Any

from kassa.domain.money import form_money
from kassa.domain.programme import Campaign, Item, Programme, RewardRule, StampCard, Subscription, Tier, Tiers


def to_json(programme: Programme) -> dict[str, Any]:
    """What ``programme show`` prints: defaults filled in, what was left out left out, money as ``"42.00"``."""

    def money(minor: int | None) -> str | None:
        return None if minor is None else form_money(minor, programme.currency)

    def item(rule: Item) -> dict[str, Any]:
        return _told(id=rule.id, name=rule.name, price=money(rule.price), cost=money(rule.cost), earns=rule.earns)

    def reward(rule: RewardRule) -> dict[str, Any]:
        return _told(
            id=rule.id,
            name=rule.name,
            kind=rule.kind,
            item=rule.item,
            value=rule.percent if rule.kind == "percent" else money(rule.value),
            valid_days=rule.valid_days,
            points=rule.points,
            ring_up=rule.ring_up,
        )

    def stamp_card(rule: StampCard) -> dict[str, Any]:
        return _told(
            id=rule.id,
            name=rule.name,
            boxes=rule.boxes,
            head_start=rule.head_start,
            head_start_on=rule.head_start_on,
            head_start_reason=rule.head_start_reason,
            per=rule.per,
            item=rule.item,
            step=money(rule.step),
            min_purchase=money(rule.min_purchase),
            max_per_day=rule.max_per_day,
            reward=rule.reward,
        )

    def tier(rule: Tier, tiers: Tiers) -> dict[str, Any]:
        return _told(
            id=rule.id,
            name=rule.name,
            **{"from": money(rule.start) if tiers.measure == "spend" else rule.start},
            points_factor=rule.points_factor,
            welcome=rule.welcome,
            benefit=rule.benefit,
        )

    def subscription(rule: Subscription) -> dict[str, Any]:
        return _told(
            id=rule.id,
            name=rule.name,
            item=rule.item,
            price=money(rule.price),
            months=rule.months,
            uses=rule.uses,
            max_per_day=rule.max_per_day,
        )

    p = programme
    return _told(
        shop=_told(
            name=p.shop_name,
            currency=p.currency,
            timezone=p.timezone,
            day_starts=_clock(p.day_starts),
            return_days=p.return_days,
            amount=p.amount,
            quick_item=p.quick_item,
            goodwill_per_day=money(p.goodwill_per_day),
        ),
        item=[item(rule) for rule in p.items],
        reward=[reward(rule) for rule in p.rewards],
        stamp_card=[stamp_card(rule) for rule in p.stamp_cards],
        points=p.points and _told(per=money(p.points.per), expire_months=p.points.expire_months),
        tiers=p.tiers
        and _told(measure=p.tiers.measure, window_months=p.tiers.window_months, keep_months=p.tiers.keep_months),
        tier=[tier(rule, p.tiers) for rule in p.tiers.levels] if p.tiers else [],
        campaign=[_campaign(rule) for rule in p.campaigns],
        birthday=p.birthday
        and _told(
            reward=p.birthday.reward,
            days_before=p.birthday.days_before,
            days_after=p.birthday.days_after,
            joined_days=p.birthday.joined_days,
        ),
        referral=p.referral
        and _told(
            reward=p.referral.reward,
            welcome=p.referral.welcome,
            min_purchase=money(p.referral.min_purchase),
            max_per_year=p.referral.max_per_year,
        ),
        subscription=[subscription(rule) for rule in p.subscriptions],
        streak=p.streak and _told(per=p.streak.per, rewards={str(weeks): reward for weeks, reward in p.streak.rewards}),
    )


def _campaign(rule: Campaign) -> dict[str, Any]:
    return _told(
        id=rule.id,
        name=rule.name,
        days=list(rule.days),
        hours=rule.hours and [_clock(moment) for moment in rule.hours],
        dates=rule.dates and [day.isoformat() for day in rule.dates],
        items=list(rule.items),
        tiers=list(rule.tiers),
        stamps_factor=rule.stamps_factor,
        stamps_extra=rule.stamps_extra,
        points_factor=rule.points_factor,
        points_extra=rule.points_extra,
        reward=rule.reward,
        stack=rule.stack,
    )


def _told(**values: Any) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value is not None and value != []}


def _clock(moment: time) -> str:
    return f"{moment:%H:%M}"
