"""Money and quantities as other programs write them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kassa.domain.money import digits_of
from kassa.exchange.amounts import Amounts, decimal_mark, read_amount, read_count
from kassa.exchange.mapping import DecimalMark


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("42", 4200),
        ("42.00", 4200),
        ("$1,264.00", 126400),
        ("1 264,50 kr", 126450),
        ("1.264,50", 126450),
        ("1\u00a0264,50", 126450),
        ("1\u202f264,50\u00a0kr.", 126450),
        ("1'264.00", 126400),
        ("1,26,400.00", 12640000),
        ("kr 1.000.000,00", 100000000),
        ("-42.00", -4200),
        ("−42", -4200),
        ("-$42.00", -4200),
        ("$-42.00", -4200),
        ("(42.00)", -4200),
        ("42,00-", -4200),
        ("'42", 4200),
        ("'-42.00", -4200),
        ("+42", 4200),
        ("42:-", 4200),
        ("42:50", None),
        ("SEK 42.50", 4250),
        ("42,50 SEK", 4250),
        ("12,5 zł", 1250),
        (".5", 50),
        ("0", 0),
        ("-0.00", 0),
        ("EUR 42.50", None),
        ("42.5051", None),
        ("42.500", 4250000),
        ("42 43", None),
        ("1 26", None),
        ("1.264.00", None),
        ("--42", None),
        ("-42-", None),
        ("(-42)", None),
        ("4 för 3", None),
        ("abc", None),
        ("kr", None),
        ("", None),
        ("-", None),
        ("1e3", None),
        ("nan", None),
        ("9" * 30, None),
        ("9" * 100, None),
    ],
)
def test_amounts(text: str, minor: int | None) -> None:
    # Where it could be read in two ways, these are thousands.
    assert read_amount(text, "SEK", "," if "." in text else ".") == minor


def test_the_files_mark_decides_only_what_is_open() -> None:
    assert (read_amount("1.264", "SEK", ","), read_amount("1,264", "SEK", ".")) == (126400, 126400)
    assert (read_amount("1.264", "KWD", "."), read_amount("1,264", "KWD", ".")) == (1264, 1264000)
    assert read_amount("1.264", "SEK", ".") is None
    assert (read_amount("42.00", "SEK", ","), read_amount("42,00", "SEK", ".")) == (4200, 4200)


def test_currencies_without_hundredths() -> None:
    assert (read_amount("1 264", "JPY", "."), read_amount("1264.0", "JPY", "."), read_amount("0.5", "JPY", ".")) == (
        1264,
        1264,
        None,
    )


def test_what_a_workbook_keeps_in_binary() -> None:
    assert read_amount("41.269999999999996", "SEK", ".", typed=True) == 4127
    assert read_amount("41.269999999999996", "SEK", ".") is None
    assert read_amount("41.275", "SEK", ".", typed=True) is None


@given(
    st.integers(-(10**12), 10**12),
    st.sampled_from(["SEK", "JPY", "KWD"]),
    st.sampled_from([(".", ","), (",", "."), (",", " "), (",", "\u00a0"), (".", "'"), (",", "")]),
    st.sampled_from(["{}", "-{}", "{}-", "({})", "kr {}", "{} kr", "'{}", "−{}", "{} zł"]),
)
def test_written_in_any_way_it_reads_the_same(
    minor: int, currency: str, marks: tuple[DecimalMark, str], form: str
) -> None:
    mark, grouping = marks
    digits = digits_of(currency)
    whole, part = divmod(abs(minor), 10**digits)
    text = f"{whole:,}".replace(",", grouping) + (f"{mark}{part:0{digits}}" if digits else "")
    sign = -1 if set(form) & set("-−(") else 1
    assert read_amount(form.format(text), currency, mark) == sign * abs(minor)


@given(st.text(max_size=40))
def test_anything_is_an_amount_or_none(text: str) -> None:
    for mark in (".", ","):
        amounts = Amounts("SEK", mark)
        assert amounts.read(text) == amounts.read(text) == read_amount(text, "SEK", mark)
    assert decimal_mark(text) in (".", ",", None)
    read_count(text)


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("42.00", "."),
        ("42,5 kr.", ","),
        ("1.264,50", ","),
        ("1,264.00", "."),
        ("1 264,50", ","),
        ("1.000.000", ","),
        ("1,000,000 kr.", "."),
        ("0.125", "."),
        ("1264.500", "."),
        ("1.264", None),
        ("42", None),
        ("kr.", None),
        ("", None),
    ],
)
def test_the_decimal_mark_of_one_amount(text: str, mark: str | None) -> None:
    assert decimal_mark(text) == mark


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("2", ("2", True)),
        ("-1", ("-1", True)),
        ("1.000", ("1", True)),
        ("0,35", ("0.35", False)),
        ("2 st", ("2", True)),
        ("2x", ("2", True)),
        ("2 kg", ("2", False)),
        ("−3", ("-3", True)),
        ("två", None),
        ("2 + 1", None),
        ("", None),
    ],
)
def test_quantities(text: str, count: tuple[str, bool] | None) -> None:
    assert read_count(text) == (count and (Decimal(count[0]), count[1]))
