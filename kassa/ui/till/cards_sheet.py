"""A customer's loyalty cards: a lost one, a new one for it, another one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from kassa.domain.codes import grouped, is_code, plain
from kassa.domain.people import Card, CardState
from kassa.ui import theme
from kassa.ui.till.sheet import Sheet
from kassa.ui.widgets.buttons import PillToggle, QuietButton
from kassa.ui.widgets.label import Label
from kassa.words import Words


@dataclass(frozen=True)
class CardValue:
    """What to do: report ``code`` lost, replace it by ``new``, or give the customer ``new``."""

    act: Literal["lost", "replace", "assign"]
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


class CardsSheet(Sheet):
    """A blank card scanned or typed is given to the customer: for the card chosen, else as one more."""

    def __init__(self, words: Words, who: str, cards: tuple[Card, ...], parent: QWidget) -> None:
        super().__init__(words, words.tr("Cards of {name}").format(name=who), words.tr("Give the card"), parent)
        self._cards = cards
        self.replaces: str | None = None
        self.pills: dict[str, PillToggle] = {}
        if not cards:
            self.form.addWidget(Label(words.tr("No card yet. Scan a blank one to give it."), "muted", wrap=True))
        for card in cards:
            self.form.addLayout(self._row(card))
        self.form.addWidget(Label(words.tr("New card"), "caption"))
        self.code = QLineEdit()
        self.code.setAccessibleName(words.tr("New card"))
        self.code.setPlaceholderText(words.tr("scan a blank card, or type its ten digits"))
        self.form.addWidget(self.code)

    def _row(self, card: Card) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.current().px(8))
        row.addWidget(Label(grouped(card.code), "figure"))
        row.addWidget(Label(state_name(self.words, card.state), "muted"), 1)
        if card.state in ("active", "lost"):
            pill = PillToggle(self.words.tr("Replace"))
            pill.setProperty("code", card.code)
            pill.clicked.connect(self._replace_clicked)
            self.pills[card.code] = pill
            row.addWidget(pill)
        if card.state == "active":
            lost = QuietButton(self.words.tr("Lost"))
            lost.setProperty("code", card.code)
            lost.clicked.connect(self._lost_clicked)
            row.addWidget(lost, 0, Qt.AlignmentFlag.AlignRight)
        return row

    def _replace_clicked(self) -> None:
        pill = self.sender()
        if not isinstance(pill, PillToggle):
            return
        code = pill.property("code")
        self.replaces = None if self.replaces == code else code
        for each, other in self.pills.items():
            other.setChecked(each == self.replaces)
        self.code.setFocus()

    def _lost_clicked(self) -> None:
        button = self.sender()
        if isinstance(button, QuietButton):
            self.busy()
            self.accepted.emit(CardValue("lost", code=button.property("code")))

    def set_card(self, code: str) -> None:
        """A blank card was scanned: it is in the hand to be given."""
        self.code.setText(grouped(code))
        self.code.setFocus()

    def first_field(self) -> QWidget:
        return self.code

    def submit(self) -> None:
        new = plain(self.code.text()).strip()
        if not is_code(new):
            self.show_error(self.words.tr("Scan a blank card, or type the ten digits printed on it."))
            self.code.setFocus()
            return
        self.busy()
        act: Literal["replace", "assign"] = "replace" if self.replaces else "assign"
        self.accepted.emit(CardValue(act, code=self.replaces, new=new))
