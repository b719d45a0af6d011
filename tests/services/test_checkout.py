"""The till's rules by domain.md's own examples."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta

import pytest

from kassa.errors import KassaError
from kassa.services import checkout, corrections, customers
from kassa.services.replies import Bought, Order, OrderItem
from tests.builders import CAFE, NOW, Shop

VISIT_CARD = CAFE.replace('per = "item"\nitem = "coffee"', 'per = "visit"\nmin_purchase = "50.00"')
AMOUNT_CARD = CAFE.replace('per = "item"\nitem = "coffee"', 'per = "amount"\nstep = "50.00"')
EVERY_CARD = CAFE.replace("head_start = 2", 'head_start = 2\nhead_start_on = "every"')


def refusal(error: pytest.ExceptionInfo[KassaError]) -> str:
    return error.value.code


def test_twenty_five_coffees_fill_two_cards_and_seven_stand_on_the_third(shop: Shop) -> None:
    maria = shop.join()
    bought = shop.buy(maria, coffee=25)
    assert [(entry.kind, entry.delta) for entry in bought.entries] == [
        ("head_start", 2), ("earned", 8), ("spent", -10), ("earned", 10), ("spent", -10), ("earned", 7),
    ]  # fmt: skip
    assert [reward.reward for reward in bought.issued] == ["free-coffee", "free-coffee"]
    card = bought.standing.stamp_cards[0]
    assert (card.card_no, card.stamps, card.head_start, card.left) == (3, 7, 0, 3)


def test_the_standing_shows_the_gift_from_the_moment_of_joining(shop: Shop) -> None:
    card = customers.show(shop.session, shop.join()).standing.stamp_cards[0]
    assert (card.card_no, card.stamps, card.head_start, card.left) == (1, 2, 2, 8)


def test_every_card_may_begin_with_a_gift(shop: Shop) -> None:
    shop.apply(EVERY_CARD)
    maria = shop.join()
    bought = shop.buy(maria, coffee=17)
    card = bought.standing.stamp_cards[0]
    assert (card.card_no, card.stamps, card.head_start) == (3, 3, 2)
    returned = checkout.take_back(shop.session, bought.purchase.id, items=(("coffee", 16),))
    card = returned.standing.stamp_cards[0]
    assert (card.card_no, card.stamps, card.head_start) == (1, 3, 2)
    assert len(returned.withdrawn) == 2


def test_a_retry_counts_once_and_an_op_is_for_one_thing(shop: Shop) -> None:
    maria = shop.join()
    order = Order(maria, 8900, (OrderItem("coffee"),), op="one")
    assert checkout.buy(shop.session, order) == checkout.buy(shop.session, order)
    assert shop.stamps(maria) == 3
    with pytest.raises(KassaError) as error:
        checkout.buy(shop.session, Order(maria, 9900, (OrderItem("coffee"),), op="one"))
    assert refusal(error) == "op_reused"


def test_many_partial_returns_take_what_one_whole_return_takes(shop: Shop) -> None:
    one, other = shop.join("En"), shop.join("Två")
    first, second = shop.buy(one, 30000, coffee=5), shop.buy(other, 30000, coffee=5)
    for part in (1, 2, 2):
        checkout.take_back(shop.session, first.purchase.id, items=(("coffee", part),))
    assert shop.stamps(one) == 2
    checkout.take_back(shop.session, first.purchase.id)
    checkout.take_back(shop.session, second.purchase.id)
    views = [customers.show(shop.session, who).standing for who in (one, other)]
    assert views[0].stamp_cards == views[1].stamp_cards
    with pytest.raises(KassaError) as error:
        checkout.take_back(shop.session, first.purchase.id)
    assert refusal(error) == "bad_amount"


def test_a_return_by_amount_takes_item_stamps_only_when_nothing_remains(shop: Shop) -> None:
    maria = shop.join()
    bought = shop.buy(maria, 20000, coffee=2)
    assert checkout.take_back(shop.session, bought.purchase.id, amount=19900).entries == ()
    taken = checkout.take_back(shop.session, bought.purchase.id, amount=100)
    assert [(entry.kind, entry.delta) for entry in taken.entries] == [("returned", -2)]
    assert shop.stamps(maria) == 2


def test_a_return_below_the_minimum_takes_the_stamp(shop: Shop) -> None:
    shop.apply(VISIT_CARD)
    maria = shop.join()
    bought = shop.buy(maria, 8000)
    assert shop.stamps(maria) == 3
    assert checkout.take_back(shop.session, bought.purchase.id, amount=3000).entries == ()
    assert checkout.take_back(shop.session, bought.purchase.id, amount=1).entries[0].delta == -1


def test_stamps_by_amount_follow_what_remains(shop: Shop) -> None:
    shop.apply(AMOUNT_CARD)
    maria = shop.join()
    bought = shop.buy(maria, 19900)
    assert shop.stamps(maria) == 5
    checkout.take_back(shop.session, bought.purchase.id, amount=5000)
    assert shop.stamps(maria) == 4
    checkout.take_back(shop.session, bought.purchase.id, amount=4900)
    assert shop.stamps(maria) == 4


def test_a_return_is_never_blocked_by_a_redeemed_reward(shop: Shop) -> None:
    maria = shop.join()
    bought = shop.buy(maria, 40000, coffee=9)
    checkout.redeem(shop.session, bought.issued[0].id)
    returned = checkout.take_back(shop.session, bought.purchase.id)
    assert returned.withdrawn == ()
    assert shop.stamps(maria) == -8
    assert shop.buy(maria, coffee=8).standing.stamp_cards[0].stamps == 0


def test_a_return_is_judged_by_the_rules_that_granted_it(shop: Shop) -> None:
    maria = shop.join()
    bought = shop.buy(maria, 20000, coffee=3)
    shop.clock.pass_time(minutes=1)
    shop.apply(VISIT_CARD)
    checkout.take_back(shop.session, bought.purchase.id, items=(("coffee", 1),))
    assert shop.stamps(maria) == 4


def test_open_cards_finish_under_the_rules_they_began_with(shop: Shop) -> None:
    maria, late = shop.join(), shop.join("Sen")
    shop.buy(maria, coffee=1)
    shop.clock.pass_time(minutes=1)
    shop.apply(CAFE.replace("boxes = 10", "boxes = 5"))
    assert shop.buy(maria, coffee=1).standing.stamp_cards[0].boxes == 10
    bought = shop.buy(maria, coffee=6)
    assert (len(bought.issued), bought.standing.stamp_cards[0].boxes) == (1, 5)
    assert shop.buy(late, coffee=3).standing.stamp_cards[0].card_no == 2


def test_nothing_earns_on_what_does_not_earn(shop: Shop) -> None:
    shop.apply(AMOUNT_CARD)
    maria = shop.join()
    gift = OrderItem("gift-card", 1, 20000)
    bought = checkout.buy(shop.session, Order(maria, 25000, (gift,)))
    assert bought.standing.stamp_cards[0].stamps == 3
    assert checkout.buy(shop.session, Order(maria, 20000, non_earning=20000)).entries == ()
    with pytest.raises(KassaError) as error:
        checkout.buy(shop.session, Order(maria, 100, non_earning=200))
    assert refusal(error) == "bad_amount"


def test_without_amount_or_items_it_is_a_visit(shop: Shop) -> None:
    shop.apply(CAFE.replace('per = "item"\nitem = "coffee"', 'per = "visit"'))
    maria = shop.join()
    assert shop.buy(maria).standing.stamp_cards[0].stamps == 3
    assert shop.buy(maria, 0).standing.stamp_cards[0].stamps == 4
    bought = shop.buy(maria)
    checkout.take_back(shop.session, bought.purchase.id)
    assert shop.stamps(maria) == 4


def test_the_day_limit_refuses_the_stamp_not_the_purchase(shop: Shop) -> None:
    shop.apply(CAFE.replace('item = "coffee"\nreward', 'item = "coffee"\nmax_per_day = 3\nreward'))
    maria = shop.join()
    shop.buy(maria, coffee=2)
    bought = shop.buy(maria, coffee=3)
    assert [entry.delta for entry in bought.entries] == [1]
    assert (bought.limited[0].refused, bought.limited[0].limit) == (2, 3)
    line = corrections.why(shop.session, maria)[-1]
    assert "limit of 3" in str(line.because)
    assert shop.buy(maria, coffee=1).entries == ()
    late = shop.buy(maria, coffee=5, at=NOW - timedelta(days=1))
    assert [entry.delta for entry in late.entries] == [3]


def test_late_entry_takes_its_place_and_its_reward_may_be_past(shop: Shop) -> None:
    maria = shop.join()
    bought = shop.buy(maria, coffee=8, at=NOW - timedelta(days=100))
    assert bought.purchase.business_date == date(2026, 8, 14)
    assert bought.issued[0].state == "expired"
    assert bought.standing.rewards == ()
    with pytest.raises(KassaError) as error:
        checkout.redeem(shop.session, bought.issued[0].id)
    assert refusal(error) == "reward_expired"
    with pytest.raises(KassaError) as error:
        shop.buy(maria, coffee=1, at=NOW + timedelta(hours=1))
    assert refusal(error) == "bad_value"


def test_late_entry_is_judged_by_the_rules_of_its_own_day(shop: Shop) -> None:
    shop.clock.pass_time(days=10)
    shop.apply(CAFE.replace("head_start = 2", "head_start = 5"))
    maria, jan = shop.join(), shop.join("Jan")
    assert shop.buy(maria, coffee=1, at=NOW + timedelta(days=1)).standing.stamp_cards[0].stamps == 3
    assert shop.buy(jan, coffee=1).standing.stamp_cards[0].stamps == 6
    ida = shop.join("Ida")
    assert shop.buy(ida, coffee=1, at=NOW - timedelta(days=900)).standing.stamp_cards[0].stamps == 3


def test_a_sale_after_midnight_belongs_to_the_evening_before(shop: Shop) -> None:
    shop.clock.now = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)
    assert shop.buy(shop.join(), 5000).purchase.business_date == date(2026, 11, 22)


def test_a_reward_is_valid_through_the_end_of_its_day(shop: Shop) -> None:
    maria = shop.join()
    first, second = shop.buy(maria, coffee=8), shop.buy(maria, coffee=10)
    until = first.issued[0].valid_until
    assert until == date(2027, 2, 20)
    shop.clock.now = datetime(2027, 2, 21, 2, 59, tzinfo=UTC)
    assert checkout.redeem(shop.session, first.issued[0].id).ring_up == "Kaffe, rabatt 100 %"
    shop.clock.now = datetime(2027, 2, 21, 3, 0, tzinfo=UTC)
    with pytest.raises(KassaError) as error:
        checkout.redeem(shop.session, second.issued[0].id)
    assert refusal(error) == "reward_expired"


def test_a_clock_far_ahead_or_back_expires_nothing_and_brings_nothing_back(shop: Shop) -> None:
    maria = shop.join()
    bought = shop.buy(maria, coffee=8)
    shop.clock.pass_time(days=800)
    assert customers.show(shop.session, maria).standing.rewards[0].id == bought.issued[0].id
    shop.clock.now = NOW + timedelta(days=92)
    assert shop.buy(maria, coffee=1).standing.rewards == ()
    shop.clock.now = NOW
    assert customers.show(shop.session, maria).standing.rewards == ()


def test_a_reward_can_be_used_once_and_the_other_till_is_told(shop: Shop) -> None:
    maria = shop.join()
    reward = shop.buy(maria, coffee=8).issued[0].id
    checkout.redeem(shop.cashier("Ebba", "till-2"), reward)
    with pytest.raises(KassaError) as error:
        checkout.redeem(shop.session, reward)
    assert refusal(error) == "reward_used"
    assert error.value.details == {"by": "Ebba", "at": NOW.isoformat(), "till": "till-2"}


def test_two_tills_at_once_redeem_once(shop: Shop) -> None:
    reward = shop.buy(shop.join(), coffee=8).issued[0].id
    outcomes: list[str] = []
    start = threading.Barrier(4)

    def till() -> None:
        start.wait()
        try:
            checkout.redeem(shop.session, reward)
            outcomes.append("redeemed")
        except KassaError as refused:
            outcomes.append(refused.code)

    threads = [threading.Thread(target=till) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["redeemed", "reward_used", "reward_used", "reward_used"]


def test_two_tills_at_once_lose_no_stamp(shop: Shop) -> None:
    maria = shop.join()
    bought: list[Bought] = []
    threads = [threading.Thread(target=lambda: bought.append(shop.buy(maria, coffee=1))) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(bought) == 12
    assert sum(len(each.issued) for each in bought) == 1
    assert shop.stamps(maria) == 4


def test_the_same_receipt_on_a_day_is_one_purchase(shop: Shop) -> None:
    maria = shop.join()
    first = checkout.buy(shop.session, Order(maria, 8900, (OrderItem("coffee"),), receipt="1001"))
    again = checkout.buy(shop.session, Order(maria, 8900, (OrderItem("coffee"),), receipt=" 1001 "))
    assert (again.purchase.id, again.entries) == (first.purchase.id, ())
    assert customers.show(shop.session, maria).customer.visits == 1
    with pytest.raises(KassaError) as error:
        checkout.buy(shop.session, Order(shop.join("Jan"), 8900, receipt="1001"))
    assert refusal(error) == "bad_value"
    shop.clock.pass_time(days=1)
    assert checkout.buy(shop.session, Order(maria, 8900, receipt="1001")).purchase.id != first.purchase.id


def test_undo_is_exact_and_once(shop: Shop) -> None:
    maria = shop.join()
    before = customers.show(shop.session, maria).standing
    bought = shop.buy(maria, 600000, coffee=25)
    undone = corrections.undo(shop.session, bought.purchase.id)
    assert sum(entry.delta for entry in undone.entries) == -sum(entry.delta for entry in bought.entries)
    assert undone.standing == before
    view = customers.show(shop.session, maria)
    assert (view.customer.visits, view.purchases[0].undone) == (0, True)
    with pytest.raises(KassaError) as error:
        corrections.undo(shop.session, bought.purchase.id)
    assert refusal(error) == "already_undone"


def test_undo_after_the_reward_is_redeemed_acts_as_a_whole_return(shop: Shop) -> None:
    maria = shop.join()
    bought = shop.buy(maria, 40000, coffee=9)
    checkout.redeem(shop.session, bought.issued[0].id, op="redeemed")
    undone = corrections.undo(shop.session, bought.purchase.id)
    assert {entry.kind for entry in undone.entries} == {"returned"}
    assert shop.stamps(maria) == -8
    corrections.undo(shop.session, "redeemed")
    assert shop.stamps(maria) == 2
    assert customers.show(shop.session, maria).standing.rewards == ()


def test_a_cashier_is_too_late_after_the_business_day(shop: Shop) -> None:
    bought = shop.buy(shop.join(), coffee=1)
    shop.clock.pass_time(days=1)
    with pytest.raises(KassaError) as error:
        corrections.undo(shop.cashier(), bought.purchase.id)
    assert refusal(error) == "too_late"
    shop.clock.pass_time(days=40)
    with pytest.raises(KassaError) as error:
        checkout.take_back(shop.cashier(), bought.purchase.id)
    assert refusal(error) == "too_late"
    assert corrections.undo(shop.session, bought.purchase.id).entries[0].delta == -1


@pytest.mark.parametrize(("stamps", "stands"), [(0, 2), (1, 2), (2, 2), (7, 7), (9, 9)])
def test_a_paper_card_holds_the_larger_of_its_stamps_and_the_gift(shop: Shop, stamps: int, stands: int) -> None:
    maria = shop.join()
    carried = corrections.carry(shop.session, maria, "coffee-card", stamps, op="paper")
    assert carried.standing.stamp_cards[0].stamps == stands
    with pytest.raises(KassaError) as error:
        corrections.carry(shop.session, maria, "coffee-card", stamps)
    assert refusal(error) == "limit_reached"
    assert corrections.undo(shop.session, "paper").standing == customers.show(shop.session, shop.join("Ny")).standing
    corrections.carry(shop.session, maria, "coffee-card", 3)
    assert shop.stamps(maria) == 3


@pytest.mark.parametrize("stamps", [-1, 10, 99])
def test_a_paper_card_is_half_full(shop: Shop, stamps: int) -> None:
    with pytest.raises(KassaError) as error:
        corrections.carry(shop.session, shop.join(), "coffee-card", stamps)
    assert refusal(error) == "bad_value"


def test_adjusting_fills_cards_and_opens_them_again(shop: Shop) -> None:
    maria = shop.join()
    adjusted = corrections.adjust(shop.session, maria, "stamps", 9, "glömt kort", op="up")
    assert (adjusted.standing.stamp_cards[0].stamps, len(adjusted.standing.rewards)) == (1, 1)
    corrections.adjust(shop.session, maria, "stamps", -3, "fel")
    assert shop.stamps(maria) == 8
    corrections.undo(shop.session, "up")
    assert shop.stamps(maria) == -1
    with pytest.raises(KassaError) as error:
        corrections.adjust(shop.cashier(), maria, "stamps", 1, "snäll")
    assert refusal(error) == "not_allowed"
    with pytest.raises(KassaError) as error:
        corrections.adjust(shop.session, maria, "stamps", 1, "811218-9876 glömde kortet")
    assert refusal(error) == "bad_value"


def test_tiers_count_what_was_bought_and_go_back_with_it(shop: Shop) -> None:
    maria = shop.join()
    tier = shop.buy(maria, 199999).standing.tier
    assert tier and (tier.id, tier.left and str(tier.left)) == ("base", "Money(minor=1, currency='SEK')")
    bought = shop.buy(maria, 1)
    assert bought.standing.tier and bought.standing.tier.id == "silver"
    assert bought.standing.tier.until == date(2027, 11, 22)
    gold = shop.buy(maria, 300000)
    assert [reward.reward for reward in gold.issued] == ["gold-gift"]
    back = checkout.take_back(shop.session, gold.purchase.id)
    assert (back.standing.tier and back.standing.tier.id, [each.reward for each in back.withdrawn]) == (
        "silver", ["gold-gift"],
    )  # fmt: skip
    assert [reward.reward for reward in shop.buy(maria, 300000).issued] == ["gold-gift"]


def test_a_welcome_already_redeemed_is_not_given_again(shop: Shop) -> None:
    maria = shop.join()
    gold = shop.buy(maria, 500000)
    checkout.redeem(shop.session, gold.issued[0].id)
    checkout.take_back(shop.session, gold.purchase.id)
    assert shop.buy(maria, 500000).issued == ()


def test_a_past_moment_shows_what_stood_then(shop: Shop) -> None:
    maria = shop.join()
    first = shop.buy(maria, 600000, coffee=9)
    then = customers.show(shop.session, maria).standing
    shop.clock.pass_time(hours=1)
    checkout.redeem(shop.session, first.issued[0].id)
    checkout.take_back(shop.session, first.purchase.id)
    shop.clock.pass_time(hours=1)
    assert customers.show(shop.session, maria).standing != then
    assert customers.show(shop.session, maria, at=NOW + timedelta(minutes=1)).standing == then


@pytest.mark.parametrize(
    ("order", "code"),
    [
        (Order("{}", -1), "bad_amount"),
        (Order("{}", 10**15), "bad_amount"),
        (Order("{}", 100, (OrderItem("tea"),)), "bad_value"),
        (Order("{}", 100, (OrderItem("coffee", 0),)), "bad_value"),
        (Order("{}", 100, (OrderItem("coffee", 10**6),)), "bad_value"),
        (Order("c9999", 100), "unknown_customer"),
        (Order("4071938261", 100), "unknown_card"),
        (Order("", 100), "unknown_customer"),
    ],
)
def test_bad_orders_change_nothing(shop: Shop, order: Order, code: str) -> None:
    maria = shop.join()
    meant = Order(order.customer.format(maria), order.amount, order.items)
    with pytest.raises(KassaError) as error:
        checkout.buy(shop.session, meant)
    assert refusal(error) == code
    assert shop.ledger(maria) == []
    assert customers.show(shop.session, maria).purchases == ()


def test_a_search_shows_the_tier_of_today_whatever_changed(shop: Shop) -> None:
    maria, jan = shop.join(), shop.join("Jan Nowak")
    shop.buy(maria, 300000)
    tiers = {hit.name: hit.tier for hit in customers.find(shop.session, "")}
    assert tiers == {"Maria Lindqvist": "silver", "Jan Nowak": "base"}
    shop.clock.pass_time(hours=1)
    shop.apply(CAFE.replace('from = "5000.00"', 'from = "3000.00"'))
    assert customers.find(shop.session, "maria")[0].tier == "gold"
    shop.clock.pass_time(days=170)
    shop.buy(jan, 100)
    shop.clock.pass_time(days=170)
    shop.buy(jan, 100)
    shop.clock.pass_time(days=30)
    assert customers.find(shop.session, "maria")[0].tier == "base"


def test_undoing_a_return_gives_the_tiers_welcome_back(shop: Shop) -> None:
    maria = shop.join()
    gold = shop.buy(maria, 500000)
    before = customers.show(shop.session, maria).standing
    checkout.take_back(shop.session, gold.purchase.id, op="back")
    assert customers.show(shop.session, maria).standing.rewards == ()
    corrections.undo(shop.session, "back")
    assert customers.show(shop.session, maria).standing == before
