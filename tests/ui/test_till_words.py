"""The till's sentences and days, without a window."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from kassa.domain.people import Customer, Greeting
from kassa.ui import when
from kassa.ui.till.greeting import called, first_name, greeting_line
from kassa.words import Words

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


@pytest.mark.parametrize(("days", "said"), [(1, "1 day"), (13, "13 days"), (21, "3 weeks"), (244, "8 months"), (800, "2 years")])
def test_spans(days: int, said: str) -> None:
    assert when.span(WORDS, days) == said


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


def said(greeting: Greeting, name: str | None = "Maria Lindqvist", tier: str | None = None) -> tuple[str, str]:
    line = greeting_line(WORDS, greeting, a_customer(name), tier)
    return line.say, line.why


def test_a_question_is_asked_by_name_and_carries_its_note() -> None:
    asking = Greeting("ask", text="How was the wedding in Visby?", note="n1")
    assert said(asking)[0] == "“Hi Maria! How was the wedding in Visby?”"
    assert said(asking, None)[0] == "“Hi! How was the wedding in Visby?”"
    assert greeting_line(WORDS, asking, a_customer(), None).note == "n1"
    assert greeting_line(WORDS, Greeting("birthday", days=0), a_customer(), None).note is None


def test_a_persons_own_braces_stay() -> None:
    assert said(Greeting("ask", text="{name} {0}"), "{x} <b>")[0] == "“Hi {x}! {name} {0}”"


def test_the_other_greetings() -> None:
    assert said(Greeting("birthday", days=0)) == ("“Happy birthday, Maria!”", "Birthday today")
    assert said(Greeting("birthday", days=1))[1] == "Birthday in 1 day"
    assert said(Greeting("birthday", days=-3))[1] == "Birthday 3 days ago"
    assert "Gold" in said(Greeting("tier", tier="gold"), tier="Gold")[0]
    assert said(Greeting("absence", days=244))[1] == "Last here 8 months ago"
    assert said(Greeting("first"))[0] == "“Hi Maria! Welcome to us!”"
    assert said(Greeting("none"), None) == ("“Hi!”", "")


def test_somebody_without_a_name_is_called_by_number() -> None:
    assert called(WORDS, a_customer(None)) == "Customer #1042"
    assert first_name("  ") == "" and first_name(None) == ""
