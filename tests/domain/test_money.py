"""Money in minor units and in the contract's form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kassa.domain.money import digits_of, form_money, parse_money


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("89.00", "SEK", 8900),
        ("89", "SEK", 8900),
        ("89.5", "SEK", 8950),
        ("89.500", "SEK", 8950),
        ("0.01", "SEK", 1),
        ("-0.01", "SEK", -1),
        ("0", "SEK", 0),
        (" 89.00 ", "SEK", 8900),
        ("500", "JPY", 500),
        ("500.0", "JPY", 500),
        ("1.234", "KWD", 1234),
        ("1.2", "KWD", 1200),
        ("89.001", "SEK", None),
        ("500.5", "JPY", None),
        ("1.2345", "KWD", None),
        ("89,00", "SEK", None),
        ("1 000", "SEK", None),
        ("1e3", "SEK", None),
        (".5", "SEK", None),
        ("5.", "SEK", None),
        ("+5", "SEK", None),
        ("--5", "SEK", None),
        ("NaN", "SEK", None),
        ("", "SEK", None),
        ("٨٩", "SEK", None),
        ("89.00\n5", "SEK", None),
        ("1" * 13, "SEK", None),
    ],
)
def test_reading_an_amount(text: str, currency: str, minor: int | None) -> None:
    assert parse_money(text, currency) == minor


@pytest.mark.parametrize(
    ("minor", "currency", "form"),
    [(8900, "SEK", "89.00"), (-5, "SEK", "-0.05"), (0, "SEK", "0.00"), (500, "JPY", "500"), (1234, "KWD", "1.234")],
)
def test_forming_an_amount(minor: int, currency: str, form: str) -> None:
    assert form_money(minor, currency) == form


@given(st.integers(1 - 10**12, 10**12 - 1), st.sampled_from(["SEK", "NOK", "PLN", "EUR", "JPY", "KWD", "ISK", "GBP"]))
def test_what_is_formed_is_read_back(minor: int, currency: str) -> None:
    form = form_money(minor, currency)
    assert parse_money(form, currency) == minor
    assert len(form.partition(".")[2]) == digits_of(currency)
