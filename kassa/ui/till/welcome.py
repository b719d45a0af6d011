"""What stands where the customer will be: how to begin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedLayout, QVBoxLayout, QWidget

from kassa.ui import theme
from kassa.ui.widgets.buttons import QuietButton
from kassa.ui.widgets.label import Label
from kassa.words import Words

if TYPE_CHECKING:
    from kassa.ui.first.empty_register import EmptyRegister

_WIDTH = 460


class Welcome(QWidget):
    """One message at a time: ``opening``, ``failed``, ``no_customers`` or ``ready``."""

    new_customer = Signal()
    import_asked = Signal()
    paper_asked = Signal()
    try_again = Signal()

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        px = theme.current().px
        self.heading = Label("", "title", wrap=True)
        self.heading.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self.text = Label("", "note", wrap=True, colour="muted")
        self.add = QuietButton(words.tr("New customer"), "F4", accent=True)
        self.again = QuietButton(words.tr("Try again"), "⏎", accent=True)
        self.add.clicked.connect(self.new_customer)
        self.again.clicked.connect(self.try_again)
        inside = QWidget()
        inside.setMaximumWidth(px(_WIDTH))
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(14))
        column.addStretch(2)
        for widget in (self.heading, self.text):
            column.addWidget(widget)
        for button in (self.add, self.again):
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            column.addWidget(button)
        column.addStretch(3)
        plain = QWidget()
        row = QHBoxLayout(plain)
        row.addStretch(1)
        row.addWidget(inside, 100)
        row.addStretch(1)
        self._plain = plain
        self.empty: EmptyRegister | None = None
        self._stack = QStackedLayout(self)
        self._stack.addWidget(plain)
        self.opening()

    def _show(self, heading: str, text: str, *controls: QWidget) -> None:
        self._stack.setCurrentWidget(self._plain)
        self.heading.set_text(heading)
        self.text.set_text(text)
        for widget in (self.add, self.again):
            widget.setVisible(widget in controls)

    def opening(self) -> None:
        """The store is being opened."""
        self._show(self._words.tr("Good to see you"), self._words.tr("The shop is being opened …"))

    def failed(self, why: str) -> None:
        """The store could not be opened."""
        self._show(self._words.tr("The shop can't be opened"), why, self.again)
        self.again.setFocus()

    def no_customers(self) -> None:
        """The register is empty."""
        if self.empty is None:
            # Imported here: only a new shop sees it.
            from kassa.ui.first.empty_register import EmptyRegister

            self.empty = EmptyRegister(self._words)
            self.empty.new_asked.connect(self.new_customer)
            self.empty.import_asked.connect(self.import_asked)
            self.empty.paper_asked.connect(self.paper_asked)
            self._stack.addWidget(self.empty)
        self._stack.setCurrentWidget(self.empty)

    def ready(self) -> None:
        """Waiting for the next customer."""
        self._show(
            self._words.tr("Who is next?"),
            self._words.tr("Scan a card at any time, or type a part of a name, a telephone or its last digits."),
            self.add,
        )
