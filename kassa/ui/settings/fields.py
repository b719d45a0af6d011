"""The settings' controls: a question, its answer, and below it what the answer means or what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from kassa.ui import theme
from kassa.ui.first.choices import WordChoice
from kassa.ui.widgets.flow import FlowBox
from kassa.ui.widgets.label import Label


class Field(QWidget):
    """A name above a control, a hint below it; a ``narrow`` control is no wider than it must be."""

    def __init__(
        self, name: str, control: QWidget, hint: str = "", *, narrow: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.name = name
        self.control = control
        self._hint = hint
        control.setAccessibleName(name)
        control.setAccessibleDescription(hint)
        self.hint = Label(hint, "muted", wrap=True)
        self._box = QVBoxLayout(self)
        self._box.addWidget(Label(name, "strong", wrap=True))
        self._box.addWidget(control, 0, Qt.AlignmentFlag.AlignLeft if narrow else Qt.AlignmentFlag(0))
        self._box.addWidget(self.hint)
        self.explain(hint)
        self._space()

    def explain(self, hint: str) -> None:
        """What the answer means; takes away what was wrong."""
        self._hint = hint
        self.complain("")

    def complain(self, why: str) -> None:
        """What is wrong with the answer, in the hint's place; nothing brings the hint back."""
        self.hint.set_text(why or self._hint)
        self.hint.set_colour("wrong" if why else "muted")
        self.hint.setVisible(bool(why or self._hint))
        self.control.setAccessibleDescription(why or self._hint)
        if self.control.property("wrong") != bool(why):
            self.control.setProperty("wrong", bool(why))
            self.control.style().unpolish(self.control)
            self.control.style().polish(self.control)

    def _space(self) -> None:
        px = theme.current().px
        self._box.setContentsMargins(0, px(2), 0, px(6))
        self._box.setSpacing(px(5))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._space()
        super().changeEvent(event)


class Line(QLineEdit):
    """One line of text; ``settled`` carries it when Enter or leaving the field says that it is meant."""

    settled = Signal(str)

    def __init__(self, longest: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._known = ""
        self.setMaxLength(longest)
        self.editingFinished.connect(self._settle)

    def set_value(self, value: str) -> None:
        """What is kept now. What is just being typed stays."""
        if not self.hasFocus() or self.text() == self._known:
            self.setText(value)
        self._known = value

    def _settle(self) -> None:
        if self.text().strip() != self._known:
            self._known = self.text().strip()
            self.settled.emit(self._known)


class Area(QPlainTextEdit):
    """A few lines of text, such as an address; ``settled`` carries them when the field is left. Tab goes on."""

    settled = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._known = ""
        self.setTabChangesFocus(True)
        self._dress()

    def set_value(self, value: str) -> None:
        """What is kept now. What is just being typed stays."""
        if not self.hasFocus() or self.toPlainText() == self._known:
            self.setPlainText(value)
        self._known = value

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.settle()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.settle()
            return
        super().keyPressEvent(event)

    def settle(self) -> None:
        """What stands here is meant."""
        if self.toPlainText().strip() != self._known:
            self._known = self.toPlainText().strip()
            self.settled.emit(self._known)

    def _dress(self) -> None:
        self.setFixedHeight(theme.current().px(74))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._dress()
        super().changeEvent(event)


class WordChoices(FlowBox):
    """One of a few words, all in sight; ``picked`` names the one that the person chose. The arrow keys choose too."""

    picked = Signal(str)

    def __init__(self, choices: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(8, parent)
        self._group = QButtonGroup(self)
        self.choices: dict[str, WordChoice] = {}
        for value, label in choices:
            button = WordChoice(label)
            button.setAccessibleName(label)
            button.toggled.connect(self._toggled)
            button.entered.connect(button.click)
            self.choices[value] = button
            self._group.addButton(button)
            self.add(button)
        self.setFocusProxy(next(iter(self.choices.values())))

    def set_value(self, value: str) -> None:
        """Shows which one holds, without saying so."""
        button = self.choices.get(value)
        if button is not None:
            with QSignalBlocker(button):
                button.setChecked(True)
            self.setFocusProxy(button)
            for each in self.choices.values():
                each.update()

    def value(self) -> str:
        """Which one holds."""
        return next((value for value, button in self.choices.items() if button.isChecked()), "")

    def _toggled(self, on: bool) -> None:
        if on:
            self.picked.emit(self.value())
