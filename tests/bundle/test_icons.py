"""The icon is the drawing at every size, and the menu entry names what the wheel brings."""

from __future__ import annotations

import configparser
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kassa.app import Shopfront
from kassa.words import LANGUAGES, Words
from tests.bundle import draw_icons
from tests.bundle.draw_icons import APP, MACOS_SIZES, THEME_SIZES, WINDOWS_SIZES


@pytest.mark.parametrize("size", THEME_SIZES)
def test_each_size_is_the_drawing(qtbot: QtBot, size: int) -> None:
    with Image.open(draw_icons.theme_place(size)) as file:
        kept = file.convert("RGBA")
    assert kept.size == (size, size)
    apart = ImageStat.Stat(ImageChops.difference(kept, draw_icons.drawn(size))).mean
    assert max(apart) < 1, "draw them anew: uv run python -m tests.bundle.draw_icons"


def test_windows_and_macos_have_their_own_files() -> None:
    with Image.open(APP / "kassa.ico") as windows, Image.open(APP / "kassa.icns") as macos:
        assert windows.info["sizes"] == {(size, size) for size in WINDOWS_SIZES}
        assert max(width * scale for width, _, scale in macos.info["sizes"]) == max(MACOS_SIZES)


def test_the_menu_entry_speaks_every_language_and_starts_kassa() -> None:
    file = configparser.RawConfigParser(delimiters=("=",))
    file.optionxform = str  # type: ignore[assignment, method-assign]
    file.read(APP / "kassa.desktop", "utf-8")
    entry = file["Desktop Entry"]
    assert (entry["Exec"], entry["Icon"], entry["StartupWMClass"], entry["Terminal"]) == (
        *("kassa", "kassa", "kassa"),
        "false",
    )
    for language in set(LANGUAGES) - {"en"}:
        assert {entry[f"{key}[{language}]"] for key in ("GenericName", "Comment", "Keywords")} != {""}
    assert entry["Categories"].endswith(";")


def test_the_window_wears_it(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    front = Shopfront(qapp, str(tmp_path / "new"), Words("en"), "till-1")
    qtbot.addWidget(front.frame)
    front.frame.show()
    qtbot.waitUntil(lambda: front.first is not None)
    icon = front.frame.windowIcon()
    assert all(icon.pixmap(size).toImage().pixelColor(size // 2, size // 8).green() > 90 for size in (16, 32, 48, 128))
    front.close()
    front.frame.hide()
