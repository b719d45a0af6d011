"""The import's own controls: a list that opens where it stands, a wheel that only scrolls, buttons that find room."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kassa.ui.importing.controls import ButtonRow, ChoiceBox, Fold, Tick
from kassa.ui.widgets.buttons import QuietButton

OPTIONS = [(str(number), f"Field {number}") for number in range(20)]


def box_at(value: str, qtbot: QtBot) -> ChoiceBox:
    box = ChoiceBox("What it becomes", OPTIONS)
    box.set_value(value)
    qtbot.addWidget(box)
    box.show()
    return box


def test_the_list_opens_on_what_is_chosen_and_the_arrow_goes_on_from_there(qtbot: QtBot) -> None:
    box = box_at("7", qtbot)
    told: list[str] = []
    box.picked.connect(told.append)
    QTest.mousePress(box, Qt.MouseButton.LeftButton)
    assert box.view().isVisible()
    assert [index.row() for index in box.view().selectionModel().selectedIndexes()] == [7]
    QTest.keyClick(box.view(), Qt.Key.Key_Down)
    QTest.keyClick(box.view(), Qt.Key.Key_Return)
    assert told == ["8"]
    assert box.value() == "8"


def test_what_is_chosen_stays_when_the_options_change(qtbot: QtBot) -> None:
    box = box_at("7", qtbot)
    box.set_options([("", "found out"), *OPTIONS[5:]])
    assert box.value() == "7"
    box.set_value("not there")
    assert box.value() == ""


def test_the_wheel_changes_nothing_on_its_way(qtbot: QtBot) -> None:
    box = box_at("7", qtbot)
    wheel = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(box, wheel)
    assert box.value() == "7"


def test_a_tick_is_set_by_its_words_and_by_the_space_bar(qtbot: QtBot) -> None:
    tick = Tick("Give stamps & more")
    qtbot.addWidget(tick)
    tick.resize(400, 44)
    tick.show()
    assert tick.accessibleName() == "Give stamps & more"
    QTest.mouseClick(tick, Qt.MouseButton.LeftButton, pos=QPoint(380, 20))
    assert tick.isChecked()
    QTest.keyClick(tick, Qt.Key.Key_Space)
    assert not tick.isChecked()


def test_buttons_stand_below_each_other_where_they_have_no_room(qtbot: QtBot) -> None:
    one, other = QuietButton("Use saved choices…"), QuietButton("Save these choices…")
    row = ButtonRow(one, other)
    qtbot.addWidget(row)
    row.resize(600, 60)
    row.show()
    QApplication.processEvents()
    assert one.y() == other.y()
    row.resize(250, 120)
    QApplication.processEvents()
    assert one.y() < other.y()


def test_a_fold_shows_what_is_in_it(qtbot: QtBot) -> None:
    fold = Fold("How the file is read")
    qtbot.addWidget(fold)
    fold.show()
    assert not fold.inside.isVisible()
    fold.button.click()
    assert fold.inside.isVisible()


@pytest.mark.parametrize("at", [0, 17, 39])
def test_a_list_opens_where_the_choice_is(qtbot: QtBot, at: int) -> None:
    box = ChoiceBox("Column", [(str(each), f"Field {each}") for each in range(40)])
    qtbot.addWidget(box)
    box.set_value(str(at))
    box.show()
    box.setFocus()
    box.showPopup()
    view = box.view()
    assert view.currentIndex().row() == at
    assert view.selectionModel().isSelected(view.currentIndex())
    row = view.visualRect(view.currentIndex())
    assert row.top() >= 0 and row.bottom() < view.viewport().height()
    highest = view.verticalScrollBar().maximum()
    assert at != 17 or 0 < view.verticalScrollBar().value() < highest, (
        "in the middle, where there is more on both sides"
    )
    box.hidePopup()
