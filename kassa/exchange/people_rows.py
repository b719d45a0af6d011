"""Rows that are about people: a customer each, whatever program or person wrote them.

What can't be read, and what there is more of than the register has room for, goes into one note of the customer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from kassa.domain import codes
from kassa.domain.people import CHANNELS
from kassa.exchange.contacts import country_code, read_email, read_phone, split_contacts
from kassa.exchange.dates import Moments, read_listed_birthday, turned_back
from kassa.exchange.imported import ImportedCustomer, ImportedNote, Rejected
from kassa.exchange.mapping import FIELDS
from kassa.exchange.plain import LONGEST_ADDRESS, LONGEST_NAME, in_lengths, lines, one_line, without_failure
from kassa.exchange.rows import Row
from kassa.exchange.spoken import is_stranger, read_language, read_yes
from kassa.words import say

_LONGEST_TAG = 40
_MOST_TAGS = 30
_STAMPS = re.compile(r"(\d{1,3})(?:[.,]0+)?(?:\s*(?:/|av|of|z|von)\s*\d{1,3})?")
_COUNT = re.compile(r"\d{1,7}|\d{1,3}(?:[ ,.\u00a0\u202f]\d{3})*")
_SEVERAL = re.compile(r"[,;|\n]")
_ADDRESS = ("address", "street", "street2", "postal", "city", "state", "country")


class People:
    """Reads a file's rows as customers.

    ``places`` says where each field stands, ``notes`` which columns are kept as notes, with the heading to put before
    the text or without. Telephones without a country are the row's country's or else ``region``'s; a visit later than
    ``today`` is passed over. ``last_name_first``: a comma parts ``Berg, Anna``; with ``by_blank`` the first word is it.
    ``turned``: ISO dates have their days and months the other way round.
    """

    def __init__(
        self,
        heading: Sequence[str],
        places: Mapping[str, Sequence[int]],
        notes: Sequence[tuple[int, str | None]],
        *,
        region: str | None,
        today: date,
        day_first: bool,
        last_name_first: bool,
        by_blank: bool,
        turned: bool = False,
    ) -> None:
        self._heading = heading
        self._places = {field: tuple(where) for field, where in places.items()}
        # Fields that the file doesn't have stand in a last cell that is always empty.
        self._single = {field: self._places.get(field, (-1,))[0] for field in FIELDS["customers"]}
        self._note_places = tuple(notes)
        self._region = region
        self._today = today
        self._day_first = day_first
        self._last_name_first = last_name_first
        self._by_blank = by_blank
        self._turned = turned
        self._moments = Moments(day_first, turned=turned)
        self._consent_fields = [(each, field) for each in CHANNELS if (field := f"{each}_consent") in self._places]
        self._phone_places = (*self._places.get("mobile", ()), *self._places.get("phone", ()))
        self._regions: dict[str, str | None] = {"": region}
        self._row = Row(0, ())
        self._cells: tuple[str, ...] = ()
        self._aside: list[str] = []

    def read(self, row: Row) -> ImportedCustomer | Rejected:
        """The row as a customer."""
        if len(row.cells) > len(self._heading):
            return Rejected(row.line, None, say("The row has more cells than the heading: check the quotation marks."))
        self._row = row
        # Hardly a row holds anything to clean up, and one look at all of it is quicker than one at every cell.
        all_of_it = "".join(row.cells)
        if "#" in all_of_it or "Err:" in all_of_it:
            self._row = row = row._replace(cells=tuple(map(without_failure, row.cells)))
        tidy = all_of_it.isprintable() and "  " not in all_of_it
        self._cells = (*(row.cells if tidy else map(one_line, row.cells)), "")
        self._aside = []
        name = self._name()
        if len(name) > LONGEST_NAME:
            why = say("The name is too long: shorten it to {most} characters.", most=LONGEST_NAME)
            fields = (each for each in ("name", "first_name", "last_name", "company") if self._cell(each))
            return Rejected(row.line, self._heading[self._single[next(fields, "nickname")]], why)
        phone, email = self._contacts()
        notes = self._notes()
        customer = ImportedCustomer(
            line=row.line,
            external_id=self._own_id(),
            name=name or None,
            phone=phone,
            email=email,
            address=self._address(),
            birthday=self._birthday(),
            language=self._language(),
            tags=self._tags(),
            cards=self._cards(),
            stamps=self._stamps(),
            since=self._past_day("since"),
            last_visit=self._past_day("last_visit"),
            visits=self._visits(),
            consents=self._consents(phone, email),
            # Last, when all has been read that may have been put aside.
            notes=(*notes, *map(ImportedNote, in_lengths("\n".join(self._aside)))) if self._aside else notes,
        )
        if not (customer.name or customer.phone or customer.email or customer.notes or customer.cards):
            return Rejected(
                row.line, None, say("The row has no name, no telephone and no e-mail: fill in one of them.")
            )
        if name and is_stranger(name) and not (phone or email or customer.cards):
            return Rejected(
                row.line, None, say("“{name}” is what tills call strangers: there is nobody to remember.", name=name)
            )
        return customer

    def _cell(self, field: str) -> str:
        return self._cells[self._single[field]]

    def _put_aside(self, place: int) -> None:
        text = one_line(self._row.cells[place]).lstrip("'’")
        if text:
            self._aside.append(f"{self._heading[place]}: {text}")

    def _put_field_aside(self, field: str) -> None:
        for place in self._places.get(field, ()):
            self._put_aside(place)

    def _own_id(self) -> str | None:
        own_id = self._cell("id").lstrip("'’")
        if len(own_id) > LONGEST_NAME:
            self._put_field_aside("id")
            return None
        return own_id or None

    def _name(self) -> str:
        first, last = self._cell("first_name"), self._cell("last_name")
        name = f"{first} {last}" if first and last else first or last or self._whole_name()
        for field in ("nickname", "company"):
            other = self._cell(field)
            if not name:
                name = other
            elif other and other != name:
                self._put_field_aside(field)
        return name

    def _whole_name(self) -> str:
        name = self._cell("name")
        if self._last_name_first and name:
            return turned(name, self._by_blank)
        return name

    def _contacts(self) -> tuple[str | None, str | None]:
        """The telephone and the address; what else stands in those columns is put aside."""
        phone = email = None
        region = self._row_region()
        cells = self._row.cells
        for place in self._places.get("email", ()):
            if not (text := cells[place]):
                continue
            read = read_email(text)
            if read is None or email is not None:
                read = self._several(place, email)
            email = email or read
        for place in self._phone_places:
            if not (text := cells[place]):
                continue
            number = None if _SEVERAL.search(text) else read_phone(text, region)
            if number is None:
                number, written = self._numbers(place, region, phone, email)
                email = email or written
            elif phone is not None and number != phone:
                self._put_aside(place)
            phone = phone or number
        return phone, email

    def _several(self, place: int, known: str | None) -> str | None:
        """The first address in the cell, which is put aside where it holds anything more."""
        found = [read_email(part) for part in split_contacts(self._row.cells[place])]
        first = next((each for each in found if each), None)
        if None in found or {each for each in found if each} - {known or first}:
            self._put_aside(place)
        return first

    def _numbers(
        self, place: int, region: str | None, phone: str | None, email: str | None
    ) -> tuple[str | None, str | None]:
        """The first telephone and the first address in a cell that holds several or none."""
        parts = split_contacts(self._row.cells[place])
        numbers = [read_phone(part, region) for part in parts]
        written = [read_email(part) for part in parts]
        number = next((each for each in numbers if each), None)
        address = next((each for each in written if each), None)
        kept = {phone or number, email or address}
        read = [each or other for each, other in zip(numbers, written, strict=True)]
        if not read or None in read or not kept.issuperset(read):
            self._put_aside(place)
        return number, address

    def _row_region(self) -> str | None:
        country = self._cell("country")
        try:
            return self._regions[country]
        except KeyError:
            self._regions[country] = region = country_code(country) or self._region
            return region

    def _address(self) -> str | None:
        postal, city, country = self._cell("postal").lstrip("'"), self._cell("city"), self._cell("country")
        town = f"{postal} {city}" if postal and city else postal or city
        street, whole = self._cell("street"), self._cell("address")
        if (self._row_region() == self._region and country_code(country)) or not (street or whole or town):
            country = ""
        parts = (whole, street if street != whole else "", self._cell("street2"), town, self._cell("state"), country)
        address = ", ".join(part for part in parts if part)
        if len(address) <= LONGEST_ADDRESS:
            return address or None
        for field in _ADDRESS:
            self._put_field_aside(field)
        return None

    def _birthday(self) -> str | None:
        text = self._cell("birthday")
        if not text:
            return None
        if self._turned:
            text = turned_back(text)
        birthday = read_listed_birthday(text, self._day_first, self._today)
        if birthday is None:
            self._put_field_aside("birthday")
        return birthday

    def _past_day(self, field: str) -> date | None:
        text = self._cell(field)
        if not text:
            return None
        day = self._moments.day(text)
        if day is None:
            self._put_field_aside(field)
        return day if day is not None and day <= self._today else None

    def _visits(self) -> int:
        text = self._cell("visits")
        if text.isdecimal() and text.isascii() and len(text) < 8:
            return int(text)
        if text and _COUNT.fullmatch(text):
            return int("".join(sign for sign in text if sign.isdecimal()))
        self._put_field_aside("visits")
        return 0

    def _stamps(self) -> int | None:
        text = self._cell("stamps")
        if not text:
            return None
        match = _STAMPS.fullmatch(text.lstrip("'’"))
        if match is None:
            self._put_field_aside("stamps")
            return None
        return int(match[1])

    def _cards(self) -> tuple[str, ...]:
        """The codes that a card of Kassa's can have; others say something to people only, and are put aside."""
        found: dict[str, None] = {}
        for place in self._places.get("card", ()):
            if not self._row.cells[place]:
                continue
            parts = [codes.plain(part.strip(" '’")) for part in _SEVERAL.split(self._row.cells[place])]
            found.update((part, None) for part in parts if codes.is_code(part))
            if any(part and not codes.is_code(part) for part in parts):
                self._put_aside(place)
        return tuple(found)

    def _tags(self) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for place in self._places.get("tags", ()):
            if not self._row.cells[place]:
                continue
            tags = [one_line(tag.strip()) for tag in _SEVERAL.split(self._row.cells[place])]
            fitting = [tag for tag in tags if tag and len(tag) <= _LONGEST_TAG][: _MOST_TAGS - len(found)]
            if len(fitting) < sum(map(bool, tags)):
                self._put_aside(place)
            found.update(dict.fromkeys(fitting))
        return tuple(found)

    def _language(self) -> str | None:
        text = self._cell("language")
        if not text:
            return None
        language = read_language(text)
        if language is None:
            self._put_field_aside("language")
        return language

    def _consents(self, phone: str | None, email: str | None) -> tuple[tuple[str, bool], ...]:
        """A no holds whatever address comes later; a yes was given for the address in the file."""
        consents = []
        for channel, field in self._consent_fields:
            given = read_yes(self._cell(field))
            if given and ((channel == "email" and not email) or (channel == "sms" and not phone)):
                continue
            if given is not None:
                consents.append((channel, given))
        return tuple(consents)

    def _notes(self) -> tuple[ImportedNote, ...]:
        notes: list[ImportedNote] = []
        for place, heading in self._note_places:
            if text := lines(self._row.cells[place]):
                notes += map(ImportedNote, in_lengths(text if heading is None else f"{heading}: {text}"))
        return tuple(notes)


def turned(name: str, by_blank: bool) -> str:
    """A name with its last name first the way round that it is said: ``Berg, Anna`` is ``Anna Berg``."""
    last, comma, first = name.partition(",")
    if not comma and by_blank:
        last, _, first = name.partition(" ")
    last, first = last.strip(), first.strip()
    return f"{first} {last}" if first and last and "," not in first else name


def comma_names(names: Iterable[str]) -> tuple[int, int]:
    """How many names there are, and how many of them have one comma with something on both sides."""
    count = parted = 0
    for name in names:
        if name:
            count += 1
            last, comma, first = name.partition(",")
            parted += bool(comma and last.strip() and first.strip() and "," not in first)
    return count, parted
