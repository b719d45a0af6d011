"""Stamps fill boxes, flow on and leave again; whatever happens, the lines explain the card."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kassa.domain import stamps
from kassa.domain.programme import StampCard
from kassa.domain.stamps import FilledCard, Moved, OpenCard, PastLine
from kassa.words import say

BECAUSE = say("because")


def rule(boxes: int = 10, head_start: int = 2, on: Literal["first", "every"] = "first") -> StampCard:
    return StampCard("card", "Kortet", boxes, "visit", "reward", head_start=head_start, head_start_on=on)


@dataclass
class Drawer:
    """What the store does with the rules' decisions, in a few lines."""

    rules: dict[int, StampCard]
    current: int = 1
    card: OpenCard = field(default_factory=OpenCard)
    lines: list[PastLine] = field(default_factory=list)
    filled: list[FilledCard] = field(default_factory=list)

    def rule_of(self, version: int) -> StampCard | None:
        return self.rules.get(version)

    def add(self, count: int) -> list[tuple[str, int]]:
        return self._write(stamps.add(self.card, count, "earned", BECAUSE, self.current, self.rule_of))

    def remove(self, count: int, kind: Literal["returned", "undone"] = "returned") -> list[tuple[str, int]]:
        newest_first = sorted(self.filled, key=lambda each: -each.number)
        parts: list[tuple[int | None, int]] = [(None, count)]
        return self._write(stamps.remove(self.card, parts, kind, BECAUSE, self.current, newest_first))

    def untouch(self) -> None:
        self._write(stamps.untouch(self.card, "undone", self.current))

    def redeem_newest(self) -> None:
        if self.filled:
            self.filled.remove(max(self.filled, key=lambda each: each.number))

    def shown(self) -> tuple[int, int, int, int]:
        standing = stamps.standing(self.card, self.rules[self.current], self.rule_of)
        assert standing is not None
        assert standing.left == standing.boxes - standing.stamps
        return standing.card_no, standing.stamps, standing.boxes, standing.head_start

    def _write(self, moved: Moved) -> list[tuple[str, int]]:
        for line in moved.lines:
            number = len(self.lines) + 1
            reward, reverses = None, line.reverses
            if line.fills is not None:
                reward = number
                self.filled.append(replace(line.fills, reward=reward))
            if line.reopens is not None:
                reward = line.reopens.reward
                self.filled.remove(line.reopens)
            if line.ends_head_start:
                reverses = max(each.id for each in self.lines if each.kind == "head_start")
            self.lines.append(PastLine(number, line.kind, line.delta, line.number, line.version, reward, reverses))
        self.card = moved.card
        return [(line.kind, line.delta) for line in moved.lines]


def test_twenty_five_coffees_on_a_card_of_ten_with_two_given() -> None:
    drawer = Drawer({1: rule()})
    assert drawer.add(25) == [
        ("head_start", 2), ("earned", 8), ("spent", -10), ("earned", 10), ("spent", -10), ("earned", 7),
    ]  # fmt: skip
    assert drawer.shown() == (3, 7, 10, 0)
    assert len(drawer.filled) == 2


def test_the_gift_stands_in_the_ledger_with_its_reason() -> None:
    with_reason = replace(rule(), head_start_reason="Välkomstgåva")
    for card, words in ((with_reason, "Välkomstgåva"), (rule(), "the card's gift")):
        moved = stamps.add(OpenCard(), 1, "earned", BECAUSE, 1, {1: card}.get)
        assert [str(line.because) for line in moved.lines] == [words, "because"]


def test_what_leaves_names_the_rules_of_its_card() -> None:
    card = replace(OpenCard(), version=1, balance=5)
    moved = stamps.remove(card, [(7, 2), (6, 0), (5, 1)], "returned", BECAUSE, 2, [])
    assert [(line.version, line.reverses, line.delta) for line in moved.lines] == [(1, 7, -2), (1, 5, -1)]


def test_filling_exactly_leaves_the_next_card_untouched() -> None:
    drawer = Drawer({1: rule()})
    drawer.add(8)
    assert drawer.card == OpenCard(2)
    assert drawer.shown() == (2, 0, 10, 0)


def test_every_card_begins_with_its_gift_where_the_rule_says_so() -> None:
    drawer = Drawer({1: rule(on="every")})
    drawer.add(17)
    assert drawer.shown() == (3, 3, 10, 2)
    assert [line.number for line in drawer.lines if line.kind == "head_start"] == [1, 2, 3]
    drawer.add(7)
    assert drawer.shown() == (4, 2, 10, 2), "the gift is shown before its line is written"
    assert drawer.card.balance == 0


def test_a_card_of_one_box_is_full_at_once() -> None:
    drawer = Drawer({1: rule(boxes=1, head_start=0)})
    drawer.add(3)
    assert len(drawer.filled) == 3
    assert drawer.shown() == (4, 0, 1, 0)
    drawer.remove(2)
    assert len(drawer.filled) == 1
    assert drawer.shown() == (2, 0, 1, 0)


def test_no_stamps_still_begin_a_card_that_a_paper_card_brings() -> None:
    drawer = Drawer({1: rule()})
    assert drawer.add(0) == [("head_start", 2)]


def test_an_open_card_finishes_under_the_rules_it_began_with() -> None:
    drawer = Drawer({1: rule(), 2: rule(boxes=5)})
    drawer.add(3)
    drawer.current = 2
    assert drawer.shown() == (1, 5, 10, 2)
    drawer.add(5)
    assert drawer.shown() == (2, 0, 5, 0)


def test_a_stamp_card_gone_from_the_programme_takes_nothing_once_full() -> None:
    drawer = Drawer({1: rule()})
    drawer.add(3)
    drawer.current = 2
    drawer.add(9)
    assert len(drawer.filled) == 1
    assert drawer.card == OpenCard(2)
    assert stamps.standing(drawer.card, None, drawer.rule_of) is None


def test_below_zero_when_the_reward_is_redeemed_and_made_good_by_the_next() -> None:
    drawer = Drawer({1: rule()})
    drawer.add(9)
    drawer.redeem_newest()
    drawer.remove(9)
    assert drawer.shown() == (2, -8, 10, 0)
    drawer.add(8)
    assert drawer.shown() == (2, 0, 10, 0)


def test_an_older_card_opens_over_a_redeemed_one_without_taking_its_number() -> None:
    drawer = Drawer({1: rule(head_start=0)})
    drawer.add(25)
    drawer.redeem_newest()
    drawer.remove(7)
    assert drawer.shown() == (3, 8, 10, 0)
    drawer.add(2)
    assert sorted(each.number for each in drawer.filled) == [3]


@pytest.mark.parametrize(
    ("limit", "count", "already", "allowed"),
    [(None, 50, 9, 50), (3, 5, 0, 3), (3, 5, 2, 1), (3, 1, 3, 0), (3, 1, 7, 0)],
)
def test_a_day_limit(limit: int | None, count: int, already: int, allowed: int) -> None:
    assert stamps.allowed_today(replace(rule(), max_per_day=limit), count, already) == allowed


rules = st.builds(
    lambda boxes, given, every: rule(boxes, min(given, boxes - 1), "every" if every else "first"),
    st.integers(1, 12), st.integers(0, 4), st.booleans(),
)  # fmt: skip
acts = st.lists(st.tuples(st.sampled_from(["add", "remove", "redeem", "change"]), st.integers(1, 30)), max_size=20)


def sound(drawer: Drawer) -> None:
    assert stamps.replay(drawer.lines) == drawer.card
    assert drawer.card.balance == sum(line.delta for line in drawer.lines)
    assert drawer.card.balance < drawer.rules[drawer.card.version or drawer.current].boxes
    if drawer.card.collected < 0:
        assert not drawer.filled
    given = [line for line in drawer.lines if line.kind == "head_start"]
    assert len({line.number for line in given if line.number == 1}) <= 1


@given(rules, rules, acts)
def test_whatever_happens_the_lines_explain_the_card(
    first: StampCard, second: StampCard, done: list[tuple[str, int]]
) -> None:
    drawer = Drawer({1: first, 2: second})
    for act, count in done:
        if act == "add":
            drawer.add(count)
        elif act == "remove":
            drawer.remove(count)
        elif act == "redeem":
            drawer.redeem_newest()
        else:
            drawer.current = 2
        sound(drawer)


@given(rules, st.lists(st.integers(1, 30), max_size=4), st.integers(1, 40))
def test_taking_away_what_just_landed_restores_the_card(drawn: StampCard, before: list[int], count: int) -> None:
    drawer = Drawer({1: drawn})
    for each in before:
        drawer.add(each)
    card, shown, filled = drawer.card, drawer.shown(), list(drawer.filled)
    drawer.add(count)
    drawer.remove(count, "undone")
    if card.version is None:
        drawer.untouch()
    assert (drawer.card, drawer.shown(), drawer.filled) == (card, shown, filled)
    sound(drawer)


@given(rules, st.integers(1, 40), st.lists(st.integers(1, 10), max_size=8))
def test_stamps_that_leave_one_by_one_leave_what_all_at_once_would(
    drawn: StampCard, count: int, parts: list[int]
) -> None:
    one, other = Drawer({1: drawn}), Drawer({1: drawn})
    for drawer in (one, other):
        drawer.add(count)
    leaving = min(sum(parts), count)
    other.remove(leaving)
    for part in parts:
        now = min(part, leaving)
        leaving -= now
        if now:
            one.remove(now)
    assert (one.card, one.filled) == (other.card, other.filled)
