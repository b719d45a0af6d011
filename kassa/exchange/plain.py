"""Texts of other programs' cells as plain text: no control characters, no HTML where it is HTML, notes of a length."""

from __future__ import annotations

import html
import re

LONGEST_NAME = 200
LONGEST_ADDRESS = 500
LONGEST_NOTE = 2000

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")
_TAGS = "p|br|div|span|b|i|u|s|em|strong|ul|ol|li|a|h[1-6]|font|small|blockquote|pre|table|tbody|thead|tr|td|th|hr|img"
_TAG = re.compile(rf"</?(?:{_TAGS})(?:\s[^<>]*)?/?>", re.IGNORECASE)
# That it is HTML and not a person's own signs: a tag that is closed, or a line break.
_IS_HTML = re.compile(rf"<({_TAGS})(?:\s[^<>]*)?>.*</\1\s*>|<br\s*/?>", re.IGNORECASE | re.DOTALL)
_BREAKS = re.compile(r"<br\s*/?>|</(?:p|div|li|tr|h[1-6]|blockquote|pre)\s*>|<hr\s*/?>", re.IGNORECASE)
# A spreadsheet's own words for it, in the shops' languages.
_FAILURE = re.compile(
    r"#(?:(?:NAME|NAMN|NAVN|NAZWA)\?|N/[AD]!?|(?:REF|REFERENS|REFERANSE|ADR|VALUE|VÄRDEFEL|VERDI|VÆRDI|ARG|DIV/0|"
    r"DIVISION/0|DZIEL/0|NUM|OGILTIGT|LICZBA|NULL|SKÄRNING|ZERO|SAKNAS|I/T|SPILL)!)|Err:\d{3}"
)
_BULLET = re.compile(r"<li(?:\s[^<>]*)?>", re.IGNORECASE)


def one_line(text: str) -> str:
    """A cell for a field of one line: no breaks, no control characters, single spaces."""
    if text.isprintable() and "  " not in text:
        return text
    return " ".join(_CONTROLS.sub(" ", text).split())


def without_failure(text: str) -> str:
    """A cell, empty where a spreadsheet could not work out what began with ``=``: ``#NAMN?``, ``Err:509``."""
    return "" if _FAILURE.fullmatch(text) else text


def lines(text: str) -> str:
    """A cell that may hold several lines, HTML as the text that a browser would show."""
    if text.isprintable() and "<" not in text:
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "<" in text and _IS_HTML.search(text):
        text = _BREAKS.sub("\n", _BULLET.sub("• ", text))
        text = html.unescape(_TAG.sub("", text))
        text = re.sub(r"[ \t\xa0]*\n[ \t\xa0]*", "\n", text)
        text = re.sub(r"\n{3,}", "\n\n", text)
    return _CONTROLS.sub("", text).strip()


def in_lengths(text: str) -> list[str]:
    """The text in parts that each fit into a note, parted at a line's or a word's end where there is one."""
    parts = []
    while len(text) > LONGEST_NOTE:
        end = max(text.rfind("\n", LONGEST_NOTE // 2, LONGEST_NOTE), text.rfind(" ", LONGEST_NOTE // 2, LONGEST_NOTE))
        end = end if end > 0 else LONGEST_NOTE
        parts.append(text[:end].rstrip())
        text = text[end:].lstrip()
    return [*parts, text] if text else parts
