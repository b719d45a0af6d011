"""What stands on a slip is what the till shows of the customer, in the customer's language."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import util
from pathlib import Path
from typing import Literal

import pytest
import zxingcpp

from kassa.domain.codes import is_code
from kassa.errors import KassaError
from kassa.printing import slip_printer
from kassa.printing.slip import DOTS, SlipCard, render_slip
from kassa.services import card_printing, cards, corrections, slips
from kassa.services.card_printing import PrintRequest
from kassa.words import LANGUAGES, Words
from tests.builders import CAFE, Shop, make_shop
from tests.printing.test_slip import received


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    made = make_shop(tmp_path)
    yield made
    made.close()


def give_cards(shop: Shop, customer: str, count: int) -> tuple[str, ...]:
    out = shop.folder.parent / "cards.pdf"
    printed = card_printing.print_cards(shop.session, PrintRequest(out, "a4-cut", None, count, verify=False)).codes
    for code in printed:
        cards.assign(shop.session, code, customer)
    return printed


def test_a_customers_slip(shop: Shop) -> None:
    maria = shop.join("Maria Karolina Lindqvist")
    shop.buy(maria, coffee=7)
    (code,) = give_cards(shop, maria, 1)
    slip = slips.slip(shop.session, maria, "en")
    assert (slip.shop, slip.name, slip.code) == ("Bokkaféet", "Maria", code)
    assert slip.cards == (SlipCard("Kaffekortet", 10, 9, "1 left to: Valfri kaffedryck"),)
    assert slip.ready == ()
    assert slip.lines == ("SEK\u00a01,706.00 left to Silver",)
    assert (slip.day, slip.notice) == ("22 November 2026", "This is not a receipt.")


def test_what_is_ready_stands_with_its_last_day_and_a_tier_with_its_name(shop: Shop) -> None:
    maria = shop.join()
    shop.buy(maria, 250_000, coffee=9)
    slip = slips.slip(shop.session, maria, "en")
    assert [(name, until) for name, until in slip.ready] == [("Valfri kaffedryck", "until 20 February 2027")]
    assert slip.lines[0] == "Tier: Silver"


def test_somebody_new_sees_the_card_that_waits_and_needs_neither_name_nor_card(shop: Shop) -> None:
    nobody = shop.join("", phone="0701744512")
    slip = slips.slip(shop.session, nobody, "en")
    assert (slip.name, slip.code) == ("", None)
    assert slip.cards == (SlipCard("Kaffekortet", 10, 2, "8 left to: Valfri kaffedryck"),)


def test_stamps_to_make_good_are_said(shop: Shop) -> None:
    maria = shop.join()
    corrections.adjust(shop.session, maria, "stamps", -5, "test", programme="coffee-card")
    (card,) = slips.slip(shop.session, maria, "en").cards
    assert (card.stamped, card.left) == (0, "3 stamps to make good first")


def test_it_speaks_the_customers_language_or_else_the_shops(shop: Shop) -> None:
    days = {language: slips.slip(shop.session, shop.join(language), language).day for language in LANGUAGES}
    assert days["pl"] == "22 listopada 2026" and days["sv"] == "22 november 2026"
    polish = shop.join("Ewa", language="pl")
    assert slips.slip(shop.session, polish, "sv").day == days["pl"]
    assert slips.slip(shop.session, shop.join("Uwe", language="de"), "sv").day == days["sv"]


@pytest.mark.skipif(util.find_spec("escpos") is None, reason="the extra escpos is not installed")
@pytest.mark.parametrize("paper", [58, 80])
@pytest.mark.parametrize("language", LANGUAGES)
def test_in_every_language_it_reaches_the_paper_and_its_code_is_read(
    shop: Shop, language: str, paper: Literal[58, 80]
) -> None:
    maria = shop.join("Zażółć-Åsa Øyvindsdotter von Oldenburg-Marstrand", language=language)
    shop.buy(maria, 250_000, coffee=12)
    (code,) = give_cards(shop, maria, 1)
    slip = slips.slip(shop.session, maria, "en")
    assert slip.notice == Words(language).tr("This is not a receipt.")
    printed = received(slip_printer._commands(render_slip(slip, paper))).paper
    assert printed.width == DOTS[paper]
    assert [found.text for found in zxingcpp.read_barcodes(printed)] == [code]


def test_the_card_shown_is_the_one_that_led_here_and_never_a_lost_one(shop: Shop) -> None:
    maria = shop.join()
    first, second = give_cards(shop, maria, 2)
    assert slips.slip(shop.session, first, "en").code == first
    assert slips.slip(shop.session, second, "en").code == second
    cards.lost(shop.session, first)
    assert slips.slip(shop.session, maria, "en").code == second
    cards.lost(shop.session, second)
    assert slips.slip(shop.session, maria, "en").code is None


def test_nobody_has_no_slip(shop: Shop) -> None:
    with pytest.raises(KassaError) as caught:
        slips.slip(shop.session, "c999", "en")
    assert caught.value.code == "unknown_customer"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_trial_belongs_to_nobody(shop: Shop, language: str) -> None:
    slip = slips.trial_slip(shop.session, language)
    assert slip.code is not None and is_code(slip.code)
    with pytest.raises(KassaError, match="unknown_card"):
        slips.slip(shop.session, slip.code, language)
    assert slip.cards[0].boxes == 10
    assert render_slip(slip, 58).height > 500


def test_a_shop_without_stamp_cards_has_a_slip_too(tmp_path: Path) -> None:
    made = make_shop(tmp_path / "plain", CAFE[: CAFE.index("[[stamp_card]]")])
    maria = made.join()
    assert slips.slip(made.session, maria, "en").cards == ()
    assert slips.trial_slip(made.session, "en").cards == ()
    made.close()
