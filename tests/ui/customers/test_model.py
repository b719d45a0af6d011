"""The table's model: sound, lazy, and silent behind the curtain."""

from __future__ import annotations

from array import array
from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from kassa.services.register import Row
from kassa.ui.customers import model as models
from kassa.ui.customers.columns import COLUMNS, Teller, chosen
from kassa.ui.customers.model import RegisterModel
from kassa.ui.widgets.curtain import Curtain
from kassa.words import Words

STRICT = QAbstractItemModelTester.FailureReportingMode.Fatal
TODAY = date(2026, 11, 22)


def person(number: int, **changes: object) -> Row:
    fields: dict[str, object] = {
        "id": f"c{number}",
        "number": number,
        "name": f"Anna {number}",
        "phone": "070-174 00 01",
        "email": None,
        "address": None,
        "birthday": None,
        "since": date(2024, 3, 1),
        "visits": 1204,
        "last_visit": datetime(2026, 11, 21, 12, tzinfo=UTC),
        "tier": None,
        "tags": ("granne", "vip"),
        "cards": ("4071938261",),
    }
    return Row(**(fields | changes))  # type: ignore[arg-type]


@pytest.fixture
def model(qtbot: QtBot, words: Words) -> RegisterModel:
    made = RegisterModel(COLUMNS, Teller(words, None, TODAY))
    made.show_numbers(array("I", range(1, 101)))
    return made


def told(model: RegisterModel, place: int, key: str) -> object:
    section = [column.key for column in model.columns].index(key)
    return model.data(model.index(place, section))


def test_the_model_is_sound(words: Words, qtbot: QtBot) -> None:
    model = RegisterModel(chosen(()), Teller(words, None, TODAY))
    QAbstractItemModelTester(model, STRICT)
    model.show_numbers(array("I", [1, 2]))
    model.take([person(1), person(2)])
    model.told(0, 1)
    model.show_numbers(array("I", range(1, 60)))
    model.show_columns(COLUMNS)
    model.show_numbers(array("I", [2]))
    model.tell_by(Teller(words, None, date(2026, 11, 23)))
    model.show_numbers(array("I"))
    assert model.rowCount() == 0


def test_cells_say_what_is_known(model: RegisterModel) -> None:
    model.take(
        [person(1, birthday="--06-03", address="Storgatan 1\nUppsala"), person(2, name=None, birthday="1990-02-28")]
    )
    assert told(model, 0, "name") == "Anna 1"
    assert told(model, 0, "number") == "#1"
    assert told(model, 0, "last_visit") == "yesterday"
    assert told(model, 0, "visits") == "1,204"
    assert told(model, 0, "tags") == "granne, vip"
    assert told(model, 0, "since") == "1 Mar 2024"
    assert told(model, 0, "birthday") == "3 June"
    assert told(model, 0, "card") == "407 193 8261"
    assert told(model, 0, "address") == "Storgatan 1 · Uppsala"
    assert told(model, 0, "email") == ""
    assert told(model, 1, "name") == "Customer #2"
    assert told(model, 1, "birthday") == "28 Feb 1990"
    last = model.index(0, [column.key for column in model.columns].index("last_visit"))
    assert "21 November 2026" in model.data(last, Qt.ItemDataRole.ToolTipRole)
    index = model.index(0, 0)
    assert model.data(index, Qt.ItemDataRole.AccessibleTextRole) == "Name: Anna 1"


def test_what_was_not_read_is_asked_for_once_it_is_looked_at(model: RegisterModel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(model.wanted):
        assert told(model, 5, "name") is None
        assert told(model, 6, "name") is None
    assert list(model.missing(5, 6)) == [6, 7]
    model.take([person(6)], asked=[6, 7])
    assert told(model, 5, "name") == "Anna 6"
    assert list(model.missing(5, 6)) == [], "whoever is gone isn't asked for again and again"
    model.forget()
    assert told(model, 5, "name") == "Anna 6", "what is in sight stays until it is read again"
    assert list(model.missing(5, 6)) == [6, 7]


def test_a_row_read_anew_says_the_new(model: RegisterModel) -> None:
    model.take([person(1)])
    assert told(model, 0, "name") == "Anna 1"
    model.take([person(1, name="Bo")])
    assert told(model, 0, "name") == "Bo"


def test_only_the_rows_looked_at_lately_are_kept(model: RegisterModel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models, "KEPT", 3)
    for number in range(1, 6):
        model.take([person(number)])
        told(model, number - 1, "name")
    assert list(model.missing(0, 4)) == [1, 2]
    assert len(model._cells) == 3


def test_more_of_the_same_moves_nothing(model: RegisterModel, qtbot: QtBot) -> None:
    resets: list[int] = []
    model.modelReset.connect(lambda: resets.append(1))
    with qtbot.waitSignal(model.rowsInserted):
        model.show_numbers(array("I", range(1, 201)))
    model.show_numbers(array("I", range(1, 201)))
    assert not resets
    model.show_numbers(array("I", [7]))
    assert resets == [1]


def test_the_curtain_hides_every_cell(model: RegisterModel) -> None:
    model.take([person(1)])
    Curtain().draw()
    for section in range(model.columnCount()):
        for role in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.AccessibleTextRole,
            Qt.ItemDataRole.ToolTipRole,
            model.ROW,
        ):
            assert not model.data(model.index(0, section), role)


def test_columns_are_chosen_by_their_keys(words: Words) -> None:
    assert [column.key for column in chosen(())][:2] == ["name", "phone"]
    assert [column.key for column in chosen(["visits", "nothing", "visits"])] == ["name", "visits"]


@pytest.mark.parametrize(
    ("language", "text"), [("sv", "1 000 000"), ("nb", "1 000 000"), ("pl", "1 000 000"), ("en", "1,000,000")]
)
def test_counts_have_their_thousands_apart(language: str, text: str) -> None:
    assert Words(language).number(1_000_000).replace("\u00a0", " ").replace("\u202f", " ") == text
