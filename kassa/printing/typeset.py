"""Text in blocks: paragraphs that grow smaller until they fit, put onto a page by their top edge.

Lengths are points. Nothing is ever cut: a block that doesn't fit even in its smallest type is None, and so is one with
letters that no font here draws.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from kassa.printing.lettering import Run, Step, Weight, fit, put_line, runs, tidy, width
from kassa.printing.values import Colour

Side = Literal["left", "right", "centre"]
# Of Inter: how high capitals are, and how far letters hang below their line.
_CAPITAL, _BELOW = 0.73, 0.22
_EMPTY_LINE = 0.6
_EAST_ASIA = 0x2E80


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of one size; an empty one parts two paragraphs. ``leading`` is from line to line, in sizes."""

    size: float
    lines: tuple[tuple[Run, ...], ...]
    leading: float = 1.25

    @property
    def height(self) -> float:
        """From the first line's capitals to what hangs below the last."""
        steps = sum((1.0 if line else _EMPTY_LINE) for line in self.lines[1:])
        return self.size * (_CAPITAL + steps * self.leading + _BELOW)

    @property
    def hanging(self) -> float:
        """How much of the height is below the last line's baseline."""
        return self.size * _BELOW

    @property
    def wide(self) -> float:
        """The width of the longest line."""
        return max((width(line, self.size) for line in self.lines), default=0.0)


def heading(text: str, weight: Weight, room: float, steps: Sequence[Step], leading: float = 1.18) -> Block | None:
    """A short text by the first step that holds it whole; past the last one it takes as many lines as it needs."""
    line = tidy(text)
    if not line:
        return None
    whole = [step for step in steps if _longest_word(line, weight) * step.size <= room]
    fitted = fit(line, weight, room, (*(whole or steps[-1:]), Step((whole or steps)[-1].size, 99)))
    return None if fitted is None else Block(fitted.size, fitted.lines, leading)


def paragraphs(
    text: str,
    weight: Weight,
    room: float,
    height: float,
    sizes: Sequence[float],
    leading: float = 1.38,
    *,
    whole_words: bool = False,
) -> Block | None:
    """A longer text in the first of the sizes, largest first, in which all of it fits ``room`` and ``height``.

    With ``whole_words`` type grows smaller rather than break a word that is wider than ``room``.
    """
    told = [tidy(line) for line in text.strip().splitlines()]
    longest = max((_longest_word(line, weight) for line in told), default=0.0) if whole_words else 0.0
    for size in sizes:
        if longest * size > room and size != sizes[-1]:
            continue
        lines: list[tuple[Run, ...]] = []
        for line in told:
            fitted = fit(line, weight, room, (Step(size, 999),)) if line else None
            if line and fitted is None:
                return None
            lines.extend(fitted.lines if fitted is not None else ((),))
        block = Block(size, tuple(lines), leading)
        if block.height <= height:
            return block
    return None


def put(canvas: Any, block: Block | None, colour: Colour, x: float, top: float, side: Side = "left") -> float:
    """Draws a block whose left, right or middle is ``x``; where it ends below (``top`` itself for no block)."""
    if block is None:
        return top
    pen = canvas.beginText()
    pen.setFillColorRGB(*colour)
    baseline = top - block.size * _CAPITAL
    for number, line in enumerate(block.lines):
        if number:
            baseline -= block.size * block.leading * (1.0 if line else _EMPTY_LINE)
        wide = 0.0 if side == "left" else width(line, block.size)
        put_line(
            pen, line, block.size, x - (wide if side == "right" else wide / 2 if side == "centre" else 0), baseline
        )
    canvas.drawText(pen)
    return top - block.height


def _longest_word(line: str, weight: Weight) -> float:
    """The width at size 1 of the widest word; in East Asia a line may end after any letter."""
    words = (runs(word, weight) for word in line.split() if all(ord(letter) < _EAST_ASIA for letter in word))
    return max((width(word, 1.0) for word in words if word is not None), default=0.0)


def unprintable(text: str) -> str:
    """The letters of a text that no font on this computer draws as they should look, each once."""
    return "".join(dict.fromkeys(letter for letter in tidy(text) if letter != " " and runs(letter, "Regular") is None))
