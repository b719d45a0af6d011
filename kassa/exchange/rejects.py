"""What could not come in, as a file of its own to mend and bring in again."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

from kassa.exchange.export import Sheet, write_table
from kassa.exchange.imported import Rejected
from kassa.exchange.reading import Source
from kassa.exchange.tables import bad_file
from kassa.words import Words, say

_ENGLISH = Words("en")


def write_rejects(source: Source, rejected: Sequence[Rejected], path: Path, words: Words = _ENGLISH) -> int:
    """The rejected rows with the columns that they had, and behind them the line, the column and why; how many rows.

    Of a receipt all rows go out, so that it is whole when it comes back. A workbook where the name says ``.xlsx``, else
    CSV in UTF-8 with the file's own delimiter; nothing in it is guarded, as it is to be read again as it was. Raises
    ``bad_file`` where it can't be written, or the source has changed.
    """
    rows = list(_rows(source, rejected, words))
    heading = (
        *source.table.heading,
        words.text(say("Line")),
        words.text(say("Column")),
        words.text(say("Why")),
    )
    if path.suffix.lower() == ".xlsx":
        write_table(path, Sheet(words.text(say("Rejected rows")), heading, len(rows)), rows)
        return len(rows)
    try:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file, delimiter=source.shape.delimiter or ",")
            writer.writerow(heading)
            writer.writerows(rows)
    except OSError:
        raise bad_file(say("“{file}” can't be written: choose another place.", file=path.name)) from None
    return len(rows)


def _rows(source: Source, rejected: Sequence[Rejected], words: Words) -> Iterator[list[str]]:
    told = {each.line: each for each in rejected}
    width = len(source.table.heading)
    empty = [""] * width
    found: set[int] = set()
    for rows in source.groups(told):
        for row in rows:
            found.add(row.line)
            yield [*row.cells[:width], *_reason(row.line, told.get(row.line), words), *row.cells[width:]]
    for line, each in told.items():
        if line not in found:
            yield [*empty, *_reason(line, each, words)]


def _reason(line: int, rejected: Rejected | None, words: Words) -> tuple[str, str, str]:
    if rejected is None:
        return str(line), "", ""
    return str(line), rejected.column or "", words.text(rejected.why)
