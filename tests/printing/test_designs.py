"""Designs from their files: whole, readable, and refused with a sentence when they are not."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from kassa import paths
from kassa.errors import KassaError
from kassa.printing import CardFace, Front, Pages, all_designs, design, designs, render_cards, sheet, verify_cards
from kassa.printing.designs import contrast, read_design
from kassa.words import Text

DESIGNS = tuple(one.id for one in all_designs())
FOREST = (paths.resources() / "designs" / "forest.toml").read_text(encoding="utf-8")


def logo(size: tuple[int, int] = (300, 200), colour: tuple[int, int, int, int] = (20, 60, 220, 255)) -> bytes:
    """A block of one colour, with a see-through margin around."""
    image = Image.new("RGBA", size, (0, 0, 0, 0))
    image.paste(colour, (size[0] // 4, size[1] // 4, size[0] * 3 // 4, size[1] * 3 // 4))
    file = BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def picture(front: Front, name: str | None = "Maria") -> Image.Image:
    pdf = render_cards([CardFace("4071938261", name)], sheet("cr80"), front).pdf
    with Pages(pdf) as pages:
        drawn = pages.picture(0, 254)
    return Image.frombuffer("RGB", (drawn.width, drawn.height), drawn.data, "raw", "BGRX", drawn.stride, 1)


def test_there_are_four_at_least_and_the_usual_one_leads() -> None:
    assert len(DESIGNS) >= 4
    assert DESIGNS[0] == design().id == "forest"
    assert {"paper", "kraft", "picture"} <= set(DESIGNS)
    assert any(one.logo for one in all_designs())
    assert all(isinstance(one.name, Text) for one in all_designs()), "those that come with Kassa are translated"


def test_contrast_is_that_of_the_standard() -> None:
    black, white, grey = (0.0, 0.0, 0.0), (1.0, 1.0, 1.0), (0x77 / 255,) * 3
    assert contrast(black, white) == contrast(white, black) == pytest.approx(21)
    assert contrast(grey, white) == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("chosen", DESIGNS)
@pytest.mark.parametrize("paper", ["cr80", "cr80-bleed", "avery-c32011-10", "letter-cut", "your-design-vm-6310"])
def test_every_code_of_every_design_is_read_back(chosen: str, paper: str, faces: list[CardFace]) -> None:
    front = Front("Bokkaféet", "Stamkundskort", ("Storgatan 5, Uppsala", "018-12 34 56"), chosen, logo())
    cards = [*faces[:2], CardFace("4071938261")]
    rendered = render_cards(cards, sheet(paper), front, start=sheet(paper).places)
    assert verify_cards(rendered.pdf, cards, sheet(paper), start=sheet(paper).places) == 3


@pytest.mark.parametrize("chosen", DESIGNS)
def test_the_ground_reaches_every_edge_and_no_ornament_the_quiet_zone(chosen: str) -> None:
    drawn = picture(Front("Bokkaféet", design=chosen))
    wide, high = drawn.size
    for x, y in ((1, 1), (wide - 2, 1), (1, high - 2), (wide - 2, high - 2)):
        assert drawn.getpixel((x, y)) != (255, 255, 255)
    field = tuple(round(part * 255) for part in design(chosen).front.field)
    # One row of pixels through the field above the code's first modules, and one column beside them.
    assert {drawn.getpixel((x, 62)) for x in range(590, 800)} == {field}
    assert {drawn.getpixel((580, y)) for y in range(70, 280)} == {field}


def test_a_run_of_two_colours_goes_from_one_to_the_other() -> None:
    drawn = picture(Front("", design="picture"), None)
    first, last = ([round(part * 255) for part in one] for one in design("picture").front.ground)
    assert drawn.getpixel((2, 2)) == pytest.approx(first, abs=4)
    assert drawn.getpixel((drawn.width - 5, 300)) == pytest.approx(last, abs=25)


@pytest.mark.parametrize("chosen", DESIGNS)
def test_the_logo_leads_where_the_design_asks_for_it_and_nowhere_else(
    chosen: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def blue(front: Front) -> int:
        pixels = picture(front).tobytes()
        return sum(pixels[at] < 80 and pixels[at + 2] > 180 for at in range(0, len(pixels), 3))

    def with_logo(png: bytes | None) -> int:
        return blue(Front("Bokkaféet", "Stamkundskort", design=chosen, logo=png))

    assert with_logo(logo()) > 5_000
    assert with_logo(None) == 0
    unled = replace(design(chosen), logo=False)
    monkeypatch.setattr("kassa.printing.card.design_of", lambda _: unled)
    assert with_logo(logo()) == 0


def test_a_see_through_logo_made_for_dark_grounds_gets_no_plate() -> None:
    white = picture(Front("", design="picture", logo=logo(colour=(255, 255, 255, 255))))
    blue = picture(Front("", design="picture", logo=logo()))
    x, y = 55, 102  # a tenth of a millimetre each: just inside the place's left edge
    assert white.getpixel((x, y)) == (255, 255, 255), "the logo itself begins there"
    high = sum(white.getpixel((x + 30, y)) == (255, 255, 255) for y in range(180))
    assert high == pytest.approx(130, abs=2), "all of its place's height"
    assert blue.getpixel((x, y)) == (255, 255, 255), "the plate's rim"
    assert blue.getpixel((x + 20, y)) == (20, 60, 220)


def test_on_paper_a_logo_stands_as_it_is_and_a_white_one_on_a_dark_plate() -> None:
    x, y = 55, 102
    paper = tuple(round(part * 255) for part in design("paper").front.ground[0])
    blue = picture(Front("", design="paper", logo=logo()))
    assert blue.getpixel((x, y)) == (20, 60, 220), "no plate, and in line with the type below"
    assert blue.getpixel((x - 8, y)) == paper
    white = picture(Front("", design="paper", logo=logo(colour=(255, 255, 255, 255))))
    corner, inside = white.getpixel((x, y)), white.getpixel((x + 40, y + 40))
    assert isinstance(corner, tuple)
    assert max(corner) < 60
    assert inside == (255, 255, 255)


def test_the_widest_and_the_tallest_logo_stay_in_their_place() -> None:
    for size in ((1024, 20), (20, 1024)):
        front = Front("Bokkaféet", "Stamkundskort", design="picture", logo=logo(size))
        rendered = render_cards([CardFace("4071938261", "Maria")], sheet("cr80"), front)
        assert verify_cards(rendered.pdf, [CardFace("4071938261", "Maria")], sheet("cr80")) == 1


@pytest.mark.parametrize("png", [b"", b"\x89PNG\r\n\x1a\n", logo()[:200], logo((1100, 10)), b"GIF89a", logo()[:-40]])
def test_a_logo_that_is_none_is_refused(png: bytes) -> None:
    if png == logo()[:-40]:
        png = png[:60] + b"\xff" * 40 + png[100:]
    with pytest.raises(KassaError) as refused:
        picture(Front("Bokkaféet", design="picture", logo=png))
    assert refused.value.code == "bad_file"


def test_an_unknown_design_is_refused_with_the_known_ones() -> None:
    with pytest.raises(KassaError) as refused:
        design("skogs")
    assert refused.value.code == "bad_value"
    assert all(one in str(refused.value.text) for one in ("skogs", *DESIGNS))
    assert design(" Kraft ").id == "kraft"


def test_a_design_is_one_file_away(tmp_path: Path) -> None:
    file = tmp_path / "winter.toml"
    file.write_text(FOREST.replace('name = "Forest"', 'name = "Vinter {1}"').replace("#17352E", "#102040"), "utf-8")
    found = read_design(file)
    assert (found.id, found.name) == ("winter", "Vinter {1}")
    assert found.front.ground == ((0x10 / 255, 0x20 / 255, 0x40 / 255),)


def test_a_mistake_in_one_file_leaves_the_other_designs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "designs").mkdir()
    (tmp_path / "designs" / "forest.toml").write_text(FOREST, encoding="utf-8")
    (tmp_path / "designs" / "broken.toml").write_text("name = ", encoding="utf-8")
    monkeypatch.setattr(paths, "resources", lambda: tmp_path)
    designs._files.cache_clear()
    try:
        assert design("forest").id == "forest"
        for wrong in (all_designs, lambda: design("broken")):
            with pytest.raises(KassaError) as refused:
                wrong()
            assert "broken.toml" in str(refused.value.text)
    finally:
        designs._files.cache_clear()


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("#CFE0D8", "#41564F", "front.soft_ink is hard to see on ground"),
        ('code = "#000000"', 'code = "#777777"', "front.code is hard to see on field"),
        ('code = "#000000"', 'code = "#A00000"', "red light of most scanners"),
        ('field = "#FFFFFF"\ncode = "#000000"', 'field = "#000000"\ncode = "#FFFFFF"', "dark on a light field"),
        ('tick = "#FFFFFF"', 'tick = "#1F7A63"', "back.tick is hard to see"),
        ('["#17352E"]', '["#17352E", "#E9B44C"]', "front.ink is hard to see on ground"),
        ('ornaments = []\naccent = "#1F7A63"', 'ornaments = ["discs"]\naccent = "#E9B44C"', "front.ink is hard"),
        ("#17352E", "green", "a colour such as"),
        ("#17352E", "#17352", "a colour such as"),
        ('"#CFE0D8"', "7", "a colour such as"),
        ('["#17352E"]', "[]", "one colour or two"),
        ("ornaments = []", 'ornaments = ["stars"]', "spine, frame"),
        ("ornaments = []", "ornaments = [[]]", "spine, frame"),
        ("logo = true", 'logo = "no"', "true or false"),
        ("logo = true", "", "lacks logo"),
        ('name = "Forest"', "name = 3", "text in quotes"),
        ("logo = true", "logo = true\nsmell = 1", "no place for smell"),
        ("[back]", "[rear]", "lacks back"),
        ("[front]", "[front", "can't be read"),
    ],
)
def test_a_design_with_a_mistake_is_refused_with_its_file_and_the_reason(
    old: str, new: str, why: str, tmp_path: Path
) -> None:
    assert old in FOREST
    file = tmp_path / "winter.toml"
    file.write_text(FOREST.replace(old, new), encoding="utf-8")
    with pytest.raises(KassaError) as refused:
        read_design(file)
    assert refused.value.code == "bad_file"
    assert "winter.toml" in str(refused.value.text)
    assert why in str(refused.value.text)
