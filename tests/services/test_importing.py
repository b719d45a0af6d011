"""Customers from Square's export: everybody once, families apart, nothing lost, all or nothing."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from kassa.domain.people import CustomerView, Hit
from kassa.errors import KassaError
from kassa.services import checking, customers, import_pieces, importing, notes, opening
from kassa.services.corrections import undo
from kassa.services.importing import ImportReport, import_customers
from tests.builders import CAFE, Shop, make_shop

EXPORT = Path(__file__).parents[1] / "data" / "square_customers.csv"
COLUMNS = {
    "id": "Square Customer ID",
    "first": "First Name",
    "last": "Last Name",
    "phone": "Phone Number",
    "email": "Email Address",
    "street": "Street Address 1",
    "birthday": "Birthday",
    "memo": "Memo",
    "since": "First Visit",
    "last_visit": "Last Visit",
    "visits": "Transaction Count",
    "email_status": "Email Subscription Status",
}


def write(shop: Shop, *rows: Mapping[str, str]) -> Path:
    """An export with these rows; an ``id`` is made up where none is given."""
    file = shop.folder.parent / "customers.csv"
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, list(COLUMNS.values()))
        writer.writeheader()
        for number, row in enumerate(rows):
            writer.writerow({COLUMNS[key]: value for key, value in {"id": f"X{number}", **row}.items()})
    return file


def bring(shop: Shop, *rows: Mapping[str, str]) -> tuple[int, int, int]:
    """Created, updated, skipped."""
    report = import_customers(shop.session, write(shop, *rows))
    assert not report.rejected
    return report.created, report.updated, report.skipped


def everybody(shop: Shop) -> tuple[Hit, ...]:
    return customers.find(shop.session, "", limit=5000)


def person(shop: Shop, name: str) -> CustomerView:
    (hit,) = (hit for hit in everybody(shop) if hit.name == name)
    return customers.show(shop.session, hit.id)


def test_a_real_export_and_again(shop: Shop) -> None:
    told: list[tuple[int, int]] = []
    first = import_customers(shop.session, EXPORT, progress=lambda done, rows: told.append((done, rows)))
    assert first == ImportReport("square", 1200, 1188, 12, 0, ())
    assert told[-1] == (1200, 1200)
    assert len(everybody(shop)) == 1188
    assert import_customers(shop.session, EXPORT) == ImportReport("square", 1200, 0, 0, 1200, ())
    assert checking.check(shop.session) == ()

    twice = person(shop, "Mats Eriksson").customer
    assert (twice.phone, twice.visits, twice.since) == ("+46706840913", 74 + 42, date(2025, 7, 23))
    monica = customers.show(shop.session, "070-121 52 79")
    assert monica.customer.name == "Monica Gustafsson"
    assert monica.customer.address == "Skogsvägen 293, 56185 Borlänge"
    assert monica.customer.birthday == "2004-04-02"
    assert [note.text for note in monica.notes] == ["=2+2 sa han på skoj"]
    assert [(each.channel, each.given) for each in monica.customer.consents] == [("email", False)]
    assert monica.customer.last_visit is not None
    assert monica.customer.last_visit.isoformat() == "2026-10-20T10:00:00+00:00"
    assert customers.find(shop.session, "monic gustafs")[0].name == "Monica Gustafsson"
    # The latest visitor of the file comes first.
    assert everybody(shop)[0].last_visit == max(hit.last_visit for hit in everybody(shop) if hit.last_visit)


def test_a_rehearsal_changes_nothing(shop: Shop) -> None:
    rehearsed = import_customers(shop.session, EXPORT, dry_run=True)
    assert everybody(shop) == ()
    assert rehearsed == import_customers(shop.session, EXPORT)


def test_a_family_on_one_telephone_stays_apart(shop: Shop) -> None:
    mother = {"first": "Anna", "last": "Berg", "phone": "070-1234567"}
    son = {"first": "Per", "last": "Berg", "phone": "'+46701234567"}
    assert bring(shop, mother, son) == (2, 0, 0)
    assert {person(shop, name).customer.phone for name in ("Anna Berg", "Per Berg")} == {"+46701234567"}
    with pytest.raises(KassaError) as caught:
        customers.show(shop.session, "070-1234567")
    assert caught.value.code == "ambiguous"


def test_who_is_in_the_register_is_filled_in_not_overwritten(shop: Shop) -> None:
    known = shop.join("Anna Berg", phone="0701234567", email="anna@example.se")
    row = {
        "first": "Anna",
        "last": "Berg",
        "phone": "0701234567",
        "email": "anna.berg@example.se",
        "street": "Storgatan 1",
        "memo": "Havremjölk",
        "since": "2024-05-01",
        "visits": "12",
    }
    assert bring(shop, row) == (0, 1, 0)
    view = customers.show(shop.session, known)
    assert (view.customer.email, view.customer.address) == ("anna@example.se", "Storgatan 1")
    assert (view.customer.since, view.customer.visits) == (date(2024, 5, 1), 12)
    assert {note.text for note in view.notes} == {"Havremjölk", "anna.berg@example.se"}
    assert bring(shop, row) == (0, 0, 1)


def test_a_name_alone_is_nobody_in_particular(shop: Shop) -> None:
    shop.join("Maria Larsson")
    one = {"first": "Maria", "last": "Larsson"}
    at_home = {**one, "street": "Storgatan 1"}
    assert bring(shop, one, at_home, at_home, {**one, "street": "Storgatan 2"}) == (3, 0, 1)
    assert bring(shop, {**at_home, "id": "another", "phone": "0701234567"}) == (0, 1, 0)
    assert len(everybody(shop)) == 4


def test_the_programs_own_id_goes_before_everything(shop: Shop) -> None:
    bring(shop, {"first": "Anna", "last": "Berg", "phone": "0701234567", "visits": "5"})
    assert bring(shop, {"first": "Eva", "last": "Lind", "email": "eva@example.se", "visits": "9"}) == (0, 1, 0)
    view = person(shop, "Anna Berg")
    assert (view.customer.email, view.customer.visits) == ("eva@example.se", 5)
    assert [note.text for note in view.notes] == ["Eva Lind"]


def test_the_same_row_twice_is_one(shop: Shop) -> None:
    row = {"id": "X", "first": "Anna", "visits": "5"}
    assert bring(shop, row, row) == (1, 0, 1)
    assert person(shop, "Anna").customer.visits == 5


def test_rows_far_apart_find_each_other(shop: Shop) -> None:
    between = [{"first": f"Nr {number}", "phone": f"070{number:07}"} for number in range(1200)]
    home = {"first": "Anna", "last": "Berg", "street": "Storgatan 1"}
    assert bring(shop, home, *between, {**home, "memo": "Hund"}) == (1201, 1, 0)
    assert [note.text for note in person(shop, "Anna Berg").notes] == ["Hund"]
    assert checking.check(shop.session) == ()


def test_a_large_file_is_indexed_and_put_in_order(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_pieces, "MANY", 100)
    between = [{"first": f"Nr {number}", "phone": f"070{number:07}"} for number in range(600)]
    anna = {"first": "Anna", "last": "Berg", "email": "anna@example.se", "last_visit": "2026-11-20"}
    known = shop.join("Per Ek", email="per@example.se")
    per = {"first": "Per", "last": "Ek", "email": "per@example.se", "phone": "0761234567"}
    assert bring(shop, anna, *between, {**anna, "phone": "0731234567"}, per) == (601, 2, 0)
    assert customers.find(shop.session, "0731234567")[0].name == "Anna Berg"
    assert customers.find(shop.session, "0761234567")[0].id == known
    assert [each.name for each in everybody(shop)[:2]] == ["Per Ek", "Anna Berg"]
    assert checking.check(shop.session) == ()


def test_a_note_that_was_removed_stays_away(shop: Shop) -> None:
    row = {"first": "Anna", "memo": "Hund"}
    bring(shop, row)
    (note,) = person(shop, "Anna").notes
    notes.remove(shop.session, note.id)
    assert bring(shop, {**row, "street": "Storgatan 1"}) == (0, 1, 0)
    assert person(shop, "Anna").notes == ()


def test_consent_is_what_the_file_says_and_a_no_holds(shop: Shop) -> None:
    def consents(name: str) -> list[tuple[str, bool, str | None]]:
        return [(each.channel, each.given, each.how) for each in person(shop, name).customer.consents]

    row = {"first": "Anna", "phone": "0701234567", "email": "anna@example.se"}
    bring(shop, {**row, "email_status": "subscribed"}, {"first": "Per", "email_status": "unknown"})
    assert consents("Anna") == [("email", True, "Square")]
    assert consents("Per") == []
    bring(shop, {**row, "email_status": "unsubscribed"})
    assert consents("Anna") == [("email", False, "Square")]
    bring(shop, {**row, "email_status": "subscribed", "memo": "Ny"})
    assert consents("Anna") == [("email", False, "Square")]


@pytest.mark.parametrize(
    ("memo", "kept"),
    [
        ("Pnr 811228-9874, ring 070-1234567", "Pnr ••••••-••••, ring 070-1234567"),
        ("Född 198112289874", "Född ••••••••••••"),
        ("Ordernummer 1234567890", "Ordernummer 1234567890"),
    ],
)
def test_identity_numbers_stay_outside(shop: Shop, memo: str, kept: str) -> None:
    assert bring(shop, {"first": "Anna 811228-9874", "memo": memo}) == (1, 0, 0)
    assert [note.text for note in person(shop, "Anna ••••••-••••").notes] == [kept]


def test_what_cannot_be_read_comes_in_as_a_note(shop: Shop) -> None:
    assert bring(shop, {"first": "Anna", "phone": "12", "email": "anna at home"}) == (1, 0, 0)
    (note,) = person(shop, "Anna").notes
    assert set(note.text.splitlines()) == {"Phone Number: 12", "Email Address: anna at home"}


def test_every_row_counts_once(shop: Shop) -> None:
    file = write(shop, {"first": "Anna"}, {"visits": "3"}, {"first": "N" * 201})
    report = import_customers(shop.session, file)
    assert (report.read, report.created, report.updated, report.skipped) == (3, 1, 0, 0)
    assert [(each.line, each.column) for each in report.rejected] == [(3, None), (4, "First Name")]


def test_telephones_are_the_shops_own(tmp_path: Path) -> None:
    shop = make_shop(tmp_path, CAFE.replace("Europe/Stockholm", "Europe/Warsaw").replace('"SEK"', '"PLN"'))
    bring(shop, {"first": "Łukasz", "phone": "512 345 678"})
    assert person(shop, "Łukasz").customer.phone == "+48512345678"
    shop.close()


def test_a_broken_line_at_the_end_changes_nothing(shop: Shop) -> None:
    file = write(shop, *({"first": f"Nr {number}"} for number in range(700)))
    with file.open("a", encoding="utf-8") as opened:
        opened.write('"no end')
    with pytest.raises(KassaError) as caught:
        import_customers(shop.session, file)
    assert (caught.value.code, caught.value.details["line"]) == ("bad_file", 702)
    assert everybody(shop) == ()


def test_leaving_half_way_changes_nothing(shop: Shop) -> None:
    def leave(done: int, rows: int) -> None:
        if done > 500:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        import_customers(shop.session, EXPORT, progress=leave)
    assert everybody(shop) == ()
    assert checking.check(shop.session) == ()


def test_a_shop_without_a_programme_is_told_so(tmp_path: Path) -> None:
    shop = make_shop(tmp_path, None)
    with pytest.raises(KassaError) as caught:
        import_customers(shop.session, EXPORT)
    assert caught.value.code == "bad_value"
    shop.close()


def test_a_retry_of_an_import_gets_the_first_answer(shop: Shop) -> None:
    export = write(shop, {"first": "Maria", "phone": "070-1740605"}, {"first": "x" * 500})
    first = import_customers(shop.session, export, op="moving in")
    assert (first.created, len(first.rejected)) == (1, 1)
    assert import_customers(shop.session, export, op="moving in") == first


def test_what_was_left_half_done_goes_out_in_pieces_that_can_be_left(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def leave(*_: object) -> None:
        raise InterruptedError

    shop.join("Nils Kund")
    with monkeypatch.context() as dying:
        dying.setattr(importing, "abandon", lambda *_: None)
        with pytest.raises(InterruptedError):
            import_customers(shop.session, EXPORT, progress=leave)
    with pytest.raises(InterruptedError):
        opening.finish_imports(shop.session, leave)
    assert opening.finish_imports(shop.session)
    assert [hit.name for hit in everybody(shop)] == ["Nils Kund"]
    assert not opening.finish_imports(shop.session)
    assert checking.check(shop.session) == ()


def test_the_latest_visitors_come_first_whichever_file_told_of_them(shop: Shop) -> None:
    bring(
        shop,
        {"id": "A", "first": "New", "last_visit": "2026-11-20"},
        {"id": "B", "first": "Old", "last_visit": "2025-01-15"},
        {"id": "N", "first": "Never", "since": "2026-11-01"},
    )
    shop.join("Per Ek")
    shop.clock.pass_time(hours=2)
    bring(
        shop,
        {"id": "C", "first": "Older", "last_visit": "2024-06-01"},
        {"id": "D", "first": "Between", "last_visit": "2026-03-08"},
        {"id": "M", "first": "Too", "since": "2020-11-01"},
        {"id": "B", "first": "Old", "last_visit": "2026-03-09"},
    )
    assert [each.name for each in everybody(shop)] == ["Per Ek", "New", "Old", "Between", "Older", "Never", "Too"]
    shop.buy(person(shop, "Too").customer.id, 100)
    shop.clock.pass_time(hours=2)
    bought = shop.buy(person(shop, "Older").customer.id, 100)
    assert [each.name for each in everybody(shop)][:3] == ["Older", "Too", "Per Ek"]
    undo(shop.session, bought.purchase.id)
    assert [each.name for each in everybody(shop)][-3:] == ["Between", "Older", "Never"]
