"""Dates in other programs' files."""

from __future__ import annotations

from datetime import date

import pytest

from kassa.exchange.dates import DayOrder, read_birthday, read_day

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "day_first", "day"),
    [
        ("2026-06-03", True, date(2026, 6, 3)),
        ("2026/6/3", True, date(2026, 6, 3)),
        ("2026-06-03T14:05:00Z", True, date(2026, 6, 3)),
        ("03/06/2026", True, date(2026, 6, 3)),
        ("06/03/2026 14:05", False, date(2026, 6, 3)),
        ("3.6.2026", True, date(2026, 6, 3)),
        ("2026-02-30", True, None),
        ("31/12/2026", False, None),
        ("2026", True, None),
        ("yesterday", True, None),
        ("", True, None),
    ],
)
def test_days(text: str, day_first: bool, day: date | None) -> None:
    assert read_day(text, day_first) == day


@pytest.mark.parametrize(
    ("text", "day_first", "birthday"),
    [
        ("1990-06-03", True, "1990-06-03"),
        ("--06-03", True, "--06-03"),
        ("3/6", True, "--06-03"),
        ("6/3", False, "--06-03"),
        ("3/6/1990", True, "1990-06-03"),
        ("0000-06-03", True, "--06-03"),
        ("1604-02-29", True, "--02-29"),
        ("--02-30", True, None),
        ("2027-01-01", True, None),
        ("1801-01-01", True, None),
        ("soon", True, None),
        ("", True, None),
    ],
)
def test_birthdays(text: str, day_first: bool, birthday: str | None) -> None:
    assert read_birthday(text, day_first, TODAY) == birthday


@pytest.mark.parametrize(
    ("dates", "day_first"),
    [
        (["03/06/2026", "13/06/2026"], True),
        (["03/06/2026", "06/13/2026"], False),
        (["3/6", "31/1"], True),
        (["03/06/2026", "2026-06-13", "--01-31"], None),
        (["13/06/2026", "06/13/2026"], None),
        ([], None),
    ],
)
def test_the_order_is_learnt_from_the_file(dates: list[str], day_first: bool | None) -> None:
    order = DayOrder()
    for text in dates:
        order.learn(text)
    assert (order.day_first(otherwise=True), order.day_first(otherwise=False)) == (
        (True, False) if day_first is None else (day_first, day_first)
    )
