"""A sheet of the owner's own: it prints, or the number that is wrong is told by its name."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kassa.errors import KassaError
from kassa.printing import CardFace, Front, OwnSheet, all_designs, all_sheets, own_sheet, render_cards, verify_cards

DRAWER = OwnSheet(
    name="From the drawer", page="A4", page_size=(0, 0), card=(85.0, 54.0), grid=(2, 5), origin=(15.0, 13.5),
    pitch=(95.0, 54.0), corner=2.0,
)  # fmt: skip
NUMBERS = st.one_of(st.floats(), st.sampled_from([0, 40, 54, 85, 95, 210, 297]))
PAIR = st.tuples(NUMBERS, NUMBERS)


def test_a_sheet_by_its_numbers_prints_and_scans() -> None:
    paper = own_sheet(DRAWER, "own-1")
    assert (paper.id, paper.name, paper.page, paper.places) == ("own-1", "From the drawer", "A4", 10)
    cards = [CardFace("4071938261", "Maria"), CardFace("1182047730")]
    rendered = render_cards(cards, paper, Front("Bokkaféet"), start=10)
    assert verify_cards(rendered.pdf, cards, paper, start=10) == 2


def test_the_numbers_of_every_bought_sheet_are_accepted() -> None:
    for known in all_sheets():
        page: Any = known.page if known.page in ("A4", "Letter") else "own"
        numbers = OwnSheet(
            "Mine", page, known.page_size, known.card, known.grid, known.origin, known.pitch, known.corner
        )
        assert own_sheet(numbers).place(known.places) == pytest.approx(known.place(known.places))


def test_a_page_of_its_own_size_and_one_card_that_is_its_page() -> None:
    envelope = replace(DRAWER, page="own", page_size=(120.0, 70.0), grid=(1, 1), origin=(10.0, 8.0), pitch=(0.0, 0.0))
    assert own_sheet(envelope).page == "own"
    plastic = replace(envelope, page_size=(85.6, 54.0), card=(85.6, 54.0), origin=(0.0, 0.0))
    assert own_sheet(plastic).page == "card"


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"name": "  "}, "a name"),
        ({"name": "x" * 61}, "60 letters"),
        ({"page": "A3"}, "A3"),
        ({"page": "own"}, "The page's width is 0 mm; it can be from 40 to 500 mm"),
        ({"page": "own", "page_size": (200, math.inf)}, "The page's height has to be a number"),
        ({"card": (40.0, 54.0)}, "The card's width is 40 mm; it can be from 43"),
        ({"card": (85.0, 20.0)}, "The card's height is 20 mm"),
        ({"card": (-85.0, 54.0)}, "The card's width is -85 mm"),
        ({"card": (math.nan, 54.0)}, "The card's width has to be a number"),
        ({"card": (85.0, 1e300)}, "The card's height"),
        ({"grid": (0, 5)}, "side by side: from 1 to 50"),
        ({"grid": (2, 10**9)}, "below each other: from 1 to 50"),
        ({"origin": (-1.0, 13.5)}, "left edge to the first card is -1 mm"),
        ({"origin": (15.0, math.nan)}, "top edge to the first card has to be a number"),
        ({"pitch": (80.0, 54.0)}, "next one's is 80 mm, less than the card itself (85 mm)"),
        ({"pitch": (95.0, -54.0)}, "From one card's top edge to the next one's is -54 mm"),
        ({"origin": (45.0, 13.5)}, "that ends at 225 mm, but the page ends at 210 mm"),
        ({"grid": (2, 6)}, "6 cards of 54 mm: that ends at 337.5 mm, but the page ends at 297 mm"),
        ({"corner": 30.0}, "The radius of the card's corners is 30 mm; it can be from 0 to 27"),
    ],
)
def test_the_wrong_number_is_told_by_its_name(wrong: dict[str, Any], told: str) -> None:
    with pytest.raises(KassaError) as refused:
        own_sheet(replace(DRAWER, **wrong))
    assert refused.value.code == "bad_value"
    assert told in str(refused.value.text)


@given(page_size=PAIR, card=PAIR, origin=PAIR, pitch=PAIR, corner=NUMBERS, grid=st.tuples(*(st.integers(-3, 60),) * 2))
def test_no_numbers_at_all_do_worse_than_a_sentence(**numbers: Any) -> None:
    try:
        paper = own_sheet(replace(DRAWER, page="own", **numbers))
    except KassaError as refused:
        assert refused.code == "bad_value"
        assert "{" not in str(refused.text)
    else:
        render_cards([CardFace("4071938261")], paper, Front("Bokkaféet"), start=paper.places)


@given(
    card=st.tuples(st.floats(43, 130), st.floats(28, 130)),
    edge=st.tuples(st.floats(0, 20), st.floats(0, 20)),
    design=st.sampled_from([one.id for one in all_designs()]),
    code128=st.booleans(),
)
def test_cards_of_any_size_scan(
    card: tuple[float, float], edge: tuple[float, float], design: str, code128: bool
) -> None:
    paper = own_sheet(
        OwnSheet("Mine", "own", (card[0] + edge[0] + 12, card[1] + edge[1] + 12), card, (1, 1), edge, (0.0, 0.0))
    )
    contact = ("Bokkaféet i Uppsala AB", "Storgatan 5, 753 20 Uppsala", "018-12 34 56", "hej@bokkafeet.example")
    front = Front("Bokkaféet", "Stamkundskort", contact, design, code128=code128)
    cards = [CardFace("4071938261", "Maria Lindqvist"), CardFace("1182047730")]
    rendered = render_cards(cards, paper, front)
    assert verify_cards(rendered.pdf, cards, paper, code128=code128 and rendered.left_out is None) == 2
