"""The lines of visiting cards (vCard 2.1, 3.0, 4.0, and what telephones make of them) as properties with their text."""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kassa.exchange.encodings import is_known, windows_of

_LONGEST_TEXT = 100_000
_PICTURES = frozenset({"PHOTO", "LOGO", "SOUND", "KEY"})
_HEAD = re.compile(r'(?:[\w-]+\.)?(?P<name>[A-Za-z][\w-]*)(?P<parameters>(?:;(?:[^:";]|"[^"]*")*)*):')
_PARAMETER = re.compile(r';((?:[^:";]|"[^"]*")*)')
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_QUOTED_PRINTABLE = "QUOTED-PRINTABLE"
_ENCODINGS = frozenset({_QUOTED_PRINTABLE, "BASE64", "B", "7BIT", "8BIT"})


@dataclass(frozen=True, slots=True)
class Property:
    """One statement of a card, such as ``TEL;TYPE=CELL:070-1``, from the line on which it begins.

    ``name`` is in capitals, empty where a line states nothing or can't be read; parameters' names are in capitals, the
    values as written; ``types`` in small letters. ``text`` is decoded, but has its backslashes still.
    """

    line: int
    name: str
    types: frozenset[str] = frozenset()
    parameters: tuple[tuple[str, str], ...] = ()
    text: str = ""

    @property
    def whole(self) -> str:
        """The text as one."""
        return _unescaped(self.text)

    def parts(self, sign: str = ";") -> list[str]:
        """The text cut at a sign, as in ``Berg;Anna;;;``."""
        return [_unescaped(part) for part in re.split(rf"(?<!\\){sign}", self.text.replace(r"\\", "\0"))]


def properties(lines: Iterable[tuple[int, str]]) -> Iterator[Property]:
    """The properties of numbered lines, whose letters are bytes in disguise (Latin-1); pictures come without text."""
    return (_property(number, text) for number, text in _unfolded(lines))


def _unfolded(lines: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Lines that were broken to be short, whole again; of what is no text or endless, the beginning."""
    begun, gathered = 0, ""
    printable = picture = False
    for number, line in lines:
        if printable and gathered.endswith("=") and not line.upper().startswith("END:"):
            gathered = gathered[:-1] + line if len(gathered) < _LONGEST_TEXT else gathered[:-1] + "="
        elif gathered and line[:1] in (" ", "\t"):
            if not picture and len(gathered) <= _LONGEST_TEXT:
                gathered += line[1:]
        elif not (picture and ":" not in line):
            if gathered:
                yield begun, gathered
            head = line.partition(":")[0].upper()
            picture = head.partition(";")[0].rpartition(".")[2] in _PICTURES
            printable = _QUOTED_PRINTABLE in head
            begun, gathered = number, head + ":" if picture else line.rstrip(" \t")
    if gathered:
        yield begun, gathered


def _property(line: int, text: str) -> Property:
    head = _HEAD.match(text)
    if head is None or len(text) > _LONGEST_TEXT or "\0" in text:
        return Property(line, "")
    parameters = tuple(map(_parameter, _PARAMETER.findall(head["parameters"]))) if head["parameters"] else ()
    data = text[head.end() :].encode("latin-1")
    if ("ENCODING", _QUOTED_PRINTABLE) in parameters:
        data = quopri.decodestring(data)
    decoded = _decoded(data, dict(parameters).get("CHARSET"))
    if decoded is None:
        return Property(line, "")
    types = frozenset(each for name, value in parameters if name == "TYPE" for each in value.lower().split(","))
    return Property(line, head["name"].upper(), types, parameters, decoded.replace("\r\n", "\n").replace("\0", ""))


def _parameter(text: str) -> tuple[str, str]:
    """``TYPE=CELL``, in 2.1 also ``CELL`` alone."""
    name, equals, value = text.replace('"', "").partition("=")
    if not equals:
        name, value = ("ENCODING" if name.upper() in _ENCODINGS else "TYPE"), name
    name = name.strip().upper()
    return name, value.strip().upper() if name == "ENCODING" else value.strip()


def _decoded(data: bytes, charset: str | None) -> str | None:
    if data.isascii() and charset is None:
        return data.decode("ascii")
    named = [charset] if charset is not None and is_known(charset) else []
    for encoding in (*named, "utf-8", windows_of(data)):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _unescaped(text: str) -> str:
    if "\\" in text:
        text = _ESCAPED.sub(_sign, text)
    return text.replace("\0", "\\").strip()


def _sign(escaped: re.Match[str]) -> str:
    sign = escaped[1]
    return "\n" if sign in "nN" else sign if sign in ",;:\\" else escaped[0]
