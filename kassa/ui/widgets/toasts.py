"""What was just done, with Undo; and what failed, until it is read."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QColor, QEnterEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from kassa.ui import theme
from kassa.ui.widgets import brush
from kassa.ui.widgets.buttons import KeyButton
from kassa.ui.widgets.curtain import Private, is_drawn
from kassa.ui.widgets.label import Label, plain_tooltip
from kassa.words import Words

STAYS_MS = 10_000
MOST = 4
LONGEST = 260


class _ToastButton(KeyButton):
    side_px = 10

    def colours(self) -> tuple[QColor | None, QColor | None, QColor]:
        tokens = theme.current().tokens
        over = self.underMouse() or self.isDown()
        return tokens.colour("ink_over") if over else None, None, tokens.colour("ink_act")

    def key_colours(self) -> tuple[QColor, QColor | None, QColor | None]:
        tokens = theme.current().tokens
        return tokens.colour("on_ink"), None, tokens.colour("ink_act")


class Toast(QFrame, Private):
    """One message on ink; ``operation`` is what its Undo undoes."""

    undo_asked = Signal(str)
    gone = Signal(object)

    def __init__(
        self, parent: QWidget, words: Words, text: str, bold: str, operation: str | None, failure: bool
    ) -> None:
        super().__init__(parent)
        self.operation = operation
        self.failure = failure
        self._key = words.tr("Ctrl Z")
        self._box = QHBoxLayout(self)
        text = " ".join(text.split())
        if len(text) > LONGEST:
            self.setToolTip(plain_tooltip(text))
            text = text[: LONGEST - 1].rstrip() + "…"
        whole = f"{text} {bold}".strip()
        colour = "ink_wrong" if failure else "on_ink"
        self.text = Label("", wrap=True, private=True, colour=colour, bold_colour="ink_reward")
        self.text.set_text(whole, ((len(whole) - len(bold), len(whole)),) if bold else ())
        self._box.addWidget(self.text, 1)
        self.undo: KeyButton | None = None
        if operation is not None:
            self.undo = _ToastButton(words.tr("Undo"), self._key)
            self.undo.clicked.connect(self._undo)
            self._box.addWidget(self.undo)
        self.close_button: KeyButton | None = None
        if failure:
            self.close_button = _ToastButton(words.tr("OK"))
            self.close_button.clicked.connect(self.leave)
            self._box.addWidget(self.close_button)
        for button in (self.undo, self.close_button):
            if button is not None:
                button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._whole = whole
        self._private = True
        self.veil_changed()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.leave)
        if not failure:
            self._timer.start(STAYS_MS)
        now = theme.current()
        self._box.setContentsMargins(now.px(16), now.px(4), now.px(6 if self.undo or failure else 16), now.px(4))
        self._box.setSpacing(now.px(8))
        self.setMinimumHeight(now.px(52))

    def show_key(self, shown: bool) -> None:
        """Prints Ctrl Z on its Undo: only the newest one is what that key undoes."""
        if self.undo is not None:
            self.undo.set_label(self.undo.label, self._key if shown else "")
            self.veil_changed()

    def veil_changed(self) -> None:
        told = "" if self.veiled else self._whole
        self.setAccessibleName(told)
        if self.undo is not None:
            self.undo.setAccessibleName(f"{self.undo.label}: {told}" if told else self.undo.label)

    def leave(self) -> None:
        """Goes away."""
        self._timer.stop()
        self.gone.emit(self)

    def _undo(self) -> None:
        if self.operation is not None:
            self.undo_asked.emit(self.operation)
        self.leave()

    def enterEvent(self, event: QEnterEvent) -> None:
        # Who reads it, or is about to press Undo, shall not see it go.
        self._timer.stop()

    def leaveEvent(self, event: QEvent) -> None:
        if not self.failure:
            self._timer.start(STAYS_MS)

    def fitted(self, width: int) -> QSize:
        """The size it needs, at most so wide."""
        wanted = min(self.sizeHint().width(), width)
        height = self.heightForWidth(wanted) if self.hasHeightForWidth() else self.sizeHint().height()
        return QSize(wanted, max(height, self.minimumHeight()))

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        box = QRectF(self.rect())
        brush.rounded(painter, box, now.px(12), now.tokens.colour("ink"))
        if self.failure:
            brush.rounded(painter, box, now.px(12), None, now.tokens.colour("ink_wrong"), 2.0)


class ToastStack(QObject):
    """Toasts at the bottom right of ``area``, above ``floor`` (the amount bar), the newest lowest; they end where
    ``column`` ends while that is in sight, so that what stands right of it can still be pressed.

    ``undo_asked`` names the operation whose Undo was pressed.
    """

    undo_asked = Signal(str)

    def __init__(self, area: QWidget, floor: QWidget | None, words: Words, column: QWidget | None = None) -> None:
        super().__init__(area)
        self._column = column
        self._area = area
        self._floor = floor
        self._words = words
        self.toasts: list[Toast] = []
        area.installEventFilter(self)
        for beside in (floor, column):
            if beside is not None:
                beside.installEventFilter(self)

    def say(self, text: str, bold: str = "", operation: str | None = None) -> Toast:
        """Tells what was done, for ten seconds; an ``operation`` can be undone. ``bold`` stands after the text."""
        return self._add(text, bold, operation, failure=False)

    def fail(self, text: str) -> Toast:
        """Tells what failed, until it is read; the same failure again is told once."""
        self.answered(text)
        return self._add(text, "", None, failure=True)

    def answered(self, text: str) -> None:
        """Takes away a failure that has been made good: what it asked for is done."""
        for toast in [toast for toast in self.toasts if toast.failure and toast.text.full_text() == text]:
            toast.leave()

    def latest_operation(self) -> str | None:
        """The operation that the newest Undo in sight would undo."""
        return next((toast.operation for toast in reversed(self.toasts) if toast.operation is not None), None)

    def forget(self, operation: str) -> None:
        """Takes away the toast of an operation that was undone by other means."""
        for toast in [toast for toast in self.toasts if toast.operation == operation]:
            toast.leave()

    def _add(self, text: str, bold: str, operation: str | None, failure: bool) -> Toast:
        toast = Toast(self._area, self._words, text, bold, operation, failure)
        toast.undo_asked.connect(self.undo_asked)
        toast.gone.connect(self._gone)
        self.toasts.append(toast)
        passing = [each for each in self.toasts if not each.failure]
        for old in passing[: max(0, len(passing) - MOST)]:
            old.leave()
        self._place()
        told = QAccessibleAnnouncementEvent(toast, toast.accessibleName())
        told.setPoliteness(
            QAccessible.AnnouncementPoliteness.Assertive if failure else QAccessible.AnnouncementPoliteness.Polite
        )
        QAccessible.updateAccessibility(told)
        return toast

    def _gone(self, toast: Toast) -> None:
        if toast in self.toasts:
            self.toasts.remove(toast)
            toast.hide()
            toast.deleteLater()
            self._place()

    def _place(self) -> None:
        now = theme.current()
        margin = now.px(14)
        newest = next((toast for toast in reversed(self.toasts) if toast.undo is not None), None)
        for toast in self.toasts:
            toast.show_key(toast is newest)
        bottom = self._area.height() - margin
        if self._floor is not None and self._floor.isVisibleTo(self._area):
            bottom = self._floor.mapTo(self._area, self._floor.rect().topLeft()).y() - margin
        left, right = margin, self._area.width() - now.px(22)
        if self._column is not None and self._column.isVisibleTo(self._area):
            start = self._column.mapTo(self._area, self._column.rect().topLeft()).x()
            if self._column.width() >= now.px(420):
                left, right = start, start + self._column.width()
        widest = min(now.px(560), right - left)
        for toast in reversed(self.toasts):
            size = toast.fitted(widest)
            bottom -= size.height()
            toast.setGeometry(right - size.width(), bottom, size.width(), size.height())
            # What finds no room waits until something below has gone.
            toast.setVisible(bottom >= 0 and not is_drawn())
            toast.raise_()
            bottom -= now.px(8)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show, QEvent.Type.Hide):
            self._place()
        return False
