"""What is in a file, before anything of it comes in: how many of what, and who might be one person.

One pass over the rows. Kept of each person are a few numbers, never the words.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from kassa.domain.folding import words
from kassa.exchange.imported import ImportedCustomer, ImportedReceipt, Rejected
from kassa.exchange.reading import Source
from kassa.words import Text, say

Progress = Callable[[int, int], None]

MOST_PAIRS = 50
MOST_REJECTED = 50
_TELL_EVERY = 500
# How many of one name are compared with each other.
_NAMESAKES = 8
_NOBODY = -1


@dataclass(frozen=True, slots=True)
class Pair:
    """Two places of a file that may mean one person, with a sentence that says why."""

    line: int
    name: str
    other_line: int
    other_name: str
    why: Text


@dataclass(frozen=True, slots=True)
class Survey:
    """The figures of a file.

    ``rows`` are customers' rows or receipts, rejected ones with them. ``people`` counts everybody once, as far as that
    is certain; ``without_contact`` have neither telephone nor e-mail. ``receipts`` are all that can be read; of those
    that are not ``cancelled`` ``strangers`` are nobody's whom the till knew, and of the others ``refunds`` gave money
    back. The days are the shop's. ``alike`` and ``rejected`` hold the first fifty, their counts all.
    """

    rows: int
    people: int
    without_contact: int
    alike: tuple[Pair, ...]
    alike_count: int
    receipts: int
    refunds: int
    cancelled: int
    strangers: int
    first_day: date | None
    last_day: date | None
    rejected: tuple[Rejected, ...]
    rejected_count: int


def survey(
    source: Source, region: str | None, timezone: str, currency: str, today: date, progress: Progress | None = None
) -> Survey:
    """Read a file through. ``progress(done, rows)`` is told from time to time; what it raises ends the reading."""
    crowd = _Crowd(source.kind == "sales")
    rejected: list[Rejected] = []
    rows = rejected_count = receipts = refunds = cancelled = strangers = 0
    first_day = last_day = None
    told: Iterator[ImportedCustomer | ImportedReceipt | Rejected]
    if source.kind == "customers":
        told = source.customers(region, today)
    else:
        told = source.receipts(region, timezone, currency)
    for each in told:
        rows += 1
        if progress is not None and rows % _TELL_EVERY == 0:
            progress(rows, source.count)
        if isinstance(each, Rejected):
            rejected_count += 1
            if rejected_count <= MOST_REJECTED:
                rejected.append(each)
        elif isinstance(each, ImportedCustomer):
            crowd.meet(each)
        else:
            receipts += 1
            if each.cancelled:
                cancelled += 1
                continue
            day = each.at.date()
            first_day = day if first_day is None or day < first_day else first_day
            last_day = day if last_day is None or day > last_day else last_day
            if each.is_strangers:
                strangers += 1
            else:
                refunds += each.refund
            if each.customer is not None:
                crowd.meet(each.customer)
    return Survey(
        rows=rows,
        people=crowd.people,
        without_contact=crowd.without_contact,
        alike=tuple(crowd.pairs(source, region, timezone, currency, today)),
        alike_count=crowd.alike_count,
        receipts=receipts,
        refunds=refunds,
        cancelled=cancelled,
        strangers=strangers,
        first_day=first_day,
        last_day=last_day,
        rejected=tuple(rejected),
        rejected_count=rejected_count,
    )


@dataclass(frozen=True, slots=True)
class _Found:
    line: int
    name: str
    other_line: int
    why: Text


class _Crowd:
    """Everybody met so far, by what may tell that two are one: hashes of names, telephones and addresses."""

    def __init__(self, of_sales: bool) -> None:
        # Receipts with one name mean one person; rows of a list are there because they are somebody each.
        self._of_sales = of_sales
        self.people = self.without_contact = self.alike_count = 0
        self._found: list[_Found] = []
        self._met: set[int] = set()
        # By hash, the last person with it; and of each person the line, those hashes, and the namesake before.
        self._named: dict[int, int] = {}
        self._reached: dict[int, int] = {}
        self._lines = array("q")
        self._said = array("q")
        self._phones = array("q")
        self._emails = array("q")
        self._before = array("q")

    def meet(self, person: ImportedCustomer) -> None:
        """Somebody, perhaps not for the first time."""
        if person.external_id is not None:
            sure = hash(person.external_id)
        elif person.phone or person.email or self._of_sales:
            sure = hash((person.name, person.phone, person.email))
        else:
            sure = hash(person.line)
        if sure not in self._met:
            self._met.add(sure)
            self._take(person)

    def _take(self, person: ImportedCustomer) -> None:
        said = hash(person.name.casefold()) if person.name else 0
        named = hash(" ".join(sorted(words(person.name)))) if person.name else 0
        phone = hash(person.phone) if person.phone else 0
        email = hash(person.email) if person.email else 0
        self.people += 1
        self.without_contact += not (phone or email)
        place = len(self._lines)
        before = self._named.get(named, _NOBODY) if named else _NOBODY
        if (why := self._why(said, phone, email, before)) is not None:
            self.alike_count += 1
            if len(self._found) < MOST_PAIRS:
                other, sentence = why
                self._found.append(_Found(person.line, _called(person), self._lines[other], sentence))
        self._lines.append(person.line)
        self._said.append(said)
        self._phones.append(phone)
        self._emails.append(email)
        self._before.append(before)
        if named:
            self._named[named] = place
        for reach in (phone, email):
            if reach:
                self._reached.setdefault(reach, place)

    def _why(self, said: int, phone: int, email: int, before: int) -> tuple[int, Text] | None:
        """Somebody met before who may be this one, and why."""
        other, looked = before, 0
        while other != _NOBODY and looked < _NAMESAKES:
            if self._fits(self._phones[other], phone) and self._fits(self._emails[other], email):
                if self._said[other] != said:
                    return other, say("The same names, written another way.")
                if (phone and self._phones[other] == phone) or (email and self._emails[other] == email):
                    return other, say("The same name and the same telephone or e-mail.")
                return other, say("The same name, and no telephone or e-mail that tells them apart.")
            other, looked = self._before[other], looked + 1
        if phone and (other := self._reached.get(phone, _NOBODY)) != _NOBODY:
            return other, say("The same telephone under another name.")
        if email and (other := self._reached.get(email, _NOBODY)) != _NOBODY:
            return other, say("The same e-mail under another name.")
        return None

    @staticmethod
    def _fits(one: int, other: int) -> bool:
        return not one or not other or one == other

    def pairs(self, source: Source, region: str | None, timezone: str, currency: str, today: date) -> Iterator[Pair]:
        """What was found, with the other one's name read once more from the file."""
        lines = {each.other_line for each in self._found}
        if not lines:
            return
        names: dict[int, str] = {}
        if source.kind == "customers":
            for person in source.customers(region, today, lines):
                if isinstance(person, ImportedCustomer):
                    names[person.line] = _called(person)
        else:
            for receipt in source.receipts(region, timezone, currency, lines):
                if isinstance(receipt, ImportedReceipt) and receipt.customer is not None:
                    names[receipt.customer.line] = _called(receipt.customer)
        for each in self._found:
            yield Pair(each.line, each.name, each.other_line, names.get(each.other_line, ""), each.why)


def _called(person: ImportedCustomer) -> str:
    return person.name or person.phone or person.email or person.external_id or ""
