"""The till's questions to the services. Each runs off the window's thread; services are imported at first use,
because the window paints before anything else is loaded (SQLAlchemy alone costs more than Qt's widgets).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from kassa.domain.calendar import ShopDay
from kassa.domain.people import Card, Customer, CustomerView, Hit, Note
from kassa.domain.programme import Programme
from kassa.ui.till.visit import Ready

if TYPE_CHECKING:
    from kassa.services.checkout import Bought, Redeemed, Returned, Undone
    from kassa.services.customers import Added, NewCustomer
    from kassa.services.session import Session

HITS = 50


@dataclass(frozen=True)
class Shop:
    """What the till knows of the shop: its programme and today's business date."""

    programme: Programme
    today: date


@dataclass(frozen=True)
class Opened:
    """A customer on the till: everything the panels show, the shop at that moment, the stamps each purchase moved."""

    view: CustomerView
    shop: Shop


def shop(session: Session, moment: datetime | None = None) -> Shop:
    """The programme in force and the business date."""
    from kassa.services import programmes

    programme = programmes.current(session).programme
    day = ShopDay.of(programme.timezone, programme.day_starts)
    return Shop(programme, day.business_date(moment or session.clock().astimezone(UTC)))


def find(session: Session, query: str) -> tuple[Hit, ...]:
    """The customers whom a query may mean, best first."""
    from kassa.services import customers

    return customers.find(session, query, HITS)


def show(session: Session, reference: str) -> Opened:
    """A customer, by any reference."""
    from kassa.services import customers

    return Opened(customers.show(session, reference), shop(session))


def buy(session: Session, visit: Ready) -> Bought:
    """Save a visit."""
    from kassa.services import checkout

    items = tuple(checkout.OrderItem(item, quantity, None) for item, quantity in visit.items)
    return checkout.buy(
        session,
        checkout.Order(
            customer=visit.customer,
            amount=visit.amount,
            items=items,
            non_earning=None,
            receipt=None,
            at=None,
            op=visit.op,
        ),
    )


def redeem(session: Session, reward: str, op: str) -> Redeemed:
    """Hand out a reward."""
    from kassa.services import checkout

    return checkout.redeem(session, reward, op=op)


def take_back(session: Session, purchase: str, amount: int | None, items: tuple[tuple[str, int], ...], op: str) -> Returned:
    """Take back a purchase or a part of it."""
    from kassa.services import checkout

    returned = tuple(checkout.OrderItem(item, quantity, None) for item, quantity in items) or None
    return checkout.take_back(session, purchase, amount=amount, items=returned, op=op)


def undo(session: Session, operation: str, op: str) -> Undone:
    """Undo an operation of the till."""
    from kassa.services import checkout

    return checkout.undo(session, operation, op=op)


def likely_duplicates(session: Session, new: NewCustomer) -> tuple[Hit, ...]:
    """Who may already be the one about to be added."""
    from kassa.services import customers

    return customers.likely_duplicates(session, new)


def add_customer(session: Session, new: NewCustomer, op: str) -> Added:
    """Put a customer into the register."""
    from kassa.services import customers

    return customers.add(session, new, op=op)


def edit_customer(session: Session, customer: str, changes: Mapping[str, Any], op: str) -> Customer:
    """Change a customer's fields."""
    from kassa.services import customers

    return customers.edit(session, customer, changes, op=op)


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


def remove_note(session: Session, note: str, op: str) -> Note:
    """A note was wrong or is no longer wanted."""
    from kassa.services import notes

    return notes.remove(session, note, op=op)


def assign_card(session: Session, code: str, customer: str, op: str) -> Card:
    """Give a blank card to a customer."""
    from kassa.services import cards

    return cards.assign(session, code, customer, op=op)


def replace_card(session: Session, code: str, new: str | None, op: str) -> Card:
    """Give a new card for an old one; without ``new`` the store makes a code to be printed."""
    from kassa.services import cards

    return cards.replace(session, code, new, op=op)


def lose_card(session: Session, code: str, op: str) -> Card:
    """A card is lost: it opens nobody from now on."""
    from kassa.services import cards

    return cards.lost(session, code, op=op)
