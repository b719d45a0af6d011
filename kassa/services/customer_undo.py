"""Undoing what was done to a customer: a change of fields, somebody new, an answer about a channel."""

from __future__ import annotations

from typing import Any

from kassa.errors import KassaError
from kassa.services.acting import Act
from kassa.services.replies import Undone
from kassa.store import customer_past, customers, leaving
from kassa.store.customer_past import Change
from kassa.store.engine import Transaction
from kassa.store.operations import Operation
from kassa.words import say


def undo_edit(act: Act, meant: Operation) -> Undone:
    """The fields say again what they said before, unless somebody changed one of them since."""
    for change in customer_past.of_operation(act.transaction, meant.id):
        if put_back(act, change) != change.before:
            raise KassaError("bad_value", say("The customer was changed again since. Edit them instead."))
    return Undone((), None)


def put_back(act: Act, change: Change) -> dict[str, Any]:
    """Gives those fields back that still say what the change made them; which, with what they say now."""
    now = customers.fields(act.transaction, change.customer, change.after)
    back = {name: change.before[name] for name, value in change.after.items() if now[name] == value}
    write(act, change.customer, {name: now[name] for name in back}, back)
    return back


def write(act: Act, customer: int, before: dict[str, Any], after: dict[str, Any]) -> None:
    """Writes fields of a customer, ``tags`` among them, so that the change can be undone and is remembered."""
    if not after:
        return
    customers.change(act.transaction, customer, {name: each for name, each in after.items() if name != "tags"})
    if "tags" in after:
        customers.set_tags(act.transaction, customer, after["tags"])
    customer_past.remember(act.transaction, customer, act.number, before, after)
    customers.reindex(act.transaction, customer)


def undo_add(act: Act, meant: Operation) -> Undone:
    """Somebody who just joined leaves again; a card in their hand is blank as before."""
    number = _number(act.transaction, meant)
    leaving.blank_cards(act.transaction, [number], meant.id, act.number)
    if leaving.standing(act.transaction, [number], meant.id):
        raise KassaError("bad_value", say("Much has happened with this customer since they joined. Edit them instead."))
    leaving.take_out(act.transaction, [number], act.number)
    return Undone((), None)


def undo_entry(act: Act, meant: Operation) -> None:
    """What an operation of several parts did to a customer: its card, its fields, and that they joined by it.

    Whoever has come to more since stays.
    """
    number = _number(act.transaction, meant)
    leaving.blank_cards(act.transaction, [number], meant.id, act.number)
    for change in customer_past.of_operation(act.transaction, meant.id):
        put_back(act, change)
    joined = customers.fields(act.transaction, number, ("operation",))["operation"] == meant.id
    if joined and not leaving.standing(act.transaction, [number], meant.id):
        leaving.take_out(act.transaction, [number], act.number)
    else:
        customers.reindex(act.transaction, number)


def undo_consent(act: Act, meant: Operation) -> Undone:
    """The answer before it holds again."""
    if not customers.withdraw_consents(act.transaction, _number(act.transaction, meant), meant.id):
        raise KassaError("bad_value", say("There is nothing called {operation} to undo.", operation=meant.op or ""))
    return Undone((), None)


def _number(transaction: Transaction, meant: Operation) -> int:
    number = int((meant.subject or "c0")[1:])
    if not customers.exists(transaction, number):
        raise KassaError("unknown_customer", say("That customer is no longer in the register."))
    return number
