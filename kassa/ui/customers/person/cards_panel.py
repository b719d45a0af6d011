"""The customer's loyalty cards: which state each is in, since when, and what can be done about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kassa.domain.codes import grouped
from kassa.ui import theme, when
from kassa.ui.customers.person import desk
from kassa.ui.customers.person.section import Column, Section
from kassa.ui.jobs import Jobs
from kassa.ui.till.cards_sheet import CARD_TONES, state_name, waits_for_print
from kassa.ui.till.desk import Shop
from kassa.ui.widgets.buttons import QuietButton
from kassa.ui.widgets.chips import Chip
from kassa.ui.widgets.flow import FlowBox
from kassa.ui.widgets.label import Label
from kassa.ui.widgets.panel import Panel
from kassa.words import Words

if TYPE_CHECKING:
    from kassa.services.history import CardEvent, CardStory
    from kassa.services.session import Session


class CardRow(QWidget):
    """One card and its story; what can be done is named by ``act``: the act, then the card's code.

    Acts: ``replace``, ``lost``, ``block``, ``print``; ``only``: the customer has no card in use.
    """

    act = Signal(str, str)

    def __init__(
        self, words: Words, story: CardStory, shop: Shop, *, only: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        card = story.card
        self._code = card.code
        self.code = Label(grouped(card.code), "heading", private=True)
        self.state = Chip(state_name(words, card.state), CARD_TONES.get(card.state, "base"), square=True)
        self.waits = Chip(words.tr("needs printing"), "due", square=True)
        unprinted = waits_for_print(card)
        lines = [_event(words, event, shop) for event in story.events]
        if card.printed is not None:
            printed = when.full_day(words, shop.day.business_date(card.printed))
            lines.append(words.tr("printed {date}").format(date=printed))
        self.story = Label("\n".join(lines), "muted", wrap=True, private=True)
        if not lines:
            self.story.hide()
        marks = [self.state.text(), *([self.waits.text()] if unprinted else [])]
        self.setAccessibleName(", ".join([grouped(card.code), *marks, *lines]))
        head = QHBoxLayout()
        head.setSpacing(theme.current().px(12))
        head.addWidget(self.code)
        head.addWidget(self.state, 0, Qt.AlignmentFlag.AlignVCenter)
        if unprinted:
            head.addWidget(self.waits, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addStretch(1)
        acts_row = FlowBox(gap=8)
        self.buttons: dict[str, QuietButton] = {}
        acts = {
            "print": words.tr("Print"),
            "replace": words.tr("Replace"),
            "lost": words.tr("Lost"),
            "block": words.tr("Block"),
        }
        # Where another card is in use already, a lost one needs no successor.
        renew = ("replace",) if only else ()
        can = {"active": ("replace", "lost", "block"), "lost": renew, "blocked": renew}
        for act in (*(("print",) if unprinted else ()), *can.get(card.state, ())):
            button = QuietButton(acts[act])
            button.setAccessibleName(f"{acts[act]}: {grouped(card.code)}")
            button.setProperty("act", act)
            button.clicked.connect(self._clicked)
            acts_row.add(button)
            self.buttons[act] = button
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(theme.current().px(2))
        self._box.addLayout(head)
        self._box.addWidget(self.story)
        if self.buttons:
            self._box.addSpacing(theme.current().px(6))
            self._box.addWidget(acts_row)

    def _clicked(self) -> None:
        button = self.sender()
        if isinstance(button, QuietButton):
            self.act.emit(button.property("act"), self._code)


def _event(words: Words, event: CardEvent, shop: Shop) -> str:
    names = {
        "blank": words.tr("taken back into the drawer {date}"),
        "active": words.tr("given {date}"),
        "lost": words.tr("reported lost {date}"),
        "blocked": words.tr("blocked {date}"),
        "replaced": words.tr("replaced {date}"),
    }
    day = when.full_day(words, shop.day.business_date(event.done.at))
    clock = shop.day.local(event.done.at).strftime("%H:%M")
    date = words.tr("{date} at {time}").format(date=day, time=clock)
    return " · ".join([names[event.state].format(date=date), *filter(None, (event.done.staff, event.done.till))])


class CardsPanel(Section[tuple["CardStory", ...]]):
    """``card_wanted`` gives one more; ``act`` passes on what a row asks for."""

    channel = "cards"
    card_wanted = Signal()
    act = Signal(str, str)

    def __init__(self, session: Session, words: Words, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(session, words, jobs, parent)
        self.rows: list[CardRow] = []
        self._column = Column()
        self._panel = Panel(words.tr("Loyalty cards"), "Ctrl K", key_name=words.tr("Give a card"))
        self._panel.key_pressed.connect(self.card_wanted)
        self._none = Label(words.tr("No card yet. Scan a blank one to give it."), "muted", wrap=True)
        self._list = QVBoxLayout()
        self.give = QuietButton(words.tr("Give a card"), accent=True, icon="plus")
        self.give.clicked.connect(self.card_wanted)
        self.print = QuietButton(words.tr("Print a card"), icon="print")
        self.print.clicked.connect(self._print)
        buttons = FlowBox(gap=8)
        for button in (self.give, self.print):
            buttons.add(button)
        self._panel.add(self._none)
        self._panel.body.addLayout(self._list)
        self._panel.body.addWidget(buttons)
        self._column.body.addWidget(self._panel)
        self._column.body.addStretch(1)
        self._box.addWidget(self._column)
        self._space()
        self.clear()

    def clear(self) -> None:
        """Nothing of the one before."""
        self._show(())
        self._none.hide()

    def read(self, session: Session, customer: str) -> tuple[CardStory, ...]:
        """The cards and what became of them."""
        return desk.cards(session, customer)

    def show_read(self, read: tuple[CardStory, ...]) -> None:
        """Shows them."""
        self._show(read)

    def _show(self, stories: tuple[CardStory, ...]) -> None:
        for row in self.rows:
            row.hide()
            row.deleteLater()
        self.rows = []
        used = any(story.card.state == "active" for story in stories)
        if self.opened is not None:
            for story in stories:
                row = CardRow(self._words, story, self.opened.shop, only=not used)
                row.act.connect(self.act)
                self._list.addWidget(row)
                self.rows.append(row)
        self._none.setVisible(not stories)
        # Beside one in use another may be given; printing would only print that one again.
        self.print.setVisible(not used)

    def _print(self) -> None:
        self.act.emit("print", "")

    def _space(self) -> None:
        self._list.setSpacing(theme.current().px(18))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "rows"):
            self._space()
