"""One customer, whole. The customers page lays it over its table."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from kassa.domain.people import CHANNELS, Purchase
from kassa.errors import KassaError
from kassa.ui import theme
from kassa.ui.customers.person import desk
from kassa.ui.customers.person.cards_panel import CardsPanel
from kassa.ui.customers.person.desk import Seen
from kassa.ui.customers.person.history_panel import HistoryPanel
from kassa.ui.customers.person.overview import Overview
from kassa.ui.customers.person.purchases_panel import PurchasesPanel
from kassa.ui.customers.person.section import Section
from kassa.ui.customers.person.sheets import PersonSheets
from kassa.ui.customers.person.tabs import Tabs
from kassa.ui.customers.person.who import WhoPanel
from kassa.ui.customers.person.why_panel import WhyPanel
from kassa.ui.jobs import Job, Jobs
from kassa.ui.till.acts import Act, Acts
from kassa.ui.till.favours import Favours
from kassa.ui.till.greeting import called
from kassa.ui.widgets.curtain import Private, is_drawn
from kassa.ui.widgets.toasts import ToastStack
from kassa.words import Words

if TYPE_CHECKING:
    from kassa.services.session import Session

_ALT = Qt.KeyboardModifier.AltModifier
_CTRL = Qt.KeyboardModifier.ControlModifier
_NARROW = 880
_NONE = Qt.KeyboardModifier.NoModifier


class CustomerDetail(QWidget, Private):
    """``closed`` goes back to the table, ``changed`` says that something of the customer was written, ``to_till``
    is a reference to a customer whom the till shall open, ``card_to_print`` one whose card shall be printed.
    """

    closed = Signal()
    changed = Signal()
    to_till = Signal(str)
    card_to_print = Signal(str)

    def __init__(self, session: Session, words: Words, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._private = True
        self._session = session
        self._words = words
        self._jobs = jobs
        self._customer: str | None = None
        self._front = 0
        self._veiled = False
        self.setAccessibleName(words.tr("One customer"))
        self.who = WhoPanel(words)
        self.overview = Overview(words)
        self.purchases = PurchasesPanel(session, words, jobs)
        self.why = WhyPanel(session, words, jobs)
        self.cards = CardsPanel(session, words, jobs)
        self.history = HistoryPanel(session, words, jobs)
        names = (
            words.tr("Overview"),
            words.tr("Purchases"),
            words.tr("Why"),
            words.tr("Cards"),
            words.tr("History"),
        )
        keys = [words.tr("Alt {n}").format(n=place + 1) for place in range(len(names))]
        self.tabs = Tabs(words.tr("Parts of the page"), list(zip(names, keys, strict=True)))
        self.parts = QStackedWidget()
        self._lay_out()
        self.acts = Acts(words, jobs, self)
        self.acts.session = session
        self.toasts = ToastStack(self, None, words, self.parts)
        self.sheets = PersonSheets(words, jobs, self.acts, self)
        self.favours = Favours(words, self.acts, self.sheets, self.toasts, self)
        self._keys = self._make_keys()
        self._connect()
        self.show_part(0)

    @property
    def customer(self) -> str:
        """Who is shown, by id; empty before anybody was."""
        return self.favours.opened.view.customer.id if self.favours.opened is not None else ""

    @property
    def _sections(self) -> tuple[Section[Any], ...]:
        return (self.purchases, self.why, self.cards, self.history)

    def _lay_out(self) -> None:
        for part in (self.overview, *self._sections):
            self.parts.addWidget(part)
        right = QVBoxLayout()
        right.addWidget(self.tabs)
        right.addWidget(self.parts, 1)
        self._right = right
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setSizeConstraint(QBoxLayout.SizeConstraint.SetNoConstraint)
        self._row.addWidget(self.who)
        self._row.addLayout(right, 1)
        self._space()

    def _connect(self) -> None:
        who, overview, favours, sheets = self.who, self.overview, self.favours, self.sheets
        who.left.connect(self.leave)
        who.edit_wanted.connect(self._edit)
        who.consent_wanted.connect(self._consent)
        who.till_wanted.connect(self._to_till)
        overview.notes.note_wanted.connect(favours.new_note)
        overview.notes.opened.connect(favours.open_note)
        overview.notes.done.connect(favours.finish_note)
        overview.notes.renewed.connect(favours.renew_note)
        overview.loyalty.redeem_asked.connect(favours.redeem)
        overview.purchase_opened.connect(self._look_at)
        overview.adjust.clicked.connect(self._adjust)
        overview.carry.clicked.connect(self._carry)
        self.purchases.return_wanted.connect(self._return)
        self.purchases.undo_wanted.connect(self._undo_purchase)
        self.cards.card_wanted.connect(favours.show_cards)
        self.cards.act.connect(self._card)
        for section in self._sections:
            section.failed.connect(favours.fail)
        self.tabs.chosen.connect(self.show_part)
        favours.changed.connect(self._written)
        sheets.closed.connect(self.take_cursor)
        self.acts.done.connect(favours.done)
        self.acts.undone.connect(favours.undone)
        self.acts.refused.connect(favours.refused)

    # Who is shown

    def show_customer(self, customer: str) -> None:
        """Opens a customer by any reference; the overview is in front."""
        self.sheets.put_aside()
        self._customer = customer
        self.favours.opened = None
        self.show_part(0)
        self._read(customer)

    def refresh(self) -> None:
        """Reads what is shown anew, as it may have been changed elsewhere."""
        if self._customer is not None:
            self._read(self._customer)

    def _read(self, customer: str) -> None:
        work = partial(_show, self._session, customer)
        self._jobs.run(work, done=self._show, failed=self._not_read, channel="person")

    def _not_read(self, error: KassaError) -> None:
        self.favours.fail(self._words.text(error.text))

    def _show(self, seen: Seen) -> None:
        opened = seen.opened
        other = self.favours.opened is None
        self._customer = opened.view.customer.id
        self.favours.opened = opened
        self.setAccessibleName(called(self._words, opened.view.customer))
        self.who.show_customer(opened, seen.phone)
        self.overview.show_customer(opened)
        for section in self._sections:
            section.set_customer(opened)
        self.veil_changed()
        if other:
            self.take_cursor()

    def _written(self, customer: str) -> None:
        if customer == self._customer:
            self._read(customer)
        self.changed.emit()

    # The parts

    def show_part(self, place: int) -> None:
        """Puts a part of the page in front."""
        self._front = place
        if not is_drawn():
            self.tabs.choose(place)
            self.parts.setCurrentIndex(place)

    def _go(self, place: int) -> None:
        self.show_part(place)
        self.take_cursor()

    def _look_at(self, purchase: str) -> None:
        self.show_part(self.parts.indexOf(self.purchases))
        self.purchases.choose(purchase)
        self.purchases.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_cursor(self) -> None:
        """The cursor goes where the work is; without one no key would reach the page."""
        target: QWidget = self if is_drawn() else self.tabs.buttons[self.parts.currentIndex()]
        if self.purchases.table.isVisible():
            target = self.purchases.table
        # The name in front needs no ring to be seen; the first Tab shows where one is.
        target.setFocus(Qt.FocusReason.ActiveWindowFocusReason)

    def leave(self) -> None:
        """Esc: back to the table."""
        self.sheets.put_aside()
        self.closed.emit()

    # What is done

    def _edit(self, field: str) -> None:
        if self.favours.opened is not None:
            self.sheets.edit_customer(self.favours.opened, field)

    def _consent(self, channel: str) -> None:
        known = next((each for each in CHANNELS if each == channel), None)
        if self.favours.opened is not None and known is not None:
            self.sheets.consent(self.favours.opened, known)

    def _to_till(self) -> None:
        if self.favours.opened is not None:
            self.to_till.emit(self.favours.opened.view.customer.id)

    def _adjust(self) -> None:
        if self.favours.opened is not None:
            self.sheets.adjust(self.favours.opened)

    def _carry(self) -> None:
        if self.favours.opened is not None:
            self.sheets.carry(self.favours.opened)

    def _return(self, purchase: Purchase) -> None:
        if self.favours.opened is not None:
            self.sheets.return_of(self.favours.opened, purchase)

    def _undo_purchase(self, purchase: Purchase) -> None:
        if self.favours.opened is not None:
            self.sheets.undo_purchase(self.favours.opened, purchase)

    def _card(self, act: str, code: str) -> None:
        opened, words = self.favours.opened, self._words
        if opened is None:
            return
        if act == "replace":
            self.sheets.replace_card(opened, code)
            return
        if act == "lost":
            self.sheets.lose(opened, code)
            return
        if act == "print":
            self.card_to_print.emit(f"#{opened.view.customer.number}")
            return
        who = called(words, opened.view.customer)
        said = words.tr("The card is blocked")
        self.acts.run(Act(opened.view.customer.id, who, f"{who} · {said}"), partial(desk.block_card, code=code))

    # Cards at the scanner

    def take_scan(self, code: str) -> bool:
        """Offers a scanned card: it is taken while a place for a blank one is open; somebody's own goes to the till."""
        if not self.isVisible() or not self.sheets.takes_card:
            return False
        self.sheets.hold()
        work = partial(_is_blank, self._session, code)
        self._jobs.run(work, done=self._card_known, failed=self._card_refused, channel="person card")
        return True

    def _card_known(self, answer: tuple[str, bool]) -> None:
        code, blank = answer
        entered = self.sheets.release()
        if not blank:
            self.sheets.put_aside()
            self.to_till.emit(code)
            return
        self.sheets.take_card(code)
        if entered:
            self.sheets.submit()

    def _card_refused(self, error: KassaError) -> None:
        self.sheets.release()
        self.sheets.say_error(self._words.text(error.text))

    # Keys

    def _make_keys(self) -> dict[tuple[Qt.KeyboardModifier, int], Callable[[], object]]:
        favours = self.favours
        keys: dict[tuple[Qt.KeyboardModifier, int], Callable[[], object]] = {
            (_NONE, Qt.Key.Key_Escape): self.leave,
            (_NONE, Qt.Key.Key_F5): favours.lose_card,
            (_NONE, Qt.Key.Key_F8): favours.redeem_first,
            (_CTRL, Qt.Key.Key_E): partial(self._edit, "name"),
            (_CTRL, Qt.Key.Key_N): favours.new_note,
            (_CTRL, Qt.Key.Key_K): favours.show_cards,
            (_CTRL, Qt.Key.Key_T): self._to_till,
            (_CTRL, Qt.Key.Key_Z): favours.undo_last,
        }
        for place in range(self.parts.count()):
            keys[_ALT, Qt.Key.Key_1 + place] = partial(self._go, place)
        return keys

    def event(self, event: QEvent) -> bool:
        # The window has shortcuts of the till on the same keys; here they are this page's.
        override = event.type() == QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and (event.modifiers(), event.key()) in self._keys:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        act = self._keys.get((event.modifiers(), event.key()))
        if act is None:
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            act()

    # Coming and going

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.favours.opened is not None and not is_drawn():
            self.take_cursor()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.favours.opened is not None:
            self.refresh()
            self.take_cursor()

    def veil_changed(self) -> None:
        """The curtain was drawn or opened: only the name and the stamp cards are left to see."""
        drawn = is_drawn()
        turned, self._veiled = drawn != self._veiled, drawn
        if drawn and self.sheets.sheet is not None:
            self.sheets.put_aside()
        self.favours.veil()
        self.who.veil(drawn)
        self.overview.veil(drawn)
        self.tabs.setVisible(not drawn)
        self.parts.setCurrentIndex(0 if drawn else self._front)
        self.tabs.choose(self._front)
        if turned and self.isVisible():
            self.take_cursor()

    def minimumSizeHint(self) -> QSize:
        # Narrower than its layout asks for, the page takes another.
        px = theme.current().px
        return QSize(px(520), px(260))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        narrow = self.width() < theme.current().px(_NARROW)
        across = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self._row.setDirection(across)
        self.who.set_narrow(narrow)
        if narrow:
            self.overview.take_about(self.who.about)

    def _space(self) -> None:
        px = theme.current().px
        self._row.setContentsMargins(px(22), px(16), px(18), px(14))
        self._row.setSpacing(px(22))
        self._right.setSpacing(px(12))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_right"):
            self._space()
            # The parts dress after the page does.
            QTimer.singleShot(0, self, self._fit)


def _show(session: Session, customer: str, _job: Job) -> Seen:
    return desk.show(session, customer)


def _is_blank(session: Session, code: str, _job: Job) -> tuple[str, bool]:
    return code, desk.is_blank(session, code)
