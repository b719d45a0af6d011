"""White cards on the paper ground."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from kassa.ui import theme
from kassa.ui.widgets import brush
from kassa.ui.widgets.buttons import KeyButton
from kassa.ui.widgets.label import Label


class PanelKey(KeyButton):
    """The key printed in a panel's corner: a full touch target around a small key."""

    radius = 10.0
    height_px = 44
    side_px = 8

    def colours(self) -> tuple[QColor | None, QColor | None, QColor]:
        tokens = theme.current().tokens
        over = self.underMouse() or self.isDown()
        return tokens.colour("ground") if over else None, None, tokens.colour("text")


class Panel(QFrame):
    """A white card, radius 14, with a small title and perhaps a key in its corner; ``body`` holds what is inside.

    The key is a button (``key_pressed``); ``key_name`` says to a screen reader what it does.
    """

    key_pressed = Signal()

    def __init__(self, title: str = "", key: str = "", *, key_name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._outer = QVBoxLayout(self)
        self.title = Label(title, "caption")
        if not title:
            self.title.hide()
        self.setAccessibleName(title)
        self._head = QHBoxLayout()
        self._head.addWidget(self.title, 1)
        self.key: PanelKey | None = None
        if key:
            # Laid over the corner: its touch target is larger than the row that the small key stands in.
            self.key = PanelKey("", key, parent=self)
            self.key.setAccessibleName(key_name or title)
            self.key.setToolTip(key_name)
            self.key.clicked.connect(self.key_pressed)
        self.body = QVBoxLayout()
        if title or key:
            self._outer.addLayout(self._head)
        self._outer.addLayout(self.body, 1)
        self._space()

    def set_title(self, title: str) -> None:
        """Names the panel."""
        self.title.set_text(title)
        self.title.setVisible(bool(title))
        self.setAccessibleName(title)

    def add(self, widget: QWidget, stretch: int = 0) -> None:
        """Puts a widget under the others."""
        self.body.addWidget(widget, stretch)

    def _space(self) -> None:
        now = theme.current()
        self._outer.setContentsMargins(now.px(16), now.px(14), now.px(16), now.px(16))
        self._outer.setSpacing(now.px(8))
        self._head.setSpacing(now.px(8))
        self._head.setContentsMargins(0, 0, self.key.sizeHint().width() if self.key else 0, 0)
        self.body.setSpacing(now.px(8))

        self._place_key()

    def _place_key(self) -> None:
        if self.key is not None:
            now, size = theme.current(), self.key.sizeHint()
            self.key.setGeometry(self.width() - size.width() - now.px(8), now.px(2), size.width(), size.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_key()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._space()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        tokens = now.tokens
        brush.rounded(QPainter(self), QRectF(self.rect()), now.px(14), tokens.colour("card"), tokens.colour("line"))


class Greeting(QFrame):
    """The one line to say: soft green with a strong edge at its start."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.body = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._space()

    def _space(self) -> None:
        now = theme.current()
        self.body.setContentsMargins(now.px(20), now.px(10), now.px(16), now.px(10))
        self.body.setSpacing(now.px(16))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._space()
        super().changeEvent(event)

    def minimumSizeHint(self) -> QSize:
        return super().minimumSizeHint().expandedTo(QSize(0, theme.current().px(64)))

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        box = QRectF(self.rect())
        brush.rounded(painter, box, now.px(14), now.tokens.colour("act"))
        painter.save()
        painter.setClipRect(box.adjusted(now.px(4), 0, 0, 0))
        brush.rounded(painter, box, now.px(14), now.tokens.colour("card"))
        brush.rounded(painter, box, now.px(14), now.tokens.colour("act_soft"))
        painter.restore()
        painter.setPen(now.tokens.colour("act"))
        painter.drawPoint(QPointF(-1, -1))
