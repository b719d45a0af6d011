"""What the readers of customer files give: one value for each row, whatever program wrote it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kassa.words import Text


@dataclass(frozen=True, slots=True)
class ImportedCustomer:
    """A person as another program knew them. ``line`` is the file's, ``external_id`` the program's own.

    ``phone`` is E.164, ``birthday`` as in the register; ``notes`` hold what was written about the person and, one text
    for all, what could not be read or has no place of its own. ``email_consent`` is None where the file doesn't say.
    """

    line: int
    external_id: str | None = None
    name: str | None = None
    phone: str | None = None
    email: str | None = None
    address: str | None = None
    birthday: str | None = None
    notes: tuple[str, ...] = ()
    since: date | None = None
    last_visit: date | None = None
    visits: int = 0
    email_consent: bool | None = None


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that can't come in: its line, the column where that is the reason, and a sentence."""

    line: int
    column: str | None
    why: Text
