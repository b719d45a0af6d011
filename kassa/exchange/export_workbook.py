"""Workbooks in which every cell is text: no formula, whatever a customer is called, and telephones stay telephones.

XlsxWriter makes the book and its empty sheets; the rows are put into them here as they come. That is six times quicker
than its own rows and keeps no temporary copy, and its way takes a text that looks like its own markup for markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from itertools import chain, islice
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

# What Excel has room for.
MOST_ROWS = 1_048_576
LONGEST_CELL = 32_767
_SHEETS = "xl/worksheets/"
_TEXT_FORMAT = {"num_format": "@"}
_HEADING_FORMAT = {"bold": True, "num_format": "@", "bottom": 1}
_WIDTHS = {"name": 26, "phone": 16, "email": 30, "address": 34, "notes": 44, "items": 34, "at": 26, "because": 60}
_WIDTH = 14
# Above 2 GiB a part needs another form of archive, which some programs ask questions about.
_CELLS_IN_PLAIN_PART = 8_000_000
_AT_ONCE = 500
# What markup or Excel would take for something else: its own signs, control characters, and Excel's escapes of these.
_SPECIAL = re.compile("[&<>\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_REACH = re.compile(rb"<dimension [^>]*/>")
_NAMED = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def write_workbook(path: Path, title: str, headings: Sequence[str], count: int, rows: Iterable[Sequence[str]]) -> None:
    """Writes ``count`` rows under their headings; what is more than a sheet holds goes on in the next.

    Cells longer than a workbook can hold end in an ellipsis.
    """
    on_sheets = [min(MOST_ROWS - 1, count - start) for start in range(0, max(count, 1), MOST_ROWS - 1)]
    source = iter(rows)
    with (
        ZipFile(BytesIO(_empty_book(title, headings, on_sheets))) as empty,
        ZipFile(path, "w", ZIP_DEFLATED) as book,
    ):
        for part in empty.namelist():
            content = empty.read(part)
            if not part.startswith(_SHEETS):
                book.writestr(part, content)
                continue
            number = int(part.removeprefix(_SHEETS + "sheet").removesuffix(".xml"))
            large = on_sheets[number - 1] * len(headings) > _CELLS_IN_PLAIN_PART
            # How far the cells reach need not be said, and is said of the headings alone.
            before, end, after = _REACH.sub(b"", content).partition(b"</sheetData>")
            with book.open(part, "w", force_zip64=large) as sheet:
                sheet.write(before)
                for some in _rows_as_xml(islice(source, on_sheets[number - 1]), _columns(before), _style(before)):
                    sheet.write(some)
                sheet.write(end + after)


def _empty_book(title: str, headings: Sequence[str], on_sheets: Sequence[int]) -> bytes:
    from xlsxwriter import Workbook

    made = BytesIO()
    with Workbook(made, {"in_memory": True}) as book:
        text, heading = book.add_format(_TEXT_FORMAT), book.add_format(_HEADING_FORMAT)
        for number, count in enumerate(on_sheets, 1):
            sheet = book.add_worksheet(title if len(on_sheets) == 1 else f"{title} {number}")
            sheet.freeze_panes(1, 0)
            sheet.autofilter(0, 0, count, len(headings) - 1)
            sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{MOST_ROWS}"})
            for place, name in enumerate(headings):
                sheet.set_column(place, place, _WIDTHS.get(name, _WIDTH), text)
                sheet.write_string(0, place, name, heading)
    return made.getvalue()


def _columns(sheet: bytes) -> list[str]:
    """The columns' letters, as the headings have them."""
    return [letters.decode() for letters in re.findall(rb'<c r="([A-Z]+)1"', sheet)]


def _style(sheet: bytes) -> str:
    """The number of the columns' format."""
    match = re.search(rb'<col [^>]*style="(\d+)"', sheet)
    assert match is not None
    return match[1].decode()


def _rows_as_xml(rows: Iterable[Sequence[str]], columns: Sequence[str], style: str) -> Iterator[bytes]:
    inner = f'" s="{style}" t="inlineStr"><is><t xml:space="preserve">'
    numbered = enumerate(rows, 2)
    for first in numbered:
        some = []
        for number, row in chain((first,), islice(numbered, _AT_ONCE)):
            middle = f"{number}{inner}"
            cells = [
                f'<c r="{column}{middle}{_text(cell)}</t></is></c>'
                for column, cell in zip(columns, row, strict=True)
                if cell
            ]
            some.append(f'<row r="{number}">{"".join(cells)}</row>')
        yield "".join(some).encode()


def _text(cell: str) -> str:
    if len(cell) > LONGEST_CELL // 2:
        cell = _cut(cell)
    return _SPECIAL.sub(_escape, cell) if _SPECIAL.search(cell) else cell


def _escape(match: re.Match[str]) -> str:
    sign = match[0]
    return _NAMED.get(sign) or f"_x{ord(sign):04X}_"


def _cut(cell: str) -> str:
    """No longer than a cell may be, which is counted in UTF-16."""
    units = cell.encode("utf-16-le")
    if len(units) <= LONGEST_CELL * 2:
        return cell
    return units[: (LONGEST_CELL - 1) * 2].decode("utf-16-le", "ignore") + "…"
