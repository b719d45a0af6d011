"""A code that wouldn't scan is found before its PDF leaves, whatever broke it; a sound one passes on every design."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from kassa.errors import KassaError
from kassa.printing import (
    CardFace,
    Colour,
    Front,
    all_designs,
    checked_cards,
    design,
    qr,
    render_cards,
    sheet,
    verify_cards,
)
from kassa.printing import card as card_module
from kassa.printing.card import FrontDrawing, Layout
from kassa.printing.ornaments import MM

PAPER = "avery-c32011-10"
BROKEN = CardFace("4071938261", "Maria Lindqvist")
CARDS = [CardFace("1182047730", "Marcus Lind"), BROKEN, CardFace("9365510284")]
CONTACT = ("Storgatan 5, Uppsala", "018-12 34 56")

Scribble = Callable[[Any, FrontDrawing], None]


def scribbled(monkeypatch: pytest.MonkeyPatch, front: Front, scribble: Scribble) -> bytes:
    """Three cards, with something drawn over or instead of the second one's code."""
    drawn = FrontDrawing.draw

    def draw(self: FrontDrawing, face: CardFace, name: Any, x: float, y: float) -> None:
        drawn(self, face, name, x, y)
        if face is BROKEN:
            self._canvas.saveState()
            self._canvas.translate(x, y)
            scribble(self._canvas, self)
            self._canvas.restoreState()

    monkeypatch.setattr(FrontDrawing, "draw", draw)
    return render_cards(CARDS, sheet(PAPER), front).pdf


def box(canvas: Any, colour: Colour, x: float, y: float, wide: float, high: float) -> None:
    canvas.setFillColorRGB(*colour)
    canvas.rect(x, y, wide, high, stroke=0, fill=1)


def over_modules(columns: float, rows: float, wide: float, high: float, colour: Colour) -> Scribble:
    """A rectangle in units of modules from the symbol's left bottom."""

    def scribble(canvas: Any, drawing: FrontDrawing) -> None:
        here: Layout = drawing.layout
        x, y = here.symbol_at
        box(canvas, colour, x + columns * here.module, y + rows * here.module, wide * here.module, high * here.module)

    return scribble


def disc(canvas: Any, drawing: FrontDrawing) -> None:
    x, y = drawing.layout.symbol_at
    canvas.setFillColorRGB(0.6, 0.2, 0.1)
    canvas.circle(x + 30, y + 18, 9, stroke=0, fill=1)


def line(canvas: Any, drawing: FrontDrawing) -> None:
    x, y = drawing.layout.plate_at
    canvas.setStrokeColorRGB(1, 1, 1)
    canvas.setLineWidth(1.2)
    canvas.line(x, y + 20, x + 70, y + 50)


def over_bars(canvas: Any, drawing: FrontDrawing) -> None:
    assert drawing.strip is not None
    x, y, _ = drawing.strip.bars
    box(canvas, (1, 1, 1), x + 20 * drawing.strip.module, y, 6 * drawing.strip.module, 20 * MM)


def over_a_part_of_the_bars(canvas: Any, drawing: FrontDrawing) -> None:
    assert drawing.strip is not None
    x, y, high = drawing.strip.bars
    box(canvas, (1, 1, 1), x + 20 * drawing.strip.module, y + high - 2 * MM, 6 * drawing.strip.module, 2 * MM)


def beside_bars(canvas: Any, drawing: FrontDrawing) -> None:
    assert drawing.strip is not None
    x, y, high = drawing.strip.bars
    box(canvas, (0, 0, 0), x - 4 * drawing.strip.module, y, drawing.strip.module, high)


BREAKS: dict[str, Scribble] = {
    "an ornament over it": disc,
    "a line across": line,
    "one module gone": over_modules(8, 8, 1, 1, (1, 1, 1)),
    "one module too many": over_modules(9, 9, 1, 1, (0, 0, 0)),
    "a finder gone": over_modules(0, 14, 7, 7, (1, 1, 1)),
    "all of it gone": over_modules(0, 0, 21, 21, (1, 1, 1)),
    "something in the white around": over_modules(-3, 5, 1, 3, (0, 0, 0)),
}


@pytest.mark.parametrize("break_it", BREAKS.values(), ids=BREAKS)
def test_a_broken_code_is_found_and_its_card_named(break_it: Scribble, monkeypatch: pytest.MonkeyPatch) -> None:
    pdf = scribbled(monkeypatch, Front("Bokkaféet", contact=CONTACT), break_it)
    with pytest.raises(KassaError) as refused:
        verify_cards(pdf, CARDS, sheet(PAPER))
    assert refused.value.code == "bad_value"
    assert refused.value.details == {"card": BROKEN.code}
    assert "407 193 8261" in str(refused.value.text)


@pytest.mark.parametrize("break_it", [over_bars, over_a_part_of_the_bars, beside_bars, disc])
def test_bars_are_held_to_the_same(break_it: Scribble, monkeypatch: pytest.MonkeyPatch) -> None:
    pdf = scribbled(monkeypatch, Front("Bokkaféet", contact=CONTACT, code128=True), break_it)
    with pytest.raises(KassaError) as refused:
        verify_cards(pdf, CARDS, sheet(PAPER), code128=True)
    assert refused.value.details == {"card": BROKEN.code}


@pytest.mark.parametrize("break_it", [lambda *_: None, over_modules(-6, 5, 1, 3, (0, 0, 0))])
def test_what_breaks_no_code_stops_nothing(break_it: Scribble, monkeypatch: pytest.MonkeyPatch) -> None:
    pdf = scribbled(monkeypatch, Front("Bokkaféet", contact=CONTACT, code128=True), break_it)
    assert verify_cards(pdf, CARDS, sheet(PAPER), code128=True) == 3


@pytest.mark.parametrize("code", [(0.75,) * 3, (0.5,) * 3, (1.0, 0.6, 0.0)])
def test_a_code_without_contrast_is_found(code: Colour, monkeypatch: pytest.MonkeyPatch) -> None:
    faint = replace(design(), front=replace(design().front, code=code))
    monkeypatch.setattr(card_module, "design_of", lambda _: faint)
    pdf = render_cards(CARDS, sheet(PAPER), Front("Bokkaféet")).pdf
    with pytest.raises(KassaError) as refused:
        verify_cards(pdf, CARDS, sheet(PAPER))
    assert refused.value.details == {"card": CARDS[0].code}


def test_two_cards_that_changed_places_are_found() -> None:
    pdf = render_cards(CARDS, sheet(PAPER), Front("Bokkaféet")).pdf
    with pytest.raises(KassaError):
        verify_cards(pdf, [CARDS[1], CARDS[0], CARDS[2]], sheet(PAPER))


def test_nothing_leaves_when_one_card_is_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = qr.path
    monkeypatch.setattr(qr, "path", lambda rows: drawn((*rows[:10], rows[10] ^ 1 << 10, *rows[11:])))
    with pytest.raises(KassaError):
        checked_cards(CARDS, sheet(PAPER), Front("Bokkaféet"))


@pytest.mark.parametrize("chosen", [one.id for one in all_designs()])
@pytest.mark.parametrize("paper", ["cr80", "cr80-bleed", "letter-cut", PAPER, "avery-l4785", "hama-50402"])
def test_both_codes_of_every_design_pass(chosen: str, paper: str) -> None:
    front = Front("Bokkaféet", "Stamkundskort", CONTACT, chosen, code128=True)
    rendered = render_cards(CARDS, sheet(paper), front, start=sheet(paper).places)
    bars = rendered.left_out is None
    assert verify_cards(rendered.pdf, CARDS, sheet(paper), start=sheet(paper).places, code128=bars) == 3
