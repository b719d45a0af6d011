"""The customer page's questions to the services; each runs off the window's thread."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kassa.errors import KassaError
from kassa.ui.till import desk
from kassa.ui.till.desk import Opened

if TYPE_CHECKING:
    from kassa.domain.people import Card, Customer
    from kassa.services.history import CardStory, PurchasePage, Why
    from kassa.services.replies import Adjusted, Undone
    from kassa.services.session import Session
    from kassa.ui.customers.person.timeline import Past


@dataclass(frozen=True)
class Seen:
    """Everything that the page shows at once; ``phone`` is the telephone as people write it."""

    opened: Opened
    phone: str


def show(session: Session, customer: str) -> Seen:
    """A customer, by any reference."""
    from kassa.services import history

    opened = desk.show(session, customer)
    phone = opened.view.customer.phone
    return Seen(opened, history.telephone(session, phone) if phone else "")


def purchases(session: Session, customer: str, before: str | None, limit: int = 50) -> PurchasePage:
    """Some of the purchases."""
    from kassa.services import history

    return history.purchases(session, customer, before, limit)


def why(session: Session, customer: str, skip: int, limit: int) -> Why:
    """Why the balance is what it is."""
    from kassa.services import history

    return history.why(session, customer, skip, limit)


def cards(session: Session, customer: str) -> tuple[CardStory, ...]:
    """The cards, and what became of them."""
    from kassa.services import history

    return history.cards(session, customer)


def past(session: Session, customer: str) -> Past:
    """What was changed of the customer, of the notes, of the consents."""
    from kassa.services import history
    from kassa.ui.customers.person.timeline import Past

    changes = tuple(
        replace(change, before=_written(session, change.before), after=_written(session, change.after))
        if change.name == "phone"
        else change
        for change in history.changes(session, customer)
    )
    return Past(history.notes(session, customer), history.consents(session, customer), changes)


def _written(session: Session, phone: object) -> object:
    """A telephone as people write it."""
    from kassa.services import history

    return history.telephone(session, phone) if isinstance(phone, str) and phone else phone


def is_blank(session: Session, code: str) -> bool:
    """Whether a card is nobody's yet; refused where it may not be used."""
    from kassa.services import customers

    try:
        customers.show(session, code)
    except KassaError as error:
        if error.details.get("state") == "blank":
            return True
        raise
    return False


def consent(session: Session, op: str, customer: str, channel: str, given: bool, how: str | None) -> Customer:
    """Record a consent."""
    from kassa.services import customers

    return customers.consent(session, customer, channel, given, how, op=op)


def adjust(session: Session, op: str, customer: str, programme: str, delta: int, reason: str) -> Adjusted:
    """Add stamps or take them away."""
    from kassa.services import corrections

    return corrections.adjust(session, customer, "stamps", delta, reason, programme, op=op)


def carry(session: Session, op: str, customer: str, programme: str, stamps: int) -> Adjusted:
    """Carry a paper card over."""
    from kassa.services import corrections

    return corrections.carry(session, customer, programme, stamps, op=op)


def undo_purchase(session: Session, op: str, purchase: str) -> Undone:
    """Undo a purchase, as if it had never been noted."""
    return desk.undo(session, purchase, op)


def block_card(session: Session, op: str, code: str) -> Card:
    """Block a card."""
    from kassa.services import cards

    return cards.block(session, code, op=op)
