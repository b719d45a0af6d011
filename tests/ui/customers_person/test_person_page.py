"""The page: its parts, its keys, what the curtain leaves to see, and that it is never older than the store."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget

from kassa.domain.codes import grouped
from kassa.errors import KassaError
from kassa.services import cards, checkout, corrections, customers, notes
from kassa.ui.customers.person.cards_panel import CardRow
from kassa.ui.customers.person.consent_sheet import ConsentSheet
from kassa.ui.customers.person.loyalty_sheets import AdjustSheet, CarrySheet
from kassa.ui.customers.person.undo_sheet import UndoSheet
from kassa.ui.till.new_card_sheet import NewCardSheet
from kassa.ui.till.note_sheet import NoteSheet
from kassa.ui.till.return_sheet import ReturnSheet
from kassa.ui.widgets.curtain import Curtain
from tests.ui.customers_person.conftest import Desk


def test_the_page_says_who_it_is(desk: Desk) -> None:
    who = desk.page.who
    assert who.name.text() == "Maria Lindqvist"
    assert who.number.text() == "#1001 · Customer since today · 1 visit · here today"
    assert who.facts["phone"].value.text() == "070-174 45 12"
    assert desk.page.overview.loyalty.isVisible()


def test_what_to_remember_has_more_room_than_the_stamps(desk: Desk) -> None:
    notes, loyalty = desk.page.overview.notes, desk.page.overview.loyalty
    assert notes.width() > loyalty.width()
    right = loyalty.mapTo(desk.page, loyalty.rect().topRight()).x()
    assert desk.page.width() - 60 < right < desk.page.width()


def test_a_telephone_from_abroad_keeps_its_country(desk: Desk) -> None:
    customers.edit(desk.shop.session, desk.maria, {"phone": "+4740612345"})
    desk.page.refresh()
    desk.settle()
    assert desk.page.who.facts["phone"].value.text() == "+47 40 61 23 45"


def test_the_keys_of_the_parts(desk: Desk) -> None:
    shown = []
    for place in range(5):
        desk.press(f"Alt+{place + 1}")
        desk.settle()
        shown.append(desk.page.parts.currentWidget())
    page = desk.page
    assert shown == [page.overview, page.purchases, page.why, page.cards, page.history]


def test_the_page_has_its_keys_although_the_window_uses_them_too(desk: Desk) -> None:
    heard = []
    for key in ("Ctrl+E", "Ctrl+N", "Esc"):
        shortcut = QShortcut(QKeySequence(key), desk.host)
        shortcut.activated.connect(lambda key=key: heard.append(key))
    desk.press("Ctrl+N")
    assert isinstance(desk.sheet, NoteSheet)
    desk.press("Esc")
    desk.press("Ctrl+E", "Esc")
    assert heard == [] and desk.page.sheets.sheet is None


def test_to_the_till(desk: Desk) -> None:
    with desk.qtbot.waitSignal(desk.page.to_till) as wanted:
        desk.press("Ctrl+T")
    assert wanted.args == [desk.maria]


def test_a_note_is_written_changed_done_and_undone(desk: Desk) -> None:
    desk.press("Ctrl+N")
    desk.type("Oat milk")
    with desk.qtbot.waitSignal(desk.page.changed):
        desk.press("Enter")
    desk.settle()
    (row,) = desk.page.overview.notes.rows
    assert row.words.text() == "Oat milk"
    row.setFocus()
    desk.press("Enter")
    assert isinstance(desk.sheet, NoteSheet)
    desk.sheet.text.setPlainText("Soy milk")
    desk.press("Enter")
    desk.settle()
    (row,) = desk.page.overview.notes.rows
    assert row.tick is not None
    row.tick.click()
    desk.settle()
    assert desk.page.overview.notes.rows == []
    desk.press("Alt+5")
    desk.settle()
    story = desk.page.history.story
    assert story.texts(0) == ["Sun 22 Nov · Done: Soy milk", "till-1"]
    told = [story.texts(row) for row in range(story.story.rowCount())]
    assert ["Sun 22 Nov · Note changed: Soy milk", "till-1", "before: Oat milk"] in told
    assert ["Sun 22 Nov · Noted (Other): Oat milk", ""] in told
    desk.undo()
    desk.press("Alt+1")
    assert [row.words.text() for row in desk.page.overview.notes.rows] == ["Soy milk"]


def test_notes_stand_by_what_is_due_pinned_and_by_kind(desk: Desk) -> None:
    add = notes.add
    add(desk.shop.session, desk.maria, "other")
    add(desk.shop.session, desk.maria, "likes", kind="likes")
    add(desk.shop.session, desk.maria, "pinned", pinned=True)
    add(desk.shop.session, desk.maria, "due", kind="promise", due=desk.shop.clock.now.date())
    add(desk.shop.session, desk.maria, "asks", kind="ask")
    desk.page.refresh()
    desk.settle()
    told = [row.words.text() for row in desk.page.overview.notes.rows]
    assert told == ["due", "pinned", "asks", "likes", "other"]


def test_a_consent_is_recorded_with_how_and_undone(desk: Desk) -> None:
    desk.page.who.consents["email"].setFocus()
    desk.press("Enter")
    sheet = desk.sheet
    assert isinstance(sheet, ConsentSheet)
    sheet.channels["sms"].click()
    sheet.answers["no"].click()
    sheet.ways["telephone"].click()
    sheet.save_button.click()
    desk.settle()
    (held,) = desk.customer(desk.maria).consents
    assert (held.channel, held.given, held.how) == ("sms", False, "By telephone")
    assert desk.page.who.consents["sms"].value.text() == "Text messages: no"
    assert "By telephone" in desk.page.who.consents["sms"].detail.text()
    assert desk.toasts() == ["Maria Lindqvist · Text messages: no"]
    desk.undo()
    assert desk.customer(desk.maria).consents == ()


def test_a_consent_without_an_answer_is_asked_about(desk: Desk) -> None:
    desk.page.who.consents["email"].pressed.emit("email")
    desk.sheet.submit()
    assert desk.sheet.error.text() == "Choose yes or no first."


def test_why_is_told_by_visits(desk: Desk) -> None:
    desk.press("Alt+3")
    desk.settle()
    story = desk.page.why.story
    title, *rest = story.texts(0)
    assert title.startswith("Sun 22 Nov · 2 × Kaffe · ") and "84.00" in title
    assert rest == [
        "till-1 · rules no. 1",
        "+2 to begin with: Välkomstgåva → 2 of 10",
        "+2 Kaffe × 2: 2 stamps → 4 of 10",
    ]
    assert story.story.rowCount() == 1
    assert story.story.index(0).data(Qt.ItemDataRole.AccessibleTextRole).startswith("Sun 22 Nov: 2 × Kaffe")
    Curtain().draw()
    assert story.story.index(0).data() is None


def test_years_of_it_come_as_one_scrolls(desk: Desk) -> None:
    for _ in range(150):
        desk.shop.buy(desk.maria, coffee=1)
    desk.page.refresh()
    desk.press("Alt+3")
    desk.settle()
    story = desk.page.why.story
    assert story.story.rowCount() == 60
    first = story.texts(59)
    for _ in range(2):
        story.verticalScrollBar().setValue(story.verticalScrollBar().maximum())
        desk.settle()
    assert story.story.rowCount() == 151
    assert story.texts(59) == first


def test_an_adjustment_has_its_reason_and_can_be_undone(desk: Desk) -> None:
    desk.page.overview.adjust.click()
    sheet = desk.sheet
    assert isinstance(sheet, AdjustSheet)
    desk.press("Enter")
    assert "How many stamps?" in sheet.error.text()
    sheet.more.click()
    sheet.more.click()
    desk.press("Enter")
    assert "Write the reason" in sheet.error.text()
    desk.type("spilt")
    desk.press("Enter")
    desk.settle()
    assert desk.shop.stamps(desk.maria) == 6
    desk.press("Alt+3")
    desk.settle()
    assert desk.page.why.story.texts(0)[2:] == ["+2 by hand: spilt → 6 of 10"]
    desk.undo()
    assert desk.shop.stamps(desk.maria) == 4


def test_stamps_are_taken_away_with_a_minus(desk: Desk) -> None:
    desk.page.overview.adjust.click()
    sheet = desk.sheet
    assert isinstance(sheet, AdjustSheet)
    desk.type("-1")
    sheet.reason.setText("counted wrong")
    desk.press("Enter")
    desk.settle()
    assert desk.shop.stamps(desk.maria) == 3


def test_a_paper_card_is_carried_over_once(desk: Desk) -> None:
    for _ in range(2):
        desk.page.overview.carry.click()
        assert isinstance(desk.sheet, CarrySheet)
        desk.type("5")
        desk.press("Enter")
        desk.settle()
    assert desk.shop.stamps(desk.maria) == 7
    assert "carried over already" in desk.sheet.error.text()


def test_a_full_paper_card_is_no_card_to_carry_over(desk: Desk) -> None:
    desk.page.overview.carry.click()
    desk.type("10")
    desk.press("Enter")
    assert desk.sheet.error.text() == "How many stamps are on the paper card? From 1 to 9."


def test_f8_gives_the_reward_and_undo_takes_it_back(desk: Desk) -> None:
    desk.shop.buy(desk.maria, coffee=8)
    desk.page.refresh()
    desk.settle()
    desk.press("F8")
    desk.settle()
    assert desk.view(desk.maria).standing.rewards == ()
    assert desk.page.overview.loyalty.rewards == []
    desk.undo()
    assert len(desk.view(desk.maria).standing.rewards) == 1


def test_a_purchase_is_taken_back_in_part_and_undone(desk: Desk) -> None:
    desk.press("Alt+2")
    desk.settle()
    desk.press("Alt+2")
    desk.page.take_cursor()
    assert desk.focus is desk.page.purchases.table
    desk.press("Enter")
    sheet = desk.sheet
    assert isinstance(sheet, ReturnSheet)
    sheet.pills["coffee"].click()
    sheet.save_button.click()
    desk.settle()
    assert desk.shop.stamps(desk.maria) == 3
    assert desk.page.purchases.model.index(0, 3).data() == "+1"
    desk.undo()
    assert desk.shop.stamps(desk.maria) == 4
    assert desk.page.purchases.model.index(0, 3).data() == "+2"


def test_undoing_a_purchase_is_asked_about_first(desk: Desk) -> None:
    desk.press("Alt+2")
    desk.settle()
    desk.page.take_cursor()
    desk.page.purchases.undo_button.click()
    assert isinstance(desk.sheet, UndoSheet)
    desk.press("Enter")  # the cursor is on Cancel
    assert desk.page.sheets.sheet is None
    assert not desk.view(desk.maria).purchases[0].undone
    desk.page.purchases.undo_button.click()
    desk.sheet.save_button.click()
    desk.settle()
    assert desk.view(desk.maria).purchases[0].undone
    assert desk.shop.stamps(desk.maria) == 2
    assert not desk.page.purchases.undo_button.isEnabled()
    assert not desk.page.purchases.return_button.isEnabled()


def test_all_purchases_come_as_one_scrolls(desk: Desk) -> None:
    for _ in range(120):
        desk.shop.buy(desk.maria, 100)
    desk.page.refresh()
    desk.press("Alt+2")
    desk.settle()
    table, model = desk.page.purchases.table, desk.page.purchases.model
    assert model.rowCount() == 50
    for _ in range(3):
        table.verticalScrollBar().setValue(table.verticalScrollBar().maximum())
        desk.settle()
    assert model.rowCount() == 121
    assert len({model.index(row, 0).data(model.ROW).purchase.id for row in range(121)}) == 121
    desk.shop.buy(desk.maria, 200)
    desk.page.refresh()
    desk.settle()
    assert model.rowCount() == 121 and desk.page.purchases.chosen is not None


def test_a_latest_purchase_is_found_among_all(desk: Desk) -> None:
    for _ in range(3):
        desk.shop.buy(desk.maria, 100)
        desk.shop.clock.pass_time(minutes=1)
    desk.page.refresh()
    desk.settle()
    oldest = desk.view(desk.maria).purchases[-1].id
    desk.page.overview.purchases.opened.emit(oldest)
    desk.settle()
    assert desk.page.purchases.chosen is not None and desk.page.purchases.chosen.id == oldest


def card_rows(desk: Desk) -> list[CardRow]:
    desk.press("Alt+4")
    desk.settle()
    return desk.page.cards.rows


def scan(desk: Desk, code: str) -> None:
    assert desk.page.take_scan(code)
    desk.settle()


def test_a_scan_belongs_to_the_till_unless_a_card_is_wanted_here(desk: Desk) -> None:
    code = desk.card(desk.maria)
    assert not desk.page.take_scan(code)
    desk.press("Ctrl+K")
    with desk.qtbot.waitSignal(desk.page.to_till) as wanted:
        assert desk.page.take_scan(code)
    assert wanted.args == [code] and desk.page.sheets.sheet is None
    desk.settle()


def test_a_card_that_was_lost_is_not_given(desk: Desk) -> None:
    code = desk.card(desk.maria)
    cards.lost(desk.shop.session, code)
    desk.press("Ctrl+K")
    scan(desk, code)
    assert "was reported lost" in desk.sheet.error.text()


def test_a_card_is_given_replaced_lost_and_blocked(desk: Desk) -> None:
    first, second, third = desk.blanks(3)
    assert card_rows(desk) == []
    desk.press("Ctrl+K")
    assert isinstance(desk.sheet, NewCardSheet)
    scan(desk, first)
    desk.settle()
    (row,) = card_rows(desk)
    row.buttons["replace"].click()
    scan(desk, second)
    desk.settle()
    fresh, old = card_rows(desk)
    assert (fresh.state.text(), old.state.text()) == ("in use", "replaced")
    assert "replaced 22 November 2026 at 13:00 · till-1" in old.story.text()
    fresh.buttons["lost"].click()
    desk.settle()
    desk.press("Esc")
    assert [row.state.text() for row in card_rows(desk)].count("lost") == 1
    assert desk.toasts()[-1] == f"Maria Lindqvist · the card {grouped(second)} is lost: it opens nobody"
    desk.undo()
    assert card_rows(desk)[0].state.text() == "in use"
    card_rows(desk)[0].buttons["block"].click()
    desk.settle()
    with pytest.raises(KassaError) as refused:
        customers.show(desk.shop.session, second)
    assert refused.value.code == "card_blocked"
    card_rows(desk)[0].buttons["replace"].click()
    scan(desk, third)
    desk.settle()
    assert desk.customer(third).id == desk.maria


def test_without_a_card_one_can_be_printed(desk: Desk) -> None:
    card_rows(desk)
    assert desk.page.cards.print.isVisible()
    with desk.qtbot.waitSignal(desk.page.card_to_print) as wanted:
        desk.page.cards.print.click()
    assert wanted.args == ["#1001"]
    desk.card(desk.maria)
    desk.page.refresh()
    card_rows(desk)
    assert not desk.page.cards.print.isVisible()


def test_a_card_that_was_never_printed_says_so_and_asks_for_it(desk: Desk) -> None:
    code = desk.card(desk.maria)
    cards.lost_and_new(desk.shop.cashier("Ola", "till-2"), code)
    desk.page.refresh()
    fresh, old = card_rows(desk)
    assert (fresh.state.text(), fresh.waits.isVisible(), old.waits.isVisible()) == ("in use", True, False)
    assert "needs printing" in fresh.accessibleName()
    assert "reported lost 22 November 2026 at 13:00 · Ola · till-2" in old.story.text()
    assert old.buttons == {}
    with desk.qtbot.waitSignal(desk.page.card_to_print) as wanted:
        fresh.buttons["print"].click()
    assert wanted.args == ["#1001"]


def test_what_another_till_wrote_is_read_when_the_page_is_asked_to(desk: Desk) -> None:
    desk.press("Alt+3")
    desk.settle()
    checkout.take_back(desk.shop.session, desk.view(desk.maria).purchases[0].id)
    corrections.adjust(desk.shop.session, desk.maria, "stamps", 3, "reason")
    desk.page.refresh()
    desk.settle()
    assert desk.page.why.story.story.rowCount() == 3
    desk.press("Alt+2")
    desk.settle()
    assert desk.page.purchases.model.index(0, 1).data() == "Kaffe ×2, returned"


def test_the_page_reads_again_when_it_comes_back_to_the_front(desk: Desk) -> None:
    desk.page.hide()
    customers.edit(desk.shop.session, desk.maria, {"name": "Maria Lind"})
    desk.page.show()
    desk.settle()
    assert desk.page.who.name.text() == "Maria Lind"


def test_another_customer_shows_nothing_of_the_one_before(desk: Desk) -> None:
    desk.press("Alt+2")
    desk.settle()
    other = desk.shop.join("Ola Nordmann")
    desk.look_at(other)
    assert desk.page.parts.currentWidget() is desk.page.overview
    desk.press("Alt+2")
    desk.settle()
    assert desk.page.purchases.model.rowCount() == 0
    assert desk.page.purchases.table.isHidden()


def test_a_customer_who_is_gone_is_said(desk: Desk) -> None:
    desk.look_at("#9999")
    assert len(desk.toasts()) == 1 and "#9999" in desk.toasts()[0]


def test_the_curtain_leaves_the_name_and_the_stamp_card(desk: Desk) -> None:
    notes.add(desk.shop.session, desk.maria, "Oat milk")
    desk.page.refresh()
    desk.press("Alt+2")
    desk.settle()
    Curtain().draw()
    page = desk.page
    assert page.parts.currentWidget() is page.overview
    assert page.who.name.text() == "Maria Lindqvist" and page.overview.loyalty.isVisible()
    assert not page.overview.notes.isVisible() and not page.overview.purchases.isVisible()
    assert not any(fact.isVisible() for fact in page.who.facts.values())
    assert not page.tabs.isVisible()
    assert page.who.number.text() == ""
    page.refresh()
    desk.settle()
    assert not any(fact.isVisible() for fact in page.who.facts.values())
    desk.press("Ctrl+E", "Alt+3")
    assert page.sheets.sheet is None and page.parts.currentWidget() is page.overview
    Curtain().draw(False)
    assert page.who.facts["phone"].isVisible() and page.tabs.isVisible()
    assert page.parts.currentWidget() is page.why


def test_every_control_has_a_name_and_is_reached_by_tab(desk: Desk) -> None:
    desk.shop.buy(desk.maria, coffee=8)
    desk.blanks()
    desk.page.refresh()
    for place in range(5):
        desk.press(f"Alt+{place + 1}")
        desk.settle()
        wanted = [
            one
            for kind in (QAbstractButton, QLineEdit)
            for one in desk.page.findChildren(kind)
            if one.isVisible() and one.isEnabled()
        ]
        assert all(one.accessibleName() for one in wanted), [one for one in wanted if not one.accessibleName()]
        reached: set[QWidget] = set()
        for _ in range(80):
            reached.add(desk.focus)
            desk.press("Tab")
        others = set(desk.page.tabs.buttons)
        assert [one.accessibleName() for one in wanted if one not in reached and one not in others] == [], place
