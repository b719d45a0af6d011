"""Corners of domain.md's numbered rules that its own examples don't show."""

from __future__ import annotations

import shutil
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kassa.domain.standing import Standing
from kassa.errors import KassaError
from kassa.services import card_printing, cards, checking, checkout, corrections, customers, programmes
from kassa.services.replies import Order, OrderItem
from tests.builders import CAFE, NOW, Shop, make_shop

MORE_CARDS = """
[[stamp_card]]
id = "visit-card"
name = "Besökskortet"
boxes = 3
head_start = 1
head_start_on = "every"
per = "visit"
min_purchase = "30.00"
max_per_day = 4
reward = "gold-gift"
[[stamp_card]]
id = "amount-card"
name = "Beloppskortet"
boxes = 4
head_start = 1
per = "amount"
step = "50.00"
max_per_day = 6
reward = "gold-gift"
[tiers]"""


def code(call: Any, *arguments: Any, **named: Any) -> str:
    with pytest.raises(KassaError) as error:
        call(*arguments, **named)
    return error.value.code


def gifts(standing: Standing | None) -> list[str]:
    assert standing is not None
    return [reward.reward for reward in standing.rewards]


def test_undoing_a_return_gives_the_same_welcome_back(shop: Shop) -> None:
    maria = shop.join()
    gold = shop.buy(maria, 600000)
    checkout.take_back(shop.session, gold.purchase.id, op="back")
    undone = corrections.undo(shop.session, "back")
    assert undone.standing is not None
    assert [reward.id for reward in undone.standing.rewards] == [gold.issued[0].id]


def test_a_welcome_given_back_goes_with_the_tier_that_was_returned_meanwhile(shop: Shop) -> None:
    maria = shop.join()
    gold = shop.buy(maria, 600000)
    checkout.redeem(shop.session, gold.issued[0].id, op="used")
    checkout.take_back(shop.session, gold.purchase.id)
    assert gifts(corrections.undo(shop.session, "used").standing) == []
    assert code(checkout.redeem, shop.session, gold.issued[0].id) == "reward_withdrawn"
    assert gifts(shop.buy(maria, 600000).standing) == ["gold-gift"]


def test_a_welcome_given_back_outlives_a_tier_that_only_time_took(shop: Shop) -> None:
    maria = shop.join()
    gold = shop.buy(maria, 600000)
    checkout.redeem(shop.session, gold.issued[0].id, op="used")
    for _ in range(5):
        shop.clock.pass_time(days=100)
        shop.buy(maria, 100)
    undone = corrections.undo(shop.session, "used")
    assert undone.standing is not None and undone.standing.tier is not None
    assert (undone.standing.tier.id, gifts(undone.standing)) == ("base", ["gold-gift"])


def test_the_other_till_is_told_the_shops_day(shop: Shop) -> None:
    maria = shop.join()
    reward = shop.buy(maria, coffee=8).issued[0].id
    shop.clock.now = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
    checkout.redeem(shop.session, reward)
    with pytest.raises(KassaError, match="23 November 2026"):
        checkout.redeem(shop.session, reward)


def test_a_paper_card_counts_the_gift_that_its_card_was_given(shop: Shop) -> None:
    maria = shop.join()
    shop.buy(maria, coffee=1)
    shop.clock.pass_time(minutes=1)
    shop.apply(CAFE.replace("head_start = 2", "head_start = 5"))
    carried = corrections.carry(shop.session, maria, "coffee-card", 6)
    assert carried.standing.stamp_cards[0].stamps == 7


def test_an_unpriced_gift_card_in_the_basket_earns_nothing(shop: Shop) -> None:
    shop.apply(CAFE.replace('per = "item"\nitem = "coffee"', 'per = "amount"\nstep = "50.00"'))
    maria = shop.join()
    assert checkout.buy(shop.session, Order(maria, 25000, (OrderItem("gift-card"),))).entries == ()
    both = checkout.buy(shop.session, Order(maria, 25000, (OrderItem("gift-card"), OrderItem("coffee", 2))))
    assert both.standing.stamp_cards[0].stamps == 3
    assert checkout.take_back(shop.session, both.purchase.id, items=(("gift-card", 1),)).entries == ()


def test_all_of_a_free_purchase_can_come_back_once(shop: Shop) -> None:
    shop.apply(CAFE.replace('per = "item"\nitem = "coffee"', 'per = "visit"'))
    maria = shop.join()
    free = checkout.buy(shop.session, Order(maria, 0, (OrderItem("coffee", 2),))).purchase.id
    assert checkout.take_back(shop.session, free, items=(("coffee", 1),)).entries == ()
    assert checkout.take_back(shop.session, free, items=(("coffee", 1),)).entries[0].delta == -1
    assert code(checkout.take_back, shop.session, free) == "bad_amount"


def test_what_only_an_owner_may_a_cashier_may_not(shop: Shop, tmp_path: Path) -> None:
    ola, maria = shop.cashier(), shop.join()
    request = card_printing.PrintRequest(tmp_path / "k.pdf", "cr80", customers=(maria,), verify=False)
    assert code(card_printing.print_cards, ola, request) == "not_allowed"
    assert not request.out.exists()
    card = card_printing.print_cards(shop.session, request).codes[0]
    file = tmp_path / "cafe.toml"
    file.write_text(CAFE, "utf-8")
    corrections.adjust(shop.session, maria, "stamps", 1, "glömt", op="owners")
    assert code(cards.block, ola, card) == "not_allowed"
    assert code(programmes.apply, ola, file) == "not_allowed"
    assert code(corrections.adjust, ola, maria, "stamps", 1, "x") == "not_allowed"
    assert code(corrections.undo, ola, "owners") == "not_allowed"
    assert code(checkout.buy, ola, Order(maria, 1, at=NOW - timedelta(days=2))) == "not_allowed"
    bought = checkout.buy(ola, Order(maria, 100, at=NOW - timedelta(hours=2)))
    assert corrections.undo(ola, bought.purchase.id).standing is not None
    assert cards.lost(ola, card).state == "lost"


parts = st.lists(
    st.tuples(st.sampled_from(["amount", "coffee", "bun"]), st.integers(1, 5)).map(
        lambda drawn: (drawn[0], drawn[1] * (9000 if drawn[0] == "amount" else 1))
    ),
    max_size=4,
)
baskets = st.tuples(st.none() | st.integers(0, 300_000), st.integers(0, 12), st.integers(0, 3), st.booleans())


@settings(max_examples=8)
@given(st.lists(baskets, max_size=2), baskets, st.lists(baskets, max_size=2), parts, st.integers(0, 3))
def test_many_partial_returns_together_take_what_one_whole_return_takes(
    before: list[Any], returned: Any, after: list[Any], parts: list[tuple[str, int]], redeemed: int
) -> None:
    place = Path(tempfile.mkdtemp(prefix="kassa-returns-"))
    shop = make_shop(place, CAFE.replace("[tiers]", MORE_CARDS))
    seen = []
    try:
        for way in (parts, []):
            who = shop.join()
            bought = [_buy(shop, who, basket) for basket in (*before, returned, *after)][len(before)]
            for reward in customers.show(shop.session, who).standing.rewards[:redeemed]:
                checkout.redeem(shop.session, reward.id)
            for what, count in way:
                _take_back(shop, bought, what, count)
            _take_back(shop, bought, "whole", 0)
            assert code(checkout.take_back, shop.session, bought) == "bad_amount"
            standing = customers.show(shop.session, who).standing
            rewards = sorted((reward.reward, str(reward.valid_until)) for reward in standing.rewards)
            seen.append((standing.stamp_cards, standing.tier, rewards))
        assert seen[0] == seen[1]
        assert checking.check(shop.session) == ()
    finally:
        shop.close()
        shutil.rmtree(place)


def _buy(shop: Shop, who: str, basket: tuple[int | None, int, int, bool]) -> str:
    amount, *counts = basket
    items = tuple(
        OrderItem(item, int(count)) for item, count in zip(("coffee", "bun", "gift-card"), counts, strict=True) if count
    )
    return checkout.buy(shop.session, Order(who, amount, items)).purchase.id


def _take_back(shop: Shop, purchase: str, what: str, count: int) -> None:
    try:
        if what == "whole":
            checkout.take_back(shop.session, purchase)
        elif what == "amount":
            checkout.take_back(shop.session, purchase, amount=count)
        else:
            checkout.take_back(shop.session, purchase, items=((what, count),))
    except KassaError as error:
        assert error.code == "bad_amount"
