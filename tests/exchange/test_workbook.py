"""Workbooks as tables of text; what isn't one, or would unpack to no end, is refused."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from kassa.errors import KassaError
from kassa.exchange.mapping import Shape
from kassa.exchange.tables import Table, open_table

at = datetime.fromisoformat
NAMES = ("Namn", "Telefon", "Summa")
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PARTS = {
    "[Content_Types].xml": "<Types/>",
    "_rels/.rels": f'<Relationships><Relationship Id="r1" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/>'
    "</Relationships>",
    "xl/workbook.xml": f'<workbook {MAIN} xmlns:r="{RELATIONS}"><sheets><sheet name="A" r:id="r1"/>'
    "</sheets></workbook>",
    "xl/_rels/workbook.xml.rels": f'<Relationships><Relationship Id="r1" Type="{RELATIONS}/worksheet" '
    'Target="worksheets/sheet1.xml"/></Relationships>',
}


def sheet(rows: str) -> str:
    return f"<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>"


def packed(path: Path, rows: str = "", **others: str | bytes) -> Path:
    """A workbook of bare parts; others by their names with ``__`` for the slashes."""
    parts: dict[str, str | bytes] = {**PARTS, "xl/worksheets/sheet1.xml": sheet(rows)}
    parts.update({name.replace("__", "/"): part for name, part in others.items()})
    with zipfile.ZipFile(path / "a.xlsx", "w", zipfile.ZIP_DEFLATED) as file:
        for name, part in parts.items():
            file.writestr(name, part)
    return path / "a.xlsx"


def cells(table: Table) -> list[tuple[int, tuple[str, ...]]]:
    return [(row.line, row.cells) for row in table.rows()]


def written(path: Path, write: Callable[[xlsxwriter.Workbook], object], **options: Any) -> Table:
    with xlsxwriter.Workbook(path / "a.xlsx", options) as book:
        write(book)
    return open_table(path / "a.xlsx", NAMES)


def refusal(path: Path) -> tuple[str, int | None]:
    tracemalloc.start()
    with pytest.raises(KassaError) as caught:
        list(open_table(path, NAMES).rows())
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert caught.value.code == "bad_file"
    assert most < 40_000_000
    return str(caught.value.text), caught.value.details.get("line")


def test_cells_become_text(tmp_path: Path) -> None:
    def write(book: xlsxwriter.Workbook) -> None:
        page = book.add_worksheet("Kunder")
        page.write_row(0, 0, ["Namn", "Telefon", "Summa", "Dag", "Vid", "Kl", "Länge", "Postnummer", "Ja", "Fel"])
        page.write_string(1, 0, "  Åsa “Ö” & <b>\n=1+1 ")
        page.write_number(1, 1, 46701234567)
        page.write_number(1, 2, 0.1 + 0.2)
        for column, value, form in (
            (3, date(2026, 9, 3), "yyyy-mm-dd"),
            (4, at("2026-09-03 09:51"), "d/m/yy hh:mm"),
            (5, time(9, 51, 30), "hh:mm"),
            (6, timedelta(hours=30, minutes=5), "[h]:mm:ss"),
        ):
            page.write_datetime(1, column, value, book.add_format({"num_format": form}))
        page.write_number(1, 7, 1234, book.add_format({"num_format": "00000"}))
        page.write_boolean(1, 8, True)
        page.write_formula(1, 9, "=1/0", None, "#DIV/0!")
        page.write_number(3, 2, -12.50)
        page.write_formula(3, 3, '="x"&"y"', None, "xy")

    table = written(tmp_path, write)
    assert table.typed
    assert table.shape == Shape(heading_line=1, sheet="Kunder")
    assert cells(table) == [
        (2, ("Åsa “Ö” & <b>\n=1+1", "46701234567", "0.3", "2026-09-03", "2026-09-03 09:51:00", "09:51:30", "30:05:00",
             "01234", "TRUE", "")),
        (4, ("", "", "-12.5", "xy", "", "", "", "", "", "")),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (45000, "General", "45000"),
        (45000, "mmm yy", "2023-03-15"),
        (45000, '"dag" 0', "45000"),
        (45000, "[Red]0.00", "45000"),
        (45000, "[$-41D]d mmmm yyyy;@", "2023-03-15"),
        (45000.5, "yyyy-mm-dd", "2023-03-15 12:00:00"),
        (45000, "yyyy-mm-dd hh:mm", "2023-03-15 00:00:00"),
        (45000.999999, "yyyy-mm-dd hh:mm", "2023-03-16 00:00:00"),
        (0.5, "h:mm AM/PM", "12:00:00"),
        (1.5, "[h]:mm", "36:00:00"),
        (45000.25, "h:mm", "2023-03-15 06:00:00"),
        (59, "yyyy-mm-dd", "1900-02-28"),
        (61, "yyyy-mm-dd", "1900-03-01"),
        (-1, "yyyy-mm-dd", "-1"),
        (9e15, "yyyy-mm-dd", "9000000000000000"),
        (1e21, "0", "1000000000000000000000"),
        (1.5e-7, "0.00E+00", "0.00000015"),
        (12, "000-00", "12"),
    ],
)
def test_numbers_by_their_format(tmp_path: Path, value: float, form: str, text: str) -> None:
    def write(book: xlsxwriter.Workbook) -> None:
        page = book.add_worksheet()
        page.write_row(0, 0, NAMES)
        page.write_number(1, 2, value, book.add_format({"num_format": form}))

    assert cells(written(tmp_path, write)) == [(2, ("", "", text))]


def test_days_counted_from_1904(tmp_path: Path) -> None:
    def write(book: xlsxwriter.Workbook) -> None:
        page = book.add_worksheet()
        page.write_row(0, 0, NAMES)
        page.write_datetime(1, 0, at("2026-09-03"), book.add_format({"num_format": "yyyy-mm-dd"}))

    assert cells(written(tmp_path, write, date_1904=True)) == [(2, ("2026-09-03", "", ""))]


def test_a_workbook_of_openpyxl(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.create_sheet("Kunder", 0)
    page.append(NAMES)
    page.append(["Åsa", "070", 12.5])
    page.append([at("2026-09-03 09:51"), date(2026, 9, 3), time(9, 51)])
    book.save(tmp_path / "no name at all")
    assert cells(open_table(tmp_path / "no name at all", NAMES)) == [
        (2, ("Åsa", "070", "12.5")),
        (3, ("2026-09-03 09:51:00", "2026-09-03", "09:51:00")),
    ]


def test_the_sheet_with_the_headings_is_chosen_unless_one_is_asked_for(tmp_path: Path) -> None:
    def write(book: xlsxwriter.Workbook) -> None:
        book.add_worksheet("Hemlig").hide()
        book.add_worksheet("Översikt").write_row(0, 0, ["Namn", "Antal"])
        book.add_worksheet("Tom")
        page = book.add_worksheet("Kunder")
        page.write(0, 0, "Min butik")
        page.write_row(4, 1, NAMES)
        page.write_row(5, 1, ["A", "1", 2])
        book.worksheets_objs[1].activate()

    table = written(tmp_path, write)
    assert table.shape == Shape(sheet="Kunder", heading_line=5)
    assert table.sheets == ("Översikt", "Tom", "Kunder", "Hemlig")
    assert cells(table) == [(6, ("", "A", "1", "2"))]
    asked = open_table(tmp_path / "a.xlsx", NAMES, Shape(sheet="Översikt"))
    assert (asked.heading, cells(asked)) == (("Namn", "Antal"), [])
    with pytest.raises(KassaError, match="no sheet “Annan”"):
        open_table(tmp_path / "a.xlsx", NAMES, Shape(sheet="Annan"))


def test_parts_as_other_programs_write_them(tmp_path: Path) -> None:
    rows = (
        '<x:row><x:c t="inlineStr"><x:is><x:t>Namn</x:t></x:is></x:c><x:c t="str"><x:v>Telefon</x:v></x:c></x:row>'
        '<x:row><x:c t="inlineStr"><x:is><x:r><x:t>Å</x:t></x:r><x:r><x:t>sa_x000D_</x:t></x:r><x:rPh><x:t>no</x:t>'
        '</x:rPh></x:is></x:c><x:c><x:f>1+1</x:f><x:v>2.0</x:v></x:c><x:c t="d"><x:v>2026-09-03T09:51:00Z</x:v></x:c>'
        "</x:row>"
    )
    page = f'<x:worksheet xmlns:x="http://x"><x:sheetData>{rows}</x:sheetData></x:worksheet>'
    rels = PARTS["xl/_rels/workbook.xml.rels"].replace("worksheets/sheet1", "/XL/Worksheets/SHEET1")
    path = packed(tmp_path, **{"xl__worksheets__sheet1.xml": page, "xl___rels__workbook.xml.rels": rels})
    assert cells(open_table(path, NAMES)) == [(2, ("Åsa", "2", "2026-09-03 09:51:00"))]


ROW = '<row r="1"><c r="A1" t="inlineStr"><is><t>Namn</t></is></c></row>'


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        ('<row r="2"><c r="A2" t="s"><v>7</v></c></row>', 2),
        ('<row r="2"><c r="A2" t="s"><v>x</v></c></row>', 2),
        ('<row r="2"><c r="XFE2"><v>1</v></c></row>', 2),
        ('<row r="2"><c r="AAAAAAA2"><v>1</v></c></row>', 2),
        ('<row r="2"><c r="22"><v>1</v></c></row>', 2),
        ('<row r="2">' + "<c/>" * 20_000 + "</row>", 2),
        ('<row r="2"><c r="A2"><v>1</c></row>', 2),
        ('<row r="two"></row>', 1),
        ('<row r="2"><c r="A2" t="inlineStr"><is><t>' + "x" * 3_000_000 + "</t></is></c></row>", 2),
        ('<row r="2"><c r="A2" t="' + Random(1).randbytes(3_000_000).hex() + '"/></row>', 2),
    ],
)
def test_a_damaged_row_is_named(tmp_path: Path, rows: str, line: int) -> None:
    assert refusal(packed(tmp_path, ROW + rows)) == (
        f"Row {line} of the workbook is damaged: open it in a spreadsheet program and save it anew.",
        line,
    )


def test_a_row_far_below_is_not_waited_for(tmp_path: Path) -> None:
    path = packed(tmp_path, ROW + '<row r="999999999"><c r="A999999999"><v>1</v></c></row>')
    assert cells(open_table(path, NAMES)) == [(999_999_999, ("1",))]


LAUGHS = [
    f'<!ENTITY {name} "{"&" + below + ";"}{"&" + below + ";"}">' for below, name in pairwise("abcdefghijklmnopqrst")
]
BILLION_LAUGHS = f'<!DOCTYPE w [<!ENTITY a "ha">{"".join(LAUGHS)}]>' + sheet('<row><c t="str"><v>&t;</v></c></row>')


@pytest.mark.parametrize(
    "parts",
    [
        {"xl__worksheets__sheet1.xml": BILLION_LAUGHS},
        {"xl__worksheets__sheet1.xml": f'<!DOCTYPE w SYSTEM "file:///etc/passwd">{sheet(ROW)}'},
        {"xl__workbook.xml": BILLION_LAUGHS},
        {"xl__worksheets__sheet1.xml": b"\0" * 1000},
        {"xl__workbook.xml": "<workbook/>"},
        {"xl__workbook.xml": "no XML"},
        {"xl___rels__workbook.xml.rels": "<Relationships/>"},
    ],
)
def test_damaged_parts(tmp_path: Path, parts: dict[str, str | bytes]) -> None:
    assert "is damaged" in refusal(packed(tmp_path, ROW, **parts))[0]


@pytest.mark.parametrize("name", ["worksheets__sheet1", "workbook", "_rels/workbook.xml.rels"])
def test_bombs(tmp_path: Path, name: str) -> None:
    part = f"xl/{name.replace('__', '/')}.xml".replace(".rels.xml", ".rels")
    content = PARTS.get(part, sheet(ROW)) + " " * 30_000_000
    why = "“a.xlsx” unpacks to far more than a list holds: save it as CSV."
    assert refusal(packed(tmp_path, ROW, **{part: content})) == (why, None)


def test_a_part_that_declares_less_than_it_holds(tmp_path: Path) -> None:
    path = packed(tmp_path, ROW + '<row r="2"><c r="A2"><v>1</v></c></row>' * 100_000)
    with zipfile.ZipFile(path) as file:
        size = file.getinfo("xl/worksheets/sheet1.xml").file_size
    path.write_bytes(path.read_bytes().replace(size.to_bytes(4, "little"), (5000).to_bytes(4, "little")))
    assert refusal(path)


def test_a_list_of_contents_that_claims_to_be_enormous(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with path.open("wb") as file:
        file.write(b"PK\x03\x04")
        file.truncate(300_000_000)
        file.seek(0, io.SEEK_END)
        file.write(
            b"PK\x05\x06" + bytes(8) + (299_999_000).to_bytes(4, "little") + (1000).to_bytes(4, "little") + bytes(2)
        )
    assert refusal(path)


def test_packages_that_are_no_workbooks(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    for name, word in (("content.xml", "kind"), ("word/document.xml", "no workbook"), ("kunder.csv", "no workbook")):
        with zipfile.ZipFile(path, "w") as file:
            file.writestr(name, "x")
        assert word in refusal(path)[0]
    with zipfile.ZipFile(path, "w"):
        pass
    assert refusal(path)
    path.write_bytes(b"PK\x03\x04" + b"x" * 1000)
    assert "damaged" in refusal(path)[0]


def test_old_and_protected_workbooks(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000)
    path.write_bytes(old + "Workbook".encode("utf-16-le"))
    assert "of the old kind: save it as .xlsx or CSV" in refusal(path)[0]
    path.write_bytes(old + "EncryptedPackage".encode("utf-16-le"))
    assert "protected by a password" in refusal(path)[0]
    data = bytearray(packed(tmp_path, ROW).read_bytes())
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + flags] |= 1
    path.write_bytes(data)
    assert "protected by a password" in refusal(path)[0]


def test_memory_stays_flat(tmp_path: Path) -> None:
    row = '<row r="{0}"><c r="A{0}" t="inlineStr"><is><t>Åsa {0}</t></is></c><c r="B{0}"><v>{0}</v></c></row>'
    path = packed(tmp_path, ROW + "".join(row.format(number) for number in range(2, 40_000)))
    tracemalloc.start()
    count = sum(1 for _ in open_table(path, NAMES).rows())
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 39_998
    assert most < 4_000_000


@settings(max_examples=40)
@given(
    st.lists(
        st.tuples(
            st.text(st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"]), min_size=1, max_size=40),
            st.integers(-(10**14), 10**14),
            st.datetimes(at("1900-03-01"), at("9990-01-01")),
        ),
        min_size=1,
    )
)
def test_what_was_written_is_read(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, int, datetime]]
) -> None:
    def write(book: xlsxwriter.Workbook) -> None:
        page = book.add_worksheet()
        moments = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        page.write_row(0, 0, NAMES)
        for line, (text, number, moment) in enumerate(rows, 1):
            page.write_string(line, 0, text)
            page.write_number(line, 1, number)
            page.write_datetime(line, 2, moment.replace(microsecond=0), moments)

    table = written(tmp_path_factory.mktemp("w"), write)
    assert [row.cells for row in table.rows()] == [
        (text, str(number), moment.replace(microsecond=0).isoformat(" ")) for text, number, moment in rows
    ]


@given(place=st.integers(0, 5000), byte=st.integers(0, 255), cut=st.booleans())
def test_damage_anywhere_is_told_or_harmless(
    tmp_path_factory: pytest.TempPathFactory, place: int, byte: int, cut: bool
) -> None:
    path = packed(tmp_path_factory.mktemp("d"), ROW + '<row r="2"><c r="A2"><v>1</v></c></row>' * 50)
    data = bytearray(path.read_bytes())
    place %= len(data)
    data[place] = byte
    path.write_bytes(data[:place] if cut else data)
    try:
        list(open_table(path, NAMES).rows())
    except KassaError as error:
        assert error.code == "bad_file"
