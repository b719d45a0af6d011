"""The one line to say: the latest open question, else the birthday, the tier just reached, the time since a visit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kassa.domain.calendar import birthday_in
from kassa.domain.people import Customer, Greeting, Note
from kassa.domain.tiers import Held
from kassa.words import say, say_n

_AHEAD = 3
_AFTER = 7
_TIER_IS_NEWS = 14
_LONG_AWAY = 28


def greet(customer: Customer, notes: Sequence[Note], held: Held | None, last_day: date | None, today: date) -> Greeting:
    """What to say to a customer today; ``last_day`` is the business date of the latest visit."""
    questions = [note for note in notes if note.kind == "ask" and note.state == "open"]
    if questions:
        latest = max(questions, key=lambda note: (note.created, int(note.id[1:])))
        return Greeting("ask", say("{question}", question=latest.text), latest.id)
    if customer.birthday is not None:
        birthday = _birthday(customer.birthday, today)
        if birthday is not None:
            return birthday
    if held is not None and held.rank and held.reached is not None and (today - held.reached).days <= _TIER_IS_NEWS:
        return Greeting("tier", say("Congratulations, you have reached {tier}!", tier=held.tier.name))
    if last_day is None:
        return Greeting("first", say("Welcome! The first visit."))
    away = (today - last_day).days
    if away >= _LONG_AWAY:
        weeks = away // 7
        if weeks < 9:
            return Greeting(
                "absence",
                say_n("Good to see you, it has been {n} week.", "Good to see you, it has been {n} weeks.", weeks),
            )
        months = away // 30
        return Greeting(
            "absence",
            say_n("Good to see you, it has been {n} month.", "Good to see you, it has been {n} months.", months),
        )
    # Not an empty template: a catalogue answers that with its own header.
    return Greeting("none", say("{question}", question=""))


def _birthday(birthday: str, today: date) -> Greeting | None:
    for year in (today.year - 1, today.year, today.year + 1):
        ahead = (birthday_in(birthday, year) - today).days
        if ahead == 0:
            return Greeting("birthday", say("Happy birthday today!"))
        if 0 < ahead <= _AHEAD:
            return Greeting("birthday", say_n("Birthday tomorrow!", "Birthday in {n} days!", ahead))
        if -_AFTER <= ahead < 0:
            return Greeting("birthday", say_n("Birthday yesterday!", "Birthday {n} days ago!", -ahead))
    return None
