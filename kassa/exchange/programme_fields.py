"""Typed reading of one TOML table: what is wrong is noted with its line, and reading goes on.

A method that notes a problem answers a harmless stand-in, so that one reading finds everything there is to say.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from difflib import get_close_matches
from typing import Any

from kassa.domain.money import LARGEST, digits_of, parse_money
from kassa.exchange.programme_lines import Lines, Path
from kassa.words import Text, say

_ID = re.compile(r"[^\W\d_][\w.-]{0,63}")
_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")
_LONGEST = 500


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a programme file: the line, from 1, and a sentence for the owner."""

    line: int
    why: Text


@dataclass
class Document:
    """A TOML document being read: its lines and what was found wrong so far."""

    lines: Lines
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, path: Path, why: Text) -> None:
        """Note a problem at the line of that path."""
        self.problems.append(Problem(self.lines.of(*path), why))


class Table:
    """One table of the document. Keys that nobody asked for are unknown; ``finish`` says so."""

    def __init__(self, document: Document, path: Path, values: dict[str, Any], currency: str) -> None:
        self.document = document
        self.path = path
        self.currency = currency
        self._values = values
        self._asked: dict[str, None] = {}

    def wrong(self, why: Text, *keys: str | int) -> None:
        """Note a problem at a key of this table, or at its head."""
        self.document.wrong((*self.path, *keys), why)

    def has(self, key: str) -> bool:
        """Whether the key stands there."""
        self._asked[key] = None
        return key in self._values

    def take(self, key: str) -> Any:
        """The raw value, None when absent; from now on the key is known."""
        self._asked[key] = None
        return self._values.get(key)

    def finish(self) -> None:
        """Note every key that this table doesn't have."""
        for key in self._values:
            if key not in self._asked:
                self.wrong(unknown_key(key, self._asked), key)

    def missing(self, key: str) -> None:
        """Note that a required key is missing."""
        self.wrong(say("“{key}” is missing here: add a line for it.", key=key))

    def text(self, key: str) -> str:
        """A required one-line text."""
        if not self.has(key):
            self.missing(key)
        return self.optional_text(key) or ""

    def optional_text(self, key: str) -> str | None:
        """A one-line text that may be left out."""
        value = self.take(key)
        if value is None:
            return None
        if not isinstance(value, str):
            self.wrong(say("“{key}” is a text: write it in quotation marks.", key=key), key)
        elif not value.strip():
            self.wrong(say("“{key}” is empty: write something, or leave the line out.", key=key), key)
        elif len(value) > _LONGEST:
            self.wrong(say("“{key}” is too long: use at most {most} characters.", key=key, most=_LONGEST), key)
        elif not value.isprintable():
            self.wrong(say("“{key}” holds a line break or a character that can't be shown: remove it.", key=key), key)
        else:
            return value
        return None

    def identifier(self, taken: Collection[str]) -> str:
        """The required ``id``, which nothing of the same kind has yet."""
        value = self.text("id")
        if value and not _ID.fullmatch(value):
            self.wrong(say("An id begins with a letter and holds only letters, digits, “-”, “_” and “.”."), "id")
        elif value in taken:
            self.wrong(say("The id “{id}” is used twice: give each its own.", id=shown(value)), "id")
        return value

    def one_of(self, key: str, allowed: Collection[str], default: str | None = None) -> str:
        """One of a few words; required when there is no default."""
        if not self.has(key):
            if default is None:
                self.missing(key)
            return default or ""
        value = self.take(key)
        if value in allowed and isinstance(value, str):
            return value
        self.wrong(say("“{key}” is one of these: {allowed}.", key=key, allowed=quoted(allowed)), key)
        return ""

    def known(self, key: str, ids: Collection[str], section: str, required: bool = False) -> str | None:
        """The id of something that a ``[[section]]`` of the file declares."""
        value = self.text(key) if required else self.optional_text(key)
        if value and value not in ids:
            self.wrong(self._undeclared(value, section), key)
        return value

    def known_list(self, key: str, ids: Collection[str], section: str) -> tuple[str, ...]:
        """A list of ids that ``[[section]]`` declares; empty when left out."""
        found = []
        for index, value in self._elements(key):
            if not isinstance(value, str) or value not in ids:
                self.wrong(self._undeclared(str(value), section), key, index)
            else:
                found.append(value)
        return tuple(found)

    def words(self, key: str, allowed: Collection[str]) -> tuple[str, ...]:
        """A list of words out of a few; empty when left out."""
        found = []
        for index, value in self._elements(key):
            if not isinstance(value, str) or value not in allowed:
                self.wrong(say("“{key}” holds only these: {allowed}.", key=key, allowed=quoted(allowed)), key, index)
            else:
                found.append(value)
        return tuple(found)

    def flag(self, key: str, default: bool) -> bool:
        """true or false."""
        value = self.take(key)
        if value is not None and not isinstance(value, bool):
            self.wrong(say("“{key}” is true or false, without quotation marks.", key=key), key)
        return value if isinstance(value, bool) else default

    def optional_whole(self, key: str, low: int, high: int) -> int | None:
        """A whole number between two, both included; None when left out."""
        value = self.take(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int):
            self.wrong(say("“{key}” is a whole number, without quotation marks.", key=key), key)
        elif not low <= value <= high:
            self.wrong(say("“{key}” must be from {low} to {high}.", key=key, low=low, high=high), key)
        else:
            return value
        return None

    def whole(self, key: str, default: int, low: int, high: int) -> int:
        """A whole number between two, both included."""
        value = self.optional_whole(key, low, high)
        return default if value is None else value

    def count(self, key: str) -> int | None:
        """A whole number from 0, also in quotation marks; None when left out."""
        value = self.take(key)
        if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 10:
            return int(value)
        return self.optional_whole(key, 0, 10**9)

    def number(self, key: str, high: int) -> float | None:
        """A number above 0 and at most ``high``; None when left out."""
        value = self.take(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.wrong(say("“{key}” is a number, without quotation marks.", key=key), key)
        elif not 0 < value <= high:
            self.wrong(say("“{key}” must be above 0 and at most {high}.", key=key, high=high), key)
        else:
            return value
        return None

    def money(self, key: str, above_zero: bool = False) -> int | None:
        """An amount in minor units, never negative; None when left out."""
        value = self.take(key)
        if value is None:
            return None
        digits = digits_of(self.currency)
        example = "42." + "0" * digits if digits else "42"
        minor = parse_money(value, self.currency) if isinstance(value, str) else None
        if minor is None:
            why = say(
                "“{key}” is an amount of {currency}: write it like “{example}”, with quotation marks.",
                key=key,
                currency=self.currency,
                example=example,
            )
        elif minor < 0:
            why = say("“{key}” can't be below zero.", key=key)
        elif minor == 0 and above_zero:
            why = say("“{key}” must be more than zero.", key=key)
        elif minor > LARGEST:
            why = say("“{key}” is too large.", key=key)
        else:
            return minor
        self.wrong(why, key)
        return None

    def clock(self, key: str, default: time) -> time:
        """A time of day like ``"04:00"``."""
        value = self.take(key)
        return default if value is None else self._clock(value, key) or default

    def hours(self, key: str) -> tuple[time, time] | None:
        """From and until; the second may be the earlier, over midnight."""
        values = self._two(key, say('“{key}” is a from and an until: ["14:00", "16:00"].', key=key))
        if values is None:
            return None
        start, end = (self._clock(value, key, index) for index, value in enumerate(values))
        if start is None or end is None:
            return None
        if start == end:
            self.wrong(say("“{key}” begins and ends at the same time.", key=key), key)
        return start, end

    def dates(self, key: str) -> tuple[date, date] | None:
        """A first and a last day."""
        form = say("“{key}” is a first and a last day, without quotation marks: [2026-11-01, 2026-12-31].", key=key)
        values = self._two(key, form)
        if values is None:
            return None
        if any(not isinstance(value, date) or isinstance(value, datetime) for value in values):
            self.wrong(form, key)
            return None
        first, last = values
        if first > last:
            self.wrong(say("The first day of “{key}” is after the last.", key=key), key)
        return first, last

    def _clock(self, value: object, *keys: str | int) -> time | None:
        match = _CLOCK.fullmatch(value) if isinstance(value, str) else None
        if match is None:
            self.wrong(say("A time is written like “14:00”, from 00:00 to 23:59, with quotation marks."), *keys)
            return None
        return time(int(match[1]), int(match[2]))

    def _two(self, key: str, form: Text) -> list[Any] | None:
        value = self.take(key)
        if value is None:
            return None
        if not isinstance(value, list) or len(value) != 2:
            self.wrong(form, key)
            return None
        return value

    def _elements(self, key: str) -> Iterator[tuple[int, Any]]:
        value = self.take(key)
        if value is not None and not isinstance(value, list):
            self.wrong(say("“{key}” is a list: write it in square brackets.", key=key), key)
        elif value is not None and not value:
            self.wrong(say("“{key}” is empty: write something, or leave the line out.", key=key), key)
        yield from enumerate(value if isinstance(value, list) else ())

    def _undeclared(self, value: str, section: str) -> Text:
        return say("There is no “{id}” in the file: no [[{section}]] has that id.", id=shown(value), section=section)


def unknown_key(key: str, known: Collection[str]) -> Text:
    """The sentence for a key that Kassa doesn't know, with the nearest one that it does."""
    near = get_close_matches(key, list(known), 1)
    if near:
        return say("Kassa doesn't know “{key}” here. Did you mean “{near}”?", key=shown(key), near=near[0])
    return say("Kassa doesn't know “{key}” here: remove the line.", key=shown(key))


def quoted(words: Collection[str]) -> str:
    """Words in a row, each in quotation marks."""
    return ", ".join(f"“{word}”" for word in words)


def shown(text: str) -> str:
    """A stranger's text as a sentence can hold it: short, and without signs that move a terminal's cursor."""
    plain = "".join(sign if sign.isprintable() else "\ufffd" for sign in text[:60])
    return plain + "…" if len(text) > 60 else plain
