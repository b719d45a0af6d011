"""Postcards and letters: addresses where the post and the window want them, whole texts, coupons that can be read."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from kassa.domain.codes import grouped, new_code
from kassa.errors import KassaError
from kassa.printing import CancelledError, Edge, Pages, design, qr
from kassa.printing.coupon import CouponFace
from kassa.printing.letter import ADDRESS_LEFT, FOLDS, Envelope, Window, render_letters
from kassa.printing.postcard import POSTCARD_PAPERS, MailPiece, Sender, render_postcards
from tests.printing.looking import codes, letters, seen, told

CHANCE = Random(5)
SENDER = Sender("Bokkaféet", ("Storgatan 5", "753 10 Uppsala"), ("018-12 34 56",), design("forest"))
TEXT = "Hej Maria!\n\nDu fyller år, och det vill vi fira.\n\nVarma hälsningar\nEva"
LONG_NAME = "Grzegorz Brzęczyszczykiewicz-Chrząszczyżewoszycki"


def piece(name: str = "Maria Lindqvist", coupon: bool = True) -> MailPiece:
    face = CouponFace(new_code(CHANCE), "Kupong", "Valfri kaffedryck", "Gäller t.o.m. 20 februari 2027")
    return MailPiece((name, "Storgatan 5", "753 10 Uppsala"), "Grattis!", TEXT, face if coupon else None, name)


@pytest.mark.parametrize(
    ("paper", "look"),
    [*((paper, "forest") for paper in POSTCARD_PAPERS), ("a4", "paper"), ("a4", "kraft"), ("a4", "picture")],
)
def test_every_postcard_has_its_side_to_look_at_and_its_side_to_post(paper: str, look: str) -> None:
    pieces = [piece(f"Kund {number}") for number in range(5)]
    made = render_postcards(pieces, replace(SENDER, design=design(look)), paper)
    sheet = POSTCARD_PAPERS[paper]
    assert made.pages == 2 * -(-5 // sheet.places)
    found = [code for page in range(0, made.pages, 2) for code in codes(made.pdf, page)]
    assert sorted(found) == sorted(each.coupon.code for each in pieces if each.coupon)
    words = " ".join(told(made.pdf, page) for page in range(made.pages))
    for each in pieces:
        assert each.coupon
        assert f"{each.address[0]} Storgatan 5 753 10 Uppsala" in words
        assert grouped(each.coupon.code) in words
    assert words.count("Du fyller år, och det vill vi fira.") == 5
    assert words.count("Bokkaféet · Storgatan 5 · 753 10 Uppsala") == 5


def test_the_address_lies_in_the_posts_own_area() -> None:
    """Universal Postal Union: 40 mm below the top, 15 mm above the bottom, in the right half."""
    pdf = render_postcards([piece(coupon=False)], SENDER, "a6").pdf
    for line in ("Maria Lindqvist", "753 10 Uppsala"):
        left, top, right, bottom = letters(pdf, line, 1)
        assert 74 < left < right < 148 - 5
        assert 40 <= top < bottom <= 105 - 15
    picture = seen(pdf, 1, 254)
    strip = picture.crop((0, (105 - 15) * 10, picture.width, picture.height))
    assert strip.getextrema() == ((255, 255),) * 3, "nothing in the strip that sorting machines print on"


@pytest.mark.parametrize("edge", ["long-edge", "short-edge"])
def test_each_address_is_behind_its_own_greeting(edge: Edge) -> None:
    """The sheet is turned over as a printer does: about that edge, so each back's place is its front's, mirrored."""
    pieces = [replace(piece(f"Kund{number}", coupon=False), title=f"Nr{number}!") for number in range(4)]
    pdf = render_postcards(pieces, SENDER, "a4", edge).pdf
    for number in range(4):
        front, back = letters(pdf, f"Nr{number}!", 0), letters(pdf, f"Kund{number}", 1)
        column, row = front[0] > 148.5, front[1] > 105
        # The sheet lies: its long edge is above and below.
        mirrored = (column, not row) if edge == "long-edge" else (not column, row)
        assert (back[0] > 148.5, back[1] > 105) == mirrored


@pytest.mark.parametrize("window", ["left", "right"])
@pytest.mark.parametrize("envelope", ["c5", "c65"])
def test_a_letters_address_shows_in_the_window_however_the_sheet_slides(window: Window, envelope: Envelope) -> None:
    pdf = render_letters([piece("Anna")], SENDER, "22 november 2026", window, envelope).pdf
    left, top, _, _ = letters(pdf, "Anna")
    _, _, right, bottom = letters(pdf, "753 10 Uppsala")
    start = ADDRESS_LEFT[window]
    assert left == pytest.approx(start, abs=1)
    assert right < start + 70
    assert 45 <= top < bottom <= 65, "what windows of C5, C6/5, E65 and DL have in common"
    picture = seen(pdf, 0, 254)
    for fold in FOLDS[envelope]:
        assert min(picture.crop((50, round(fold * 10) - 3, 80, round(fold * 10) + 3)).convert("L").tobytes()) < 160


def test_letters_carry_each_their_own_text_and_coupon() -> None:
    pieces = [piece("Maria Lindqvist"), piece(LONG_NAME), piece("王小明")]
    made = render_letters(pieces, SENDER, "22 november 2026")
    assert made.pages == 3
    for number, each in enumerate(pieces):
        assert each.coupon
        assert codes(made.pdf, number) == [each.coupon.code]
        words = told(made.pdf, number)
        assert each.about in words
        assert "22 november 2026" in words
        assert "Valfri kaffedryck" in words


@pytest.mark.parametrize("name", [LONG_NAME, "王小明先生" * 8, "Anna " * 12 + "Öberg", "B" * 60])
def test_long_names_and_addresses_are_shrunk_and_wrapped_and_never_cut(name: str) -> None:
    address = (
        name,
        "c/o Stiftelsen Gamla Bryggeriets Konstnärliga Verksamhet",
        "Uppgång C, tredje våningen till höger",
        "Östra Järnvägsgatan 1127",
        "753 10 Uppsala",
    )
    long = replace(piece(name.strip()), address=address)
    for pdf, page in (
        (render_postcards([long], SENDER, "a6").pdf, 1),
        (render_letters([long], SENDER, "i dag").pdf, 0),
    ):
        words = told(pdf, page).replace(" ", "")
        assert all(line.replace(" ", "") in words for line in address)
        assert "…" not in words


def test_a_name_is_not_broken_where_smaller_type_holds_it() -> None:
    pdf = render_letters([piece(LONG_NAME)], SENDER, "i dag").pdf
    assert "Brzęczyszczykiewicz-Chrząszczyżewoszycki" in told(pdf)


def test_a_text_that_does_not_fit_is_refused_and_names_whose() -> None:
    endless = replace(piece("Åsa Berg"), text="Hej! " * 900)
    with pytest.raises(KassaError, match="Åsa Berg"):
        render_postcards([endless], SENDER, "a6")
    with pytest.raises(KassaError, match="Åsa Berg"):
        render_letters([endless], SENDER, "i dag")
    with pytest.raises(KassaError, match="bad_value"):
        render_letters([], SENDER, "i dag")


def test_a_coupon_that_cannot_be_read_stops_the_print(monkeypatch: pytest.MonkeyPatch) -> None:
    real = qr.matrix
    monkeypatch.setattr(qr, "matrix", lambda code: tuple(row & 0x1FF00 for row in real(code)))
    one = piece()
    assert one.coupon
    with pytest.raises(KassaError, match=grouped(one.coupon.code)):
        render_postcards([one], SENDER)
    with pytest.raises(KassaError, match=grouped(one.coupon.code)):
        render_letters([one], SENDER, "i dag")


def test_progress_counts_up_and_cancel_stops() -> None:
    seen_counts: list[tuple[int, int]] = []
    pieces = [piece(str(number)) for number in range(6)]
    render_postcards(pieces, SENDER, "a4", progress=lambda done, total: seen_counts.append((done, total)))
    assert seen_counts == sorted(seen_counts)
    assert seen_counts[-1] == (12, 12)
    with pytest.raises(CancelledError):
        render_letters(pieces, SENDER, "i dag", cancelled=lambda: True)


def test_the_pdf_is_of_the_papers_size() -> None:
    with Pages(render_postcards([piece()], SENDER, "a6").pdf) as pages:
        assert pages.size(0) == pytest.approx((148, 105), abs=0.1)
    with Pages(render_letters([piece()], SENDER, "i dag").pdf) as pages:
        assert pages.size(0) == pytest.approx((210, 297), abs=0.1)
