"""The cards page on a real store: what it shows, saves and prints is read back from the paper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import zxingcpp
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from kassa.domain.codes import is_code
from kassa.printing import Pages, read_codes, sheet
from kassa.services import customers
from kassa.store import cards as stored_cards
from kassa.ui import theme
from kassa.ui.cards import desk
from kassa.ui.cards.controls import PlaceMap, Stepper
from kassa.ui.cards.page import CardsPage
from kassa.ui.cards.who import Who
from kassa.ui.jobs import Jobs
from kassa.ui.widgets.curtain import Curtain
from kassa.ui.widgets.label import Label
from kassa.words import Words
from tests.builders import Shop, make_shop


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    made = make_shop(tmp_path)
    for name in ("Maria Lindqvist", "Marcus Lind", "<b>Åsa</b> Berg"):
        made.join(name)
    yield made
    made.close()


@pytest.fixture
def page(shop: Shop, words: Words, qtbot: QtBot) -> Iterator[CardsPage]:
    jobs = Jobs()
    made = CardsPage(shop.session, words, jobs)
    qtbot.addWidget(made)
    made.resize(1282, 768)
    made.show()
    yield made
    assert jobs.close()


def opened(page: CardsPage, qtbot: QtBot) -> None:
    """The page as it stands once it has read the register and drawn the first page."""
    page.refresh()
    qtbot.waitUntil(lambda: bool(page.who.waiting.figure()))
    settled(page, qtbot)


def settled(page: CardsPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not page._settle.isActive() and page.jobs.count == 0, timeout=20_000)


def badge(page: CardsPage) -> tuple[str, str]:
    return page.stage.badge.state, page.stage.badge.text


def codes_of(shop: Shop) -> set[str]:
    """The cards in use, by the register."""
    hits = customers.find(shop.session, "")
    return {card.code for hit in hits for card in customers.show(shop.session, hit.id).cards}


def blank_cards(shop: Shop) -> int:
    """How many blank cards the register has."""
    with shop.session.store.reading() as transaction:
        return stored_cards.counts(transaction).get("blank", 0)


def test_it_opens_on_those_without_a_card_and_shows_their_page(page: CardsPage, shop: Shop, qtbot: QtBot) -> None:
    opened(page, qtbot)
    assert page.who.who().kind == "waiting"
    assert page.who.waiting.figure() == "3"
    assert page.print_button.label == "Print 3 cards"
    assert page.subtitle.full_text() == "3 cards · 1 page"
    assert badge(page) == ("good", "All 3 codes can be read")
    assert page.stage.has_page()
    assert codes_of(shop) == set(), "a preview writes nothing"


def test_with_nobody_waiting_it_offers_blank_cards(tmp_path: Path, words: Words, qtbot: QtBot) -> None:
    empty = make_shop(tmp_path)
    page = CardsPage(empty.session, words, Jobs())
    qtbot.addWidget(page)
    page.show()
    opened(page, qtbot)
    assert page.who.who() == Who("blank", blanks=10)
    assert badge(page) == ("good", "All 10 codes can be read")
    page.who.choose("waiting")
    settled(page, qtbot)
    assert not page.stage.has_page()
    assert page.stage.empty_title.text() == "Everybody has a card"
    assert not page.print_button.isEnabled()
    assert not page.save_button.isEnabled()
    empty.close()


def test_more_than_a_hundred_are_not_counted(page: CardsPage, shop: Shop, qtbot: QtBot) -> None:
    for number in range(desk.COUNTED):
        shop.join(f"Kund {number}")
    opened(page, qtbot)
    assert page.who.waiting.figure() == "100+"
    assert page.print_button.label == "Print all cards"
    assert badge(page) == ("good", "All 10 codes on the first page can be read")


def test_customers_are_chosen_by_typing(page: CardsPage, shop: Shop, qtbot: QtBot) -> None:
    opened(page, qtbot)
    QTest.mouseClick(page.who.chosen, Qt.MouseButton.LeftButton)
    settled(page, qtbot)
    assert page.stage.empty_title.text() == "Who gets a card?"
    for typed in ("lind mar", "berg"):
        QTest.keyClicks(page.who.search, typed)
        qtbot.waitUntil(lambda: page.who.results.chosen() is not None)
        QTest.keyClick(page.who.search, Qt.Key.Key_Return)
    settled(page, qtbot)
    assert len(page.who.who().customers) == 2
    assert page.who.chosen.figure() == "2"
    assert badge(page) == ("good", "All 2 codes can be read")
    shown = [label.text() for label in page.who.findChildren(Label)]
    assert "<b>Åsa</b> Berg" in shown
    page.who.drop(page.who.who().customers[0])
    assert page.count() == 1


def test_the_arrow_keys_choose_among_those_found(page: CardsPage, qtbot: QtBot) -> None:
    opened(page, qtbot)
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


def test_the_start_place_and_the_sheet_change_the_page(page: CardsPage, qtbot: QtBot) -> None:
    opened(page, qtbot)
    page.who.choose("blank")
    page.sheet.start.set_value(8)
    settled(page, qtbot)
    assert page.subtitle.full_text() == "10 cards · 2 pages"
    assert badge(page) == ("good", "All 3 codes on the first page can be read")
    page.sheet.choose("cr80")
    settled(page, qtbot)
    assert page.batch().start == 1, "a card printer's page has one place"
    assert page.subtitle.full_text() == "10 cards · 10 pages"
    assert badge(page) == ("good", "The code on the first page can be read")


def test_saving_gives_each_a_card_that_can_be_scanned(
    page: CardsPage, shop: Shop, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "kort.pdf"
    monkeypatch.setattr(page, "choose_file", lambda: out)
    opened(page, qtbot)
    with qtbot.waitSignal(page.printed, timeout=20_000) as told:
        QTest.mouseClick(page.save_button, Qt.MouseButton.LeftButton)
        assert not page.print_button.isEnabled(), "one batch at a time"
    settled(page, qtbot)
    assert told.args == [3]
    read = read_codes(out.read_bytes(), sheet("a4-cut"))
    assert set(read) == codes_of(shop)
    assert len(read) == 3
    assert all(is_code(code) for code in read)
    assert badge(page) == ("good", "All 3 codes can be read · saved as kort.pdf")
    assert page.who.waiting.figure() == "0"
    assert page.stage.has_page(), "what was printed stays in sight"
    page.refresh()
    settled(page, qtbot)
    assert not page.stage.has_page()


def test_what_was_saved_is_shown_with_its_true_code(
    page: CardsPage, shop: Shop, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "choose_file", lambda: tmp_path / "kort.pdf")
    opened(page, qtbot)
    page.sheet.choose("cr80")
    settled(page, qtbot)
    with qtbot.waitSignal(page.printed, timeout=20_000):
        page.save()
    settled(page, qtbot)
    seen = page.stage.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    rows = memoryview(bytes(seen.constBits())).cast("B", [seen.height(), seen.bytesPerLine()])
    codes = [code.text for code in zxingcpp.read_barcodes(rows)]
    assert len(codes) == 1
    assert codes[0] in codes_of(shop)


def test_a_name_that_cannot_be_printed_is_told(
    page: CardsPage, shop: Shop, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.join("محمد")
    monkeypatch.setattr(page, "choose_file", lambda: tmp_path / "kort.pdf")
    opened(page, qtbot)
    with qtbot.waitSignal(page.printed, timeout=20_000):
        page.save()
    state, text = badge(page)
    assert state == "note"
    assert "1 name has letters that this computer cannot print" in text


def test_a_folder_that_is_not_there_is_told_and_nothing_is_kept(
    page: CardsPage, shop: Shop, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "choose_file", lambda: tmp_path / "borta" / "kort.pdf")
    opened(page, qtbot)
    page.save()
    qtbot.waitUntil(lambda: page.stage.badge.state == "wrong", timeout=20_000)
    settled(page, qtbot)
    assert "There is no folder" in page.stage.badge.text
    assert codes_of(shop) == set()
    assert page.save_button.isEnabled()


def test_cancel_leaves_no_file_and_no_card(
    page: CardsPage, shop: Shop, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "kort.pdf"
    monkeypatch.setattr(page, "choose_file", lambda: out)
    opened(page, qtbot)
    page.who.choose("blank")
    page.who.count.set_value(4_000)
    page.save()
    qtbot.waitUntil(lambda: page.stage.working.isVisible(), timeout=20_000)
    QTest.mouseClick(page.stage.working.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.stage.badge.state == "note", timeout=20_000)
    assert page.stage.badge.text == "Stopped. Nothing was saved."
    assert not page.stage.working.isVisible()
    assert not out.exists()
    assert not blank_cards(shop)


def test_printing_puts_the_cards_at_their_size(
    page: CardsPage, shop: Shop, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = tmp_path / "paper.pdf"
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFileName(str(paper))
    monkeypatch.setattr(page, "choose_printer", lambda: printer)
    opened(page, qtbot)
    page.sheet.choose("avery-c32011-10")
    settled(page, qtbot)
    with qtbot.waitSignal(page.printed, timeout=30_000):
        QTest.keyClick(page, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    settled(page, qtbot)
    assert badge(page) == ("good", "All 3 codes can be read · sent to the printer")
    with Pages(paper.read_bytes()) as pages:
        assert len(pages) == 1
        assert pages.size(0) == pytest.approx((210, 297), abs=0.6)
        picture = pages.picture(0, 100)
    assert set(read_codes(paper.read_bytes(), sheet("avery-c32011-10"))) == codes_of(shop)
    dot = 100 / 25.4
    inside = int(15.5 * dot) * 4 + int(20 * dot) * picture.stride
    outside = int(14.3 * dot) * 4 + int(20 * dot) * picture.stride
    assert picture.data[inside + 2] < 60, "the card begins 15 mm from the paper's left edge"
    assert picture.data[outside + 2] > 200


def test_the_curtain_hides_the_names(page: CardsPage, qtbot: QtBot) -> None:
    opened(page, qtbot)

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
    for kind in ("waiting", "chosen", "blank"):
        page.who.choose(kind)
        page.resize(width, height)
        QApplication.processEvents()
        assert page.minimumSizeHint().width() <= width
        assert page.minimumSizeHint().height() <= height
        assert page.size().width() == width
        inside = page.column.widget()
        assert inside is not None
        assert inside.minimumSizeHint().width() <= page.column.viewport().width()


def test_every_control_has_a_name_and_the_keyboard_reaches_it(page: CardsPage, qtbot: QtBot) -> None:
    opened(page, qtbot)
    reached = [w for w in page.findChildren(QWidget) if w.focusPolicy() & Qt.FocusPolicy.TabFocus and w.isVisible()]
    assert {page.save_button, page.print_button, page.sheet.sheets, page.sheet.start.field} <= set(reached)
    for widget in reached:
        if widget.focusProxy() is None and type(widget).__name__ != "QListView":
            assert QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name), widget


def test_a_stepper_keeps_to_its_bounds(qtbot: QtBot) -> None:
    stepper = Stepper("How many", "One fewer", "One more")
    qtbot.addWidget(stepper)
    stepper.set_bounds(1, 10)
    heard: list[int] = []
    stepper.changed.connect(heard.append)
    stepper.show()
    QTest.keyClick(stepper.field, Qt.Key.Key_Up)
    stepper.field.selectAll()
    QTest.keyClicks(stepper.field, "10")
    QTest.keyClick(stepper.field, Qt.Key.Key_Up)
    assert stepper.value == 10
    assert not stepper.more.isEnabled()
    stepper.field.selectAll()
    QTest.keyClicks(stepper.field, "0")
    assert stepper.value == 10
    QTest.keyClick(stepper.field, Qt.Key.Key_Return)
    assert stepper.field.text() == "10"
    stepper.set_bounds(1, 4)
    assert stepper.value == 4
    assert heard == [2, 1, 10, 4]


def test_a_click_on_the_map_chooses_the_place(qtbot: QtBot) -> None:
    chart = PlaceMap("Places")
    qtbot.addWidget(chart)
    chart.show_sheet(2, 5, 1)
    chart.resize(chart.sizeHint())
    with qtbot.waitSignal(chart.chosen) as told:
        QTest.mouseClick(
            chart, Qt.MouseButton.LeftButton, pos=QPointF(chart.width() * 0.75, chart.height() * 0.5).toPoint()
        )
    assert told.args == [6]
