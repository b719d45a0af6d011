"""What a file says of its shop is changed on its own line; everything else stays to the letter."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kassa.exchange.programme_edit import edit_shop
from kassa.exchange.programme_file import ProgrammeProblems, read_programme
from tests.builders import CAFE


def test_a_value_is_changed_and_its_comment_stays() -> None:
    file = '# ours\n[shop]\nname = \'Kafé\'   # as on the door\ncurrency = "SEK"\ntimezone = "Europe/Stockholm"\n'
    edited = edit_shop(file, {"name": "Bar & bok"})
    assert edited == file.replace("'Kafé'", '"Bar & bok"')


def test_what_was_left_out_is_added_at_the_sections_end() -> None:
    edited = edit_shop(CAFE, {"return_days": 14, "amount": "required"})
    assert edited is not None
    before = CAFE.split("\n")
    place = before.index('quick_item = "coffee"') + 1
    assert edited.split("\n") == [*before[:place], "return_days = 14", 'amount = "required"', *before[place:]]
    programme = read_programme(edited.encode())
    assert (programme.return_days, programme.amount, programme.shop_name) == (14, "required", "Bokkaféet")


def test_lines_may_end_as_on_windows() -> None:
    edited = edit_shop(CAFE.replace("\n", "\r\n"), {"day_starts": "05:30", "return_days": 7})
    assert edited is not None
    assert edited.count("\r\n") == edited.count("\n") == CAFE.count("\n") + 1
    assert read_programme(edited.encode()).return_days == 7


@settings(max_examples=25)
@given(st.text(min_size=1, max_size=60).filter(str.strip))
def test_any_name_can_be_written(name: str) -> None:
    try:
        edited = edit_shop(CAFE, {"name": name})
    except (ProgrammeProblems, UnicodeEncodeError):
        return  # a name that no programme may have
    assert edited is not None
    assert read_programme(edited.encode()).shop_name == name


@pytest.mark.parametrize(
    "shop",
    [
        'shop = { name = "A", currency = "SEK", timezone = "Europe/Stockholm" }',
        'shop.name = "A"\nshop.currency = "SEK"\nshop.timezone = "Europe/Stockholm"',
        '[shop]\nname = """\nA"""\ncurrency = "SEK"\ntimezone = "Europe/Stockholm"',
    ],
)
def test_what_is_not_written_line_by_line_is_left_alone(shop: str) -> None:
    assert edit_shop(shop, {"name": "B"}) is None


def test_a_line_is_never_added_inside_a_text_that_goes_on() -> None:
    file = '[shop]\ncurrency = "SEK"\ntimezone = "Europe/Stockholm"\nname = """\nBok & bar"""\n'
    assert read_programme(file.encode()).shop_name == "Bok & bar"
    assert edit_shop(file, {"return_days": 14}) is None


def test_what_would_be_wrong_is_named() -> None:
    with pytest.raises(ProgrammeProblems, match="A time is written like"):
        edit_shop(CAFE, {"day_starts": "25:00"})
