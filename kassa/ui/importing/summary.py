"""What became of an import: how many, which rows were rejected and why, and a way to take it all back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kassa.ui import theme
from kassa.ui.importing import figures, reckoning, sentences
from kassa.ui.importing.controls import ButtonRow, Disc
from kassa.ui.importing.figures import Tiles
from kassa.ui.importing.questions import Notice
from kassa.ui.importing.reckoning import ReckoningPanel
from kassa.ui.importing.rejected import RejectedPanel
from kassa.ui.widgets.buttons import KeyButton, PrimaryButton, QuietButton
from kassa.ui.widgets.label import Label
from kassa.words import Words

if TYPE_CHECKING:
    from kassa.services.importing import ImportReport, UndoneImport

_WIDTH = 980


class SummaryView(QWidget):
    """``finished``: to the customers; ``another``: another file; ``undo_asked``; ``again_asked`` after an undo;
    ``save_asked``: the rejected rows.
    """

    finished = Signal()
    another = Signal()
    undo_asked = Signal()
    again_asked = Signal()
    save_asked = Signal()

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.disc = Disc("check", size=56)
        self.heading = Label("", "title", wrap=True)
        self.text = Label("", "note", wrap=True, colour="muted")
        self.tiles = Tiles()
        self.reckoning = ReckoningPanel(words)
        self.rejected = RejectedPanel(words)
        self.rejected.save_asked.connect(self.save_asked)
        self.notice = Notice()
        self.customers_button = PrimaryButton(words.tr("See the customers"))
        self.customers_button.clicked.connect(self.finished)
        self.again_button = PrimaryButton(words.tr("Import it again"))
        self.again_button.clicked.connect(self.again_asked)
        self.another_button = QuietButton(words.tr("Import another file…"), icon="import")
        self.another_button.clicked.connect(self.another)
        self.undo_button = QuietButton(words.tr("Undo the import"), icon="undo")
        self.undo_button.clicked.connect(self.undo_asked)
        self._lay_out()

    def _lay_out(self) -> None:
        now = theme.current()
        head = QHBoxLayout()
        head.setSpacing(now.px(18))
        head.addWidget(self.disc, 0, Qt.AlignmentFlag.AlignTop)
        text = QVBoxLayout()
        text.setSpacing(now.px(2))
        text.addWidget(self.heading)
        text.addWidget(self.text)
        head.addLayout(text, 1)
        buttons = ButtonRow(self.customers_button, self.again_button, self.another_button, self.undo_button)
        inside = QWidget()
        inside.setMaximumWidth(now.px(_WIDTH))
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, now.px(16), 0, now.px(8))
        column.setSpacing(now.px(22))
        column.addLayout(head)
        column.addWidget(self.tiles)
        column.addWidget(buttons)
        column.addWidget(self.notice)
        column.addWidget(self.reckoning)
        column.addWidget(self.rejected)
        column.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, now.px(4), 0)
        row.addStretch(1)
        row.addWidget(inside, 100)
        row.addStretch(1)

    def show_report(self, kind: str, name: str, report: ImportReport, following: str = "") -> None:
        """The import is done; ``following`` is the next of several files."""
        words = self._words
        self._head("check", "act_soft", words.tr("The import is done"), sentences.short_name(name, 80))
        self.tiles.show_tiles(figures.of_report(self._words, kind, report))
        self.tiles.show()
        self.reckoning.show_entries(reckoning.of_report(words, kind, report, done=True))
        self.reckoning.show()
        self.rejected.show_rejected(report.rejected, len(report.rejected))
        another = (
            words.tr("Next file: {file}").format(file=following) if following else words.tr("Import another file…")
        )
        self.another_button.set_label(another)
        self._offer(self.customers_button, self.another_button, self.undo_button)

    def show_undone(self, name: str, undone: UndoneImport, again: bool) -> None:
        """The import is taken back; ``again``: the file is still there to be imported again."""
        told = sentences.undone(self._words, undone)
        self._head("undo", "act_soft", sentences.short_name(name, 60), told)
        self.tiles.hide()
        self.reckoning.hide()
        self.rejected.hide()
        self._offer(self.again_button if again else self.customers_button, self.another_button)

    def say(self, text: str, wrong: bool = False) -> None:
        """A sentence about what was done here; nothing for no text."""
        self.notice.say(text, wrong)

    def first_button(self) -> KeyButton:
        """Where the cursor begins."""
        return self.again_button if self.again_button.isVisibleTo(self) else self.customers_button

    def _head(self, icon: str, tone: str, heading: str, text: str) -> None:
        self.disc.set(icon, tone)
        self.heading.set_text(heading)
        self.text.set_text(text)
        self.setAccessibleName(f"{heading}, {text}")
        self.say("")

    def _offer(self, *buttons: QWidget) -> None:
        for button in (self.customers_button, self.again_button, self.another_button, self.undo_button):
            button.setVisible(button in buttons)
