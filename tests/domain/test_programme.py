"""What a programme holds for later versions of Kassa is kept, and said not to count."""

from __future__ import annotations

from pathlib import Path

from kassa.domain.programme import not_counted
from kassa.exchange.programme_file import read_programme
from tests.builders import CAFE

FULL = Path(__file__).parent.parent / "exchange" / "full_programme.toml"


def test_sections_for_later_are_named() -> None:
    kept = ("points", "campaign", "birthday", "referral", "subscription", "streak")
    assert not_counted(read_programme(FULL.read_bytes())) == kept
    assert not_counted(read_programme(CAFE.encode())) == ()
