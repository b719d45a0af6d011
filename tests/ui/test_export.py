"""The register goes out into a file: where to, how far, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
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
    with qtbot.waitSignal(export.told) as told:
        export.ask(shop.session)
    assert told.args == [f"2 customers are now in {written} as well."]
    data = (tmp_path / written).read_bytes()
    assert data.startswith(b"PK") or "Maria Lindqvist" in data.decode("utf-8-sig")
    qtbot.waitUntil(lambda: not export.running)
    assert not export.isVisible()


def test_nothing_happens_when_no_file_is_chosen(export: Export, shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    choose(monkeypatch, "")
    export.ask(shop.session)
    assert not export.running


def test_a_file_that_cannot_be_written_is_told(qtbot: QtBot, export: Export, shop: Shop, tmp_path: Path) -> None:
    with qtbot.waitSignal(export.failed) as failed:
        export.write(shop.session, tmp_path / "nowhere" / "list.csv")
    assert failed.args is not None and failed.args[0]
    qtbot.waitUntil(lambda: not export.running)


def test_long_work_shows_how_far_it_is_and_can_be_stopped(
    qtbot: QtBot, export: Export, shop: Shop, tmp_path: Path
) -> None:
    export.write(shop.session, tmp_path / "list.csv")
    export._progressed(Progress(500, 2000))
    assert export.isVisible()
    assert (export.bar.value(), export.bar.maximum()) == (500, 2000)
    assert export.bar.accessibleName() == "Writing list.csv …"
    with qtbot.waitSignal(export.told) as told:
        export.stop_button.click()
    assert told.args == ["list.csv was not written."]
    assert not export.running
    assert not export.isVisible()
