"""What a purchase earns, and what is left of it when parts come back."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kassa.domain.earning import (
    Basket,
    Came,
    Line,
    bought_amount,
    earning_amount,
    line_amount,
    remaining,
    stamps_for,
    value_of,
)  # fmt: skip
from kassa.domain.programme import Item, Programme, StampCard

SHOP = Programme(
    "Bokkaféet", "SEK", "Europe/Stockholm",
    items=(
        Item("coffee", "Kaffe", 4200), Item("bun", "Bulle", 3200), Item("book", "Bok"),
        Item("gift-card", "Presentkort", earns=False), Item("wine", "Vin", 9500, earns=False),
    ),
)  # fmt: skip
COFFEE = StampCard("coffee-card", "Kaffekortet", 10, "item", "free", item="coffee")
VISIT = StampCard("visit-card", "Besök", 10, "visit", "free")
STEP = StampCard("amount-card", "Belopp", 10, "amount", "free", step=5000)
WINE = StampCard("wine-card", "Vinkortet", 10, "item", "free", item="wine")


def least(card: StampCard, minimum: int) -> StampCard:
    return StampCard(card.id, card.name, 10, card.per, "free", item=card.item, step=card.step, min_purchase=minimum)


def lines(**counts: int) -> tuple[Line, ...]:
    return tuple(Line(item.replace("_", "-"), count) for item, count in counts.items())


@pytest.mark.parametrize(
    ("basket", "bought", "earning"),
    [
        (Basket(), None, None),
        (Basket(0), 0, 0),
        (Basket(8900), 8900, 8900),
        (Basket(8900, non_earning=900), 8900, 8000),
        (Basket(None, lines(coffee=2, bun=1)), 11600, 11600),
        (Basket(20000, lines(coffee=2)), 20000, 20000),
        (Basket(None, lines(book=1)), None, None),
        (Basket(None, lines(wine=2)), 19000, 0),
        (Basket(25000, lines(wine=1)), 25000, 15500),
        (Basket(25000, (Line("gift-card", 1, 20000),)), 25000, 5000),
        (Basket(25000, lines(gift_card=1)), 25000, 0),
        (Basket(25000, lines(gift_card=1, coffee=2)), 25000, 8400),
        (Basket(5000, lines(gift_card=1, coffee=2)), 5000, 5000),
        (Basket(25000, lines(gift_card=1, book=1)), 25000, 0),
        (Basket(100, lines(wine=1)), 100, 0),
    ],
)
def test_what_was_bought_and_what_of_it_earns(basket: Basket, bought: int | None, earning: int | None) -> None:
    assert (bought_amount(basket, SHOP), earning_amount(basket, SHOP)) == (bought, earning)


@pytest.mark.parametrize(
    ("card", "basket", "stamps"),
    [
        (COFFEE, Basket(None, lines(coffee=3, bun=2)), 3),
        (COFFEE, Basket(8900), 0),
        (COFFEE, Basket(None, (Line("coffee", 1), Line("coffee", 2))), 3),
        (WINE, Basket(None, lines(wine=3)), 0),
        (least(COFFEE, 5000), Basket(None, lines(coffee=1)), 0),
        (least(COFFEE, 4200), Basket(None, lines(coffee=1)), 1),
        (least(COFFEE, 1), Basket(0, lines(coffee=1)), 0),
        (VISIT, Basket(), 1),
        (VISIT, Basket(0), 1),
        (VISIT, Basket(None, lines(book=1)), 1),
        (VISIT, Basket(None, lines(gift_card=1)), 0),
        (VISIT, Basket(25000, lines(gift_card=1)), 0),
        (VISIT, Basket(25000, lines(wine=1)), 1),
        (VISIT, Basket(5000, non_earning=5000), 0),
        (least(VISIT, 1), Basket(), 0),
        (STEP, Basket(4999), 0),
        (STEP, Basket(5000), 1),
        (STEP, Basket(14999), 2),
        (STEP, Basket(14999, non_earning=5000), 1),
        (STEP, Basket(), 0),
        (STEP, Basket(None, lines(coffee=5)), 4),
    ],
)
def test_how_many_stamps(card: StampCard, basket: Basket, stamps: int) -> None:
    count, because = stamps_for(card, basket, SHOP)
    assert count == stamps
    assert because.template


@pytest.mark.parametrize(
    ("basket", "came", "left"),
    [
        (Basket(8900), Came(), Basket(8900)),
        (Basket(8900), Came(900), Basket(8000)),
        (Basket(8900), Came(8900), None),
        (Basket(8900, lines(coffee=2)), Came(8900), None),
        (Basket(8900, lines(coffee=2)), Came(8400, (("coffee", 2),)), Basket(500)),
        (Basket(None, lines(coffee=2)), Came(4200, (("coffee", 1),)), Basket(4200, lines(coffee=1))),
        (Basket(None, lines(coffee=2)), Came(8400, (("coffee", 2),)), None),
        (Basket(None, lines(book=2)), Came(0, (("book", 1),)), Basket(None, lines(book=1))),
        (Basket(None, lines(book=2)), Came(0, (("book", 2),)), None),
        (Basket(0, lines(coffee=1)), Came(0, (("coffee", 1),)), None),
        (Basket(0), Came(), Basket(0)),
        (Basket(0), Came(0, (), True), None),
        (Basket(), Came(), Basket()),
        (Basket(), Came(0, (), True), None),
        (Basket(25000, non_earning=20000), Came(10000), Basket(15000, non_earning=15000)),
    ],
)
def test_what_remains(basket: Basket, came: Came, left: Basket | None) -> None:
    assert remaining(basket, came, SHOP) == left


@given(
    st.lists(st.tuples(st.integers(1, 9), st.integers(0, 10_000)), min_size=1, max_size=3),
    st.lists(st.integers(1, 9), max_size=10),
)
def test_the_parts_of_a_line_are_worth_the_line(told: list[tuple[int, int]], parts: list[int]) -> None:
    basket = Basket(None, tuple(Line("coffee", count, amount) for count, amount in told))
    total = sum(count for count, _ in told)
    back, worth = 0, 0
    for part in [*parts, total]:
        now = min(part, total - back)
        worth += value_of(basket, "coffee", back + now, SHOP) - value_of(basket, "coffee", back, SHOP)
        back += now
    assert worth == sum(line_amount(line, SHOP) or 0 for line in basket.lines)


baskets = st.builds(
    Basket, st.none() | st.integers(0, 60_000),
    st.lists(
        st.builds(
            Line, st.sampled_from(["coffee", "bun", "book", "gift-card", "wine"]), st.integers(1, 6),
            st.none() | st.integers(0, 30_000),
        ),
        max_size=3, unique_by=lambda line: line.item,
    ).map(tuple),
)  # fmt: skip


def came_back(basket: Basket, back: Sequence[tuple[str, int]]) -> Came:
    counts = dict[str, int]()
    for item, count in back:
        bought = sum(line.quantity for line in basket.lines if line.item == item)
        counts[item] = min(bought, counts.get(item, 0) + count)
    worth = sum(value_of(basket, item, count, SHOP) for item, count in counts.items())
    return Came(min(worth, bought_amount(basket, SHOP) or 0), tuple((i, c) for i, c in counts.items() if c))


@given(
    baskets,
    st.lists(st.tuples(st.sampled_from(["coffee", "bun", "wine"]), st.integers(1, 3)), max_size=6),
)
def test_what_remains_depends_on_what_came_back_and_not_on_the_way(basket: Basket, back: list[tuple[str, int]]) -> None:
    rest = remaining(basket, came_back(basket, back), SHOP)
    assert rest == remaining(basket, came_back(basket, back[::-1]), SHOP)
    for card in (COFFEE, VISIT, STEP):
        kept = 0 if rest is None else stamps_for(card, rest, SHOP)[0]
        if card is COFFEE:
            assert kept <= stamps_for(card, basket, SHOP)[0]


@given(baskets)
def test_nothing_is_left_of_what_has_all_come_back(basket: Basket) -> None:
    everything = [(line.item, line.quantity) for line in basket.lines]
    rest = remaining(basket, came_back(basket, everything), SHOP)
    assert rest is None or not rest.lines
