"""The till's sentences and days, without a window."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from kassa.domain.people import Customer, Greeting
from kassa.ui import when
from kassa.ui.till.greeting import called, first_name, greeting_line
from kassa.words import Words, say

WORDS = Words("en")
TODAY = date(2026, 11, 22)  # a Sunday


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 11, 22), "today"),
        (date(2026, 11, 21), "yesterday"),
        (date(2026, 11, 19), "last Thursday"),
        (date(2026, 11, 16), "last Monday"),
        (date(2026, 11, 15), "last week"),
        (date(2026, 11, 9), "last week"),
        (date(2026, 11, 8), "2 weeks ago"),
        (date(2026, 9, 23), "8 weeks ago"),
        (date(2026, 9, 22), "2 months ago"),
        (date(2026, 8, 23), "2 months ago"),
        (date(2024, 12, 22), "23 months ago"),
        (date(2024, 11, 22), "2 years ago"),
        (date(2027, 1, 2), "2 January 2027"),
    ],
)
def test_ago_says_what_a_shopkeeper_would(day: date, said: str) -> None:
    assert when.ago(WORDS, day, TODAY) == said


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 11, 22), "today"),
        (date(2026, 11, 23), "tomorrow"),
        (date(2026, 11, 21), "since yesterday"),
        (date(2026, 11, 3), "since 3 November"),
        (date(2026, 11, 28), "on Saturday"),
        (date(2026, 11, 29), "29 November"),
        (date(2027, 6, 3), "3 June 2027"),
    ],
)
def test_due_days(day: date, said: str) -> None:
    assert when.due(WORDS, day, TODAY) == said


def test_short_days_name_the_year_only_when_it_is_another() -> None:
    assert when.short_day(Words("sv"), date(2026, 11, 19), TODAY) == "to 19 nov"
    assert when.short_day(WORDS, date(2024, 11, 19), TODAY) == "19 Nov 2024"
    assert when.until(WORDS, date(2026, 11, 30), TODAY) == "until 30 November"
    assert when.until(WORDS, date(2027, 3, 31), TODAY) == "until 31 March 2027"


def a_customer(name: str | None = "Maria Lindqvist") -> Customer:
    return Customer(
        id="c1",
        number=1042,
        name=name,
        phone=None,
        email=None,
        address=None,
        birthday=None,
        language=None,
        tags=(),
        consents=(),
        since=date(2023, 4, 1),
        visits=41,
        last_visit=datetime(2026, 11, 19, 12, tzinfo=UTC),
    )


def said(greeting: Greeting, name: str | None = "Maria Lindqvist") -> tuple[str, str]:
    line = greeting_line(WORDS, greeting, a_customer(name))
    return line.say, line.why


def test_a_question_is_asked_by_name_and_carries_its_note() -> None:
    asking = Greeting("ask", say("{question}", question="How was the wedding in Visby?"), "n1")
    assert said(asking) == ("“Hi Maria! How was the wedding in Visby?”", "")
    assert said(asking, None)[0] == "“Hi! How was the wedding in Visby?”"
    assert greeting_line(WORDS, asking, a_customer()).note == "n1"


def test_a_persons_own_braces_stay() -> None:
    asking = Greeting("ask", say("{question}", question="{name} {0}"), "n1")
    assert said(asking, "{x} <b>")[0] == "“Hi {x}! {name} {0}”"


def test_what_is_only_good_to_know_stands_beside_what_is_said() -> None:
    assert said(Greeting("birthday", say("Happy birthday today!"))) == ("“Hi Maria!”", "Happy birthday today!")
    assert said(Greeting("tier", say("Congratulations!"))) == ("“Hi Maria! Congratulations!”", "")
    assert said(Greeting("none", say("")), None) == ("“Hi!”", "")


def test_somebody_without_a_name_is_called_by_number() -> None:
    assert called(WORDS, a_customer(None)) == "Customer #1042"
    assert first_name("  ") == "" and first_name(None) == ""


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-11-30", date(2026, 11, 30)),
        ("30/11", date(2026, 11, 30)),
        ("22.11", date(2026, 11, 22)),
        ("21.11.", date(2027, 11, 21)),
        ("3/6 2027", date(2027, 6, 3)),
        ("29/2", date(2028, 2, 29)),
        ("31/11", None),
        ("3/13", None),
        ("0/0", None),
        ("tomorrow", None),
        ("2026-13-01", None),
        ("", None),
    ],
)
def test_days_as_people_type_them(typed: str, day: date | None) -> None:
    assert when.read_day(typed, TODAY) == day


def test_birthdays_as_people_type_them() -> None:
    assert when.read_birthday("3/6") == "--06-03"
    assert when.read_birthday("3.6.1990") == "1990-06-03"
    assert when.read_birthday("1990-06-03") == "1990-06-03"
    assert when.read_birthday("31/2") is None and when.read_birthday("June") is None
    assert when.birthday_typed("--06-03") == "3/6" and when.birthday_typed("1990-06-03") == "3/6 1990"
    for birthday in ("--02-29", "1990-12-31"):
        assert when.read_birthday(when.birthday_typed(birthday)) == birthday
