"""A design in the shop's own two colours: refused, or readable everywhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kassa.errors import KassaError
from kassa.printing import (
    Back,
    CardFace,
    Colour,
    Design,
    Front,
    Pages,
    all_designs,
    colour,
    coloured,
    design,
    render_cards,
    sheet,
    verify_cards,
)
from kassa.printing.designs import READABLE, contrast, faults

COLOURS = st.tuples(*(st.integers(0, 255).map(lambda part: part / 255),) * 3)
PAIRS = {
    "yellow, black": ("#FFD400", "#000000"),
    "black, yellow": ("#000000", "#FFD400"),
    "nearly white, blue": ("#FFFFF5", "#10307A"),
    "pink, wine": ("#F7C6D0", "#5A1028"),
    "just enough": ("#767676", "#FFFFFF"),
    "rose, white": ("#B3123F", "#FFFFFF"),
}


@pytest.mark.parametrize("chosen", all_designs(), ids=lambda one: one.id)
@given(ground=COLOURS, ink=COLOURS)
def test_whatever_two_colours_pass_all_of_the_card_can_be_read(chosen: Design, ground: Colour, ink: Colour) -> None:
    if contrast(ground, ink) < READABLE:
        with pytest.raises(KassaError) as refused:
            coloured(chosen, ground, ink)
        assert refused.value.code == "bad_value"
    else:
        found = coloured(chosen, ground, ink)
        assert list(faults(found)) == []
        assert found.front.ground[0] == ground
        assert found.front.ink == ink
        assert len(found.front.ground) == len(chosen.front.ground)


def test_a_refusal_says_what_was_found_and_what_is_needed() -> None:
    with pytest.raises(KassaError) as refused:
        coloured(design(), colour("#787878"), colour("#FFFFFF"))
    assert "4.4 to 1" in str(refused.value.text)
    assert "4.5" in str(refused.value.text)


@pytest.mark.parametrize("told", ["", "#", "red", "#12345", "#1234567", "#12345g", "#１２３４５６"])
def test_what_is_no_colour_is_refused(told: str) -> None:
    with pytest.raises(KassaError) as refused:
        colour(told)
    assert refused.value.code == "bad_value"
    assert "#17352E" in str(refused.value.text)


def test_a_colour_is_read_in_either_case() -> None:
    assert colour(" #ff8000 ") == colour("#FF8000") == (1.0, 128 / 255, 0.0)


@pytest.mark.parametrize("pair", PAIRS.values(), ids=PAIRS)
@pytest.mark.parametrize("chosen", [one.id for one in all_designs()])
def test_cards_in_the_shops_colours_scan_and_wear_them(chosen: str, pair: tuple[str, str]) -> None:
    ground, ink = (colour(told) for told in pair)
    front = Front("Bokkaféet", "Stamkundskort", ("Storgatan 5",), chosen, code128=True, colours=(ground, ink))
    cards = [CardFace("4071938261", "Maria")]
    back = Back("long-edge", "10 stamps", boxes=10, stamped=2)
    rendered = render_cards(cards, sheet("cr80"), front, back=back)
    assert verify_cards(rendered.pdf, cards, sheet("cr80"), backs=True, code128=rendered.left_out is None) == 1
    with Pages(rendered.pdf) as pages:
        drawn = pages.picture(0, 254)
    seen = {drawn.data[at : at + 3] for at in range(0, len(drawn.data) - 4, 4)}
    assert bytes(round(part * 255) for part in reversed(ink)) in seen
