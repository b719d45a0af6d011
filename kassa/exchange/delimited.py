"""Tables in text files: lines cut into cells at a delimiter, streamed; what can't be cut is refused by its line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from kassa.errors import KassaError
from kassa.exchange.encodings import unreadable
from kassa.exchange.files import Stamp, bad_file, reading
from kassa.exchange.mapping import Shape
from kassa.exchange.rows import Row
from kassa.words import Text, say

LONGEST_ROW = 1_000_000


def _too_long(line: int) -> Text:
    return say("Line {line} is too long for a list: choose another file, or save it anew as CSV.", line=line)


@dataclass(frozen=True, slots=True)
class Delimited:
    """A text file of which encoding and delimiter are known."""

    path: Path
    stamp: Stamp
    encoding: str
    delimiter: str

    @property
    def shape(self) -> Shape:
        """How the table lies in its file, but for the heading."""
        return Shape(encoding=self.encoding, delimiter=self.delimiter)

    def rows(self) -> Iterator[Row]:
        """All rows from the top, the empty ones too; Excel's own ``sep=;`` is none."""
        length = [0]
        line = 1
        with reading(self.path, self.stamp) as file, io.TextIOWrapper(file, self.encoding, newline="") as text:
            reader = csv.reader(
                _lines(text, length),
                delimiter=self.delimiter,
                strict=True,
                skipinitialspace=True,
            )
            try:
                for cells in reader:
                    length[0] = 0
                    if line > 1 or separator_named(self.delimiter.join(cells)) is None:
                        yield Row(line, tuple(map(str.strip, cells)))
                    line = reader.line_num + 1
            except csv.Error:
                raise self._unsplit(line) from None
            except UnicodeError:
                raise _undecoded(self.path, self.encoding) from None

    def _unsplit(self, first: int) -> KassaError:
        """Why the row that begins on line ``first`` couldn't be cut."""
        with self.path.open(encoding=self.encoding, errors="replace", newline="") as text:
            numbered = islice(enumerate(text, 1), first - 1, None)
            signs = ((line, sign) for line, content in numbered for sign in content)
            opened, line = _quotation_left_open(signs, self.delimiter)
        if opened is None:
            return bad_file(_too_long(line), line)
        why = say("A quotation mark that opens on line {line} isn't closed as it should be: mend it.", line=opened)
        return bad_file(why, opened)


def _quotation_left_open(signs: Iterator[tuple[int, str]], delimiter: str) -> tuple[int | None, int]:
    """A row that the csv module gave up, walked through as it did: where the last quotation opened that it was in.

    None for a cell that is too long without one; and the line where the walk ended.
    """
    opened: int | None = None
    line = length = 0
    closed = fresh = True
    for line, sign in signs:
        length += 1
        if opened is not None and not closed:
            closed = sign == '"'
        elif opened is not None and sign == '"':
            closed = False
        elif sign == delimiter:
            opened, fresh, length = None, True, 0
        elif opened is not None and sign not in "\r\n":
            break
        elif fresh and sign == '"':
            opened, closed = line, False
        elif sign != " ":
            fresh = False
        if length > csv.field_size_limit():
            break
    return opened, line


def _undecoded(path: Path, encoding: str) -> KassaError:
    line = 1
    try:
        with path.open(encoding=encoding, errors="replace", newline="") as text:
            line = next((number for number, line in enumerate(text, 1) if "\ufffd" in line), 1)
    except UnicodeError:  # it doesn't even begin as UTF-16 must
        pass
    return bad_file(unreadable(line), line)


def separator_named(text: str) -> str | None:
    """The delimiter that Excel's first line ``sep=;`` names, where it is one."""
    text = text.rstrip("\r\n").strip('"')
    return text[4] if len(text) == 5 and text[:4].lower() == "sep=" else None


def can_part(sign: str) -> bool:
    """Whether a text can be cut into cells at this sign."""
    return len(sign) == 1 and sign not in '"\r\n\0 ' and not sign.isalnum()


def first_text(path: Path, stamp: Stamp, encoding: str, most: int) -> str:
    """The first ``most`` lines of a text file, fewer if they are very long."""
    lines, length = list[str](), [0]
    with reading(path, stamp) as file, io.TextIOWrapper(file, encoding, newline="") as text:
        try:
            for line in islice(_lines(text, length), most):
                lines.append(line)
                length[0] = 0
                if sum(map(len, lines)) > LONGEST_ROW:
                    break
        except UnicodeError:
            raise _undecoded(path, encoding) from None
    return "".join(lines)


def split_loosely(text: str, delimiter: str) -> list[Row]:
    """The rows of a text under one delimiter, as far as they can be read."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True)
    rows, line = list[Row](), 1
    try:
        for cells in reader:
            rows.append(Row(line, tuple(map(str.strip, cells))))
            line = reader.line_num + 1
    except csv.Error:
        pass
    return rows


def _lines(text: io.TextIOWrapper, length: list[int]) -> Iterator[str]:
    """The lines, none of them endless. ``length`` holds how much of a row was read; its reader sets it back."""
    number = 0
    while line := text.readline(LONGEST_ROW):
        number += 1
        if number == 1:
            line = line.removeprefix("\ufeff")
        length[0] += len(line)
        if length[0] >= LONGEST_ROW:
            raise bad_file(_too_long(number), number)
        if "\0" in line:
            why = say("Line {line} holds what no text file does: save the list as .xlsx or CSV.", line=number)
            raise bad_file(why, number)
        yield line
