"""How far it is to the next tier."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QLinearGradient, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from kassa.ui import theme
from kassa.ui.widgets import brush
from kassa.ui.widgets.curtain import Private
from kassa.ui.widgets.label import Label


class Bar(QWidget, Private):
    """A share of a whole, 0 to 1, in amber; ``name`` tells it in words."""

    def __init__(self, *, private: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._share = 0.0
        self._private = private
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_share(self, share: float, name: str) -> None:
        """Shows a share, cut to 0–1."""
        self._share = min(1.0, max(0.0, share))
        self.setAccessibleName(name)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.current().px(120), theme.current().px(12))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.current().px(40), theme.current().px(12))

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = theme.current().tokens
        painter = QPainter(self)
        box = QRectF(self.rect())
        brush.rounded(painter, box, box.height() / 2, tokens.colour("track"))
        if self.veiled or self._share <= 0:
            return
        path = QPainterPath()
        path.addRoundedRect(box, box.height() / 2, box.height() / 2)
        painter.setClipPath(path)
        filled = QRectF(box.left(), box.top(), max(box.height() / 2, box.width() * self._share), box.height())
        fade = QLinearGradient(filled.topLeft(), filled.topRight())
        fade.setColorAt(0, tokens.colour("reward"))
        fade.setColorAt(1, tokens.colour("reward_deep"))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fade)
        painter.drawRect(filled)


class TierProgress(QWidget):
    """The tier held, the next one, the bar between, what is left in words, and small lines below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._tier = Label(role="heading")
        self._next = Label(role="muted")
        self._head = QHBoxLayout()
        self._head.addWidget(self._tier, 1)
        self._head.addWidget(self._next)
        self._bar = Bar(private=True)
        self._left = Label(role="body", wrap=True, private=True)
        self._below = QVBoxLayout()
        self._box.addLayout(self._head)
        self._box.addWidget(self._bar)
        self._box.addWidget(self._left)
        self._box.addLayout(self._below)
        self._lines: list[Label] = []
        self._space()

    def set_tier(
        self,
        name: str,
        next_name: str = "",
        share: float | None = None,
        left: str = "",
        bold: str = "",
        lines: Sequence[str] = (),
    ) -> None:
        """Shows a tier. ``share`` is how much of the way is done (None: no bar), ``left`` the words under it with a
        ``bold`` part, ``lines`` what else to say: until when it is kept, what it gives.
        """
        self._tier.set_text(name)
        self._next.set_text(next_name)
        self._next.setVisible(bool(next_name))
        self._bar.setVisible(share is not None)
        self._bar.set_share(share or 0.0, left)
        self._left.set_text(left, bold)
        self._left.setVisible(bool(left))
        while len(self._lines) < len(lines):
            label = Label(role="muted", wrap=True)
            self._lines.append(label)
            self._below.addWidget(label)
        for number, label in enumerate(self._lines):
            label.set_text(lines[number] if number < len(lines) else "")
            label.setVisible(number < len(lines))

    def _space(self) -> None:
        now = theme.current()
        self._box.setSpacing(now.px(8))
        self._below.setSpacing(now.px(1))
        self._head.setSpacing(now.px(8))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._space()
        super().changeEvent(event)
