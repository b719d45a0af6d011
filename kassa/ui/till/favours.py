"""What else is done for the customer who is open: rewards handed out, notes, cards, returns, undo."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from kassa.domain.people import Note
from kassa.errors import KassaError
from kassa.ui.till import desk
from kassa.ui.till.acts import Act, Acts
from kassa.ui.till.cards_sheet import in_use
from kassa.ui.till.desk import Opened
from kassa.ui.till.greeting import called
from kassa.ui.till.sheets import Sheets
from kassa.ui.widgets.curtain import is_drawn
from kassa.ui.widgets.toasts import ToastStack
from kassa.words import Words

if TYPE_CHECKING:
    from kassa.services.coupons import Coupon
    from kassa.services.session import Session


class Favours(QObject):
    """The page says who is ``opened``; ``changed`` names a customer to be read again."""

    changed = Signal(str)

    def __init__(self, words: Words, acts: Acts, sheets: Sheets, toasts: ToastStack, parent: QObject) -> None:
        super().__init__(parent)
        self._words = words
        self._acts = acts
        self._sheets = sheets
        self._toasts = toasts
        self.opened: Opened | None = None
        self.question: str | None = None
        self._redeeming: Act | None = None
        self._coupon: Act | None = None
        toasts.undo_asked.connect(self.undo)

    def tell(self, text: str, bold: str = "", op: str | None = None) -> None:
        """Says what was done; under the curtain a toast waits unseen, for it names people."""
        self._toasts.say(text, bold, op).setVisible(not is_drawn())

    def veil(self) -> None:
        """The curtain was drawn or opened."""
        for toast in self._toasts.toasts:
            toast.setVisible(not is_drawn())

    def asked(self) -> None:
        """F6: the greeting's question is asked."""
        if self.question is not None:
            self.finish_note(self.question)

    def redeem_first(self) -> None:
        """F8: hands out the reward shown first."""
        opened = self._somebody()
        if opened is None:
            return
        rewards = opened.view.standing.rewards
        if rewards:
            self.redeem(rewards[0].id)
        else:
            self.tell(self._words.tr("{name} has nothing to redeem").format(name=self._who()))

    def redeem(self, reward: str) -> None:
        """Hands out a reward of the open customer."""
        opened = self.opened
        if opened is None or self._redeeming is not None:
            return
        held = next((each for each in opened.view.standing.rewards if each.id == reward), None)
        if held is not None:
            act = Act(opened.view.customer.id, self._who(), f"{self._who()} · {held.name}")
            self._redeeming = act
            self._acts.run(act, partial(_redeem, reward=reward))

    def redeem_coupon(self, coupon: Coupon, opened: Opened | None) -> None:
        """Hands out what a scanned coupon is good for; a refusal is loud, whoever it belongs to."""
        if self._redeeming is not None:
            return
        who = called(self._words, opened.view.customer) if opened is not None else ""
        said = self._words.tr("{name} · coupon redeemed: {reward}").format(name=who, reward=coupon.name)
        act = Act(coupon.customer, who, said, undoable=opened is not None)
        self._redeeming = self._coupon = act
        self._acts.run(act, partial(_redeem, reward=coupon.reward))

    def is_coupon(self, act: Act) -> bool:
        """Whether an act redeems the coupon scanned last."""
        return act is self._coupon

    def new_note(self) -> None:
        """Ctrl+N."""
        opened = self._somebody()
        if opened is not None:
            self._sheets.note(opened)

    def open_note(self, note: str) -> None:
        """Changes a note."""
        held = self._note(note)
        if held is not None and self.opened is not None:
            self._sheets.note(self.opened, held)

    def finish_note(self, note: str) -> None:
        """A note is done: the question asked, the promise kept."""
        held = self._note(note)
        if held is None or self.opened is None:
            return
        words = self._words
        done = {"ask": words.tr("asked"), "promise": words.tr("promise kept")}.get(held.kind, words.tr("done"))
        act = Act(self.opened.view.customer.id, self._who(), f"{self._who()} · {done}")
        self._acts.run(act, partial(_finish_note, note=note))

    def renew_note(self, note: str) -> None:
        """A family's note still holds: it is not asked about again for twelve months."""
        if self._note(note) is not None and self.opened is not None:
            act = Act(self.opened.view.customer.id, self._who(), f"{self._who()} · {self._words.tr('still so')}")
            self._acts.run(act, partial(_renew_note, note=note))

    def edit_customer(self) -> None:
        """Ctrl+E."""
        opened = self._somebody()
        if opened is not None:
            self._sheets.edit_customer(opened)

    def show_cards(self) -> None:
        """Ctrl+K."""
        opened = self._somebody()
        if opened is not None:
            self._sheets.cards(opened)

    def lose_card(self) -> None:
        """F5: the card in use is lost; of several it is asked which."""
        opened = self._somebody()
        if opened is None:
            return
        used = in_use(opened.view.cards)
        if len(used) == 1:
            self._sheets.lose(opened, used[0].code)
        else:
            self._sheets.cards(opened)

    def open_purchase(self, purchase: str) -> None:
        """Asks what comes back of a purchase."""
        if self.opened is not None:
            self._sheets.take_back(self.opened, purchase)

    def undo_last(self) -> None:
        """Ctrl+Z."""
        if not self._acts.undo():
            self.tell(self._words.tr("Nothing to undo"))

    def undo(self, op: str) -> None:
        """A toast's Undo."""
        self._acts.undo(op)

    def done(self, act: Act) -> None:
        """An act that was no visit is in the store."""
        bold = act.bold
        if act is self._redeeming:
            self._redeeming = None
            words, ring_up = self._words, act.result.ring_up
            bold = words.tr("ring up: {what}").format(what=ring_up) if ring_up else words.tr("redeemed")
        self.tell(act.toast, bold, act.op if act.undoable else None)
        self.changed.emit(act.customer)

    def undone(self, act: Act) -> None:
        """An act was undone."""
        self._toasts.forget(act.op)
        self.tell(act.toast, self._words.tr("undone"))
        self.changed.emit(act.customer)

    def answered(self, act: Act) -> None:
        """An act was done or refused: the next of its kind may begin."""
        if act is self._redeeming:
            self._redeeming = None

    def refused(self, act: Act, error: KassaError) -> None:
        """An act was refused; an open sheet says so itself."""
        self.answered(act)
        if self._sheets.sheet is None:
            text = self._words.text(error.text)
            act.refusal = f"{act.who}: {text}" if act.who else text
            self.fail(act.refusal)
            self.changed.emit(act.customer)

    def fail(self, text: str) -> None:
        """Tells what failed, until it is read."""
        self._toasts.fail(text).setVisible(not is_drawn())

    def bug(self) -> None:
        """An act died of a bug of ours: nothing is waited for."""
        self._redeeming = None

    def _somebody(self) -> Opened | None:
        if self.opened is None:
            self.tell(self._words.tr("Open a customer first"))
        return self.opened

    def _who(self) -> str:
        return called(self._words, self.opened.view.customer) if self.opened is not None else ""

    def _note(self, note: str) -> Note | None:
        notes = self.opened.view.notes if self.opened is not None else ()
        return next((each for each in notes if each.id == note), None)


def _redeem(session: Session, op: str, reward: str) -> Any:
    return desk.redeem(session, reward, op)


def _finish_note(session: Session, op: str, note: str) -> Any:
    return desk.finish_note(session, note, None, op)


def _renew_note(session: Session, op: str, note: str) -> Any:
    return desk.renew_note(session, note, op)
