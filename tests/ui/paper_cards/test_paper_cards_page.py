"""A shoebox of paper cards, typed in without a mouse: nothing waits, nothing is lost, everything can be taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from kassa.services import card_printing, cards, customers
from kassa.ui.jobs import Jobs
from kassa.ui.paper_cards.page import PaperCardsPage
from kassa.ui.widgets.buttons import QuietButton
from kassa.ui.widgets.curtain import Curtain
from kassa.words import LANGUAGES, Words
from tests.builders import CAFE, Shop, make_shop

ROOMY = QSize(1272, 768)
TAB, ENTER = Qt.Key.Key_Tab, Qt.Key.Key_Return
SECOND = """
[[stamp_card]]
id = "lunch-card"
name = "Lunchkortet"
boxes = 5
per = "visit"
reward = "free-coffee"
"""


class Shoebox:
    """The page as somebody with a pile of cards works it."""

    def __init__(self, qtbot: QtBot, shop: Shop, language: str = "en", size: QSize = ROOMY) -> None:
        self.qtbot, self.shop = qtbot, shop
        self.jobs = Jobs()
        self.page = PaperCardsPage(shop.session, Words(language), self.jobs)
        qtbot.addWidget(self.page)
        self.page.resize(size)
        self.page.show()
        self.page.activateWindow()
        qtbot.waitUntil(self.page.isActiveWindow)
        self.page.refresh()
        self.page.setFocus()
        self.settle()

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: self.jobs.count == 0)
        QApplication.processEvents()

    @property
    def focus(self) -> QWidget:
        widget = QApplication.focusWidget()
        assert widget is not None
        return widget

    def type(self, text: str) -> None:
        QTest.keyClicks(self.focus, text)

    def press(self, *keys: Qt.Key) -> None:
        for key in keys:
            QTest.keyClick(self.focus, key)

    def card(self, name: str, stamps: str, phone: str = "") -> None:
        """One card, as fast as it goes."""
        self.type(name)
        self.press(TAB)
        self.type(stamps)
        if phone:
            self.press(TAB)
            self.type(phone)
        self.press(ENTER)

    def register(self) -> dict[str, int]:
        """Who is in the register, and what stands on their card."""
        hits = customers.find(self.shop.session, "")
        return {hit.name or "": self.shop.stamps(hit.id) for hit in hits}

    def states(self) -> list[str]:
        return [row.state for row in self.page.rows]


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    made = make_shop(tmp_path)
    yield made
    made.close()


@pytest.fixture
def box(qtbot: QtBot, shop: Shop) -> Iterator[Shoebox]:
    made = Shoebox(qtbot, shop)
    yield made
    made.jobs.close()


def blank(shop: Shop) -> str:
    request = card_printing.PrintRequest(shop.folder.parent / "blank.pdf", "cr80", None, 1, verify=False)
    return card_printing.print_cards(shop.session, request).codes[0]


def test_name_tab_stamps_enter_and_the_next_one(box: Shoebox) -> None:
    assert box.focus is box.page.form.name
    box.card("Maria Lind", "7")
    assert box.focus is box.page.form.name, "nobody waits for the store"
    assert box.page.form.empty
    box.card("Olle Berg", "3", "070 123 45 67")
    box.type("Kerstin Ek, 5")
    box.press(ENTER)
    box.settle()
    assert box.register() == {"Maria Lind": 7, "Olle Berg": 3, "Kerstin Ek": 5}
    assert box.states() == ["saved"] * 3
    assert [row.name.text() for row in box.page.rows] == ["Kerstin Ek", "Olle Berg", "Maria Lind"]
    assert box.page.counted.text() == "3 cards · 15 stamps"


def test_forty_cards_in_a_row_without_a_mouse(box: Shoebox) -> None:
    expected = {}
    for number in range(40):
        name = f"{chr(65 + number % 26)}{'xyz'[number % 3] * 3} {chr(97 + number % 25) * 5}son{number}"
        box.card(name, str(3 + number % 7))
        expected[name] = 3 + number % 7
    box.settle()
    assert {row.state for row in box.page.rows} <= {"saved", "asks"}
    for row in list(box.page.rows):
        row.is_new()
    box.settle()
    assert box.register() == expected


def test_enter_in_the_name_goes_on_to_the_stamps(box: Shoebox) -> None:
    box.type("Maria")
    box.press(ENTER)
    assert box.focus is box.page.form.stamps
    box.type("4")
    box.press(ENTER)
    box.settle()
    assert box.register() == {"Maria": 4}


def test_enter_with_nothing_typed_saves_nothing(box: Shoebox) -> None:
    box.press(ENTER, ENTER)
    box.page.form.stamps.setFocus()
    box.type("4")
    box.press(ENTER)
    box.settle()
    assert box.page.rows == []
    assert box.page.form.error.isVisible()
    assert box.focus is box.page.form.name


def test_a_full_card_is_no_half_full_one(box: Shoebox) -> None:
    box.card("Maria", "10")
    assert box.page.form.error.text() == "A half-full card has from 0 to 9 stamps."
    assert box.focus is box.page.form.stamps
    box.type("9")
    box.press(ENTER)
    box.settle()
    assert box.register() == {"Maria": 9}


def test_somebody_alike_is_asked_about_in_their_row_while_the_next_is_typed(box: Shoebox) -> None:
    maria = box.shop.join("Maria Lind", phone="0701744512")
    box.card("Maria Lind", "7")
    box.type("Ol")
    box.settle()
    assert box.states() == ["asks"]
    assert box.focus is box.page.form.name
    box.press(Qt.Key.Key_F3)
    box.settle()
    assert box.states() == ["saved"]
    assert box.shop.stamps(maria) == 7
    box.type("le, 3")
    box.press(ENTER)
    box.settle()
    assert box.register() == {"Maria Lind": 7, "Olle": 3}


def test_f5_says_that_it_is_somebody_new(box: Shoebox) -> None:
    box.shop.join("Maria Lind")
    box.card("Maria Lind", "7")
    box.settle()
    box.press(Qt.Key.Key_F5)
    box.settle()
    assert sorted(box.shop.stamps(hit.id) for hit in customers.find(box.shop.session, "")) == [2, 7]


def test_questions_are_answered_oldest_first(box: Shoebox) -> None:
    maria, olle = box.shop.join("Maria Lind"), box.shop.join("Olle Berg")
    box.card("Maria Lind", "7")
    box.settle()
    box.card("Olle Berg", "5")
    box.settle()
    assert box.page.counted.text() == "What you enter stands here, and can be undone."
    box.press(Qt.Key.Key_F3)
    box.settle()
    assert (box.shop.stamps(maria), box.shop.stamps(olle)) == (7, 2)
    assert box.page.counted.text() == "1 card · 7 stamps · 1 asks who it is"


def test_each_can_be_undone_and_ctrl_z_undoes_the_latest(box: Shoebox) -> None:
    box.card("Maria", "7")
    box.card("Olle", "3")
    box.settle()
    box.page.undo_last()
    box.settle()
    assert box.register() == {"Maria": 7}
    assert box.states() == ["undone", "saved"]
    box.page.undo_last()
    box.settle()
    assert box.register() == {}
    assert box.focus is box.page.form.name
    box.page.undo_last()


def test_what_is_refused_can_be_typed_again(box: Shoebox) -> None:
    box.card("Maria", "7", "12")
    box.settle()
    assert box.states() == ["refused"]
    assert "12" in box.page.rows[0].told.text()
    box.page.rows[0].again_asked.emit(box.page.rows[0])
    assert box.page.rows == []
    assert (box.page.form.name.text(), box.page.form.stamps.text()) == ("Maria", "7")
    box.page.form.phone.clear()
    box.press(ENTER)
    box.settle()
    assert box.register() == {"Maria": 7}


def test_a_blank_card_scanned_goes_to_who_is_being_typed(box: Shoebox) -> None:
    code = blank(box.shop)
    box.type("Maria")
    box.page.scanned(code)
    box.settle()
    box.press(TAB)
    box.type("7")
    box.press(ENTER)
    box.settle()
    assert customers.show(box.shop.session, code).customer.name == "Maria"
    box.card("Olle", "3")
    box.settle()
    assert customers.show(box.shop.session, "#1002").cards == ()


def test_a_card_put_back_is_nobodys(box: Shoebox) -> None:
    code = blank(box.shop)
    box.page.scanned(code)
    box.settle()
    box.page.form.card.click()
    box.card("Maria", "7")
    box.settle()
    assert customers.show(box.shop.session, "#1001").cards == ()


def test_somebodys_card_is_the_tills(box: Shoebox) -> None:
    code = blank(box.shop)
    cards.assign(box.shop.session, code, box.shop.join("Maria"))
    with box.qtbot.waitSignal(box.page.elsewhere) as elsewhere:
        box.page.scanned(code)
    assert elsewhere.args == [code]


def test_a_shop_with_two_stamp_cards_says_which(qtbot: QtBot, tmp_path: Path) -> None:
    shop = make_shop(tmp_path, CAFE.replace("[tiers]", SECOND + "[tiers]"))
    box = Shoebox(qtbot, shop)
    assert box.page.which.isVisible()
    box.page.which.set_value("lunch-card")
    box.page.which.picked.emit("lunch-card")
    box.card("Maria", "4")
    box.settle()
    assert shop.stamps(customers.find(shop.session, "")[0].id, "lunch-card") == 4
    box.jobs.close()
    shop.close()


def test_a_shop_without_a_stamp_card_is_told_so(qtbot: QtBot, tmp_path: Path) -> None:
    start, end = CAFE.index("[[stamp_card]]"), CAFE.index("[tiers]")
    shop = make_shop(tmp_path, CAFE[:start] + CAFE[end:])
    box = Shoebox(qtbot, shop)
    assert not box.page.form.isEnabled()
    assert "no stamp card" in box.page.subtitle.text()
    box.jobs.close()
    shop.close()


def test_the_curtain_hides_names_everywhere(box: Shoebox) -> None:
    box.shop.join("Sanna Ek", phone="0701744512")
    box.card("Sanna Ek", "7")
    box.card("Olle Berg", "3")
    box.type("Kerstin")
    box.settle()
    Curtain().draw()
    row = box.page.rows[-1]
    assert row.state == "asks"
    assert not any(button.isVisible() for button in row.findChildren(QuietButton))
    told = [label.text() for label in box.page.findChildren(QLabel)]
    told += [widget.accessibleName() for widget in box.page.findChildren(QWidget) if widget.isVisible()]
    told += [field.displayText() for field in box.page.findChildren(QLineEdit)]
    assert not any(name in text for text in told for name in ("Sanna", "Olle", "Kerstin"))
    Curtain().draw(False)
    assert any("Sanna Ek" in button.label for button in row.findChildren(QuietButton) if button.isVisible())


def test_tab_reaches_everything_and_everything_has_a_name(box: Shoebox) -> None:
    box.card("Maria", "7")
    box.settle()
    reached = []
    for _ in range(12):
        box.press(TAB)
        reached.append(box.focus)
    form = box.page.form
    assert reached[:3] == [form.stamps, form.phone, form.save]
    assert box.page.done_button in reached
    assert all(widget.accessibleName() for widget in reached)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", [QSize(1186, 720), QSize(1272, 768), QSize(700, 440)])
def test_nothing_is_cut(qtbot: QtBot, shop: Shop, language: str, size: QSize) -> None:
    shop.join("Wilhelmina Katarzyna Brzęczyszczykiewicz", phone="0701744512")
    box = Shoebox(qtbot, shop, language, size)
    box.page.form.name.setText("Wilhelmina Katarzyna Brzęczyszczykiewicz, 7")
    box.press(ENTER)
    box.settle()
    assert box.states() == ["asks"]
    assert box.page.width() == size.width()
    for label in box.page.findChildren(QLabel):
        if label.isVisible() and label.wordWrap():
            assert label.height() >= label.heightForWidth(label.width()), label.text()
    box.jobs.close()


def test_enter_on_empty_stamps_says_what_is_missing(box: Shoebox) -> None:
    box.type("Maria")
    box.press(ENTER)
    assert not box.page.form.error.isVisible(), "it only went on"
    box.press(ENTER)
    assert box.page.form.error.text() == "How many stamps are on the card? 0 is fine too."
    assert box.focus is box.page.form.stamps
    box.type("0")
    assert not box.page.form.error.isVisible()
    box.press(ENTER)
    box.settle()
    assert box.states() == ["saved"]


def test_ctrl_z_is_the_pages_until_something_is_typed(box: Shoebox) -> None:
    undone: list[str] = []
    shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), box.page)
    shortcut.activated.connect(lambda: undone.append("page"))

    def undo() -> None:
        QTest.keyClick(box.focus, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)

    box.card("Maria", "7")
    box.settle()
    box.page.form.stamps.setFocus()
    undo()
    assert undone == ["page"] and box.page.form.empty, "what was saved doesn't come back into the field"
    # A telephone typed leaves the name's field untouched.
    box.page.form.phone.setFocus()
    box.type("070")
    box.page.form.name.setFocus()
    undo()
    assert undone == ["page", "page"]
    box.page.form.phone.setFocus()
    undo()
    assert undone == ["page", "page"] and box.page.form.phone.text() == ""
