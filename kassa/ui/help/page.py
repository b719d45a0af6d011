"""The help page (F1): the keys, what a scan does, how to undo, and what a beginner asks. It fits on one screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from kassa.ui import theme
from kassa.ui.help.keycap import Keycaps
from kassa.ui.jobs import Jobs
from kassa.ui.widgets.brush import RETURN
from kassa.ui.widgets.buttons import QuietButton
from kassa.ui.widgets.label import Label
from kassa.ui.widgets.panel import Panel
from kassa.ui.widgets.scroll import PageScroll
from kassa.words import Words

if TYPE_CHECKING:
    from kassa.services.session import Session

_NARROW = 900
_TWO_COLUMNS = 640

Keys = tuple[tuple[str, ...], str]


class HelpPage(QWidget):
    """Only words: nothing is asked of the store. ``scanner_wanted`` wants the page on which a scanner is tested."""

    scanner_wanted = Signal()

    def __init__(self, session: Session, words: Words, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = words
        self.title = Label(words.tr("Help"), "title", wrap=True)
        self.keys = KeysPanel(words, all_keys(words))
        self.scanner = QuietButton(words.tr("Test your scanner"), icon="card")
        self.scanner.clicked.connect(self.scanner_wanted)
        self._answers = (
            _answers(words.tr("A scan"), self._scan(), self.scanner),
            _answers(words.tr("Undo"), self._undo()),
            _answers(words.tr("On the first day"), self._asked()),
        )
        self._lay_out()
        self.setFocusProxy(self._scroll)

    def refresh(self) -> None:
        """Shows the page from its top."""
        self._scroll.verticalScrollBar().setValue(0)

    def _scan(self) -> Sequence[tuple[str, str]]:
        words = self.words
        return (
            (
                "",
                words.tr("Scan a card at any time, wherever the cursor is: that customer opens, ready for the amount."),
            ),
            ("", words.tr("Enter alone is then one of the usual.")),
            ("", words.tr("A blank card asks whose it is. A lost one opens nobody.")),
        )

    def _undo(self) -> Sequence[tuple[str, str]]:
        words = self.words
        return (
            ("", words.tr("Nothing asks whether you are sure: do it, and undo it if it was wrong.")),
            ("", words.tr("Ctrl Z takes back the last thing that you did, and says for whom.")),
            ("", words.tr("Press a purchase in the customer's list to take back all of it or a part.")),
        )

    def _asked(self) -> Sequence[tuple[str, str]]:
        words = self.words
        return (
            (words.tr("No card with them?"), words.tr("F2, then a part of the name or the telephone's last digits.")),
            (words.tr("Somebody new?"), words.tr("F4. A name, a telephone or a card from the drawer is enough.")),
            (
                words.tr("Something to give?"),
                words.tr("Amber says so. F8 gives it, and what to ring up stands beside it."),
            ),
        )

    def _lay_out(self) -> None:
        px = theme.current().px
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(px(28), px(18), px(28), px(16))
        column.setSpacing(px(12))
        column.addWidget(self.title)
        column.addWidget(self.keys)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(px(14))
        for panel in self._answers:
            self._row.addWidget(panel, 1)
        column.addLayout(self._row)
        column.addStretch(1)
        self._scroll = PageScroll(inside)
        # Nothing else here takes the cursor, and the arrow keys shall scroll.
        self._scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(self._scroll)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_row"):
            self._arrange()
        super().changeEvent(event)

    def _arrange(self) -> None:
        px = theme.current().px
        down = QBoxLayout.Direction.TopToBottom
        self._row.setDirection(down if self.width() < px(_NARROW) else QBoxLayout.Direction.LeftToRight)
        self.keys.arrange(2 if self.width() >= px(_TWO_COLUMNS) else 1)


class KeysPanel(Panel):
    """Each key beside what it does, in two columns where there is room."""

    def __init__(self, words: Words, keys: Sequence[Keys], parent: QWidget | None = None) -> None:
        super().__init__(words.tr("Keys"), parent=parent)
        self._columns = 0
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.current().px(14))
        self._grid.setVerticalSpacing(theme.current().px(4))
        self.body.addLayout(self._grid)
        self._lines = [
            (_caps(combination, f"{' '.join(combination)}: {does}"), Label(does, "body", wrap=True))
            for combination, does in keys
        ]
        self.arrange(2)

    def arrange(self, columns: int) -> None:
        """Lays the keys out in so many columns, each read from top to bottom."""
        if columns == self._columns:
            return
        self._columns = columns
        rows = -(-len(self._lines) // columns)
        for caps, does in self._lines:
            self._grid.removeWidget(caps)
            self._grid.removeWidget(does)
        for place, (caps, does) in enumerate(self._lines):
            column, row = divmod(place, rows)
            self._grid.addWidget(caps, row, 2 * column, Qt.AlignmentFlag.AlignVCenter)
            self._grid.addWidget(does, row, 2 * column + 1)
        for column in (0, 1):
            self._grid.setColumnStretch(2 * column + 1, 1 if column < columns else 0)


def all_keys(words: Words) -> tuple[Keys, ...]:
    """The window's keys and what they do."""
    from kassa.ui.pages import RAIL

    pages = [place.key.partition("+")[2] for place in RAIL if place.key.startswith("Ctrl+")]
    return (
        (("F2",), words.tr("back to the search, from anywhere")),
        ((RETURN,), words.tr("in the search: opens the first · in the amount: stamps")),
        (("+", "A…Z"), words.tr("in the amount: one more of the item with that letter")),
        (("F4",), words.tr("a new customer")),
        (("F5",), words.tr("the card is lost: a new one")),
        (("F6",), words.tr("asked: the greeting's question is done")),
        (("F8",), words.tr("gives the first reward")),
        (("Ctrl", "N"), words.tr("a note about the customer")),
        (("Ctrl", "E"), words.tr("changes the customer · Ctrl K: the cards")),
        (("Ctrl", "P"), words.tr("a slip for the customer, where there is a slip printer")),
        (("Ctrl", "Z"), words.tr("undoes the last thing")),
        (("F9",), words.tr("the curtain: only the stamps stay in sight")),
        (("Ctrl", "L"), words.tr("locks the till")),
        (("Ctrl", f"{pages[0]}–{pages[-1]}"), words.tr("the pages, from the top")),
        (("F1",), words.tr("this help")),
        (("Esc",), words.tr("away with it: back to the search")),
    )


def _caps(keys: tuple[str, ...], name: str) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(Keycaps(keys, name))
    row.addStretch(1)
    return holder


def _answers(title: str, answers: Sequence[tuple[str, str]], button: QuietButton | None = None) -> Panel:
    panel = Panel(title)
    for question, answer in answers:
        pair = QVBoxLayout()
        pair.setSpacing(theme.current().px(1))
        if question:
            pair.addWidget(Label(question, "strong", wrap=True))
        pair.addWidget(Label(answer, "body", wrap=True))
        panel.body.addLayout(pair)
    if button is not None:
        panel.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
    panel.body.addStretch(1)
    return panel
