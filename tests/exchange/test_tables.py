"""Tables in text files: found out how they are written, streamed, and refused by line."""

from __future__ import annotations

import csv
import io
import os
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kassa.errors import KassaError
from kassa.exchange.files import LARGEST_FILE
from kassa.exchange.mapping import Shape
from kassa.exchange.tables import Row, open_table

NAMES = ("Name", "Phone", "Övrigt")
TEXT = 'Name,Phone,Övrigt\nÅsa,070,"två\nrader, ""citat"""\n\n  Łukasz ,,=1+1\n'
ROWS = [(2, ("Åsa", "070", 'två\nrader, "citat"')), (5, ("Łukasz", "", "=1+1"))]


def read(path: Path) -> list[tuple[int, tuple[str, ...]]]:
    return [(row.line, row.cells) for row in open_table(path, NAMES).rows()]


def refusal(path: Path) -> tuple[str, str, int | None]:
    with pytest.raises(KassaError) as caught:
        read(path)
    return caught.value.code, str(caught.value.text), caught.value.details.get("line")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends(tmp_path: Path, encoding: str, newline: str) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(TEXT.replace("\n", newline).encode(encoding))
    assert [(line, tuple(cell.replace(newline, "\n") for cell in cells)) for line, cells in read(file)] == ROWS


def test_windows_1252(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes("Name;Phone;Övrigt\nÅsa;070;10 € – “bra”\n".encode("windows-1252"))
    assert read(file) == [(2, ("Åsa", "070", "10 € – “bra”"))]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_letters_of_which_half_is_zero(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes("Name,Phone\nĀsa,Ѐ\n".encode(encoding))
    assert read(file) == [(2, ("Āsa", "Ѐ"))]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters_by_names(tmp_path: Path, delimiter: str) -> None:
    file = tmp_path / "a.csv"
    file.write_text(f"name{delimiter} PHONE {delimiter}ovrigt\nA{delimiter}1{delimiter}x; y\n".replace(
        "x; y", '"x; y, z|t"'), "utf-8")  # fmt: skip
    table = open_table(file, NAMES)
    assert [table.column(name) for name in ("Övrigt", "Phone", "Name", "Nothing")] == [2, 1, 0, None]
    assert [row.cells for row in table.rows()] == [("A", "1", "x; y, z|t")]


@pytest.mark.parametrize(
    ("text", "delimiter", "heading", "line"),
    [
        ("Klient;Kwota;Data\nA;1,5;2,5\nB;2,5;3,5\n", ";", ("Klient", "Kwota", "Data"), 1),
        ("Klient, pan;Kwota\nNowak, Jan;15\nLis, Ala;16\n", ";", ("Klient, pan", "Kwota"), 1),
        ("Klient,Kwota\nA,1\nB; och C,2\n", ",", ("Klient", "Kwota"), 1),
        ("Klient|Kwota\nA, B|1\nC, D|2\n", "|", ("Klient", "Kwota"), 1),
        ("Klient\tKwota\nA, B\t1\nC, D\t2\n", "\t", ("Klient", "Kwota"), 1),
        ("Name\nBerg, Ann\nDal, Bo\n", "\t", ("Name",), 1),
        ("sep=,\nKlient;x,Kwota\nA;B,1\n", ",", ("Klient;x", "Kwota"), 2),
        ('"sep=;"\r\nKlient;Kwota\r\nA;1\r\n', ";", ("Klient", "Kwota"), 2),
        ("Raport\n\nUtworzono;2026\nKlient;Kwota;Data;Ile;\nA;1;;;\n", ";", ("Klient", "Kwota", "Data", "Ile"), 4),
        ('Name, "Street, No", Phone\nA, "B, 1", 2\n', ",", ("Name", "Street, No", "Phone"), 1),
        ("Kund;Hur;Dag\nA;Phone;1\nB;Kort;2\n", ";", ("Kund", "Hur", "Dag"), 1),
        ("Anteckning\nName;Utrop\nB;Kort\n", ";", ("Name", "Utrop"), 2),
        ("x\x0by,z\x85Å\n1,2\n", ",", ("x\x0by", "z\x85Å"), 1),
    ],
)
def test_delimiter_and_heading_without_known_names(
    tmp_path: Path, text: str, delimiter: str, heading: tuple[str, ...], line: int
) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(text.encode())
    table = open_table(file, ("Name", "Phone"))
    assert (table.shape.delimiter, table.heading, table.heading_line) == (delimiter, heading, line)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Nazwisko;Miasto\nWałęsa;Łódź\nŻak;Gdańsk\n", "windows-1250"),
        ("NAZWISKO;MIASTO\nŁUCZAK;ŁÓDŹ\nMAŁGORZATA;KRAKÓW\n", "windows-1250"),
        ("Nazwisko;Miasto\nZieliński;Toruń\n", "windows-1250"),
        ("Namn;Ort\nÅsa Öberg;Malmö\nSøren Æble;Århus\n", "windows-1252"),
        ("Nom;Note\nForêt;cœur, garçon, 10 m³ à 5 £\n", "windows-1252"),
        ("Nombre;Nota\n¿Qué?;España ¹ ²\n", "windows-1252"),
    ],
)
def test_encodings_of_one_byte(tmp_path: Path, text: str, encoding: str) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(text.encode(encoding))
    table = open_table(file, ())
    assert table.shape.encoding == encoding
    cells = [table.heading, *(row.cells for row in table.rows())]
    assert cells == [tuple(line.split(";")) for line in text.splitlines()]


def test_what_is_asked_for_is_held_to(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes("Name;Phone\nx;y\nÅ,b;c\n".encode("iso-8859-15"))
    asked = Shape(encoding="iso-8859-15", delimiter=",", heading_line=2)
    table = open_table(file, NAMES, asked)
    assert table.shape == asked
    assert (table.heading, [row.cells for row in table.rows()]) == (("x;y",), [("Å", "b;c")])
    assert table.first_rows == (Row(1, ("Name;Phone",)), Row(2, ("x;y",)), Row(3, ("Å", "b;c")))
    for wrong in (
        Shape(encoding="klingon"),
        Shape(encoding="base64"),
        Shape(encoding="utf-16"),
        Shape(delimiter=";;"),
        Shape(delimiter='"'),
        Shape(delimiter="x"),
        Shape(heading_line=9),
    ):
        with pytest.raises(KassaError) as caught:
            open_table(file, NAMES, wrong)
        assert caught.value.code == "bad_file"


def test_a_heading_far_below_may_be_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("x,y\n" * 99 + "Namn,Ort\nA,B\n", "utf-8")
    table = open_table(file, NAMES, Shape(heading_line=100))
    assert (table.heading, [row.line for row in table.rows()]) == (("Namn", "Ort"), [101])


def test_names_are_compared_by_their_letters_and_digits(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("first_name,E-MAIL,Telefon (mob.),Street2,#\n1,2,3,4,5\n", "utf-8")
    table = open_table(file, NAMES)
    found = [table.column(name) for name in ("First Name", "Email", "telefon mob", "Street 2", "Street", "#", "%")]
    assert found == [0, 1, 2, 3, None, 4, None]


def test_a_heading_in_the_middle_says_so(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("Name,Phone,\nA,1,\nName,Phone,\nB,2,\n", "utf-8")
    assert [(row.line, row.is_heading) for row in open_table(file, NAMES).rows()] == [(2, False), (3, True), (4, False)]


def test_short_rows_are_filled_up_and_long_ones_stay(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("Name,Phone\nA\nB,1,,\nC,1,x,\n,,\n", "utf-8")
    assert [row.cells for row in open_table(file, NAMES).rows()] == [("A", ""), ("B", "1"), ("C", "1", "x")]


def test_the_heading_is_found_below_other_rows(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("sep=;\nMin butik\n\nUtskriven;2026-11-22\nName;Phone;Övrigt\nA;1;\n", "utf-8")
    assert read(file) == [(6, ("A", "1", ""))]


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"", None),
        (b" \r\n \n", None),
        (b"\xef\xbb\xbf", None),
        (b"Name,Phone\nA,1\nB,\x002\n", 1),
        (b"Name,Phone\n" + b"A,1\n" * 2000 + b"B,\x002\n", 2002),
        (b'Name,Phone\nA,1\nB,"2\nC,3\n', 3),
        (b'Name,Phone\nA,1\nB,"2"x\nC,3\n', 3),
        (b"Name,Phone\nA," + b"1" * 3_000_000 + b"\n", 2),
        (b'Name,Phone\nA,"' + b"1\n" * 300_000 + b'"\n', 2),
        (b'Name,Phone,Note\nA,"x\ny",z\nB,"1\n2","3\n4\n5\n', 5),
        (b'Name,Phone\n"A\nB","1"" x\n', 3),
        (b'Name,Phone\n"A ""B""\nC","1\n2,3\n', 3),
        (b"\x01\x00\x00\x00\x00" * 500, 1),
        (b'Name,Phone\n"A\nB","1\n2"x,3\n', 3),
        (b"Name,Phone\n" + b'"A\n",' * 300_000, None),
        (b"Name,Phone\n" + b"A," * 600_000, 2),
        (b"Name,Phone\n" + b"A" * 200_000 + b",1\n", 2),
        (b"<!DOCTYPE html><html><table><tr><td>Name</td></tr></table></html>", 1),
        (b'<?xml version="1.0"?>\n<Workbook></Workbook>', 1),
        (b"Name\xe5\n\x00", 1),
        (b"\xff\xfeN\x00\n\x00\x00\xd8\n\x00", 2),
        (b"Name,Phone\n\xc3\x85sa \xc3\x96,1\nB\xff,2\n", 3),
        (b"Name,Phone\nA,1\nB\x81,2\n", 3),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", 1),
        (b"PK\x03\x04\x14\x00\x06\x00", None),
        (b"\xff\xfeN\x00a\x00m\x00e\x00\n", None),
        (os.urandom(4096), None),
    ],
)
def test_what_is_no_table_is_refused(tmp_path: Path, data: bytes, line: int | None) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(data)
    code, why, at = refusal(file)
    assert code == "bad_file"
    assert why
    if line is not None:
        assert at == line


def test_the_line_of_the_quotation_mark_is_named(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text('Name,Phone\nA,1\n"B\nC","2\nD,3\nE,4\n', "utf-8")
    why = "A quotation mark that opens on line 4 isn't closed as it should be: mend it."
    assert refusal(file) == ("bad_file", why, 4)


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    with file.open("wb") as sparse:
        sparse.truncate(2 * LARGEST_FILE)
    why = "“a.csv” is larger than 1000 MB, the most that is read: export fewer months at a time."
    assert refusal(file) == ("bad_file", why, None)


def test_a_file_of_somebody_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    file = tmp_path / "a.csv"
    file.write_text(TEXT, "utf-8")
    monkeypatch.setattr(Path, "open", refuse)  # chmod means nothing to root
    assert refusal(file) == ("bad_file", "You may not read “a.csv”: ask its owner, or choose another.", None)


def test_files_that_are_not_there(tmp_path: Path) -> None:
    assert refusal(tmp_path / "gone.csv")[:2] == ("bad_file", "There is no file “gone.csv”: choose another.")
    assert refusal(tmp_path)[0] == "bad_file"
    assert refusal(Path("/dev/zero"))[0] == "bad_file"
    assert refusal(Path("a\0b"))[0] == "bad_file"


def grow(file: Path) -> None:
    with file.open("a", encoding="utf-8") as out:
        out.write("B,2,\n")


def shrink(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


def replace(file: Path) -> None:
    other = file.with_name("other")
    other.write_bytes(file.read_bytes().replace(b"070", b"071"))
    other.replace(file)


@pytest.mark.parametrize("change", [Path.unlink, grow, shrink, replace])
@pytest.mark.parametrize("rows", [0, 1])
def test_a_file_that_changes_meanwhile(tmp_path: Path, change: Callable[[Path], None], rows: int) -> None:
    file = tmp_path / "a.csv"
    file.write_text("Name,Phone,Övrigt\n" + "Åsa,070,x\n" * 100_000, "utf-8")
    table = open_table(file, NAMES)
    reader = table.rows()
    for _ in range(rows):
        next(reader)
    change(file)
    with pytest.raises(KassaError) as caught:
        # One that was changed before it was opened again isn't begun with.
        (list if rows else next)(reader)
    assert caught.value.code == "bad_file"
    assert str(caught.value.text) in {
        "“a.csv” was changed while it was being read: try again.",
        "There is no file “a.csv”: choose another.",
    }
    assert list(tmp_path.iterdir()) == [] or change is not Path.unlink


def test_progress_is_told_and_may_leave_off(tmp_path: Path) -> None:
    class LeaveOffError(Exception):
        pass

    def leave_off(done: int, total: int) -> None:
        raise LeaveOffError

    file = tmp_path / "a.csv"
    file.write_bytes(b"Name,Phone\n" + b"A,1\n" * 600_000)
    seen: list[tuple[int, int]] = []
    open_table(file, NAMES, progress=lambda done, total: seen.append((done, total)))
    assert len(seen) == 3 and seen[-1] == (2_400_011, 2_400_011) and seen == sorted(seen)
    with pytest.raises(LeaveOffError):
        open_table(file, NAMES, progress=leave_off)


def test_memory_stays_flat(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    with file.open("w", encoding="utf-8") as out:
        out.write("Name,Phone,Övrigt\n")
        out.writelines(f"Åsa {number},070,{'x' * 100}\n" for number in range(60_000))
    tracemalloc.start()
    count = sum(1 for _ in open_table(file, NAMES).rows())
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 60_000
    assert most < 4_000_000


def test_a_first_cell_that_never_ends_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "endless.csv"
    path.write_text('"' + "x" * 300_000)
    code, why, line = refusal(path)
    assert (code, line) == ("bad_file", 1)
    assert why.startswith("A quotation mark that opens on line 1")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert refusal(tmp_path / "pipe")[0] == "bad_file"


CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Co", "Cn"], include_characters="\n\t"), max_size=30)


@settings(max_examples=200)
@given(
    rows=st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=8),
    encoding=st.sampled_from(
        ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "windows-1252", "windows-1250"]
    ),
    delimiter=st.sampled_from(",;\t|"),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    newline=st.sampled_from(["\n", "\r\n"]),
)
def test_what_was_written_is_read(
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[list[str]],
    encoding: str,
    delimiter: str,
    quoting: Literal[0, 1],
    newline: str,
) -> None:
    rows = [[cell.strip() for cell in row] for row in rows]
    assume(all(any(row) and row != list(NAMES) and not row[0].startswith("\ufeff") for row in rows))
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, quoting=quoting, lineterminator=newline)
    writer.writerows([NAMES, *rows])
    try:
        data = text.getvalue().encode(encoding)
    except UnicodeEncodeError:
        assume(False)
    file = tmp_path_factory.mktemp("t") / "a.csv"
    file.write_bytes(data)
    asked = Shape(encoding=encoding) if encoding.startswith("windows") else Shape()
    table = open_table(file, NAMES, asked)
    assert table.shape.delimiter == delimiter
    assert table.heading == NAMES
    assert [list(row.cells) for row in table.rows()] == rows


@given(st.binary(max_size=300))
def test_nothing_makes_it_stumble(tmp_path_factory: pytest.TempPathFactory, noise: bytes) -> None:
    file = tmp_path_factory.mktemp("n") / "a.csv"
    file.write_bytes(b"Name,Phone\n" + noise)
    try:
        list(open_table(file, NAMES).rows())
    except KassaError as error:
        assert error.code == "bad_file"
