"""How the cards look: a design, and on it the shop's colours, logo, line and bars."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from kassa.printing import Design
from kassa.services.card_look import LONGEST_LINE, CardLook
from kassa.ui import theme
from kassa.ui.cards.colours import ColoursEditor
from kassa.ui.cards.controls import LongTick
from kassa.ui.cards.designs import DesignGrid, Known
from kassa.ui.cards.rows import FoldRow, Rows, StudioPanel
from kassa.ui.settings.shop_panels import LogoView
from kassa.ui.widgets.buttons import QuietButton
from kassa.ui.widgets.label import Label
from kassa.words import Words


class LookPanel(StudioPanel):
    """``changed`` carries the parts of the look that the person chose anew; ``typed`` those still being typed.
    ``logo_wanted``, ``logo_dropped`` and ``logo_unwanted`` are about the shop's logo.
    """

    changed = Signal(object)
    typed = Signal(object)
    logo_wanted = Signal()
    logo_dropped = Signal(Path)
    logo_unwanted = Signal()

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(words.tr("Look"), parent=parent)
        self.words = words
        self._designs: dict[str, Design] = {}
        self.png: bytes | None = None
        self.grid = DesignGrid(words.tr("Look"))
        self.colours = ColoursEditor(words)
        self.logo = LogoView(words.tr("Logo"))
        self.choose_logo = QuietButton(words.tr("Choose logo…"))
        self.remove_logo = QuietButton(words.tr("Remove"))
        self.remove_logo.setAccessibleName(words.tr("Remove the logo"))
        self.logo_note = Label("", "muted", wrap=True)
        self.line = QLineEdit()
        self.line.setMaxLength(LONGEST_LINE)
        self.line.setAccessibleName(words.tr("Line under the name"))
        self.bars = LongTick(words.tr("Barcode beside the QR code"))
        self.bars_note = Label("", "muted", wrap=True)
        self.rows = Rows()
        self.own = FoldRow(words.tr("Colours, logo, words"), self._inside())
        self.rows.add(self.own)
        self.add(self.grid)
        self.add(self.rows)
        self.tell_bars("")
        self._connect()

    def _inside(self) -> QWidget:
        px = theme.current().px
        buttons = QVBoxLayout()
        buttons.setSpacing(px(6))
        for button in (self.choose_logo, self.remove_logo):
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            buttons.addWidget(button)
        buttons.addStretch(1)
        logo = QHBoxLayout()
        logo.setSpacing(px(12))
        logo.addWidget(self.logo, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        logo.addLayout(buttons)
        logo.addStretch(1)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.addWidget(self.colours)
        column.addSpacing(px(4))
        column.addLayout(logo)
        column.addWidget(self.logo_note)
        column.addSpacing(px(4))
        column.addWidget(Label(self.words.tr("Line under the name"), "small"))
        column.addWidget(self.line)
        column.addWidget(self.bars)
        column.addWidget(self.bars_note)
        return inside

    def _connect(self) -> None:
        self.grid.picked.connect(self._design_picked)
        self.colours.picked.connect(self._colours_picked)
        self.choose_logo.clicked.connect(self.logo_wanted)
        self.remove_logo.clicked.connect(self.logo_unwanted)
        self.logo.dropped.connect(self.logo_dropped)
        self.line.textEdited.connect(self._line_typed)
        self.bars.clicked.connect(self._bars_clicked)

    @property
    def usual_line(self) -> str:
        """What stands under the name where the shop says nothing else."""
        return self.words.tr("Loyalty card")

    def show_designs(self, designs: tuple[Design, ...]) -> None:
        """What there is to choose from."""
        self._designs = {design.id: design for design in designs}
        self.grid.show_designs(
            [Known(each.id, self.words.name(each.name), _hex(each.front.ground[0]), each.logo) for each in designs]
        )

    def show_pictures(self, pictures: Mapping[str, QImage]) -> None:
        """The cards as they are printed."""
        self.grid.show_pictures(pictures)

    def show_logo(self, png: bytes | None) -> None:
        """The shop's logo, or that it has none."""
        self.png = png
        self.logo.show_logo(png)
        self.remove_logo.setVisible(png is not None)
        self._tell_logo()

    def show_look(self, look: CardLook) -> None:
        """What is chosen now; what is just being typed stays."""
        self.grid.choose(look.design)
        design = self._designs.get(look.design)
        if design is not None:
            self.colours.show_colours((_hex(design.front.ground[0]), _hex(design.front.ink)), look.colours)
        line = self.usual_line if look.line is None else look.line
        if self.line.text().split() != line.split() or not self.line.hasFocus():
            self.line.setText(line)
        self.bars.setChecked(look.code128)
        self.own.button.set_value(self.words.tr("the shop's own") if _is_own(look) else self.words.tr("as designed"))
        self._tell_logo()

    def tell_bars(self, why: str) -> None:
        """Why the bars aren't on the cards, or nothing."""
        self.bars_note.set_text(why)
        self.bars_note.setVisible(bool(why))

    def _tell_logo(self) -> None:
        chosen = self._designs.get(self.grid.chosen())
        carrying = [self.words.name(each.name) for each in self._designs.values() if each.logo]
        silent = chosen is not None and not chosen.logo and bool(carrying)
        note = self.words.tr("This design shows no logo. It stands on: {designs}.")
        self.logo_note.set_text(note.format(designs=", ".join(carrying)) if silent else "")
        self.logo_note.setVisible(silent)

    def _design_picked(self, design: str) -> None:
        self.changed.emit({"design": design})

    def _colours_picked(self, colours: tuple[str, str] | None) -> None:
        self.typed.emit({"colours": colours})

    def _line_typed(self, text: str) -> None:
        line = " ".join(text.split())
        self.typed.emit({"line": None if line == self.usual_line else line})

    def _bars_clicked(self) -> None:
        self.changed.emit({"code128": self.bars.isChecked()})


def _is_own(look: CardLook) -> bool:
    return look.colours is not None or look.line is not None or look.code128


def _hex(colour: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(part * 255):02X}" for part in colour)
