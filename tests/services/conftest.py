"""A shop for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import Shop, make_shop


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    """A shop with the café's programme, at noon on 22 November 2026."""
    made = make_shop(tmp_path)
    yield made
    made.close()
