"""The slip's questions to the services, to this computer and to its printer, each off the window's thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kassa import config
from kassa.config import Config
from kassa.errors import KassaError
from kassa.words import say

if TYPE_CHECKING:
    from kassa.printing.slip import Slip
    from kassa.printing.slip_printer import SlipPrinter
    from kassa.services.session import Session


def printer_of(chosen: Config) -> SlipPrinter | None:
    """The slip printer that was chosen; None for none, or for one that can't be."""
    from kassa.printing.slip_printer import KINDS, slip_printer

    kind, _, where = (chosen.slip_printer or "").partition(":")
    if kind not in KINDS:
        return None
    try:
        return slip_printer(kind, where, chosen.slip_paper)
    except KassaError:
        return None


def print_slip(session: Session, customer: str, language: str) -> None:
    """Prints a customer's slip."""
    from kassa.services import slips

    printer = _chosen()
    _print(slips.slip(session, customer, language), printer)


def print_trial(session: Session, language: str) -> None:
    """Prints a slip of nobody's."""
    from kassa.services import slips

    printer = _chosen()
    _print(slips.trial_slip(session, language), printer)


def _chosen() -> SlipPrinter:
    printer = printer_of(config.read())
    if printer is None:
        raise KassaError("bad_value", say("There is no slip printer. Choose one in the settings."))
    return printer


def _print(slip: Slip, printer: SlipPrinter) -> None:
    from kassa.printing.slip import render_slip
    from kassa.printing.slip_printer import print_slip as send

    send(render_slip(slip, printer.paper), printer)
