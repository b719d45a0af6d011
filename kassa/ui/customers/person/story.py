"""What happened, told in blocks: the day, what it was, line by line what it did, by whom. Painted, so that years of it
are there at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from kassa.ui import theme
from kassa.ui.widgets import brush
from kassa.ui.widgets.curtain import Private, is_drawn

_Index = QModelIndex | QPersistentModelIndex
_WRAP = int(Qt.TextFlag.TextWordWrap)
_END = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
_TALL = 10_000


@dataclass(frozen=True, slots=True)
class StoryLine:
    """``sign`` stands before the text and ``after`` at its end: ``+2``, what for, ``8 of 10``."""

    text: str
    sign: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """One thing that happened; ``told`` is all of it in one breath."""

    day: str
    title: str
    by: str
    lines: tuple[StoryLine, ...]
    told: str
    strong: bool = False


class StoryModel(QAbstractListModel):
    """Blocks, newest first."""

    BLOCK = Qt.ItemDataRole.UserRole + 1

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._blocks: tuple[Block, ...] = ()

    def show_blocks(self, blocks: Sequence[Block]) -> None:
        """Shows these; where they only go on below, what stands above stays where it is."""
        before, now = self._blocks, tuple(blocks)
        if before and now[: len(before)] == before and len(now) > len(before):
            self.beginInsertRows(QModelIndex(), len(before), len(now) - 1)
            self._blocks = now
            self.endInsertRows()
        elif now != before:
            self.beginResetModel()
            self._blocks = now
            self.endResetModel()

    def block(self, row: int) -> Block | None:
        """The block in that row."""
        return self._blocks[row] if 0 <= row < len(self._blocks) else None

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._blocks)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        block = self.block(index.row()) if index.isValid() else None
        if block is None or is_drawn():
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return block.told
        return block if role == self.BLOCK else None


class _Teller(QStyledItemDelegate):
    """Paints a block, or finds how high it is: one walk over its words does both."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        view = self.parent()
        width = view.viewport().width() if isinstance(view, StoryView) else 400
        block = index.data(StoryModel.BLOCK)
        return QSize(width, round(_walk(block, float(width), None) if isinstance(block, Block) else 1))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        block = index.data(StoryModel.BLOCK)
        if not isinstance(block, Block):
            return
        now, box = theme.current(), QRectF(option.rect)
        painter.save()
        painter.translate(box.topLeft())
        _walk(block, box.width(), painter)
        painter.restore()
        if option.state & QStyle.StateFlag.State_HasFocus:
            brush.focus_ring(painter, box.adjusted(-3, -3, 3, -now.px(6)), now.px(8), now.tokens.colour("act"))


def _walk(block: Block, width: float, painter: QPainter | None) -> float:
    """The height of a block that is so wide; with a painter it is painted too."""
    now = theme.current()
    day = now.px(112)
    end = width - now.px(12)
    by = _say(painter, block.by, now.font(14), "muted", QRectF(end - _wide(block.by, now.font(14)), 0, 0, 0))
    room = end - day - (_wide(block.by, now.font(14)) + now.px(16) if block.by else 0)
    _say(painter, block.day, now.font(14), "muted", QRectF(0, 0, day, 0))
    title = now.font(15, 600 if block.strong else 400)
    y = max(by, _say(painter, block.title, title, "text", QRectF(day, 0, room, 0))) + now.px(2)
    figures = now.font(15, 600, figures=True)
    signed = any(line.sign for line in block.lines)
    for line in block.lines:
        after = _wide(line.after, figures)
        left = day + (now.px(38) if signed else 0)
        words = now.font(15 if signed else 14)
        colour = "text" if signed else "muted"
        high = _say(painter, line.text, words, colour, QRectF(left, y, end - left - after - now.px(12), 0))
        ink = "muted" if line.sign.startswith("−") else "act_soft_text"
        _say(painter, line.sign, figures, ink, QRectF(day, y, now.px(30), 0))
        _say(painter, line.after, figures, "text", QRectF(end - after, y, after, 0))
        y += high + now.px(1)
    return y + now.px(16)


def _wide(text: str, font: QFont) -> float:
    return QFontMetricsF(font).horizontalAdvance(text) + 1 if text else 0.0


def _say(painter: QPainter | None, text: str, font: QFont, colour: str, place: QRectF) -> float:
    """A text from the top of a place, over as many lines as its width needs; gives its height."""
    if not text:
        return 0.0
    metrics = QFontMetricsF(font)
    wide = place.width() or metrics.horizontalAdvance(text) + 1
    if metrics.horizontalAdvance(text) <= wide:
        high = metrics.height()
    else:
        high = metrics.boundingRect(QRectF(0, 0, wide, _TALL), _WRAP, text).height()
    if painter is not None:
        painter.setFont(font)
        painter.setPen(theme.current().tokens.colour(colour))
        painter.drawText(QRectF(place.x(), place.y(), wide, high + 1), _WRAP, text)
    return high


class StoryView(QListView, Private):
    """The blocks; ``lowest`` asks for earlier ones."""

    lowest = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._private = True
        self.story = StoryModel(self)
        self.setModel(self.story)
        self.setItemDelegate(_Teller(self))
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.viewport().setAutoFillBackground(False)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)

    def texts(self, row: int) -> list[str]:
        """What a block says: its day and title, who did it, then its lines."""
        block = self.story.block(row)
        if block is None:
            return []
        lines = (f"{line.sign} {line.text} {line.after}".strip() for line in block.lines)
        return [f"{block.day} · {block.title}", block.by, *lines]

    def veil_changed(self) -> None:
        self.viewport().update()

    def _scrolled(self, value: int) -> None:
        if value >= self.verticalScrollBar().maximum() - self.viewport().height():
            self.lowest.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.scheduleDelayedItemsLayout()
