"""Every version of the tree is written down here, and no file says which computer it is fetched from."""

from __future__ import annotations

import os
import re
import subprocess
import tomllib
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
PIN = re.compile(r"(?P<name>[a-z0-9-]+)==(?P<version>[^\s;]+)(?: ; .+)?")
FETCHED_FROM = re.compile(
    r"""(?ix)
      ://\S+?/simple\b                                     # an index
    | ://\S+?\.(whl|tar\.gz|tgz|deb)\b                     # a file of one
    | ^\s*-{0,2}(extra-)?index(-url)?\s*[=\ ]\s*["']?http  # a setting that names one
    | \[\[?tool\.uv\.(index|pip)
    | \bhash\s*=\s*"sha\d+:                                # a line of a lock file
    """
)


def pinned(table: str) -> set[tuple[str, str]]:
    """Name and version of each line of one of ``[tool.uv]``'s lists."""
    lines = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["uv"][table]
    matches = [PIN.fullmatch(line) for line in lines]
    assert all(matches), [line for line, match in zip(lines, matches, strict=True) if not match]
    return {(match["name"], match["version"]) for match in matches if match}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def tracked() -> list[Path]:
    """The files that git keeps, in a checkout; all of the project's own where there is no git."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_everything_installed_is_pinned() -> None:
    installed = {(normal(found.name), found.version) for found in metadata.distributions()}
    ours = {normal("kassa")}
    assert sorted(pair for pair in installed - pinned("constraint-dependencies") if pair[0] not in ours) == []


def test_everything_locked_for_any_system_is_pinned() -> None:
    lock = ROOT / "uv.lock"
    if not lock.exists():
        pytest.skip("nobody has resolved the tree here: installed without uv")
    packages: list[dict[str, Any]] = tomllib.loads(lock.read_text("utf-8"))["package"]
    locked = {(package["name"], package["version"]) for package in packages if "registry" in package["source"]}
    assert locked == pinned("constraint-dependencies")


def test_what_builds_the_wheel_is_pinned() -> None:
    requires = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["build-system"]["requires"]
    assert {tuple(line.split("==")) for line in requires} <= pinned("build-constraint-dependencies")


@pytest.mark.slow
def test_what_the_builder_itself_needs_is_pinned() -> None:
    resolved = subprocess.run(
        [os.environ.get("UV", "uv"), "pip", "compile", "-", "--universal", "--no-header", "--no-annotate", "--quiet"],
        cwd=ROOT,
        input="hatchling==1.33.0\neditables~=0.3\n",
        capture_output=True,
        text=True,
        check=True,
    )
    needed = {line.split(" ;")[0].strip() for line in resolved.stdout.splitlines() if line.strip()}
    assert needed == {f"{name}=={version}" for name, version in pinned("build-constraint-dependencies")}


def test_no_kept_file_names_where_packages_come_from() -> None:
    guilty = []
    for path in tracked():
        if path == Path(__file__).resolve() or b"\0" in (content := path.read_bytes()):
            continue
        for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), 1):
            if FETCHED_FROM.search(line):
                guilty.append(f"{path.relative_to(ROOT)}:{number}")
    assert guilty == []


def test_no_lock_file_is_kept() -> None:
    assert [path.name for path in tracked() if path.suffix == ".lock" or path.name == "poetry.toml"] == []


def test_the_project_file_holds_no_address() -> None:
    assert "://" not in (ROOT / "pyproject.toml").read_text("utf-8")
