"""An import under way: many short transactions, between which the till serves, and together one operation.

What a program that dies, a full disk or a person who changes their mind leaves half done is taken out again: at once,
or by whoever opens the store next.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import Any, TypeVar

from kassa.domain.clock import read_clock
from kassa.errors import KassaError
from kassa.services.acting import Act, digest_of
from kassa.services.codec import encode
from kassa.services.session import Session
from kassa.store import exports, import_runs, imports, operations, search, settings
from kassa.store.engine import Transaction
from kassa.store.turns import Turns
from kassa.words import say

T = TypeVar("T")

# A till that waits for its turn is asked to wait no longer than about this, and then gets it.
_PIECE_SECONDS = 0.035
_FEWEST, _FIRST, MANY = 25, 50, 2_000
_TIDY_PAGES = 40
TIDIED = "search_tidied"
"""Under this name stands the operation after which the search index was in order."""


@dataclass(slots=True)
class Pieces:
    """Cuts work into transactions that are short enough for a till to wait for; in a rehearsal nobody waits."""

    session: Session
    number: int
    turns: Turns | None = None
    rehearsed: bool = False
    removes: bool = False
    _size: int = field(default=_FIRST)

    def act(self, transaction: Transaction) -> Act:
        """The import's operation in one of its transactions."""
        clock = read_clock(self.session.now(), operations.latest_moment(transaction))
        return Act(self.session, transaction, clock, self.number, False)

    def work(self, some: Iterator[T], do: Callable[[Act, Sequence[T]], None]) -> Iterator[int]:
        """Does all of it, piece by piece; tells after each how many it was."""
        while piece := list(islice(some, self._size)):
            with self._transaction() as act:
                began = perf_counter()
                do(act, piece)
            self._learn(len(piece), perf_counter() - began)
            self._let_others()
            yield len(piece)

    @contextmanager
    def writing(self) -> Iterator[Act]:
        """One of the transactions, and afterwards a moment for those who wait."""
        with self._transaction() as act:
            yield act
        self._let_others()

    @contextmanager
    def _transaction(self) -> Iterator[Act]:
        with self.session.store.writing_part(removes=self.removes) as transaction:
            yield self.act(transaction)

    def _let_others(self) -> None:
        if self.turns is not None:
            self.turns.let_others()

    def _learn(self, count: int, took: float) -> None:
        wanted = _PIECE_SECONDS * (10 if self.rehearsed else 1)
        self._size = max(_FEWEST, min(MANY, 2 * self._size, round(count * wanted / max(took, 1e-6)) or 1))


def first_reply(session: Session, op: str | None, verb: str, *contents: Any) -> Any:
    """The report of the same import, made before, as JSON; None when this is the first time."""
    if op is None:
        return None
    with session.store.reading() as transaction:
        first = operations.find(transaction, op)
        if first is None:
            return None
        if first.digest != digest_of(verb, contents):
            raise KassaError("op_reused", say("This was already used for something else. Start the entry anew."))
        run = import_runs.get(transaction, first.id)
    if run is None or run.report is None:
        raise _under_way()
    return json.loads(run.report)


@contextmanager
def importing(
    session: Session,
    verb: str,
    op: str | None,
    contents: tuple[Any, ...],
    file: str,
    kind: str,
    program: str,
    rehearsed: bool,
) -> Iterator[Pieces]:
    """Begins an import, alone: ``store_busy`` during another one."""
    with nullcontext(True) if rehearsed else import_runs.alone(session.store) as alone:
        if not alone:
            raise _under_way()
        with session.store.writing() as transaction:
            number = operations.claim(
                transaction, op, verb, digest_of(verb, contents) if op else None, session.now(),
                session.actor.staff, session.actor.till,
            )  # fmt: skip
            # People of another Kassa come with their own numbers.
            first = 1 if program == exports.PROGRAM else imports.next_number(transaction)
            import_runs.begin(transaction, number, file, kind, program, first)
        with nullcontext() if rehearsed else Turns(Path(session.store.where)) as turns:
            yield Pieces(session, number, turns, rehearsed)


def _under_way() -> KassaError:
    return KassaError("store_busy", say("A file is being imported just now. Wait until it is done, then try again."))


def finish(pieces: Pieces, report: Any) -> None:
    """Makes everybody be found, then says that it is done."""
    with pieces.session.store.reading() as transaction:
        run = import_runs.get(transaction, pieces.number)
        assert run is not None
        places = import_runs.newest_last(transaction, run)
    for _ in pieces.work(iter(places), _index):
        pass
    if len(places) > MANY:
        tidy(pieces)
    with pieces.session.store.writing() as transaction:
        import_runs.move(transaction, pieces.number, "done", json.dumps(encode(report), ensure_ascii=False))
        operations.conclude(transaction, pieces.number, subject=None, reply=None, undoes=None)


def _index(act: Act, places: Sequence[tuple[int, int]]) -> None:
    import_runs.index(act.transaction, places)


def tidy(pieces: Pieces, enough: Callable[[], bool] = lambda: False) -> bool:
    """Puts the search index in order, little by little, until it is or until it is ``enough``; whether it is."""
    begin = more = True
    while more:
        if enough():
            return False
        with pieces.writing() as act:
            more = search.tidy(act.transaction, _TIDY_PAGES, begin)
            if not more:
                settings.put(act.transaction, TIDIED, str(operations.latest_number(act.transaction)))
        begin = False
    return True
