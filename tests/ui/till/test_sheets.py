"""The till's dialogs: one field to join, notes, returns, cards; and what a scan does to them."""

from __future__ import annotations

from datetime import date
from functools import partial

from kassa.services import customers, notes
from kassa.ui.till.customer_sheet import CustomerSheet
from kassa.ui.till.edit_sheet import EditSheet
from kassa.ui.till.note_sheet import NoteSheet
from kassa.ui.till.return_sheet import ReturnSheet
from tests.ui.till.conftest import Front

TODAY = date(2026, 11, 22)


def sheet(front: Front) -> object:
    return front.till.sheets.sheet


def number_of_customers(front: Front) -> int:
    return len(customers.find(front.shop.session, ""))


def test_f4_and_a_name_is_enough_to_join(front: Front) -> None:
    front.press("F4")
    front.type("Åsa Öberg")
    front.press("Enter")
    front.settle()
    front.qtbot.waitUntil(lambda: front.till.person.name.text() == "Åsa Öberg")
    assert front.till.sheets.sheet is None
    assert front.focus is front.till.bar.amount.edit
    assert front.toasts() == ["Åsa Öberg is in the register"]


def test_nothing_typed_is_nobody(front: Front) -> None:
    front.press("F4", "Enter")
    front.settle()
    assert isinstance(sheet(front), CustomerSheet)
    assert number_of_customers(front) == 2


def test_a_likely_duplicate_is_shown_before_saving_and_f3_opens_it(front: Front) -> None:
    front.press("F4")
    front.type("Maria Lindkvist")
    front.press("Enter")
    front.settle()
    opened = sheet(front)
    assert isinstance(opened, CustomerSheet)
    assert opened.save_button.label == "Save as a new customer"
    assert number_of_customers(front) == 2
    front.press("F3")
    front.settle()
    assert sheet(front) is None
    assert front.till.person.name.text() == "Maria Lindqvist"


def test_a_namesake_can_join_all_the_same(front: Front) -> None:
    front.press("F4")
    front.type("Maria Lindqvist")
    front.press("Enter")
    front.settle()
    front.press("Enter")
    front.settle()
    assert number_of_customers(front) == 3


def test_what_was_searched_in_vain_is_the_first_field(front: Front) -> None:
    front.type("Nils Holgersson")
    front.settle()
    front.press("F4")
    opened = sheet(front)
    assert isinstance(opened, CustomerSheet)
    assert opened.name.text() == "Nils Holgersson"


def test_a_refused_customer_stays_typed(front: Front) -> None:
    front.press("F4")
    front.type("Nils 850709-9805")
    front.press("Enter")
    front.settle()
    opened = sheet(front)
    assert isinstance(opened, CustomerSheet)
    assert "identity number" in opened.error.text()
    assert opened.name.text() == "Nils 850709-9805"
    assert opened.save_button.isEnabled()


def test_a_blank_card_scanned_into_the_dialog_fills_its_field(front: Front) -> None:
    card = front.blank()
    front.press("F4")
    front.type("Åsa")
    front.window.scanned(card)
    front.settle()
    opened = sheet(front)
    assert isinstance(opened, CustomerSheet)
    assert (opened.value().name, opened.value().card) == ("Åsa", card)


def test_a_regulars_card_leaves_the_dialog_aside_and_f4_brings_it_back(front: Front) -> None:
    card = front.card(front.marcus)
    front.press("F4")
    front.type("Åsa")
    front.window.scanned(card)
    front.settle()
    assert sheet(front) is None
    assert front.till.person.name.text() == "Marcus Lind"
    assert front.focus is front.till.bar.amount.edit
    front.press("F4")
    opened = sheet(front)
    assert isinstance(opened, CustomerSheet)
    assert opened.value().name == "Åsa"


def test_enter_right_after_the_scan_is_the_regulars_not_the_dialogs(front: Front) -> None:
    card = front.card(front.marcus)
    front.press("F4")
    front.type("Somebody")
    front.window.scanned(card)
    front.press("Enter")
    front.settle()
    front.qtbot.waitUntil(lambda: len(front.view(front.marcus).purchases) == 1)
    assert number_of_customers(front) == 2


def test_enter_right_after_a_blank_card_saves_the_dialog_with_it(front: Front) -> None:
    card = front.blank()
    front.press("F4")
    front.type("Somebody")
    front.window.scanned(card)
    front.press("Enter")
    front.settle()
    front.qtbot.waitUntil(lambda: front.till.opened is not None)
    assert front.till.opened is not None
    assert [each.code for each in front.till.opened.view.cards] == [card]


def test_ctrl_n_notes_something_with_kind_and_day(front: Front) -> None:
    front.open("maria")
    front.press("Ctrl+N")
    front.type("Book has come")
    front.press("Ctrl+4")
    opened = sheet(front)
    assert isinstance(opened, NoteSheet)
    opened.due.setText("22/11")
    front.press("Enter")
    front.settle()
    (note,) = front.view(front.maria).notes
    assert (note.text, note.kind, note.due, note.pinned) == ("Book has come", "promise", TODAY, False)
    (row,) = front.till.person.notes
    assert row.due.text() == "today"
    assert front.focus is front.till.bar.amount.edit


def test_a_day_that_is_none_is_said_and_the_note_stays_typed(front: Front) -> None:
    front.open("maria")
    front.press("Ctrl+N")
    front.type("Book")
    opened = sheet(front)
    assert isinstance(opened, NoteSheet)
    opened.choose_kind("promise")
    opened.due.setText("31/11")
    front.press("Enter")
    assert opened.error.text().startswith("That is no day")
    assert front.view(front.maria).notes == ()


def test_a_note_half_typed_waits_for_its_customer(front: Front) -> None:
    card = front.card(front.marcus)
    front.open("maria")
    front.press("Ctrl+N")
    front.type("Likes Selma Lagerl")
    front.window.scanned(card)
    front.settle()
    front.press("Ctrl+N")
    opened = sheet(front)
    assert isinstance(opened, NoteSheet)
    assert opened.text.toPlainText() == ""
    front.press("Esc")
    front.open("maria")
    front.press("Ctrl+N")
    opened = sheet(front)
    assert isinstance(opened, NoteSheet)
    assert opened.text.toPlainText() == "Likes Selma Lagerl"


def test_a_health_note_needs_the_customers_word(front: Front) -> None:
    front.open("maria")
    front.press("Ctrl+N")
    front.type("Nuts")
    front.press("Ctrl+5", "Enter")
    front.settle()
    opened = sheet(front)
    assert isinstance(opened, NoteSheet)
    assert "consent" in opened.error.text()
    opened.agreed.click()
    front.press("Enter")
    front.settle()
    assert front.view(front.maria).notes[0].kind == "health"


def test_f6_finishes_the_greetings_question_and_can_be_undone(front: Front) -> None:
    notes.add(front.shop.session, front.maria, "How was Visby?", "ask")
    front.open("maria")
    assert front.till.person.say.text() == "“Hi Maria! How was Visby?”"
    front.press("F6")
    front.settle()
    assert [note.state for note in front.view(front.maria).notes if note.state == "open"] == []
    assert front.till.person.say.text() == "“Hi Maria!”"
    assert front.toasts() == ["Maria Lindqvist · asked"]
    front.press("Ctrl+Z")
    front.settle()
    assert front.till.person.say.text() == "“Hi Maria! How was Visby?”"


def test_a_note_is_changed_finished_and_removed_from_its_sheet(front: Front) -> None:
    note = notes.add(front.shop.session, front.maria, "Oat milk", "likes")
    front.open("maria")
    front.till.person.notes[0].setFocus()
    front.press("Enter")
    opened = sheet(front)
    assert isinstance(opened, NoteSheet)
    assert opened.text.toPlainText() == "Oat milk"
    front.type(" only")
    front.press("Ctrl+P", "Enter")
    front.settle()
    (held,) = front.view(front.maria).notes
    assert (held.id, held.text, held.pinned) == (note.id, "Oat milk only", True)
    front.till.favours.open_note(note.id)
    opened = sheet(front)
    assert isinstance(opened, NoteSheet)
    opened.remove_button.click()
    front.settle()
    assert front.till.person.notes == []


def test_a_purchase_is_taken_back_whole_or_in_part(front: Front) -> None:
    front.shop.buy(front.maria, coffee=2)
    front.open("maria")
    front.till.favours.open_purchase(front.view(front.maria).purchases[0].id)
    opened = sheet(front)
    assert isinstance(opened, ReturnSheet)
    opened.pills["coffee"].click()
    front.press("Enter")
    front.settle()
    assert front.shop.stamps(front.maria) == 3
    front.till.favours.open_purchase(front.view(front.maria).purchases[0].id)
    front.press("Enter")
    front.settle()
    assert front.shop.stamps(front.maria) == 2
    front.press("Ctrl+Z")
    front.settle()
    assert front.shop.stamps(front.maria) == 3


def test_ctrl_e_changes_the_customer_and_ctrl_z_changes_it_back(front: Front) -> None:
    front.open("maria")
    front.press("Ctrl+E")
    opened = sheet(front)
    assert isinstance(opened, EditSheet)
    opened.birthday.setText("3/6")
    opened.phone.setText("")
    front.press("Enter")
    front.settle()
    held = front.view(front.maria).customer
    assert (held.birthday, held.phone) == ("--06-03", None)
    front.press("Ctrl+Z")
    front.settle()
    held = front.view(front.maria).customer
    assert (held.birthday, held.phone) == (None, "+46701744512")


def test_the_second_of_two_who_change_a_customer_is_told(front: Front) -> None:
    front.open("maria")
    front.press("Ctrl+E")
    opened = sheet(front)
    assert isinstance(opened, EditSheet)
    customers.edit(front.shop.cashier("Erik", "till-2"), front.maria, {"name": "Maria Lind"})
    opened.name.setText("Maria L.")
    front.press("Enter")
    front.settle()
    assert sheet(front) is opened and opened.choices["name"].isVisible()
    assert front.view(front.maria).customer.name == "Maria Lind"
    opened.choices["name"].keep.click()
    front.press("Enter")
    front.settle()
    assert front.view(front.maria).customer.name == "Maria L."


def test_tab_stays_in_the_sheet(front: Front) -> None:
    front.press("F4")
    opened = sheet(front)
    assert isinstance(opened, CustomerSheet)
    seen = set()
    for _ in range(12):
        front.press("Tab")
        assert opened.isAncestorOf(front.focus)
        seen.add(front.focus)
    assert {opened.name, opened.phone, opened.card, opened.save_button, opened.cancel_button} <= seen


def test_esc_leaves_the_sheet_and_nothing_is_saved(front: Front) -> None:
    front.open("maria")
    front.press("Ctrl+N")
    front.type("Something")
    front.press("Esc")
    assert sheet(front) is None
    assert front.focus is front.till.bar.amount.edit
    assert front.view(front.maria).notes == ()


def shows(front: Front, name: str) -> bool:
    """Whether the person on the page has exactly that name."""
    return front.till.person.name.text() == name


def test_names_of_any_kind_stay_exactly_so(front: Front) -> None:
    for name in ("<b>Bo</b>", "=1+1", "O'Brien & Co", "王小明", "x" * 200):
        front.press("F4")
        opened = sheet(front)
        assert isinstance(opened, CustomerSheet)
        opened.name.setText(name)
        front.press("Enter")
        front.settle()
        front.qtbot.waitUntil(partial(shows, front, name))
