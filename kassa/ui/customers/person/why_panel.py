"""The ledger as a shopkeeper reads it: a block for each visit, a line for each thing that it did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from kassa.ui import theme
from kassa.ui.customers.person import desk, why
from kassa.ui.customers.person.section import Column, Section
from kassa.ui.jobs import Jobs
from kassa.ui.till.desk import Shop
from kassa.ui.widgets.buttons import QuietButton
from kassa.ui.widgets.label import Label
from kassa.ui.widgets.panel import Panel
from kassa.words import Words

if TYPE_CHECKING:
    from kassa.services.history import Episode, Why
    from kassa.services.session import Session

AT_ONCE = 30


class EpisodeView(QWidget):
    """One visit, return or adjustment, and what it did."""

    def __init__(self, words: Words, episode: Episode, shop: Shop, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(why.told(words, episode, shop))
        self.heading = Label(why.heading(words, episode, shop), "strong", wrap=True, private=True)
        self.by = Label(why.done_by(words, episode), "muted", private=True)
        self.by.setAlignment(Qt.AlignmentFlag.AlignRight)
        head = QHBoxLayout()
        head.addWidget(self.heading, 1)
        head.addWidget(self.by, 0, Qt.AlignmentFlag.AlignTop)
        self._grid = QGridLayout()
        self._grid.setColumnStretch(1, 1)
        self.lines: list[str] = []
        cards = {move.card for move in episode.moves}
        for move in episode.moves:
            said = why.sentence(words, move)
            self._line(
                why.delta(move), f"{move.card}: {said}" if len(cards) > 1 else said, f"→ {why.balance(words, move)}"
            )
        for told in why.rewards(words, episode):
            self._line("★", told, "")
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.addLayout(head)
        self._box.addLayout(self._grid)
        self._space()

    def _line(self, sign: str, said: str, after: str) -> None:
        row = self._grid.rowCount()
        mark = Label(sign, "figure", private=True, colour="muted" if sign.startswith("−") else "act_soft_text")
        mark.setAlignment(Qt.AlignmentFlag.AlignRight)
        figure = Label(after, "figure", private=True)
        figure.setAlignment(Qt.AlignmentFlag.AlignRight)
        text = Label(said, "body", wrap=True, private=True)
        self._grid.addWidget(mark, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(text, row, 1)
        self._grid.addWidget(figure, row, 2, Qt.AlignmentFlag.AlignTop)
        self.lines.append(f"{sign} {said} {after}".strip())

    def _space(self) -> None:
        px = theme.current().px
        self._box.setSpacing(px(4))
        self._grid.setHorizontalSpacing(px(12))
        self._grid.setVerticalSpacing(px(2))
        self._grid.setColumnMinimumWidth(0, px(36))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._space()
        super().changeEvent(event)


class WhyPanel(Section["Why"]):
    """The newest first; earlier ones on demand."""

    channel = "why"

    def __init__(self, session: Session, words: Words, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(session, words, jobs, parent)
        self.views: list[EpisodeView] = []
        self._wanted = AT_ONCE
        self._column = Column()
        self._panel = Panel(words.tr("Why it is so"))
        self._none = Label(words.tr("No stamps yet: the first visit will stand here with what it gave."), "muted")
        self._none.setWordWrap(True)
        self._list = QVBoxLayout()
        self.earlier = QuietButton(words.tr("Show earlier ones"))
        self.earlier.clicked.connect(self._more)
        self._panel.add(self._none)
        self._panel.body.addLayout(self._list)
        self._panel.body.addWidget(self.earlier, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.body.addWidget(self._panel)
        self._column.body.addStretch(1)
        self._box.addWidget(self._column)
        self._list.setSpacing(theme.current().px(18))
        self.clear()

    def clear(self) -> None:
        """Nothing of the one before."""
        self._wanted = AT_ONCE
        self._show((), 0)
        self._none.hide()
        self._column.verticalScrollBar().setValue(0)

    def read(self, session: Session, customer: str) -> Why:
        """The episodes that are to be seen."""
        return desk.why(session, customer, 0, self._wanted)

    def show_read(self, read: Why) -> None:
        """Shows them."""
        self._show(read.episodes, read.count)

    def _more(self) -> None:
        self._wanted += 2 * AT_ONCE
        self._stale = True
        self.wake()

    def _show(self, episodes: tuple[Episode, ...], count: int) -> None:
        for view in self.views:
            view.hide()
            view.deleteLater()
        self.views = []
        if self.opened is not None:
            for episode in episodes:
                view = EpisodeView(self._words, episode, self.opened.shop)
                self._list.addWidget(view)
                self.views.append(view)
        self._none.setVisible(not episodes)
        self.earlier.setVisible(count > len(episodes))
