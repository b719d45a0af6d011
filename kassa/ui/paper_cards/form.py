"""Where a paper card is typed: name, stamps, perhaps a telephone. Enter saves, and the next one can come."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRegularExpression, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QRegularExpressionValidator, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QSizePolicy, QWidget

from kassa.domain.codes import grouped
from kassa.ui import theme
from kassa.ui.widgets.buttons import PrimaryButton, QuietButton
from kassa.ui.widgets.curtain import Private
from kassa.ui.widgets.label import Label
from kassa.ui.widgets.panel import Panel
from kassa.words import Words

if TYPE_CHECKING:
    from kassa.services.paper_cards import PaperCard

_NARROW, _LEAST = 620, 430


class _PrivateField(QLineEdit, Private):
    """A field whose letters are dots under the curtain."""

    def __init__(self) -> None:
        super().__init__()
        self.set_private(True)

    def veil_changed(self) -> None:
        self.setEchoMode(QLineEdit.EchoMode.Password if self.veiled else QLineEdit.EchoMode.Normal)


class EntryForm(Panel):
    """``entered`` carries a ``PaperCard``; ``changed`` says that the typing, or the blank card in hand, did."""

    entered = Signal(object)
    changed = Signal()

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._words = words
        self._most = 0
        self._card: str | None = None
        self.name = _PrivateField()
        self.name.setMaxLength(300)
        self.stamps = QLineEdit()
        self.stamps.setMaxLength(3)
        self.stamps.setValidator(QRegularExpressionValidator(QRegularExpression("[0-9]*"), self))
        self.stamps.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.phone = _PrivateField()
        self.phone.setMaxLength(60)
        self.phone.setPlaceholderText(words.tr("if you have it"))
        self.save = PrimaryButton(words.tr("Save"), "⏎")
        self.save.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.card = QuietButton("", icon="card")
        self.card.hide()
        self.error = Label("", "strong", wrap=True, colour="wrong")
        self.error.hide()
        self._lay_out()
        for field in self._fields:
            field.textChanged.connect(self._typed)
            field.returnPressed.connect(self.submit)
            field.installEventFilter(self)
        self.save.clicked.connect(self.submit)
        self.card.clicked.connect(self.drop_card)

    @property
    def _fields(self) -> Sequence[QLineEdit]:
        return (self.name, self.stamps, self.phone)

    @property
    def empty(self) -> bool:
        """Whether nothing is typed."""
        return not any(field.text() for field in self._fields)

    @property
    def count(self) -> int:
        """The stamps typed so far."""
        return int(self.stamps.text() or 0)

    def _lay_out(self) -> None:
        px, tr = theme.current().px, self._words.tr
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(px(12))
        self._grid.setVerticalSpacing(px(6))
        self._captions = []
        for label, field in ((tr("Name"), self.name), (tr("Stamps"), self.stamps), (tr("Telephone"), self.phone)):
            caption = Label(label, "caption")
            caption.setBuddy(field)
            field.setAccessibleName(label)
            self._captions.append(caption)
        self.stamps.setFixedWidth(px(92))
        self._arrange(narrow=False)
        self.body.addLayout(self._grid)
        self.body.addWidget(self.card, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self.error)

    def _arrange(self, narrow: bool) -> None:
        """All on a line, or with little room the name on its own."""
        fields = zip(self._captions, self._fields, strict=True)
        places = ((0, 0, 3), (2, 0, 1), (2, 1, 1)) if narrow else ((0, 0, 1), (0, 1, 1), (0, 2, 1))
        for (caption, field), (row, column, wide) in zip(fields, places, strict=True):
            self._grid.addWidget(caption, row, column, 1, wide)
            self._grid.addWidget(field, row + 1, column, 1, wide)
        self._grid.addWidget(self.save, *((3, 2) if narrow else (1, 3)))
        for column, share in enumerate((0, 1, 0, 0) if narrow else (5, 0, 3, 0)):
            self._grid.setColumnStretch(column, share)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(self.width() < theme.current().px(_NARROW))

    def minimumSizeHint(self) -> QSize:
        # As narrow as it is with the name on its own line; told of the other way it would never become so.
        return QSize(theme.current().px(_LEAST), super().minimumSizeHint().height())

    def set_most(self, most: int) -> None:
        """The most stamps that a half-full card has."""
        self._most = most

    def take_card(self, code: str) -> None:
        """A blank card was scanned: it is for whoever is being typed."""
        self._card = code
        told = self._words.tr("Card {code} goes to this customer").format(code=grouped(code))
        self.card.set_label(told)
        self.card.setToolTip(self._words.tr("Press to put the card back"))
        self.card.show()
        self.changed.emit()

    def drop_card(self) -> None:
        """The blank card goes back to its pile."""
        self._card = None
        self.card.hide()
        self.name.setFocus()
        self.changed.emit()

    def fill(self, paper: PaperCard) -> None:
        """Shows what was typed once before, to be mended."""
        self.name.setText(paper.name)
        self.stamps.setText(str(paper.stamps))
        self.phone.setText(paper.phone or "")
        if paper.card:
            self.take_card(paper.card)
        self.name.setFocus()
        self.name.selectAll()

    def clear(self) -> None:
        """Ready for the next one."""
        for field in self._fields:
            # So that Ctrl+Z doesn't bring back what was saved: it takes the card back.
            field.setText("")
        self._card = None
        self.card.hide()
        self.say_error("")
        self.name.setFocus()

    def submit(self) -> None:
        """Enter: saves when there are stamps, else the cursor goes on to them."""
        from kassa.services.paper_cards import PaperCard, read_line

        name = " ".join(self.name.text().split())
        phone = self.phone.text().strip() or None
        if not self.stamps.text():
            line = read_line(name)
            if line is None:
                self._ask_for_rest(name)
                return
            paper = PaperCard(line.name, line.stamps, line.phone or phone, self._card)
        else:
            paper = PaperCard(name, self.count, phone, self._card)
        if not (paper.name or paper.phone or paper.card):
            self._ask_for_rest("")
        elif paper.stamps > self._most:
            told = self._words.tr("A half-full card has from 0 to {most} stamps.").format(most=self._most)
            self.say_error(told)
            self.stamps.setFocus()
            self.stamps.selectAll()
        else:
            self.entered.emit(paper)

    def _ask_for_rest(self, name: str) -> None:
        if not name and not self.phone.text().strip() and self._card is None:
            self.name.setFocus()
            if not self.empty:
                self.say_error(self._words.tr("Whose card is it? A name, a telephone or a blank card is enough."))
        elif self.stamps.hasFocus() or self.save.hasFocus():
            self.say_error(self._words.tr("How many stamps are on the card? 0 is fine too."))
            self.stamps.setFocus()
        else:
            self.stamps.setFocus()

    def say_error(self, text: str) -> None:
        """Why what is typed can't be saved."""
        self.error.set_text(text)
        self.error.setVisible(bool(text))

    def _typed(self) -> None:
        self.say_error("")
        self.changed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Where nothing was typed there are no letters to undo: Ctrl+Z is the page's, and takes back the last card.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            untouched = self.empty or (isinstance(watched, QLineEdit) and not watched.isModified())
            return untouched and event.matches(QKeySequence.StandardKey.Undo)
        return False
