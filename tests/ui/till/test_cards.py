"""Loyalty cards at the till: from the pile to a person, lost in one key, and what an old or a lost one says."""

from __future__ import annotations

from datetime import timedelta
from typing import TypeVar

import pytest
from PySide6.QtWidgets import QApplication

from kassa.domain.codes import grouped
from kassa.services import cards, coupons, customers
from kassa.ui.till.card_sheets import CardSheets
from kassa.ui.till.cards_sheet import CardsSheet
from kassa.ui.till.customer_sheet import CustomerSheet
from kassa.ui.till.give_sheet import GiveSheet
from kassa.ui.till.new_card_sheet import NewCardSheet
from kassa.ui.till.offer_sheet import OfferSheet
from kassa.ui.till.sheet import Sheet
from tests.ui.till.conftest import Front

S = TypeVar("S", bound=Sheet)


@pytest.fixture
def beeps(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """How often the computer beeped."""
    heard: list[str] = []
    monkeypatch.setattr(QApplication, "beep", lambda: heard.append("beep"))
    return heard


def sheet(front: Front, kind: type[S]) -> S:
    opened = front.till.sheets.sheet
    assert isinstance(opened, kind), opened
    return opened


def scan(front: Front, code: str) -> None:
    front.window.scanned(code)
    front.settle()


def held(front: Front, customer: str) -> dict[str, str]:
    """The states of somebody's cards by their codes."""
    return {card.code: card.state for card in front.view(customer).cards}


def people(front: Front) -> int:
    return len(customers.find(front.shop.session, ""))


def name(front: Front) -> str:
    return front.till.person.name.text()


# A blank card and nobody open


def test_a_blank_card_a_name_and_enter(front: Front) -> None:
    code = front.blank()
    scan(front, code)
    front.type("Maria")
    front.settle()
    asked = sheet(front, GiveSheet)
    assert asked.save_button.label == "New customer: Maria"
    assert asked.list.hits.rowCount() == 1  # Maria Lindqvist is in sight, but a first name may be anybody's
    front.press("Enter")
    front.settle()
    front.qtbot.waitUntil(lambda: name(front) == "Maria")
    assert front.till.opened is not None
    assert [card.code for card in front.till.opened.view.cards] == [code]
    assert front.till.sheets.sheet is None and front.focus is front.till.bar.amount.edit
    assert front.toasts() == ["Maria is in the register and has a card"]


def test_who_joined_by_mistake_is_nobody_again(front: Front) -> None:
    code = front.blank()
    scan(front, code)
    front.type("Maria")
    front.press("Enter")
    front.settle()
    front.qtbot.waitUntil(lambda: name(front) == "Maria")
    front.press("Ctrl+Z")
    front.settle()
    assert people(front) == 2 and front.till.opened is None
    scan(front, code)
    sheet(front, GiveSheet)


def test_a_blank_card_and_enter_alone_is_a_customer_without_a_name(front: Front) -> None:
    code = front.blank()
    scan(front, code)
    assert sheet(front, GiveSheet).save_button.label == "New customer without a name"
    front.press("Enter")
    front.settle()
    front.qtbot.waitUntil(lambda: front.till.opened is not None)
    assert people(front) == 3


@pytest.mark.parametrize(
    ("typed", "steps"), [("lindq", ["Down"]), ("Maria Lindqvist", []), ("070-174 45 12", []), ("#1001", [])]
)
def test_somebody_in_the_register_gets_it(front: Front, typed: str, steps: list[str]) -> None:
    code = front.blank()
    scan(front, code)
    front.type(typed)
    front.settle()
    front.press(*steps)
    assert sheet(front, GiveSheet).save_button.label == "Give it to Maria Lindqvist"
    front.press("Enter")
    front.settle()
    front.qtbot.waitUntil(lambda: name(front) == "Maria Lindqvist")
    assert held(front, front.maria) == {code: "active"} and people(front) == 2
    assert front.toasts() == [f"Maria Lindqvist · the card {grouped(code)} is given"]


def test_enter_before_the_answer_waits_for_it(front: Front) -> None:
    scan(front, front.blank())
    front.type("Maria Lindqvist")
    front.press("Enter")
    front.settle()
    front.qtbot.waitUntil(lambda: name(front) == "Maria Lindqvist")
    assert people(front) == 2


def test_another_maria_is_another(front: Front) -> None:
    front.shop.join("Maria")
    scan(front, front.blank())
    front.type("maria")
    front.settle()
    assert sheet(front, GiveSheet).save_button.label == "New customer: maria"


def test_typing_on_after_an_early_enter_asks_again(front: Front) -> None:
    scan(front, front.blank())
    front.type("Maria")
    front.press("Enter")
    front.type(" Lindqvist")
    front.settle()
    asked = sheet(front, GiveSheet)
    assert asked.save_button.isEnabled() and people(front) == 2
    front.press("Enter")
    front.settle()
    front.qtbot.waitUntil(lambda: name(front) == "Maria Lindqvist")
    assert people(front) == 2


def test_up_from_the_first_hit_is_somebody_new_again(front: Front) -> None:
    scan(front, front.blank())
    front.type("lind")
    front.settle()
    asked = sheet(front, GiveSheet)
    front.press("Down", "Down", "Up")
    assert asked.save_button.label.startswith("Give it to")
    front.press("Up")
    assert asked.save_button.label == "New customer: lind"


def test_f4_asks_for_more_with_the_card_in_hand(front: Front) -> None:
    code = front.blank()
    scan(front, code)
    front.type("Åsa Öberg")
    front.settle()
    front.press("F4")
    full = sheet(front, CustomerSheet)
    assert (full.value().name, full.value().card) == ("Åsa Öberg", code)


def test_the_one_who_was_there_all_along_gets_the_card(front: Front) -> None:
    code = front.blank()
    scan(front, code)
    front.type("Maria Lindkvist")
    front.settle()
    front.press("F4", "Enter")
    front.settle()
    front.press("F3")
    front.settle()
    front.qtbot.waitUntil(lambda: name(front) == "Maria Lindqvist")
    assert held(front, front.maria) == {code: "active"}


def test_for_somebody_who_has_one_it_is_asked_why(front: Front) -> None:
    old, new = front.card(front.maria), front.blank()
    scan(front, new)
    front.type("lindq")
    front.settle()
    front.press("Down", "Enter")
    front.settle()
    sheet(front, OfferSheet)
    front.press("2")
    front.settle()
    front.qtbot.waitUntil(lambda: name(front) == "Maria Lindqvist")
    assert held(front, front.maria) == {old: "replaced", new: "active"}


def test_another_blank_card_is_the_one_in_the_hand_then(front: Front) -> None:
    one, two = front.blank(), front.blank()
    scan(front, one)
    scan(front, two)
    assert sheet(front, GiveSheet).code == two


# A blank card and somebody open


def test_a_first_card_is_given_by_enter_and_what_was_typed_stays(front: Front) -> None:
    code = front.blank()
    front.open("maria")
    front.type("89")
    scan(front, code)
    sheet(front, OfferSheet)
    front.press("Enter")
    front.settle()
    assert held(front, front.maria) == {code: "active"}
    assert front.till.sheets.sheet is None
    assert front.focus is front.till.bar.amount.edit
    front.press("Enter")
    front.settle()
    purchase = front.view(front.maria).purchases[0]
    assert purchase.amount is not None and purchase.amount.minor == 8900


@pytest.mark.parametrize(("key", "states"), [("1", ("lost",)), ("2", ("replaced",)), ("3", ("active",))])
def test_beside_a_card_in_use_one_key_says_why(front: Front, key: str, states: tuple[str]) -> None:
    old, new = front.card(front.maria), front.blank()
    front.open("maria")
    scan(front, new)
    front.press("Enter")  # out of habit: none of them
    front.settle()
    assert held(front, front.maria) == {old: "active"}
    front.press(key)
    front.settle()
    assert held(front, front.maria) == {old: states[0], new: "active"}
    front.press("Ctrl+Z")
    front.settle()
    assert held(front, front.maria) == {old: "active"}


def test_of_several_cards_the_lost_one_is_chosen(front: Front) -> None:
    one, two, new = front.card(front.maria), front.card(front.maria), front.blank()
    front.open("maria")
    scan(front, new)
    which = sheet(front, OfferSheet)._which
    assert which is not None
    which.pills[two].click()
    front.press("1")
    front.settle()
    assert held(front, front.maria) == {one: "active", two: "lost", new: "active"}


def test_it_may_be_for_somebody_else(front: Front) -> None:
    code = front.blank()
    front.visit("maria")
    scan(front, code)
    front.press("1")
    front.settle()
    assert sheet(front, GiveSheet).code == code


def test_a_blank_card_scanned_over_the_list_of_cards_is_offered(front: Front) -> None:
    front.card(front.maria)
    front.open("maria")
    front.press("Ctrl+K")
    sheet(front, CardsSheet)
    new = front.blank()
    scan(front, new)
    assert sheet(front, OfferSheet).code == new


# Lost


def test_f5_loses_the_card_and_a_scan_gives_the_new_one(front: Front, beeps: list[str]) -> None:
    front.shop.buy(front.maria, coffee=3)
    old, new = front.card(front.maria), front.blank()
    front.open("maria")
    front.press("F5")
    front.settle()
    assert held(front, front.maria) == {old: "lost"}
    sheet(front, NewCardSheet)
    scan(front, new)
    assert held(front, front.maria) == {old: "lost", new: "active"}
    assert front.shop.stamps(front.maria) == 5
    assert front.till.sheets.sheet is None
    scan(front, new)
    assert name(front) == "Maria Lindqvist"
    assert beeps == []


def test_without_a_card_at_hand_a_code_is_made_to_be_printed(front: Front) -> None:
    old = front.card(front.maria)
    front.open("maria")
    front.press("F5", "Enter")
    front.settle()
    states = held(front, front.maria)
    assert sorted(states.values()) == ["active", "lost"] and states[old] == "lost"
    (fresh,) = (card for card in front.view(front.maria).cards if card.state == "active")
    assert fresh.printed is None
    front.press("Ctrl+Z", "Ctrl+Z")
    front.settle()
    assert held(front, front.maria) == {old: "active"}


def test_not_lost_after_all(front: Front) -> None:
    old = front.card(front.maria)
    front.open("maria")
    front.press("F5")
    front.settle()
    front.press("Ctrl+Z")
    front.settle()
    assert held(front, front.maria) == {old: "active"}
    assert front.till.sheets.sheet is None


def test_f5_without_a_card_asks_for_a_first_one(front: Front) -> None:
    front.open("maria")
    front.press("F5")
    front.settle()
    assert sheet(front, NewCardSheet).save_button.label == "Give the card"
    front.press("Enter")
    assert "Scan a blank card" in sheet(front, NewCardSheet).error.text()


def test_after_a_lost_card_a_new_code_can_still_be_made(front: Front) -> None:
    old = front.card(front.maria)
    cards.lost(front.shop.session, old)
    front.open("maria")
    front.press("Ctrl+K", "Enter")
    front.settle()
    assert sorted(held(front, front.maria).values()) == ["active", "lost"]


def test_f5_with_several_cards_asks_which(front: Front) -> None:
    front.card(front.maria), front.card(front.maria)
    front.open("maria")
    front.press("F5")
    front.settle()
    assert set(held(front, front.maria).values()) == {"active"}
    which = sheet(front, CardsSheet).which
    front.press("1")
    front.settle()
    assert held(front, front.maria)[which] == "lost"
    sheet(front, NewCardSheet)


def test_a_card_that_another_till_lost_meanwhile_is_told(front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    front.card(front.maria)
    front.open("maria")

    def refuse(*_: object, **__: object) -> None:
        cards.lost(front.shop.session, "1234567890")

    monkeypatch.setattr("kassa.ui.till.card_sheets._lose", refuse)
    front.press("F5")
    front.settle()
    assert front.till.sheets.sheet is None
    assert "isn't this shop's" in front.toasts()[-1]


def test_worn_out_from_the_list(front: Front) -> None:
    old, new = front.card(front.maria), front.blank()
    front.open("maria")
    front.press("Ctrl+K", "2")
    scan(front, new)
    assert held(front, front.maria) == {old: "replaced", new: "active"}


# What an old card, a lost one and a blocked one say


def test_a_replaced_card_opens_its_owner_and_says_since_when(front: Front) -> None:
    old, new = front.card(front.maria), front.blank()
    front.shop.clock.now -= timedelta(days=19)
    cards.replace(front.shop.session, old, new)
    front.shop.clock.pass_time(days=19)
    scan(front, old)
    assert name(front) == "Maria Lindqvist"
    note = front.till.person.old_card
    assert note.isVisible() and note.text.text() == "Old card, replaced 3 November 2026: take it back"
    scan(front, new)
    assert not note.isVisible()


def test_a_lost_card_is_loud_and_names_nobody(front: Front, beeps: list[str]) -> None:
    code = front.card(front.maria)
    front.visit("maria")
    cards.lost(front.shop.cashier("Ola", "till-2"), code)
    scan(front, code)
    till = front.till
    assert beeps == ["beep"]
    assert till.alarm.isVisible() and not till.person.isVisible()
    assert till.alarm.heading.text() == "Lost card"
    assert till.alarm.known.text() == "Reported lost 22 November 2026 at 13:00, by Ola, till-2"
    shown = " ".join(label.text() for label in till.alarm.findChildren(type(till.alarm.heading)))
    assert "Maria" not in shown and front.toasts() == []
    assert till.opened is None and till.search.list.selectionModel().selectedIndexes() == []
    front.press("Enter")
    front.settle()
    assert len(front.view(front.maria).purchases) == 1


def test_the_next_key_goes_on(front: Front, beeps: list[str]) -> None:
    code = front.card(front.maria)
    cards.lost(front.shop.session, code)
    scan(front, code)
    front.type("m")
    assert not front.till.alarm.isVisible()
    front.settle()
    assert front.till.search.list.hits.rowCount() == 2
    scan(front, code)
    front.press("Esc")
    assert not front.till.alarm.isVisible()
    scan(front, code)
    front.till.alarm.next.click()
    assert not front.till.alarm.isVisible() and front.focus is front.till.search.field
    assert len(beeps) == 3


def test_a_lost_card_over_a_dialog_is_as_loud(front: Front, beeps: list[str]) -> None:
    code = front.card(front.maria)
    cards.lost(front.shop.session, code)
    front.press("F4")
    front.type("Åsa")
    scan(front, code)
    assert front.till.alarm.isVisible() and front.till.sheets.sheet is None
    front.press("F4")
    assert sheet(front, CustomerSheet).value().name == "Åsa"


def test_a_blocked_card_says_so(front: Front, beeps: list[str]) -> None:
    code = front.card(front.maria)
    cards.block(front.shop.session, code)
    scan(front, code)
    assert front.till.alarm.heading.text() == "Blocked card"
    assert front.till.alarm.known.text() == "Blocked 22 November 2026 at 13:00, till-1"
    assert beeps == ["beep"]


def test_an_unknown_card_leaves_the_customer_and_what_is_typed(front: Front) -> None:
    front.open("maria")
    front.type("89")
    scan(front, "4071938261")
    assert "isn't this shop's" in front.toasts()[-1]
    assert name(front) == "Maria Lindqvist"
    assert front.till.bar.amount.text() == "89.00"


# Coupons


@pytest.fixture
def coupon(front: Front) -> str:
    """Maria's."""
    return coupons.issue_coupons(front.shop.session, [front.maria], "free-coffee", "letters")[front.maria]


def test_a_coupon_opens_its_customer_and_is_redeemed(front: Front, coupon: str) -> None:
    scan(front, coupon)
    assert name(front) == "Maria Lindqvist"
    assert front.toasts() == ["Maria Lindqvist · coupon redeemed: Valfri kaffedryck ring up: Kaffe, rabatt 100 %"]
    state = coupons.coupon(front.shop.session, coupon)
    assert state is not None and state.state == "redeemed"
    front.press("Ctrl+Z")
    front.settle()
    state = coupons.coupon(front.shop.session, coupon)
    assert state is not None and state.state == "available"


def test_a_coupon_used_before_is_loud_and_opens_nobody(front: Front, coupon: str, beeps: list[str]) -> None:
    from kassa.services import checkout

    checkout.redeem(front.shop.cashier("Ola", "till-2"), coupon)
    scan(front, coupon)
    till = front.till
    assert till.opened is None and beeps == ["beep"]
    assert till.alarm.heading.text() == "Coupon already used"
    assert till.alarm.known.text() == "Redeemed 22 November 2026 at 13:00, by Ola, till-2"
    assert front.toasts() == []


def test_a_coupon_too_old_says_until_when(front: Front, coupon: str, beeps: list[str]) -> None:
    for _ in range(10):
        # A clock that is far ahead all at once expires nothing.
        front.shop.clock.pass_time(days=10)
        front.shop.buy(front.marcus)
    scan(front, coupon)
    assert front.till.alarm.heading.text() == "Coupon too old"
    assert "20 February 2027" in front.till.alarm.known.text()
    assert beeps == ["beep"]


def test_a_coupon_taken_back_says_so(front: Front, coupon: str, beeps: list[str]) -> None:
    from kassa.services import corrections

    corrections.undo(front.shop.session, "letters")
    scan(front, coupon)
    assert front.till.alarm.heading.text() == "Coupon withdrawn"


def test_a_coupon_over_a_dialog_is_a_coupon(front: Front, coupon: str) -> None:
    front.press("F4")
    scan(front, coupon)
    assert name(front) == "Maria Lindqvist"
    state = coupons.coupon(front.shop.session, coupon)
    assert state is not None and state.state == "redeemed"


def test_the_sheets_that_take_a_card_are_those_about_cards(front: Front) -> None:
    assert isinstance(front.till.sheets, CardSheets)
    front.open("maria")
    front.press("Ctrl+N")
    assert not front.till.sheets.takes_card
