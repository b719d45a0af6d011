"""Leaving the register: every trace of a person goes; a ledger line keeps the number and nothing else."""

from __future__ import annotations

from sqlalchemy import Connection, delete, exists, func, insert, or_, select, update

from kassa.store import schema, search

_customer = schema.customer
_PERSONAL = (
    "name", "phone", "email", "address", "birthday", "language", "tier", "tier_until", "last_visit", "earlier_visit",
    "referred_by",
)  # fmt: skip


def stands(connection: Connection, number: int, operation: int) -> bool:
    """Whether anything stands on a customer that another operation than the one named brought.

    Reversed ledger lines and purchases that are undone count for nothing.
    """
    ledger, note, card, bought = schema.ledger.c, schema.note.c, schema.card.c, schema.purchase.c
    past, reward, friend = schema.customer_past.c, schema.reward.c, schema.customer.c
    others = (
        select(bought.id).where((bought.customer == number) & ~bought.undone),
        select(reward.id).where((reward.customer == number) & (reward.state != "withdrawn")),
        select(ledger.programme)
        .where(ledger.customer == number)
        .group_by(ledger.programme)
        .having(func.sum(ledger.delta) != 0),
        select(note.id).where(
            (note.customer == number) & note.operation.is_distinct_from(operation) & (note.state != "removed")
        ),
        select(card.code).where(card.customer == number),
        select(past.id).where((past.customer == number) & (past.operation != operation)),
        select(friend.id).where(friend.referred_by == number),
    )
    return any(connection.execute(statement.limit(1)).first() is not None for statement in others)


def blank_cards(connection: Connection, number: int, operation: int, by: int) -> None:
    """Takes back the cards that an operation put into a customer's hand and nothing has happened to since.

    One that was blank before is blank again; one that came with the customer was never here.
    """
    card, event = schema.card.c, schema.card_event.c
    later = schema.card_event.alias()
    last = select(func.max(later.c.id)).where(later.c.code == card.code).scalar_subquery()
    given = select(event.code).where((event.id == last) & (event.operation == operation)).exists()
    codes = list(connection.execute(select(card.code).where((card.customer == number) & given)).scalars())
    for code in codes:
        known = connection.execute(select(func.count()).where((event.code == code) & (event.operation != operation)))
        if known.scalar():
            connection.execute(update(schema.card).where(card.code == code).values(state="blank", customer=None))
            connection.execute(insert(schema.card_event).values(code=code, operation=by, state="blank", customer=None))
        else:
            connection.execute(delete(schema.card_event).where(event.code == code))
            connection.execute(delete(schema.card).where(card.code == code))


def take_out(connection: Connection, number: int, operation: int) -> None:
    """Takes a person out: whole where nothing names them, else only the number stays, marked as gone."""
    note = schema.note.c
    own_notes = select(note.id).where(note.customer == number)
    connection.execute(delete(schema.note_past).where(schema.note_past.c.note.in_(own_notes)))
    for table in (schema.note, schema.tag, schema.consent, schema.external_id, schema.customer_past):
        connection.execute(delete(table).where(table.c.customer == number))
    search.remove(connection, number)
    naming = (schema.ledger, schema.reward, schema.purchase, schema.card, schema.card_event, schema.stamp_card)
    named = [exists().where(table.c.customer == number) for table in naming]
    if connection.execute(select(or_(*named, exists().where(_customer.c.referred_by == number)))).scalar():
        nothing = dict.fromkeys(_PERSONAL)
        connection.execute(
            update(_customer)
            .where(_customer.c.id == number)
            .values(**nothing, visits=0, told_visits=0, gone=operation, version=_customer.c.version + 1)
        )
    else:
        connection.execute(delete(_customer).where(_customer.c.id == number))
