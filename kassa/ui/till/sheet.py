"""A dialog inside the window: it asks, returns a value and saves nothing itself.

It lies in the window instead of above it, so that a scan, the curtain and the lock reach past it, and so that a
touch screen without a window manager shows it in the middle.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QHBoxLayout,
    QLayout,
    QPlainTextEdit,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from kassa.ui import theme
from kassa.ui.widgets.buttons import PrimaryButton, QuietButton
from kassa.ui.widgets.label import Label
from kassa.ui.widgets.panel import Panel
from kassa.words import Words

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Sheet(QWidget):
    """The base of the till's dialogs. ``accepted`` carries the value; ``left`` says that it was put aside unsaved.

    ``own_keys`` are keys of the window that mean something else here.
    """

    accepted = Signal(object)
    left = Signal()
    width_px = 520
    own_keys: frozenset[Qt.Key] = frozenset()

    def __init__(self, words: Words, title: str, save: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self.words = words
        self.setAccessibleName(title)
        self.title = Label(title, "heading", wrap=True, private=True)
        self.form = QVBoxLayout()
        self.form.setSpacing(theme.current().px(6))
        self.error = Label("", "strong", wrap=True, colour="wrong")
        self.error.setVisible(False)
        self.cancel_button = QuietButton(words.tr("Cancel"), "Esc")
        self.cancel_button.clicked.connect(self.leave)
        self.save_button = PrimaryButton(save, "⏎")
        self.save_button.clicked.connect(self.submit)
        self._held_enter = False
        self._card = Panel(parent=self)
        self._lay_out()
        parent.installEventFilter(self)
        self.hide()

    def _lay_out(self) -> None:
        px = theme.current().px
        inside = QWidget()
        inside.setLayout(self.form)
        self.form.setContentsMargins(0, 0, px(4), 0)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(inside)
        self._scroll.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        self._inside = inside
        buttons = QHBoxLayout()
        buttons.setSpacing(px(8))
        buttons.addStretch(1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.save_button)
        body = QVBoxLayout()
        body.setContentsMargins(px(8), px(8), px(8), px(8))
        body.setSpacing(px(14))
        body.addWidget(self.title)
        body.addWidget(self._scroll, 1)
        body.addWidget(self.error)
        body.addLayout(buttons)
        self._card.body.addLayout(body)
        self._card.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)

    def first_field(self) -> QWidget:
        """Where the cursor begins."""
        raise NotImplementedError

    def submit(self) -> None:
        """The person says yes: check, and give the value away."""
        raise NotImplementedError

    def open(self) -> None:
        """Shows the sheet over the window, the cursor in its first field."""
        self._place()
        self.show()
        self.raise_()
        self.first_field().setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        """Puts the sheet aside without a value."""
        self.close_quietly()
        self.left.emit()

    def close_quietly(self) -> None:
        """Away with it: what it was for is done."""
        self.hide()
        self._window.removeEventFilter(self)
        self.deleteLater()

    def show_error(self, text: str) -> None:
        """What went wrong, in the sheet, until the next attempt; what was typed stays."""
        self.error.set_text(text)
        self.error.setVisible(bool(text))
        self.save_button.setEnabled(True)
        self._place()

    def busy(self) -> None:
        """Being saved: a second Enter does nothing."""
        self.show_error("")
        self.save_button.setEnabled(False)

    def hold(self) -> None:
        """Something is looked up whose answer decides what an Enter means: it waits until ``release``."""
        self._held_enter = False
        self.save_button.setEnabled(False)

    def release(self) -> bool:
        """The answer is there; whether Enter was pressed meanwhile."""
        self.save_button.setEnabled(True)
        return self._held_enter

    def relayout(self) -> None:
        """Fits the sheet to fields that came or went."""
        self._place()

    def event(self, event: QEvent) -> bool:
        # The window's Esc goes back to the search and its Ctrl+1 … to other pages; here Esc only leaves the sheet, and
        # no page comes over what is being typed.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            held = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            digit = Qt.Key.Key_0 <= event.key() <= Qt.Key.Key_9
            if event.key() == Qt.Key.Key_Escape or (held and digit) or event.key() in self.own_keys:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() in _ENTER:
            focus = QApplication.focusWidget()
            if isinstance(focus, QAbstractButton) and focus is not self.save_button:
                focus.click()
            elif self.save_button.isEnabled():
                self.submit()
            else:
                self._held_enter = True
        event.accept()

    def focusNextPrevChild(self, forward: bool) -> bool:
        # The cursor stays in the sheet while it is open.
        focus = QApplication.focusWidget()
        widget = focus if focus is not None and self.isAncestorOf(focus) else self.first_field()
        for _ in range(500):
            following = widget.nextInFocusChain() if forward else widget.previousInFocusChain()
            if following is None:
                return False
            widget = following
            takes = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            if takes and self.isAncestorOf(widget) and widget.isVisible() and widget.isEnabled():
                widget.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
                self._scroll.ensureWidgetVisible(widget)
                return True
        return False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def _place(self) -> None:
        parent = self._window
        self.setGeometry(parent.rect())
        px = theme.current().px
        width = min(px(self.width_px), parent.width() - px(32))
        self._card.setFixedWidth(width)
        self._inside.adjustSize()
        room = parent.height() - px(32)
        self._scroll.setMinimumHeight(0)
        outer = self._card.layout()
        assert outer is not None
        self._forget_heights()
        beside = outer.totalHeightForWidth(width) - self._scroll.sizeHint().height()
        self._scroll.setMinimumHeight(min(self._tall(width) + 2, room - beside))
        self._forget_heights()
        height = min(max(self._card.sizeHint().height(), outer.totalHeightForWidth(width)), room)
        self._card.setGeometry(
            (parent.width() - width) // 2, max(px(16), (parent.height() - height) // 3), width, height
        )

    def _forget_heights(self) -> None:
        """Layouts within the layout remember their heights until the next event comes, and there is no time for it."""
        for layout in (*self._card.findChildren(QLayout), self._card.layout()):
            if layout is not None:
                layout.invalidate()

    def _tall(self, width: int) -> int:
        """How high the fields are in a card so wide; a size hint knows nothing of lines that wrap."""
        outer = self._card.layout()
        assert outer is not None
        margins = outer.contentsMargins()
        room = width - margins.left() - margins.right() - 2 * theme.current().px(8)
        return max(self._inside.sizeHint().height(), self.form.totalHeightForWidth(room))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        shade = QColor(theme.current().tokens.rail)
        shade.setAlpha(150)
        painter.fillRect(self.rect(), shade)


class TextArea(QPlainTextEdit):
    """A few lines of text: Enter saves as everywhere, Shift+Enter begins a new line, Tab goes on."""

    def __init__(self, accessible_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(accessible_name)
        self.setTabChangesFocus(True)
        self.setFixedHeight(theme.current().px(88))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            event.ignore()
            return
        super().keyPressEvent(event)
