"""How the file is read, by hand: letters, delimiter, heading row, sheet, decimal mark, order of days and names."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from kassa.ui import theme
from kassa.ui.importing import sentences
from kassa.ui.importing.controls import ButtonRow, ChoiceBox
from kassa.ui.widgets.buttons import QuietButton
from kassa.ui.widgets.label import Label
from kassa.words import Words

if TYPE_CHECKING:
    from kassa.exchange.mapping import Mapping
    from kassa.exchange.reading import Source
    from kassa.ui.importing.desk import Heading

PROGRAMS = ("square", "shopify", "odoo", "loyverse", "zettle", "kassa", "list")
ENCODINGS = ("utf-8", "utf-16", "windows-1252", "windows-1250")
DELIMITERS = (",", ";", "\t", "|")
_HEADING_LINES = 25
_NARROW = 520
_YES, _NO = "yes", "no"


class Advanced(QWidget):
    """``changed`` carries the mapping as the person wants it, ``kind_changed`` what is in the file.

    ``save_asked`` and ``use_asked`` are about the choices in a file.
    """

    changed = Signal(object)
    kind_changed = Signal(str)
    save_asked = Signal()
    use_asked = Signal()

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._mapping: Mapping | None = None
        self.kind = ChoiceBox(
            words.tr("In the file are"), (("customers", words.tr("customers")), ("sales", words.tr("sales")))
        )
        self.kind.picked.connect(self.kind_changed)
        self.program = ChoiceBox(words.tr("Program"))
        self.encoding = ChoiceBox(words.tr("Encoding"))
        self.delimiter = ChoiceBox(words.tr("Columns are"))
        self.sheet = ChoiceBox(words.tr("Sheet"))
        self.heading_line = ChoiceBox(words.tr("Column names on line"))
        self.order = ChoiceBox(words.tr("Days"))
        self.decimal = ChoiceBox(words.tr("Amounts"))
        self.names = ChoiceBox(words.tr("Names"))
        self._boxes = (
            self.program,
            self.encoding,
            self.delimiter,
            self.sheet,
            self.heading_line,
            self.order,
            self.decimal,
            self.names,
        )
        self._labels = {box: Label(box.accessibleName(), "body") for box in self._boxes}
        self._labels[self.kind] = Label(self.kind.accessibleName(), "body")
        for box in self._boxes:
            box.picked.connect(self._picked)
        self.save_button = QuietButton(words.tr("Save these choices…"), icon="save")
        self.use_button = QuietButton(words.tr("Use saved choices…"))
        self.save_button.clicked.connect(self.save_asked)
        self.use_button.clicked.connect(self.use_asked)
        self._lay_out()

    def _lay_out(self) -> None:
        now = theme.current()
        self._grid = grid = QGridLayout()
        grid.setHorizontalSpacing(now.px(14))
        grid.setVerticalSpacing(now.px(8))
        grid.setColumnStretch(1, 1)
        self._arrange(narrow=False)
        buttons = ButtonRow(self.use_button, self.save_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(now.px(14))
        column.addLayout(grid)
        column.addWidget(buttons)

    def _arrange(self, narrow: bool) -> None:
        """What is chosen beside what it is, or below it where it would be cut."""
        for at, box in enumerate((self.kind, *self._boxes)):
            self._grid.addWidget(self._labels[box], 2 * at, 0)
            self._grid.addWidget(box, 2 * at + narrow, 0 if narrow else 1, 1, 2 if narrow else 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(self.width() < theme.current().px(_NARROW))

    def show_mapping(self, seen: Source | Heading, mapping: Mapping) -> None:
        """How the file is read now; what nobody chose is as Kassa found it."""
        self._mapping = mapping
        words, shape, found = self._words, mapping.shape, seen.shape
        text = bool(found.encoding)
        self.kind.set_value(seen.kind)
        self._fill(
            self.program,
            sentences.program_name(words, seen.format),
            [(each, sentences.program_name(words, each)) for each in PROGRAMS],
            mapping.format,
        )
        self._fill(
            self.encoding,
            sentences.encoding(words, found.encoding or "utf-8"),
            [(each, sentences.encoding(words, each)) for each in ENCODINGS],
            shape.encoding,
        )
        self._fill(
            self.delimiter,
            sentences.delimiter(words, found.delimiter or ","),
            [(each, sentences.delimiter(words, each)) for each in DELIMITERS],
            shape.delimiter,
        )
        self._fill(self.sheet, found.sheet or "", [(each, each) for each in seen.sheets], shape.sheet)
        lines = [(str(line), str(line)) for line in range(1, _HEADING_LINES + 1)]
        line = str(shape.heading_line) if shape.heading_line else None
        self._fill(self.heading_line, str(found.heading_line or 1), lines, line)
        day, month = words.tr("day before month"), words.tr("month before day")
        self._fill(self.order, day if seen.day_first else month, [(_YES, day), (_NO, month)], _said(mapping.day_first))
        comma, point = words.tr("with a decimal comma"), words.tr("with a decimal point")
        self._fill(self.decimal, comma if seen.decimal == "," else point, [(",", comma), (".", point)], mapping.decimal)
        last, first = words.tr("surname first"), words.tr("first name first")
        self._fill(
            self.names,
            last if seen.last_name_first else first,
            [(_YES, last), (_NO, first)],
            _said(mapping.last_name_first),
        )
        table = seen.format != "vcard"
        self._offer(self.kind, table)
        self._offer(self.program, table)
        self._offer(self.encoding, text)
        self._offer(self.delimiter, text and table)
        self._offer(self.sheet, len(seen.sheets) > 1)
        self._offer(self.heading_line, table)
        self._offer(self.decimal, seen.kind == "sales")
        self._offer(self.names, seen.kind == "customers" and table)

    def _fill(self, box: ChoiceBox, found: str, options: list[tuple[str, str]], chosen: str | None) -> None:
        box.set_options([("", self._words.tr("found out: {what}").format(what=found)), *options])
        box.set_value(chosen or "")

    def _offer(self, box: ChoiceBox, offered: bool) -> None:
        box.setVisible(offered)
        self._labels[box].setVisible(offered)

    def _picked(self) -> None:
        before = self._mapping
        if before is None:
            return
        line = self.heading_line.value()
        shape = replace(
            before.shape,
            encoding=self.encoding.value() or None,
            delimiter=self.delimiter.value() or None,
            heading_line=int(line) if line else None,
            sheet=self.sheet.value() or None,
        )
        decimal = self.decimal.value()
        mapping = replace(
            before,
            format=self.program.value() or None,
            shape=shape,
            day_first=_meant(self.order.value()),
            decimal="," if decimal == "," else "." if decimal == "." else None,
            last_name_first=_meant(self.names.value()),
        )
        self.changed.emit(mapping)


def _said(answer: bool | None) -> str | None:
    return None if answer is None else _YES if answer else _NO


def _meant(value: str) -> bool | None:
    return {_YES: True, _NO: False}.get(value)
