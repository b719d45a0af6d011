"""The one line to say: question, birthday, tier, absence, in that order."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from kassa.domain.greeting import greet
from kassa.domain.people import Customer, Note
from kassa.domain.programme import Tier
from kassa.domain.tiers import Held
from kassa.words import Text

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def customer(birthday: str | None = None) -> Customer:
    return Customer("c1", 1, "Maria", None, None, None, birthday, None, (), (), TODAY, 3, NOW)


def note(number: int, text: str, kind: Any = "ask", state: Any = "open", hours: int = 0) -> Note:
    created = NOW + timedelta(hours=hours)
    return Note(f"n{number}", "c1", kind, text, False, None, None, state, None, created, None, False)


def gold(days_ago: int, rank: int = 2) -> Held:
    reached = TODAY - timedelta(days=days_ago)
    return Held(Tier("gold", "Guld", 500000), rank, reached, TODAY, 500000)


def said(*arguments: Any) -> tuple[str, str]:
    greeting = greet(*arguments)
    return greeting.kind, str(greeting.say)


def test_the_latest_open_question_comes_first() -> None:
    notes = [
        note(9, "Hur var resan?"), note(10, "Hur gick {provet}?", hours=1),
        note(11, "Gillar te", kind="likes", hours=2),
        note(12, "Redan frågat", state="done", hours=3),
    ]  # fmt: skip
    greeting = greet(customer("--11-22"), notes, gold(0), TODAY, TODAY)
    assert (greeting.kind, greeting.note, str(greeting.say)) == ("ask", "n10", "Hur gick {provet}?")


def test_of_two_questions_written_at_once_the_later_counts() -> None:
    assert greet(customer(), [note(10, "b"), note(9, "a")], None, TODAY, TODAY).note == "n10"


@pytest.mark.parametrize(
    ("birthday", "today", "line"),
    [
        ("--11-22", TODAY, "Happy birthday today!"),
        ("1990-11-23", TODAY, "Birthday tomorrow!"),
        ("--11-25", TODAY, "Birthday in 3 days!"),
        ("--11-26", TODAY, None),
        ("--11-21", TODAY, "Birthday yesterday!"),
        ("--11-15", TODAY, "Birthday 7 days ago!"),
        ("--11-14", TODAY, None),
        ("--01-02", date(2026, 12, 31), "Birthday in 2 days!"),
        ("--12-30", date(2027, 1, 2), "Birthday 3 days ago!"),
        ("--02-29", date(2027, 3, 1), "Happy birthday today!"),
        ("--02-29", date(2028, 3, 1), "Birthday yesterday!"),
    ],
)
def test_the_birthday_and_the_days_around_it(birthday: str, today: date, line: str | None) -> None:
    expected = ("birthday", line) if line else ("none", "")
    assert said(customer(birthday), [], None, today, today) == expected


def test_a_tier_is_news_for_two_weeks() -> None:
    assert said(customer(), [], gold(14), TODAY, TODAY) == ("tier", "Congratulations, you have reached Guld!")
    assert said(customer(), [], gold(15), TODAY, TODAY)[0] == "none"
    assert said(customer(), [], gold(0, rank=0), TODAY, TODAY)[0] == "none"


@pytest.mark.parametrize(
    ("days", "line"),
    [
        (0, None), (27, None), (28, "Good to see you, it has been 4 weeks."),
        (62, "Good to see you, it has been 8 weeks."),
        (63, "Good to see you, it has been 2 months."), (800, "Good to see you, it has been 26 months."),
    ],
)  # fmt: skip
def test_the_time_since_the_last_visit(days: int, line: str | None) -> None:
    expected = ("absence", line) if line else ("none", "")
    assert said(customer(), [], None, TODAY - timedelta(days=days), TODAY) == expected


def test_the_first_visit_is_welcomed() -> None:
    assert said(customer(), [], None, None, TODAY)[0] == "first"


def test_nothing_to_say_is_nothing_in_every_language() -> None:
    silence = greet(customer(), [], None, TODAY, TODAY).say
    assert isinstance(silence, Text)
    # An empty msgid is a catalogue's own header.
    assert silence.template != ""
