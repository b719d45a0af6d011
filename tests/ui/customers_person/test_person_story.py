"""The painted list of what happened."""

from __future__ import annotations

from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from kassa.ui.customers.person.story import Block, StoryLine, StoryModel, StoryView

STRICT = QAbstractItemModelTester.FailureReportingMode.Fatal
BLOCK = Block("Sat 3 Oct", "2 × Kaffe", "Erik", (StoryLine("for coffee", "+2", "→ 8 of 10"),), "told")
LONG = Block("Sat 3 Oct", "Adjusted", "Erik", (StoryLine("a reason " * 30, "+2", "→ 8 of 10"),), "told")


def test_the_model_is_sound() -> None:
    model = StoryModel()
    QAbstractItemModelTester(model, STRICT)
    for blocks in ((BLOCK,), (BLOCK, LONG), (LONG, BLOCK), ()):
        model.show_blocks(blocks)
        assert model.rowCount() == len(blocks)


def test_what_is_long_runs_over_lines_and_nothing_is_cut(qtbot: QtBot) -> None:
    view = StoryView("What happened")
    qtbot.addWidget(view)
    view.resize(500, 400)
    view.show()
    view.story.show_blocks((BLOCK, LONG))
    short, long = (view.sizeHintForIndex(view.story.index(row)).height() for row in (0, 1))
    assert long > 3 * short
    view.resize(900, 400)
    assert view.sizeHintForIndex(view.story.index(1)).height() < long
    assert not view.grab().isNull()
