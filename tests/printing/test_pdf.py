"""What stands on the paper: looked at in pixels and in copied text, not in the drawing code."""

from __future__ import annotations

import errno
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp

from kassa.errors import KassaError
from kassa.printing import (
    CancelledError,
    CardFace,
    Front,
    Pages,
    Picture,
    Sheet,
    all_sheets,
    checked_cards,
    lettering,
    read_codes,
    render_cards,
    save,
    sheet,
    verify_cards,
)
from kassa.printing.card import layout
from kassa.printing.ornaments import MM

DPI = 200
GREEN = (0x17, 0x35, 0x2E)
WHITE = (255, 255, 255)


def picture_of(pdf: bytes, page: int = 0, dpi: float = DPI) -> Picture:
    with Pages(pdf) as pages:
        return pages.picture(page, dpi)


def text_of(pdf: bytes, page: int = 0) -> str:
    with Pages(pdf) as pages:
        return pages.text(page).replace("\r\n", "\n")


def colour(picture: Picture, x_mm: float, y_mm: float, dpi: float = DPI) -> tuple[int, int, int]:
    at = int(y_mm / 25.4 * dpi) * picture.stride + int(x_mm / 25.4 * dpi) * 4
    blue, green, red = picture.data[at : at + 3]
    return red, green, blue


def codes_in(pdf: bytes, page: int = 0) -> list[tuple[str, float, float]]:
    """Every code on a whole page with its middle in millimetres, found by the decoder alone."""
    with Pages(pdf) as pages:
        grey = pages.picture(page, DPI, grey=True)
    rows = b"".join(grey.data[row * grey.stride : row * grey.stride + grey.width] for row in range(grey.height))
    found = zxingcpp.read_barcodes(memoryview(rows).cast("B", [grey.height, grey.width]))
    dot = 25.4 / DPI
    spots = []
    for code in found:
        corners = (
            code.position.top_left,
            code.position.top_right,
            code.position.bottom_left,
            code.position.bottom_right,
        )
        assert "QR" in code.format.name
        spots.append((code.text, sum(c.x for c in corners) / 4 * dot, sum(c.y for c in corners) / 4 * dot))
    return spots


@pytest.mark.parametrize("paper", all_sheets(), ids=lambda paper: paper.id)
def test_every_sheet_prints_each_code_at_its_own_place(paper: Sheet, front: Front, faces: list[CardFace]) -> None:
    printed = faces[: paper.places]
    rendered = render_cards(printed, paper, front)
    assert rendered.pages == 1
    assert verify_cards(rendered.pdf, printed, paper) == len(printed)
    with Pages(rendered.pdf) as pages:
        assert pages.size(0) == pytest.approx(paper.page_size, abs=0.01)
    here = layout(paper)
    side = here.symbol_at[0] + 10.5 * here.module, here.height - here.symbol_at[1] - 10.5 * here.module
    found = {code: (x, y) for code, x, y in codes_in(rendered.pdf)}
    assert set(found) == {face.code for face in printed}
    for number, face in enumerate(printed, start=1):
        left, top = paper.place(number)
        assert found[face.code] == pytest.approx((left + side[0] / MM, top + side[1] / MM), abs=0.3)


@pytest.mark.parametrize("paper", all_sheets(), ids=lambda paper: paper.id)
def test_modules_and_quiet_zone_keep_to_the_contract(paper: Sheet) -> None:
    here = layout(paper)
    assert here.module / MM >= 0.6
    inset = here.symbol_at[0] - here.plate_at[0]
    assert inset >= 4 * here.module
    # The plate's rounded corner leaves the quiet zone's corner white.
    rounded = 1.5 * MM * (1 - 0.5**0.5)
    assert (inset - 4 * here.module) >= rounded - 0.001


@pytest.mark.parametrize("start", [1, 4, 10])
def test_the_first_sheet_begins_at_the_place_asked_for(start: int, front: Front, faces: list[CardFace]) -> None:
    paper = sheet("avery-c32011-10")
    rendered = render_cards(faces, paper, front, start=start)
    assert rendered.pages == (start - 1 + len(faces) + 9) // 10
    assert verify_cards(rendered.pdf, faces, paper, start=start) == len(faces)
    picture = picture_of(rendered.pdf)
    for number in range(1, 11):
        left, top = paper.place(number)
        assert colour(picture, left + 2, top + 2) == (WHITE if number < start else GREEN)


def test_a_card_ends_where_the_sheet_says(front: Front, faces: list[CardFace]) -> None:
    paper = sheet("dataline-57127")
    picture = picture_of(render_cards(faces[:1], paper, front).pdf)
    left, top = paper.place(1)
    right, bottom = left + paper.card[0], top + paper.card[1]
    for inside in (
        (left + 0.4, top + 0.4),
        (right - 0.4, top + 0.4),
        (left + 0.4, bottom - 0.4),
        (right - 0.4, bottom - 0.4),
    ):
        assert colour(picture, *inside) == GREEN
    middle = (left + right) / 2, (top + bottom) / 2
    for outside in (
        (left - 0.4, middle[1]),
        (right + 0.4, middle[1]),
        (middle[0], top - 0.4),
        (middle[0], bottom + 0.4),
    ):
        assert colour(picture, *outside) == WHITE


def test_round_corners_stay_round(front: Front, faces: list[CardFace]) -> None:
    paper = sheet("your-design-vm-6310")
    picture = picture_of(render_cards(faces[:1], paper, front).pdf)
    left, top = paper.place(1)
    assert colour(picture, left + 0.3, top + 0.3) == WHITE
    assert colour(picture, left + 2.5, top + 0.5) == GREEN


def test_the_bleed_runs_over_the_trim_and_marks_show_it(front: Front, faces: list[CardFace]) -> None:
    rendered = render_cards(faces[:1], sheet("cr80-bleed"), front)
    picture = picture_of(rendered.pdf)
    assert colour(picture, 5.4, 30) == GREEN
    assert colour(picture, 4.6, 30) == WHITE
    opened = pypdfium2.PdfDocument(rendered.pdf)
    trim = [edge / MM for edge in opened[0].get_trimbox()]
    opened.close()
    assert trim == pytest.approx([8, 8, 93.6, 61.98], abs=0.01)
    row = [colour(picture, x / 10, 2.0) != WHITE for x in range(1010)]
    assert sum(row[78:83]) >= 1, "a mark stands over the left edge of the trim"
    assert not any(row[100:900])


def test_cutting_marks_stand_outside_the_cards(front: Front, faces: list[CardFace]) -> None:
    picture = picture_of(render_cards(faces[:10], sheet("a4-cut"), front).pdf)
    above = [x for x in range(2090) if colour(picture, x / 10, 10.0) != WHITE]
    assert {round(x / 10) for x in above} == {20, 105, 190}


NAMES = {
    "markup": "<b>Fet</b>",
    "formula": "=1+1",
    "apostrophe": "O'Brien",
    "polish": "Łukasz Śniegocki-Żółć",
    "chinese": "王小明",
    "mixed": "Marie 王 Svensson",
    "cyrillic": "Анна Каренина",
    "backslash": "a\\b (c) %d {x} &amp; /F1",
}


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES.keys())
def test_a_name_stands_on_the_card_exactly_so(name: str, front: Front) -> None:
    rendered = render_cards([CardFace("4071938261", name)], sheet("cr80"), front)
    assert name in text_of(rendered.pdf).split("\n")
    assert "407 193 8261" in text_of(rendered.pdf)
    assert rendered.by_hand == ()


@pytest.mark.parametrize("letters", ["Anna", "Wu-Łi ", "王小明", "ill "])
def test_two_hundred_letters_stay_inside_and_whole(letters: str, front: Front) -> None:
    name = (letters * 200)[:200].strip()
    rendered = render_cards([CardFace("4071938261", name)], sheet("cr80"), front)
    shown = "".join(text_of(rendered.pdf).split())
    assert "".join(name.split()) in shown
    # The card's edges stay green: nothing ran over them, nor into the contact or the code's plate.
    picture = picture_of(rendered.pdf)
    assert verify_cards(rendered.pdf, [CardFace("4071938261", name)], sheet("cr80")) == 1
    for y in range(60, 530, 2):
        assert colour(picture, 84.0, y / 10) == GREEN


def test_what_even_small_type_cannot_hold_ends_in_an_ellipsis(front: Front) -> None:
    rendered = render_cards([CardFace("4071938261", "W" * 2000)], sheet("cr80"), front)
    shown = text_of(rendered.pdf)
    assert "…" in shown
    assert shown.count("W") > 150
    picture = picture_of(rendered.pdf)
    assert all(colour(picture, 58.3, y / 10) == GREEN for y in range(300, 540))


def test_letters_never_run_wider_than_their_room() -> None:
    steps = (lettering.Step(9.0, 1), lettering.Step(7.0, 2), lettering.Step(5.0, 3))
    for text in ("Kort", "Ett ganska långt namn", "W" * 400, "ord " * 100, "王" * 300, "a" * 30 + " " + "b" * 90):
        fitted = lettering.fit(lettering.tidy(text), "SemiBold", 120.0, steps)
        assert fitted is not None
        assert len(fitted.lines) <= 3
        assert all(lettering.width(line, fitted.size) <= 120.001 for line in fitted.lines)
        letters = "".join(run.text for line in fitted.lines for run in line)
        assert (letters.replace(" ", "") == text.replace(" ", "")) == fitted.whole


@pytest.mark.parametrize(("design", "high"), [("paper", 0.25), ("kraft", 0.25), ("forest", 6.4), ("picture", 6.4)])
def test_a_blank_card_has_a_line_to_write_on_and_a_light_strip_where_no_pen_writes(
    design: str, high: float, front: Front
) -> None:
    chosen = replace(front, design=design)
    blank = picture_of(render_cards([CardFace("4071938261")], sheet("cr80"), chosen).pdf, dpi=400)
    named = picture_of(render_cards([CardFace("4071938261", "I")], sheet("cr80"), chosen).pdf, dpi=400)
    rows = range(3500, 4650, 5)
    written = [y / 100 for y in rows if colour(blank, 20.0, y / 100, 400) != colour(named, 20.0, y / 100, 400)]
    assert written
    assert max(written) - min(written) == pytest.approx(high, abs=0.15)
    assert 43.5 <= max(written) <= 45.6
    # Ten millimetres of name have room, and the digits below aren't touched.
    assert all(colour(blank, x / 10, max(written) - 0.1, 400) != colour(named, 80.0, 35.0, 400) for x in range(60, 450))


@pytest.mark.parametrize("name", ["محمد", "שרה", "अनिता", "Anna 🌸", "\U000f0000"])
def test_a_name_that_no_font_draws_rightly_gets_the_line_and_is_reported(name: str, front: Front) -> None:
    faces = [CardFace("4071938261", name), CardFace("1182047730", "Marcus Lind")]
    rendered = render_cards(faces, sheet("a4-cut"), front)
    assert rendered.by_hand == ("4071938261",)
    assert verify_cards(rendered.pdf, faces, sheet("a4-cut")) == 2


@pytest.fixture
def no_fonts(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A computer without any font of its own."""
    monkeypatch.setattr(lettering, "_system_fonts", tuple)
    lettering._font_for.cache_clear()
    yield
    lettering._font_for.cache_clear()


@pytest.mark.parametrize("name", ["王小明", "陳大文 David", "山田 花子", "さくら", "ヤマダ", "Żółć 王"])
def test_chinese_and_japanese_print_on_any_computer(name: str, front: Front, no_fonts: None) -> None:
    rendered = render_cards([CardFace("4071938261", name)], sheet("cr80"), front)
    assert rendered.by_hand == rendered.unembedded == ()
    assert name in text_of(rendered.pdf).split("\n")
    assert re.search(rb"/BaseFont /[A-Z]{6}\+DroidSansFallback", rendered.pdf)
    assert rendered.pdf.count(b"/FontFile2") == rendered.pdf.count(b"/FontDescriptor ")
    assert len(rendered.pdf) < 60_000, "a font of four megabytes is there as its few letters"
    drawn = picture_of(rendered.pdf, dpi=400)
    inked = {colour(drawn, x / 10, 42.5, 400) for x in range(52, 200)}
    assert len(inked) > 1, "the name is seen, not only copied"


def test_a_korean_name_without_a_font_relies_on_the_readers_own(front: Front, no_fonts: None) -> None:
    rendered = render_cards([CardFace("4071938261", "김민준")], sheet("cr80"), front)
    assert rendered.unembedded == ("4071938261",)
    assert "김민준" in text_of(rendered.pdf)


def test_sixty_letters_stand_whole_in_the_polish_way(front: Front) -> None:
    name = "Wawrzyniec Bogumił Szczęsny-Brzęczyszczykiewicz-Źdźbłowskiński"[:60]
    rendered = render_cards([CardFace("4071938261", name)], sheet("cr80"), front)
    assert name in " ".join(text_of(rendered.pdf).split())
    assert rendered.by_hand == ()


def test_fonts_are_embedded_and_subset(front: Front, faces: list[CardFace]) -> None:
    pdf = render_cards(faces, sheet("a4-cut"), front).pdf
    fonts = set(re.findall(rb"/BaseFont /([^\s/]+)", pdf))
    inter = {name for name in fonts if b"Inter" in name}
    assert len(inter) == 3
    assert all(re.match(rb"[A-Z]{6}\+", name) for name in inter)
    assert pdf.count(b"/FontFile2") == 3
    assert len(pdf) < 60_000


def test_what_repeats_is_stored_once(front: Front) -> None:
    def size(count: int) -> int:
        many = [CardFace(f"{number:010}", "Maria Lindqvist") for number in range(count)]
        return len(render_cards(many, sheet("a4-cut"), front).pdf)

    assert (size(300) - size(100)) / 200 < 500


def test_the_same_values_give_the_same_bytes(front: Front, faces: list[CardFace]) -> None:
    assert render_cards(faces, sheet("a4-cut"), front).pdf == render_cards(faces, sheet("a4-cut"), front).pdf


def test_shop_texts_are_plain_and_fit(faces: list[CardFace]) -> None:
    front = Front(
        "<i>Café & Bageri</i> Storkvarterets Allra Största Bokhandel AB", "Karta <stałego> klienta", ("x" * 90, "&lt;")
    )
    rendered = render_cards(faces[:1], sheet("cr80"), front)
    shown = " ".join(text_of(rendered.pdf).split("\n"))
    assert "<i>Café & Bageri</i>" in shown
    assert "Karta <stałego> klienta" in shown
    assert "&lt;" in shown
    assert verify_cards(rendered.pdf, faces[:1], sheet("cr80")) == 1


@pytest.mark.parametrize("code128", [False, True])
@pytest.mark.parametrize("paper", ["cr80", "avery-c32011-10", "avery-l4785"])
def test_four_lines_say_how_to_reach_the_shop(code128: bool, paper: str) -> None:
    contact = ("Bokkaféet i Uppsala AB", "Storgatan 5, 753 20 Uppsala", "018-12 34 56", "hej@bokkafeet-uppsala.se")
    front = Front("Bokkaféet", "Stamkundskort", contact, code128=code128)
    cards = [CardFace("4071938261", "Maria Lindqvist")]
    rendered = render_cards(cards, sheet(paper), front)
    lines = text_of(rendered.pdf).split("\n")
    assert [line for line in lines if line in contact] == list(contact)
    assert (rendered.left_out is None) or not paper.startswith(("cr80", "avery-c")), "the bars find their room as well"
    assert verify_cards(rendered.pdf, cards, sheet(paper), code128=code128 and rendered.left_out is None) == 1


def test_an_address_too_long_for_its_line_is_wrapped_and_not_cut() -> None:
    contact = ("Księgarnia Pod Wielkim Kasztanem i Synowie", "kontakt@ksiegarnia-pod-wielkim-kasztanem.example.pl")
    rendered = render_cards([CardFace("4071938261", "Maria")], sheet("cr80"), Front("Bok", contact=contact))
    shown = "".join(text_of(rendered.pdf).split())
    assert all(line.replace(" ", "") in shown for line in contact)


@pytest.mark.parametrize("start", [0, 11, -1])
def test_a_start_outside_the_sheet_is_refused(start: int, front: Front, faces: list[CardFace]) -> None:
    with pytest.raises(KassaError) as refused:
        render_cards(faces, sheet("a4-cut"), front, start=start)
    assert refused.value.code == "bad_value"
    assert "10" in str(refused.value.text)


def test_no_cards_are_refused(front: Front) -> None:
    with pytest.raises(KassaError) as refused:
        render_cards([], sheet("a4-cut"), front)
    assert refused.value.code == "bad_value"


def test_cards_too_small_for_a_readable_code_are_refused(front: Front, faces: list[CardFace]) -> None:
    tiny = replace(sheet("a4-cut"), name="Tiny", card=(40.0, 25.0))
    with pytest.raises(KassaError) as refused:
        render_cards(faces, tiny, front)
    assert refused.value.code == "bad_value"
    assert "Tiny" in str(refused.value.text)
    small = replace(sheet("a4-cut"), card=(60.0, 40.0))
    assert layout(small).module / MM >= 0.6


def test_verifying_names_the_card_that_fails(front: Front, faces: list[CardFace]) -> None:
    rendered = render_cards(faces, sheet("a4-cut"), front)
    other = [*faces[:6], CardFace("0000000000"), *faces[7:]]
    with pytest.raises(KassaError) as refused:
        verify_cards(rendered.pdf, other, sheet("a4-cut"))
    assert refused.value.code == "bad_value"
    assert "000 000 0000" in str(refused.value.text)
    assert refused.value.details == {"card": "0000000000"}


def test_a_page_can_be_read_without_knowing_what_to_expect(front: Front, faces: list[CardFace]) -> None:
    rendered = render_cards(faces, sheet("a4-cut"), front, start=3)
    assert read_codes(rendered.pdf, sheet("a4-cut")) == tuple(face.code for face in faces[:8])
    assert read_codes(rendered.pdf, sheet("a4-cut"), page=1) == tuple(face.code for face in faces[8:])


def test_verifying_misses_no_page(front: Front, faces: list[CardFace]) -> None:
    rendered = render_cards(faces[:10], sheet("a4-cut"), front)
    with pytest.raises(KassaError):
        verify_cards(rendered.pdf, faces, sheet("a4-cut"))


def test_a_file_is_written_whole_and_progress_counts_to_the_end(
    tmp_path: Path, front: Front, faces: list[CardFace]
) -> None:
    seen: list[tuple[int, int]] = []
    out = tmp_path / "kort.pdf"
    rendered = checked_cards(faces, sheet("a4-cut"), front, progress=lambda done, total: seen.append((done, total)))
    save(out, rendered.pdf)
    assert out.read_bytes() == rendered.pdf
    assert [path.name for path in tmp_path.iterdir() if path.name != "home"] == ["kort.pdf"]
    assert seen[-1] == (24, 24)
    assert seen == sorted(seen)


@pytest.mark.parametrize("looks", [1, 2, 3])
def test_cancel_stops_the_work(looks: int, front: Front, faces: list[CardFace]) -> None:
    asked = iter(range(1, 100))
    with pytest.raises(CancelledError):
        checked_cards(faces, sheet("a4-cut"), front, cancelled=lambda: next(asked) >= looks)


def test_a_missing_folder_and_a_folder_as_file_are_bad_file(tmp_path: Path) -> None:
    file = tmp_path / "home" / "file"
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(b"")
    for out in (
        tmp_path / "borta" / "kort.pdf",
        tmp_path,
        tmp_path / ("n" * 300),
        tmp_path / "a\0b.pdf",
        file / "kort.pdf",
        Path(),
        Path("/"),
    ):
        with pytest.raises(KassaError) as refused:
            save(out, b"%PDF")
        assert refused.value.code == "bad_file"
    assert [path for path in tmp_path.iterdir() if path.name != "home"] == []


def test_what_is_no_file_keeps_its_place(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(KassaError) as refused:
        save(pipe, b"%PDF")
    assert refused.value.code == "bad_file"
    assert pipe.is_fifo()


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES, errno.EROFS])
def test_a_full_disk_leaves_the_old_file(number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "kort.pdf"
    out.write_bytes(b"old")

    def fails(_: int) -> None:
        raise OSError(number, "no")

    monkeypatch.setattr("os.fsync", fails)
    with pytest.raises(KassaError) as refused:
        save(out, b"new")
    assert refused.value.code == "bad_file"
    assert ("disk is full" in str(refused.value.text)) == (number == errno.ENOSPC)
    assert out.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir() if path.name != "home"] == ["kort.pdf"]


def test_importing_printing_imports_nothing_heavy() -> None:
    heavy = ("reportlab", "qrcode", "PIL", "pypdfium2", "zxingcpp", "numpy")
    question = f"import sys, kassa.printing; print([name for name in {heavy!r} if name in sys.modules])"
    asked = subprocess.run([sys.executable, "-c", question], capture_output=True, text=True, check=True)
    assert asked.stdout.strip() == "[]"


def test_pages_can_be_drawn_from_several_threads(front: Front, faces: list[CardFace]) -> None:
    from concurrent.futures import ThreadPoolExecutor

    pdf = render_cards(faces, sheet("a4-cut"), front).pdf

    def draw(page: int) -> bytes:
        return picture_of(pdf, page % 2, 60).data

    work: Callable[[int], bytes] = draw
    with ThreadPoolExecutor(4) as pool:
        drawn = list(pool.map(work, range(12)))
    assert set(drawn[::2]) == {drawn[0]}
    assert set(drawn[1::2]) == {drawn[1]}
    assert drawn[0] != drawn[1]
