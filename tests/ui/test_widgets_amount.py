"""The amount: what people type, in their language, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from kassa.ui.widgets.amount import AmountField, parse_amount
from kassa.ui.widgets.curtain import Curtain
from kassa.ui.widgets.numberpad import NumberPad
from kassa.words import Money, Words


@pytest.mark.parametrize(
    ("text", "language", "minor"),
    [
        ("89", "sv", 8900),
        ("89,50", "sv", 8950),
        ("89.50", "sv", 8950),
        ("89,5", "sv", 8950),
        (",50", "sv", 50),
        ("89,", "sv", 8900),
        ("0", "sv", 0),
        ("1 234,50", "sv", 123450),
        ("1\u00a0234,50", "sv", 123450),
        ("1\u202f234,50", "pl", 123450),
        ("1.234,50", "sv", 123450),
        ("1.234", "sv", 123400),
        ("89 kr", "sv", 8900),
        ("89:-", "sv", 8900),
        ("12,50 zł", "pl", 1250),
        ("1,234.50", "en", 123450),
        ("1,234", "en", 123400),
        ("12,50", "en", 1250),
        ("1.50", "en", 150),
        ("£3", "en", 300),
        ("1,234,567.89", "en", 123456789),
    ],
)
def test_amounts_are_read(text: str, language: str, minor: int) -> None:
    assert parse_amount(text, "SEK", language) == minor


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        ",",
        ".",
        "kr",
        "-5",
        "+5",
        "1e3",
        "x9",
        "8,9,5",
        "1.2.3",
        "89,505",
        "1,234,50",
        "12,34.5",
        "1,23,456.00",
        "٨٩",
        "８９",
    ],
)
def test_everything_else_is_no_amount(text: str) -> None:
    assert parse_amount(text, "SEK", "sv") is None


def test_a_currency_without_decimals_takes_none() -> None:
    assert parse_amount("1 500", "JPY", "sv") == 1500
    assert parse_amount("1 500,5", "JPY", "sv") is None
    assert parse_amount("1.500", "JPY", "sv") == 1500


def test_far_too_much_is_no_amount() -> None:
    assert parse_amount("9" * 20, "SEK", "sv") is None


@given(minor=st.integers(0, 10**12), language=st.sampled_from(["sv", "en", "nb", "pl"]))
def test_what_is_shown_can_be_typed(minor: int, language: str) -> None:
    shown = Words(language).money(Money(minor, "SEK"), symbol=False)
    assert parse_amount(shown, "SEK", language) == minor
    assert parse_amount(Words(language).money(Money(minor, "SEK")), "SEK", language) == minor


@given(st.text(max_size=20))
def test_nothing_typed_breaks_it(text: str) -> None:
    for language in ("sv", "en"):
        found = parse_amount(text, "SEK", language)
        assert found is None or 0 <= found < 10**14


@pytest.fixture
def field(qtbot: QtBot, words: Words) -> AmountField:
    field = AmountField(words, "SEK", "Amount")
    qtbot.addWidget(field)
    field.show()
    return field


def test_it_says_what_is_typed(field: AmountField, qtbot: QtBot) -> None:
    heard: list[object] = []
    field.changed.connect(heard.append)
    QTest.keyClicks(field.edit, "189")
    assert heard == [100, 1800, 18900]
    assert field.valid
    with qtbot.waitSignal(field.entered):
        QTest.keyClick(field.edit, Qt.Key.Key_Return)
    field.clear()
    assert field.minor is None
    assert field.valid


def test_wrong_input_is_told_kindly_and_kept(field: AmountField) -> None:
    QTest.keyClicks(field.edit, "89x")
    assert field.text() == "89x"
    assert field.minor is None
    assert not field.valid
    assert field._label.text() == "Digits only, such as 89.50"
    assert field.edit.accessibleDescription() == "Digits only, such as 89.50"
    QTest.keyClick(field.edit, Qt.Key.Key_Backspace)
    assert field._label.text() == "Amount"
    assert field.minor == 8900


def test_half_an_amount_is_not_scolded(field: AmountField) -> None:
    QTest.keyClicks(field.edit, "89,")
    assert field._label.text() == "Amount"


def test_the_page_may_complain_too(field: AmountField) -> None:
    field.complain("More than was paid")
    assert field._label.text() == "More than was paid"
    QTest.keyClicks(field.edit, "5")
    assert field._label.text() == "Amount"


def test_written_as_the_language_writes_it(qtbot: QtBot) -> None:
    field = AmountField(Words("pl"), "PLN", "Kwota")
    qtbot.addWidget(field)
    field.set_minor(123450)
    assert field.minor == 123450
    assert field.text().endswith("234,50")


def test_the_curtain_hides_it(field: AmountField) -> None:
    field.set_minor(18900)
    Curtain().draw()
    assert field.edit.echoMode() == QLineEdit.EchoMode.Password
    Curtain().draw(False)
    assert field.edit.echoMode() == QLineEdit.EchoMode.Normal


def test_the_number_pad_types_into_it(field: AmountField, words: Words, qtbot: QtBot) -> None:
    pad = NumberPad(words, field)
    qtbot.addWidget(pad)
    pad.show()
    for key in ("1", "8", "9", ".", "5", "0"):
        pad.keys[key].click()
    assert field.minor == 18950
    pad.keys["back"].click()
    assert field.text() == "189.5"
    pad.keys["clear"].click()
    assert field.text() == ""
    pad.keys["00"].click()
    with qtbot.waitSignal(pad.entered):
        pad.keys["enter"].click()
    assert not pad.isVisible()


def test_every_pad_key_is_named_and_large_enough(words: Words, field: AmountField, qtbot: QtBot) -> None:
    pad = NumberPad(words, field)
    qtbot.addWidget(pad)
    pad.adjustSize()
    pad.show()
    for key in pad.keys.values():
        assert key.accessibleName()
        assert min(key.width(), key.height()) >= 44


@pytest.mark.parametrize("typed", ["12345,90", "1 234 567,90"])
def test_a_large_amount_is_seen_whole_with_its_currency(qtbot: QtBot, typed: str) -> None:
    field = AmountField(Words("pl"), "SEK", "Kwota")
    qtbot.addWidget(field)
    field.setFixedWidth(206)
    field.show()
    usual = field.edit.font().pixelSize()
    QTest.keyClicks(field.edit, typed)
    shown = field.edit.fontMetrics().horizontalAdvance(f"{typed} {field.edit.affix}")
    assert field.edit.font().pixelSize() < usual
    assert shown <= field.edit.width()
    field.clear()
    assert field.edit.font().pixelSize() == usual
