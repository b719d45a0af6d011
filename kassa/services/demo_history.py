"""What the rules make of a sample customer's visits: ledger, cards, rewards and tier, by the till's own functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from kassa.domain import stamps, tiers
from kassa.domain.earning import Basket, bought_amount, stamps_for
from kassa.domain.programme import StampCard, Version
from kassa.domain.stamps import FilledCard, OpenCard, StampLine
from kassa.domain.tiers import Era, Spent
from kassa.services.demo_notes import STAFF
from kassa.services.demo_visits import Visit
from kassa.store.bulk import Bulk, NewReward
from kassa.store.texts import write_text
from kassa.words import Text

_TILLS = ("Disken", "Disken", "Disken", "Bokkassan")
# A reward is used at the visit after, a little before that visit is noted.
_BEFORE = timedelta(seconds=20)
_FORGETFUL = 0.15
_USES = 0.6
_YEAR = timedelta(days=366)
_RECEIPTS_A_MINUTE = 10


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a customer's row keeps of it all, and the number of the latest purchase."""

    visits: int
    last_visit: datetime | None
    tier: str | None
    tier_until: date | None
    purchase: int | None


class History:
    """Plays the customers' visits by one version of the programme; notes every row that the till would have written."""

    def __init__(self, bulk: Bulk, version: Version, random: Random, today: date) -> None:
        self.bulk = bulk
        self.version = version
        self.programme = version.programme
        self.random = random
        self.today = today
        self.eras = (Era(date.min, version.programme.tiers),)
        self.levels = version.programme.tiers.levels if version.programme.tiers else ()
        self._rules = {rule.id: {version.number: rule}.get for rule in version.programme.stamp_cards}
        self._stamps: dict[tuple[str, Basket], tuple[int, Text]] = {}
        self._texts: dict[tuple[object, ...], str] = {}
        self._receipts: dict[date, bytearray] = {}
        self._stranger = self.outcome((), None, None)

    def play(self, customer: int, visits: Sequence[Visit], uses: Sequence[bool] | None = None) -> Outcome:
        """The visits in order; ``uses`` says of each reward whether the next visit uses it, else chance decides."""
        if not visits:
            return self._stranger
        life = _Life(self, customer, uses)
        purchase = None
        for visit in visits:
            purchase = life.visit(visit)
        life.keep()
        return self.outcome(life.spent, visits[-1].at, purchase)

    def outcome(self, spent: Sequence[Spent], last: datetime | None, purchase: int | None) -> Outcome:
        """The tier as it is today; without the fold for the many who never spent enough for a second one."""
        if last is not None and len(self.levels) > 1 and sum(each.amount for each in spent) < self.levels[1].start:
            return Outcome(len(spent), last, self._stranger.tier, self._stranger.tier_until, purchase)
        held = tiers.hold(self.today, spent, self.eras)
        return Outcome(len(spent), last, held.tier.id if held else None, held.until if held else None, purchase)

    def rule_of(self, programme: str) -> stamps.RuleOf:
        """A stamp card's rule: there is but one version, and every card began under it."""
        return self._rules[programme]

    def stamps_for(self, rule: StampCard, basket: Basket) -> tuple[int, Text]:
        """What the rules give for a basket; most baskets are bought again and again."""
        key = (rule.id, basket)
        found = self._stamps.get(key)
        if found is None:
            found = self._stamps[key] = stamps_for(rule, basket, self.programme)
        return found

    def text(self, because: Text) -> str:
        """The sentence as the store keeps it; there are few different ones."""
        key = (because.template, because.count, *because.values.values())
        kept = self._texts.get(key)
        if kept is None:
            kept = self._texts[key] = write_text(because)
        return kept

    def receipt(self, at: datetime, day: date) -> str | None:
        """The till's number for it, rising through the day; one visit in four was noted without."""
        if self.random.random() < 0.25:
            return None
        used = self._receipts.get(day)
        if used is None:
            used = self._receipts[day] = bytearray(24 * 60)
        minute = at.hour * 60 + at.minute
        if used[minute] == _RECEIPTS_A_MINUTE:
            return None
        used[minute] += 1
        return str(minute * _RECEIPTS_A_MINUTE + used[minute])


class _Life:
    """One customer's cards, rewards and tier on the way through their visits."""

    __slots__ = (
        "_cards", "_customer", "_forgetful", "_history", "_rank", "_rewards", "_stamped", "_uses", "_waiting",
        "_window", "spent",
    )  # fmt: skip

    def __init__(self, history: History, customer: int, uses: Sequence[bool] | None) -> None:
        self._history = history
        self._customer = customer
        self._uses = uses
        self._forgetful = uses is None and history.random.random() < _FORGETFUL
        self._cards = [OpenCard() for _ in history.programme.stamp_cards]
        self._stamped = [(date.min, 0)] * len(self._cards)
        self._rewards: list[NewReward] = []
        self._waiting: list[NewReward] = []
        self._rank = 0
        self._window: list[Spent] = []
        self.spent: list[Spent] = []

    def visit(self, visit: Visit) -> int:
        """One visit: uses what waits, notes the purchase, stamps, climbs. Gives the purchase's number."""
        history, bulk, basket = self._history, self._history.bulk, visit.basket
        staff = STAFF[(visit.day.toordinal() + visit.at.hour // 12) % len(STAFF)]
        till = _TILLS[visit.at.minute % len(_TILLS)]
        if self._waiting and not self._forgetful:
            self._redeem(visit, till, staff)
        net = bought_amount(basket, history.programme) or 0
        purchase, operation = bulk.purchase(
            self._customer,
            visit.at,
            visit.day,
            history.version.number,
            amount=basket.amount,
            non_earning=basket.non_earning,
            net=net,
            receipt=history.receipt(visit.at, visit.day),
            staff=staff,
            till=till,
        )
        for place, line in enumerate(basket.lines):
            bulk.item(purchase, place, line.item, line.quantity, line.amount)
        for place, rule in enumerate(history.programme.stamp_cards):
            count, because = history.stamps_for(rule, basket)
            if count:
                day, already = self._stamped[place]
                already = already if day == visit.day else 0
                count = stamps.allowed_today(rule, count, already)
                self._stamped[place] = visit.day, already + count
            if count:
                moved = stamps.add(
                    self._cards[place], count, "earned", because, history.version.number, history.rule_of(rule.id)
                )
                self._cards[place] = moved.card
                for landed in moved.lines:
                    self._line(landed, rule, visit, operation, purchase)
        self._climb(visit.day, net, visit.at, operation, purchase)
        return purchase

    def keep(self) -> None:
        """Notes what only the end decides: the rewards as they stand and the open cards."""
        history = self._history
        for reward in self._rewards:
            history.bulk.reward(self._customer, history.version.number, reward)
        for rule, card in zip(history.programme.stamp_cards, self._cards, strict=True):
            if card != OpenCard():
                history.bulk.stamp_card(
                    self._customer, rule.id, card.number, card.version, card.balance, card.head_start
                )

    def _line(self, line: StampLine, rule: StampCard, visit: Visit, operation: int, purchase: int) -> None:
        reward = None
        if line.fills is not None:
            cause = f"card:{rule.id}:{line.number}"
            reward = self._issue(rule.reward, cause, visit.day, visit.at, operation, purchase, rule.id, line.fills)
        self._history.bulk.stamps(
            self._customer, operation, rule.id, line.number, line.version, line.kind, line.delta, visit.at,
            None if line.kind == "head_start" else purchase, reward, self._history.text(line.because),
        )  # fmt: skip

    def _climb(self, day: date, net: int, at: datetime, operation: int, purchase: int) -> None:
        history = self._history
        spent = Spent(day, net)
        self.spent.append(spent)
        above = self._rank + 1
        if above >= len(history.levels):
            return
        self._window = [each for each in self._window if day - each.day <= _YEAR]
        self._window.append(spent)
        # The fold over all that was bought is asked only where a level not yet reached may be near.
        if sum(each.amount for each in self._window) < history.levels[above].start:
            return
        held = tiers.hold(day, self.spent, history.eras)
        rank = held.rank if held else 0
        for level in history.levels[above : rank + 1]:
            if level.welcome is not None:
                self._issue(level.welcome, f"tier:{level.id}", day, at, operation, purchase)
        self._rank = max(self._rank, rank)

    def _issue(
        self,
        reward: str,
        cause: str,
        day: date,
        at: datetime,
        operation: int,
        purchase: int,
        programme: str | None = None,
        filled: FilledCard | None = None,
    ) -> int:
        rule = self._history.programme.reward(reward)
        days = rule.valid_days if rule else None
        until = None if days is None else day + timedelta(days=days)
        number = self._history.bulk.next_reward()
        new = NewReward(number, reward, cause, at, until, operation, purchase, programme, filled)
        self._rewards.append(new)
        self._waiting.append(new)
        return number

    def _redeem(self, visit: Visit, till: str, staff: str) -> None:
        """Uses one of the rewards that wait."""
        history, at = self._history, visit.at - _BEFORE
        self._waiting = [each for each in self._waiting if each.valid_until is None or visit.day <= each.valid_until]
        for reward in self._waiting:
            if not self._wants(reward):
                continue
            reward.redeemed = history.bulk.operation("redeem", at, till, staff, f"r{reward.number}")
            reward.redeemed_at = at
            self._waiting.remove(reward)
            return

    def _wants(self, reward: NewReward) -> bool:
        if self._uses is None:
            return self._history.random.random() < _USES
        place = self._rewards.index(reward)
        return place < len(self._uses) and self._uses[place]
