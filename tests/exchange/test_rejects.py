"""Rejected rows as a file to mend."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from kassa.errors import KassaError
from kassa.exchange.imported import Rejected
from kassa.exchange.mapping import Kind
from kassa.exchange.reading import Source, open_source
from kassa.exchange.rejects import write_rejects
from kassa.exchange.tables import open_table
from kassa.words import Words
from tests.exchange.reading_help import TODAY, Sheet, customers_of, receipts_of


@pytest.fixture
def sheet(tmp_path: Path) -> Sheet:
    return Sheet(tmp_path / "file.csv")


def rejected_of(path: Path, kind: Kind) -> tuple[Source, list[Rejected]]:
    rows = customers_of(path) if kind == "customers" else receipts_of(path)
    return open_source(path, kind), [row for row in rows if isinstance(row, Rejected)]


def test_mended_it_comes_in(sheet: Sheet, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    text = (
        "Namn;Telefon;Anteckning\nAnna;0701215279;\n;;\n"
        + "N" * 201
        + ';0701215280;"=2+2; två\nrader"\nPer;;;too many\n'
    )
    source, rejected = rejected_of(sheet.write(text), "customers")
    assert write_rejects(source, rejected, out, Words("sv")) == 2
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))
    assert rows[0][:3] == ["Namn", "Telefon", "Anteckning"]
    assert rows[1][2:5] == ["=2+2; två\nrader", "4", "Namn"]
    assert rows[2][:1] + rows[2][3:5] + rows[2][6:] == ["Per", "6", "", "too many"]
    mended = out.read_text("utf-8-sig").replace("N" * 201, "Nils").replace(";too many", "")
    out.write_text(mended, "utf-8-sig")
    assert [row.name for row in customers_of(out) if not isinstance(row, Rejected)] == ["Nils", "Per"]


def test_of_a_receipt_all_rows_go_out(sheet: Sheet, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    text = (
        "Date,Receipt number,Receipt type,Item,Quantity,Net sales,POS,Customer name,Status\n"
        "13/09/2026 14:00,1,Sale,Te,1,38,p,Anna,Closed\n13/09/2026 14:00,1,Sale,Te,1,abc,p,Anna,Closed\n"
        "13/09/2026 14:00,2,Sale,Te,1,38,p,Anna,Closed\n"
    )
    source, rejected = rejected_of(sheet.write(text), "sales")
    assert write_rejects(source, rejected, out, Words("en")) == 2
    table = open_table(out, ["Date"])
    assert table.heading[-3:] == ("Line", "Column", "Why")
    assert [(row.cells[1], row.cells[9], row.cells[10]) for row in table.rows()] == [
        ("1", "2", ""),
        ("1", "3", "Net sales"),
    ]
    assert "abc" in [row.cells[11] for row in table.rows()][1]


def test_broken_cards_of_an_address_book_are_told(tmp_path: Path) -> None:
    path, out = tmp_path / "book.vcf", tmp_path / "out.csv"
    path.write_text("BEGIN:VCARD\nVERSION:3.0\nFN:Anna\nEND:VCARD\nBEGIN:VCARD\nVERSION:3.0\nFN:Per\n", "utf-8")
    source = open_source(path, "customers")
    rejected = [row for row in source.customers("SE", TODAY) if isinstance(row, Rejected)]
    assert write_rejects(source, rejected, out, Words("en")) == len(rejected) == 1
    assert str(rejected[0].line) in out.read_text("utf-8-sig").splitlines()[1].split(",")


def test_where_nothing_can_be_written(sheet: Sheet, tmp_path: Path) -> None:
    source, rejected = rejected_of(sheet.write("Namn;Telefon\nAnna;\n" + "N" * 201 + ";\n"), "customers")
    with pytest.raises(KassaError) as caught:
        write_rejects(source, rejected, tmp_path / "none" / "out.csv", Words("en"))
    assert caught.value.code == "bad_file"
