"""What is in a file: the figures shown before an import."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from kassa.exchange.reading import kind_of, open_source
from kassa.exchange.survey import MOST_PAIRS, Survey, survey
from tests.exchange.reading_help import DATA, TODAY, Sheet


def surveyed(path: Path) -> Survey:
    source = open_source(path, kind_of(path))
    found = survey(source, "SE", "Europe/Stockholm", "SEK", TODAY)
    assert found.rows == source.count
    return found


@pytest.fixture
def sheet(tmp_path: Path) -> Sheet:
    return Sheet(tmp_path / "file.csv")


def pairs(sheet: Sheet, text: str) -> list[tuple[int, int, str]]:
    found = surveyed(sheet.write(text))
    assert found.alike_count == len(found.alike)
    return [(pair.other_line, pair.line, str(pair.why).split(",")[0].rstrip(".")) for pair in found.alike]


def test_loyverses_file() -> None:
    found = surveyed(DATA / "loyverse_receipts_by_item.csv")
    assert (found.rows, found.receipts, found.refunds, found.cancelled, found.strangers) == (2500, 2500, 52, 63, 732)
    assert (found.first_day, found.last_day, found.rejected_count) == (date(2024, 11, 1), date(2026, 10, 31), 0)
    with (DATA / "loyverse_receipts_by_item.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["Customer name"] and row["Status"] != "Cancelled"]
    people = {(row["Customer name"], row["Customer contacts"]) for row in rows}
    assert found.people == len(people)
    assert found.without_contact == sum(not contacts for _, contacts in people)
    assert found.alike_count == len(found.alike) > 0
    assert all(pair.name == pair.other_name for pair in found.alike)


def test_squares_customers() -> None:
    found = surveyed(DATA / "square_customers.csv")
    with (DATA / "square_customers.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert (found.rows, found.people, found.receipts, found.first_day) == (1200, 1200, 0, None)
    assert found.without_contact == sum(not row["Phone Number"] and not row["Email Address"] for row in rows)
    why = {str(pair.why) for pair in found.alike}
    assert len(why) == 2 and found.alike_count == 21


def test_zettles_file_knows_nobody() -> None:
    found = surveyed(DATA / "zettle_receipts.xlsx")
    assert (found.receipts, found.strangers, found.people, found.alike) == (300, 300, 0, ())


def test_who_looks_like_one_person(sheet: Sheet) -> None:
    heading = "Namn;Telefon;E-post\n"
    assert pairs(sheet, heading + "Anna Berg;0701215279;\nANNA BERG;;\n") == [(2, 3, "The same name")]
    assert pairs(sheet, heading + "Anna Berg;;\nAnna Berg;;\n") == [(2, 3, "The same name")]
    assert pairs(sheet, heading + "Anna Berg;0701215279;\nAnna Berg;+46 70 121 52 79;a@x.se\n") == [
        (2, 3, "The same name and the same telephone or e-mail")
    ]
    assert pairs(sheet, heading + "Anna Berg;;\nBerg Anna;;\n") == [(2, 3, "The same names")]
    assert pairs(sheet, heading + "Åsa Öberg;;\nAsa Oberg;;\n") == [(2, 3, "The same names")]
    assert pairs(sheet, heading + "Anna Berg;0701215279;\nPer Berg;0701215279;\n") == [
        (2, 3, "The same telephone under another name")
    ]
    assert pairs(sheet, heading + "Anna Berg;;a@x.se\nPer Berg;;A@x.se\n") == [
        (2, 3, "The same e-mail under another name")
    ]


def test_who_does_not(sheet: Sheet) -> None:
    heading = "Namn;Telefon;E-post\n"
    assert pairs(sheet, heading + "Anna Berg;0701215279;\nAnna Berg;0701215280;\n") == []
    assert pairs(sheet, heading + "Anna Berg;;a@x.se\nAnna Berg;;b@x.se\n") == []
    assert pairs(sheet, heading + "Anna Berg;;\nAnn Berg;;\n") == []
    # The one between doesn't hide who was first.
    assert pairs(sheet, heading + "Anna Berg;0701215279;\nAnna Berg;0701215280;\nAnna Berg;0701215279;a@x.se\n") == [
        (2, 4, "The same name and the same telephone or e-mail")
    ]


def test_people_count_once(sheet: Sheet) -> None:
    found = surveyed(sheet.write("Kundnr;Namn;Telefon\n1;Anna;0701215279\n1;Anna;\n2;Anna;0701215280\n"))
    assert (found.rows, found.people) == (3, 2)
    found = surveyed(sheet.write("Namn;Telefon\nAnna;0701215279\nAnna;070-121 52 79\nPer;\nPer;\n"))
    assert (found.rows, found.people, found.without_contact) == (4, 3, 2)
    found = surveyed(sheet.write("Datum;Kvitto;Belopp;Kund\n2026-01-02;1;5;Per\n2026-01-03;2;5;Per\n2026-01-04;3;5;\n"))
    assert (found.people, found.strangers, found.alike_count) == (1, 1, 0)


def test_the_first_of_many(sheet: Sheet) -> None:
    text = "Namn;Telefon\n" + "Anna Berg;\n" * (MOST_PAIRS + 5) + ";12\n" * 60
    found = surveyed(sheet.write(text))
    assert (len(found.alike), found.alike_count) == (MOST_PAIRS, MOST_PAIRS + 4)
    names = "Kundnr;Namn\n" + "".join(f"{number};\n" for number in range(60))
    found = surveyed(sheet.write(names))
    assert (len(found.rejected), found.rejected_count, found.people) == (50, 60, 0)


def test_it_can_be_left_off(sheet: Sheet) -> None:
    path = sheet.write("Namn;Telefon\n" + "".join(f"Anna{number};\n" for number in range(1200)))
    told: list[tuple[int, int]] = []
    survey(open_source(path, "customers"), "SE", "UTC", "SEK", TODAY, lambda done, rows: told.append((done, rows)))
    assert told == [(500, 1200), (1000, 1200)]

    class LeftOffError(Exception):
        pass

    def leave_off(done: int, rows: int) -> None:
        raise LeftOffError

    with pytest.raises(LeftOffError):
        survey(open_source(path, "customers"), "SE", "UTC", "SEK", TODAY, leave_off)
