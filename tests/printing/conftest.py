"""Builders for what is printed, and a look at a PDF's geometry that doesn't use our own drawing code."""

from __future__ import annotations

import random

import pytest

from kassa.printing import CardFace, Front


@pytest.fixture
def front() -> Front:
    """A shop's front."""
    return Front("Bokkaféet", "Stamkundskort", ("Storgatan 5, Uppsala", "018-12 34 56"))


@pytest.fixture
def faces() -> list[CardFace]:
    """Twelve cards with random digits: one sheet of ten and two over."""
    chance = random.Random(7)
    return [CardFace(f"{chance.randrange(10**10):010}", f"Kund {number}") for number in range(12)]
