"""What holds for every test: no screen of the developer's, no store of the developer's, the same random examples."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.screen import virtual_screen

os.environ["QT_QPA_PLATFORM"] = "offscreen"
for name in [name for name in os.environ if name.startswith("KASSA_")]:
    del os.environ[name]

# A gate that flickers teaches people to press again; `--hypothesis-profile search` is for looking further.
settings.register_profile("gate", deadline=None, derandomize=True)
settings.register_profile("search", deadline=None, max_examples=2000)
settings.load_profile("gate")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        # A scanner's keys are told from a person's by the clock.
        scans = "qtbot" in fixtures and "scan" in item.nodeid
        if scans or "screen" in fixtures:
            item.add_marker(pytest.mark.window)


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The platform's folders point into the test's own, so that nothing reads or writes a real shop."""
    for name in ("XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "LOCALAPPDATA", "APPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "home" / name.lower()))


@pytest.fixture(scope="session")
def screen() -> Iterator[str]:
    """The ``DISPLAY`` of an X server without a monitor, 1366×768; for windows in processes of their own."""
    with virtual_screen() as display:
        yield display
