"""Tiers: what was bought in the window, up at once, kept, then down to what the window gives."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kassa.domain.calendar import add_months
from kassa.domain.programme import Tier, Tiers
from kassa.domain.tiers import Era, Held, Spent, hold, rank_of, standing
from kassa.words import Money

LEVELS = (Tier("base", "Bas", 0), Tier("silver", "Silver", 200000), Tier("gold", "Guld", 500000))
SPEND = Tiers("spend", 12, 12, LEVELS)
VISITS = Tiers("visits", 3, 6, (Tier("base", "Bas", 0), Tier("silver", "Silver", 2), Tier("gold", "Guld", 5)))
LONG_AGO = date(2020, 1, 1)
DAY = date(2026, 3, 31)


def held(day: date, *bought: tuple[date, int], tiers: Tiers | None = SPEND) -> Held:
    found = hold(day, [Spent(*each) for each in bought], [Era(LONG_AGO, tiers)])
    assert found is not None
    return found


@pytest.mark.parametrize(("amount", "rank"), [(0, 0), (199999, 0), (200000, 1), (499999, 1), (500000, 2), (10**9, 2)])
def test_the_boundary_amount_is_in_and_up_is_at_once(amount: int, rank: int) -> None:
    now = held(DAY, (DAY, amount))
    assert now.rank == rank
    assert now.reached == (DAY if rank else None)
    assert now.until == (date(2027, 3, 31) if rank else None)


def test_it_is_kept_through_its_last_day_and_then_falls_to_what_the_window_gives() -> None:
    bought = ((DAY, 500000), (date(2027, 1, 15), 250000))
    assert held(date(2027, 3, 31), *bought).rank == 2
    after = held(date(2027, 4, 1), *bought)
    assert (after.tier.id, after.window, after.until) == ("silver", 250000, date(2028, 1, 14))
    assert held(date(2028, 1, 14), *bought).rank == 1
    assert held(date(2028, 1, 15), *bought).rank == 0


def test_the_window_is_the_months_behind_and_their_last_day_is_out() -> None:
    bought = (DAY, 200000)
    short = Tiers("spend", 1, 0, LEVELS)
    assert held(date(2026, 4, 29), bought, tiers=short).rank == 1
    assert held(date(2026, 4, 30), bought, tiers=short).window == 200000
    assert held(date(2026, 5, 1), bought, tiers=short).rank == 0


def test_visits_count_each_purchase_whatever_it_cost() -> None:
    visits = [(DAY + timedelta(days=day), 0) for day in range(5)]
    assert [held(day, *visits, tiers=VISITS).rank for day, _ in visits] == [0, 1, 1, 1, 2]
    shown = standing(held(DAY, *visits[:1], tiers=VISITS), VISITS, "SEK")
    assert shown is not None and (shown.next, shown.left) == ("Silver", 1)


def test_the_standing_names_the_next_tier_and_what_is_missing() -> None:
    shown = standing(held(DAY, (DAY, 260000)), SPEND, "SEK")
    assert shown is not None and (shown.id, shown.next, shown.left) == ("silver", "Guld", Money(240000, "SEK"))
    top = standing(held(DAY, (DAY, 600000)), SPEND, "SEK")
    assert top is not None and (top.next, top.left) == (None, None)
    # Kept longer than the window gives: what is missing to the next counts from the window, and is never negative.
    kept = standing(held(date(2027, 3, 31), (DAY, 600000)), SPEND, "SEK")
    assert kept is not None and (kept.id, kept.next, kept.left) == ("gold", None, None)


def test_a_programme_without_tiers_has_none() -> None:
    assert hold(DAY, [Spent(DAY, 10**9)], [Era(LONG_AGO, None)]) is None
    assert standing(None, None, "SEK") is None
    assert rank_of("gold", None) == 0


def test_new_rules_leave_what_was_reached_and_raise_at_once() -> None:
    lower = Tiers("spend", 12, 12, (LEVELS[0], LEVELS[1], Tier("gold", "Guld", 300000)))
    higher = Tiers("spend", 12, 12, (LEVELS[0], Tier("silver", "Silver", 900000)))
    change = DAY + timedelta(days=10)
    bought = [Spent(DAY, 300000)]
    before = hold(change - timedelta(days=1), bought, [Era(LONG_AGO, SPEND), Era(change, lower)])
    assert before is not None and before.tier.id == "silver"
    raised = hold(change, bought, [Era(LONG_AGO, SPEND), Era(change, lower)])
    assert raised is not None and (raised.tier.id, raised.reached) == ("gold", change)
    kept = hold(change, bought, [Era(LONG_AGO, SPEND), Era(change, higher)])
    assert kept is not None and (kept.tier.id, kept.until) == ("silver", date(2027, 3, 31))
    over = hold(date(2027, 4, 1), bought, [Era(LONG_AGO, SPEND), Era(change, higher)])
    assert over is not None and over.tier.id == "base"
    gone = hold(change, [Spent(DAY, 500000)], [Era(LONG_AGO, SPEND), Era(change, Tiers("spend", 12, 12, LEVELS[:2]))])
    assert gone is not None and gone.tier.id == "silver"


def test_the_first_rules_judge_the_days_before_them() -> None:
    found = hold(DAY, [Spent(DAY, 500000)], [Era(DAY + timedelta(days=100), SPEND)])
    assert found is not None and found.rank == 2


days = st.dates(date(2023, 1, 1), date(2026, 12, 31))
spent = st.builds(Spent, days, st.integers(0, 300_000))
tiers = st.builds(
    Tiers, st.sampled_from(["spend", "visits"]), st.integers(1, 24), st.integers(0, 24),
    st.tuples(st.integers(1, 4), st.integers(0, 6)).map(
        lambda starts: (
            Tier("base", "Bas", 0), Tier("silver", "Silver", starts[0] * 100_000),
            Tier("gold", "Guld", (starts[0] + starts[1]) * 100_000),
        )
    ),
)  # fmt: skip


def in_order(bought: list[Spent]) -> list[Spent]:
    return sorted(bought, key=lambda each: each.day)


def window_gives(day: date, bought: list[Spent], rules: Tiers) -> int:
    opens = add_months(day, -rules.window_months)
    inside = [each for each in bought if opens < each.day <= day]
    total = sum(each.amount if rules.measure == "spend" else 1 for each in inside)
    return max(rank for rank, level in enumerate(rules.levels) if total >= level.start)


@given(st.lists(spent, max_size=12), tiers, days)
def test_never_below_what_the_window_gives_and_above_it_only_while_kept(
    bought: list[Spent], rules: Tiers, day: date
) -> None:
    bought = in_order(bought)
    now = hold(day, bought, [Era(LONG_AGO, rules)])
    assert now is not None
    assert now.rank >= window_gives(day, bought, rules)
    if now.rank > window_gives(day, bought, rules):
        assert now.until is not None and day <= now.until
        assert now.reached is not None and now.until == add_months(now.reached, rules.keep_months)


@given(st.lists(spent, max_size=10), tiers, days, st.integers(0, 400))
def test_until_keeps_its_promise_and_is_the_last_sure_day(
    bought: list[Spent], rules: Tiers, day: date, on: int
) -> None:
    bought = [each for each in in_order(bought) if each.day <= day]
    now = hold(day, bought, [Era(LONG_AGO, rules)])
    assert now is not None
    if now.until is None:
        assert now.rank == 0
        return
    sure = hold(min(now.until, day + timedelta(days=on)), bought, [Era(LONG_AGO, rules)])
    assert sure is not None and sure.rank >= now.rank
    after = hold(now.until + timedelta(days=1), bought, [Era(LONG_AGO, rules)])
    assert after is not None
    assert after.rank == (window_gives(now.until + timedelta(days=1), bought, rules))


@given(st.lists(spent, min_size=1, max_size=10), tiers, days, st.randoms())
def test_the_order_of_a_days_purchases_and_of_writing_them_down_is_nothing(
    bought: list[Spent], rules: Tiers, day: date, random: Random
) -> None:
    again = list(bought)
    random.shuffle(again)
    one, other = (hold(day, in_order(each), [Era(LONG_AGO, rules)]) for each in (bought, again))
    assert one == other


@given(st.lists(spent, max_size=10), spent, tiers, days)
def test_buying_never_lowers_and_a_return_takes_exactly_it_back(
    bought: list[Spent], more: Spent, rules: Tiers, day: date
) -> None:
    before = hold(day, in_order(bought), [Era(LONG_AGO, rules)])
    after = hold(day, in_order([*bought, more]), [Era(LONG_AGO, rules)])
    assert before is not None and after is not None
    assert after.rank >= before.rank
    if rules.measure == "spend":
        returned = hold(day, in_order([*bought, Spent(more.day, 0)]), [Era(LONG_AGO, rules)])
        assert returned is not None and (returned.rank, returned.until) == (before.rank, before.until)
