"""Cards before a camera are read as they come: askew, blurred, in the dark, among others."""

from __future__ import annotations

from typing import Any

import pytest

from kassa.printing import Picture, all_designs
from kassa.ui.camera.decoder import Found, find_codes
from tests.ui.camera import scenes
from tests.ui.camera.scenes import MARCUS, MARIA

MARIAS = Found(frozenset({MARIA}))


@pytest.mark.parametrize("design", [each.id for each in all_designs()])
def test_a_card_of_every_design_is_read(design: str) -> None:
    assert find_codes(scenes.grey(scenes.scene(scenes.card(MARIA, design), angle=8))) == MARIAS


@pytest.mark.parametrize("angle", range(0, 360, 15))
def test_at_any_angle(angle: int) -> None:
    assert find_codes(scenes.grey(scenes.scene(scenes.card(MARIA), angle=angle))) == MARIAS


@pytest.mark.parametrize(
    "held",
    [
        {"wide": 0.18},
        {"wide": 1.0},
        {"blur": 2.5},
        {"noise": 40},
        {"light": 0.12},
        {"light": 0.12, "noise": 4},
        {"tilt": 0.9},
        {"tilt": 0.8, "angle": 25},
        {"wide": 0.3, "blur": 1.2, "noise": 12, "light": 0.4, "angle": 33, "tilt": 0.4},
        {"light": 3.0},
    ],
    ids=str,
)
def test_small_blurred_noisy_dark_bright_or_leaning(held: dict[str, Any]) -> None:
    assert find_codes(scenes.grey(scenes.scene(scenes.card(MARIA), **held))) == MARIAS


def test_upside_down_in_a_mirror_and_both_codes_are_one_card() -> None:
    bars = scenes.card(MARIA, code128=True)
    assert find_codes(scenes.grey(scenes.scene(bars, wide=0.6, angle=180))) == MARIAS


def test_several_cards_are_all_seen() -> None:
    frame = scenes.scene(scenes.card(MARIA), scenes.card(MARCUS), wide=0.35, at=((0.3, 0.4), (0.7, 0.6)))
    assert find_codes(scenes.grey(frame)) == Found(frozenset({MARIA, MARCUS}))


@pytest.mark.parametrize("text", ["https://example.org/menu", "4071938262", "407193826", "٤٠٧١٩٣٨٢٦١", "4071938261\n"])
def test_a_code_that_is_no_card_is_foreign(text: str) -> None:
    assert find_codes(scenes.grey(scenes.scene(scenes.foreign(text)))) == Found(frozenset(), True)


def test_beside_a_foreign_code_the_card_is_read() -> None:
    frame = scenes.scene(scenes.card(MARIA), scenes.foreign(), wide=0.35, at=((0.3, 0.4), (0.75, 0.6)))
    assert find_codes(scenes.grey(frame)) == Found(frozenset({MARIA}), True)


def test_a_counter_and_noise_hold_nothing() -> None:
    assert find_codes(scenes.grey(scenes.scene(noise=60))) == Found()
    assert find_codes(Picture(3, 2, 3, True, bytes(6))) == Found()


def test_rows_may_be_padded() -> None:
    dense = scenes.grey(scenes.scene(scenes.card(MARIA)))
    rows = [dense.data[start : start + dense.width] for start in range(0, len(dense.data), dense.width)]
    padded = Picture(dense.width, dense.height, dense.width + 7, True, b"".join(row + b"\xff" * 7 for row in rows))
    assert find_codes(padded) == MARIAS
