"""How the cards look: each control changes what the shop keeps and what the preview shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kassa.printing import Pages, read_codes, sheet
from kassa.services import settings
from kassa.services.card_look import CardLook, change_look
from kassa.services.session import Session
from kassa.ui.cards import desk as asking_desk
from kassa.ui.cards.page import CardsPage
from kassa.ui.jobs import Job
from tests.builders import Shop
from tests.ui.cards.conftest import Desk


def at(page: CardsPage, across: float, down: float) -> str:
    """The preview's colour at a place of the paper, in shares of its sides."""
    box = page.stage._sheet_box()
    spot = box.topLeft().toPoint()
    x, y = spot.x() + round(box.width() * across), spot.y() + round(box.height() * down)
    return page.stage.grab().toImage().pixelColor(x, y).name().upper()


def ground(page: CardsPage) -> str:
    """The colour of the first card on plain A4, off its type and code."""
    return at(page, 0.3, 0.16)


def text(page: CardsPage) -> str:
    """What the page in sight says."""
    drawn = page.viewer._drawn
    assert drawn is not None
    with Pages(drawn.pdf) as pages:
        return pages.text(drawn.at)


def test_the_designs_are_true_cards_and_one_has_the_ring(desk: Desk) -> None:
    tiles = desk.page.look.grid.tiles
    assert set(tiles) >= {"forest", "paper", "kraft", "picture"}
    assert all(tile.drawn for tile in tiles.values())
    assert desk.page.look.grid.chosen() == "forest"
    middle = tiles["forest"]._picture
    assert middle.pixelColor(middle.width() // 3, middle.height() // 2).name() == "#17352e"


def test_another_design_is_shown_and_kept(desk: Desk, qtbot: QtBot) -> None:
    page = desk.page
    assert ground(page) == "#17352E"
    QTest.mouseClick(page.look.grid.tiles["paper"], Qt.MouseButton.LeftButton)
    desk.settle()
    assert ground(page) == "#FFFDF8"
    assert desk.kept() == CardLook(design="paper")
    page.look.grid.tiles["paper"].setFocus()
    QTest.keyClick(page.look.grid.tiles["paper"], Qt.Key.Key_Right)
    desk.settle()
    assert desk.kept().design == page.look.grid.chosen() == "picture"


def test_the_shops_own_colours_are_judged_and_kept(desk: Desk) -> None:
    page, colours = desk.page, desk.page.look.colours
    page.look.own.set_open(True)
    assert colours.verdict.text() == "13.2 : 1, easy to read"
    assert not colours.reset.isVisible()
    colours.ground.field.selectAll()
    QTest.keyClicks(colours.ground.field, "#2B2A6B")
    desk.settle()
    assert desk.kept().colours == ("#2B2A6B", "#FFFFFF")
    assert ground(page) == "#2B2A6B"
    assert page.look.own.button.value == "the shop's own"
    QTest.mouseClick(colours.reset, Qt.MouseButton.LeftButton)
    desk.settle()
    assert desk.kept().colours is None
    assert ground(page) == "#17352E"
    assert colours.ground.field.text() == "#17352E"


def test_colours_too_weak_are_not_taken(desk: Desk) -> None:
    page, colours = desk.page, desk.page.look.colours
    page.look.own.set_open(True)
    colours.ink.field.selectAll()
    QTest.keyClicks(colours.ink.field, "#3F7F6F")
    desk.settle()
    assert colours.verdict.text().startswith("2.8 : 1, too weak: 4.5 is needed")
    assert desk.kept().colours is None
    assert ground(page) == "#17352E"
    assert colours.ink.field.text() == "#3F7F6F", "what was chosen stays in sight to be mended"
    colours.ink.field.selectAll()
    QTest.keyClicks(colours.ink.field, "BFEFDF")
    desk.settle()
    assert desk.kept().colours == ("#17352E", "#BFEFDF")


def test_a_light_card_gets_dark_type_by_itself(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    colours = desk.page.look.colours
    desk.page.look.own.set_open(True)
    monkeypatch.setattr(colours.ground, "choose_colour", lambda: "#FFE9A8")
    QTest.mouseClick(colours.ground.swatch, Qt.MouseButton.LeftButton)
    desk.settle()
    assert desk.kept().colours == ("#FFE9A8", "#1B1B1B")


def test_the_line_under_the_name(desk: Desk) -> None:
    page, line = desk.page, desk.page.look.line
    assert line.text() == "Loyalty card"
    page.look.own.set_open(True)
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, "Tack att du kom ")
    desk.settle()
    assert desk.kept().line == "Tack att du kom"
    assert line.text() == "Tack att du kom ", "what is being typed stays as it is typed"
    assert "Tack att du kom" in text(page)
    line.selectAll()
    QTest.keyClick(line, Qt.Key.Key_Delete)
    desk.settle()
    assert desk.kept().line == "", "an empty line is none at all"
    QTest.keyClicks(line, "Loyalty card")
    desk.settle()
    assert desk.kept().line is None


def test_bars_beside_the_qr_code(desk: Desk) -> None:
    QTest.mouseClick(desk.page.look.bars, Qt.MouseButton.LeftButton)
    desk.settle()
    assert desk.kept().code128
    assert desk.badge()[0] == "good"


def test_a_logo_is_taken_shown_and_removed(desk: Desk, shop: Shop, tmp_path: Path) -> None:
    page = desk.page
    picture = QImage(200, 100, QImage.Format.Format_RGB32)
    picture.fill(QColor("#AA2211"))
    picture.save(str(tmp_path / "logo.png"))
    assert page.look.logo.empty
    page.look.logo.dropped.emit(tmp_path / "logo.png")
    desk.settle()
    block = settings.shop_block(shop.session)
    assert block is not None
    assert block.logo is not None
    assert not page.look.logo.empty
    page.look.own.set_open(True)
    QTest.mouseClick(page.look.remove_logo, Qt.MouseButton.LeftButton)
    desk.settle()
    block = settings.shop_block(shop.session)
    assert block is not None
    assert block.logo is None
    page.undo_last()
    desk.settle()
    assert not page.look.logo.empty
    (tmp_path / "no.png").write_bytes(b"\x89PNG nothing of the kind")
    page.look.logo.dropped.emit(tmp_path / "no.png")
    desk.settle()
    assert page.toasts.toasts[-1].failure


def test_the_back_is_chosen_and_turned_to(desk: Desk, qtbot: QtBot) -> None:
    page, back = desk.page, desk.page.sheet.back
    assert page.sheet.back_row.button.value == "none"
    assert page.stage.pager.isHidden()
    page.sheet.back_row.set_open(True)
    QTest.mouseClick(back.kinds.choices["stamps"], Qt.MouseButton.LeftButton)
    desk.settle()
    assert (desk.kept().back, desk.kept().duplex) == ("stamps", "long-edge")
    assert page.sheet.back_row.button.value == "10 stamp boxes"
    assert page.stage.pager.text == "page 1 of 2 · front side"
    QTest.keyClick(page.sheet.to_row.button, Qt.Key.Key_PageDown)
    desk.settle()
    assert page.stage.pager.text == "page 2 of 2 · back side"
    assert "10 stamps give: Valfri kaffedryck" in text(page)
    assert desk.badge() == ("good", "All 3 codes can be read")
    QTest.keyClick(page.sheet.to_row.button, Qt.Key.Key_PageUp)
    desk.settle()
    assert page.stage.pager.text == "page 1 of 2 · front side"
    QTest.mouseClick(back.edges.choices["short-edge"], Qt.MouseButton.LeftButton)
    desk.settle()
    assert desk.kept().duplex == "short-edge"
    QTest.mouseClick(back.kinds.choices["none"], Qt.MouseButton.LeftButton)
    desk.settle()
    assert desk.kept().duplex is None


def test_own_words_on_the_back(desk: Desk) -> None:
    page, back = desk.page, desk.page.sheet.back
    page.sheet.back_row.set_open(True)
    QTest.mouseClick(back.kinds.choices["text"], Qt.MouseButton.LeftButton)
    back.text.setFocus()
    QTest.keyClicks(back.text, "Kom snart igen")
    desk.settle()
    assert (desk.kept().back, desk.kept().back_text) == ("text", "Kom snart igen")
    page.viewer.turn(1)
    desk.settle()
    assert "Kom snart igen" in text(page)
    back.text.setPlainText("x" * 500)
    desk.settle()
    assert len(desk.kept().back_text) == 400
    assert desk.page.toasts.toasts == []


def test_the_sheet_is_found_by_what_stands_on_its_packet_and_kept(desk: Desk) -> None:
    page, sheets = desk.page, desk.page.sheet.sheets
    page.sheet.sheet_row.set_open(True)
    QTest.keyClicks(sheets.search, "28371")
    assert sheets.shown() == ["avery-5371"], "another article number of the same geometry"
    sheets.search.selectAll()
    QTest.keyClicks(sheets.search, "c32011")
    assert sheets.shown() == ["avery-c32011-10"]
    QTest.keyClick(sheets.search, Qt.Key.Key_Return)
    desk.settle()
    assert desk.kept().sheet == "avery-c32011-10"
    assert page.sheet.sheet_row.button.value == "Avery C32011-10 · 10 cards"
    sheets.search.selectAll()
    QTest.keyClicks(sheets.search, "nonesuch")
    assert sheets.none.isVisible()


def test_a_plastic_card_is_not_turned(desk: Desk) -> None:
    page, back = desk.page, desk.page.sheet.back
    page.sheet.back_row.set_open(True)
    QTest.mouseClick(back.kinds.choices["stamps"], Qt.MouseButton.LeftButton)
    desk.settle()
    assert back.edges.isVisible()
    page.sheet.sheets.picked.emit("cr80")
    desk.settle()
    assert not back.edges.isVisible()
    assert not page.sheet.start_row.isVisible(), "one card a page has one place"


def test_what_is_printed_looks_as_shown(
    desk: Desk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, out = desk.page, tmp_path / "kort.pdf"
    monkeypatch.setattr(page.press, "choose_file", lambda: out)
    QTest.mouseClick(page.look.grid.tiles["kraft"], Qt.MouseButton.LeftButton)
    page.sheet.back.changed.emit({"back": "stamps", "duplex": "long-edge"})
    with qtbot.waitSignal(page.printed, timeout=20_000):
        page.save()
    desk.settle()
    assert len(read_codes(out.read_bytes(), sheet("a4-cut"))) == 3
    with Pages(out.read_bytes()) as pages:
        assert len(pages) == 2
        picture = pages.picture(0, 72)
    place = 110 * picture.stride + 130 * 4
    assert picture.data[place + 2] > picture.data[place] + 40, "brown paper"
    page.viewer.turn(1)
    desk.settle()
    assert page.stage.pager.text == "page 2 of 2 · back side"


def test_ctrl_z_goes_back_step_by_step(desk: Desk) -> None:
    page = desk.page
    for design in ("paper", "kraft"):
        QTest.mouseClick(page.look.grid.tiles[design], Qt.MouseButton.LeftButton)
        desk.settle()
    page.undo_last()
    desk.settle()
    assert desk.kept().design == page.look.grid.chosen() == "paper"
    page.undo_last()
    desk.settle()
    assert desk.kept() == CardLook()
    page.undo_last()
    assert page.toasts.toasts[-1].text.full_text().startswith("Nothing to undo")


def test_another_till_sees_the_same(desk: Desk, another: Callable[[], Desk], shop: Shop) -> None:
    QTest.mouseClick(desk.page.look.grid.tiles["kraft"], Qt.MouseButton.LeftButton)
    desk.settle()
    other = another()
    assert other.page.look.grid.chosen() == "kraft"
    change_look(shop.session, CardLook(design="paper", line="Hej", sheet="cr80"))
    desk.open()
    assert desk.page.look.grid.chosen() == "paper"
    assert desk.page.look.line.text() == "Hej"
    batch = desk.page.batch()
    assert batch is not None
    assert batch.sheet.id == "cr80"


def test_what_another_till_chose_meanwhile_stays(desk: Desk, shop: Shop) -> None:
    seen = desk.kept()
    change_look(shop.session, replace(seen, design="kraft"), seen=seen)
    desk.page.keeper.change(line="Kundklubb")
    desk.settle()
    kept = desk.kept()
    assert (kept.design, kept.line) == ("kraft", "Kundklubb")
    assert desk.page.keeper.look == kept


def test_what_the_shop_refuses_is_told_and_taken_back(desk: Desk) -> None:
    desk.page.sheet.look_typed.emit({"back_text": "19121212-1212"})
    desk.settle()
    assert desk.page.toasts.toasts[-1].failure
    assert desk.page.keeper.look == desk.kept() == CardLook()


def test_leaving_the_page_keeps_what_was_just_typed(desk: Desk) -> None:
    desk.page.look.typed.emit({"line": "Sista ordet"})
    desk.page.hide()
    assert not desk.page.keeper._settle.isActive()
    desk.settle()
    assert desk.kept().line == "Sista ordet"


def test_a_miniature_is_painted_over_its_ground(desk: Desk) -> None:
    tile = desk.page.look.grid.tiles["kraft"]
    seen = QImage(tile.size(), QImage.Format.Format_RGB32)
    painter = QPainter(seen)
    tile.render(painter, QPoint())
    painter.end()
    middle = tile.card_box().center().toPoint()
    colour = seen.pixelColor(middle)
    assert colour.red() > colour.blue() + 30


def test_of_quick_changes_the_last_one_stays(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    gate, begun, keep = Event(), Event(), asking_desk.keep_look
    written: list[str] = []

    def slow(job: Job, session: Session, look: CardLook, seen: CardLook, op: str) -> CardLook:
        begun.set()
        gate.wait(10)
        written.append(look.design)
        return keep(job, session, look, seen, op)

    monkeypatch.setattr(asking_desk, "keep_look", slow)
    desk.page.keeper.change(design="paper")
    desk.qtbot.waitUntil(begun.is_set)
    desk.page.keeper.change(design="kraft")
    desk.page.keeper.change(design="picture")
    desk.page.refresh()
    desk.qtbot.waitUntil(lambda: not desk.page.keeper._settle.isActive())
    gate.set()
    desk.settle()
    assert written == ["paper", "picture"]
    assert desk.kept().design == desk.page.look.grid.chosen() == "picture"


def test_the_page_is_drawn_again_where_words_take_its_room(desk: Desk) -> None:
    stage = desk.page.stage
    wide = stage.picture_width()
    stage.say("good", "All 200 codes can be read, and every one of them has just been sent to the printer")
    assert stage.picture_width() < wide
    desk.settle()
    assert stage._image is not None and stage._image.width() == stage.picture_width()
    stage.say("good", "Read")
    desk.settle()
    assert stage._image.width() == wide


def test_tab_comes_to_the_designs_where_they_stand(desk: Desk, qtbot: QtBot) -> None:
    page = desk.page
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.look.own.button.setFocus()
    QTest.keyClick(page.look.own.button, Qt.Key.Key_Backtab)
    assert page.focusWidget() is page.look.grid.tiles["forest"]
