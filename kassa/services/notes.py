"""Notes about a customer: what to ask, what they like, what was promised.

Rules: 16, and the law on identity numbers and health.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from kassa.domain.identity import holds_identity_number
from kassa.domain.people import NOTE_KINDS, Note
from kassa.errors import KassaError
from kassa.services.acting import Act, acting
from kassa.services.references import customer_in, number_in
from kassa.services.session import Session
from kassa.store import customers, notes
from kassa.store.engine import Transaction
from kassa.store.moments import to_store
from kassa.words import say

_LONGEST = 2000
_FIELDS = frozenset({"text", "kind", "pinned", "due", "assignee"})


def add(
    session: Session,
    reference: str,
    text: str,
    kind: str = "other",
    pinned: bool = False,
    due: date | None = None,
    assignee: str | None = None,
    op: str | None = None,
) -> Note:
    """Writes a note; ``due`` is the business date on which it falls.

    Raises ``bad_value`` for an identity number, ``not_allowed`` for a health note without consent.
    """
    values = {"text": text, "kind": kind, "pinned": pinned, "due": due, "assignee": assignee}
    with acting(session, "note", op, reference, values) as act:
        first = act.first_reply(Note)
        if first is not None:
            return first
        customer, _ = customer_in(act.transaction, reference)
        checked = _checked(act.transaction, customer, values)
        number = notes.append(act.transaction, customer, act.number, act.now, session.actor.staff, checked)
        return _done(act, number)


def edit(session: Session, note: str, changes: Mapping[str, Any], op: str | None = None) -> Note:
    """Changes a note's fields (``text kind pinned due assignee``); what it said before is kept for the owner."""
    with acting(session, "note edit", op, note, dict(changes)) as act:
        first = act.first_reply(Note)
        if first is not None:
            return first
        held = note_in(act.transaction, note)
        unknown = set(changes) - _FIELDS
        if unknown:
            raise KassaError("bad_value", say("A note has no {field}.", field=min(unknown)))
        kept = {"text": held.text, "kind": held.kind}
        checked = _checked(act.transaction, int(held.customer[1:]), {**kept, **changes})
        number = int(held.id[1:])
        renewed = {"renewed": to_store(act.now)}
        notes.change(act.transaction, number, act.number, {name: checked[name] for name in changes} | renewed)
        return _done(act, number)


def done(session: Session, note: str, outcome: str | None = None, op: str | None = None) -> Note:
    """Finishes a note: the question was asked, the promise was kept, or whatever ``outcome`` says."""
    with acting(session, "note done", op, note, outcome) as act:
        first = act.first_reply(Note)
        if first is not None:
            return first
        held = note_in(act.transaction, note)
        if held.state != "open":
            raise KassaError("bad_value", say("That note is finished already."))
        if outcome:
            _refuse_identity_number(outcome)
        ended = outcome or ("kept" if held.kind == "promise" else None)
        notes.change(act.transaction, int(held.id[1:]), act.number, {"state": "done", "outcome": ended})
        return _done(act, int(held.id[1:]))


def remove(session: Session, note: str, op: str | None = None) -> Note:
    """Takes a note away from the panels; its history stays for the owner."""
    with acting(session, "note remove", op, note) as act:
        first = act.first_reply(Note)
        if first is not None:
            return first
        held = note_in(act.transaction, note)
        if held.state == "removed":
            raise KassaError("bad_value", say("That note is removed already."))
        notes.change(act.transaction, int(held.id[1:]), act.number, {"state": "removed"})
        return _done(act, int(held.id[1:]))


def renew(session: Session, note: str, op: str | None = None) -> Note:
    """Somebody said that the note still holds: it is not asked about again for twelve months."""
    with acting(session, "note renew", op, note) as act:
        first = act.first_reply(Note)
        if first is not None:
            return first
        held = note_in(act.transaction, note)
        notes.change(act.transaction, int(held.id[1:]), act.number, {"renewed": to_store(act.now)})
        return _done(act, int(held.id[1:]))


def note_in(transaction: Transaction, note: str) -> Note:
    """The note of a public id; ``bad_value`` when there is none."""
    unknown = say("There is no note {note}.", note=note)
    held = notes.get(transaction, number_in(note, "n", "bad_value", unknown))
    if held is None:
        raise KassaError("bad_value", unknown)
    return held


def _done(act: Act, number: int) -> Note:
    written = notes.get(act.transaction, number)
    assert written is not None
    return act.done(written, subject=written.id)


def _checked(transaction: Transaction, customer: int, values: Mapping[str, Any]) -> dict[str, Any]:
    text = str(values["text"] or "").strip()
    if not text:
        raise KassaError("bad_value", say("Write what to remember."))
    if len(text) > _LONGEST:
        raise KassaError("bad_value", say("A note has at most {most} characters.", most=_LONGEST))
    _refuse_identity_number(text)
    if values["kind"] not in NOTE_KINDS:
        raise KassaError("bad_value", say("A note's kind is one of {kinds}.", kinds=", ".join(NOTE_KINDS)))
    if values["kind"] == "health" and not _may_hold_health(transaction, customer):
        raise KassaError(
            "not_allowed", say("A note on health needs the customer's own consent. Ask, and record the consent first.")
        )
    assignee = values.get("assignee")
    if assignee:
        _refuse_identity_number(assignee)
    checked = {**values, "text": text}
    if "due" in values:
        checked["due"] = None if values["due"] is None else values["due"].isoformat()
    return checked


def _may_hold_health(transaction: Transaction, customer: int) -> bool:
    held = customers.get(transaction, customer)
    return held is not None and any(each.channel == "health" and each.given for each in held.consents)


def _refuse_identity_number(text: str) -> None:
    if holds_identity_number(text):
        raise KassaError(
            "bad_value", say("That looks like a personal identity number. Kassa doesn't keep those; leave it out.")
        )
