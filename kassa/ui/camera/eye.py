"""The camera as a scanner: it looks while the window is in front and not locked; a card that it sees is scanned."""

from __future__ import annotations

import logging
from functools import partial
from typing import Any, Protocol

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, SignalInstance
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from kassa import config
from kassa.config import Config
from kassa.errors import KassaError
from kassa.ui.camera import source
from kassa.ui.camera.reader import FrameReader, Look
from kassa.ui.camera.sight import Sight
from kassa.ui.camera.viewfinder import Viewfinder
from kassa.ui.jobs import Job, Jobs
from kassa.words import Text, Words

# Another program that comes to the front for a moment, such as a message, is not worth a camera's start.
_AWAY_MS = 800
_log = logging.getLogger(__name__)


class Source(Protocol):
    """What gives frames; see ``CameraSource``."""

    @property
    def offered(self) -> SignalInstance: ...

    @property
    def failed(self) -> SignalInstance: ...

    def open(self, wanted: str) -> None: ...

    def close(self) -> None: ...


class Eye(QObject):
    """``scanned`` gives the ten digits of a card that was shown. ``finder`` is to be put where the till has room.

    ``lock`` covers the window when nobody shall see or do anything.
    """

    scanned = Signal(str)

    def __init__(self, words: Words, jobs: Jobs, lock: QWidget, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._jobs = jobs
        self._lock = lock
        self._wanted: str | None = None
        self._source: Source | None = None
        self._reader: FrameReader | None = None
        self._sight = Sight()
        self.finder = Viewfinder(words)
        self.finder.hide()
        self.finder.folded.connect(self._fold)
        self._away = QTimer(self, singleShot=True, interval=_AWAY_MS)
        self._away.timeout.connect(self.rest)
        lock.installEventFilter(self)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.applicationStateChanged.connect(self._came_or_went)

    @property
    def on(self) -> bool:
        """Whether the camera is looking."""
        return self._reader is not None

    def choose(self, chosen: Config) -> None:
        """Takes the camera that was chosen on this computer, or none."""
        self.finder.show_picture(chosen.camera_view == "shown")
        if chosen.camera == self._wanted:
            return
        self.rest()
        self._wanted = chosen.camera
        self.finder.setVisible(self._wanted is not None)
        if self._wanted is None:
            return
        self.finder.starting()
        if self._source is None:
            self._jobs.run(_load, done=self._loaded, failed=self._not_loaded, channel="camera")
        else:
            self._settle()

    def use(self, found: Source) -> None:
        """Where the frames come from."""
        self._source = found
        found.offered.connect(self._offer)
        found.failed.connect(self._fail)
        self._settle()

    def _loaded(self, multimedia: Any) -> None:
        if self._source is None:
            self.use(source.CameraSource(multimedia, self))

    def _not_loaded(self, error: KassaError) -> None:
        self.finder.fail(self._words.text(error.text))

    def _settle(self) -> None:
        """Looks if it may, and else soon doesn't."""
        front = QGuiApplication.applicationState() == Qt.ApplicationState.ApplicationActive
        if self._lock.isVisible():
            self.rest()
        elif not front:
            self._away.start()
        elif self._source is not None and self._wanted is not None:
            self._away.stop()
            if self._reader is None:
                self._open(self._source, self._wanted)

    def _open(self, found: Source, wanted: str) -> None:
        self._sight.wake()
        self._reader = FrameReader(self._sight, self)
        self._reader.card.connect(self._saw)
        self._reader.looked.connect(self._show)
        self.finder.starting()
        found.open(wanted)

    def rest(self) -> None:
        """Stops looking, until something says that it may again."""
        self._away.stop()
        reader, self._reader = self._reader, None
        if reader is not None:
            reader.stop()
            reader.deleteLater()
        if self._source is not None:
            self._source.close()
        self.finder.starting()

    def _offer(self, frame: Any) -> None:
        if self._reader is not None:
            self._reader.offer(frame)

    def _saw(self, card: str) -> None:
        # A question that must be answered first stays; nobody held the card there to answer it.
        if self.sender() is self._reader and QApplication.activeModalWidget() is None:
            self.scanned.emit(card)

    def _show(self, look: Look) -> None:
        if self.sender() is self._reader:
            self.finder.show_look(look)

    def _fail(self, why: Text) -> None:
        self.finder.fail(self._words.text(why))

    def _fold(self, folded: bool) -> None:
        self._jobs.run(partial(_keep_view, view="hidden" if folded else "shown"))

    def _came_or_went(self, _state: Qt.ApplicationState) -> None:
        self._settle()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._lock and event.type() in (QEvent.Type.Show, QEvent.Type.Hide):
            # Visibility is told while it changes.
            QTimer.singleShot(0, self, self._settle)
        return False


def _load(_job: Job) -> Any:
    return source.load()


def _keep_view(_job: Job, *, view: str) -> None:
    try:
        config.change(camera_view=view)
    except OSError as error:
        _log.warning("whether the camera's picture is shown can't be kept: %s", error)
