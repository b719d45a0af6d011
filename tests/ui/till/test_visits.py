"""Serving regulars: searching, opening, stamping, undoing, all by keyboard."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from kassa.services import settings
from kassa.services.settings import QuickItem
from kassa.words import Money, Words
from tests.ui.till.conftest import Front


def test_typing_and_enter_opens_the_first_hit_with_the_cursor_in_the_amount(front: Front) -> None:
    front.open("lind mar")
    assert front.till.person.name.text() in ("Maria Lindqvist", "Marcus Lind")
    assert front.focus is front.till.bar.amount.edit


def test_one_key_for_a_coffee_then_the_amount_and_a_stamp_lands(front: Front) -> None:
    front.open("maria")
    front.type("+89")
    front.press("Enter")
    front.settle()
    view = front.view(front.maria)
    assert view.purchases[0].amount is not None
    assert view.purchases[0].amount.minor == 8900
    assert [(line.item, line.quantity) for line in view.purchases[0].items] == [("coffee", 1)]
    assert front.till.person.say.text() == "Maria: 3 of 10"
    paid = Words("en").money(Money(8900, "SEK")).replace("\u00a0", " ")
    assert front.toasts() == [f"Maria Lindqvist · {paid} +1, 3 of 10"]


def test_enter_alone_is_one_coffee(front: Front) -> None:
    front.visit("maria")
    assert [(line.item, line.quantity) for line in front.view(front.maria).purchases[0].items] == [("coffee", 1)]


def test_an_amount_alone_buys_no_coffee_and_says_so(front: Front) -> None:
    front.visit("maria", "318,50")
    purchase = front.view(front.maria).purchases[0]
    assert purchase.items == ()
    assert purchase.amount is not None
    assert purchase.amount.minor == 31850
    assert front.till.person.why.text() == "No stamp for this one"


def test_keys_that_come_before_the_answer_belong_to_the_visit_that_is_coming(front: Front) -> None:
    front.type("maria")
    front.press("Enter")
    front.type("+89")
    front.press("Enter")
    front.settle()
    front.qtbot.waitUntil(lambda: len(front.view(front.maria).purchases) == 1)
    assert front.view(front.maria).purchases[0].amount is not None
    assert front.view(front.marcus).purchases == ()


def test_enter_twice_counts_once(front: Front) -> None:
    front.open("maria")
    front.press("Enter", "Enter", "Enter")
    front.settle()
    front.press("Enter")
    front.settle()
    assert len(front.view(front.maria).purchases) == 1
    assert front.till.person.say.text() == "Maria: 3 of 10"


def test_a_double_click_on_the_button_counts_once(front: Front) -> None:
    front.open("maria")
    front.qtbot.mouseDClick(front.till.bar.button, Qt.MouseButton.LeftButton)
    front.qtbot.mouseClick(front.till.bar.button, Qt.MouseButton.LeftButton)
    front.settle()
    assert len(front.view(front.maria).purchases) == 1


def test_the_result_stays_until_the_next_key(front: Front) -> None:
    front.visit("maria")
    assert front.focus is front.till.search.field
    assert front.till.opened is not None
    front.type("m")
    front.settle()
    assert front.till.opened is None
    assert front.till.search.field.text() == "m"
    assert not front.till.bar.isEnabled()


def test_the_next_customer_is_served_right_after(front: Front) -> None:
    front.visit("maria", "+89")
    front.type("marcus")
    front.press("Enter")
    front.type("50")
    front.press("Enter")
    front.settle()
    assert front.till.person.say.text().startswith("Marcus: ")
    assert len(front.view(front.maria).purchases) == len(front.view(front.marcus).purchases) == 1


def test_nobody_found_leaves_the_search_as_typed(front: Front) -> None:
    front.open("xyzzy")
    assert front.focus is front.till.search.field
    assert front.till.search.field.text() == "xyzzy"
    assert front.till.opened is None
    assert front.till.search.count.text().startswith("Nobody found")


def test_nobody_found_keeps_the_customer_who_was_open(front: Front) -> None:
    front.open("maria")
    front.open("xyzzy")
    assert front.till.person.name.text() == "Maria Lindqvist"
    front.till.bar.button.click()
    front.settle()
    assert len(front.view(front.maria).purchases) == 1


def test_items_have_keys_and_can_be_taken_back(front: Front) -> None:
    front.open("maria")
    front.type("bb+-")
    assert front.till.bar.pills["bun"].count == 2
    assert front.till.bar.pills["coffee"].count == 0
    front.press("Backspace")
    front.press("Enter")
    front.settle()
    assert [(line.item, line.quantity) for line in front.view(front.maria).purchases[0].items] == [("bun", 1)]


def test_no_amount_is_saved_nowhere_and_stays_to_be_mended(front: Front) -> None:
    front.open("maria")
    front.type("8,9,0")
    front.press("Enter")
    front.settle()
    assert front.view(front.maria).purchases == ()
    assert front.till.bar.amount.text() == "8,9,0"


def test_a_refused_visit_loses_nothing_that_was_typed(front: Front) -> None:
    front.open("maria")
    front.type("+99999999999")
    front.press("Enter")
    front.settle()
    assert front.view(front.maria).purchases == ()
    assert front.till.bar.amount.text() == "99999999999"
    assert front.till.bar.pills["coffee"].count == 1
    assert front.focus is front.till.bar.amount.edit
    assert front.till.toasts.toasts[-1].failure
    for _ in range(9):
        front.press("Backspace")
    front.press("Enter")
    front.settle()
    assert len(front.view(front.maria).purchases) == 1
    assert not any(toast.failure for toast in front.till.toasts.toasts), "what was refused is saved now"


def test_ctrl_z_undoes_the_last_operation_and_the_one_before(front: Front) -> None:
    front.visit("maria", "+")
    front.visit("marcus", "+")
    front.press("Ctrl+Z")
    front.settle()
    assert front.view(front.marcus).purchases[0].undone
    assert not front.view(front.maria).purchases[0].undone
    front.press("Ctrl+Z")
    front.settle()
    assert front.view(front.maria).purchases[0].undone
    front.press("Ctrl+Z")
    assert front.toasts()[-1] == "Nothing to undo"


def test_ctrl_z_in_the_amount_undoes_the_visit_not_the_letters(front: Front) -> None:
    front.visit("maria", "+")
    front.open("marcus")
    front.type("12")
    front.press("Ctrl+Z")
    front.settle()
    assert front.till.bar.amount.text() == "12"
    assert front.view(front.maria).purchases[0].undone
    assert front.till.person.name.text() == "Marcus Lind"


def test_ctrl_z_before_the_visit_is_in_the_store_undoes_it_afterwards(front: Front) -> None:
    front.open("maria")
    front.press("Enter", "Ctrl+Z")
    front.settle()
    front.qtbot.waitUntil(lambda: front.view(front.maria).purchases[0].undone)


def test_after_undoing_the_customer_on_the_page_the_visit_can_be_typed_again(front: Front) -> None:
    front.visit("maria", "+98")
    front.press("Ctrl+Z")
    front.settle()
    assert front.focus is front.till.bar.amount.edit
    front.type("+89")
    front.press("Enter")
    front.settle()
    amounts = [(each.amount.minor, each.undone) for each in front.view(front.maria).purchases if each.amount]
    assert amounts == [(8900, False), (9800, True)]


def test_f8_redeems_the_first_reward_and_says_what_to_ring_up(front: Front) -> None:
    front.shop.buy(front.maria, coffee=8)
    front.open("maria")
    front.press("F8", "F8")
    front.settle()
    assert front.view(front.maria).standing.rewards == ()
    assert front.toasts()[-1] == "Maria Lindqvist · Valfri kaffedryck ring up: Kaffe, rabatt 100 %"
    front.press("Ctrl+Z")
    front.settle()
    assert len(front.view(front.maria).standing.rewards) == 1
    assert len(front.till.loyalty.rewards) == 1


def test_f8_with_nothing_to_redeem_says_so(front: Front) -> None:
    front.press("F8")
    front.open("maria")
    front.press("F8")
    assert front.toasts() == ["Open a customer first", "Maria Lindqvist has nothing to redeem"]


def test_esc_goes_back_to_the_search_then_empties_it_then_closes(front: Front) -> None:
    front.open("maria")
    front.type("12")
    front.press("Esc")
    assert front.focus is front.till.search.field
    assert front.till.opened is not None
    assert front.till.bar.amount.text() == "12"
    front.press("Esc")
    assert front.till.search.field.text() == ""
    assert front.till.opened is not None, "what was typed is not thrown away"


def test_esc_in_an_empty_search_closes_a_customer_with_nothing_typed(front: Front) -> None:
    front.open("maria")
    front.press("Esc", "Esc", "Esc")
    assert front.till.opened is None


def test_arrows_choose_another_hit(front: Front) -> None:
    front.type("mar")
    front.settle()
    names = [front.till.search.list.hits.line(row).name for row in range(2)]
    front.press("Down", "Enter")
    front.settle()
    assert front.till.person.name.text() == names[1]


def test_a_scan_opens_its_customer_from_anywhere(front: Front) -> None:
    card = front.card(front.marcus)
    front.open("maria")
    front.type("12")
    places: list[QWidget] = [front.till.search.field, front.till.bar.amount.edit, front.till.search.list]
    for place in places:
        place.setFocus()
        front.window.scanned(card)
        front.settle()
        assert front.till.person.name.text() == "Marcus Lind"
        assert front.focus is front.till.bar.amount.edit
        assert front.till.bar.amount.text() == ""
        assert front.till.search.field.text() == ""


def test_scan_and_enter_alone_is_one_coffee(front: Front) -> None:
    front.window.scanned(front.card(front.marcus))
    front.press("Enter")
    front.settle()
    front.qtbot.waitUntil(lambda: len(front.view(front.marcus).purchases) == 1)
    assert front.view(front.marcus).purchases[0].items[0].item == "coffee"


def test_a_scan_right_after_another_visit_finds_its_own_customer(front: Front) -> None:
    card = front.card(front.marcus)
    front.open("maria")
    front.press("Enter")
    front.window.scanned(card)
    front.settle()
    front.qtbot.waitUntil(lambda: front.till.person.name.text() == "Marcus Lind")
    assert len(front.view(front.maria).purchases) == 1
    assert front.view(front.marcus).purchases == ()


def test_an_unknown_card_says_so_and_changes_nothing(front: Front) -> None:
    front.open("maria")
    front.window.scanned("0000000000")
    front.settle()
    assert front.till.toasts.toasts[-1].failure
    assert front.till.person.name.text() == "Maria Lindqvist"
    assert front.focus is front.till.search.field


def test_one_more_for_the_same_customer_after_the_result(front: Front) -> None:
    front.visit("maria")
    front.till.bar.pills["bun"].click()
    front.till.bar.button.click()
    front.settle()
    assert len(front.view(front.maria).purchases) == 2


def test_the_buttons_stand_as_the_owner_put_them(front: Front) -> None:
    bar = front.till.bar
    front.open("maria")
    assert [item for item, pill in bar.pills.items() if not pill.isHidden()] == ["coffee", "bun", "gift-card"]
    order = (QuickItem("bun", ""), QuickItem("gift-card", ""), QuickItem("coffee", "", shown=False))
    settings.order_items(front.shop.session, order)
    front.open("marcus")
    assert [item for item, pill in bar.pills.items() if not pill.isHidden()] == ["bun", "gift-card"]
    assert not bar.more.isHidden(), "what stands no more as a button is under More"
    front.type("+")
    assert not bar.pills["coffee"].isHidden(), "its key still adds it, and then it is seen"
    front.press("Enter")
    front.settle()
    assert front.view(front.marcus).purchases[0].items[0].item == "coffee"
