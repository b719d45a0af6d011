"""How the window looks: colours, type and sizes of the design, in light and dark, at any text size.

Nothing here may load the ``Qt`` namespace or ``QStyle`` before the first paint: their enums take 35 ms.

Sizes everywhere are in Qt's logical pixels at 100 % text size; ``Theme.px`` turns them into those of the text size
chosen. The theme in force belongs to the ``QApplication``, exactly as its palette and font do, so widgets find it
where Qt keeps such things and no global of ours exists.
"""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass
from functools import cache
from typing import Literal, NamedTuple

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from kassa import paths

Mode = Literal["light", "dark", "system"]
SMALLEST = 14
_PROPERTY = "kassa_theme"
# The least width of the window at 100 %, in any language; twice that is the smallest till's screen, 1280 pixels.
LEAST_WIDTH = 640
# From this width on the rail has room for words.
ROOMY_WIDTH = 683
_WEIGHTS = {400: QFont.Weight.Normal, 500: QFont.Weight.Medium, 600: QFont.Weight.DemiBold, 700: QFont.Weight.Bold}


class Tokens(NamedTuple):
    """The colours by what they are for, as ``#RRGGBB``; a ``*_text`` is readable on the one it is named after.

    A named tuple, because a dataclass of sixty fields takes 3 ms of the start.
    """

    ground: str = "#F6F3EE"
    card: str = "#FFFFFF"
    side: str = "#FFFDFA"
    text: str = "#22262B"
    muted: str = "#5F646B"
    line: str = "#E7E0D5"
    edge: str = "#CDC4B6"
    dash: str = "#A3927A"
    track: str = "#EAE4D9"
    act: str = "#1F7A63"
    act_over: str = "#1A6B57"
    act_down: str = "#165C4A"
    act_soft: str = "#E4F0EB"
    act_soft_text: str = "#17594A"
    on_act: str = "#FFFFFF"
    gift: str = "#BFDDD2"
    gift_text: str = "#17352E"
    reward: str = "#E9B44C"
    reward_deep: str = "#D89B1F"
    reward_soft: str = "#FFF6E0"
    reward_text: str = "#3F2B05"
    due: str = "#FDE4D3"
    due_text: str = "#8A3A12"
    wrong: str = "#A5281B"
    mark: str = "#FFE9A8"
    mark_text: str = "#22262B"
    rail: str = "#17352E"
    rail_over: str = "#20463C"
    rail_on: str = "#2A5A4D"
    rail_text: str = "#CBDFD7"
    rail_on_text: str = "#FFFFFF"
    ink: str = "#22262B"
    ink_over: str = "#33393F"
    ink_key: str = "#3B4249"
    on_ink: str = "#FFFFFF"
    ink_reward: str = "#F3C566"
    ink_act: str = "#93D6C1"
    ink_wrong: str = "#FFB4A6"
    avatar: str = "#EAE4D9"
    avatar_text: str = "#574C3D"
    base: str = "#EFEAE1"
    base_text: str = "#574C3D"
    silver: str = "#E3E7EC"
    silver_text: str = "#3D4651"
    gold: str = "#F7E3B0"
    gold_text: str = "#5C4200"
    platinum: str = "#DDE3F5"
    platinum_text: str = "#333F6B"
    family: str = "#E6E9FB"
    family_text: str = "#363B8C"
    likes: str = "#E7F3DE"
    likes_text: str = "#315A1C"
    complaint: str = "#F9D9D5"
    complaint_text: str = "#8A1F16"
    occasion: str = "#FBEBC2"
    occasion_text: str = "#5E4300"

    def colour(self, name: str) -> QColor:
        """The colour of that name."""
        return QColor(getattr(self, name))

    def tone(self, name: str) -> tuple[QColor, QColor]:
        """Background and text of a chip: ``gold``, ``promise``, ``family``, …; an unknown tone is ``base``."""
        name = _TONES.get(name, name)
        if not hasattr(self, f"{name}_text"):
            name = "base"
        return QColor(getattr(self, name)), QColor(getattr(self, f"{name}_text"))


_TONES = {"promise": "due", "ask": "act_soft", "health": "complaint", "wish": "act_soft", "order": "family"}

LIGHT = Tokens()
DARK = Tokens(
    ground="#171A19",
    card="#212625",
    side="#1B1F1E",
    text="#ECEAE6",
    muted="#A9AEB0",
    line="#323836",
    edge="#4B5350",
    dash="#7D8783",
    track="#363D3A",
    act="#3FA98A",
    act_over="#4DB897",
    act_down="#369579",
    act_soft="#1F3A33",
    act_soft_text="#9EDCC8",
    on_act="#0F211D",
    gift="#A8DCCB",
    gift_text="#0F211D",
    reward_deep="#C98F1E",
    reward_soft="#3A2F18",
    reward_text="#2B1D02",
    due="#4A2F1E",
    due_text="#FFC9A6",
    wrong="#FF9C8C",
    mark="#6B551A",
    mark_text="#FFF3D0",
    rail="#0F211D",
    rail_over="#17322B",
    rail_on="#22493E",
    rail_text="#B9CFC6",
    ink="#ECEAE6",
    ink_over="#FFFFFF",
    ink_key="#CFCCC6",
    on_ink="#22262B",
    ink_reward="#6B4A00",
    ink_act="#155745",
    ink_wrong="#8A1F16",
    avatar="#3A3630",
    avatar_text="#DDD5C8",
    base="#3A3630",
    base_text="#DDD5C8",
    silver="#363C43",
    silver_text="#D5DCE5",
    gold="#4F3F14",
    gold_text="#F9DE97",
    platinum="#2F3755",
    platinum_text="#CFD9FA",
    family="#2D3160",
    family_text="#CDD3FF",
    likes="#28401B",
    likes_text="#C4E5AF",
    complaint="#552520",
    complaint_text="#FFC4BC",
    occasion="#493A10",
    occasion_text="#F9DE97",
)


@dataclass(frozen=True, slots=True)
class Theme:
    """Tokens at a text size: ``scale`` 1.0 is 100 %, ``usual`` the computer's own; ``mode`` is what was asked for."""

    tokens: Tokens
    dark: bool
    scale: float
    mode: Mode = "system"
    usual: float = 1.0

    def px(self, size: float) -> int:
        """A size of the design at this text size; never below one pixel."""
        return max(1, round(size * self.scale))

    def font(self, size: float = 15, weight: int = 400, figures: bool = False) -> QFont:
        """Inter at a size of the design, never below the smallest; ``figures`` makes all digits equally wide."""
        font = QFont("Inter")
        font.setPixelSize(self.px(max(size, SMALLEST)))
        font.setWeight(_WEIGHTS[weight])
        if size >= 22:
            font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 98)
        if figures:
            font.setFeature(QFont.Tag("tnum"), 1)
        return font


def current() -> Theme:
    """The theme in force; light at 100 % before ``apply``."""
    app = QApplication.instance()
    theme = app.property(_PROPERTY) if app is not None else None
    return theme if isinstance(theme, Theme) else _PLAIN


_PLAIN = Theme(LIGHT, dark=False, scale=1.0)


def apply(app: QApplication, mode: Mode | None = None, scale: float | None = None) -> Theme:
    """Dresses the application; callable again whenever mode, text size or the computer's own scheme changes.

    ``scale`` is 1.0 to 2.0. What is left out stays as it was; the first time the computer decides.
    """
    before = app.property(_PROPERTY)
    if isinstance(before, Theme):
        dark = _system_is_dark(app)
    else:
        # The platform's own palette tells as well as the colour scheme, which takes the whole Qt namespace: 25 ms.
        dark = app.palette().window().color().lightness() < 128
        _load_fonts()
        usual = _system_scale(app)
        before = Theme(LIGHT, dark=False, scale=usual, usual=usual)
    mode = mode or before.mode
    dark = mode == "dark" or (mode == "system" and dark)
    size = min(2.0, max(1.0, scale or before.scale))
    theme = Theme(DARK if dark else LIGHT, dark, size, mode, before.usual)
    app.setProperty(_PROPERTY, theme)
    app.setFont(theme.font())
    app.setPalette(_palette(theme.tokens))
    app.setStyleSheet(_stylesheet(theme))
    return theme


def wear(app: QApplication, mode: Mode, scale: float | None) -> Theme:
    """``apply`` for what was chosen, as far as this screen has room; no ``scale`` is the computer's own."""
    if scale is None:
        before = app.property(_PROPERTY)
        return apply(app, mode, before.usual if isinstance(before, Theme) else None)
    return apply(app, mode, min(scale, largest_scale(app)))


def less_motion() -> bool:
    """Whether the person or the computer asks for less motion."""
    if os.environ.get("KASSA_REDUCED_MOTION", "") not in ("", "0"):
        return True
    from PySide6.QtWidgets import QStyle

    return QApplication.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) == 0


def contrast(one: str | QColor, other: str | QColor) -> float:
    """WCAG 2's contrast ratio of two colours, 1 to 21."""
    first, second = sorted((_luminance(QColor(one)), _luminance(QColor(other))))
    return (second + 0.05) / (first + 0.05)


def _luminance(colour: QColor) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)

    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF())


def _system_is_dark(app: QApplication) -> bool:
    from PySide6.QtCore import Qt

    return app.styleHints().colorScheme() == Qt.ColorScheme.Dark


@cache
def _load_fonts() -> None:
    for weight in ("Regular", "SemiBold", "Bold"):
        QFontDatabase.addApplicationFont(str(paths.resources() / "fonts" / f"Inter-{weight}.ttf"))


def _system_scale(app: QApplication) -> float:
    usual = 9.0 if sys.platform == "win32" else 13.0 if sys.platform == "darwin" else 11.0
    share = app.font().pointSizeF() / usual
    # A point more or less is the platform's taste; only a clear wish for larger text counts.
    if share <= 1.15:
        return 1.0
    return round(min(share, largest_scale(app)), 2)


def largest_scale(app: QApplication) -> float:
    """Text larger than this makes the window wider than its screen, and hides what stands at the right."""
    return max(1.0, min(2.0, app.primaryScreen().availableSize().width() / LEAST_WIDTH))


def _palette(tokens: Tokens) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for which, name in (
        (role.Window, "ground"),
        (role.WindowText, "text"),
        (role.Base, "card"),
        (role.AlternateBase, "side"),
        (role.Text, "text"),
        (role.Button, "card"),
        (role.ButtonText, "text"),
        (role.BrightText, "wrong"),
        (role.PlaceholderText, "muted"),
        (role.Highlight, "act"),
        (role.HighlightedText, "on_act"),
        (role.ToolTipBase, "ink"),
        (role.ToolTipText, "on_ink"),
        (role.Link, "act"),
        (role.LinkVisited, "act"),
        (role.Light, "card"),
        (role.Midlight, "line"),
        (role.Mid, "edge"),
        (role.Dark, "dash"),
        (role.Shadow, "text"),
        (role.Accent, "act"),
    ):
        palette.setColor(which, tokens.colour(name))
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, tokens.colour("muted"))
    return palette


@cache
def _sheet_template() -> str:
    return (paths.resources() / "themes" / "kassa.qss").read_text(encoding="utf-8")


def _stylesheet(theme: Theme) -> str:
    colours = {
        **theme.tokens._asdict(),
        "themes": (paths.resources() / "themes").as_posix(),
        "shade": "dark" if theme.dark else "light",
    }
    sized = re.sub(r"\b(\d+)u\b", lambda match: f"{theme.px(int(match[1]))}px", _sheet_template())
    return re.sub(r"@(\w+)", lambda match: colours[match[1]], sized)
