"""What was understood of a file, told as facts; and what it leaves open, told as questions. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from kassa.ui.importing import sentences
from kassa.words import Words

if TYPE_CHECKING:
    from kassa.exchange.mapping import Mapping
    from kassa.exchange.reading import Source

_DATE = re.compile(r"(?<![\d.])(\d{1,2})[-/.] ?(\d{1,2})[-/.] ?(\d{4}|\d{2})\b")
_SHORT_DATE = re.compile(r"(\d{1,2})[-/.](\d{1,2})\.?")
_LAST_FIRST = re.compile(r"[^\d,@]+, [^\d,@]+")
# Any leap year: a day and a month without a year shall be sayable on the 29th of February too.
_LEAP = 2024


@dataclass(frozen=True, slots=True)
class Known:
    """One thing that was understood, and what that rests on."""

    text: str
    why: str = ""


def facts(words: Words, seen: Source, mapping: Mapping) -> tuple[Known, ...]:
    """What was understood, the plainest first."""
    told = [_program(words, seen, mapping), _letters(words, seen)]
    told += [fact for fact in (_order(words, seen, mapping), _mark(words, seen, mapping), _names(words, seen)) if fact]
    return tuple(told)


def asks_day_order(seen: Source, mapping: Mapping) -> bool:
    """Whether a person must say which of two numbers is the day."""
    return not seen.day_order_known and mapping.day_first is None


def either_way(words: Words, seen: Source) -> tuple[str, str, str]:
    """A date of the file that can be read in two ways: as it stands, with the day first, with the month first."""
    for sample in _samples(seen):
        match = _DATE.search(sample)
        if match and _ambiguous(match):
            first, second, text = int(match[1]), int(match[2]), match[3]
            year = int(text) if len(text) == 4 else 2000 + int(text)
            return match[0], words.date(date(year, second, first)), words.date(date(year, first, second))
    for sample in _samples(seen):
        short = _SHORT_DATE.fullmatch(sample.strip())
        if short and _ambiguous(short):
            first, second = int(short[1]), int(short[2])
            form = "d MMMM"
            return short[0], words.date(date(_LEAP, second, first), form), words.date(date(_LEAP, first, second), form)
    return "", words.date(date(_LEAP, 3, 2), "d MMMM"), words.date(date(_LEAP, 2, 3), "d MMMM")


def _program(words: Words, seen: Source, mapping: Mapping) -> Known:
    why = words.tr("chosen by you") if mapping.format else words.tr("known by its columns")
    if seen.format == "vcard":
        why = ""
    return Known(sentences.origin(words, seen.format, seen.kind), why)


def _letters(words: Words, seen: Source) -> Known:
    shape, parts = seen.shape, []
    if shape.sheet:
        text = words.tr("Excel workbook, sheet “{sheet}”").format(sheet=shape.sheet)
    else:
        letters = sentences.encoding(words, shape.encoding or "utf-8")
        text = words.tr("Text with {letters}").format(letters=letters)
        if shape.delimiter:
            parts.append(sentences.delimiter(words, shape.delimiter))
    if shape.heading_line and shape.heading_line > 1:
        parts.append(words.tr("column names on line {n}").format(n=shape.heading_line))
    return Known(text, ", ".join(parts))


def _order(words: Words, seen: Source, mapping: Mapping) -> Known | None:
    if asks_day_order(seen, mapping):
        return None
    dates = [match for sample in _samples(seen) if (match := _DATE.search(sample) or _SHORT_DATE.fullmatch(sample))]
    if not dates:
        return None
    text = (
        words.tr("The day stands before the month") if seen.day_first else words.tr("The month stands before the day")
    )
    if mapping.day_first is not None:
        return Known(text, words.tr("chosen by you"))
    telling = next((match[0] for match in dates if not _ambiguous(match)), "")
    if telling:
        return Known(text, words.tr("{date} can't be read in another way").format(date=telling))
    return Known(text, words.tr("other dates in the file can't be read in another way"))


def _mark(words: Words, seen: Source, mapping: Mapping) -> Known | None:
    if seen.kind != "sales" or not seen.decimal:
        return None
    why = words.tr("chosen by you") if mapping.decimal else ""
    if seen.decimal == ",":
        return Known(words.tr("Amounts with a decimal comma"), why)
    return Known(words.tr("Amounts with a decimal point"), why)


def _names(words: Words, seen: Source) -> Known | None:
    if not seen.last_name_first:
        return None
    example = next((sample for sample in _samples(seen) if _LAST_FIRST.fullmatch(sample)), "")
    return Known(words.tr("The surname stands first"), example and words.tr("as in “{name}”").format(name=example))


def _samples(seen: Source) -> list[str]:
    return [sample for column in seen.columns for sample in column.samples]


def _ambiguous(match: re.Match[str]) -> bool:
    first, second = int(match[1]), int(match[2])
    return 1 <= first <= 12 and 1 <= second <= 12 and first != second
