from __future__ import annotations

from datetime import UTC, date, datetime, time

from kassa.cli.page import Page, width
from kassa.domain.programme import Programme
from kassa.words import Money, Words

SHOP = Programme("Bokkaféet", "SEK", "Europe/Stockholm", time(4))


def page() -> Page:
    return Page(Words("en"), lambda: SHOP)


def test_columns_are_aligned_and_empty_ones_take_no_room() -> None:
    sheet = page()
    sheet.rows([("a", "", "1"), ("bbb", "", "22")], "Title", right=(2,))
    assert sheet.lines == ["", "Title", "  a     1", "  bbb  22"]


def test_no_rows_have_no_title() -> None:
    sheet = page()
    sheet.rows([], "Title")
    assert sheet.lines == []


def test_wide_letters_count_twice_and_accents_not_at_all() -> None:
    assert width("张伟") == 4
    assert width("e\u0301") == 1
    sheet = page()
    sheet.rows([("张伟", "x"), ("Ann", "x")])
    assert sheet.lines == ["  张伟  x", "  Ann   x"]


def test_a_name_cannot_steer_the_terminal() -> None:
    sheet = page()
    sheet.line("a\x1b[2J\x9b\u202eb\nc")
    assert sheet.lines == ["a�[2J��b", "c"]


def test_amounts_and_emoji_come_through() -> None:
    sheet = page()
    sheet.line("1\xa0234,50\u202fkr 👩‍🍳")
    assert sheet.lines == ["1 234,50 kr 👩‍🍳"]


def test_boxes_never_overflow_their_card() -> None:
    assert page().boxes(3, 5) == "●●●○○"
    assert page().boxes(-2, 3) == "○○○"
    assert page().boxes(9, 3) == "●●●"


def test_moments_are_on_the_shops_clock() -> None:
    assert page().moment(datetime(2026, 7, 1, 12, 5, tzinfo=UTC)) == "1 Jul 2026 14:05"
    assert page().day(date(2026, 11, 30)) == "30 Nov 2026"
    assert page().money(Money(8900, "SEK")).replace("\xa0", " ") in ("SEK 89.00", "SEK89.00", "89.00 SEK")
    assert page().money(None) == page().day(None) == page().moment(None) == page().minor(None) == ""
