"""Whatever was done to a loyalty card can be undone, as long as nothing came after."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kassa.errors import KassaError
from kassa.services import card_printing, cards, checking, corrections, customers
from kassa.services.session import Session
from tests.builders import Shop


@pytest.fixture
def blanks(shop: Shop, tmp_path: Path) -> tuple[str, ...]:
    """Two cards in the drawer."""
    return card_printing.print_cards(
        shop.session, card_printing.PrintRequest(tmp_path / "b.pdf", "cr80", None, 2, verify=False)
    ).codes


def held(shop: Shop, customer: str) -> list[tuple[str, str]]:
    return [(card.code, card.state) for card in customers.show(shop.session, customer).cards]


def sound(shop: Shop) -> bool:
    return checking.check(shop.session) == ()


def test_a_card_given_is_blank_again(shop: Shop, blanks: tuple[str, ...]) -> None:
    maria = shop.join()
    cards.assign(shop.session, blanks[0], maria, op="give")
    corrections.undo(shop.session, "give")
    assert held(shop, maria) == []
    with pytest.raises(KassaError) as refused:
        customers.show(shop.session, blanks[0])
    assert refused.value.details["state"] == "blank"
    cards.assign(shop.session, blanks[0], shop.join("Ola"))
    assert sound(shop)


@pytest.mark.parametrize("end", [cards.lost, cards.block])
def test_a_card_reported_is_in_use_again(shop: Shop, blanks: tuple[str, ...], end: Callable[..., object]) -> None:
    maria = shop.join()
    cards.assign(shop.session, blanks[0], maria)
    end(shop.session, blanks[0], op="end")
    corrections.undo(shop.session, "end")
    assert held(shop, maria) == [(blanks[0], "active")]
    assert customers.show(shop.session, blanks[0]).customer.id == maria


def test_a_replaced_card_is_in_use_again_and_the_new_one_blank(shop: Shop, blanks: tuple[str, ...]) -> None:
    maria = shop.join()
    cards.assign(shop.session, blanks[0], maria)
    cards.replace(shop.session, blanks[0], blanks[1], op="swap")
    corrections.undo(shop.session, "swap")
    assert held(shop, maria) == [(blanks[0], "active")]
    cards.replace(shop.session, blanks[0], blanks[1])
    assert held(shop, maria) == [(blanks[1], "active"), (blanks[0], "replaced")]
    assert sound(shop)


def test_a_code_made_for_the_replacement_is_gone(shop: Shop, blanks: tuple[str, ...]) -> None:
    maria = shop.join()
    cards.assign(shop.session, blanks[0], maria)
    made = cards.replace(shop.session, blanks[0], op="swap").code
    corrections.undo(shop.session, "swap")
    with pytest.raises(KassaError) as refused:
        customers.show(shop.session, made)
    assert refused.value.code == "unknown_card" and "state" not in refused.value.details
    assert sound(shop)


def test_a_code_that_was_printed_meanwhile_stays(shop: Shop, blanks: tuple[str, ...], tmp_path: Path) -> None:
    maria = shop.join()
    cards.assign(shop.session, blanks[0], maria)
    made = cards.replace(shop.session, blanks[0], op="swap").code
    card_printing.print_cards(
        shop.session, card_printing.PrintRequest(tmp_path / "n.pdf", "cr80", (maria,), verify=False)
    )
    assert refused(shop.session, "swap") == "bad_value"
    assert held(shop, maria) == [(made, "active"), (blanks[0], "replaced")]


def test_lost_and_new_is_one_thing_to_do_and_to_undo(shop: Shop, blanks: tuple[str, ...]) -> None:
    maria = shop.join()
    shop.buy(maria, coffee=3)
    cards.assign(shop.session, blanks[0], maria)
    new = cards.lost_and_new(shop.session, blanks[0], blanks[1], op="lost")
    assert cards.lost_and_new(shop.session, blanks[0], blanks[1], op="lost") == new
    assert held(shop, maria) == [(blanks[1], "active"), (blanks[0], "lost")]
    assert shop.stamps(maria) == 5
    corrections.undo(shop.session, "lost")
    assert held(shop, maria) == [(blanks[0], "active")]
    made = cards.lost_and_new(shop.session, blanks[0], op="later").code
    assert held(shop, maria) == [(made, "active"), (blanks[0], "lost")]
    corrections.undo(shop.session, "later")
    assert held(shop, maria) == [(blanks[0], "active")]
    assert sound(shop)


def test_a_lost_card_that_was_replaced_stays_lost(shop: Shop, blanks: tuple[str, ...]) -> None:
    maria = shop.join()
    cards.assign(shop.session, blanks[0], maria)
    cards.lost(shop.session, blanks[0])
    cards.replace(shop.session, blanks[0], blanks[1], op="swap")
    corrections.undo(shop.session, "swap")
    assert held(shop, maria) == [(blanks[0], "lost")]


def refused(session: Session, op: str) -> str:
    with pytest.raises(KassaError) as error:
        corrections.undo(session, op)
    return error.value.code


def test_what_came_after_stands(shop: Shop, blanks: tuple[str, ...]) -> None:
    maria = shop.join()
    cards.assign(shop.session, blanks[0], maria, op="give")
    cards.lost(shop.session, blanks[0], op="lost")
    assert refused(shop.session, "give") == "bad_value"
    corrections.undo(shop.session, "lost")
    assert refused(shop.session, "lost") == "already_undone"
    assert held(shop, maria) == [(blanks[0], "active")]
    corrections.undo(shop.session, "give")
    assert held(shop, maria) == []


def test_reporting_a_lost_card_again_did_nothing_to_undo(shop: Shop, blanks: tuple[str, ...]) -> None:
    cards.assign(shop.session, blanks[0], shop.join())
    cards.lost(shop.session, blanks[0])
    cards.lost(shop.session, blanks[0], op="again")
    assert refused(shop.session, "again") == "bad_value"
