"""The programme page's questions to the services, each off the window's thread."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kassa.domain.calendar import ShopDay
from kassa.errors import KassaError
from kassa.services import programmes, rules_in_words
from kassa.services.programmes import KeptVersion, ReadFile
from kassa.services.rules_in_words import Change
from kassa.ui.jobs import Job
from kassa.words import say

if TYPE_CHECKING:
    from kassa.services.session import Session


@dataclass(frozen=True)
class Known:
    """Every version, the newest first; which one is in force; the shop's calendar and this moment."""

    versions: tuple[KeptVersion, ...]
    current: KeptVersion | None
    day: ShopDay
    now: datetime

    @property
    def today(self) -> date:
        """The business date."""
        return self.day.business_date(self.now)

    def version(self, number: int) -> KeptVersion | None:
        """The version of that number."""
        return next((each for each in self.versions if each.number == number), None)


@dataclass(frozen=True)
class Proposal:
    """A file that was looked at: what it would change, or what is wrong with it."""

    file: Path
    read: ReadFile
    changes: tuple[Change, ...]


def load(_job: Job, *, session: Session) -> Known:
    """The programme's versions."""
    versions = programmes.history(session)
    now = session.now()
    if not versions:
        return Known((), None, ShopDay.of("UTC", datetime.min.time()), now)
    number = programmes.current(session).number
    current = next(each for each in versions if each.number == number)
    return Known(versions, current, programmes.shop_day(current.programme), now)


def look(_job: Job, *, session: Session, file: Path) -> Proposal:
    """A file checked, and laid beside the rules in force."""
    read = programmes.read_file(file)
    if read.programme is None:
        return Proposal(file, read, ())
    versions = programmes.history(session)
    before = programmes.current(session).programme if versions else None
    return Proposal(file, read, rules_in_words.changes(before, read.programme))


def apply(session: Session, op: str, document: str, since: date | None) -> int:
    """Puts a file's rules in force, at once or from a business date on; the version's number."""
    return programmes.apply_text(session, document, since, op)


def withdraw(session: Session, op: str, number: int) -> int:
    """Takes the latest version back."""
    return programmes.withdraw(session, number, op)


def save(_job: Job, *, document: str, file: Path) -> Path:
    """Writes a version as the owner's file; an older file stays until the new one is whole."""
    aside = file.with_name(f".{file.name}.part")
    try:
        aside.write_text(document, encoding="utf-8", newline="")
        aside.replace(file)
    except OSError as error:
        aside.unlink(missing_ok=True)
        why = error.strerror or str(error)
        raise KassaError("bad_file", say("{file} can't be written: {why}.", file=file.name, why=why)) from None
    return file
