"""The programme file: the owner's TOML in, a ``Programme`` out, or everything that is wrong with it at once.

Left out and not named in the rules' list of defaults: ``[tiers]`` measures spend over 12 months and keeps 12;
a tier's ``from`` is 0; days around a birthday are 0; a subscription runs for one month.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import time
from functools import cache
from typing import Any, Literal, cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kassa.domain.programme import (
    Birthday,
    Campaign,
    Item,
    Points,
    Programme,
    Referral,
    RewardRule,
    StampCard,
    Streak,
    Subscription,
    Tier,
    Tiers,
)
from kassa.exchange.programme_fields import Document, Problem, Table, shown, unknown_key
from kassa.exchange.programme_json import to_json
from kassa.exchange.programme_lines import Lines
from kassa.exchange.programme_syntax import parse
from kassa.words import say

__all__ = ["Problem", "ProgrammeProblems", "read_programme", "to_json"]

_ONE = ("shop", "points", "tiers", "birthday", "referral", "streak")
_MANY = ("item", "reward", "stamp_card", "tier", "campaign", "subscription")
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MOST_BOXES = 1000
_MANY_DAYS = 36_500
_MANY_MONTHS = 1200
_MILLION = 1_000_000


class ProgrammeProblems(Exception):  # noqa: N818 - it is its problems, there may be many
    """A programme file that can't be used; ``problems`` says why, by line."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(f"{problem.line}: {problem.why}" for problem in problems))
        self.problems = problems


def read_programme(data: bytes) -> Programme:
    """The programme that the file's bytes hold, defaults filled in; ``ProgrammeProblems`` names all that is wrong."""
    parsed = parse(data)
    if isinstance(parsed, Problem):
        raise ProgrammeProblems((parsed,))
    document = Document(Lines(parsed.text))
    programme = _Reading(document, parsed.values).programme()
    if document.problems:
        raise ProgrammeProblems(tuple(sorted(document.problems, key=lambda problem: problem.line)))
    return programme


class _Reading:
    """One reading of a document, section by section; ids first, so that any section may name any other."""

    def __init__(self, document: Document, values: dict[str, Any]) -> None:
        self._document = document
        self._values = values
        self._currency = "SEK"
        for key in values:
            if key not in _ONE and key not in _MANY:
                document.wrong((key,), unknown_key(key, (*_ONE, *_MANY)))
        self._items = self._ids("item")
        self._rewards = self._ids("reward")
        self._levels = self._ids("tier")

    def programme(self) -> Programme:
        """The whole file as far as it can be read."""
        programme = self._shop()
        return replace(
            programme,
            items=tuple(self._item(table, own_id) for table, own_id in self._many("item")),
            rewards=tuple(self._reward(table, own_id) for table, own_id in self._many("reward")),
            stamp_cards=tuple(self._stamp_card(table, own_id) for table, own_id in self._many("stamp_card")),
            points=self._points(),
            tiers=self._tiers(),
            campaigns=tuple(self._campaign(table, own_id) for table, own_id in self._many("campaign")),
            birthday=self._birthday(),
            referral=self._referral(),
            subscriptions=tuple(self._subscription(table, own_id) for table, own_id in self._many("subscription")),
            streak=self._streak(),
        )

    def _shop(self) -> Programme:
        table = self._one("shop")
        if table is None:
            if "shop" not in self._values:
                self._document.wrong(
                    (), say("The section [shop] is missing: it names the shop, its money and its clock.")
                )
            return Programme("", self._currency, "")
        currency = table.text("currency")
        if currency and currency not in _currencies():
            table.wrong(
                say("There is no currency “{code}”: write it like SEK, NOK, EUR.", code=shown(currency)), "currency"
            )
        elif currency:
            self._currency = table.currency = currency
        timezone = table.text("timezone")
        if timezone and not _is_timezone(timezone):
            table.wrong(
                say("There is no timezone “{name}”: write it like Europe/Stockholm.", name=shown(timezone)), "timezone"
            )
        programme = Programme(
            shop_name=table.text("name"),
            currency=currency,
            timezone=timezone,
            day_starts=table.clock("day_starts", time(0)),
            return_days=table.whole("return_days", 30, 0, _MANY_DAYS),
            amount=cast(
                Literal["required", "optional", "never"],
                table.one_of("amount", ("required", "optional", "never"), "optional"),
            ),
            quick_item=table.known("quick_item", self._items, "item"),
            goodwill_per_day=table.money("goodwill_per_day"),
        )
        table.finish()
        return programme

    def _item(self, table: Table, own_id: str) -> Item:
        return Item(
            id=own_id,
            name=table.text("name"),
            price=table.money("price"),
            cost=table.money("cost"),
            earns=table.flag("earns", True),
        )

    def _reward(self, table: Table, own_id: str) -> RewardRule:
        kind = cast(Literal["item", "amount", "percent"], table.one_of("kind", ("item", "amount", "percent")))
        for kinds, key in ((("item",), "item"), (("amount", "percent"), "value")):
            if not table.has(key) and kind in kinds:
                table.missing(key)
        return RewardRule(
            id=own_id,
            name=table.text("name"),
            kind=kind,
            item=table.known("item", self._items, "item"),
            value=table.money("value", above_zero=True) if kind == "amount" else None,
            percent=table.number("value", 100) if kind == "percent" else None,
            valid_days=table.optional_whole("valid_days", 0, _MANY_DAYS),
            points=table.optional_whole("points", 1, _MILLION),
            ring_up=table.optional_text("ring_up"),
        )

    def _stamp_card(self, table: Table, own_id: str) -> StampCard:
        per = cast(Literal["item", "visit", "amount"], table.one_of("per", ("item", "visit", "amount")))
        for kind, key in (("item", "item"), ("amount", "step")):
            if not table.has(key) and kind == per:
                table.missing(key)
        if not table.has("boxes"):
            table.missing("boxes")
        boxes = table.optional_whole("boxes", 1, _MOST_BOXES)
        head_start = table.whole("head_start", 0, 0, _MOST_BOXES)
        if boxes is not None and head_start >= boxes:
            table.wrong(
                say("“head_start” must be less than “boxes”, or the card is full from the start."), "head_start"
            )
        return StampCard(
            id=own_id,
            name=table.text("name"),
            boxes=boxes or 1,
            per=per,
            reward=table.known("reward", self._rewards, "reward", required=True) or "",
            item=table.known("item", self._items, "item"),
            step=table.money("step", above_zero=True),
            head_start=head_start,
            head_start_on=cast(Literal["first", "every"], table.one_of("head_start_on", ("first", "every"), "first")),
            head_start_reason=table.optional_text("head_start_reason"),
            min_purchase=table.money("min_purchase") or 0,
            max_per_day=table.optional_whole("max_per_day", 1, _MILLION),
        )

    def _points(self) -> Points | None:
        table = self._one("points")
        if table is None:
            return None
        if not table.has("per"):
            table.missing("per")
        points = Points(
            per=table.money("per", above_zero=True) or 1,
            expire_months=table.optional_whole("expire_months", 1, _MANY_MONTHS),
        )
        table.finish()
        return points

    def _tiers(self) -> Tiers | None:
        table = self._one("tiers")
        if table is None:
            if "tier" in self._values and "tiers" not in self._values:
                self._document.wrong(("tier",), say("[[tier]] needs a section [tiers] that says how they are counted."))
            return None
        measure = cast(Literal["spend", "visits"], table.one_of("measure", ("spend", "visits"), "spend"))
        window = table.whole("window_months", 12, 1, _MANY_MONTHS)
        keep = table.whole("keep_months", 12, 0, _MANY_MONTHS)
        table.finish()
        levels: list[Tier] = []
        for level, own_id in self._many("tier"):
            levels.append(self._tier(level, own_id, measure))
            if len(levels) == 1 and levels[0].start:
                level.wrong(say("The first tier begins at 0: everybody holds it."), "from")
            if len(levels) > 1 and levels[-1].start <= levels[-2].start:
                level.wrong(
                    say("Tiers go from the lowest to the highest: this one must begin above the one before it."), "from"
                )
        if not levels and "tier" not in self._values:
            table.wrong(say("[tiers] needs its tiers: add at least one [[tier]]."))
        return Tiers(measure, window, keep, tuple(levels))

    def _tier(self, table: Table, own_id: str, measure: str) -> Tier:
        return Tier(
            id=own_id,
            name=table.text("name"),
            start=(table.money("from") if measure != "visits" else table.count("from")) or 0,
            points_factor=table.number("points_factor", 1000) or 1.0,
            welcome=table.known("welcome", self._rewards, "reward"),
            benefit=table.optional_text("benefit"),
        )

    def _campaign(self, table: Table, own_id: str) -> Campaign:
        return Campaign(
            id=own_id,
            name=table.text("name"),
            days=table.words("days", _DAYS),
            hours=table.hours("hours"),
            dates=table.dates("dates"),
            items=table.known_list("items", self._items, "item"),
            tiers=table.known_list("tiers", self._levels, "tier"),
            stamps_factor=table.whole("stamps_factor", 1, 1, 1000),
            stamps_extra=table.whole("stamps_extra", 0, 0, 1000),
            points_factor=table.number("points_factor", 1000) or 1.0,
            points_extra=table.whole("points_extra", 0, 0, _MILLION),
            reward=table.known("reward", self._rewards, "reward"),
            stack=table.flag("stack", False),
        )

    def _birthday(self) -> Birthday | None:
        table = self._one("birthday")
        if table is None:
            return None
        birthday = Birthday(
            reward=table.known("reward", self._rewards, "reward", required=True) or "",
            days_before=table.whole("days_before", 0, 0, 180),
            days_after=table.whole("days_after", 0, 0, 180),
            joined_days=table.whole("joined_days", 0, 0, _MANY_DAYS),
        )
        table.finish()
        return birthday

    def _referral(self) -> Referral | None:
        table = self._one("referral")
        if table is None:
            return None
        referral = Referral(
            reward=table.known("reward", self._rewards, "reward", required=True) or "",
            welcome=table.known("welcome", self._rewards, "reward"),
            min_purchase=table.money("min_purchase") or 0,
            max_per_year=table.optional_whole("max_per_year", 1, _MILLION),
        )
        table.finish()
        return referral

    def _subscription(self, table: Table, own_id: str) -> Subscription:
        return Subscription(
            id=own_id,
            name=table.text("name"),
            item=table.known("item", self._items, "item", required=True) or "",
            price=table.money("price"),
            months=table.whole("months", 1, 1, _MANY_MONTHS),
            uses=table.optional_whole("uses", 1, _MILLION),
            max_per_day=table.optional_whole("max_per_day", 1, _MILLION),
        )

    def _streak(self) -> Streak | None:
        table = self._one("streak")
        if table is None:
            return None
        per = table.one_of("per", ("week",), "week")
        given = table.take("rewards")
        rewards: dict[int, str] = {}
        if not isinstance(given, dict) or not given:
            table.wrong(say("“rewards” is written like this: {form}", form='{ 4 = "free-coffee" }'), "rewards")
            given = {}
        for weeks, reward in given.items():
            if not (weeks.isascii() and weeks.isdigit() and 1 <= int(weeks[:6]) <= 1000) or int(weeks[:6]) in rewards:
                table.wrong(say("Before = goes a number of weeks from 1 to 1000, each number once."), "rewards", weeks)
            elif not isinstance(reward, str) or reward not in self._rewards:
                table.wrong(
                    say(
                        "There is no “{id}” in the file: no [[{section}]] has that id.",
                        id=shown(str(reward)),
                        section="reward",
                    ),
                    "rewards",
                    weeks,
                )
            else:
                rewards[int(weeks)] = reward
        table.finish()
        return Streak(per, tuple(sorted(rewards.items())))

    def _one(self, section: str) -> Table | None:
        values = self._values.get(section)
        if values is None or isinstance(values, dict):
            return None if values is None else Table(self._document, (section,), values, self._currency)
        self._document.wrong((section,), say("The heading of this section is [{section}].", section=section))
        return None

    def _many(self, section: str) -> Iterator[tuple[Table, str]]:
        values = self._values.get(section, [])
        if not isinstance(values, list) or not all(isinstance(value, dict) for value in values):
            self._document.wrong((section,), say("The heading of this section is [[{section}]].", section=section))
            return
        taken: set[str] = set()
        for index, value in enumerate(values):
            table = Table(self._document, (section, index), value, self._currency)
            own_id = table.identifier(taken)
            taken.add(own_id)
            yield table, own_id
            table.finish()

    def _ids(self, section: str) -> tuple[str, ...]:
        values = self._values.get(section)
        tables = [value for value in values if isinstance(value, dict)] if isinstance(values, list) else []
        return tuple(table["id"] for table in tables if isinstance(table.get("id"), str))


@cache
def _currencies() -> frozenset[str]:
    from babel.core import get_global

    ever = get_global("territory_currencies").values()
    return frozenset(code for used in ever for code, _start, end, tender in used if end is None and tender)


def _is_timezone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
