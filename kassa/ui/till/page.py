"""The till page: who is at the counter, and what becomes of the visit.

The page is in one of three states. *Nobody*: waiting. *Open*: a customer with a visit being typed. *Result*: the visit
is saved and what came of it stays, until the next key typed or card scanned begins the next search.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from kassa.domain.people import Hit
from kassa.errors import KassaError
from kassa.ui.jobs import Job, Jobs
from kassa.ui.slip.slips import Slips
from kassa.ui.till import desk
from kassa.ui.till.acts import Act, Acts
from kassa.ui.till.alarm import Alarming, coupon_refused
from kassa.ui.till.desk import Opened, Saved, Shop
from kassa.ui.till.favours import Favours
from kassa.ui.till.finding import Finding
from kassa.ui.till.greeting import called
from kassa.ui.till.panels import TillPanels
from kassa.ui.till.scans import Scans
from kassa.ui.till.sheets import Sheets
from kassa.ui.till.visiting import Visiting
from kassa.ui.widgets.toasts import ToastStack
from kassa.words import Words

if TYPE_CHECKING:
    from kassa.services.session import Session


class TillPage(TillPanels):
    """``shop_known`` gives the shop whenever it was read."""

    shop_known = Signal(object)

    def __init__(self, words: Words, jobs: Jobs, window: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self._words = words
        self._jobs = jobs
        self._session: Session | None = None
        self._shop: Shop | None = None
        self.opened: Opened | None = None
        self._next: tuple[str, bool] | None = None
        self.finding = Finding(self.search, jobs, self)
        self.acts = Acts(words, jobs, self)
        self.toasts = ToastStack(self, self.bar, words, self.person)
        self.sheets = Sheets(words, jobs, self.acts, window)
        self.favours = Favours(words, self.acts, self.sheets, self.toasts, self)
        self.visiting = Visiting(words, self.bar, self.acts, self.toasts, self)
        self.scans = Scans(words, jobs, self.sheets, self.favours, self)
        self.slips = Slips(words, jobs, self)
        self._connect()
        self._show_nobody()

    def _connect(self) -> None:
        finding, scans, person, favours = self.finding, self.scans, self.person, self.favours
        finding.typed.connect(self._typed)
        finding.answered.connect(self._answered)
        finding.chosen.connect(self.open)
        finding.expected.connect(self.visiting.expect)
        finding.missed.connect(self._expect_nobody)
        finding.refused.connect(self._refused)
        scans.found.connect(self._show_customer)
        scans.missed.connect(self._expect_nobody)
        scans.expected.connect(self.visiting.expect)
        scans.entered.connect(self.stamp)
        scans.refused.connect(self._not_opened)
        scans.alarming.connect(self._sound_alarm)
        self.search.new_customer.connect(self.new_customer)
        self.bar.stamp.connect(self.stamp)
        self.bar.woken.connect(self._woken)
        self.visiting.sent.connect(self._visit_sent)
        self.welcome.new_customer.connect(self.new_customer)
        person.asked.connect(favours.finish_note)
        person.undo_asked.connect(favours.undo_last)
        person.note_wanted.connect(favours.new_note)
        person.note_opened.connect(favours.open_note)
        person.note_done.connect(favours.finish_note)
        person.note_renewed.connect(favours.renew_note)
        person.purchase_opened.connect(favours.open_purchase)
        person.edit_wanted.connect(favours.edit_customer)
        person.cards_wanted.connect(favours.show_cards)
        person.slip_wanted.connect(self.print_slip)
        self.slips.changed.connect(person.offer_slip)
        self.slips.told.connect(favours.tell)
        self.slips.failed.connect(favours.fail)
        self.alarm.heard.connect(self.back_to_search)
        self.loyalty.redeem_asked.connect(favours.redeem)
        favours.changed.connect(self._refresh)
        self.sheets.customer_wanted.connect(self.open)
        self.sheets.closed.connect(self.take_cursor)
        self.acts.done.connect(self._act_done)
        self.acts.undone.connect(self._act_undone)
        self.acts.refused.connect(self._act_refused)

    # The shop

    def start(self, session: Session, shop: Shop) -> None:
        """The store is open."""
        self._session = session
        self.acts.session = session
        self.finding.session = session
        self.scans.session = session
        self.slips.session = session
        self.slips.look()
        self.set_shop(shop)
        self.welcome.ready()
        self.search.field.setFocus()
        self.finding.ask()

    def set_shop(self, shop: Shop) -> None:
        """The shop as it is now: its programme, its quick items, its day."""
        self._shop = self.sheets.shop = shop
        self.search.set_shop(shop)
        self.bar.set_programme(shop.programme, shop.buttons)
        self.shop_known.emit(shop)

    # Searching

    def focus_search(self) -> None:
        """F2: the cursor in the search field, what stands there chosen."""
        self.sheets.put_aside()
        self.search.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.field.selectAll()

    def back_to_search(self) -> None:
        """Esc: back to the search; there it empties the field, and in an empty field it closes the customer."""
        if self.alarmed:
            self._show_nobody()
        elif self.search.field.hasFocus():
            if self.search.field.text():
                self.search.field.clear()
            elif self.visiting.untouched:
                self._show_nobody()
        self.focus_search()

    def _typed(self, text: str) -> None:
        if text.strip() and (self.visiting.told is not None or self.alarmed):
            self._show_nobody()

    def _answered(self, query: str, hits: tuple[Hit, ...]) -> None:
        if query.strip():
            return
        if hits:
            self.welcome.ready()
        else:
            self.welcome.no_customers()
        if self.opened is not None:
            self.search.mark(self.opened.view.customer.id)

    def _refused(self, error: KassaError) -> None:
        self.favours.fail(self._words.text(error.text))

    # Opening a customer

    def open(self, reference: str, scanned: bool = False) -> None:
        """Opens a customer: the cursor goes to the amount at once, the panels follow as soon as they are read."""
        if self._session is None or self._shop is None:
            return
        if self.visiting.saving:
            self._next = reference, scanned
            return
        self.sheets.put_aside()
        if scanned or not self.visiting.coming:
            self.visiting.expect()
        if scanned:
            self.scans.read(reference)
        else:
            show = partial(_show, self._session, reference)
            self._jobs.run(show, done=self._show_customer, failed=self._not_opened, channel="till open")

    def _expect_nobody(self) -> None:
        """Nobody came: back to the search, and to the customer who was open before, with what was typed for them."""
        if self.opened is not None and self.visiting.told is None:
            self.visiting.go_back(self.opened.view.customer.id)
        else:
            self.visiting.go_back(None)
        self.bar.setEnabled(self.opened is not None)
        self.search.field.setFocus()
        self.search.field.selectAll()

    def scanned(self, code: str, beside: str | None = None) -> None:
        """A card at the scanner: its customer comes up, or it is put where a blank card is wanted.

        ``beside`` is the customer whom another page showed when the card was scanned, nobody where it is empty: then a
        blank card is for them and not for whoever is open here.
        """
        if self._session is None or self._shop is None:
            return
        self.scans.beside = beside
        if self.sheets.takes_card:
            self.scans.read_for_sheet(code)
        else:
            self.search.field.clear()
            self.open(code, scanned=True)

    def _not_opened(self, error: KassaError) -> None:
        self._expect_nobody()
        self._refused(error)

    def _sound_alarm(self, told: Alarming) -> None:
        """Nobody is opened by this, and whoever was open before may not be taken for its owner."""
        self._show_nobody()
        self._forget_messages()
        self.search.mark(None)
        self.search.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.show_alarm(told)

    def _show_customer(self, opened: Opened) -> None:
        self.visiting.told = None
        self._show(opened)
        self.visiting.came(opened.view.customer.id)

    def _show(self, opened: Opened) -> None:
        self.opened = self.favours.opened = opened
        self.set_shop(opened.shop)
        self.person.show_customer(opened)
        self.favours.question = self.person.line.note
        self.loyalty.show_customer(opened)
        self.show_person()
        # Whoever is open is in the register: it is not empty any more.
        self.welcome.ready()
        self.bar.setEnabled(True)
        self.search.mark(opened.view.customer.id)
        self._show_told()

    def _show_told(self) -> None:
        told = self.visiting.told
        if told is not None:
            self.person.show_result(told.said, told.why, undoable=True)

    def _show_nobody(self) -> None:
        self.opened = self.favours.opened = None
        self.favours.question = None
        self.visiting.drop()
        self.show_welcome()

    def _refresh(self, customer: str) -> None:
        """Reads the customer again after something changed, if that is who is shown."""
        if self._session is not None and self.opened is not None and self.opened.view.customer.id == customer:
            self._jobs.run(partial(_show, self._session, customer), done=self._refreshed, channel="till refresh")

    def _refreshed(self, opened: Opened) -> None:
        if self.opened is not None and self.opened.view.customer.id == opened.view.customer.id:
            self._show(opened)

    def for_customer(self, act: Callable[[], object]) -> None:
        """Does something for the open customer; while one is still being read, as soon as that one is there."""
        self.visiting.for_customer(act)

    # The visit

    def stamp(self) -> None:
        """Enter in the amount: the visit is saved, once."""
        if self._shop is None or not self.visiting.can_save:
            return
        if self.visiting.coming:
            self.for_customer(self.stamp)
        elif self.opened is not None:
            self.visiting.save(self.opened, self._shop.programme.quick_item)

    def _visit_sent(self) -> None:
        self.search.field.clear()
        self.search.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _visit_saved(self, act: Act, saved: Saved) -> None:
        told = self.visiting.saved(act, saved)
        self.favours.tell(told.toast, told.bold, act.op)
        self.slips.visited(act.customer)
        following, self._next = self._next, None
        if following is not None:
            self.open(*following)
        elif self.visiting.visit is None:
            self.bar.rest()
            self.finding.ask()
            if self.search.field.text().strip():
                self._show_nobody()
                return
            self.visiting.told = told
            self._show(saved.opened)

    def _woken(self) -> None:
        """Typed or tapped in the bar after a visit: one more for the same customer."""
        if self.opened is None:
            self.bar.rest()
            return
        self.visiting.go_on(self.opened.view.customer.id)
        self._show(self.opened)

    def print_slip(self) -> None:
        """Ctrl+P: the open customer's slip."""
        if self.opened is None:
            self.favours.tell(self._words.tr("Open a customer first"))
        else:
            customer = self.opened.view.customer
            self.slips.print(customer.id, called(self._words, customer))

    def new_customer(self) -> None:
        """F4: with what was searched in vain as the first field."""
        if self._shop is not None:
            in_vain = self.search.field.text().strip() if not self.search.list.hits.rowCount() else ""
            self.sheets.new_customer(typed=in_vain)

    # What became of it

    def _act_done(self, act: Act) -> None:
        if self.visiting.is_saving(act):
            self._visit_saved(act, act.result)
        else:
            self.favours.done(act)

    def _act_undone(self, act: Act) -> None:
        opened = self.opened
        if act.joins and opened is not None and opened.view.customer.id == act.customer:
            # Who had joined is nobody again.
            self._show_nobody()
            opened = None
        if self.visiting.told is not None and opened is not None and opened.view.customer.id == act.customer:
            self.visiting.told = None
            if not self.search.field.text():
                self.visiting.begin(act.customer)
        self.favours.undone(act)
        self.finding.ask()

    def _act_refused(self, act: Act, error: KassaError) -> None:
        if self.visiting.is_saving(act):
            self._next = None
            self.visiting.refused(act)
        if self.favours.is_coupon(act):
            self.favours.answered(act)
            self._sound_alarm(coupon_refused(self._words, error, self._shop))
            return
        self.favours.refused(act, error)

    def bug(self) -> None:
        """A job died of a bug of ours: nothing is waited for any more, and what was typed can be sent again."""
        self.favours.bug()
        if self.visiting.saving:
            self._next = None
            self.visiting.unsent()
        if self.sheets.sheet is not None:
            self.sheets.sheet.save_button.setEnabled(True)
        if self.visiting.coming:
            self._expect_nobody()

    # Coming and going

    def leave_customer(self) -> None:
        """Nobody is at the till any more: the page forgets who was, what was searched and the messages about it."""
        self.sheets.put_aside()
        self.search.field.clear()
        self._forget_messages()
        if not self.visiting.saving:
            self._show_nobody()

    def _forget_messages(self) -> None:
        """Toasts name people."""
        for toast in list(self.toasts.toasts):
            if not toast.failure:
                toast.leave()

    def come_back(self) -> None:
        """The page is in front again: the cursor goes where the work is, and what is shown is read anew."""
        self.take_cursor()
        if self.opened is not None:
            self._refresh(self.opened.view.customer.id)
        self.finding.ask()

    def take_cursor(self) -> None:
        """The cursor goes where the work is."""
        home = self.bar.home if self.visiting.visit is not None else self.search.field
        home.setFocus(Qt.FocusReason.OtherFocusReason)

    def veil(self) -> None:
        """The curtain was drawn or opened; an open sheet is put aside with what is typed in it."""
        if self.sheets.sheet is not None:
            self.sheets.put_aside()
            self.take_cursor()
        self.favours.veil()
        self.person.veil()
        self._show_told()


def _show(session: Session, reference: str, _job: Job) -> Opened:
    return desk.show(session, reference)
