"""A table is in its file whole, or nothing is: lossless as CSV, and nothing but text as a workbook."""

from __future__ import annotations

import csv
import errno
import os
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kassa.errors import KassaError
from kassa.exchange import export_workbook
from kassa.exchange.export import Sheet, check_name, write_table
from kassa.exchange.export_cells import unguarded

# What the register takes into a text: no half characters, no control characters but tab and line breaks.
SIGNS = st.one_of(
    st.sampled_from("=+-@'\",;\n\r\t<>& _x0041"),
    st.characters(
        exclude_categories=["Cs"], exclude_characters=[chr(code) for code in range(32) if code not in (9, 10, 13)]
    ),
)
TEXTS = st.text(SIGNS, max_size=30)
ROWS = st.lists(st.tuples(TEXTS, TEXTS, TEXTS), max_size=5)
HEADINGS = ("name", "phone", "notes")
NASTY = (
    "=1+1", "+46701740613", "@x", "-1", "'=1", "<r><t>x</t></r>", "_x0041_", "a\nb", ' "q" ', "0046", "1E5", "&amp;",
    "]]>", "\ufeffx", "😀", "\uffff",
)  # fmt: skip


def write(file: Path, rows: Sequence[tuple[str, ...]]) -> None:
    write_table(file, Sheet("customers", HEADINGS, len(rows)), rows)


def csv_rows(file: Path) -> list[list[str]]:
    with file.open(encoding="utf-8-sig", newline="") as opened:
        heading, *rows = csv.reader(opened, strict=True)
    assert tuple(heading) == HEADINGS
    return [[unguarded(cell) for cell in row] for row in rows]


@given(rows=ROWS)
def test_csv_gives_every_text_back_exactly(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, ...]]
) -> None:
    file = tmp_path_factory.mktemp("csv") / "out.csv"
    write(file, rows)
    assert csv_rows(file) == [list(row) for row in rows]


def test_csv_is_what_excel_and_rfc_4180_call_so(tmp_path: Path) -> None:
    write(tmp_path / "out.csv", [("Åsa, Öst", "+46701740613", 'said "hi"\nand left'), ("=1+1", "", "")])
    assert (tmp_path / "out.csv").read_bytes() == (
        "\ufeffname,phone,notes\r\n"
        '"Åsa, Öst",+46701740613,"said ""hi""\nand left"\r\n'
        "'=1+1,,\r\n"
    ).encode()  # fmt: skip


@given(rows=ROWS)
def test_a_workbook_holds_nothing_but_text(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, ...]]
) -> None:
    file = tmp_path_factory.mktemp("xlsx") / "out.xlsx"
    write(file, rows)
    sheet = openpyxl.load_workbook(file).active
    assert sheet is not None
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {(cell.data_type, cell.number_format) for cell in cells} == {("s", "@")}
    assert len(cells) == len(HEADINGS) + sum(bool(cell) for row in rows for cell in row)


@pytest.mark.parametrize("text", NASTY)
def test_a_workbook_holds_the_text_itself(tmp_path: Path, text: str) -> None:
    file = tmp_path / "out.xlsx"
    write(file, [("Maria", text, "")])
    sheet = openpyxl.load_workbook(file).active
    assert sheet is not None
    told = {"_x0041_": "_x005F_x0041_", "\uffff": "_xFFFF_"}.get(text, text)
    assert [cell.value for cell in sheet[2]] == ["Maria", told, None]


def test_a_workbook_is_good_to_work_with(tmp_path: Path) -> None:
    write(tmp_path / "out.xlsx", [("Maria", "070", ""), ("Ola", "", "")])
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx")["customers"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.dimensions) == ("A2", "A1:C3", "A1:C3")
    assert sheet["A1"].font.bold and not sheet["A2"].font.bold
    assert sheet.column_dimensions["A"].width > 20


def test_a_workbook_of_nobody_has_its_headings(tmp_path: Path) -> None:
    write(tmp_path / "out.xlsx", [])
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx").active
    assert sheet is not None
    assert [cell.value for cell in sheet[1]] == list(HEADINGS)


def test_what_one_sheet_cannot_hold_goes_on_in_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export_workbook, "MOST_ROWS", 4)
    rows = [(f"name {number}", "", "") for number in range(7)]
    write(tmp_path / "out.xlsx", rows)
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    assert book.sheetnames == ["customers 1", "customers 2", "customers 3"]
    told = [[row[0] for row in sheet.iter_rows(values_only=True)] for sheet in book.worksheets]
    assert [heading for heading, *_ in told] == ["name"] * 3
    assert [name for _, *names in told for name in names] == [row[0] for row in rows]


def test_what_is_too_long_for_a_cell_ends_in_an_ellipsis(tmp_path: Path) -> None:
    write(tmp_path / "out.xlsx", [("x" * 32_767, "x" * 32_768, "😀" * 20_000)])
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx").active
    assert sheet is not None
    assert [cell.value for cell in sheet[2]] == ["x" * 32_767, "x" * 32_766 + "…", "😀" * 16_383 + "…"]


def test_a_large_sheet_fits_its_archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export_workbook, "_CELLS_IN_PLAIN_PART", 2)
    write(tmp_path / "out.xlsx", [("Maria", "", "")])
    assert zipfile.ZipFile(tmp_path / "out.xlsx").testzip() is None
    assert openpyxl.load_workbook(tmp_path / "out.xlsx")["customers"]["A2"].value == "Maria"


@pytest.mark.parametrize("name", ["out", "out.txt", "out.xls", "out.csv.gz", ".csv"])
def test_another_name_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(KassaError) as refused:
        check_name(tmp_path / name)
    assert refused.value.code == "bad_value"
    assert name in str(refused.value)


@pytest.mark.parametrize("name", ["OUT.CSV", "out.Xlsx", "kunder 2026.11.csv"])
def test_the_name_may_be_written_in_any_case(tmp_path: Path, name: str) -> None:
    write(tmp_path / name, [("Maria", "", "")])
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("name", ["out.csv", "out.xlsx"])
class TestWholeOrNotAtAll:
    """Whatever happens on the way, the folder is as it was."""

    def test_an_older_file_is_replaced(self, tmp_path: Path, name: str) -> None:
        (tmp_path / name).write_text("old")
        write(tmp_path / name, [("Maria", "", "")])
        assert (tmp_path / name).read_bytes()[:3] != b"old"
        assert len(list(tmp_path.iterdir())) == 1

    def test_who_cancels_finds_the_older_file(self, tmp_path: Path, name: str) -> None:
        (tmp_path / name).write_text("old")
        with pytest.raises(KeyboardInterrupt):
            write_table(tmp_path / name, Sheet("customers", HEADINGS, 3), _cancelled())
        assert [path.read_text() for path in tmp_path.iterdir()] == ["old"]

    def test_a_full_disk_keeps_the_older_file(self, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
        (tmp_path / name).write_text("old")

        def full(_: int) -> None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        monkeypatch.setattr(os, "fsync", full)
        assert "disk is full" in refusal(tmp_path / name)
        assert [path.read_text() for path in tmp_path.iterdir()] == ["old"]

    def test_a_folder_that_is_not_there(self, tmp_path: Path, name: str) -> None:
        assert "no folder" in refusal(tmp_path / "gone" / name)

    def test_a_folder_that_is_a_file(self, tmp_path: Path, name: str) -> None:
        (tmp_path / "file").write_text("")
        assert "no folder" in refusal(tmp_path / "file" / name)

    def test_a_folder_that_vanishes_meanwhile(self, tmp_path: Path, name: str) -> None:
        folder = tmp_path / "stick"
        folder.mkdir()
        assert "no folder" in refusal(folder / name, _while(lambda: folder.rename(tmp_path / "away")))

    @pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="nobody forbids anything to root")
    def test_a_folder_that_may_not_be_written(self, tmp_path: Path, name: str) -> None:
        tmp_path.chmod(0o500)
        assert "can't be written" in refusal(tmp_path / name)
        tmp_path.chmod(0o700)

    def test_a_folder_in_the_place_of_the_file(self, tmp_path: Path, name: str) -> None:
        (tmp_path / name).mkdir()
        assert "is a folder" in refusal(tmp_path / name)

    def test_a_pipe_is_left_alone(self, tmp_path: Path, name: str) -> None:
        os.mkfifo(tmp_path / name)
        assert "can't be written" in refusal(tmp_path / name)
        assert (tmp_path / name).is_fifo()

    def test_a_link_goes_on_leading_to_its_file(self, tmp_path: Path, name: str) -> None:
        (tmp_path / "real").write_text("old")
        (tmp_path / name).symlink_to("real")
        write(tmp_path / name, [("Maria", "", "")])
        assert (tmp_path / name).is_symlink()
        assert (tmp_path / "real").read_bytes()[:3] != b"old"

    def test_a_long_name_is_no_longer_aside(self, tmp_path: Path, name: str) -> None:
        long = "x" * (255 - len(name)) + name
        write(tmp_path / long, [("Maria", "", "")])
        assert [path.name for path in tmp_path.iterdir()] == [long]


def refusal(file: Path, rows: Iterator[tuple[str, ...]] | None = None) -> str:
    with pytest.raises(KassaError) as refused:
        write_table(file, Sheet("customers", HEADINGS, 1), rows or iter([("Maria", "", "")]))
    assert refused.value.code == "bad_file"
    return str(refused.value)


def _cancelled() -> Iterator[tuple[str, ...]]:
    yield ("Maria", "", "")
    raise KeyboardInterrupt


def _while(act: object) -> Iterator[tuple[str, ...]]:
    assert callable(act)
    act()
    yield ("Maria", "", "")
