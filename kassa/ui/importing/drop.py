"""Files dropped on the window: the place that waits for them, and the veil that says they may be let go."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from kassa.ui import theme
from kassa.ui.importing.controls import Disc
from kassa.ui.widgets import brush
from kassa.ui.widgets.label import Label
from kassa.words import Words

ENDINGS = (".csv", ".tsv", ".txt", ".xlsx", ".vcf")


def files_in(data: QMimeData) -> tuple[Path, ...]:
    """The files that are being dragged, ours or not."""
    return tuple(Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile())


def readable(files: Sequence[Path]) -> tuple[Path, ...]:
    """Those that can be imported, by their names."""
    return tuple(file for file in files if file.suffix.lower() in ENDINGS)


class ImportDrop(QWidget):
    """Lies over a window while a file is dragged across it. ``dropped`` carries the files, a tuple of paths.

    Made with the window as its parent it does the rest itself: the window need not know of it.
    """

    dropped = Signal(object)

    def __init__(self, words: Words, window: QWidget) -> None:
        super().__init__(window)
        self._words = words
        self._window = window
        self._welcome = True
        self.disc = Disc("import", size=72)
        self.heading = Label("", "title")
        self.text = Label("", "note")
        for label in (self.heading, self.text):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setSpacing(theme.current().px(14))
        column.addStretch(1)
        column.addWidget(self.disc, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.heading)
        column.addWidget(self.text)
        column.addStretch(1)
        self.setAcceptDrops(True)
        self.setMouseTracking(True)
        window.setAcceptDrops(True)
        window.installEventFilter(self)
        self._listen()
        self.hide()

    def _listen(self) -> None:
        """A field under the pointer would take the file for text; the system's window hears of it before any field."""
        handle = self._window.window().windowHandle()
        if handle is not None:
            handle.removeEventFilter(self)
            handle.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.Show and watched is self._window:
            self._listen()
        elif kind == QEvent.Type.Resize and watched is self._window:
            self.setGeometry(self._window.rect())
        elif kind == QEvent.Type.DragEnter and isinstance(event, QDragEnterEvent):
            self._come(event)
        elif kind in (QEvent.Type.DragLeave, QEvent.Type.Drop) and watched is not self._window:
            self.hide()
        return False

    def _come(self, event: QDragEnterEvent) -> None:
        files = files_in(event.mimeData())
        if not files or self._taken_in_sight(files):
            return
        self._welcome = bool(readable(files))
        words = self._words
        if self._welcome:
            self.disc.set("import", "act_soft")
            self.heading.set_text(words.tr("Drop the file to import it"))
            self.text.set_text(words.tr("You will see what is in it before anything is changed."))
        else:
            self.disc.set("warning", "due")
            self.heading.set_text(words.tr("This file can't be imported"))
            self.text.set_text(words.tr("Kassa reads CSV files, Excel workbooks (.xlsx) and contacts (.vcf)."))
        self.setAccessibleName(self.heading.full_text())
        self.setGeometry(self._window.rect())
        self.show()
        self.raise_()

    def _taken_in_sight(self, files: Sequence[Path]) -> bool:
        """Whether something in the window takes such files itself: it says so by its property ``takes_files``."""
        everything = (self._window, *self._window.findChildren(QWidget))
        endings = [one.property("takes_files") for one in everything if one.isVisible()]
        return any(all(file.suffix.lower() in told for file in files) for told in endings if told)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        event.setAccepted(self._welcome)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        event.setAccepted(self._welcome)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        self.hide()
        files = readable(files_in(event.mimeData()))
        if files:
            event.acceptProposedAction()
            self.dropped.emit(files)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        # While something is dragged there are no moves: it was let go without a word to us.
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        veil = QColor(now.tokens.ground)
        veil.setAlpha(238)
        painter.fillRect(self.rect(), veil)
        inset = now.px(18)
        box = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        dashed(painter, box, "act" if self._welcome else "dash", None)


class DropZone(QFrame):
    """The place on the page that waits for a file."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.body = QVBoxLayout(self)

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        dashed(QPainter(self), QRectF(self.rect()), "dash", now.tokens.colour("card"))


def dashed(painter: QPainter, box: QRectF, colour: str, fill: QColor | None) -> None:
    """A rounded place with a dashed edge."""
    now = theme.current()
    brush.rounded(painter, box, now.px(18), fill)
    pen = QPen(now.tokens.colour(colour), now.px(2))
    pen.setDashPattern([4.0, 3.5])
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), now.px(18), now.px(18))
