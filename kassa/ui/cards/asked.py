"""What the page's dialogs ask of the services and of this computer, each off the window's thread."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kassa import config
from kassa.config import PrinterTuning
from kassa.domain.calendar import ShopDay
from kassa.errors import KassaError
from kassa.printing import OwnSheet
from kassa.services import card_sheets, card_stock, corrections, programmes, settings
from kassa.services.card_stock import PrintRun, Stock, Unprinted
from kassa.ui.cards import printers
from kassa.ui.jobs import Job
from kassa.ui.settings.picture import read_logo
from kassa.words import say

if TYPE_CHECKING:
    from kassa.services.session import Session


def numbers_of(_job: Job, session: Session, sheet: str) -> tuple[str, OwnSheet]:
    """One of the shop's own sheets as it was measured; ``bad_value`` where it is gone."""
    found = card_sheets.own_sheets(session).get(sheet)
    if found is None:
        raise KassaError("bad_value", say("That sheet is gone. Choose another."))
    return sheet, found


def keep_sheet(_job: Job, session: Session, op: str, numbers: OwnSheet, sheet: str | None) -> str:
    """Keeps a sheet by its numbers, a new one or instead of ``sheet``; its id."""
    return card_sheets.keep_sheet(session, numbers, op, sheet_id=sheet).id


def drop_sheet(_job: Job, session: Session, op: str, sheet: str) -> str:
    """Forgets one of the shop's own sheets."""
    card_sheets.drop_sheet(session, sheet, op)
    return sheet


def position(job: Job, printer: str) -> PrinterTuning | None:
    """What is remembered for that printer, or without one for the computer's usual; None where it has none."""
    found = printers.find(job)
    name = printer if printer in found.names else found.usual
    return found.tunings.get(name)


def tune(_job: Job, tuning: PrinterTuning) -> PrinterTuning:
    """Remembers how a printer is tuned on this computer."""
    try:
        config.tune(tuning)
    except OSError as error:
        why = error.strerror or str(error)
        raise KassaError(
            "store_missing",
            say("That can't be kept: {file} can't be written ({why}).", file=str(config.path()), why=why),
        ) from None
    return tuning


def take_logo(_job: Job, session: Session, op: str, file: Path) -> None:
    """Makes a picture the shop's logo."""
    settings.set_logo(session, read_logo(file), op)


def set_logo(_job: Job, session: Session, op: str, png: bytes | None) -> None:
    """Sets a logo that the shop had before, or takes it away."""
    settings.set_logo(session, png, op)


@dataclass(frozen=True, slots=True)
class InDrawer:
    """The drawer: how many cards of each kind, the latest printings of blank ones, the shop's calendar to tell when."""

    stock: Stock
    runs: tuple[PrintRun, ...]
    day: ShopDay


@dataclass(frozen=True, slots=True)
class Voided:
    """What undoes it, and how many cards it was."""

    op: str
    cards: int


def drawer(job: Job, session: Session) -> InDrawer:
    """What is in the drawer, and what was printed for it."""
    job.check()
    day = programmes.shop_day(programmes.current(session).programme)
    return InDrawer(card_stock.stock(session), card_stock.print_runs(session), day)


def void_page(_job: Job, session: Session, op: str, run: str, page: int) -> Voided:
    """Voids the cards of a spoilt page that nobody has yet."""
    return Voided(op, card_stock.void_page(session, run, page, op))


def undo(_job: Job, session: Session, op: str, operation: str) -> None:
    """Undoes an operation."""
    corrections.undo(session, operation, op)


def waiting(job: Job, session: Session) -> tuple[tuple[Unprinted, ...], int]:
    """The first of those who need a card printed, and how many there are."""
    job.check()
    return card_stock.unprinted(session), card_stock.stock(session).unprinted
