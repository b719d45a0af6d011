"""The lock: nothing of the shop is on the screen until somebody presses a key."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kassa.ui import theme
from kassa.ui.widgets.label import Label
from kassa.words import Words

_ALONE = frozenset(
    {Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta, Qt.Key.Key_CapsLock}
)


class Lock(QWidget):
    """Covers the window. Without an owner's PIN any key or touch opens it; ``opened`` says so."""

    opened = Signal()

    def __init__(self, words: Words, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(words.tr("Locked"))
        self.shop = Label("Kassa", "title", colour="rail_on_text")
        self.hint = Label(words.tr("Locked. Press any key to go on."), "note", colour="rail_text")
        column = QVBoxLayout(self)
        column.setSpacing(theme.current().px(8))
        column.addStretch(2)
        for label in (self.shop, self.hint):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter)
            column.addWidget(label)
        column.addStretch(3)
        parent.installEventFilter(self)
        self.hide()

    def close_shop(self) -> None:
        """Covers everything."""
        self.setGeometry(self._window.rect())
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_shop(self) -> None:
        """Uncovers everything."""
        self.hide()
        self.opened.emit()

    def event(self, event: QEvent) -> bool:
        # No shortcut of the window works through the lock; the key that opens it does nothing else.
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.accept()
        if event.key() not in _ALONE and not event.isAutoRepeat():
            self.open_shop()

    def focusNextPrevChild(self, forward: bool) -> bool:
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()
        self.open_shop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self.setGeometry(self._window.rect())
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.current().tokens.colour("rail"))
