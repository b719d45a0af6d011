"""Writing a note, or changing one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QWidget

from kassa.domain.people import Note, NoteKind
from kassa.domain.sensitive import touches
from kassa.ui import theme, when
from kassa.ui.till.sheet import Sheet, TextArea
from kassa.ui.widgets.buttons import PillToggle, QuietButton
from kassa.ui.widgets.label import Label
from kassa.words import Words

KINDS: tuple[NoteKind, ...] = ("ask", "likes", "family", "promise", "health", "other")


def kind_name(words: Words, kind: NoteKind) -> str:
    """A note kind as its chip says it."""
    names = {
        "ask": words.tr("Ask"),
        "likes": words.tr("Likes"),
        "family": words.tr("Family"),
        "promise": words.tr("Promised"),
        "health": words.tr("Health"),
        "other": words.tr("Other"),
    }
    return names[kind]


@dataclass(frozen=True)
class NoteValue:
    """What the sheet gives: the note's fields, and whether the customer agreed just now that health is noted."""

    text: str
    kind: NoteKind
    pinned: bool
    due: date | None
    assignee: str | None
    agreed: bool = False


class NoteSheet(Sheet):
    """``note`` is the one to change; ``draft`` what was typed before a scan put the sheet aside.

    A note being changed can also be finished or removed: ``finished`` and ``removed`` name it.
    """

    finished = Signal(str)
    removed = Signal(str)

    def __init__(
        self,
        words: Words,
        who: str,
        today: date,
        parent: QWidget,
        *,
        note: Note | None = None,
        draft: NoteValue | None = None,
        health_agreed: bool = False,
    ) -> None:
        title = words.tr("Remember about {name}") if note is None else words.tr("Change the note about {name}")
        super().__init__(words, title.format(name=who), words.tr("Save"), parent)
        self._today = today
        self._who = who
        self._health_agreed = health_agreed
        self.text = TextArea(words.tr("Note"))
        self.text.setPlaceholderText(words.tr("What the next one at the till should know or ask"))
        self.kinds: dict[NoteKind, PillToggle] = {}
        self.second_thought = Label("", "small", wrap=True, colour="due_text")
        self.second_thought.hide()
        self.form.addWidget(self.text)
        self.form.addWidget(self.second_thought)
        self.form.addLayout(self._kind_grid())
        self.pinned = self._toggle(words.tr("Pinned on top"), "Ctrl P")
        self.agreed = self._toggle(words.tr("{name} agrees that we note this").format(name=who), "")
        self.form.addWidget(self.agreed)
        self.due_label = Label(words.tr("To be done by"), "caption")
        self.due = QLineEdit()
        self.due.setAccessibleName(words.tr("To be done by"))
        self.due.setPlaceholderText(words.tr("day/month"))
        self.due.textChanged.connect(self._due_typed)
        self.assignee = QLineEdit()
        self.assignee.setAccessibleName(words.tr("By whom"))
        self.assignee.setPlaceholderText(words.tr("By whom"))
        self._lay_out_due()
        self.form.addWidget(self.pinned, 0, Qt.AlignmentFlag.AlignLeft)
        self.kind: NoteKind = "other"
        self.text.textChanged.connect(self._weigh)
        self.note = note
        if note is not None:
            self._add_endings()
        self._fill(note, draft)

    def _weigh(self) -> None:
        words = self.words
        told = {
            "health": words.tr("Is this about health? Choose that kind, and ask if they agree."),
            "belief": words.tr("Is this about faith or views? Write it only if they would like to read it here."),
        }
        touched = touches(self.text.toPlainText()) if self.kind != "health" else None
        if self.second_thought.isHidden() == (touched is None):
            return
        self.second_thought.set_text(told[touched] if touched else "")
        self.second_thought.setVisible(touched is not None)
        if self.isVisible():
            self.relayout()

    def _add_endings(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(theme.current().px(8))
        self.done_button = QuietButton(self.words.tr("Done"), icon="check", accent=True)
        self.done_button.clicked.connect(self._finish)
        self.remove_button = QuietButton(self.words.tr("Remove"), icon="close")
        self.remove_button.clicked.connect(self._remove)
        row.addWidget(self.done_button)
        row.addWidget(self.remove_button)
        row.addStretch(1)
        self.form.addLayout(row)

    def _finish(self) -> None:
        if self.note is not None:
            self.busy()
            self.finished.emit(self.note.id)

    def _remove(self) -> None:
        if self.note is not None:
            self.busy()
            self.removed.emit(self.note.id)

    def _toggle(self, label: str, key: str) -> PillToggle:
        pill = PillToggle(label, key)
        pill.clicked.connect(self._toggled)
        return pill

    def _toggled(self) -> None:
        pill = self.sender()
        if isinstance(pill, PillToggle):
            pill.setChecked(not pill.isChecked())

    def _kind_grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(theme.current().px(6))
        for place, kind in enumerate(KINDS):
            pill = PillToggle(kind_name(self.words, kind), f"Ctrl {place + 1}")
            pill.setProperty("kind", kind)
            pill.clicked.connect(self._kind_clicked)
            self.kinds[kind] = pill
            grid.addWidget(pill, place // 3, place % 3)
        return grid

    def _kind_clicked(self) -> None:
        pill = self.sender()
        if isinstance(pill, PillToggle):
            self.choose_kind(pill.property("kind"))

    def _lay_out_due(self) -> None:
        words = self.words
        row = QHBoxLayout()
        row.setSpacing(theme.current().px(6))
        row.addWidget(self.due, 1)
        self.days: list[PillToggle] = []
        for label, days in ((words.tr("Today"), 0), (words.tr("Tomorrow"), 1), (words.tr("In a week"), 7)):
            pill = PillToggle(label)
            pill.setProperty("days", days)
            pill.clicked.connect(self._day_clicked)
            self.days.append(pill)
            row.addWidget(pill)
        self.form.addWidget(self.due_label)
        self.form.addLayout(row)
        self.form.addWidget(self.assignee)

    def _day_clicked(self) -> None:
        pill = self.sender()
        if isinstance(pill, PillToggle):
            self.due.setText("" if pill.isChecked() else (self._today + timedelta(pill.property("days"))).isoformat())

    def _due_typed(self, text: str) -> None:
        day = when.read_day(text, self._today)
        for pill in self.days:
            pill.setChecked(day == self._today + timedelta(pill.property("days")))

    def _fill(self, note: Note | None, draft: NoteValue | None) -> None:
        source = draft or note
        if source is not None:
            self.text.setPlainText(source.text)
            self.text.moveCursor(QTextCursor.MoveOperation.End)
            self.pinned.setChecked(source.pinned)
            self.due.setText(source.due.isoformat() if source.due else "")
            self.assignee.setText(source.assignee or "")
        self.choose_kind(source.kind if source is not None else "other")

    def choose_kind(self, kind: NoteKind) -> None:
        """Makes the note one of that kind; a promise asks for its day, health for the customer's consent."""
        self.kind = kind
        for each, pill in self.kinds.items():
            pill.setChecked(each == kind)
        promise = kind == "promise" or bool(self.due.text()) or bool(self.assignee.text())
        for widget in (self.due_label, self.due, self.assignee, *self.days):
            widget.setVisible(promise)
        self.agreed.setVisible(kind == "health" and not self._health_agreed)
        self._weigh()
        if self.isVisible():
            self.relayout()

    @property
    def is_draft(self) -> bool:
        """Whether a new note is half typed."""
        return self.note is None and bool(self.value().text)

    def first_field(self) -> QWidget:
        return self.text

    def value(self) -> NoteValue:
        """What is typed, complete or not."""
        return NoteValue(
            text=self.text.toPlainText().strip(),
            kind=self.kind,
            pinned=self.pinned.isChecked(),
            due=when.read_day(self.due.text(), self._today),
            assignee=self.assignee.text().strip() or None,
            agreed=self.agreed.isChecked() and self.kind == "health",
        )

    def submit(self) -> None:
        value = self.value()
        if not value.text:
            self.show_error(self.words.tr("Write what to remember first."))
            self.text.setFocus()
            return
        if self.due.text().strip() and value.due is None:
            self.show_error(self.words.tr("That is no day. Write it as day/month, for example 30/11."))
            self.due.setFocus()
            return
        self.busy()
        self.accepted.emit(value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            place = event.key() - Qt.Key.Key_1
            if 0 <= place < len(KINDS):
                self.choose_kind(KINDS[place])
                return
            if event.key() == Qt.Key.Key_P:
                self.pinned.setChecked(not self.pinned.isChecked())
                return
        super().keyPressEvent(event)
