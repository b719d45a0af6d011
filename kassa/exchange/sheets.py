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
    """Lets the reader have a file piece by piece."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
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
    """Gathers text inside some elements, by their names without a prefix."""

    def __init__(self) -> None:
        self._prefix: str | None = None
        self._text = ""
        self._gathering = False
        # How Chinese and Japanese names are pronounced stands beside them.
        self._aside = False

    def data(self, text: str) -> None:
        if self._gathering and not self._aside:
            self._text += text
            if len(self._text) > _LONGEST_CELL:
                raise ValueError

    def _bare(self, name: str) -> str:
        """The element's name without the prefix that some programs give to all of them."""
        if self._prefix is None:
            self._prefix = name[: name.find(":") + 1]
        return name.removeprefix(self._prefix)


class _Strings(_Texts):
    def __init__(self) -> None:
        super().__init__()
        self.strings = list[str]()

    def start(self, name: str, _attributes: dict[str, str]) -> None:
        name = self._bare(name)
        if name == "si":
            self._text = ""
        elif name == "t":
            self._gathering = True
        elif name == "rPh":
            self._aside = True

    def end(self, name: str) -> None:
        name = self._bare(name)
        if name == "si":
            self.strings.append(unescaped(self._text).strip())
        elif name == "t":
            self._gathering = False
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
        self._place = 0
        self._kind: str | None = None
        self._style = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = self._bare(name)
        if name == "c":
            reference = attributes.get("r")
            self._place = len(self._cells) if reference is None else self._columns[reference.rstrip(_DIGITS)]
            self._kind = attributes.get("t")
            self._style = attributes.get("s", "")
            self._text = ""
        elif name in ("v", "t"):
            self._gathering = True
        elif name == "row":
            self.line = int(attributes.get("r", self.line + 1))
            self._cells = []
        elif name == "rPh":
            self._aside = True

    def end(self, name: str) -> None:
        name = self._bare(name)
        if name in ("v", "t"):
            self._gathering = False
        elif name == "c":
            if self._text:
                self._keep(self._value())
        elif name == "row":
            self.rows.append(Row(self.line, tuple(self._cells)))
        elif name == "rPh":
            self._aside = False

    def _keep(self, value: str) -> None:
        cells, place = self._cells, self._place
        missing = place - len(cells)
        if missing >= 0:
            if place >= _MOST_COLUMNS:
                raise ValueError
            if missing:
                cells.extend([""] * missing)
            cells.append(value)
        else:
            cells[place] = value

    def _value(self) -> str:
        kind, text = self._kind, self._text
        if kind == "s":
            return self._strings[int(text)]
        if kind is None or kind == "n":
            write = self._styles.get(self._style)
            return number(text) if write is None else write(text)
        if kind == "b":
            return "FALSE" if text.strip() == "0" else "TRUE"
        if kind == "e":
            return ""
        return iso(text) if kind == "d" else unescaped(text).strip()


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
