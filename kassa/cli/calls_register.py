"""The register's verbs: customers and notes."""

from __future__ import annotations

from kassa.cli.call import Call, Reply
from kassa.cli.options import wrong
from kassa.services import customers, notes
from kassa.words import say


def add(call: Call) -> Reply:
    """A new customer, and who it may be already."""
    known = {name: value for name, value in call.values.items() if name != "op"}
    added = customers.add(call.session, customers.NewCustomer(**known), op=call["op"])
    return {"customer": added.customer, "warnings": added.warnings}


def edit(call: Call) -> Reply:
    """The customer as changed."""
    changes = _changes(call, "customer")
    return {"customer": customers.edit(call.session, call["customer"], changes, op=call["op"])}


def consent(call: Call) -> Reply:
    """The customer with the consent recorded."""
    customer = customers.consent(
        call.session, call["customer"], call["channel"], call["given"], how=call["how"], op=call["op"]
    )
    return {"customer": customer}


def find(call: Call) -> Reply:
    """The customers that fit, best first."""
    return {"results": customers.find(call.session, call["query"], limit=call["limit"] or 50)}


def show(call: Call) -> Reply:
    """Everything the till shows of a customer."""
    view = customers.show(call.session, call["customer"], at=call["at"])
    return {
        "customer": view.customer,
        "greeting": None if view.greeting.kind == "none" else view.greeting.say,
        "notes": view.notes,
        "open": view.open,
        "standing": view.standing,
        "cards": view.cards,
        "purchases": view.purchases,
        "via": view.via,
    }


def note(call: Call) -> Reply:
    """The note as written."""
    written = notes.add(
        call.session,
        call["customer"],
        call["text"],
        kind=call["kind"] or "other",
        pinned=bool(call["pinned"]),
        due=call["due"],
        assignee=call["assignee"],
        op=call["op"],
    )
    return {"note": written}


def note_edit(call: Call) -> Reply:
    """The note as changed."""
    return {"note": notes.edit(call.session, call["note"], _changes(call, "note"), op=call["op"])}


def note_done(call: Call) -> Reply:
    """The note as finished."""
    return {"note": notes.done(call.session, call["note"], outcome=call["outcome"], op=call["op"])}


def note_remove(call: Call) -> Reply:
    """The note as removed."""
    return {"note": notes.remove(call.session, call["note"], op=call["op"])}


def _changes(call: Call, whose: str) -> Reply:
    changes = {name: value for name, value in call.values.items() if name not in (whose, "op")}
    if not changes:
        raise wrong(
            say("Say what to change, for example its {field}.", field="text" if whose == "note" else "name"), whose
        )
    return changes
