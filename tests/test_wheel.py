"""The wheel alone is the whole program: installed as a tool, with nothing of the checkout about, it runs a shop."""

from __future__ import annotations

import os
import subprocess
import tomllib
import zipfile
from pathlib import Path

import pytest

from tests.bundle import walk

ROOT = Path(__file__).resolve().parent.parent
UV = os.environ.get("UV", "uv")
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run([UV, "build", "--quiet", "--wheel", "--out-dir", str(folder)], cwd=ROOT, check=True)
    return next(folder.glob("kassa-*.whl"))


@pytest.fixture(scope="module")
def tools(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where ``uv tool install`` put it, in the versions of this tree: ``bin/kassa`` and ``tools/kassa``."""
    home = tmp_path_factory.mktemp("tools")
    pins = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["uv"]["constraint-dependencies"]
    (home / "constraints.txt").write_text("\n".join(pins), "utf-8")
    subprocess.run(
        [
            UV,
            "tool",
            "install",
            "--quiet",
            "--system-certs",
            "--constraints",
            str(home / "constraints.txt"),
            str(wheel),
        ],
        env={**os.environ, "UV_TOOL_DIR": str(home / "tools"), "UV_TOOL_BIN_DIR": str(home / "bin")},
        cwd=home,
        check=True,
    )
    return home


@pytest.fixture(scope="module")
def kassa(tools: Path) -> walk.Program:
    return walk.Program(tools / "bin" / "kassa")


def test_every_resource_is_inside(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    resources = ROOT / "resources"
    expected = {f"kassa/resources/{path.relative_to(resources).as_posix()}" for path in resources.rglob("*.*")}
    assert {"kassa/resources/sheets.toml", "kassa/resources/fonts/Inter-Regular.ttf"} <= expected
    assert expected - inside == set()


def test_nothing_of_the_workshop_is_inside(wheel: Path) -> None:
    tops = {name.partition("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {top for top in tops if not top.endswith((".dist-info", ".data"))} == {"kassa"}


def test_the_menu_entry_and_its_icons_lie_where_linux_desktops_look(tools: Path) -> None:
    share = tools / "tools" / "kassa" / "share"
    assert (share / "applications" / "kassa.desktop").is_file()
    icons = {path.relative_to(share / "icons" / "hicolor").as_posix() for path in share.rglob("icons/hicolor/*/apps/*")}
    assert {"scalable/apps/kassa.svg", "48x48/apps/kassa.png", "512x512/apps/kassa.png"} <= icons


def test_only_what_kassa_runs_on_is_installed_with_it(tools: Path) -> None:
    (packages,) = (tools / "tools" / "kassa").glob("lib/python*/site-packages")
    names = {path.name for path in packages.iterdir()}
    assert {"sqlalchemy", "PySide6", "phonenumbers"} <= names
    assert names.isdisjoint({"numpy", "openpyxl", "vobject", "pytest", "PyInstaller", "tests"})


def test_the_installed_program_makes_a_shop_from_files(kassa: walk.Program, tmp_path: Path) -> None:
    walk.a_shop_from_files(kassa, tmp_path)


def test_the_installed_program_speaks_every_language(kassa: walk.Program) -> None:
    walk.every_language(kassa)


def test_the_installed_program_has_zones_of_its_own(kassa: walk.Program, tmp_path: Path) -> None:
    walk.zones_of_its_own(kassa, tmp_path)


def test_the_installed_program_brings_up_an_older_shop(kassa: walk.Program, tmp_path: Path) -> None:
    walk.an_older_shop(kassa, tmp_path)


def test_the_installed_program_shows_the_sample_shop(kassa: walk.Program, tmp_path: Path) -> None:
    walk.a_sample_shop(kassa, tmp_path)


@pytest.mark.window
def test_the_installed_program_serves_a_customer(kassa: walk.Program, screen: str, tmp_path: Path) -> None:
    walk.a_customer_is_served(kassa, screen, tmp_path)


@pytest.mark.window
def test_the_installed_program_has_every_page(kassa: walk.Program, screen: str, tmp_path: Path) -> None:
    walk.every_page_is_shown(kassa, screen, tmp_path)
