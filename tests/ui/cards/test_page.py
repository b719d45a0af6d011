"""The cards page on a real store: what it shows, saves and prints is read back from the paper."""

from __future__ import annotations

from pathlib import Path

import pytest
import zxingcpp
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from kassa.domain.codes import is_code
from kassa.printing import Pages, read_codes, sheet
from kassa.services import card_printing, card_stock, cards, customers
from kassa.ui import theme
from kassa.ui.cards import paper
from kassa.ui.cards.batch import Kind, Who
from kassa.ui.cards.page import CardsPage
from kassa.ui.jobs import Jobs
from kassa.ui.widgets.curtain import Curtain
from kassa.ui.widgets.label import Label
from kassa.words import Words
from tests.builders import Shop, make_shop
from tests.ui.cards.conftest import Desk


def test_it_opens_on_those_without_a_card_and_shows_their_page(desk: Desk) -> None:
    page = desk.page
    assert page.who.who().kind == "waiting"
    assert page.who.waiting.figure() == "3"
    assert page.sheet.to_row.button.value == "3 customers without a card"
    assert page.header.print.label == "Print 3 cards"
    assert page.header.subtitle.full_text() == "0 blank cards in the drawer · 0 handed out this month"
    assert desk.badge() == ("good", "All 3 codes can be read")
    assert page.stage.has_page()
    assert desk.active() == set(), "a preview writes nothing"


def test_its_head_tells_what_is_in_the_drawer(desk: Desk, shop: Shop, tmp_path: Path) -> None:
    printed = card_printing.print_cards(shop.session, card_printing.PrintRequest(tmp_path / "b.pdf", "a4-cut", blank=5))
    mia = shop.join("Mia")
    cards.assign(shop.session, printed.codes[0], mia)
    cards.lost(shop.session, printed.codes[0])
    desk.open()
    told = "4 blank cards in the drawer · 1 handed out this month · 1 lost"
    assert desk.page.header.subtitle.full_text() == told


def test_with_nobody_waiting_it_offers_blank_cards(tmp_path: Path, words: Words, qtbot: QtBot) -> None:
    empty = make_shop(tmp_path)
    desk = Desk(qtbot, empty, words)
    page = desk.open()
    assert page.who.who() == Who("blank", blanks=10)
    assert desk.badge() == ("good", "All 10 codes can be read")
    page.who.choose("waiting")
    desk.settle()
    assert not page.stage.has_page()
    assert page.stage.empty_title.text() == "Everybody has a card"
    assert not page.header.print.isEnabled()
    assert not page.header.save.isEnabled()
    assert desk.jobs.close()
    empty.close()


def test_customers_are_chosen_by_typing(desk: Desk, qtbot: QtBot) -> None:
    page = desk.page
    QTest.mouseClick(page.sheet.to_row.button, Qt.MouseButton.LeftButton)
    QTest.mouseClick(page.who.chosen, Qt.MouseButton.LeftButton)
    desk.settle()
    assert page.stage.empty_title.text() == "Who gets a card?"
    for typed in ("lind mar", "berg"):
        QTest.keyClicks(page.who.search, typed)
        qtbot.waitUntil(lambda: page.who.results.chosen() is not None)
        QTest.keyClick(page.who.search, Qt.Key.Key_Return)
    desk.settle()
    assert len(page.who.who().customers) == 2
    assert page.who.chosen.figure() == "2"
    assert page.sheet.to_row.button.value == "2 customers chosen"
    assert desk.badge() == ("good", "All 2 codes can be read")
    shown = [label.text() for label in page.who.findChildren(Label)]
    assert "<b>Åsa</b> Berg" in shown
    page.who.drop(page.who.who().customers[0])
    assert page.who.cards() == 1


def test_the_arrow_keys_choose_among_those_found(desk: Desk, qtbot: QtBot) -> None:
    page = desk.page
    page.who.choose("chosen")
    QTest.keyClicks(page.who.search, "mar")
    qtbot.waitUntil(lambda: page.who.results.hits.rowCount() == 2)
    first = page.who.results.chosen()
    QTest.keyClick(page.who.search, Qt.Key.Key_Down)
    second = page.who.results.chosen()
    assert first
    assert second
    assert first.id != second.id
    QTest.keyClick(page.who.search, Qt.Key.Key_Return)
    assert page.who.who().customers == (second.id,)


def test_what_is_chosen_stays_when_the_page_is_left(desk: Desk, shop: Shop) -> None:
    page = desk.page
    page.who.choose("blank")
    page.who.count.set_value(37)
    page.sheet.start.set_value(4)
    page.hide()
    shop.join("Wilma Ek")
    page.show()
    desk.open()
    assert page.who.who() == Who("blank", blanks=37)
    assert page.sheet.start.value == 4
    assert page.who.waiting.figure() == "4"


def test_the_start_place_and_the_sheet_change_the_page(desk: Desk) -> None:
    page = desk.page
    page.who.choose("blank")
    page.who.count.set_value(10)
    page.sheet.start.set_value(8)
    desk.settle()
    assert page.stage.pager.text == "page 1 of 2"
    assert page.sheet.start_row.button.value == "8"
    assert desk.badge() == ("good", "All 3 codes on this page can be read")
    page.sheet.sheets.picked.emit("cr80")
    desk.settle()
    batch = page.batch()
    assert batch is not None
    assert batch.start == 1, "a card printer's page has one place"
    assert page.stage.pager.text == "page 1 of 10"
    assert desk.badge() == ("good", "The code on this page can be read")


def test_saving_gives_each_a_card_that_can_be_scanned(
    desk: Desk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, out = desk.page, tmp_path / "kort.pdf"
    monkeypatch.setattr(page.press, "choose_file", lambda: out)
    with qtbot.waitSignal(page.printed, timeout=20_000) as told:
        QTest.mouseClick(page.header.save, Qt.MouseButton.LeftButton)
        assert not page.header.print.isEnabled(), "one batch at a time"
    desk.settle()
    assert told.args == [3]
    read = read_codes(out.read_bytes(), sheet("a4-cut"))
    assert set(read) == desk.active()
    assert len(read) == 3
    assert all(is_code(code) for code in read)
    assert desk.badge() == ("good", "All 3 codes can be read · saved as kort.pdf")
    assert page.who.waiting.figure() == "0"
    assert page.stage.has_page(), "what was printed stays in sight"
    page.refresh()
    desk.settle()
    assert not page.stage.has_page()


def test_what_was_saved_is_shown_with_its_true_code(
    desk: Desk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = desk.page
    monkeypatch.setattr(page.press, "choose_file", lambda: tmp_path / "kort.pdf")
    page.sheet.sheets.picked.emit("cr80")
    desk.settle()
    with qtbot.waitSignal(page.printed, timeout=20_000):
        page.save()
    desk.settle()
    seen = page.stage.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    rows = memoryview(bytes(seen.constBits())).cast("B", [seen.height(), seen.bytesPerLine()])
    codes = [code.text for code in zxingcpp.read_barcodes(rows)]
    assert len(codes) == 1
    assert codes[0] in desk.active()


def test_a_name_that_cannot_be_printed_is_told(
    desk: Desk, shop: Shop, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.join("محمد")
    page = desk.open()
    monkeypatch.setattr(page.press, "choose_file", lambda: tmp_path / "kort.pdf")
    with qtbot.waitSignal(page.printed, timeout=20_000):
        page.save()
    state, text = desk.badge()
    assert state == "note"
    assert "1 name has letters that this computer cannot print" in text


def test_a_folder_that_is_not_there_is_told_and_nothing_is_kept(
    desk: Desk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = desk.page
    monkeypatch.setattr(page.press, "choose_file", lambda: tmp_path / "borta" / "kort.pdf")
    page.save()
    qtbot.waitUntil(lambda: bool(page.toasts.toasts), timeout=20_000)
    desk.settle()
    assert page.toasts.toasts[-1].failure
    assert "There is no folder" in page.toasts.toasts[-1].text.full_text()
    assert desk.active() == set()
    assert page.header.save.isEnabled()


def test_cancel_leaves_no_file_and_no_card(
    desk: Desk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, out = desk.page, tmp_path / "kort.pdf"
    monkeypatch.setattr(page.press, "choose_file", lambda: out)
    page.who.choose("blank")
    page.who.count.set_value(4_000)
    page.save()
    qtbot.waitUntil(lambda: page.stage.working.isVisible(), timeout=20_000)
    QTest.mouseClick(page.stage.working.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: desk.badge()[0] == "note", timeout=20_000)
    assert desk.badge()[1] == "Stopped. Nothing was saved."
    assert not page.stage.working.isVisible()
    assert not out.exists()
    assert not desk.blanks()


def test_printing_puts_the_cards_at_their_size(
    desk: Desk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, paper = desk.page, tmp_path / "paper.pdf"
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFileName(str(paper))
    monkeypatch.setattr(page.press, "choose_printer", lambda sheet, title: printer)
    page.sheet.sheets.picked.emit("avery-c32011-10")
    desk.settle()
    with qtbot.waitSignal(page.printed, timeout=30_000):
        QTest.keyClick(page, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    assert desk.badge() == ("good", "All 3 codes can be read · sent to the printer")
    with Pages(paper.read_bytes()) as pages:
        assert len(pages) == 1
        assert pages.size(0) == pytest.approx((210, 297), abs=0.6)
        picture = pages.picture(0, 100)
    assert set(read_codes(paper.read_bytes(), sheet("avery-c32011-10"))) == desk.active()
    dot = 100 / 25.4
    inside = int(15.5 * dot) * 4 + int(20 * dot) * picture.stride
    outside = int(14.3 * dot) * 4 + int(20 * dot) * picture.stride
    assert picture.data[inside + 2] < 60, "the card begins 15 mm from the paper's left edge"
    assert picture.data[outside + 2] > 200


def test_a_spoilt_page_is_printed_again_with_new_codes(
    desk: Desk, shop: Shop, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = card_printing.print_cards(shop.session, card_printing.PrintRequest(tmp_path / "b.pdf", "a4-cut", blank=12))
    run = card_stock.print_runs(shop.session)[0]
    page = desk.open()
    page.who.print_again(run.op, 2, 2)
    desk.settle()
    assert page.header.print.label == "Print 2 cards"
    assert desk.badge() == ("good", "All 2 codes can be read")
    monkeypatch.setattr(page.press, "choose_file", lambda: tmp_path / "again.pdf")
    with qtbot.waitSignal(page.printed, timeout=20_000):
        page.save()
    desk.settle()
    fresh = read_codes((tmp_path / "again.pdf").read_bytes(), sheet("a4-cut"))
    assert len(fresh) == 2
    assert not set(fresh) & set(first.codes)
    stock = card_stock.stock(shop.session)
    assert (stock.blank, stock.blocked) == (12, 2)
    assert page.who.who().kind == "blank", "the spoilt page is replaced once"


@pytest.mark.parametrize("goes_on", [True, False])
def test_a_printer_of_one_side_waits_for_the_pile_to_be_turned(
    desk: Desk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, goes_on: bool
) -> None:
    page, printed = desk.page, tmp_path / "paper.pdf"
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFileName(str(printed))
    monkeypatch.setattr(page.press, "choose_printer", lambda batch, title: printer)
    monkeypatch.setattr(paper, "turns_paper", lambda printer: False)
    page.sheet.back.changed.emit({"back": "stamps", "duplex": "long-edge"})
    desk.settle()
    page.print_out()
    qtbot.waitUntil(lambda: page.stage.working.go_on.isVisible(), timeout=20_000)
    assert "Turn the pile over" in page.stage.working.label.text()
    button = page.stage.working.go_on if goes_on else page.stage.working.button
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    desk.settle()
    assert not page.stage.working.isVisible()
    assert desk.badge()[1].startswith("All 3 codes can be read" if goes_on else "Stopped after page 1 of 2")


def test_the_curtain_hides_the_names(desk: Desk) -> None:
    page = desk.page

    def green() -> bool:
        middle = page.stage.rect().center()
        return page.stage.grab().toImage().pixelColor(middle.x() - 60, 60).name() == "#17352e"

    assert green()
    Curtain().draw()
    assert not green()
    Curtain().draw(False)
    assert green()


@pytest.mark.parametrize(("scale", "width", "height"), [(1.0, 1198, 720), (1.5, 1198, 720), (2.0, 1198, 720)])
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_it_fits_the_smallest_screen(
    shop: Shop, qtbot: QtBot, qapp: QApplication, scale: float, width: int, height: int, mode: theme.Mode
) -> None:
    theme.apply(qapp, mode, scale)
    page = CardsPage(shop.session, Words("en"), Jobs())
    qtbot.addWidget(page)
    page.show()
    for fold in (*page.look.rows.folds, *page.sheet.rows.folds):
        fold.set_open(True)
        page.resize(width, height)
        QApplication.processEvents()
        assert page.minimumSizeHint().width() <= width
        assert page.minimumSizeHint().height() <= height
        assert page.size().width() == width
        inside = page.column.widget()
        assert inside is not None
        assert inside.minimumSizeHint().width() <= page.column.viewport().width()


def test_every_control_has_a_name_and_the_keyboard_reaches_it(desk: Desk) -> None:
    page = desk.page
    for fold in (page.look.own, *page.sheet.rows.folds):
        fold.set_open(True)
        QApplication.processEvents()
        reached = [w for w in page.findChildren(QWidget) if w.focusPolicy() & Qt.FocusPolicy.TabFocus and w.isVisible()]
        chosen = page.look.grid.tiles[page.look.grid.chosen()]
        assert {page.header.save, page.header.print, chosen} <= set(reached)
        for widget in reached:
            if widget.focusProxy() is None and type(widget).__name__ != "QListView":
                assert QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name), widget


def test_a_customer_sent_here_is_chosen(desk: Desk, shop: Shop, qtbot: QtBot) -> None:
    marcus = next(hit for hit in customers.find(shop.session, "") if hit.name == "Marcus Lind")
    desk.page.print_for(f"#{marcus.number}")
    qtbot.waitUntil(lambda: desk.page.who.who().kind == "chosen")
    desk.settle()
    assert desk.page.who.who().customers == (marcus.id,)
    assert desk.badge() == ("good", "The code can be read")


@pytest.mark.parametrize("kind", ["waiting", "chosen", "blank"])
def test_a_later_sheet_holds_those_whose_turn_it_is(desk: Desk, shop: Shop, kind: Kind) -> None:
    for number in range(30):
        shop.join(f"Kund {number:02d}")
    page = desk.open()
    page.sheet.start.set_value(3)
    if kind == "chosen":
        page.who.choose_customers(sorted(customers.find(shop.session, "", 50), key=lambda hit: hit.number))
    page.who.choose(kind)
    page.who.count.set_value(33)
    desk.settle()
    assert page.stage.pager.text == "page 1 of 4"
    page.viewer.turn(3)
    desk.settle()
    assert page.stage.pager.text == "page 4 of 4"
    assert desk.badge() == ("good", "All 5 codes on this page can be read")
    drawn = page.viewer._drawn
    assert drawn is not None
    with Pages(drawn.pdf) as pages:
        assert len(pages) == 1, "the sheets before it are not drawn"
        shown = pages.text(0)
    assert [number for number in range(30) if f"Kund {number:02d}" in shown] == (
        [] if kind == "blank" else [25, 26, 27, 28, 29]
    )
