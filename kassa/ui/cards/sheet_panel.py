"""The batch: whose cards, on which paper, from which place of its first sheet, with which back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kassa.printing import Sheet
from kassa.services.card_look import CardLook
from kassa.ui import theme
from kassa.ui.cards.back_editor import BackEditor
from kassa.ui.cards.controls import PlaceMap, Stepper
from kassa.ui.cards.rows import FoldRow, RowButton, Rows, StudioPanel
from kassa.ui.cards.sheet_chooser import SheetChooser
from kassa.ui.cards.who import WhoChooser
from kassa.ui.widgets.label import Label
from kassa.words import Words


class SheetPanel(StudioPanel):
    """``changed`` says that another batch is meant, ``look_changed`` and ``look_typed`` carry parts of the look.
    ``printer_wanted`` asks where the printer puts things.
    """

    changed = Signal()
    look_changed = Signal(object)
    look_typed = Signal(object)
    printer_wanted = Signal()

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(words.tr("Sheet"), parent=parent)
        self.words = words
        self.who = WhoChooser(words)
        self.sheets = SheetChooser(words)
        self.back = BackEditor(words)
        self.start = Stepper(words.tr("Start at place"), words.tr("One place back"), words.tr("One place on"))
        self.map = PlaceMap(words.tr("Places of the first sheet"))
        self.rows = Rows()
        self.to_row = FoldRow(words.tr("To"), self.who)
        self.sheet_row = FoldRow(words.tr("Sheet"), self.sheets)
        self.start_row = FoldRow(words.tr("Start at place"), self._place())
        self.back_row = FoldRow(words.tr("Back"), self.back)
        self.printer_row = RowButton(words.tr("Printer's position"), "right")
        for row in (self.to_row, self.sheet_row, self.start_row, self.back_row, self.printer_row):
            self.rows.add(row)
        self.add(self.rows)
        self._connect()

    def _place(self) -> QWidget:
        px = theme.current().px
        told = QVBoxLayout()
        told.setSpacing(px(6))
        told.addWidget(Label(self.words.tr("when some cards of the sheet are gone"), "muted", wrap=True))
        told.addWidget(self.start, 0, Qt.AlignmentFlag.AlignLeft)
        told.addStretch(1)
        inside = QWidget()
        row = QHBoxLayout(inside)
        row.addLayout(told, 1)
        row.addWidget(self.map, 0, Qt.AlignmentFlag.AlignTop)
        return inside

    def _connect(self) -> None:
        self.who.changed.connect(self._batch_changed)
        self.sheets.picked.connect(self._sheet_picked)
        self.start.changed.connect(self._batch_changed)
        self.map.chosen.connect(self.start.set_value)
        self.back.changed.connect(self.look_changed)
        self.back.typed.connect(self.look_typed)
        self.printer_row.clicked.connect(self.printer_wanted)

    def sheet(self) -> Sheet | None:
        """The sheet chosen; None while none is known yet."""
        return self.sheets.sheet()

    def show_sheets(self, sheets: Sequence[Sheet], look: CardLook) -> None:
        """The sheets that there are, and what is chosen of them."""
        self.sheets.show_sheets(sheets, look.sheet)
        self.show_look(look)

    def show_look(self, look: CardLook) -> None:
        """What is chosen now."""
        self.sheets.choose(look.sheet)
        sheet = self.sheet()
        if sheet is not None:
            with QSignalBlocker(self.start):
                self.start.set_bounds(1, sheet.places)
            self.start_row.setVisible(sheet.places > 1)
        self.back.show_look(look, turned=sheet is None or sheet.page != "card")
        self._tell()

    def show_printer(self, position: str) -> None:
        """Where the printer puts things, in short."""
        self.printer_row.set_value(position)

    def _batch_changed(self) -> None:
        self._tell()
        self.changed.emit()

    def _sheet_picked(self, sheet: str) -> None:
        self.look_changed.emit({"sheet": sheet})

    def _tell(self) -> None:
        sheet = self.sheet()
        self.to_row.button.set_value(self.who.in_words())
        self.start_row.button.set_value(str(self.start.value))
        self.back_row.button.set_value(self.back.in_words())
        if sheet is not None:
            self.sheet_row.button.set_value(self.sheets.name_of(sheet))
            self.map.show_sheet(*sheet.grid, self.start.value)

    def tell(self) -> None:
        """Says anew what is chosen: how many are without a card has changed."""
        self._tell()
