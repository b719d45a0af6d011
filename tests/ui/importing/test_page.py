"""The import page on a real store: looked at, corrected, imported, regretted, imported again."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from kassa.exchange.mapping import Mapping, read_mapping
from kassa.services import customers, importing
from kassa.ui.importing import desk
from kassa.ui.widgets.curtain import Curtain
from kassa.ui.widgets.label import Label
from tests.ui.importing.conftest import Owner

LIST = "Namn;Telefon;Om\nAnna Berg;070-174 45 12;gillar te\nBo Ek;;\n"


def test_the_whole_story(owner: Owner, qtbot: QtBot) -> None:
    page = owner.page
    assert owner.in_front() is page.choose
    owner.look_at(owner.receipts())
    assert owner.in_front() is page.preview
    assert page.header.title.full_text() == "loyverse_receipts_by_item.csv"
    assert page.header.subtitle.full_text() == "Sales from Loyverse"
    seen = owner.tiles()
    assert {"receipts", "people", "refunds", "left out"} <= set(seen)
    assert "The day stands before the month" in [fact.text for fact in page.preview.understood.facts]
    # One column corrected by hand.
    row = page.preview.columns.row("Cashier name")
    assert row.choice.value() == "staff"
    page.preview.columns.picked.emit("Cashier name", "ignore")
    owner.settle()
    assert row.choice.value() == "ignore"
    assert row.back.isVisibleTo(page)
    label = page.header.go_button.label
    assert label.startswith("Import ")
    assert label.endswith(" receipts")
    with qtbot.waitSignal(page.imported):
        owner.bring_in()
    assert owner.in_front() is page.summary
    first = owner.outcome()
    everybody = owner.names()
    assert label == f"Import {int(first['new purchases']) + int(first.get('refunds', 0))} receipts"
    assert int(first["new purchases"]) > 50
    assert len(everybody) > 20
    # Regretted, whole.
    page.summary.undo_button.click()
    owner.settle()
    assert page.summary.text.full_text() == "The import is undone, as if it had never been."
    assert owner.names() == set()
    # And once more, with the same choices.
    page.summary.again_button.click()
    owner.settle()
    assert page.preview.columns.row("Cashier name").choice.value() == "ignore"
    owner.bring_in()
    assert owner.outcome() == first
    assert owner.names() == everybody
    # A second time nobody comes twice.
    page.summary.another_button.click()
    owner.settle()
    owner.look_at(owner.receipts())
    assert page.preview.notice.text.full_text().startswith("All of this is here already.")
    owner.bring_in()
    assert owner.outcome()["new purchases"] == "0"
    assert owner.names() == everybody


def test_what_will_happen_is_rehearsed_and_changes_nothing(owner: Owner) -> None:
    owner.shop.join("Anna Berg", phone="0701744512")
    owner.look_at(owner.file("kunder.csv", LIST))
    assert owner.sums() == [
        ("whole", "Rows in the file", 2),
        ("less", "nothing new in them", 1),
        ("sum", "To import", 1),
    ]
    assert owner.page.preview.reckoning.title.full_text() == "How it adds up, compared with your register"
    assert owner.page.header.go_button.label == "Import 1 person"
    assert owner.names() == {"Anna Berg"}


def test_a_column_becomes_what_the_person_says_and_back(owner: Owner) -> None:
    owner.look_at(owner.file("kunder.csv", LIST))
    columns = owner.page.preview.columns
    assert columns.row("Om").choice.value() == "ignore"
    box = columns.row("Om").choice
    box.setFocus()
    box.set_value("note")
    box.picked.emit("note")
    owner.settle()
    assert columns.row("Om").changed
    columns.row("Om").back.click()
    owner.settle()
    assert not columns.row("Om").changed
    assert box.value() == "ignore"
    box.picked.emit("note")
    owner.settle()
    owner.bring_in()
    anna = customers.find(owner.shop.session, "anna")[0]
    assert any("gillar te" in note.text for note in customers.show(owner.shop.session, anna.id).notes)


def test_only_the_last_change_counts(owner: Owner) -> None:
    owner.look_at(owner.file("kunder.csv", LIST))
    columns = owner.page.preview.columns
    columns.picked.emit("Om", "tags")
    columns.picked.emit("Om", "note")
    columns.picked.emit("Om", "address")
    assert not owner.page.header.go_button.isEnabled(), "not while it is being read anew"
    owner.settle()
    assert columns.row("Om").column.field == "address"
    assert owner.page.header.go_button.isEnabled()


def test_nothing_is_imported_before_the_order_of_days_is_said(owner: Owner) -> None:
    owner.look_at(owner.file("list.csv", "Name,Birthday\nAnna Berg,03/06/1990\n"))
    page = owner.page
    question = page.preview.order
    assert question.isVisibleTo(page)
    assert question.heading.full_text() == "Which day is 03/06/1990?"
    assert [button.label for button in question.buttons] == ["3 June 1990", "6 March 1990"]
    assert not page.header.go_button.isEnabled()
    assert QApplication.focusWidget() is question.buttons[0] or not page.isActiveWindow()
    question.buttons[1].click()
    owner.settle()
    assert not question.isVisibleTo(page)
    owner.bring_in()
    anna = customers.find(owner.shop.session, "anna")[0]
    assert customers.show(owner.shop.session, anna.id).customer.birthday == "1990-03-06"


def test_stamps_ask_for_their_card_where_there_are_several(owner_of_two_cards: Owner) -> None:
    owner = owner_of_two_cards
    owner.look_at(owner.file("list.csv", "Namn;Stämplar\nAnna Berg;5\n"))
    question = owner.page.preview.card
    assert [button.label for button in question.buttons] == ["Kaffekortet", "Bullkortet"]
    assert not owner.page.header.go_button.isEnabled()
    question.buttons[1].click()
    owner.settle()
    owner.bring_in()
    anna = customers.find(owner.shop.session, "anna")[0]
    assert owner.shop.stamps(anna.id, "bun-card") == 5


def test_stamps_go_to_the_only_card_without_a_word(owner: Owner) -> None:
    owner.look_at(owner.file("list.csv", "Namn;Stämplar\nAnna Berg;5\n"))
    assert owner.page.preview.open_question() is None
    owner.bring_in()
    assert owner.shop.stamps(customers.find(owner.shop.session, "anna")[0].id) == 5


@pytest.mark.parametrize(
    ("name", "contents"),
    [
        ("empty.csv", b""),
        ("picture.csv", bytes(range(256)) * 8),
        ("not.xlsx", b"PK\x03\x04nothing"),
        ("gone.csv", None),
    ],
)
def test_a_bad_file_is_told_calmly_where_it_was_dropped(owner: Owner, name: str, contents: bytes | None) -> None:
    file = owner.folder / name if contents is None else owner.file(name, contents)
    owner.look_at(file)
    choose = owner.page.choose
    assert owner.in_front() is choose
    assert choose.heading.full_text() == f"{name} can't be imported"
    assert choose.text.full_text().endswith(".")
    assert choose.choose_button.label == "Choose another file…"
    owner.look_at(owner.file("kunder.csv", LIST))
    assert owner.in_front() is owner.page.preview


def test_a_table_that_says_nothing_can_be_explained(owner: Owner) -> None:
    owner.look_at(owner.file("odd.csv", "Kol A;Kol B\nAnna Berg;070-174 45 12\nBo Ek;070-174 90 03\n"))
    page = owner.page
    assert owner.in_front() is page.preview
    assert page.preview.trouble.isVisibleTo(page)
    assert not page.header.go_button.isEnabled()
    page.preview.columns.picked.emit("Kol A", "name")
    owner.settle()
    assert not page.preview.trouble.isVisibleTo(page)
    page.preview.columns.picked.emit("Kol B", "phone")
    owner.settle()
    owner.bring_in()
    assert owner.names() == {"Anna Berg", "Bo Ek"}


def test_a_change_that_makes_it_unreadable_can_be_taken_back(owner: Owner) -> None:
    owner.look_at(owner.file("kunder.csv", LIST))
    page = owner.page
    page.preview.advanced.delimiter.set_value("\t")
    page.preview.advanced.delimiter.picked.emit("\t")
    owner.settle()
    assert page.preview.trouble.isVisibleTo(page)
    assert not page.header.go_button.isEnabled()
    page.preview.trouble.buttons[0].click()
    owner.settle()
    assert not page.preview.trouble.isVisibleTo(page)
    assert page.preview.advanced.delimiter.value() == ""
    assert page.header.go_button.isEnabled()


def test_a_file_where_nobody_bought_says_so(owner: Owner) -> None:
    owner.look_at(owner.file("strangers.csv", "Receipt number,Date,Total\n1,2026-03-04 10:00,42.00\n"))
    assert "says who bought" in owner.page.preview.notice.text.full_text()
    assert not owner.page.header.go_button.isEnabled()


def test_cancelled_is_nothing_imported(owner: Owner, monkeypatch: pytest.MonkeyPatch) -> None:
    owner.look_at(owner.receipts())
    begun, go_on = threading.Event(), threading.Event()
    bring = importing.import_sales

    def slowly(*args: object, **kwargs: object) -> object:
        begun.set()
        assert go_on.wait(20)
        return bring(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(importing, "import_sales", slowly)
    owner.page.header.go_button.click()
    assert owner.in_front() is owner.page.running
    assert begun.wait(20)
    owner.page.running.stop_button.click()
    assert not owner.page.running.stop_button.isEnabled()
    go_on.set()
    owner.settle()
    assert owner.in_front() is owner.page.preview
    assert owner.page.preview.notice.text.full_text() == "Cancelled. Nothing was imported."
    assert owner.names() == set()
    owner.bring_in()
    assert owner.in_front() is owner.page.summary


def test_progress_says_how_far_and_how_long(owner: Owner) -> None:
    running = owner.page.running
    running.begin("Importing x.csv", "customers")
    running.show_progress(200, 3_000, 1.0)
    assert running.left.full_text() == "", "nobody can know yet"
    running.show_progress(1_200, 3_000, 6.0)
    assert running.percent.full_text() == "40 %"
    assert running.counted.full_text() == "1,200 of 3,000 rows"
    assert running.left.full_text() == "about 10 seconds left"
    assert running.bar.value() == 1_200
    assert running.bar.accessibleDescription() == "40 %, about 10 seconds left"
    running.begin("Importing x.csv", "sales")
    running.show_progress(3_000, 3_000, 9.0)
    assert running.counted.full_text() == "3,000 of 3,000 receipts"
    assert running.left.full_text() == "putting things in order …"


def test_what_ends_unseen_is_told(owner: Owner, qtbot: QtBot) -> None:
    owner.look_at(owner.file("kunder.csv", LIST))
    owner.page.header.go_button.click()
    owner.page.hide()
    with qtbot.waitSignal(owner.page.told) as told:
        owner.settle()
    assert told.args == ["kunder.csv is imported: 2 new"]
    owner.page.show()
    assert owner.in_front() is owner.page.summary


def test_past_imports_are_listed_and_undone(owner: Owner) -> None:
    owner.look_at(owner.file("kunder.csv", LIST))
    owner.bring_in()
    page = owner.page
    page.summary.another_button.click()
    owner.settle()
    (row,) = page.choose.rows()
    assert row.name.full_text() == "kunder.csv"
    assert "2 new" in row.detail.full_text()
    assert row.undo is not None
    row.undo.click()
    owner.settle()
    assert owner.names() == set()
    assert owner.in_front() is page.summary
    page.summary.another_button.click()
    owner.settle()
    (row,) = page.choose.rows()
    assert row.undo is None, "what is undone can't be undone again"


def test_an_import_that_was_undone_elsewhere_is_refused_kindly(owner: Owner) -> None:
    owner.look_at(owner.file("kunder.csv", LIST))
    owner.bring_in()
    importing.undo_import(owner.shop.session, owner.page.work.op)
    owner.page.summary.undo_button.click()
    owner.settle()
    assert owner.in_front() is owner.page.summary
    assert owner.page.summary.notice.isVisibleTo(owner.page)


def test_several_files_come_one_after_the_other(owner: Owner) -> None:
    first = owner.file("a.csv", "Namn\nAnna Berg\n")
    second = owner.file("b.csv", "Namn\nBo Ek\n")
    owner.page.open_files((first, second))
    owner.settle()
    assert owner.page.header.title.full_text() == "a.csv"
    owner.bring_in()
    assert owner.page.summary.another_button.label == "Next file: b.csv"
    owner.page.summary.another_button.click()
    owner.settle()
    assert owner.page.header.title.full_text() == "b.csv"


def test_customers_come_before_their_receipts(owner: Owner) -> None:
    owner.page.open_files((owner.receipts(20), owner.file("b.csv", "Namn\nBo Ek\n")))
    owner.settle()
    assert owner.page.header.title.full_text() == "b.csv"


def test_choices_are_saved_and_used_again(owner: Owner, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = owner.folder / "choices.toml"
    owner.look_at(owner.file("kunder.csv", LIST))
    page = owner.page
    page.preview.columns.picked.emit("Om", "note")
    owner.settle()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(kept), ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(kept), ""))
    page.preview.advanced.save_button.click()
    owner.settle()
    assert read_mapping(kept) == Mapping(columns={"Om": "note"})
    assert page.preview.notice.text.full_text() == "Saved as choices.toml"
    owner.look_at(owner.file("kunder2.csv", LIST))
    assert page.preview.columns.row("Om").choice.value() == "ignore"
    page.preview.advanced.use_button.click()
    owner.settle()
    assert page.preview.columns.row("Om").choice.value() == "note"


def test_a_broken_file_of_choices_is_told(owner: Owner, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = owner.file("broken.toml", "columns = 3")
    owner.look_at(owner.file("kunder.csv", LIST))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(broken), ""))
    owner.page.preview.use_asked.emit()
    owner.settle()
    assert owner.page.preview.notice.isVisibleTo(owner.page)
    assert owner.page.header.go_button.isEnabled(), "the file is understood as before"


def test_rejected_rows_are_listed_and_saved_to_be_mended(owner: Owner, monkeypatch: pytest.MonkeyPatch) -> None:
    out = owner.folder / "mend.csv"
    text = "Receipt number,Date,Total,Customer name\n1,2026-03-04 10:00,42.00,Anna Berg\n2,yesterday,42.00,Bo Ek\n"
    owner.look_at(owner.file("sales.csv", text))
    rejected = owner.page.preview.rejected
    assert rejected.isVisibleTo(owner.page)
    assert "Line 3" in [label.full_text() for label in rejected.findChildren(Label)]
    owner.bring_in()
    assert owner.outcome()["row rejected"] == "1"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    owner.page.summary.rejected.save_button.click()
    owner.settle()
    assert "Bo Ek" in out.read_text("utf-8-sig")
    assert "Anna Berg" not in out.read_text("utf-8-sig")


def test_purchases_earn_only_when_asked(owner: Owner) -> None:
    text = "Receipt number,Date,Item,Quantity,Total,Customer name\n"
    text += "".join(f"{n},2026-10-{n:02} 10:00,Kaffe,1,42.00,Anna Berg\n" for n in range(13, 17))
    owner.look_at(owner.file("sales.csv", text))
    assert not owner.page.preview.earn.isChecked()
    QTest.mouseClick(owner.page.preview.earn, Qt.MouseButton.LeftButton)
    owner.bring_in()
    anna = customers.find(owner.shop.session, "anna")[0]
    assert owner.shop.stamps(anna.id) == 2 + 4
    owner.look_at(owner.file("sales2.csv", text))
    assert not owner.page.preview.earn.isChecked(), "each file is asked anew"


def test_the_curtain_hides_whom_the_file_names(owner: Owner) -> None:
    owner.look_at(owner.file("kunder.csv", f"{LIST}Berg Anna;;\n"))
    assert owner.page.preview.pairs.rows
    Curtain().draw()
    shown = [label.text() for label in owner.page.findChildren(Label) if label.isVisibleTo(owner.page)]
    named = [widget.accessibleName() for widget in owner.page.findChildren(QWidget)]
    assert not [text for text in (*shown, *named) if "Anna" in text or "174" in text]
    Curtain().draw(False)


def test_nothing_but_the_page_is_ever_a_window(owner: Owner) -> None:
    seen: list[str] = []

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
                seen.append(type(watched).__name__)
            return False

    watch = Watch()
    app = QApplication.instance()
    assert app is not None
    app.installEventFilter(watch)
    owner.look_at(owner.receipts(60))
    owner.bring_in()
    owner.page.summary.another_button.click()
    owner.settle()
    app.removeEventFilter(watch)
    assert seen == []


def test_while_something_is_under_way_no_other_file_is_opened(owner: Owner) -> None:
    owner.look_at(owner.file("kunder.csv", LIST))
    owner.page.header.go_button.click()
    owner.page.open_file(owner.receipts(20))
    assert owner.in_front() is owner.page.running
    owner.settle()
    assert owner.in_front() is owner.page.summary


def test_a_large_file_is_not_rehearsed(owner: Owner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "REHEARSED", 1)
    owner.look_at(owner.file("kunder.csv", LIST))
    assert len(owner.page.preview.understood.facts) == 2


def test_without_a_programme_it_is_said(tmp_path: Path, owner: Owner) -> None:
    """A shop without rules can't say where and when it is; the service's sentence is shown."""
    from tests.builders import make_shop

    bare = make_shop(tmp_path / "bare", None)
    owner.page.look.session = bare.session
    owner.look_at(owner.file("kunder.csv", LIST))
    assert owner.in_front() is owner.page.choose
    assert owner.page.choose.text.full_text()
    bare.close()


def test_contacts_of_a_telephone_come_in(owner: Owner) -> None:
    cards = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Anna Berg\r\nN:Berg;Anna;;;\r\nTEL:070-174 45 12\r\nEND:VCARD\r\n"
    owner.look_at(owner.file("contacts.vcf", cards))
    assert owner.page.header.subtitle.full_text() == "Contacts from a telephone or an address book"
    assert owner.page.header.go_button.label == "Import 1 person"
    owner.bring_in()
    assert owner.names() == {"Anna Berg"}


def test_what_was_imported_before_is_told_by_the_shops_clock(owner: Owner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    owner.look_at(owner.file("kunder.csv", LIST))
    owner.bring_in()
    (row,) = owner.page.choose.rows()
    assert row.when.full_text().endswith("13:00"), "it is noon in Greenwich and one o'clock in Stockholm"
    monkeypatch.undo()
    time.tzset()
