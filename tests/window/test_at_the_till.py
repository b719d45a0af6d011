"""The main job in a real window: type, Enter, coffee, amount, Enter; and a scanner at any moment."""

from __future__ import annotations

import pytest

from kassa.services import cards, customers
from tests.builders import Shop
from tests.window.conftest import RealWindow


def _id(shop: Shop, name: str) -> str:
    return customers.find(shop.session, name)[0].id


def test_a_regular_is_served_by_keyboard(window: RealWindow, shop: Shop) -> None:
    maria = _id(shop, "maria")
    window.type("lindq mar")
    window.key("Return")
    window.type("+89")
    window.key("Return")
    window.visits(maria, 1)
    purchase = window.shows(maria).purchases[0]
    assert purchase.amount is not None
    assert purchase.amount.minor == 8900
    assert [(line.item, line.quantity) for line in purchase.items] == [("coffee", 1)]
    window.key("ctrl+z")
    window.until(lambda: window.shows(maria).purchases[0].undone, "undone")


def test_typing_faster_than_the_window_paints_loses_nothing(window: RealWindow, shop: Shop) -> None:
    marcus = _id(shop, "marcus")
    window.xdotool(
        *("type", "--delay", "1", "--args", "1", "marcus lind", "key", "--delay", "1", "Return"),
        *("type", "--delay", "1", "--args", "1", "+42", "key", "--delay", "1", "Return"),
    )
    window.visits(marcus, 1)
    purchase = window.shows(marcus).purchases[0]
    assert purchase.amount is not None
    assert purchase.amount.minor == 4200


@pytest.mark.parametrize("key", ["ctrl+n", "ctrl+e", "ctrl+k"])
def test_a_line_edit_takes_no_key_of_the_tills(window: RealWindow, key: str) -> None:
    # X11 alone gives line edits Ctrl+E and Ctrl+K, so a test without a screen cannot see this.
    window.type("maria")
    window.key("Return")
    window.key(key)
    window.until(window.dimmed, "the sheet")


@pytest.mark.parametrize("place", ["search", "amount", "button", "note", "new customer"])
def test_a_scan_opens_its_customer_from_anywhere(window: RealWindow, shop: Shop, blank: str, place: str) -> None:
    maria, marcus = _id(shop, "maria"), _id(shop, "marcus")
    cards.assign(shop.session, blank, marcus)
    if place != "search":
        window.type("maria")
        window.key("Return")
    if place == "amount":
        window.type("12")
    elif place == "button":
        window.key("Tab", "Tab", "Tab", "Tab", "Tab")
    elif place == "note":
        window.key("ctrl+n")
        window.until(window.dimmed, "the note's sheet")
        window.type("Likes")
    elif place == "new customer":
        window.key("F4")
        window.until(window.dimmed, "the new customer's sheet")
        window.type("Somebody")
    window.scan(blank)
    window.key("Return")
    window.visits(marcus, 1)
    purchase = window.shows(marcus).purchases[0]
    assert purchase.amount is None or purchase.amount.minor == 4200
    assert [(line.item, line.quantity) for line in purchase.items] == [("coffee", 1)]
    assert window.shows(maria).purchases == ()
    assert window.shows(maria).notes == ()
    assert len(customers.find(shop.session, "")) == 2


def test_a_blank_card_in_hand_is_enough_to_join(window: RealWindow, shop: Shop, blank: str) -> None:
    window.scan(blank)
    window.until(window.dimmed, "the new customer's sheet")
    window.type("Ny Kund")
    window.key("Return")
    window.until(lambda: bool(customers.find(shop.session, "ny kund")), "the new customer")
    joined = _id(shop, "ny kund")
    assert [card.code for card in window.shows(joined).cards] == [blank]
