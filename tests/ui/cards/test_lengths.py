"""Lengths as people write them."""

from __future__ import annotations

import pytest

from kassa.ui.cards.lengths import read_length


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("85.6", 85.6),
        ("85,6", 85.6),
        (" 85,60 mm ", 85.6),
        ("8,56 cm", 85.6),
        ("2 in", 50.8),
        ('3.5"', 88.9),
        ("54MM", 54.0),
        ("0", 0.0),
        ("-3", -3.0),
        ("", None),
        ("mm", None),
        ("85,6,1", None),
        ("abc", None),
        ("inf", None),
        ("1e300", None),
        ("10001", None),
        ("nan mm", None),
    ],
)
def test_what_a_ruler_says(text: str, length: float | None) -> None:
    assert read_length(text) == length
