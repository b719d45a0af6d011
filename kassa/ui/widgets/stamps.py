"""The painted stamp card."""

from __future__ import annotations

import math
from typing import NamedTuple

from PySide6.QtCore import QAbstractAnimation, QEasingCurve, QEvent, QPointF, QRectF, QSize, Qt, QVariantAnimation
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from kassa.ui import theme
from kassa.ui.widgets import brush
from kassa.ui.widgets.label import Label
from kassa.words import Words

LANDING_MS = 280
STAGGER_MS = 70
_WIDEST = 56


class _Grid(NamedTuple):
    columns: int
    rows: int
    cell: float
    gap: float


def _columns(boxes: int) -> int:
    """Five a row while that stays a card; more and smaller ones when it would become a roll."""
    if boxes <= 15:
        return min(5, boxes)
    if boxes <= 24:
        return 6
    if boxes <= 40:
        return 8
    return 10


class Boxes(QWidget):
    """The boxes alone; ``StampCardView`` puts the gift's line under them."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._card = ""
        self._stamps = 0
        self._boxes = 0
        self._head_start = 0
        self._landed = 0.0
        self._shown_from = 0
        self._landing = QVariantAnimation(self)
        self._landing.setEasingCurve(QEasingCurve.Type.Linear)
        self._landing.valueChanged.connect(self._step)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    @property
    def landing(self) -> bool:
        """Whether a stamp is landing right now."""
        return self._landing.state() == QAbstractAnimation.State.Running

    def set_card(self, card: str, stamps: int, boxes: int, head_start: int, name: str) -> None:
        """Shows a card; more stamps than before on the same ``card`` land one after the other."""
        before = self._stamps if card == self._card else stamps
        self._card, self._stamps, self._boxes, self._head_start = card, stamps, max(0, boxes), max(0, head_start)
        self._tell(name)
        self.updateGeometry()
        self._landing.stop()
        self._shown_from = min(max(0, before), boxes)
        fresh = min(stamps, boxes) - self._shown_from
        if fresh > 0 and self.isVisible() and not theme.less_motion():
            self._landed = 0.0
            self._landing.setStartValue(0.0)
            length = LANDING_MS + STAGGER_MS * (fresh - 1)
            self._landing.setEndValue(float(length))
            self._landing.setDuration(length)
            self._landing.start()
        self.update()

    def _tell(self, name: str) -> None:
        if self._stamps < 0:
            told = self._words.ntr("{n} stamp to make good", "{n} stamps to make good", -self._stamps)
            told = told.format(n=-self._stamps)
        else:
            told = self._words.tr("{stamps} of {boxes} stamps").format(stamps=self._stamps, boxes=self._boxes)
        self.setAccessibleName(f"{name}: {told}" if name else told)

    def _step(self, value: float) -> None:
        self._landed = value
        self.update()

    def _growth(self, box: int) -> float:
        """How far box number ``box`` (from 0) has landed: 0 not there, 1 there, a little over 1 on its way."""
        if not self.landing or box < self._shown_from:
            return 1.0
        share = (self._landed - STAGGER_MS * (box - self._shown_from)) / LANDING_MS
        curve = QEasingCurve(QEasingCurve.Type.OutBack)
        return curve.valueForProgress(min(1.0, max(0.0, share)))

    def _grid(self, width: float) -> _Grid:
        columns = max(1, _columns(self._boxes))
        gap: float = theme.current().px(10 if columns <= 5 else 7 if columns <= 8 else 5)
        cell = (width - gap * (columns - 1)) / columns
        cell = max(8.0, min(cell, theme.current().px(_WIDEST)))
        if columns > 1:
            gap = min((width - cell * columns) / (columns - 1), cell * 0.4)
        return _Grid(columns, math.ceil(self._boxes / columns), cell, max(1.0, gap))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        grid = self._grid(width)
        return math.ceil(grid.rows * grid.cell + max(0, grid.rows - 1) * grid.gap)

    def sizeHint(self) -> QSize:
        width = theme.current().px(316)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.current().px(150), 0)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        grid = self._grid(self.width())
        for number in range(self._boxes):
            row, column = divmod(number, grid.columns)
            x, y = column * (grid.cell + grid.gap), row * (grid.cell + grid.gap)
            self._paint_box(painter, QRectF(x, y, grid.cell, grid.cell), number)

    def _paint_box(self, painter: QPainter, box: QRectF, number: int) -> None:
        tokens = theme.current().tokens
        owed = self._stamps < 0 and number < -self._stamps
        growth = self._growth(number) if number < self._stamps else 0.0
        if growth < 1.0:
            self._paint_empty(painter, box, number, owed)
        if number >= self._stamps or growth <= 0.0:
            return
        given = number < self._head_start
        painter.save()
        painter.translate(box.center())
        painter.scale(growth, growth)
        disc = QRectF(-box.width() / 2, -box.height() / 2, box.width(), box.height())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.colour("gift" if given else "act"))
        painter.drawEllipse(disc)
        paint_tick(painter, disc, tokens.colour("gift_text" if given else "on_act"))
        painter.restore()

    def _paint_empty(self, painter: QPainter, box: QRectF, number: int, owed: bool) -> None:
        now = theme.current()
        ink = now.tokens.colour("due_text" if owed else "muted")
        width = now.scale * (2.0 if box.width() > now.px(30) else 1.3)
        pen = QPen(now.tokens.colour("due_text" if owed else "dash"), width)
        painter.setBrush(now.tokens.colour("due") if owed else Qt.BrushStyle.NoBrush)
        if not owed:
            inner = box.width() - width
            # A whole number of dashes goes round, so that no two meet at the seam.
            dashes = max(8, round(math.pi * inner / (width * 4.6)))
            unit = math.pi * inner / dashes / width
            pen.setDashPattern([unit * 0.58, unit * 0.42])
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawEllipse(box.adjusted(width / 2, width / 2, -width / 2, -width / 2))
        painter.setPen(ink)
        dense = self._boxes > 40
        if box.width() >= now.px(26) and not (dense and (number + 1) % 5 and not owed):
            painter.setFont(now.font(15 if box.width() >= now.px(40) else 14, 600, figures=True))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "\u2212" if owed else str(number + 1))
        elif owed:
            painter.drawLine(box.center() - QPointF(box.width() / 5, 0), box.center() + QPointF(box.width() / 5, 0))


def paint_tick(painter: QPainter, box: QRectF, colour: QColor) -> None:
    """The tick of a stamp, in the middle of a box."""
    side = box.width()
    path = QPainterPath(box.center() + QPointF(-side * 0.14, side * 0.01))
    path.lineTo(box.center() + QPointF(-side * 0.035, side * 0.115))
    path.lineTo(box.center() + QPointF(side * 0.155, -side * 0.115))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(
        QPen(colour, max(1.5, side * 0.052), Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    )
    painter.drawPath(path)


class _GiftLine(QWidget):
    """``★ 3 left to a free coffee``: the gift stands after the boxes."""

    def __init__(self) -> None:
        super().__init__()
        self.label = Label(role="note", wrap=True)
        self._box = QVBoxLayout(self)
        self._box.addWidget(self.label)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._space()

    def _space(self) -> None:
        now = theme.current()
        self._box.setContentsMargins(now.px(46), now.px(6), 0, now.px(6))
        self.setMinimumHeight(now.px(36))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._space()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        side = now.px(34)
        ring = QRectF(0, (self.height() - side) / 2, side, side)
        brush.rounded(
            painter, ring, side / 2, now.tokens.colour("reward_soft"), now.tokens.colour("reward"), 2.0 * now.scale
        )
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(now.tokens.colour("gold_text"))
        painter.drawPath(star(ring.center(), side * 0.24))


def star(centre: QPointF, radius: float) -> QPainterPath:
    """A five-pointed star."""
    path = QPainterPath()
    for point in range(10):
        reach = radius if point % 2 == 0 else radius * 0.42
        angle = math.pi * (point / 5 - 0.5)
        at = centre + QPointF(math.cos(angle), math.sin(angle)) * reach
        path.moveTo(at) if point == 0 else path.lineTo(at)
    path.closeSubpath()
    return path


class StampCardView(QWidget):
    """One stamp card: its boxes, then what is left to the gift. It is never veiled: the customer may see it."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.boxes = Boxes(words)
        self._gift = _GiftLine()
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.addWidget(self.boxes)
        self._box.addWidget(self._gift)
        self._gift.hide()
        self._space()

    def set_card(
        self,
        *,
        card: str,
        stamps: int,
        boxes: int,
        head_start: int = 0,
        name: str = "",
        gift: str = "",
        bold: str = "",
    ) -> None:
        """Shows a card. ``card`` names this very card (customer, card and number): only on the same one do new stamps
        land. ``gift`` is the line after the boxes, ``bold`` a part of it.
        """
        self.boxes.set_card(card, stamps, boxes, head_start, name)
        self._gift.label.set_text(gift, bold)
        self._gift.setVisible(bool(gift))

    def _space(self) -> None:
        self._box.setSpacing(theme.current().px(12))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._space()
        super().changeEvent(event)
