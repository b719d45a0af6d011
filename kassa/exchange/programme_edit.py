"""Changing what a programme file says of its shop, and nothing else: the owner's comments and order stay."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kassa.exchange.programme_file import read_programme
from kassa.exchange.programme_lines import Lines
from kassa.exchange.programme_syntax import Parsed, parse

_LINE = re.compile(
    r"""(?P<start>\s*[A-Za-z_]+\s*=\s*)
        (?:"(?:\\.|[^"\\])*" | '[^']*' | [^\s"'#\[{]+)
        (?P<rest>\s*(?:\#.*)?)""",
    re.VERBOSE,
)


def edit_shop(document: str, changes: Mapping[str, str | int]) -> str | None:
    """The document with other values for keys of its ``[shop]``, each on its own line.

    None where the file is not written line by line, so that changing it would be guessing; its own problems remain
    ``ProgrammeProblems``.
    """
    parsed = parse(document.encode())
    if not isinstance(parsed, Parsed) or not isinstance(shop := parsed.values.get("shop"), dict):
        return None
    where = Lines(parsed.text)
    lines = document.split("\n")
    added = []
    for key, value in changes.items():
        if key in shop:
            at = where.of("shop", key) - 1
            found = _LINE.fullmatch(lines[at].removesuffix("\r"))
            if found is None:
                return None
            lines[at] = found["start"] + _toml(value) + found["rest"] + lines[at][found.end() :]
        else:
            added.append(f"{key} = {_toml(value)}")
    last = max(where.of("shop", key) for key in shop) if shop else where.of("shop")
    end = "\r" if lines[last - 1].endswith("\r") else ""
    edited = "\n".join([*lines[:last], *(line + end for line in added), *lines[last:]])
    if not _says(edited, parsed.values, changes):
        return None
    read_programme(edited.encode())
    return edited


def _says(edited: str, values: Mapping[str, object], changes: Mapping[str, str | int]) -> bool:
    """Whether the edited text differs from what it was in those keys alone."""
    after, shop = parse(edited.encode()), values["shop"]
    assert isinstance(shop, dict)
    return isinstance(after, Parsed) and after.values == {**values, "shop": {**shop, **changes}}


def _toml(value: str | int) -> str:
    if isinstance(value, int):
        return str(value)
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(sign if sign.isprintable() else f"\\U{ord(sign):08X}" for sign in escaped) + '"'
