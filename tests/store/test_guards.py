"""What the database itself refuses, whatever the code above it does."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy.exc import IntegrityError

from kassa.services import notes
from kassa.store.engine import Transaction
from tests.builders import Shop

LEDGER = "INSERT INTO ledger (operation, customer, unit, programme, version, kind, delta, at, because) VALUES "
REWARD = """INSERT INTO reward (customer, reward, version, cause, operation, issued_at, state)
    SELECT customer, reward, version, cause, operation, issued_at, 'available' FROM reward WHERE id = 1"""
RECEIPT = """INSERT INTO purchase (customer, operation, at, business_date, version, non_earning, net, till, receipt)
    SELECT 1001, 1, at, '2026-11-22', 1, 0, 0, 't', '17' FROM purchase"""
REPLACED = """INSERT OR REPLACE INTO ledger SELECT id, operation, customer, unit, programme, card_number, version, kind,
    9, at, purchase, reward, reverses, because FROM ledger"""


def run(shop: Shop, statement: str) -> None:
    with shop.session.store.writing() as transaction:
        transaction.exec_driver_sql(statement)


def rows(transaction: Transaction, table: str) -> list[object]:
    return [tuple(row) for row in transaction.exec_driver_sql(f"SELECT * FROM {table}")]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger SET delta = 100 WHERE id = 1",
        "UPDATE ledger SET id = id + 1000",
        "UPDATE OR IGNORE ledger SET because = ''",
        "DELETE FROM ledger",
        "DELETE FROM ledger WHERE id = 1",
        "REPLACE INTO ledger SELECT * FROM ledger WHERE id = 1",
        REPLACED,
        "INSERT INTO ledger SELECT * FROM ledger WHERE id = 1 ON CONFLICT (id) DO UPDATE SET delta = 9",
    ],
)
def test_the_ledger_refuses_every_change(opened: Callable[[], Shop], statement: str) -> None:
    shop = opened()
    with shop.session.store.reading() as transaction:
        before = rows(transaction, "ledger")
    assert before
    with pytest.raises(IntegrityError, match="append-only"):
        run(shop, statement)
    with shop.session.store.reading() as transaction:
        assert rows(transaction, "ledger") == before


@pytest.mark.parametrize(
    "statement",
    [
        # The same thing twice.
        "INSERT INTO operation (op, verb, at, till) VALUES ('one', 'buy', 1, 't'), ('one', 'redeem', 2, 't')",
        "INSERT INTO operation (verb, at, till, undoes) VALUES ('undo', 1, 't', 1), ('undo', 2, 't', 1)",
        REWARD,
        RECEIPT,
        "INSERT INTO card (code, state) SELECT '1', 'blank' UNION ALL SELECT '1', 'blank'",
        # What can't be.
        "UPDATE reward SET state = 'redeemed', redeemed = NULL",
        "UPDATE reward SET redeemed = 1",
        "UPDATE reward SET state = 'used'",
        "UPDATE note SET state = 'gone'",
        "INSERT INTO note (customer, kind, text, pinned, state, created) VALUES (1001, 'ask', 'x', 0, 'gone', 1)",
        "INSERT INTO card (code, state, customer) VALUES ('2', 'blank', 1001)",
        "INSERT INTO card (code, state) VALUES ('2', 'active')",
        "INSERT INTO card (code, state) VALUES ('2', 'stolen')",
        "UPDATE purchase_item SET returned = quantity + 1",
        "UPDATE purchase_item SET quantity = 0",
        LEDGER + "(1, 1001, 'coins', 'x', 1, 'earned', 1, 1, '')",
        LEDGER + "(1, 1001, 'stamps', NULL, 1, 'earned', 1, 1, '')",
        LEDGER + "(1, 1001, 'stamps', 'x', 1, 'gift', 1, 1, '')",
        # Leading nowhere.
        "DELETE FROM customer",
        "DELETE FROM operation",
        "DELETE FROM programme_version",
        "INSERT INTO tag VALUES (9, 'nobody')",
        "UPDATE stamp_card SET customer = 9",
        "UPDATE purchase SET version = 99",
    ],
)
def test_what_can_not_be_is_refused(opened: Callable[[], Shop], statement: str) -> None:
    shop = opened()
    if " note SET" in statement:
        notes.add(shop.session, "#1001", "En anteckning")
    with pytest.raises(IntegrityError):
        run(shop, statement)


def test_a_withdrawn_reward_may_be_given_again_once(opened: Callable[[], Shop]) -> None:
    shop = opened()
    run(shop, "UPDATE reward SET state = 'withdrawn' WHERE id = 1")
    run(shop, REWARD)
    with pytest.raises(IntegrityError):
        run(shop, REWARD)


def test_a_failure_in_the_middle_keeps_nothing(opened: Callable[[], Shop]) -> None:
    shop = opened()
    with shop.session.store.reading() as transaction:
        before = rows(transaction, "customer")

    def fail_half_way() -> None:
        with shop.session.store.writing() as transaction:
            transaction.exec_driver_sql("UPDATE customer SET name = 'X'")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_half_way()
    with shop.session.store.reading() as transaction:
        assert rows(transaction, "customer") == before


def test_a_reader_sees_one_moment(opened: Callable[[], Shop]) -> None:
    shop = opened()
    with shop.session.store.reading() as transaction:
        before = rows(transaction, "customer")
        shop.join("Ny")
        assert rows(transaction, "customer") == before
    with shop.session.store.reading() as transaction:
        assert len(rows(transaction, "customer")) == len(before) + 1
