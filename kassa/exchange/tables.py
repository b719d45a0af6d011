"""Tables as other programs write them, in text files and workbooks: how they are written found out, rows streamed.

Memory stays flat whatever the size: a text is read line by line, and once before that to learn its encoding. What
can't be read is a ``bad_file`` that names the line.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from kassa.exchange import delimited, encodings, workbook
from kassa.exchange.delimited import Delimited
from kassa.exchange.files import Progress, Stamp, bad_file, reading, stamp_of
from kassa.exchange.mapping import Shape
from kassa.exchange.rows import DELIMITERS, Grid, Row, column_key, find_delimiter, find_heading, known_names, matches
from kassa.words import say

__all__ = ["Row", "Table", "bad_file", "column_key", "open_table"]

_HEADING_WITHIN = 60
# What some tills call .xls.
_MARKUP = ("<!doctype", "<html", "<head", "<meta", "<table", "<?xml")
_AS_FOUND = Shape()


@dataclass(frozen=True, slots=True)
class Table:
    """A table that can be read as often as needed.

    ``heading`` holds the columns' names as the file writes them, ``shape`` how the table lies in its file, as it was
    found or asked for. ``typed``: cells were more than text; dates are ISO (``2026-09-03``, ``2026-09-03 09:51:00``)
    and numbers have a full stop and no thousands. ``first_rows`` are those of the file's top that hold anything, for
    whom the heading isn't right; ``sheets`` a workbook's tables to choose from.
    """

    path: Path
    shape: Shape
    heading: tuple[str, ...]
    heading_line: int
    typed: bool
    first_rows: tuple[Row, ...]
    sheets: tuple[str, ...]
    _grid: Grid

    def column(self, *names: str) -> int | None:
        """The place of the first of these column names that the heading has; case, accents and signs don't count."""
        keys = [column_key(name) for name in self.heading]
        return next((keys.index(name) for name in map(column_key, names) if name in keys), None)

    def rows(self) -> Iterator[Row]:
        """The rows below the heading that hold anything, each with at least as many cells as the heading.

        A row has more of them only where it holds something there: the caller says that it doesn't fit. A row that
        repeats the heading has ``is_heading`` and is no data. ``bad_file`` when the file can't be read to its end or
        was changed since it was opened.
        """
        heading, width, below = self.heading, len(self.heading), self.heading_line
        for row in self._grid.rows():
            line, cells, _ = row
            if line <= below or not any(cells):
                continue
            if len(cells) != width:
                cells = _fitted(cells, width)
                row = Row(line, cells)
            yield Row(line, cells, True) if cells == heading else row


def open_table(path: Path, names: Collection[str], shape: Shape = _AS_FOUND, progress: Progress | None = None) -> Table:
    """Find out how a file is written, by what it holds and not by its name; what ``shape`` says is held to.

    ``names`` are column names that the heading may have: it is the row with most of them among the first sixty, else
    the first full row, and of a workbook's sheets the one where most of them stand. ``bad_file`` for what is no table.
    """
    stamp = stamp_of(path)
    known = known_names(names)
    with reading(path, stamp) as file:
        head = file.read(4096)
    if workbook.is_one(head):
        return _from_workbook(path, stamp, known, shape)
    return _from_text(path, stamp, known, shape, progress)


def _from_text(path: Path, stamp: Stamp, known: frozenset[str], shape: Shape, progress: Progress | None) -> Table:
    encoding = shape.encoding
    if encoding is None:
        with reading(path, stamp) as file:
            encoding = encodings.find_encoding(file, stamp.size, progress)
    elif not encodings.is_known(encoding):
        raise bad_file(say("Kassa knows no encoding “{name}”: leave it out, or say utf-8.", name=encoding))
    start = delimited.first_text(path, stamp, encoding, _HEADING_WITHIN)
    if start.lstrip().lower().startswith(_MARKUP):
        why = say("“{file}” is a web page: open it in a spreadsheet program, save it as .xlsx or CSV.", file=path.name)
        raise bad_file(why, 1)
    delimiter = shape.delimiter or delimited.separator_named(start.partition("\n")[0])
    if delimiter is None:
        splits = ((each, delimited.split_loosely(start, each)) for each in DELIMITERS)
        delimiter = find_delimiter(splits, known)
    elif not delimited.can_part(delimiter):
        raise bad_file(say("“{sign}” can't part cells: leave it out, or say a comma or semicolon.", sign=delimiter))
    grid = Delimited(path, stamp, encoding, delimiter)
    first = [row for row in delimited.split_loosely(start, delimiter) if any(row.cells)]
    if not first:
        # Where the first cell alone is beyond reading, reading it properly says so.
        next(grid.rows(), None)
        raise bad_file(say("The file is empty: choose another."))
    return _headed(path, grid, first, known, shape, typed=False, sheets=())


def _from_workbook(path: Path, stamp: Stamp, known: frozenset[str], shape: Shape) -> Table:
    sheets = workbook.open_workbook(path, stamp)
    names = tuple(sheet.name for sheet in sheets)
    if shape.sheet is not None:
        sheets = tuple(sheet for sheet in sheets if sheet.name == shape.sheet)
        if not sheets:
            raise bad_file(say("The workbook has no sheet “{name}”: choose one that it has.", name=shape.sheet))
    tops = [(sheet, [row for row in islice(sheet.rows(), _HEADING_WITHIN) if any(row.cells)]) for sheet in sheets]
    tops = [(sheet, first) for sheet, first in tops if first]
    if not tops:
        raise bad_file(say("The file is empty: choose another."))
    sheet, first = max(tops, key=lambda top: max(matches(row, known) for row in top[1]))
    return _headed(path, sheet, first, known, shape, typed=True, sheets=names)


def _headed(
    path: Path, grid: Grid, first: list[Row], known: frozenset[str], shape: Shape, typed: bool, sheets: tuple[str, ...]
) -> Table:
    if shape.heading_line is None:
        heading = find_heading(first, known)
    else:
        below = (row for row in grid.rows() if row.line >= shape.heading_line and any(row.cells))
        found = next(below, None)
        if found is None:
            raise bad_file(say("The file ends before line {line}: choose another heading.", line=shape.heading_line))
        heading = found
    shape = replace(grid.shape, heading_line=heading.line)
    names = heading.cells[: len(heading.cells) - _empty_at_end(heading.cells)]
    return Table(path, shape, names, heading.line, typed, tuple(first), sheets, grid)


def _empty_at_end(cells: tuple[str, ...]) -> int:
    return next((count for count, cell in enumerate(reversed(cells)) if cell), len(cells))


def _fitted(cells: tuple[str, ...], width: int) -> tuple[str, ...]:
    if len(cells) < width:
        return cells + ("",) * (width - len(cells))
    return cells[: max(width, len(cells) - _empty_at_end(cells))]
