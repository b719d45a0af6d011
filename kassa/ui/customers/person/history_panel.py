"""What was changed of a customer, and what it was before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from kassa.ui.customers.person import desk
from kassa.ui.customers.person.section import Section
from kassa.ui.customers.person.story import StoryView
from kassa.ui.customers.person.timeline import Past, block, events
from kassa.ui.jobs import Jobs
from kassa.ui.widgets.label import Label
from kassa.ui.widgets.panel import Panel
from kassa.words import Words

if TYPE_CHECKING:
    from kassa.services.session import Session


class HistoryPanel(Section[Past]):
    """All of it, the newest first."""

    channel = "past"

    def __init__(self, session: Session, words: Words, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(session, words, jobs, parent)
        panel = Panel(words.tr("What was changed"))
        self._none = Label(words.tr("Nothing was changed yet."), "muted", wrap=True)
        self._none.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.story = StoryView(words.tr("What was changed"))
        panel.add(self._none, 1)
        panel.add(self.story, 1)
        self._box.addWidget(panel, 1)
        self.clear()

    def clear(self) -> None:
        """Nothing of the one before."""
        self.story.story.show_blocks(())
        self.story.show()
        self._none.hide()

    def read(self, session: Session, customer: str) -> Past:
        """Notes, consents and fields as they were."""
        return desk.past(session, customer)

    def show_read(self, read: Past) -> None:
        """Shows them."""
        if self.opened is not None:
            shop, found = self.opened.shop, events(self._words, read)
            self.story.story.show_blocks([block(self._words, each, shop) for each in found])
        there = self.story.story.rowCount() > 0
        self.story.setVisible(there)
        self._none.setVisible(not there)
