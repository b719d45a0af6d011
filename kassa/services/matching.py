"""Whether a person in a file is one whom the register has, and what the file adds to them. Pure decisions.

A telephone or an e-mail address leads to a person only where the names agree: families share them. A name leads to a
person only at the same address, and where no contact and no birthday says otherwise. Better two of one person, who can
be merged, than one made of two. What the register says stays; what the file says differently goes into a note.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from kassa.domain import folding
from kassa.exchange.imported import ImportedCustomer
from kassa.store.imports import Person, name_key


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
    """The people that some rows may be about, found by what they share with a row. It changes with the rows."""

    def __init__(self, people: Iterable[Person]) -> None:
        self._people: dict[int, Person] = {}
        self._sharing: dict[tuple[str, ...], set[int]] = {}
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
        *contacts, home = _keys(row)
        for key in contacts:
            agreeing = [person for person in self._with(key) if names_agree(person.name, row.name)]
            same = [person for person in agreeing if row.name and name_key(person.name or "") == name_key(row.name)]
            if same or len(agreeing) == 1:
                return (same or agreeing)[0]
        return next((person for person in self._with(home) if _could_be(person, row)), None)

    def _with(self, key: tuple[str, ...]) -> list[Person]:
        return [self._people[number] for number in sorted(self._sharing.get(key, ()))] if all(key) else []


def home_of(someone: Person | ImportedCustomer) -> tuple[str, str] | None:
    """A name and an address as they are compared; None when one is missing."""
    name = name_key(someone.name or "")
    return (name, someone.address) if name and someone.address else None


def _keys(someone: Person | ImportedCustomer) -> list[tuple[str, ...]]:
    """Telephone, e-mail and home, each with its kind in front."""
    return [("phone", someone.phone or ""), ("email", someone.email or ""), ("home", *(home_of(someone) or ("",)))]


def _could_be(person: Person, row: ImportedCustomer) -> bool:
    pairs = ((person.phone, row.phone), (person.email, row.email), (person.birthday, row.birthday))
    return all(held is None or told is None or held == told for held, told in pairs)


@dataclass(frozen=True, slots=True)
class Filled:
    """A person as they become; ``notes`` are to be added, ``consent`` is the answer about e-mail to be kept."""

    person: Person
    notes: tuple[str, ...]
    consent: bool | None


def fill(person: Person, row: ImportedCustomer, last_visit: datetime | None, first_time: bool) -> Filled:
    """What the row adds to the person. Its visits count when its program's id leads there for the ``first_time``.

    A no to e-mail always holds; a yes only where nobody ever answered.
    """
    aside = [row.name] if row.name and person.name and not _holds(person.name, row.name) else []
    for held, told in ((person.phone, row.phone), (person.email, row.email)):
        if held and told and held != told:
            aside.append(told)
    visits = [moment for moment in (person.last_visit, last_visit) if moment is not None]
    filled = replace(
        person,
        name=person.name or row.name,
        phone=person.phone or row.phone,
        email=person.email or row.email,
        address=person.address or row.address,
        birthday=person.birthday or row.birthday,
        since=min(person.since, row.since or person.since),
        visits=person.visits + row.visits if first_time else person.visits,
        last_visit=max(visits, default=None),
    )
    answered = row.email_consent is not None and (
        person.email_consent is None or (person.email_consent and not row.email_consent)
    )
    if answered:
        filled = replace(filled, email_consent=row.email_consent)
    notes = (*row.notes, "\n".join(aside)) if aside else row.notes
    return Filled(filled, notes, row.email_consent if answered else None)


def _holds(name: str, other: str) -> bool:
    return set(folding.words(other)) <= set(folding.words(name))
