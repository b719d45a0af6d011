"""A shop's files bring the same shop into an empty store, and out of that the same files again."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest

from kassa.services import card_printing, cards, checking, checkout, corrections, customers, importing, notes
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
    checkout.take_back(shop.session, shop.buy(maria).purchase.id)
    checkout.take_back(shop.session, shop.buy(maria, 9_000, coffee=2, bun=1).purchase.id, amount=9_000)
    checkout.take_back(shop.session, shop.buy(maria, coffee=2, bun=1).purchase.id, items=(("bun", 1),))
    for name in ("Eva Ek", "Eva Ek"):
        alike = shop.join(name, address="Storgatan 1")
        notes.add(shop.session, alike, "Te")
        notes.add(shop.session, alike, "Te")
    shop.join("Ola")
    shop.join("Friend", referred_by=maria)
    for code in card_printing.print_cards(
        shop.session, card_printing.PrintRequest(shop.folder / "a.pdf", "a4-cut", customers=(maria,))
    ).codes:
        new = cards.replace(shop.session, code).code
        cards.lost(shop.session, cards.replace(shop.session, new).code)
    notes.add(shop.session, maria, "Ring om boken", "promise", assignee="Ola: kassan")
    return shop


def written(shop: Shop, export: Callable[[Session, Path], int]) -> bytes:
    """What a shop writes of itself."""
    export(shop.session, shop.folder.parent / "again.csv")
    return (shop.folder.parent / "again.csv").read_bytes()


def rows(shop: Shop, export: Callable[[Session, Path], int]) -> list[dict[str, str]]:
    """What a shop writes of itself, without its key."""
    file = shop.folder.parent / "again.csv"
    export(shop.session, file)
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return [
            {name: re.sub("@[0-9a-f]{16}$", "", cell) for name, cell in row.items()} for row in csv.DictReader(opened)
        ]


def _blank_cards(shop: Shop) -> tuple[str, ...]:
    request = card_printing.PrintRequest(shop.folder / "cards.pdf", "cr80", blank=3, verify=False)
    return card_printing.print_cards(shop.session, request).codes


@pytest.mark.parametrize("name", ["out.csv", "out.xlsx"])
def test_people_come_back_as_they_went(full: Shop, empty: Shop, tmp_path: Path, name: str) -> None:
    count = export_customers(full.session, tmp_path / name)
    report = importing.import_customers(empty.session, tmp_path / name)
    assert (report.format, report.read, report.created, report.rejected) == ("kassa", count, count, ())
    assert report.renumbered == 0
    assert written(empty, export_customers) == written(full, export_customers)
    (friend,) = customers.find(empty.session, "Friend")
    (brought,) = (row for row in rows(empty, export_customers) if row["number"] == str(friend.number))
    assert customers.show(empty.session, brought["referred_by"].partition("@")[0]).customer.phone == "+46701740613"


@pytest.mark.parametrize("name", ["out.csv", "out.xlsx"])
def test_purchases_come_back_as_they_went(full: Shop, empty: Shop, tmp_path: Path, name: str) -> None:
    export_customers(full.session, tmp_path / f"people-{name}")
    count = export_purchases(full.session, tmp_path / name)
    importing.import_customers(empty.session, tmp_path / f"people-{name}")
    report = importing.import_sales(empty.session, tmp_path / name)
    assert (report.read, report.created, report.skipped, report.rejected) == (count, count, 0, ())
    assert written(empty, export_purchases) == written(full, export_purchases)
    assert written(empty, export_customers) == written(full, export_customers)
    assert checking.check(empty.session) == ()


def test_purchases_bring_their_people_with_their_numbers(full: Shop, empty: Shop, tmp_path: Path) -> None:
    export_purchases(full.session, tmp_path / "purchases.csv")
    export_customers(full.session, tmp_path / "people.csv")
    importing.import_sales(empty.session, tmp_path / "purchases.csv")
    importing.import_customers(empty.session, tmp_path / "people.csv")
    assert written(empty, export_purchases) == written(full, export_purchases)
    numbers = [{row["kassa_id"]: row["number"] for row in rows(shop, export_customers)} for shop in (full, empty)]
    assert numbers[0] == numbers[1]


def test_whose_number_is_somebodys_here_gets_another_and_it_is_told(full: Shop, empty: Shop, tmp_path: Path) -> None:
    export_customers(full.session, tmp_path / "people.csv")
    first, second = (empty.join(name) for name in ("Siv Ek", "Bo Al"))
    rehearsed = importing.import_customers(empty.session, tmp_path / "people.csv", dry_run=True)
    report = importing.import_customers(empty.session, tmp_path / "people.csv", op="it")
    assert rehearsed == report == importing.past_imports(empty.session)[0].report
    assert report.renumbered == 2
    told, again = rows(full, export_customers), {row["kassa_id"]: row for row in rows(empty, export_customers)}
    assert [again[row["kassa_id"]]["number"] for row in told[2:]] == [row["number"] for row in told[2:]]
    assert {customers.show(empty.session, each).customer.name for each in (first, second)} == {"Siv Ek", "Bo Al"}
    importing.undo_import(empty.session, "it")
    assert len(customers.find(empty.session, "", limit=99)) == 2
    assert importing.import_customers(empty.session, tmp_path / "people.csv").created == report.created


def test_what_came_from_elsewhere_is_known_where_it_went_out(full: Shop, empty: Shop, tmp_path: Path) -> None:
    files = tmp_path / "people.csv", tmp_path / "purchases.csv"
    count, bought = export_customers(full.session, files[0]), export_purchases(full.session, files[1])
    importing.import_customers(empty.session, files[0])
    importing.import_sales(empty.session, files[1])
    new = empty.join("Nytt Namn")
    empty.buy(new, 5_000)
    export_customers(empty.session, files[0])
    export_purchases(empty.session, files[1])
    people = importing.import_customers(full.session, files[0])
    sales = importing.import_sales(full.session, files[1])
    assert (people.created, people.updated, people.skipped) == (1, 0, count)
    assert (sales.created, sales.updated, sales.skipped) == (1, 0, bought)


def test_an_import_of_purchases_is_undone_and_done_again(full: Shop, empty: Shop, tmp_path: Path) -> None:
    export_purchases(full.session, tmp_path / "purchases.csv")
    first = importing.import_sales(empty.session, tmp_path / "purchases.csv", op="it")
    told = written(empty, export_purchases)
    importing.undo_import(empty.session, "it")
    assert checking.check(empty.session) == ()
    assert importing.import_sales(empty.session, tmp_path / "purchases.csv") == first
    assert written(empty, export_purchases) == told


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
