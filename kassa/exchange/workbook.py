"""Workbooks (.xlsx): which sheets one has, and each as rows of text, streamed off the packed XML.

Not through openpyxl: its streaming mode takes half a minute for 155,000 receipts, at each of several passes, and fills
up as many missing rows and columns as a broken file claims. What a workbook can't be is refused before it is unpacked.
"""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from kassa.errors import KassaError
from kassa.exchange.cells import Styles
from kassa.exchange.files import Stamp, bad_file, reading
from kassa.exchange.mapping import Shape
from kassa.exchange.rows import Row
from kassa.exchange.sheets import read_rows, read_strings, read_tree
from kassa.words import say

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PASSWORD = "EncryptedPackage".encode("utf-16-le")
_LARGEST_LIST = 4_000_000
_LARGEST_PART = 20_000_000
_LARGEST_STRINGS = 200_000_000
_LARGEST_SHEET = 2_000_000_000
# Sheets pack to a tenth, at best to a fiftieth; bombs to a thousandth.
_PACKED_AT_MOST = 200
_MOST_SHEETS = 50
_SECRET = 1
_DAMAGES = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, LookupError, ValueError, SyntaxError, struct.error)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One of a workbook's sheets."""

    path: Path
    stamp: Stamp
    name: str
    part: str
    strings: list[str]
    styles: Styles

    @property
    def shape(self) -> Shape:
        """How the table lies in its file, but for the heading."""
        return Shape(sheet=self.name)

    def rows(self) -> Iterator[Row]:
        """The rows that the sheet holds, each with its number."""
        with _unpacked(self.path, self.stamp) as book, book.opened(self.part, _LARGEST_SHEET) as file:
            yield from read_rows(file, self.strings, self.styles)


def is_one(head: bytes) -> bool:
    """Whether a file that begins so is a workbook, be it one that can't be read."""
    return head.startswith((*_ZIP, _OLD))


def open_workbook(path: Path, stamp: Stamp) -> tuple[Sheet, ...]:
    """A workbook's sheets, those that are shown before the hidden ones; ``bad_file`` for every other kind of file."""
    with reading(path, stamp) as file:
        if file.read(len(_OLD)) == _OLD:
            file.seek(0)
            if any(_PASSWORD in chunk for chunk in iter(lambda: file.read(1 << 20), b"")):
                raise _protected(path)
            why = say("“{file}” is a workbook of the old kind: save it as .xlsx or CSV.", file=path.name)
            raise bad_file(why)
    with _unpacked(path, stamp) as book:
        root = book.main_part()
        main = book.tree(root)
        links = book.links(root)
        epoch_1904 = any(each.get("date1904") in ("1", "true") for each in _children(main, "workbookPr"))
        places = dict(links.values())
        styles = Styles(book.tree(places["styles"]) if "styles" in places else None, epoch_1904)
        strings = list[str]()
        if "sharedStrings" in places:
            with book.opened(places["sharedStrings"], _LARGEST_STRINGS) as packed:
                strings = read_strings(packed)
        found = [each for parent in _children(main, "sheets") for each in _children(parent, "sheet")]
        found.sort(key=lambda each: each.get("state", "visible") != "visible")
        sheets = []
        for each in found[:_MOST_SHEETS]:
            kind, part = links.get(_link(each), ("", ""))
            if kind == "worksheet":
                sheets.append(Sheet(path, stamp, each.get("name", ""), part, strings, styles))
        if not sheets:
            raise zipfile.BadZipFile
        return tuple(sheets)


class _Book:
    """The packed parts of a workbook, by name whatever its case and slashes."""

    def __init__(self, path: Path, packed: zipfile.ZipFile) -> None:
        self._path = path
        self._packed = packed
        self._parts = {each.filename.replace("\\", "/").lstrip("/").lower(): each for each in packed.infolist()}
        if any(each.flag_bits & _SECRET for each in self._parts.values()):
            raise _protected(path)

    def main_part(self) -> str:
        """The part that everything hangs on; ``bad_file`` when this is another kind of package."""
        links = self.links("").values() if "_rels/.rels" in self._parts else ()
        name = next((target for kind, target in links if kind == "officeDocument"), "xl/workbook.xml")
        if name.lower() in self._parts and name.lower().startswith("xl/") and name.lower().endswith(".xml"):
            return name
        if "content.xml" in self._parts or name.endswith(".bin"):
            why = say("“{file}” is a table of a kind Kassa can't read: save it as .xlsx or CSV.", file=self._path.name)
            raise bad_file(why)
        why = say("“{file}” is a package but no workbook: choose a list saved as .xlsx or CSV.", file=self._path.name)
        raise bad_file(why)

    def links(self, part: str) -> dict[str, tuple[str, str]]:
        """What a part points to: the kind and name of another part, by the link's id."""
        folder, name = posixpath.split(part)
        rels = posixpath.join(folder, "_rels", f"{name}.rels")
        return {
            each.get("Id", ""): (
                each.get("Type", "").rpartition("/")[2],
                posixpath.normpath(posixpath.join("/", folder, each.get("Target", ""))).lstrip("/"),
            )
            for each in _children(self.tree(rels), "Relationship")
        }

    def tree(self, part: str) -> Element:
        """A small part, whole."""
        with self.opened(part, _LARGEST_PART) as file:
            return read_tree(file)

    @contextmanager
    def opened(self, part: str, largest: int) -> Iterator[IO[bytes]]:
        """A part to read from. Never more comes out than it declares, and that was looked at here."""
        info = self._parts[part.lower()]
        if info.file_size > largest or info.file_size > max(info.compress_size, 50_000) * _PACKED_AT_MOST:
            why = say("“{file}” unpacks to far more than a list holds: save it as CSV.", file=self._path.name)
            raise bad_file(why)
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise zipfile.BadZipFile
        with self._packed.open(info) as file:
            yield file


class _Bounded(io.BufferedReader):
    """A file of which nothing enormous is read at once: a package's list of contents may claim to be."""

    def read(self, size: int | None = -1, /) -> bytes:
        if size is None or size > _LARGEST_LIST:
            raise zipfile.BadZipFile
        return super().read(size)


@contextmanager
def _unpacked(path: Path, stamp: Stamp) -> Iterator[_Book]:
    with reading(path, stamp) as file:
        try:
            with zipfile.ZipFile(_Bounded(io.FileIO(file.fileno(), closefd=False))) as packed:
                yield _Book(path, packed)
        except KassaError:
            raise
        except _DAMAGES:
            why = say("“{file}” is damaged: open it in a spreadsheet program and save it anew.", file=path.name)
            raise bad_file(why) from None


def _children(element: Element, name: str) -> Iterator[Element]:
    return (each for each in element if each.tag.rpartition(":")[2] == name)


def _link(element: Element) -> str:
    return next((value for key, value in element.items() if key.endswith(":id")), "")


def _protected(path: Path) -> KassaError:
    why = say("“{file}” is protected by a password: save it without one, or as CSV.", file=path.name)
    return bad_file(why)
