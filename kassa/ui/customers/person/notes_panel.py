"""What to remember of the customer: the open notes, what is due and what is pinned first, then by their kind."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QWidget

from kassa.domain.people import NOTE_KINDS, Note
from kassa.ui import theme, when
from kassa.ui.till.desk import Opened, Shop
from kassa.ui.till.note_sheet import kind_name
from kassa.ui.till.person import is_due
from kassa.ui.widgets.chips import align
from kassa.ui.widgets.label import Label
from kassa.ui.widgets.panel import Panel
from kassa.ui.widgets.rows import NoteRow
from kassa.words import Words


def in_order(notes: tuple[Note, ...], shop: Shop) -> list[Note]:
    """What is due by today, then what is pinned, then by kind, the newest of each first."""
    newest = sorted((note for note in notes if note.state == "open"), key=lambda note: note.created, reverse=True)
    return sorted(newest, key=lambda note: (not is_due(note, shop), not note.pinned, NOTE_KINDS.index(note.kind)))


class NotesPanel(Panel):
    """Notes are named by their ids."""

    note_wanted = Signal()
    opened = Signal(str)
    done = Signal(str)
    renewed = Signal(str)

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(words.tr("Remember"), "Ctrl N", key_name=words.tr("New note"), parent=parent)
        self._words = words
        self.rows: list[NoteRow] = []
        self.key_pressed.connect(self.note_wanted)
        self._none = Label(words.tr("Nothing yet: a taste, a promise, something to ask next time."), "muted", wrap=True)
        self.add(self._none)
        self._tighten()

    def show_customer(self, opened: Opened) -> None:
        """Shows the open notes."""
        for row in self.rows:
            row.hide()
            row.deleteLater()
        self.rows = [self._row(note, opened.shop) for note in in_order(opened.view.notes, opened.shop)]
        for row in self.rows:
            self.add(row)
        align([row.chip for row in self.rows], 62)
        self._none.setVisible(not self.rows)

    def _row(self, note: Note, shop: Shop) -> NoteRow:
        words = self._words
        renewal = note.asks_renewal(shop.today)
        ends = {"ask": words.tr("Asked"), "promise": words.tr("Kept")}.get(note.kind, words.tr("Done"))
        due = words.tr("Is it still so?") if renewal else when.due(words, note.due, shop.today) if note.due else ""
        row = NoteRow(
            note.id,
            kind_name(words, note.kind),
            note.kind,
            f"{note.text} ({note.assignee})" if note.assignee else note.text,
            due=due,
            late=is_due(note, shop),
            pinned=note.pinned,
            done_name=words.tr("Still so") if renewal else ends,
        )
        row.opened.connect(self.opened)
        row.done.connect(self.renewed if renewal else self.done)
        return row

    def _tighten(self) -> None:
        self.body.setSpacing(theme.current().px(2))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "rows"):
            self._tighten()
