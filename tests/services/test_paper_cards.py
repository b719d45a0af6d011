"""Paper cards, typed in one after the other: who they are, what stands on their card, and taking one back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from kassa.errors import KassaError
from kassa.services import card_printing, corrections, customers, paper_cards
from kassa.services.paper_cards import PaperCard, read_line
from tests.builders import Shop, make_shop

CARD = "coffee-card"


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    made = make_shop(tmp_path)
    yield made
    made.close()


def blank(shop: Shop) -> str:
    request = card_printing.PrintRequest(shop.folder.parent / "blank.pdf", "cr80", None, 1, verify=False)
    return card_printing.print_cards(shop.session, request).codes[0]


@pytest.mark.parametrize(
    ("line", "name", "stamps", "phone"),
    [
        ("Maria Lind, 070 123 45 67, 7", "Maria Lind", 7, "070 123 45 67"),
        ("Maria, 7 stamps", "Maria", 7, None),
        ("Maria Lind 7", "Maria Lind", 7, None),
        ("Maria;7;+46701234567", "Maria", 7, "+46701234567"),
        ("Maria\t7", "Maria", 7, None),
        ("Lind, Maria, 7 st", "Lind Maria", 7, None),
        ("Åsa Öberg, 0", "Åsa Öberg", 0, None),
        ("7, 0701234567", "", 7, "0701234567"),
    ],
)
def test_a_line_says_who_and_how_many(line: str, name: str, stamps: int, phone: str | None) -> None:
    assert read_line(line) == PaperCard(name, stamps, phone)


@pytest.mark.parametrize("line", ["Maria Lind", "Maria, 070 123 45 67", "", "Maria, 1234"])
def test_a_line_without_stamps_says_nothing(line: str) -> None:
    assert read_line(line) is None


def test_somebody_new_joins_with_their_stamps(shop: Shop) -> None:
    entered = paper_cards.enter(shop.session, PaperCard("Maria", 7, "070 123 45 67"), CARD)
    assert (entered.joined, entered.stamps, entered.boxes) == (True, 7, 10)
    assert entered.customer.phone == "+46701234567"
    assert shop.stamps(entered.customer.id) == 7
    assert customers.find(shop.session, "maria")[0].id == entered.customer.id


def test_the_head_start_is_counted_in_the_stamps(shop: Shop) -> None:
    assert paper_cards.enter(shop.session, PaperCard("Maria", 1), CARD).stamps == 2


def test_the_same_telephone_and_name_is_the_same_person(shop: Shop) -> None:
    maria = shop.join("Maria Lindqvist", phone="0701234567")
    entered = paper_cards.enter(shop.session, PaperCard("maria", 7, "070-123 45 67"), CARD)
    assert (entered.customer.id, entered.joined) == (maria, False)


def test_somebody_alike_is_asked_about_and_nothing_is_saved(shop: Shop) -> None:
    maria = shop.join("Maria Lind", phone="0701234567")
    with pytest.raises(KassaError) as refused:
        paper_cards.enter(shop.session, PaperCard("Maria Lind", 7), CARD)
    assert refused.value.code == "ambiguous"
    assert [each["id"] for each in refused.value.details["candidates"]] == [maria]
    assert len(customers.find(shop.session, "")) == 1
    assert shop.stamps(maria) == 2
    chosen = paper_cards.enter(shop.session, PaperCard("Maria Lind", 7, customer=maria), CARD)
    assert (chosen.customer.id, chosen.stamps) == (maria, 7)
    other = paper_cards.enter(shop.session, PaperCard("Maria Lind", 3, new=True), CARD)
    assert other.joined
    assert len(customers.find(shop.session, "")) == 2


def test_the_person_found_gets_the_telephone_they_lacked_and_keeps_the_one_they_had(shop: Shop) -> None:
    maria, marcus = shop.join("Maria"), shop.join("Marcus", phone="0701749003")
    for who in (maria, marcus):
        paper_cards.enter(shop.session, PaperCard("", 5, "0701234567", customer=who), CARD)
    assert customers.show(shop.session, maria).customer.phone == "+46701234567"
    assert customers.show(shop.session, marcus).customer.phone == "+46701749003"


@pytest.mark.parametrize("known", [False, True])
def test_a_blank_card_in_hand_becomes_theirs_and_is_blank_again_after_undo(shop: Shop, known: bool) -> None:
    code = blank(shop)
    assert paper_cards.is_blank(shop.session, code)
    who = shop.join("Maria") if known else None
    op = str(uuid4())
    entered = paper_cards.enter(shop.session, PaperCard("Maria", 4, card=code, customer=who), CARD, op)
    assert customers.show(shop.session, code).customer.id == entered.customer.id
    assert not paper_cards.is_blank(shop.session, code)
    corrections.undo(shop.session, op)
    assert paper_cards.is_blank(shop.session, code)
    assert len(customers.find(shop.session, "")) == (1 if known else 0)


def test_undo_takes_back_the_stamps_the_telephone_and_who_joined(shop: Shop) -> None:
    maria = shop.join("Maria")
    op, other = str(uuid4()), str(uuid4())
    paper_cards.enter(shop.session, PaperCard("", 7, "0701234567", customer=maria), CARD, op)
    paper_cards.enter(shop.session, PaperCard("Marcus", 3), CARD, other)
    corrections.undo(shop.session, op)
    corrections.undo(shop.session, other)
    view = customers.show(shop.session, maria)
    assert view.customer.phone is None
    assert shop.stamps(maria) == 2
    assert [hit.id for hit in customers.find(shop.session, "")] == [maria]
    again = paper_cards.enter(shop.session, PaperCard("", 6, customer=maria), CARD)
    assert again.stamps == 6


def test_who_has_come_to_more_since_stays_when_the_card_is_undone(shop: Shop) -> None:
    op = str(uuid4())
    entered = paper_cards.enter(shop.session, PaperCard("Maria", 7), CARD, op)
    shop.buy(entered.customer.id, coffee=1)
    corrections.undo(shop.session, op)
    assert shop.stamps(entered.customer.id) == 3


def test_a_retry_enters_nobody_twice(shop: Shop) -> None:
    op = str(uuid4())
    first = paper_cards.enter(shop.session, PaperCard("Maria", 7), CARD, op)
    assert paper_cards.enter(shop.session, PaperCard("Maria", 7), CARD, op) == first
    assert len(customers.find(shop.session, "")) == 1


@pytest.mark.parametrize(
    ("paper", "code"),
    [
        (PaperCard("Maria", 10), "bad_value"),
        (PaperCard("Maria", -1), "bad_value"),
        (PaperCard("", 7), "bad_value"),
        (PaperCard("Maria", 7, "12"), "bad_value"),
        (PaperCard("Maria", 7, card="0000000000"), "unknown_card"),
        (PaperCard("Maria", 7, customer="c9999"), "unknown_customer"),
    ],
)
def test_what_cannot_be_changes_nothing(shop: Shop, paper: PaperCard, code: str) -> None:
    with pytest.raises(KassaError) as refused:
        paper_cards.enter(shop.session, paper, CARD)
    assert refused.value.code == code
    assert customers.find(shop.session, "") == ()


def test_one_person_has_one_paper_card(shop: Shop) -> None:
    maria = shop.join("Maria")
    paper_cards.enter(shop.session, PaperCard("", 7, customer=maria), CARD)
    with pytest.raises(KassaError) as refused:
        paper_cards.enter(shop.session, PaperCard("", 3, customer=maria), CARD)
    assert refused.value.code == "limit_reached"
    assert shop.stamps(maria) == 7


def test_a_cashier_may(shop: Shop) -> None:
    assert paper_cards.enter(shop.cashier(), PaperCard("Maria", 7), CARD).stamps == 7
