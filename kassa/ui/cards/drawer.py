"""The drawer and the waiting list: what was printed, what was spoilt, who still needs a card."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kassa.domain.people import Hit
from kassa.ui.cards import asked
from kassa.ui.cards.asked import InDrawer, Voided
from kassa.ui.cards.asking import Asking
from kassa.ui.jobs import Jobs
from kassa.words import Words

if TYPE_CHECKING:
    from kassa.services.card_stock import Unprinted
    from kassa.services.session import Session
    from kassa.ui.cards.stock_sheet import Spoilt


class Drawer(Asking):
    """``again`` carries a printing, its spoilt page and how many cards to print in their place; ``chosen`` the
    customers to print cards for; ``voided`` the operation that voided a page's cards, and how many.
    """

    again = Signal(str, int, int)
    chosen = Signal(object)
    voided = Signal(str, int)

    def __init__(self, session: Session, words: Words, jobs: Jobs, page: QWidget) -> None:
        super().__init__(session, words, jobs, page)
        self._inside: InDrawer | None = None
        self._waiting: dict[str, Unprinted] = {}

    def show_drawer(self) -> None:
        """What is in the drawer."""
        work = partial(asked.drawer, session=self._session)
        self._jobs.run(work, done=self._drawer_read, failed=self._refused, channel="cards-drawer")

    def _drawer_read(self, inside: InDrawer) -> None:
        from kassa.ui.cards.stock_sheet import StockSheet

        self._inside = inside
        sheet = StockSheet(self._words, inside.stock, inside.runs, inside.day, self._page)
        sheet.accepted.connect(self._spoilt)
        self._open(sheet)

    def _spoilt(self, spoilt: Spoilt) -> None:
        if not spoilt.again:
            self._save(partial(asked.void_page, run=spoilt.run, page=spoilt.page), self._voided)
            return
        runs = self._inside.runs if self._inside is not None else ()
        pages = (page for run in runs if run.op == spoilt.run for page in run.pages)
        count = next((page.blank for page in pages if page.number == spoilt.page), 0)
        self._close()
        self.again.emit(spoilt.run, spoilt.page, count)

    def _voided(self, voided: Voided) -> None:
        self._close()
        self.voided.emit(voided.op, voided.cards)

    def undo(self, op: str) -> None:
        """Makes the cards of a page that was voided blank again."""
        self._save(partial(asked.undo, operation=op), self._undone)

    def _undone(self, _nothing: object) -> None:
        self.voided.emit("", 0)

    def show_waiting(self) -> None:
        """Who needs a card printed."""
        work = partial(asked.waiting, session=self._session)
        self._jobs.run(work, done=self._waiting_read, failed=self._refused, channel="cards-drawer")

    def _waiting_read(self, found: tuple[Sequence[Unprinted], int]) -> None:
        from kassa.ui.cards.waiting_sheet import WaitingSheet

        people, count = found
        self._waiting = {each.id: each for each in people}
        sheet = WaitingSheet(self._words, tuple(people), count, self._page)
        sheet.accepted.connect(self._ticked)
        self._open(sheet)

    def _ticked(self, customers: Sequence[str]) -> None:
        self._close()
        people = [self._waiting[customer] for customer in customers]
        self.chosen.emit([Hit(each.id, each.number, each.name, None, None, None) for each in people])
