"""How the shop's cards look and on what they are printed, kept with the shop."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from kassa.errors import KassaError
from kassa.printing import OwnSheet, Pages
from kassa.services import card_look, card_printing, card_sheets, settings
from kassa.services.card_look import CardLook
from kassa.services.card_printing import PrintRequest
from tests.builders import Shop

OWN = OwnSheet("Lådans ark", "A4", (0, 0), (85.0, 54.0), (2, 4), (15.0, 20.0), (95.0, 60.0))


def refused(call: Any, *arguments: Any, **named: Any) -> KassaError:
    with pytest.raises(KassaError) as error:
        call(*arguments, **named)
    assert str(error.value.text)
    return error.value


def test_the_look_is_kept_with_the_shop(shop: Shop) -> None:
    assert card_look.card_look(shop.session) == CardLook()
    wanted = CardLook(
        "kraft", ("#17352e", "FFFFFF"), "  Stamkort  i år ", "text", " Välkommen \n åter ", True, "avery-c32011-10",
        "short-edge",
    )  # fmt: skip
    kept = card_look.change_look(shop.session, wanted, op="look")
    assert (kept.colours, kept.line, kept.back_text) == (("#17352E", "#FFFFFF"), "Stamkort i år", "Välkommen\nåter")
    assert card_look.card_look(shop.session) == kept
    assert card_look.change_look(shop.session, wanted, op="look") == kept


@pytest.mark.parametrize(
    "wrong",
    [
        {"colours": ("#777777", "#888888")},
        {"colours": ("red", "#FFFFFF")},
        {"design": "gold"},
        {"sheet": "avery-1"},
        {"back": "poem"},
        {"duplex": "left"},
        {"line": "x" * 81},
        {"back_text": "x" * 401},
        {"back_text": "Anna 850709-9805"},
    ],
)
def test_what_can_not_be_printed_is_not_kept(shop: Shop, wrong: dict[str, Any]) -> None:
    assert refused(card_look.change_look, shop.session, dataclasses.replace(CardLook(), **wrong)).code == "bad_value"
    assert card_look.card_look(shop.session) == CardLook()


def test_two_tills_change_different_parts(shop: Shop) -> None:
    seen = card_look.card_look(shop.session)
    card_look.change_look(shop.session, dataclasses.replace(seen, design="kraft"), seen=seen)
    kept = card_look.change_look(shop.session, dataclasses.replace(seen, line="Kundklubb"), seen=seen)
    assert (kept.design, kept.line) == ("kraft", "Kundklubb")
    assert card_look.card_look(shop.session) == kept


def printed(shop: Shop, out: Path, **asked: Any) -> tuple[str, tuple[int, int, int]]:
    """The first page's text and the colour in the first card's lower left."""
    request = PrintRequest(out / "k.pdf", "cr80", blank=1, **asked)
    card_printing.print_cards(shop.session, request)
    with Pages(request.out.read_bytes()) as pages:
        picture = pages.picture(0, 72)
        at = (picture.height // 2) * picture.stride + 8 * 4
        blue, green, red = picture.data[at : at + 3]
        text = " ".join(pages.text(0 if request.duplex is None else 1).split())
    return text, (red, green, blue)


def test_cards_are_printed_in_the_shops_look(shop: Shop, tmp_path: Path) -> None:
    card_look.change_look(shop.session, CardLook("paper", ("#203040", "#FFFFFF"), "Kundklubb", "text", "Vi ses igen!"))
    text, colour = printed(shop, tmp_path)
    assert "Kundklubb" in text and colour == (0x20, 0x30, 0x40)
    text, _ = printed(shop, tmp_path, duplex="long-edge")
    assert "Vi ses igen!" in text and "stamps give" not in text
    text, colour = printed(shop, tmp_path, design="kraft", line="Stammis")
    assert "Stammis" in text and "Kundklubb" not in text and colour != (0x20, 0x30, 0x40)
    text, _ = printed(shop, tmp_path, look=CardLook(), language="sv")
    assert "Kundklubb" not in text


def test_where_the_shop_is_stands_on_the_card(shop: Shop, tmp_path: Path) -> None:
    settings.change_shop(shop.session, {"address": "Storgatan 5\n753 31 Uppsala", "contact": "018-12 34 56"})
    text, _ = printed(shop, tmp_path)
    assert "Storgatan 5" in text and "753 31 Uppsala" in text and "018-12 34 56" in text


def test_a_sheet_of_the_shops_own(shop: Shop, tmp_path: Path) -> None:
    kept = card_sheets.keep_sheet(shop.session, OWN, op="own")
    assert (kept.id, kept.name, kept.places) == ("own-1", "Lådans ark", 8)
    assert card_sheets.keep_sheet(shop.session, OWN, op="own") == kept
    assert card_sheets.sheets(shop.session)[0] == kept
    card_printing.print_cards(shop.session, PrintRequest(tmp_path / "own.pdf", "own-1", blank=9))
    with Pages((tmp_path / "own.pdf").read_bytes()) as pages:
        assert len(pages) == 2
    other = card_sheets.keep_sheet(shop.session, dataclasses.replace(OWN, grid=(2, 3)), sheet_id="own-1")
    assert other.places == 6
    assert card_sheets.own_sheets(shop.session) == {"own-1": dataclasses.replace(OWN, grid=(2, 3))}
    assert card_sheets.keep_sheet(shop.session, OWN).id == "own-2"
    card_sheets.drop_sheet(shop.session, "own-1")
    assert refused(card_sheets.sheet_of, shop.session, "own-1").code == "bad_value"
    assert card_sheets.keep_sheet(shop.session, OWN).id == "own-1"


def test_a_sheet_whose_numbers_do_not_fit_is_not_kept(shop: Shop) -> None:
    for wrong in ({"grid": (3, 4)}, {"pitch": (50.0, 60.0)}, {"card": (20.0, 10.0)}, {"origin": (-1.0, 0.0)}):
        assert refused(card_sheets.keep_sheet, shop.session, dataclasses.replace(OWN, **wrong)).code == "bad_value"
    assert card_sheets.own_sheets(shop.session) == {}
    assert refused(card_sheets.keep_sheet, shop.session, OWN, sheet_id="own-7").code == "bad_value"
    assert refused(card_sheets.drop_sheet, shop.session, "own-7").code == "bad_value"
