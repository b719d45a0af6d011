"""The page's questions to the services, each asked off the window's thread."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING
from uuid import uuid4

from PySide6.QtGui import QImage

from kassa import config, printing
from kassa.domain.people import Hit
from kassa.errors import KassaError
from kassa.services import corrections, coupons, customers, mailing, posters, register, settings
from kassa.services.mailing import LeftOut
from kassa.services.register import Register
from kassa.ui.cards import paper
from kassa.ui.jobs import Job
from kassa.ui.post.wish import Wish
from kassa.ui.till import desk as till
from kassa.ui.till.desk import Shop

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from kassa.services.session import Session

HITS = 20


@dataclass(frozen=True, slots=True)
class Studio:
    """What the page chooses from: the shop, its register in numbers, a coupon's rewards (id, name), its headline, and
    whether it has an address to be the sender's.
    """

    shop: Shop
    known: Register
    rewards: tuple[tuple[str, str], ...]
    headline: str
    has_address: bool


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page of a PDF as a picture, its paper in millimetres, and of how many pages; ``image`` None for no page at all.

    ``pieces`` is how many get one, ``left_out`` who doesn't.
    """

    pdf: bytes
    at: int
    pages: int
    image: QImage | None
    width: float
    height: float
    pieces: int = 0
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, slots=True)
class Made:
    """What became of it: pages in the PDF and out of it, how many pieces and coupons, and the operation to undo."""

    pages: int
    pages_out: int
    pieces: int
    coupons: int
    op: str
    first: Drawn


def studio(job: Job, session: Session, before: Register | None, language: str) -> Studio:
    """Everything that the page shows of the shop."""
    job.check()
    rewards = tuple((reward.id, reward.name) for reward in coupons.coupon_rewards(session))
    headline = posters.usual_headline(session, language)
    block = settings.shop_block(session)
    has_address = block is not None and bool(block.address.strip())
    return Studio(till.shop(session), register.read(session, before), rewards, headline, has_address)


def find(job: Job, session: Session, query: str) -> tuple[str, tuple[Hit, ...]]:
    """The query and whom it may mean, best first."""
    job.check()
    return query, customers.find(session, query, HITS)


def preview(job: Job, session: Session, wish: Wish, known: Register | None, at: int, pixels: int) -> Drawn:
    """A page as it would be printed, ``pixels`` wide; its coupons' codes are examples."""
    job.check()
    if not wish.is_post:
        return _drawn(posters.poster(session, wish.poster()), at, pixels)
    seen = mailing.preview(session, wish.mailing(), known)
    job.check()
    if seen.pdf is None:
        return Drawn(b"", 0, 0, None, *wish.page_size, 0, seen.left_out)
    return replace(_drawn(seen.pdf, at, pixels), pieces=seen.pieces, left_out=seen.left_out)


def turn(job: Job, drawn: Drawn, at: int, pixels: int) -> Drawn:
    """Another page of a PDF that is there already."""
    job.check()
    return replace(_drawn(drawn.pdf, at, pixels), pieces=drawn.pieces, left_out=drawn.left_out)


def _drawn(pdf: bytes, at: int, pixels: int) -> Drawn:
    with printing.Pages(pdf) as pages:
        at = min(at, len(pages) - 1)
        width, height = pages.size(at)
        return Drawn(pdf, at, len(pages), paper.image_of(pages.picture(at, pixels / width * 25.4)), width, height)


def save(job: Job, session: Session, wish: Wish, out: Path, op: str, pixels: int, stop: Event) -> Made | None:
    """Into a PDF. None when it was stopped in time: then there is no file, and no coupon in force."""
    if not wish.is_post:
        posters.save_poster(session, wish.poster(), out)
        first = _drawn(out.read_bytes(), 0, pixels)
        return Made(first.pages, first.pages, 0, 0, op, first)
    try:
        mailed = mailing.print_mailing(session, wish.mailing(), out, job.progress, partial(_stopped, job, stop), op)
    except printing.CancelledError:
        job.check()
        return None
    first = replace(_drawn(out.read_bytes(), 0, pixels), pieces=len(mailed.customers), left_out=mailed.left_out)
    return Made(mailed.pages, mailed.pages, len(mailed.customers), len(mailed.coupons), op, first)


def print_on(
    job: Job,
    session: Session,
    wish: Wish,
    printer: QPrinter,
    turn_over: Callable[[Callable[[], bool]], bool],
    op: str,
    pixels: int,
    stop: Event,
) -> Made | None:
    """Onto a printer, by way of a PDF whose coupons were read back; None as in ``save``."""
    paper.check(printer, wish.page_size)
    with tempfile.TemporaryDirectory(prefix="kassa-") as folder:
        made = save(job, session, wish, Path(folder) / "post.pdf", op, pixels, stop)
    if made is None:
        return None
    stopped = partial(_stopped, job, stop)
    paper.fit_paper(printer, *wish.page_size)
    try:
        out = paper.print_pages(
            printer,
            made.first.pdf,
            job.progress,
            stopped,
            tuning=config.read().tuning(printer.printerName()),
            edge=wish.backs,
            turn_over=partial(turn_over, stopped),
            copies=not wish.is_post,
        )
    except KassaError as error:
        if not error.details.get("pages"):
            _take_back(session, made)
        raise
    if not out:
        _take_back(session, made)
        return None
    return replace(made, pages_out=out)


def _take_back(session: Session, made: Made) -> None:
    """No page came out: what stands on none of them must not be valid."""
    if made.coupons:
        corrections.undo(session, made.op, str(uuid4()))


def undo(job: Job, session: Session, operation: str, op: str) -> str:
    """Takes the coupons of a mailing back, those not yet used; the operation undone."""
    job.check()
    corrections.undo(session, operation, op)
    return operation


def _stopped(job: Job, stop: Event) -> bool:
    return stop.is_set() or job.cancelled
