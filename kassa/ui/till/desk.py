"""The till's questions to the services. Each runs off the window's thread; services are imported at first use,
because the window paints before anything else is loaded (SQLAlchemy alone costs more than Qt's widgets).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from kassa.domain.calendar import ShopDay
from kassa.domain.people import Card, Customer, CustomerView, Hit, Note
from kassa.domain.programme import Programme
from kassa.errors import KassaError
from kassa.ui.till.visit import Ready

if TYPE_CHECKING:
    from kassa.services.coupons import Coupon
    from kassa.services.customers import Added, NewCustomer
    from kassa.services.replies import Bought, Redeemed, Returned, Undone
    from kassa.services.session import Session

HITS = 50


@dataclass(frozen=True)
class Shop:
    """What the till knows of the shop: its programme, its calendar, today's business date, and by their ids the items
    that stand as buttons (None: all of them, as the programme has them).
    """

    programme: Programme
    day: ShopDay
    today: date
    buttons: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Opened:
    """A customer on the till: everything the panels show, the shop at that moment, the stamps that purchases moved.

    ``replaced`` is the day on which the card that was scanned was replaced by a newer one.
    """

    view: CustomerView
    shop: Shop
    stamps: Mapping[str, int]
    replaced: date | None = None


@dataclass(frozen=True)
class Scan:
    """What a scanned code is: somebody's card (``opened``), a coupon of ``opened``'s, or a blank card, perhaps meant
    for the one on the page in front (``beside``).
    """

    code: str
    opened: Opened | None = None
    coupon: Coupon | None = None
    beside: Opened | None = None


@dataclass(frozen=True)
class Saved:
    """A visit that was saved, and the customer afterwards."""

    visit: Ready
    bought: Bought
    opened: Opened


def shop(session: Session) -> Shop:
    """The programme in force and the business date; ``bad_value`` while the shop has no programme."""
    from kassa.services import programmes, settings

    programme = programmes.current(session).programme
    day = programmes.shop_day(programme)
    return Shop(programme, day, day.business_date(session.now()), settings.quick_items(session, programme))


def find(session: Session, query: str) -> tuple[Hit, ...]:
    """The customers whom a query may mean, best first."""
    from kassa.services import customers

    return customers.find(session, query, HITS)


def show(session: Session, reference: str) -> Opened:
    """A customer, by any reference."""
    from kassa.services import customers, history

    view, now = customers.show(session, reference), shop(session)
    done = history.last_of_card(session, view.via.code) if view.via and view.via.state == "replaced" else None
    replaced = now.day.business_date(done.at) if done is not None else None
    return Opened(view, now, history.stamps(session, view.customer.id, view.purchases), replaced)


def scan(session: Session, code: str, beside: str | None = None) -> Scan:
    """What a scanned code is; ``beside`` is the customer to read where it is blank. Raises what ``show`` raises.

    A coupon that is worth nothing any more opens nobody.
    """
    from kassa.services import coupons

    try:
        return Scan(code, show(session, code))
    except KassaError as error:
        if error.code != "unknown_card":
            raise
        if error.details.get("state") == "blank":
            return Scan(code, beside=show(session, beside) if beside else None)
        coupon = coupons.coupon(session, code)
        if coupon is None:
            raise
    return Scan(code, show(session, coupon.customer) if coupon.state == "available" else None, coupon)


def buy(session: Session, visit: Ready) -> Saved:
    """Save a visit."""
    from kassa.services import checkout, replies

    items = tuple(replies.OrderItem(item, quantity) for item, quantity in visit.items)
    bought = checkout.buy(session, replies.Order(visit.customer, visit.amount, items, op=visit.op))
    return Saved(visit, bought, show(session, visit.customer))


def redeem(session: Session, reward: str, op: str) -> Redeemed:
    """Hand out a reward."""
    from kassa.services import checkout

    return checkout.redeem(session, reward, op=op)


def take_back(
    session: Session, purchase: str, amount: int | None, items: tuple[tuple[str, int], ...], op: str
) -> Returned:
    """Take back a purchase or a part of it."""
    from kassa.services import checkout

    return checkout.take_back(session, purchase, amount=amount, items=items or None, op=op)


def undo(session: Session, operation: str, op: str) -> Undone:
    """Undo an operation of the till."""
    from kassa.services import corrections

    return corrections.undo(session, operation, op=op)


def likely_duplicates(session: Session, new: NewCustomer) -> tuple[Hit, ...]:
    """Who may already be the one about to be added."""
    from kassa.services import customers

    return customers.likely_duplicates(session, new)


def add_customer(session: Session, new: NewCustomer, op: str) -> Added:
    """Put a customer into the register."""
    from kassa.services import customers

    return customers.add(session, new, op=op)


def add_note(session: Session, customer: str, fields: Mapping[str, Any], op: str) -> Note:
    """Remember something of a customer."""
    from kassa.services import notes

    return notes.add(session, customer, **fields, op=op)


def edit_note(session: Session, note: str, changes: Mapping[str, Any], op: str) -> Note:
    """Change a note."""
    from kassa.services import notes

    return notes.edit(session, note, changes, op=op)


def finish_note(session: Session, note: str, outcome: str | None, op: str) -> Note:
    """A note is done: asked, kept."""
    from kassa.services import notes

    return notes.done(session, note, outcome, op=op)


def renew_note(session: Session, note: str, op: str) -> Note:
    """Says that a note still holds."""
    from kassa.services import notes

    return notes.renew(session, note, op=op)


def remove_note(session: Session, note: str, op: str) -> Note:
    """A note was wrong or is no longer wanted."""
    from kassa.services import notes

    return notes.remove(session, note, op=op)


def agree_to_health(session: Session, customer: str, how: str) -> Customer:
    """The customer agrees that health is noted; saying so twice changes nothing."""
    from kassa.services import customers

    return customers.consent(session, customer, "health", True, how)


def assign_card(session: Session, code: str, customer: str, op: str) -> Card:
    """Give a blank card to a customer."""
    from kassa.services import cards

    return cards.assign(session, code, customer, op=op)


def replace_card(session: Session, code: str, new: str | None, op: str) -> Card:
    """Give a new card for an old one; without ``new`` the store makes a code to be printed."""
    from kassa.services import cards

    return cards.replace(session, code, new, op=op)


def lose_and_renew(session: Session, code: str, new: str | None, op: str) -> Card:
    """Report a card lost and give a new one, as one act; without ``new`` the store makes a code to be printed."""
    from kassa.services import cards

    return cards.lost_and_new(session, code, new, op=op)


def lose_card(session: Session, code: str, op: str) -> Card:
    """A card is lost: it opens nobody from now on."""
    from kassa.services import cards

    return cards.lost(session, code, op=op)
