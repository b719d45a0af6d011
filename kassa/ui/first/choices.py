"""The first page's own controls: one of a few words, one of many names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QLineEdit,
    QListView,
    QRadioButton,
    QSizePolicy,
    QStyledItemDelegate,
    QWidget,
)
from shiboken6 import isValid

from kassa.ui import theme
from kassa.ui.widgets import brush
from kassa.ui.widgets.combo import Combo

if TYPE_CHECKING:
    from kassa.services.starting import Choice

POINTED = (Qt.FocusReason.MouseFocusReason, Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)


class Radio(QRadioButton):
    """A radio button whose whole surface is the target, with a ring where the keyboard is; Enter is ``entered``."""

    entered = Signal()

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ring = False
        self.setAccessibleName(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setDown(event.button() == Qt.MouseButton.LeftButton)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.isDown() and self.rect().contains(event.position().toPoint()):
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self.click()
        self.setDown(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.entered.emit()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ring = event.reason() not in POINTED
        super().focusInEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.ApplicationFontChange):
            self.updateGeometry()
        super().changeEvent(event)


class WordChoice(Radio):
    """One of a few words side by side, such as a language's own name."""

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        super().__init__(label, parent)
        self._label = label
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        now = theme.current()
        self.ensurePolished()
        wide = self.fontMetrics().boundingRect(self._label).width()
        return QSize(wide + now.px(34), now.px(46))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        tokens = now.tokens
        painter = QPainter(self)
        box, chosen = QRectF(self.rect()), self.isChecked()
        fill = "act_soft" if chosen else "ground" if self.underMouse() else "card"
        brush.rounded(
            painter,
            box,
            now.px(10),
            tokens.colour(fill),
            tokens.colour("act" if chosen else "edge"),
            2.0 if chosen else 1.0,
        )
        painter.setFont(now.font(15, 600 if chosen else 400))
        painter.setPen(tokens.colour("text"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._label)
        if self.hasFocus() and self._ring:
            brush.focus_ring(painter, box, now.px(10), tokens.colour("text"))


class SearchBox(Combo):
    """One of many names, found by any part of one; ``entered`` when Enter took what stands there."""

    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # A field of our own making: one that Qt makes by itself is known to Python by its address alone, and is lost to
        # it when whatever lay there before is taken away.
        self.field = QLineEdit(self)
        self.setLineEdit(self.field)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setMaxVisibleItems(8)
        self.setView(QListView())
        self.setStyleSheet("QComboBox { combobox-popup: 0; }")
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        completer = QCompleter(self.model(), self)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setMaxVisibleItems(8)
        found = QListView()
        found.setObjectName("found")
        completer.setPopup(found)
        found.setItemDelegate(QStyledItemDelegate(found))
        self.setCompleter(completer)

    def set_choices(self, choices: Sequence[Choice], code: str) -> None:
        """What can be chosen, and what is chosen."""
        self.clear()
        for choice in choices:
            self.addItem(f"{choice.name} ({choice.code})" if len(choice.code) == 3 else choice.name, choice.code)
        self.choose(code)

    def choose(self, code: str) -> None:
        """Chooses by code; what there is not chooses nothing else."""
        place = self.findData(code)
        if place >= 0:
            self.setCurrentIndex(place)
            self.field.setCursorPosition(0)

    def code(self) -> str:
        """What is chosen; nothing before there is a choice."""
        return str(self.currentData() or "")

    def settle(self) -> None:
        """Takes what the text means: that very name, the first that holds it, or else what was chosen before."""
        text = self.field.text().strip()
        place = self.findText(text, Qt.MatchFlag.MatchFixedString)
        if place < 0 and text:
            place = self.findText(text, Qt.MatchFlag.MatchContains)
        if place >= 0:
            self.setCurrentIndex(place)
        self.field.setText(self.currentText() if place >= 0 else self.itemText(self.currentIndex()))
        self.field.setCursorPosition(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.settle()
            if not event.isAutoRepeat():
                self.entered.emit()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() not in POINTED:
            self.field.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        # A window that closes takes the field before the box.
        if event.reason() != Qt.FocusReason.PopupFocusReason and isValid(self.field):
            self.settle()
