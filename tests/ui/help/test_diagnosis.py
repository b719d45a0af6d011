"""A scanner's keys, and what is wrong with them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kassa.ui.help.diagnosis import Diagnosis, Finding, Key, diagnose
from kassa.ui.help.scanner_page import TEST_CODE

DIGITS = "1234567890"


def keys(text: str, ms: float = 8, shift: bool = False) -> list[Key]:
    return [Key(letter, ms, shift) for letter in text]


def scan(text: str, end: str = "\r", ms: float = 8, shift: bool = False) -> Diagnosis:
    return diagnose([*keys(text, ms, shift), *keys(end)])


def kinds(found: Diagnosis) -> list[str]:
    return [finding.kind for finding in found.findings]


def on(row: str, code: str = TEST_CODE) -> str:
    """What arrives when the keys of a code's digits are pressed on a keyboard with that row of digits."""
    return "".join(row[DIGITS.index(digit)] for digit in code)


@pytest.mark.parametrize("end", ["\r", "\n"])
def test_a_good_scan(end: str) -> None:
    found = scan(TEST_CODE, end)
    assert found.fine and found.code == TEST_CODE and found.slowest == 8


@pytest.mark.parametrize(
    ("row", "name"),
    [
        ("&é\"'(-è_çà", "French"),
        ("&é\"'(§è!çà", "Belgian"),
        ("+ěščřžýáíé", "Czech"),
        ("+ľščťžýáíé", "Slovak"),
        ("123456789ö", "Hungarian"),
        ("ąčęėįšųū90", "Lithuanian"),
        ("۱۲۳۴۵۶۷۸۹۰", "Arabic, Persian"),
    ],
)
def test_the_computers_keyboard_is_told_by_what_arrives(row: str, name: str) -> None:
    found = scan(on(row))
    assert found.code == TEST_CODE
    assert found.findings == (Finding("layout", name),)


@pytest.mark.parametrize(
    ("row", "name"),
    [
        ('!"#¤%&/()=', "Swedish, Norwegian, Danish"),
        ("!@#$%^&*()", "Polish, American"),
        ('!"£$%^&*()', "British"),
        ('!"§$%&/()=', "German"),
        ('!"·$%&/()=', "Spanish"),
        ('!"£$%&/()=', "Italian"),
    ],
)
def test_shift_held_is_a_french_scanner_and_without_it_the_shift_lock(row: str, name: str) -> None:
    assert scan(on(row), shift=True).findings == (Finding("shift", name),)
    assert scan(on(row)).findings == (Finding("shift lock", name),)


def test_the_number_pad_without_num_lock() -> None:
    pad = ["<Insert>", "<End>", "<Down>", "<PageDown>", "<Left>", "<Clear>", "<Right>", "<Home>", "<Up>", "<PageUp>"]
    found = diagnose([*(Key(pad[int(digit)], 8) for digit in TEST_CODE), Key("\r", 8)])
    assert found.code == TEST_CODE and kinds(found) == ["num lock"]


@pytest.mark.parametrize(
    ("typed", "end", "expected"),
    [
        (TEST_CODE, "", [Finding("no enter")]),
        (TEST_CODE, "\t", [Finding("tab")]),
        (TEST_CODE, "\r\n", [Finding("enter twice")]),
        (TEST_CODE, "\r\r", [Finding("enter twice")]),
        (TEST_CODE, "\t\r", [Finding("tab")]),
        ("]Q1" + TEST_CODE, "\r", [Finding("prefix", "]Q1")]),
        ("]C0" + TEST_CODE, "\r", [Finding("prefix", "]C0")]),
        (TEST_CODE + "#", "\r", [Finding("suffix", "#")]),
        (TEST_CODE, "\r#", [Finding("suffix", "#")]),
        ("*" + TEST_CODE + "*", "\r", [Finding("prefix", "*"), Finding("suffix", "*")]),
        ("*" + on("+ěščřžýáíé"), "", [Finding("layout", "Czech"), Finding("prefix", "*"), Finding("no enter")]),
        ("7350053850019", "\r", [Finding("length", "13")]),
        ("123456", "\r", [Finding("length", "6")]),
        ("0123456789", "\r", [Finding("check digit")]),
        ("https://example.org/a", "\r", [Finding("other", "https://example.org/a")]),
        ("", "\r", [Finding("nothing")]),
        ("", "", [Finding("nothing")]),
    ],
)
def test_what_is_wrong(typed: str, end: str, expected: list[Finding]) -> None:
    assert list(scan(typed, end).findings) == expected


def test_a_zero_in_front_that_is_missing() -> None:
    assert scan(TEST_CODE.lstrip("0")).findings == (Finding("zeros", "1"),)


@pytest.mark.parametrize(("ms", "expected"), [(34, []), (35, ["slow"]), (60, ["slow"]), (180, ["by hand"])])
def test_how_fast(ms: float, expected: list[str]) -> None:
    assert kinds(scan(TEST_CODE, ms=ms)) == expected


def test_one_pause_is_enough_to_be_slow() -> None:
    halting = [*keys(TEST_CODE[:5]), Key(TEST_CODE[5], 41), *keys(TEST_CODE[6:]), Key("\r", 8)]
    assert diagnose(halting).findings == (Finding("slow", "41"),)


@pytest.mark.parametrize(("ms", "expected"), [(150, []), (151, ["late enter"])])
def test_how_soon_enter_comes(ms: float, expected: list[str]) -> None:
    assert kinds(diagnose([*keys(TEST_CODE), Key("\r", ms)])) == expected


def test_the_first_keys_time_is_nobodys() -> None:
    assert diagnose([Key("0", 9000), *keys(TEST_CODE[1:]), Key("\r", 8)]).fine


def test_a_product_whose_digits_hold_a_code_by_chance_is_a_product() -> None:
    assert kinds(scan("735" + TEST_CODE)) == ["length"]


@given(st.lists(st.tuples(st.text(min_size=1, max_size=3), st.floats(0, 500), st.booleans()), max_size=40))
def test_whatever_arrives_is_answered(typed: list[tuple[str, float, bool]]) -> None:
    found = diagnose([Key(*each) for each in typed])
    assert found.fine == (not found.findings)
    assert not found.fine or found.code is not None
