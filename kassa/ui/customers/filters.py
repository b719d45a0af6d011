"""The filters over the table: each a pill that says what it lets through."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction, QActionGroup, QColor, QMouseEvent
from PySide6.QtWidgets import QMenu, QWidget

from kassa.ui import theme
from kassa.ui.till.desk import Shop
from kassa.ui.widgets.buttons import PillToggle
from kassa.ui.widgets.flow import FlowBox
from kassa.words import Words

if TYPE_CHECKING:
    from kassa.services.register import Filters

_MORE = " ▾"
_LONGEST = 24


class StayingMenu(QMenu):
    """A menu of several choices: it stays open while one after the other is ticked."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        action: QAction | None = self.activeAction()
        if action is not None and action.isCheckable() and action.actionGroup() is None:
            action.trigger()
            return
        super().mouseReleaseEvent(event)


class FilterPill(PillToggle):
    """One filter, on or off."""

    height_px = 44
    font_px = 14
    side_px = 13

    def show_as(self, label: str, on: bool, more: bool = False) -> None:
        """What it says, and whether it is in force; ``more`` opens a menu."""
        self.set_label(label + (_MORE if more else ""))
        self.setAccessibleName(label)
        self.setChecked(on)
        self.update()


class FilterBar(FlowBox):
    """``changed`` says that somebody else is meant now, ``fitted`` that the pills want another width."""

    changed = Signal()
    fitted = Signal()

    def __init__(self, words: Words, filters: Filters, parent: QWidget | None = None) -> None:
        super().__init__(8, parent)
        self._words = words
        self._none = self.filters = filters
        self._tiers: tuple[tuple[str, str], ...] = ()
        self._tags: Mapping[str, int] = {}
        self._months: tuple[int, ...] = ()
        self.tier, self.tag, self.silent = FilterPill(), FilterPill(), FilterPill()
        self.no_contact, self.no_card, self.double = FilterPill(), FilterPill(), FilterPill()
        self.all = FilterPill()
        self._compact = False
        self.clear_all = _ClearButton(words.tr("Clear"))
        self.clear_all.setAccessibleName(words.tr("Clear filters"))
        self._single = (self.tier, self.tag, self.silent, self.no_contact, self.no_card, self.double)
        for pill in (self.all, *self._single, self.clear_all):
            self.add(pill)
        self.all.clicked.connect(self._ask_all)
        self.tier.clicked.connect(self._ask_tier)
        self.tag.clicked.connect(self._ask_tag)
        self.silent.clicked.connect(self._ask_silent)
        self.no_contact.clicked.connect(self._turn_no_contact)
        self.no_card.clicked.connect(self._turn_no_card)
        self.double.clicked.connect(self._turn_double)
        self.clear_all.clicked.connect(self.take_away)
        self._tell()

    def offer(self, shop: Shop | None, tags: Mapping[str, int], months: tuple[int, ...]) -> None:
        """What there is to choose from: the programme's tiers, the tags in use and how many have each, the months."""
        levels = shop.programme.tiers.levels if shop and shop.programme.tiers else ()
        self._tiers = tuple((level.id, level.name) for level in levels)
        self._tags, self._months = tags, months
        self._tell()
        self.fitted.emit()

    def take_away(self) -> None:
        """Lets everybody through."""
        self.choose(self._none)

    def choose(self, filters: Filters) -> None:
        """Puts filters in force."""
        if filters != self.filters:
            self.filters = filters
            self._tell()
            self.fitted.emit()
            self.changed.emit()

    def _turn_no_contact(self) -> None:
        self.choose(replace(self.filters, no_contact=not self.filters.no_contact))

    def _turn_no_card(self) -> None:
        self.choose(replace(self.filters, no_card=not self.filters.no_card))

    def _turn_double(self) -> None:
        self.choose(replace(self.filters, double=not self.filters.double))

    def wanted_width(self) -> int:
        """The width in which all pills stand in one row, also the one that clears them."""
        gap = theme.current().px(8)
        shown = (pill for pill, there in zip(self._single, self._there(), strict=True) if there)
        return sum(pill.sizeHint().width() + gap for pill in (*shown, self.clear_all))

    def fit(self, room: int) -> None:
        """Where large text leaves room for less than half of the pills in a row, one stands for all of them."""
        compact = self.wanted_width() > 2 * room
        if compact != self._compact:
            self._compact = compact
            self._tell()

    @property
    def compact(self) -> bool:
        """Whether one pill stands for all of them."""
        return self._compact

    # ── what the pills say ──

    def _there(self) -> tuple[bool, ...]:
        """Which of the single pills have something to choose from."""
        return len(self._tiers) > 1, bool(self._tags or self.filters.tags), True, True, True, True

    def _tell(self) -> None:
        words, now = self._words, self.filters
        names = dict(self._tiers)
        for pill, there in zip(self._single, self._there(), strict=True):
            pill.setVisible(there and not self._compact)
        held = [name for tier, name in self._tiers if tier in now.tiers]
        self.tier.show_as(_listed(held) or words.tr("Tier"), bool(now.tiers & set(names)), more=True)
        self.tag.show_as(_listed(sorted(now.tags)) or words.tr("Tag"), bool(now.tags), more=True)
        silent = words.tr("Not seen for") if now.silent is None else self._silence(now.silent)
        self.silent.show_as(silent, now.silent is not None, more=True)
        self.no_contact.show_as(words.tr("Without contact"), now.no_contact)
        self.no_card.show_as(words.tr("Without a card"), now.no_card)
        self.double.show_as(words.tr("Possibly double"), now.double)
        self.all.setVisible(self._compact)
        on = sum(pill.isChecked() for pill in self._single)
        some = words.ntr("{n} filter", "{n} filters", on).format(n=on)
        self.all.show_as(some if on else words.tr("Filter"), bool(on), more=True)
        self.clear_all.setVisible(bool(now) and not self._compact)
        self._changed()

    def _silence(self, months: int) -> str:
        return self._words.ntr("Not seen for {n} month", "Not seen for {n} months", months).format(n=months)

    # ── menus ──

    def _ask_tier(self) -> None:
        menu = StayingMenu(self)
        self._fill_tiers(menu)
        self._pop_up(menu, self.tier)

    def _ask_tag(self) -> None:
        menu = StayingMenu(self)
        self._fill_tags(menu)
        self._pop_up(menu, self.tag)

    def _ask_silent(self) -> None:
        menu = QMenu(self)
        self._fill_silences(menu)
        self._pop_up(menu, self.silent)

    def _ask_all(self) -> None:
        menu = StayingMenu(self)
        fills = (self._fill_tiers, self._fill_tags, self._fill_silences)
        names = (self._words.tr("Tier"), self._words.tr("Tag"), self._words.tr("Not seen for"))
        for fill, name, there in zip(fills, names, self._there(), strict=False):
            if there:
                inner = StayingMenu(name, menu)
                menu.addMenu(inner)
                fill(inner)
        for pill, turn in (
            (self.no_contact, self._turn_no_contact),
            (self.no_card, self._turn_no_card),
            (self.double, self._turn_double),
        ):
            self._offer(menu, pill.accessibleName(), pill.isChecked(), turn)
        if self.filters:
            menu.addSeparator()
            menu.addAction(self.clear_all.accessibleName()).triggered.connect(self.take_away)
        self._pop_up(menu, self.all)

    def _fill_tiers(self, menu: QMenu) -> None:
        for tier, name in self._tiers:
            self._offer(menu, name, tier in self.filters.tiers, partial(self._toggle_tier, tier))

    def _fill_tags(self, menu: QMenu) -> None:
        for tag, count in sorted(self._tags.items(), key=lambda each: (-each[1], each[0])):
            named = f"{tag}\t{self._words.number(count)}"
            self._offer(menu, named, tag in self.filters.tags, partial(self._toggle_tag, tag))

    def _fill_silences(self, menu: QMenu) -> None:
        group = QActionGroup(menu)
        choices = ((None, self._words.tr("However long ago")), *((each, self._silence(each)) for each in self._months))
        for months, name in choices:
            action = self._offer(menu, name, months == self.filters.silent, partial(self._set_silent, months))
            group.addAction(action)

    def _offer(self, menu: QMenu, name: str, on: bool, act: Callable[[], None]) -> QAction:
        action = menu.addAction(name.replace("&", "&&"))
        action.setCheckable(True)
        action.setChecked(on)
        action.triggered.connect(act)
        return action

    def _pop_up(self, menu: QMenu, under: QWidget) -> None:
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(under.mapToGlobal(QPoint(0, under.height() + theme.current().px(4))))

    def _toggle_tier(self, tier: str, _on: bool = False) -> None:
        self.choose(replace(self.filters, tiers=self.filters.tiers ^ {tier}))

    def _toggle_tag(self, tag: str, _on: bool = False) -> None:
        self.choose(replace(self.filters, tags=self.filters.tags ^ {tag}))

    def _set_silent(self, months: int | None, _on: bool = False) -> None:
        self.choose(replace(self.filters, silent=months))


class _ClearButton(FilterPill):
    """Takes all filters away; no more than a word."""

    def colours(self) -> tuple[QColor | None, QColor | None, QColor]:
        tokens = theme.current().tokens
        over = self.isDown() or self.underMouse()
        return tokens.colour("track") if over else None, None, tokens.colour("muted")


def _listed(names: Iterable[str]) -> str:
    """The names, or as many as a pill can hold and how many more."""
    listed = list(names)
    if not listed:
        return ""
    text = ", ".join(listed)
    return text if len(text) <= _LONGEST or len(listed) == 1 else f"{listed[0]} +{len(listed) - 1}"
