"""Taking a whole import out again: at a person's word, after a failure, or for a program that died over it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from kassa.errors import KassaError
from kassa.services import customer_undo, import_carries
from kassa.services.acting import Act, already_undone, check_allowed, digest_of, first_reply
from kassa.services.codec import encode
from kassa.services.import_pieces import MANY, Pieces, tidy
from kassa.services.import_receipts import settle
from kassa.services.programmes import versions_in
from kassa.services.session import Session
from kassa.services.undoing import undo_in
from kassa.store import customer_past, customers, import_runs, import_undo, leaving, operations
from kassa.store.engine import Transaction
from kassa.store.import_runs import Run
from kassa.store.operations import Operation
from kassa.store.turns import Turns
from kassa.words import say

Progress = Callable[[int, int], None]

# What came as fields of its own is put back by them; these are counted anew.
_COUNTED = ("visits", "last_visit", "told_visits", "earlier_visit", "tags")
_AT_ONCE, _MANY_AT_ONCE = 20, 200


@dataclass(frozen=True, slots=True)
class UndoneImport:
    """How many people left again, whose fields say again what they said, and who stays as they were served since."""

    removed: int
    restored: int
    kept: int


def undo_import(
    session: Session, operation: str, progress: Progress | None = None, op: str | None = None
) -> UndoneImport:
    """Takes all of an import out again, but for people whom the shop has served since: they stay.

    ``operation`` is the import's ``op``. It can't be left half done: what ``progress`` raises is raised at the end.
    Raises ``already_undone``, ``not_allowed`` for a cashier, ``store_busy`` during another import.
    """
    check_allowed(session, "import customers")
    first = first_reply(session, "undo", op, UndoneImport, operation)
    if first is not None:
        return first
    with import_runs.alone(session.store) as alone:
        if not alone:
            raise KassaError(
                "store_busy", say("A file is being imported just now. Wait until it is done, then try again.")
            )
        with session.store.writing() as transaction:
            run = meant(transaction, operation)
            if run is None:
                raise KassaError("bad_value", say("There is nothing called {operation} to undo.", operation=operation))
            if run.state == "undone":
                raise already_undone()
            actor = session.actor
            digest = digest_of("undo", (operation,)) if op else None
            by = operations.claim(transaction, op, "undo", digest, session.now(), actor.staff, actor.till)
            operations.conclude(transaction, by, subject=None, reply=None, undoes=run.operation)
            import_runs.move(transaction, run.operation, "undoing")
        undone = take_apart(session, run, by, progress)
        with session.store.writing() as transaction:
            import_runs.move(transaction, run.operation, "undone")
            reply = json.dumps(encode(undone)) if op else None
            operations.conclude(transaction, by, subject=None, reply=reply, undoes=run.operation)
    return undone


def is_import(session: Session, operation: str) -> bool:
    """Whether somebody means an import by this."""
    with session.store.reading() as transaction:
        return meant(transaction, operation) is not None


def meant(transaction: Transaction, operation: str) -> Run | None:
    """The import that somebody means by its ``op``, or by ``i`` and its number where it has none."""
    found = import_runs.named(transaction, operation)
    if found is None and operation[:1] == "i" and operation[1:].isdigit() and len(operation) < 16:
        found = import_runs.get(transaction, int(operation[1:]))
    return found


def finish_others(session: Session, check: Callable[[], None] | None = None) -> None:
    """Takes out what a program left half done that died over an import, or over undoing one.

    What ``check`` raises stops it between two pieces.
    """
    with session.store.reading() as transaction:
        if not import_runs.unfinished(transaction):
            return
    with import_runs.alone(session.store) as alone:
        if not alone:
            return
        with session.store.reading() as transaction:
            left = import_runs.unfinished(transaction)
        for run in left:
            abandon(session, run, check)


def abandon(session: Session, run: Run, check: Callable[[], None] | None = None) -> None:
    """Takes out what there is of an import, and finishes an undoing; the caller is alone."""
    take_apart(session, run, run.operation, None, check)
    with session.store.writing() as transaction:
        if run.state == "running":
            import_runs.forget(transaction, run.operation)
        else:
            import_runs.move(transaction, run.operation, "undone")


def take_apart(
    session: Session, run: Run, by: int, progress: Progress | None, check: Callable[[], None] | None = None
) -> UndoneImport:
    """Takes out, piece by piece, all that an import brought; can be begun again after any interruption.

    What ``progress`` raises is raised at the end, what ``check`` raises at once.
    """
    with Turns(Path(session.store.where)) as turns:
        return _take_apart(session, run, Pieces(session, by, turns), progress, check)


def _take_apart(
    session: Session, run: Run, adding: Pieces, progress: Progress | None, check: Callable[[], None] | None
) -> UndoneImport:
    pieces = replace(adding, removes=True)
    _undo_parts(adding, run, check)
    with session.store.reading() as transaction:
        numbers = import_undo.touched(transaction, run)
    work = _TakingOut(run)
    done, stopped = 0, list[BaseException]()
    for count in pieces.work(iter(numbers), work.take_out):
        done += count
        if check is not None:
            check()
        if progress is not None and not stopped:
            try:
                progress(done, len(numbers))
            except BaseException as error:
                stopped.append(error)
    if len(numbers) > MANY:
        tidy(adding)
    if stopped:
        raise stopped[0]
    return UndoneImport(work.removed, work.restored, work.kept)


def _undo_parts(pieces: Pieces, run: Run, check: Callable[[], None] | None) -> None:
    """Undoes, the latest first, what the import did as operations of their own: carried cards, returns, purchases."""
    before: int | None = None
    while True:
        with pieces.writing() as act:
            parts = operations.parts(act.transaction, run.operation, before, _MANY_AT_ONCE)
            done = parts[: import_carries.take_back(act, parts)]
            if not done:
                done = parts[:_AT_ONCE]
                for part in done:
                    _undo_part(act, part)
        if not done:
            return
        before = done[-1].id
        if check is not None:
            check()


def _undo_part(act: Act, part: Operation) -> None:
    actor = act.session.actor
    own = operations.claim_part(
        act.transaction, "undo", part.subject or "", act.now, actor.staff, actor.till, act.number
    )
    # What has come back or been undone since stays as it is.
    with suppress(KassaError):
        undo_in(replace(act, number=own), part)
    operations.conclude(act.transaction, own, subject=part.subject, reply=None, undoes=part.id)


class _TakingOut:
    def __init__(self, run: Run) -> None:
        self.removed = self.restored = self.kept = 0
        self._run = run

    def take_out(self, act: Act, numbers: Sequence[int]) -> None:
        """Takes out what the import brought of some customers, and those whom nobody else knows."""
        run, transaction = self._run, act.transaction
        made = import_undo.made_by(transaction, numbers, run)
        past: dict[int, list[customer_past.Change]] = {}
        for change in customer_past.of_customers(transaction, run.operation, numbers):
            past.setdefault(change.customer, []).append(change)
        leaving.blank_cards(transaction, numbers, run.operation, act.number)
        import_undo.take_purchases(transaction, numbers, run)
        standing = leaving.standing(transaction, sorted(made), run.operation)
        leaving.take_out(transaction, sorted(made - standing), act.number)
        self.removed += len(made - standing)
        self.kept += len(standing)
        stay = [number for number in numbers if number not in made or number in standing]
        for number in stay:
            if number in made:
                continue
            self.restored += 1
            import_undo.take_beside(transaction, number, run)
            for change in past.get(number, ()):
                _put_back(act, change)
            customers.reindex(transaction, number)
        import_undo.forget_past(transaction, numbers, run)
        versions = versions_in(transaction)
        if stay and versions is not None:
            settle(act, versions, stay)


def _put_back(act: Act, change: customer_past.Change) -> None:
    transaction, number = act.transaction, change.customer
    import_undo.take_told(transaction, number, change.before, change.after)
    new = set(change.after.get("tags", ())) - set(change.before.get("tags", ()))
    if new:
        held = customers.fields(transaction, number, ["tags"])["tags"]
        customers.set_tags(transaction, number, [tag for tag in held if tag not in new])
    before, after = (
        {name: value for name, value in fields.items() if name not in _COUNTED}
        for fields in (change.before, change.after)
    )
    customer_undo.put_back(act, replace(change, before=before, after=after))
