"""The ledger as a shopkeeper reads it: a block for each visit, a line for each thing that it did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from kassa.ui.customers.person import desk, why
from kassa.ui.customers.person.section import Section
from kassa.ui.customers.person.story import StoryView
from kassa.ui.jobs import Jobs
from kassa.ui.widgets.label import Label
from kassa.ui.widgets.panel import Panel
from kassa.words import Words

if TYPE_CHECKING:
    from kassa.services.history import Why
    from kassa.services.session import Session

AT_ONCE = 60


class WhyPanel(Section["Why"]):
    """The newest first; earlier ones as one scrolls."""

    channel = "why"

    def __init__(self, session: Session, words: Words, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(session, words, jobs, parent)
        self._wanted = AT_ONCE
        self._more = False
        panel = Panel(words.tr("Why it is so"))
        none = words.tr("No stamps yet: the first visit will stand here with what it gave.")
        self._none = Label(none, "muted", wrap=True)
        self._none.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.story = StoryView(words.tr("Why it is so"))
        self.story.lowest.connect(self._read_more)
        panel.add(self._none, 1)
        panel.add(self.story, 1)
        self._box.addWidget(panel, 1)
        self.clear()

    def clear(self) -> None:
        """Nothing of the one before."""
        self._wanted, self._more = AT_ONCE, False
        self.story.story.show_blocks(())
        self.story.show()
        self._none.hide()

    def read(self, session: Session, customer: str) -> Why:
        """The episodes that are to be seen."""
        return desk.why(session, customer, 0, self._wanted)

    def show_read(self, read: Why) -> None:
        """Shows them."""
        if self.opened is not None:
            shop = self.opened.shop
            self.story.story.show_blocks([why.block(self._words, each, shop) for each in read.episodes])
        self._more = read.count > len(read.episodes)
        self.story.setVisible(bool(read.episodes))
        self._none.setVisible(not read.episodes)

    def _read_more(self) -> None:
        if self._more and not self._stale:
            self._more = False
            self._wanted += 2 * AT_ONCE
            self._stale = True
            self.wake()
