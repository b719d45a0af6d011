"""The visit in the bar: whose it is, also before they are found, and its saving, once."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from kassa.ui.till import desk
from kassa.ui.till.acts import Act, Acts
from kassa.ui.till.desk import Opened, Saved
from kassa.ui.till.greeting import called
from kassa.ui.till.result import Told, visit_told
from kassa.ui.till.visit import Ready, Visit
from kassa.ui.till.visit_bar import VisitBar
from kassa.ui.widgets.toasts import ToastStack
from kassa.words import Words

if TYPE_CHECKING:
    from kassa.services.session import Session

_COMING = ""  # the visit's customer is still being found or read


class Visiting(QObject):
    """``visit`` is the one being typed, ``told`` what came of the one before, as long as that stays on the page.

    ``sent``: it is on its way to the store, and the till is free for the next.
    """

    sent = Signal()

    def __init__(self, words: Words, bar: VisitBar, acts: Acts, toasts: ToastStack, parent: QObject) -> None:
        super().__init__(parent)
        self._words = words
        self._bar = bar
        self._acts = acts
        self._toasts = toasts
        self.visit: Visit | None = None
        self.told: Told | None = None
        self._before: Visit | None = None
        self._when_there: list[Callable[[], object]] = []
        self._saving: Act | None = None
        self._sent: Visit | None = None
        self._unsaved: Act | None = None

    @property
    def coming(self) -> bool:
        """Whether its customer is still being found or read."""
        return self.visit is not None and self.visit.customer == _COMING

    @property
    def untouched(self) -> bool:
        """Whether nothing would be lost with it."""
        return self.visit is None or self.visit.untouched

    @property
    def saving(self) -> bool:
        """Whether one is on its way to the store."""
        return self._saving is not None

    @property
    def can_save(self) -> bool:
        """Whether there is one that could be sent now, or as soon as its customer is there."""
        return self.visit is not None and not self.saving and self._bar.amount.valid

    # Whose it is

    def begin(self, customer: str) -> None:
        """A visit of theirs, nothing typed yet."""
        self.visit = Visit(customer)
        self._bar.begin(self.visit)

    def expect(self) -> None:
        """Somebody is being found or read: what is typed from now on belongs to that visit."""
        self._when_there.clear()
        if not self.coming:
            self._before = self.visit
        self._bar.setEnabled(True)
        self.begin(_COMING)

    def came(self, customer: str) -> None:
        """The customer is there: what was typed is theirs, and what waited for them is done."""
        if self.visit is None:
            self.begin(customer)
        elif self.coming:
            self.visit.customer = customer
        waited, self._when_there = self._when_there, []
        for act in waited:
            act()

    def go_back(self, customer: str | None) -> None:
        """Nobody came: the visit of whoever was open before goes on, with what was typed for them."""
        self._when_there.clear()
        self.visit = None
        self._bar.rest()
        before, self._before = self._before, None
        if customer is None:
            return
        if before is not None and before.customer == customer:
            self.visit = before
            self._bar.resume(before)
        else:
            self.begin(customer)

    def go_on(self, customer: str) -> None:
        """Typed or tapped in the bar after a visit: one more for the same customer."""
        self.told = None
        self.visit = Visit(customer)
        self._bar.take(self.visit)

    def drop(self) -> None:
        """Nobody is at the till."""
        self.visit = None
        self.told = None
        self._bar.rest()
        self._bar.setEnabled(False)

    def for_customer(self, act: Callable[[], object]) -> None:
        """Does something for the visit's customer; while they are still being read, as soon as they are there."""
        if self.coming:
            self._when_there.append(act)
        else:
            act()

    # Its saving

    def save(self, opened: Opened, quick_item: str | None) -> None:
        """Sends the visit, if it is the open customer's."""
        visit, customer = self.visit, opened.view.customer
        if visit is None or visit.customer != customer.id:
            return
        ready = visit.ready(quick_item)
        who = called(self._words, customer)
        self._bar.busy()
        act = Act(customer.id, who, who, op=ready.op)
        self._saving, self._sent, self.visit = act, visit, None
        self.sent.emit()
        self._acts.run(act, partial(_buy, visit=ready))

    def is_saving(self, act: Act) -> bool:
        """Whether an act is the one that saves the visit."""
        return act is self._saving

    def saved(self, act: Act, saved: Saved) -> Told:
        """It is in the store: what came of it, in words; a refusal of the same customer's is made good."""
        self._saving, self._sent = None, None
        if self._unsaved is not None and self._unsaved.customer == act.customer:
            self._toasts.answered(self._unsaved.refusal)
            self._unsaved = None
        told = visit_told(self._words, saved)
        act.toast, act.bold = told.toast, told.bold
        return told

    def refused(self, act: Act) -> None:
        """It was refused: it comes back into the bar, and its refusal stands until it is made good."""
        self._unsaved = act
        self.unsent()

    def unsent(self) -> None:
        """It isn't in the store: what was typed can be sent again, unless the next one is being typed already."""
        visit, self._sent, self._saving = self._sent, None, None
        if self.visit is None and visit is not None:
            self.visit = visit
            self._bar.ready()
            self._bar.home.setFocus(Qt.FocusReason.OtherFocusReason)


def _buy(session: Session, _op: str, visit: Ready) -> Saved:
    return desk.buy(session, visit)
