"""The card's code: what the check digit finds, and what it must never look like."""

from __future__ import annotations

from random import Random

import pytest

from kassa.domain.codes import grouped, is_code, new_code, plain
from kassa.domain.identity import holds_identity_number

CODES = [new_code(Random(seed)) for seed in range(200)]


# 572 → 4 is the worked example of Damm's thesis.
@pytest.mark.parametrize("known", ["0000005724", "4071938261", "0000000000"])
def test_codes_worked_out_by_hand(known: str) -> None:
    assert is_code(known)


def test_every_single_wrong_digit_is_found() -> None:
    for code in CODES:
        assert is_code(code)
        for place in range(10):
            for wrong in "0123456789":
                if wrong != code[place]:
                    assert not is_code(code[:place] + wrong + code[place + 1 :])


def test_every_swap_of_two_neighbours_is_found() -> None:
    for code in CODES:
        for place in range(9):
            one, two = code[place], code[place + 1]
            if one != two:
                assert not is_code(code[:place] + two + one + code[place + 2 :])


@pytest.mark.parametrize(
    "text", ["", "407193826", "40719382611", "407193826x", "٤٠٧١٩٣٨٢٦١", "407 193 8261", "4071938261\n", "²071938261"]
)
def test_only_ten_plain_digits_are_a_code(text: str) -> None:
    assert not is_code(text)


@pytest.mark.parametrize("typed", ["407 193 8261", "407-193-8261", "407\u00a0193\u00a08261", "4071938261"])
def test_a_grouped_code_is_read_as_it_is_stored(typed: str) -> None:
    assert plain(typed) == "4071938261"
    assert grouped(plain(typed)) == "407 193 8261"


def test_codes_are_spread_out_and_never_look_like_a_personal_identity_number() -> None:
    random = Random(1)
    drawn = [new_code(random) for _ in range(5000)]
    assert len(set(drawn)) == len(drawn)
    assert sorted(drawn) != drawn
    assert not [code for code in drawn if holds_identity_number(code)]
