"""Small marks: printed keys, chips that say a tier or a kind in words, initials in a circle."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from kassa.ui import theme
from kassa.ui.widgets import brush
from kassa.ui.widgets.curtain import Private
from kassa.ui.widgets.label import plain_tooltip


class _Painted(QLabel):
    """A label that paints itself and follows the theme."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.ApplicationFontChange):
            self.updateGeometry()
        super().changeEvent(event)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class KeyCap(_Painted):
    """A key, printed on the control that it works: ``F2``."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        size = brush.key_size(self.text())
        return QSize(round(size.width() + 0.5), round(size.height()))

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = theme.current().tokens
        brush.key(QPainter(self), QPointF(0, 0), self.text(), tokens.colour("muted"), None, tokens.colour("edge"))


class Chip(_Painted):
    """A word on a colour: ``tone`` is a tier (``gold``), a note kind (``promise``) or another tone of the tokens.

    ``square`` is the flatter form of note kinds; ``width`` makes chips in a column
    equally wide (0: as wide as the word).
    """

    def __init__(
        self, text: str, tone: str = "base", *, square: bool = False, width: float = 0, parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self._tone = tone
        self._square = square
        self._width = width
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set(self, text: str, tone: str) -> None:
        """Says another word in another tone; an empty word hides the chip."""
        self._tone = tone
        self.setText(text)
        self.setVisible(bool(text))
        self.updateGeometry()
        self.update()

    def set_width(self, width: float) -> None:
        """Makes the chip at least so wide (at 100 % text size)."""
        self._width = width
        self.updateGeometry()

    def natural_width(self) -> int:
        """The width that the word needs, in pixels now."""
        now = theme.current()
        metrics = QFontMetricsF(now.font(theme.SMALLEST, 600))
        return round(metrics.horizontalAdvance(self.text()) + 2 * now.px(8 if self._square else 14) + 0.5)

    def sizeHint(self) -> QSize:
        now = theme.current()
        return QSize(
            max(self.natural_width(), now.px(self._width) if self._width else 0), now.px(24 if self._square else 32)
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        fill, ink = now.tokens.tone(self._tone)
        painter = QPainter(self)
        box = QRectF(self.rect())
        brush.rounded(painter, box, now.px(6) if self._square else box.height() / 2, fill)
        font = now.font(theme.SMALLEST, 600)
        painter.setFont(font)
        painter.setPen(ink)
        room = box.width() - now.px(8)
        shown = QFontMetricsF(font).elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
        self.setToolTip(plain_tooltip(self.text()) if shown != self.text() else "")
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, shown)


def align(chips: Sequence[Chip], least: float) -> None:
    """Makes the chips of a column as wide as the widest word needs, and at least ``least`` (at 100 % text size)."""
    widest = max((chip.natural_width() for chip in chips), default=0) / theme.current().scale
    for chip in chips:
        chip.set_width(max(least, widest))


class Avatar(_Painted, Private):
    """Initials in a circle."""

    def __init__(
        self,
        initials: str,
        size: int = 36,
        tone: str = "avatar",
        *,
        private: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(initials, parent)
        self._size = size
        self._tone = tone
        self._private = private
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        side = theme.current().px(self._size)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_avatar(QPainter(self), QRectF(self.rect()), "" if self.veiled else self.text(), self._tone)


def paint_avatar(painter: QPainter, box: QRectF, initials: str, tone: str = "avatar") -> None:
    """Initials in a circle that fills a square box."""
    now = theme.current()
    fill, ink = now.tokens.tone(tone)
    brush.rounded(painter, box, box.width() / 2, fill)
    painter.setFont(now.font(theme.SMALLEST, 600))
    painter.setPen(ink)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, initials[:3])


def initials(name: str | None) -> str:
    """At most two letters for a person: ``Maria Lindqvist`` is ``ML``; a customer without a name is a dot."""
    words = [word for word in (name or "").split() if word[0].isalnum()]
    if not words:
        return "·"
    letters = words[0][0] + (words[-1][0] if len(words) > 1 else "")
    return letters.upper()
