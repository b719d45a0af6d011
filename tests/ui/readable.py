"""Whether a person can read and reach everything on a window: what is painted cut, clipped, squeezed or overlaid.

``unreadable`` paints the window and listens to what is elided meanwhile, so that it hears of every cell and row that a
delegate paints, and looks at where each control stands.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QFontMetrics, QFontMetricsF
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QScrollArea,
    QStyle,
    QStyleOptionFrame,
    QWidget,
)

from kassa.ui.widgets.label import Label

_READ = (Label, QAbstractButton, QLineEdit, QComboBox, QPlainTextEdit, QProgressBar)


def unreadable(window: QWidget, names: tuple[str, ...] = ()) -> list[str]:
    """What of a shown window can't be read. ``names`` may be cut: they are long, and a tooltip tells them whole."""
    for _ in range(3):
        QApplication.processEvents()
    with _heard() as cut:
        window.grab()
    found = [f"cut: {text}" for text in dict.fromkeys(cut) if not _is_name(text, names)]
    small = window.minimumSizeHint()
    if small.width() > window.width() or small.height() > window.height():
        found.append(f"wants {small.width()} × {small.height()}")
    read: list[QWidget] = [each for each in window.findChildren(QWidget) if isinstance(each, _READ) and _is_seen(each)]
    shown: list[QWidget] = [
        each for each in read if not any(other.isAncestorOf(each) for other in read if other is not each)
    ]
    for each in shown:
        found += _squeezed(each, names) + _clipped(each)
    return found + _overlaid(window, shown)


def _is_name(text: str, names: tuple[str, ...]) -> bool:
    return all(any(part in name or name in part for name in names) for part in text.split(" · "))


@contextmanager
def _heard() -> Iterator[list[str]]:
    """The texts that are elided from now on."""
    cut: list[str] = []

    def listening(kind: type[QFontMetrics] | type[QFontMetricsF]) -> object:
        real = kind.elidedText

        def elided(self: QFontMetrics, text: str, *rest: object) -> str:
            short = real(self, text, *rest)  # type: ignore[arg-type]
            if short != text:
                cut.append(text)
            return short

        return patch.object(kind, "elidedText", elided)

    with listening(QFontMetrics), listening(QFontMetricsF):  # type: ignore[attr-defined]
        yield cut


def _is_seen(each: QWidget) -> bool:
    return each.isVisible() and each.width() > 1 and each.height() > 1


def _said(each: QWidget) -> str:
    text = each.full_text() if isinstance(each, Label) else each.accessibleName()
    return f"{type(each).__name__} “{text or each.objectName()}”"


def _squeezed(each: QWidget, names: tuple[str, ...]) -> list[str]:
    if isinstance(each, Label) and each.wordWrap():
        words = each.full_text().split()
        longest = max((QFontMetricsF(each.font()).horizontalAdvance(word) for word in words), default=0.0)
        if longest > each.contentsRect().width() + 1 and not _is_name(max(words, key=len), names):
            return [f"breaks within a word: {_said(each)}"]
        if each.height() < each.heightForWidth(each.width()):
            return [f"{each.height()} px high instead of {each.heightForWidth(each.width())}: {_said(each)}"]
    elif isinstance(each, QComboBox):
        room = each.width() - 2 * each.fontMetrics().height()
        if not each.isEditable() and each.fontMetrics().horizontalAdvance(each.currentText()) > room:
            return [f"cut: {each.currentText()}: {_said(each)}"]
    elif isinstance(each, QLineEdit) and not each.text():
        option, margins = QStyleOptionFrame(), each.textMargins()
        each.initStyleOption(option)
        inside = each.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, each)
        room = inside.width() - margins.left() - margins.right() - 2
        wide = each.fontMetrics().horizontalAdvance(each.placeholderText())
        return [f"cut: {each.placeholderText()}: {_said(each)}"] if wide > room else []
    least = 1 if isinstance(each, QProgressBar) else each.fontMetrics().height()
    return [f"{each.height()} px high: {_said(each)}"] if each.height() < least else []


def _clipped(each: QWidget) -> list[str]:
    """Whether a control leaves what holds it, where that can't be scrolled to show the rest."""
    box, inner = each.rect(), each
    while (holder := inner.parentWidget()) is not None and not inner.isWindow():
        box, inner = box.translated(inner.pos()), holder
        parent = holder.parentWidget()
        if isinstance(parent, QAbstractScrollArea) and parent.viewport() is holder:
            across, down = parent.horizontalScrollBar(), parent.verticalScrollBar()
            box = QRect(box)
            if isinstance(parent, QScrollArea) and down.maximum() > down.minimum():
                box.setTop(max(box.top(), 0))
                box.setBottom(min(max(box.bottom(), box.top()), holder.height() - 1))
            if across.maximum() > across.minimum() and across.isVisible():
                box.setLeft(max(box.left(), 0))
                box.setRight(min(max(box.right(), box.left()), holder.width() - 1))
            if box.top() >= holder.height() or box.bottom() < 0 or box.height() <= 1:
                return []  # scrolled out of sight
        if not holder.rect().contains(box.adjusted(1, 1, -1, -1)):
            return [f"clipped by {type(holder).__name__} {holder.width()} × {holder.height()}: {_said(each)}"]
    return []


def _overlaid(window: QWidget, shown: list[QWidget]) -> list[str]:
    """Which controls of one holder lie over one another."""
    found = []
    boxes = [(each, QRect(each.mapTo(window, QPoint()), each.size()).adjusted(1, 1, -1, -1)) for each in shown]
    for at, (one, box) in enumerate(boxes):
        for other, other_box in boxes[at + 1 :]:
            if one.parentWidget() is other.parentWidget() and box.intersects(other_box):
                found.append(f"{_said(one)} lies over {_said(other)}")
    return found
