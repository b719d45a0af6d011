"""Square's export of customers."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from kassa.errors import KassaError
from kassa.exchange.imported import ImportedCustomer, ImportedNote, Rejected
from kassa.exchange.square import open_customers

EXPORT = Path(__file__).parents[1] / "data" / "square_customers.csv"
TODAY = date(2026, 11, 22)
HEADING = (
    "First Name,Last Name,Email Address,Phone Number,Company Name,Birthday,Memo,Square Customer ID,First Visit,"
    "Last Visit,Transaction Count,Lifetime Spend,Email Subscription Status"
)


def read(path: Path) -> list[ImportedCustomer | Rejected]:
    return list(open_customers(path).rows("SE", TODAY))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "customers.csv"


def one(file: Path, row: str, heading: str = HEADING) -> ImportedCustomer:
    file.write_text(f"{heading}\n{row}\n", "utf-8")
    (customer,) = read(file)
    assert isinstance(customer, ImportedCustomer), customer
    return customer


def test_a_real_export() -> None:
    customers = [customer for customer in read(EXPORT) if isinstance(customer, ImportedCustomer)]
    assert len(customers) == open_customers(EXPORT).count == 1200
    assert customers[1] == ImportedCustomer(
        line=3,
        external_id="R0ZC07SEAK7E9B51KDK9MKC0KW",
        name="Oscar Skoglund",
        phone="+46709245038",
        email="oscar.skoglund65@example.se",
        address="Järnvägsvägen 42, 61712 Eskilstuna",
        birthday="1968-11-21",
        notes=(ImportedNote("=2+2 sa han på skoj"),),
        since=date(2024, 11, 16),
        last_visit=date(2025, 9, 20),
        visits=8,
        consents=(("email", True),),
    )
    with EXPORT.open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    # Every telephone and e-mail of the file can be read, and every memo stands as it was.
    for key, column in (("phone", "Phone Number"), ("email", "Email Address")):
        assert [bool(getattr(customer, key)) for customer in customers] == [bool(row[column]) for row in rows]
    assert ["".join(note.text for note in customer.notes) for customer in customers] == [row["Memo"] for row in rows]
    assert Counter(customer.consents for customer in customers)[(("email", False),)] == sum(
        row["Email Subscription Status"] == "unsubscribed" for row in rows
    )
    lines = EXPORT.read_text("utf-8").splitlines()
    assert all(
        str(customer.external_id) in "\n".join(lines[customer.line - 1 : customer.line + 2]) for customer in customers
    )


def test_columns_in_any_order_and_case(file: Path) -> None:
    customer = one(
        file,
        "X1;Berg;Anna;0701215279;anna@example.se",
        "SQUARE CUSTOMER ID;last name;Given Name; phone number ;E-mail",
    )
    assert (customer.external_id, customer.name, customer.phone, customer.email) == (
        "X1",
        "Anna Berg",
        "+46701215279",
        "anna@example.se",
    )
    assert (customer.since, customer.visits, customer.consents) == (None, 0, ())


def test_what_cannot_be_read_goes_into_a_note(file: Path) -> None:
    customer = one(file, "Anna,Berg,anna at home,'12,Bageriet AB,31/31,Hund,X1,soon,2026-02-30,many,$1,maybe")
    assert (customer.phone, customer.email, customer.birthday, customer.visits) == (None, None, None, 0)
    memo, aside = customer.notes
    assert memo.text == "Hund"
    assert aside.text.splitlines() == [
        "Company Name: Bageriet AB",
        "Phone Number: 12",
        "Email Address: anna at home",
        "Birthday: 31/31",
        "First Visit: soon",
        "Last Visit: 2026-02-30",
        "Transaction Count: many",
    ]


def test_a_name_may_be_anything(file: Path) -> None:
    for name in ("<b>", "=1+1", "O'Brien", "陈伟", "Å" * 200, '""Kalle""'):
        assert one(file, f'"{name}",,,,,,,X1,,,,,').name == name.replace('""', '"')
    assert one(file, ',,,,"Bageriet AB",,,X1,,,,,').name == "Bageriet AB"
    assert one(file, '"Anna\tMaria\x07",Berg,,,,,,X1,,,,,').name == "Anna Maria Berg"


def test_consent_only_where_the_file_says_so(file: Path) -> None:
    for status, email, given in (
        ("subscribed", "a@example.se", (("email", True),)),
        ("Unsubscribed", "a@example.se", (("email", False),)),
        ("unsubscribed", "", (("email", False),)),
        ("subscribed", "", ()),
        ("unknown", "a@example.se", ()),
        ("", "a@example.se", ()),
    ):
        assert one(file, f"A,B,{email},,,,,X1,,,,,{status}").consents == given


def test_days_are_the_files_own(file: Path) -> None:
    file.write_text(f"{HEADING}\nA,,,,,03/06/1990,,X1,,,,,\nB,,,,,12/31/1990,,X2,,,,,\n", "utf-8")
    assert [row.birthday for row in read(file) if isinstance(row, ImportedCustomer)] == ["1990-03-06", "1990-12-31"]
    customer = one(file, "A,,,,,,,X1,2026-12-01,2027-01-01,5,,")
    assert (customer.since, customer.last_visit, customer.notes) == (None, None, ())


def test_rows_that_are_no_customers(file: Path) -> None:
    file.write_text(f"{HEADING}\n,,,,,,,X1,,,5,,\nA,B,,,,,,X2,,,,,,more\n{'N' * 201},,,,,,,X3,,,,,\n", "utf-8")
    rows = read(file)
    assert all(isinstance(row, Rejected) for row in rows)
    assert [(row.line, row.column) for row in rows if isinstance(row, Rejected)] == [
        (2, None),
        (3, None),
        (4, "First Name"),
    ]


@pytest.mark.parametrize(
    "name", ["square_items.csv", "shopify_customers.csv", "odoo_partners.csv", "egen_lista.csv", "zettle_receipts.xlsx"]
)
def test_other_files_are_refused(name: str) -> None:
    with pytest.raises(KassaError) as caught:
        open_customers(EXPORT.with_name(name))
    assert caught.value.code == "bad_file"


def test_a_heading_alone_is_refused(file: Path) -> None:
    file.write_text(HEADING + "\n", "utf-8")
    with pytest.raises(KassaError) as caught:
        open_customers(file)
    assert caught.value.code == "bad_file"
