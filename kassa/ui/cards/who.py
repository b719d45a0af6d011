"""Whose cards: everybody without one, customers chosen by name, or blank ones for the drawer."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kassa.domain.people import Hit
from kassa.ui import theme
from kassa.ui.cards.batch import Kind, Who
from kassa.ui.cards.controls import Choice, Stepper
from kassa.ui.widgets.buttons import IconButton
from kassa.ui.widgets.label import Label
from kassa.ui.widgets.search import ROW, HitLine, HitList, SearchField
from kassa.words import Words

MOST_BLANKS = 10_000
_PAUSE_MS = 90
_SHOWN_HITS = 3


class WhoChooser(QWidget):
    """The choice. ``changed`` says that another batch is meant; ``asked`` carries what was typed to find somebody."""

    changed = Signal()
    asked = Signal(str)

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = words
        self._hits: dict[str, Hit] = {}
        self._again: Who | None = None
        self._waiting = 0
        self.waiting = Choice(words.tr("All without a card"))
        self.chosen = Choice(words.tr("Customers I choose"))
        self.blank = Choice(words.tr("Blank cards for the drawer"))
        self.again = Choice(words.tr("A spoilt page again"))
        self.search = SearchField(words.tr("Name, telephone, card"), "", name=words.tr("Look for a customer"))
        self.results = HitList(self._describe, words.tr("Found"))
        self.names = QVBoxLayout()
        self.count = Stepper(words.tr("How many blank cards"), words.tr("One fewer"), words.tr("One more"))
        self.count.set_bounds(1, MOST_BLANKS)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._lay_out()
        self._connect()
        self.blank.setChecked(True)
        self._show_parts()

    def _lay_out(self) -> None:
        self._pick = QWidget()
        column = QVBoxLayout(self._pick)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.current().px(8))
        self.names.setSpacing(0)
        column.addLayout(self.names)
        column.addWidget(self.search)
        column.addWidget(self.results)
        self._many = QWidget()
        row = QHBoxLayout(self._many)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(Label(self.words.tr("How many"), "body", wrap=True), 1)
        row.addWidget(self.count)
        body = QVBoxLayout(self)
        for widget in (self.waiting, self.chosen, self._pick, self.blank, self._many, self.again):
            body.addWidget(widget)

    def _connect(self) -> None:
        for choice in (self.waiting, self.chosen, self.blank, self.again):
            choice.toggled.connect(self._choice_toggled)
        self.count.changed.connect(self._said)
        self.search.textEdited.connect(self._search_edited)
        self.search.returnPressed.connect(self._take_chosen)
        self.search.installEventFilter(self)
        self.results.opened.connect(self.take)
        self._pause.timeout.connect(self._ask)

    def who(self) -> Who:
        """What is chosen now."""
        if self.waiting.isChecked():
            return Who("waiting")
        if self.chosen.isChecked():
            return Who("chosen", customers=tuple(self._hits))
        if self.again.isChecked() and self._again is not None:
            return self._again
        return Who("blank", blanks=self.count.value)

    def cards(self) -> int:
        """How many cards that is."""
        who = self.who()
        return {"waiting": self._waiting, "chosen": len(who.customers)}.get(who.kind, who.blanks)

    def in_words(self) -> str:
        """The same in a few words: ``10 customers without a card``."""
        kind, count = self.who().kind, self.cards()
        words = self.words
        if kind == "chosen" and not count:
            return words.tr("nobody yet")
        told = {
            "waiting": words.ntr("{n} customer without a card", "{n} customers without a card", count),
            "chosen": words.ntr("{n} customer chosen", "{n} customers chosen", count),
            "blank": words.ntr("{n} blank card", "{n} blank cards", count),
            "again": words.ntr("{n} card again", "{n} cards again", count),
        }
        return told[kind].format(n=words.number(count))

    def choose(self, kind: Kind) -> None:
        """Chooses for the person; a first guess when the page opens."""
        of = {"waiting": self.waiting, "chosen": self.chosen, "blank": self.blank, "again": self.again}
        of[kind].setChecked(True)

    def show_waiting(self, count: int) -> None:
        """How many customers have no printed card."""
        self._waiting = count
        self.waiting.set_figure(self.words.number(count))

    def choose_customers(self, hits: Sequence[Hit]) -> None:
        """Exactly these customers."""
        self._hits = {hit.id: hit for hit in hits}
        self._show_names()
        self.choose("chosen")
        self.changed.emit()

    def print_again(self, run: str, page: int, count: int) -> None:
        """New blank cards in the place of those on a spoilt page."""
        self._again = Who("again", blanks=count, spoilt=(run, page))
        self.again.set_figure(str(count))
        self.choose("again")
        self._show_parts()
        self.changed.emit()

    def forget_again(self) -> None:
        """The spoilt page is replaced: it is no longer on offer."""
        self._again = None
        if self.again.isChecked():
            self.blank.setChecked(True)
        self._show_parts()

    def show_hits(self, query: str, hits: Sequence[Hit]) -> None:
        """Those found; an answer to what is no longer typed is dropped."""
        if query != self.search.text().strip():
            return
        fresh = tuple(hit for hit in hits if hit.id not in self._hits)
        self.results.show_hits(fresh, query)
        self._size_results(len(fresh))

    def take(self, hit: Hit) -> None:
        """Puts somebody on the list and makes ready for the next name."""
        self._pause.stop()
        self._hits.setdefault(hit.id, hit)
        self.search.clear()
        self.results.show_hits((), "")
        self._size_results(0)
        self._show_names()
        self.search.setFocus()
        self.changed.emit()

    def drop(self, customer: str) -> None:
        """Takes somebody off the list."""
        self._hits.pop(customer, None)
        self._show_names()
        self.changed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # A panel that goes away still hears of its field, but no longer knows it.
        field = getattr(self, "search", None)
        if watched is field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None:
                self.results.step(step)
                return True
        return super().eventFilter(watched, event)

    def _said(self) -> None:
        self.changed.emit()

    def _choice_toggled(self, on: bool) -> None:
        if on:
            self._show_parts()
            self.changed.emit()

    def _show_parts(self) -> None:
        self._pick.setVisible(self.chosen.isChecked())
        self._many.setVisible(self.blank.isChecked())
        self.again.setVisible(self._again is not None)
        self._size_results(self.results.hits.rowCount())

    def _search_edited(self) -> None:
        self._pause.start()

    def _ask(self) -> None:
        query = self.search.text().strip()
        if query:
            self.asked.emit(query)
        else:
            self.show_hits("", ())

    def _take_chosen(self) -> None:
        hit = self.results.chosen()
        if hit is not None:
            self.take(hit)
        else:
            self._ask()

    def _size_results(self, rows: int) -> None:
        self.results.setVisible(rows > 0)
        self.results.setFixedHeight(theme.current().px(ROW + 6) * min(rows, _SHOWN_HITS))

    def _show_names(self) -> None:
        while (old := self.names.takeAt(0)) is not None:
            widget = old.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for hit in self._hits.values():
            self.names.addWidget(_Named(self.words, hit, self))
        self.chosen.set_figure(str(len(self._hits)) if self._hits else "")

    def _describe(self, hit: Hit) -> HitLine:
        number = self.words.tr("no. {number}").format(number=hit.number)
        ending = f" · ··· {hit.phone_end}" if hit.phone_end else ""
        return HitLine(hit.name or self.words.tr("No name"), f"{number}{ending}")


class _Named(QWidget):
    """Somebody on the list, with a way off it."""

    def __init__(self, words: Words, hit: Hit, panel: WhoChooser) -> None:
        super().__init__(panel)
        self._customer = hit.id
        self._panel = panel
        name = hit.name or words.tr("no. {number}").format(number=hit.number)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.current().px(14), 0, 0, 0)
        row.addWidget(Label(name, "strong", private=True), 1)
        off = IconButton("close", words.tr("Take {name} off the list").format(name=name))
        off.clicked.connect(self._off)
        row.addWidget(off)

    def _off(self) -> None:
        self._panel.drop(self._customer)
