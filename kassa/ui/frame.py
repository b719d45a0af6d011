"""The window's first sight: its own ground, rail and bar, painted before anything else is loaded.

A person who starts the shop's day sees the window at once; what stands in it follows while the first paint is looked
at. So nothing may be imported here that a rectangle doesn't need, the ``Qt`` namespace included (25 ms of enums).
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QPointF, QRect, QSize, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from kassa.ui import theme

RAIL, SEARCH, BAR = 94, 316, 108
_MOST_TYPED = 200
# So much of a window must be on a screen for somebody to find it.
_SEEN = 200
_KEPT = ("\r", "\n", "\b")


class Frame(QMainWindow):
    """An empty main window in the shop's colours; ``seen`` comes once, after its first paint.

    Who starts the day may type before anything can take the keys: they are kept until ``hand_over``.
    """

    seen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._was_seen = False
        self._typed: list[QKeyEvent] | None = []
        px = theme.current().px
        self.setWindowTitle("Kassa")
        self.resize(QSize(px(1366), px(768)).boundedTo(self.screen().availableSize()))

    def place(self, where: tuple[int, int, int, int]) -> None:
        """Stands where it stood (left, top, width, height), if there is a screen there still."""
        wanted = QRect(*where)
        for screen in QApplication.screens():
            room = screen.availableGeometry()
            seen = room.intersected(wanted)
            if seen.width() >= _SEEN and seen.height() >= _SEEN:
                self.setGeometry(QRect(wanted.topLeft(), wanted.size().boundedTo(room.size())))
                return

    @property
    def filled(self) -> bool:
        """Whether the pages stand in it."""
        return self.centralWidget() is not None

    def clear(self) -> None:
        """Takes the pages out, for good and at once: restyled with the application they would cost seconds."""
        pages = self.takeCentralWidget()
        if pages is not None:
            pages.deleteLater()
            QCoreApplication.sendPostedEvents(pages, QEvent.Type.DeferredDelete.value)

    def fill(self, pages: QWidget) -> None:
        """Puts the pages in; the window is called what they are called, and closes as they do."""
        pages.windowTitleChanged.connect(self.setWindowTitle)
        self.setCentralWidget(pages)
        self.setWindowTitle(pages.windowTitle())
        if self._typed is not None:
            # Nobody else may have the cursor yet: a window that becomes active late would give it to a button.
            self.setFocus()

    def hand_over(self) -> None:
        """The cursor stands where typing belongs: what was typed before goes there, in order."""
        typed, self._typed = self._typed or [], None
        self.clearFocus()
        for event in typed:
            QCoreApplication.sendEvent(QApplication.focusWidget() or self, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._typed is None or len(self._typed) >= _MOST_TYPED:
            super().keyPressEvent(event)
        elif event.text() and (event.text().isprintable() or event.text() in _KEPT):
            self._typed.append(event.clone())

    def closeEvent(self, event: QCloseEvent) -> None:
        pages = self.centralWidget()
        if pages is not None and not pages.close():
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.filled:
            self._paint_ground()
        if not self._was_seen:
            self._was_seen = True
            # Where no window manager does it, keys would reach the fields but no shortcut.
            self.activateWindow()
            QTimer.singleShot(0, self, self.seen.emit)

    def _paint_ground(self) -> None:
        now = theme.current()
        tokens, px, height = now.tokens, now.px, self.height()
        left = px(RAIL + SEARCH)
        painter = QPainter(self)
        painter.fillRect(0, 0, px(RAIL), height, tokens.colour("rail"))
        painter.fillRect(px(RAIL), 0, px(SEARCH), height, tokens.colour("side"))
        painter.fillRect(left, height - px(BAR), self.width() - left, px(BAR), tokens.colour("side"))
        painter.fillRect(left - 1, 0, 1, height, tokens.colour("line"))
        painter.fillRect(left, height - px(BAR), self.width() - left, 1, tokens.colour("line"))
        painter.setFont(now.font(16, 700))
        painter.setPen(tokens.colour("rail_on_text"))
        brand = painter.fontMetrics().horizontalAdvance("kassa")
        painter.drawText(QPointF((px(RAIL) - brand) / 2, px(32)), "kassa")
