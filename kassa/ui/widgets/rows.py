"""Rows inside panels: a note to remember, a reward to hand out."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from kassa.ui import theme
from kassa.ui.widgets import brush, icons
from kassa.ui.widgets.buttons import DarkButton, IconButton
from kassa.ui.widgets.chips import Chip
from kassa.ui.widgets.curtain import Private
from kassa.ui.widgets.label import Label


class IconMark(QWidget):
    """A small icon that says nothing by itself; what it marks is told in the row's accessible name."""

    def __init__(self, icon: str, colour: str, size: int = 16, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._colour, self._size = icon, colour, size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(theme.current().px(self._size), theme.current().px(self._size))

    def paintEvent(self, event: QPaintEvent) -> None:
        icons.paint(QPainter(self), self._icon, QRectF(self.rect()), theme.current().tokens.colour(self._colour))


class PressRow(QFrame, Private):
    """A row that is one large target: the pointer, Enter and the space bar ``press`` it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._private = True
        self._over = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def press(self) -> None:
        """Does what the row is for."""
        raise NotImplementedError

    def ground(self) -> QRectF:
        """Where the pointer's ground and the ring lie."""
        return QRectF(self.rect())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.press()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.press()
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
        painter, box = QPainter(self), self.ground()
        if self._over and not self.veiled:
            brush.rounded(painter, box, now.px(8), now.tokens.colour("ground"))
        if self.hasFocus():
            brush.focus_ring(painter, box.adjusted(-3, -3, 3, 3), now.px(9), now.tokens.colour("act"))


class NoteRow(PressRow):
    """A note: its kind as a chip, its words, when it falls due. Pressed, or Enter on it, ``opened`` names it;
    the tick (shown with ``done_name``) finishes it.
    """

    opened = Signal(str)
    done = Signal(str)

    def __init__(
        self,
        note: str,
        kind: str,
        tone: str,
        text: str,
        *,
        bold: str = "",
        due: str = "",
        late: bool = False,
        pinned: bool = False,
        done_name: str = "",
        chip_width: int = 62,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._note = note
        self._box = QHBoxLayout(self)
        self.chip = Chip(kind, tone, square=True, width=chip_width)
        self.words = Label(role="note", wrap=True, private=True)
        self.words.set_text(text, bold)
        self.due = Label(due, "strong" if late else "muted", private=True, colour="due_text" if late else "")
        if not due:
            self.due.hide()
        self._box.addWidget(self.chip)
        self._box.addWidget(self.words, 1)
        self.pin = IconMark("pin", "muted")
        if not pinned:
            self.pin.hide()
        self._box.addWidget(self.pin)
        self._box.addWidget(self.due)
        self.tick: IconButton | None = None
        if done_name:
            self.tick = IconButton("check", done_name, colour="act")
            self.tick.clicked.connect(self._done)
            self._box.addWidget(self.tick, 0, Qt.AlignmentFlag.AlignVCenter)
        self._told = ", ".join(part for part in (kind, text, due) if part)
        self.veil_changed()
        self._space()

    def veil_changed(self) -> None:
        # The kind alone ("promise", "family") says something of a person too.
        self.chip.setVisible(not self.veiled)
        self.setAccessibleName("" if self.veiled else self._told)

    def _done(self) -> None:
        self.done.emit(self._note)

    def _space(self) -> None:
        now = theme.current()
        self._box.setContentsMargins(0, now.px(2), 0 if self.tick else now.px(4), now.px(2))
        self._box.setSpacing(now.px(10))
        self.setMinimumHeight(now.px(44 if self.tick else 36))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._space()
        super().changeEvent(event)

    def press(self) -> None:
        """Says which note."""
        self.opened.emit(self._note)

    def ground(self) -> QRectF:
        """From the words on: in line with the panel's title the chip stands at the very edge."""
        return super().ground().adjusted(self.words.x() - theme.current().px(6), 0, 0, 0)


class RewardRow(QWidget, Private):
    """A reward to hand out: name, until when and what to ring up, and the button that does it."""

    redeem_asked = Signal(str)

    def __init__(
        self, reward: str, name: str, detail: str, button: str, key: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._reward = reward
        self._box = QHBoxLayout(self)
        self.name = Label(name, "strong", wrap=True)
        self.detail = Label(detail, "muted", wrap=True)
        self._text = QVBoxLayout()
        self._text.addWidget(self.name)
        self._text.addWidget(self.detail)
        if not detail:
            self.detail.hide()
        self.button = DarkButton(button, key)
        self.button.setAccessibleName(f"{button}: {name}")
        self.button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.button.clicked.connect(self._asked)
        self._box.addLayout(self._text, 1)
        self._box.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        self._space()

    def _asked(self) -> None:
        self.redeem_asked.emit(self._reward)

    def _space(self) -> None:
        now = theme.current()
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(now.px(10))
        self._text.setSpacing(now.px(1))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._space()
        super().changeEvent(event)
