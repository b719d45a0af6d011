"""A customer's loyalty under one operation: the rules decide, this writes it down and reads it back as a standing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from kassa.domain import stamps, tiers
from kassa.domain.programme import Programme, RewardRule, StampCard, Versions
from kassa.domain.stamps import FilledCard, Moved, OpenCard, PastLine, RuleOf, StampLine
from kassa.domain.standing import Entry, LineKind, RewardStanding, Standing
from kassa.domain.tiers import Era, Held, Spent
from kassa.errors import KassaError
from kassa.services.acting import Act
from kassa.services.programmes import shop_day
from kassa.store import customers, ledger, purchases, rewards
from kassa.store.engine import Transaction
from kassa.store.ledger import StoredCard, StoredLine
from kassa.store.rewards import StoredReward
from kassa.words import Text, say


def rule_of(versions: Versions, programme: str) -> RuleOf:
    """A stamp card's rule by the version's number."""
    return lambda number: versions.number(number).programme.stamp_card(programme)


def eras(versions: Versions) -> list[Era]:
    """The tiers of every version, by the business date from which they are in force."""
    ordered = sorted(versions.all, key=lambda version: (version.since, version.number))
    return [Era(shop_day(each.programme).business_date(each.since), each.programme.tiers) for each in ordered]


def held_tier(
    transaction: Transaction, versions: Versions, customer: int, day: date, as_of: datetime | None = None
) -> Held | None:
    """The tier that a customer holds on a day, from everything bought."""
    return tiers.hold(day, purchases.spent(transaction, customer, as_of), eras(versions))


def reward_standing(versions: Versions, reward: StoredReward, day: date) -> RewardStanding:
    """A reward as the till shows it on a day."""
    rule = versions.number(reward.version).programme.reward(reward.reward)
    expired = reward.state == "available" and reward.valid_until is not None and reward.valid_until < day
    return RewardStanding(
        rewards.public(reward.id), reward.reward, rule.name if rule else reward.reward,
        "expired" if expired else reward.state, reward.valid_until,
    )  # fmt: skip


def last_day(rule: RewardRule, day: date) -> date | None:
    """The last day of a reward given on a business date; None where it never ends."""
    return None if rule.valid_days is None else date.fromordinal(day.toordinal() + rule.valid_days)


def read_standing(
    transaction: Transaction, versions: Versions, customer: int, moment: datetime, as_of: datetime | None = None
) -> Standing:
    """The standing by the rules and the calendar of ``moment``; ``as_of`` forgets what was written of later moments."""
    cards = {name: stored.card for name, stored in ledger.open_cards(transaction, customer).items()}
    if as_of is not None:
        cards = {name: _replayed(transaction, customer, name, as_of) for name in cards}
    day = shop_day(versions.at(moment).programme).business_date(moment)
    tier = held_tier(transaction, versions, customer, day, as_of)
    stored = tuple(replace(each, state="available") for each in rewards.available(transaction, customer, as_of))
    return _standing(versions, moment, cards, tier, stored)


def _standing(
    versions: Versions,
    moment: datetime,
    cards: Mapping[str, OpenCard],
    tier: Held | None,
    stored: Sequence[StoredReward],
) -> Standing:
    programme = versions.at(moment).programme
    day = shop_day(programme).business_date(moment)
    known = [card.id for card in programme.stamp_cards]
    gone = [name for name, card in cards.items() if name not in known and card.version is not None]
    shown = (
        stamps.standing(cards.get(name, OpenCard()), programme.stamp_card(name), rule_of(versions, name))
        for name in (*known, *gone)
    )
    held = (reward_standing(versions, each, day) for each in stored)
    return Standing(
        stamp_cards=tuple(card for card in shown if card is not None),
        tier=tiers.standing(tier, programme.tiers, programme.currency),
        points=None,
        subscriptions=(),
        rewards=tuple(each for each in held if each.valid_until is None or each.valid_until >= day),
    )


def _replayed(transaction: Transaction, customer: int, programme: str, as_of: datetime | None) -> OpenCard:
    return stamps.replay(past(ledger.lines(transaction, customer, programme=programme, until=as_of)))


def past(lines: Sequence[StoredLine]) -> list[PastLine]:
    """Stored lines as replaying needs them."""
    return [
        PastLine(each.id, each.kind, each.delta, each.card_number or 1, each.version, each.reward, each.reverses)
        for each in lines
    ]


@dataclass(slots=True)
class Book:
    """One customer's book, open for one operation at the moment ``at`` (a late entry's own)."""

    act: Act
    versions: Versions
    customer: int
    at: datetime
    entries: list[Entry] = field(default_factory=list)
    issued: list[StoredReward] = field(default_factory=list)
    withdrawn: list[StoredReward] = field(default_factory=list)
    version: int = field(init=False)
    """The version of the rules in force at the book's moment."""
    programme: Programme = field(init=False)
    """The rules in force at the book's moment."""
    day: date = field(init=False)
    """The business date of the book's moment."""
    today: date = field(init=False)
    """The business date by which things expire."""
    _cards: dict[str, StoredCard] = field(init=False)

    def __post_init__(self) -> None:
        in_force = self.versions.at(self.at)
        calendar = shop_day(in_force.programme)
        self.version, self.programme = in_force.number, in_force.programme
        self.day, self.today = calendar.business_date(self.at), calendar.business_date(self.act.clock.believed)
        self._cards = ledger.open_cards(self.act.transaction, self.customer)

    @property
    def transaction(self) -> Transaction:
        """The operation's transaction."""
        return self.act.transaction

    def card(self, programme: str) -> OpenCard:
        """The open card of a stamp card."""
        stored = self._cards.get(programme)
        return stored.card if stored else OpenCard()

    def carried(self, programme: str) -> int | None:
        """The operation that carried a paper card over."""
        stored = self._cards.get(programme)
        return stored.carried if stored else None

    def rules(self) -> list[tuple[str, StampCard]]:
        """Every stamp card that can take stamps: those in force, and begun ones that finish under their own rules."""
        names = dict.fromkeys([card.id for card in self.programme.stamp_cards] + list(self._cards))
        found = []
        for name in names:
            rule = self.rule(name)
            if rule is not None:
                found.append((name, rule))
        return found

    def rule(self, programme: str) -> StampCard | None:
        """The rule by which the open card is filled."""
        version = self.card(programme).version
        return rule_of(self.versions, programme)(self.version if version is None else version)

    def add(
        self, programme: str, count: int, kind: LineKind, because: Text, purchase: int | None = None,
        reverses: int | None = None,
    ) -> None:  # fmt: skip
        """Stamps land on the open card and flow on."""
        moved = stamps.add(
            self.card(programme), count, kind, because, self.version, rule_of(self.versions, programme), reverses
        )
        self.write(programme, moved, purchase)

    def remove(
        self, programme: str, parts: Sequence[tuple[int | None, int]], kind: LineKind, because: Text,
        purchase: int | None = None, *, undoes: int | None = None,
    ) -> None:  # fmt: skip
        """Stamps leave, cards open again.

        Undoing the operation that began a card makes it as new if nothing else stands on it.
        """
        filled = rewards.filled_cards(self.transaction, self.customer, programme)
        moved = stamps.remove(self.card(programme), parts, kind, because, self.version, filled)
        self.write(programme, moved, purchase)
        if undoes is not None and self._gave_head_start(programme) == undoes:
            self.write(programme, stamps.untouch(self.card(programme), kind, self.version), purchase)

    def _gave_head_start(self, programme: str) -> int | None:
        """The operation that gave the open card its head start."""
        given = (each.operation for each in reversed(self._lines(programme)) if each.kind == "head_start")
        return next(given, None) if self.card(programme).head_start else None

    def settle(self, programme: str) -> None:
        """Opens filled cards again as long as the balance is below zero and one can be opened."""
        filled = rewards.filled_cards(self.transaction, self.customer, programme)
        self.write(programme, stamps.settle(self.card(programme), "undone", self.version, filled))

    def write(self, programme: str, moved: Moved, purchase: int | None = None) -> None:
        """Writes what a rule decided."""
        for line in moved.lines:
            self._write_line(programme, line, purchase)
        if moved.lines or moved.card != self.card(programme):
            self._move(programme, moved.card)

    def _write_line(self, programme: str, line: StampLine, purchase: int | None) -> None:
        reverses, reward = line.reverses, None
        if line.fills is not None:
            reward = self._fill(programme, line.fills, purchase)
        elif line.reopens is not None:
            reward = line.reopens.reward
            self.withdraw(reward)
            reverses = next(
                each.id for each in reversed(self._lines(programme)) if each.reward == reward and each.delta < 0
            )
        elif line.ends_head_start:
            reverses = next(each.id for each in reversed(self._lines(programme)) if each.kind == "head_start")
        given = line.kind == "head_start" or line.ends_head_start
        ledger.append(
            self.transaction,
            operation=self.act.number,
            customer=self.customer,
            programme=programme,
            card_number=line.number,
            version=line.version,
            kind=line.kind,
            delta=line.delta,
            at=self.at,
            because=line.because,
            purchase=None if given else purchase,
            reward=reward,
            reverses=reverses,
        )
        self.entries.append(Entry("stamps", programme, line.delta, line.kind))

    def _lines(self, programme: str) -> tuple[StoredLine, ...]:
        return ledger.lines(self.transaction, self.customer, programme=programme)

    def _fill(self, programme: str, filled: FilledCard, purchase: int | None) -> int:
        rule = rule_of(self.versions, programme)(filled.version)
        assert rule is not None
        return self.issue(rule.reward, filled.version, f"card:{programme}:{filled.number}", purchase, programme, filled)

    def issue(
        self, reward: str, version: int, cause: str, purchase: int | None, programme: str | None = None,
        filled: FilledCard | None = None,
    ) -> int:  # fmt: skip
        """Gives a reward of a version's rules; valid from the book's own business date."""
        rule = self.versions.number(version).programme.reward(reward)
        assert rule is not None
        number = rewards.issue(
            self.transaction,
            customer=self.customer,
            reward=reward,
            version=version,
            cause=cause,
            operation=self.act.number,
            purchase=purchase,
            issued_at=self.at,
            valid_until=last_day(rule, self.day),
            programme=programme,
            filled=filled,
        )
        stored = rewards.get(self.transaction, number)
        assert stored is not None
        self.issued.append(stored)
        return number

    def withdraw(self, reward: int) -> None:
        """Takes an unredeemed reward back."""
        if not rewards.withdraw(self.transaction, reward, self.act.number, self.at):
            raise _moved_meanwhile()
        stored = rewards.get(self.transaction, reward)
        assert stored is not None
        self.withdrawn.append(stored)

    def reverse(self, programme: str, lines: Sequence[StoredLine], because: Text) -> None:
        """Reverses an operation's lines to the letter, newest first; nothing newer may stand on the stamp card."""
        for line in reversed(lines):
            if line.reward is not None and line.delta < 0:
                self.withdraw(line.reward)
            elif line.reward is not None and not rewards.restore(self.transaction, line.reward):
                raise _moved_meanwhile()
            ledger.append(
                self.transaction,
                operation=self.act.number,
                customer=self.customer,
                programme=programme,
                card_number=line.card_number or 1,
                version=line.version,
                kind="undone",
                delta=-line.delta,
                at=self.at,
                because=because,
                purchase=line.purchase,
                reward=line.reward,
                reverses=line.id,
            )
            self.entries.append(Entry("stamps", programme, -line.delta, "undone"))
        self._move(programme, _replayed(self.transaction, self.customer, programme, None))

    def _move(self, programme: str, card: OpenCard) -> None:
        self._keep(programme, card, self.carried(programme))

    def carry(self, programme: str, operation: int | None) -> None:
        """Notes the operation that carried a paper card over, or that none did."""
        self._keep(programme, self.card(programme), operation)

    def _keep(self, programme: str, card: OpenCard, carried: int | None) -> None:
        before = self._cards.get(programme)
        if not ledger.move(self.transaction, self.customer, programme, before, card, carried):
            raise _moved_meanwhile()
        self._cards[programme] = StoredCard(card, carried)

    def tier(self) -> Held | None:
        """The tier that everything bought gives today."""
        return self.held(purchases.spent(self.transaction, self.customer))

    def settle_tier(self, before: Held | None) -> Held | None:
        """Keeps the tier as it now is; the welcome to one that went back with its purchase is withdrawn."""
        after = self.tier()
        if before is not None and after is not None and before.rank > after.rank:
            levels = self.programme.tiers.levels if self.programme.tiers else ()
            causes = {f"tier:{level.id}" for level in levels[after.rank + 1 : before.rank + 1]}
            for reward in rewards.available(self.transaction, self.customer):
                if reward.cause in causes:
                    self.withdraw(reward.id)
        customers.hold_tier(
            self.transaction, self.customer, after.tier.id if after else None, after.until if after else None
        )
        return after

    def welcome_back(self, operation: int, after: Held | None) -> None:
        """Gives back the welcomes that an operation withdrew, to the tiers that are held again."""
        levels = self.programme.tiers.levels if self.programme.tiers and after else ()
        withdrawn = rewards.withdrawn_welcomes(self.transaction, self.customer, operation)
        for level in levels[: after.rank + 1 if after else 0]:
            if f"tier:{level.id}" in withdrawn:
                rewards.restore(self.transaction, withdrawn[f"tier:{level.id}"])

    def welcome(self, before: Held | None, after: Held | None, purchase: int) -> None:
        """Gives what each tier just reached welcomes with: once for each customer and tier, unless it was withdrawn."""
        if after is None:
            return
        programme = self.versions.at(self.act.clock.believed).programme
        levels = programme.tiers.levels if programme.tiers else ()
        reached = levels[(before.rank if before else 0) + 1 : after.rank + 1]
        if not reached:
            return
        given = {reward.cause for reward in rewards.of_customer(self.transaction, self.customer)}
        for level in reached:
            if level.welcome is not None and f"tier:{level.id}" not in given:
                number = self.versions.at(self.act.clock.believed).number
                self.issue(level.welcome, number, f"tier:{level.id}", purchase)

    def still_welcome(self, reward: StoredReward) -> bool:
        """Whether what is bought and kept still reaches the tier that a reward welcomes to."""
        kind, _, level = reward.cause.partition(":")
        if kind != "tier":
            return True
        programme = self.versions.number(reward.version).programme
        bought = purchases.spent(self.transaction, self.customer)
        then = shop_day(programme).business_date(reward.issued_at)
        held = [tiers.hold(day, bought, eras(self.versions)) for day in (then, self.today)]
        return any(each is not None and each.rank >= tiers.rank_of(level, programme.tiers) for each in held)

    def held(self, bought: Sequence[Spent]) -> Held | None:
        """The tier that these purchases give today."""
        return tiers.hold(self.today, bought, eras(self.versions))

    def standing(self, tier: Held | None) -> Standing:
        """The standing as it now is, with the tier just found."""
        cards = {name: stored.card for name, stored in self._cards.items()}
        stored = rewards.available(self.transaction, self.customer)
        return _standing(self.versions, self.act.clock.believed, cards, tier, stored)

    def shown(self, stored: Sequence[StoredReward]) -> tuple[RewardStanding, ...]:
        """Rewards as a reply shows them."""
        return tuple(reward_standing(self.versions, reward, self.today) for reward in stored)


def _moved_meanwhile() -> KassaError:
    return KassaError("store_busy", say("Another till changed this customer just now. Try again."))
