"""What a scan at the till leads to: a customer comes up, a coupon is redeemed, a blank card gets an owner."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from kassa.errors import KassaError
from kassa.ui.jobs import Job, Jobs
from kassa.ui.till import desk
from kassa.ui.till.alarm import Alarming, card_refused
from kassa.ui.till.desk import Scan
from kassa.ui.till.favours import Favours
from kassa.ui.till.sheets import Sheets
from kassa.words import Words

if TYPE_CHECKING:
    from kassa.services.session import Session

_LOUD = ("card_lost", "card_blocked")


class Scans(QObject):
    """``found`` gives the customer to show, ``missed`` says that a blank card brings nobody up.

    ``expected``: the scan was somebody's after all and not for the open sheet; ``entered``: Enter was typed after it.
    ``beside`` is the customer whom another page showed when the card was scanned, nobody where it is empty.
    """

    found = Signal(object)
    missed = Signal()
    expected = Signal()
    entered = Signal()
    refused = Signal(object)
    alarming = Signal(object)

    def __init__(self, words: Words, jobs: Jobs, sheets: Sheets, favours: Favours, parent: QObject) -> None:
        super().__init__(parent)
        self._words = words
        self._jobs = jobs
        self._sheets = sheets
        self._favours = favours
        self.session: Session | None = None
        self.beside: str | None = None

    def read(self, code: str) -> None:
        """Reads what was scanned, whoever is to come up."""
        if self.session is not None:
            work = partial(_scan, self.session, code, self.beside)
            self._jobs.run(work, done=self._read, failed=self._not_read, channel="till open")

    def read_for_sheet(self, code: str) -> None:
        """Reads what was scanned while a sheet has a place for a blank card; it waits with its saving meanwhile."""
        if self.session is not None:
            self._sheets.hold()
            work = partial(_scan, self.session, code, self.beside)
            self._jobs.run(work, done=self._read_for_sheet, failed=self._not_for_sheet, channel="till open")

    def _read(self, scan: Scan) -> None:
        if scan.opened is not None:
            self.found.emit(scan.opened)
        elif scan.coupon is None:
            self._blank_read(scan)
        if scan.coupon is not None:
            self._favours.redeem_coupon(scan.coupon, scan.opened)

    def _blank_read(self, scan: Scan) -> None:
        """A blank card is for whoever is open, or for somebody."""
        if scan.beside is not None:
            self.found.emit(scan.beside)
        else:
            self.missed.emit()
        opened = self._favours.opened
        if opened is not None and (scan.beside is not None or self.beside is None):
            self._sheets.offer(opened, scan.code)
        else:
            self._sheets.give(scan.code)

    def _read_for_sheet(self, scan: Scan) -> None:
        entered = self._sheets.release()
        if scan.opened is None and scan.coupon is None:
            self._sheets.take_card(scan.code)
            if entered:
                self._sheets.submit()
            return
        self._sheets.put_aside()
        self.expected.emit()
        self._read(scan)
        if entered and scan.coupon is None:
            self.entered.emit()

    def _not_read(self, error: KassaError) -> None:
        if error.code in _LOUD:
            self.alarming.emit(self._told(error))
        else:
            self.refused.emit(error)

    def _not_for_sheet(self, error: KassaError) -> None:
        if error.code in _LOUD:
            self._sheets.put_aside()
            self.alarming.emit(self._told(error))
            return
        self._sheets.release()
        self._sheets.say_error(self._words.text(error.text))

    def _told(self, error: KassaError) -> Alarming:
        return card_refused(self._words, error, self._sheets.shop)


def _scan(session: Session, code: str, beside: str | None, _job: Job) -> Scan:
    return desk.scan(session, code, beside)
