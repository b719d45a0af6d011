"""Putting a customer into the register with one field."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from kassa.domain.codes import grouped, plain
from kassa.domain.people import Hit
from kassa.ui import theme, when
from kassa.ui.till.sheet import Sheet
from kassa.ui.widgets.buttons import QuietButton
from kassa.ui.widgets.label import Label
from kassa.words import Words

OPEN_EXISTING = Qt.Key.Key_F3
_PAUSE_MS = 120


@dataclass(frozen=True)
class CustomerValue:
    """The fields as typed, empty ones as None. ``birthday`` is in the register's form."""

    name: str | None = None
    phone: str | None = None
    card: str | None = None
    email: str | None = None
    birthday: str | None = None
    address: str | None = None
    tags: tuple[str, ...] = ()

    @property
    def enough(self) -> bool:
        """One of name, telephone, e-mail and card is enough to join."""
        return any((self.name, self.phone, self.email, self.card))


def read_typed(text: str, card: str | None = None) -> CustomerValue:
    """Somebody new of the one thing that was typed: an e-mail address, a telephone or else a name."""
    text = text.strip()
    if "@" in text:
        return CustomerValue(email=text, card=card)
    digits = sum(char.isdigit() for char in text)
    if text and digits > len(text) / 2:
        return CustomerValue(phone=text, card=card)
    return CustomerValue(name=text or None, card=card)


class CustomerSheet(Sheet):
    """``check`` asks who may already be there, ``show_duplicates`` answers; ``existing`` carries a duplicate's id."""

    check = Signal(object)
    existing = Signal(str)

    def __init__(
        self,
        words: Words,
        parent: QWidget,
        *,
        draft: CustomerValue | None = None,
    ) -> None:
        super().__init__(words, words.tr("New customer"), words.tr("Save"), parent)
        self._checked: CustomerValue | None = None
        self._asked: CustomerValue | None = None
        self._waiting = False
        self._hits: tuple[Hit, ...] = ()
        self.form.addWidget(
            Label(words.tr("One field is enough: a name, a telephone or just a card."), "muted", wrap=True)
        )
        self.name = self._field(words.tr("Name"))
        self.phone = self._field(words.tr("Telephone"))
        self.card = self._field(words.tr("Card"), words.tr("scan a blank card"))
        self.more = QuietButton(words.tr("More fields"))
        self.form.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.more.clicked.connect(self._show_more)
        self.email = self._field(words.tr("E-mail"))
        self.birthday = self._field(words.tr("Birthday"), words.tr("day/month"))
        self.address = self._field(words.tr("Address"))
        self.tags = self._field(words.tr("Tags"), words.tr("separated by commas"))
        self._duplicates = QVBoxLayout()
        self._duplicates.setSpacing(theme.current().px(6))
        self.form.addLayout(self._duplicates)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        self._fill(draft)
        for field in (self.name, self.phone, self.card, self.email):
            field.textChanged.connect(self._pause.start)

    def _field(self, label: str, hint: str = "") -> QLineEdit:
        field = QLineEdit()
        field.setAccessibleName(label)
        field.setPlaceholderText(hint)
        field.setMaxLength(300)
        caption = Label(label, "caption")
        caption.setBuddy(field)
        caption.setContentsMargins(0, theme.current().px(6), 0, 0)
        field.setProperty("caption", caption)
        self.form.addWidget(caption)
        self.form.addWidget(field)
        return field

    def _fill(self, draft: CustomerValue | None) -> None:
        if draft is not None:
            self.card.setText(grouped(draft.card) if draft.card else "")
            self.tags.setText(", ".join(draft.tags))
            self.name.setText(draft.name or "")
            self.phone.setText(draft.phone or "")
            self.email.setText(draft.email or "")
            self.address.setText(draft.address or "")
            self.birthday.setText(when.birthday_typed(draft.birthday) if draft.birthday else "")
        more = any(field.text() for field in self._more_fields())
        self.more.setVisible(not more)
        for field in self._more_fields():
            self._visible(field, more)

    def _more_fields(self) -> tuple[QLineEdit, ...]:
        return (self.email, self.birthday, self.address, self.tags)

    def _visible(self, field: QLineEdit, visible: bool) -> None:
        field.setVisible(visible)
        field.property("caption").setVisible(visible)

    def _show_more(self) -> None:
        self.more.hide()
        for field in self._more_fields():
            self._visible(field, True)
        self.email.setFocus()
        self.relayout()

    def first_field(self) -> QWidget:
        return self.name

    def set_card(self, code: str) -> None:
        """A blank card was scanned: it is the new customer's."""
        self.card.setText(grouped(code))
        if not self.name.text():
            self.name.setFocus()

    def value(self) -> CustomerValue:
        """What is typed, complete or not."""
        return CustomerValue(
            name=self.name.text().strip() or None,
            phone=self.phone.text().strip() or None,
            card=plain(self.card.text()).strip() or None,
            email=self.email.text().strip() or None,
            birthday=when.read_birthday(self.birthday.text()),
            address=self.address.text().strip() or None,
            tags=tuple(tag for tag in (part.strip() for part in self.tags.text().split(",")) if tag),
        )

    def _ask(self) -> None:
        value = self.value()
        if value.enough and value != self._checked:
            self._asked = value
            self.check.emit(value)

    def show_duplicates(self, hits: tuple[Hit, ...]) -> None:
        """Who may be the same person. Nobody: a save that waited for the answer goes on."""
        self._checked = self._asked
        new_ones = hits != self._hits
        self._hits = hits
        while (item := self._duplicates.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if hits:
            self._add_below(Label(self.words.tr("Perhaps already a customer:"), "strong", colour="due_text"))
        for place, hit in enumerate(hits[:3]):
            end = f" ··· {hit.phone_end[:2]} {hit.phone_end[2:]}" if hit.phone_end else ""
            name = hit.name or f"#{hit.number}"
            button = QuietButton(self.words.tr("Open {name}").format(name=name + end), "F3" if place == 0 else "")
            button.setProperty("customer", hit.id)
            button.clicked.connect(self._existing_clicked)
            self._add_below(button)
        self.save_button.set_label(self.words.tr("Save as a new customer") if hits else self.words.tr("Save"))
        if self.isVisible():
            self.relayout()
        if self._waiting:
            self._waiting = False
            if hits and new_ones:
                self.save_button.setEnabled(True)
            else:
                self._give()

    def _add_below(self, widget: QWidget) -> None:
        self._duplicates.addWidget(widget)
        # Shown now, not by the layout's next turn: the sheet is fitted to it at once.
        widget.show()

    def check_failed(self) -> None:
        """Nobody could say who may be the same: saving isn't stopped by that."""
        self._checked = self._asked
        if self._waiting:
            self._waiting = False
            self._give()

    def _existing_clicked(self) -> None:
        button = self.sender()
        if isinstance(button, QuietButton):
            self.existing.emit(button.property("customer"))

    def submit(self) -> None:
        value = self.value()
        if not value.enough:
            self.show_error(self.words.tr("One field is enough: a name, a telephone or just a card."))
            self.name.setFocus()
            return
        if self.birthday.text().strip() and value.birthday is None:
            self.show_error(self.words.tr("That is no birthday. Write it as day/month, with the year or without."))
            self.birthday.setFocus()
            return
        self.busy()
        if value != self._checked:
            self._waiting = True
            self._pause.stop()
            self._asked = value
            self.check.emit(value)
            return
        self._give()

    def _give(self) -> None:
        self.busy()
        self.accepted.emit(self.value())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == OPEN_EXISTING and self._hits:
            self.existing.emit(self._hits[0].id)
            return
        super().keyPressEvent(event)
