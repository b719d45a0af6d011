"""What the readers of other programs' files give: one value for each row or receipt, whatever program wrote it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from kassa.words import Text


@dataclass(frozen=True, slots=True)
class ImportedNote:
    """What was written about a person; ``kind`` is one of the register's, ``due`` a promise's day, for ``assignee``."""

    text: str
    kind: str = "other"
    pinned: bool = False
    due: date | None = None
    assignee: str | None = None


@dataclass(frozen=True, slots=True)
class ImportedCustomer:
    """A person as another program knew them. ``line`` is the file's, ``external_id`` the program's own.

    ``phone`` is E.164, ``birthday`` as in the register; ``notes`` hold what was written about the person and, one text
    for all, what could not be read or has no place of its own. ``consents`` are (channel, given) where the file says,
    ``cards`` the codes of their cards, ``stamps`` what a half-full paper card holds (None: nothing said).

    What only Kassa itself tells: ``number``, as people say it; ``visited``, the last visit's moment; ``former_cards``,
    (code, state, what replaced it); ``referred_by``, the ``external_id`` of who brought them; ``answered``, (channel,
    when, how) of the consents.
    """

    line: int
    external_id: str | None = None
    name: str | None = None
    phone: str | None = None
    email: str | None = None
    address: str | None = None
    birthday: str | None = None
    language: str | None = None
    tags: tuple[str, ...] = ()
    cards: tuple[str, ...] = ()
    stamps: int | None = None
    notes: tuple[ImportedNote, ...] = ()
    since: date | None = None
    last_visit: date | None = None
    visits: int = 0
    consents: tuple[tuple[str, bool], ...] = ()
    number: int | None = None
    visited: datetime | None = None
    former_cards: tuple[tuple[str, str, str | None], ...] = ()
    referred_by: str | None = None
    answered: tuple[tuple[str, datetime | None, str | None], ...] = ()


@dataclass(frozen=True, slots=True)
class ImportedItem:
    """One thing bought: its name as the file has it, how many (a weighed one is 1), minor units for all of them.

    ``returned`` is how many of them came back, where the file keeps it on the purchase itself.
    """

    name: str
    quantity: int
    amount: int | None
    returned: int = 0


@dataclass(frozen=True, slots=True)
class ImportedReceipt:
    """A purchase, or with ``refund`` what was taken back, as another till noted it.

    ``at`` is the shop's own clock, without a zone, unless the file names one. ``amount`` is what was paid after
    discounts, minor units, never negative; a refund's is what was given back. ``returned`` is the part of a purchase
    that came back where the file keeps it on the purchase itself. ``customer`` is None for a stranger; ``refunds``
    names the receipt that a refund takes back, where the file does.

    What only Kassa itself tells: ``own_id``, which no other purchase has; ``undone``, a purchase that counts for
    nothing any more; ``whole``, all of it came back.
    """

    line: int
    number: str
    at: datetime
    amount: int | None
    items: tuple[ImportedItem, ...] = ()
    refund: bool = False
    cancelled: bool = False
    returned: int = 0
    non_earning: int = 0
    refunds: str | None = None
    customer: ImportedCustomer | None = None
    staff: str | None = None
    till: str | None = None
    own_id: str | None = None
    undone: bool = False
    whole: bool = False

    @property
    def is_strangers(self) -> bool:
        """Whether it is nobody's whom the till knew; a refund is somebody's too if it names what it takes back."""
        return self.customer is None and not (self.refund and self.refunds)


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that can't come in: its line, the column where that is the reason, and a sentence."""

    line: int
    column: str | None
    why: Text
