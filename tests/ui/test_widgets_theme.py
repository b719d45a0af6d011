"""The theme: readable in light and dark, everything scales, icons are there."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QFontInfo
from PySide6.QtWidgets import QApplication

from kassa import paths
from kassa.ui import theme
from kassa.ui.theme import DARK, LIGHT, Tokens
from kassa.ui.widgets import icons

BOTH = pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
_ON_GROUNDS = ("text", "muted", "wrong", "act_soft_text", "due_text")
_PAIRS = [
    *[(name, ground) for name in _ON_GROUNDS for ground in ("ground", "card", "side")],
    ("text", "act_soft"),
    ("muted", "act_soft"),
    ("text", "track"),
    ("muted", "track"),
    ("on_act", "act"),
    ("on_act", "act_over"),
    ("on_act", "act_down"),
    ("rail_text", "rail"),
    ("rail_text", "rail_over"),
    ("rail_on_text", "rail"),
    ("rail_on_text", "rail_on"),
    ("on_ink", "ink"),
    ("on_ink", "ink_over"),
    ("on_ink", "ink_key"),
    ("ink_reward", "ink"),
    ("ink_act", "ink"),
    ("ink_act", "ink_over"),
    ("ink_wrong", "ink"),
    ("mark_text", "mark"),
    ("text", "mark"),
    ("gold_text", "reward_soft"),
]


@BOTH
@pytest.mark.parametrize(("words", "ground"), _PAIRS)
def test_words_can_be_read(tokens: Tokens, words: str, ground: str) -> None:
    assert theme.contrast(getattr(tokens, words), getattr(tokens, ground)) >= 4.5


@BOTH
def test_every_tone_can_be_read(tokens: Tokens) -> None:
    for name in Tokens._fields:
        if name.endswith("_text") and hasattr(tokens, name.removesuffix("_text")) and name != "rail_on_text":
            fill, ink = tokens.tone(name.removesuffix("_text"))
            assert theme.contrast(fill, ink) >= 4.5, name


@BOTH
@pytest.mark.parametrize("kind", ["ask", "likes", "family", "promise", "health", "other", "base", "silver", "gold"])
def test_every_kind_has_a_tone(tokens: Tokens, kind: str) -> None:
    fill, ink = tokens.tone(kind)
    assert fill != ink


@BOTH
@pytest.mark.parametrize(
    ("mark", "ground"), [("act", "card"), ("act", "act_soft"), ("dash", "card"), ("wrong", "card")]
)
def test_edges_can_be_seen(tokens: Tokens, mark: str, ground: str) -> None:
    """WCAG asks 3:1 of what is no text but means something."""
    assert theme.contrast(getattr(tokens, mark), getattr(tokens, ground)) >= 3


def test_contrast_is_wcags() -> None:
    assert theme.contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert theme.contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_the_tokens_are_the_designs() -> None:
    assert (LIGHT.ground, LIGHT.act, LIGHT.reward, LIGHT.gold) == ("#F6F3EE", "#1F7A63", "#E9B44C", "#F7E3B0")
    assert (DARK.ground, DARK.card, DARK.act, DARK.due) == ("#171A19", "#212625", "#3FA98A", "#4A2F1E")


def test_apply_dresses_the_application(qapp: QApplication) -> None:
    theme.apply(qapp, "dark", 1.5)
    assert theme.current().dark
    assert theme.current().px(14) == 21
    assert qapp.palette().window().color() == QColor(DARK.ground)
    assert DARK.card in qapp.styleSheet()
    assert "@" not in qapp.styleSheet()
    assert qapp.font().pixelSize() == 22
    theme.apply(qapp, "light")
    assert theme.current().scale == 1.5
    assert not theme.current().dark


@pytest.mark.parametrize(("asked", "given"), [(0.5, 1.0), (1.25, 1.25), (9.0, 2.0)])
def test_the_text_size_stays_between_100_and_200(qapp: QApplication, asked: float, given: float) -> None:
    assert theme.apply(qapp, "light", asked).scale == given


def test_no_text_is_smaller_than_the_smallest() -> None:
    assert theme.current().font(9).pixelSize() == theme.SMALLEST


def test_inter_is_loaded_in_its_weights() -> None:
    for weight in (400, 600, 700):
        info = QFontInfo(theme.current().font(15, weight))
        assert info.family().startswith("Inter")
    widths = {weight: theme.current().font(15, weight).weight() for weight in (400, 600, 700)}
    assert len(set(widths.values())) == 3


def test_less_motion_by_wish(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KASSA_REDUCED_MOTION", "1")
    assert theme.less_motion()


@pytest.mark.parametrize("file", sorted((paths.resources() / "icons").glob("*.svg")), ids=lambda file: file.stem)
def test_every_icon_draws(file: object) -> None:
    name = getattr(file, "stem", "")
    image = icons.pixmap(name, 24, QColor("#1F7A63"), 2.0).toImage()
    assert image.width() == 48
    inked = sum(image.pixelColor(x, y).alpha() > 128 for x in range(48) for y in range(48))
    assert inked > 20
    assert any(image.pixelColor(x, y) == QColor("#1F7A63") for x in range(48) for y in range(48))


def test_a_wish_for_large_text_never_makes_the_window_wider_than_its_screen(qapp: QApplication) -> None:
    screen = qapp.primaryScreen().availableSize().width()
    usual, fresh = qapp.font(), qapp.property("kassa_theme")
    large = qapp.font()
    large.setPointSizeF(40)
    qapp.setProperty("kassa_theme", None)
    qapp.setFont(large)
    try:
        theme.apply(qapp, "light")
        assert 1.0 < theme.current().scale == round(screen / theme.LEAST_WIDTH, 2)
    finally:
        qapp.setProperty("kassa_theme", fresh)
        qapp.setFont(usual)


def test_what_was_chosen_stays_until_something_else_is(qapp: QApplication) -> None:
    theme.apply(qapp, "dark", 1.5)
    again = theme.apply(qapp)
    assert (again.dark, again.scale, again.mode) == (True, 1.5, "dark")
    assert theme.apply(qapp, "light").scale == 1.5
    usual = theme.current().usual
    assert theme.apply(qapp, scale=usual).scale == usual
    assert theme.current().mode == "light"


def test_what_is_chosen_holds_as_far_as_the_screen_has_room(qapp: QApplication) -> None:
    room = theme.largest_scale(qapp)
    assert 1.0 < room < 2.0, "the screen of the tests is 800 pixels wide"
    assert theme.wear(qapp, "dark", 2.0).scale == room
    assert theme.wear(qapp, "light", 1.05).scale == 1.05
    assert theme.wear(qapp, "light", None).scale == theme.current().usual
