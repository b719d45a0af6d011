"""Tables in text files: found out how they are written, streamed, and refused by line."""

from __future__ import annotations

import os
import tracemalloc
from pathlib import Path

import pytest

from kassa.errors import KassaError
from kassa.exchange.tables import open_table

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


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters(tmp_path: Path, delimiter: str) -> None:
    file = tmp_path / "a.csv"
    file.write_text(f"name{delimiter} PHONE {delimiter}ovrigt\nA{delimiter}1{delimiter}x; y\n".replace(
        "x; y", '"x; y, z|t"'), "utf-8")  # fmt: skip
    table = open_table(file, NAMES)
    assert [table.column(name) for name in ("Övrigt", "Phone", "Name", "Nothing")] == [2, 1, 0, None]
    assert [row.cells for row in table.rows()] == [("A", "1", "x; y, z|t")]


def test_the_heading_is_found_below_other_rows(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("sep=;\nMin butik\n\nUtskriven;2026-11-22\nName;Phone;Övrigt\nA;1;\n", "utf-8")
    assert read(file) == [(6, ("A", "1", ""))]


def test_a_short_row_has_empty_cells(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("Name,Phone\nA\n,,\n", "utf-8")
    rows = list(open_table(file, NAMES).rows())
    assert [(row.cell(0), row.cell(1), row.cell(None)) for row in rows] == [("A", "", "")]


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


def test_files_that_are_not_there(tmp_path: Path) -> None:
    assert refusal(tmp_path / "gone.csv")[:2] == ("bad_file", "There is no file “gone.csv”: choose another.")
    assert refusal(tmp_path)[0] == "bad_file"
    assert refusal(Path("/dev/zero"))[0] == "bad_file"
    assert refusal(Path("a\0b"))[0] == "bad_file"


def test_a_file_that_vanishes_meanwhile(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text(TEXT, "utf-8")
    table = open_table(file, NAMES)
    file.unlink()
    with pytest.raises(KassaError) as caught:
        list(table.rows())
    assert caught.value.code == "bad_file"


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
