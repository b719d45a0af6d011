"""Names in a language's own order: å ä ö after z in Swedish, æ ø å in Norwegian, ł after l in Polish.

SQLite sorts by a key of each name. It makes the key itself as long as a name has only letters that are common in these
countries; the few others come to Python, which knows every accent but would keep the window waiting if it had to see
each of a million.
"""

from __future__ import annotations

import unicodedata
from functools import reduce
from typing import Any

from sqlalchemy import ColumnElement, Connection, case, func

from kassa.domain import folding

# The signs { | } come after z, and a{ after az.
_OWN: dict[str, dict[str, str]] = {
    "sv": {"å": "{", "ä": "|", "æ": "|", "ö": "}", "ø": "}", "ü": "y"},
    "nb": {"æ": "{", "ä": "{", "ø": "|", "ö": "|", "å": "}", "ü": "y"},
    "pl": {"ą": "a{", "ć": "c{", "ę": "e{", "ł": "l{", "ń": "n{", "ó": "o{", "ś": "s{", "ź": "z{", "ż": "z|"},
}
_COMMON = {letter: folding.fold(letter) for letter in "åäæöøéü"}
_AA = ("aa", "}")
"""Aa is an old å, and stands there in Norwegian."""


def key(text: str, language: str) -> str:
    """What ``text`` is sorted by: its language's letters in their places, every other accent dropped."""
    low = (
        unicodedata.normalize("NFC", text)
        .lower()
        .translate(str.maketrans(dict[str, str | int | None](_OWN.get(language, {}))))
    )
    low = low if low.isascii() else folding.fold(low)
    return low.replace(*_AA) if language == "nb" else low


def nearly(column: ColumnElement[Any], language: str) -> ColumnElement[Any]:
    """The key of a column where it has common letters only; what isn't ASCII afterwards needs ``finished``."""
    signs = _COMMON | _OWN.get(language, {})
    both = {**signs, **{letter.upper(): sign for letter, sign in signs.items()}}
    low: ColumnElement[Any] = func.lower(column)
    replaced = reduce(lambda inner, each: func.replace(inner, *each), both.items(), low)
    low = case((func.octet_length(column) == func.length(column), low), else_=replaced)
    return func.replace(low, *_AA) if language == "nb" else low


def finished(
    connection: Connection, near: ColumnElement[Any], column: ColumnElement[Any], language: str
) -> ColumnElement[Any]:
    """The key of a column of which ``near`` is ``nearly``, for ``ORDER BY`` on this connection."""

    def key_of(text: str | None) -> str | None:
        return None if text is None else key(text, language)

    driver: Any = connection.connection.driver_connection
    driver.create_function("kassa_name_order", 1, key_of, deterministic=True)
    return case((func.octet_length(near) == func.length(near), near), else_=func.kassa_name_order(column))
