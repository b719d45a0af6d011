"""The panels beside the columns: what was understood, who will come in, who may be one person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kassa.ui import theme
from kassa.ui.importing.controls import Disc, Fact
from kassa.ui.importing.understood import Known
from kassa.ui.widgets.chips import Avatar, initials
from kassa.ui.widgets.label import Label
from kassa.ui.widgets.panel import Panel
from kassa.words import Words

if TYPE_CHECKING:
    from kassa.exchange.survey import Pair

_PAIRS = 50


class Example(NamedTuple):
    """One of those who come in, as they will stand in Kassa; ``figure`` is a receipt's amount."""

    name: str
    detail: str = ""
    figure: str = ""
    person: bool = True


class _Rows(Panel):
    """A panel whose rows are made anew."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent=parent)
        self.rows: list[QWidget] = []

    def _show(self, rows: Sequence[QWidget]) -> None:
        for old in self.rows:
            old.hide()
            old.deleteLater()
        self.rows = list(rows)
        for row in self.rows:
            self.add(row)
        self.setVisible(bool(self.rows))


class UnderstoodPanel(_Rows):
    """What was understood of the file, each with its tick."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(words.tr("What Kassa understood"), parent)
        self.facts: tuple[Known, ...] = ()

    def show_facts(self, facts: Sequence[Known]) -> None:
        """These and no others."""
        self.facts = tuple(facts)
        self._show([Fact(fact.text, fact.why) for fact in facts])


class ExamplesPanel(_Rows):
    """The first people or receipts as they will be."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(words.tr("The first, as they will be"), parent)

    def show_examples(self, title: str, examples: Sequence[Example]) -> None:
        """These under a title."""
        self.set_title(title)
        self._show([_example(each) for each in examples])


class PairsPanel(_Rows):
    """Who may be one person."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(words.tr("Perhaps the same person"), parent)
        self._words = words

    def show_pairs(self, pairs: Sequence[Pair], count: int) -> None:
        """The first of so many pairs."""
        words = self._words
        told = words.ntr("Perhaps the same person: {n} pair", "Perhaps the same person: {n} pairs", count)
        self.set_title(told.format(n=words.number(count)))
        shown = pairs[:_PAIRS]
        rows: list[QWidget] = [self._pair(pair) for pair in shown]
        if count > len(shown):
            rest = count - len(shown)
            more = words.ntr("and {n} more pair", "and {n} more pairs", rest)
            rows.append(Label(more.format(n=words.number(rest)), "muted"))
        self._show(rows)

    def _pair(self, pair: Pair) -> QWidget:
        words = self._words
        line = words.tr("line {n}")
        row = QWidget()
        box = QVBoxLayout(row)
        box.setContentsMargins(0, theme.current().px(2), 0, theme.current().px(2))
        box.setSpacing(0)
        (first, name), (second, other_name) = sorted([(pair.line, pair.name), (pair.other_line, pair.other_name)])
        one, other = f"({line.format(n=first)})", f"({line.format(n=second)})"
        names = Label(private=True, wrap=True)
        start = len(name) + len(one) + 4
        bold = ((0, len(name)), (start, start + len(other_name)))
        names.set_text(f"{name} {one} · {other_name} {other}", bold)
        box.addWidget(names)
        box.addWidget(Label(words.text(pair.why), "muted", wrap=True))
        return row


def _example(example: Example) -> QWidget:
    now = theme.current()
    row = QWidget()
    box = QHBoxLayout(row)
    box.setContentsMargins(0, now.px(3), 0, now.px(3))
    box.setSpacing(now.px(12))
    if example.person:
        box.addWidget(Avatar(initials(example.name), 38, private=True))
    else:
        box.addWidget(Disc("people", "base", 38))
    text = QVBoxLayout()
    text.setSpacing(0)
    text.addWidget(Label(example.name, "strong", private=True, colour="" if example.person else "muted"))
    if example.detail:
        text.addWidget(Label(example.detail, "muted", private=True, wrap=True))
    box.addLayout(text, 1)
    if example.figure:
        figure = Label(example.figure, "figure", private=True)
        figure.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        box.addWidget(figure)
    return row
