"""Where the printer puts things: chosen, nudged, measured, and given back as one value."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from kassa.config import PrinterTuning
from kassa.errors import KassaError
from kassa.printing import Edge, Sheet, sheet
from kassa.ui import theme
from kassa.ui.cards import paper, printers
from kassa.ui.cards.printer_sheet import PrinterSheet
from kassa.ui.cards.printers import Printers, TestPrint
from kassa.ui.jobs import Job, Jobs
from kassa.words import Words

OFFICE = PrinterTuning("Office", 0.5, -1.0, back_x=0.2, scale=1.002)
FOUND = Printers(("Office", "Back_room"), "Office", {"Office": OFFICE, "Back_room": PrinterTuning("Back_room")})
LONG: Edge = "long-edge"


class Asked:
    """The dialog over a window, its printers told instead of found, its test pages noted instead of printed."""

    def __init__(self, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, words: Words) -> None:
        self.qtbot, self.words = qtbot, words
        self.window = QWidget()
        self.window.resize(1366, 768)
        qtbot.addWidget(self.window)
        self.window.show()
        self.jobs = Jobs(self.window)
        self.found = FOUND
        self.answered = Event()
        self.answered.set()
        self.printed: list[tuple[PrinterTuning, Edge | None, int, bool]] = []
        self.refusal: KassaError | None = None
        self.back_left = False
        self.given: list[PrinterTuning] = []
        monkeypatch.setattr(printers, "find", self._find)
        monkeypatch.setattr(printers, "print_test_page", self._print)

    def _find(self, job: Job) -> Printers:
        assert self.answered.wait(20)
        return self.found

    def _print(
        self, job: Job, sheet: Sheet, tuning: PrinterTuning, words: Words, edge: Edge | None, start: int, back: bool
    ) -> TestPrint:
        if self.refusal is not None:
            raise self.refusal
        self.printed.append((tuning, edge, start, back))
        return TestPrint(tuning, self.back_left)

    def open(self, edge: Edge | None = None, start: int = 1, printer: str = "", wait: bool = True) -> PrinterSheet:
        dialog = PrinterSheet(
            self.words, self.jobs, sheet("a4-cut"), self.window, edge=edge, start=start, printer=printer
        )
        dialog.accepted.connect(self.given.append)
        dialog.open()
        if wait:
            self.settle()
        return dialog

    def settle(self) -> None:
        assert self.jobs.wait_all()


@pytest.fixture
def asked(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, words: Words) -> Iterator[Asked]:
    made = Asked(qtbot, monkeypatch, words)
    yield made
    made.answered.set()
    assert made.jobs.close()


def test_what_is_remembered_for_the_usual_printer_is_shown_and_given_back(asked: Asked) -> None:
    dialog = asked.open()
    assert dialog.printers.currentText() == "Office"
    assert dialog.told.text() == "0.5 mm to the right, 1 mm up"
    assert dialog.size_told.text() == "Size: 100.2 %"
    QTest.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    assert asked.given == [OFFICE]


def test_the_window_lives_while_printers_are_looked_for(asked: Asked) -> None:
    asked.answered.clear()
    dialog = asked.open(wait=False)
    assert dialog.status.text() == "Looking for printers…"
    assert not dialog.save_button.isEnabled()
    QTest.keyClick(dialog.first_field(), Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    asked.answered.set()
    asked.settle()
    assert asked.given == []


def test_a_computer_without_a_printer_says_so(asked: Asked) -> None:
    asked.found = Printers()
    dialog = asked.open()
    assert "no printer" in dialog.status.text()
    for control in (dialog.save_button, dialog.test_button, dialog.pad, dialog.measured):
        assert not control.isEnabled()


def test_each_printer_has_its_own_place(asked: Asked) -> None:
    dialog = asked.open(printer="Back_room")
    assert dialog.printers.currentText() == "Back_room"
    assert dialog.told.text() == "Not moved"
    dialog.nudge(1.0, 0.0)
    dialog.printers.set_value("Office")
    dialog.printers.picked.emit("Office")
    assert dialog.told.text() == "0.5 mm to the right, 1 mm up"
    dialog.printers.set_value("Back_room")
    dialog.printers.picked.emit("Back_room")
    assert dialog.told.text() == "1 mm to the right", "what was nudged before stays"
    dialog.submit()
    assert asked.given == [PrinterTuning("Back_room", 1.0)]


def test_arrow_buttons_and_keys_move_by_the_step_chosen(asked: Asked) -> None:
    dialog = asked.open(printer="Back_room")
    for button in (dialog.pad.right, dialog.pad.right, dialog.pad.down, dialog.pad.left, dialog.pad.up, dialog.pad.up):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert (dialog.tuning.x, dialog.tuning.y) == (0.5, -0.5)
    dialog.pad.setFocus()
    QTest.keyClick(dialog.pad, Qt.Key.Key_Right)
    QTest.keyClick(dialog.pad, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert (dialog.tuning.x, dialog.tuning.y) == (1.0, -0.4)
    QTest.mouseClick(dialog.steps[0.1], Qt.MouseButton.LeftButton)
    assert dialog.steps[0.1].isChecked()
    assert not dialog.steps[0.5].isChecked()
    QTest.keyClick(dialog.pad, Qt.Key.Key_Left)
    assert dialog.tuning.x == 0.9
    assert dialog.pad.accessibleDescription() == "0.9 mm to the right, 0.4 mm up"
    QTest.mouseClick(dialog.reset_button, Qt.MouseButton.LeftButton)
    assert dialog.tuning == PrinterTuning("Back_room")


def test_the_picture_shows_which_way(asked: Asked) -> None:
    dialog = asked.open(printer="Back_room")
    picture = dialog.pad.picture
    assert picture.printed_at() == picture.card_at()
    seen = []
    for x, y in ((0.5, 0.0), (0.0, -3.0), (20.0, 20.0)):
        dialog.reset()
        dialog.nudge(x, y)
        moved = picture.printed_at().topLeft() - picture.card_at().topLeft()
        assert (moved.x() > 0, moved.y() > 0) == (x > 0, y > 0)
        assert (moved.x() != 0, moved.y() != 0) == (x != 0, y != 0)
        assert picture.rect().contains(picture.printed_at().toAlignedRect())
        seen.append(moved)
    assert seen[2].x() > seen[0].x()


def test_nothing_is_moved_off_the_paper(asked: Asked) -> None:
    dialog = asked.open()
    for _ in range(50):
        dialog.nudge(1.0, -1.0)
    assert (dialog.tuning.x, dialog.tuning.y) == (20.0, -20.0)


def test_backs_have_a_place_of_their_own(asked: Asked) -> None:
    assert not asked.open().sides["back"].isVisible(), "without backs there is nothing to choose"
    dialog = asked.open(edge=LONG)
    QTest.mouseClick(dialog.sides["back"], Qt.MouseButton.LeftButton)
    assert dialog.told.text() == "0.2 mm to the right"
    dialog.nudge(0.0, 0.5)
    assert dialog.told.text() == "0.2 mm to the right, 0.5 mm down"
    QTest.mouseClick(dialog.sides["front"], Qt.MouseButton.LeftButton)
    assert dialog.told.text() == "0.5 mm to the right, 1 mm up"
    dialog.submit()
    assert asked.given == [PrinterTuning("Office", 0.5, -1.0, 0.2, 0.5, 1.002)]


# ── the test page ──


def test_the_test_page_is_printed_as_the_cards_would_be(asked: Asked) -> None:
    dialog = asked.open(edge=LONG, start=4)
    dialog.nudge(0.5, 0.0)
    QTest.mouseClick(dialog.test_button, Qt.MouseButton.LeftButton)
    assert not dialog.test_button.isEnabled()
    asked.settle()
    assert asked.printed == [(dialog.tuning, LONG, 4, False)]
    assert dialog.tuning.x == 1.0
    assert dialog.test_button.isEnabled()
    assert dialog.status.text() == "The test page is on its way."


def test_a_one_sided_printer_says_what_to_do_with_the_back(asked: Asked) -> None:
    dialog = asked.open(edge=LONG)
    asked.back_left = True
    dialog.print_test_page()
    asked.settle()
    assert "Turn the page over" in dialog.status.text()
    dialog.choose_side("back")
    asked.back_left = False
    dialog.print_test_page()
    asked.settle()
    assert [back for *_, back in asked.printed] == [False, True]


def test_a_printer_that_does_not_answer_is_told_in_the_dialog(asked: Asked) -> None:
    dialog = asked.open()
    asked.refusal = paper.no_answer()
    dialog.print_test_page()
    asked.settle()
    assert "doesn't answer" in dialog.error.text()
    assert dialog.error.isVisible()
    assert dialog.test_button.isEnabled()


# ── the ruler ──


def test_what_the_ruler_shows_sets_the_size(asked: Asked) -> None:
    dialog = asked.open(printer="Back_room")
    dialog.measured.setFocus()
    QTest.keyClicks(dialog.measured, "149,4")
    assert dialog.tuning.scale == pytest.approx(150 / 149.4, abs=1e-5)
    assert dialog.size_told.text() == "Size: 100.4 %"
    dialog.measured.clear()
    dialog.measured.textEdited.emit("")
    assert dialog.tuning.scale == 1.0, "with nothing measured nothing is changed"


def test_a_second_measurement_is_on_top_of_the_first_page_printed(asked: Asked) -> None:
    dialog = asked.open(printer="Back_room")
    QTest.keyClicks(dialog.measured, "148,5")
    dialog.print_test_page()
    asked.settle()
    assert dialog.measured.text() == ""
    first = dialog.tuning.scale
    assert asked.printed[0][0].scale == first == pytest.approx(150 / 148.5, abs=1e-5)
    QTest.keyClicks(dialog.measured, "150,3")
    assert dialog.tuning.scale == pytest.approx(first * 150 / 150.3, abs=1e-5)


@pytest.mark.parametrize("typed", ["120", "0", "200", "fifteen", "-150", "15"])
def test_a_length_that_cannot_be_is_told_and_not_given(asked: Asked, typed: str) -> None:
    dialog = asked.open()
    QTest.keyClicks(dialog.measured, typed)
    assert dialog.size_told.text() == "It should be close to 150 mm."
    dialog.submit()
    assert asked.given == []
    assert "about 150 mm" in dialog.error.text()
    assert dialog.measured.hasFocus()
    dialog.measured.clear()
    dialog.measured.textEdited.emit("")
    dialog.submit()
    assert asked.given == [OFFICE]


# ── reach ──


def test_every_control_is_reached_by_tab_and_has_a_name(asked: Asked) -> None:
    dialog = asked.open(edge=LONG)
    dialog.test_button.setFocus()
    reached: list[QWidget] = []
    while (focus := asked.window.focusWidget()) not in reached:
        reached.append(focus)
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    wanted = {dialog.printers, dialog.test_button, dialog.pad, dialog.measured, dialog.save_button}
    assert wanted | set(dialog.sides.values()) | set(dialog.steps.values()) <= set(reached)
    for control in (*reached, dialog.pad.left, dialog.pad.right, dialog.pad.up, dialog.pad.down):
        assert control.accessibleName()
    for button in (dialog.pad.left, dialog.pad.up, dialog.test_button, dialog.reset_button, dialog.steps[0.1]):
        assert button.height() >= 44
        assert button.width() >= 44


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_it_fits_the_smallest_screen(asked: Asked, scale: float, qapp: QApplication) -> None:
    theme.apply(qapp, "light", scale)
    asked.window.resize(1280, 720)
    dialog = asked.open(edge=LONG)
    QApplication.processEvents()
    for button in (dialog.save_button, dialog.cancel_button):
        assert button.visibleRegion().boundingRect().size() == button.size()
    assert dialog._inside.width() <= dialog._scroll.viewport().width()
    dialog._scroll.ensureWidgetVisible(dialog.pad)
    QApplication.processEvents()
    assert dialog.pad.visibleRegion().boundingRect().width() == dialog.pad.width(), "nothing is cut at the side"
