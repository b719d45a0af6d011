"""The window: the rail, the pages, the keys."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from kassa import config
from kassa.config import Config
from kassa.errors import KassaError
from kassa.ui import theme
from kassa.ui.clock_question import ClockQuestion
from kassa.ui.jobs import Job, Jobs
from kassa.ui.pages import BELONGS, HELP, RAIL, TILL, Pages, Place
from kassa.ui.till import desk
from kassa.ui.till.desk import Shop
from kassa.ui.till.lock import Lock
from kassa.ui.till.page import TillPage
from kassa.ui.widgets.curtain import Curtain
from kassa.ui.widgets.rail import Rail, RailEntry
from kassa.ui.widgets.toasts import ToastStack
from kassa.words import Words

if TYPE_CHECKING:
    from kassa.services.session import Session
    from kassa.ui.camera.eye import Eye
    from kassa.ui.export import Export
    from kassa.ui.importing.drop import ImportDrop


class _Body(QWidget):
    """The rail and what stands beside it; the rail gives way before the window may grow wider than it is."""

    def __init__(self, rail: Rail) -> None:
        super().__init__()
        self._rail = rail
        self._pages: Pages | None = None
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addWidget(rail)

    def hold(self, stage: QWidget, pages: Pages) -> None:
        """What stands beside the rail, and the pages on it."""
        self._pages = pages
        self._row.addWidget(stage, 1)

    def minimumSizeHint(self) -> QSize:
        rail, pages = self._rail.minimumSizeHint(), self._pages.least() if self._pages else QSize(0, 0)
        return QSize(rail.width() + pages.width(), max(rail.height(), pages.height()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._rail.fit(self.width())


class MainWindow(QMainWindow):
    """``again`` asks for another attempt at opening the store, ``language_chosen`` for a window in another language,
    ``look_changed`` for the theme to be put on anew.
    """

    again = Signal()
    language_chosen = Signal(str)
    look_changed = Signal()

    def __init__(self, words: Words, jobs: Jobs) -> None:
        super().__init__()
        self._words = words
        self._jobs = jobs
        self._session: Session | None = None
        self.shop: Shop | None = None
        self._drop: ImportDrop | None = None
        self._eye: Eye | None = None
        self.setWindowTitle("Kassa")
        self.rail = Rail(
            "kassa",
            [self._entry(place) for place in RAIL if not place.low],
            words.tr("Lock"),
            "Ctrl L",
            low=[self._entry(place) for place in RAIL if place.low],
        )
        body = _Body(self.rail)
        self.setCentralWidget(body)
        self.till = TillPage(words, jobs, body)
        self.pages = Pages(self.till, words, jobs)
        self.clock = ClockQuestion(words, jobs)
        stage = QWidget()
        column = QVBoxLayout(stage)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.clock)
        column.addWidget(self.pages, 1)
        body.hold(stage, self.pages)
        self._stage = column
        self._export: Export | None = None
        self.toasts = ToastStack(stage, None, words)
        self.lock = Lock(words, body)
        self.lock.opened.connect(self._unlocked)
        self.curtain = Curtain(self)
        self.curtain.changed.connect(self._veiled)
        self._connect()
        self._make_keys()
        px = theme.current().px
        self.resize(px(1366), px(768))

    def _entry(self, place: Place) -> RailEntry:
        return RailEntry(place.name, place.icon, self._words.text(place.label), place.key.replace("+", " "))

    def _connect(self) -> None:
        till, pages = self.till, self.pages
        self.rail.chosen.connect(self.show_page)
        self.rail.lock_asked.connect(self.lock_up)
        self.rail.choose(TILL)
        till.welcome.try_again.connect(self.again)
        till.welcome.import_asked.connect(pages.choose_import)
        till.welcome.paper_asked.connect(pages.show_paper_cards)
        till.shop_known.connect(self._shop_known)
        pages.shown.connect(self._shown)
        pages.to_till.connect(self.open_at_till)
        pages.card_elsewhere.connect(self.scanned_at_till)
        pages.new_customer_asked.connect(self._new_customer)
        pages.register_changed.connect(self._register_changed)
        pages.export_asked.connect(self.export)
        pages.shop_changed.connect(self._read_shop)
        pages.told.connect(self._tell)
        pages.language_chosen.connect(self.language_chosen)
        pages.look_changed.connect(self.look_changed)
        pages.devices_changed.connect(self._take_devices)
        self._jobs.bug.connect(self._bug)
        self._jobs.refused.connect(self._refused)

    def _make_keys(self) -> None:
        till, favours = self.till, self.till.favours
        anytime = {
            "F2": till.focus_search,
            "F4": till.new_customer,
            "Esc": till.back_to_search,
            "Ctrl+Z": favours.undo_last,
        }
        for_customer = {
            "F5": favours.lose_card,
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
        # Other pages print other things, and the sheet of a note pins it by this key.
        slip = self._key("Ctrl+P", partial(self._till_key, partial(till.for_customer, till.print_slip)), till)
        slip.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        for place in RAIL:
            self._key(place.key, partial(self._page_key, place.name))
        self._key("F9", self.curtain.toggle)
        self._key("Ctrl+L", self.lock_up)

    def _key(self, key: str, act: Callable[[], object], within: QWidget | None = None) -> QShortcut:
        shortcut = QShortcut(QKeySequence(key), within or self)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(act)
        return shortcut

    def _till_key(self, act: Callable[[], object]) -> None:
        """A key of the till page. Of them only F2 works through an open sheet; F2, F4 and Esc come to the till."""
        till = self.till
        if till.sheets.sheet is not None and act != till.focus_search:
            return
        if self.pages.current != TILL:
            if act == till.favours.undo_last:
                self.pages.undo_last()
            if act not in (till.focus_search, till.new_customer, till.back_to_search):
                return
            self.show_page(TILL)
        act()

    def _page_key(self, page: str) -> None:
        # The help may stand over what is being typed; no other page may take it away.
        if self.till.sheets.sheet is None or page == HELP:
            self.show_page(page)

    def show_page(self, page: str) -> None:
        """Shows a page."""
        self.till.sheets.put_aside()
        if not self.pages.go(self.pages.under(page)):
            self.rail.choose(self.pages.current)
        elif page == TILL:
            self.till.come_back()

    def _shown(self, page: str) -> None:
        if self._export is not None:
            self._export.leave()
        self.rail.choose(BELONGS.get(page, page))

    def open_at_till(self, customer: str) -> None:
        """Opens a customer at the till, wherever that was asked."""
        self.show_page(TILL)
        self.till.open(customer)

    def _new_customer(self) -> None:
        self.show_page(TILL)
        self.till.new_customer()

    def start(self, session: Session, shop: Shop) -> None:
        """The store is open."""
        self._session = self.pages.session = session
        self.till.start(session, shop)
        self.clock.look(session)
        self._take_files()
        self._take_camera(config.read())

    def _take_files(self) -> None:
        from kassa.ui.importing.drop import ImportDrop

        if self._drop is None:
            self._drop = ImportDrop(self._words, self)
            self._drop.dropped.connect(self.pages.import_files)

    def _take_devices(self, chosen: Config) -> None:
        self._take_camera(chosen)
        self.till.slips.look()

    def _take_camera(self, chosen: Config) -> None:
        """The camera that this computer has instead of a scanner, if any."""
        if self._eye is None and chosen.camera is not None:
            from kassa.ui.camera.eye import Eye

            self._eye = Eye(self._words, self._jobs, self.lock, self)
            self._eye.scanned.connect(self.scanned)
            self.till.search.add_viewfinder(self._eye.finder)
        if self._eye is not None:
            self._eye.choose(chosen)

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
        if not self.pages.take_scan(code):
            self.scanned_at_till(code)

    def scanned_at_till(self, code: str) -> None:
        """A card is the till's."""
        beside: str | None = None
        if self.pages.current != TILL:
            beside = self.pages.customer_in_front()
            self.show_page(TILL)
        self.till.scanned(code, beside)

    def lock_up(self) -> None:
        """Ctrl+L: nothing of the shop stays on the screen."""
        self.till.leave_customer()
        self.lock.close_shop()

    def _unlocked(self) -> None:
        self.show_page(self.pages.current)

    def _veiled(self, drawn: bool) -> None:
        self.till.veil()

    def _shop_known(self, shop: Shop) -> None:
        self.shop = shop
        self.setWindowTitle(f"Kassa · {shop.programme.shop_name}")
        self.lock.shop.set_text(shop.programme.shop_name)

    def export(self) -> None:
        """Asks what is wanted and writes it into a file."""
        if self._session is None:
            return
        if self._export is None:
            from kassa.ui.export import Export

            self._export = Export(self._words, self._jobs)
            self._export.told.connect(self._tell)
            self._export.failed.connect(self._fail)
            self._export.left.connect(self.pages.take_cursor)
            self._stage.addWidget(self._export)
        self._export.ask(self._session)

    def _register_changed(self) -> None:
        if self.pages.current == TILL:
            self.till.finding.ask()
        else:
            self.pages.read_again()

    def _read_shop(self) -> None:
        if self._session is not None:
            self._jobs.run(partial(_shop, self._session), done=self.till.set_shop, channel="shop")

    def _refused(self, error: KassaError) -> None:
        self._fail(self._words.text(error.text))

    def _tell(self, sentence: str) -> None:
        if self.pages.current == TILL:
            self.till.favours.tell(sentence)
        else:
            self.toasts.say(sentence)

    def _fail(self, sentence: str) -> None:
        if self.pages.current == TILL:
            self.till.favours.fail(sentence)
        else:
            self.toasts.fail(sentence)

    def _bug(self, error: Exception) -> None:
        told = self._words.tr("Something went wrong inside Kassa ({error}). What was saved before is safe.")
        sentence = told.format(error=type(error).__name__)
        if self._session is None:
            self.till.welcome.failed(sentence)
        else:
            self.till.bug()
            self._fail(sentence)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._eye is not None:
            self._eye.rest()
        # What is being saved is saved before the window goes.
        self._jobs.close()
        super().closeEvent(event)


def _shop(session: Session, _job: Job) -> Shop:
    return desk.shop(session)
