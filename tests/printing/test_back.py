"""Backs: behind their own fronts, whichever way the printer turns the paper, and whole."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import get_args

import pypdfium2
import pytest
from PIL import Image

from kassa.errors import KassaError
from kassa.printing import (
    Back,
    CardFace,
    Edge,
    Front,
    OwnSheet,
    Pages,
    Sheet,
    all_designs,
    all_sheets,
    checked_cards,
    own_sheet,
    render_cards,
    sheet,
    verify_cards,
)

EDGES: tuple[Edge, ...] = get_args(Edge)
DPI = 254  # ten dots a millimetre
BACK = Back(
    "long-edge",
    "10 stamps give: Any coffee",
    boxes=10,
    stamped=2,
    text="A stamp for each one bought: Coffee. Your first card begins with 2 stamps from us.",
    notice="Bokkaféet keeps your name. At the till you can be forgotten.",
)


def page(pdf: bytes, number: int) -> Image.Image:
    with Pages(pdf) as pages:
        drawn = pages.picture(number, DPI)
    return Image.frombuffer("RGB", (drawn.width, drawn.height), drawn.data, "raw", "BGRX", drawn.stride, 1)


def card(drawn: Image.Image, at: tuple[float, float], paper: Sheet) -> Image.Image:
    left, top = (round(length * 10) for length in at)
    return drawn.crop((left, top, left + int(paper.card[0] * 10), top + int(paper.card[1] * 10)))


def stamps(drawn: Image.Image) -> list[tuple[float, float]]:
    """Where the stamp's green is, as the middle of what lies in the left and in the right half."""
    green = [
        (x, y)
        for x in range(0, drawn.width, 4)
        for y in range(0, drawn.height, 4)
        if _near(drawn.getpixel((x, y)), (0x1F, 0x7A, 0x63))
    ]
    return [(sum(x for x, _ in green) / len(green) / drawn.width, sum(y for _, y in green) / len(green) / drawn.height)]


def _near(found: object, wanted: tuple[int, int, int]) -> bool:
    assert isinstance(found, tuple)
    return all(abs(one - other) < 12 for one, other in zip(found, wanted, strict=True))


@pytest.mark.parametrize("paper", all_sheets(), ids=lambda paper: paper.id)
@pytest.mark.parametrize("edge", EDGES)
def test_the_turned_paper_has_each_back_behind_its_front(paper: Sheet, edge: Edge) -> None:
    wide, high = paper.page_size
    for number in range(1, paper.places + 1):
        x, y = paper.place(number)
        back_x, back_y = paper.back_place(number, edge)
        if (edge == "long-edge") == (high >= wide):
            assert (back_x, back_y) == pytest.approx((wide - x - paper.card[0], y))
        else:
            assert (back_x, back_y) == pytest.approx((x, high - y - paper.card[1]))


@pytest.mark.parametrize("edge", EDGES)
def test_backs_lie_there_in_print_and_read_upright_when_the_card_is_turned(edge: Edge, faces: list[CardFace]) -> None:
    # This sheet's margins differ: left 14.82, right 15.06; top 20.42, bottom 22.58.
    paper = sheet("avery-8414")
    back = replace(BACK, edge=edge)
    rendered = render_cards(faces[:3], paper, Front("Bokkaféet", design="paper"), start=4, back=back)
    assert rendered.pages == 2
    drawn = page(rendered.pdf, 1)
    used = {4, 5, 6}
    for number in range(1, 11):
        part = card(drawn, paper.back_place(number, edge), paper)
        if number not in used:
            empty = part.crop((3, 3, part.width - 3, part.height - 3))
            assert empty.getcolors() == [(empty.width * empty.height, (255, 255, 255))]
            continue
        # The two stamped boxes stand in the upper left; the sheet turned over its short edge has them upside down.
        ((x, y),) = stamps(part)
        assert (x, y) == pytest.approx((0.24, 0.37) if edge == "long-edge" else (0.76, 0.63), abs=0.06)
        inside = part.getpixel((3, 3)), part.getpixel((part.width - 4, part.height - 4))
        assert inside == ((255, 253, 248),) * 2


@pytest.mark.parametrize("edge", EDGES)
@pytest.mark.parametrize("paper", ["cr80", "cr80-bleed"])
def test_a_plastic_cards_back_is_upright_either_way(paper: str, edge: Edge, faces: list[CardFace]) -> None:
    rendered = render_cards(faces[:2], sheet(paper), Front("Bokkaféet"), back=replace(BACK, edge=edge))
    assert rendered.pages == 4
    ((x, y),) = stamps(card(page(rendered.pdf, 3), sheet(paper).place(1), sheet(paper)))
    assert x < 0.4
    assert y < 0.5


def test_a_back_with_bleed_has_its_bleed_and_its_marks(faces: list[CardFace]) -> None:
    rendered = render_cards(faces[:1], sheet("cr80-bleed"), Front("Bokkaféet", design="kraft"), back=BACK)
    drawn = page(rendered.pdf, 1)
    assert drawn.getpixel((54, 300)) != (255, 255, 255)
    assert drawn.getpixel((46, 300)) == (255, 255, 255)
    assert any(drawn.getpixel((x, 20)) != (255, 255, 255) for x in range(76, 84))
    opened = pypdfium2.PdfDocument(rendered.pdf)
    assert opened[1].get_trimbox() == opened[0].get_trimbox()
    opened.close()


@pytest.mark.parametrize("chosen", [one.id for one in all_designs()])
@pytest.mark.parametrize("edge", EDGES)
def test_fronts_are_read_back_between_the_backs(chosen: str, edge: Edge, faces: list[CardFace]) -> None:
    front, paper = Front("Bokkaféet", design=chosen), sheet("a4-cut")
    rendered = checked_cards(faces, paper, front, start=9, back=replace(BACK, edge=edge))
    assert rendered.pages == 4
    other = [*faces[:4], CardFace("0000000000"), *faces[5:]]
    with pytest.raises(KassaError):
        verify_cards(rendered.pdf, other, paper, start=9, backs=True)


@pytest.mark.parametrize("boxes", [1, 2, 5, 6, 8, 10, 12, 20, 24, 50])
@pytest.mark.parametrize("paper", ["cr80", "avery-l4785"])
def test_every_box_is_there_and_its_number_stands_in_it(boxes: int, paper: str, faces: list[CardFace]) -> None:
    back = replace(BACK, title="Give", text="", notice="<b>Maria</b> & Łukasz", boxes=boxes, stamped=0)
    pdf = render_cards(faces[:1], sheet(paper), Front("Bokkaféet"), back=back).pdf
    with Pages(pdf) as pages:
        words = pages.text(1).split()
    assert [word for word in words if word.isdigit()] == [str(number) for number in range(1, boxes + 1)]
    assert "<b>Maria</b>" in words


def test_boxes_are_large_and_lie_between_the_title_and_the_text(faces: list[CardFace]) -> None:
    drawn = page(render_cards(faces[:1], sheet("cr80"), Front("Bokkaféet"), back=BACK).pdf, 1)
    green = [y for y in range(drawn.height) if _near(drawn.getpixel((120, y)), (0x1F, 0x7A, 0x63))]
    assert 90 <= len(green) <= 125, "nine to twelve millimetres"
    assert min(green) > 85
    # Nothing touches the edges: two millimetres all around are the ground's.
    for x in range(20, drawn.width - 20):
        assert drawn.getpixel((x, 20)) == drawn.getpixel((x, drawn.height - 21)) == (255, 255, 255)


def test_a_hundred_boxes_and_the_longest_words_stay_inside(faces: list[CardFace]) -> None:
    back = Back("long-edge", "Wort " * 60, 100, 3, (), "Satz und noch ein Satz. " * 30, "Kleingedrucktes " * 60)
    drawn = page(render_cards(faces[:1], sheet("hama-50402"), Front("Bokkaféet"), back=back).pdf, 1)
    part = card(drawn, sheet("hama-50402").back_place(1, "long-edge"), sheet("hama-50402"))
    for x in range(part.width):
        assert part.getpixel((x, 12)) == part.getpixel((x, part.height - 12)) == (255, 255, 255)
    for y in range(part.height):
        assert part.getpixel((12, y)) == part.getpixel((part.width - 12, y)) == (255, 255, 255)


def test_tiers_stand_in_rows(faces: list[CardFace]) -> None:
    back = Back("long-edge", "Loyalty card", rows=(("Bas", "From the first day."), ("Guld", "From 5 000 kr.")))
    with Pages(render_cards(faces[:1], sheet("cr80"), Front("Bokkaféet"), back=back).pdf) as pages:
        words = pages.text(1)
    assert all(one in words for one in ("Loyalty card", "Bas", "From the first day.", "Guld", "From 5 000 kr."))


def test_front_and_back_cost_little_more_than_fronts() -> None:
    many = [CardFace(f"{number:010}", "Maria Lindqvist") for number in range(300)]
    front, paper = Front("Bokkaféet", "Stamkundskort"), sheet("a4-cut")

    def cost(back: Back | None) -> float:
        costs = []
        for _ in range(3):
            begun = time.process_time()
            render_cards(many, paper, front, back=back)
            costs.append(time.process_time() - begun)
        return min(costs)

    cost(BACK)
    assert cost(BACK) <= 1.8 * cost(None)


def words_of(pdf: bytes, number: int = 1) -> str:
    with Pages(pdf) as pages:
        return pages.text(number).replace("\r\n", "\n")


OPENING = "Välkommen!\n\nVi bakar varje morgon <b>från sju</b>.\nMåndag–fredag 7–18"


@pytest.mark.parametrize("chosen", [one.id for one in all_designs()])
@pytest.mark.parametrize("title", ["", "Stamkundskort"])
def test_words_alone_stand_line_by_line_as_typed(chosen: str, title: str, faces: list[CardFace]) -> None:
    back = Back("long-edge", title, text=OPENING, notice="Bokkaféet keeps your name.")
    lines = words_of(render_cards(faces[:1], sheet("cr80"), Front("Bokkaféet", design=chosen), back=back).pdf).split(
        "\n"
    )
    told = [line for line in OPENING.split("\n") if line]
    assert [line for line in lines if line in told] == told
    assert (title in lines) == bool(title)


@pytest.mark.parametrize("boxes", [0, 10])
@pytest.mark.parametrize("paper", ["cr80", "avery-l4785"])
def test_words_of_the_shop_shrink_and_are_never_cut(boxes: int, paper: str, faces: list[CardFace]) -> None:
    sentence = "Vi öppnar klockan sju och bjuder på påtår till den som läser en bok vid fönstret. "
    back = replace(BACK, boxes=boxes, stamped=0, text=sentence * 7)
    pdf = render_cards(faces[:1], sheet(paper), Front("Bokkaféet"), back=back).pdf
    shown = " ".join(words_of(pdf).split())
    assert shown.count(sentence.strip()) == 7
    assert "…" not in shown
    drawn = page(pdf, 1)
    part = card(drawn, sheet(paper).back_place(1, "long-edge"), sheet(paper))
    for x in range(part.width):
        assert part.getpixel((x, 20)) == part.getpixel((x, part.height - 20)) == (255, 255, 255)


@pytest.mark.parametrize("boxes", [0, 10])
def test_words_that_nobody_could_read_are_refused(boxes: int, faces: list[CardFace]) -> None:
    back = replace(BACK, boxes=boxes, text="Vi bakar varje morgon. " * 200)
    with pytest.raises(KassaError) as refused:
        render_cards(faces[:1], sheet("cr80"), Front("Bokkaféet"), back=back)
    assert refused.value.code == "bad_value"
    assert "too long" in str(refused.value.text)


def test_an_emoji_costs_the_shop_a_letter_and_not_its_words(faces: list[CardFace]) -> None:
    back = replace(BACK, title="Kaffe 🌸 gratis", text="Hej 🌸 då", notice="Namn 🌸 och adress")
    rendered = render_cards(faces[:1], sheet("cr80"), Front("Bok🌸kaféet", "Kort 🌸"), back=back)
    assert all(told in words_of(rendered.pdf, 1) for told in ("Kaffe gratis", "Hej då", "Namn och adress"))
    assert all(told in words_of(rendered.pdf, 0) for told in ("Bokkaféet", "Kort"))


def test_what_a_tier_takes_is_told_whole(faces: list[CardFace]) -> None:
    what = "Från 5 000 kr. 5 % på böcker, slå av i kassan, och en present när du kommer upp dit"
    back = replace(BACK, boxes=0, rows=(("Bas", "Från första dagen."), ("Guld", what)))
    shown = words_of(render_cards(faces[:1], sheet("cr80"), Front("Bokkaféet"), back=back).pdf)
    assert what in " ".join(shown.split())


@pytest.mark.parametrize("letters", range(60, 900, 120))
def test_words_may_leave_the_boxes_no_room_at_all(letters: int, faces: list[CardFace]) -> None:
    small = own_sheet(OwnSheet("Small", "own", (60.0, 45.0), (43.0, 28.0), (1, 1), (5.0, 5.0), (0.0, 0.0)))
    back = replace(BACK, text=("Vi bakar varje morgon. " * 40)[:letters])
    try:
        rendered = render_cards(faces[:1], small, Front("Bokkaféet"), back=back)
    except KassaError as refused:
        assert refused.code == "bad_value"
    else:
        assert rendered.pages == 2
