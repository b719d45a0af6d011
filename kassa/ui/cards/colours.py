"""The shop's own two colours, and at once in words whether type in one can be read on the other."""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QColorDialog, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from kassa.printing.designs import READABLE
from kassa.ui import theme
from kassa.ui.widgets import brush
from kassa.ui.widgets.buttons import KeyButton, QuietButton
from kassa.ui.widgets.flow import FlowBox
from kassa.ui.widgets.label import Label
from kassa.words import Words

_HEX = re.compile(r"#?([0-9A-Fa-f]{6})")
_DARK, _LIGHT = "#1B1B1B", "#FFFFFF"


class Swatch(KeyButton):
    """A colour as a button."""

    radius = 10.0

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        self.colour = "#FFFFFF"
        super().__init__("", parent=parent)
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_colour(self, colour: str) -> None:
        """Another colour, ``#RRGGBB``."""
        self.colour = colour
        self.setAccessibleDescription(colour)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.current().px(44), theme.current().px(44))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        box, fill = QRectF(self.rect()), QColor(self.colour)
        brush.rounded(QPainter(self), box, now.px(self.radius), fill, now.tokens.colour("edge"))
        if self.hasFocus() and self._ring:
            ring = "#000000" if theme.contrast(fill, "#000000") > theme.contrast(fill, "#FFFFFF") else "#FFFFFF"
            brush.focus_ring(QPainter(self), box, now.px(self.radius), QColor(ring))


class ColourField(QWidget):
    """A colour to see, to type (``#17352E``) and to choose; ``picked`` carries it."""

    picked = Signal(str)

    def __init__(self, name: str, choose: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._choose = name, choose
        self.swatch = Swatch(choose)
        self.field = QLineEdit()
        self.field.setAccessibleName(name)
        self.field.setMaxLength(7)
        self.swatch.clicked.connect(self._ask)
        self.field.textEdited.connect(self._typed)
        self.field.editingFinished.connect(self._show)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.current().px(6))
        row.addWidget(self.swatch)
        row.addWidget(self.field, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.current().px(3))
        column.addWidget(Label(name, "small"))
        column.addLayout(row)
        self._dress()

    @property
    def colour(self) -> str:
        """The colour that stands here."""
        return self.swatch.colour

    def show_colour(self, colour: str) -> None:
        """Another colour; what is just being typed stays."""
        self.swatch.show_colour(colour)
        typed = _HEX.fullmatch(self.field.text().strip())
        if not self.field.hasFocus() or (typed and f"#{typed[1]}".upper() != colour.upper()):
            self.field.setText(colour.upper())

    def choose_colour(self) -> str | None:
        """The colour that the person picks; None for none."""
        chosen = QColorDialog.getColor(QColor(self.colour), self, self._choose)
        return chosen.name().upper() if chosen.isValid() else None

    def _ask(self) -> None:
        chosen = self.choose_colour()
        if chosen is not None:
            self.swatch.show_colour(chosen)
            self._show()
            self.picked.emit(chosen)

    def _typed(self, text: str) -> None:
        found = _HEX.fullmatch(text.strip())
        if found:
            colour = f"#{found[1]}".upper()
            self.swatch.show_colour(colour)
            self.picked.emit(colour)

    def _show(self) -> None:
        self.field.setText(self.colour.upper())

    def _dress(self) -> None:
        self.field.setFixedWidth(theme.current().px(100))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._dress()
        super().changeEvent(event)


class ColoursEditor(QWidget):
    """``picked`` carries two colours that can be told apart, the ground's and the type's, or None for the design's."""

    picked = Signal(object)

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._designs: tuple[str, str] = (_LIGHT, _DARK)
        self._own: tuple[str, str] | None = None
        self.ground = ColourField(words.tr("The card"), words.tr("Choose the card's colour"))
        self.ink = ColourField(words.tr("The type"), words.tr("Choose the type's colour"))
        self.verdict = Label("", "small", wrap=True)
        self.reset = QuietButton(words.tr("The design's own"))
        self.reset.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.fields = FlowBox(10)
        for field in (self.ground, self.ink):
            self.fields.add(field)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.current().px(6))
        column.addWidget(self.fields)
        column.addWidget(self.verdict)
        column.addWidget(self.reset, 0, Qt.AlignmentFlag.AlignLeft)
        self.ground.picked.connect(self._ground_picked)
        self.ink.picked.connect(self._judge)
        self.reset.clicked.connect(self._reset)

    def show_colours(self, designs: tuple[str, str], own: tuple[str, str] | None) -> None:
        """The design's two colours, and the shop's own where it has any. Colours too weak to be taken stay in sight."""
        if (designs, own) == (self._designs, self._own) and self.verdict.text():
            return
        self._designs, self._own = designs, own
        for field, colour in zip((self.ground, self.ink), own or designs, strict=True):
            field.show_colour(colour)
        self._tell()

    def contrast(self) -> float:
        """How well the type is seen on the card."""
        return theme.contrast(self.ground.colour, self.ink.colour)

    def _ground_picked(self, ground: str) -> None:
        if self._own is None and self.contrast() < READABLE:
            # Nobody has chosen the type yet: black or white, whichever is read on the new ground.
            self.ink.show_colour(max(_DARK, _LIGHT, key=lambda ink: theme.contrast(ground, ink)))
        self._judge()

    def _judge(self) -> None:
        if self.contrast() >= READABLE:
            chosen = (self.ground.colour.upper(), self.ink.colour.upper())
            self._own = None if chosen == self._designs else chosen
            self.picked.emit(self._own)
        self._tell()

    def _reset(self) -> None:
        self.show_colours(self._designs, None)
        for field, colour in zip((self.ground, self.ink), self._designs, strict=True):
            field.show_colour(colour)
        self._tell()
        self.ground.swatch.setFocus()
        self.picked.emit(None)

    def _tell(self) -> None:
        from babel.numbers import format_decimal

        found = self.contrast()
        # Rounded down, or 4.46 would be called 4.5 and refused.
        shown, least = (
            format_decimal(int(figure * 10) / 10, "0.0", locale=self._words.language) for figure in (found, READABLE)
        )
        good = found >= READABLE
        told = (
            self._words.tr("{contrast} : 1, easy to read")
            if good
            else self._words.tr("{contrast} : 1, too weak: {least} is needed. The card keeps its colours.")
        )
        self.verdict.set_text(told.format(contrast=shown, least=least))
        self.verdict.set_colour("act_soft_text" if good else "wrong")
        self.reset.setVisible(self._own is not None or not good)
