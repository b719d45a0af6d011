"""The window: the rail, the pages, the keys."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from kassa.errors import KassaError
from kassa.ui import theme
from kassa.ui.clock_question import ClockQuestion
from kassa.ui.jobs import Job, Jobs
from kassa.ui.till import desk
from kassa.ui.till.desk import Shop
from kassa.ui.till.first_programme import first_programme
from kassa.ui.till.lock import Lock
from kassa.ui.till.page import TillPage
from kassa.ui.widgets.curtain import Curtain
from kassa.ui.widgets.rail import Rail, RailEntry
from kassa.words import Words

if TYPE_CHECKING:
    from kassa.services.session import Session
    from kassa.ui.cards import CardsPage

TILL, CARDS = "till", "cards"


class MainWindow(QMainWindow):
    """``again`` asks for another attempt at opening the store."""

    again = Signal()

    def __init__(self, words: Words, jobs: Jobs) -> None:
        super().__init__()
        self._words = words
        self._jobs = jobs
        self._session: Session | None = None
        self.setWindowTitle("Kassa")
        entries = [
            RailEntry(TILL, "till", words.tr("At the till")),
            RailEntry(CARDS, "card", words.tr("Loyalty cards")),
        ]
        self.rail = Rail("kassa", entries, words.tr("Lock"), "Ctrl L")
        self.rail.chosen.connect(self.show_page)
        self.rail.lock_asked.connect(self.lock_up)
        self.rail.choose(TILL)
        body = QWidget()
        self.setCentralWidget(body)
        self.till = TillPage(words, jobs, body)
        self.cards: CardsPage | None = None
        self.pages = QStackedWidget()
        self.pages.addWidget(self.till)
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        self.clock = ClockQuestion(words, jobs)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self.clock)
        column.addWidget(self.pages, 1)
        row.addLayout(column, 1)
        self.lock = Lock(words, body)
        self.lock.opened.connect(self._unlocked)
        self.curtain = Curtain(self)
        self.curtain.changed.connect(self._veiled)
        self.till.welcome.try_again.connect(self.again)
        self.till.welcome.start_simply.connect(self._start_simply)
        self.till.shop_known.connect(self._shop_known)
        jobs.bug.connect(self._bug)
        jobs.refused.connect(self._refused)
        self._make_keys()
        px = theme.current().px
        self.resize(px(1366), px(768))

    def _make_keys(self) -> None:
        till, favours = self.till, self.till.favours
        anytime = {
            "F2": till.focus_search,
            "F4": till.new_customer,
            "Esc": till.back_to_search,
            "Ctrl+Z": favours.undo_last,
        }
        for_customer = {
            "F6": favours.asked,
            "F8": favours.redeem_first,
            "Ctrl+N": favours.new_note,
            "Ctrl+E": favours.edit_customer,
            "Ctrl+K": favours.show_cards,
        }
        for key, act in anytime.items():
            self._key(key, partial(self._till_key, act))
        for key, act in for_customer.items():
            self._key(key, partial(self._till_key, partial(till.for_customer, act)))
        self._key("F9", self.curtain.toggle)
        self._key("Ctrl+L", self.lock_up)

    def _key(self, key: str, act: Callable[[], object]) -> None:
        shortcut = QShortcut(QKeySequence(key), self)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(act)

    def _till_key(self, act: Callable[[], object]) -> None:
        """A key of the till page. Of them only F2 works through an open sheet; F2, F4 and Esc come to the till."""
        till = self.till
        if till.sheets.sheet is not None and act != till.focus_search:
            return
        if self.pages.currentWidget() is not till:
            if act not in (till.focus_search, till.new_customer, till.back_to_search):
                return
            self.show_page(TILL)
        act()

    def show_page(self, page: str) -> None:
        """Shows a page of the rail."""
        if page == CARDS and self.cards is None:
            if self._session is None:
                self.rail.choose(TILL)
                return
            from kassa.ui.cards import CardsPage

            self.cards = CardsPage(self._session, self._words, self._jobs, self)
            self.pages.addWidget(self.cards)
        self.till.sheets.put_aside()
        self.rail.choose(page)
        if page == CARDS and self.cards is not None:
            self.pages.setCurrentWidget(self.cards)
            self.cards.refresh()
            self.cards.setFocus()
        else:
            self.pages.setCurrentWidget(self.till)
            self.till.come_back()

    def start(self, session: Session, shop: Shop | None) -> None:
        """The store is open."""
        self._session = session
        self.till.start(session, shop)
        self.clock.look(session)

    def opening(self) -> None:
        """The store is being opened."""
        self.till.welcome.opening()

    def opening_failed(self, error: KassaError) -> None:
        """The store could not be opened."""
        self.till.welcome.failed(self._words.text(error.text))

    def scanned(self, code: str) -> None:
        """A card at the scanner, whatever has the focus."""
        popup = QApplication.activePopupWidget()
        if popup is not None:
            popup.close()
        if self.lock.isVisible():
            self.lock.open_shop()
        if self.pages.currentWidget() is not self.till:
            self.show_page(TILL)
        self.till.scanned(code)

    def lock_up(self) -> None:
        """Ctrl+L: nothing of the shop stays on the screen."""
        self.till.leave_customer()
        self.lock.close_shop()

    def _unlocked(self) -> None:
        self.till.come_back()

    def _veiled(self, drawn: bool) -> None:
        self.till.veil()

    def _shop_known(self, shop: Shop) -> None:
        self.setWindowTitle(f"Kassa · {shop.programme.shop_name}")
        self.lock.shop.set_text(shop.programme.shop_name)

    def _start_simply(self, shop: str, item: str) -> None:
        if self._session is not None:
            programme = first_programme(self._words, shop, item)
            work = partial(_begin_simply, self._session, programme)
            self._jobs.run(work, done=self._started_simply, failed=self._refused)

    def _started_simply(self, shop: Shop) -> None:
        if self._session is not None:
            self.till.start(self._session, shop)

    def _refused(self, error: KassaError) -> None:
        self.till.favours.fail(self._words.text(error.text))

    def _bug(self, error: Exception) -> None:
        told = self._words.tr("Something went wrong inside Kassa ({error}). What was saved before is safe.")
        sentence = told.format(error=type(error).__name__)
        if self._session is None:
            self.till.welcome.failed(sentence)
        else:
            self.till.bug()
            self.till.favours.fail(sentence)

    def closeEvent(self, event: QCloseEvent) -> None:
        # What is being saved is saved before the window goes.
        self._jobs.close()
        super().closeEvent(event)


def _begin_simply(session: Session, programme: str, _job: Job) -> Shop:
    return desk.begin_simply(session, programme)
