"""What this computer remembers: it comes back as it was kept, and nothing in the file can stop a till."""

from __future__ import annotations

import dataclasses
import logging
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kassa import config
from kassa.config import Config, PrinterTuning


def kept(text: str | bytes) -> None:
    config.path().parent.mkdir(parents=True, exist_ok=True)
    config.path().write_bytes(text.encode() if isinstance(text, str) else text)


def test_nothing_was_chosen_yet() -> None:
    assert config.read() == Config()
    assert config.read().scale is None
    assert not config.path().exists(), "looking makes no file"


def test_what_was_chosen_comes_back() -> None:
    printers = (PrinterTuning("HP_LaserJet", 0.5, -1.0, 0.1, 0.0, 1.004), PrinterTuning('\\\\kasse\\"Ø" 2'))
    chosen = Config("pl", "dark", 150, 'Bar "2" \\ ø', ("name", "tier"), (10, -20, 1366, 768), printers)
    chosen = dataclasses.replace(
        chosen, camera="/dev/video0", camera_view="hidden", slip_printer="network:192.168.1.50"
    )
    chosen = dataclasses.replace(chosen, slip_paper=58, slip_after="visit")
    config.write(chosen)
    assert config.read() == chosen
    assert config.read().scale == 1.5
    assert [found.name for found in config.path().parent.iterdir()] == ["kassa.toml"], "nothing is left beside it"


@given(st.text(min_size=1, max_size=40).filter(str.isprintable).filter(str.strip), st.lists(st.text(max_size=20)))
def test_any_name_survives(till: str, columns: list[str]) -> None:
    try:
        config.write(Config(till=till, columns=tuple(columns)))
    except UnicodeEncodeError:
        return  # half a character can't be kept anywhere
    assert config.read() == Config(till=till, columns=tuple(columns))


def test_one_change_leaves_the_rest() -> None:
    config.write(Config(language="sv", till="Disken"))
    assert config.change(theme="dark") == Config(language="sv", theme="dark", till="Disken")
    assert config.change(language=None) == Config(theme="dark", till="Disken")
    assert "language" not in config.path().read_text("utf-8")


@pytest.mark.parametrize(
    "line",
    [
        'language = "de"',
        "language = 7",
        'theme = "pink"',
        "theme = []",
        "text_size = 99",
        "text_size = 201",
        "text_size = 1.5",
        "text_size = true",
        'till = "  "',
        'till = "a\\nb"',
        f'till = "{"x" * 101}"',
        'columns = "name"',
        "columns = [1]",
        "window = [1, 2, 3]",
        "window = [1, 2, 0, 4]",
        "window = [1, 2, 3, 4.5]",
        "window = [99999999, 2, 3, 4]",
        'camera = ""',
        "camera = true",
        'camera_view = "large"',
        f'slip_printer = "file:/{"x" * 300}"',
        "slip_printer = 7",
        "slip_paper = 70",
        "slip_paper = true",
        'slip_after = "always"',
        "slip_after = []",
        'printers = "Office"',
        "printers = [7]",
        'printers = [{name = ""}]',
        "printers = [{x = 1.0}]",
        'printers = [{name = "Office", x = 20.1}]',
        'printers = [{name = "Office", back_y = nan}]',
        'printers = [{name = "Office", y = true}]',
        'printers = [{name = "Office", scale = 0.94}]',
    ],
)
def test_a_value_that_cannot_be_is_left_out_and_logged(line: str, caplog: pytest.LogCaptureFixture) -> None:
    kept(f"{line}\nunknown = 1\n" + ('till = "bar"' if not line.startswith("till") else 'theme = "dark"'))
    with caplog.at_level(logging.WARNING):
        found = config.read()
    assert found in (Config(till="bar"), Config(theme="dark"))
    assert line.partition(" ")[0] in caplog.text


def test_each_printer_keeps_its_own_tuning() -> None:
    assert config.read().tuning("Office") == PrinterTuning("Office")
    assert not config.read().tuning("Office").moves
    config.tune(PrinterTuning("Office", 0.5))
    config.tune(PrinterTuning("Back room", y=-20.0, scale=0.95))
    config.tune(PrinterTuning("Office", 1.5))
    assert config.read().tuning("Office") == PrinterTuning("Office", 1.5)
    assert config.read().tuning("Back room") == PrinterTuning("Back room", y=-20.0, scale=0.95)
    assert len(config.read().printers) == 2


def test_one_printer_that_cannot_be_leaves_the_others(caplog: pytest.LogCaptureFixture) -> None:
    kept('printers = [{name = "A", x = 1, colour = "red"}, {name = "B", x = 99}, {name = "C", y = 2.5}]')
    assert config.read().printers == (PrinterTuning("A", 1.0), PrinterTuning("C", y=2.5))
    assert "B is moved" in caplog.text


@pytest.mark.parametrize(
    "data",
    [b"language = ", b"\xff\xfe\x00", b"\0\0\0", b"a = " + b"[" * 3000, b'x = "' + b"y" * 70_000 + b'"', b"a=1\na=2"],
)
def test_a_broken_file_is_as_none_and_logged(data: bytes, caplog: pytest.LogCaptureFixture) -> None:
    kept(data)
    with caplog.at_level(logging.WARNING):
        assert config.read() == Config()
    assert "ignored" in caplog.text


def test_a_folder_in_its_place_is_as_none_and_refuses_to_be_written() -> None:
    config.path().mkdir(parents=True)
    assert config.read() == Config()
    with pytest.raises(OSError, match=r"kassa\.toml"):
        config.write(Config(theme="dark"))
    assert [found.name for found in config.path().parent.iterdir()] == ["kassa.toml"]


def test_a_write_that_fails_leaves_the_file_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    config.write(Config(till="bar"))

    def refuse(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OSError, match="No space"):
        config.change(till="disk")
    assert config.read() == Config(till="bar")
    assert [found.name for found in config.path().parent.iterdir()] == ["kassa.toml"]
