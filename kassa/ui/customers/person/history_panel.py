"""What was changed of a customer, and what it was before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kassa.ui import theme, when
from kassa.ui.customers.person import desk
from kassa.ui.customers.person.section import Column, Section
from kassa.ui.customers.person.timeline import Event, Past, events
from kassa.ui.jobs import Jobs
from kassa.ui.till.desk import Shop
from kassa.ui.widgets.buttons import QuietButton
from kassa.ui.widgets.label import Label
from kassa.ui.widgets.panel import Panel
from kassa.words import Words

if TYPE_CHECKING:
    from kassa.services.session import Session

AT_ONCE = 40


class EventRow(QWidget):
    """The day, what happened and what it was before, and who did it."""

    def __init__(self, words: Words, event: Event, shop: Shop, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        day = when.short_day(words, shop.day.business_date(event.at), shop.today)
        self.setAccessibleName(". ".join(part for part in (day, event.what, event.before, event.who) if part))
        self.day = Label(day, "muted", private=True)
        self.what = Label(event.what, "body", wrap=True, private=True)
        self.before = Label(event.before, "muted", wrap=True, private=True)
        self.who = Label(event.who, "muted", private=True)
        self._box = QHBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(self.what)
        texts.addWidget(self.before)
        if not event.before:
            self.before.hide()
        self._box.addWidget(self.day, 0, Qt.AlignmentFlag.AlignTop)
        self._box.addLayout(texts, 1)
        self._box.addWidget(self.who, 0, Qt.AlignmentFlag.AlignTop)
        self._space()

    def _space(self) -> None:
        px = theme.current().px
        self._box.setSpacing(px(12))
        self.day.setFixedWidth(px(104))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._space()
        super().changeEvent(event)


class HistoryPanel(Section[Past]):
    """The newest first; all of it on demand."""

    channel = "past"

    def __init__(self, session: Session, words: Words, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(session, words, jobs, parent)
        self.rows: list[EventRow] = []
        self._events: list[Event] = []
        self._wanted = AT_ONCE
        self._column = Column()
        self._panel = Panel(words.tr("What was changed"))
        self._none = Label(words.tr("Nothing was changed yet."), "muted", wrap=True)
        self._list = QVBoxLayout()
        self._list.setSpacing(theme.current().px(10))
        self.earlier = QuietButton(words.tr("Show earlier ones"))
        self.earlier.clicked.connect(self._more)
        self._panel.add(self._none)
        self._panel.body.addLayout(self._list)
        self._panel.body.addWidget(self.earlier, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.body.addWidget(self._panel)
        self._column.body.addStretch(1)
        self._box.addWidget(self._column)
        self.clear()

    def clear(self) -> None:
        """Nothing of the one before."""
        self._events, self._wanted = [], AT_ONCE
        self._show()
        self._none.hide()
        self._column.verticalScrollBar().setValue(0)

    def read(self, session: Session, customer: str) -> Past:
        """Notes, consents and fields as they were."""
        return desk.past(session, customer)

    def show_read(self, read: Past) -> None:
        """Shows them."""
        self._events = events(self._words, read)
        self._show()

    def _more(self) -> None:
        self._wanted += 5 * AT_ONCE
        self._show()

    def _show(self) -> None:
        for row in self.rows:
            row.hide()
            row.deleteLater()
        self.rows = []
        if self.opened is not None:
            for event in self._events[: self._wanted]:
                row = EventRow(self._words, event, self.opened.shop)
                self._list.addWidget(row)
                self.rows.append(row)
        self._none.setVisible(not self._events)
        self.earlier.setVisible(len(self._events) > self._wanted)
