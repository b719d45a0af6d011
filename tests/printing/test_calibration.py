"""The test page: crosses on the cards' corners, rulers that are true, and no code."""

from __future__ import annotations

from typing import get_args

import pytest

from kassa.config import PrinterTuning
from kassa.errors import KassaError
from kassa.printing import (
    Edge,
    Explained,
    Pages,
    Picture,
    Sheet,
    all_sheets,
    explained,
    measure_of,
    read_codes,
    render_test_page,
    sheet,
)
from kassa.words import Words

DPI = 508  # twenty dots a millimetre
WORDS = Explained("Test <page>", ("Print it at 100 %.", "Karta stałego klienta"), "Back")


def dark(picture: Picture, x_mm: float, y_mm: float) -> bool:
    """Whether there is ink at that spot, a dot more or less."""
    for y in (-1, 0, 1):
        for x in (-1, 0, 1):
            at = (int(y_mm * 20) + y) * picture.stride + int(x_mm * 20) + x
            if picture.data[at] < 128:
                return True
    return False


def pictures(paper: Sheet, edge: Edge | None = None) -> list[Picture]:
    rendered = render_test_page(paper, WORDS, edge)
    with Pages(rendered.pdf) as pages:
        assert len(pages) == rendered.pages
        assert pages.size(0) == pytest.approx(paper.page_size, abs=0.01)
        return [pages.picture(page, DPI, grey=True) for page in range(len(pages))]


@pytest.mark.parametrize("paper", [one for one in all_sheets() if one.page != "card"], ids=lambda paper: paper.id)
def test_a_cross_lies_on_each_corner_of_each_card(paper: Sheet) -> None:
    (picture,) = pictures(paper)
    for number in range(1, paper.places + 1):
        left, top = paper.place(number)
        for x in (left, left + paper.card[0]):
            for y in (top, top + paper.card[1]):
                # Each arm, up to where the page ends.
                arms = ((x + 1.5, y), (x - 1.5, y), (x, y + 1.5), (x, y - 1.5))
                inside = [
                    arm for arm in arms if 1 < arm[0] < paper.page_size[0] - 1 and 1 < arm[1] < paper.page_size[1] - 1
                ]
                assert inside
                assert all(dark(picture, *arm) for arm in inside)
    assert read_codes(render_test_page(paper, WORDS).pdf, paper) == ()


@pytest.mark.parametrize("edge", get_args(Edge))
def test_the_backs_crosses_are_behind_the_fronts(edge: Edge) -> None:
    paper = sheet("avery-8414")  # its margins differ
    _, back = pictures(paper, edge)
    for number in (1, 10):
        x, y = paper.back_place(number, edge)
        assert dark(back, x - 1.5, y)
        assert dark(back, x, y + paper.card[1] + 1.5)


def test_the_rulers_count_millimetres_from_the_papers_edges() -> None:
    (picture,) = pictures(sheet("a4-cut"))
    for at in (7, 33, 120, 208):
        assert dark(picture, at, 2.0)
        assert not dark(picture, at + 0.5, 2.0)
    for at in (7, 33, 120, 295):
        assert dark(picture, 2.0, at)
        assert not dark(picture, 2.0, at + 0.5)
    assert dark(picture, 50, 5.8)
    assert not dark(picture, 54, 5.8)


@pytest.mark.parametrize("paper", all_sheets(), ids=lambda paper: paper.id)
def test_its_words_are_there_on_every_sheet(paper: Sheet) -> None:
    with Pages(render_test_page(paper, WORDS, "long-edge").pdf) as pages:
        front, back = pages.text(0), pages.text(1)
    length = f"{measure_of(paper)} mm"
    assert all(words in front for words in ("Test <page>", "Print it at 100 %.", "Karta stałego klienta", length))
    assert "Back" in back
    assert length not in back


@pytest.mark.parametrize("start", [1, 2, 9])
@pytest.mark.parametrize("paper_id", ["a4-cut", "letter-cut", "avery-8414", "cr80"])
def test_the_line_to_measure_is_true_and_lies_on_the_page(paper_id: str, start: int) -> None:
    paper = sheet(paper_id)
    start = min(start, paper.places)
    with Pages(render_test_page(paper, WORDS, start=start).pdf) as pages:
        picture = pages.picture(0, DPI, grey=True)
    runs = [(y, *_longest(picture, y)) for y in range(200, picture.height - 200, 2)]
    y, left, length = max(runs, key=lambda run: run[2])
    assert length / 20 == pytest.approx(measure_of(paper), abs=0.3)
    assert left / 20 >= 10
    assert (left + length) / 20 <= paper.page_size[0] - 10
    assert dark(picture, left / 20 + 10, y / 20 + 1.2), "a tick each centimetre"


def _longest(picture: Picture, y: int) -> tuple[int, int]:
    """Where the longest dark run of a row begins, and its length, in dots."""
    row = picture.data[y * picture.stride : y * picture.stride + picture.width]
    runs, at = [(0, 0)], 0
    for part in row.translate(_INKED).split(b" "):
        runs.append((at, len(part)))
        at += len(part) + 1
    return max(runs, key=lambda run: run[1])


_INKED = bytes(35 if grey < 128 else 32 for grey in range(256))


def test_places_that_are_gone_are_crossed_out_and_the_words_stand_on_the_first_that_is_not() -> None:
    paper = sheet("avery-8414")
    with Pages(render_test_page(paper, WORDS, "long-edge", start=4).pdf) as pages:
        sides = [pages.picture(page, DPI, grey=True) for page in range(2)]
    for side, picture in enumerate(sides):
        for number, gone in ((1, True), (3, True), (4, False), (10, False)):
            x, y = paper.back_place(number, "long-edge") if side else paper.place(number)
            assert dark(picture, x + paper.card[0] / 2, y + paper.card[1] / 2) == gone, number
    for number, words in ((4, True), (5, False)):
        x, y = paper.place(number)
        assert any(dark(sides[0], x + 5 + at / 10, y + 7) for at in range(200)) == words, number


def test_a_place_that_the_sheet_has_not_is_refused() -> None:
    with pytest.raises(KassaError, match="places 1 to") as refused:
        render_test_page(sheet("a4-cut"), WORDS, start=11)
    assert refused.value.code == "bad_value"


def test_it_says_how_it_was_moved() -> None:
    paper = sheet("a4-cut")
    tuning = PrinterTuning("Office", 0.5, -1.25, back_x=-2.0, scale=1.004)
    told = explained(Words("en"), paper, tuning)
    assert told.lines[0] == "Printed: 0.5 mm to the right, 1.25 mm up, at 100.4 %."
    assert told.back_lines == ("Printed: 2 mm to the left.",)
    assert explained(Words("en"), paper, PrinterTuning("Office")).lines[0] == "Printed: not moved."
    assert "at 100 %" in explained(Words("en"), paper).lines[0], "a file is printed by somebody else"
    with Pages(render_test_page(paper, told, "short-edge").pdf) as pages:
        assert "1.25 mm up" in pages.text(0)
        assert "2 mm to the left" in pages.text(1)


def test_a_number_is_written_as_the_language_does() -> None:
    assert "0,5 mm" in explained(Words("sv"), sheet("a4-cut"), PrinterTuning("Office", 0.5)).lines[0]
