"""Rows of tables, whatever kind of file they come from, and which of them is the heading."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol

from kassa.domain.folding import fold
from kassa.exchange.mapping import Shape

# By likelihood that a sign is there to part cells and not as part of a text or number.
DELIMITERS = ("\t", ";", "|", ",")
_SIGNS = re.compile(r"[\W_]+")


class Row(NamedTuple):
    """One row: the line of the file on which it begins (a workbook's row), from 1, and its cells without the space
    around them. ``is_heading``: it says the heading once more, as in files that were put together from several.
    """

    line: int
    cells: tuple[str, ...]
    is_heading: bool = False

    def cell(self, column: int | None) -> str:
        """The cell of a column; empty where the column is not in the file or the row ends before it."""
        return self.cells[column] if column is not None and column < len(self.cells) else ""


class Grid(Protocol):
    """A file that holds a table somewhere."""

    @property
    def shape(self) -> Shape:
        """How the table lies in it, but for the heading."""

    def rows(self) -> Iterator[Row]:
        """All its rows from the top, again and again."""


def column_key(name: str) -> str:
    """A column's name as it is compared: letters and digits only, whatever their case and accents."""
    return _SIGNS.sub("", fold(name)) or name.strip()


def known_names(names: Collection[str]) -> frozenset[str]:
    """Columns' names as ``find_heading`` wants them."""
    return frozenset(map(column_key, names))


def matches(row: Row, known: frozenset[str]) -> int:
    """How many of the known names a row holds."""
    return len(known.intersection(map(column_key, row.cells)))


def find_heading(rows: Sequence[Row], known: frozenset[str]) -> Row:
    """The row with most known names, else the first that is full: at least three quarters of the fullest.

    One name alone may stand among anything, so it has to be half of its row. ``rows`` are the first of a table, at
    least one of them not empty.
    """
    best = max(rows, key=lambda row: matches(row, known))
    found = matches(best, known)
    if found > 1 or (found and len(best.cells) - best.cells.count("") <= 2):
        return best
    filled = [len(row.cells) - row.cells.count("") for row in rows]
    return next(row for row, count in zip(rows, filled, strict=True) if count * 4 >= max(filled) * 3)


def find_delimiter(splits: Iterable[tuple[str, Sequence[Row]]], known: frozenset[str]) -> str:
    """The delimiter under which most known names come out, else most rows of one width; the first on a tie."""
    best, most = ",", (-1, False, -1, -1)
    for delimiter, rows in splits:
        full = [row for row in rows if any(row.cells)]
        if not full:
            continue
        heading = find_heading(full, known)
        width = len(heading.cells)
        below = full[full.index(heading) :]
        agreeing = sum(len(row.cells) == width for row in below)
        score = (matches(heading, known), width > 1 and agreeing * 2 > len(below), agreeing, width)
        if score > most:
            best, most = delimiter, score
    return best
