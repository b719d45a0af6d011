"""Coupons: a reward in a letter, redeemed once by its own code."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kassa.domain.codes import grouped, is_code
from kassa.errors import KassaError
from kassa.services import checking, checkout, corrections, coupons, customers
from tests.builders import Shop


def refused(call: Any, *arguments: Any, **named: Any) -> str:
    with pytest.raises(KassaError) as error:
        call(*arguments, **named)
    assert str(error.value.text)
    return error.value.code


def test_a_coupon_is_a_reward_with_a_code_of_its_own(shop: Shop) -> None:
    maria, jan = shop.join(), shop.join("Jan")
    given = coupons.issue_coupons(shop.session, ["#1001", jan, maria], "free-coffee", op="letters")
    assert list(given) == [maria, jan]
    assert all(map(is_code, given.values())) and len(set(given.values())) == 2
    coupon = coupons.coupon(shop.session, grouped(given[maria]))
    assert coupon is not None
    assert (coupon.customer, coupon.name, coupon.state) == (maria, "Valfri kaffedryck", "available")
    assert coupon.valid_until == date(2027, 2, 20)
    standing = customers.show(shop.session, maria).standing
    assert [reward.id for reward in standing.rewards] == [coupon.reward]
    assert coupons.issue_coupons(shop.session, ["#1001", jan, maria], "free-coffee", op="letters") == given
    assert len(customers.show(shop.session, maria).standing.rewards) == 1


def test_a_coupon_is_no_card_and_no_card_is_a_coupon(shop: Shop) -> None:
    maria = shop.join()
    (code,) = coupons.issue_coupons(shop.session, [maria], "free-coffee").values()
    assert refused(customers.show, shop.session, code) == "unknown_card"
    assert refused(shop.join, "Per", card=code) == "unknown_card"
    assert coupons.coupon(shop.session, "4071938261") is None
    assert coupons.coupon(shop.session, "hej") is None


def test_scanning_redeems_it_once(shop: Shop) -> None:
    maria = shop.join()
    (code,) = coupons.issue_coupons(shop.session, [maria], "free-coffee").values()
    redeemed = checkout.redeem(shop.session, grouped(code), op="scan")
    assert (redeemed.ring_up, redeemed.standing.rewards) == ("Kaffe, rabatt 100 %", ())
    assert refused(checkout.redeem, shop.session, code) == "reward_used"
    corrections.undo(shop.session, "scan")
    checkout.redeem(shop.session, code)
    assert checking.check(shop.session) == ()


def test_a_coupon_expires_and_can_be_withdrawn(shop: Shop) -> None:
    maria, jan = shop.join(), shop.join("Jan")
    given = coupons.issue_coupons(shop.session, [maria, jan], "free-coffee", op="letters")
    checkout.redeem(shop.session, given[jan])
    corrections.undo(shop.session, "letters")
    assert refused(checkout.redeem, shop.session, given[maria]) == "reward_withdrawn"
    assert refused(checkout.redeem, shop.session, given[jan]) == "reward_used"
    (late,) = coupons.issue_coupons(shop.session, [maria], "free-coffee").values()
    shop.clock.pass_time(days=91)
    coupon = coupons.coupon(shop.session, late)
    assert coupon is not None and coupon.state == "expired"
    assert refused(checkout.redeem, shop.session, late) == "reward_expired"


def test_what_a_coupon_may_give_stands_in_the_programme(shop: Shop) -> None:
    maria = shop.join()
    assert [rule.id for rule in coupons.coupon_rewards(shop.session)] == ["free-coffee", "gold-gift"]
    assert refused(coupons.issue_coupons, shop.session, [maria], "car") == "unknown_reward"
    assert refused(coupons.issue_coupons, shop.session, [maria, "#77"], "free-coffee") == "unknown_customer"
    assert customers.show(shop.session, maria).standing.rewards == ()
