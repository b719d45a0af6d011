"""The people of a file on their way into the register: who is new, what the file adds to those who are known."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, date, datetime, time
from operator import attrgetter
from typing import Literal

from kassa.domain import codes
from kassa.domain.calendar import ShopDay
from kassa.domain.identity import holds_identity_number
from kassa.domain.programme import StampCard
from kassa.exchange.export_cells import FORMAT as KASSA
from kassa.exchange.imported import ImportedCustomer, ImportedNote
from kassa.services.acting import Act
from kassa.services.import_cards import carry_over, give_cards
from kassa.services.matching import Crowd, born_as, fill, home_of
from kassa.store import cards, customers, exports, imports, search
from kassa.store.imports import NewConsent, NewNote, Person, Wanted, name_key

Outcome = Literal["created", "updated", "skipped"]

_NOON = time(12)
_WORDS = attrgetter(*(each.name for each in fields(ImportedCustomer) if each.name != "line"))
_FORMER = ("lost", "blocked", "replaced")
_DIGITS = re.compile(r"\d[\d +-]*\d")


@dataclass(frozen=True, slots=True)
class _Told:
    """A row, the print of what it says, and what it is known by: its program's id, else the print itself."""

    row: ImportedCustomer
    print: str

    @property
    def key(self) -> str:
        return self.row.external_id or f"~{self.print}"


@dataclass(slots=True)
class _Batch:
    """What some rows bring, to be written together.

    ``noted`` is what was ever noted of each customer, ``next`` the next number for somebody new, ``own`` are those whom
    earlier rows of the file brought, ``taken`` the numbers told that are somebody's here.
    """

    noted: dict[int, set[str]]
    next: int
    own: set[int]
    taken: set[int]
    new: dict[int, Person] = field(default_factory=dict)
    changed: dict[int, tuple[Person | None, Person]] = field(default_factory=dict)
    ids: dict[str, int] = field(default_factory=dict)
    prints: dict[str, str] = field(default_factory=dict)
    notes: list[NewNote] = field(default_factory=list)
    consents: list[tuple[ImportedCustomer, int, str, bool]] = field(default_factory=list)
    cards: dict[str, int] = field(default_factory=dict)
    stamps: dict[int, int] = field(default_factory=dict)
    former: list[tuple[str, str, int, str | None]] = field(default_factory=list)

    def number(self, told: int | None) -> int:
        """The number of somebody new: the one that is told, if it is nobody's here."""
        if told is None or told in self.taken:
            told, self.next = self.next, self.next + 1
        self.taken.add(told)
        return told

    def note(self, number: int, notes: Sequence[ImportedNote], *, every: bool = False) -> bool:
        """Adds those that were never noted of the customer, or ``every`` one; False when all were."""
        noted = self.noted.setdefault(number, set())
        new = [note for note in {note.text: note for note in notes}.values() if note.text not in noted]
        new = list(notes) if every else new
        noted.update(note.text for note in new)
        self.notes += [NewNote(number, each.text, each.kind, each.pinned, each.due, each.assignee) for each in new]
        return bool(new)


class People:
    """An import's people, row by row. What a later row must know of the rows before it is kept as small hashes.

    ``program`` is the one whose ids the rows carry, ``stamp_card`` where collected stamps go (None: they are passed
    over). With ``namesakes`` a full name alone may be enough.
    """

    def __init__(
        self,
        program: str,
        day: ShopDay,
        today: date,
        stamp_card: StampCard | None,
        namesakes: bool = False,
    ) -> None:
        self.referred: list[tuple[int, str]] = []
        self.renumbered = 0
        self._format = program
        self._day = day
        self._today = today
        self._stamp_card = stamp_card
        self._namesakes = namesakes
        self._met: dict[int, int] = {}

    def bring(self, act: Act, rows: Sequence[ImportedCustomer]) -> list[tuple[int, Outcome]]:
        """Writes some rows more, in the file's order: each one's customer, and what became of the row."""
        told = [_Told(row, _print(row)) for row in rows]
        known = imports.known_rows(act.transaction, self._format, {each.key for each in told})
        placed: list[tuple[int, Outcome] | None] = [self._known(each, known) for each in told]
        fresh = [each for each, place in zip(told, placed, strict=True) if place is None]
        new = iter(self._place_all(act, fresh, {key: number for key, (number, _) in known.items()}) if fresh else ())
        return [next(new) if place is None else place for place in placed]

    def _known(self, told: _Told, known: Mapping[str, tuple[int, str | None]]) -> tuple[int, Outcome] | None:
        """The same words once more say nothing new; of a sale's buyer the id is enough."""
        number, said = known.get(told.key, (None, None))
        return (number, "skipped") if number is not None and (said == told.print or self._namesakes) else None

    def _place_all(self, act: Act, told: Sequence[_Told], ids: dict[str, int]) -> list[tuple[int, Outcome]]:
        rows, transaction = [_decent(each.row) for each in told], act.transaction
        ids.update(self._own(act, {row.external_id for row in rows if row.external_id} - ids.keys()))
        codes_told = {code for row in rows for code in (*row.cards, *(each[0] for each in row.former_cards))}
        holders = imports.card_holders(transaction, codes_told)
        people = imports.people(transaction, self._wanted(rows, ids, holders))
        ours = {person.number for person in people if person.made_by == act.number}
        told_numbers = {row.number for row in rows if row.number is not None}
        following = max(imports.next_number(transaction), max(told_numbers, default=0) + 1)
        taken = imports.taken(transaction, told_numbers)
        batch = _Batch(imports.note_texts(transaction, people), following, ours, taken)
        crowd = Crowd(people, holders)
        placed: list[tuple[int, Outcome]] = []
        kept = set(ids)
        for each, row in zip(told, rows, strict=True):
            number, outcome = self._place(row, each.key, ids, crowd, batch)
            placed.append((number, self._beside(row, number, outcome, holders, batch)))
            batch.prints[each.key] = each.print
            if each.key not in kept:
                ids[each.key] = batch.ids[each.key] = number
        carried = self._keep(act, batch)
        for at, (row, (number, outcome)) in enumerate(zip(rows, placed, strict=True)):
            # Only now it is known whether somebody's paper card was new.
            if row.stamps and number in carried:
                carried.remove(number)
                placed[at] = number, "updated" if outcome == "skipped" else outcome
        return placed

    def _wanted(
        self, rows: Sequence[ImportedCustomer], ids: Mapping[str, int], holders: Mapping[str, int | None]
    ) -> Wanted:
        homes = {home for row in rows if (home := home_of(row)) is not None}
        births = {born for row in rows if (born := born_as(row)) is not None}
        names = {name for name, _ in births}
        if self._namesakes:
            names |= {name_key(row.name) for row in rows if row.name and not (row.phone or row.email)}
        met = {self._met.get(hash(key)) for key in (*homes, *births, *names)}
        return Wanted(
            numbers=frozenset({*ids.values(), *(number for number in met if number is not None)}),
            phones=frozenset(row.phone for row in rows if row.phone),
            emails=frozenset(row.email for row in rows if row.email),
            cards=frozenset(holders),
            homes=frozenset(homes),
            names=frozenset(names - {""}),
        )

    def _place(
        self, row: ImportedCustomer, key: str, ids: Mapping[str, int], crowd: Crowd, batch: _Batch
    ) -> tuple[int, Outcome]:
        """The row as somebody new, as something new or as nothing new."""
        known = ids.get(key)
        person = crowd.choose(row) if known is None else crowd[known]
        if known is None and person is not None and self._are_two(row, person, batch):
            person = None
        if person is None and self._namesakes:
            person = crowd.only_namesake(row)
        if person is None:
            return self._new(row, crowd, batch), "created"
        filled = fill(person, row, self._visited(row), first_time=known is None and bool(row.external_id))
        noted = batch.note(person.number, filled.notes)
        if filled.person == person and not noted:
            return person.number, "skipped"
        self._fill(person, filled.person, batch)
        crowd.put(filled.person)
        batch.consents += [(row, person.number, channel, given) for channel, given in filled.consents]
        return person.number, "updated"

    def _are_two(self, row: ImportedCustomer, person: Person, batch: _Batch) -> bool:
        """Two people of one Kassa are two, however alike they are."""
        return self._format == KASSA and bool(row.external_id) and person.number in {*batch.own, *batch.new}

    def _fill(self, before: Person, after: Person, batch: _Batch) -> None:
        number = before.number
        if number in batch.new:
            batch.new[number] = after
        elif number in batch.own:
            batch.changed[number] = (None, after)
        else:
            first, _ = batch.changed.get(number, (before, after))
            batch.changed[number] = (first, after)

    def _beside(
        self, row: ImportedCustomer, number: int, outcome: Outcome, holders: dict[str, int | None], batch: _Batch
    ) -> Outcome:
        """Cards and stamps that come with a row; what can't be kept so goes into a note."""
        aside: list[str] = []
        for code in row.cards:
            if not codes.is_code(code) or holders.get(code, number) not in (None, number):
                aside.append(code)
            elif holders.get(code) is None:
                holders[code] = batch.cards[code] = number
        for code, state, by in row.former_cards:
            if codes.is_code(code) and state in _FORMER and code not in holders:
                holders[code] = number
                batch.former.append((code, state, number, by))
        if row.referred_by and number in batch.new:
            self.referred.append((number, row.referred_by))
        rule = self._stamp_card
        if row.stamps and rule is not None and row.stamps >= rule.boxes:
            aside.append(f"{rule.name}: {row.stamps}")
        elif row.stamps and rule is not None:
            batch.stamps.setdefault(number, row.stamps)
        new = batch.note(number, [ImportedNote("\n".join(aside))] if aside else [])
        changed = new or any(batch.cards.get(code) == number for code in row.cards)
        return "updated" if outcome == "skipped" and changed else outcome

    def _new(self, row: ImportedCustomer, crowd: Crowd, batch: _Batch) -> int:
        visit = self._visited(row)
        person = Person(
            number=batch.number(row.number),
            since=row.since or self._today,
            name=row.name,
            phone=row.phone,
            email=row.email,
            address=row.address,
            birthday=row.birthday,
            language=row.language,
            visits=row.visits,
            told_visits=row.visits,
            last_visit=visit,
            earlier_visit=visit,
            tags=row.tags,
            consents=row.consents,
        )
        self.renumbered += row.number not in (None, person.number)
        batch.new[person.number] = person
        # Who wrote the same twice in one Kassa finds it twice in another.
        batch.note(person.number, row.notes, every=self._format == KASSA)
        batch.consents += [(row, person.number, channel, given) for channel, given in row.consents]
        crowd.put(person)
        keys: list[object] = [home_of(person), born_as(person)]
        if self._namesakes:
            keys.append(name_key(person.name or ""))
        for key in keys:
            if key:
                self._met.setdefault(hash(key), person.number)
        return person.number

    def _consent(self, act: Act, row: ImportedCustomer, number: int, channel: str, given: bool) -> NewConsent:
        told = {name: (at, how) for name, at, how in row.answered}
        at, how = told.get(channel, (None, self._format.capitalize()))
        return NewConsent(number, channel, given, at or act.now, how)

    def refer(self, act: Act, told: Sequence[tuple[int, str]]) -> None:
        """Notes who brought whom, once everybody is in."""
        named = {external for _, external in told}
        ids = {**imports.known_ids(act.transaction, self._format, named), **self._own(act, named)}
        imports.refer(act.transaction, {friend: ids[by] for friend, by in told if ids.get(by, friend) != friend})

    def _own(self, act: Act, told: set[str]) -> dict[str, int]:
        """Those of the ids that are this very shop's."""
        return exports.own_customers(act.transaction, told) if self._format == KASSA and told else {}

    def _visited(self, row: ImportedCustomer) -> datetime | None:
        """The moment that is told, else noon on the shop's clock: whenever its day starts, that is the day."""
        if row.visited is not None and self._day.business_date(row.visited) <= self._today:
            return row.visited.astimezone(UTC)
        day = row.last_visit
        return None if day is None else datetime.combine(day, _NOON, self._day.zone).astimezone(UTC)

    def _keep(self, act: Act, batch: _Batch) -> set[int]:
        """Writes it all; tells whose paper cards were carried over."""
        transaction, number, staff = act.transaction, act.number, act.session.actor.staff
        imports.keep_new(transaction, number, list(batch.new.values()))
        imports.keep_changed(transaction, number, list(batch.changed.values()))
        imports.keep_ids(transaction, number, self._format, batch.ids, batch.prints)
        old = {key: said for key, said in batch.prints.items() if key not in batch.ids}
        imports.keep_prints(transaction, self._format, old)
        imports.keep_notes(transaction, number, act.now, staff, batch.notes)
        imports.keep_consents(transaction, number, staff, [self._consent(act, *each) for each in batch.consents])
        beside = {*batch.ids.values(), *batch.cards.values(), *batch.stamps}
        imports.remember(
            transaction,
            number,
            sorted(n for n in beside - {*batch.changed} if n not in batch.own and n not in batch.new),
        )
        give_cards(act, batch.cards)
        cards.append_former(transaction, number, batch.former)
        for known in sorted({*batch.changed, *batch.cards.values()}):
            if known not in batch.own and known not in batch.new:
                customers.reindex(transaction, known)
        later = [n for n, (then, now) in batch.changed.items() if then and then.last_visit != now.last_visit]
        search.move(transaction, customers.places(transaction, later))
        card = self._stamp_card
        return set() if card is None else {who for who, n in batch.stamps.items() if carry_over(act, who, card, n)}


def _print(row: ImportedCustomer) -> str:
    """The same for the same words about somebody, wherever in a file they stand."""
    return hashlib.sha256(repr(_WORDS(row)).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _decent(row: ImportedCustomer) -> ImportedCustomer:
    """The row without anybody's identity number, for which the register has no room."""
    texts = (row.name or "", row.address or "", *row.tags, *(note.text for note in row.notes))
    if not any(map(holds_identity_number, texts)):
        return row
    hidden = _without_identity_numbers
    return replace(
        row,
        name=row.name and hidden(row.name),
        address=row.address and hidden(row.address),
        tags=tuple(hidden(tag) for tag in row.tags),
        notes=tuple(replace(note, text=hidden(note.text)) for note in row.notes),
    )


def _without_identity_numbers(text: str) -> str:
    """Their digits become dots; the rest of the text stays."""
    if not holds_identity_number(text):
        return text
    hidden = _DIGITS.sub(lambda match: _hidden(match[0]) if holds_identity_number(match[0]) else match[0], text)
    return _hidden(hidden) if holds_identity_number(hidden) else hidden


def _hidden(text: str) -> str:
    return "".join("•" if sign.isdecimal() else sign for sign in text)
