"""Tables in text files as other programs write them: encoding, delimiter and heading found out, rows streamed.

Memory stays flat whatever the size: a file is read line by line, and once before that to learn its encoding. What
can't be read is a ``bad_file`` that names the line.
"""

from __future__ import annotations

import codecs
import csv
import stat
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TextIO

from kassa.domain.folding import fold
from kassa.errors import KassaError
from kassa.words import Text, say

_DELIMITERS = (",", ";", "\t", "|")
_HEADING_WITHIN = 50
_LONGEST_LINE = 1_000_000
_CHUNK = 1 << 18


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line of the file on which it begins, from 1, and its cells without the space around them."""

    line: int
    cells: tuple[str, ...]

    def cell(self, column: int | None) -> str:
        """The cell of a column; empty where the column is not in the file or the row ends before it."""
        return self.cells[column] if column is not None and column < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table that can be read as often as needed. ``heading`` holds the columns' names as the file writes them."""

    path: Path
    encoding: str
    delimiter: str
    heading: tuple[str, ...]
    heading_line: int

    def column(self, *names: str) -> int | None:
        """The place of the first of these column names that the heading has, whatever its case and accents."""
        keys = [column_key(name) for name in self.heading]
        return next((keys.index(name) for name in map(column_key, names) if name in keys), None)

    def rows(self) -> Iterator[Row]:
        """The rows below the heading that hold anything."""
        for row in _records(self.path, self.encoding, self.delimiter):
            if row.line > self.heading_line and any(row.cells):
                yield row


def open_table(path: Path, names: Collection[str]) -> Table:
    """Find out how a file is written. ``names`` are column names that its heading may have.

    The heading is the row with most of them among the first fifty, else the first row.
    """
    encoding = _encoding(path)
    known = {column_key(name) for name in names}
    start = "".join(_start(path, encoding))
    if not start.strip():
        raise bad_file(say("The file is empty: choose another."))
    rows = [(delimiter, row) for delimiter in _DELIMITERS for row in _loosely(start, delimiter)]
    if not rows:
        raise _unsplit(1)
    delimiter, row = max(rows, key=lambda each: len(known.intersection(map(column_key, each[1].cells))))
    return Table(path, encoding, delimiter, row.cells, row.line)


def column_key(name: str) -> str:
    """A column's name as it is compared."""
    return " ".join(fold(name).replace("\u00a0", " ").strip(" '\"").split())


def bad_file(why: Text, line: int | None = None) -> KassaError:
    """The refusal of a file, naming the line where there is one."""
    return KassaError("bad_file", why) if line is None else KassaError("bad_file", why, line=line)


def _records(path: Path, encoding: str, delimiter: str) -> Iterator[Row]:
    with _opened(path, encoding) as file:
        reader = csv.reader(_lines(file), delimiter=delimiter, strict=True)
        while True:
            line = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:
                raise _unsplit(line) from None
            except UnicodeDecodeError:
                raise bad_file(_unreadable(line), line) from None
            except OSError as error:
                raise _failed(path, error) from None
            yield Row(line, tuple(cell.strip() for cell in cells))


def _lines(file: TextIO) -> Iterator[str]:
    number = 0
    while text := file.readline(_LONGEST_LINE):
        number += 1
        if "\0" in text:
            raise bad_file(say("Line {line} holds what no text file does: save the list as CSV.", line=number), number)
        if len(text) == _LONGEST_LINE:
            raise bad_file(say("Line {line} is far too long: save the list as CSV.", line=number), number)
        yield text


def _start(path: Path, encoding: str) -> Iterator[str]:
    with _opened(path, encoding) as file:
        try:
            yield from islice(_lines(file), _HEADING_WITHIN)
        except UnicodeDecodeError:
            raise bad_file(_unreadable(1), 1) from None


def _loosely(start: str, delimiter: str) -> Iterator[Row]:
    """The first rows under one delimiter, as far as they can be read."""
    reader = csv.reader(start.splitlines(keepends=True), delimiter=delimiter)
    line = 1
    try:
        for cells in reader:
            yield Row(line, tuple(cell.strip() for cell in cells))
            line = reader.line_num + 1
    except csv.Error:
        return


def _opened(path: Path, encoding: str) -> TextIO:
    try:
        return path.open(encoding=encoding, newline="")
    except OSError as error:
        raise _failed(path, error) from None


def _encoding(path: Path) -> str:
    """UTF-8 or UTF-16, with or without their marks, else Windows-1252."""
    try:
        # Asked before it is opened: opening a pipe that nobody writes to never ends. A folder says so itself.
        if not stat.S_ISREG(mode := path.stat().st_mode) and not stat.S_ISDIR(mode):
            raise bad_file(say("“{file}” is not a file: choose a list saved as CSV.", file=path.name))
        with path.open("rb") as file:
            head = file.read(4096)
            file.seek(0)
            if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
                return "utf-16"
            if head.startswith(b"PK\x03\x04"):
                raise bad_file(say("“{file}” is a spreadsheet: save the list as CSV.", file=path.name), 1)
            if head.startswith(codecs.BOM_UTF8):
                return "utf-8-sig"
            # Half of the bytes of western text in UTF-16 are zero, all on one side.
            for encoding, side in (("utf-16-le", head[1::2]), ("utf-16-be", head[::2])):
                if side.count(0) * 4 > len(side) and side.count(0) == head.count(0):
                    return encoding
            if 0 in head:
                raise bad_file(say("“{file}” is no text: save the list as CSV.", file=path.name), 1)
            return _utf_8_or_windows(iter(lambda: file.read(_CHUNK), b""))
    except OSError as error:
        raise _failed(path, error) from None
    except ValueError:
        raise _failed(path, None) from None


def _utf_8_or_windows(chunks: Iterator[bytes]) -> str:
    """Hardly a byte is wrong in Windows-1252, so damaged UTF-8 is told from it by how much of it is sound."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    sound = broken = lines = undefined = first_broken = 0
    for chunk in chunks:
        text = decoder.decode(chunk)
        if not text.isascii():
            wrong = text.count("\ufffd")
            if wrong and not broken:
                first_broken = lines + text.count("\n", 0, text.index("\ufffd")) + 1
            broken += wrong
            sound += len(text) - len(text.encode("ascii", "ignore")) - wrong
        if not undefined:
            places = [place for place in map(chunk.find, (b"\x81", b"\x8d", b"\x8f", b"\x90", b"\x9d")) if place >= 0]
            undefined = lines + chunk.count(b"\n", 0, min(places)) + 1 if places else 0
        lines += chunk.count(b"\n")
    if decoder.decode(b"", final=True):
        broken += 1
        first_broken = first_broken or lines + 1
    if not broken:
        return "utf-8"
    if sound > broken:
        raise bad_file(_unreadable(first_broken), first_broken)
    if undefined:
        raise bad_file(_unreadable(undefined), undefined)
    return "windows-1252"


def _unreadable(line: int) -> Text:
    return say("The letters on line {line} can't be read: save the list as CSV in UTF-8.", line=line)


def _unsplit(line: int) -> KassaError:
    why = say(
        "Line {line} can't be read: a quotation mark is missing or out of place, or a cell is too long.", line=line
    )
    return bad_file(why, line)


def _failed(path: Path, error: OSError | None) -> KassaError:
    if isinstance(error, FileNotFoundError):
        return bad_file(say("There is no file “{file}”: choose another.", file=path.name))
    if isinstance(error, IsADirectoryError):
        return bad_file(say("“{file}” is a folder: choose a file in it.", file=path.name))
    if isinstance(error, PermissionError):
        return bad_file(say("You may not read “{file}”: ask its owner, or choose another.", file=path.name))
    return bad_file(say("“{file}” can't be read: check the disk, or choose another.", file=path.name))
