"""A shop with something to lose, made once, and copies of its folder to spoil."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kassa.services.customers import NewCustomer, add
from tests.builders import Shop, make_shop

PEOPLE = ("Maria Lindqvist", "Åke Öberg", "Ida Nilsson")


@pytest.fixture(scope="session")
def stocked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed store's folder: three customers, purchases, a reward. Read only."""
    shop = make_shop(tmp_path_factory.mktemp("stocked"))
    for name in PEOPLE:
        customer = add(shop.session, NewCustomer(name, f"070{len(name):07}")).customer.id
        for _ in range(3):
            shop.buy(customer, 8900, coffee=4)
    shop.close()
    return shop.folder


@pytest.fixture
def folder(stocked: Path, tmp_path: Path) -> Path:
    """A copy of the stocked store's folder."""
    return Path(shutil.copytree(stocked, tmp_path / "shop"))


@pytest.fixture
def opened(folder: Path) -> Iterator[Callable[[], Shop]]:
    """Opens the copy, and closes whatever was opened."""
    shops: list[Shop] = []

    def open_it() -> Shop:
        shops.append(Shop(folder))
        return shops[-1]

    yield open_it
    for shop in shops:
        shop.close()
