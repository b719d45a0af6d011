"""A ready-made programme to choose, painted as the card that the customer will have."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from kassa.ui import theme
from kassa.ui.first.choices import Radio
from kassa.ui.first.programmes import Told
from kassa.ui.widgets import brush
from kassa.ui.widgets.label import Label
from kassa.ui.widgets.stamps import paint_tick, star

_FACE = 140


class ProgrammeChoice(Radio):
    """One of the ready-made programmes as the card that the customer gets, and in words below it."""

    def __init__(self, code: str, boxes: int, given: int, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.code = code
        self._boxes, self._given = boxes, given
        self._shop = ""
        self._unit = ""
        self._tiers: tuple[str, ...] = ()
        self.title = Label("", "heading", wrap=True)
        self.words = Label("", "muted", wrap=True)
        self._column = QVBoxLayout(self)
        self._head = QHBoxLayout()
        self._head.addWidget(self.title, 1)
        self._column.addLayout(self._head)
        self._column.addWidget(self.words)
        self._column.addStretch(1)
        for label in (self.title, self.words):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._space()

    def say(self, told: Told) -> None:
        """The programme in words."""
        self.title.set_text(told.title)
        self.words.set_text(told.text)
        self._unit, self._tiers = told.unit, told.tiers
        self.setAccessibleName(f"{told.title}. {told.text}")
        self.update()

    def set_shop(self, name: str) -> None:
        """Whose card it is."""
        self._shop = name
        self.update()

    def _space(self) -> None:
        px = theme.current().px
        self._column.setContentsMargins(px(16), px(16 + _FACE + 14), px(16), px(14))
        self._column.setSpacing(px(4))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._column.totalHeightForWidth(width)

    def sizeHint(self) -> QSize:
        px = theme.current().px
        return QSize(px(300), self.heightForWidth(px(300)))

    def minimumSizeHint(self) -> QSize:
        px = theme.current().px
        return QSize(px(210), px(_FACE + 120))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_column"):
            self._space()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        tokens = now.tokens
        painter = QPainter(self)
        box, chosen = QRectF(self.rect()), self.isChecked()
        edge, width = ("act", 2.5) if chosen else ("edge" if self.underMouse() else "line", 1.0)
        brush.rounded(painter, box, now.px(14), tokens.colour("card"), tokens.colour(edge), width)
        inset = now.px(14)
        face = QRectF(inset, inset, box.width() - 2 * inset, now.px(_FACE))
        self._paint_face(painter, face)
        if chosen:
            side = now.px(26)
            mark = QRectF(box.right() - side - now.px(4), box.top() + now.px(4), side, side)
            painter.setPen(QPen(tokens.colour("card"), now.px(2)))
            painter.setBrush(tokens.colour("act"))
            painter.drawEllipse(mark)
            paint_tick(painter, mark, tokens.colour("on_act"))
        if self.hasFocus() and self._ring:
            brush.focus_ring(painter, box, now.px(14), tokens.colour("text"))

    def _paint_face(self, painter: QPainter, face: QRectF) -> None:
        now = theme.current()
        tokens = now.tokens
        brush.rounded(painter, face, now.px(10), tokens.colour("rail"))
        inner = face.adjusted(now.px(16), now.px(12), -now.px(16), -now.px(14))
        painter.setFont(now.font(14, 400))
        painter.setPen(tokens.colour("rail_text"))
        painter.drawText(inner, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight, self._unit)
        room = inner.width() - painter.fontMetrics().horizontalAdvance(self._unit) - now.px(12)
        painter.setFont(now.font(16, 700))
        painter.setPen(tokens.colour("rail_on_text"))
        name = painter.fontMetrics().elidedText(self._shop, Qt.TextElideMode.ElideRight, int(room))
        painter.drawText(inner, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, name)
        below = inner.adjusted(0, now.px(32), 0, 0)
        gift = now.px(40)
        if self._tiers:
            self._paint_tiers(painter, below)
            below.setHeight(below.height() - now.px(36))
            gift = now.px(34)
        columns = 6 if self._boxes <= 6 else 5
        rows = -(-self._boxes // columns)
        gap = now.px(7)
        room = below.width() - gift - now.px(12)
        side = min((below.height() - gap * (rows - 1)) / rows, (room - gap * (columns - 1)) / columns)
        for number in range(self._boxes):
            row, column = divmod(number, columns)
            spot = QRectF(below.left() + column * (side + gap), below.top() + row * (side + gap), side, side)
            self._paint_box(painter, spot, number)
        middle = QPointF(below.right() - gift / 2, below.top() + (rows * side + (rows - 1) * gap) / 2)
        ring = QRectF(middle.x() - gift / 2, middle.y() - gift / 2, gift, gift)
        brush.rounded(painter, ring, gift / 2, tokens.colour("reward"))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.reward_text))
        painter.drawPath(star(middle, gift * 0.27))

    def _paint_tiers(self, painter: QPainter, room: QRectF) -> None:
        now = theme.current()
        painter.setFont(now.font(14, 600))
        x = room.left()
        for tone, name in zip(("base", "silver", "gold"), self._tiers, strict=False):
            fill, ink = now.tokens.tone(tone)
            wide = painter.fontMetrics().horizontalAdvance(name) + now.px(20)
            pill = QRectF(x, room.bottom() - now.px(24), wide, now.px(24))
            brush.rounded(painter, pill, now.px(12), fill)
            painter.setPen(ink)
            painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, name)
            x += wide + now.px(6)

    def _paint_box(self, painter: QPainter, spot: QRectF, number: int) -> None:
        now = theme.current()
        tokens = now.tokens
        if number < self._given:
            brush.rounded(painter, spot, spot.width() / 2, tokens.colour("gift"))
            paint_tick(painter, spot, tokens.colour("gift_text"))
            return
        brush.rounded(painter, spot, spot.width() / 2, None, tokens.colour("rail_text"), 1.5 * now.scale)
        painter.setFont(now.font(theme.SMALLEST, 600, figures=True))
        painter.setPen(tokens.colour("rail_text"))
        painter.drawText(spot, Qt.AlignmentFlag.AlignCenter, str(number + 1))
