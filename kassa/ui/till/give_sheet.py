"""A blank card in the hand and nobody open: whose is it? Somebody in the register, or somebody new, by one field."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from kassa.domain.codes import grouped
from kassa.domain.folding import fold
from kassa.domain.people import Hit
from kassa.ui import theme
from kassa.ui.till.customer_sheet import CustomerValue, read_typed
from kassa.ui.till.sheet import Sheet
from kassa.ui.widgets.buttons import QuietButton
from kassa.ui.widgets.label import Label
from kassa.ui.widgets.search import ROW, HitLine, HitList
from kassa.words import Words

_ROWS = 3
_WHOLE_PHONE = 7
_LONGEST = 18


class GiveSheet(Sheet):
    """Enter makes a new customer of what is typed; the arrow keys go to those who are there already.

    ``asked`` carries what is typed, ``show_hits`` answers; ``holder`` names who was chosen, ``accepted`` is somebody
    new, ``more`` the same with more to be filled in.
    """

    asked = Signal(str)
    holder = Signal(str)
    more = Signal(object)
    own_keys = frozenset({Qt.Key.Key_F4})
    width_px = 600

    def __init__(self, words: Words, code: str, describe: Callable[[Hit], HitLine], parent: QWidget) -> None:
        super().__init__(words, words.tr("Whose card is this?"), "", parent)
        self.code = code
        self._query: str | None = None
        self._waiting = False
        self._in_hand = Label("", "body", wrap=True)
        self.form.addWidget(self._in_hand)
        self.field = QLineEdit()
        self.field.setAccessibleName(words.tr("Name, telephone or number"))
        self.field.setPlaceholderText(words.tr("Name, telephone or number"))
        self.field.setMaxLength(300)
        self.field.textChanged.connect(self._typed)
        self.field.installEventFilter(self)
        self.form.addWidget(self.field)
        self.found = Label("", "caption", wrap=True)
        self.form.addWidget(self.found)
        self.list = HitList(describe, words.tr("Customers found"))
        self.list.setFixedHeight(theme.current().px(ROW + 6) * _ROWS)
        self.list.opened.connect(self._pressed)
        self.form.addWidget(self.list)
        self.cancel_button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.more_button = QuietButton(words.tr("More fields"), "F4")
        self.more_button.clicked.connect(self._more)
        row = QHBoxLayout()
        row.addWidget(self.more_button)
        row.addStretch(1)
        self.form.addLayout(row)
        self.set_card(code)
        self._tell()

    def set_card(self, code: str) -> None:
        """Another blank card was scanned: that one is in the hand."""
        self.code = code
        self._in_hand.set_text(self.words.tr("Blank card {code}").format(code=grouped(code)), grouped(code))

    def first_field(self) -> QWidget:
        return self.field

    def value(self) -> CustomerValue:
        """Somebody new of what is typed."""
        return read_typed(self.field.text(), self.code)

    def _typed(self) -> None:
        self._waiting = False
        self.save_button.setEnabled(True)
        self._choose(-1)
        self.asked.emit(self.field.text())

    def show_hits(self, query: str, hits: Sequence[Hit]) -> None:
        """Those found; an answer to what is no longer typed is dropped."""
        if query != self.field.text():
            return
        self._query = query
        self.list.show_hits(hits, query)
        words = self.words
        if not query.strip():
            self.found.set_text(words.tr("Latest visitors") if hits else words.tr("Nobody is in the register yet"))
        else:
            self.found.set_text(words.tr("In the register already? ↓ chooses") if hits else words.tr("Nobody found"))
        self._choose(self._meant(query.strip(), hits))
        if self._waiting:
            self._waiting = False
            self._give()

    def search_failed(self) -> None:
        """Nobody could say who is there: a new customer isn't stopped by that."""
        self._query = self.field.text()
        if self._waiting:
            self._waiting = False
            self._give()

    def _meant(self, typed: str, hits: Sequence[Hit]) -> int:
        """The row of the one who is surely meant: the whole name, the whole telephone or the number. A first name
        alone may be anybody's.
        """
        digits = sum(char.isdigit() for char in typed)
        if len(hits) == 1 and digits >= _WHOLE_PHONE:
            return 0
        same = [
            row
            for row, hit in enumerate(hits)
            if typed == f"#{hit.number}" or (" " in typed and fold(hit.name or "") == fold(typed))
        ]
        return same[0] if len(same) == 1 else -1

    def _choose(self, row: int) -> None:
        index = self.list.hits.index(row, 0) if row >= 0 else QModelIndex()
        self.list.setCurrentIndex(index)
        if row < 0:
            self.list.clearSelection()
        self._tell()

    def _tell(self) -> None:
        hit, value, words = self.list.chosen(), self.value(), self.words
        if hit is not None:
            name = hit.name or words.tr("Customer #{number}").format(number=hit.number)
            said = words.tr("Give it to {name}")
        else:
            name = value.name or value.phone or value.email or ""
            said = words.tr("New customer: {name}") if name else words.tr("New customer without a name")
        self.save_button.set_label(said.format(name=_short(name)))
        self.save_button.setAccessibleName(said.format(name=name))

    def submit(self) -> None:
        self.busy()
        if self._query != self.field.text():
            # Who is in the register decides what Enter means.
            self._waiting = True
            return
        self._give()

    def _give(self) -> None:
        self.busy()
        hit = self.list.chosen()
        if hit is not None:
            self.holder.emit(hit.id)
        else:
            self.accepted.emit(self.value())

    def _pressed(self, hit: Hit) -> None:
        self.busy()
        self.holder.emit(hit.id)

    def _more(self) -> None:
        self.more.emit(self.value())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F4:
            self._more()
            return
        super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None:
                last = self.list.hits.rowCount() - 1
                # Above the first row is nobody: then it is somebody new again.
                self._choose(max(-1, min(last, self.list.currentIndex().row() + step)))
                return True
        return super().eventFilter(watched, event)


def _short(name: str) -> str:
    """So much of a name as a button has room for; the whole of it stands in the field or in the list."""
    return name if len(name) <= _LONGEST else name[: _LONGEST - 1].rstrip() + "…"
