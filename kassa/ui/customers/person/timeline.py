"""What was changed of a customer, in one line each, newest first: fields, notes, consents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from kassa.ui import when
from kassa.ui.customers.person.consent_sheet import channel_name
from kassa.ui.customers.person.story import Block, StoryLine
from kassa.ui.till.desk import Shop
from kassa.ui.till.edit_sheet import FIELDS, field_name, field_text
from kassa.ui.till.note_sheet import kind_name
from kassa.words import Words

if TYPE_CHECKING:
    from kassa.services.history import ConsentEvent, FieldChange, NoteChange, NoteStory


@dataclass(frozen=True)
class Past:
    """What the services tell of a customer's past."""

    notes: tuple[NoteStory, ...]
    consents: tuple[ConsentEvent, ...]
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True)
class Event:
    """One thing that happened: when, what, what it was before (may be empty), by whom."""

    at: datetime
    what: str
    before: str
    who: str


def events(words: Words, past: Past) -> list[Event]:
    """Everything, newest first."""
    found = [each for story in past.notes for each in _note_events(words, story)]
    found += [_consent_event(words, each) for each in past.consents]
    found += [_field_event(words, each) for each in past.fields if each.name in FIELDS]
    return sorted(found, key=lambda event: event.at, reverse=True)


def block(words: Words, event: Event, shop: Shop) -> Block:
    """An event with its day."""
    day = when.short_day(words, shop.day.business_date(event.at), shop.today)
    told = ". ".join(part for part in (f"{day}: {event.what}", event.before, event.who) if part)
    lines = (StoryLine(event.before),) if event.before else ()
    return Block(day, event.what, event.who, lines, told)


def _note_events(words: Words, story: NoteStory) -> Iterator[Event]:
    note = story.note
    text = note.text
    for change in story.changes:
        what = _done(words, change, note.outcome)
        edited = change.done.verb == "note edit" and change.text != text
        yield Event(
            change.done.at,
            f"{what}: {text}",
            words.tr("before: {text}").format(text=change.text) if edited else "",
            change.done.staff or change.done.till,
        )
        text = change.text
    written = words.tr("Noted ({kind}): {text}").format(kind=kind_name(words, note.kind), text=text)
    yield Event(note.created, written, "", note.staff or "")


def _done(words: Words, change: NoteChange, outcome: str | None) -> str:
    if change.done.verb == "note done":
        kept = change.kind == "promise" and outcome in (None, "kept")
        return words.tr("Promise kept") if kept else words.tr("Asked") if change.kind == "ask" else words.tr("Done")
    names = {
        "note edit": words.tr("Note changed"),
        "note remove": words.tr("Note removed"),
        "note renew": words.tr("Still so"),
        "undo": words.tr("Undone"),
    }
    return names.get(change.done.verb, words.tr("Note changed"))


def _consent_event(words: Words, event: ConsentEvent) -> Event:
    channel = channel_name(words, event.channel)
    template = words.tr("Agreed to: {channel}") if event.given else words.tr("Said no to: {channel}")
    return Event(event.at, template.format(channel=channel), event.how or "", event.staff or "")


def _field_event(words: Words, change: FieldChange) -> Event:
    name = field_name(words, change.name)
    what = words.tr("{field}: {value}").format(field=name, value=field_text(words, change.name, change.after))
    before = words.tr("before: {text}").format(text=field_text(words, change.name, change.before))
    return Event(change.done.at, what, before, change.done.staff or change.done.till)
