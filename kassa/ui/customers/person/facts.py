"""A line of what is known of a customer: what it is called, what it says; pressed, it is changed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kassa.ui import theme
from kassa.ui.widgets.label import Label
from kassa.ui.widgets.rows import PressRow


class FactRow(PressRow):
    """``pressed`` names the fact, by a press, Enter or Space."""

    pressed = Signal(str)

    def __init__(self, fact: str, name: str, value: str, detail: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fact = fact
        self.name = Label(name, "muted", wrap=True)
        self.value = Label(value, "body", wrap=True, private=True)
        self.detail = Label(detail, "muted", wrap=True, private=True)
        self._told = ", ".join(part for part in (name, value, detail) if part)
        self._box = QVBoxLayout(self)
        self._box.setSpacing(0)
        for label in (self.name, self.value, self.detail):
            self._box.addWidget(label)
            if not label.full_text():
                label.hide()
        self.veil_changed()
        self._space()

    def veil_changed(self) -> None:
        self.setAccessibleName("" if self.veiled else self._told)

    def _space(self) -> None:
        px = theme.current().px
        self._box.setContentsMargins(px(8), px(3), px(8), px(3))
        self.setMinimumHeight(px(44))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._space()
        super().changeEvent(event)

    def press(self) -> None:
        """Says which fact."""
        self.pressed.emit(self.fact)
