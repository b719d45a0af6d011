"""Nothing of the import is cut at 1280×720 in any language, nor wider than its page at 200 %; all is reached by key."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from kassa.ui import theme
from kassa.ui.importing.columns import ColumnRow
from kassa.ui.importing.controls import ChoiceBox, Tick
from kassa.ui.importing.panels import ExamplesPanel
from kassa.ui.widgets.buttons import KeyButton
from kassa.ui.widgets.label import Label
from kassa.words import LANGUAGES, Words
from tests.builders import make_shop
from tests.ui.importing.conftest import DATA, Owner


@pytest.fixture(params=LANGUAGES)
def owner(request: pytest.FixtureRequest, tmp_path: Path, qtbot: QtBot) -> Iterator[Owner]:
    shop = make_shop(tmp_path)
    made = Owner(shop, qtbot, Words(request.param), tmp_path)
    yield made
    assert made.jobs.close()
    shop.close()


def cut(root: QWidget) -> list[str]:
    """The words under a widget that don't have the room that they need; what stands in the file itself may be cut."""
    QApplication.processEvents()
    QApplication.processEvents()
    labels = [label for label in root.findChildren(Label) if label.isVisibleTo(root) and label.full_text()]
    ours = [label for label in labels if not _of_the_file(label)]
    found = [one.full_text() for one in ours if one.toolTip() or one.height() < one.heightForWidth(one.width())]
    buttons = [button for button in root.findChildren(KeyButton) if button.isVisibleTo(root)]
    found += [button.label for button in buttons if button.width() < button.sizeHint().width()]
    boxes = [box for box in root.findChildren(ChoiceBox) if box.isVisibleTo(root)]
    found += [box.currentText() for box in boxes if box.fontMetrics().horizontalAdvance(box.currentText()) > _room(box)]
    return found + [tick.accessibleName() for tick in root.findChildren(Tick) if tick.toolTip()]


def _of_the_file(label: Label) -> bool:
    parent: QWidget | None = label
    while parent is not None:
        if isinstance(parent, ColumnRow | ExamplesPanel):
            return True
        parent = parent.parentWidget()
    return False


def _room(box: ChoiceBox) -> int:
    return box.width() - theme.current().px(12 + 30)


def test_nothing_is_cut(owner: Owner) -> None:
    page = owner.page
    assert cut(page) == []
    for name in ("loyverse_receipts_by_item.csv", "egen_lista.csv"):
        owner.look_at(DATA / name if name == "egen_lista.csv" else owner.receipts(40))
        page.preview.fold.button.setChecked(True)
        assert page.preview.columns.rows()
        assert cut(page) == [], name
    for row in page.preview.columns.rows():
        for at in range(row.choice.count()):
            text = row.choice.itemText(at)
            assert row.choice.fontMetrics().horizontalAdvance(text) <= _room(row.choice), text
    owner.look_at(owner.file("list.csv", "Name,Birthday\nAnna Berg,03/06/1990\n"))
    assert cut(page) == []
    owner.look_at(owner.receipts(40))
    owner.bring_in()
    assert cut(page) == []
    page.running.begin("x.csv", "sales")
    page.running.show_progress(1_200, 3_000, 60.0)
    page.steps.bring(page.running)
    assert cut(page) == []


@pytest.mark.parametrize("owner", ["pl"], indirect=True)
def test_large_text_has_room(owner: Owner) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app, "light", 2.0)
    page = owner.page
    owner.look_at(owner.receipts(40))
    for view in (page.choose, page.preview, page.running, page.summary):
        page.steps.bring(view)
        QApplication.processEvents()
        QApplication.processEvents()
        assert view.minimumSizeHint().width() <= page.steps.width(), view


@pytest.mark.parametrize("owner", ["en"], indirect=True)
def test_every_control_is_named_and_reached_by_keyboard(owner: Owner) -> None:
    page = owner.page
    with owner.qtbot.waitActive(page):
        page.activateWindow()
    owner.look_at(owner.receipts(40))
    page.preview.fold.button.setChecked(True)
    assert page.preview.columns.rows()
    controls = [
        control
        for kind in (KeyButton, ChoiceBox, Tick)
        for control in page.findChildren(kind)
        if control.isVisibleTo(page) and control.isEnabled()
    ]
    assert len(controls) > 25
    assert not [control for control in controls if not control.accessibleName()]
    page.header.back_button.setFocus()
    reached: set[QWidget] = set()
    for _ in range(len(controls) + 40):
        focus = QApplication.focusWidget()
        if focus is not None:
            reached.add(focus)
        QTest.keyClick(focus or page, Qt.Key.Key_Tab)
    assert not [control.accessibleName() for control in controls if control not in reached]
