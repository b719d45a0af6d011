"""The hits, the purchases and the stamp card."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from kassa.domain.people import Hit
from kassa.ui import theme
from kassa.ui.widgets.curtain import Curtain
from kassa.ui.widgets.purchases import WHAT, PurchaseLine, PurchaseModel, PurchaseTable
from kassa.ui.widgets.search import HitLine, HitList, HitModel, SearchField
from kassa.ui.widgets.stamps import Boxes, StampCardView
from kassa.words import Words

STRICT = QAbstractItemModelTester.FailureReportingMode.Fatal
HITS = tuple(
    Hit(str(number), number, name, "4512", None, datetime(2026, 11, 19, tzinfo=UTC))
    for number, name in enumerate(["Maria Lindqvist", "<b>Linda</b> Mårtensson", "王小明", "Å" * 200])
)


def describe(hit: Hit) -> HitLine:
    return HitLine(hit.name or "", "··· 45 12", "Guld" if hit.number == 0 else "", "gold")


@pytest.fixture
def hits(qtbot: QtBot) -> HitList:
    view = HitList(describe, "Hits")
    qtbot.addWidget(view)
    view.resize(300, 400)
    view.show()
    view.show_hits(HITS, "lind mar")
    return view


def test_the_hit_model_is_sound() -> None:
    model = HitModel(describe)
    QAbstractItemModelTester(model, STRICT)
    model.show_hits(HITS, "lind")
    model.show_hits(HITS[:1], "lind")
    model.show_hits((), "")
    assert model.rowCount() == 0


def test_hits_tell_their_line_and_what_matched() -> None:
    model = HitModel(describe)
    model.show_hits(HITS, "mar lind")
    index = model.index(0, 0)
    assert index.data() == "Maria Lindqvist"
    assert index.data(HitModel.SPANS) == ((0, 3), (6, 10))
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Maria Lindqvist, Guld, ··· 45 12"
    assert index.data(HitModel.HIT) is HITS[0]
    assert model.index(1, 0).data(Qt.ItemDataRole.ToolTipRole).startswith("<qt>&lt;b&gt;")


def test_the_first_hit_is_chosen_and_opens(hits: HitList, qtbot: QtBot) -> None:
    assert hits.chosen() is HITS[0]
    hits.step(1)
    assert hits.chosen() is HITS[1]
    hits.step(-9)
    assert hits.chosen() is HITS[0]
    hits.setFocus()
    with qtbot.waitSignal(hits.opened) as opened:
        QTest.keyClick(hits, Qt.Key.Key_Return)
    assert opened.args == [HITS[0]]
    at = hits.visualRect(hits.hits.index(1, 0)).center()
    with qtbot.waitSignal(hits.opened) as opened:
        QTest.mouseClick(hits.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert opened.args == [HITS[1]]


def test_no_hits_choose_nobody(hits: HitList) -> None:
    hits.show_hits((), "xyz")
    assert hits.chosen() is None
    hits.step(1)
    assert hits.chosen() is None


def test_rows_can_be_touched(hits: HitList) -> None:
    assert hits.visualRect(hits.hits.index(0, 0)).height() >= 54


def test_the_match_is_lit(hits: HitList) -> None:
    lit = QColor(theme.current().tokens.mark)

    def count() -> int:
        image = hits.viewport().grab().toImage()
        return sum(image.pixelColor(x, y) == lit for x in range(image.width()) for y in range(70))

    before = count()
    hits.show_hits(HITS, "zzz")
    assert before > 200
    assert count() == 0


def test_the_curtain_hides_everybody(hits: HitList) -> None:
    with_names = hits.viewport().grab().toImage()
    Curtain().draw()
    assert hits.hits.index(0, 0).data() is None
    assert hits.hits.index(0, 0).data(Qt.ItemDataRole.ToolTipRole) is None
    assert hits.viewport().grab().toImage() != with_names
    assert hits.chosen() is HITS[0]


def test_the_search_field_carries_its_key(qtbot: QtBot) -> None:
    field = SearchField("Name, telephone or card", name="Search")
    qtbot.addWidget(field)
    field.resize(300, 52)
    field.show()
    assert (field.accessibleName(), field.accessibleDescription()) == ("Search", "F2")
    assert field.height() == 52
    assert field._cap.geometry().right() < field.width()
    Curtain().draw()
    assert field.echoMode() == QLineEdit.EchoMode.Password


LINES = [
    PurchaseLine("p1", "to 19 nov", "Kaffe, kanelbulle", "89,00", "+1"),
    PurchaseLine("p2", "må 16 nov", "<b>Bok</b>", "1 318,00", "+1", gone=True),
]


def test_the_purchase_model_is_sound() -> None:
    model = PurchaseModel(("Day", "What", "Amount", "Stamps"))
    QAbstractItemModelTester(model, STRICT)
    model.show_lines(LINES)
    assert model.index(1, WHAT).data() == "<b>Bok</b>"
    assert model.headerData(0, Qt.Orientation.Horizontal) == "Day"
    assert model.index(0, 2).data(Qt.ItemDataRole.AccessibleTextRole) == "Amount: 89,00"
    model.show_lines([])
    assert model.rowCount() == 0


@pytest.mark.parametrize("width", [260, 520, 900])
def test_amounts_are_never_cut(qtbot: QtBot, width: int) -> None:
    table = PurchaseTable("Purchases", ("Day", "What", "Amount", "Stamps"))
    qtbot.addWidget(table)
    table.resize(width, 200)
    table.show()
    table.show_lines(LINES)
    assert sum(table.columnWidth(column) for column in range(4)) <= width
    assert table.columnWidth(2) >= table.sizeHintForColumn(2)
    table.grab()


def test_a_purchase_opens(qtbot: QtBot) -> None:
    table = PurchaseTable("Purchases", ("Day", "What", "Amount", "Stamps"))
    qtbot.addWidget(table)
    table.resize(500, 200)
    table.show()
    table.show_lines(LINES)
    table.setCurrentIndex(table.purchases.index(1, 0))
    with qtbot.waitSignal(table.opened) as opened:
        QTest.keyClick(table, Qt.Key.Key_Return)
    assert opened.args == ["p2"]
    Curtain().draw()
    assert table.purchases.index(0, 2).data() is None


# The stamp card


def discs(boxes: Boxes, colour: str) -> int:
    """How many boxes are filled with a colour, by the pixel beside each centre."""
    image: QImage = boxes.grab().toImage()
    grid = boxes._grid(boxes.width())
    found = 0
    for number in range(boxes._boxes):
        row, column = divmod(number, grid.columns)
        x = column * (grid.cell + grid.gap) + grid.cell / 2
        y = row * (grid.cell + grid.gap) + grid.cell * 0.16
        found += image.pixelColor(round(x), round(y)) == QColor(colour)
    return found


@pytest.fixture
def boxes(qtbot: QtBot, words: Words) -> Boxes:
    boxes = Boxes(words)
    qtbot.addWidget(boxes)
    boxes.resize(316, 130)
    boxes.show()
    return boxes


def test_stamps_are_painted(boxes: Boxes) -> None:
    boxes.set_card("a", 7, 10, 2, "Kaffekortet")
    tokens = theme.current().tokens
    assert discs(boxes, tokens.act) == 5
    assert discs(boxes, tokens.gift) == 2
    assert boxes.accessibleName() == "Kaffekortet: 7 of 10 stamps"


def test_a_debt_is_shown_so(boxes: Boxes) -> None:
    boxes.set_card("a", -3, 10, 0, "Kaffekortet")
    tokens = theme.current().tokens
    assert discs(boxes, tokens.act) == 0
    assert discs(boxes, tokens.due) == 3
    assert boxes.accessibleName() == "Kaffekortet: 3 stamps to make good"


@pytest.mark.parametrize("count", [1, 3, 5, 8, 10, 12, 20, 37, 64, 100])
@pytest.mark.parametrize("width", [150, 316, 632])
def test_any_number_of_boxes_fits(boxes: Boxes, count: int, width: int) -> None:
    boxes.set_card("a", count // 2, count, 0, "")
    boxes.resize(width, boxes.heightForWidth(width))
    grid = boxes._grid(width)
    assert grid.columns <= (5 if count <= 15 else 10)
    assert grid.columns * grid.rows >= count
    assert grid.columns * grid.cell + (grid.columns - 1) * grid.gap <= width + 0.5
    assert grid.rows * grid.cell + (grid.rows - 1) * grid.gap <= boxes.height() + 0.5
    assert boxes.heightForWidth(316) <= 420
    boxes.grab()


def test_a_new_stamp_lands(boxes: Boxes, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KASSA_REDUCED_MOTION", "0")
    boxes.set_card("a", 7, 10, 0, "")
    at_rest = [boxes.landing]
    boxes.set_card("a", 8, 10, 0, "")
    assert boxes.landing
    assert boxes._growth(6) == 1.0
    assert boxes._growth(7) < 1.0
    qtbot.waitUntil(lambda: not boxes.landing, timeout=3000)
    assert discs(boxes, theme.current().tokens.act) == 8
    boxes.set_card("another customer", 9, 10, 0, "")
    at_rest.append(boxes.landing)
    assert at_rest == [False, False]


def test_nothing_moves_when_less_motion_is_wished(boxes: Boxes) -> None:
    boxes.set_card("a", 7, 10, 0, "")
    boxes.set_card("a", 8, 10, 0, "")
    assert not boxes.landing
    assert discs(boxes, theme.current().tokens.act) == 8


def test_the_gift_stands_after_the_boxes(qtbot: QtBot, words: Words) -> None:
    view = StampCardView(words)
    qtbot.addWidget(view)
    view.resize(316, 300)
    view.show()
    view.set_card(card="a", stamps=7, boxes=10, gift="3 left to <b>a coffee</b>", bold="3 left")
    assert view._gift.isVisible()
    assert view._gift.label.text() == "3 left to <b>a coffee</b>"
    assert view._gift.geometry().top() > view.boxes.geometry().bottom()
    Curtain().draw()
    assert view._gift.label.text() == "3 left to <b>a coffee</b>"
