"""The customers page: everybody in a table that is searched, sorted and filtered; and one customer laid over it."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from kassa import config
from kassa.domain.people import Hit
from kassa.errors import KassaError
from kassa.ui.customers import desk
from kassa.ui.customers.asking import Asking
from kassa.ui.customers.chosen import MOST
from kassa.ui.customers.columns import BY_KEY, Teller, chosen
from kassa.ui.customers.desk import Chosen
from kassa.ui.customers.feed import Feed
from kassa.ui.customers.front import Front
from kassa.ui.jobs import Jobs
from kassa.ui.till.desk import Shop
from kassa.words import Words

if TYPE_CHECKING:
    from kassa.services.session import Session
    from kassa.ui.customers.person import CustomerDetail

_TYPING_MS = 120
_AGAIN_MS = 60_000


@dataclass(frozen=True, slots=True)
class _Place:
    """Where somebody was in the table: the customer under the cursor, several that are chosen, and how far the table
    was scrolled.
    """

    number: int | None
    chosen: frozenset[int]
    scrolled: int


class CustomersPage(QWidget):
    """``to_till`` names a customer whom the till shall open, ``card_to_print`` one whose card shall be printed; the
    others ask the window for what isn't done here.
    """

    to_till = Signal(str)
    card_to_print = Signal(str)
    import_asked = Signal()
    file_asked = Signal()
    export_asked = Signal()
    new_asked = Signal()
    paper_asked = Signal()
    post_asked = Signal(object)
    cards_asked = Signal(object)
    letters_asked = Signal(object)

    def __init__(self, session: Session, words: Words, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        from kassa.services.register import Question

        self._session, self._words, self._jobs = session, words, jobs
        self._keep: _Place | None = None
        self._entered = False
        self._columns: tuple[str, ...] | None = None
        self._keys = tuple(column.key for column in chosen(config.read().columns))
        self._writing = False
        self._detail: CustomerDetail | None = None
        today = session.now().date()
        self.front = Front(words, Teller(words, None, today), chosen(self._keys))
        self.table, self.model = self.front.table, self.front.model
        self.stack = QStackedWidget()
        self.stack.addWidget(self.front)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(self.stack)
        self.feed = Feed(session, jobs, self.table, self)
        self.asking = Asking(session, jobs, Question(language=words.language), self)
        self._typing = QTimer(self, singleShot=True, interval=_TYPING_MS)
        self._again = QTimer(self, interval=_AGAIN_MS)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._connect()

    def _connect(self) -> None:
        front, asking = self.front, self.asking
        asking.learnt.connect(self._know_shop)
        asking.renewed.connect(self._register_renewed)
        asking.answered.connect(self._show)
        asking.busy.connect(front.tell_busy)
        asking.refused.connect(self._refused)
        front.import_asked.connect(self.import_asked)
        front.file_asked.connect(self.file_asked)
        front.export_asked.connect(self.export_asked)
        front.new_asked.connect(self.new_asked)
        front.paper_asked.connect(self.paper_asked)
        front.post_asked.connect(self._write_to_those)
        front.chosen.cards_asked.connect(self._print_chosen)
        front.chosen.post_asked.connect(self._write_to_chosen)
        front.clear_asked.connect(self.show_everybody)
        front.columns_chosen.connect(self._choose_columns)
        front.sort_chosen.connect(self._sort)
        front.search.textChanged.connect(self._typed)
        front.search.returnPressed.connect(self._enter)
        front.filters.changed.connect(self._ask_anew)
        self.table.opened.connect(self._open_row)
        self.table.sort_asked.connect(self._heading)
        self._typing.timeout.connect(self._ask_anew)
        self._again.timeout.connect(self._look_again)

    # ── reading ──

    def refresh(self) -> None:
        """Reads again what the register says; for when the page becomes visible."""
        if not self._again.isActive():
            self._again.start()
        self.asking.read()

    def _look_again(self) -> None:
        if self.isVisible():
            self.asking.read()
        else:
            self._again.stop()

    def _know_shop(self, shop: Shop | None) -> None:
        from kassa.services.register import SILENT_MONTHS

        self.model.tell_by(Teller(self._words, shop, shop.today if shop else self._session.now().date()))
        self.front.has_tiers = shop is not None and shop.programme.tiers is not None
        self._show_columns()
        known = self.asking.register
        self.front.filters.offer(shop, known.tags if known else {}, SILENT_MONTHS)

    def _register_renewed(self) -> None:
        # What is shown stays until the new answer is there, and whoever is chosen stays chosen.
        self._keep = self._place()
        self.model.forget()
        self._ask()

    # ── asking ──

    def _typed(self) -> None:
        self._entered = False
        self._typing.start()

    def _enter(self) -> None:
        """Enter in the search opens the first hit, also when it was pressed before the hits came."""
        if not self.front.search.text().strip():
            return
        if self._typing.isActive():
            self._ask_anew()
        self._entered = not self.asking.is_answered
        if not self._entered:
            self._open_first()

    def _open_first(self) -> None:
        if self.model.rowCount():
            self.table.show_row(0)
            self._open_row(0)

    def _ask_anew(self) -> None:
        """Somebody else is meant: from the top."""
        self._typing.stop()
        self._keep = None
        self._ask()

    def _ask(self) -> None:
        front, question = self.front, self.asking.question
        asked = replace(question, query=front.search.text(), filters=front.filters.filters)
        self.asking.ask(asked, whole=self._keep is not None)

    def _show(self, answer: Chosen) -> None:
        keep, self._keep = self._keep, None
        follows = self._follows(answer.numbers)
        self.model.take(answer.rows)
        self.model.show_numbers(answer.numbers)
        if keep is not None:
            self._return_to(keep)
        elif not follows:
            self.table.scrollToTop()
            self.table.setCurrentIndex(self.model.index(-1, 0))
        self.model.told(*self.table.in_sight())
        self.feed.look()
        known, count = self.asking.register, len(answer.numbers) if answer.whole else None
        self.front.tell(count, len(known) if known else None, self.asking.question)
        if self._entered:
            self._entered = False
            self._open_first()

    def _follows(self, numbers: array[int]) -> bool:
        before = self.model.numbers
        return bool(before) and numbers[: len(before)] == before

    def _place(self) -> _Place:
        current = self.table.currentIndex()
        number = self.model.numbers[current.row()] if current.isValid() else None
        several = 1 < self.table.count_chosen() <= MOST
        chosen = frozenset(self.model.numbers[row] for row in self.table.chosen_rows()) if several else frozenset()
        return _Place(number, chosen, self.table.verticalScrollBar().value())

    def _return_to(self, place: _Place) -> None:
        self.table.verticalScrollBar().setValue(place.scrolled)
        if place.number is not None and place.number in self.model.numbers:
            self.table.setCurrentIndex(self.model.index(self.model.numbers.index(place.number), 0))
            self.table.verticalScrollBar().setValue(place.scrolled)
        if place.chosen:
            self.table.choose_rows(at for at, number in enumerate(self.model.numbers) if number in place.chosen)

    def _refused(self, error: KassaError) -> None:
        self.front.tell_refusal(self._words.text(error.text))

    # ── what is chosen ──

    def _write_to_those(self) -> None:
        """Post is wanted for whom search and filters show now."""
        asked = self.asking.question
        self.post_asked.emit(replace(asked, query=self.front.search.text(), filters=self.front.filters.filters))

    def _print_chosen(self) -> None:
        self._hand_over(self._print_these)

    def _write_to_chosen(self) -> None:
        self._hand_over(self._write_to_these)

    def _print_these(self, these: tuple[Hit, ...]) -> None:
        self.cards_asked.emit(these)

    def _write_to_these(self, these: tuple[Hit, ...]) -> None:
        self.letters_asked.emit(these)

    def _hand_over(self, asked: Callable[[tuple[Hit, ...]], None]) -> None:
        """Reads who they are that are chosen, for another page."""
        if 0 < self.table.count_chosen() <= MOST:
            numbers = array("I", (self.model.numbers[row] for row in self.table.chosen_rows()))
            self._jobs.run(
                partial(desk.hits, session=self._session, numbers=numbers),
                done=asked,
                failed=self._refused,
                channel="customers-chosen",
            )

    def show_everybody(self) -> None:
        """Takes the search and the filters away."""
        self.front.search.clear()
        self.front.filters.take_away()
        self._ask_anew()

    def focus_search(self) -> None:
        """Puts the cursor into the search."""
        self._close_detail()
        self.front.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.front.search.selectAll()

    def _heading(self, key: str) -> None:
        """A heading pressed once sorts as one mostly wants it, twice the other way, and then as nothing was said."""
        from kassa.services.register import Sort

        usual = BY_KEY[key].falling
        now = self.asking.question.sort
        if now is None or now.column != key:
            self._sort(Sort(key, usual))
        else:
            self._sort(Sort(key, not usual) if now.descending == usual else None)

    def _sort(self, sort: object) -> None:
        from kassa.services.register import Sort

        self.asking.question = replace(self.asking.question, sort=sort if isinstance(sort, Sort) else None)
        self.front.show_sort(self.asking.question.sort)
        self._ask_anew()

    def _choose_columns(self, keys: tuple[str, ...]) -> None:
        # A column that has nothing to tell in this shop is only hidden.
        hidden = () if self.front.has_tiers or "tier" not in self._keys else ("tier",)
        self._keys = self._columns = (*keys, *hidden)
        self._show_columns()
        self._write_columns()

    def _show_columns(self) -> None:
        keys = self._keys if self.front.has_tiers else tuple(key for key in self._keys if key != "tier")
        columns = chosen(keys)
        if columns != self.model.columns:
            place = self._place()
            self.model.show_columns(columns)
            self._return_to(place)

    def _write_columns(self) -> None:
        """Remembers the columns, one choice after the other: the last one holds."""
        if self._writing or self._columns is None:
            return
        self._writing, columns, self._columns = True, self._columns, None
        self._jobs.run(partial(desk.keep_columns, columns=columns), ended=self._columns_written)

    def _columns_written(self) -> None:
        self._writing = False
        self._write_columns()

    # ── one customer ──

    def _open_row(self, place: int) -> None:
        row = self.model.row(place)
        if row is not None:
            self.open_customer(row.id)

    def open_customer(self, customer: str) -> None:
        """Lays a customer over the table."""
        if self._detail is None:
            from kassa.ui.customers.person import CustomerDetail

            self._detail = CustomerDetail(self._session, self._words, self._jobs, self.stack)
            self._detail.closed.connect(self._close_detail)
            self._detail.changed.connect(self.asking.read)
            self._detail.to_till.connect(self.to_till)
            self._detail.card_to_print.connect(self.card_to_print)
            self.stack.addWidget(self._detail)
        self._detail.show_customer(customer)
        self.stack.setCurrentWidget(self._detail)
        self._detail.setFocus()

    def take_scan(self, code: str) -> bool:
        """Offers a scanned card to the customer in front; whether it was taken."""
        detail = self._detail
        return detail is not None and self.stack.currentWidget() is detail and detail.take_scan(code)

    def customer_in_front(self) -> str:
        """The customer who is laid over the table; empty where none is."""
        detail = self._detail
        return detail.customer if detail is not None and self.stack.currentWidget() is detail else ""

    def _close_detail(self) -> None:
        if self.stack.currentWidget() is self.front:
            return
        self.stack.setCurrentWidget(self.front)
        self.table.setFocus()
        self.asking.read()

    # ── keys ──

    def event(self, event: QEvent) -> bool:
        # The window's own keys would leave for the till; while the table is in front they are the table's.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._mine(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._mine(event):
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_F2:
            self.focus_search()
        elif event.matches(QKeySequence.StandardKey.Print):
            self._print_chosen()
        elif self.table.count_chosen() > 1:
            self.table.choose_one()
        else:
            self.show_everybody()
            self.front.search.setFocus()

    def _mine(self, event: QKeyEvent) -> bool:
        if self.stack.currentWidget() is not self.front:
            return False
        if event.matches(QKeySequence.StandardKey.Print):
            return self.table.count_chosen() > 0
        if event.modifiers():
            return False
        asked = bool(self.front.search.text()) or bool(self.front.filters.filters)
        chosen_now = asked or self.table.count_chosen() > 1
        return event.key() == Qt.Key.Key_F2 or (event.key() == Qt.Key.Key_Escape and chosen_now)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        front = self.stack.currentWidget()
        (self.front.search if front is self.front or front is None else front).setFocus()

    def counted(self) -> str:
        """What the page says of how many there are."""
        return self.front.count.full_text()
