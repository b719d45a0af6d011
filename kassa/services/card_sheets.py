"""The sheets that cards can be printed on: the ones that Kassa knows, and the shop's own by their numbers."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

from kassa import printing
from kassa.errors import KassaError
from kassa.printing import OwnSheet, Sheet
from kassa.services.acting import acting
from kassa.services.session import Session
from kassa.store import settings
from kassa.store.engine import Transaction
from kassa.words import say, say_n

_KEPT = "own_sheets"
_MOST = 50


def sheets(session: Session) -> tuple[Sheet, ...]:
    """Every sheet: the shop's own first."""
    with session.store.reading() as transaction:
        own = _own(transaction)
    return (*(printing.own_sheet(numbers, sheet_id) for sheet_id, numbers in own.items()), *printing.all_sheets())


def sheet_of(session: Session, sheet_id: str) -> Sheet:
    """The sheet of that id, ours or the shop's own; ``bad_value`` names the nearest ones."""
    with session.store.reading() as transaction:
        return sheet_in(transaction, sheet_id)


def sheet_in(transaction: Transaction, sheet_id: str) -> Sheet:
    """The same inside a transaction."""
    numbers = _own(transaction).get(sheet_id.strip().lower())
    return printing.sheet(sheet_id) if numbers is None else printing.own_sheet(numbers, sheet_id.strip().lower())


def own_sheets(session: Session) -> dict[str, OwnSheet]:
    """The shop's own sheets as they were measured, by their ids."""
    with session.store.reading() as transaction:
        return _own(transaction)


def keep_sheet(session: Session, numbers: OwnSheet, op: str | None = None, *, sheet_id: str | None = None) -> Sheet:
    """Keeps a sheet by its numbers, a new one or instead of ``sheet_id``; ``bad_value`` says which number is wrong."""
    with acting(session, "sheets keep", op, numbers, sheet_id) as act:
        own = _own(act.transaction)
        kept = act.first_reply(str)
        if kept is not None:
            return printing.own_sheet(numbers, kept)
        if sheet_id is not None and sheet_id not in own:
            raise _unknown(sheet_id)
        if sheet_id is None and len(own) >= _MOST:
            raise KassaError(
                "limit_reached",
                say_n("A shop can have {n} sheet of its own.", "A shop can have {n} sheets of its own.", _MOST),
            )
        wanted = sheet_id or next(f"own-{n}" for n in range(1, _MOST + 2) if f"own-{n}" not in own)
        made = printing.own_sheet(numbers, wanted)
        _put(act.transaction, {**own, wanted: numbers})
        act.done(wanted)
        return made


def drop_sheet(session: Session, sheet_id: str, op: str | None = None) -> None:
    """Forgets one of the shop's own sheets; ``bad_value`` where it has none of that id."""
    with acting(session, "sheets drop", op, sheet_id) as act:
        if act.first is not None:
            return
        own = _own(act.transaction)
        if sheet_id not in own:
            raise _unknown(sheet_id)
        _put(act.transaction, {known: numbers for known, numbers in own.items() if known != sheet_id})
        act.done(None)


def _own(transaction: Transaction) -> dict[str, OwnSheet]:
    kept: dict[str, dict[str, Any]] = json.loads(settings.get(transaction, (_KEPT,)).get(_KEPT, "{}"))
    return {sheet_id: _read(numbers) for sheet_id, numbers in kept.items()}


def _read(numbers: dict[str, Any]) -> OwnSheet:
    told: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in numbers.items()}
    return OwnSheet(**told)


def _put(transaction: Transaction, own: dict[str, OwnSheet]) -> None:
    told = {sheet_id: dataclasses.asdict(numbers) for sheet_id, numbers in own.items()}
    settings.put(transaction, _KEPT, json.dumps(told, ensure_ascii=False) if told else None)


def _unknown(sheet_id: str) -> KassaError:
    return KassaError("bad_value", say("The shop has no sheet {sheet} of its own.", sheet=sheet_id))
