"""A small picture of what the camera sees, and one line that says how it goes. The picture can be folded away."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPaintEvent, QPen, QTransform
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from kassa.ui import theme
from kassa.ui.camera.reader import Look
from kassa.ui.camera.sight import State
from kassa.ui.widgets import brush, icons
from kassa.ui.widgets.buttons import IconButton
from kassa.ui.widgets.curtain import Private
from kassa.ui.widgets.label import Label
from kassa.words import Words

# What was said of a card is read by somebody who looks at the customer.
_SAID_MS = 1500
_HIGH = 128
_LEAST_COLUMN = 600


class Picture(QWidget, Private):
    """What the camera sees, as in a mirror, so that a hand goes where it is meant to; nothing under the curtain."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.image = QImage()
        self._state: State = "nothing"
        self.set_private(True)
        self.setAccessibleName(words.tr("What the camera sees"))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_look(self, image: QImage, state: State) -> None:
        """Shows a frame."""
        self.image, self._state = image.transformed(QTransform().scale(-1, 1)), state
        self.update()

    def veil_changed(self) -> None:
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.current().px(160), theme.current().px(_HIGH))

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        box = QRectF(self.rect())
        brush.rounded(painter, box, now.px(10), now.tokens.colour("track"))
        if self.image.isNull() or self.veiled:
            side = now.px(28)
            place = QRectF(box.center().x() - side / 2, box.center().y() - side / 2, side, side)
            icons.paint(painter, "camera", place, now.tokens.colour("muted"))
            return
        # The frame fills the box; what is over falls away at its sides.
        scale = max(box.width() / self.image.width(), box.height() / self.image.height())
        part = QRectF(0, 0, box.width() / scale, box.height() / scale)
        part.moveCenter(QRectF(self.image.rect()).center())
        path = QPainterPath()
        path.addRoundedRect(box, now.px(10), now.px(10))
        painter.setRenderHints(QPainter.RenderHint.SmoothPixmapTransform | QPainter.RenderHint.Antialiasing)
        painter.setClipPath(path)
        painter.drawImage(box, self.image, part)
        if self._state == "card":
            # Half of the pen's width falls outside the clip.
            painter.setPen(QPen(now.tokens.colour("act"), now.px(8)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPath(path)


class Viewfinder(QFrame):
    """``folded`` says that the person folded the picture away (True) or wants to see it."""

    folded = Signal(bool)

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._open = True
        self._roomy = True
        self._trouble = False
        self._told: dict[State, str] = {
            "nothing": words.tr("Show a card to the camera"),
            "card": words.tr("Card read"),
            "several": words.tr("Several cards: show one alone"),
            "foreign": words.tr("That code is no loyalty card"),
        }
        self.setAccessibleName(words.tr("Camera"))
        self.picture = Picture(words)
        self.status = Label("", "muted", wrap=True)
        self.fold = IconButton("down", "")
        self.fold.clicked.connect(self._folded)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.status, 1)
        row.addWidget(self.fold, 0, Qt.AlignmentFlag.AlignVCenter)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.addWidget(self.picture)
        self._box.addLayout(row)
        self._said = QTimer(self, singleShot=True, interval=_SAID_MS)
        self._said.timeout.connect(self._quiet)
        self._last: State = "nothing"
        self._space()
        self.show_picture(True)

    def show_look(self, look: Look) -> None:
        """A frame was looked at. What was said of a card stays long enough to be read."""
        self._set_trouble(False)
        self.picture.show_look(look.picture, look.state)
        if look.state != "nothing" and (look.state != self._last or not self._said.isActive()):
            self._say(self._told[look.state])
            self._said.start()
        elif not self._said.isActive():
            self._say(self._told["nothing"])
        self._last = look.state

    def starting(self) -> None:
        """The camera was switched on and has shown nothing yet."""
        self._set_trouble(False)
        self._rest(self._words.tr("The camera is starting…"))

    def fail(self, sentence: str) -> None:
        """There is no picture, and why."""
        self._set_trouble(True)
        self._rest(sentence)
        self.status.set_colour("wrong")

    def show_picture(self, shown: bool) -> None:
        """Unfolds the picture, or folds it away."""
        self._open = shown
        words = self._words
        name = words.tr("Hide the camera's picture") if shown else words.tr("Show the camera's picture")
        self.fold.set_icon("down" if shown else "up", name)
        self._settle()

    def fit(self, column: int) -> None:
        """Gives the picture up where the column that it stands in is low."""
        roomy = column >= theme.current().px(_LEAST_COLUMN)
        if roomy != self._roomy:
            self._roomy = roomy
            self._settle()

    def _settle(self) -> None:
        self.picture.setVisible(self._open and self._roomy and not self._trouble)
        self.fold.setVisible(self._roomy and not self._trouble)

    def _set_trouble(self, trouble: bool) -> None:
        if trouble != self._trouble:
            self._trouble = trouble
            self._settle()

    def _rest(self, sentence: str) -> None:
        self._said.stop()
        self._last = "nothing"
        self.picture.show_look(QImage(), "nothing")
        self._say(sentence)

    def _say(self, sentence: str) -> None:
        self.status.set_text(sentence)
        self.status.set_colour("muted")

    def _quiet(self) -> None:
        self._last = "nothing"

    def _folded(self) -> None:
        self.show_picture(not self._open)
        self.folded.emit(not self._open)

    def _space(self) -> None:
        self._box.setSpacing(theme.current().px(2))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_box"):
            self._space()
        super().changeEvent(event)
