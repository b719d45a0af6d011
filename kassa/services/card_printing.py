"""Printing loyalty cards: for customers, or blank ones for the drawer, each code read back first."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kassa import printing
from kassa.errors import KassaError
from kassa.printing import Back, CardFace, Design, Edge, Front, Rendered, Sheet
from kassa.services.acting import Act, acting, check_allowed, first_reply
from kassa.services.card_back import back_of
from kassa.services.card_look import CardLook, look_in
from kassa.services.card_sheets import sheet_in, sheet_of
from kassa.services.card_stock import moved_meanwhile, spoil, spoilt_cards
from kassa.services.coupons import fresh_codes
from kassa.services.programmes import rules_in
from kassa.services.references import customer_in
from kassa.services.session import Session
from kassa.services.settings import contact_lines, logo_in
from kassa.store import cards, customers, print_runs
from kassa.store.engine import Transaction
from kassa.words import Text, Words, say

_MOST = 100_000


@dataclass(frozen=True, slots=True)
class PrintRequest:
    """What to print, and where to.

    ``customers`` are references, or ``all`` or ``unprinted`` alone; else ``blank`` says how many blank cards.
    ``start`` is the first position used on the first sheet, from 1. What ``look`` says of the cards is the shop's own
    where it is None; ``design``, ``line`` and ``code128`` win over it. ``duplex`` says over which edge the printer
    turns the paper: then a page of backs follows each page of fronts. What stands on the cards is in ``language``.
    ``reprints`` are a printing of blank cards and the page of it that was spoilt: its codes are blocked and as many new
    ones printed. ``calibrate`` asks for a test page of the sheet and no cards at all.
    """

    out: Path
    sheet: str
    customers: tuple[str, ...] | None = None
    blank: int | None = None
    start: int = 1
    verify: bool = True
    line: str | None = None
    design: str | None = None
    code128: bool | None = None
    duplex: Edge | None = None
    language: str = "en"
    calibrate: bool = False
    look: CardLook | None = None
    reprints: tuple[str, int] | None = None
    op: str | None = None


@dataclass(frozen=True, slots=True)
class Printed:
    """What was printed: the codes in order, and how many pages.

    ``by_hand`` are the cards whose name no font here can draw (they got a line to write on), ``unembedded`` those whose
    name relies on the reader's own fonts; ``warnings`` say what was asked for and isn't on the cards.
    """

    codes: tuple[str, ...]
    pages: int
    by_hand: tuple[str, ...] = ()
    unembedded: tuple[str, ...] = ()
    warnings: tuple[Text, ...] = ()


def designs() -> tuple[Design, ...]:
    """How cards may look, the usual design first. Raises ``bad_file`` for a design file with a mistake."""
    return printing.all_designs()


def print_cards(
    session: Session,
    request: PrintRequest,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Printed:
    """Prints cards to a PDF, each code read back first where ``verify`` says so; the file is there whole or not at all.

    A customer's card keeps its code when it is printed again; one without a card gets one. The till goes on serving:
    the store is only locked while the codes are written down. Raises ``bad_value``, ``bad_file`` and what finds
    customers.
    """
    check_allowed(session, "cards print")
    contents = dataclasses.replace(request, op=None)
    first = first_reply(session, "cards print", request.op, Printed, str(contents))
    if first is not None:
        return first
    if request.calibrate:
        return _test_page(request, sheet_of(session, request.sheet))
    batch = _batch(session, request)
    rendered = printing.checked_cards(
        batch.faces, batch.sheet, batch.front, request.start, request.verify, progress, cancelled, back=batch.back
    )
    with acting(session, "cards print", request.op, str(contents)) as act:
        _write_down(act, request, batch)
        warnings = () if rendered.left_out is None else (rendered.left_out,)
        printed = Printed(
            tuple(face.code for face in batch.faces), rendered.pages, rendered.by_hand, rendered.unembedded, warnings
        )
        act.done(printed)
        # Last, so that a file never lacks its cards: a folder that can't be written to takes the codes back.
        printing.save(request.out, rendered.pdf)
    return printed


def _write_down(act: Act, request: PrintRequest, batch: _Batch) -> None:
    """The new cards, which of the known ones were printed again, and where on the sheets the blank ones lie."""
    known = cards.taken(act.transaction, [face.code for face in batch.faces])
    fresh = [
        (face.code, holder) for face, holder in zip(batch.faces, batch.holders, strict=True) if face.code not in known
    ]
    if request.reprints is not None and spoil(act, *request.reprints) != len(fresh):
        raise moved_meanwhile()
    cards.append(act.transaction, act.number, fresh, act.now)
    cards.printed_again(act.transaction, sorted(known), act.now)
    for _, holder in fresh:
        if holder is not None:
            customers.reindex(act.transaction, holder)
    if request.customers is None:
        name = Words(request.language).name(batch.sheet.name)
        print_runs.append(act.transaction, act.number, name, batch.sheet.places, request.start, len(fresh))


def _test_page(request: PrintRequest, sheet: Sheet) -> Printed:
    """A page that shows where the printer puts things; nothing of it is kept, and printing it again is no harm."""
    words = printing.explained(Words(request.language), sheet)
    rendered = printing.render_test_page(sheet, words, request.duplex, request.start)
    printing.save(request.out, rendered.pdf)
    return Printed((), rendered.pages)


def preview(session: Session, request: PrintRequest, pages: int = 1) -> bytes:
    """The first pages as they would be printed, as a PDF in memory; new codes are examples and nothing is kept."""
    return previewed(session, request, pages).pdf


def previewed(session: Session, request: PrintRequest, pages: int = 1) -> Rendered:
    """The same with what is known of it, such as why the bars were left out."""
    batch = _batch(session, request, pages)
    return printing.render_cards(batch.faces, batch.sheet, batch.front, start=request.start, back=batch.back)


@dataclass(frozen=True, slots=True)
class _Batch:
    """The cards to print, who holds each, on what, and what stands on all of them, before and behind."""

    sheet: Sheet
    faces: tuple[CardFace, ...]
    holders: tuple[int | None, ...]
    front: Front
    back: Back | None


def _batch(session: Session, request: PrintRequest, pages: int | None = None) -> _Batch:
    """What was asked for; only the first ``pages`` of it where it says so."""
    with session.store.reading() as transaction:
        sheet = sheet_in(transaction, request.sheet)
        programme = rules_in(transaction).at(session.now()).programme
        look = _look(transaction, request)
        words = Words(request.language)
        design = printing.design(look.design)
        line = words.text(say("Loyalty card")) if look.line is None else look.line
        front = Front(
            programme.shop_name,
            line,
            contact_lines(transaction),
            design.id,
            logo_in(transaction) if design.logo else None,
            look.code128,
            None if look.colours is None else (printing.colour(look.colours[0]), printing.colour(look.colours[1])),
        )
        back = None if request.duplex is None else back_of(programme, request.duplex, words, line, look)
        most = None if pages is None else sheet.places * pages - request.start + 1
        faces, holders = _faces(session, transaction, request, most)
        return _Batch(sheet, tuple(faces), tuple(holders), front, back)


def _look(transaction: Transaction, request: PrintRequest) -> CardLook:
    """The look asked for; the shop's own colours belong to the design that they were chosen for."""
    look = request.look or look_in(transaction)
    if request.design is not None and request.design.strip().lower() != look.design:
        look = dataclasses.replace(look, design=request.design, colours=None)
    if request.line is not None:
        look = dataclasses.replace(look, line=request.line)
    return look if request.code128 is None else dataclasses.replace(look, code128=request.code128)


def _faces(
    session: Session, transaction: Transaction, request: PrintRequest, most: int | None
) -> tuple[list[CardFace], list[int | None]]:
    """The cards, at least one of them and at most ``most``, and who holds each."""
    least = None if most is None else max(1, most)
    if [request.customers, request.blank, request.reprints].count(None) != 2:
        raise KassaError("bad_value", say("Choose customers, or how many blank cards; one of the two."))
    if request.customers is None:
        count = len(spoilt_cards(transaction, *request.reprints)) if request.reprints else request.blank or 0
        if not 1 <= count <= _MOST:
            raise KassaError("bad_value", say("How many blank cards? From 1 to {most}.", most=_MOST))
        count = count if least is None else min(least, count)
        return [CardFace(code) for code in fresh_codes(session, transaction, count)], [None] * count
    holders = _holders(transaction, request.customers, least)
    if not holders:
        raise KassaError("bad_value", say("There is nobody to print a card for."))
    held = cards.active_codes(transaction, holders)
    fresh = iter(fresh_codes(session, transaction, sum(holder not in held for holder in holders)))
    names = {hit.number: hit.name for hit, _ in customers.hits(transaction, holders)}
    return [CardFace(held.get(holder) or next(fresh), names.get(holder)) for holder in holders], list(holders)


def _holders(transaction: Transaction, told: tuple[str, ...], most: int | None) -> list[int]:
    """Whom the references mean, each once; only the first ``most`` of them are looked up."""
    if told == ("all",):
        return customers.everybody(transaction, most)
    if told == ("unprinted",):
        return cards.without_print(transaction, most)
    found: dict[int, None] = {}
    for reference in told:
        if len(found) == most:
            break
        found[customer_in(transaction, reference)[0]] = None
    return list(found)
