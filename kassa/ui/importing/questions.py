"""What a file leaves open: a question with its answers as buttons, or as a choice in a box."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from kassa.ui import theme
from kassa.ui.importing.controls import Disc
from kassa.ui.widgets import brush
from kassa.ui.widgets.buttons import QuietButton
from kassa.ui.widgets.label import Label

_NARROW = 720


class Notice(QFrame):
    """One sentence about what was just done, or why it wasn't."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tone = "act_soft"
        self.text = Label("", "strong", wrap=True)
        self._disc = Disc("check", "card", 32)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._disc)
        self._row.addWidget(self.text, 1)
        now = theme.current()
        self._row.setContentsMargins(now.px(16), now.px(8), now.px(16), now.px(8))
        self._row.setSpacing(now.px(14))
        self.hide()

    def say(self, text: str, wrong: bool = False) -> None:
        """Shows a sentence; nothing for no text."""
        self._tone = "due" if wrong else "act_soft"
        self._disc.set("warning" if wrong else "check", "card")
        self.text.set_text(text)
        self.text.set_colour(f"{self._tone}_text")
        self.setAccessibleName(text)
        self.setVisible(bool(text))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        brush.rounded(QPainter(self), QRectF(self.rect()), now.px(14), now.tokens.colour(self._tone))


class _Answer(QuietButton):
    """One answer; ``given`` says that it is the one."""

    given = Signal(str)

    def __init__(self, value: str, label: str) -> None:
        super().__init__(label, accent=True)
        self._value = value
        self.clicked.connect(self._say)

    def _say(self) -> None:
        self.given.emit(self._value)


class Question(QFrame):
    """Must be answered before the import; ``answered`` carries the value of the answer."""

    answered = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = Label("", "strong", wrap=True, colour="due_text")
        self.text = Label("", "body", wrap=True, colour="due_text")
        self.buttons: list[QuietButton] = []
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self.heading)
        words.addWidget(self.text)
        words.addStretch(1)
        self._told = QHBoxLayout()
        self._told.addWidget(Disc("warning", "card"), 0, Qt.AlignmentFlag.AlignVCenter)
        self._told.addLayout(words, 1)
        self._answers = QHBoxLayout()
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.addLayout(self._told, 1)
        self._box.addLayout(self._answers)
        self._space()
        self.hide()

    def ask(self, heading: str, text: str, answers: Sequence[tuple[str, str]]) -> None:
        """Asks; each answer is a value and its words."""
        self.heading.set_text(heading)
        self.text.set_text(text)
        self.text.setVisible(bool(text))
        self.setAccessibleName(f"{heading} {text}")
        if [button.label for button in self.buttons] != [label for _, label in answers]:
            for old in self.buttons:
                old.hide()
                old.deleteLater()
            made = [_Answer(value, label) for value, label in answers]
            for button in made:
                button.given.connect(self.answered)
                self._answers.addWidget(button)
            self.buttons = list(made)
        self.show()

    def _space(self) -> None:
        now = theme.current()
        self._box.setContentsMargins(now.px(16), now.px(12), now.px(16), now.px(12))
        self._box.setSpacing(now.px(14))
        self._told.setSpacing(now.px(14))
        self._answers.setSpacing(now.px(10))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < theme.current().px(_NARROW)
        self._box.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_box"):
            self._space()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        brush.rounded(QPainter(self), QRectF(self.rect()), now.px(14), now.tokens.colour("due"))
