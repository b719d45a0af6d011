"""The till's dialogs about loyalty cards: whose a blank one is, and what became of the one before."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from kassa.domain.codes import grouped
from kassa.domain.people import Hit
from kassa.errors import KassaError
from kassa.ui.jobs import Job
from kassa.ui.till import desk
from kassa.ui.till.acts import Act
from kassa.ui.till.cards_sheet import CardsSheet, CardValue, in_use
from kassa.ui.till.customer_sheet import CustomerSheet, CustomerValue
from kassa.ui.till.desk import Opened
from kassa.ui.till.give_sheet import GiveSheet
from kassa.ui.till.greeting import called
from kassa.ui.till.new_card_sheet import NewCardSheet, Why
from kassa.ui.till.offer_sheet import OfferSheet
from kassa.ui.till.search_column import hit_line
from kassa.ui.till.stand import SheetStand
from kassa.ui.widgets.search import HitLine

if TYPE_CHECKING:
    from kassa.services.customers import NewCustomer
    from kassa.services.session import Session

_TAKERS = CustomerSheet | GiveSheet | OfferSheet | NewCardSheet | CardsSheet


class CardSheets(SheetStand):
    """From a card in the hand to its owner (``give``, ``offer``), and from a customer to a card (``cards``, …)."""

    _reported: Act | None = None

    @property
    def takes_card(self) -> bool:
        """Whether the open sheet has a place for a blank card."""
        return isinstance(self.sheet, _TAKERS)

    def take_card(self, code: str) -> None:
        """Puts a blank card into the open sheet."""
        sheet = self.sheet
        if isinstance(sheet, CardsSheet):
            if self._opened is not None:
                self.offer(self._opened, code)
        elif isinstance(sheet, CustomerSheet | GiveSheet | OfferSheet | NewCardSheet):
            sheet.set_card(code)

    # From a card in the hand

    def give(self, code: str) -> None:
        """Nobody is open: asks whose the blank card is."""
        sheet = GiveSheet(self._words, code, self._describe, self._window)
        sheet.asked.connect(self._find)
        sheet.holder.connect(self._holder)
        sheet.accepted.connect(self._join)
        sheet.more.connect(self._ask_more)
        self._open(sheet, None)
        self._find("")

    def offer(self, opened: Opened, code: str, *, open_then: bool = False) -> None:
        """A customer is open: asks whether the blank card is theirs; ``open_then`` opens them when it is given."""
        who = called(self._words, opened.view.customer)
        sheet = OfferSheet(self._words, who, opened.view.cards, code, self._window)
        sheet.accepted.connect(self._given_and_open if open_then else self._given)
        sheet.elsewhere.connect(self.give)
        self._open(sheet, opened)

    def _describe(self, hit: Hit) -> HitLine:
        return hit_line(self._words, hit, self.shop)

    def _find(self, query: str) -> None:
        session = self._acts.session
        if session is not None:
            work = partial(_find, session, query)
            self._jobs.run(work, done=self._found, failed=self._not_found, channel="card holder")

    def _found(self, answer: tuple[str, tuple[Hit, ...]]) -> None:
        if isinstance(self.sheet, GiveSheet):
            self.sheet.show_hits(*answer)

    def _not_found(self, error: KassaError) -> None:
        if isinstance(self.sheet, GiveSheet):
            self.sheet.search_failed()

    def _holder(self, customer: str) -> None:
        session = self._acts.session
        if session is not None:
            work = partial(_show, session, customer)
            self._jobs.run(work, done=self._holder_read, failed=self._holder_unknown, channel="card holder")

    def _holder_unknown(self, error: KassaError) -> None:
        self.say_error(self._words.text(error.text))

    def _holder_read(self, opened: Opened) -> None:
        sheet = self.sheet
        if isinstance(sheet, GiveSheet):
            code: str | None = sheet.code
        else:
            code = sheet.value().card if isinstance(sheet, CustomerSheet) else None
        if code is None:
            return
        if in_use(opened.view.cards):
            self.offer(opened, code, open_then=True)
            return
        self._opened = opened
        self._given_and_open(CardValue("assign", new=code))

    def _join(self, value: CustomerValue) -> None:
        name = value.name or self._words.tr("the new customer")
        said = self._words.tr("{name} is in the register").format(name=name)
        if value.card:
            said = self._words.tr("{name} is in the register and has a card").format(name=name)
        self._run(Act("", name, said, joins=True), partial(_add, value=value))

    def _ask_more(self, value: CustomerValue) -> None:
        """Somebody new, with all the fields that there are."""
        raise NotImplementedError

    # From a customer to a card

    def cards(self, opened: Opened) -> None:
        """The customer's cards, and what may have become of them; without one in use a new one is asked for at once."""
        cards = opened.view.cards
        if not in_use(cards):
            lost = next((card.code for card in cards if card.state == "lost"), None)
            self.new_card(opened, lost, "lost" if lost else "first")
            return
        who = called(self._words, opened.view.customer)
        sheet = CardsSheet(self._words, who, opened.view.cards, self._window)
        sheet.chosen.connect(self._became)
        self._open(sheet, opened)

    def _became(self, what: str) -> None:
        sheet, opened = self.sheet, self._opened
        if not isinstance(sheet, CardsSheet) or opened is None:
            return
        if what == "lost":
            self.lose(opened, sheet.which)
        elif what == "worn":
            self.new_card(opened, sheet.which, "worn")
        else:
            self.new_card(opened, None, "more")

    def lose(self, opened: Opened, code: str) -> None:
        """A card is lost at once; then a new one is asked for."""
        self.put_aside()
        self._opened = opened
        said = self._words.tr("{name} · the card {code} is lost: it opens nobody")
        who = called(self._words, opened.view.customer)
        act = Act(opened.view.customer.id, who, said.format(name=who, code=grouped(code)))
        self._acts.run(act, partial(_lose, code=code))
        self.new_card(opened, code, "lost", reported=act)

    def new_card(
        self, opened: Opened, code: str | None = None, why: Why = "first", reported: Act | None = None
    ) -> None:
        """Asks for a new card, in the place of ``code`` if there is such a one; ``reported``: the act that lost it."""
        who = called(self._words, opened.view.customer)
        self._reported = reported
        sheet = NewCardSheet(self._words, who, why, code, self._window, undoable=reported is not None)
        sheet.accepted.connect(self._given)
        sheet.undo.connect(self._not_lost)
        self._open(sheet, opened)
        if reported is not None:
            sheet.hold()

    def _done(self, act: Act) -> None:
        super()._done(act)
        if act is self._reported and isinstance(self.sheet, NewCardSheet) and self.release():
            self.submit()

    def _refused(self, act: Act, error: KassaError) -> None:
        if act is self._reported:
            # It isn't lost, so nothing is to take its place; the page tells why.
            self._close()
        super()._refused(act, error)

    def _not_lost(self) -> None:
        reported = self._reported
        self._close()
        if reported is not None:
            self._acts.undo(reported.op)

    def _given(self, value: CardValue) -> None:
        self._give(value, None)

    def _given_and_open(self, value: CardValue) -> None:
        self._give(value, self._customer())

    def _give(self, value: CardValue, opens: str | None) -> None:
        who = self._who()
        act = Act(self._customer(), who, f"{who} · {self._told(value)}")
        self._run(act, partial(_card, customer=self._customer(), value=value), opens)

    def _told(self, value: CardValue) -> str:
        words = self._words
        if value.new is None:
            return words.tr("a new code is made, its card is to be printed")
        new = grouped(value.new)
        if value.act == "lost and new":
            return words.tr("the old card is lost, {code} is given").format(code=new)
        if value.act == "replace":
            return words.tr("{code} is given in the old card's place").format(code=new)
        return words.tr("the card {code} is given").format(code=new)


def new_customer(value: CustomerValue) -> NewCustomer:
    """What was typed, for the register."""
    from kassa.services.customers import NewCustomer

    return NewCustomer(
        name=value.name,
        phone=value.phone,
        email=value.email,
        address=value.address,
        birthday=value.birthday,
        tags=value.tags,
        card=value.card,
    )


def _find(session: Session, query: str, _job: Job) -> tuple[str, tuple[Hit, ...]]:
    return query, desk.find(session, query)


def _show(session: Session, customer: str, _job: Job) -> Opened:
    return desk.show(session, customer)


def _add(session: Session, op: str, value: CustomerValue) -> Any:
    return desk.add_customer(session, new_customer(value), op)


def _lose(session: Session, op: str, code: str) -> Any:
    return desk.lose_card(session, code, op)


def _card(session: Session, op: str, customer: str, value: CardValue) -> Any:
    if value.act == "lost and new":
        return desk.lose_and_renew(session, value.code or "", value.new, op)
    if value.act == "replace":
        return desk.replace_card(session, value.code or "", value.new, op)
    return desk.assign_card(session, value.new or "", customer, op)
