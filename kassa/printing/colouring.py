"""A design in the shop's own two colours: the card's ground and its type; everything else follows from these."""

from __future__ import annotations

import colorsys
from collections.abc import Callable
from dataclasses import replace

from kassa.errors import KassaError
from kassa.printing.designs import (
    READABLE,
    SCANNABLE,
    BackColours,
    Design,
    FrontColours,
    contrast,
    design,
    in_red_light,
    luminance,
    shown,
)
from kassa.printing.ornaments import mixed
from kassa.printing.values import Colour, Front
from kassa.words import say

_BLACK, _WHITE = (0.0, 0.0, 0.0), (1.0, 1.0, 1.0)
_STEPS = 20
# A stamp is seen from further away than type is read.
_SEEN = 3.0


def design_of(front: Front) -> Design:
    """The design that a front asks for, in the shop's colours where it has its own."""
    chosen = design(front.design)
    return chosen if front.colours is None else coloured(chosen, *front.colours)


def coloured(chosen: Design, ground: Colour, ink: Colour) -> Design:
    """The design in two other colours; ``bad_value`` says how well they are told apart and how well they must be."""
    found = contrast(ground, ink)
    if found < READABLE:
        raise KassaError(
            "bad_value",
            say(
                "Type in this colour is hard to read on that ground: their contrast is {found} to 1, and {least} is "
                "needed. Choose a lighter or a darker one.",
                found=shown(found),
                least=f"{READABLE:.1f}",
            ),
        )
    return replace(chosen, front=_front(chosen.front, ground, ink), back=_back(chosen, ground, ink))


def _front(was: FrontColours, ground: Colour, ink: Colour) -> FrontColours:
    def reads(colour: Colour) -> bool:
        return contrast(colour, ink) >= READABLE

    grounds: tuple[Colour, ...] = (ground,)
    if len(was.ground) > 1:
        grounds = ground, _towards(_kin(was.ground, ground), ground, reads)
    if "discs" in was.ornaments:
        accent = _towards(_kin((was.ground[0], was.accent), ground), ground, reads)
    else:
        accent = mixed(ink, ground, 0.1)
    stood_on = (*grounds, *((accent,) if "discs" in was.ornaments else ()))
    soft_ink = _towards(
        mixed(ink, ground, 0.24), ink, lambda soft: all(contrast(soft, each) >= READABLE for each in stood_on)
    )
    # Where the codes stand on the card itself they go on doing so, as long as it is nearly white.
    field = (
        ground if was.field == was.ground[0] and ground[0] > 0.9 and contrast(ground, _BLACK) > 0.85 * 21 else _WHITE
    )
    dark = min(ground, ink, key=luminance)
    code = _towards(dark, _BLACK, lambda code: min(contrast(code, field), in_red_light(code, field)) >= SCANNABLE)
    return FrontColours(grounds, ink, soft_ink, field, code, was.ornaments, accent)


def _back(chosen: Design, ground: Colour, ink: Colour) -> BackColours:
    was = chosen.back
    if was.ground in chosen.front.ground:
        soft_ink = _towards(mixed(ink, ground, 0.24), ink, lambda soft: contrast(soft, ground) >= READABLE)
        return BackColours(ground, ink, soft_ink, stamp=ink, tick=ground, box=mixed(ink, ground, 0.4))
    # On the design's own light ground: the more colourful of the two that can be seen there stamps.
    stamps = [
        each for each in (ground, ink) if contrast(each, was.ground) >= _SEEN and contrast(each, was.tick) >= _SEEN
    ]
    stamp = max(stamps, key=_colourfulness, default=was.stamp)
    return replace(was, stamp=stamp, box=mixed(stamp, was.ground, 0.45))


def _towards(wish: Colour, safe: Colour, holds: Callable[[Colour], bool]) -> Colour:
    """The colour nearest to ``wish``, on the way there from ``safe``, up to which it holds all along."""
    reached = safe
    for step in range(1, _STEPS + 1):
        next_one = mixed(safe, wish, step / _STEPS)
        if not holds(next_one):
            break
        reached = next_one
    return reached


def _kin(pair: tuple[Colour, ...], ground: Colour) -> Colour:
    """A colour that is to ``ground`` about what the second of the pair is to the first: its hue and its lightness."""
    (hue, light, strong), (other_hue, other_light, _) = (colorsys.rgb_to_hls(*one) for one in pair)
    mine, lightness, strength = colorsys.rgb_to_hls(*ground)
    turn = (other_hue - hue + 0.5) % 1 - 0.5 if strong else 0.0
    brighter = min(1.0, max(0.0, lightness + other_light - light))
    return colorsys.hls_to_rgb((mine + turn) % 1, brighter, strength)


def _colourfulness(colour: Colour) -> float:
    return max(colour) - min(colour)
