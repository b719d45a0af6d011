"""Rows about people: what goes where, and what cannot."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kassa.exchange.imported import ImportedCustomer, ImportedNote
from kassa.exchange.mapping import Mapping
from kassa.exchange.people_rows import comma_names, turned
from kassa.exchange.plain import in_lengths, lines, one_line
from kassa.exchange.spoken import read_language, read_yes
from tests.exchange.reading_help import Sheet

SQUARE = (
    "First Name,Last Name,Email Address,Phone Number,Company Name,Birthday,Memo,Square Customer ID,First Visit,"
    "Last Visit,Transaction Count,Lifetime Spend,Email Subscription Status"
)


@pytest.fixture
def sheet(tmp_path: Path) -> Sheet:
    return Sheet(tmp_path / "people.csv")


def test_what_cannot_be_read_goes_into_a_note(sheet: Sheet) -> None:
    customer = sheet.customer(
        f"{SQUARE}\nAnna,Berg,anna at home,'12,Bageriet AB,31/31,Hund,X1,soon,2026-02-30,many,$1,maybe\n"
    )
    assert (customer.phone, customer.email, customer.birthday, customer.visits) == (None, None, None, 0)
    memo, aside = customer.notes
    assert memo.text == "Hund"
    assert aside.text.splitlines() == [
        "Company Name: Bageriet AB",
        "Email Address: anna at home",
        "Phone Number: 12",
        "Birthday: 31/31",
        "First Visit: soon",
        "Last Visit: 2026-02-30",
        "Transaction Count: many",
    ]


def test_a_name_may_be_anything(sheet: Sheet) -> None:
    for name in ("<b>", "=1+1", "O'Brien", "陈伟", "Å" * 200, '"Kalle"', "Guest Berg"):
        quoted = name.replace('"', '""')
        assert sheet.customer(f'{SQUARE}\n"{quoted}",,,,,,,X1,,,,,\n').name == name
    assert sheet.customer(f"{SQUARE}\n,,,,Bageriet AB,,,X1,,,,,\n").name == "Bageriet AB"
    assert sheet.customer(f'{SQUARE}\n"Anna\tMaria\x07",Berg,,,,,,X1,,,,,\n').name == "Anna Maria Berg"


@pytest.mark.parametrize(
    ("status", "email", "consents"),
    [
        ("subscribed", "a@example.se", (("email", True),)),
        ("Ja", "a@example.se", (("email", True),)),
        ("Unsubscribed", "a@example.se", (("email", False),)),
        ("unsubscribed", "", (("email", False),)),
        ("subscribed", "", ()),
        ("unknown", "a@example.se", ()),
        ("", "a@example.se", ()),
    ],
)
def test_consent_only_where_the_file_says_so(sheet: Sheet, status: str, email: str, consents: object) -> None:
    assert sheet.customer(f"{SQUARE}\nA,B,{email},,,,,X1,,,,,{status}\n").consents == consents


def test_consents_of_other_kinds(sheet: Sheet) -> None:
    customer = sheet.customer("Namn;SMS;Samtycke brev;Health consent\nAnna;ja;ja;nej\n")
    assert customer.consents == (("letter", True), ("health", False))


def test_anonymous_cards(sheet: Sheet) -> None:
    customer = sheet.customer("Kort;Stämplar\n4071938261;7\n")
    assert (customer.name, customer.cards, customer.stamps) == (None, ("4071938261",), 7)


def test_days_are_the_files_own(sheet: Sheet) -> None:
    people = sheet.customers(f"{SQUARE}\nA,,,,,03/06/1990,,X1,,,,,\nB,,,,,12/31/1990,,X2,,,,,\n")
    assert [person.birthday for person in people] == ["1990-03-06", "1990-12-31"]
    customer = sheet.customer(f"{SQUARE}\nA,,,,,,,X1,2026-12-01,2027-01-01,5,,\n")
    assert (customer.since, customer.last_visit, customer.notes) == (None, None, ())


def test_rows_that_are_no_customers(sheet: Sheet) -> None:
    text = (
        f"{SQUARE}\n,,,,,,,X1,,,5,,\nA,B,,,,,,X2,,,,,,more\n{'N' * 201},,,,,,,X3,,,,,\nWalk-in,Customer,,,,,,X4,,,,,\n"
    )
    assert sheet.rejected(text) == [(2, None), (3, None), (4, "First Name"), (5, None)]


def test_strangers_are_only_those_whom_nobody_could_reach(sheet: Sheet) -> None:
    text = "Namn;Telefon\nOkänd kund;\nGäst;\nGäst;0701215279\nKontantkund;\nOkänd Andersson;\n"
    assert [line for line, _ in sheet.rejected(text)] == [2, 3, 5]


def test_the_last_name_first(sheet: Sheet) -> None:
    text = "Namn;Telefon\nBerg, Anna;\nvon Berg, Anna Maria;\nCafé Rosa;\nHall, Per;\nKaffe, te, bröd;\n"
    assert [person.name for person in sheet.customers(text)] == [
        "Anna Berg", "Anna Maria von Berg", "Café Rosa", "Per Hall", "Kaffe, te, bröd",
    ]  # fmt: skip
    few = "Namn;Telefon\nBerg, Anna;\nPer Hall;\nEva Ek;\n"
    assert [person.name for person in sheet.customers(few)] == ["Berg, Anna", "Per Hall", "Eva Ek"]
    told = sheet.customers(few, Mapping(last_name_first=True))
    assert [person.name for person in told] == ["Anna Berg", "Hall Per", "Ek Eva"]
    left = sheet.customers(text, Mapping(last_name_first=False))
    assert left[0].name == "Berg, Anna"
    # Told of a file whose names have commas, those without one stay as they are.
    kept = sheet.customers(text, Mapping(last_name_first=True))
    assert kept[2].name == "Café Rosa"


@given(st.text(max_size=40))
def test_turning_a_name_loses_nothing(name: str) -> None:
    for by_blank in (True, False):
        assert sorted(turned(name, by_blank).replace(" ", "")) in (
            sorted("".join(name.replace(" ", "").split(","))),
            sorted(name.replace(" ", "")),
        ) or any(sign.isspace() and sign != " " for sign in name)
    assert comma_names([name])[1] <= comma_names([name])[0] <= 1


def test_several_contacts_and_cards(sheet: Sheet) -> None:
    text = "Namn;Telefon;Mobil;E-post;Kort\nAnna;08-123456;070-1215279;{};{}\n"
    customer = sheet.customer(text.format("a@x.se, b@x.se", "'407 193 8261, 1234567890"))
    assert (customer.phone, customer.email, customer.cards) == ("+46701215279", "a@x.se", ("4071938261",))
    (aside,) = customer.notes
    assert aside.text.splitlines() == [
        "E-post: a@x.se, b@x.se", "Telefon: 08-123456", "Kort: 407 193 8261, 1234567890",
    ]  # fmt: skip
    same = sheet.customer("Namn;Telefon;Mobil\nAnna;+46 70 121 52 79;070-1215279\n")
    assert (same.phone, same.notes) == ("+46701215279", ())
    other = sheet.customer("Namn;E-post;E-post 2\nAnna;a@x.se;b@x.se\n")
    assert (other.email, [note.text for note in other.notes]) == ("a@x.se", ["E-post 2: b@x.se"])
    assert sheet.customer("Namn;E-post;E-post 2\nPer;a@x.se;A@X.se\n").notes == ()
    mixed = sheet.customer('Namn;Telefon\nAnna;"anna@x.se, 070-1215279"\n')
    assert (mixed.phone, mixed.email, mixed.notes) == ("+46701215279", "anna@x.se", ())
    two = sheet.customer('Namn;Telefon\nAnna;"070-1215279\n070-1215280"\n')
    assert (two.phone, [note.text for note in two.notes]) == ("+46701215279", ["Telefon: 070-1215279 070-1215280"])


def test_the_country_of_a_row_is_its_telephones(sheet: Sheet) -> None:
    people = sheet.customers(
        "Namn;Telefon;Gata;Land\nOla;412 34 567;G 1;Norge\nAnna;070-1215279;G 2;Sverige\nX;070-1215279;G 3;Atlantis\n"
    )
    assert [(person.phone, person.address) for person in people] == [
        ("+4741234567", "G 1, Norge"), ("+46701215279", "G 2"), ("+46701215279", "G 3, Atlantis"),
    ]  # fmt: skip


def test_addresses(sheet: Sheet) -> None:
    heading = "Name,Street Address 1,Street Address 2,City,State,Postal Code,Country"
    customer = sheet.customer(f"{heading}\nA,Storgatan 1,lgh 2,Borås,,'12345,SE\n")
    assert customer.address == "Storgatan 1, lgh 2, 12345 Borås"
    assert sheet.customer(f"{heading}\nA,,,,,,SE\n").address is None
    long = sheet.customer(f"{heading}\nA,{'x' * 600},,Borås,,,\n")
    assert long.address is None
    assert [note.text for note in long.notes] == [f"Street Address 1: {'x' * 600}\nCity: Borås"]


def test_stamps_and_visits(sheet: Sheet) -> None:
    heading = "Namn;Stämplar;Antal besök"
    for stamps, visits, read in (
        ("7", "12", (7, 12)),
        ("7/10", "1 234", (7, 1234)),
        ("7 av 10", "1,234", (7, 1234)),
        ("0", "0", (0, 0)),
        ("", "", (None, 0)),
    ):
        customer = sheet.customer(f"{heading}\nAnna;{stamps};{visits}\n")
        assert ((customer.stamps, customer.visits), customer.notes) == (read, ())
    customer = sheet.customer(f"{heading}\nAnna;många;-3\n")
    assert (customer.stamps, customer.visits) == (None, 0)
    assert [note.text for note in customer.notes] == ["Stämplar: många\nAntal besök: -3"]


def test_tags_and_language(sheet: Sheet) -> None:
    customer = sheet.customer(
        f"Namn;Taggar;Språk\nAnna;VIP, frukost,VIP;svenska\nPer;{'x' * 41};kaffe\n".split("Per")[0]
    )
    assert (customer.tags, customer.language) == (("VIP", "frukost"), "sv")
    customer = sheet.customer(f"Namn;Taggar;Språk\nPer;{'x' * 41};kaffe\n")
    assert (customer.tags, customer.language) == ((), None)
    assert [note.text for note in customer.notes] == [f"Språk: kaffe\nTaggar: {'x' * 41}"]


@pytest.mark.parametrize(
    ("text", "language"),
    [("sv", "sv"), ("sv_SE", "sv"), ("EN-gb", "en"), ("Polish", "pl"), ("polski", "pl"), ("Swedish / Svenska", "sv"),
     ("norsk bokmål", "nb"), ("xx", None), ("kaffe", None)],
)  # fmt: skip
def test_languages(text: str, language: str | None) -> None:
    assert read_language(text) == language


@pytest.mark.parametrize(
    ("text", "said"), [("Ja", True), ("TAK", True), ("x", True), ("✓", True), ("nej", False), ("0", False),
                       ("opt-out", False), ("kanske", None), ("", None)],
)  # fmt: skip
def test_yes_and_no(text: str, said: bool | None) -> None:
    assert read_yes(text) is said


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("<p>Lovat ringa</p>", "Lovat ringa"),
        ("<p>a<br>b</p><p>c &amp; d &lt;3</p>", "a\nb\nc & d <3"),
        ('<div class="x">a <b>b</b></div>', "a b"),
        ("<ul><li>a</li><li>b</li></ul>", "• a\n• b"),
        ("a < b and b > c", "a < b and b > c"),
        ("<3 kaffe &amp; te", "<3 kaffe &amp; te"),
        ("<b> är bra", "<b> är bra"),
        ("ring <mamma>", "ring <mamma>"),
        ("=2+2", "=2+2"),
        ("a\r\nb\x07\x00c", "a\nbc"),
        ("'70-tal", "'70-tal"),
    ],
)
def test_notes_as_plain_text(cell: str, text: str) -> None:
    assert lines(cell) == text


def test_a_long_note_becomes_several(sheet: Sheet) -> None:
    text = "ord " * 1200
    notes = sheet.customer(f"Namn;Anteckning\nAnna;{text}\n").notes
    assert " ".join(note.text for note in notes) == text.strip()
    assert max(len(note.text) for note in notes) <= 2000
    assert [len(part) for part in in_lengths("x" * 4001)] == [2000, 2000, 1]


def test_a_column_of_notes_and_one_kept_as_a_note(sheet: Sheet) -> None:
    customer = sheet.customer("Namn;Anteckning;Uwagi;Allergi\nA;x;y;nötter\n", Mapping(columns={"Allergi": "note"}))
    assert customer.notes == (ImportedNote("x"), ImportedNote("y"), ImportedNote("Allergi: nötter"))


def test_one_line() -> None:
    assert (one_line("a  b\n\tc\x07"), one_line("a b")) == ("a b c", "a b")


@given(st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=30), min_size=6, max_size=6))
def test_any_row_is_a_customer_or_rejected(tmp_path_factory: pytest.TempPathFactory, cells: list[str]) -> None:
    sheet = Sheet(tmp_path_factory.getbasetemp() / "any.csv")
    row = ",".join('"' + cell.replace('"', '""').replace("\0", "") + '"' for cell in cells)
    heading = "Name,Phone,Email,Birthday,Note,Card"
    text = f"{heading}\nAnna,,,,,\n{row}\n"
    try:
        people = sheet.customers(text)
    except AssertionError:
        assert sheet.rejected(text)
        return
    assert all(isinstance(person, ImportedCustomer) for person in people)
    if len(people) > 1 and people[1].name:
        assert len(people[1].name) <= 200 and "\n" not in people[1].name


def test_values_are_whole(sheet: Sheet) -> None:
    customer = sheet.customer(
        "Customer name,Email,Phone,Customer code,Points balance,First visit,Last visit,Total visits,Note\n"
        "Anna Berg,anna@x.se,+46701215279,4071938261,3,2026-06-05,2026-11-01 10:00,7,Oat milk\n"
    )
    assert customer == ImportedCustomer(
        line=2, name="Anna Berg", phone="+46701215279", email="anna@x.se", cards=("4071938261",),
        since=date(2026, 6, 5), last_visit=date(2026, 11, 1), visits=7, notes=(ImportedNote("Oat milk"),),
    )  # fmt: skip
