"""Everything a person reads, in the person's language.

Code below the doors never translates: it hands up a ``Text`` made by ``say`` or ``say_n``, and the door that shows it
(window, command line, pipe) renders it with its own ``Words``. So two languages can live in one process and no
global says which one it is.

English is the source: its sentences are the keys of ``resources/i18n``, and what a catalogue lacks is shown in English.
"""

from __future__ import annotations

import gettext
import locale
import os
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from types import MappingProxyType
from typing import Any

from kassa import paths

# Each by the name that its own speakers give it, which is the same in every language.
OWN_NAMES = MappingProxyType({"sv": "Svenska", "en": "English", "nb": "Norsk", "pl": "Polski"})
LANGUAGES = tuple(OWN_NAMES)
_LOCALES = {"sv": "sv_SE", "en": "en_GB", "nb": "nb_NO", "pl": "pl_PL"}
_KINDRED = {"no": "nb", "nn": "nb", "swedish": "sv", "english": "en", "norwegian": "nb", "polish": "pl"}
# What a language's own hand does to CLDR's patterns: an ordinal's full stop in Norwegian, three letters in English.
_NATURAL = {"nb": ("d MMM", "d. MMM"), "en": ("EEEEEE", "EEE")}


@dataclass(frozen=True)
class Money:
    """An amount in integer minor units of an ISO 4217 currency."""

    minor: int
    currency: str


@dataclass(frozen=True)
class Text:
    """A sentence not yet translated: an English template, its values, and for a count its plural form."""

    template: str
    values: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    plural: str | None = None
    count: int = 1

    def __str__(self) -> str:
        return Words("en").text(self)


def say(template: str, **values: Any) -> Text:
    """A sentence for a person; values may be strings, numbers, ``Money``, dates, moments or other texts."""
    return Text(template, values)


def say_n(one: str, many: str, count: int, **values: Any) -> Text:
    """A sentence that counts; ``{n}`` in it is the count."""
    return Text(one, {"n": count, **values}, many, count)


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    if language == "en":
        return gettext.NullTranslations()
    try:
        with (paths.resources() / "i18n" / language / "LC_MESSAGES" / "kassa.mo").open("rb") as file:
            return gettext.GNUTranslations(file)
    except (OSError, ValueError, struct.error):  # gone or damaged: English words are better than no till
        return gettext.NullTranslations()


@dataclass(frozen=True)
class Words:
    """One language: translation and the forms of money, dates and counts.

    ``language`` becomes one of ``LANGUAGES`` however it was asked for: ``nb-NO`` is nb, what Kassa doesn't speak is en.
    """

    language: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "language", _spoken(self.language) or "en")

    def tr(self, template: str) -> str:
        """The template in this language; ``.format()`` comes afterwards."""
        # gettext answers the empty string with the catalogue's header
        return _catalogue(self.language).gettext(template) if template else ""

    def ntr(self, one: str, many: str, count: int) -> str:
        """The right plural of a template that holds ``{n}``, not yet formatted."""
        return _catalogue(self.language).ngettext(one, many, abs(count))

    def name(self, name: str | Text) -> str:
        """A name as a person reads it: ours in their language, anybody else's as it is."""
        return self.text(name) if isinstance(name, Text) else name

    def text(self, text: Text) -> str:
        """A ``Text`` as a person reads it. Braces in its values are the person's own and stay."""
        template = self.tr(text.template) if text.plural is None else self.ntr(text.template, text.plural, text.count)
        shown = {name: self._shown(value) for name, value in text.values.items()}
        if text.plural is not None and shown.get("n") == text.count:
            shown["n"] = self.number(text.count)
        return template.format(**shown)

    def money(self, money: Money, symbol: bool = True) -> str:
        """``189,00 kr`` as the language writes it; without ``symbol`` only the number."""
        from babel.numbers import format_currency, get_currency_precision

        digits = get_currency_precision(money.currency)
        amount = Decimal(money.minor).scaleb(-digits)
        if not symbol:
            return format_currency(amount, money.currency, "#,##0.00" if digits else "#,##0", locale=self._locale)
        shown = format_currency(amount, money.currency, locale=self._locale)
        code, digit, rest = shown.partition(money.currency)
        # CLDR parts a currency of letters from its number, Babel doesn't
        return f"{code}{digit}\N{NO-BREAK SPACE}{rest}" if rest[:1].isdigit() else shown

    def number(self, number: float) -> str:
        """A number as the language writes it, with two decimals at most: ``0,5``."""
        if isinstance(number, int) and 0 <= number < 1000:
            return str(number)
        from babel.numbers import format_decimal

        return format_decimal(round(number, 2), locale=self._locale)

    def date(self, day: date, form: str = "d MMMM y") -> str:
        """A date in CLDR's pattern language, by default ``31 mars 2027`` (in Norwegian ``31. mars 2027``)."""
        from babel.dates import format_date

        return format_date(day, form.replace(*_NATURAL.get(self.language, ("", ""))), locale=self._locale)

    @property
    def _locale(self) -> str:
        return _LOCALES[self.language]

    def _shown(self, value: Any) -> Any:
        if isinstance(value, Text):
            return self.text(value)
        if isinstance(value, Money):
            return self.money(value)
        if isinstance(value, datetime):
            return f"{self.date(value.date())} {value:%H:%M}"
        if isinstance(value, date):
            return self.date(value)
        return value


def system_language() -> str:
    """The language of the computer, if Kassa speaks it; else English."""
    return next((spoken for name in _asked_for() if (spoken := _spoken(name))), "en")


def _asked_for() -> Iterator[str]:
    """Locale names, most wanted first, as gettext reads the environment: a list, but never over an explicit C."""
    named = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(name))), "")
    if named.partition(".")[0] not in ("C", "POSIX"):
        yield from os.environ.get("LANGUAGE", "").split(":")
    yield named
    if not named:
        yield locale.getlocale()[0] or ""


def _spoken(name: str) -> str | None:
    """The one of ``LANGUAGES`` that a locale's name means: ``sv_SE.UTF-8``, ``pl-PL``, Windows' ``Polish_Poland``."""
    short = name.lower()
    for mark in "_-.@ ":
        short = short.partition(mark)[0]
    short = _KINDRED.get(short, short)
    return short if short in LANGUAGES else None
