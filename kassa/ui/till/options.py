"""A sheet that asks one thing: each answer with the key that gives it, and what follows from it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from kassa.ui import theme
from kassa.ui.till.sheet import Sheet
from kassa.ui.widgets import brush
from kassa.ui.widgets.chips import KeyCap
from kassa.ui.widgets.label import Label
from kassa.words import Words

_POINTED = (Qt.FocusReason.MouseFocusReason, Qt.FocusReason.ActiveWindowFocusReason)


class Option(QAbstractButton):
    """One answer, as wide as the sheet; Enter or the space bar gives it when the cursor is on it."""

    def __init__(self, key: str, title: str, told: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ring = False
        self.key = key
        self.setText(title.replace("&", "&&"))
        self.setAccessibleName(title)
        self.setAccessibleDescription(f"{key} · {told}" if told else key)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.title = Label(title, "strong", wrap=True)
        self.told = Label(told, "muted", wrap=True)
        if not told:
            self.told.hide()
        self._row = QHBoxLayout(self)
        self._texts = QVBoxLayout()
        self._texts.addWidget(self.title)
        self._texts.addWidget(self.told)
        self._row.addWidget(KeyCap(key), 0, Qt.AlignmentFlag.AlignVCenter)
        self._row.addLayout(self._texts, 1)
        for label in (self.title, self.told):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._space()

    def _space(self) -> None:
        px = theme.current().px
        self._row.setContentsMargins(px(14), px(9), px(14), px(9))
        self._row.setSpacing(px(14))
        self._texts.setSpacing(0)
        self.setMinimumHeight(px(48))

    def sizeHint(self) -> QSize:
        return self._row.sizeHint()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return max(self._row.totalHeightForWidth(width), theme.current().px(48))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._space()
        super().changeEvent(event)

    def enterEvent(self, event: QEvent) -> None:
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ring = event.reason() not in _POINTED
        super().focusInEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        painter, box, tokens = QPainter(self), QRectF(self.rect()), now.tokens
        fill = "track" if self.isDown() else "ground" if self.underMouse() else "card"
        brush.rounded(painter, box, now.px(12), tokens.colour(fill), tokens.colour("edge"))
        if self.hasFocus() and self._ring:
            brush.focus_ring(painter, box, now.px(12), tokens.colour("act"))


class OptionSheet(Sheet):
    """``chosen`` names the answer. The digits before the answers give them; Enter alone is the primary button's."""

    chosen = Signal(str)

    def __init__(self, words: Words, title: str, save: str, parent: QWidget) -> None:
        super().__init__(words, title, save, parent)
        self.options: dict[str, Option] = {}
        if not save:
            self.save_button.hide()
        # The cursor stands on no answer at first: an Enter out of habit gives none.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def offer(self, answer: str, title: str, told: str = "") -> Option:
        """Puts an answer under the others."""
        option = Option(str(len(self.options) + 1), title, told)
        option.setProperty("answer", answer)
        option.clicked.connect(self._clicked)
        self.options[answer] = option
        self.form.addWidget(option)
        return option

    def choose(self, answer: str) -> None:
        """Gives an answer."""
        self.chosen.emit(answer)

    def _clicked(self) -> None:
        option = self.sender()
        if isinstance(option, Option):
            self.choose(option.property("answer"))

    def first_field(self) -> QWidget:
        return self

    def keyPressEvent(self, event: QKeyEvent) -> None:
        option = next((each for each in self.options.values() if each.key == event.text()), None)
        if option is not None and not event.isAutoRepeat():
            option.click()
            event.accept()
            return
        super().keyPressEvent(event)
