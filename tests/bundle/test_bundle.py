"""The bundle: small, soon there, and a whole shop without any Python. Minutes long: ``uv run pytest -m bundle -s``.

``BUNDLE=dist/kassa`` looks at one that stands already instead of building it.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bench.bench_start import Watcher, start_once
from tests.bundle import walk
from tests.screen import virtual_screen

ROOT = Path(__file__).resolve().parent.parent.parent
START = str(ROOT / "resources" / "app" / "bundle_start.py")
MOST_BYTES = 240_000_000
MOST_SECONDS = 2.0
pytestmark = pytest.mark.bundle


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundle."""
    if "BUNDLE" in os.environ:
        return Path(os.environ["BUNDLE"]).resolve()
    aside = tmp_path_factory.mktemp("bundle")
    subprocess.run(
        [sys.executable, "-m", "PyInstaller", "--distpath", aside / "dist", "--workpath", aside / "work", "kassa.spec"],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    return aside / "dist" / "kassa"


@pytest.fixture(scope="module")
def kassa(folder: Path) -> walk.Program:
    """The program in it."""
    return walk.Program(folder / "kassa")


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    """A screen."""
    with virtual_screen() as name:
        yield name


def test_it_is_small(folder: Path) -> None:
    size = sum(path.lstat().st_size for path in folder.rglob("*") if not path.is_dir())
    print(f"\nsize: {size / 1e6:.0f} MB, at most {MOST_BYTES / 1e6:.0f}")
    assert size <= MOST_BYTES


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system's own printing needs no plugin of ours")
def test_it_finds_printers(folder: Path) -> None:
    names = {path.name for path in folder.rglob("*")}
    assert {"libcupsprintersupport.so", "libcups.so.2", "libQt6PrintSupport.so.6"} <= names


def test_nothing_of_the_workshop_is_inside(folder: Path) -> None:
    names = {path.name for path in folder.rglob("*")}
    assert names.isdisjoint(
        {
            "escpos",
            "libQt6Multimedia.so.6",
            "numpy",
            "openpyxl",
            "pytest",
            "hypothesis",
            "tests",
            "psutil",
            "libQt6Qml.so.6",
        }
    )
    assert [path for path in folder.rglob("*") if path.is_symlink() and not path.exists()] == []


def test_it_starts_soon(kassa: walk.Program, display: str, tmp_path: Path) -> None:
    store = walk.a_sample_shop(kassa, tmp_path)
    environment = kassa.environment() | {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "KASSA_STORE": str(store)}
    watcher = Watcher(display)
    runs = [start_once([str(kassa.file)], environment, watcher, 3.0) for _ in range(4)][1:]
    took, held = (statistics.median(each) for each in zip(*runs, strict=True))
    print(f"\nprocess start → window mapped: {took:.2f} s, at most {MOST_SECONDS:g}; {held:.0f} MB of memory")
    assert took <= MOST_SECONDS


def test_a_customer_is_served(kassa: walk.Program, display: str, tmp_path: Path) -> None:
    walk.a_customer_is_served(kassa, display, tmp_path)


def test_every_page_is_there(kassa: walk.Program, display: str, tmp_path: Path) -> None:
    walk.every_page_is_shown(kassa, display, tmp_path)


def test_it_may_be_called_by_another_name(kassa: walk.Program, tmp_path: Path) -> None:
    elsewhere = tmp_path / "kassa"
    elsewhere.symlink_to(kassa.file)
    assert walk.Program(elsewhere).say("--version") == kassa.say("--version") != ""


@pytest.mark.parametrize(("bundles", "own"), [({}, None), ({"LD_LIBRARY_PATH_ORIG": "/opt/lib"}, "/opt/lib")])
def test_what_it_starts_gets_the_systems_own_libraries(bundles: dict[str, str], own: str | None) -> None:
    asked = subprocess.run(
        [sys.executable, "-c", f"import runpy; runpy.run_path({START!r}); import os; print(os.environ)"],
        env={"LD_LIBRARY_PATH": "/bundle/_internal", **bundles},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ("LD_LIBRARY_PATH" in asked.stdout, "/bundle" in asked.stdout) == (own is not None, False)
    assert own is None or f"'LD_LIBRARY_PATH': '{own}'" in asked.stdout


def test_linux_desktops_find_its_menu_entry(folder: Path) -> None:
    share = folder / "_internal" / "share"
    assert (share / "applications" / "kassa.desktop").is_file()
    assert (share / "icons" / "hicolor" / "48x48" / "apps" / "kassa.png").is_file()


def test_a_shop_is_made_from_files(kassa: walk.Program, tmp_path: Path) -> None:
    walk.a_shop_from_files(kassa, tmp_path)


def test_it_has_zones_of_its_own(kassa: walk.Program, tmp_path: Path) -> None:
    walk.zones_of_its_own(kassa, tmp_path)


def test_it_speaks_every_language(kassa: walk.Program) -> None:
    walk.every_language(kassa)


def test_an_older_shop_is_brought_up(kassa: walk.Program, tmp_path: Path) -> None:
    walk.an_older_shop(kassa, tmp_path)
