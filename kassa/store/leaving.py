"""Leaving the register: every trace of a person goes; a ledger line keeps the number and nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, delete, func, insert, select, update

from kassa.store import schema, search

_customer = schema.customer
_PERSONAL = (
    "name", "phone", "email", "address", "birthday", "language", "tier", "tier_until", "last_visit", "earlier_visit",
    "referred_by",
)  # fmt: skip


def standing(connection: Connection, numbers: Sequence[int], operation: int) -> set[int]:
    """Those of the customers on whom anything stands that another operation than the one named brought.

    Reversed ledger lines and purchases that are undone count for nothing, and so does a friend who came with them.
    """
    ledger, note, card, bought = schema.ledger.c, schema.note.c, schema.card.c, schema.purchase.c
    past, reward, friend = schema.customer_past.c, schema.reward.c, schema.customer.c
    those = list(numbers)
    others = (
        select(bought.customer).where(bought.customer.in_(those) & ~bought.undone),
        select(reward.customer).where(reward.customer.in_(those) & (reward.state != "withdrawn")),
        select(ledger.customer)
        .where(ledger.customer.in_(those))
        .group_by(ledger.customer, ledger.programme)
        .having(func.sum(ledger.delta) != 0),
        select(note.customer).where(
            note.customer.in_(those) & note.operation.is_distinct_from(operation) & (note.state != "removed")
        ),
        select(card.customer).where(card.customer.in_(those)),
        select(past.customer).where(past.customer.in_(those) & (past.operation != operation)),
        select(friend.referred_by).where(friend.referred_by.in_(those) & friend.operation.is_distinct_from(operation)),
    )
    return {number for statement in others for number in connection.execute(statement).scalars()}


def blank_cards(connection: Connection, numbers: Sequence[int], operation: int, by: int) -> None:
    """Takes back the cards that an operation put into customers' hands and nothing has happened to since.

    One that was blank before is blank again; one that came with the customer was never here.
    """
    card, event = schema.card.c, schema.card_event.c
    later = schema.card_event.alias()
    last = select(func.max(later.c.id)).where(later.c.code == card.code).scalar_subquery()
    given = select(event.code).where((event.id == last) & (event.operation == operation)).exists()
    codes = list(connection.execute(select(card.code).where(card.customer.in_(list(numbers)) & given)).scalars())
    for code in codes:
        known = connection.execute(select(func.count()).where((event.code == code) & (event.operation != operation)))
        if known.scalar():
            connection.execute(update(schema.card).where(card.code == code).values(state="blank", customer=None))
            connection.execute(insert(schema.card_event).values(code=code, operation=by, state="blank", customer=None))
        else:
            connection.execute(delete(schema.card_event).where(event.code == code))
            connection.execute(delete(schema.card).where(card.code == code))


def take_out(connection: Connection, numbers: Sequence[int], operation: int) -> None:
    """Takes people out: whole where nothing names them, else only the number stays, marked as gone."""
    those, note = list(numbers), schema.note.c
    own_notes = select(note.id).where(note.customer.in_(those))
    connection.execute(delete(schema.note_past).where(schema.note_past.c.note.in_(own_notes)))
    for table in (schema.note, schema.tag, schema.consent, schema.external_id, schema.customer_past):
        connection.execute(delete(table).where(table.c.customer.in_(those)))
    for number in those:
        search.remove(connection, number)
    # Among themselves they are no longer friends.
    c = _customer.c
    connection.execute(update(_customer).where(c.id.in_(those) & c.referred_by.is_not(None)).values(referred_by=None))
    naming = (schema.ledger, schema.reward, schema.purchase, schema.card, schema.card_event, schema.stamp_card)
    columns = (*(table.c.customer for table in naming), c.referred_by)
    named = {
        number
        for column in columns
        for number in connection.execute(select(column).where(column.in_(those)).distinct()).scalars()
    }
    connection.execute(
        update(_customer)
        .where(c.id.in_(sorted(named)))
        .values(**dict.fromkeys(_PERSONAL), visits=0, told_visits=0, gone=operation, version=c.version + 1)
    )
    connection.execute(delete(_customer).where(c.id.in_([number for number in those if number not in named])))
