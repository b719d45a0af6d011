"""A sheet of the owner's own: its numbers from a ruler, and the page drawn beside them as they come."""

from __future__ import annotations

from typing import get_args

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from kassa.errors import KassaError
from kassa.printing import OwnSheet, own_sheet
from kassa.printing.own_sheets import Paper
from kassa.printing.sheets import PAGES
from kassa.ui import theme
from kassa.ui.cards.lengths import read_length
from kassa.ui.cards.page_picture import PagePicture
from kassa.ui.till.sheet import Sheet
from kassa.ui.widgets.buttons import PillToggle, QuietButton
from kassa.ui.widgets.flow import FlowBox
from kassa.ui.widgets.label import Label
from kassa.words import Words

_ROWS = ("page_size", "card", "grid", "origin", "pitch")
_EXAMPLE = OwnSheet("", "A4", (210.0, 297.0), (85.0, 54.0), (2, 5), (15.0, 13.5), (95.0, 54.0))


class OwnSheetForm(Sheet):
    """``accepted`` carries the ``OwnSheet``. One that is changed (``numbers``) can also be ``removed``."""

    removed = Signal()
    width_px = 820

    def __init__(self, words: Words, parent: QWidget, numbers: OwnSheet | None = None) -> None:
        title = words.tr("A sheet of your own") if numbers is None else words.tr("Change the sheet {name}")
        super().__init__(words, title.format(name=numbers.name if numbers else ""), words.tr("Save"), parent)
        self.name = QLineEdit()
        self.name.setAccessibleName(words.tr("The sheet's name"))
        self.name.setPlaceholderText(words.tr("for example what stands on its package"))
        self.name.setMaxLength(60)
        self.page: Paper = "A4"
        self.pages: dict[Paper, PillToggle] = {}
        self.fields: dict[str, QLineEdit] = {}
        self.errors: dict[str, Label] = {}
        self.picture = PagePicture(words.tr("The page with its cards"))
        self.pitch_hint = Label("", "muted", wrap=True)
        self._columns: dict[str, QWidget] = {}
        self._build(numbers is not None)
        if numbers is not None:
            self._fill(numbers)
        self.choose_page(self.page)

    # ── layout ──

    def _build(self, changing: bool) -> None:
        words = self.words
        left = self.form
        left.addWidget(Label(words.tr("Measure one sheet with a ruler, in millimetres."), "body", wrap=True))
        left.addWidget(Label(words.tr("The sheet's name"), "caption"))
        left.addWidget(self.name)
        left.addWidget(self._error("name"))
        left.addWidget(Label(words.tr("Paper"), "caption"))
        left.addWidget(self._page_pills())
        left.addWidget(self._error("page"))
        captions = {
            "page_size": (words.tr("The page's width"), words.tr("The page's height")),
            "card": (words.tr("The card's width"), words.tr("The card's height")),
            "grid": (words.tr("How many cards lie side by side"), words.tr("How many cards lie below each other")),
            "origin": (
                words.tr("From the page's left edge to the first card"),
                words.tr("From the page's top edge to the first card"),
            ),
            "pitch": (
                words.tr("From one card's left edge to the next one's"),
                words.tr("From one card's top edge to the next one's"),
            ),
        }
        for row in _ROWS:
            left.addWidget(self._pair(row, captions[row]))
            if row == "pitch":
                left.addWidget(self.pitch_hint)
            left.addWidget(self._error(row))
        corner = words.tr("The radius of the card's corners")
        left.addWidget(Label(f"{corner} · {words.tr('empty for square ones')}", "caption", wrap=True))
        left.addWidget(self._field("corner", corner))
        left.addWidget(self._error("corner"))
        if changing:
            self.remove_button = QuietButton(words.tr("Remove this sheet"), icon="close")
            self.remove_button.clicked.connect(self._remove)
            left.addWidget(self.remove_button, 0, Qt.AlignmentFlag.AlignLeft)
        left.addStretch(1)
        self._picture_beside_the_fields()
        self.name.textEdited.connect(self._typed)

    def _picture_beside_the_fields(self) -> None:
        """The picture stays where it is while the fields are scrolled."""
        (body,) = (part for part in self._card.body.children() if isinstance(part, QVBoxLayout))
        place = body.indexOf(self._scroll)
        body.takeAt(place)
        row = QHBoxLayout()
        row.setSpacing(theme.current().px(16))
        row.addWidget(self._scroll, 1)
        row.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignTop)
        body.insertLayout(place, row, 1)

    def _tall(self, width: int) -> int:
        return super()._tall(width - self.picture.sizeHint().width() - theme.current().px(16))

    def _page_pills(self) -> FlowBox:
        box = FlowBox(gap=8)
        for page in get_args(Paper):
            pill = PillToggle(self.words.tr("Its own size") if page == "own" else page)
            pill.clicked.connect(self._page_clicked)
            self.pages[page] = pill
            box.add(pill)
        return box

    def _pair(self, row: str, captions: tuple[str, str]) -> QWidget:
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.current().px(12))
        grid.setVerticalSpacing(theme.current().px(4))
        for axis, caption in enumerate(captions):
            grid.addWidget(Label(caption, "caption", wrap=True), 0, axis, Qt.AlignmentFlag.AlignBottom)
            grid.addWidget(self._field(f"{row}.{axis}", caption), 1, axis)
            grid.setColumnStretch(axis, 1)
        self._columns[row] = box
        return box

    def _field(self, key: str, name: str) -> QLineEdit:
        field = QLineEdit()
        field.setAccessibleName(name)
        field.setMaxLength(12)
        field.textEdited.connect(self._typed)
        field.installEventFilter(self)
        self.fields[key] = field
        return field

    def _error(self, row: str) -> Label:
        label = Label("", "small", wrap=True, colour="wrong")
        label.hide()
        self.errors[row] = label
        return label

    def _fill(self, numbers: OwnSheet) -> None:
        self.name.setText(numbers.name)
        self.page = numbers.page
        for row in _ROWS:
            for axis, value in enumerate(getattr(numbers, row)):
                self.fields[f"{row}.{axis}"].setText(self.words.number(value))
        if numbers.corner:
            self.fields["corner"].setText(self.words.number(numbers.corner))

    def first_field(self) -> QWidget:
        return self.name

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn and watched in self.fields.values():
            self.picture.point_out(next(key for key, field in self.fields.items() if field is watched))
        return super().eventFilter(watched, event)

    # ── what is typed ──

    def choose_page(self, page: Paper) -> None:
        """The paper: a known one, or one whose sides are typed."""
        self.page = page
        for each, pill in self.pages.items():
            pill.setChecked(each == page)
        self._columns["page_size"].setVisible(page == "own")
        self._typed()
        if self.isVisible():
            self.relayout()

    def _page_clicked(self) -> None:
        self.choose_page(next(page for page, pill in self.pages.items() if pill is self.sender()))

    def page_size(self) -> tuple[float, float]:
        """The page's sides, those of the example while they aren't typed."""
        if self.page != "own":
            return PAGES[self.page]
        return self._number("page_size.0") or 210.0, self._number("page_size.1") or 297.0

    def _number(self, key: str) -> float | None:
        """What a field holds; an empty distance to the next card is what an even margin leaves."""
        length = read_length(self.fields[key].text())
        row, _, axis = key.partition(".")
        if row == "pitch" and not self.fields[key].text().strip():
            return self._even_pitch(int(axis))
        if key == "corner" and not self.fields[key].text().strip():
            return 0.0
        if row == "grid" and length is not None:
            return length if length == int(length) else None
        return length

    def _even_pitch(self, axis: int) -> float | None:
        """The distance that leaves the same margin behind the last card as before the first."""
        card, first, count = (self._number(f"{row}.{axis}") for row in ("card", "origin", "grid"))
        if card is None or first is None or not count or count < 1:
            return None
        room = self.page_size()[axis] - 2 * first - card
        return round(room / (count - 1), 3) if count > 1 else card

    def missing(self) -> str | None:
        """The first field that holds no number; None when all of them do."""
        wanted = [f"{row}.{axis}" for row in _ROWS for axis in (0, 1) if row != "page_size" or self.page == "own"]
        return next((key for key in (*wanted, "corner") if self._number(key) is None), None)

    def value(self) -> OwnSheet:
        """What is typed, the example's numbers where nothing is."""

        def pair(row: str) -> tuple[float, float]:
            typed = [self._number(f"{row}.{axis}") for axis in (0, 1)]
            across, down = (
                example if number is None else number
                for number, example in zip(typed, getattr(_EXAMPLE, row), strict=True)
            )
            return across, down

        columns, rows = pair("grid")
        size = self.page_size() if self.page == "own" else (0.0, 0.0)
        return OwnSheet(
            name=" ".join(self.name.text().split()),
            page=self.page,
            page_size=size,
            card=pair("card"),
            grid=(int(columns), int(rows)),
            origin=pair("origin"),
            pitch=pair("pitch"),
            corner=self._number("corner") or 0.0,
        )

    def _typed(self) -> None:
        missing = self.missing()
        self.picture.show_numbers(self.value(), self.page_size(), missing is not None)
        self._hint_at_pitch()
        self._tell_wrong(self._refusal() if missing is None else None, live=True)

    def _hint_at_pitch(self) -> None:
        even = [self._even_pitch(axis) for axis in (0, 1)]
        for axis, pitch in enumerate(even):
            field = self.fields[f"pitch.{axis}"]
            count = self._number(f"grid.{axis}")
            field.setEnabled(count != 1)
            field.setPlaceholderText("" if pitch is None or count == 1 else self.words.number(pitch))
        told = self.words.tr("Left empty: as far as it is when the margins on both sides are alike.")
        self.pitch_hint.set_text(told)

    def _refusal(self) -> KassaError | None:
        try:
            own_sheet(self.value())
        except KassaError as error:
            return error
        return None

    # ── telling and saving ──

    def _tell_wrong(self, refusal: KassaError | None, live: bool = False) -> None:
        """The refusal below its field; while typing none for a name that is still to come."""
        where = str(refusal.details.get("field", "")) if refusal is not None else ""
        if live and where == "name":
            refusal = None
        row = where.partition(".")[0]
        shown = self.errors.get("card" if row == "page_size" and self.page != "own" else row)
        changed = False
        for label in self.errors.values():
            text = self.words.text(refusal.text) if refusal is not None and label is shown else ""
            changed |= label.isHidden() == bool(text)
            label.set_text(text)
            label.setVisible(bool(text))
        if refusal is not None and shown is None and not live:
            self.show_error(self.words.text(refusal.text))
        elif changed and self.isVisible():
            self.relayout()

    def submit(self) -> None:
        self.show_error("")
        missing = self.missing()
        if missing is not None:
            self._ask_for(missing)
            return
        refusal = self._refusal()
        if refusal is not None:
            self._tell_wrong(refusal)
            where = str(refusal.details.get("field", ""))
            self._go_to(self.fields.get(where, self.name))
            return
        self.busy()
        self.accepted.emit(self.value())

    def _ask_for(self, key: str) -> None:
        row = key.partition(".")[0]
        if row == "grid":
            told = self.words.tr("How many? A whole number, such as 2.")
        else:
            told = self.words.tr("Write what the ruler shows, such as {example} mm.").format(
                example=self.words.number(85.6)
            )
        for each, label in self.errors.items():
            label.set_text(told if each == row else "")
            label.setVisible(each == row)
        self.relayout()
        self._go_to(self.fields[key])

    def _go_to(self, field: QLineEdit) -> None:
        field.setFocus()
        self._scroll.ensureWidgetVisible(field, 0, theme.current().px(80))

    def _remove(self) -> None:
        self.busy()
        self.removed.emit()
