"""How the table's cells look: quiet rows without lines, chips for tier and tags, a soft bar for what is on its way."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from kassa.ui import theme
from kassa.ui.customers.columns import Column
from kassa.ui.customers.model import RegisterModel
from kassa.ui.theme import Theme
from kassa.ui.widgets import brush
from kassa.ui.widgets.chips import initials, paint_avatar

_Index = QModelIndex | QPersistentModelIndex
ROW = 52
SIDE = 12
_AVATAR = 34


@lru_cache(32)
def _font(now: Theme, weight: int, figures: bool) -> tuple[QFont, QFontMetricsF]:
    font = now.font(15, weight, figures)
    return font, QFontMetricsF(font)


@lru_cache(8)
def _chip_font(now: Theme) -> tuple[QFont, QFontMetricsF]:
    font = now.font(theme.SMALLEST, 600)
    return font, QFontMetricsF(font)


def chip_width(text: str) -> float:
    """The room that a chip takes."""
    now = theme.current()
    return _chip_font(now)[1].horizontalAdvance(text) + now.px(18)


class CellDelegate(QStyledItemDelegate):
    """Paints one cell. ``over`` is the row under the pointer, ``cursor`` the current one while the keys are here."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.over = -1
        self.cursor = -1

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        now = theme.current()
        return QSize(now.px(80), now.px(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        model = index.model()
        assert isinstance(model, RegisterModel)
        now = theme.current()
        box, place, section = QRectF(option.rect), index.row(), index.column()
        state = option.state
        painter.save()
        painter.setClipRect(box)
        self._paint_ground(
            painter, box, place, section, len(model.columns), bool(state & QStyle.StateFlag.State_Selected)
        )
        column = model.columns[section]
        inner = box.adjusted(now.px(SIDE), 0, -now.px(SIDE), 0)
        row = index.data(RegisterModel.ROW)
        if row is None:
            self._paint_waiting(painter, inner, column, place)
        elif column.key == "name":
            self._paint_name(painter, inner, row.name, model.cell(row, column))
        elif column.key == "tier":
            word, tone = model.teller.chip(row)
            if word:
                self._paint_chip(painter, inner.left(), inner, word, tone)
        elif column.key == "tags":
            self._paint_tags(painter, inner, row.tags)
        else:
            self._paint_text(painter, inner, model.cell(row, column), column)
        painter.restore()

    def _paint_ground(
        self, painter: QPainter, box: QRectF, place: int, section: int, sections: int, selected: bool
    ) -> None:
        tokens, px = theme.current().tokens, theme.current().px
        if not selected and place != self.over:
            return
        # One rounded bar over all the row's cells: each paints its part, and the ends are round.
        whole = box.adjusted(0 if section == 0 else -px(20), 1, 0 if section == sections - 1 else px(20), -1)
        brush.rounded(painter, whole, px(10), tokens.colour("act_soft" if selected else "ground"))
        if place == self.cursor:
            brush.rounded(painter, whole, px(10), None, tokens.colour("act"), 2.0)

    def _paint_text(self, painter: QPainter, box: QRectF, text: str, column: Column, weight: int = 400) -> None:
        if not text:
            return
        now = theme.current()
        font, metrics = _font(now, weight, column.right or column.key in ("phone", "card"))
        painter.setFont(font)
        painter.setPen(now.tokens.colour("muted" if column.muted else "text"))
        side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
        if metrics.horizontalAdvance(text) > box.width():
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, text)

    def _paint_name(self, painter: QPainter, box: QRectF, name: str | None, shown: str) -> None:
        now = theme.current()
        side = now.px(_AVATAR)
        paint_avatar(painter, QRectF(box.left(), box.center().y() - side / 2, side, side), initials(name))
        font, metrics = _font(now, 600 if name else 400, False)
        painter.setFont(font)
        painter.setPen(now.tokens.colour("text" if name else "muted"))
        room = box.adjusted(side + now.px(12), 0, 0, 0)
        if metrics.horizontalAdvance(shown) > room.width():
            shown = metrics.elidedText(shown, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)

    def _paint_tags(self, painter: QPainter, box: QRectF, tags: Sequence[str]) -> None:
        gap, x = theme.current().px(6), box.left()
        for place, tag in enumerate(tags):
            left = len(tags) - place
            more = f"+{left}"
            room = box.right() - x - (chip_width(f"+{left - 1}") + gap if left > 1 else 0)
            if chip_width(tag) > room and (place or left == 1 or room < chip_width("mmm")):
                if place and chip_width(more) <= box.right() - x + 1:
                    self._paint_chip(painter, x, box, more, "base")
                else:
                    self._paint_chip(painter, x, box, tag, "base")
                return
            x += self._paint_chip(painter, x, box.adjusted(0, 0, room - (box.right() - x), 0), tag, "base") + gap

    def _paint_chip(self, painter: QPainter, left: float, box: QRectF, text: str, tone: str) -> float:
        now = theme.current()
        font, metrics = _chip_font(now)
        width = min(chip_width(text), box.right() - left)
        chip = QRectF(left, box.center().y() - now.px(13), width, now.px(26))
        fill, ink = now.tokens.tone(tone)
        brush.rounded(painter, chip, chip.height() / 2, fill)
        painter.setFont(font)
        painter.setPen(ink)
        room = width - now.px(16)
        if metrics.horizontalAdvance(text) > room + 1:
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine, text)
        return float(width)

    def _paint_waiting(self, painter: QPainter, box: QRectF, column: Column, place: int) -> None:
        """Where something will stand in a moment, or stands behind the curtain."""
        now = theme.current()
        veil = now.tokens.colour("track")
        left = box.left()
        if column.key == "name":
            side = now.px(_AVATAR)
            brush.rounded(painter, QRectF(left, box.center().y() - side / 2, side, side), side / 2, veil)
            left += side + now.px(12)
        # Of several lengths, as words are.
        width = min(now.px((90, 120, 74, 104)[place % 4]), (box.right() - left) * 0.7)
        if column.right:
            left, width = box.right() - width * 0.6, width * 0.6
        centre = QPointF(left + width / 2, box.center().y())
        brush.rounded(painter, QRectF(left, centre.y() - now.px(5), width, now.px(10)), now.px(5), veil)
