"""Files of every till, read whole: counted once more by a few lines that know nothing of Kassa."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time
from itertools import groupby
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from kassa.errors import KassaError
from kassa.exchange.imported import ImportedCustomer, ImportedItem, ImportedNote, ImportedReceipt
from kassa.exchange.mapping import IGNORE, NOTE, Kind, Mapping, Shape
from kassa.exchange.reading import kind_of, open_source
from tests.exchange.reading_help import DATA, Sheet, customers_of, fields_of, receipts_of


def rows_of(name: str, encoding: str = "utf-8-sig", delimiter: str = ",") -> list[dict[str, str]]:
    with (DATA / name).open(encoding=encoding, newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def good_customers(name: str) -> list[ImportedCustomer]:
    rows = customers_of(DATA / name)
    assert all(isinstance(row, ImportedCustomer) for row in rows)
    return [row for row in rows if isinstance(row, ImportedCustomer)]


def good_receipts(name: str) -> list[ImportedReceipt]:
    rows = receipts_of(DATA / name)
    assert all(isinstance(row, ImportedReceipt) for row in rows)
    return [row for row in rows if isinstance(row, ImportedReceipt)]


def digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit())


@pytest.fixture
def sheet(tmp_path: Path) -> Sheet:
    return Sheet(tmp_path / "file.csv")


@pytest.mark.parametrize(
    ("name", "kind", "format_", "shape", "day_first", "known", "last_first"),
    [
        ("square_customers.csv", "customers", "square", Shape("utf-8", ",", 1), True, True, False),
        ("square_items.csv", "sales", "square", Shape("utf-8", ",", 1), True, True, False),
        ("shopify_customers.csv", "customers", "shopify", Shape("utf-8", ",", 1), True, True, False),
        ("odoo_partners.csv", "customers", "odoo", Shape("utf-8", ",", 1), True, True, False),
        ("loyverse_receipts_by_item.csv", "sales", "loyverse", Shape("utf-8-sig", ",", 1), True, True, False),
        ("egen_lista.csv", "customers", "list", Shape("windows-1252", ";", 1), True, True, True),
        ("zettle_receipts.xlsx", "sales", "zettle", Shape(None, None, 17, "Kvitton"), True, True, False),
    ],
)
def test_what_a_file_is(
    name: str, kind: Kind, format_: str, shape: Shape, day_first: bool, known: bool, last_first: bool
) -> None:
    assert kind_of(DATA / name) == kind
    source = open_source(DATA / name, kind)
    assert (source.format, source.shape, source.day_first, source.day_order_known, source.last_name_first) == (
        format_, shape, day_first, known, last_first,
    )  # fmt: skip
    assert source.decimal == "."


@pytest.mark.parametrize(
    ("name", "encoding", "delimiter", "phone", "email", "note"),
    [
        ("square_customers.csv", "utf-8", ",", "Phone Number", "Email Address", "Memo"),
        ("shopify_customers.csv", "utf-8", ",", "Phone", "Email", "Note"),
        ("odoo_partners.csv", "utf-8", ",", "Phone", "Email", "Notes"),
        ("egen_lista.csv", "windows-1252", ";", "Telefon", "E-post", "Anteckning"),
    ],
)
def test_every_contact_and_note_of_a_file_comes_in(
    name: str, encoding: str, delimiter: str, phone: str, email: str, note: str
) -> None:
    rows = rows_of(name, encoding, delimiter)
    customers = good_customers(name)
    assert len(customers) == len(rows)
    for customer, row in zip(customers, rows, strict=True):
        assert customer.email == (row[email].lower() or None)
        assert (customer.phone or "")[-6:] == digits(row[phone])[-6:]
        assert customer.phone is None or customer.phone.startswith("+")
        said = row[note].removeprefix("<p>").removesuffix("</p>")
        assert [each.text for each in customer.notes] == ([said] if said else [])


def test_squares_customers() -> None:
    rows = rows_of("square_customers.csv")
    customers = good_customers("square_customers.csv")
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
    for customer, row in zip(customers, rows, strict=True):
        assert customer.name == f"{row['First Name']} {row['Last Name']}"
        assert customer.birthday == (row["Birthday"] or None)
        assert (str(customer.since), str(customer.last_visit)) == (row["First Visit"], row["Last Visit"])
        assert customer.visits == int(row["Transaction Count"])
        assert customer.external_id == row["Square Customer ID"]
    assert Counter(customer.consents for customer in customers)[(("email", False),)] == sum(
        row["Email Subscription Status"] == "unsubscribed" for row in rows
    )
    lines = (DATA / "square_customers.csv").read_text("utf-8").splitlines()
    assert all(
        str(customer.external_id) in "\n".join(lines[customer.line - 1 : customer.line + 2]) for customer in customers
    )


def test_shopifys_customers() -> None:
    rows = rows_of("shopify_customers.csv")
    customers = good_customers("shopify_customers.csv")
    assert customers[1] == ImportedCustomer(
        line=3,
        external_id="7000000000001",
        name="Oscar Skoglund",
        phone="+46709245038",
        email="oscar.skoglund65@example.se",
        address="Järnvägsvägen 42, 61712 Eskilstuna",
        tags=("stammis", "frukost"),
        notes=(ImportedNote("=2+2 sa han på skoj"),),
        visits=20,
        consents=(("email", True), ("sms", False)),
    )
    for customer, row in zip(customers, rows, strict=True):
        assert customer.external_id == row["Customer ID"].removeprefix("'")
        assert customer.tags == tuple(row["Tags"].split(", ") if row["Tags"] else ())
        consents = dict(customer.consents)
        # A yes is for the contact in the file; a no is a no.
        assert consents.get("email") is (
            False if row["Accepts Email Marketing"] == "no" else True if row["Email"] else None
        )
        assert consents.get("sms") is (
            False if row["Accepts SMS Marketing"] == "no" else True if row["Phone"] else None
        )


def test_odoos_partners() -> None:
    customers = good_customers("odoo_partners.csv")
    assert customers[8] == ImportedCustomer(
        line=10,
        external_id="__export__.res_partner_8",
        name="Nicole Oliver",
        phone="+447700963809",
        email="nicole.oliver7@example.com",
        address="Flat 04, George Mountain, B34 0JW Bryanberg",
        notes=(ImportedNote("Hund som heter Bosse\nfår ett kex"),),
    )
    assert not any("<" in note.text for customer in customers for note in customer.notes)


def test_a_shops_own_list() -> None:
    rows = rows_of("egen_lista.csv", "windows-1252", ";")
    customers = good_customers("egen_lista.csv")
    assert customers[1] == ImportedCustomer(
        line=3,
        name="Oscar Skoglund",
        phone="+46709245038",
        email="oscar.skoglund65@example.se",
        birthday="--11-21",
        stamps=7,
        notes=(ImportedNote("=2+2 sa han på skoj"),),
    )
    for customer, row in zip(customers, rows, strict=True):
        last, first = row["Namn"].split(", ")
        assert customer.name == f"{first} {last}"
        assert customer.stamps == int(row["Stämplar"])
        day, _, month = row["Födelsedag"].partition("/")
        assert customer.birthday == (f"--{int(month):02}-{int(day):02}" if month else None)


def receipts_in(rows: list[dict[str, str]], number: str) -> Iterator[list[dict[str, str]]]:
    return (list(group) for _, group in groupby(rows, key=lambda row: row[number]))


def cents(text: str) -> int:
    return int(digits(text)) * (-1 if "-" in text else 1)


def test_squares_items() -> None:
    expected = list(receipts_in(rows_of("square_items.csv"), "Transaction ID"))
    receipts = good_receipts("square_items.csv")
    assert len(receipts) == len(expected) == 2500
    for receipt, rows in zip(receipts, expected, strict=True):
        first = rows[0]
        assert receipt.number == first["Transaction ID"]
        assert receipt.at == datetime.fromisoformat(f"{first['Date']}T{first['Time']}")
        assert receipt.refund is (first["Event Type"] == "Refund")
        # Prices hold the tax: net sales are what was paid.
        assert receipt.amount == abs(sum(cents(row["Net Sales"]) for row in rows))
        assert receipt.items == tuple(
            ImportedItem(row["Item"], abs(int(row["Qty"])), abs(cents(row["Net Sales"]))) for row in rows
        )
        who = [row["Customer ID"] for row in rows if row["Customer ID"]]
        assert (receipt.customer and receipt.customer.external_id) == (who[0] if who else None)
        assert (receipt.staff, receipt.till, receipt.cancelled) == ("Erik", "Disk 1", False)
    assert sum(receipt.refund for receipt in receipts) == 76


def test_loyverses_receipts_by_item() -> None:
    expected = list(receipts_in(rows_of("loyverse_receipts_by_item.csv"), "Receipt number"))
    receipts = good_receipts("loyverse_receipts_by_item.csv")
    assert len(receipts) == len(expected) == 2500
    for receipt, rows in zip(receipts, expected, strict=True):
        first = rows[0]
        day, time = first["Date"].split(" ")
        assert receipt.number == first["Receipt number"]
        assert receipt.at.isoformat() == "-".join(reversed(day.split("/"))) + f"T{time}:00"
        assert receipt.refund is (first["Receipt type"] == "Refund")
        assert receipt.cancelled is (first["Status"] == "Cancelled")
        assert receipt.amount == abs(sum(cents(row["Net sales"]) for row in rows))
        assert [(item.name, item.quantity) for item in receipt.items] == [
            (row["Item"], abs(int(row["Quantity"]))) for row in rows
        ]
        if not first["Customer name"]:
            assert receipt.customer is None
            continue
        assert receipt.customer is not None
        assert receipt.customer.name == first["Customer name"]
        contacts = first["Customer contacts"].split(", ")
        assert receipt.customer.email == next((each.lower() for each in contacts if "@" in each), None)
        phone = next((each for each in contacts if each and "@" not in each), "")
        assert (receipt.customer.phone or "")[-6:] == digits(phone)[-6:]
        assert receipt.customer.notes == ()
    assert Counter((receipt.refund, receipt.cancelled, receipt.customer is None) for receipt in receipts) == {
        (False, False, False): 1653, (False, False, True): 711, (True, False, False): 52, (True, False, True): 21,
        (False, True, False): 45, (False, True, True): 15, (True, True, False): 1, (True, True, True): 2,
    }  # fmt: skip


def test_zettles_workbook() -> None:
    receipts = good_receipts("zettle_receipts.xlsx")
    assert len(receipts) == 300
    assert receipts[0] == ImportedReceipt(
        line=18,
        number="5000",
        at=datetime.fromisoformat("2025-09-03T09:51"),
        amount=7900,
        items=(ImportedItem("Smörgås", 1, 7900),),
        staff="Erik",
    )
    assert [receipt.number for receipt in receipts] == [str(number) for number in range(5000, 5300)]
    assert sum(receipt.amount or 0 for receipt in receipts) == 2_812_500
    assert not any(receipt.customer or receipt.refund or receipt.cancelled for receipt in receipts)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("square_items.csv", "customers"),
        ("loyverse_receipts_by_item.csv", "customers"),
        ("zettle_receipts.xlsx", "customers"),
        ("square_customers.csv", "sales"),
        ("odoo_partners.csv", "sales"),
        ("egen_lista.csv", "sales"),
    ],
)
def test_a_file_of_the_other_kind_is_refused(name: str, kind: Kind) -> None:
    with pytest.raises(KassaError) as caught:
        open_source(DATA / name, kind)
    assert caught.value.code == "bad_file"


@pytest.mark.parametrize(
    "text",
    ["", "Namn;Telefon\n", "Namn;Telefon\n;\n", "a;b;c\n1;2;3\n", "kassa_id,number,name,delta,balance\nc1@x,1,A,2,2\n"],
)
def test_nothing_to_read_is_refused(sheet: Sheet, text: str) -> None:
    with pytest.raises(KassaError) as caught:
        customers_of(sheet.write(text))
    assert caught.value.code == "bad_file"


def test_columns_in_any_order_and_language(sheet: Sheet) -> None:
    for heading in (
        "SQUARE CUSTOMER ID;last name;Given Name; phone number ;E-mail",
        "Kundnr;Efternamn;Förnamn;Telefon:;E-postadress",
        "Kundenr;Etternavn;Fornavn;Tlf.;E-post",
        "Kundenummer;Efternavn;Fornavn;Telefonnr.;Mail",
        "Numer klienta;Nazwisko;Imię;Nr telefonu;Adres e-mail",
        "Kundennummer;Nachname;Vorname;Telefon;E-Mail-Adresse",
        "Asiakasnumero;Sukunimi;Etunimi;Puhelin;Sähköposti",
        "customer_id;LastName;first_name;customer_phone;Email 1",
    ):
        customer = sheet.customer(f"{heading}\nX1;Berg;Anna;0701215279;anna@example.se\n")
        assert (customer.external_id, customer.name, customer.phone, customer.email) == (
            "X1", "Anna Berg", "+46701215279", "anna@example.se",
        ), heading  # fmt: skip


def test_of_columns_that_say_the_same_the_best_name_wins(sheet: Sheet) -> None:
    path = sheet.write("Customer;Name;Town;City;Phone;Phone 2\nA;Anna;x;Borås;0701215279;0701215280\n")
    source = open_source(path, "customers")
    assert fields_of(source) == {
        "Customer": None, "Name": "name", "Town": None, "City": "city", "Phone": "phone", "Phone 2": "phone",
    }  # fmt: skip
    assert source.columns[1].samples == ("Anna",)
    assert source.sample() == (("A", "Anna", "x", "Borås", "0701215279", "0701215280"),)


def test_a_mapping_wins_over_what_is_found(sheet: Sheet) -> None:
    text = "Namn;Telefon;Lojal;Belopp;Född\nBerg Anna;0701215279;ja;3;03/06/1990\n"
    mapping = Mapping(
        columns={"Lojal": NOTE, "Telefon": IGNORE, "Belopp": "stamps"}, last_name_first=True, day_first=False
    )
    customer = sheet.customer(text, mapping)
    assert (customer.name, customer.phone, customer.stamps) == ("Anna Berg", None, 3)
    assert customer.notes == (ImportedNote("Lojal: ja"),)
    assert customer.birthday == "1990-03-06"
    source = open_source(sheet.path, "customers", mapping)
    assert (source.day_first, source.day_order_known) == (False, True)
    found = open_source(sheet.path, "customers")
    assert (found.day_first, found.day_order_known) == (True, False)


def test_the_heading_may_be_anybodys(sheet: Sheet) -> None:
    path = sheet.write("wer;wo\nAnna;0701215279\n")
    with pytest.raises(KassaError):
        open_source(path, "customers")
    mapping = Mapping(columns={"wer": "name", "wo": "phone"})
    assert kind_of(path, mapping) == "customers"
    assert sheet.customer("wer;wo\nAnna;0701215279\n", mapping).phone == "+46701215279"


def test_a_kind_is_found_by_headings(sheet: Sheet) -> None:
    for heading, kind in (
        ("Datum;Kund;Belopp", "sales"),
        ("Dato;Kvitteringsnummer;Beløb", "sales"),
        ("Data;Nr paragonu;Kwota", "sales"),
        ("Namn;Datum;Telefon", "customers"),
        ("Name;Email;Created at;Total Orders", "customers"),
        ("Nazwisko;Imię", "customers"),
    ):
        assert kind_of(sheet.write(f"{heading}\n;;;\n")) == kind, heading


def test_files_put_together_say_their_heading_twice(sheet: Sheet) -> None:
    names = [customer.name for customer in sheet.customers("Namn;Telefon\nAnna;1\nNamn;Telefon\nPer;2\n")]
    assert names == ["Anna", "Per"]


def test_only_some_lines(sheet: Sheet) -> None:
    path = sheet.write("Datum;Kvitto;Belopp\n2026-01-02;1;5\n2026-01-02;1;5\n2026-01-02;2;7\n")
    source = open_source(path, "sales")
    assert [row.line for row in source.receipts(None, "UTC", "SEK", {3})] == [2]
    assert [len(rows) for rows in source.groups({4})] == [1]


def workbook(path: Path, *rows: tuple[object, ...]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    for row in rows:
        sheet.append(list(row))
    book.save(path)
    return path


def test_a_workbook_with_days_and_numbers(tmp_path: Path) -> None:
    people = workbook(
        tmp_path / "people.xlsx",
        ("Kundnr", "Namn", "Telefon", "Födelsedag", "Stämplar", "Senaste besök"),
        (17, "Berg, Anna", 701215279, date(1990, 6, 3), 7.0, datetime.fromisoformat("2026-11-01T14:05")),
    )
    assert customers_of(people) == [
        ImportedCustomer(
            line=2, external_id="17", name="Anna Berg", phone="+46701215279", birthday="1990-06-03", stamps=7,
            last_visit=date(2026, 11, 1),
        )
    ]  # fmt: skip
    day, clock = date(2026, 3, 6), time(14, 5)
    sales = workbook(
        tmp_path / "sales.xlsx",
        ("Datum", "Tid", "Kvitto", "Vara", "Antal", "Belopp", "Kund"),
        (day, clock, 1, "Te", 2, 41.27, "Anna"),
        (day, clock, 1, "Te", 2, 0.1 + 0.2, "Anna"),
        (day, clock, 2, "Te", 2, -1264.5, "Anna"),
    )
    first, second = (row for row in receipts_of(sales) if isinstance(row, ImportedReceipt))
    assert (first.number, first.amount, first.at.isoformat()) == ("1", 4157, "2026-03-06T14:05:00")
    assert (second.number, second.amount, second.refund) == ("2", 126450, True)
    assert open_source(sales, "sales").day_order_known


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "windows-1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_encodings_and_delimiters(sheet: Sheet, encoding: str, delimiter: str) -> None:
    rows = (("Namn", "Född", "Anteckning"), ("Åsa Öberg", "31/12", '"a; b, c"'), ("Per Ek", "1/2", '""'))
    path = sheet.write("\r\n".join(delimiter.join(row) for row in rows), encoding)
    asa, per = (row for row in customers_of(path) if isinstance(row, ImportedCustomer))
    assert (asa.name, asa.birthday, asa.notes) == ("Åsa Öberg", "--12-31", (ImportedNote("a; b, c"),))
    assert (per.name, per.birthday) == ("Per Ek", "--02-01")
