"""Rules as the page writes them: what matters in a sentence set bold, and days as a shopkeeper says them."""

from __future__ import annotations

import re
from datetime import datetime

from kassa.domain.calendar import ShopDay
from kassa.services.programmes import KeptVersion
from kassa.ui import when
from kassa.ui.programme.desk import Known
from kassa.words import Text, Words

_PARTED = re.compile(r"(?<=\d) (?=[\w%])")
Spans = tuple[tuple[int, int], ...]


def told(words: Words, text: Text | str) -> tuple[str, Spans]:
    """A sentence, and the spans of its values: how many, how much, what."""
    if isinstance(text, str):
        return text, ()
    # "89 kr" and "12 months" stay together where the line breaks.
    sentence = _PARTED.sub("\N{NO-BREAK SPACE}", words.text(text))
    spans = []
    for name in text.values:
        one = _PARTED.sub("\N{NO-BREAK SPACE}", words.text(Text("{value}", {"value": text.values[name]})))
        start = sentence.find(one) if one else -1
        if start >= 0:
            spans.append((start, start + len(one)))
    return sentence, tuple(spans)


def plain(words: Words, text: Text | str) -> str:
    """A sentence."""
    return told(words, text)[0]


def since(words: Words, moment: datetime, day: ShopDay, now: datetime) -> str:
    """A moment at which rules begin or end: the day, with the time where it isn't the day's beginning."""
    date, today = day.business_date(moment), day.business_date(now)
    told_day = words.tr("today") if date == today else when.full_day(words, date)
    return told_day if moment == day.start(date) else f"{told_day} {day.local(moment):%H:%M}"


def in_force(words: Words, version: KeptVersion, known: Known) -> str:
    """When a version holds, held or will hold."""
    start = since(words, version.since, known.day, known.now)
    if not version.used:
        return words.tr("never in force")
    if version.since > known.now:
        return words.tr("from {day}").format(day=start)
    if version.until is None or version.until > known.now:
        return words.tr("since {day}").format(day=start)
    return f"{start} – {since(words, version.until, known.day, known.now)}"


def applied(words: Words, version: KeptVersion, known: Known) -> str:
    """Who applied a version when, and at which till."""
    at = f"{when.short_day(words, known.day.local(version.applied_at).date(), known.today)} "
    at += f"{known.day.local(version.applied_at):%H:%M}"
    return " · ".join(part for part in (version.staff or "", version.till, at) if part)
