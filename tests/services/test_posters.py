"""Posters from the shop's rules, in the look of its cards."""

from __future__ import annotations

from pathlib import Path

import pytest

from kassa.errors import KassaError
from kassa.services import card_look, settings
from kassa.services.card_look import CardLook
from kassa.services.posters import PosterRequest, poster, save_poster, usual_headline, web_address
from tests.builders import CAFE, Shop, make_shop
from tests.printing.looking import codes, seen, told


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    made = make_shop(tmp_path)
    settings.change_shop(made.session, {"address": "Storgatan 5, Uppsala", "contact": "018-12 34 56"})
    return made


def test_it_says_what_the_programme_says_and_how_to_join(shop: Shop) -> None:
    words = told(poster(shop.session, PosterRequest()))
    for part in (
        "Bokkaféet",
        "Collect stamps with us",
        "10 stamps give: Valfri kaffedryck",
        "A stamp for each one bought: Kaffe.",
        "Your first card begins with 2 stamps from us.",
        "Say your name at the till",
        "Storgatan 5, Uppsala",
        "018-12 34 56",
    ):
        assert part in words


def test_the_owner_may_write_the_headline(shop: Shop) -> None:
    request = PosterRequest("talker", headline="  Kaffet är   på oss ")
    assert told(poster(shop.session, request)).count("Kaffet är på oss") == 2
    assert usual_headline(shop.session, "en") == "Collect stamps with us"
    for headline in ("x" * 81, "Fika 🎂"):
        with pytest.raises(KassaError, match="bad_value"):
            poster(shop.session, PosterRequest(headline=headline))


def test_it_wears_the_look_of_the_cards(shop: Shop) -> None:
    card_look.change_look(shop.session, CardLook(colours=("#4B0082", "#FFFFFF")))
    picture = seen(poster(shop.session, PosterRequest()))
    assert picture.getpixel((picture.width // 2, 60)) == (0x4B, 0x00, 0x82)
    other = seen(poster(shop.session, PosterRequest(look=CardLook("kraft"))))
    assert other.getpixel((other.width // 2, 60)) != (0x4B, 0x00, 0x82)


def test_its_code_leads_to_the_shops_page_if_there_is_one(shop: Shop) -> None:
    assert codes(poster(shop.session, PosterRequest())) == []
    settings.change_shop(shop.session, {"contact": "018-12 34 56\ninfo@bokkafeet.se\nwww.bokkafeet.se"})
    assert codes(poster(shop.session, PosterRequest())) == ["https://www.bokkafeet.se"]


@pytest.mark.parametrize(
    ("line", "address"),
    [
        ("www.bokkafeet.se", "https://www.bokkafeet.se"),
        ("Besök oss på www.bokkafeet.se.", "https://www.bokkafeet.se"),
        ("http://bokkafeet.se/stam", "http://bokkafeet.se/stam"),
        ("bokkafeet.se", "https://bokkafeet.se"),
        ("info@bokkafeet.se", None),
        ("Storgatan 5.B, Uppsala", None),
        ("018-12.34.56", None),
        ("kl. 10-18", None),
    ],
)
def test_an_address_of_the_web_is_told_from_the_rest(line: str, address: str | None) -> None:
    assert web_address(("Storgatan 5", line)) == address


def test_without_a_stamp_card_the_tiers_stand_there(tmp_path: Path) -> None:
    start, end = CAFE.index("[[stamp_card]]"), CAFE.index("[tiers]")
    made = make_shop(tmp_path, CAFE[:start] + CAFE[end:])
    words = told(poster(made.session, PosterRequest()))
    assert "Become a regular with us" in words
    assert "Silver From SEK" in words.replace("\xa0", " ")


def test_it_is_saved_whole_or_not_at_all(shop: Shop, tmp_path: Path) -> None:
    save_poster(shop.session, PosterRequest(paper="A5"), tmp_path / "poster.pdf")
    assert "Bokkaféet" in told((tmp_path / "poster.pdf").read_bytes())
    with pytest.raises(KassaError, match="bad_file"):
        save_poster(shop.session, PosterRequest(), tmp_path / "nowhere" / "poster.pdf")


def test_a_paper_or_kind_that_there_is_not_is_refused(shop: Shop) -> None:
    for request in (PosterRequest("talker", "A5"), PosterRequest("poster", "A0")):
        with pytest.raises(KassaError, match="bad_value"):
            poster(shop.session, request)
