"""Taking out what an import brought, customer by customer."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, delete, select, update

from kassa.store import schema
from kassa.store.import_runs import Run

_bought = schema.purchase.c


def touched(connection: Connection, run: Run) -> list[int]:
    """The customers that an import made or added anything to, in the order of their numbers."""
    c, past = schema.customer.c, schema.customer_past.c
    made = select(c.id).where((c.id >= run.first_customer) & (c.operation == run.operation) & c.gone.is_(None))
    known = select(past.customer).where(past.operation == run.operation)
    return sorted({*connection.execute(made).scalars(), *connection.execute(known).scalars()})


def made_by(connection: Connection, numbers: Sequence[int], run: Run) -> set[int]:
    """Those of the customers whom the import made."""
    c = schema.customer.c
    where = c.id.in_(numbers) & (c.operation == run.operation) & c.gone.is_(None)
    return set(connection.execute(select(c.id).where(where)).scalars())


def take_purchases(connection: Connection, customers: Sequence[int], run: Run) -> None:
    """Removes customers' purchases that the import brought as history: no ledger line names such a one."""
    brought = _bought.customer.in_(list(customers)) & (_bought.operation == run.operation)
    numbers = select(_bought.id).where(brought)
    for column in (schema.purchase_item.c.purchase, schema.take_back.c.purchase, schema.external_id.c.purchase):
        connection.execute(delete(column.table).where(column.in_(numbers)))
    connection.execute(delete(schema.purchase).where(brought))


def take_beside(connection: Connection, customer: int, run: Run) -> None:
    """Removes ids, notes that nobody changed since, and answers that the import wrote beside a customer."""
    note, past = schema.note.c, schema.note_past.c
    for table in (schema.external_id, schema.consent):
        connection.execute(delete(table).where((table.c.customer == customer) & (table.c.operation == run.operation)))
    # What the next file says of them is looked at anew.
    ids = schema.external_id
    connection.execute(update(ids).where(ids.c.customer == customer).values(print=None))
    changed = select(past.id).where(past.note == note.id).exists()
    connection.execute(
        delete(schema.note).where((note.customer == customer) & (note.operation == run.operation) & ~changed)
    )


def take_told(connection: Connection, customer: int, before: dict[str, object], after: dict[str, object]) -> None:
    """Takes back the visits that the import told of."""
    c = schema.customer.c
    fewer = int(str(after.get("told_visits", 0))) - int(str(before.get("told_visits", 0)))
    if fewer:
        connection.execute(update(schema.customer).where(c.id == customer).values(told_visits=c.told_visits - fewer))
    if "earlier_visit" in after:
        connection.execute(
            update(schema.customer)
            .where((c.id == customer) & (c.earlier_visit == after["earlier_visit"]))
            .values(earlier_visit=before.get("earlier_visit"))
        )


def forget_past(connection: Connection, numbers: Sequence[int], run: Run) -> None:
    """Removes what was remembered of the import's own changes."""
    c = schema.customer_past.c
    connection.execute(delete(schema.customer_past).where(c.customer.in_(numbers) & (c.operation == run.operation)))
