"""Which paper: found by any part of its name or number, the shop's own sheets first."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QSizePolicy, QVBoxLayout, QWidget

from kassa.printing import Sheet
from kassa.ui import theme
from kassa.ui.widgets.buttons import QuietButton
from kassa.ui.widgets.flow import FlowBox
from kassa.ui.widgets.label import Label
from kassa.words import Words

_ROW, _SHOWN = 44, 5


class SheetChooser(QWidget):
    """``picked`` names the sheet that the person chose. ``own_wanted`` asks for a sheet of one's own, ``own_edit``
    for other numbers of the one named.
    """

    picked = Signal(str)
    own_wanted = Signal()
    own_edit = Signal(str)

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = words
        self._sheets: dict[str, Sheet] = {}
        self._chosen = ""
        self.search = QLineEdit()
        self._invitations = (words.tr("Name or number on the packet"), words.tr("Look for a sheet"))
        self.search.setAccessibleName(self._invitations[1])
        self.search.setClearButtonEnabled(False)
        self.list = QListWidget()
        self.list.setObjectName("found")
        self.list.setAccessibleName(words.tr("Sheet"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.none = Label(words.tr("No such sheet here. Measure it and add it as your own."), "muted", wrap=True)
        self.measures = Label("", "muted", wrap=True)
        self.own = QuietButton(words.tr("A sheet of your own…"))
        self.edit = QuietButton(words.tr("Change…"))
        buttons = FlowBox(8)
        for button in (self.own, self.edit):
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            buttons.add(button)
        column = QVBoxLayout(self)
        for widget in (self.search, self.list, self.none, self.measures, buttons):
            column.addWidget(widget)
        self._connect()

    def _connect(self) -> None:
        self.search.textEdited.connect(self._fill)
        self.search.returnPressed.connect(self._take_first)
        self.search.installEventFilter(self)
        self.list.itemClicked.connect(self._take)
        self.list.itemActivated.connect(self._take)
        self.own.clicked.connect(self.own_wanted)
        self.edit.clicked.connect(self._edit)

    def show_sheets(self, sheets: Sequence[Sheet], chosen: str) -> None:
        """What there is, and which one is chosen."""
        fresh = {sheet.id: sheet for sheet in sheets}
        if fresh == self._sheets and chosen == self._chosen:
            return
        self._sheets, self._chosen = fresh, chosen
        self._fill()

    def choose(self, sheet: str) -> None:
        """Chooses one, without saying so."""
        if sheet != self._chosen:
            self.show_sheets(tuple(self._sheets.values()), sheet)

    def sheet(self) -> Sheet | None:
        """The sheet chosen; None before there are any."""
        return self._sheets.get(self._chosen)

    def name_of(self, sheet: Sheet) -> str:
        """A sheet in the person's words, with how many cards it holds."""
        cards = self.words.ntr("{n} card", "{n} cards", sheet.places).format(n=sheet.places)
        return f"{self.words.name(sheet.name)} · {cards}"

    def shown(self) -> list[str]:
        """The ids of the sheets in the list, from the top."""
        items = (self.list.item(row) for row in range(self.list.count()))
        return [item.data(Qt.ItemDataRole.UserRole) for item in items]

    def _fill(self) -> None:
        typed = _plain(self.search.text())
        found = [each for each in self._sheets.values() if typed in self._found_by(each)]
        self.list.clear()
        for sheet in found:
            item = QListWidgetItem(self.name_of(sheet))
            item.setData(Qt.ItemDataRole.UserRole, sheet.id)
            item.setToolTip(self._measures(sheet))
            self.list.addItem(item)
            if sheet.id == self._chosen:
                self.list.setCurrentItem(item)
        if found and self.list.currentRow() < 0:
            self.list.setCurrentRow(0)
        self.list.setVisible(bool(found))
        self.none.setVisible(not found)
        self._show_chosen()
        self._dress()

    def _found_by(self, sheet: Sheet) -> str:
        """All that a packet may say of it: other article numbers have the same geometry."""
        return _plain(" ".join((self.words.name(sheet.name), sheet.id, sheet.page, *sheet.same_as)))

    def _measures(self, sheet: Sheet) -> str:
        size = f"{self._millimetres(sheet.card[0])} × {self._millimetres(sheet.card[1])} mm"
        page = sheet.page if sheet.page in ("A4", "Letter") else self.words.tr("a page of its own size")
        return f"{size} · {page if sheet.page != 'card' else self.words.tr('one card a page')}"

    def _millimetres(self, length: float) -> str:
        from babel.numbers import format_decimal

        return format_decimal(round(length, 2), locale=self.words.language)

    def _show_chosen(self) -> None:
        chosen = self.sheet()
        self.measures.set_text(self._measures(chosen) if chosen is not None else "")
        self.edit.setVisible(self._chosen.startswith("own-"))

    def _take(self, item: QListWidgetItem) -> None:
        chosen = item.data(Qt.ItemDataRole.UserRole)
        if chosen != self._chosen:
            self._chosen = chosen
            self._show_chosen()
            self.picked.emit(chosen)

    def _take_first(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self._take(item)

    def _edit(self) -> None:
        self.own_edit.emit(self._chosen)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # A panel that goes away still hears of its field, but no longer knows it.
        field = getattr(self, "search", None)
        if watched is field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None and self.list.count():
                self.list.setCurrentRow(min(max(self.list.currentRow() + step, 0), self.list.count() - 1))
                return True
        return super().eventFilter(watched, event)

    def _dress(self) -> None:
        px = theme.current().px
        self.list.setFixedHeight(px(_ROW) * min(max(self.list.count(), 1), _SHOWN) + px(10))
        self.list.setStyleSheet(f"QListWidget {{ border-radius: {px(10)}px; padding: {px(4)}px; }}")

    def _invite(self) -> None:
        """Says in the empty field what fits into it."""
        room = self.search.width() - theme.current().px(32)
        wide, short = self._invitations
        self.search.setPlaceholderText(wide if self.search.fontMetrics().horizontalAdvance(wide) <= room else short)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._invite()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "list"):
            self._dress()
        super().changeEvent(event)


def _plain(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())
