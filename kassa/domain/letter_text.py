"""A text with fields, as a shopkeeper writes one for many: ``Hej {förnamn}!``.

A field is a word in braces, in English or in the language of any of Kassa's users, without regard to case and accents.
After a bar stands what to say to whom it doesn't fit: ``{first_name|friend}``. ``{{`` and ``}}`` are braces; one that
closes nothing on its line is a brace, too. What is filled in is never looked at again, so nobody's name is a field.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from kassa.domain.folding import fold

Field = Literal["first_name", "name", "shop", "stamps", "left", "tier", "reward", "coupon", "until"]

FIELDS: Mapping[Field, Mapping[str, str]] = MappingProxyType(
    {
        "first_name": {"en": "first_name", "sv": "förnamn", "nb": "fornavn", "pl": "imię"},
        "name": {"en": "name", "sv": "namn", "nb": "navn", "pl": "imię_i_nazwisko"},
        "shop": {"en": "shop", "sv": "butik", "nb": "butikk", "pl": "sklep"},
        "stamps": {"en": "stamps", "sv": "stämplar", "nb": "stempler", "pl": "pieczątki"},
        "left": {"en": "left", "sv": "kvar", "nb": "igjen", "pl": "brakuje"},
        "tier": {"en": "tier", "sv": "nivå", "nb": "nivå", "pl": "poziom"},
        "reward": {"en": "reward", "sv": "belöning", "nb": "belønning", "pl": "nagroda"},
        "coupon": {"en": "coupon", "sv": "kupong", "nb": "kupong", "pl": "kupon"},
        "until": {"en": "until", "sv": "till_och_med", "nb": "til_og_med", "pl": "do_dnia"},
    }
)
"""Each field's own name by language. They are part of what people have written and saved: never translated anew."""

_PIECE = re.compile(r"\{\{|\}\}|\{([^{}\n]*)\}")


@dataclass(frozen=True, slots=True)
class Used:
    """A field in a text: which one (None: there is none of that name), how it is written, on which line."""

    field: Field | None
    told: str
    line: int


def field_called(told: str) -> Field | None:
    """The field of that name in any language."""
    return _BY_NAME.get(_plain(told.partition("|")[0]))


def used(text: str) -> tuple[Used, ...]:
    """Every field of a text in order; lines are counted from 1."""
    found = []
    for piece in _PIECE.finditer(text):
        told = piece.group(1)
        if told is not None:
            line = text.count("\n", 0, piece.start()) + 1
            found.append(Used(field_called(told), told.partition("|")[0].strip(), line))
    return tuple(found)


def fill(text: str, values: Mapping[Field, str | None], otherwise: Mapping[Field, str]) -> str:
    """The text with its fields filled in; one that is empty says what stands after its bar, else ``otherwise``.

    A field of an unknown name stays as it was written.
    """

    def filled(piece: re.Match[str]) -> str:
        told = piece.group(1)
        if told is None:
            return piece.group()[0]
        field = field_called(told)
        if field is None:
            return piece.group()
        return values.get(field) or told.partition("|")[2].strip() or otherwise.get(field, "")

    return _PIECE.sub(filled, text)


def literal(text: str) -> str:
    """The text without its fields."""
    return _PIECE.sub("", text)


def first_name(name: str | None) -> str | None:
    """What one calls a person: the first word of a name, or the one behind the comma of ``Lindqvist, Maria``."""
    told = (name or "").strip()
    surname, comma, rest = told.partition(",")
    words = (rest if comma and rest.strip() else surname).split()
    return words[0] if words else None


def _plain(told: str) -> str:
    return re.sub(r"[\s_-]+", "_", fold(told.strip()))


_BY_NAME: Mapping[str, Field] = MappingProxyType(
    {_plain(name): field for field, names in FIELDS.items() for name in names.values()}
)
