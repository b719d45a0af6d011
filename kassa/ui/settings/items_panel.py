"""Which items stand as buttons at the till, and in what order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QHBoxLayout, QWidget

from kassa.ui import theme
from kassa.ui.widgets.buttons import IconButton
from kassa.ui.widgets.chips import KeyCap
from kassa.ui.widgets.label import Label
from kassa.ui.widgets.panel import Panel
from kassa.words import Words

if TYPE_CHECKING:
    from kassa.services.settings import QuickItem


class ItemRow(QWidget):
    """An item: a tick for its button, its key, and where it stands. Alt with an arrow moves it too."""

    ticked = Signal(str, bool)
    moved = Signal(str, int)

    def __init__(self, words: Words, item: QuickItem, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._item = item.id
        self.tick = QCheckBox(item.name.replace("&", "&&"))
        self.tick.setAccessibleName(words.tr("{item}: a button at the till").format(item=item.name))
        self.tick.setChecked(item.shown)
        self.tick.toggled.connect(self._ticked)
        self.up = IconButton("up", words.tr("{item}: one place up").format(item=item.name))
        self.down = IconButton("down", words.tr("{item}: one place down").format(item=item.name))
        for control in (self.tick, self.up, self.down):
            control.installEventFilter(self)
        self.up.clicked.connect(self._up)
        self.down.clicked.connect(self._down)
        self._box = QHBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.addWidget(self.tick, 1)
        if key:
            self._box.addWidget(KeyCap(key))
        self._box.addWidget(self.up)
        self._box.addWidget(self.down)
        self._space()

    def _ticked(self, on: bool) -> None:
        self.ticked.emit(self._item, on)

    def _up(self) -> None:
        self.moved.emit(self._item, -1)

    def _down(self) -> None:
        self.moved.emit(self._item, 1)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # A button would take the arrow to go to the next one.
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
            if step is not None and event.modifiers() & Qt.KeyboardModifier.AltModifier:
                self.moved.emit(self._item, step)
                return True
        return False

    def _space(self) -> None:
        self._box.setSpacing(theme.current().px(6))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._space()
        super().changeEvent(event)


class ItemsPanel(Panel):
    """``ordered`` carries the items as they are to stand."""

    ordered = Signal(object)

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(words.tr("Buttons at the till"), parent=parent)
        self._words = words
        self.items: tuple[QuickItem, ...] = ()
        self.rows: dict[str, ItemRow] = {}
        told = words.tr("In this order, as many as there is room for; the rest stands under More.")
        self.add(Label(told, "muted", wrap=True))

    def show_items(self, items: Sequence[QuickItem], keys: Mapping[str, str]) -> None:
        """Shows how the items stand; ``keys`` are the letters that add them."""
        self.items = tuple(items)
        for row in self.rows.values():
            row.hide()
            row.deleteLater()
        self.rows = {}
        for item in self.items:
            row = ItemRow(self._words, item, keys.get(item.id, ""))
            row.ticked.connect(self._ticked)
            row.moved.connect(self._moved)
            self.rows[item.id] = row
            self.add(row)
        self._allow()

    def _ticked(self, item: str, on: bool) -> None:
        self.items = tuple(replace(each, shown=on) if each.id == item else each for each in self.items)
        self.ordered.emit(self.items)

    def _moved(self, item: str, step: int) -> None:
        order = list(self.items)
        place = next(at for at, each in enumerate(order) if each.id == item)
        other = place + step
        if not 0 <= other < len(order):
            return
        order[place], order[other] = order[other], order[place]
        self.items = tuple(order)
        focus = QApplication.focusWidget()
        for each in self.items:
            self.body.removeWidget(self.rows[each.id])
            self.add(self.rows[each.id])
        self._allow()
        if focus is not None and self.isAncestorOf(focus):
            # Where the row has come to its end, its other arrow takes the cursor.
            row = self.rows[item]
            (focus if focus.isEnabled() else row.down if row.down.isEnabled() else row.up).setFocus()
        self.ordered.emit(self.items)

    def _allow(self) -> None:
        for place, item in enumerate(self.items):
            self.rows[item.id].up.setEnabled(place > 0)
            self.rows[item.id].down.setEnabled(place < len(self.items) - 1)
