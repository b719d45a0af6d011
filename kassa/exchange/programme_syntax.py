"""From a programme file's bytes to TOML's tables, or the one reason why there are none."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import Any

from kassa.exchange.programme_fields import Problem
from kassa.words import Text, say

LARGEST_FILE = 256 * 1024
_PLACE = re.compile(r"\(at (?:line (\d+), column \d+|end of document)\)")


@dataclass(frozen=True, slots=True)
class Parsed:
    """A document that is TOML: its text, with newlines alone between lines, and its values."""

    text: str
    values: dict[str, Any]


def parse(data: bytes) -> Parsed | Problem:
    """Read TOML; a byte order mark of UTF-8, which Windows' Notepad leaves, is passed over."""
    if len(data) > LARGEST_FILE:
        return Problem(1, say("This file is too large to be a programme: choose another."))
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Problem(1, say("The file is saved as UTF-16: save it as UTF-8."))
    if 0 in data:
        return Problem(data.count(b"\n", 0, data.index(0)) + 1, say("This is not a text file: choose another."))
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return Problem(line, say("The file holds letters that are not UTF-8: save it as UTF-8."))
    try:
        return Parsed(text, tomllib.loads(text))
    except RecursionError:
        return Problem(1, say("Brackets stand inside brackets too many times: a programme needs two or three."))
    except ValueError as error:
        return Problem(_line(str(error), text), _sentence(str(error)))


def _line(message: str, text: str) -> int:
    place = _PLACE.search(message)
    if place is None:
        huge = re.search(r"[\d_]{4000}", text)
        return text.count("\n", 0, huge.start()) + 1 if huge else 1
    return int(place[1]) if place[1] else max(1, text.rstrip("\n").count("\n") + 1)


def _sentence(message: str) -> Text:
    for start, sentence in (
        ("Cannot overwrite", say("This is there twice in its section: remove one.")),
        ("Cannot declare", say("This section is there twice: put what belongs together under one heading.")),
        ("Cannot mutate", say("This section is there twice: put what belongs together under one heading.")),
        ("Cannot redefine", say("This section is there twice: put what belongs together under one heading.")),
        ("Duplicate inline table key", say("This is there twice in its section: remove one.")),
        ("Expected '=' after a key", say("After the key must come = and a value.")),
        ("Invalid value", say("This value can't be read: texts and amounts are written in quotation marks.")),
        ("Expected newline", say("There is something after the value: begin a new line, or a comment with #.")),
        ("Unterminated string", say("A text has no end: its last quotation mark is missing.")),
        ('Expected "\'"', say("A text has no end: its last quotation mark is missing.")),
        ("Found invalid character '\\n'", say("A text has no end: its last quotation mark is missing.")),
        ("Found invalid character", say("There is a character here that can't be seen: remove it.")),
        ("Illegal character '\\n'", say("A text has no end: its last quotation mark is missing.")),
        ("Illegal character", say("There is a character here that can't be seen: remove it.")),
        ("Unclosed array", say("A list has no end: its ] is missing.")),
        ("Expected ']' at the end", say("A heading has no end: its ] is missing.")),
        ("Expected ']]' at the end", say("A heading has no end: its ]] is missing.")),
        ("Unclosed inline table", say("A {{ has no }}: add it at the end.")),
        ("Unescaped '\\'", say("In a text, \\ is written twice: \\\\.")),
        ("Invalid date", say("There is no such day or time.")),
        ("Exceeds the limit", say("This number is far too large.")),
    ):
        if message.startswith(start):
            return sentence
    return say("This line can't be read: it should be a heading like [shop], or a key, = and a value.")
