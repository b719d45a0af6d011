"""Who gets post: everybody, whoever has a birthday soon, whom search and filters let through, or people by name."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from kassa.services.register import SILENT_MONTHS, Filters
from kassa.ui import theme
from kassa.ui.cards.controls import Choice
from kassa.ui.cards.who import WhoChooser
from kassa.ui.customers.filters import FilterBar
from kassa.ui.post.wish import BIRTHDAY_DAYS, People, To
from kassa.ui.till.desk import Shop
from kassa.words import Words

_TYPING_MS = 250


class _ByName(WhoChooser):
    """Only the list of customers chosen by name; the cards page's other answers are none here."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self.choose("chosen")
        for choice in (self.waiting, self.chosen, self.blank):
            choice.hide()


class PeopleChooser(QWidget):
    """``changed`` says that others are meant; ``asked`` carries what was typed to find somebody by name."""

    changed = Signal()
    asked = Signal(str)

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = words
        soon = words.ntr("Birthday within {n} day", "Birthday within {n} days", BIRTHDAY_DAYS).format(n=BIRTHDAY_DAYS)
        self.choices: dict[To, Choice] = {
            "all": Choice(words.tr("Everybody")),
            "birthday": Choice(soon),
            "some": Choice(words.tr("Those who fit")),
            "chosen": Choice(words.tr("Customers I choose")),
        }
        self.query = QLineEdit()
        self.query.setPlaceholderText(words.tr("Name, telephone or card"))
        self.query.setAccessibleName(words.tr("Search"))
        self.filters = FilterBar(words, Filters())
        self.names = _ByName(words)
        self._typing = QTimer(self, singleShot=True, interval=_TYPING_MS)
        self._some = QWidget()
        inside = QVBoxLayout(self._some)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(theme.current().px(8))
        inside.addWidget(self.query)
        inside.addWidget(self.filters)
        column = QVBoxLayout(self)
        for kind, choice in self.choices.items():
            column.addWidget(choice)
            below = {"some": self._some, "chosen": self.names}.get(kind)
            if below is not None:
                column.addWidget(below)
        self.choices["all"].setChecked(True)
        for choice in self.choices.values():
            choice.toggled.connect(self._toggled)
        self.query.textEdited.connect(self._typed)
        self._typing.timeout.connect(self._said)
        self.filters.changed.connect(self._said)
        self.names.changed.connect(self._said)
        self.names.asked.connect(self.asked)
        self._show_parts()

    def people(self) -> People:
        """Who is chosen now."""
        return People(self._to(), self.names.who().customers, self.query.text().strip(), self.filters.filters)

    def choose(self, people: People) -> None:
        """Chooses for the person, such as those whom the register showed."""
        self.query.setText(people.query)
        self.filters.choose(people.filters)
        self.choices[people.to].setChecked(True)
        self._show_parts()
        self.changed.emit()

    def in_words(self) -> str:
        """The same in a few words."""
        to = self._to()
        if to == "chosen":
            return self.names.in_words()
        return self.choices[to].accessibleName()

    def offer(self, shop: Shop, tags: Mapping[str, int]) -> None:
        """What the filters choose from."""
        self.filters.offer(shop, tags, SILENT_MONTHS)

    def _to(self) -> To:
        return next((kind for kind, choice in self.choices.items() if choice.isChecked()), "all")

    def _toggled(self, on: bool) -> None:
        if on:
            self._show_parts()
            self.changed.emit()

    def _typed(self) -> None:
        self._typing.start()

    def _said(self) -> None:
        self.changed.emit()

    def _show_parts(self) -> None:
        self._some.setVisible(self.choices["some"].isChecked())
        self.names.setVisible(self.choices["chosen"].isChecked())
