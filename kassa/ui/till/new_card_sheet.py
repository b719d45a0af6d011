"""A new card for a customer: one from the pile is given by scanning it, or its code is made now and printed later."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget

from kassa.domain.codes import grouped, is_code, plain
from kassa.ui.till.cards_sheet import CardValue
from kassa.ui.till.sheet import Sheet
from kassa.ui.widgets.buttons import QuietButton
from kassa.ui.widgets.label import Label
from kassa.words import Words

Why = Literal["lost", "worn", "more", "first"]


class NewCardSheet(Sheet):
    """``code`` is the card whose place the new one takes, if any; ``undo`` takes back that it was reported lost."""

    undo = Signal()

    def __init__(
        self, words: Words, who: str, why: Why, code: str | None, parent: QWidget, *, undoable: bool = False
    ) -> None:
        super().__init__(words, words.tr("New card for {name}").format(name=who), words.tr("Give the card"), parent)
        self._old = code
        self._can_wait = code is not None
        self._sent = False
        said = {
            "lost": words.tr("The card {code} is lost: it opens nobody any more. The stamps are safe."),
            "worn": words.tr("The card {code} still finds its owner. Take it back when the new one is given."),
        }.get(why, "")
        if said and code is not None:
            self.form.addWidget(Label(said.format(code=grouped(code)), "body", wrap=True))
        self.undo_button = QuietButton(words.tr("Not lost after all"), words.tr("Ctrl Z"))
        self.undo_button.clicked.connect(self.undo)
        self._undoable = undoable
        if undoable:
            self.form.addWidget(self.undo_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.form.addWidget(Label(words.tr("Scan a new one from the pile"), "strong", wrap=True))
        self.code = QLineEdit()
        self.code.setAccessibleName(words.tr("New card"))
        self.code.setPlaceholderText(words.tr("or type its ten digits"))
        self.code.textChanged.connect(self._tell)
        self.code.installEventFilter(self)
        self.form.addWidget(self.code)
        later = words.tr("None at hand? Enter makes a new code now; the card is printed later.")
        none = words.tr("None at hand? A card with the name on it can be printed on the page of loyalty cards.")
        self.form.addWidget(Label(later if self._can_wait else none, "muted", wrap=True))
        self._tell()

    def _tell(self) -> None:
        waits = self._can_wait and not self.code.text().strip()
        self.save_button.set_label(self.words.tr("Print one later") if waits else self.words.tr("Give the card"))
        self.relayout()

    def set_card(self, code: str) -> None:
        """A blank card was scanned: nothing more is to be said."""
        self.code.setText(grouped(code))
        self.submit()

    def first_field(self) -> QWidget:
        return self.code

    def show_error(self, text: str) -> None:
        self._sent = False
        super().show_error(text)

    def submit(self) -> None:
        if self._sent:
            return
        new = plain(self.code.text()).strip()
        if not is_code(new) and not (self._can_wait and not new):
            self.show_error(self.words.tr("Scan a blank card, or type the ten digits printed on it."))
            self.code.setFocus()
            return
        self.busy()
        self._sent = True
        self.accepted.emit(CardValue("replace" if self._old else "assign", self._old, new or None))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # A line edit would take Ctrl+Z for its own letters.
        if watched is self.code and isinstance(event, QKeyEvent) and self._undoes(event):
            return self._undo_key(event)
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and self._undoes(event):
            return self._undo_key(event)
        return super().event(event)

    def _undoes(self, event: QKeyEvent) -> bool:
        return self._undoable and event.matches(QKeySequence.StandardKey.Undo)

    def _undo_key(self, event: QKeyEvent) -> bool:
        event.accept()
        if event.type() == QEvent.Type.KeyPress:
            self.undo.emit()
        return True
