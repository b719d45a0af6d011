"""One operation, once: claims the ``op``, gives the first reply to a retry, and keeps what was written or nothing."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar

from kassa.domain.clock import Clock, read_clock
from kassa.errors import KassaError
from kassa.services.codec import decode, encode
from kassa.services.session import Session
from kassa.store import operations
from kassa.store.engine import Transaction
from kassa.words import say

T = TypeVar("T")
_OFTEN = timedelta(minutes=10)
# Everything else that writes is the owner's.
_A_CASHIER_MAY = frozenset(
    {
        "add", "edit", "consent", "note", "note edit", "note done", "note remove", "note renew", "buy", "return",
        "redeem", "undo", "carry", "cards assign", "cards replace", "cards lost", "paper card",
    }
)  # fmt: skip
_UNKEEPABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


@dataclass(slots=True)
class Act:
    """An operation under way, in its transaction. ``number`` is the operation's own."""

    session: Session
    transaction: Transaction
    clock: Clock
    number: int
    keeps_reply: bool
    first: operations.Operation | None = None
    subject: str | None = None
    undoes: int | None = None
    _reply: str | None = field(default=None)

    @property
    def now(self) -> datetime:
        """The moment of the operation."""
        return self.clock.now

    def first_reply(self, kind: type[T]) -> T | None:
        """What the same ``op`` was answered the first time; None when this is the first time."""
        if self.first is None:
            return None
        result: T = decode(kind, json.loads(self.first.reply or "null"))
        return result

    def done(self, reply: T, *, subject: str | None = None) -> T:
        """Says what was done, for a retry and for undo; ``subject`` is the id of what it was about."""
        self.subject = subject
        if self.keeps_reply:
            self._reply = json.dumps(encode(reply), ensure_ascii=False, separators=(",", ":"))
        return reply


def first_reply(session: Session, verb: str, op: str | None, kind: type[T], *contents: Any) -> T | None:
    """What a retry is answered, without a transaction that writes: for work too long to do inside one."""
    if op is None:
        return None
    with session.store.reading() as transaction:
        first = operations.find(transaction, op)
    if first is None:
        return None
    if first.digest != digest_of(verb, contents):
        raise _reused()
    result: T = decode(kind, json.loads(first.reply or "null"))
    return result


def digest_of(verb: str, contents: tuple[Any, ...]) -> str:
    """What tells two requests apart that carry the same ``op``."""
    return hashlib.sha256(json.dumps([verb, encode(contents)], sort_keys=True).encode()).hexdigest()


def keepable(told: Any) -> bool:
    """Whether no text in it holds half a character, or a control character but tab and line break."""
    if isinstance(told, str):
        return _UNKEEPABLE.search(told) is None
    if isinstance(told, dict):
        return all(map(keepable, told.values()))
    return not isinstance(told, list) or all(map(keepable, told))


def _reused() -> KassaError:
    return KassaError("op_reused", say("This was already used for something else. Start the entry anew."))


def check_allowed(session: Session, verb: str) -> None:
    """``not_allowed`` for a cashier where the verb is the owner's."""
    if session.actor.role == "cashier" and verb not in _A_CASHIER_MAY:
        raise KassaError("not_allowed", say("Only the owner may do that."))


@contextmanager
def acting(session: Session, verb: str, op: str | None, *contents: Any) -> Iterator[Act]:
    """One write transaction for one operation.

    ``contents`` is all that makes two requests the same. Raises ``op_reused`` when the ``op`` did something else
    before. Without an ``op`` nobody can retry, so no reply is kept.
    """
    check_allowed(session, verb)
    told = encode((op, contents))
    if not keepable(told):
        raise KassaError("bad_value", say("That holds characters that can't be shown. Type it again."))
    digest = digest_of(verb, contents) if op else None
    with session.store.writing() as transaction:
        now = session.now()
        latest = operations.latest_moment(transaction)
        clock = read_clock(now, latest)
        first = operations.find(transaction, op) if op else None
        if first is not None:
            if first.digest != digest:
                raise _reused()
            yield Act(session, transaction, clock, first.id, False, first)
            return
        number = operations.claim(
            transaction, op, verb, digest, now,
            session.actor.staff, session.actor.till,
        )  # fmt: skip
        act = Act(session, transaction, clock, number, op is not None)
        yield act
        if not operations.conclude(transaction, number, subject=act.subject, reply=act._reply, undoes=act.undoes):
            raise already_undone()
        # The day is what matters: a purchase needn't pay for every minute.
        if clock.jump != "ahead" and (latest is None or clock.believed - latest > _OFTEN):
            operations.note_moment(transaction, clock.believed)


def already_undone() -> KassaError:
    """The refusal of a second undo."""
    return KassaError("already_undone", say("This was already undone."))
