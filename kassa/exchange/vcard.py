"""Address books as telephones, Outlook, Google and iCloud give them out: visiting cards, one after the other.

Not through vobject: it ends at the first broken card, at Android's notes of two lines and at a picture that was cut
short, and names the wrong line for it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kassa.exchange.encodings import find_wide
from kassa.exchange.files import Stamp, reading, stamp_of
from kassa.exchange.imported import Rejected
from kassa.exchange.vcard_lines import Property, properties
from kassa.words import say

_LONGEST_LINE = 1_000_000
_MOST_PROPERTIES = 1000
_DAY = re.compile(r"(?:(\d{4})-?|--)(\d\d)-?(\d\d)(?:T.*|\s.*)?")


@dataclass(frozen=True, slots=True)
class Phone:
    """A telephone number as it is written, and what it is: ``cell``, ``home``, ``work``, ``fax``, ``pref``…"""

    number: str
    types: frozenset[str]


@dataclass(frozen=True, slots=True)
class VCard:
    """A visiting card; ``line`` is where it begins. What it doesn't say is empty.

    Telephones, e-mails and addresses come with the preferred one first. ``birthday`` is ``1985-04-12``, without a year
    ``--04-12``, or whatever was written. ``others`` are a nickname, title, role, web page and such, by their names.
    """

    line: int
    uid: str = ""
    full_name: str = ""
    family_name: str = ""
    given_name: str = ""
    phones: tuple[Phone, ...] = ()
    emails: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    birthday: str = ""
    note: str = ""
    organisation: str = ""
    categories: tuple[str, ...] = ()
    others: tuple[tuple[str, str], ...] = ()


def is_vcard(path: Path) -> bool:
    """Whether a file begins as an address book does; ``bad_file`` for what is no file."""
    with reading(path, stamp_of(path)) as file:
        head = file.read(256)
    # In UTF-16 every second byte is zero.
    return head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xfe\xff \t\r\n").upper().startswith(b"BEGIN:VCARD")


def read_vcards(path: Path, stamp: Stamp | None = None) -> Iterator[VCard | Rejected]:
    """The cards of a file, one by one. A broken one is a ``Rejected`` that names the line, and the next ones come.

    ``bad_file`` when the file isn't the one of ``stamp``, or was changed meanwhile.
    """
    with reading(path, stamp or stamp_of(path)) as file:
        wide = find_wide(file.read(4096))
        file.seek(0)
        with io.TextIOWrapper(file, wide or "latin-1", errors="replace") as text:
            yield from _cards(properties(_lines(text, wide is not None)))


def _lines(text: io.TextIOWrapper, wide: bool) -> Iterator[tuple[int, str]]:
    """Numbered lines in bytes' disguise; of an endless one the beginning."""
    number = 0
    while line := text.readline(_LONGEST_LINE):
        number += 1
        begun = line
        while line and not line.endswith("\n"):
            line = text.readline(_LONGEST_LINE)
        begun = begun.rstrip("\n")
        if wide:
            begun = begun.encode("utf-8").decode("latin-1")
        yield number, begun.removeprefix("\xef\xbb\xbf") if number == 1 else begun


def _cards(stream: Iterator[Property]) -> Iterator[VCard | Rejected]:
    card: list[Property] = []
    first = inside = stray = 0
    for each in stream:
        if each.name == "BEGIN":
            if inside and card[-1].name == "AGENT":
                inside += 1
                continue
            if inside:
                yield _endless(first)
            card, first, inside, stray = [each], each.line, 1, 0
        elif not inside:
            if not stray:
                yield Rejected(each.line, None, say("The line stands outside of every card: take it out."))
            stray = 1
        elif each.name == "END":
            inside -= 1
            if not inside:
                yield _made(card)
        elif inside == 1 and len(card) < _MOST_PROPERTIES:
            card.append(each)
    if inside:
        yield _endless(first)


def _endless(first: int) -> Rejected:
    return Rejected(first, None, say("The card that begins here has no end: add a line END:VCARD."))


def _made(card: list[Property]) -> VCard | Rejected:
    broken = next((each for each in card if not each.name), None)
    if broken is not None:
        return Rejected(broken.line, None, say("The line can't be read as part of a card: mend it or take it out."))
    found: dict[str, list[Property]] = {}
    for each in card:
        if each.text.strip("; "):
            found.setdefault(each.name, []).append(each)
    for several in found.values():
        several.sort(key=lambda each: not _preferred(each))

    def all_of(name: str) -> list[str]:
        return [each.whole for each in found.get(name, ())]

    names = found["N"][0].parts() if "N" in found else []
    family, given, more, *_ = [*names, "", "", ""]
    return VCard(
        line=card[0].line,
        uid=next(iter(all_of("UID")), ""),
        full_name=next(iter(all_of("FN")), ""),
        family_name=family,
        given_name=f"{given} {more}".strip(),
        phones=tuple(Phone(re.sub("^tel:", "", each.whole), each.types) for each in found.get("TEL", ())),
        emails=tuple(re.sub("^mailto:", "", each) for each in all_of("EMAIL")),
        addresses=tuple(map(_address, found.get("ADR", ()))),
        birthday=_birthday(found["BDAY"][0]) if "BDAY" in found else "",
        note="\n".join(all_of("NOTE")),
        organisation=", ".join(part for part in found["ORG"][0].parts() if part) if "ORG" in found else "",
        categories=tuple(part for each in found.get("CATEGORIES", ()) for part in each.parts(",") if part),
        others=tuple(
            (each.name.capitalize(), each.whole)
            for name in ("NICKNAME", "TITLE", "ROLE", "URL", "ANNIVERSARY")
            for each in found.get(name, ())
        ),
    )


def _preferred(each: Property) -> bool:
    return "pref" in each.types or any(name == "PREF" for name, _ in each.parameters)


def _address(adr: Property) -> str:
    """Post box, further line, street, town, region, postal code and country, as they stand on an envelope."""
    parts = [" ".join(part.split()) for part in adr.parts()] + [""] * 7
    box, further, street, town, region, postal, country = parts[:7]
    lines = (box, street, further, f"{postal} {town}".strip(), region, country)
    return ", ".join(line for line in lines if line)


def _birthday(day: Property) -> str:
    text = day.whole
    found = _DAY.fullmatch(text)
    if found is None:
        return text
    year, month, of_month = found.groups()
    # How an iPhone says that it doesn't know the year.
    if year is None or year == dict(day.parameters).get("X-APPLE-OMIT-YEAR"):
        return f"--{month}-{of_month}"
    return f"{year}-{month}-{of_month}"
