"""The test page: crosses on the cards' corners, rulers that are true, and no code."""

from __future__ import annotations

from typing import get_args

import pytest

from kassa.printing import Edge, Explained, Pages, Picture, Sheet, all_sheets, read_codes, render_test_page, sheet

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
    assert all(words in front for words in ("Test <page>", "Print it at 100 %.", "Karta stałego klienta", "50 mm"))
    assert "Back" in back
