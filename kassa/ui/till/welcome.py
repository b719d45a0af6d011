"""What stands where the customer will be: how to begin, and in a new shop how to begin at all."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from kassa.ui import theme
from kassa.ui.widgets.buttons import PrimaryButton, QuietButton
from kassa.ui.widgets.label import Label
from kassa.words import Words

_WIDTH = 460


class Welcome(QWidget):
    """One message at a time: ``opening``, ``failed``, ``no_programme``, ``no_customers`` or ``ready``."""

    new_customer = Signal()
    start_simply = Signal(str, str)
    try_again = Signal()

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        px = theme.current().px
        self.heading = Label("", "title", wrap=True)
        self.heading.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self.text = Label("", "note", wrap=True, colour="muted")
        self.shop = QLineEdit()
        self.shop.setAccessibleName(words.tr("The shop's name"))
        self.shop.setPlaceholderText(words.tr("The shop's name"))
        self.item = QLineEdit()
        self.item.setAccessibleName(words.tr("What a stamp is given for"))
        self.item.setPlaceholderText(words.tr("What a stamp is given for, such as Coffee"))
        self.start = PrimaryButton(words.tr("Begin with ten stamps"), "⏎")
        self.add = QuietButton(words.tr("New customer"), "F4", accent=True)
        self.again = QuietButton(words.tr("Try again"), "⏎", accent=True)
        self.start.clicked.connect(self._start)
        self.shop.returnPressed.connect(self.item.setFocus)
        self.item.returnPressed.connect(self._start)
        self.add.clicked.connect(self.new_customer)
        self.again.clicked.connect(self.try_again)
        inside = QWidget()
        inside.setMaximumWidth(px(_WIDTH))
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(14))
        column.addStretch(2)
        for widget in (self.heading, self.text, self.shop, self.item):
            column.addWidget(widget)
        for button in (self.start, self.add, self.again):
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            column.addWidget(button)
        column.addStretch(3)
        row = QHBoxLayout(self)
        row.addStretch(1)
        row.addWidget(inside, 100)
        row.addStretch(1)
        self.opening()

    def _show(self, heading: str, text: str, *controls: QWidget) -> None:
        self.heading.set_text(heading)
        self.text.set_text(text)
        for widget in (self.shop, self.item, self.start, self.add, self.again):
            widget.setVisible(widget in controls)

    def opening(self) -> None:
        """The store is being opened."""
        self._show(self._words.tr("Good to see you"), self._words.tr("The shop is being opened …"))

    def failed(self, why: str) -> None:
        """The store could not be opened."""
        self._show(self._words.tr("The shop can't be opened"), why, self.again)
        self.again.setFocus()

    def no_programme(self) -> None:
        """The store is new: it has no programme to stamp by."""
        words = self._words
        simply = words.tr("The shop has no loyalty programme yet. Begin with the simplest: ten stamps, then one free.")
        own = words.tr("Or write your own file and give it to Kassa: kassa programme apply cafe.toml")
        self._show(words.tr("Welcome to Kassa"), f"{simply}\n{own}", self.shop, self.item, self.start)
        self.shop.setFocus()

    def no_customers(self) -> None:
        """The register is empty."""
        words = self._words
        how = words.tr("Add the next customer at the counter: a name, a telephone or just a card is enough.")
        other = words.tr("Bring a list from another till: kassa import customers FILE")
        sample = words.tr("Or look around in the sample shop first: kassa demo")
        self._show(words.tr("Nobody in the register yet"), f"{how}\n{other}\n{sample}", self.add)

    def ready(self) -> None:
        """Waiting for the next customer."""
        self._show(
            self._words.tr("Who is next?"),
            self._words.tr("Scan a card at any time, or type a part of a name, a telephone or its last digits."),
            self.add,
        )

    def _start(self) -> None:
        shop, item = self.shop.text().strip(), self.item.text().strip()
        if not shop or not item:
            (self.item if shop else self.shop).setFocus()
            return
        self.start_simply.emit(shop, item)
