"""The preview: the first sheet as it will be printed, and below it what is known of it."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from kassa.ui import theme
from kassa.ui.widgets import brush, icons
from kassa.ui.widgets.buttons import QuietButton
from kassa.ui.widgets.curtain import Private
from kassa.ui.widgets.label import Label
from kassa.ui.widgets.panel import Panel

State = Literal["none", "good", "note", "wrong"]
_ICONS = {"good": "check", "note": "pencil", "wrong": "warning"}
_INKS = {"good": "act", "note": "text", "wrong": "wrong"}


class Badge(QWidget):
    """One line about what was printed, with a mark that says how it went; nothing for no text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self._state: State = "none"
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.label = Label("", "strong", wrap=True)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.label)
        self._space()
        self.hide()

    def say(self, state: State, text: str) -> None:
        """Shows a sentence; it is also what a screen reader says."""
        self._state, self._text = state, text
        self.label.set_text(text)
        self.label.set_colour("wrong" if state == "wrong" else "text")
        self.setAccessibleName(text)
        self.setVisible(bool(text))
        self.updateGeometry()
        self.update()

    @property
    def text(self) -> str:
        """The sentence shown."""
        return self._text

    @property
    def state(self) -> State:
        """How it went."""
        return self._state

    def fit(self, widest: int) -> None:
        """Takes the size that the sentence needs, at most so wide."""
        now = theme.current()
        around = now.px(60)
        wide = min(widest, self.label.sizeHint().width() + around + now.px(4))
        self.resize(wide, max(now.px(44), self.label.heightForWidth(wide - around) + now.px(20)))

    def _space(self) -> None:
        now = theme.current()
        self._row.setContentsMargins(now.px(44), now.px(8), now.px(16), now.px(8))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_row"):
            self._space()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        box = QRectF(self.rect())
        brush.rounded(painter, box, now.px(12), now.tokens.colour("card"), now.tokens.colour("line"))
        if self._state in _ICONS:
            side = now.px(20)
            spot = QRectF(QPointF(now.px(14), box.center().y() - side / 2), QSizeF(side, side))
            icons.paint(painter, _ICONS[self._state], spot, now.tokens.colour(_INKS[self._state]))


class Working(Panel):
    """Long work: how far it has come, and a way to stop it."""

    stopped = Signal()

    def __init__(self, cancel: str, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.label = Label("", "strong")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.button = QuietButton(cancel)
        self.button.clicked.connect(self.stopped)
        self.button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.add(self.label)
        self.add(self.bar)
        self.body.addWidget(self.button, 0, Qt.AlignmentFlag.AlignRight)
        self.hide()

    def name(self, what: str) -> None:
        """What is about to be done; shown with the first count."""
        self.label.set_text(what)
        self.bar.setAccessibleName(what)
        self.bar.setRange(0, 0)

    def count(self, done: int, total: int) -> None:
        """How far it is; a total of 0 is not known yet."""
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self.show()
        self.raise_()


class Stage(QWidget, Private):
    """Paper on a table: the page's picture with the badge in the corner, or words when there is no page."""

    resized = Signal()

    def __init__(self, cancel: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.set_private(True)
        self._image: QImage | None = None
        self._paper = QSizeF(210, 297)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.empty_title = Label("", "heading", wrap=True)
        self.empty_text = Label("", "body", wrap=True, colour="muted")
        for label in (self.empty_title, self.empty_text):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter)
        self._middle = QVBoxLayout(self)
        self._middle.addStretch(1)
        self._middle.addWidget(self.empty_title)
        self._middle.addWidget(self.empty_text)
        self._middle.addStretch(1)
        self.badge = Badge(self)
        self.working = Working(cancel, self)
        self._space()

    def show_page(self, image: QImage, paper: QSizeF, name: str) -> None:
        """The page's picture; ``paper`` is its size in millimetres."""
        self._image, self._paper = image, paper
        self.setAccessibleName(name)
        self._say_empty("", "")

    def show_nothing(self, title: str, text: str) -> None:
        """No page: what to do instead."""
        self._image = None
        self.setAccessibleName(title)
        self._say_empty(title, text)

    def say(self, state: State, text: str) -> None:
        """Puts a sentence in the corner."""
        self.badge.say(state, text)
        self._place()

    def picture_width(self) -> int:
        """How many real pixels wide the page is shown."""
        return round(self._sheet_box().width() * self.devicePixelRatioF())

    def set_paper(self, width: float, height: float) -> None:
        """The size in millimetres of the page to come, so that it can be drawn at the right number of pixels."""
        self._paper = QSizeF(width, height)

    def has_page(self) -> bool:
        """Whether a page is shown."""
        return self._image is not None

    def sizeHint(self) -> QSize:
        now = theme.current()
        return QSize(now.px(560), now.px(480))

    def minimumSizeHint(self) -> QSize:
        now = theme.current()
        return QSize(now.px(200), now.px(220))

    def _say_empty(self, title: str, text: str) -> None:
        self.empty_title.set_text(title)
        self.empty_text.set_text(text)
        self.empty_title.setVisible(bool(title))
        self.empty_text.setVisible(bool(text))
        self.update()

    def veil_changed(self) -> None:
        self.update()

    def _space(self) -> None:
        now = theme.current()
        self._middle.setContentsMargins(now.px(48), now.px(24), now.px(48), now.px(24))
        self._middle.setSpacing(now.px(8))

    def _sheet_box(self) -> QRectF:
        now = theme.current()
        around = now.px(26)
        room = QRectF(self.rect()).adjusted(around, around, -around, -around)
        scale = min(room.width() / self._paper.width(), room.height() / self._paper.height())
        # A single card would fill the table; at more than twice its size it stops looking like a card.
        scale = min(scale, now.px(6))
        size = QSizeF(self._paper.width() * scale, self._paper.height() * scale)
        return QRectF(room.center() - QPointF(size.width(), size.height()) / 2, size)

    def _place(self) -> None:
        now = theme.current()
        gap = now.px(18)
        self.badge.fit(self.width() - 2 * gap)
        self.badge.move(self.width() - self.badge.width() - gap, self.height() - self.badge.height() - gap)
        wide = min(now.px(360), self.width() - 2 * gap)
        self.working.resize(wide, self.working.sizeHint().height())
        self.working.move((self.width() - wide) // 2, (self.height() - self.working.height()) // 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()
        self.resized.emit()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_middle"):
            self._space()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        brush.rounded(painter, QRectF(self.rect()), now.px(14), now.tokens.colour("track"))
        if self._image is None or self.veiled:
            return
        sheet = self._sheet_box()
        for step in range(6, 0, -1):
            shade = QColor(0, 0, 0, 7)
            brush.rounded(painter, sheet.adjusted(-step, -step + 3, step, step + 3), step + 1, shade)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(sheet, self._image)
