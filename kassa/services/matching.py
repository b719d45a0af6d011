"""Whether a person in a file is one whom the register has, and what the file adds to them. Pure decisions.

A telephone, an e-mail address or a card leads to a person only where the names agree: families share them. A name leads
to a person only at the same address or with the same birthday, and where no contact says otherwise. Better two of one
person, who can be merged, than one made of two. What the register says stays; what the file says differently goes into
a note.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from kassa.domain import folding
from kassa.exchange.imported import ImportedCustomer, ImportedNote
from kassa.store.imports import Person, name_key

MOST_TAGS = 30


def names_agree(one: str | None, other: str | None) -> bool:
    """Whether two names may be one person's: one holds the other, or the given name is the same or its initial."""
    a, b = folding.words(one or ""), folding.words(other or "")
    if not a or not b:
        return not one or not other or one == other
    if set(a) <= set(b) or set(b) <= set(a) or a[0] == b[0]:
        return True
    initial = len(a[0]) == 1 or len(b[0]) == 1
    return initial and a[0][0] == b[0][0] and a[1:] == b[1:]


class Crowd:
    """The people that some rows may be about, found by what they share with a row; ``holders`` are cards' customers.

    It changes with the rows.
    """

    def __init__(self, people: Iterable[Person], holders: Mapping[str, int | None] | None = None) -> None:
        self._people: dict[int, Person] = {}
        self._sharing: dict[tuple[str, ...], set[int]] = {}
        self._holders = dict(holders or {})
        for person in people:
            self.put(person)

    def __getitem__(self, number: int) -> Person:
        return self._people[number]

    def __iter__(self) -> Iterator[int]:
        return iter(self._people)

    def put(self, person: Person) -> None:
        """Somebody new, or known and changed."""
        self._people[person.number] = person
        for key in _keys(person):
            self._sharing.setdefault(key, set()).add(person.number)

    def choose(self, row: ImportedCustomer) -> Person | None:
        """The person that a row is about; None when it is somebody new."""
        phone, email, home, born = _keys(row)
        for those in (self._with(phone), self._with(email), self._holding(row)):
            agreeing = [person for person in those if names_agree(person.name, row.name)]
            same = [person for person in agreeing if row.name and name_key(person.name or "") == name_key(row.name)]
            if same or len(agreeing) == 1:
                return (same or agreeing)[0]
        near = (*self._with(home), *self._with(born))
        return next((person for person in near if _could_be(person, row)), None)

    def only_namesake(self, row: ImportedCustomer) -> Person | None:
        """Who alone in the register is called so, for a row of a sale that tells no more than a full name."""
        if row.phone or row.email or row.cards or len(folding.words(row.name or "")) < 2:
            return None
        key = name_key(row.name or "")
        called = [each for each in self._people.values() if name_key(each.name or "") == key]
        return called[0] if len(called) == 1 and _could_be(called[0], row) else None

    def _with(self, key: tuple[str, ...]) -> list[Person]:
        return [self._people[number] for number in sorted(self._sharing.get(key, ()))] if all(key) else []

    def _holding(self, row: ImportedCustomer) -> list[Person]:
        numbers = {self._holders.get(code) for code in row.cards}
        return [
            self._people[number] for number in sorted(n for n in numbers if n is not None) if number in self._people
        ]


def home_of(someone: Person | ImportedCustomer) -> tuple[str, str] | None:
    """A name and an address as they are compared; None when one is missing."""
    name = name_key(someone.name or "")
    return (name, someone.address) if name and someone.address else None


def born_as(someone: Person | ImportedCustomer) -> tuple[str, str] | None:
    """A full name and a birthday with its year as they are compared; None when one is missing."""
    name, birthday = name_key(someone.name or ""), someone.birthday or ""
    return (name, birthday) if " " in name and birthday[:1].isdigit() else None


def _keys(someone: Person | ImportedCustomer) -> list[tuple[str, ...]]:
    """Telephone, e-mail, home and birthday, each with its kind in front."""
    return [
        ("phone", someone.phone or ""),
        ("email", someone.email or ""),
        ("home", *(home_of(someone) or ("",))),
        ("born", *(born_as(someone) or ("",))),
    ]


def _could_be(person: Person, row: ImportedCustomer) -> bool:
    pairs = ((person.phone, row.phone), (person.email, row.email), (person.birthday, row.birthday))
    return all(held is None or told is None or held == told for held, told in pairs)


@dataclass(frozen=True, slots=True)
class Filled:
    """A person as they become; ``notes`` are to be added, ``consents`` are the answers to be kept."""

    person: Person
    notes: tuple[ImportedNote, ...]
    consents: tuple[tuple[str, bool], ...]


def fill(person: Person, row: ImportedCustomer, last_visit: datetime | None, first_time: bool) -> Filled:
    """What the row adds to the person. Its visits count when its program's id leads there for the ``first_time``.

    A no always holds; a yes only where nobody ever answered.
    """
    aside = [row.name] if row.name and person.name and not _holds(person.name, row.name) else []
    for held, told in ((person.phone, row.phone), (person.email, row.email)):
        if held and told and held != told:
            aside.append(told)
    held_answers = dict(person.consents)
    answers = tuple(
        (channel, given)
        for channel, given in row.consents
        if channel not in held_answers or (held_answers[channel] and not given)
    )
    visits = row.visits if first_time else 0
    filled = replace(
        person,
        name=person.name or row.name,
        phone=person.phone or row.phone,
        email=person.email or row.email,
        address=person.address or row.address,
        birthday=person.birthday or row.birthday,
        language=person.language or row.language,
        since=min(person.since, row.since or person.since),
        visits=person.visits + visits,
        told_visits=person.told_visits + visits,
        last_visit=_later(person.last_visit, last_visit),
        earlier_visit=person.earlier_visit
        if last_visit == person.last_visit
        else _later(person.earlier_visit, last_visit),
        tags=tuple(dict.fromkeys((*person.tags, *row.tags)))[:MOST_TAGS],
        consents=tuple({**held_answers, **dict(answers)}.items()),
    )
    notes = (*row.notes, ImportedNote("\n".join(aside))) if aside else row.notes
    return Filled(filled, notes, answers)


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    return max((moment for moment in (one, other) if moment is not None), default=None)


def _holds(name: str, other: str) -> bool:
    return set(folding.words(other)) <= set(folding.words(name))
