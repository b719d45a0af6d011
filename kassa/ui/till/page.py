"""The till page: who is at the counter, and what becomes of the visit.

The page is in one of three states. *Nobody*: waiting. *Open*: a customer with a visit being typed. *Result*: the visit
is saved and what came of it stays, until the next key typed or card scanned begins the next search.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from kassa.domain.people import Hit
from kassa.errors import KassaError
from kassa.ui import theme
from kassa.ui.jobs import Job, Jobs
from kassa.ui.till import desk
from kassa.ui.till.acts import Act, Acts
from kassa.ui.till.desk import Opened, Saved, Shop
from kassa.ui.till.greeting import called
from kassa.ui.till.loyalty import LoyaltyPanel
from kassa.ui.till.person import PersonPanel
from kassa.ui.till.result import Told, visit_told
from kassa.ui.till.search_column import SearchColumn
from kassa.ui.till.sheets import Sheets
from kassa.ui.till.visit import Visit
from kassa.ui.till.visit_bar import VisitBar
from kassa.ui.till.welcome import Welcome
from kassa.ui.widgets.curtain import is_drawn
from kassa.ui.widgets.toasts import ToastStack
from kassa.words import Words

if TYPE_CHECKING:
    from kassa.services.session import Session

_COMING = ""  # the visit's customer is still being read
_NARROW = 780


class TillPage(QWidget):
    """``programme_missing`` says that the shop has no programme yet; ``shop_known`` gives the shop whenever it was read."""

    programme_missing = Signal()
    shop_known = Signal(object)

    def __init__(self, words: Words, jobs: Jobs, window: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._jobs = jobs
        self._session: Session | None = None
        self._shop: Shop | None = None
        self.opened: Opened | None = None
        self._visit: Visit | None = None
        self._told: Told | None = None
        self._saving: Act | None = None
        self._redeeming: Act | None = None
        self._sent: Visit | None = None
        self._scanned: str | None = None
        self._stamp_when_open = False
        self._open_when_found = False
        self._next: str | None = None
        self._stepped = False
        self.search = SearchColumn(words)
        self.welcome = Welcome(words)
        self.person = PersonPanel(words)
        self.loyalty = LoyaltyPanel(words)
        self.bar = VisitBar(words)
        self._lay_out()
        self.acts = Acts(words, jobs, self)
        self.toasts = ToastStack(self, self.bar, words)
        self.sheets = Sheets(words, jobs, self.acts, window)
        self._connect()
        self._show_nobody()

    def _lay_out(self) -> None:
        px = theme.current().px
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setContentsMargins(px(26), px(22), px(22), px(22))
        self._columns.setSpacing(px(26))
        self._columns.addWidget(self.person, 1)
        self._columns.addWidget(self.loyalty)
        people = QWidget()
        people.setLayout(self._columns)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(people)
        people.setAutoFillBackground(False)
        self._scroll.viewport().setAutoFillBackground(False)
        self._middle = QStackedWidget()
        self._middle.addWidget(self.welcome)
        self._middle.addWidget(self._scroll)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self._middle, 1)
        right.addWidget(self.bar)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.search)
        row.addLayout(right, 1)

    def _connect(self) -> None:
        self.search.asked.connect(self._typed)
        self.search.entered.connect(self._entered)
        self.search.opened.connect(self._hit_opened)
        self.search.stepped.connect(self._step)
        self.search.new_customer.connect(self.new_customer)
        self.search.field.installEventFilter(self)
        self.bar.amount.edit.installEventFilter(self)
        self.bar.stamp.connect(self.stamp)
        self.bar.woken.connect(self._woken)
        self.welcome.new_customer.connect(self.new_customer)
        person = self.person
        person.asked.connect(self._finish_note)
        person.undo_asked.connect(self.undo_last)
        person.note_wanted.connect(self.new_note)
        person.note_opened.connect(self._open_note)
        person.note_done.connect(self._finish_note)
        person.purchase_opened.connect(self._open_purchase)
        person.edit_wanted.connect(self.edit_customer)
        person.cards_wanted.connect(self.show_cards)
        self.loyalty.redeem_asked.connect(self.redeem)
        self.toasts.undo_asked.connect(self.undo)
        self.sheets.customer_wanted.connect(self.open)
        self.sheets.closed.connect(self._sheet_closed)
        self.acts.done.connect(self._act_done)
        self.acts.undone.connect(self._act_undone)
        self.acts.refused.connect(self._act_refused)

    # The shop

    def start(self, session: Session, shop: Shop | None) -> None:
        """The store is open. Without a shop there is no programme yet."""
        self._session = session
        self.acts.session = session
        if shop is None:
            self.welcome.no_programme()
            self.programme_missing.emit()
            return
        self.set_shop(shop)
        if not self.search.field.text():
            self._ask("")
        else:
            self._ask(self.search.field.text())

    def set_shop(self, shop: Shop) -> None:
        """The programme in force, and today."""
        first = self._shop is None
        self._shop = shop
        self.search.set_shop(shop)
        self.bar.set_programme(shop.programme)
        if first:
            self.welcome.ready()
            self.search.field.setFocus()
        self.shop_known.emit(shop)

    # Searching

    def focus_search(self) -> None:
        """F2: the cursor in the search field, what stands there chosen."""
        self.sheets.put_aside()
        self.search.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.field.selectAll()

    def back_to_search(self) -> None:
        """Esc: back to the search; there it empties the field, and in an empty field it closes the customer."""
        if self.search.field.hasFocus():
            if self.search.field.text():
                self.search.field.clear()
            elif self._visit is None or self._visit.untouched:
                self._show_nobody()
        self.focus_search()

    def _typed(self, text: str) -> None:
        self._stepped = False
        self._open_when_found = False
        if self._told is not None and text.strip():
            self._show_nobody()
        self._ask(text)

    def _ask(self, query: str) -> None:
        if self._session is not None and self._shop is not None:
            work = partial(_find, self._session, query)
            self._jobs.run(work, done=self._found, failed=self._search_failed, channel="till search")

    def _found(self, answer: tuple[str, tuple[Hit, ...]]) -> None:
        query, hits = answer
        self.search.show_hits(query, hits)
        if self.opened is not None and not query.strip():
            self.search.mark(self.opened.view.customer.id)
        elif self.opened is None and not query.strip() and self._visit is None and self._shop is not None:
            self.welcome.ready() if hits else self.welcome.no_customers()
        if self._open_when_found:
            self._open_when_found = False
            self._open_chosen()

    def _search_failed(self, error: KassaError) -> None:
        self._open_when_found = False
        self.toasts.fail(self._words.text(error.text))

    def _step(self) -> None:
        self._stepped = True

    def _entered(self) -> None:
        query = self.search.field.text()
        if not query.strip() and not self._stepped:
            # After a visit the field is empty: a second Enter must not open the one before.
            return
        if self.search.query == query:
            self._open_chosen()
            return
        self._open_when_found = True
        self._expect()

    def _open_chosen(self) -> None:
        hit = self.search.list.chosen()
        if hit is not None:
            self.open(hit.id)
            return
        self._expect_nobody()

    def _hit_opened(self, hit: Hit) -> None:
        self.open(hit.id)

    # Opening a customer

    def open(self, reference: str, scanned: bool = False) -> None:
        """Opens a customer: the cursor goes to the amount at once, the panels follow as soon as they are read."""
        if self._session is None or self._shop is None:
            return
        if self._saving is not None:
            self._next = reference
            return
        self.sheets.put_aside()
        self._scanned = reference if scanned else None
        if scanned or self._visit is None or self._visit.customer != _COMING:
            self._expect()
        work = partial(_show, self._session, reference)
        self._jobs.run(work, done=self._show_customer, failed=self._not_opened, channel="till open")

    def _expect(self) -> None:
        """Somebody is being found or read: what is typed from now on belongs to that visit."""
        self._stamp_when_open = False
        self._visit = Visit(_COMING)
        self.bar.setEnabled(True)
        self.bar.begin(self._visit)

    def _expect_nobody(self) -> None:
        self._visit = None
        self.bar.rest()
        if self.opened is not None and self._told is None:
            self._begin_visit(self.opened)
        else:
            self.bar.setEnabled(self.opened is not None)
        self.search.field.setFocus()
        self.search.field.selectAll()

    def scanned(self, code: str) -> None:
        """A card at the scanner: its customer comes up, or it is put where a blank card is wanted."""
        if self._session is None or self._shop is None:
            return
        if self.sheets.takes_card:
            work = partial(_show_card, self._session, code)
            self._jobs.run(work, done=self._card_for_sheet, failed=self._sheet_card_refused, channel="till open")
            return
        self.search.field.clear()
        self.open(code, scanned=True)

    def _card_for_sheet(self, answer: tuple[str, Opened | None]) -> None:
        code, opened = answer
        if opened is None:
            self.sheets.take_card(code)
            return
        self.sheets.put_aside()
        self._expect()
        self._show_customer(opened)

    def _sheet_card_refused(self, error: KassaError) -> None:
        self.sheets.say_error(self._words.text(error.text))

    def _not_opened(self, error: KassaError) -> None:
        self._expect_nobody()
        if self._scanned is not None and error.details.get("state") == "blank":
            self.sheets.new_customer(card=self._scanned)
            return
        self.toasts.fail(self._words.text(error.text))

    def _show_customer(self, opened: Opened) -> None:
        self._told = None
        self._show(opened)
        visit = self._visit
        if visit is None:
            self._begin_visit(opened)
        elif visit.customer == _COMING:
            visit.customer = opened.view.customer.id
        if self._stamp_when_open:
            self._stamp_when_open = False
            self.stamp()

    def _show(self, opened: Opened) -> None:
        self.opened = opened
        self.set_shop(opened.shop)
        self.person.show_customer(opened)
        self.loyalty.show_customer(opened)
        self._middle.setCurrentWidget(self._scroll)
        self.bar.setEnabled(True)
        self.search.mark(opened.view.customer.id)
        if self._told is not None:
            self.person.show_result(self._told.said, self._told.why, undoable=True)

    def _begin_visit(self, opened: Opened) -> None:
        self._visit = Visit(opened.view.customer.id)
        self.bar.begin(self._visit)

    def _show_nobody(self) -> None:
        self.opened = None
        self._visit = None
        self._told = None
        self.bar.rest()
        self.bar.setEnabled(False)
        self._middle.setCurrentWidget(self.welcome)
        self._scroll.verticalScrollBar().setValue(0)

    def _refresh(self, customer: str) -> None:
        """Reads the customer again after something changed, if that is who is shown."""
        if self._session is not None and self.opened is not None and self.opened.view.customer.id == customer:
            self._jobs.run(partial(_show, self._session, customer), done=self._refreshed, channel="till refresh")

    def _refreshed(self, opened: Opened) -> None:
        if self.opened is not None and self.opened.view.customer.id == opened.view.customer.id:
            self._show(opened)

    # The visit

    def stamp(self) -> None:
        """Enter in the amount: the visit is saved, once."""
        visit, shop = self._visit, self._shop
        if visit is None or shop is None or self._saving is not None or not self.bar.amount.valid:
            return
        if visit.customer == _COMING:
            self._stamp_when_open = True
            return
        if self.opened is None or self.opened.view.customer.id != visit.customer:
            return
        ready = visit.ready(shop.programme.quick_item)
        who = called(self._words, self.opened.view.customer)
        self.bar.busy()
        act = Act(visit.customer, who, who, op=ready.op)
        self._saving, self._sent, self._visit = act, visit, None
        self.search.field.clear()
        self.search.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.acts.run(act, partial(_buy, visit=ready))

    def _visit_saved(self, act: Act, saved: Saved) -> None:
        self._saving, self._sent = None, None
        told = visit_told(self._words, saved)
        act.toast, act.bold = told.toast, told.bold
        self._tell(told.toast, told.bold, act.op)
        following, self._next = self._next, None
        if following is not None:
            self.open(following)
        elif self._visit is None:
            self._show_result(saved, told)

    def _show_result(self, saved: Saved, told: Told) -> None:
        self.bar.rest()
        self._ask(self.search.field.text())
        if self.search.field.text().strip():
            self._show_nobody()
            return
        self._told = told
        self._show(saved.opened)

    def _visit_refused(self) -> None:
        visit, self._sent, self._saving, self._next = self._sent, None, None, None
        if self._visit is None and visit is not None:
            self._visit = visit
            self.bar.ready()
            self.bar.home.setFocus(Qt.FocusReason.OtherFocusReason)

    def _woken(self) -> None:
        """Typed or tapped in the bar after a visit: one more for the same customer."""
        if self.opened is None:
            self.bar.rest()
            return
        self._told = None
        self._visit = Visit(self.opened.view.customer.id)
        self.bar.take(self._visit)
        self._show(self.opened)

    # What the keys do

    def new_customer(self) -> None:
        """F4."""
        if self._shop is None or self.sheets.sheet is not None:
            return
        in_vain = self.search.field.text().strip() if not self.search.list.hits.rowCount() else ""
        self.sheets.new_customer(typed=in_vain)

    def asked(self) -> None:
        """F6: the greeting's question is asked."""
        if self.person.line.note is not None and self.opened is not None:
            self._finish_note(self.person.line.note)

    def redeem_first(self) -> None:
        """F8."""
        opened = self._somebody()
        if opened is None:
            return
        rewards = opened.view.standing.rewards
        if rewards:
            self.redeem(rewards[0].id)
        else:
            self._tell(self._words.tr("{name} has nothing to redeem").format(name=self._who()))

    def redeem(self, reward: str) -> None:
        """Hands out a reward of the open customer."""
        if self.opened is None or self._redeeming:
            return
        held = next((each for each in self.opened.view.standing.rewards if each.id == reward), None)
        if held is None:
            return
        act = Act(self.opened.view.customer.id, self._who(), f"{self._who()} · {held.name}")
        self._redeeming = act
        self.acts.run(act, partial(_redeem, reward=reward))

    def new_note(self) -> None:
        """Ctrl+N."""
        opened = self._somebody()
        if opened is not None and self.sheets.sheet is None:
            self.sheets.note(opened)

    def edit_customer(self) -> None:
        """Ctrl+E."""
        opened = self._somebody()
        if opened is not None and self.sheets.sheet is None:
            self.sheets.edit_customer(opened)

    def show_cards(self) -> None:
        """Ctrl+K."""
        opened = self._somebody()
        if opened is not None and self.sheets.sheet is None:
            self.sheets.cards(opened)

    def undo_last(self) -> None:
        """Ctrl+Z."""
        if not self.acts.undo():
            self._tell(self._words.tr("Nothing to undo"))

    def undo(self, op: str) -> None:
        """A toast's Undo."""
        self.acts.undo(op)

    def _somebody(self) -> Opened | None:
        if self.opened is None:
            self._tell(self._words.tr("Open a customer first"))
        return self.opened

    def _who(self) -> str:
        return called(self._words, self.opened.view.customer) if self.opened is not None else ""

    def _open_note(self, note: str) -> None:
        if self.opened is not None:
            held = next((each for each in self.opened.view.notes if each.id == note), None)
            if held is not None:
                self.sheets.note(self.opened, held)

    def _finish_note(self, note: str) -> None:
        opened = self.opened
        held = next((each for each in opened.view.notes if each.id == note), None) if opened is not None else None
        if held is None or opened is None:
            return
        words = self._words
        done = {"ask": words.tr("asked"), "promise": words.tr("promise kept")}.get(held.kind, words.tr("done"))
        act = Act(opened.view.customer.id, self._who(), f"{self._who()} · {done}")
        self.acts.run(act, partial(_finish_note, note=note))

    def _open_purchase(self, purchase: str) -> None:
        if self.opened is not None:
            self.sheets.take_back(self.opened, purchase)

    def _sheet_closed(self) -> None:
        home = self.bar.home if self._visit is not None else self.search.field
        home.setFocus(Qt.FocusReason.OtherFocusReason)

    # What became of it

    def _act_done(self, act: Act) -> None:
        if act is self._saving:
            self._visit_saved(act, act.result)
            return
        if act is self._redeeming:
            self._redeeming = None
            ring_up = act.result.ring_up
            bold = self._words.tr("ring up: {what}").format(what=ring_up) if ring_up else self._words.tr("redeemed")
            self._tell(act.toast, bold, act.op)
        else:
            self._tell(act.toast, act.bold, act.op if act.undoable else None)
        self._refresh(act.customer)

    def _act_undone(self, act: Act) -> None:
        self.toasts.forget(act.op)
        self._tell(act.toast, self._words.tr("undone"))
        if self._told is not None and self.opened is not None and self.opened.view.customer.id == act.customer:
            self._told = None
            if not self.search.field.text():
                self._begin_visit(self.opened)
        self._refresh(act.customer)

    def _act_refused(self, act: Act, error: KassaError) -> None:
        text = self._words.text(error.text)
        if act is self._saving:
            self._visit_refused()
        if act is self._redeeming:
            self._redeeming = None
        if self.sheets.sheet is None:
            self.toasts.fail(f"{act.who}: {text}" if act.who else text)
            self._refresh(act.customer)

    def leave_customer(self) -> None:
        """Nobody is at the till any more: the page forgets who was, what was searched and the messages about it."""
        self.sheets.put_aside()
        self.search.field.clear()
        for toast in list(self.toasts.toasts):
            if not toast.failure:
                toast.leave()
        if self._saving is None:
            self._show_nobody()

    def come_back(self) -> None:
        """The page is in front again: the cursor goes where the work is, and what is shown is read anew."""
        self._sheet_closed()
        if self.opened is not None:
            self._refresh(self.opened.view.customer.id)
        self._ask(self.search.field.text())

    def bug(self) -> None:
        """A job died of a bug of ours: nothing is waited for any more, and what was typed can be sent again."""
        self._redeeming = None
        if self._saving is not None:
            self._visit_refused()
        if self.sheets.sheet is not None:
            self.sheets.sheet.save_button.setEnabled(True)
        if self._visit is not None and self._visit.customer == _COMING:
            self._expect_nobody()

    def _tell(self, text: str, bold: str = "", op: str | None = None) -> None:
        # Under the curtain a toast waits unseen: it names people.
        self.toasts.say(text, bold, op).setVisible(not is_drawn())

    def veil(self) -> None:
        """The curtain was drawn or opened."""
        for toast in self.toasts.toasts:
            toast.setVisible(not is_drawn())
        self.person.veil()
        if self._told is not None:
            self.person.show_result(self._told.said, self._told.why, undoable=True)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # A line edit would take Ctrl+Z for its own letters; at the till it undoes the last thing done.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            return event.matches(QKeySequence.StandardKey.Undo)
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() - self.search.width() < theme.current().px(_NARROW)
        across = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self._columns.setDirection(across)


def _find(session: Session, query: str, _job: Job) -> tuple[str, tuple[Hit, ...]]:
    return query, desk.find(session, query)


def _show(session: Session, reference: str, _job: Job) -> Opened:
    return desk.show(session, reference)


def _show_card(session: Session, code: str, _job: Job) -> tuple[str, Opened | None]:
    try:
        return code, desk.show(session, code)
    except KassaError as error:
        if error.details.get("state") == "blank":
            return code, None
        raise


def _buy(session: Session, _op: str, visit: Any) -> Saved:
    return desk.buy(session, visit)


def _redeem(session: Session, op: str, reward: str) -> Any:
    return desk.redeem(session, reward, op)


def _finish_note(session: Session, op: str, note: str) -> Any:
    return desk.finish_note(session, note, None, op)
