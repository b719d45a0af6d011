"""Code 128: the same bars as ReportLab's, and on every card either readable or left out with a word why."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.graphics.barcode.code128 import Code128

from kassa.errors import KassaError
from kassa.printing import (
    Back,
    CardFace,
    Front,
    Pages,
    Sheet,
    all_designs,
    all_sheets,
    checked_cards,
    code128,
    render_cards,
    sheet,
    verify_cards,
)
from kassa.printing.card import layout
from kassa.printing.ornaments import MM

CODES = st.integers(0, 10**10 - 1).map(lambda number: f"{number:010}")
CONTACT = ("Storgatan 5, 753 20 Uppsala", "018-12 34 56", "bokkafeet.example")


def by_library(code: str) -> str:
    """A letter for each bar and space: B and S with their width, as ReportLab has them."""
    symbol = Code128(code)
    symbol.validate()
    symbol.encode()
    symbol.decompose()
    return str(symbol.decomposed)


@given(CODES)
def test_the_bars_are_the_librarys(code: str) -> None:
    words = code128.path(code).split()
    assert words.pop() == "f"
    ours = [0] * code128.MODULES
    for at in range(0, len(words), 5):
        x, y, wide, high, operator = words[at : at + 5]
        assert (y, high, operator) == ("0", "1", "re")
        for module in range(int(x), int(x) + int(wide)):
            ours[module] += 1
    theirs: list[int] = []
    for letter in by_library(code):
        theirs += [letter.isupper() * 1] * ("abcd".index(letter.lower()) + 1)
    assert ours == theirs


@pytest.mark.parametrize("lines", [0, 1, 2, 3])
@pytest.mark.parametrize("paper", all_sheets(), ids=lambda paper: paper.id)
def test_it_fits_every_sheet_and_keeps_its_measures(paper: Sheet, lines: int) -> None:
    here = layout(paper)
    front = Front("Bokkaféet", "Stamkundskort", CONTACT[:lines], code128=True)
    faces = [CardFace("4071938261", "Maria Lindqvist"), CardFace("0000000000")][: paper.places]
    assert checked_cards(faces, paper, front).left_out is None
    found = code128.strip(here, here.bottom)
    assert found is not None
    x, y, height = found.bars
    assert found.module >= code128.SMALLEST_MODULE * MM
    assert height >= 5 * MM - 0.001
    assert x - found.x >= 10 * found.module - 0.001
    assert found.x + found.width - x - 90 * found.module >= 10 * found.module - 0.001
    assert found.y >= here.bottom
    assert found.y + found.height <= here.plate_at[1]
    assert found.x >= here.left + 20 * MM * here.scale
    assert found.x + found.width <= here.width - here.right + 0.001
    assert y > found.y


@pytest.mark.parametrize("chosen", [one.id for one in all_designs()])
@pytest.mark.parametrize("name", [None, "Bartholomäus Wolfeschlegelsteinhausenbergerdorff-Łukasiewicz " * 3, "王" * 60])
def test_both_codes_are_read_in_every_design_with_any_name(chosen: str, name: str | None) -> None:
    front = Front("Ett mycket långt namn på en butik vid torget", "L" * 60, CONTACT, chosen, code128=True)
    faces = [CardFace(f"{number * 1_234_567_891 % 10**10:010}", name) for number in range(1, 12)]
    back = Back("short-edge", "Ten", 10, 2)
    assert checked_cards(faces, sheet("avery-5371"), front, start=3, back=back).pages == 4


def test_verifying_misses_bars_that_are_not_there() -> None:
    faces = [CardFace("4071938261")]
    without = render_cards(faces, sheet("cr80"), Front("Bokkaféet"))
    assert verify_cards(without.pdf, faces, sheet("cr80")) == 1
    with pytest.raises(KassaError) as refused:
        verify_cards(without.pdf, faces, sheet("cr80"), code128=True)
    assert refused.value.details == {"card": "4071938261"}


def test_where_it_has_no_room_it_is_left_out_with_a_word_why() -> None:
    small = replace(sheet("a4-cut"), name="Mini", card=(48.0, 36.0), pitch=(85.0, 54.0))
    faces = [CardFace("4071938261", "Maria")]
    rendered = checked_cards(faces, small, Front("Bokkaféet", "", CONTACT, code128=True))
    assert "Mini" in str(rendered.left_out)
    assert rendered.pdf == render_cards(faces, small, Front("Bokkaféet", "", CONTACT)).pdf
    assert render_cards(faces, small, Front("Bokkaféet", "", CONTACT)).left_out is None


def test_the_card_without_it_is_as_it_was() -> None:
    rendered = render_cards([CardFace("4071938261")], sheet("cr80"), Front("Bokkaféet"))
    with Pages(rendered.pdf) as pages:
        drawn = pages.picture(0, 254)
    at = 350 * drawn.stride + 600 * 4
    assert drawn.data[at : at + 3] == bytes((0x2E, 0x35, 0x17))
