"""A sheet of the owner's own: measured, drawn, told what is wrong with it where it is, and given back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from kassa.printing import OwnSheet, own_sheet
from kassa.ui import theme
from kassa.ui.cards.own_sheet import OwnSheetForm
from kassa.words import Words

HERMA = OwnSheet("Herma 4626", "A4", (0.0, 0.0), (85.0, 54.0), (2, 5), (15.0, 13.5), (95.0, 54.0), 3.0)


class Asked:
    def __init__(self, qtbot: QtBot, words: Words) -> None:
        self.words = words
        self.window = QWidget()
        self.window.resize(1366, 768)
        qtbot.addWidget(self.window)
        self.window.show()
        self.given: list[OwnSheet] = []
        self.removed = 0

    def open(self, numbers: OwnSheet | None = None, words: Words | None = None) -> OwnSheetForm:
        form = OwnSheetForm(words or self.words, self.window, numbers)
        form.accepted.connect(self.given.append)
        form.removed.connect(self._removed)
        form.open()
        return form

    def _removed(self) -> None:
        self.removed += 1


@pytest.fixture
def asked(qtbot: QtBot, words: Words) -> Asked:
    return Asked(qtbot, words)


def write(form: OwnSheetForm, **typed: str) -> None:
    """Types into fields, named ``card_0`` for ``card.0``."""
    for name, text in typed.items():
        key = ".".join(name.rsplit("_", 1)) if name != "corner" else name
        field = form.name if key == "name" else form.fields[key]
        field.clear()
        QTest.keyClicks(field, text)


def measured(form: OwnSheetForm) -> None:
    """Herma's sheet, as somebody in Sweden writes it."""
    write(form, name="Herma 4626", card_0="85", card_1="54,0", grid_0="2", grid_1="5")
    write(form, origin_0="15", origin_1="13,5 mm", pitch_0="95", pitch_1="5,4 cm", corner="3")


def errors(form: OwnSheetForm) -> dict[str, str]:
    return {row: label.text() for row, label in form.errors.items() if label.isVisible()}


def test_what_was_measured_is_given_back(asked: Asked) -> None:
    form = asked.open()
    assert QApplication.focusWidget() is form.name or form.name.hasFocus()
    measured(form)
    assert errors(form) == {}
    QTest.keyClick(form.fields["corner"], Qt.Key.Key_Return)
    assert asked.given == [HERMA]
    assert own_sheet(asked.given[0]).places == 10


def test_an_own_page_has_its_own_sides(asked: Asked) -> None:
    form = asked.open()
    assert not form.fields["page_size.0"].isVisible()
    QTest.mouseClick(form.pages["own"], Qt.MouseButton.LeftButton)
    assert form.fields["page_size.0"].isVisible()
    measured(form)
    write(form, page_size_0="210", page_size_1="297")
    form.submit()
    assert asked.given == [replace(HERMA, page="own", page_size=(210.0, 297.0))]


def test_a_sheet_is_changed_with_its_own_numbers_in_the_fields(asked: Asked) -> None:
    form = asked.open(HERMA, Words("sv"))
    assert form.fields["origin.1"].text() == "13,5"
    assert "Herma 4626" in form.title.text()
    form.submit()
    assert asked.given == [HERMA]
    QTest.mouseClick(form.remove_button, Qt.MouseButton.LeftButton)
    assert asked.removed == 1


def test_equal_margins_need_no_distance(asked: Asked) -> None:
    form = asked.open()
    measured(form)
    write(form, pitch_0="", pitch_1="")
    assert form.fields["pitch.0"].placeholderText() == "95"
    form.submit()
    assert asked.given == [HERMA]


def test_one_card_a_row_has_no_distance_to_the_next(asked: Asked) -> None:
    form = asked.open()
    measured(form)
    write(form, pitch_0="", grid_0="1")
    assert not form.fields["pitch.0"].isEnabled()
    form.submit()
    assert asked.given == [replace(HERMA, grid=(1, 5), pitch=(85.0, 54.0))]


@pytest.mark.parametrize(
    ("typed", "row", "told"),
    [
        ({"card_0": "20"}, "card", "The card's width is 20 mm"),
        ({"card_1": "1000"}, "card", "The card's height is 1000 mm"),
        ({"grid_1": "6"}, "grid", "the page ends at 297 mm"),
        ({"grid_0": "0"}, "grid", "How many cards lie side by side"),
        ({"origin_0": "-1"}, "origin", "From the page's left edge"),
        ({"pitch_0": "84"}, "pitch", "less than the card itself"),
        ({"corner": "60"}, "corner", "The radius of the card's corners"),
        ({"name": ""}, "name", "Give the sheet a name"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_a_wrong_number_is_told_below_its_field(asked: Asked, typed: dict[str, str], row: str, told: str) -> None:
    form = asked.open()
    measured(form)
    write(form, **typed)
    if row != "name":
        assert row in errors(form), "as soon as it is typed"
    form.submit()
    assert asked.given == []
    assert list(errors(form)) == [row]
    assert told in errors(form)[row]
    assert form.save_button.isEnabled()
    measured(form)
    form.submit()
    assert asked.given == [HERMA]
    assert errors(form) == {}


@pytest.mark.parametrize(
    ("typed", "row"),
    [({"card_1": ""}, "card"), ({"card_0": "wide"}, "card"), ({"grid_0": "2,5"}, "grid"), ({"grid_1": ""}, "grid")],
    ids=str,
)
def test_what_is_missing_is_asked_for(asked: Asked, typed: dict[str, str], row: str) -> None:
    form = asked.open()
    measured(form)
    write(form, **typed)
    assert errors(form) == {}, "nobody is told off while typing"
    form.submit()
    assert asked.given == []
    assert list(errors(form)) == [row]
    (key,) = typed
    assert form.fields[".".join(key.rsplit("_", 1))].hasFocus()


def test_the_page_is_drawn_as_it_is_measured(asked: Asked) -> None:
    form = asked.open()
    picture = form.picture
    assert len(picture.cards_at()) == 10, "an example, until there is more to show"
    measured(form)
    cards = picture.cards_at()
    assert (cards[0].x(), cards[0].y(), cards[0].width()) == (15.0, 13.5, 85.0)
    assert (cards[9].x(), cards[9].y()) == (110.0, 229.5)
    assert not any(picture.wrong(number) for number in range(10))
    write(form, origin_1="40")
    assert [picture.wrong(number) for number in (0, 7, 8, 9)] == [False, False, True, True]
    page = picture.page_at()
    assert page.width() / page.height() == pytest.approx(210 / 297, rel=0.01)
    assert picture.rect().contains(page.toAlignedRect())


def test_cards_on_each_other_are_seen(asked: Asked) -> None:
    form = asked.open()
    measured(form)
    write(form, pitch_0="60")
    assert form.picture.wrong(0)
    assert form.picture.wrong(1)


@pytest.mark.parametrize(
    ("key", "line"),
    [
        ("card.0", (15.0, 40.5, 100.0, 40.5)),
        ("origin.1", (57.5, 0.0, 57.5, 13.5)),
        ("pitch.0", (15.0, 40.5, 110.0, 40.5)),
        ("pitch.1", (57.5, 13.5, 57.5, 67.5)),
    ],
)
def test_the_length_that_is_asked_for_is_pointed_out(
    asked: Asked, key: str, line: tuple[float, float, float, float]
) -> None:
    form = asked.open()
    measured(form)
    form.fields[key].setFocus()
    shown = form.picture.asked_at()
    assert shown is not None
    assert (shown.x1(), shown.y1(), shown.x2(), shown.y2()) == line
    form.fields["grid.0"].setFocus()
    assert form.picture.asked_at() is None, "a count is no length"


def test_numbers_beyond_reason_do_no_harm(asked: Asked) -> None:
    form = asked.open()
    measured(form)
    for text in ("1e300", "99999999999", "1e-300", "−5", "٣"):
        for key in form.fields:
            form.fields[key].setText(text)
            form.fields[key].textEdited.emit(text)
    form.picture.grab()
    form.submit()
    assert asked.given == []


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_it_fits_the_smallest_screen_with_the_picture_in_sight(asked: Asked, qapp: QApplication, scale: float) -> None:
    theme.apply(qapp, "light", scale)
    asked.window.resize(1280, 720)
    form = asked.open(HERMA)
    form.choose_page("own")
    form._go_to(form.fields["corner"])
    QApplication.processEvents()
    within = form.picture.visibleRegion().boundingRect()
    assert within.size() == form.picture.size(), "the picture stays while the fields are scrolled"
    assert form.fields["corner"].visibleRegion().boundingRect().height() > 10
    assert form.save_button.visibleRegion().boundingRect().size() == form.save_button.size()
