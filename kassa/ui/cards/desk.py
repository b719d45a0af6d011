"""The page's questions to the services, each asked off the window's thread; services are imported at first use."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

from kassa import printing
from kassa.domain.people import Hit
from kassa.errors import KassaError
from kassa.ui.cards import paper
from kassa.ui.cards.who import Who
from kassa.ui.jobs import Job

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from kassa.services.cards import PrintRequest
    from kassa.services.session import Session

HITS = 20
COUNTED = 100
"""How many customers without a card are counted; above this nobody needs the figure."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What the page has chosen: whose cards, on which sheet, from which place of the first one.

    ``line`` stands under the shop's name on every card.
    """

    who: Who
    sheet: str
    start: int
    line: str = ""

    def request(self, out: Path) -> PrintRequest:
        """The same for the services, into a file, every code read back."""
        from kassa.services.cards import PrintRequest

        customers = {"waiting": ("unprinted",), "chosen": self.who.customers, "blank": None}[self.who.kind]
        blank = self.who.blanks if self.who.kind == "blank" else None
        return PrintRequest(out, self.sheet, customers, blank, start=self.start, line=self.line)


@dataclass(frozen=True, slots=True)
class Shown:
    """The first page: its picture, its paper in millimetres, and how many of its codes can be read."""

    image: QImage
    width: float
    height: float
    read: int


@dataclass(frozen=True, slots=True)
class Made:
    """What became of a batch: cards in the register, pages in the PDF, pages out of it, names left to be written.

    ``first`` is the first page with its true codes; the preview's new codes were examples.
    """

    cards: int
    pages: int
    pages_out: int
    by_hand: int
    first: Shown


def waiting(job: Job, session: Session) -> int:
    """How many customers have no printed card, at most ``COUNTED``."""
    from kassa.services import cards

    job.check()
    everybody = Batch(Who("waiting"), "cr80", 1)
    try:
        # One card is one page of this sheet, so its pages are the customers.
        pdf = cards.preview(session, everybody.request(Path()), pages=COUNTED)
    except KassaError as error:
        if error.code == "bad_value":
            return 0
        raise
    with printing.Pages(pdf) as pages:
        return len(pages)


def find(job: Job, session: Session, query: str) -> tuple[str, tuple[Hit, ...]]:
    """The query and whom it may mean, best first."""
    from kassa.services import customers

    job.check()
    return query, customers.find(session, query, HITS)


def preview(job: Job, session: Session, batch: Batch, pixels: int) -> Shown:
    """The first page as it would be printed, ``pixels`` wide; its codes are read back from paper's resolution."""
    from kassa.services import cards

    pdf = cards.preview(session, batch.request(Path()))
    job.check()
    return _first_page(pdf, batch.sheet, pixels)


def _first_page(pdf: bytes, sheet: str, pixels: int) -> Shown:
    with printing.Pages(pdf) as pages:
        width, height = pages.size(0)
        image = paper.image_of(pages.picture(0, pixels / width * 25.4))
    return Shown(image, width, height, len(printing.read_codes(pdf, printing.sheet(sheet))))


def save(job: Job, session: Session, batch: Batch, out: Path, pixels: int, stop: Event) -> Made | None:
    """Cards into a PDF. None when it was stopped in time: then there is no file, and no new card in the register."""
    from kassa.services import cards

    def stopped() -> bool:
        return stop.is_set() or job.cancelled

    try:
        printed = cards.print_cards(session, batch.request(out), progress=job.progress, cancelled=stopped)
    except printing.CancelledError:
        job.check()
        return None
    first = _first_page(out.read_bytes(), batch.sheet, pixels)
    return Made(len(printed.codes), printed.pages, printed.pages, len(printed.by_hand), first)


def print_on(job: Job, session: Session, batch: Batch, printer: QPrinter, pixels: int, stop: Event) -> Made | None:
    """Cards onto a printer, by way of a PDF whose codes were read back; None as in ``save``."""
    with tempfile.TemporaryDirectory(prefix="kassa-") as folder:
        pdf = Path(folder) / "cards.pdf"
        made = save(job, session, batch, pdf, pixels, stop)
        if made is None:
            return None
        paper.fit_paper(printer, *printing.sheet(batch.sheet).page_size)
        out = paper.print_pages(printer, pdf.read_bytes(), job.progress, stop.is_set)
    return replace(made, pages_out=out)
