"""On which line each key of a TOML text stands: ``tomllib`` reads the values but keeps no places."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left

Path = tuple[str | int, ...]

_SPACE = re.compile(r"[ \t]*")
_GAP = re.compile(r"(?:[ \t\n]|#[^\n]*)*")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_STRING = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}'
    r"|'''.*?'{3,5}"
    r'|"(?:\\.|[^"\\])*"'
    r"|'[^']*'",
    re.DOTALL,
)
_SCALAR = re.compile(r"[^,\]}#\n]*")


class Lines:
    """The line, from 1, of every table, key and array element of a text that ``tomllib`` has accepted.

    A path is made of keys and of indices into arrays: ``("item", 0, "price")``. Newlines must be ``\\n`` alone.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._breaks = [match.start() for match in re.finditer("\n", text)]
        self._where: dict[Path, int] = {}
        self._last: dict[Path, int] = {}
        self._document()

    def of(self, *path: str | int) -> int:
        """The line of that key, else of the nearest thing around it, else 1."""
        for length in range(len(path), 0, -1):
            if path[:length] in self._where:
                return self._where[path[:length]]
        return 1

    def _document(self) -> None:
        table: Path = ()
        at = self._skip(_GAP, 0)
        while at < len(self._text):
            if self._text.startswith("[", at):
                double = self._text.startswith("[[", at)
                keys, end = self._key(at + 1 + double)
                table = self._header(keys, at, double)
                at = end + 1 + double
            else:
                at = self._pair(at, table)
            at = self._skip(_GAP, at)

    def _header(self, keys: list[str], at: int, double: bool) -> Path:
        path: Path = ()
        for position, key in enumerate(keys):
            path += (key,)
            self._note(path, at)
            if double and position == len(keys) - 1:
                self._last[path] = self._last.get(path, -1) + 1
            if path in self._last:
                path += (self._last[path],)
                self._note(path, at)
        return path

    def _pair(self, at: int, table: Path) -> int:
        keys, end = self._key(at)
        for length in range(1, len(keys) + 1):
            self._note(table + tuple(keys[:length]), at)
        return self._value(self._skip(_SPACE, end + 1), table + tuple(keys))

    def _key(self, at: int) -> tuple[list[str], int]:
        keys = []
        while True:
            at = self._skip(_SPACE, at)
            if bare := _BARE.match(self._text, at):
                keys.append(bare[0])
                at = bare.end()
            else:
                end = self._skip(_STRING, at)
                keys.append(str(tomllib.loads(f"key = {self._text[at:end]}")["key"]))
                at = end
            at = self._skip(_SPACE, at)
            if not self._text.startswith(".", at):
                return keys, at
            at += 1

    def _value(self, at: int, path: Path) -> int:
        match self._text[at : at + 1]:
            case '"' | "'":
                return self._skip(_STRING, at)
            case "[":
                return self._array(at, path)
            case "{":
                return self._inline_table(at, path)
        return self._skip(_SCALAR, at)

    def _array(self, at: int, path: Path) -> int:
        index = 0
        at = self._skip(_GAP, at + 1)
        while not self._text.startswith("]", at):
            self._note((*path, index), at)
            at = self._skip(_GAP, self._value(at, (*path, index)))
            if self._text.startswith(",", at):
                at = self._skip(_GAP, at + 1)
            index += 1
        return at + 1

    def _inline_table(self, at: int, path: Path) -> int:
        at = self._skip(_GAP, at + 1)
        while not self._text.startswith("}", at):
            at = self._skip(_GAP, self._pair(at, path))
            if self._text.startswith(",", at):
                at = self._skip(_GAP, at + 1)
        return at + 1

    def _note(self, path: Path, at: int) -> None:
        self._where.setdefault(path, bisect_left(self._breaks, at) + 1)

    def _skip(self, pattern: re.Pattern[str], at: int) -> int:
        match = pattern.match(self._text, at)
        return match.end() if match else at
