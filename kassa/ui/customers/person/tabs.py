"""The names of the page's parts, one of them in front."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from kassa.ui import theme
from kassa.ui.widgets.buttons import KeyButton


class TabButton(KeyButton):
    """One name; the one in front is underlined."""

    radius = 10.0
    side_px = 10

    def __init__(self, label: str, key: str, parent: QWidget | None = None) -> None:
        super().__init__(label, key, parent=parent)
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def nextCheckState(self) -> None:
        """Which one is in front is the page's to say."""

    def colours(self) -> tuple[QColor | None, QColor | None, QColor]:
        tokens = theme.current().tokens
        over = self.underMouse() or self.isDown()
        ink = tokens.colour("text" if self.isChecked() else "muted")
        return tokens.colour("track") if over and not self.isChecked() else None, None, ink

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.isChecked():
            now = theme.current()
            bar = QRectF(now.px(10), self.height() - now.px(3), self.width() - 2 * now.px(10), now.px(3))
            QPainter(self).fillRect(bar, now.tokens.colour("act"))


class Tabs(QWidget):
    """``chosen`` carries the place of a name that was pressed, reached by Left or Right, or by its key."""

    chosen = Signal(int)

    def __init__(self, name: str, labels: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.buttons: list[TabButton] = []
        self._keys = [key for _, key in labels]
        self._box = QHBoxLayout(self)
        self._box.setSizeConstraint(QHBoxLayout.SizeConstraint.SetNoConstraint)
        self._box.setContentsMargins(0, 0, 0, 0)
        for label, key in labels:
            button = TabButton(label, key)
            button.clicked.connect(self._clicked)
            self._box.addWidget(button)
            self.buttons.append(button)
        self._box.addStretch(1)
        self._space()

    def _fit(self) -> None:
        """Prints the keys on the names where there is room for both."""
        if not self.buttons:
            return
        for button, key in zip(self.buttons, self._keys, strict=True):
            button.set_label(button.label, key)
        wide = sum(button.sizeHint().width() + self._box.spacing() for button in self.buttons)
        for button in self.buttons if wide > self.width() else ():
            button.set_label(button.label, "")

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.current().px(200), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def choose(self, place: int) -> None:
        """Puts one in front; only that one is reached by Tab."""
        for each, button in enumerate(self.buttons):
            button.setChecked(each == place)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if each == place else Qt.FocusPolicy.ClickFocus)

    def _clicked(self) -> None:
        button = self.sender()
        if isinstance(button, TabButton):
            self.chosen.emit(self.buttons.index(button))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        here = next((place for place, button in enumerate(self.buttons) if button.hasFocus()), None)
        if step is None or here is None:
            super().keyPressEvent(event)
            return
        there = (here + step) % len(self.buttons)
        self.chosen.emit(there)
        self.buttons[there].setFocus(Qt.FocusReason.TabFocusReason)

    def _space(self) -> None:
        self._box.setSpacing(theme.current().px(4))
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._space()
        super().changeEvent(event)
