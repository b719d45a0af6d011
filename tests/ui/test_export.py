"""The register goes out into a file: where to, how far, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from kassa.ui.export import Export
from kassa.ui.jobs import Jobs, Progress
from kassa.words import Words
from tests.builders import Shop, make_shop


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    made = make_shop(tmp_path)
    made.join("Maria Lindqvist", phone="0701744512")
    made.join("Marcus Lind")
    yield made
    made.close()


@pytest.fixture
def export(qtbot: QtBot, words: Words) -> Iterator[Export]:
    jobs = Jobs()
    made = Export(words, jobs)
    qtbot.addWidget(made)
    yield made
    jobs.close()


def choose(monkeypatch: pytest.MonkeyPatch, file: str, kind: str = "") -> None:
    """The person's answer in the file dialog."""
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (file, kind))


@pytest.mark.parametrize(
    ("typed", "kind", "written"),
    [
        ("list.csv", "", "list.csv"),
        ("list.XLSX", "", "list.XLSX"),
        ("list", "Excel workbook (*.xlsx)", "list.xlsx"),
        ("list", "CSV (*.csv)", "list.csv"),
        ("list 22.11", "", "list 22.11.xlsx"),
    ],
)
def test_everybody_is_written_where_it_was_asked(
    qtbot: QtBot, export: Export, shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    typed: str, kind: str, written: str,
) -> None:  # fmt: skip
    choose(monkeypatch, str(tmp_path / typed), kind)
    export.ask(shop.session)
    assert export.isVisible()
    with qtbot.waitSignal(export.told) as told:
        export.kinds["customers"].click()
    assert told.args == [f"{written} is written, with 2 rows."]
    data = (tmp_path / written).read_bytes()
    assert data.startswith(b"PK") or "Maria Lindqvist" in data.decode("utf-8-sig")
    qtbot.waitUntil(lambda: not export.running)
    assert not export.isVisible()


def test_nothing_happens_when_no_file_is_chosen(
    qtbot: QtBot, export: Export, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(monkeypatch, "")
    export.ask(shop.session)
    with qtbot.waitSignal(export.left):
        export.kinds["customers"].click()
    assert not export.running
    assert not export.isVisible()
    export.ask(shop.session)
    with qtbot.waitSignal(export.left):
        export.stop_button.click()
    assert not export.isVisible()


@pytest.mark.parametrize(("kind", "holds"), [("purchases", "42.00"), ("ledger", "Kaffe × 1")])
def test_purchases_and_stamps_go_out_too(
    qtbot: QtBot, export: Export, shop: Shop, tmp_path: Path, kind: str, holds: str
) -> None:
    shop.buy("#1001", 4200, coffee=1)
    with qtbot.waitSignal(export.told):
        export.write(shop.session, kind, tmp_path / "all.csv")
    assert holds in (tmp_path / "all.csv").read_text("utf-8-sig")


def test_what_is_asked_can_be_chosen_by_arrows(qtbot: QtBot, export: Export, shop: Shop) -> None:
    export.ask(shop.session)
    export.activateWindow()
    qtbot.waitUntil(export.isActiveWindow)
    export.kinds["customers"].setFocus()
    QTest.keyClick(export.kinds["customers"], Qt.Key.Key_Right)
    assert QApplication.focusWidget() is export.kinds["purchases"]


def test_a_file_that_cannot_be_written_is_told(qtbot: QtBot, export: Export, shop: Shop, tmp_path: Path) -> None:
    with qtbot.waitSignal(export.failed) as failed:
        export.write(shop.session, "customers", tmp_path / "nowhere" / "list.csv")
    assert failed.args is not None and failed.args[0]
    qtbot.waitUntil(lambda: not export.running)


def test_long_work_shows_how_far_it_is_and_can_be_stopped(
    qtbot: QtBot, export: Export, shop: Shop, tmp_path: Path
) -> None:
    export.write(shop.session, "customers", tmp_path / "list.csv")
    export._progressed(Progress(500, 2000))
    assert export.isVisible()
    assert (export.bar.value(), export.bar.maximum()) == (500, 2000)
    assert export.bar.accessibleName() == "Writing list.csv …"
    with qtbot.waitSignal(export.told) as told:
        export.stop_button.click()
    assert told.args == ["list.csv was not written."]
    assert not export.running
    assert not export.isVisible()
