"""The programme page on a real shop: rules read, a file looked at before it holds, applied, taken back, saved."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from kassa.services import programmes
from kassa.services.session import Actor
from kassa.ui import theme
from kassa.ui.importing.drop import ImportDrop
from kassa.ui.jobs import Jobs
from kassa.ui.programme.page import ProgrammePage
from kassa.ui.programme.reading import CardPanel, TierCard
from kassa.ui.widgets.buttons import KeyButton
from kassa.ui.widgets.label import Label
from kassa.words import Words
from tests.builders import CAFE, NOW, Shop, make_shop

FIVE = CAFE.replace("boxes = 10", "boxes = 5")
LATER = '\n[points]\nper = "10.00"\n[[campaign]]\nid = "slow"\nname = "Dubbel tisdag"\nstamps_factor = 2\n'


class Desk:
    """The page as its owner works it."""

    def __init__(self, qtbot: QtBot, shop: Shop, words: Words) -> None:
        self.qtbot, self.shop, self.jobs = qtbot, shop, Jobs()
        self.page = ProgrammePage(shop.session, words, self.jobs)
        self.changed = 0
        self.page.changed.connect(self._count)
        qtbot.addWidget(self.page)
        self.page.resize(1282, 768)
        self.page.show()
        self.page.activateWindow()
        qtbot.waitUntil(self.page.isActiveWindow)
        self.page.refresh()
        self.settle()

    def _count(self) -> None:
        self.changed += 1

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: self.jobs.count == 0)
        QApplication.processEvents()
        self.qtbot.waitUntil(lambda: self.jobs.count == 0)
        QApplication.processEvents()

    def file(self, text: str, name: str = "cafe.toml") -> Path:
        written = self.shop.folder.parent / name
        written.write_text(text, "utf-8")
        return written

    def look(self, text: str) -> None:
        self.page.look(self.file(text))
        self.settle()

    def says(self, under: QWidget | None = None) -> list[str]:
        """Every line in sight."""
        labels = (under or self.page).findChildren(Label)
        return [one.full_text().replace("\u00a0", " ") for one in labels if one.isVisible() and one.full_text()]

    def boxes(self) -> int:
        return programmes.current(self.shop.session).programme.stamp_cards[0].boxes

    def toasts(self) -> list[str]:
        return [toast.accessibleName() for toast in self.page.toasts.toasts]


@pytest.fixture
def desk(tmp_path: Path, words: Words, qtbot: QtBot) -> Iterator[Desk]:
    shop = make_shop(tmp_path)
    shop.clock.pass_time(days=1)
    made = Desk(qtbot, shop, words)
    yield made
    made.jobs.close()
    shop.close()


def test_the_rules_in_force_in_plain_words_beside_the_card(desk: Desk) -> None:
    said = desk.says()
    assert "A full card gives: Valfri kaffedryck, to use within 90 days." in said
    assert "Version 1 · since 22 November 2026 12:00".replace("12:00", "13:00") in said
    (card,) = desk.page.findChildren(CardPanel)
    assert card.view.boxes.accessibleName() == "Kaffekortet: 2 of 10 stamps"
    assert [tier.findChildren(Label)[0].full_text() for tier in desk.page.findChildren(TierCard)] == [
        "Bas", "Silver", "Guld",
    ]  # fmt: skip
    assert not any("not counted yet" in line for line in said)


def test_what_is_not_counted_yet_is_said(desk: Desk) -> None:
    desk.shop.apply(CAFE + LATER)
    desk.page.refresh()
    desk.settle()
    said = desk.says()
    assert "For a later version of Kassa" in said
    assert {"· Points.", "· Campaign: Dubbel tisdag."} <= set(said)


def test_a_file_is_looked_at_before_anything_holds(desk: Desk) -> None:
    desk.look(FIVE)
    said = desk.says(desk.page.proposal)
    assert said[0] == "cafe.toml"
    assert said[1:] == [
        "One rule would change.", "Kaffekortet", "10 stamps fill the card.", "5 stamps fill the card.",
    ]  # fmt: skip
    assert not desk.page.reading.isVisible()
    assert desk.boxes() == 10 and desk.changed == 0


def test_put_in_force_now_told_and_undone(desk: Desk) -> None:
    desk.look(FIVE)
    desk.page.proposal.apply_button.click()
    desk.settle()
    assert desk.boxes() == 5 and desk.changed == 1
    assert desk.toasts() == ["Version 2 holds from now"]
    assert desk.page.reading.isVisible()
    assert "5 stamps fill the card." in desk.says()
    assert [row.number for row in desk.page.history.rows] == [2, 1]
    toast = desk.page.toasts.toasts[0]
    assert toast.undo is not None
    desk.shop.clock.pass_time(minutes=1)
    toast.undo.click()
    desk.settle()
    assert desk.boxes() == 10 and desk.changed == 2
    assert desk.toasts() == ["As before, now as version 3"]
    assert "10 stamps fill the card." in desk.says()


def test_from_a_day_on_by_keys_alone(desk: Desk) -> None:
    desk.look(FIVE)
    proposal = desk.page.proposal
    assert QApplication.focusWidget() is proposal.leave_button, "an Enter too many changes nothing"
    proposal.starts.choices["now"].setFocus()
    QTest.keyClick(proposal.starts.choices["now"], Qt.Key.Key_Right)
    QTest.keyClick(proposal.starts.choices["day"], Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is proposal.day
    QTest.keyClicks(proposal.day, "1/12")
    assert proposal.day_told.full_text() == "1 December 2026"
    QTest.keyClick(proposal.day, Qt.Key.Key_Return)
    desk.settle()
    assert desk.boxes() == 10
    newest = programmes.history(desk.shop.session)[0]
    assert newest.since == datetime(2026, 12, 1, 3, tzinfo=UTC)
    assert desk.toasts() == ["Version 2 holds from 1 December 2026"]
    assert "from 1 December 2026" in desk.page.history.rows[0].accessibleName()
    QTest.keyClick(desk.page.apply_button, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    desk.shop.clock.pass_time(days=20)
    assert desk.boxes() == 10


@pytest.mark.parametrize("typed", ["", "32/1", "someday", "2026-11-22", "2020-01-01"])
def test_a_day_that_cannot_be(desk: Desk, typed: str) -> None:
    desk.look(FIVE)
    desk.page.proposal.starts.choices["day"].click()
    desk.page.proposal.day.setText(typed)
    desk.page.proposal.apply_button.click()
    desk.settle()
    assert desk.page.proposal.error.full_text() == "Type a day to come, such as 1/12."
    assert len(programmes.history(desk.shop.session)) == 1


def test_what_is_wrong_is_listed_by_line_and_checked_again(desk: Desk) -> None:
    desk.look(FIVE.replace("head_start = 2", "head_strat = 2").replace("boxes = 5", "boxes = 0"))
    said = desk.says(desk.page.proposal)
    lines = CAFE.split("\n")
    assert said[1] == "2 lines must be put right before the file can be used."
    assert said[2] == f"Line {lines.index('boxes = 10') + 1}"
    assert said[4] == f"Line {lines.index('head_start = 2') + 1}"
    assert "Did you mean “head_start”?" in said[5]
    assert not desk.page.proposal.apply_button.isVisible()
    desk.file(FIVE)
    assert QApplication.focusWidget() is desk.page.proposal.again_button
    QTest.keyClick(desk.page.proposal.again_button, Qt.Key.Key_Return)
    desk.settle()
    assert "5 stamps fill the card." in desk.says(desk.page.proposal)
    assert desk.page.proposal.apply_button.isVisible()


def test_a_file_that_says_the_same_cannot_be_applied(desk: Desk) -> None:
    desk.look("# a comment\n" + CAFE)
    assert "This file says what holds already." in desk.says(desk.page.proposal)
    assert not desk.page.proposal.apply_button.isVisible()


def test_a_file_that_cannot_be_read(desk: Desk, tmp_path: Path) -> None:
    desk.page.look(tmp_path / "gone.toml")
    desk.settle()
    assert "can't be read" in desk.toasts()[0]
    assert desk.page.reading.isVisible()


def test_other_money_is_refused_in_the_proposal(desk: Desk) -> None:
    desk.look(CAFE.replace('"SEK"', '"EUR"'))
    desk.page.proposal.apply_button.click()
    desk.settle()
    assert "The shop counts in SEK" in desk.page.proposal.error.full_text()
    assert desk.page.proposal.apply_button.isEnabled()


def test_the_rules_are_scrolled_by_keys(desk: Desk) -> None:
    desk.page.setFocus()
    focus = QApplication.focusWidget()
    assert focus is desk.page.apply_button
    QTest.keyClick(focus, Qt.Key.Key_PageDown)
    assert desk.page._scroll.verticalScrollBar().value() > 0


def test_esc_puts_the_file_aside(desk: Desk) -> None:
    desk.look(FIVE)
    QTest.keyClick(desk.page.proposal.leave_button, Qt.Key.Key_Escape)
    assert desk.page.reading.isVisible()
    assert not desk.page.proposal.isVisible()
    assert desk.boxes() == 10


def test_a_file_is_chosen(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(desk.file(FIVE)), ""))
    desk.page.apply_button.click()
    desk.settle()
    assert "One rule would change." in desk.says()


def test_a_file_is_dropped(desk: Desk) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(desk.file(FIVE)))])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(50, 50), copy, data, left, none)
    enter.ignore()
    desk.page.dragEnterEvent(enter)
    assert enter.isAccepted()
    desk.page.dropEvent(QDropEvent(QPointF(50, 50), copy, data, left, none))
    desk.settle()
    assert "One rule would change." in desk.says()


def test_the_import_leaves_a_programme_file_to_the_page_that_takes_it(desk: Desk, words: Words) -> None:
    over = ImportDrop(words, desk.page)
    data = QMimeData()
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    for name, taken in (("cafe.toml", False), ("customers.csv", True)):
        data.setUrls([QUrl.fromLocalFile(str(desk.file(FIVE, name)))])
        QApplication.sendEvent(desk.page, QDragEnterEvent(QPoint(50, 50), copy, data, left, none))
        assert over.isVisible() == taken, name


def test_another_kind_of_file_is_not_the_pages(desk: Desk) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(desk.file(FIVE, "customers.csv")))])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(50, 50), copy, data, left, none)
    enter.ignore()
    desk.page.dragEnterEvent(enter)
    assert not enter.isAccepted()


def test_an_older_version_is_opened_read_and_saved(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    anna = desk.shop.session.acting_as(Actor("bar", "Anna"))
    programmes.apply(anna, desk.file(FIVE))
    desk.page.refresh()
    desk.settle()
    newest, oldest = desk.page.history.rows
    assert "Anna · bar" in newest.accessibleName() and newest.isChecked()
    assert "22 November 2026 13:00 – today 13:00" in oldest.accessibleName()
    oldest.click()
    desk.settle()
    assert oldest.isChecked()
    assert "10 stamps fill the card." in desk.says()
    assert any(line.startswith("You are reading version 1") for line in desk.says())
    saved = tmp_path / "old"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(saved), ""))
    desk.page.save_button.click()
    desk.settle()
    assert saved.with_name("old.toml").read_text("utf-8") == CAFE
    assert desk.toasts() == ["Saved: old.toml"]
    back = next(one for one in desk.page.reading.findChildren(KeyButton) if one.isVisible())
    back.click()
    desk.settle()
    assert "5 stamps fill the card." in desk.says()


def test_a_file_that_cannot_be_written(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "no" / "folder.toml"), ""))
    desk.page.save_button.click()
    desk.settle()
    assert "can't be written" in desk.toasts()[0]


def test_many_versions_are_folded(desk: Desk) -> None:
    for number in range(9):
        desk.shop.clock.pass_time(days=1)
        desk.shop.apply(CAFE.replace("boxes = 10", f"boxes = {number + 3}"))
    desk.page.refresh()
    desk.settle()
    history = desk.page.history
    assert len(history.rows) == 6 and history.more.label == "4 older versions"
    history.more.click()
    assert [row.number for row in history.rows] == list(range(10, 0, -1))
    assert not history.more.isVisible()


def test_a_version_that_never_held_says_so(desk: Desk) -> None:
    later = NOW + timedelta(days=9)
    desk.shop.apply(FIVE, later)
    desk.shop.apply(CAFE, later)
    desk.page.refresh()
    desk.settle()
    assert "never in force" in desk.page.history.rows[1].accessibleName()
    assert desk.page.history.rows[2].isChecked()


def test_a_shop_without_rules_can_read_them_in(tmp_path: Path, words: Words, qtbot: QtBot) -> None:
    shop = make_shop(tmp_path, None)
    desk = Desk(qtbot, shop, words)
    assert "The shop has no rules yet" in desk.says()
    assert not desk.page.save_button.isVisible()
    desk.look(CAFE)
    assert "It is called “Kaffekortet”." in desk.says()
    desk.page.proposal.apply_button.click()
    desk.settle()
    assert desk.boxes() == 10
    desk.jobs.close()
    shop.close()


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("proposal", [False, True])
def test_nothing_is_cut(desk: Desk, qapp: QApplication, scale: float, proposal: bool) -> None:
    desk.shop.apply(CAFE + LATER)
    theme.apply(qapp, "light", scale)
    desk.page.resize(1196, 720)
    desk.page.refresh()
    desk.settle()
    if proposal:
        desk.look(FIVE)
    for _ in range(3):
        QApplication.processEvents()
    labels = [one for one in desk.page.findChildren(Label) if one.isVisible() and one.full_text()]
    cut = [one.full_text() for one in labels if one.height() < one.heightForWidth(one.width()) or one.toolTip()]
    assert cut == []
    assert desk.page._scroll.horizontalScrollBar().maximum() == 0


def test_everything_has_a_name_and_a_key(desk: Desk) -> None:
    desk.look(FIVE)
    for button in desk.page.findChildren(KeyButton):
        if button.isVisible():
            assert button.accessibleName()
            assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
