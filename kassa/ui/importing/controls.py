"""The import's own controls: a choice in a box, an icon on a disc, a fact with its tick, a fold."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSignalBlocker, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QCheckBox,
    QHBoxLayout,
    QListView,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from kassa.ui import theme
from kassa.ui.widgets import brush, icons
from kassa.ui.widgets.buttons import KeyButton, QuietButton
from kassa.ui.widgets.combo import Combo
from kassa.ui.widgets.label import Label, plain_tooltip
from kassa.ui.widgets.rows import IconMark

Options = Sequence[tuple[str, str]]


class _Options(QListView):
    """The list of a choice, which opens where the choice is."""

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # Where it is higher than its room, Qt shows its beginning, whatever is chosen.
        self.scrollTo(self.currentIndex(), QListView.ScrollHint.PositionAtCenter)


class ChoiceBox(Combo):
    """One of several, each a value and its words. ``picked`` says that the person chose another."""

    picked = Signal(str)

    def __init__(self, name: str, options: Options = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._options: tuple[tuple[str, str], ...] = ()
        self._listed = False
        self.setAccessibleName(name)
        self.setMaxVisibleItems(11)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.activated.connect(self._activated)
        self.set_options(options)

    def set_options(self, options: Options) -> None:
        """What can be chosen; what was chosen stays where it still can be."""
        options = tuple(options)
        if options == self._options:
            return
        before = self.value()
        self._options = options
        with QSignalBlocker(self):
            self.clear()
            self.addItems([text for _, text in options])
            self.set_value(before)

    def value(self) -> str:
        """What is chosen; empty for nothing."""
        at = self.currentIndex()
        return self._options[at][0] if 0 <= at < len(self._options) else ""

    def set_value(self, value: str) -> None:
        """Chooses; an unknown value is the first."""
        places = [at for at, (known, _) in enumerate(self._options) if known == value]
        self.setCurrentIndex(places[0] if places else 0)

    def set_muted(self, muted: bool) -> None:
        """Shows the choice in the colour of what isn't used."""
        if muted != bool(self.property("muted")):
            self.setProperty("muted", muted)
            self.style().unpolish(self)
            self.style().polish(self)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._make_list()
        super().focusInEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._make_list()
        super().mousePressEvent(event)

    def _make_list(self) -> None:
        # Only a list view of our own has the stylesheet's row height, and only so is the list shorter than the screen.
        # There may be as many boxes as a file has columns, and few are ever opened: made when that may come.
        if not self._listed:
            self._listed = True
            self.setView(_Options())
            self.setStyleSheet("QComboBox { combobox-popup: 0; }")
            # A view that comes late doesn't know what is chosen.
            self.view().setCurrentIndex(self.model().index(self.currentIndex(), 0))
        view = self.view()
        view.setMinimumWidth(view.sizeHintForColumn(0) + theme.current().px(40))

    def _activated(self, at: int) -> None:
        self.picked.emit(self._options[at][0])


class Tick(QCheckBox):
    """Yes or no: a box with a tick and its words; the whole row is the target."""

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        super().__init__(label.replace("&", "&&"), parent)
        self._label = label
        self.setAccessibleName(label)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        # The whole row is the target; Qt's own would be the mark and the words.
        self.setDown(event.button() == Qt.MouseButton.LeftButton)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.isDown() and self.rect().contains(event.position().toPoint()):
            self.click()
        self.setDown(False)

    def sizeHint(self) -> QSize:
        now = theme.current()
        wide = QFontMetricsF(now.font(15, 600)).horizontalAdvance(self._label)
        return QSize(round(wide) + now.px(40), now.px(44))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.current().px(120), theme.current().px(44))

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        tokens, painter = now.tokens, QPainter(self)
        side = now.px(24)
        box = QRectF(now.px(4), (self.height() - side) / 2, side, side)
        if self.isChecked():
            brush.rounded(painter, box, now.px(7), tokens.colour("act"))
            icons.paint(painter, "check", box.adjusted(3, 3, -3, -3), tokens.colour("on_act"))
        else:
            brush.rounded(painter, box, now.px(7), tokens.colour("card"), tokens.colour("dash"), 1.5)
        if self.hasFocus():
            brush.rounded(painter, box.adjusted(-3, -3, 3, 3), now.px(9), None, tokens.colour("act"), 2.0)
        room = QRectF(self.rect()).adjusted(side + now.px(14), 0, 0, 0)
        painter.setFont(now.font(15, 600))
        painter.setPen(tokens.colour("text"))
        self.paint_words(painter, room)

    def paint_words(self, painter: QPainter, room: QRectF) -> None:
        """Paints the words beside the box, on one line."""
        shown = QFontMetricsF(painter.font()).elidedText(self._label, Qt.TextElideMode.ElideRight, room.width())
        self.setToolTip(plain_tooltip(self._label) if shown != self._label else "")
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


class Disc(QWidget):
    """An icon on a coloured disc."""

    def __init__(self, icon: str, tone: str = "act_soft", size: int = 40, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._tone, self._size = icon, tone, size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set(self, icon: str, tone: str) -> None:
        """Shows something else."""
        self._icon, self._tone = icon, tone
        self.update()

    def sizeHint(self) -> QSize:
        side = theme.current().px(self._size)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        box = QRectF(self.rect())
        fill, ink = now.tokens.tone(self._tone)
        brush.rounded(painter, box, box.width() / 2, fill)
        side = box.width() * 0.52
        icons.paint(painter, self._icon, QRectF(box.center() - QPointF(side, side) / 2, QSizeF(side, side)), ink)


class ButtonRow(QWidget):
    """Buttons side by side, or one below the other where they have no room beside each other."""

    def __init__(self, *buttons: KeyButton, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buttons = buttons
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        for button in buttons:
            self._box.addWidget(button)
        self._box.addStretch(1)
        self._box.setSpacing(theme.current().px(12))

    def _fit(self) -> None:
        shown = [button for button in self._buttons if button.isVisibleTo(self)]
        wide = sum(button.sizeHint().width() + self._box.spacing() for button in shown)
        narrow = wide - self._box.spacing() > self.width()
        self._box.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)

    def minimumSizeHint(self) -> QSize:
        widest = max((button.minimumSizeHint().width() for button in self._buttons), default=0)
        return QSize(widest, self._box.minimumSize().height())

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._fit()
        return super().event(event)


class Fact(QWidget):
    """Something that was understood, with a tick; what it rests on stands below."""

    def __init__(self, text: str, why: str = "", icon: str = "check", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = Label(text, "body", wrap=True)
        self.why = Label(why, "muted", wrap=True)
        if not why:
            self.why.hide()
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.text)
        words.addWidget(self.why)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, theme.current().px(2), 0, theme.current().px(2))
        row.setSpacing(theme.current().px(10))
        row.addWidget(IconMark(icon, "act" if icon == "check" else "due_text", 20), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)


class _FoldButton(QuietButton):
    def __init__(self, label: str) -> None:
        super().__init__(label, icon="right")
        self.setCheckable(True)

    def turn(self, down: bool) -> None:
        """Points to where what it opens stands."""
        self._icon = "down" if down else "right"
        self.update()


class Fold(QWidget):
    """A button that shows and hides what is below it."""

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.button = _FoldButton(label)
        self.button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.button.toggled.connect(self._toggled)
        self.inside = QWidget()
        self.body = QVBoxLayout(self.inside)
        self.body.setContentsMargins(0, theme.current().px(8), 0, 0)
        self.inside.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.inside)

    def _toggled(self, open_: bool) -> None:
        self.button.turn(open_)
        self.inside.setVisible(open_)
