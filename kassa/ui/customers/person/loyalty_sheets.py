"""Putting a balance right: an adjustment with its reason, a half-full paper card carried over."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from kassa.domain.standing import StampCardStanding
from kassa.ui import theme
from kassa.ui.till.sheet import Sheet
from kassa.ui.widgets.buttons import IconButton, PillToggle
from kassa.ui.widgets.flow import FlowBox
from kassa.ui.widgets.label import Label
from kassa.words import Words


@dataclass(frozen=True)
class AdjustValue:
    """Stamps to add (or to take, below zero) on a stamp card, and why."""

    programme: str
    delta: int
    reason: str


@dataclass(frozen=True)
class CarryValue:
    """The stamps of a paper card."""

    programme: str
    stamps: int


class StampSheet(Sheet):
    """Which stamp card, and how many stamps: typed, or by plus and minus."""

    def __init__(self, words: Words, title: str, cards: tuple[StampCardStanding, ...], parent: QWidget) -> None:
        super().__init__(words, title, words.tr("Save"), parent)
        self.cards = {card.programme: card for card in cards}
        self.programme = cards[0].programme
        self.pills: dict[str, PillToggle] = {}
        if len(cards) > 1:
            self.form.addWidget(self._which())
        self.form.addWidget(Label(words.tr("Stamps"), "caption"))
        self.count = QLineEdit()
        self.count.setAccessibleName(words.tr("Stamps"))
        self.count.setMaxLength(5)
        self.count.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.count.setMaximumWidth(theme.current().px(110))
        self.fewer = IconButton("minus", words.tr("One stamp fewer"), colour="text")
        self.more = IconButton("plus", words.tr("One stamp more"), colour="text")
        self.fewer.clicked.connect(self._less)
        self.more.clicked.connect(self._more)
        row = QHBoxLayout()
        row.setSpacing(theme.current().px(8))
        for widget in (self.fewer, self.count, self.more):
            row.addWidget(widget)
        row.addStretch(1)
        self.form.addLayout(row)

    def _which(self) -> FlowBox:
        box = FlowBox()
        for card in self.cards.values():
            pill = PillToggle(card.name)
            pill.setProperty("programme", card.programme)
            pill.setChecked(card.programme == self.programme)
            pill.clicked.connect(self._card_clicked)
            box.add(pill)
            self.pills[card.programme] = pill
        return box

    def _card_clicked(self) -> None:
        pill = self.sender()
        if isinstance(pill, PillToggle):
            self.programme = pill.property("programme")
            for each, other in self.pills.items():
                other.setChecked(each == self.programme)
            self.card_chosen()

    def card_chosen(self) -> None:
        """Another stamp card is meant now."""

    def _less(self) -> None:
        self.count.setText(_signed((self.stamps or 0) - 1))

    def _more(self) -> None:
        self.count.setText(_signed((self.stamps or 0) + 1))

    @property
    def stamps(self) -> int | None:
        """The number typed; None when it is none."""
        text = self.count.text().strip().replace("−", "-")
        try:
            return int(text)
        except ValueError:
            return None

    def first_field(self) -> QWidget:
        return self.count


class AdjustSheet(StampSheet):
    """Stamps added or taken away by hand; the reason stays for good."""

    def __init__(self, words: Words, who: str, cards: tuple[StampCardStanding, ...], parent: QWidget) -> None:
        super().__init__(words, words.tr("Adjust the stamps of {name}").format(name=who), cards, parent)
        self.count.setPlaceholderText(words.tr("+1 or −1"))
        self.reason = QLineEdit()
        self.reason.setAccessibleName(words.tr("The reason"))
        self.reason.setPlaceholderText(words.tr("what happened, for whoever asks a year from now"))
        self.reason.setMaxLength(200)
        self.form.addWidget(Label(words.tr("The reason"), "caption"))
        self.form.addWidget(self.reason)

    def submit(self) -> None:
        if not self.stamps:
            self.show_error(self.words.tr("How many stamps? For example 2, or −2 to take two away."))
            self.count.setFocus()
            return
        if not self.reason.text().strip():
            self.show_error(self.words.tr("Write the reason; it stays with the stamps."))
            self.reason.setFocus()
            return
        self.busy()
        self.accepted.emit(AdjustValue(self.programme, self.stamps, self.reason.text().strip()))


class CarrySheet(StampSheet):
    """A paper card's stamps, counted over once."""

    def __init__(self, words: Words, who: str, cards: tuple[StampCardStanding, ...], parent: QWidget) -> None:
        super().__init__(words, words.tr("A paper card of {name}").format(name=who), cards, parent)
        self._hint = Label("", "muted", wrap=True)
        self.form.addWidget(self._hint)
        self.card_chosen()

    def card_chosen(self) -> None:
        most = self.cards[self.programme].boxes - 1
        told = self.words.tr("Count them once and throw the paper away. At most {most}; a full card is a reward.")
        self._hint.set_text(told.format(most=most))

    def submit(self) -> None:
        most = self.cards[self.programme].boxes - 1
        if self.stamps is None or not 0 < self.stamps <= most:
            self.show_error(self.words.tr("How many stamps are on the paper card? From 1 to {most}.").format(most=most))
            self.count.setFocus()
            return
        self.busy()
        self.accepted.emit(CarryValue(self.programme, self.stamps))


def _signed(count: int) -> str:
    return f"−{-count}" if count < 0 else str(count)
