"""The ledger under whatever a till can do: balances are the ledger's, no reward twice, undo is exact."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from kassa.domain.standing import Standing
from kassa.errors import KassaError
from kassa.services import checking, checkout, corrections, customers
from kassa.services.replies import Order, OrderItem
from tests.builders import CAFE, Shop, make_shop

SECOND_CARD = """
[[reward]]
id = "cake"
name = "Tårtbit"
kind = "item"
item = "bun"
[[stamp_card]]
id = "visit-card"
name = "Besökskortet"
boxes = 3
head_start = 1
head_start_on = "every"
per = "visit"
min_purchase = "30.00"
max_per_day = 4
reward = "cake"
"""
LATER = CAFE.replace("boxes = 10", "boxes = 4").replace('from = "5000.00"', 'from = "3000.00"')


class Till(RuleBasedStateMachine):
    """One customer, two stamp cards, tiers, and a programme that changes under way."""

    folder: Path
    shop: Shop

    @initialize()
    def open(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="kassa-machine-"))
        self.shop = make_shop(self.folder, CAFE.replace("[tiers]", SECOND_CARD + "[tiers]"))
        self.customer = self.shop.join()
        self.purchases: list[str] = []
        self.redeemable: list[str] = []
        self.latest: tuple[str, Standing] | None = None
        self.changed = False

    def teardown(self) -> None:
        if hasattr(self, "shop"):
            self.shop.close()
            shutil.rmtree(self.folder)

    def standing(self) -> Standing:
        return customers.show(self.shop.session, self.customer).standing

    @rule(
        amount=st.none() | st.integers(0, 300_000),
        coffees=st.integers(0, 23),
        buns=st.integers(0, 2),
        gift=st.booleans(),
        hours=st.integers(0, 30),
    )
    def buy(self, amount: int | None, coffees: int, buns: int, gift: bool, hours: int) -> None:
        self.shop.clock.pass_time(hours=hours)
        before = self.standing()
        basket = {"coffee": coffees, "bun": buns, "gift-card": int(gift)}
        items = tuple(OrderItem(item, count) for item, count in basket.items() if count)
        bought = checkout.buy(self.shop.session, Order(self.customer, amount, items))
        self.purchases.append(bought.purchase.id)
        self.latest = (bought.purchase.id, before)

    @precondition(lambda self: self.purchases)
    @rule(data=st.data())
    def take_back(self, data: st.DataObject) -> None:
        purchase = data.draw(st.sampled_from(self.purchases))
        how = data.draw(st.sampled_from(["whole", "amount", "coffee"]))
        before = self.standing()
        try:
            if how == "whole":
                checkout.take_back(
                    self.shop.session, purchase, op=f"return-{len(self.shop.ledger(self.customer))}-{purchase}"
                )
            elif how == "amount":
                checkout.take_back(self.shop.session, purchase, amount=data.draw(st.integers(1, 100_000)))
            else:
                checkout.take_back(self.shop.session, purchase, items=(("coffee", data.draw(st.integers(1, 5))),))
        except KassaError as error:
            assert error.code in {"bad_amount", "already_undone"}
            assert self.standing() == before
        else:
            self.latest = None

    @rule()
    def redeem(self) -> None:
        rewards = self.standing().rewards
        if rewards:
            checkout.redeem(self.shop.session, rewards[0].id)
            self.redeemable.append(rewards[0].id)
            self.latest = None

    @precondition(lambda self: self.redeemable)
    @rule(data=st.data())
    def redeem_twice(self, data: st.DataObject) -> None:
        reward = data.draw(st.sampled_from(self.redeemable))
        try:
            checkout.redeem(self.shop.session, reward)
        except KassaError as error:
            assert error.code in {"reward_used", "reward_withdrawn", "reward_expired"}

    @precondition(lambda self: self.redeemable)
    @rule(data=st.data())
    def undo_redemption(self, data: st.DataObject) -> None:
        reward = data.draw(st.sampled_from(self.redeemable))
        self.redeemable.remove(reward)
        try:
            corrections.undo(self.shop.session, reward)
        except KassaError as error:
            assert error.code == "already_undone"
        self.latest = None

    @precondition(lambda self: self.latest is not None)
    @rule()
    def undo_at_once_is_exact(self) -> None:
        assert self.latest is not None
        purchase, before = self.latest
        corrections.undo(self.shop.session, purchase)
        assert self.standing() == before
        self.latest = None

    @precondition(lambda self: self.purchases)
    @rule(data=st.data())
    def undo_any(self, data: st.DataObject) -> None:
        purchase = data.draw(st.sampled_from(self.purchases))
        try:
            corrections.undo(self.shop.session, purchase)
        except KassaError as error:
            assert error.code == "already_undone"
        self.latest = None

    @rule(data=st.data())
    def return_and_undo_the_return(self, data: st.DataObject) -> None:
        if not self.purchases:
            return
        purchase = data.draw(st.sampled_from(self.purchases))
        before = self.standing()
        op = f"r{len(self.shop.ledger(self.customer))}{purchase}{self.shop.clock.now}"
        self.shop.clock.pass_time(minutes=1)
        try:
            checkout.take_back(self.shop.session, purchase, op=op)
        except KassaError as error:
            assert error.code in {"bad_amount", "already_undone"}
            return
        corrections.undo(self.shop.session, op)
        assert self.standing() == before
        self.latest = None

    @rule(delta=st.integers(-12, 12).filter(bool))
    def adjust(self, delta: int) -> None:
        corrections.adjust(self.shop.session, self.customer, "stamps", delta, "räknat om", "coffee-card")
        self.latest = None

    @rule(stamps=st.integers(0, 9))
    def carry(self, stamps: int) -> None:
        try:
            corrections.carry(self.shop.session, self.customer, "coffee-card", stamps)
        except KassaError as error:
            assert error.code == ("bad_value" if self.changed and stamps > 3 else "limit_reached")
        self.latest = None

    @precondition(lambda self: not self.changed)
    @rule()
    def change_programme(self) -> None:
        self.changed = True
        self.shop.apply(LATER.replace("[tiers]", SECOND_CARD + "[tiers]"))
        self.latest = None

    @invariant()
    def the_ledger_explains_everything(self) -> None:
        if not hasattr(self, "shop"):
            return
        assert [str(problem) for problem in checking.check(self.shop.session)] == []
        lines = corrections.why(self.shop.session, self.customer)
        sums = Counter[str | None]()
        for line in lines:
            sums[line.programme] += line.delta
            assert line.balance == sums[line.programme]
        view = customers.show(self.shop.session, self.customer)
        given = {line.programme for line in lines}
        for card in view.standing.stamp_cards:
            assert card.stamps == sums[card.programme] + (card.head_start if card.stamps != sums[card.programme] else 0)
            assert card.stamps < card.boxes
            assert card.programme in given or card.stamps == card.head_start
            if card.stamps < 0:
                cause = {"coffee-card": "free-coffee", "visit-card": "cake"}[card.programme]
                assert cause not in {reward.reward for reward in view.standing.rewards}

    @invariant()
    def the_first_gift_is_given_once(self) -> None:
        if hasattr(self, "shop"):
            gifts = [
                line for line in corrections.why(self.shop.session, self.customer) if line.programme == "coffee-card"
            ]
            starts = {line.id: line.delta for line in gifts if line.kind == "head_start"}
            live = sum(starts.values())
            back = {line.id: line for line in gifts if line.reverses in starts}
            live += sum(line.delta for line in back.values())
            live += sum(line.delta for line in gifts if line.reverses in back)
            assert 0 <= live <= 2


Till.TestCase.settings = settings(max_examples=25, stateful_step_count=20, deadline=None)
TestTill = Till.TestCase
