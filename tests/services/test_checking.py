"""The check finds each kind of damage that somebody with the key could do to a sound file."""

from __future__ import annotations

import pytest

from kassa.services import checking, checkout, corrections
from tests.builders import Shop


@pytest.fixture
def busy(shop: Shop) -> Shop:
    """Two customers; rewards available, redeemed, redeemed and given back, withdrawn; returns and undos."""
    maria, jan = shop.join(), shop.join("Jan")
    first, second = shop.buy(maria, 600000, coffee=18), shop.buy(jan, 40000, coffee=9)
    checkout.redeem(shop.session, first.issued[0].id)
    checkout.redeem(shop.session, second.issued[0].id, op="again")
    corrections.undo(shop.session, "again")
    third = shop.buy(jan, 20000, coffee=10)
    checkout.take_back(shop.session, third.purchase.id, items=(("coffee", 5),))
    corrections.undo(shop.session, shop.buy(maria, 5000, coffee=1).purchase.id)
    return shop


def run(shop: Shop, *statements: str) -> None:
    with shop.session.store.writing() as transaction:
        for statement in statements:
            transaction.exec_driver_sql(statement)


def test_a_busy_shop_is_sound(busy: Shop) -> None:
    assert checking.check(busy.session) == ()


STRAY_LINE = """INSERT INTO ledger
    (operation, customer, unit, programme, card_number, version, kind, delta, at, because)
    VALUES (1, 1001, 'stamps', 'coffee-card', 3, 1, 'earned', 5, 1, '{"t":"x","v":{}}')"""
GUARD = "DROP TRIGGER ledger_refuses_{}"


@pytest.mark.parametrize(
    "damage",
    [
        ("UPDATE stamp_card SET balance = balance + 1 WHERE customer = 1001",),
        ("UPDATE stamp_card SET number = number + 1 WHERE customer = 1002",),
        ("UPDATE stamp_card SET head_start = 1",),
        ("UPDATE stamp_card SET version = NULL WHERE customer = 1002",),
        ("DELETE FROM stamp_card WHERE customer = 1001",),
        ("INSERT INTO stamp_card VALUES (1002, 'other', 1, NULL, 3, 0, NULL)",),
        (GUARD.format("update"), "UPDATE ledger SET delta = delta + 1 WHERE id = 2"),
        (GUARD.format("delete"), "DELETE FROM ledger WHERE id = (SELECT max(id) FROM ledger)"),
        (STRAY_LINE,),
        ("UPDATE reward SET state = 'available', redeemed = NULL WHERE state = 'redeemed'",),
        ("UPDATE reward SET state = 'redeemed', redeemed = 1 WHERE id = 2",),
        ("UPDATE reward SET redeemed = 1 WHERE state = 'redeemed'",),
        ("UPDATE reward SET state = 'withdrawn' WHERE id = 2",),
        ("UPDATE reward SET state = 'available' WHERE state = 'withdrawn'",),
        ("DELETE FROM search_text WHERE customer = 1001",),
        ("COMMIT", "PRAGMA foreign_keys = OFF", "BEGIN", "DELETE FROM purchase WHERE id = 1"),
        ("COMMIT", "PRAGMA foreign_keys = OFF", "BEGIN", "DELETE FROM customer WHERE id = 1002"),
        ("COMMIT", "PRAGMA foreign_keys = OFF", "BEGIN", "DELETE FROM operation WHERE id = 3"),
    ],
)  # fmt: skip
def test_each_kind_of_damage_is_found(busy: Shop, damage: tuple[str, ...]) -> None:
    run(busy, *damage)
    found = checking.check(busy.session)
    assert found
    assert all(str(problem) for problem in found)
