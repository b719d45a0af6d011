"""The shop's calendar: summer time both ways, nights that belong to the evening before, months, leap days."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kassa.domain.calendar import ShopDay, add_months, birthday_in, read_birthday

CAFE = ShopDay.of("Europe/Stockholm", time(4))
BAR = ShopDay.of("Europe/Stockholm", time(2, 30))
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 3, 29, 1, 59, tzinfo=UTC), date(2026, 3, 28)),  # 03:59 in summer time
        (datetime(2026, 3, 29, 2, 0, tzinfo=UTC), SPRING),
        (datetime(2026, 10, 25, 2, 59, tzinfo=UTC), date(2026, 10, 24)),  # 03:59 in winter time
        (datetime(2026, 10, 25, 3, 0, tzinfo=UTC), AUTUMN),
        (datetime(2026, 12, 31, 23, 30, tzinfo=UTC), date(2026, 12, 31)),
        (datetime(2027, 1, 1, 3, 0, tzinfo=UTC), date(2027, 1, 1)),
    ],
)
def test_the_night_belongs_to_the_evening_before(moment: datetime, day: date) -> None:
    assert CAFE.business_date(moment) == day


@pytest.mark.parametrize(("day", "hours"), [(SPRING, 24), (date(2026, 3, 28), 23), (date(2026, 10, 24), 25)])
def test_a_day_is_as_long_as_the_clock_says(day: date, hours: int) -> None:
    assert CAFE.start(day + timedelta(days=1)) - CAFE.start(day) == timedelta(hours=hours)


@given(
    minutes=st.integers(0, 72 * 60),
    begins=st.sampled_from([datetime(2026, 3, 28, tzinfo=UTC), datetime(2026, 10, 24, tzinfo=UTC)]),
    starts=st.times(min_value=time(0), max_value=time(6)).map(lambda t: t.replace(second=0, microsecond=0)),
    zone=st.sampled_from(["Europe/Stockholm", "America/New_York", "Asia/Tokyo", "Australia/Lord_Howe", "UTC"]),
)
def test_a_moment_lies_between_its_days_start_and_the_next(
    minutes: int, begins: datetime, starts: time, zone: str
) -> None:
    shop = ShopDay.of(zone, starts)
    moment = begins + timedelta(minutes=minutes)
    day = shop.business_date(moment)
    assert shop.start(day) <= moment < shop.start(day + timedelta(days=1))


@pytest.mark.parametrize("night", [SPRING, AUTUMN])
def test_business_dates_never_go_backwards_through_the_night_of_the_change(night: date) -> None:
    begin = datetime(night.year, night.month, night.day, tzinfo=UTC)
    days = [BAR.business_date(begin + timedelta(minutes=minute)) for minute in range(240)]
    assert days == sorted(days)
    assert set(days) == {night - timedelta(days=1), night}


@pytest.mark.parametrize(
    ("day", "months", "after"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 11, 22), 12, date(2027, 11, 22)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 1, 1), -1, date(2025, 12, 1)),
    ],
)
def test_months_as_people_count_them(day: date, months: int, after: date) -> None:
    assert add_months(day, months) == after


@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)), st.integers(-120, 120))
def test_months_keep_their_order_and_their_day(day: date, months: int) -> None:
    after = add_months(day, months)
    assert (after.year * 12 + after.month) - (day.year * 12 + day.month) == months
    assert after.day == day.day or (after.day < day.day and (after + timedelta(days=1)).day == 1)


def test_a_leap_days_child_has_its_birthday_on_1_march_in_other_years() -> None:
    assert birthday_in("--02-29", 2027) == date(2027, 3, 1)
    assert birthday_in("1996-02-29", 2028) == date(2028, 2, 29)
    assert birthday_in("2100-02-28", 2100) == date(2100, 2, 28)
    assert birthday_in("--02-29", 2100) == date(2100, 3, 1)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("--06-03", "--06-03"),
        ("1990-06-03", "1990-06-03"),
        ("--02-29", "--02-29"),
        ("1996-02-29", "1996-02-29"),
        ("1995-02-29", None),
        ("--02-30", None),
        ("--6-3", None),
        ("06-03", None),
        ("1990-6-3", None),
        ("90-06-03", None),
        ("1990/06/03", None),
        ("--13-01", None),
        ("19900603", None),
        ("--06-03 ", None),
        ("", None),
        ("--", None),
        ("1990x06-03", None),
        ("--W01-1", None),
        ("1990-W01-1", None),
        ("--٠٦-٠٣", None),
    ],
)
def test_a_birthday_has_one_form(typed: str, kept: str | None) -> None:
    assert read_birthday(typed) == kept
