"""A store's bytes spoilt: found at the latest by the check, and never a traceback."""

from __future__ import annotations

import shutil
from pathlib import Path
from random import Random

import pytest

from kassa.errors import KassaError
from kassa.services import checking, checkout, customers
from kassa.services.replies import Order, OrderItem
from tests.builders import Shop

PAGE = 4096


def found(folder: Path, used: bool = True) -> bool:
    """Whether opening or checking the store finds the damage; what is used meanwhile is refused or works."""
    try:
        shop = Shop(folder)
    except KassaError as error:
        assert error.code == "store_damaged"
        return True
    try:
        for use in (
            lambda: customers.find(shop.session, "lindq"),
            lambda: customers.show(shop.session, "#1001"),
            lambda: checkout.buy(shop.session, Order("#1001", 8900, (OrderItem("coffee"),))),
            lambda: customers.add(shop.session, customers.NewCustomer("Ny Person")),
        ):
            try:
                if used:
                    use()
            except KassaError as error:
                assert error.code == "store_damaged"
        return checking.check(shop.session) != ()
    finally:
        shop.close()


def test_a_sound_store_is_sound(folder: Path) -> None:
    assert not found(folder)


def test_one_flipped_bit_on_any_page_is_found(stocked: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    raw = (stocked / "kassa.db").read_bytes()
    random = Random(1)
    for page in range(len(raw) // PAGE):
        spoilt = bytearray(raw)
        spoilt[page * PAGE + random.randrange(PAGE)] ^= 1 << random.randrange(8)
        folder = tmp_path / f"page{page}"
        folder.mkdir()
        shutil.copy(stocked / "kassa.key", folder)
        (folder / "kassa.db").write_bytes(spoilt)
        assert found(folder, used=page % 3 == 0), page
    assert capfd.readouterr() == ("", ""), "the engine says nothing of its own on the terminal"


def test_pages_swapped_or_lost_are_found(folder: Path) -> None:
    database = folder / "kassa.db"
    raw = database.read_bytes()
    pages = [raw[at : at + PAGE] for at in range(0, len(raw), PAGE)]
    pages[9], pages[10] = pages[10], pages[9]
    database.write_bytes(b"".join(pages))
    assert found(folder)
    database.write_bytes(raw[: -10 * PAGE])
    assert found(folder)


def test_a_refusal_for_damage_does_not_poison_the_next_question(folder: Path) -> None:
    database = folder / "kassa.db"
    shop = Shop(folder)
    shop.close()
    spoilt = bytearray(database.read_bytes())
    spoilt[-PAGE + 100] ^= 1
    database.write_bytes(spoilt)
    shop = Shop(folder)
    codes = set()
    for _ in range(3):
        checking.check(shop.session)
        try:
            shop.join("Ny")
        except KassaError as error:
            codes.add(error.code)
    shop.close()
    assert codes <= {"store_damaged"}
