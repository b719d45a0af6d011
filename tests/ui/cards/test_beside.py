"""What is reached from the cards page: the drawer, who needs printing, own sheets, the printer's position."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from kassa import config
from kassa.config import PrinterTuning
from kassa.domain import codes
from kassa.printing import OwnSheet
from kassa.services import card_printing, card_sheets, card_stock
from kassa.services.card_printing import PrintRequest
from kassa.ui.cards.own_sheet import OwnSheetForm
from kassa.ui.cards.printer_sheet import PrinterSheet
from kassa.ui.cards.stock_sheet import Spoilt, StockSheet
from kassa.ui.cards.waiting_sheet import WaitingSheet
from tests.builders import Shop
from tests.ui.cards.conftest import Desk

PILE = OwnSheet("Min bunt", "A4", (210.0, 297.0), (85.0, 54.0), (2, 4), (15.0, 20.0), (90.0, 60.0))


def test_more_offers_what_stands_beside(desk: Desk, qtbot: QtBot) -> None:
    QTest.mouseClick(desk.page.header.more, Qt.MouseButton.LeftButton)
    menu = desk.page.header.findChild(QMenu)
    assert menu is not None
    labels = [action.text() for action in menu.actions()]
    assert labels == ["The drawer…", "Needs printing…", "Posters and post", "Test page…", "Test your scanner"]
    with qtbot.waitSignal(desk.page.post_asked):
        menu.actions()[2].trigger()
    menu.close()


def test_a_spoilt_sheet_is_voided_and_taken_back(desk: Desk, shop: Shop, tmp_path: Path) -> None:
    card_printing.print_cards(shop.session, PrintRequest(tmp_path / "b.pdf", "a4-cut", blank=12))
    desk.page.beside.drawer.show_drawer()
    desk.settle()
    sheet = desk.page.beside.drawer.sheet
    assert isinstance(sheet, StockSheet)
    run = card_stock.print_runs(shop.session)[0].op
    sheet.accepted.emit(Spoilt(run, 2, False))
    desk.settle()
    assert desk.page.beside.drawer.sheet is None
    assert card_stock.stock(shop.session).blank == 10
    assert desk.page.header.subtitle.full_text().startswith("10 blank cards")
    assert desk.page.toasts.toasts[-1].text.full_text().startswith("2 cards are void")
    desk.page.undo_last()
    desk.settle()
    assert card_stock.stock(shop.session).blank == 12


def test_a_spoilt_sheet_is_made_ready_to_print_again(desk: Desk, shop: Shop, tmp_path: Path) -> None:
    card_printing.print_cards(shop.session, PrintRequest(tmp_path / "b.pdf", "a4-cut", blank=12))
    desk.page.beside.drawer.show_drawer()
    desk.settle()
    sheet = desk.page.beside.drawer.sheet
    assert isinstance(sheet, StockSheet)
    sheet.accepted.emit(Spoilt(card_stock.print_runs(shop.session)[0].op, 1, True))
    desk.settle()
    assert desk.page.sheet.to_row.button.value == "10 cards again"
    assert desk.page.header.print.label == "Print 10 cards"
    assert card_stock.stock(shop.session).blocked == 0, "nothing is voided before it is printed"


def test_some_of_those_who_need_a_card(desk: Desk) -> None:
    desk.page.beside.drawer.show_waiting()
    desk.settle()
    sheet = desk.page.beside.drawer.sheet
    assert isinstance(sheet, WaitingSheet)
    first = next(iter(sheet.boxes.values()))
    first.setChecked(False)
    sheet.submit()
    desk.settle()
    assert desk.page.who.who().kind == "chosen"
    assert desk.page.who.cards() == 2
    assert desk.badge() == ("good", "All 2 codes can be read")


def test_a_sheet_of_ones_own_is_kept_chosen_and_removed(desk: Desk, shop: Shop) -> None:
    page = desk.page
    page.sheet.sheet_row.set_open(True)
    assert page.sheet.sheets.edit.isHidden()
    QTest.mouseClick(page.sheet.sheets.own, Qt.MouseButton.LeftButton)
    form = page.beside.dialogs.sheet
    assert isinstance(form, OwnSheetForm)
    form.accepted.emit(PILE)
    desk.settle()
    (own,) = card_sheets.own_sheets(shop.session)
    assert desk.kept().sheet == own
    assert page.sheet.sheet_row.button.value == "Min bunt · 8 cards"
    assert desk.badge() == ("good", "All 3 codes can be read")
    QTest.mouseClick(page.sheet.sheets.edit, Qt.MouseButton.LeftButton)
    desk.settle()
    form = page.beside.dialogs.sheet
    assert isinstance(form, OwnSheetForm)
    form.removed.emit()
    desk.settle()
    assert not card_sheets.own_sheets(shop.session)
    assert desk.kept().sheet == "a4-cut"
    page.undo_last()
    desk.settle()
    assert [numbers.name for numbers in card_sheets.own_sheets(shop.session).values()] == ["Min bunt"]
    assert page.sheet.sheet_row.button.value == "Min bunt · 8 cards"


def test_numbers_that_cannot_be_are_told_in_the_form(desk: Desk, shop: Shop) -> None:
    page = desk.page
    page.beside.dialogs.new_sheet()
    form = page.beside.dialogs.sheet
    assert isinstance(form, OwnSheetForm)
    wrong = OwnSheet("Fel", "A4", (210.0, 297.0), (85.0, 54.0), (9, 9), (15.0, 20.0), (90.0, 60.0))
    form.accepted.emit(wrong)
    desk.settle()
    assert form.error.text()
    assert not card_sheets.own_sheets(shop.session)
    form.leave()


def test_a_sheet_that_is_gone_gives_way_to_the_usual(desk: Desk, shop: Shop) -> None:
    kept = card_sheets.keep_sheet(shop.session, PILE)
    desk.open()
    desk.page.sheet.sheets.picked.emit(kept.id)
    desk.settle()
    card_sheets.drop_sheet(shop.session, kept.id)
    desk.open()
    assert desk.kept().sheet == "a4-cut"


def test_the_printers_position_is_remembered_and_shown(desk: Desk) -> None:
    page = desk.page
    QTest.mouseClick(page.sheet.printer_row, Qt.MouseButton.LeftButton)
    form = page.beside.dialogs.sheet
    assert isinstance(form, PrinterSheet)
    desk.settle()
    form.accepted.emit(PrinterTuning("Laser", x=0.5))
    desk.settle()
    assert page.sheet.printer_row.value == "0.5 mm to the right"
    assert config.read().tuning("Laser").x == 0.5
    assert page.beside.dialogs.sheet is None


def test_the_bars_that_do_not_fit_are_told(
    desk: Desk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = desk.page
    monkeypatch.setattr(page.press, "choose_file", lambda: tmp_path / "kort.pdf")
    page.beside.dialogs._keep_sheet(
        OwnSheet("Små", "A4", (210.0, 297.0), (50.0, 30.0), (3, 8), (15.0, 15.0), (60.0, 33.0))
    )
    desk.settle()
    page.look.own.set_open(True)
    QTest.mouseClick(page.look.bars, Qt.MouseButton.LeftButton)
    desk.settle()
    assert page.look.bars_note.isVisible(), "told before anything is printed"
    with qtbot.waitSignal(page.printed, timeout=20_000):
        page.save()
    desk.settle()
    assert desk.badge()[0] == "note"
    page.sheet.sheets.picked.emit("a4-cut")
    desk.settle()
    assert not page.look.bars_note.isVisible()
    assert codes.is_code(next(iter(desk.active())))


@pytest.mark.parametrize("height", [720, 768])
def test_a_dialogs_buttons_stand_below_its_fields_however_often_it_is_fitted(desk: Desk, height: int) -> None:
    desk.page.resize(1272, height)
    desk.page.beside.dialogs.new_sheet()
    form = desk.page.beside.dialogs.sheet
    assert isinstance(form, OwnSheetForm)
    for _ in range(3):
        QApplication.processEvents()
        fields = form._scroll.mapTo(form, form._scroll.rect().bottomLeft()).y()
        button = form.save_button.mapTo(form, form.save_button.rect().topLeft()).y()
        assert fields < button < height - form.save_button.height()
        form.relayout()
    form.leave()
