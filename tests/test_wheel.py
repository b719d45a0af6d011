"""The wheel alone is the whole program: what it installs finds its own fonts, sheets and translations."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [os.environ.get("UV", "uv"), "build", "--quiet", "--wheel", "--out-dir", str(folder)], cwd=ROOT, check=True
    )
    return next(folder.glob("kassa-*.whl"))


def test_every_resource_is_inside(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    resources = ROOT / "resources"
    expected = {f"kassa/resources/{path.relative_to(resources).as_posix()}" for path in resources.rglob("*.*")}
    assert {"kassa/resources/sheets.toml", "kassa/resources/fonts/Inter-Regular.ttf"} <= expected
    assert expected - inside == set()


def test_nothing_of_the_workshop_is_inside(wheel: Path) -> None:
    tops = {name.partition("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"kassa"}


def test_the_installed_program_finds_its_resources(wheel: Path, tmp_path: Path) -> None:
    installed = tmp_path / "installed"
    zipfile.ZipFile(wheel).extractall(installed)
    asked = subprocess.run(
        [sys.executable, "-c", "from kassa import paths; print(paths.resources())"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(installed), "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    found = Path(asked.stdout.strip())
    assert found == installed / "kassa" / "resources"
    assert (found / "sheets.toml").is_file()
    assert list(found.glob("fonts/*.ttf"))
    assert {path.parent.parent.name for path in found.glob("i18n/*/LC_MESSAGES/kassa.*")} >= {"sv", "nb", "pl"}
