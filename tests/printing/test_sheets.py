"""The sheets' geometry, and the way from a typing mistake to the right one."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from typing import Any

import pytest

from kassa import paths
from kassa.errors import KassaError
from kassa.printing import Sheet, all_sheets, sheet


def test_every_sheet_of_the_file_is_there_and_four_of_our_own() -> None:
    text = (paths.resources() / "sheets.toml").read_text(encoding="utf-8")
    in_file = {entry["id"] for entry in tomllib.loads(text)["sheet"]}
    assert {known.id for known in all_sheets()} == in_file | {"cr80", "cr80-bleed", "a4-cut", "letter-cut"}
    assert len(in_file) == 35
    assert "MIT licence" in text, "the notice stays with the data"


@pytest.mark.parametrize("known", all_sheets(), ids=lambda known: known.id)
def test_the_cards_of_a_sheet_lie_on_the_page_and_not_on_each_other(known: Sheet) -> None:
    corners = [known.place(number) for number in range(1, known.places + 1)]
    assert len(set(corners)) == known.places == known.grid[0] * known.grid[1]
    for x, y in corners:
        assert x >= 0
        assert y >= 0
        assert x + known.card[0] <= known.page_size[0] + 0.05
        assert y + known.card[1] <= known.page_size[1] + 0.05
    for x, y in corners:
        for other_x, other_y in corners:
            apart_x, apart_y = abs(x - other_x), abs(y - other_y)
            same = apart_x < 0.01 and apart_y < 0.01
            assert same or apart_x >= known.card[0] - 0.05 or apart_y >= known.card[1] - 0.05


def test_places_run_row_by_row() -> None:
    avery = sheet("avery-c32011-10")
    assert [avery.place(number) for number in (1, 2, 3, 10)] == [
        (15.0, 13.5),
        (110.0, 13.5),
        (15.0, 67.5),
        (110.0, 229.5),
    ]


def test_a_plastic_card_is_its_own_page() -> None:
    assert sheet("cr80").page_size == (85.60, 53.98)
    bleed = sheet("cr80-bleed")
    assert bleed.bleed == 3.0
    assert bleed.card == (85.60, 53.98)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("avery c32011", "avery-c32011-10"), ("L7414", "avery-7414"), ("avery 5372", "avery-5371"), ("cr-80", "cr80")],
)
def test_an_unknown_sheet_is_refused_with_the_nearest(typed: str, meant: str) -> None:
    with pytest.raises(KassaError) as refused:
        sheet(typed)
    assert refused.value.code == "bad_value"
    assert meant in str(refused.value.text)
    assert typed in str(refused.value.text)


def test_case_and_spaces_around_do_not_matter() -> None:
    assert sheet(" CR80 ") is sheet("cr80")


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"origin": (45.0, 13.5)}, "fit its page"),
        ({"grid": (2, 6)}, "fit its page"),
        ({"grid": (0, 5)}, "fit its page"),
        ({"origin": (-1.0, 0.0)}, "fit its page"),
        ({"card": (float("nan"), 54.0)}, "fit its page"),
        ({"card": (-85.0, 54.0)}, "fit its page"),
        ({"pitch": (80.0, 54.0)}, "on each other"),
    ],
)
def test_numbers_that_do_not_fit_are_refused_with_a_sentence(wrong: dict[str, Any], why: str) -> None:
    with pytest.raises(KassaError) as refused:
        replace(sheet("a4-cut"), name="Ours", **wrong)
    assert refused.value.code == "bad_value"
    assert "Ours" in str(refused.value.text)
    assert why in str(refused.value.text)


@pytest.mark.parametrize("paper", ["a4-cut", "letter-cut"])
def test_plain_paper_has_its_cards_in_the_middle_and_room_for_the_marks(paper: str) -> None:
    plain = sheet(paper)
    assert plain.places == 10
    for axis in (0, 1):
        after = plain.page_size[axis] - plain.origin[axis] - plain.grid[axis] * plain.card[axis]
        assert after == pytest.approx(plain.origin[axis])
        assert after >= 10
