"""Blank cards in the drawer: how many are left, which sheets they were printed on, and sheets that were spoilt.

A code that was printed is never printed as another card again: a spoilt sheet's codes are blocked for good, and its
place is taken by new ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from kassa.domain.people import Card, CardState
from kassa.errors import KassaError
from kassa.services.acting import Act, acting
from kassa.services.programmes import rules_in, shop_day, versions_in
from kassa.services.references import number_in
from kassa.services.session import Session
from kassa.store import cards, customers
from kassa.store import print_runs as runs
from kassa.store.engine import Transaction
from kassa.store.print_runs import StoredRun
from kassa.words import say


@dataclass(frozen=True, slots=True)
class Stock:
    """How many cards there are of each kind.

    ``handed_out`` are the blank ones given to somebody this calendar month, ``unprinted`` the customers without a
    printed card in use.
    """

    blank: int
    active: int
    lost: int
    blocked: int
    replaced: int
    handed_out: int
    unprinted: int


@dataclass(frozen=True, slots=True)
class Unprinted:
    """Somebody who lacks a printed card, and why: there is ``no card``, or one with a ``new code`` not yet printed."""

    id: str
    number: int
    name: str | None
    why: Literal["no card", "new code"]


@dataclass(frozen=True, slots=True)
class PrintPage:
    """One page of a printing, from 1: how many cards are on it, and how many of them nobody has yet."""

    number: int
    cards: int
    blank: int


@dataclass(frozen=True, slots=True)
class PrintRun:
    """One printing of blank cards: ``op`` names it, ``sheet`` is what the sheet was called."""

    op: str
    at: datetime
    staff: str | None
    till: str
    sheet: str
    cards: int
    blank: int
    pages: tuple[PrintPage, ...]


def stock(session: Session) -> Stock:
    """What is in the drawer and what is in people's wallets."""
    with session.store.reading() as transaction:
        states = cards.counts(transaction)
        given = runs.handed_out(transaction, _month_begins(session, transaction))
        lacking = cards.count_without_print(transaction)
    of: dict[CardState, int] = {
        each: states.get(each, 0) for each in ("blank", "active", "lost", "blocked", "replaced")
    }
    return Stock(of["blank"], of["active"], of["lost"], of["blocked"], of["replaced"], given, lacking)


def _month_begins(session: Session, transaction: Transaction) -> datetime:
    if versions_in(transaction) is None:
        return session.now().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    day = shop_day(rules_in(transaction).at(session.now()).programme)
    first = day.business_date(session.now()).replace(day=1)
    return day.start(first)


def unprinted(session: Session, limit: int = 200) -> tuple[Unprinted, ...]:
    """Who needs a card printed, by number."""
    with session.store.reading() as transaction:
        found = dict(cards.first_without_print(transaction, limit))
        names = {hit.id: hit for hit, _ in customers.hits(transaction, list(found))}
    shown = []
    for number, code in found.items():
        hit = names.get(customers.public(number))
        if hit is not None:
            shown.append(Unprinted(hit.id, hit.number, hit.name, "no card" if code is None else "new code"))
    return tuple(shown)


def print_runs(session: Session, limit: int = 20) -> tuple[PrintRun, ...]:
    """The latest printings of blank cards, newest first."""
    with session.store.reading() as transaction:
        return tuple(_shown(transaction, run) for run in runs.latest(transaction, limit))


def void_page(session: Session, run: str, page: int, op: str | None = None) -> int:
    """Blocks the cards of a spoilt page that nobody has yet, and says how many; undone, they are blank again.

    Raises ``bad_value`` where there is no such page, or nothing on it to block.
    """
    with acting(session, "cards void", op, run, page) as act:
        first = act.first_reply(int)
        if first is not None:
            return first
        return act.done(spoil(act, run, page), subject=run)


def spoil(act: Act, run: str, page: int) -> int:
    """The same inside another operation, such as the printing of what takes their place."""
    spoilt = spoilt_cards(act.transaction, run, page)
    for code in spoilt:
        if not cards.change(act.transaction, act.number, Card(code, "blank", None), "blocked", None):
            raise moved_meanwhile()
    return len(spoilt)


def moved_meanwhile() -> KassaError:
    """The refusal where a card is no longer in the state that was read."""
    return KassaError("store_busy", say("Another till changed this card just now. Try again."))


def spoilt_cards(transaction: Transaction, run: str, page: int) -> tuple[str, ...]:
    """The codes of a page that nobody has yet; ``bad_value`` where there are none."""
    stored = runs.get(transaction, _operation(run))
    if stored is None:
        raise _no_run(run)
    on_page = stored.indexes_on(page)
    if not on_page:
        raise KassaError(
            "bad_value", say("That printing has pages 1 to {last}. Choose one of them.", last=_pages(stored))
        )
    states = runs.states(transaction, stored.operation)[on_page.start : on_page.stop]
    spoilt = tuple(code for code, state in states if state == "blank")
    if not spoilt:
        raise KassaError("bad_value", say("Nobody's card is left on that page: all are given or blocked already."))
    return spoilt


def _shown(transaction: Transaction, stored: StoredRun) -> PrintRun:
    states = [state for _, state in runs.states(transaction, stored.operation)]
    pages = []
    for number in range(1, _pages(stored) + 1):
        on_page = stored.indexes_on(number)
        blank = states[on_page.start : on_page.stop].count("blank")
        pages.append(PrintPage(number, len(on_page), blank))
    return PrintRun(
        f"o{stored.operation}", stored.at, stored.staff, stored.till, stored.sheet, stored.cards,
        states.count("blank"), tuple(pages),
    )  # fmt: skip


def _pages(stored: StoredRun) -> int:
    return stored.page_of(stored.cards - 1)


def _operation(run: str) -> int:
    return number_in(run, "o", "bad_value", _no_run(run).text)


def _no_run(run: str) -> KassaError:
    return KassaError("bad_value", say("There was no printing {run}. Choose one from the list.", run=run))
