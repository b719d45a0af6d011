"""A shop's files bring the same shop into an empty store, and out of that the same files again."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest

from kassa.services import cards, checkout, corrections, customers, importing, notes
from kassa.services.customers import NewCustomer
from kassa.services.exporting import export_customers, export_purchases
from kassa.services.replies import Order, OrderItem
from kassa.services.session import Session
from tests.builders import NOW, Shop, make_shop

NAMES = (
    "=1+1",
    "+46 70",
    "@x",
    "-1",
    "'=1",
    "O'Brien",
    'said "hi"',
    "a;b\\c, d",
    "<r>&</r>",
    "Łucja Żółć",
    "😀",
    "Ola",
)
# Numbers and ids are each shop's own.
_ITS_OWN = ("kassa_id", "number", "id", "referred_by", "receipt")


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Shop]:
    """Another shop, with nobody in it."""
    made = make_shop(tmp_path / "empty")
    made.session = Session(made.session.store, made.session.actor, made.clock, Random(8))
    yield made
    made.close()


@pytest.fixture
def full(shop: Shop) -> Shop:
    """A shop with people of all kinds, and what they bought."""
    first = shop.join("Ola")
    for place, name in enumerate(NAMES):
        person = shop.join(name, address=f"{name}\n{place}", referred_by=first)
        customers.edit(shop.session, person, {"tags": (name, "vip; gold")})
        notes.add(
            shop.session, person, f"{name}: and\nmore", "promise", place % 2 == 0, date(2026, 12, 1 + place), "Ola"
        )
        notes.add(shop.session, person, name)
        shop.buy(person, at=NOW - timedelta(days=place, minutes=1), coffee=place + 1)
    maria = customers.add(
        shop.session,
        NewCustomer(phone="070-174 06 13", email="maria@example.com", birthday="--06-03", language="sv"),
    ).customer.id
    old, new, _ = codes = _blank_cards(shop)
    for place, code in enumerate(codes):
        cards.assign(shop.session, code, maria if place < 2 else first)
    cards.replace(shop.session, old)
    cards.lost(shop.session, new)
    customers.consent(shop.session, maria, "health", True, "asked")
    shop.clock.pass_time(minutes=1)
    customers.consent(shop.session, maria, "email", False)
    notes.add(shop.session, maria, "Nötter", "health")
    items = (OrderItem("coffee", 2, 8_400), OrderItem("bun", 1))
    order = Order(maria, 11_600, items, non_earning=1_000, receipt="1001")
    bought = checkout.buy(shop.session, order).purchase
    checkout.take_back(shop.session, bought.id, items=(("coffee", 1),))
    corrections.undo(shop.session, shop.buy(maria).purchase.id)
    shop.join("Ola")
    shop.join("Friend", referred_by=maria)
    for code in cards.print_cards(
        shop.session, cards.PrintRequest(shop.folder / "a.pdf", "a4-cut", customers=(maria,))
    ).codes:
        new = cards.replace(shop.session, code).code
        cards.lost(shop.session, cards.replace(shop.session, new).code)
    notes.add(shop.session, maria, "Ring om boken", "promise", assignee="Ola: kassan")
    return shop


def again_as_text(shop: Shop) -> list[str]:
    """The lines that a shop writes of its people."""
    export_customers(shop.session, shop.folder.parent / "again.csv")
    return (shop.folder.parent / "again.csv").read_text("utf-8-sig").splitlines(keepends=True)


def rows(shop: Shop, export: Callable[[Session, Path], int]) -> list[dict[str, str]]:
    """What a shop writes of itself, without its key."""
    file = shop.folder.parent / "again.csv"
    export(shop.session, file)
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return [
            {name: re.sub("@[0-9a-f]{16}$", "", cell) for name, cell in row.items()} for row in csv.DictReader(opened)
        ]


def _blank_cards(shop: Shop) -> tuple[str, ...]:
    request = cards.PrintRequest(shop.folder / "cards.pdf", "cr80", blank=3, verify=False)
    return cards.print_cards(shop.session, request).codes


@pytest.mark.parametrize("name", ["out.csv", "out.xlsx"])
def test_people_come_back_as_they_went(full: Shop, empty: Shop, tmp_path: Path, name: str) -> None:
    count = export_customers(full.session, tmp_path / name)
    report = importing.import_customers(empty.session, tmp_path / name)
    assert (report.format, report.read, report.created, report.rejected) == ("kassa", count, count, ())
    told, again = rows(full, export_customers), rows(empty, export_customers)
    assert again == told
    (brought,) = (row for row in csv.DictReader(again_as_text(empty)) if row["name"] == "Friend")
    assert customers.show(empty.session, brought["referred_by"].partition("@")[0]).customer.phone == "+46701740613"


@pytest.mark.parametrize("name", ["out.csv", "out.xlsx"])
def test_purchases_come_back_as_they_went(full: Shop, empty: Shop, tmp_path: Path, name: str) -> None:
    export_customers(full.session, tmp_path / f"people-{name}")
    count = export_purchases(full.session, tmp_path / name)
    importing.import_customers(empty.session, tmp_path / f"people-{name}")
    report = importing.import_sales(empty.session, tmp_path / name)
    assert (report.read, report.created, report.skipped, report.rejected) == (count, count - 1, 1, ())
    told = [row for row in rows(full, export_purchases) if not row["undone"]]
    for row in told:
        # What came back is known by its amount, and what had no receipt by what it was called where it comes from.
        row["items"] = row["items"].replace(" returned 1", "")
        row["receipt"] = row["receipt"] or row["id"]
    assert rows(empty, export_purchases) == told
    assert [row["visits"] for row in rows(empty, export_customers)] == [
        row["visits"] for row in rows(full, export_customers)
    ]


def test_a_second_time_nobody_comes_twice(full: Shop, empty: Shop, tmp_path: Path) -> None:
    count = export_customers(full.session, tmp_path / "people.csv")
    bought = export_purchases(full.session, tmp_path / "purchases.csv")
    importing.import_customers(empty.session, tmp_path / "people.csv")
    importing.import_sales(empty.session, tmp_path / "purchases.csv")
    people = importing.import_customers(empty.session, tmp_path / "people.csv")
    sales = importing.import_sales(empty.session, tmp_path / "purchases.csv")
    assert (people.created, people.updated, people.skipped) == (0, 0, count)
    assert (sales.created, sales.updated, sales.skipped) == (0, 0, bought)


def test_a_shop_knows_its_own_people_again(full: Shop, tmp_path: Path) -> None:
    before = rows(full, export_customers)
    count = export_customers(full.session, tmp_path / "people.csv")
    people = importing.import_customers(full.session, tmp_path / "people.csv")
    assert (people.created, people.updated, people.skipped) == (0, 0, count)
    assert rows(full, export_customers) == before


def test_a_shop_knows_its_own_purchases_again(full: Shop, tmp_path: Path) -> None:
    before = rows(full, export_purchases)
    count = export_purchases(full.session, tmp_path / "purchases.csv")
    sales = importing.import_sales(full.session, tmp_path / "purchases.csv")
    assert (sales.created, sales.updated, sales.skipped) == (0, 0, count)
    assert rows(full, export_purchases) == before
