"""Changing who a customer is; when somebody else did so meanwhile, one is shown both and chooses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from kassa.domain.people import Customer
from kassa.ui import theme, when
from kassa.ui.till.sheet import Sheet, TextArea
from kassa.ui.till.tags import TagEditor
from kassa.ui.widgets.buttons import PillToggle
from kassa.ui.widgets.flow import FlowBox
from kassa.ui.widgets.label import Label
from kassa.words import OWN_NAMES, Words

FIELDS = ("name", "phone", "email", "birthday", "address", "language", "tags")
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True)
class EditValue:
    """The changed fields as ``services.customers.edit`` takes them, and all of them as the editor showed them."""

    changes: Mapping[str, Any]
    seen: Mapping[str, Any]


def field_name(words: Words, field: str) -> str:
    """A field as people call it."""
    names = {
        "name": words.tr("Name"),
        "phone": words.tr("Telephone"),
        "email": words.tr("E-mail"),
        "birthday": words.tr("Birthday"),
        "address": words.tr("Address"),
        "language": words.tr("Language"),
        "tags": words.tr("Tags"),
    }
    return names.get(field, field)


def field_text(words: Words, field: str, value: Any) -> str:
    """What a field holds, as one reads it."""
    if not value:
        return words.tr("nothing")
    if field == "tags":
        return ", ".join(value)
    if field == "birthday":
        return when.birthday_typed(value)
    if field == "language":
        return OWN_NAMES.get(value, str(value))
    return str(value).replace("\n", ", ")


class Choice(QWidget):
    """What the other person wrote in a field, and whose is to stand; nothing is chosen at first."""

    chosen = Signal(str, bool)

    def __init__(self, words: Words, field: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._field = field
        self.theirs: bool | None = None
        self.told = Label("", "small", wrap=True, private=True, colour="due_text")
        self.take = PillToggle(words.tr("Take theirs"))
        self.keep = PillToggle(words.tr("Keep mine"))
        self.take.clicked.connect(self._take)
        self.keep.clicked.connect(self._keep)
        row = QHBoxLayout()
        row.setSpacing(theme.current().px(8))
        row.addWidget(self.take)
        row.addWidget(self.keep)
        row.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.current().px(4))
        box.addWidget(self.told)
        box.addLayout(row)
        self.hide()

    def ask(self, value: Any) -> None:
        """Shows what the other person wrote."""
        self.theirs = None
        self.take.setChecked(False)
        self.keep.setChecked(False)
        said = self._words.tr("Somebody else wrote meanwhile: {value}")
        self.told.set_text(said.format(value=field_text(self._words, self._field, value)))
        for pill in (self.take, self.keep):
            pill.setAccessibleName(f"{pill.label}: {field_name(self._words, self._field)}")
        self.show()

    def _take(self) -> None:
        self._choose(theirs=True)

    def _keep(self) -> None:
        self._choose(theirs=False)

    def _choose(self, theirs: bool) -> None:
        self.theirs = theirs
        self.take.setChecked(theirs)
        self.keep.setChecked(not theirs)
        self.chosen.emit(self._field, theirs)


class EditSheet(Sheet):
    """Gives an ``EditValue``. ``show_changed`` says what somebody else wrote since; what is typed stays."""

    width_px = 680

    def __init__(self, words: Words, customer: Customer, parent: QWidget, field: str = "name") -> None:
        super().__init__(words, words.tr("Change the customer"), words.tr("Save"), parent)
        self.customer = customer
        self._first = field
        self._seen: dict[str, Any] = {name: getattr(customer, name) for name in FIELDS}
        self._theirs: dict[str, Any] = {}
        self._mine: dict[str, Any] = {}
        self._phone_as_written = ""
        self.name = _line(field_name(words, "name"))
        self.phone = _line(field_name(words, "phone"))
        self.email = _line(field_name(words, "email"))
        self.birthday = _line(field_name(words, "birthday"), words.tr("day/month, the year if you like"))
        self.address = TextArea(field_name(words, "address"))
        self.address.setFixedHeight(theme.current().px(66))
        self.language: str | None = customer.language
        self.languages: dict[str, PillToggle] = {}
        self.tags = TagEditor(words)
        self.tags.changed.connect(self._fit)
        self.choices = {each: Choice(words, each) for each in FIELDS}
        for choice in self.choices.values():
            choice.chosen.connect(self._choose)
        self._lay_out_fields()
        for each in FIELDS:
            self.put(each, self._seen[each])

    def _lay_out_fields(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.current().px(16))
        grid.setVerticalSpacing(theme.current().px(8))
        for column in (0, 1):
            grid.setColumnStretch(column, 1)
        places: dict[str, tuple[QWidget, int, int, int]] = {
            "name": (self.name, 0, 0, 2),
            "phone": (self.phone, 1, 0, 1),
            "email": (self.email, 1, 1, 1),
            "birthday": (self.birthday, 2, 0, 1),
            "address": (self.address, 2, 1, 1),
            "language": (self._language_pills(), 3, 0, 2),
            "tags": (self.tags, 4, 0, 2),
        }
        for field, (widget, row, column, span) in places.items():
            box = QVBoxLayout()
            box.setSpacing(theme.current().px(4))
            box.addWidget(Label(field_name(self.words, field), "caption"))
            box.addWidget(widget)
            box.addWidget(self.choices[field])
            box.addStretch(1)
            grid.addLayout(box, row, column, 1, span)
        self.form.addLayout(grid)

    def _language_pills(self) -> QWidget:
        row = FlowBox()
        spoken = dict(OWN_NAMES)
        if self.customer.language and self.customer.language not in spoken:
            spoken[self.customer.language] = self.customer.language
        for code, name in spoken.items():
            pill = PillToggle(name)
            pill.setProperty("language", code)
            pill.clicked.connect(self._language_clicked)
            row.add(pill)
            self.languages[code] = pill
        return row

    def _language_clicked(self) -> None:
        pill = self.sender()
        if isinstance(pill, PillToggle):
            code = pill.property("language")
            self.put("language", None if self.language == code else code)

    def put(self, field: str, value: Any) -> None:
        """Writes a value into its field."""
        if field == "tags":
            self.tags.set_tags(value or ())
        elif field == "language":
            self.language = value
            for code, pill in self.languages.items():
                pill.setChecked(code == value)
        elif field == "address":
            self.address.setPlainText(value or "")
        else:
            shown = when.birthday_typed(value) if field == "birthday" and value else value or ""
            getattr(self, field).setText(shown)

    def show_phone(self, written: str) -> None:
        """Shows the telephone as people write it, unless somebody has typed there."""
        if self.phone.text() == (self.customer.phone or ""):
            self._phone_as_written = written
            self.phone.setText(written)

    def _typed_phone(self) -> str | None:
        text = self.phone.text().strip()
        return self.customer.phone if text and text == self._phone_as_written else text or None

    def typed(self) -> dict[str, Any]:
        """What stands in the fields now, an empty one as None; a birthday that is none stays as it was typed."""
        birthday = self.birthday.text().strip()
        return {
            "name": self.name.text().strip() or None,
            "phone": self._typed_phone(),
            "email": self.email.text().strip() or None,
            "birthday": (when.read_birthday(birthday) or birthday) if birthday else None,
            "address": self.address.toPlainText().strip() or None,
            "language": self.language,
            "tags": self.tags.tags,
        }

    def take_up(self, value: EditValue) -> None:
        """Goes on with what was changed before the sheet was put aside, against what was seen then."""
        for field, changed in value.changes.items():
            self._seen[field] = value.seen[field]
            self.put(field, changed)

    def value(self) -> EditValue:
        """The changes against what was seen."""
        typed = self.typed()
        changed = {field: typed[field] for field in FIELDS if not _same(typed[field], self._seen[field])}
        return EditValue(changed, dict(self._seen))

    def show_changed(self, theirs: Mapping[str, Any]) -> None:
        """Somebody else changed these fields since the sheet was opened: both are kept until one chooses."""
        typed = self.typed()
        self._theirs = {field: value for field, value in theirs.items() if field in self.choices}
        self._mine = {field: typed[field] for field in self._theirs}
        for field, value in self._theirs.items():
            # What is chosen now is chosen knowing what they wrote.
            self._seen[field] = tuple(value) if field == "tags" else value
            self.choices[field].ask(value)
        self.show_error(self.words.tr("Somebody else changed this customer meanwhile. Choose what is to stand."))
        for field in self._theirs:
            self.choices[field].take.setFocus(Qt.FocusReason.OtherFocusReason)
            break

    def _choose(self, field: str, theirs: bool) -> None:
        self.put(field, self._theirs[field] if theirs else self._mine[field])
        if all(self.choices[each].theirs is not None for each in self._theirs):
            self.show_error("")
            self.save_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fit(self) -> None:
        if self.isVisible():
            self.relayout()

    def first_field(self) -> QWidget:
        fields: dict[str, QWidget] = {
            "phone": self.phone,
            "email": self.email,
            "birthday": self.birthday,
            "address": self.address,
            "tags": self.tags.field,
            "language": self.languages.get(self.language or "", next(iter(self.languages.values()))),
        }
        return fields.get(self._first, self.name)

    def submit(self) -> None:
        typed = self.typed()
        if typed["birthday"] and when.read_birthday(typed["birthday"]) is None:
            self.show_error(self.words.tr("That is no birthday. Write it as day/month, with the year or without."))
            self.birthday.setFocus()
            return
        waiting = [each for each in self._theirs if self.choices[each].theirs is None]
        if waiting:
            name = field_name(self.words, waiting[0])
            self.show_error(self.words.tr("Choose whose is to stand: {field}.").format(field=name))
            self.choices[waiting[0]].take.setFocus()
            return
        self.busy()
        self.accepted.emit(self.value())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if self.save_button.isEnabled():
                self.submit()
            event.accept()
            return
        super().keyPressEvent(event)


def _line(name: str, hint: str = "") -> QLineEdit:
    field = QLineEdit()
    field.setAccessibleName(name)
    field.setPlaceholderText(hint)
    field.setMaxLength(300)
    return field


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, tuple) or isinstance(other, tuple):
        return sorted(one or ()) == sorted(other or ())
    return bool(one == other)
