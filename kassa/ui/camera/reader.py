"""A thread that looks at frames: always the newest one, and no more of them than a hand needs."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage

from kassa.printing.raster import Picture
from kassa.ui.camera.decoder import find_codes
from kassa.ui.camera.sight import Sight, State

Frame = Callable[[], QImage]
"""Gives the frame's picture; called in the reader's thread, since turning a camera's frame into one takes its time."""

_PAUSE_S = 0.08
_SHOWN = QSize(480, 360)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Look:
    """What the reader saw: a small picture of it, and what is in sight."""

    picture: QImage
    state: State


def grey(image: QImage) -> Picture:
    """An image's brightness."""
    plain = image.convertToFormat(QImage.Format.Format_Grayscale8)
    return Picture(plain.width(), plain.height(), plain.bytesPerLine(), True, bytes(plain.constBits()))


class FrameReader(QObject):
    """``card`` gives the ten digits of a card that came into sight, ``looked`` a ``Look`` at every frame that was read.

    Both come in the thread in which the reader was made. It begins with the first frame offered; a ``sight`` may be
    shared by readers that follow each other.
    """

    card = Signal(str)
    looked = Signal(object)

    def __init__(self, sight: Sight, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sight = sight
        self._desk = _Desk()
        # The thread knows the desk and the signals' senders alone, so that it ends with whoever owned the reader.
        self.destroyed.connect(self._desk.close)

    def offer(self, frame: Frame) -> None:
        """A new frame, from any thread; one that waits to be read is forgotten for it."""
        if self._desk.put(frame):
            told = _Teller(self.card.emit, self.looked.emit)
            threading.Thread(target=_read, args=(self._desk, self._sight, told), name="camera", daemon=True).start()

    def stop(self) -> None:
        """Looks at nothing any more, for good."""
        self._desk.close()


@dataclass(frozen=True, slots=True)
class _Teller:
    card: Callable[[str], None]
    looked: Callable[[Look], None]


class _Desk:
    """Where the newest frame lies until it is read."""

    def __init__(self) -> None:
        self._news = threading.Condition()
        self._frame: Frame | None = None
        self._begun = False
        self.closed = False

    def put(self, frame: Frame) -> bool:
        """Lays a frame there; whether it is the first, so that somebody must begin to read."""
        with self._news:
            first, self._begun = not self._begun and not self.closed, True
            self._frame = None if self.closed else frame
            self._news.notify()
            return first

    def take(self) -> Frame | None:
        """Waits for a frame; None once nobody is to read any more."""
        with self._news:
            self._news.wait_for(lambda: self._frame is not None or self.closed)
            frame, self._frame = self._frame, None
            return None if self.closed else frame

    def rest(self) -> None:
        """Lets the computer do something else."""
        with self._news:
            self._news.wait_for(lambda: self.closed, _PAUSE_S)

    def close(self) -> None:
        with self._news:
            self.closed = True
            self._frame = None
            self._news.notify()


def _read(desk: _Desk, sight: Sight, tell: _Teller) -> None:
    while (frame := desk.take()) is not None:
        try:
            image = frame()
        except Exception:
            _log.exception("a frame of the camera could not be read")
            image = QImage()
        if not image.isNull():
            noticed = sight.look(find_codes(grey(image)))
            small = image.scaled(
                image.size().scaled(_SHOWN, Qt.AspectRatioMode.KeepAspectRatio).boundedTo(image.size()),
                Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            if desk.closed:
                return
            try:
                if noticed.card is not None:
                    tell.card(noticed.card)
                tell.looked(Look(small, noticed.state))
            except RuntimeError:
                _log.debug("the window closed before the camera's frame was read")
                return
        desk.rest()
