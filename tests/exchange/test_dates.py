"""Dates in other programs' files."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kassa.exchange.dates import (
    DayOrder,
    Moments,
    read_birthday,
    read_day,
    read_listed_birthday,
    read_time,
    read_zone,
)

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
        ("03/06/26", True, date(2026, 6, 3)),
        ("6/3/26 2:05 PM", False, date(2026, 6, 3)),
        ("3. 6. 2026", True, date(2026, 6, 3)),
        ("20260603", True, date(2026, 6, 3)),
        ("3 juni 2026", False, date(2026, 6, 3)),
        ("3. czerwca 2026", False, date(2026, 6, 3)),
        ("3. kesäkuuta 2026", False, date(2026, 6, 3)),
        ("Jun 3, 2026", True, date(2026, 6, 3)),
        ("Wednesday, June 3rd, 2026", True, date(2026, 6, 3)),
        ("3 juni", True, None),
        ("3 smultron 2026", True, None),
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
        ("--0603", True, "--06-03"),
        ("19900603", True, "1990-06-03"),
        ("1990-06-03T00:00:00Z", True, "1990-06-03"),
        ("1900-06-03", True, "--06-03"),
        ("3/6/90", True, "1990-06-03"),
        ("6/3/90", False, "1990-06-03"),
        ("90-06-03", True, "1990-06-03"),
        ("3/6/31", True, "1931-06-03"),
        ("3/6/20", True, "--06-03"),
        ("29/2/24", True, "--02-29"),
        ("30/2/90", True, None),
        ("3 juni", True, "--06-03"),
        ("June 3", True, "--06-03"),
        ("3 czerwca 1990", False, "1990-06-03"),
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


def test_a_file_without_open_dates_is_known_and_a_file_of_open_ones_is_not() -> None:
    for dates, known in (([], True), (["2026-06-03"], True), (["03/06/2026"], False), (["03/06/2026", "13/6"], True)):
        order = DayOrder()
        for text in dates:
            order.learn(text)
        assert order.known is known, dates


def test_am_and_pm_say_that_the_month_comes_first_unless_a_day_says_otherwise() -> None:
    order = DayOrder()
    order.learn("03/06/2026 2:05 PM")
    assert (order.known, order.day_first(otherwise=True)) == (True, False)
    order.learn("13/06/2026 2:05 PM")
    assert (order.known, order.day_first(otherwise=False)) == (True, True)
    apart = DayOrder()
    apart.learn("03/06/2026")
    apart.learn_time("2:05 pm")
    assert (apart.known, apart.day_first(otherwise=True)) == (True, False)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("14:05", "14:05:00"),
        ("14:05:09", "14:05:09"),
        ("14.05", "14:05:00"),
        ("kl. 14:05", "14:05:00"),
        ("2:05 PM", "14:05:00"),
        ("12:05 a.m.", "00:05:00"),
        ("12:05PM", "12:05:00"),
        ("14:05:09.123Z", "14:05:09+00:00"),
        ("14:05+02:00", "14:05:00+02:00"),
        ("14:05 -0500", "14:05:00-05:00"),
        ("2026-06-03 14:05", "14:05:00"),
        ("14:05 CEST", "14:05:00"),
        ("25:00", None),
        ("14:60", None),
        ("13:05 PM", None),
        ("soon", None),
        ("", None),
    ],
)
def test_times(text: str, said: str | None) -> None:
    read = read_time(text)
    if said is None:
        assert read is None
    else:
        assert read is not None
        assert datetime.combine(TODAY, read[0], read[1]).isoformat()[11:] == said


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("UTC", UTC),
        ("+02:00", timezone(timedelta(hours=2))),
        ("-0530", timezone(-timedelta(hours=5, minutes=30))),
        ("Europe/Oslo", ZoneInfo("Europe/Oslo")),
        ("Stockholm", None),
        ("Eastern Time (US & Canada)", None),
        ("W. Europe Standard Time", None),
        ("Nowhere/Atall", None),
        ("../../etc/passwd", None),
        ("+99:00", None),
    ],
)
def test_zones(text: str, zone: object) -> None:
    assert read_zone(text) == zone


def test_moments_are_on_the_shops_clock() -> None:
    moments = Moments(True, ZoneInfo("Europe/Stockholm"))
    for told, at in (
        (("03/06/2026 14:05",), "2026-06-03T14:05:00"),
        (("03/06/2026", "14:05:09"), "2026-06-03T14:05:09"),
        (("2026-06-03 00:00:00", "14:05"), "2026-06-03T14:05:00"),
        (("Jun 3, 2026 2:05 PM",), "2026-06-03T14:05:00"),
        (("3 juni 2026",), "2026-06-03T12:00:00"),
        (("2026-06-03T14:05:00",), "2026-06-03T14:05:00"),
        (("03/06/2026", "14:05", "Stockholm"), "2026-06-03T14:05:00"),
    ):
        moment = moments.moment(*told)
        assert moment is not None and moment.isoformat() == at, told
    for text, zone in (("2026-06-03T14:05:00Z", ""), ("2026-06-03 10:05:00 -0400", ""), ("2026-06-03 14:05", "UTC")):
        moment = moments.moment(text, "", zone)
        assert moment is not None
        assert moment.isoformat() == "2026-06-03T16:05:00+02:00"
    assert moments.moment("03/06/2026 25:00") is None
    assert moments.moment("31/02/2026 14:05") is None
    assert moments.moment("", "14:05") is None


@given(
    st.dates(date(1990, 1, 1), date(2099, 12, 31)),
    st.sampled_from(["{0:%d/%m/%Y}", "{0:%d.%m.%Y}", "{0.day}/{0.month}/{0.year}", "{0:%d/%m/%y}", "{0:%Y-%m-%d}"]),
)
def test_every_day_reads_back(day: date, form: str) -> None:
    if "%y" in form and day.year < 2000:
        return
    assert read_day(form.format(day), day_first=True) == day
    turned = form.replace("%d/%m", "%m/%d").replace("%d.%m", "%m.%d").replace("{0.day}/{0.month}", "{0.month}/{0.day}")
    assert read_day(turned.format(day), day_first=False) == day


@given(st.text(alphabet="0123456789-/.:, TZapmPjunjanuari", max_size=24))
def test_anything_is_a_day_or_none(text: str) -> None:
    order = DayOrder()
    order.learn(text)
    for day_first in (True, False):
        read_day(text, day_first)
        birthday = read_birthday(text, day_first, TODAY)
        assert birthday is None or read_birthday(birthday, day_first, TODAY) == birthday
        Moments(day_first).moment(text, text)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("2026-04-02", "--04-02"),
        ("2026-12-24", "--12-24"),
        ("2025-12-31", "--12-31"),
        ("2/4/2026", "--04-02"),
        ("2024-04-02", "2024-04-02"),
        ("1990-06-03", "1990-06-03"),
        ("2/4", "--04-02"),
        ("soon", None),
    ],
)
def test_the_year_in_which_a_list_was_typed_is_nobodys(text: str, read: str | None) -> None:
    assert read_listed_birthday(text, True, TODAY) == read


def test_days_that_a_spreadsheet_took_for_months_are_turned_back() -> None:
    order = DayOrder()
    for day in range(1, 13):
        order.learn(f"2026-{day:02}-09 10:00:00")
    assert not order.turned
    order.learn("28/03/2026 15:54")
    assert order.turned
    moments = Moments(order.day_first(True), turned=True)
    assert moments.moment("2026-02-09 10:00:00") == datetime.fromisoformat("2026-09-02 10:00")
    assert moments.moment("28/03/2026 15:54") == datetime.fromisoformat("2026-03-28 15:54")


@pytest.mark.parametrize("also", ["2026-09-13", "09/02/2026", "02/28/2026"])
def test_dates_that_nobody_turned_stay(also: str) -> None:
    order = DayOrder()
    for text in (*(f"2026-{day:02}-09" for day in range(1, 13)), "28/03/2026", also):
        order.learn(text)
    assert not order.turned
