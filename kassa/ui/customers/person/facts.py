"""A line of what is known of a customer: what it is called, what it says; pressed, it is changed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from kassa.ui import theme
from kassa.ui.widgets import brush
from kassa.ui.widgets.curtain import Private
from kassa.ui.widgets.label import Label


class FactRow(QFrame, Private):
    """``pressed`` names the fact, by a press, Enter or Space."""

    pressed = Signal(str)

    def __init__(self, fact: str, name: str, value: str, detail: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._private = True
        self.fact = fact
        self._over = False
        self.name = Label(name, "muted", wrap=True)
        self.value = Label(value, "body", wrap=True, private=True)
        self.detail = Label(detail, "muted", wrap=True, private=True)
        self._told = ", ".join(part for part in (name, value, detail) if part)
        self._box = QVBoxLayout(self)
        self._box.setSpacing(0)
        for label in (self.name, self.value, self.detail):
            self._box.addWidget(label)
            if not label.full_text():
                label.hide()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.veil_changed()
        self._space()

    def veil_changed(self) -> None:
        self.setAccessibleName("" if self.veiled else self._told)

    def _space(self) -> None:
        px = theme.current().px
        self._box.setContentsMargins(px(8), px(3), px(8), px(3))
        self.setMinimumHeight(px(44))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._space()
        super().changeEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.pressed.emit(self.fact)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.pressed.emit(self.fact)
            return
        super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._over = True
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._over = False
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        box = QRectF(self.rect())
        if self._over and not self.veiled:
            brush.rounded(painter, box, now.px(8), now.tokens.colour("ground"))
        if self.hasFocus():
            brush.focus_ring(painter, box.adjusted(-3, -3, 3, 3), now.px(9), now.tokens.colour("act"))
