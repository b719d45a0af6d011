"""Labels, buttons, chips, rows, rail, toasts: named, reachable, large enough, plain text."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetrics, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from kassa.ui import theme
from kassa.ui.widgets import toasts as toasts_module
from kassa.ui.widgets.buttons import DarkButton, IconButton, KeyButton, PillToggle, PrimaryButton, QuietButton
from kassa.ui.widgets.chips import Chip, KeyCap, align, initials
from kassa.ui.widgets.curtain import Curtain
from kassa.ui.widgets.label import Label, plain_tooltip
from kassa.ui.widgets.panel import Panel
from kassa.ui.widgets.rail import Rail, RailEntry
from kassa.ui.widgets.rows import NoteRow, RewardRow
from kassa.ui.widgets.tier import TierProgress
from kassa.ui.widgets.toasts import ToastStack
from kassa.words import Words


def inked(widget: QWidget) -> int:
    """How many different colours a widget paints: one is an empty widget."""
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return len({image.pixel(x, y) for x in range(image.width()) for y in range(image.height())})


@pytest.mark.parametrize("name", ["<b>Bo</b>", "=1+1", "O'Brien", "Å" * 200, "王小明", "a & b", ""])
def test_a_label_shows_any_text_as_it_is(qtbot: QtBot, name: str) -> None:
    label = Label(name, "title")
    qtbot.addWidget(label)
    label.resize(200, 50)
    label.show()
    assert label.text() == name
    assert label.textFormat() == Qt.TextFormat.PlainText
    label.grab()


def test_what_is_cut_has_a_tooltip(qtbot: QtBot) -> None:
    label = Label("Bartholomeus von Oldenburg-Marstrand", "title")
    qtbot.addWidget(label)
    label.resize(label.sizeHint())
    label.show()
    assert label.toolTip() == ""
    label.resize(120, 40)
    assert label.toolTip() == "Bartholomeus von Oldenburg-Marstrand"
    assert plain_tooltip("<b>Bo</b> & Co\nx") == "<qt>&lt;b&gt;Bo&lt;/b&gt; &amp; Co<br>x</qt>"


def test_wrapped_text_grows_downwards(qtbot: QtBot) -> None:
    label = Label("Havremjölk i kaffet. Kanelbulle på fredagar", "note", wrap=True)
    qtbot.addWidget(label)
    assert label.heightForWidth(120) > 2 * label.heightForWidth(600)
    assert label.minimumSizeHint().width() >= QFontMetrics(label.font()).horizontalAdvance("Kanelbulle")


def test_a_bold_part_is_bold(qtbot: QtBot) -> None:
    label = Label("", "body")
    qtbot.addWidget(label)
    label.set_text("3 kvar till en kaffe")
    plain = label.sizeHint().width()
    label.set_text("3 kvar till en kaffe", "3 kvar")
    assert label.sizeHint().width() > plain
    label.set_text("kaffe", "te")
    assert label.text() == "kaffe"


def test_the_text_size_follows_the_theme(qapp: QApplication, qtbot: QtBot) -> None:
    widgets: list[QWidget] = [Label("Maria", "title"), QuietButton("Maria", "F4"), Chip("Guld", "gold")]
    for each in widgets:
        qtbot.addWidget(each)
        each.show()
    before = [each.sizeHint() for each in widgets]
    theme.apply(qapp, "light", 2.0)
    for each, small in zip(widgets, before, strict=True):
        assert each.sizeHint().width() == pytest.approx(2 * small.width(), rel=0.06)
        assert each.sizeHint().height() == pytest.approx(2 * small.height(), rel=0.08)


@pytest.mark.parametrize("make", [PrimaryButton, QuietButton, DarkButton, PillToggle])
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_buttons_can_be_touched(qapp: QApplication, qtbot: QtBot, make: type[KeyButton], scale: float) -> None:
    theme.apply(qapp, "light", scale)
    button = make("OK", "F8")
    qtbot.addWidget(button)
    assert button.sizeHint().height() >= 44 * scale
    assert button.sizeHint().width() >= 44 * scale
    assert button.minimumSizeHint().height() >= 44 * scale


@pytest.mark.parametrize("make", [PrimaryButton, QuietButton, DarkButton, PillToggle])
def test_buttons_say_their_name_and_work_by_key(qtbot: QtBot, make: type[KeyButton]) -> None:
    button = make("Bröd & smör", "F8")
    qtbot.addWidget(button)
    button.show()
    struck: list[str] = []
    button.clicked.connect(lambda: struck.append(make.__name__))
    assert button.accessibleName() == "Bröd & smör"
    assert button.accessibleDescription() == "F8"
    assert button.shortcut().isEmpty()
    assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
        QTest.keyClick(button, key)
    assert len(struck) == 3


def test_the_focus_ring_is_seen_by_keyboard(qtbot: QtBot) -> None:
    page = QWidget()
    box = QHBoxLayout(page)
    first, second = QuietButton("One"), QuietButton("Two")
    box.addWidget(first)
    box.addWidget(second)
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is page)
    first.setFocus(Qt.FocusReason.MouseFocusReason)
    plain = second.grab().toImage()
    QTest.keyClick(first, Qt.Key.Key_Tab)
    assert second.hasFocus()
    assert second.grab().toImage() != plain


def test_a_pill_counts(qtbot: QtBot) -> None:
    pill = PillToggle("Kaffe")
    qtbot.addWidget(pill)
    pill.set_count(2)
    assert (pill.label, pill.isChecked(), pill.count) == ("Kaffe ×2", True, 2)
    pill.click()
    assert pill.count == 2
    pill.set_count(0)
    assert (pill.label, pill.isChecked()) == ("Kaffe", False)


def test_an_icon_button_needs_a_name(qtbot: QtBot) -> None:
    button = IconButton("pencil", "Edit")
    qtbot.addWidget(button)
    assert (button.accessibleName(), button.toolTip()) == ("Edit", "Edit")
    assert min(button.sizeHint().width(), button.sizeHint().height()) >= 44


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Maria Lindqvist", "ML"),
        ("Bo", "B"),
        (None, "·"),
        ("", "·"),
        ("anna de la Cruz", "AC"),
        ("王小明", "王"),
        ("<b>", "·"),
    ],
)
def test_initials(name: str | None, short: str) -> None:
    assert initials(name) == short


def test_a_chip_says_its_word(qtbot: QtBot) -> None:
    chip = Chip("Guld", "gold", square=True, width=90)
    qtbot.addWidget(chip)
    assert chip.sizeHint().width() == 90
    chip.set("Familj", "family")
    assert chip.text() == "Familj"
    chip.set("", "base")
    assert chip.isHidden()


@pytest.mark.parametrize("scale", [1.0, 1.35, 1.5, 2.0])
def test_chips_of_a_column_are_equally_wide(qapp: QApplication, qtbot: QtBot, scale: float) -> None:
    theme.apply(qapp, "light", scale)
    chips = [Chip(word, "family", square=True) for word in ("Lubi", "Obiecane", "Rodzina")]
    for chip in chips:
        qtbot.addWidget(chip)
    align(chips, 62)
    assert len({chip.sizeHint().width() for chip in chips}) == 1
    assert chips[0].sizeHint().width() >= max(chip.natural_width() for chip in chips) - 1


def test_a_key_is_no_target(qtbot: QtBot) -> None:
    cap = KeyCap("Ctrl N")
    qtbot.addWidget(cap)
    assert cap.focusPolicy() == Qt.FocusPolicy.NoFocus


def test_a_panels_key_is_a_button(qtbot: QtBot) -> None:
    panel = Panel("Kom ihåg", "Ctrl N", key_name="Ny anteckning")
    qtbot.addWidget(panel)
    panel.show()
    assert panel.key is not None
    assert panel.key.accessibleName() == "Ny anteckning"
    assert panel.key.height() >= 44
    with qtbot.waitSignal(panel.key_pressed):
        QTest.mouseClick(panel.key, Qt.MouseButton.LeftButton)


def test_a_note_opens_and_is_finished(qtbot: QtBot) -> None:
    row = NoteRow("n1", "Lovat", "promise", "<i>Röda rummet</i>", due="i dag", late=True, done_name="Gjort")
    qtbot.addWidget(row)
    row.resize(500, 60)
    row.show()
    opened: list[str] = []
    done: list[str] = []
    row.opened.connect(opened.append)
    row.done.connect(done.append)
    QTest.mouseClick(row, Qt.MouseButton.LeftButton, pos=QPoint(200, 20))
    QTest.keyClick(row, Qt.Key.Key_Return)
    assert row.tick is not None
    row.tick.click()
    assert (opened, done) == (["n1", "n1"], ["n1"])
    assert row.accessibleName() == "Lovat, <i>Röda rummet</i>, i dag"
    assert row.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_a_reward_is_asked_for(qtbot: QtBot) -> None:
    row = RewardRow("r1", "Födelsedagskaka", "t.o.m. 30 nov", "Lös in", "F8")
    qtbot.addWidget(row)
    with qtbot.waitSignal(row.redeem_asked) as asked:
        row.button.click()
    assert asked.args == ["r1"]
    assert row.button.accessibleName() == "Lös in: Födelsedagskaka"


def test_the_rail_chooses(qtbot: QtBot) -> None:
    rail = Rail("kassa", [RailEntry("till", "till", "W kasie"), RailEntry("todo", "heart", "Do zrobienia")], "Zablokuj")
    qtbot.addWidget(rail)
    rail.resize(94, 480)
    rail.show()
    rail.choose("till")
    chosen: list[str] = []
    rail.chosen.connect(chosen.append)
    rail._buttons["todo"].click()
    assert chosen == ["todo"]
    assert not rail._buttons["till"].isChecked()
    assert rail.width() == 94
    assert rail._buttons["todo"]._lines(64) == ["Do", "zrobienia"]
    with qtbot.waitSignal(rail.lock_asked):
        rail.lock.click()
    assert rail.person.isHidden()
    rail.set_person("EL", "Eva Larsson")
    assert rail.person.accessibleName() == "Eva Larsson"


def test_the_tier_tells_what_is_left(qtbot: QtBot) -> None:
    tier = TierProgress()
    qtbot.addWidget(tier)
    tier.show()
    tier.set_tier("Guld", "Platina", 1.7, "1 240 kr kvar till Platina", "1 240 kr", ["t.o.m. 31 mars", "5 %"])
    assert [line.text() for line in tier._lines] == ["t.o.m. 31 mars", "5 %"]
    assert tier._bar.accessibleName() == "1 240 kr kvar till Platina"
    tier.set_tier("Platina", lines=["t.o.m. 31 mars"])
    assert not tier._bar.isVisible()
    assert not tier._lines[1].isVisible()


# The curtain


def test_the_curtain_empties_what_is_private(qtbot: QtBot) -> None:
    greeting, name = Label("Hur var bröllopet?", private=True), Label("Maria")
    row = NoteRow("n1", "Familj", "family", "Dottern Ella", due="i dag")
    for each in (greeting, name, row):
        qtbot.addWidget(each)
        each.resize(300, 40)
        each.show()
    size = greeting.sizeHint()
    curtain = Curtain()
    with qtbot.waitSignal(curtain.changed):
        curtain.toggle()
    assert curtain.drawn
    assert greeting.text() == ""
    assert inked(greeting) == 1
    assert greeting.sizeHint() == size
    assert name.text() == "Maria"
    assert row.words.text() == row.due.text() == row.accessibleName() == ""
    assert not row.chip.isVisible()
    greeting.set_text("Ny hälsning")
    assert greeting.text() == ""
    late = Label("Sent", private=True)
    qtbot.addWidget(late)
    assert late.text() == ""
    curtain.toggle()
    assert greeting.text() == "Ny hälsning"
    assert row.words.text() == "Dottern Ella"
    assert row.chip.isVisible()


# Toasts


@pytest.fixture
def page(qtbot: QtBot) -> QWidget:
    page = QWidget()
    page.resize(966, 768)
    box = QVBoxLayout(page)
    box.setContentsMargins(0, 0, 0, 0)
    box.addStretch(1)
    page.floor = QPushButton("Bar")  # type: ignore[attr-defined]
    page.floor.setFixedHeight(108)  # type: ignore[attr-defined]
    box.addWidget(page.floor)  # type: ignore[attr-defined]
    qtbot.addWidget(page)
    page.show()
    return page


def test_toasts_stack_above_the_amount(qtbot: QtBot, page: QWidget, words: Words) -> None:
    floor: QWidget = page.floor  # type: ignore[attr-defined]
    stack = ToastStack(page, floor, words)
    first = stack.say("Maria Lindqvist · 89 kr ·", "+1, 8 av 10", "op1")
    second = stack.fail("The card is blocked. " * 12)
    third = stack.say("Marcus <b>Lind</b> · 176 kr")
    for toast in (first, second, third):
        assert toast.geometry().bottom() < floor.geometry().top()
        assert toast.geometry().right() < page.width()
        assert toast.geometry().left() >= 0
    assert first.geometry().bottom() < second.geometry().top() < third.geometry().top()
    assert second.height() > third.height()
    assert "Maria Lindqvist" in first.accessibleName()
    page.resize(700, 500)
    assert third.geometry().bottom() < floor.geometry().top()


def test_toasts_end_where_their_column_ends(qtbot: QtBot, page: QWidget, words: Words) -> None:
    column = QWidget(page)
    column.setGeometry(26, 0, 542, 600)
    column.show()
    stack = ToastStack(page, None, words, column)
    toast = stack.fail("The card is blocked. " * 8)
    assert (toast.geometry().left(), toast.geometry().right()) == (26, 26 + 542 - 1)
    column.hide()
    assert toast.geometry().right() > 600


def test_undo_names_its_operation(qtbot: QtBot, page: QWidget, words: Words) -> None:
    stack = ToastStack(page, None, words)
    first = stack.say("Maria", "+1", "op1")
    second = stack.say("Marcus", "+1", "op2")
    assert stack.latest_operation() == "op2"
    assert first.undo is not None
    assert second.undo is not None
    assert (first.undo.accessibleDescription(), second.undo.accessibleDescription()) == ("", "Ctrl Z")
    with qtbot.waitSignal(stack.undo_asked) as asked:
        QTest.mouseClick(second.undo, Qt.MouseButton.LeftButton)
    assert asked.args == ["op2"]
    assert stack.latest_operation() == "op1"
    assert first.undo.accessibleDescription() == "Ctrl Z"
    stack.forget("op1")
    assert stack.toasts == []


def test_toasts_go_and_failures_stay(
    qtbot: QtBot, page: QWidget, words: Words, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert toasts_module.STAYS_MS == 10_000
    monkeypatch.setattr(toasts_module, "STAYS_MS", 40)
    stack = ToastStack(page, None, words)
    stack.say("Maria", "+1", "op1")
    failure = stack.fail("The card is blocked.")
    qtbot.waitUntil(lambda: stack.toasts == [failure])
    qtbot.wait(120)
    assert stack.toasts == [failure]
    assert failure.close_button is not None
    failure.close_button.click()
    assert stack.toasts == []


def test_many_toasts_never_fill_the_page(qtbot: QtBot, page: QWidget, words: Words) -> None:
    stack = ToastStack(page, None, words)
    for number in range(9):
        stack.say(f"Customer {number}", "+1", f"op{number}")
    assert [toast.operation for toast in stack.toasts] == ["op5", "op6", "op7", "op8"]


def test_failures_wait_for_room_and_are_told_once(qtbot: QtBot, page: QWidget, words: Words) -> None:
    stack = ToastStack(page, None, words)
    long = stack.fail("no such column " * 60)
    assert len(long.text.text()) <= toasts_module.LONGEST
    assert "no such column" in long.toolTip()
    for number in range(40):
        stack.fail(f"The card {number} is blocked. Ask the customer's name.")
    stack.fail("The card 39 is blocked. Ask the customer's name.")
    assert len(stack.toasts) == 41
    assert stack.toasts[-1].isVisible()
    assert not long.isVisible()
    assert all(toast.geometry().top() >= 0 for toast in stack.toasts if toast.isVisible())
    for toast in stack.toasts[1:]:
        toast.leave()
    assert long.isVisible()


def test_the_curtain_hides_toasts(qtbot: QtBot, page: QWidget, words: Words) -> None:
    stack = ToastStack(page, None, words)
    toast = stack.say("Marcus Lind · 176 kr ·", "+2, 6 av 10", "op")
    Curtain().draw()
    assert toast.text.text() == toast.accessibleName() == ""
    assert toast.undo is not None
    assert toast.undo.accessibleName() == "Undo"
