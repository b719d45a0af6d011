"""The register as files: everything that is known, nothing that isn't, and the owner's alone."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

import openpyxl
import pytest

from kassa.domain.people import Card
from kassa.errors import KassaError
from kassa.exchange.export_cells import unguarded
from kassa.services import card_printing, cards, checkout, corrections, customers, notes
from kassa.services.customers import NewCustomer
from kassa.services.exporting import export_customers, export_ledger, export_purchases
from kassa.services.replies import Order, OrderItem
from kassa.services.session import Session
from kassa.store import customers as stored
from kassa.store import exports
from kassa.words import Words
from tests.builders import NOW, Shop, make_shop

EXPORTS = [export_customers, export_ledger, export_purchases]


def rows(file: Path) -> list[dict[str, str]]:
    """A CSV file's rows, without what is empty in them."""
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return [
            {name: unguarded(cell) for name, cell in row.items() if cell} for row in csv.DictReader(opened, strict=True)
        ]


def key(shop: Shop) -> str:
    """What follows the ``@`` in this shop's ids."""
    with shop.session.store.reading() as transaction:
        return exports.shop_key(transaction) or ""


def blank(shop: Shop, number: int) -> str:
    """The code of a blank card."""
    printed = card_printing.print_cards(
        shop.session, card_printing.PrintRequest(shop.folder / "cards.pdf", "cr80", blank=number, verify=False)
    )
    return printed.codes[0]


def test_everything_that_is_known_of_a_person(shop: Shop, tmp_path: Path) -> None:
    brought = shop.join("Ola")
    old = blank(shop, 1)
    maria = customers.add(
        shop.session,
        NewCustomer(
            name="Maria Lindqvist",
            phone="070-174 06 13",
            email="Maria@Example.com",
            address="Storgatan 5\n753 20 Uppsala",
            birthday="--06-03",
            language="sv",
            tags=("vip", "book; club"),
            card=old,
            referred_by=brought,
        ),
    ).customer.id
    new: Card = cards.replace(shop.session, old)
    cards.lost(shop.session, new.code)
    third: Card = cards.replace(shop.session, new.code)
    customers.consent(shop.session, maria, "sms", True, "vid kassan")
    shop.clock.pass_time(hours=1)
    customers.consent(shop.session, maria, "sms", False)
    customers.consent(shop.session, maria, "health", True)
    notes.add(shop.session, maria, "Havremjölk", "likes")
    notes.add(shop.session, maria, "Ring: boken", "promise", pinned=True, due=date(2026, 12, 1), assignee="Ola")
    done = notes.add(shop.session, maria, "Hur var resan?", "ask")
    notes.done(shop.session, done.id)
    shop.buy(maria, coffee=1)

    assert export_customers(shop.session, tmp_path / "out.csv") == 2
    first, second = rows(tmp_path / "out.csv")
    assert first == {
        "kassa_id": f"{brought}@{key(shop)}",
        "number": "1001",
        "name": "Ola",
        "since": "2026-11-22",
        "visits": "0",
    }
    assert second == {
        "kassa_id": f"{maria}@{key(shop)}",
        "number": "1002",
        "name": "Maria Lindqvist",
        "phone": "+46701740613",
        "email": "maria@example.com",
        "address": "Storgatan 5\n753 20 Uppsala",
        "birthday": "--06-03",
        "language": "sv",
        "tags": "book\\; club; vip",
        "since": "2026-11-22",
        "visits": "1",
        "last_visit": "2026-11-22T14:00:00+01:00",
        "referred_by": f"{brought}@{key(shop)}",
        "cards": third.code,
        "former_cards": "; ".join(sorted((f"{old} replaced {new.code}", f"{new.code} lost"))),
        "notes": "likes: Havremjölk\npromise, pinned, due 2026-12-01, for Ola: Ring: boken",
        "consent_sms": "no",
        "consent_sms_at": "2026-11-22T14:00:00+01:00",
        "consent_health": "yes",
        "consent_health_at": "2026-11-22T14:00:00+01:00",
    }


def test_purchases_with_what_came_back(shop: Shop, tmp_path: Path) -> None:
    maria = shop.join("=1+1")
    order = Order(
        maria,
        amount=11_600,
        items=(OrderItem("coffee", 2, 8_400), OrderItem("bun", 1)),
        non_earning=1_000,
        receipt="1001",
        op="a",
    )
    bought = checkout.buy(shop.session, order).purchase
    checkout.take_back(shop.session, bought.id, items=(("coffee", 1),))
    visit = shop.buy(maria).purchase
    corrections.undo(shop.session, visit.id)

    assert export_purchases(shop.session, tmp_path / "out.csv") == 2
    first, second = rows(tmp_path / "out.csv")
    whose = {"kassa_id": f"{maria}@{key(shop)}", "number": "1001", "name": "=1+1"}
    assert first == whose | {
        "id": bought.id,
        "at": "2026-11-22T13:00:00+01:00",
        "business_date": "2026-11-22",
        "amount": "116.00",
        "returned": "42.00",
        "non_earning": "10.00",
        "items": "coffee=2@84.00 returned 1; bun=1",
        "receipt": "1001",
        "till": "till-1",
    }
    assert second == whose | {
        "id": visit.id,
        "at": "2026-11-22T13:00:00+01:00",
        "business_date": "2026-11-22",
        "undone": "yes",
        "till": "till-1",
    }


def test_the_ledger_says_what_why_says(shop: Shop, tmp_path: Path) -> None:
    people = [shop.join("Maria"), shop.join("Ola")]
    for visit in range(3):
        for person in people:
            shop.buy(person, coffee=visit + 5)
    corrections.undo(shop.session, shop.buy(people[0], coffee=1).purchase.id)

    for words in (Words("en"), Words("sv")):
        count = export_ledger(shop.session, tmp_path / "out.csv", words=words)
        written = rows(tmp_path / "out.csv")
        expected = [
            (person, line.id, line.kind, str(line.delta), str(line.balance), line.purchase, words.text(line.because))
            for person in people
            for line in corrections.why(shop.session, person)
        ]
        assert count == len(expected)
        assert [
            (row["kassa_id"].partition("@")[0], row["id"], row["kind"], row["delta"], row["balance"],
             row.get("purchase"), row["because"])
            for row in written
        ] == expected  # fmt: skip
        assert any("reverses" in row for row in written)


@pytest.mark.parametrize("export", EXPORTS)
def test_a_shop_without_anything_gives_the_headings(export: Callable[..., int], tmp_path: Path) -> None:
    shop = make_shop(tmp_path, None)
    for name in ("out.csv", "out.xlsx"):
        assert export(shop.session, tmp_path / name) == 0
    assert "kassa_id" in (tmp_path / "out.csv").read_text("utf-8-sig")
    shop.close()


@pytest.mark.parametrize("export", EXPORTS)
def test_it_is_the_owners_alone(export: Callable[..., int], shop: Shop, tmp_path: Path) -> None:
    with pytest.raises(KassaError) as refused:
        export(shop.cashier(), tmp_path / "out.csv")
    assert refused.value.code == "not_allowed"
    assert not (tmp_path / "out.csv").exists()


def test_another_name_is_refused_before_anything_is_read(shop: Shop, tmp_path: Path) -> None:
    with pytest.raises(KassaError) as refused:
        export_customers(shop.session, tmp_path / "out.ods")
    assert refused.value.code == "bad_value"


def test_csv_and_workbook_say_the_same(shop: Shop, tmp_path: Path) -> None:
    shop.join("=1+1", phone="070-174 06 13")
    shop.join("<b>&Maria")
    export_customers(shop.session, tmp_path / "out.csv")
    export_customers(shop.session, tmp_path / "out.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx")["customers"]
    headings, *told = sheet.iter_rows(values_only=True)
    assert [
        {str(name): cell for name, cell in zip(headings, row, strict=True) if cell is not None} for row in told
    ] == rows(tmp_path / "out.csv")


def test_who_is_gone_is_in_no_file(shop: Shop, tmp_path: Path) -> None:
    maria = shop.join("Maria")
    shop.buy(maria, coffee=1)
    with shop.session.store.writing() as transaction:
        stored.change(transaction, int(maria[1:]), {"gone": 1})
    assert [export(shop.session, tmp_path / f"{export.__name__}.csv") for export in EXPORTS] == [0, 2, 1]
    for export in EXPORTS:
        assert "Maria" not in (tmp_path / f"{export.__name__}.csv").read_text("utf-8")


def test_a_shop_has_one_key_and_another_shop_another(shop: Shop, tmp_path: Path) -> None:
    maria = shop.join()
    shop.buy(maria)
    other = make_shop(tmp_path / "other")
    other.session = Session(other.session.store, other.session.actor, other.clock, Random(8))
    for one in (shop, other, shop):
        export_customers(one.session, tmp_path / "out.csv")
    told = rows(tmp_path / "out.csv")[0]["kassa_id"]
    assert told == f"{maria}@{key(shop)}"
    assert key(shop) != key(other)
    for one, found in ((shop, {told: int(maria[1:])}), (other, {})):
        with one.session.store.reading() as transaction:
            asked = (told, maria, told.replace(maria, "c9999"), told.replace("c", "p"), "")
            assert exports.own_customers(transaction, asked) == found
            purchases = ("p1@" + told.partition("@")[2], "p2@" + told.partition("@")[2], "p1@5f0c", told)
            assert exports.own_purchases(transaction, purchases) == ({purchases[0]: 1} if found else {})
    other.close()


class _CancelledError(Exception):
    pass


@pytest.mark.parametrize("name", ["out.csv", "out.xlsx"])
def test_progress_may_end_it(shop: Shop, tmp_path: Path, name: str) -> None:
    for _ in range(3):
        shop.join()
    seen: list[tuple[int, int]] = []
    export_customers(shop.session, tmp_path / name, lambda *told: seen.append(told))
    assert seen == [(3, 3)]
    (tmp_path / name).unlink()

    def cancel(_: int, __: int) -> None:
        raise _CancelledError

    before = sorted(tmp_path.iterdir())
    with pytest.raises(_CancelledError):
        export_customers(shop.session, tmp_path / name, cancel)
    assert sorted(tmp_path.iterdir()) == before
    shop.join()


def test_many_are_read_part_by_part(shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "_AT_ONCE", 2)
    people = [shop.join(f"Person {number}") for number in range(5)]
    for number, person in enumerate(people):
        notes.add(shop.session, person, f"note {number}")
        shop.buy(person, coffee=number + 1, at=NOW - timedelta(hours=number))
    export_customers(shop.session, tmp_path / "out.csv")
    assert [row["notes"] for row in rows(tmp_path / "out.csv")] == [f"other: note {number}" for number in range(5)]
    export_purchases(shop.session, tmp_path / "out.csv")
    assert [row["items"] for row in rows(tmp_path / "out.csv")] == [f"coffee={number}" for number in range(1, 6)]
    moments = [datetime.fromisoformat(row["at"]) for row in rows(tmp_path / "out.csv")]
    assert moments == [NOW - timedelta(hours=number) for number in range(5)]
    assert export_ledger(shop.session, tmp_path / "out.csv") == len(rows(tmp_path / "out.csv")) == 10


def test_what_is_written_meanwhile_is_not_in_the_file(shop: Shop, tmp_path: Path) -> None:
    shop.join()
    assert export_customers(shop.session, tmp_path / "out.csv", lambda *_: _join(shop)) == 1
    assert len(rows(tmp_path / "out.csv")) == 1
    assert export_customers(shop.session, tmp_path / "out.csv") == 2


def _join(shop: Shop) -> None:
    shop.join("Late")
