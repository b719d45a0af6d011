"""What the computer must have before a window opens."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kassa import system
from kassa.words import Words

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="other systems bring what Qt needs")


@pytest.fixture
def complete(monkeypatch: pytest.MonkeyPatch) -> None:
    """A computer on which every library loads."""
    monkeypatch.setattr(system, "_loads", lambda soname: True)


@pytest.fixture(autouse=True)
def no_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY", "XDG_RUNTIME_DIR"):
        monkeypatch.delenv(name, raising=False)


def sentence() -> str:
    """What a person would be told; empty when a window can open."""
    text = system.missing_for_window()
    return Words("en").text(text) if text else ""


@pytest.mark.usefixtures("complete")
def test_without_a_screen_it_says_so() -> None:
    assert "no screen" in sentence()


@pytest.mark.usefixtures("complete")
@pytest.mark.parametrize("display", [":4711", "unix:4711.0", "", ":", "nonsense"])
def test_a_display_that_nobody_serves_is_no_screen(display: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", display)
    assert "no screen" in sentence()


@pytest.mark.usefixtures("complete")
def test_a_served_display_is_enough(screen: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", screen)
    assert sentence() == ""


@pytest.mark.usefixtures("complete")
def test_another_computers_display_is_taken_at_its_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", "localhost:10.0")
    assert sentence() == ""


@pytest.mark.usefixtures("complete")
def test_a_wayland_socket_is_a_screen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    assert "no screen" in sentence()
    (tmp_path / "wayland-0").touch()
    assert sentence() == ""


@pytest.mark.usefixtures("complete")
@pytest.mark.parametrize("platform", ["offscreen", "minimal", "vnc:size=800x600", "linuxfb"])
def test_a_platform_without_a_screen_needs_none(platform: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", platform)
    assert sentence() == ""


def test_missing_libraries_are_named_as_debian_names_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = tmp_path / "ld.so.cache"
    cache.write_bytes(b"libEGL.so.1\0libGL.so.1\0")
    monkeypatch.setattr(system, "_LOADER_CACHE", cache)
    monkeypatch.setattr(system, "_loads", lambda soname: soname != "libdbus-1.so.3")
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert sentence().endswith("sudo apt install libdbus-1-3")


def test_the_platform_that_lacks_least_is_the_one_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "_LOADER_CACHE", tmp_path / "none")
    monkeypatch.setattr(system, "_loads", lambda soname: "xcb" not in soname)
    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb;wayland")
    monkeypatch.setenv("DISPLAY", "elsewhere:0")
    assert "libxcb-cursor0" in sentence()
    monkeypatch.setenv("WAYLAND_DISPLAY", __file__)
    assert sentence() == ""


@pytest.mark.parametrize("library", ["QtWidgets.abi3.so", "Qt/plugins/platforms/libqxcb.so"])
def test_nothing_that_qt_lacks_goes_unnamed(library: str) -> None:
    import PySide6

    listed = subprocess.run(
        ["ldd", str(Path(PySide6.__path__[0], library))],
        capture_output=True,
        text=True,
        check=True,
        env={"PATH": os.environ["PATH"], "LC_ALL": "C"},
    )
    lacking = {line.split()[0] for line in listed.stdout.splitlines() if "not found" in line}
    assert lacking <= system._EVERY.keys() | system._BY_PLATFORM["xcb"].keys()


def test_asking_costs_next_to_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    costs = []
    for _ in range(5):
        begun = time.perf_counter()
        system.missing_for_window()
        costs.append(time.perf_counter() - begun)
    assert min(costs) < 0.002
