"""The first page's own controls: one of a few words, one of many names, one of three cards."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QHBoxLayout,
    QListView,
    QRadioButton,
    QSizePolicy,
    QStyledItemDelegate,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from kassa.ui import theme
from kassa.ui.first.programmes import Told
from kassa.ui.widgets import brush, icons
from kassa.ui.widgets.label import Label
from kassa.ui.widgets.stamps import paint_tick, star

if TYPE_CHECKING:
    from kassa.services.starting import Choice

_POINTED = (Qt.FocusReason.MouseFocusReason, Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
_FACE = 140


class _Radio(QRadioButton):
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
        self._ring = event.reason() not in _POINTED
        super().focusInEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.ApplicationFontChange):
            self.updateGeometry()
        super().changeEvent(event)


class WordChoice(_Radio):
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


class SearchBox(QComboBox):
    """One of many names, found by any part of one; ``entered`` when Enter took what stands there."""

    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEditable(True)
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
        field = self.lineEdit()
        assert field is not None
        self.field = field

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

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        now = theme.current()
        side = now.px(18)
        box = QRectF(self.width() - side - now.px(12), (self.height() - side) / 2, side, side)
        icons.paint(QPainter(self), "down", box, now.tokens.colour("muted"))

    def wheelEvent(self, event: QWheelEvent) -> None:
        # The wheel scrolls the page; it shall not change what stands under it on the way.
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.settle()
            if not event.isAutoRepeat():
                self.entered.emit()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() not in _POINTED:
            self.field.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        # A window that closes takes the field before the box.
        if event.reason() != Qt.FocusReason.PopupFocusReason and isValid(self.field):
            self.settle()


class ProgrammeChoice(_Radio):
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
