"""The owner is asked about a clock that jumped, and the answer holds."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kassa.errors import KassaError
from kassa.services import clock, customers
from tests.builders import NOW, Shop


@pytest.mark.parametrize(("days", "jump"), [(0, None), (90, None), (200, "ahead"), (-3, "back")])
def test_only_a_jump_asks(shop: Shop, days: int, jump: str | None) -> None:
    shop.clock.now = NOW + timedelta(days=days)
    assert clock.read(shop.session).jump == jump


def test_once_believed_things_expire_by_it(shop: Shop) -> None:
    maria = shop.join()
    shop.buy(maria, coffee=8)
    shop.clock.pass_time(days=200)
    assert len(customers.show(shop.session, maria).standing.rewards) == 1
    shop.buy(maria, coffee=1)
    assert len(customers.show(shop.session, maria).standing.rewards) == 1
    with pytest.raises(KassaError) as error:
        clock.believe(shop.cashier())
    assert error.value.code == "not_allowed"
    clock.believe(shop.session)
    assert clock.read(shop.session).jump is None
    assert customers.show(shop.session, maria).standing.rewards == ()
