"""Posters and talkers: all that they say is there, in the design, on every paper; and no code that a till takes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kassa.domain.codes import is_code
from kassa.errors import KassaError
from kassa.printing import Design, Pages, all_designs, colour, coloured, design
from kassa.printing.poster import PAPERS, Invitation, render_poster
from kassa.printing.talker import render_talker
from tests.printing.looking import codes, letters, seen, told

FOLD = "Fold along the dashed lines."
INVITATION = Invitation(
    shop="Bokkaféet",
    headline="Samla stämplar hos oss",
    gives="10 stämplar ger: Valfri kaffedryck",
    how="En stämpel för varje köpt: Kaffe.",
    join="Säg ditt namn i kassan, så är du med.",
    easy="Inget formulär och ingen app.",
    design=design("forest"),
    boxes=10,
    stamped=2,
    contact=("Storgatan 5, Uppsala", "018-12 34 56"),
)
SAID = (INVITATION.shop, INVITATION.headline, INVITATION.gives, INVITATION.how, INVITATION.join, INVITATION.easy)


@pytest.mark.parametrize("look", all_designs(), ids=lambda each: each.id)
@pytest.mark.parametrize("paper", list(PAPERS))
def test_a_poster_says_everything_on_one_page_of_its_paper(look: Design, paper: str) -> None:
    poster = render_poster(replace(INVITATION, design=look), paper)
    with Pages(poster.pdf) as pages:
        assert len(pages) == 1
        assert pages.size(0) == pytest.approx(PAPERS[paper], abs=0.1)
    words = told(poster.pdf)
    assert all(part in words for part in (*SAID, *INVITATION.contact))
    assert all(f" {number} " in f" {words} " for number in range(3, 11)), "the boxes that are still empty"


def test_it_is_in_the_designs_colours_with_a_white_rim() -> None:
    picture = seen(render_poster(INVITATION).pdf)
    assert picture.getpixel((10, 10)) == (255, 255, 255)
    ground = tuple(round(part * 255) for part in INVITATION.design.front.ground[0])
    assert picture.getpixel((picture.width // 2, 60)) == ground


def test_it_is_in_the_shops_own_colours() -> None:
    own = coloured(design("forest"), colour("#4B0082"), colour("#FFFFFF"))
    picture = seen(render_poster(replace(INVITATION, design=own)).pdf)
    assert picture.getpixel((picture.width // 2, 60)) == (0x4B, 0x00, 0x82)


def test_without_an_address_of_the_web_there_is_no_code_at_all() -> None:
    for pdf in (render_poster(INVITATION).pdf, render_talker(INVITATION, FOLD).pdf):
        assert codes(pdf) == []


def test_the_code_leads_to_the_shops_page_and_is_no_cards() -> None:
    led = replace(INVITATION, web="https://bokkafeet.se", contact=(*INVITATION.contact, "bokkafeet.se"))
    assert codes(render_poster(led).pdf) == ["https://bokkafeet.se"]
    assert codes(render_poster(led, "A5").pdf) == ["https://bokkafeet.se"]
    assert codes(render_talker(led, FOLD).pdf) == ["https://bokkafeet.se"] * 2
    assert not is_code("https://bokkafeet.se")


def test_a_talker_has_the_invitation_twice_once_upside_down_and_says_how_to_fold_it() -> None:
    pdf = render_talker(INVITATION, FOLD).pdf
    words = told(pdf)
    assert words.count(INVITATION.join) == 2
    assert FOLD in words
    picture = seen(pdf)
    upper = picture.crop((0, 0, picture.width, picture.height // 2)).rotate(180)
    lower = picture.crop((0, picture.height - picture.height // 2, picture.width, picture.height))
    flap = round(picture.height * 30 / 297)
    box = (20, 20, picture.width - 20, lower.height - flap)
    assert upper.crop(box).resize((60, 40)).tobytes() == pytest.approx(
        list(lower.crop(box).resize((60, 40)).tobytes()), abs=40
    )


def test_long_words_grow_smaller_and_nothing_is_cut() -> None:
    name = "Księgarnia i Kawiarnia pod Bardzo Starym Zegarem w Krakowie"
    headline = "Zbieraj pieczątki w najwspanialszej kawiarnio-księgarni naszego miasta"
    long = replace(INVITATION, shop=name, headline=headline, gives=f"10 pieczątek daje: {name}")
    for pdf in (render_poster(long, "A5").pdf, render_talker(long, FOLD).pdf):
        words = told(pdf)
        assert name in words
        assert headline in words
        assert "…" not in words
    with Pages(render_poster(long, "A5").pdf) as pages:
        wide, _ = pages.size(0)
    left, top, right, _ = letters(render_poster(long, "A5").pdf, "Zbieraj")
    assert 7 < left < right < wide - 7
    assert top > 7


def test_tiers_stand_where_there_is_no_stamp_card() -> None:
    tiers = replace(INVITATION, boxes=0, stamped=0, rows=(("Bas", "Från första dagen."), ("Guld", "Från 5 000 kr.")))
    words = told(render_poster(tiers).pdf)
    assert "Guld Från 5 000 kr." in words


def test_a_paper_that_there_is_not_is_refused() -> None:
    with pytest.raises(KassaError, match="bad_value"):
        render_poster(INVITATION, "A0")
