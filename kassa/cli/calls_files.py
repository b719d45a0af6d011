"""The owner's verbs that write files."""

from __future__ import annotations

from kassa.cli.call import Call, Reply
from kassa.services import exporting


def export_customers(call: Call) -> Reply:
    """How many customers are in the file."""
    return {"rows": exporting.export_customers(call.session, call["file"], progress=call.progress)}


def export_ledger(call: Call) -> Reply:
    """How many ledger lines are in the file, explained in the language of who asks."""
    return {"rows": exporting.export_ledger(call.session, call["file"], progress=call.progress, words=call.words)}


def export_purchases(call: Call) -> Reply:
    """How many purchases are in the file."""
    return {"rows": exporting.export_purchases(call.session, call["file"], progress=call.progress)}
