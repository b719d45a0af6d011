"""Looking for somebody: the big field, and the list of those found with what matched lit up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from kassa.domain.folding import matches
from kassa.domain.people import Hit
from kassa.ui import theme
from kassa.ui.widgets import brush
from kassa.ui.widgets.chips import KeyCap, initials, paint_avatar
from kassa.ui.widgets.curtain import Private, is_drawn
from kassa.ui.widgets.label import plain_tooltip

_Index = QModelIndex | QPersistentModelIndex
ROW = 58
_ROOMY = 240


class SearchField(QLineEdit, Private):
    """The big search field with its key printed inside. Under the curtain what is typed shows as dots.

    What can be typed stands in it, or its name alone where that would be cut.
    """

    def __init__(self, placeholder: str, key: str = "F2", *, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._private = True
        self._invitations = (placeholder, name or placeholder)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(name or placeholder)
        self.setAccessibleDescription(key)
        self._cap = KeyCap(key, self)
        self._dress()

    def veil_changed(self) -> None:
        self.setEchoMode(QLineEdit.EchoMode.Password if self.veiled else QLineEdit.EchoMode.Normal)

    def _dress(self) -> None:
        now = theme.current()
        self.setFont(now.font(18))
        self.setTextMargins(now.px(16), 0, self._cap.sizeHint().width() + now.px(24), 0)
        self._place()

    def _place(self) -> None:
        size = self._cap.sizeHint()
        self._cap.setGeometry(
            self.width() - size.width() - theme.current().px(15),
            (self.height() - size.height()) // 2,
            size.width(),
            size.height(),
        )
        whole, short = self._invitations
        margins = self.textMargins()
        room = self.width() - margins.left() - margins.right() - theme.current().px(8)
        self.setPlaceholderText(whole if self.fontMetrics().horizontalAdvance(whole) <= room else short)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._dress()

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        edge, width = (now.tokens.colour("act"), 2.0) if self.hasFocus() else (now.tokens.colour("edge"), 1.0)
        brush.rounded(painter, QRectF(self.rect()), now.px(14), now.tokens.colour("card"), edge, width)
        painter.end()
        super().paintEvent(event)


@dataclass(frozen=True, slots=True)
class HitLine:
    """How a hit is written: ``name``, the line under it, and a chip (word and tone) for those above the lowest tier."""

    name: str
    detail: str
    chip: str = ""
    tone: str = "base"


class HitModel(QAbstractListModel):
    """The hits of one search; ``describe`` writes a hit as a line."""

    HIT = Qt.ItemDataRole.UserRole + 1
    LINE = Qt.ItemDataRole.UserRole + 2
    SPANS = Qt.ItemDataRole.UserRole + 3

    def __init__(self, describe: Callable[[Hit], HitLine], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._describe = describe
        self._hits: tuple[Hit, ...] = ()
        self._query = ""
        self._lines: dict[int, HitLine] = {}

    def show_hits(self, hits: Sequence[Hit], query: str) -> None:
        """Replaces what is shown by the hits of a query."""
        self.beginResetModel()
        self._hits, self._query, self._lines = tuple(hits), query, {}
        self.endResetModel()

    def hit(self, row: int) -> Hit | None:
        """The hit in that row."""
        return self._hits[row] if 0 <= row < len(self._hits) else None

    def line(self, row: int) -> HitLine:
        """The hit in that row as it is written."""
        if row not in self._lines:
            self._lines[row] = self._describe(self._hits[row])
        return self._lines[row]

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._hits)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        hit = self.hit(index.row()) if index.isValid() else None
        if hit is None:
            return None
        if role == self.HIT:
            return hit
        if is_drawn():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.line(index.row()).name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            line = self.line(index.row())
            return ", ".join(part for part in (line.name, line.chip, line.detail) if part)
        if role == Qt.ItemDataRole.ToolTipRole:
            line = self.line(index.row())
            return plain_tooltip(f"{line.name}\n{line.detail}" if line.detail else line.name)
        if role == self.LINE:
            return self.line(index.row())
        if role == self.SPANS:
            return matches(self.line(index.row()).name, self._query)
        return None


class _HitDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(theme.current().px(200), theme.current().px(ROW + 6))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        line = index.data(HitModel.LINE)
        now = theme.current()
        tokens = now.tokens
        rect: QRect = option.rect
        state = option.state
        box = QRectF(rect).adjusted(0, 0, 0, -now.px(6))
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            brush.rounded(painter, box, now.px(10), tokens.colour("act_soft"))
        elif state & QStyle.StateFlag.State_MouseOver:
            brush.rounded(painter, box, now.px(10), tokens.colour("ground"))
        if state & QStyle.StateFlag.State_HasFocus:
            brush.focus_ring(painter, box.adjusted(-2, -2, 2, 2), now.px(10), tokens.colour("act"))
        if isinstance(line, HitLine):
            self._paint_line(painter, box, line, index.data(HitModel.SPANS) or ())
        else:
            _paint_hidden(painter, box)
        painter.restore()

    def _paint_line(self, painter: QPainter, box: QRectF, line: HitLine, spans: Sequence[tuple[int, int]]) -> None:
        now = theme.current()
        side = now.px(36)
        left = box.left() + now.px(10)
        if box.width() >= now.px(_ROOMY):
            paint_avatar(painter, QRectF(left, box.center().y() - side / 2, side, side), initials(line.name))
            left += side + now.px(12)
        right = box.right() - now.px(10)
        top = box.center().y() - now.px(20)
        room = right - left
        name, small = now.font(15, 600), now.font(14)
        above = below = room
        if line.chip:
            # Beside the name, or where that would cut the name beside the line under it.
            taken = self._chip_width(line) + now.px(8)
            lower = QFontMetricsF(name).horizontalAdvance(line.name) > room - taken
            self._paint_chip(painter, QPointF(right, top + now.px(30.5 if lower else 10.5)), line)
            above, below = (room, room - taken) if lower else (room - taken, room)
        self._paint_name(painter, QRectF(left, top, above, now.px(21)), line.name, spans, name)
        painter.setFont(small)
        painter.setPen(now.tokens.colour("muted"))
        shown, metrics = line.detail, QFontMetricsF(small)
        while " · " in shown and metrics.horizontalAdvance(shown) > below:
            # What has no room is left off whole: half a day says nothing.
            shown = shown.rpartition(" · ")[0]
        shown = metrics.elidedText(shown, Qt.TextElideMode.ElideRight, below)
        painter.drawText(QRectF(left, top + now.px(21), below, now.px(19)), Qt.AlignmentFlag.AlignVCenter, shown)

    def _chip_width(self, line: HitLine) -> float:
        now = theme.current()
        return QFontMetricsF(now.font(14, 600)).horizontalAdvance(line.chip) + now.px(18)

    def _paint_chip(self, painter: QPainter, at: QPointF, line: HitLine) -> None:
        now = theme.current()
        font, width = now.font(14, 600), self._chip_width(line)
        box = QRectF(at.x() - width, at.y() - now.px(12), width, now.px(24))
        fill, ink = now.tokens.tone(line.tone)
        brush.rounded(painter, box, box.height() / 2, fill)
        painter.setFont(font)
        painter.setPen(ink)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, line.chip)

    def _paint_name(
        self, painter: QPainter, box: QRectF, name: str, spans: Sequence[tuple[int, int]], font: QFont
    ) -> None:
        now = theme.current()
        metrics = QFontMetricsF(font)
        shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, box.width())
        kept = len(shown) - 1 if shown != name else len(name)
        for start, end in spans:
            end = min(end, kept)
            if start >= end:
                continue
            x = box.left() + metrics.horizontalAdvance(name[:start])
            width = metrics.horizontalAdvance(name[:end]) - metrics.horizontalAdvance(name[:start])
            lit = QRectF(x - 1, box.top() + 1, width + 2, box.height() - 2)
            brush.rounded(painter, lit, now.px(3), now.tokens.colour("mark"))
            # Light alone is not enough for eyes that don't tell the colours: the match is underlined too.
            painter.setPen(QPen(now.tokens.colour("reward_deep"), 1.5))
            painter.drawLine(QPointF(x, lit.bottom() - 0.75), QPointF(x + width, lit.bottom() - 0.75))
        painter.setFont(font)
        painter.setPen(now.tokens.colour("text"))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, shown)


def _paint_hidden(painter: QPainter, box: QRectF) -> None:
    now = theme.current()
    side = now.px(36)
    veil = QColor(now.tokens.colour("track"))
    brush.rounded(painter, QRectF(box.left() + now.px(10), box.center().y() - side / 2, side, side), side / 2, veil)
    left = box.left() + now.px(58)
    brush.rounded(painter, QRectF(left, box.center().y() - now.px(6), now.px(120), now.px(12)), now.px(6), veil)


class HitList(QListView, Private):
    """Those found, the first chosen. ``opened`` gives the hit pressed, or the one on which Enter was pressed."""

    opened = Signal(object)

    def __init__(self, describe: Callable[[Hit], HitLine], name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._private = True
        self.hits = HitModel(describe, self)
        self.setModel(self.hits)
        self.setItemDelegate(_HitDelegate(self))
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.viewport().setAutoFillBackground(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(self._open)
        self.activated.connect(self._open)

    def show_hits(self, hits: Sequence[Hit], query: str) -> None:
        """Shows the hits of a query, the first chosen."""
        self.hits.show_hits(hits, query)
        if hits:
            self.setCurrentIndex(self.hits.index(0, 0))

    def chosen(self) -> Hit | None:
        """The hit that Enter would open."""
        return self.hits.hit(self.currentIndex().row())

    def step(self, rows: int) -> None:
        """Moves the choice up or down, from the search field's arrow keys."""
        row = max(0, min(self.hits.rowCount() - 1, self.currentIndex().row() + rows))
        self.setCurrentIndex(self.hits.index(row, 0))

    def veil_changed(self) -> None:
        self.viewport().update()

    def _open(self, index: QModelIndex) -> None:
        hit = self.hits.hit(index.row())
        if hit is not None:
            self.opened.emit(hit)
