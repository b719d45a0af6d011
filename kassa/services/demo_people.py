"""Who comes to the sample shop: names, telephones, birthdays, consents, in a Swedish university town's proportions.

Everything is drawn from the ``Random`` passed in, so the same seed gives the same people. Nobody here exists: e-mail
domains are reserved (RFC 2606 names under national endings) and the first telephones come from the series that the
authorities keep for fiction (PTS: 070-174 06 05 to 06 99; Ofcom: 07700 900000 to 900999).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import accumulate, pairwise
from pathlib import Path
from random import Random
from typing import Any, TypeVar

from kassa.domain.folding import fold

_T = TypeVar("_T")
_DRAWS = 1 << 15
_FICTION = {
    "sv": [f"+4670174{end:04}" for end in range(605, 700)],
    "en": [f"+447700900{end:03}" for end in range(1000)],
}
_TAGS = ("bokcirkeln", "student", "granne", "stickkaféet", "företag", "lärare", "poesi")
_CONSENTED = ("vid kassan", "på blanketten", "på bokcirkeln")
# How telephones look abroad: what stands before the digits that are drawn, and how many those are.
_SERIES = {"sv": ("+4670", 7), "nb": ("+4740", 6), "pl": ("+4850", 7), "en": ("+4474", 8)}
_WOMEN = 0.58


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody to be entered in the register; ``consents`` are (channel, given, how)."""

    name: str | None
    language: str
    since: date
    phone: str | None = None
    email: str | None = None
    address: str | None = None
    birthday: str | None = None
    tags: tuple[str, ...] = ()
    consents: tuple[tuple[str, bool, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Names:
    """One language's names as tables to draw from at random: each name stands there as often as it is common."""

    language: str
    mail: str
    women: Sequence[str]
    men: Sequence[str]
    surnames: Sequence[str]


def content(folder: Path, name: str) -> dict[str, Any]:
    """One of the sample shop's files as TOML says it."""
    return tomllib.loads((folder / f"{name}.toml").read_text("utf-8"))


class People:
    """Draws persons one by one; it remembers which telephones and e-mails it has given."""

    def __init__(self, names: Mapping[str, Any], random: Random, today: date) -> None:
        self._random = random
        self._today = today
        places = names["places"]
        self._streets: list[str] = places["streets"].split()
        self._towns: list[str] = places["towns"]
        languages = [(language, table) for language, table in names.items() if language != "places"]
        self._languages = _by_weight(
            [_names(language, table) for language, table in languages], [table["share"] for _, table in languages]
        )
        self._drawn = 0
        self._fiction = {language: random.sample(series, len(series)) for language, series in _FICTION.items()}
        self._start = random.randrange(10**7)
        self._taken: set[str] = set()

    def reserve(self, phone: str | None, email: str | None) -> None:
        """Keeps a known person's telephone and e-mail from being drawn again."""
        self._taken.update(each for each in (phone, email) if each)

    def draw(self, since: date) -> Person:
        """The next person, a member since that day."""
        random = self._random.random
        self._drawn += 1
        names = self._languages[int(random() * len(self._languages))]
        language = names.language
        told = random()
        if told < 0.03:
            return Person(None, language, since)
        woman = random() < _WOMEN
        firsts = names.women if woman else names.men
        first = firsts[int(random() * len(firsts))]
        surname = self._surname(names, woman)
        while _is_of_the_picture(_folded(first), _folded(surname)):
            surname = self._surname(names, woman)
        if told < 0.08:
            return Person(first if told < 0.05 else f"{first} {surname[0]}", language, since)
        reached = random() >= 0.1
        phone = self._phone(language) if reached and random() < 0.88 else None
        email = self._email(first, surname, names.mail) if reached and (phone is None or random() < 0.62) else None
        return Person(
            f"{first} {surname}",
            language,
            since,
            phone,
            email,
            self._address() if reached and random() < 0.14 else None,
            self._birthday() if random() < 0.5 else None,
            (_TAGS[int(random() * len(_TAGS))],) if random() < 0.18 else (),
            self._consents(phone, email),
        )

    def _surname(self, names: _Names, woman: bool) -> str:
        random = self._random.random
        surname = names.surnames[int(random() * len(names.surnames))]
        if names.language == "pl":
            surname = _inflected(surname, woman)
        if random() < 0.05:
            second = names.surnames[int(random() * len(names.surnames))]
            if names.language == "pl":
                surname = f"{surname}-{_inflected(second, woman)}" if woman else surname
            elif second != surname:
                surname = f"{surname}-{second}" if names.language == "en" else f"{surname} {second}"
        return surname

    def _phone(self, language: str) -> str | None:
        # Four in ten of those from abroad kept the number from home, the others have a Swedish one.
        country = language if self._random.random() < 0.4 else "sv"
        fiction = self._fiction.get(country)
        if fiction:
            phone = fiction.pop()
        else:
            prefix, digits = _SERIES[country]
            # A step prime to the series' size walks through every number once before any comes twice.
            phone = f"{prefix}{(self._start + self._drawn * 7_368_787) % 10**digits:0{digits}}"
            if phone in _FICTION["sv"]:
                return None
        return None if phone in self._taken else phone

    def _email(self, first: str, surname: str, mail: str) -> str:
        local = f"{_folded(first)}.{_folded(surname)}".replace(" ", "").replace("'", "")
        # A big register would hold a set of a million addresses only to tell the second Anna Andersson from the first.
        if self._drawn > 5_000:
            return f"{local}{self._drawn}@{mail}"
        email = f"{local}@{mail}"
        while email in self._taken:
            email = f"{local}{self._random.randrange(2, 99)}@{mail}"
        self._taken.add(email)
        return email

    def _address(self) -> str:
        random = self._random.random
        street = self._streets[int(random() * len(self._streets))]
        return f"{street} {1 + int(random() * 60)}, {self._towns[int(random() * len(self._towns))]}"

    def _birthday(self) -> str:
        random = self._random.random
        born = self._today - timedelta(days=int((17 + 68 * (random() + random()) / 2) * 365.25))
        return born.isoformat() if random() < 0.6 else f"-{born.isoformat()[4:]}"

    def _consents(self, phone: str | None, email: str | None) -> tuple[tuple[str, bool, str], ...]:
        random = self._random.random
        how = _CONSENTED[int(random() * len(_CONSENTED))]
        given = []
        if email and random() < 0.7:
            given.append(("email", random() < 0.85, how))
        if phone and random() < 0.45:
            given.append(("sms", random() < 0.8, how))
        if given and random() < 0.3:
            given.append(("analysis", random() < 0.7, how))
        return tuple(given)


def known(folder: Path, today: date) -> Iterator[tuple[Person, dict[str, Any]]]:
    """The regulars whom everybody in the shop knows by name, with what else the file says of them."""
    for told in content(folder, "people")["person"]:
        yield (
            Person(
                told["name"],
                told["language"],
                today - timedelta(days=told["since_days"]),
                told.get("phone"),
                told.get("email"),
                told.get("address"),
                told.get("birthday"),
                tuple(told.get("tags", ())),
                (("email", True, "vid kassan"),) if "email" in told else (),
            ),
            told,
        )


@cache
def _folded(name: str) -> str:
    return fold(name)


def _is_of_the_picture(first: str, surname: str) -> bool:
    """Whether ``lind mar`` would find the folded name too: the four of the file are to stand alone."""
    return ("mar" in first or "mar" in surname) and ("lind" in first or "lind" in surname)


def _inflected(surname: str, woman: bool) -> str:
    """A Polish surname as a woman or a man bears it."""
    return f"{surname[:-1]}a" if woman and surname.endswith(("ski", "cki", "dzki")) else surname


def _names(language: str, table: Mapping[str, Any]) -> _Names:
    common = table["surnames"].split()
    heads, tails = table["surname_heads"].split(), table["surname_tails"].split()
    # A doubled or tripled letter where head and tail meet is written once or twice, as the language does.
    made = {_joined(head, tail) for head in heads for tail in tails if head.lower() != tail} - set(common)
    # The commonest names by Zipf's law; those made of parts share what is left evenly, a long tail.
    surnames = _by_rank(common, int(_DRAWS * 0.86)) + _evenly(sorted(made), int(_DRAWS * 0.14))
    return _Names(
        language,
        table["mail"],
        _by_rank(table["women"].split(), _DRAWS),
        _by_rank(table["men"].split(), _DRAWS),
        surnames,
    )


def _joined(head: str, tail: str) -> str:
    return head + tail[1:] if head[-2:] == tail[0] * 2 else head + tail


def _by_rank(names: Sequence[str], size: int) -> list[str]:
    return _by_weight(names, [1 / (rank + 12) for rank in range(len(names))], size)


def _evenly(names: Sequence[str], size: int) -> list[str]:
    return [names[place % len(names)] for place in range(max(size, len(names)))]


def _by_weight(things: Sequence[_T], weights: Sequence[float], size: int = _DRAWS) -> list[_T]:
    edges = [0, *(round(edge * size / sum(weights)) for edge in accumulate(weights))]
    return [
        thing for thing, (low, high) in zip(things, pairwise(edges), strict=True) for _ in range(max(1, high - low))
    ]
