"""A clock that jumps is noticed and not believed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kassa.domain.clock import FAR_AHEAD, read_clock

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_the_first_clock_is_believed() -> None:
    assert (read_clock(NOW, None).believed, read_clock(NOW, None).jump) == (NOW, None)


def test_a_season_closed_is_no_jump_a_year_is() -> None:
    assert read_clock(NOW + FAR_AHEAD, NOW).jump is None
    ahead = read_clock(NOW + FAR_AHEAD + timedelta(seconds=1), NOW)
    assert (ahead.believed, ahead.jump) == (NOW, "ahead")


def test_a_clock_set_back_un_expires_nothing() -> None:
    back = read_clock(NOW - timedelta(days=1, seconds=1), NOW)
    assert (back.believed, back.jump) == (NOW, "back")
    corrected = read_clock(NOW - timedelta(hours=1), NOW)
    assert (corrected.believed, corrected.jump) == (NOW, None)


@given(st.integers(-(10**7), 10**7))
def test_what_is_believed_never_goes_back(minutes: int) -> None:
    now = NOW + timedelta(minutes=minutes)
    clock = read_clock(now, NOW)
    assert clock.now == now
    assert NOW <= clock.believed <= max(NOW, NOW + FAR_AHEAD)
