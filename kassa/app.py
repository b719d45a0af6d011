"""The window's wiring: the application, its look, the store, the pages. The only place that knows them all."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from kassa import paths
from kassa.errors import KassaError
from kassa.ui import theme
from kassa.ui.frame import Frame
from kassa.words import Words

if TYPE_CHECKING:
    from types import TracebackType

    from kassa.services.session import Session
    from kassa.ui.jobs import Job
    from kassa.ui.till.desk import Shop


class Shopfront(QObject):
    """One running window on one store: an empty frame is painted, then filled, then the store is opened beside it.

    So the till's own modules are imported here where they are first used, and only once the frame has been seen.
    """

    started = Signal()

    def __init__(self, app: QApplication, where: str, words: Words, till: str) -> None:
        super().__init__()
        self._app, self._where, self._words, self._till = app, where, words, till
        self.session: Session | None = None
        self.failure: BaseException | None = None
        self.frame = Frame()
        self.frame.seen.connect(self.furnish)

    def furnish(self) -> None:
        """Puts the pages into the frame and begins to open the store."""
        _keep_a_log()
        from kassa.ui import qt_words
        from kassa.ui.jobs import Jobs
        from kassa.ui.main_window import MainWindow
        from kassa.ui.scanner import Scanner

        qt_words.install(self._app, self._words)
        self.jobs = Jobs(self)
        self.window = MainWindow(self._words, self.jobs)
        self.window.again.connect(self.open_store)
        self.frame.fill(self.window)
        self.scanner = Scanner(self)
        self.scanner.scanned.connect(self.window.scanned)
        self.scanner.install(self._app)
        self._app.styleHints().colorSchemeChanged.connect(self._scheme_changed)
        self.open_store()

    def open_store(self) -> None:
        """Opens the store off the window's thread."""
        self.window.opening()
        work = partial(_open_store, self._where, self._till, self._words)
        self.jobs.run(work, done=self._opened, failed=self.window.opening_failed)

    def _opened(self, opened: tuple[Session, Shop | None]) -> None:
        self.session, shop = opened
        self.window.start(self.session, shop)
        self.started.emit()

    def _scheme_changed(self) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.apply(app)

    def broke(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """A bug of ours in what the window was doing: logged and told; before there is a window to tell it, the end."""
        import logging

        logging.getLogger("kassa").error("the window broke", exc_info=(kind, error, trace))
        if self.frame.filled:
            self.jobs.bug.emit(error)
        else:
            self.failure = error
            self._app.exit(1)

    def close(self) -> None:
        """Lets what is being saved finish, then gives the store back."""
        if self.frame.filled:
            self.jobs.close()
        if self.session is not None:
            self.session.close()


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


def _open_store(where: str, till: str, words: Words, _job: Job) -> tuple[Session, Shop | None]:
    from kassa.services.opening import open_session
    from kassa.ui.till import desk
    from kassa.words import Money

    session = open_session(where, till=till, create=True)
    try:
        shop = desk.shop(session)
    except KassaError as error:
        if error.code != "bad_value":
            session.close()
            raise
        shop = None
    # Babel takes its time the first time; here nobody waits for it.
    words.money(Money(0, shop.programme.currency if shop is not None else "SEK"))
    return session, shop


def run(where: str, words: Words, till: str) -> int:
    """Opens the till window on the store at ``where`` and returns the exit status once it is closed."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(sys.argv[:1])
    app.setApplicationName("Kassa")
    app.setDesktopFileName("kassa")
    theme.apply(app)
    front = Shopfront(app, where, words, till)
    sys.excepthook = front.broke
    front.frame.show()
    status = app.exec()
    sys.excepthook = sys.__excepthook__
    front.close()
    if front.failure is not None:
        raise front.failure
    return status
