"""On which paper, and from which place of its first sheet."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QListView, QSizePolicy, QVBoxLayout, QWidget

from kassa.printing import Sheet, all_sheets
from kassa.ui import theme
from kassa.ui.cards.controls import PlaceMap, Stepper
from kassa.ui.widgets import icons
from kassa.ui.widgets.label import Label
from kassa.ui.widgets.panel import Panel
from kassa.words import Text, Words


class SheetBox(QComboBox):
    """The list of sheets, closed; the stylesheet takes Qt's arrow away, so it paints its own."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # Only a list view of our own has the stylesheet's row height, and only so is the list shorter than the screen.
        self.setView(QListView())
        self.setStyleSheet("QComboBox { combobox-popup: 0; }")

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        now = theme.current()
        side = now.px(18)
        box = QRectF(self.width() - side - now.px(12), (self.height() - side) / 2, side, side)
        icons.paint(QPainter(self), "down", box, now.tokens.colour("muted"))


class SheetPanel(Panel):
    """The choice of paper. ``changed`` says that another sheet or place was chosen."""

    changed = Signal()

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(words.tr("Sheet"), parent=parent)
        self.words = words
        self._sheets = all_sheets()
        self.sheets = SheetBox()
        self.sheets.setAccessibleName(words.tr("Sheet"))
        self.sheets.setMaxVisibleItems(9)
        self.sheets.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        for known in self._sheets:
            self.sheets.addItem(self.name_of(known))
        self.measures = Label("", "muted", wrap=True)
        self.start = Stepper(words.tr("Start at place"), words.tr("One place back"), words.tr("One place on"))
        self.map = PlaceMap(words.tr("Places of the first sheet"))
        self._lay_out()
        self.sheets.currentIndexChanged.connect(self._sheet_chosen)
        self.start.changed.connect(self._start_chosen)
        self.map.chosen.connect(self.start.set_value)
        self._show_sheet()

    def _lay_out(self) -> None:
        now = theme.current()
        self._place = QWidget()
        words = QVBoxLayout()
        words.setSpacing(now.px(4))
        words.addWidget(Label(self.words.tr("Start at place"), "body"))
        words.addWidget(Label(self.words.tr("when some cards of the sheet are gone"), "muted", wrap=True))
        words.addWidget(self.start, 0, Qt.AlignmentFlag.AlignLeft)
        words.addStretch(1)
        row = QHBoxLayout(self._place)
        row.setContentsMargins(0, now.px(6), 0, 0)
        row.setSpacing(now.px(12))
        row.addLayout(words, 1)
        row.addWidget(self.map, 0, Qt.AlignmentFlag.AlignTop)
        for widget in (self.sheets, self.measures, self._place):
            self.add(widget)

    def sheet(self) -> Sheet:
        """The sheet chosen."""
        return self._sheets[self.sheets.currentIndex()]

    def choose(self, sheet_id: str) -> None:
        """Chooses a sheet by its id."""
        self.sheets.setCurrentIndex(next(at for at, known in enumerate(self._sheets) if known.id == sheet_id))

    def name_of(self, sheet: Sheet) -> str:
        """A sheet in the person's words: our own by what they are for, bought ones by maker and number."""
        own = {
            "a4-cut": self.words.tr("Plain A4, cut by hand"),
            "cr80": self.words.tr("Plastic cards, card printer"),
            "cr80-bleed": self.words.tr("Plastic cards, printing firm"),
        }
        cards = self.words.ntr("{n} card", "{n} cards", sheet.places).format(n=sheet.places)
        name = self.words.text(sheet.name) if isinstance(sheet.name, Text) else sheet.name
        return f"{own.get(sheet.id, name)} · {cards}"

    def _sheet_chosen(self) -> None:
        self._show_sheet()
        self.changed.emit()

    def _start_chosen(self) -> None:
        self._show_sheet()
        self.changed.emit()

    def _show_sheet(self) -> None:
        sheet = self.sheet()
        with QSignalBlocker(self.start):
            self.start.set_bounds(1, sheet.places)
        size = f"{_millimetres(self.words, sheet.card[0])} × {_millimetres(self.words, sheet.card[1])} mm"
        page = {"card": self.words.tr("one card a page"), "own": self.words.tr("a page of its own size")}.get(
            sheet.page, sheet.page
        )
        self.measures.set_text(f"{size} · {page}")
        self.map.show_sheet(*sheet.grid, self.start.value)
        self._place.setVisible(sheet.places > 1)


def _millimetres(words: Words, length: float) -> str:
    from babel.numbers import format_decimal

    return format_decimal(round(length, 2), locale=words.language)
