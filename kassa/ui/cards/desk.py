"""The page's questions to the services, each asked off the window's thread; services are imported at first use."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

from kassa import config, printing
from kassa.domain.people import Hit
from kassa.printing import Design, Sheet
from kassa.services import card_look, card_printing, card_sheets, card_stock, customers, programmes, settings
from kassa.services.card_look import CardLook
from kassa.services.card_printing import PrintRequest
from kassa.services.card_stock import Stock
from kassa.ui.cards import paper
from kassa.ui.cards.batch import Batch, Who
from kassa.ui.jobs import Job
from kassa.words import Text

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from kassa.services.session import Session

HITS = 20
_SAMPLE = "cr80"


@dataclass(frozen=True, slots=True)
class Studio:
    """All that the page chooses from, and what is chosen: ``boxes`` of the stamp card that a back can show (0: none),
    whether there are ``tiers`` for one.
    """

    look: CardLook
    designs: tuple[Design, ...]
    sheets: tuple[Sheet, ...]
    stock: Stock
    logo: bytes | None
    boxes: int
    tiers: bool


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page of a PDF as a picture, its paper in millimetres, and why asked-for bars aren't on the cards."""

    pdf: bytes
    at: int
    image: QImage
    width: float
    height: float
    left_out: Text | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """What became of a batch: its cards and pages, pages out of the printer, names left to be written, warnings.

    ``first`` is the first page with its true codes; the preview's new codes were examples.
    """

    cards: int
    pages: int
    pages_out: int
    by_hand: int
    warnings: tuple[Text, ...]
    first: Drawn


def studio(job: Job, session: Session) -> Studio:
    """Everything that the page shows of the shop."""
    job.check()
    shop = settings.shop_block(session)
    programme = None if shop is None else programmes.current(session).programme
    return Studio(
        card_look.card_look(session),
        card_printing.designs(),
        card_sheets.sheets(session),
        card_stock.stock(session),
        shop.logo if shop is not None else None,
        programme.stamp_cards[0].boxes if programme is not None and programme.stamp_cards else 0,
        programme is not None and programme.tiers is not None,
    )


def keep_look(_job: Job, session: Session, look: CardLook, seen: CardLook, op: str) -> CardLook:
    """Keeps what was changed of how the shop's cards look."""
    return card_look.change_look(session, look, op, seen=seen)


def find(job: Job, session: Session, query: str) -> tuple[str, tuple[Hit, ...]]:
    """The query and whom it may mean, best first."""
    job.check()
    return query, customers.find(session, query, HITS)


def miniatures(
    job: Job, session: Session, look: CardLook, designs: Sequence[str], language: str, pixels: int
) -> Mapping[str, QImage]:
    """A card in each design, ``pixels`` wide, as it would be printed in the shop's colours and with its line."""
    pictures = {}
    for design in designs:
        job.check()
        request = PrintRequest(Path(), _SAMPLE, blank=1, look=replace(look, design=design), language=language)
        pictures[design] = _drawn(card_printing.preview(session, request), 0, pixels).image
    return pictures


def preview(job: Job, session: Session, batch: Batch, page: int, pixels: int) -> Drawn:
    """A page as it would be printed, ``pixels`` wide; its new codes are examples."""
    request, pages, at = _of_sheet(session, batch, page).part(page)
    rendered = card_printing.previewed(session, request, pages)
    job.check()
    return replace(_drawn(rendered.pdf, at, pixels), left_out=rendered.left_out)


def _of_sheet(session: Session, batch: Batch, page: int) -> Batch:
    """The batch with those waiting by their names, where a later sheet is wanted: it needs none of those before."""
    sheet = page // batch.sides
    if batch.who.kind != "waiting" or sheet == 0:
        return batch
    waiting = card_stock.unprinted(session, batch.before(sheet + 1))
    return replace(batch, who=Who("chosen", customers=tuple(each.id for each in waiting)))


def turn(job: Job, pdf: bytes, at: int, pixels: int) -> Drawn:
    """Another page of a PDF that is there already."""
    job.check()
    return _drawn(pdf, at, pixels)


def read(job: Job, pdf: bytes, at: int, sheet: Sheet) -> int:
    """How many of a page's codes a scanner reads from paper."""
    job.check()
    return len(printing.read_codes(pdf, sheet, at))


def _drawn(pdf: bytes, at: int, pixels: int) -> Drawn:
    with printing.Pages(pdf) as pages:
        width, height = pages.size(at)
        image = paper.image_of(pages.picture(at, pixels / width * 25.4))
    return Drawn(pdf, at, image, width, height)


def save(job: Job, session: Session, batch: Batch, out: Path, pixels: int, stop: Event) -> Made | None:
    """Cards into a PDF. None when it was stopped in time: then there is no file, and no new card in the register."""
    try:
        printed = card_printing.print_cards(
            session, batch.request(out), progress=job.progress, cancelled=partial(_stopped, job, stop)
        )
    except printing.CancelledError:
        job.check()
        return None
    first = _drawn(out.read_bytes(), 0, pixels)
    made = len(printed.codes)
    return Made(made, printed.pages, printed.pages, len(printed.by_hand), printed.warnings, first)


def print_on(
    job: Job,
    session: Session,
    batch: Batch,
    printer: QPrinter,
    turn_over: Callable[[Callable[[], bool]], bool],
    pixels: int,
    stop: Event,
) -> Made | None:
    """Cards onto a printer, by way of a PDF whose codes were read back; None as in ``save``."""
    paper.check(printer, batch.sheet.page_size)
    with tempfile.TemporaryDirectory(prefix="kassa-") as folder:
        made = save(job, session, batch, Path(folder) / "cards.pdf", pixels, stop)
    if made is None:
        return None
    stopped, name = partial(_stopped, job, stop), printer.printerName()
    paper.fit_paper(printer, *batch.sheet.page_size)
    out = paper.print_pages(
        printer,
        made.first.pdf,
        job.progress,
        stopped,
        # A file has no printer, and needs no tuning.
        tuning=config.read().tuning(name) if name else None,
        edge=batch.look.duplex,
        turn_over=partial(turn_over, stopped),
    )
    return replace(made, pages_out=out)


def _stopped(job: Job, stop: Event) -> bool:
    return stop.is_set() or job.cancelled
