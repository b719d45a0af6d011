"""The matrix is the library's, bit for bit, and its path covers exactly the dark modules."""

from __future__ import annotations

import pytest
import qrcode
from hypothesis import given
from hypothesis import strategies as st
from qrcode.constants import ERROR_CORRECT_Q

from kassa.printing import qr

CODES = st.integers(0, 10**10 - 1).map(lambda number: f"{number:010}")


def by_library(code: str) -> list[list[bool]]:
    symbol = qrcode.QRCode(version=1, error_correction=ERROR_CORRECT_Q, mask_pattern=qr.MASK, border=0)
    symbol.add_data(code, optimize=0)
    symbol.make(fit=False)
    return [[bool(dark) for dark in row] for row in symbol.modules]


def as_table(rows: tuple[int, ...]) -> list[list[bool]]:
    return [[bool(row >> (qr.MODULES - 1 - column) & 1) for column in range(qr.MODULES)] for row in rows]


@given(CODES)
def test_a_symbol_is_the_librarys(code: str) -> None:
    assert as_table(qr.matrix(code)) == by_library(code)


@given(CODES)
def test_the_path_paints_each_dark_module_once(code: str) -> None:
    rows = qr.matrix(code)
    painted = [[0] * qr.MODULES for _ in range(qr.MODULES)]
    words = qr.path(rows).split()
    assert words.pop() == "f"
    while words:
        x, y, wide, high, operator = *map(int, words[:4]), words[4]
        assert operator == "re"
        del words[:5]
        for row in range(y, y + high):
            for column in range(x, x + wide):
                painted[qr.MODULES - 1 - row][column] += 1
    assert painted == [[int(dark) for dark in row] for row in as_table(rows)]


@given(CODES)
def test_finders_and_the_rest_make_the_whole(code: str) -> None:
    rows = qr.matrix(code)
    rest = qr.without_finders(rows)
    assert tuple(a | b for a, b in zip(rest, qr.finders(), strict=True)) == rows
    assert not any(a & b for a, b in zip(rest, qr.finders(), strict=True))


@pytest.mark.parametrize("wrong", ["", "123456789", "12345678901", "12345 7890", "１２３４５６７８９０"])
def test_anything_but_ten_digits_is_our_mistake(wrong: str) -> None:
    with pytest.raises(ValueError, match="ten digits"):
        qr.matrix(wrong)
