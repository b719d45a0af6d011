"""A customer's loyalty cards, and in one key what became of the one in use: lost, worn out, or one more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLayout, QWidget

from kassa.domain.codes import grouped
from kassa.domain.people import Card, CardState
from kassa.ui import theme
from kassa.ui.till.options import OptionSheet
from kassa.ui.widgets.buttons import PillToggle
from kassa.ui.widgets.chips import Chip
from kassa.ui.widgets.flow import FlowBox
from kassa.ui.widgets.label import Label
from kassa.words import Words

CardAct = Literal["lost and new", "replace", "assign"]
CARD_TONES = {"active": "likes", "lost": "complaint", "blocked": "complaint"}


@dataclass(frozen=True)
class CardValue:
    """What to do: report ``code`` lost and give ``new`` for it, replace ``code`` by ``new``, or give ``new``, one more.

    Where there is no ``new``, a fresh code is made, to be printed later.
    """

    act: CardAct
    code: str | None = None
    new: str | None = None


def state_name(words: Words, state: CardState) -> str:
    """A card's state in a word."""
    names = {
        "blank": words.tr("blank"),
        "active": words.tr("in use"),
        "lost": words.tr("lost"),
        "blocked": words.tr("blocked"),
        "replaced": words.tr("replaced"),
    }
    return names[state]


def in_use(cards: tuple[Card, ...]) -> tuple[Card, ...]:
    """Those that open their customer and are nobody's old ones."""
    return tuple(card for card in cards if card.state == "active")


def waits_for_print(card: Card) -> bool:
    """Whether the customer has only its code so far."""
    return card.state == "active" and card.printed is None


class WhichCard(FlowBox):
    """Which of several cards is meant; ``code`` is the chosen one's, at first the latest."""

    def __init__(self, cards: tuple[Card, ...]) -> None:
        super().__init__(gap=8)
        self.code = cards[0].code
        self.pills: dict[str, PillToggle] = {}
        for card in cards:
            pill = PillToggle(grouped(card.code))
            pill.setProperty("code", card.code)
            pill.clicked.connect(self._clicked)
            self.pills[card.code] = pill
            self.add(pill)
        self.choose(self.code)

    def choose(self, code: str) -> None:
        """That one."""
        self.code = code
        for each, pill in self.pills.items():
            pill.setChecked(each == code)

    def _clicked(self) -> None:
        pill = self.sender()
        if isinstance(pill, PillToggle):
            self.choose(pill.property("code"))


class CardsSheet(OptionSheet):
    """``chosen`` says ``lost``, ``worn`` or ``more``; ``which`` is the card that is meant."""

    def __init__(self, words: Words, who: str, cards: tuple[Card, ...], parent: QWidget) -> None:
        super().__init__(words, words.tr("Cards of {name}").format(name=who), "", parent)
        self._which: WhichCard | None = None
        used = in_use(cards)
        for card in cards:
            self.form.addLayout(self._row(card))
        self.form.addSpacing(theme.current().px(8))
        if len(used) > 1:
            self.form.addWidget(Label(words.tr("Which card?"), "caption"))
            self._which = WhichCard(used)
            self.form.addWidget(self._which)
        self._code = used[0].code if used else ""
        self.offer("lost", words.tr("Lost card"), words.tr("It opens nobody from now on. Then a new one."))
        self.offer(
            "worn", words.tr("Worn out"), words.tr("A new one takes its place; the old one still finds its owner.")
        )
        self.offer("more", words.tr("One more card"), words.tr("For the family: both are in use."))
        self.note = Label(words.tr("Or scan a blank card from the pile."), "muted", wrap=True)
        self.form.addWidget(self.note)

    @property
    def which(self) -> str:
        """The card that is meant."""
        return self._which.code if self._which is not None else self._code

    def _row(self, card: Card) -> QLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.current().px(8))
        row.addWidget(Label(grouped(card.code), "figure"))
        row.addWidget(Chip(state_name(self.words, card.state), CARD_TONES.get(card.state, "base"), square=True))
        if waits_for_print(card):
            row.addWidget(Chip(self.words.tr("not printed yet"), "due", square=True))
        row.addStretch(1)
        row.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        return row

    def submit(self) -> None:
        """Enter means none of them."""
