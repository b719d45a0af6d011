"""The cards page's own controls."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kassa.services.card_look import CardLook
from kassa.ui.cards.back_editor import BackEditor
from kassa.ui.cards.controls import PlaceMap, Stepper
from kassa.words import Words


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


@pytest.mark.parametrize(
    ("boxes", "tiers", "told"),
    [(10, True, "10 stamp boxes"), (0, True, "the tiers"), (0, False, "own text")],
)
def test_a_back_that_the_programme_lacks_is_told_as_what_stands_there(
    qtbot: QtBot, words: Words, boxes: int, tiers: bool, told: str
) -> None:
    editor = BackEditor(words)
    qtbot.addWidget(editor)
    editor.show_look(CardLook(back="stamps", duplex="long-edge"), turned=True)
    editor.offer(boxes, tiers)
    assert editor.in_words() == told
    assert editor.kinds.choices[editor.kinds.value()].isVisibleTo(editor)
