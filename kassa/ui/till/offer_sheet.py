"""A blank card in the hand while a customer is open: is it theirs, and what of the one that they have?"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kassa.domain.codes import grouped
from kassa.domain.people import Card
from kassa.ui.till.cards_sheet import CardAct, CardValue, WhichCard, in_use
from kassa.ui.till.options import OptionSheet
from kassa.ui.widgets.label import Label
from kassa.words import Words

_ACTS: dict[str, CardAct] = {"lost": "lost and new", "worn": "replace", "more": "assign"}


class OfferSheet(OptionSheet):
    """A first card is given by Enter; beside a card in use one key says why. ``elsewhere`` is for somebody else."""

    elsewhere = Signal(str)

    def __init__(self, words: Words, who: str, cards: tuple[Card, ...], code: str, parent: QWidget) -> None:
        used = in_use(cards)
        title = words.tr("A card for {name}").format(name=who)
        super().__init__(words, title, "" if used else words.tr("Give the card"), parent)
        self.code = code
        self._used = used
        self._which: WhichCard | None = None
        self._in_hand = Label("", "body", wrap=True)
        self.form.addWidget(self._in_hand)
        self.set_card(code)
        if len(used) == 1:
            held = words.tr("The card {code} is in use already. What about it?").format(code=grouped(used[0].code))
            self.form.addWidget(Label(held, "strong", wrap=True))
        elif used:
            self.form.addWidget(Label(words.tr("Several cards are in use already. Which one is it about?"), "strong"))
            self._which = WhichCard(used)
            self.form.addWidget(self._which)
        if used:
            self.offer("lost", words.tr("It is lost"), words.tr("It opens nobody from now on."))
            self.offer("worn", words.tr("It is worn out"), words.tr("It still finds its owner. Take it back."))
            self.offer("more", words.tr("One more card"), words.tr("For the family: both are in use."))
        self.offer("else", words.tr("For somebody else"))

    def set_card(self, code: str) -> None:
        """Another blank card was scanned: that one is in the hand."""
        self.code = code
        self._in_hand.set_text(self.words.tr("Blank card {code}").format(code=grouped(code)), grouped(code))

    def choose(self, answer: str) -> None:
        if answer == "else":
            self.elsewhere.emit(self.code)
            return
        which = self._which.code if self._which is not None else self._used[0].code
        self._give(CardValue(_ACTS[answer], None if answer == "more" else which, self.code))

    def submit(self) -> None:
        if not self._used:
            self._give(CardValue("assign", new=self.code))

    def _give(self, value: CardValue) -> None:
        if self.save_button.isEnabled():
            self.busy()
            self.accepted.emit(value)
