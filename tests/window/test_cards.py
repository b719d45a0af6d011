"""A card's life in a real window: from the pile to Maria, lost in one key, and the old one brought back by a finder."""

from __future__ import annotations

from kassa.domain.people import CardState
from kassa.services import card_printing, cards, customers
from tests.builders import Shop
from tests.window.conftest import RealWindow


def _states(shop: Shop, customer: str) -> dict[str, CardState]:
    return {card.code: card.state for card in customers.show(shop.session, customer).cards}


def _blanks(shop: Shop, count: int) -> tuple[str, ...]:
    request = card_printing.PrintRequest(shop.folder.parent / "pile.pdf", "cr80", None, count, verify=False)
    return card_printing.print_cards(shop.session, request).codes


def _found(shop: Shop, name: str) -> str:
    return next((hit.id for hit in customers.find(shop.session, name) if hit.name == name), "")


def test_from_the_pile_to_maria_and_the_lost_one_opens_nobody(window: RealWindow, shop: Shop) -> None:
    first, second = _blanks(shop, 2)
    # The cashier takes one from the pile, scans it, types "Maria", Enter: Maria has a card.
    window.scan(first)
    window.until(window.dimmed, "the sheet that asks whose card it is")
    window.type("Maria")
    window.key("Return")
    window.until(lambda: _found(shop, "Maria") != "", "Maria joins")
    maria = _found(shop, "Maria")
    assert _states(shop, maria) == {first: "active"}
    window.scan(first)
    window.type("+++")
    window.key("Return")
    window.visits(maria, 1)
    stamps = shop.stamps(maria)
    # A week later she has lost it: found by name, one key, a new card.
    window.key("F2")
    window.type("maria")
    assert customers.find(shop.session, "maria")[0].id == maria
    window.key("Return")
    window.key("F5")
    window.until(lambda: _states(shop, maria) == {first: "lost"}, "the card is lost")
    window.until(window.dimmed, "the sheet that asks for a new card")
    window.scan(second)
    window.until(lambda: _states(shop, maria) == {first: "lost", second: "active"}, "the new card")
    assert shop.stamps(maria) == stamps
    # Somebody brings the old one: red all over the middle, and Enter stamps nobody.
    calm = window.sight("400x200+600+250")
    window.scan(first)
    window.until(lambda: window.sight("400x200+600+250") != calm, "the alarm")
    window.key("Return")
    # The new one is hers.
    window.scan(second)
    window.type("+")
    window.key("Return")
    window.visits(maria, 2)
    assert shop.stamps(maria) == stamps + 1


def test_lost_by_mistake_is_taken_back_by_a_key(window: RealWindow, shop: Shop) -> None:
    (code,) = _blanks(shop, 1)
    maria = customers.find(shop.session, "maria")[0].id
    cards.assign(shop.session, code, maria)
    window.scan(code)
    window.key("F5")
    window.until(lambda: _states(shop, maria) == {code: "lost"}, "the card is lost")
    window.until(window.dimmed, "the sheet that asks for a new card")
    window.key("ctrl+z")
    window.until(lambda: _states(shop, maria) == {code: "active"}, "the card is in use again")


def test_a_scanner_is_tested_without_opening_anybody(window: RealWindow, shop: Shop) -> None:
    (code,) = _blanks(shop, 1)
    maria = customers.find(shop.session, "maria")[0].id
    cards.assign(shop.session, code, maria)
    window.key("F1")
    window.key("Tab", "Return")
    empty = window.sight("500x200+500+150")
    window.scan(code)
    window.until(lambda: window.sight("500x200+500+150") != empty, "the keys that arrived")
    window.key("plus", "Return")
    window.key("Escape")
    window.scan(code)
    window.key("Return")
    window.visits(maria, 1)
