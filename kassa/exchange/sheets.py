"""A workbook's XML, streamed: the strings that its sheets share, and a sheet's rows.

No document type is accepted, so no entity is ever there to expand.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, NoReturn, Protocol
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from kassa.exchange.cells import Styles, iso, number, unescaped
from kassa.exchange.files import bad_file
from kassa.exchange.rows import Row
from kassa.words import say

_CHUNK = 1 << 16
_LONGEST_TAG = 1 << 20
_LONGEST_CELL = 1 << 17
_MOST_COLUMNS = 16_384
_DIGITS = "0123456789"


def read_tree(file: IO[bytes]) -> Element:
    """A small part, whole; names keep their prefixes. ``ValueError`` when it is damaged."""
    builder = TreeBuilder()
    for _ in _parsed(file, builder):
        pass
    return builder.close()


def read_strings(file: IO[bytes]) -> list[str]:
    """The strings that cells name by number; ``ValueError`` when they are damaged."""
    reader = _Strings()
    for _ in _parsed(file, reader):
        pass
    return reader.strings


def read_rows(file: IO[bytes], strings: list[str], styles: Styles) -> Iterator[Row]:
    """A sheet's rows, as they come; ``bad_file`` that names the first damaged one."""
    reader = _Rows(strings, styles)
    try:
        for _ in _parsed(file, reader):
            yield from reader.rows
            reader.rows.clear()
    except (ValueError, LookupError, OverflowError):
        why = say("Row {line} of the workbook is damaged: open it in a spreadsheet program and save it anew.",
                  line=reader.line)  # fmt: skip
        raise bad_file(why, reader.line) from None


class _Reader(Protocol):
    def start(self, name: str, attributes: dict[str, str], /) -> object: ...
    def end(self, name: str, /) -> object: ...
    def data(self, text: str, /) -> object: ...


def _parsed(file: IO[bytes], reader: _Reader) -> Iterator[None]:
    """Lets the reader have a file piece by piece, without the prefix that some programs give to all names."""
    parser = expat.ParserCreate()

    def begin(name: str, attributes: dict[str, str]) -> None:
        prefix = name[: name.find(":") + 1]
        if prefix:
            parser.StartElementHandler = lambda name, attributes: reader.start(name.removeprefix(prefix), attributes)
            parser.EndElementHandler = lambda name: reader.end(name.removeprefix(prefix))
        else:
            parser.StartElementHandler = reader.start
            parser.EndElementHandler = reader.end
        reader.start(name.removeprefix(prefix), attributes)

    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = begin
    parser.CharacterDataHandler = reader.data
    fed = 0
    try:
        while chunk := file.read(_CHUNK):
            parser.Parse(chunk)
            fed += len(chunk)
            if fed - parser.CurrentByteIndex > _LONGEST_TAG:
                raise ValueError
            yield
        parser.Parse(b"", True)
    except expat.ExpatError:
        raise ValueError from None
    yield


def _refuse(*_: object) -> NoReturn:
    raise ValueError


class _Texts:
    """Gathers text inside some elements; how Chinese and Japanese names are pronounced stands beside them."""

    def __init__(self) -> None:
        self._text = ""
        self._gathering = False
        self._aside = False

    def data(self, text: str) -> None:
        if self._gathering and not self._aside:
            self._text += text
            if len(self._text) > _LONGEST_CELL:
                raise ValueError


class _Strings(_Texts):
    def __init__(self) -> None:
        super().__init__()
        self.strings = list[str]()

    def start(self, name: str, _attributes: dict[str, str]) -> None:
        if name == "t":
            self._gathering = True
        elif name == "si":
            self._text = ""
        elif name == "rPh":
            self._aside = True

    def end(self, name: str) -> None:
        if name == "t":
            self._gathering = False
        elif name == "si":
            self.strings.append(unescaped(self._text).strip())
        elif name == "rPh":
            self._aside = False


class _Rows(_Texts):
    """``rows`` that were completed, ``line`` the one begun last."""

    def __init__(self, strings: list[str], styles: Styles) -> None:
        super().__init__()
        self.rows = list[Row]()
        self.line = 0
        self._strings = strings
        self._styles = styles
        self._columns = _Columns()
        self._cells = list[str]()
        self._attributes = dict[str, str]()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self._attributes = attributes
            self._text = ""
        elif name == "v" or name == "t":
            self._gathering = True
        elif name == "row":
            self.line = int(attributes.get("r", self.line + 1))
            self._cells = []
        elif name == "rPh":
            self._aside = True

    def end(self, name: str) -> None:
        if name == "v" or name == "t":
            self._gathering = False
        elif name == "c":
            self._keep()
        elif name == "row":
            self.rows.append(Row(self.line, tuple(self._cells)))
        elif name == "rPh":
            self._aside = False

    def _keep(self) -> None:
        cells, attributes = self._cells, self._attributes
        place = self._columns[attributes["r"].rstrip(_DIGITS)] if "r" in attributes else len(cells)
        if place >= _MOST_COLUMNS:
            raise ValueError
        while place >= len(cells):
            cells.append("")
        text = self._text
        kind = attributes.get("t")
        if not text or kind == "e":
            return
        if kind == "s":
            cells[place] = self._strings[int(text)]
        elif kind is None or kind == "n":
            write = self._styles.get(attributes.get("s", ""), number)
            cells[place] = write(text)
        elif kind == "b":
            cells[place] = "FALSE" if text.strip() == "0" else "TRUE"
        else:
            cells[place] = iso(text) if kind == "d" else unescaped(text).strip()


class _Columns(dict[str, int]):
    """The place of a column by its letters: ``A`` is 0, ``AA`` 26."""

    def __missing__(self, letters: str) -> int:
        place = 0
        if len(letters) > 3 or not letters.isascii() or not letters.isalpha():
            raise ValueError
        for letter in letters.upper():
            place = place * 26 + ord(letter) - 64
        self[letters] = place - 1
        return place - 1
