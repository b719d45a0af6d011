"""The window's pages: which there are, and each made when it is first asked for.

The till stands from the start. Everything else costs memory and time that the till's first minute doesn't have, so it
is imported by the function that makes it, here, where it is also connected to what it wants from the rest.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from kassa.ui import theme
from kassa.ui.jobs import Jobs
from kassa.words import Text, Words, say

if TYPE_CHECKING:
    from kassa.domain.people import Hit
    from kassa.services.register import Question
    from kassa.services.session import Session
    from kassa.ui.help.scanner_page import ScannerPage
    from kassa.ui.importing.page import Left
    from kassa.ui.paper_cards.page import PaperCardsPage

TILL, CUSTOMERS, CARDS, PROGRAMME, SETTINGS, HELP = "till", "customers", "cards", "programme", "settings", "help"
IMPORT, PAPER_CARDS, POST = "import", "paper cards", "post"
SCANNER = "test your scanner"
_LEAST_HEIGHT = 160


class Place(NamedTuple):
    """A page on the rail; ``low`` ones stand at its foot."""

    name: str
    icon: str
    label: Text
    key: str
    low: bool = False


RAIL = (
    Place(TILL, "till", say("At the till"), "Ctrl+1"),
    Place(CUSTOMERS, "people", say("Customers"), "Ctrl+2"),
    Place(CARDS, "card", say("Loyalty cards"), "Ctrl+3"),
    Place(PROGRAMME, "star", say("Benefits"), "Ctrl+4"),
    Place(SETTINGS, "settings", say("Settings"), "Ctrl+5", low=True),
    Place(HELP, "help", say("Help"), "F1", low=True),
)
# A page that stands on no entry of its own belongs to another's.
BELONGS = {IMPORT: CUSTOMERS, PAPER_CARDS: CUSTOMERS, POST: CARDS, SCANNER: HELP}


class Pages(QStackedWidget):
    """``home`` stands first. The signals are what pages ask of the window; ``shown`` names the page in front."""

    shown = Signal(str)
    to_till = Signal(str)
    card_elsewhere = Signal(str)
    new_customer_asked = Signal()
    export_asked = Signal()
    register_changed = Signal()
    shop_changed = Signal()
    told = Signal(str)
    language_chosen = Signal(str)
    look_changed = Signal()
    devices_changed = Signal(object)

    def __init__(self, home: QWidget, words: Words, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._jobs = jobs
        self.session: Session | None = None
        self._asked_from = HELP
        self._made: dict[str, QWidget] = {TILL: home}
        self._refresh: dict[str, Callable[[], None]] = {}
        self._makers: dict[str, Callable[[Session], QWidget]] = {
            CUSTOMERS: self._make_customers,
            IMPORT: self._make_import,
            PAPER_CARDS: self._make_paper_cards,
            CARDS: self._make_cards,
            POST: self._make_post,
            PROGRAMME: self._make_programme,
            SETTINGS: self._make_settings,
            HELP: self._make_help,
            SCANNER: self._make_scanner,
        }
        self.addWidget(home)

    def minimumSizeHint(self) -> QSize:
        # The till's: a page that is just being made may want more for a moment, and the window would stay so large.
        # A bar that comes below the pages takes its room from them, not from what is below the window.
        return QSize(self.least().width(), theme.current().px(_LEAST_HEIGHT))

    def least(self) -> QSize:
        """The room that the till needs, and with it every other page."""
        return self._made[TILL].minimumSizeHint()

    @property
    def current(self) -> str:
        """The page in front."""
        return next(name for name, page in self._made.items() if page is self.currentWidget())

    def page(self, name: str) -> QWidget | None:
        """A page that was made already."""
        return self._made.get(name)

    def under(self, name: str) -> str:
        """What a page of the rail stands for now: an import in its group that is not at its end, or else itself."""
        from kassa.ui.importing.page import ImportPage

        page = self._made.get(IMPORT)
        waits = isinstance(page, ImportPage) and page.unfinished
        return IMPORT if name == BELONGS[IMPORT] and waits and self.current not in (name, IMPORT) else name

    def go(self, name: str) -> bool:
        """Brings a page to the front and lets it read anew; whether there could be such a page yet."""
        if name not in self._made:
            if self.session is None:
                return False
            self._made[name] = self._makers[name](self.session)
            self.addWidget(self._made[name])
        page = self._made[name]
        self.setCurrentWidget(page)
        self.shown.emit(name)
        if name in self._refresh:
            self._refresh[name]()
            page.setFocus()
        return True

    def read_again(self) -> None:
        """Something that the page in front shows was changed elsewhere; the others read when they are shown."""
        refresh = self._refresh.get(self.current)
        if refresh is not None:
            refresh()

    def take_cursor(self) -> None:
        """The cursor goes to where the page in front wants it."""
        page = self.currentWidget()
        if page is not None:
            page.setFocus()

    def import_files(self, files: tuple[Path, ...]) -> None:
        """Shows what files hold, to be brought in one after the other."""
        if self.go(IMPORT):
            from kassa.ui.importing.page import ImportPage

            page = self._made[IMPORT]
            assert isinstance(page, ImportPage)
            page.open_files(files)

    def leave_import(self) -> Left | None:
        """An import that is not at its end, for the window that comes in place of this one."""
        from kassa.ui.importing.page import ImportPage

        page = self._made.get(IMPORT)
        return page.leave() if isinstance(page, ImportPage) and page.unfinished else None

    def take_up_import(self, left: Left | None) -> None:
        """Goes on with what another window left."""
        if left is not None and self.session is not None:
            self._made[IMPORT] = self._make_import(self.session, left)
            self.addWidget(self._made[IMPORT])

    def take_scan(self, code: str) -> bool:
        """Offers a scanned card to the page in front; whether that page sees to it."""
        if self.current == PAPER_CARDS:
            self._paper_cards().scanned(code)
            return True
        if self.current == SCANNER:
            self._scanner().scanned(code)
            return True
        if self.current == CUSTOMERS:
            from kassa.ui.customers.page import CustomersPage

            page = self._made[CUSTOMERS]
            assert isinstance(page, CustomersPage)
            return page.take_scan(code)
        return False

    def customer_in_front(self) -> str:
        """The customer whom the page in front shows; empty where it shows none."""
        if self.current != CUSTOMERS:
            return ""
        from kassa.ui.customers.page import CustomersPage

        page = self._made[CUSTOMERS]
        assert isinstance(page, CustomersPage)
        return page.customer_in_front()

    def _scanner(self) -> ScannerPage:
        from kassa.ui.help.scanner_page import ScannerPage

        page = self._made[SCANNER]
        assert isinstance(page, ScannerPage)
        return page

    def undo_last(self) -> None:
        """Ctrl+Z on a page that has something of its own to undo."""
        if self.current == PAPER_CARDS:
            self._paper_cards().undo_last()
        elif self.current == CARDS:
            from kassa.ui.cards.page import CardsPage

            cards = self._made[CARDS]
            assert isinstance(cards, CardsPage)
            cards.undo_last()
        elif self.current == POST:
            from kassa.ui.post.page import PostPage

            page = self._made[POST]
            assert isinstance(page, PostPage)
            page.undo_last()

    def _paper_cards(self) -> PaperCardsPage:
        from kassa.ui.paper_cards.page import PaperCardsPage

        page = self._made[PAPER_CARDS]
        assert isinstance(page, PaperCardsPage)
        return page

    def _make_customers(self, session: Session) -> QWidget:
        from kassa.ui.customers.page import CustomersPage

        page = CustomersPage(session, self._words, self._jobs, self)
        page.to_till.connect(self.to_till)
        page.new_asked.connect(self.new_customer_asked)
        page.import_asked.connect(self.show_import)
        page.file_asked.connect(self.choose_import)
        page.export_asked.connect(self.export_asked)
        page.paper_asked.connect(self.show_paper_cards)
        page.card_to_print.connect(self.print_card)
        page.post_asked.connect(self._write_to)
        page.cards_asked.connect(self._print_for_all)
        page.letters_asked.connect(self._write_to_all)
        self._refresh[CUSTOMERS] = page.refresh
        return page

    def _make_import(self, session: Session, left: Left | None = None) -> QWidget:
        from kassa.ui.importing.page import ImportPage

        page = ImportPage(session, self._words, self._jobs, self, left)
        page.finished.connect(self.show_customers)
        page.imported.connect(self.register_changed)
        page.told.connect(self.told)
        self._refresh[IMPORT] = page.refresh
        return page

    def _make_paper_cards(self, session: Session) -> QWidget:
        from kassa.ui.paper_cards.page import PaperCardsPage

        page = PaperCardsPage(session, self._words, self._jobs, self)
        page.finished.connect(self.show_customers)
        page.elsewhere.connect(self.card_elsewhere)
        self._refresh[PAPER_CARDS] = page.refresh
        return page

    def _make_cards(self, session: Session) -> QWidget:
        from kassa.ui.cards.page import CardsPage

        page = CardsPage(session, self._words, self._jobs, self)
        page.post_asked.connect(self.show_post)
        page.scanner_wanted.connect(self.show_scanner)
        self._refresh[CARDS] = page.refresh
        return page

    def _make_post(self, session: Session) -> QWidget:
        from kassa.ui.post.page import PostPage

        page = PostPage(session, self._words, self._jobs, self)
        page.finished.connect(self.show_cards)
        self._refresh[POST] = page.refresh
        return page

    def _make_programme(self, session: Session) -> QWidget:
        from kassa.ui.programme.page import ProgrammePage

        page = ProgrammePage(session, self._words, self._jobs, self)
        page.changed.connect(self.shop_changed)
        self._refresh[PROGRAMME] = page.refresh
        return page

    def _make_settings(self, session: Session) -> QWidget:
        from kassa.ui.settings.page import SettingsPage

        page = SettingsPage(session, self._words, self._jobs, self)
        page.shop_changed.connect(self.shop_changed)
        page.language_chosen.connect(self.language_chosen)
        page.look_changed.connect(self.look_changed)
        page.devices_changed.connect(self.devices_changed)
        self._refresh[SETTINGS] = page.refresh
        return page

    def _make_help(self, session: Session) -> QWidget:
        from kassa.ui.help.page import HelpPage

        page = HelpPage(session, self._words, self._jobs, self)
        page.scanner_wanted.connect(self.show_scanner)
        self._refresh[HELP] = page.refresh
        return page

    def _make_scanner(self, session: Session) -> QWidget:
        from kassa.ui.help.scanner_page import ScannerPage

        page = ScannerPage(session, self._words, self._jobs, self)
        page.finished.connect(self._leave_scanner)
        self._refresh[SCANNER] = page.refresh
        return page

    def show_scanner(self) -> None:
        """Shows where a scanner is tested; from there it goes back to where that was asked for."""
        self._asked_from = self.current
        self.go(SCANNER)

    def _leave_scanner(self) -> None:
        self.go(self._asked_from)

    def show_import(self) -> None:
        """Shows where files are brought in."""
        self.go(IMPORT)

    def choose_import(self) -> None:
        """Shows where files are brought in, and asks for one at once."""
        if self.go(IMPORT):
            from kassa.ui.importing.page import ImportPage

            page = self._made[IMPORT]
            assert isinstance(page, ImportPage)
            page.ask_for_file()

    def show_paper_cards(self) -> None:
        """Shows where paper cards are typed in."""
        self.go(PAPER_CARDS)

    def show_cards(self) -> None:
        """Shows where cards are printed."""
        self.go(CARDS)

    def print_card(self, number: str) -> None:
        """Shows where cards are printed, one customer chosen by ``#number``."""
        if self.go(CARDS):
            from kassa.ui.cards.page import CardsPage

            page = self._made[CARDS]
            assert isinstance(page, CardsPage)
            page.print_for(number)

    def _print_for_all(self, customers: tuple[Hit, ...]) -> None:
        if self.go(CARDS):
            from kassa.ui.cards.page import CardsPage

            page = self._made[CARDS]
            assert isinstance(page, CardsPage)
            page.print_for_all(customers)

    def _write_to_all(self, customers: tuple[Hit, ...]) -> None:
        if self.go(POST):
            from kassa.ui.post.page import PostPage

            page = self._made[POST]
            assert isinstance(page, PostPage)
            page.write_to_all(customers)

    def _write_to(self, those: Question) -> None:
        if self.go(POST):
            from kassa.ui.post.page import PostPage

            page = self._made[POST]
            assert isinstance(page, PostPage)
            page.write_to(those)

    def show_post(self) -> None:
        """Shows where posters and post are printed."""
        self.go(POST)

    def show_customers(self) -> None:
        """Shows the register."""
        self.go(CUSTOMERS)
