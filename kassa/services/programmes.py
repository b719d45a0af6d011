"""The loyalty programme: which rules are in force, and putting new ones in force."""

from __future__ import annotations

import errno
import os
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from kassa.domain.calendar import ShopDay
from kassa.domain.programme import Programme, Version, Versions
from kassa.errors import KassaError
from kassa.exchange.programme_file import Problem, ProgrammeProblems, read_programme, to_json
from kassa.services.acting import Act, acting
from kassa.services.session import Session
from kassa.store import customers, programmes
from kassa.store.engine import Transaction
from kassa.words import say

_LARGEST = 1_000_000


@dataclass(frozen=True, slots=True)
class Shown:
    """The programme in force: its number, and the contract's JSON in the file's own shape."""

    version: int
    programme: dict[str, Any]


@dataclass(frozen=True, slots=True)
class KeptVersion:
    """A version as it was kept: ``document`` is the owner's file, ``applied_at`` when ``staff`` applied it at ``till``.

    In force from ``since`` until ``until`` (None: nothing follows yet); ``used`` is False where another version took
    its place before it began.
    """

    number: int
    since: datetime
    until: datetime | None
    used: bool
    document: str
    programme: Programme
    applied_at: datetime
    staff: str | None
    till: str


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A programme file that was looked at: its text, and its rules or what is wrong with it."""

    name: str
    document: str
    programme: Programme | None
    problems: tuple[Problem, ...]


@lru_cache(maxsize=64)
def _parsed(document: str) -> Programme:
    return read_programme(document.encode())


@lru_cache(maxsize=64)
def shop_day(programme: Programme) -> ShopDay:
    """The shop's calendar by a programme."""
    return ShopDay.of(programme.timezone, programme.day_starts)


def versions_in(transaction: Transaction) -> Versions | None:
    """Every version of the programme; None while the shop has none."""
    stored = programmes.every(transaction)
    if not stored:
        return None
    return Versions(tuple(Version(each.number, each.since, _parsed(each.document)) for each in stored))


def rules_in(transaction: Transaction) -> Versions:
    """Every version of the programme; ``bad_value`` while the shop has none."""
    found = versions_in(transaction)
    if found is None:
        raise KassaError(
            "bad_value", say("The shop has no programme yet. Apply one first: kassa programme apply FILE.")
        )
    return found


def versions(session: Session) -> Versions:
    """Every version of the programme; ``bad_value`` while the shop has none."""
    with session.store.reading() as transaction:
        return rules_in(transaction)


def current(session: Session) -> Version:
    """The version in force now; ``bad_value`` while the shop has none."""
    return versions(session).at(session.now())


def show(session: Session) -> Shown:
    """The programme in force, as the contract shows it."""
    version = current(session)
    return Shown(version.number, to_json(version.programme))


def check(file: Path) -> tuple[Problem, ...]:
    """Everything that is wrong with a programme file, by line; ``bad_file`` when it can't be read."""
    try:
        read_programme(_bytes(file))
    except ProgrammeProblems as found:
        return found.problems
    return ()


def read_file(file: Path) -> ReadFile:
    """A file's rules, or everything that is wrong with it; ``bad_file`` when it can't be read."""
    data = _bytes(file)
    try:
        programme = read_programme(data)
    except ProgrammeProblems as found:
        return ReadFile(file.name, "", None, found.problems)
    return ReadFile(file.name, data.decode("utf-8-sig"), programme, ())


def history(session: Session) -> tuple[KeptVersion, ...]:
    """Every version, the newest number first; nothing while the shop has none."""
    with session.store.reading() as transaction:
        stored = programmes.every(transaction)
    order = sorted(stored, key=lambda each: (each.since, each.number))
    follows = {each.number: later.since for each, later in pairwise(order)}
    return tuple(
        KeptVersion(
            each.number,
            each.since,
            follows.get(each.number),
            follows.get(each.number) != each.since,
            each.document,
            _parsed(each.document),
            each.applied_at,
            each.staff,
            each.till,
        )
        for each in reversed(stored)
    )


def apply(session: Session, file: Path, since: datetime | date | None = None, op: str | None = None) -> int:
    """Puts a programme in force from a moment or a business date on, by default now, and gives its version's number.

    A changed programme touches nothing already granted. ``bad_file`` names the first line that is wrong.
    """
    read = read_file(file)
    if read.programme is None:
        raise KassaError(
            "bad_file",
            say("Line {line} of {file}: {why}", line=read.problems[0].line, file=file.name, why=read.problems[0].why),
            problems=[{"line": each.line, "why": each.why} for each in read.problems],
        )
    return apply_text(session, read.document, since, op)


def apply_text(session: Session, document: str, since: datetime | date | None = None, op: str | None = None) -> int:
    """``apply`` for the text of a file that was read and found right."""
    with acting(session, "programme apply", op, document, since) as act:
        first = act.first_reply(int)
        if first is not None:
            return first
        if since is not None and not 1900 <= since.year < 2200:
            raise KassaError("bad_value", say("That time can't be right. Check the date and the time."))
        if since is None:
            moment = act.now
        elif isinstance(since, datetime):
            moment = since
        else:
            moment = shop_day(_parsed(document)).start(since)
        number = put_in_force(act, document, moment)
        return act.done(number, subject=f"v{number}")


def withdraw(session: Session, number: int, op: str | None = None) -> int:
    """Takes the latest version back: what would hold without it is applied again, from when it began or from now.

    Gives the new version's number. ``too_late`` when it is no longer the latest, or was the first.
    """
    with acting(session, "programme apply", op, "withdraw", number) as act:
        first = act.first_reply(int)
        if first is not None:
            return first
        stored = programmes.every(act.transaction)
        if len(stored) < 2 or stored[-1].number != number:
            raise KassaError("too_late", say("The programme was changed again since. Apply the version that you want."))
        moment = max(stored[-1].since, act.now)
        rest = Versions(tuple(Version(each.number, each.since, _parsed(each.document)) for each in stored[:-1]))
        before = rest.at(moment).number
        document = next(each.document for each in stored if each.number == before)
        return act.done(put_in_force(act, document, moment), subject=f"v{number}")


def put_in_force(act: Act, document: str, moment: datetime) -> int:
    """Keeps a version of the programme from a moment on; ``bad_value`` where the shop counts in other money."""
    programme = _parsed(document)
    held = versions_in(act.transaction)
    if held is not None and held.all[-1].programme.currency != programme.currency:
        raise KassaError(
            "bad_value",
            say(
                "The shop counts in {old}; a programme in {new} can't follow. Start a new store for it.",
                old=held.all[-1].programme.currency,
                new=programme.currency,
            ),
        )
    actor = act.session.actor
    number = programmes.append(act.transaction, moment, document, act.now, actor.staff, actor.till)
    if held is not None and held.all[-1].programme.tiers != programme.tiers:
        customers.doubt_tiers(act.transaction, shop_day(programme).business_date(moment) - timedelta(days=1))
    return number


def _bytes(file: Path) -> bytes:
    try:
        if file.is_fifo():
            # Opening a pipe that nobody writes to never ends.
            raise BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE))
        with file.open("rb") as opened:
            data = opened.read(_LARGEST + 1)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise KassaError("bad_file", say("{file} can't be read: {why}.", file=str(file), why=why)) from None
    if len(data) > _LARGEST:
        raise KassaError("bad_file", say("{file} is too large to be a programme file.", file=str(file)))
    return data
