"""Who it is, what to say, what to remember, what was bought; after a visit what came of it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from kassa.domain.people import Customer, Note, Purchase
from kassa.ui import theme, when
from kassa.ui.till.desk import Opened, Shop
from kassa.ui.till.greeting import Line, called, greeting_line
from kassa.ui.till.note_sheet import kind_name
from kassa.ui.till.old_card import OldCard
from kassa.ui.till.tiers import tier_chip
from kassa.ui.widgets.buttons import IconButton, QuietButton
from kassa.ui.widgets.chips import Chip, align
from kassa.ui.widgets.curtain import is_drawn
from kassa.ui.widgets.label import Label
from kassa.ui.widgets.panel import Greeting, Panel
from kassa.ui.widgets.purchases import PurchaseLine, PurchaseTable
from kassa.ui.widgets.rows import NoteRow
from kassa.words import Words

_NARROW = 420


def who_line(words: Words, customer: Customer, shop: Shop) -> str:
    """Since when, how often, when last."""
    parts = [words.tr("Customer since {year}").format(year=customer.since.year)]
    if customer.since == shop.today:
        parts = [words.tr("Customer since today")]
    if customer.visits:
        parts.append(words.ntr("{n} visit", "{n} visits", customer.visits).format(n=words.number(customer.visits)))
    else:
        parts.append(words.tr("no visit yet"))
    if customer.last_visit is not None:
        last = when.ago(words, shop.day.business_date(customer.last_visit), shop.today)
        parts.append(words.tr("here {when}").format(when=last))
    return " · ".join(parts)


def in_order(notes: tuple[Note, ...], shop: Shop) -> list[Note]:
    """Open notes as they are read: what is due by today, then pinned ones, then the newest."""
    still = [note for note in notes if note.state == "open"]
    newest = sorted(still, key=lambda note: note.created, reverse=True)
    return sorted(newest, key=lambda note: (not is_due(note, shop), not note.pinned))


def is_due(note: Note, shop: Shop) -> bool:
    """Whether a note is to be done today or is late."""
    return note.due is not None and note.due <= shop.today


def purchase_line(words: Words, purchase: Purchase, stamps: int, shop: Shop) -> PurchaseLine:
    """A purchase as the table writes it."""
    names = []
    for line in purchase.items:
        rule = shop.programme.item(line.item)
        name = rule.name if rule is not None else line.item
        names.append(f"{name} ×{line.quantity}" if line.quantity != 1 else name)
    what = ", ".join(names) or (words.tr("Visit") if purchase.amount is None else words.tr("Purchase"))
    returned = purchase.returned
    whole = returned is not None and purchase.amount is not None and returned.minor >= purchase.amount.minor > 0
    if purchase.undone:
        what = words.tr("{what}, undone").format(what=what)
    elif whole:
        what = words.tr("{what}, returned").format(what=what)
    elif returned is not None and returned.minor:
        back = words.money(returned, symbol=False)
        what = words.tr("{what}, {amount} returned").format(what=what, amount=back)
    return PurchaseLine(
        purchase.id,
        when.short_day(words, purchase.business_date, shop.today),
        what,
        words.money(purchase.amount, symbol=False) if purchase.amount is not None else "",
        f"{stamps:+d}".replace("-", "−") if stamps else "",
        purchase.undone or whole,
    )


class PersonPanel(QWidget):
    """Announces what is wanted; the page does it. Notes and purchases are named by their ids."""

    asked = Signal(str)
    undo_asked = Signal()
    note_wanted = Signal()
    note_opened = Signal(str)
    note_done = Signal(str)
    note_renewed = Signal(str)
    purchase_opened = Signal(str)
    edit_wanted = Signal()
    cards_wanted = Signal()
    slip_wanted = Signal()

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.line = Line("")
        self._result = False
        self._offers_slip = False
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.addLayout(self._make_head())
        self._box.addWidget(self._make_greeting())
        self.notes: list[NoteRow] = []
        self._notes_panel = Panel(words.tr("Remember"), "Ctrl N", key_name=words.tr("New note"))
        self._notes_panel.key_pressed.connect(self.note_wanted)
        self._no_notes = Label(
            words.tr("Nothing yet: a taste, a promise, something to ask next time."), "muted", wrap=True
        )
        self._notes_panel.add(self._no_notes)
        self._box.addWidget(self._notes_panel)
        headings = (words.tr("Day"), words.tr("What"), words.tr("Amount"), words.tr("Stamps"))
        self._purchases_panel = Panel(words.tr("Latest purchases"))
        self.purchases = PurchaseTable(words.tr("Latest purchases"), headings)
        self.purchases.opened.connect(self.purchase_opened)
        self._no_purchases = Label(words.tr("The first purchase will appear here."), "muted", wrap=True)
        self._no_purchases.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._purchases_panel.add(self._no_purchases, 1)
        self._purchases_panel.add(self.purchases, 1)
        self._purchases_panel.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self._box.addWidget(self._purchases_panel, 1)
        self._box.addStretch(0)
        self._space()

    def _make_head(self) -> QVBoxLayout:
        words = self._words
        self.name = Label("", "title", wrap=True)
        self.since = Label("", "muted", wrap=True, private=True)
        self.old_card = OldCard(words)
        self.chip = Chip("")
        self.edit_button = IconButton("pencil", words.tr("Change the customer (Ctrl E)"))
        self.edit_button.clicked.connect(self.edit_wanted)
        self.cards_button = IconButton("card", words.tr("The customer's cards (Ctrl K) · lost card (F5)"))
        self.cards_button.clicked.connect(self.cards_wanted)
        self.slip_button = IconButton("print", words.tr("A slip for the customer (Ctrl P)"))
        self.slip_button.clicked.connect(self.slip_wanted)
        self.slip_button.hide()
        beside = QHBoxLayout()
        for widget in (self.edit_button, self.cards_button, self.slip_button, self.chip):
            beside.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        beside.addStretch()
        self._top = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._top.addWidget(self.name, 1)
        self._top.addLayout(beside)
        self._head = QVBoxLayout()
        self._head.addLayout(self._top)
        self._head.addWidget(self.since)
        self._head.addWidget(self.old_card)
        return self._head

    def _make_greeting(self) -> Greeting:
        words = self._words
        self.greeting = Greeting()
        self.say = Label("", "note", wrap=True, private=True)
        self.why = Label("", "muted", wrap=True, private=True)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addStretch(1)
        texts.addWidget(self.say)
        texts.addWidget(self.why)
        texts.addStretch(1)
        self.change_question = IconButton("pencil", words.tr("Change the question"))
        self.change_question.clicked.connect(self._change_question)
        self.asked_button = QuietButton(words.tr("Asked"), "F6", accent=True)
        self.asked_button.clicked.connect(self._asked)
        self.undo_button = QuietButton(words.tr("Undo"), words.tr("Ctrl Z"))
        self.undo_button.clicked.connect(self.undo_asked)
        self.visit_slip = QuietButton(words.tr("Slip"), words.tr("Ctrl P"))
        self.visit_slip.clicked.connect(self.slip_wanted)
        acts = QHBoxLayout()
        acts.addStretch()
        for button in (self.change_question, self.asked_button, self.visit_slip, self.undo_button):
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            acts.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.greeting.body.addLayout(texts, 1)
        self.greeting.body.addLayout(acts)
        return self.greeting

    def fit(self, width: int) -> None:
        """With little room the name and the question have a line of their own, and what can be pressed the next."""
        narrow = width < theme.current().px(_NARROW)
        across = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self.name.set_role("heading" if narrow else "title")
        self._top.setDirection(across)
        self.greeting.body.setDirection(across)
        for box in (self._top, self.greeting.body):
            # What stretches across would stretch down too.
            box.setStretch(0, 0 if narrow else 1)

    def show_customer(self, opened: Opened) -> None:
        """Fills every panel from one read."""
        words, view, shop = self._words, opened.view, opened.shop
        self.name.set_text(called(words, view.customer))
        self.since.set_text(who_line(words, view.customer, shop))
        self.old_card.show_card(opened.view.via, opened.replaced)
        self.chip.set(*tier_chip(shop.programme, view.standing.tier.id if view.standing.tier else None))
        self.line = greeting_line(words, view.greeting, view.customer)
        self._result = False
        self._show_line(self.line.say, self.line.why)
        self._show_notes(in_order(view.notes, shop), shop)
        lines = [purchase_line(words, each, opened.stamps.get(each.id, 0), shop) for each in view.purchases]
        self.purchases.show_lines(lines)
        self.purchases.setVisible(bool(lines))
        self._no_purchases.setVisible(not lines)

    def offer_slip(self, offered: bool) -> None:
        """Whether this till has a printer for slips."""
        self.slip_button.setVisible(offered)
        self._offers_slip = offered
        self.visit_slip.setVisible(self._result and offered and not is_drawn())

    def show_result(self, said: str, why: str, undoable: bool) -> None:
        """What came of the visit, in the greeting's place, until the next begins."""
        self._result = True
        self._show_line(said, why)
        self.undo_button.setVisible(undoable and not is_drawn())
        self.visit_slip.setVisible(self._offers_slip and not is_drawn())

    def veil(self) -> None:
        """The curtain was drawn or opened: even that there is a question or a note is nobody's business."""
        self._notes_panel.setVisible(not is_drawn())
        self._purchases_panel.setVisible(not is_drawn())
        self._show_line(self.say.full_text(), self.why.full_text())

    def _show_line(self, said: str, why: str) -> None:
        asks = self.line.note is not None and not self._result and not is_drawn()
        self.say.set_text(said, said)
        self.why.set_text(why)
        self.why.setVisible(bool(why))
        self.asked_button.setVisible(asks)
        self.change_question.setVisible(asks)
        self.undo_button.setVisible(False)
        self.visit_slip.setVisible(False)
        self.greeting.setVisible(not is_drawn())

    def _show_notes(self, notes: list[Note], shop: Shop) -> None:
        words = self._words
        for row in self.notes:
            row.hide()
            row.deleteLater()
        self.notes = []
        for note in notes:
            if note.id == self.line.note:
                continue
            renewal = note.asks_renewal(shop.today)
            done = words.tr("Still so") if renewal else _done_name(words, note)
            row = NoteRow(
                note.id,
                kind_name(words, note.kind),
                note.kind,
                f"{note.text} ({note.assignee})" if note.assignee else note.text,
                due=_when(words, note, shop),
                late=is_due(note, shop),
                pinned=note.pinned,
                done_name=done,
            )
            row.opened.connect(self.note_opened)
            row.done.connect(self.note_renewed if renewal else self.note_done)
            self._notes_panel.add(row)
            self.notes.append(row)
        align([row.chip for row in self.notes], 62)
        self._no_notes.setVisible(not self.notes)

    def _asked(self) -> None:
        if self.line.note is not None:
            self.asked.emit(self.line.note)

    def _change_question(self) -> None:
        if self.line.note is not None:
            self.note_opened.emit(self.line.note)

    def _space(self) -> None:
        px = theme.current().px
        self._box.setSpacing(px(16))
        self._head.setSpacing(0)
        self._notes_panel.body.setSpacing(0)
        self.greeting.setMinimumHeight(px(64))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._space()
        super().changeEvent(event)


def _done_name(words: Words, note: Note) -> str:
    return {"ask": words.tr("Asked"), "promise": words.tr("Kept")}.get(note.kind, "")


def _when(words: Words, note: Note, shop: Shop) -> str:
    if note.asks_renewal(shop.today):
        return words.tr("Is it still so?")
    return when.due(words, note.due, shop.today) if note.due else ""
