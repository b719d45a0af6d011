"""Tags: small chips that group customers, and the field in which they are typed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QStringListModel, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from kassa.ui import theme
from kassa.ui.widgets.buttons import KeyButton
from kassa.ui.widgets.flow import FlowBox
from kassa.words import Words

MOST = 40
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class TagButton(KeyButton):
    """A tag that goes when it is pressed."""

    radius = 22.0
    side_px = 12

    def __init__(self, words: Words, tag: str, parent: QWidget | None = None) -> None:
        super().__init__(tag, icon="close", parent=parent)
        self.tag = tag
        self.setAccessibleName(words.tr("Remove the tag {tag}").format(tag=tag))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def colours(self) -> tuple[QColor | None, QColor | None, QColor]:
        tokens = theme.current().tokens
        over = self.underMouse() or self.isDown()
        return tokens.colour("track" if over else "base"), None, tokens.colour("base_text")


class TagField(QLineEdit):
    """``typed`` carries a tag that Enter or a comma ended; ``emptied`` asks for the last one back."""

    typed = Signal(str)
    emptied = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = self.text().strip()
        plain = not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Comma or (event.key() in _ENTER and text and plain):
            self.typed.emit(text)
            event.accept()
            return
        if event.key() == Qt.Key.Key_Backspace and not self.text():
            self.emptied.emit()
            return
        super().keyPressEvent(event)


class TagEditor(QWidget):
    """Chips, and a field with the shop's own tags to complete; ``changed`` says that it may need more room."""

    changed = Signal()

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._tags: list[str] = []
        self._known: tuple[str, ...] = ()
        self.buttons: list[TagButton] = []
        self._chips = FlowBox()
        self.field = TagField()
        self.field.setAccessibleName(words.tr("Tags"))
        self.field.setPlaceholderText(words.tr("a tag, then Enter"))
        self.field.setMaxLength(MOST)
        self.field.typed.connect(self.add)
        self.field.emptied.connect(self._take_last)
        self._model = QStringListModel(self)
        self._completer = QCompleter(self._model, self)
        self._completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._completer.setFilterMode(Qt.MatchFlag.MatchStartsWith)
        self._completer.activated.connect(self._completed)
        self.field.setCompleter(self._completer)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.addWidget(self._chips)
        self._box.addWidget(self.field)
        self._space()

    @property
    def tags(self) -> tuple[str, ...]:
        """The tags, with what still stands in the field."""
        return tuple(_together([*self._tags, self.field.text()]))

    def set_tags(self, tags: Sequence[str]) -> None:
        """Shows these and no others."""
        self._tags = _together(tags)
        self.field.clear()
        self._show()

    def set_known(self, tags: Sequence[str]) -> None:
        """The tags in use, to complete what is typed."""
        self._known = tuple(tags)
        self._offer()

    def add(self, told: str) -> None:
        """One more; a tag in use is written as it is already."""
        used = next((each for each in self._known if each.casefold() == told.casefold()), told)
        self._tags = _together([*self._tags, *used.split(",")])
        self.field.clear()
        self._show()

    def _completed(self, told: str) -> None:
        self.add(told)
        # The completer writes its word into the field after this.
        self._completer.setCompletionPrefix("")
        self.field.blockSignals(True)
        self.field.clear()
        self.field.blockSignals(False)

    def _take_last(self) -> None:
        if self._tags:
            self._tags.pop()
            self._show()

    def _pressed(self) -> None:
        button = self.sender()
        if isinstance(button, TagButton):
            self._tags.remove(button.tag)
            self._show()
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self) -> None:
        self._chips.clear()
        self.buttons = []
        for tag in self._tags:
            button = TagButton(self._words, tag, self._chips)
            button.clicked.connect(self._pressed)
            self._chips.add(button)
            self.buttons.append(button)
        self._chips.setVisible(bool(self._tags))
        self._offer()
        self.updateGeometry()
        self.changed.emit()

    def _offer(self) -> None:
        self._model.setStringList([each for each in self._known if each not in self._tags])

    def _space(self) -> None:
        self._box.setSpacing(theme.current().px(6))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._space()
        super().changeEvent(event)


def _together(tags: Sequence[str]) -> list[str]:
    """Each tag once, without blanks around it; the first way of writing it stays."""
    kept: dict[str, str] = {}
    for tag in (" ".join(each.split()) for each in tags):
        if tag:
            kept.setdefault(tag.casefold(), tag)
    return list(kept.values())
