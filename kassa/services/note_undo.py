"""Undoing what was done to a note."""

from __future__ import annotations

from kassa.errors import KassaError
from kassa.services.acting import Act
from kassa.services.replies import Undone
from kassa.store import notes
from kassa.store.operations import Operation
from kassa.words import say


def undo_note(act: Act, meant: Operation) -> Undone:
    """A note just written is removed."""
    notes.change(act.transaction, int((meant.subject or "n0")[1:]), act.number, {"state": "removed"})
    return Undone((), None)


def undo_note_change(act: Act, meant: Operation) -> Undone:
    """A note says again what it said before."""
    found = notes.before_operation(act.transaction, meant.id)
    if found is None or notes.changed_after(act.transaction, found[0], meant.id):
        raise KassaError("bad_value", say("The note was changed again since. Edit it instead."))
    notes.change(act.transaction, found[0], act.number, found[1])
    return Undone((), None)
