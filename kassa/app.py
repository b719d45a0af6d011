"""The window's wiring: the application, its look, the store, the pages. The only place that knows them all."""

from __future__ import annotations

import sys
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from kassa import config, paths
from kassa.errors import KassaError
from kassa.ui import theme
from kassa.ui.frame import Frame
from kassa.words import Words

if TYPE_CHECKING:
    from types import TracebackType

    from kassa.services.session import Session
    from kassa.services.starting import Answers
    from kassa.ui.first.page import FirstPage
    from kassa.ui.jobs import Job
    from kassa.ui.main_window import MainWindow
    from kassa.ui.till.desk import Shop


_UPKEEP_HOURS = 6


class Shopfront(QObject):
    """One running window on one store: an empty frame is painted, then filled, then the store is opened beside it.

    So the till's own modules are imported here where they are first used, and only once the frame has been seen.
    """

    started = Signal()

    def __init__(self, app: QApplication, where: str, words: Words, till: str) -> None:
        super().__init__()
        self._app, self._where, self._words, self._till = app, where, words, till
        self.session: Session | None = None
        self.first: FirstPage | None = None
        self.window: MainWindow
        self.failure: BaseException | None = None
        self.frame = Frame()
        self.frame.seen.connect(self.furnish)
        # A window may stand open for weeks.
        self._upkeep = QTimer(self, interval=_UPKEEP_HOURS * 3_600_000)
        self._upkeep.timeout.connect(self._keep_up)
        self._upkeep.start()

    def furnish(self) -> None:
        """Puts the pages into the frame and begins to open the store."""
        _keep_a_log()
        from kassa.ui.jobs import Jobs
        from kassa.ui.scanner import Scanner
        from kassa.ui.widgets import icons

        self._app.setWindowIcon(icons.program())
        self.jobs = Jobs(self)
        self._put_up(self._words)
        self.scanner = Scanner(self)
        self.scanner.scanned.connect(self._scanned)
        self.scanner.install(self._app)
        self._app.styleHints().colorSchemeChanged.connect(self._scheme_changed)
        self.open_store()

    def _put_up(self, words: Words) -> None:
        """A window in a language, in place of the one before."""
        from kassa.ui import qt_words
        from kassa.ui.main_window import MainWindow

        self._words = words
        qt_words.install(self._app, words)
        self.window = MainWindow(words, self.jobs)
        self.window.again.connect(self.open_store)
        self.window.language_chosen.connect(self.speak)
        self.window.look_changed.connect(self.dress)
        self.frame.fill(self.window)

    def open_store(self) -> None:
        """Opens the store off the window's thread."""
        self.window.opening()
        work = partial(_open_store, self._where, self._till, self._words)
        self.jobs.run(work, done=self._opened, failed=self.window.opening_failed)

    def _opened(self, opened: tuple[Session | None, Shop | None]) -> None:
        self.session, shop = opened
        if self.session is not None and shop is not None:
            self.window.start(self.session, shop)
            self.started.emit()
            self._keep_up()
        else:
            self._ask_first()
        self.frame.hand_over()

    def _keep_up(self) -> None:
        # What another program left half done may take minutes; the till serves meanwhile.
        if self.session is not None:
            self.jobs.run(partial(_keep_up, self.session), done=self._kept_up, channel="upkeep")

    def _kept_up(self, changed: bool) -> None:
        if changed:
            self.window.pages.register_changed.emit()
            self.window.pages.read_again()

    def _ask_first(self) -> None:
        """A shop that nobody has begun: its owner is asked before anything is made."""
        from kassa.ui.first.page import FirstPage

        self.first = FirstPage(self._words, self.jobs)
        self.first.answered.connect(self._begin)
        self.frame.fill(self.first)
        self.first.shop.setFocus()

    def _begin(self, answers: Answers, op: str) -> None:
        work = partial(_begin, self._where, self._till, self.session, answers, op)
        self.jobs.run(work, done=self._begun, failed=self._not_begun)

    def _begun(self, begun: tuple[Session, Shop, Words]) -> None:
        self.session, shop, words = begun
        self.first = None
        self._put_up(words)
        self.window.start(self.session, shop)
        self.started.emit()

    def _not_begun(self, error: KassaError) -> None:
        if self.first is not None:
            self.first.refused(error)

    def speak(self, language: str) -> None:
        """Says everything in another language, from now on."""
        if language != self._words.language:
            self._later(Words(language))

    def _put_up_again(self, words: Words) -> None:
        shop = self.window.shop
        if self.session is not None and shop is not None:
            page, importing = self.window.pages.current, self.window.pages.leave_import()
            self.frame.clear()
            _dress(self._app)
            self._put_up(words)
            self.window.start(self.session, shop)
            self.window.pages.take_up_import(importing)
            self.window.show_page(page)

    def _scanned(self, code: str) -> None:
        if self.first is None:
            self.window.scanned(code)

    def dress(self) -> None:
        """Puts the chosen theme and text size on; what stands is made anew, as sizes are."""
        self._later(self._words)

    def _later(self, words: Words) -> None:
        """The page that asks for another window is in the one that goes: it shall have finished asking."""
        QTimer.singleShot(0, self, partial(self._put_up_again, words))

    def _scheme_changed(self) -> None:
        theme.apply(self._app)

    def broke(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """A bug of ours in what the window was doing: logged and told; before there is a window to tell it, the end."""
        import logging

        logging.getLogger("kassa").error("the window broke", exc_info=(kind, error, trace))
        if self.frame.filled:
            self.jobs.bug.emit(error)
        else:
            self.failure = error
            self._app.exit(1)

    def take_place(self) -> None:
        """The window stands where it stood the last time."""
        where = config.read().window
        if where is not None:
            self.frame.place(where)

    def keep_place(self) -> None:
        """Remembers where the window stands."""
        now = self.frame.normalGeometry()
        where = (now.x(), now.y(), now.width(), now.height())
        if self.frame.filled and where != config.read().window:
            with suppress(OSError):
                config.change(window=where)

    def close(self) -> None:
        """Lets what is being saved finish, then gives the store back."""
        if self.frame.filled:
            self.jobs.close()
        if self.session is not None:
            self.session.close()


def _dress(app: QApplication) -> None:
    """The theme and the text size that were chosen on this computer, as far as its screen goes."""
    chosen = config.read()
    theme.wear(app, chosen.theme, chosen.scale)


def _keep_a_log() -> None:
    """From now on our own failures go into the log of the platform's folder; nobody sees the terminal."""
    import logging

    log = logging.getLogger("kassa")
    if log.handlers:
        return
    logging.raiseExceptions = False
    try:
        paths.log_folder().mkdir(parents=True, exist_ok=True)
        log.addHandler(logging.FileHandler(paths.log_folder() / "kassa.log", encoding="utf-8", delay=True))
    except OSError:
        log.addHandler(logging.NullHandler())


def _open_store(where: str, till: str, words: Words, _job: Job) -> tuple[Session | None, Shop | None]:
    """The session and the shop; no shop where it has no programme yet, and no session where nothing stands at all."""
    from kassa.services import starting
    from kassa.services.opening import open_session
    from kassa.ui.till import desk
    from kassa.words import Money

    if starting.is_new(where):
        return None, None
    session = open_session(where, till=till, create=True, finish=False)
    try:
        shop = desk.shop(session) if starting.is_begun(session) else None
    except BaseException:
        session.close()
        raise
    # Babel takes its time the first time; here nobody waits for it.
    words.money(Money(0, shop.programme.currency if shop is not None else "SEK"))
    return session, shop


def _keep_up(session: Session, job: Job) -> bool:
    """What the shop's file wants from time to time; closing the window leaves the rest to the next."""
    from kassa.services.upkeep import keep_up

    return keep_up(session, job.check)


def _begin(
    where: str, till: str, session: Session | None, answers: Answers, op: str, _job: Job
) -> tuple[Session, Shop, Words]:
    """The shop as its first answers say it."""
    from kassa.services import starting
    from kassa.services.opening import open_session
    from kassa.ui.till import desk

    starting.document(answers)  # answers that can't be make no store
    opened = session or open_session(where, till=till, create=True)
    try:
        # Another window may have begun the same shop meanwhile: its answers hold.
        if not starting.is_begun(opened):
            starting.start(opened, answers, op)
        shop = desk.shop(opened)
    except BaseException:
        if session is None:
            opened.close()
        raise
    with suppress(OSError):  # the language is asked for again then; the shop stands
        config.change(language=answers.language)
    return opened, shop, Words(answers.language)


def run(where: str, words: Words, till: str) -> int:
    """Opens the till window on the store at ``where`` and returns the exit status once it is closed."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(sys.argv[:1])
    app.setApplicationName("Kassa")
    app.setDesktopFileName("kassa")
    _dress(app)
    front = Shopfront(app, where, words, till)
    sys.excepthook = front.broke
    front.take_place()
    front.frame.show()
    status = app.exec()
    sys.excepthook = sys.__excepthook__
    front.keep_place()
    front.close()
    if front.failure is not None:
        raise front.failure
    return status
