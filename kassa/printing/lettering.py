"""Type on paper: Inter embedded and subset, other fonts for the letters that Inter lacks, and lines that fit a width.

Text goes to the page as it is; nothing in it is markup. ReportLab doesn't join or reorder letters, so names that need
it (Arabic, Hebrew, Devanagari, marks without a letter of their own) are called unprintable rather than printed wrongly.
"""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from kassa import paths

Weight = Literal["Regular", "SemiBold", "Bold"]
ELLIPSIS = "…"
TIGHT = -0.018
"""How much nearer the letters of large bold type come, in sizes: Inter is spaced for reading small."""

# Chinese and Japanese print on every computer; it comes with Kassa because the usual fonts of Linux for them have no
# TrueType outlines.
_OWN = "DroidSansFallbackFull.ttf"
# Fonts with TrueType outlines (ReportLab embeds no others) that come with the systems Kassa runs on, the widest first.
_KNOWN = (
    *(
        "msyh.ttc",
        "malgun.ttf",
        "yugothm.ttc",
        "msgothic.ttc",
        "simsun.ttc",
        "leelawui.ttf",
        "segoeui.ttf",
        "seguisym.ttf",
    ),
    *("arial unicode.ttf", "applegothic.ttf", "stheiti medium.ttc"),
    *("droidsansfallbackfull.ttf", "droidsansfallback.ttf", "wqy-microhei.ttc", "wqy-zenhei.ttc"),
    *(
        "notosans-regular.ttf",
        "dejavusans.ttf",
        "freesans.ttf",
        "notosanssymbols2-regular.ttf",
        "notosansmono-regular.ttf",
    ),
)


@dataclass(frozen=True, slots=True)
class Run:
    """Letters of one font; ``font`` is ReportLab's name for it."""

    font: str
    text: str
    embedded: bool = True


@dataclass(frozen=True, slots=True)
class Fitted:
    """Text in lines of runs, ``size`` in points. ``whole`` is False when an ellipsis stands for the rest."""

    size: float
    lines: tuple[tuple[Run, ...], ...]
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Step:
    """One way of setting a text: a size in points and how many lines it may take."""

    size: float
    lines: int


def tidy(text: str) -> str:
    """The text as one line of printable letters: composed, without control characters, single spaces."""
    composed = unicodedata.normalize("NFC", text)
    if composed.isascii() and composed.isprintable() and "  " not in composed:
        return composed.strip()
    kept = (" " if unicodedata.category(letter) in ("Cc", "Zs", "Zl", "Zp") else letter for letter in composed)
    return " ".join("".join(letter for letter in kept if unicodedata.category(letter) != "Cf").split())


def plain(text: str) -> str:
    """One line of the letters that can be printed rightly here: a shop's words lose an emoji, not a line."""
    text = tidy(text)
    if runs(text, "Regular") is not None:
        return text
    return tidy("".join(letter for letter in text if runs(letter, "Regular") is not None))


def runs(text: str, weight: Weight) -> tuple[Run, ...] | None:
    """The text cut where its font changes; None when some letter can't be printed rightly on this computer."""
    inter = f"Inter-{weight}"
    letters = _letters(inter)
    if all(ord(letter) in letters for letter in text):
        return (Run(inter, text),)
    found: list[Run] = []
    for letter in text:
        font = inter if ord(letter) in letters else _font_for(letter)
        if font is None:
            return None
        if found and (found[-1].font == font or letter == " "):
            found[-1] = Run(found[-1].font, found[-1].text + letter, found[-1].embedded)
        else:
            found.append(Run(font, letter, font not in _READERS_OWN))
    return tuple(found)


def width(line: Sequence[Run], size: float) -> float:
    """The width of a line in points."""
    return float(sum(_measured(run.font).stringWidth(run.text, size) for run in line))


def fit(text: str, weight: Weight, room: float, steps: Sequence[Step]) -> Fitted | None:
    """The text set by the first step that holds it whole, else by the last one with an ellipsis.

    No line is wider than ``room`` (points); None as in ``runs``.
    """
    line = runs(text, weight)
    if line is None:
        return None
    natural = width(line, 1.0)
    for step in steps:
        if natural * step.size <= room:
            return Fitted(step.size, (line,))
        if step.lines > 1 and natural * step.size <= room * step.lines:
            lines = _wrapped(line, room / step.size)
            if len(lines) <= step.lines:
                return Fitted(step.size, lines)
    last = steps[-1]
    lines = _wrapped(line, room / last.size)
    if len(lines) <= last.lines:
        return Fitted(last.size, lines)
    return Fitted(
        last.size, (*lines[: last.lines - 1], _cut_short(lines[last.lines - 1], weight, room / last.size)), False
    )


def scaled(steps: tuple[Step, ...], scale: float) -> tuple[Step, ...]:
    """The steps for a card of another size."""
    return steps if scale == 1.0 else tuple(Step(step.size * scale, step.lines) for step in steps)


def put_line(pen: Any, line: Sequence[Run], size: float, x: float, y: float) -> None:
    """A line's runs into one of ReportLab's text objects, beginning there."""
    pen.setTextOrigin(x, y)
    for run in line:
        pen.setFont(run.font, size)
        pen.textOut(run.text)


def _wrapped(line: Sequence[Run], room: float) -> tuple[tuple[Run, ...], ...]:
    """Lines no wider than ``room`` (at size 1), broken at spaces; inside a word only when it is wider."""
    lines: list[list[tuple[str, str, bool]]] = [[]]
    used = 0.0
    for word in _words(line):
        wide = sum(_letter_width(font, letter) for font, letter, _ in word)
        if used and used + wide > room:
            lines.append([])
            used = 0.0
        for piece in word:
            letter_wide = _letter_width(piece[0], piece[1])
            if used and used + letter_wide > room:
                lines.append([])
                used = 0.0
            if used or piece[1] != " ":
                lines[-1].append(piece)
                used += letter_wide
    return tuple(_joined(pieces) for pieces in lines if pieces)


def _words(line: Sequence[Run]) -> Iterator[list[tuple[str, str, bool]]]:
    """Words as their letters with font; a space begins the word after it, so that it vanishes at a line's start."""
    word: list[tuple[str, str, bool]] = []
    for run in line:
        for letter in run.text:
            if letter == " " and word:
                yield word
                word = []
            word.append((run.font, letter, run.embedded))
    yield word


def _joined(pieces: Sequence[tuple[str, str, bool]]) -> tuple[Run, ...]:
    found: list[Run] = []
    for font, letter, embedded in pieces:
        if found and found[-1].font == font:
            found[-1] = Run(font, found[-1].text + letter, embedded)
        else:
            found.append(Run(font, letter, embedded))
    return tuple(found)


def _cut_short(line: Sequence[Run], weight: Weight, room: float) -> tuple[Run, ...]:
    """The line with an ellipsis at its end, inside ``room`` (at size 1)."""
    inter = f"Inter-{weight}"
    pieces = [(run.font, letter, run.embedded) for run in line for letter in run.text]
    used = sum(_letter_width(font, letter) for font, letter, _ in pieces) + _letter_width(inter, ELLIPSIS)
    while pieces and used > room:
        font, letter, _ = pieces.pop()
        used -= _letter_width(font, letter)
    return _joined((*pieces, (inter, ELLIPSIS, True)))


@cache
def _letter_width(font: str, letter: str) -> float:
    return float(_measured(font).stringWidth(letter, 1.0))


@cache
def _measured(font: str) -> Any:
    from reportlab.pdfbase import pdfmetrics

    _letters(font)
    return pdfmetrics.getFont(font)


@cache
def _letters(font: str) -> frozenset[int]:
    """The code points that a font draws, none for the reader's own; registers Inter with ReportLab on first use."""
    if font in _READERS_OWN:
        return frozenset()
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    if font.startswith("Inter-"):
        pdfmetrics.registerFont(TTFont(font, str(paths.resources() / "fonts" / f"{font}.ttf")))
    return frozenset(code for code, glyph in pdfmetrics.getFont(font).face.charToGlyph.items() if glyph)


@cache
def _font_for(letter: str) -> str | None:
    """A font besides Inter that draws the letter as it should look, or None."""
    category, direction = unicodedata.category(letter), unicodedata.bidirectional(letter)
    if category.startswith(("M", "C")) or direction in ("R", "AL"):
        return None
    for file in (paths.resources() / "fonts" / _OWN, *_system_fonts()):
        font = _registered(file)
        if font is not None and ord(letter) in _letters(font):
            return font
    return _readers_font(letter)


@cache
def _registered(file: Path) -> str | None:
    """A font as ReportLab knows it from now on; None when it can't be embedded."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFError, TTFont

    name = f"Other-{file.stem}"
    try:
        pdfmetrics.registerFont(TTFont(name, str(file)))
    except (TTFError, OSError, ValueError, KeyError, IndexError):
        return None
    return name


@cache
def _system_fonts() -> tuple[Path, ...]:
    """The known fonts that this computer has."""
    here: dict[str, Path] = {}
    for folder in font_folders():
        for place, _, files in os.walk(folder):
            for file in files:
                here.setdefault(file.lower(), Path(place) / file)
    return tuple(here[name] for name in _KNOWN if name in here)


def font_folders() -> tuple[Path, ...]:
    """Where the platform keeps its fonts."""
    home = Path.home()
    if sys.platform == "win32":
        return (Path(os.environ.get("SYSTEMROOT", r"C:\Windows")) / "Fonts",)
    if sys.platform == "darwin":
        return Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library/Fonts"
    return Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), home / ".local/share/fonts", home / ".fonts"


# Adobe's CJK fonts by name only: the text is right, but how it looks is up to the reader's own fonts.
_READERS_OWN = {
    "STSong-Light": "gbk",
    "MSung-Light": "big5hkscs",
    "HeiseiKakuGo-W5": "shift_jis",
    "HYGothic-Medium": "euc_kr",
}


def _readers_font(letter: str) -> str | None:
    font = next((font for font, encoding in _READERS_OWN.items() if _is_wide(letter, encoding)), None)
    if font is not None:
        from reportlab.pdfbase import pdfmetrics
        from reportlab.pdfbase.cidfonts import UnicodeCIDFont

        if font not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(UnicodeCIDFont(font))
    return font


def _is_wide(letter: str, encoding: str) -> bool:
    """Whether a letter of East Asia (U+2E80 on) is in that national character set."""
    try:
        return ord(letter) >= 0x2E80 and len(letter.encode(encoding)) == 2
    except UnicodeEncodeError:
        return False
