"""Changing who a customer is: by keys, undoable, and never over what somebody else wrote."""

from __future__ import annotations

from kassa.services import customers
from kassa.ui.till.edit_sheet import EditSheet
from kassa.ui.widgets.curtain import Curtain
from tests.ui.customers_person.conftest import Desk


def editing(desk: Desk) -> EditSheet:
    assert isinstance(desk.sheet, EditSheet)
    return desk.sheet


def test_ctrl_e_changes_the_name_and_undo_brings_it_back(desk: Desk) -> None:
    desk.press("Ctrl+E")
    editing(desk).name.setText("Maria Lind")
    desk.press("Enter")
    desk.settle()
    assert desk.page.sheets.sheet is None
    assert desk.page.who.name.text() == "Maria Lind"
    assert desk.toasts() == ["Maria Lindqvist is changed"]
    desk.press("Ctrl+Z")
    desk.settle()
    assert desk.customer(desk.maria).name == "Maria Lindqvist"
    assert desk.page.who.name.text() == "Maria Lindqvist"


def test_every_field_is_saved(desk: Desk) -> None:
    desk.press("Ctrl+E")
    sheet = editing(desk)
    sheet.email.setText("maria@example.se")
    sheet.birthday.setText("3/6 1990")
    sheet.address.setPlainText("Storgatan 1\n111 22 Stockholm")
    sheet.languages["pl"].click()
    sheet.tags.field.setFocus()
    desk.type("lunch,")
    desk.type("bok")
    desk.press("Ctrl+Enter")
    desk.settle()
    kept = desk.customer(desk.maria)
    assert (kept.email, kept.birthday, kept.language) == ("maria@example.se", "1990-06-03", "pl")
    assert kept.address == "Storgatan 1\n111 22 Stockholm"
    assert kept.tags == ("bok", "lunch")
    assert kept.phone == "+46701744512"


def test_a_year_of_birth_may_be_left_out(desk: Desk) -> None:
    desk.press("Ctrl+E")
    editing(desk).birthday.setText("3/6")
    desk.press("Enter")
    desk.settle()
    assert desk.customer(desk.maria).birthday == "--06-03"


def test_no_birthday_is_refused_where_it_stands(desk: Desk) -> None:
    desk.press("Ctrl+E")
    editing(desk).birthday.setText("31/2")
    desk.press("Enter")
    desk.settle()
    assert "no birthday" in editing(desk).error.text()
    assert desk.focus is editing(desk).birthday
    assert desk.customer(desk.maria).birthday is None


def test_what_the_register_refuses_stays_typed(desk: Desk) -> None:
    desk.press("Ctrl+E")
    editing(desk).phone.setText("12")
    desk.press("Enter")
    desk.settle()
    assert "12 can't be a telephone number" in editing(desk).error.text()
    assert editing(desk).phone.text() == "12"


def test_esc_changes_nothing_and_then_leaves_the_page(desk: Desk) -> None:
    desk.press("Ctrl+E")
    editing(desk).name.setText("X")
    desk.press("Esc")
    assert desk.page.sheets.sheet is None
    with desk.qtbot.waitSignal(desk.page.closed):
        desk.press("Esc")
    assert desk.customer(desk.maria).name == "Maria Lindqvist"


def test_nothing_changed_writes_nothing(desk: Desk) -> None:
    desk.press("Ctrl+E", "Enter")
    desk.settle()
    assert desk.page.sheets.sheet is None
    assert desk.toasts() == []


def test_a_fact_that_is_pressed_is_changed_there(desk: Desk) -> None:
    desk.page.who.facts["phone"].setFocus()
    desk.press("Enter")
    assert desk.focus is editing(desk).phone


def test_two_people_changing_different_fields_both_have_their_way(desk: Desk) -> None:
    desk.press("Ctrl+E")
    customers.edit(desk.shop.cashier("Erik"), desk.maria, {"email": "new@example.se"})
    editing(desk).phone.setText("0701749003")
    desk.press("Enter")
    desk.settle()
    kept = desk.customer(desk.maria)
    assert (kept.phone, kept.email) == ("+46701749003", "new@example.se")


def conflict(desk: Desk) -> EditSheet:
    desk.press("Ctrl+E")
    sheet = editing(desk)
    customers.edit(desk.shop.cashier("Erik"), desk.maria, {"phone": "0701111111", "tags": ["lunch"]})
    sheet.phone.setText("0702222222")
    sheet.name.setText("Maria Lind")
    sheet.tags.add("bok")
    desk.press("Enter")
    desk.settle()
    return sheet


def test_the_second_of_two_people_is_told_and_nothing_is_lost(desk: Desk) -> None:
    sheet = conflict(desk)
    assert desk.page.sheets.sheet is sheet
    assert "Somebody else changed this customer meanwhile" in sheet.error.text()
    assert sheet.phone.text() == "0702222222" and sheet.name.text() == "Maria Lind"
    shown = {field for field, choice in sheet.choices.items() if choice.isVisible()}
    assert shown == {"phone", "tags"}
    assert sheet.choices["phone"].told.text() == "Somebody else wrote meanwhile: +46701111111"
    assert desk.focus is sheet.choices["phone"].take
    assert desk.customer(desk.maria).phone == "+46701111111"


def test_one_takes_theirs_and_keeps_ones_own(desk: Desk) -> None:
    sheet = conflict(desk)
    desk.press("Enter")  # theirs
    assert sheet.phone.text() == "+46701111111"
    sheet.choices["tags"].keep.click()
    assert desk.focus is sheet.save_button and not sheet.error.isVisible()
    desk.press("Enter")
    desk.settle()
    kept = desk.customer(desk.maria)
    assert (kept.name, kept.phone, kept.tags) == ("Maria Lind", "+46701111111", ("bok",))


def test_nothing_is_saved_before_one_has_chosen(desk: Desk) -> None:
    sheet = conflict(desk)
    sheet.save_button.click()
    desk.settle()
    assert sheet.error.text() == "Choose whose is to stand: Telephone."
    assert desk.customer(desk.maria).name == "Maria Lindqvist"


def test_the_curtain_keeps_what_was_typed(desk: Desk) -> None:
    desk.press("Ctrl+E")
    editing(desk).email.setText("half@")
    Curtain().draw()
    assert desk.page.sheets.sheet is None
    Curtain().draw(False)
    customers.edit(desk.shop.session, desk.maria, {"name": "Maria Lind"})
    desk.page.refresh()
    desk.settle()
    desk.press("Ctrl+E")
    assert editing(desk).email.text() == "half@"
    assert editing(desk).name.text() == "Maria Lind"


def test_what_others_wrote_while_a_sheet_was_aside_is_asked_about_too(desk: Desk) -> None:
    desk.press("Ctrl+E")
    editing(desk).phone.setText("0702222222")
    Curtain().draw()
    Curtain().draw(False)
    customers.edit(desk.shop.session, desk.maria, {"phone": "0701111111"})
    desk.page.refresh()
    desk.settle()
    desk.press("Ctrl+E", "Enter")
    desk.settle()
    assert editing(desk).choices["phone"].isVisible()


def test_tags_in_use_are_offered_and_written_as_they_are(desk: Desk) -> None:
    customers.edit(desk.shop.session, desk.shop.join("Ola"), {"tags": ["Bokcirkeln"]})
    desk.press("Ctrl+E")
    desk.settle()
    tags = editing(desk).tags
    tags.field.setFocus()
    desk.type("bokcirkeln")
    desk.press("Enter")
    assert tags.tags == ("Bokcirkeln",)
    desk.type("bok")
    assert desk.page.sheets.sheet is not None
    desk.press("Enter")
    desk.press("Backspace")
    assert [button.tag for button in tags.buttons] == ["Bokcirkeln"]
    tags.buttons[0].click()
    assert not tags.tags


def test_the_history_tells_what_was_changed_and_by_whom(desk: Desk) -> None:
    customers.edit(desk.shop.cashier("Erik"), desk.maria, {"phone": "0701111111"})
    desk.page.refresh()
    desk.press("Alt+5")
    desk.settle()
    told = desk.page.history.story.texts(0)
    assert told == ["Sun 22 Nov · Telephone: 070-111 11 11", "Erik", "before: 070-174 45 12"]


def test_a_telephone_is_shown_as_people_write_it_and_stays_what_it_is(desk: Desk) -> None:
    desk.look_at(desk.maria)
    desk.press("Ctrl+E")
    desk.settle()
    sheet = desk.sheet
    assert isinstance(sheet, EditSheet)
    assert sheet.phone.text() == "070-174 45 12"
    assert sheet.value().changes == {}
    sheet.phone.setText("070-174 90 99")
    desk.press("Enter")
    desk.settle()
    assert desk.customer(desk.maria).phone == "+46701749099"


def test_a_telephone_that_is_being_typed_is_left_alone(desk: Desk) -> None:
    desk.look_at(desk.maria)
    desk.press("Ctrl+E")
    sheet = desk.sheet
    assert isinstance(sheet, EditSheet)
    sheet.phone.setText("070-1")
    desk.settle()
    assert sheet.phone.text() == "070-1"
