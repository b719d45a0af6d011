"""A full disk, another writer, a process killed: nothing half done, nothing acknowledged lost."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from kassa.errors import KassaError
from kassa.services import checking, checkout, customers, notes
from kassa.services.replies import Order, OrderItem
from kassa.store import engine
from tests.builders import Shop

ROOT = Path(__file__).resolve().parents[2]


def state(shop: Shop) -> tuple[object, ...]:
    """All that a customer's page shows, of everybody."""
    return tuple(customers.show(shop.session, hit.id) for hit in customers.find(shop.session, "", 1000))


def fill(shop: Shop) -> str:
    """Writes until the first refusal, which must leave everything as it was; its code."""
    acts: tuple[Callable[[], object], ...] = (
        lambda: notes.add(shop.session, "#1001", "lång anteckning " * 120),
        lambda: checkout.buy(shop.session, Order("#1001", 8900, (OrderItem("coffee"),))),
        lambda: shop.join("Någon ny"),
    )
    for turn in range(10_000):
        before = state(shop)
        try:
            acts[turn % 3]()
        except KassaError as error:
            assert state(shop) == before
            return error.code
    raise AssertionError("the disk never filled")


def test_a_full_store_is_told_and_stays_sound(opened: Callable[[], Shop], folder: Path) -> None:
    shop = opened()

    def few_pages(connection: Any, _: object) -> None:
        connection.execute("PRAGMA max_page_count = 66")

    event.listen(shop.session.store._engine, "connect", few_pages)
    shop.session.store._engine.dispose()
    assert fill(shop) == "store_full"
    assert fill(shop) == "store_full"
    before = state(shop)
    assert checking.check(shop.session) == ()
    event.remove(shop.session.store._engine, "connect", few_pages)
    shop.session.store._engine.dispose()
    assert state(shop) == before
    shop.buy("#1001", 8900, coffee=1)
    assert checking.check(shop.session) == ()


@pytest.fixture
def small_disk() -> Iterator[Path | None]:
    """A disk of two megabytes, where this process may mount one."""
    place = Path(tempfile.mkdtemp(prefix="kassa-disk-"))
    mounted = os.geteuid() == 0 and (
        subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", place], check=False, stderr=subprocess.DEVNULL
        ).returncode
        == 0
    )
    yield place if mounted else None
    if mounted:
        subprocess.run(["umount", "-l", place], check=True)
    shutil.rmtree(place, ignore_errors=True)


def test_a_full_disk_is_told_and_stays_sound(small_disk: Path | None, stocked: Path) -> None:
    if small_disk is None:
        return  # The limit on pages above asks the same of every computer.
    shutil.copytree(stocked, small_disk / "shop")
    ballast = small_disk / "ballast"
    shop = Shop(small_disk / "shop")
    shop.join("Ny")
    ballast.write_bytes(bytes(shutil.disk_usage(small_disk).free - 64 * 1024))
    assert fill(shop) == "store_full"
    ballast.unlink()
    shop.buy("#1001", 8900, coffee=1)
    assert checking.check(shop.session) == ()
    shop.close()
    again = Shop(small_disk / "shop")
    assert checking.check(again.session) == ()
    again.close()


def test_another_writer_is_waited_for_and_then_told_of(
    opened: Callable[[], Shop], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "_BUSY_SECONDS", 0.3)
    shop, other = opened(), opened()
    before = state(shop)
    with other.session.store.writing() as transaction:
        transaction.exec_driver_sql("UPDATE customer SET version = version + 1")
        begun = time.monotonic()
        with pytest.raises(KassaError) as error:
            shop.join("Ny")
        assert error.value.code == "store_busy"
        assert 0.2 < time.monotonic() - begun < 5
        assert state(shop) == before, "a reader waits for nobody"
    assert shop.join("Ny")


_BUYER = """
import sys
from pathlib import Path
from tests.builders import Shop
from kassa.services import checkout
from kassa.services.replies import Order, OrderItem
shop = Shop(Path(sys.argv[1]))
print("ready", flush=True)
while True:
    print(checkout.buy(shop.session, Order("#1001", 8900, (OrderItem("coffee", 3),))).purchase.id, flush=True)
"""


def test_killed_while_buying_every_acknowledged_purchase_is_there(folder: Path) -> None:
    acknowledged: list[str] = []
    for more in (2, 9):
        with subprocess.Popen(
            [sys.executable, "-c", _BUYER, folder], cwd=ROOT, stdout=subprocess.PIPE, text=True
        ) as till:
            assert till.stdout
            assert till.stdout.readline() == "ready\n"
            acknowledged += [till.stdout.readline().strip() for _ in range(more)]
            till.kill()
            acknowledged += till.stdout.read().split("\n")[:-1]
        shop = Shop(folder)
        assert checking.check(shop.session) == ()
        with shop.session.store.reading() as transaction:
            kept = {
                f"p{row[0]}" for row in transaction.exec_driver_sql("SELECT id FROM purchase WHERE customer = 1001")
            }
        assert set(acknowledged) <= kept
        view = customers.show(shop.session, "#1001")
        assert view.customer.visits == len(kept)
        shop.close()
