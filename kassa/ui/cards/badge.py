"""What lies over the preview: a sentence about it, long work with a way to stop it."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QEvent, QPointF, QRectF, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QSizePolicy, QWidget

from kassa.ui import theme
from kassa.ui.widgets import brush, icons
from kassa.ui.widgets.buttons import PrimaryButton, QuietButton
from kassa.ui.widgets.flow import FlowBox
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
    """Long work: how far it has come, a way to stop it, and what it waits for. ``gone_on`` says that it need wait no
    longer.
    """

    stopped = Signal()
    gone_on = Signal()

    def __init__(self, cancel: str, go_on: str, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.label = Label("", "strong", wrap=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.button = QuietButton(cancel)
        self.button.clicked.connect(self.stopped)
        self.go_on = PrimaryButton(go_on)
        self.go_on.font_px, self.go_on.side_px, self.go_on.height_px = 15, 12, 44
        self.go_on.clicked.connect(self._go_on)
        buttons = FlowBox(8)
        for button in (self.go_on, self.button):
            buttons.add(button)
        self.go_on.hide()
        for widget in (self.label, self.bar, buttons):
            self.add(widget)
        self._name = ""
        self.hide()

    def name(self, what: str) -> None:
        """What is about to be done; shown with the first count."""
        self._name = what
        self._say(what)
        self.bar.setRange(0, 0)
        self.button.setEnabled(True)

    def count(self, done: int, total: int) -> None:
        """How far it is; a total of 0 is not known yet."""
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self._up()

    def wait_for(self, what: str) -> None:
        """Something that a person has to do before it goes on."""
        self._say(what)
        self.bar.hide()
        # Shown first: what comes into a box that is hidden takes no room there.
        self.show()
        self.go_on.show()
        self._up()
        self.go_on.setFocus(Qt.FocusReason.OtherFocusReason)

    def end(self) -> None:
        """It is over."""
        self.hide()
        self._busy_again()

    def _go_on(self) -> None:
        self._busy_again()
        self.gone_on.emit()

    def _busy_again(self) -> None:
        self._say(self._name)
        self.bar.show()
        self.go_on.hide()

    def _say(self, what: str) -> None:
        self.label.set_text(what)
        self.bar.setAccessibleName(what)

    def _up(self) -> None:
        self.show()
        self.raise_()
        self.fit()
        # The buttons that have just come know their places after the next event only.
        QTimer.singleShot(0, self, self.fit)

    def fit(self) -> None:
        """Takes its place in the middle of what it lies over."""
        over = self.parentWidget()
        if over is None:
            return
        now = theme.current()
        wide = min(now.px(420), over.width() - 2 * now.px(6))
        for layout in (self.body, self._outer):
            layout.invalidate()
        high = self._outer.totalHeightForWidth(wide)
        self.setGeometry((over.width() - wide) // 2, max(0, (over.height() - high) // 2), wide, high)
