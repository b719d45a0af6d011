"""The page's dialogs: the till's own, and those for changing who somebody is and putting a balance right."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from kassa.domain.people import Channel, Purchase
from kassa.ui.customers.person import desk
from kassa.ui.customers.person.consent_sheet import ConsentSheet, ConsentValue, channel_name
from kassa.ui.customers.person.loyalty_sheets import AdjustSheet, AdjustValue, CarrySheet, CarryValue
from kassa.ui.customers.person.undo_sheet import UndoSheet
from kassa.ui.till.acts import Act
from kassa.ui.till.desk import Opened
from kassa.ui.till.greeting import called
from kassa.ui.till.new_card_sheet import Why
from kassa.ui.till.return_sheet import ReturnSheet
from kassa.ui.till.sheets import Sheets

if TYPE_CHECKING:
    from kassa.services.session import Session


class PersonSheets(Sheets):
    """As at the till at most one is open."""

    def consent(self, opened: Opened, channel: Channel) -> None:
        """Asks what the customer agrees to."""
        customer = opened.view.customer
        sheet = ConsentSheet(
            self._words, called(self._words, opened.view.customer), customer.consents, self._window, channel
        )
        sheet.accepted.connect(self._save_consent)
        self._open(sheet, opened)

    def _save_consent(self, value: ConsentValue) -> None:
        words = self._words
        said = words.tr("{channel}: yes") if value.given else words.tr("{channel}: no")
        bold = said.format(channel=channel_name(words, value.channel))
        work = partial(_consent, customer=self._customer(), value=value)
        self._run(Act(self._customer(), self._who(), f"{self._who()} ·", bold), work)

    def adjust(self, opened: Opened) -> None:
        """Asks for stamps to add or take away, and why."""
        cards, who = opened.view.standing.stamp_cards, called(self._words, opened.view.customer)
        if cards:
            sheet = AdjustSheet(self._words, who, cards, self._window)
            sheet.accepted.connect(self._adjust)
            self._open(sheet, opened)

    def _adjust(self, value: AdjustValue) -> None:
        said = self._words.ntr("{n} stamp", "{n} stamps", value.delta)
        count = f"{value.delta:+d}".replace("-", "−")
        work = partial(_adjust, customer=self._customer(), value=value)
        self._run(Act(self._customer(), self._who(), f"{self._who()} ·", said.format(n=count)), work)

    def carry(self, opened: Opened) -> None:
        """Asks for the stamps of a paper card."""
        cards, who = opened.view.standing.stamp_cards, called(self._words, opened.view.customer)
        if cards:
            sheet = CarrySheet(self._words, who, cards, self._window)
            sheet.accepted.connect(self._carry)
            self._open(sheet, opened)

    def _carry(self, value: CarryValue) -> None:
        said = self._words.tr("{name} · paper card carried over").format(name=self._who())
        work = partial(_carry, customer=self._customer(), value=value)
        self._run(Act(self._customer(), self._who(), said), work)

    def return_of(self, opened: Opened, purchase: Purchase) -> None:
        """Asks what comes back of a purchase, however old."""
        sheet = ReturnSheet(
            self._words, called(self._words, opened.view.customer), purchase, opened.shop.programme, self._window
        )
        sheet.accepted.connect(self._return)
        self._open(sheet, opened)

    def undo_purchase(self, opened: Opened, purchase: Purchase) -> None:
        """Asks first: an undone purchase can't be brought back."""
        sheet = UndoSheet(self._words, called(self._words, opened.view.customer), purchase, opened.shop, self._window)
        sheet.accepted.connect(self._undo_purchase)
        self._open(sheet, opened)

    def _undo_purchase(self, purchase: str) -> None:
        said = self._words.tr("{name} · the purchase is undone").format(name=self._who())
        act = Act(self._customer(), self._who(), said, undoable=False)
        self._run(act, partial(_undo_purchase, purchase=purchase))

    def replace_card(self, opened: Opened, code: str) -> None:
        """Asks for the card that takes another's place."""
        held = next((card for card in opened.view.cards if card.code == code), None)
        whys: dict[str, Why] = {"active": "worn", "lost": "lost"}
        self.new_card(opened, code, whys.get(held.state if held is not None else "", "first"))


def _consent(session: Session, op: str, customer: str, value: ConsentValue) -> Any:
    return desk.consent(session, op, customer, value.channel, value.given, value.how)


def _adjust(session: Session, op: str, customer: str, value: AdjustValue) -> Any:
    return desk.adjust(session, op, customer, value.programme, value.delta, value.reason)


def _carry(session: Session, op: str, customer: str, value: CarryValue) -> Any:
    return desk.carry(session, op, customer, value.programme, value.stamps)


def _undo_purchase(session: Session, op: str, purchase: str) -> Any:
    return desk.undo_purchase(session, op, purchase)
