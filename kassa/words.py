"""Everything a person reads, in the person's language.

Code below the doors never translates: it hands up a ``Text`` made by ``say`` or ``say_n``, and the door that shows it
(window, command line, pipe) renders it with its own ``Words``. So two languages can live in one process and no
global says which one it is.
"""

from __future__ import annotations

import gettext
import locale
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from types import MappingProxyType
from typing import Any

from kassa import paths

LANGUAGES = ("sv", "en", "nb", "pl")
_LOCALES = {"sv": "sv_SE", "en": "en_GB", "nb": "nb_NO", "pl": "pl_PL"}


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
    """A sentence for a person; values may be strings, numbers, ``Money``, dates or other texts."""
    return Text(template, values)


def say_n(one: str, many: str, count: int, **values: Any) -> Text:
    """A sentence that counts; ``{n}`` in it is the count."""
    return Text(one, {"n": count, **values}, many, count)


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation("kassa", paths.resources() / "i18n", [language], fallback=language == "en")


@dataclass(frozen=True)
class Words:
    """One language: translation and the forms of money, dates and counts."""

    language: str

    def tr(self, template: str) -> str:
        """The template in this language; ``.format()`` comes afterwards."""
        return _catalogue(self.language).gettext(template)

    def ntr(self, one: str, many: str, count: int) -> str:
        """The right plural of a template that holds ``{n}``, not yet formatted."""
        return _catalogue(self.language).ngettext(one, many, count)

    def text(self, text: Text) -> str:
        """A ``Text`` as a person reads it."""
        catalogue = _catalogue(self.language)
        template = (
            catalogue.gettext(text.template)
            if text.plural is None
            else catalogue.ngettext(text.template, text.plural, text.count)
        )
        return template.format(**{name: self._shown(value) for name, value in text.values.items()})

    def money(self, money: Money, symbol: bool = True) -> str:
        """``189,00 kr`` as the language writes it; without ``symbol`` only the number."""
        from babel.numbers import format_currency, get_currency_precision

        digits = get_currency_precision(money.currency)
        amount = Decimal(money.minor).scaleb(-digits)
        if symbol:
            return format_currency(amount, money.currency, locale=self._locale)
        return format_currency(amount, money.currency, "#,##0.00" if digits else "#,##0", locale=self._locale)

    def date(self, day: date, form: str = "d MMMM y") -> str:
        """A date in CLDR's pattern language, by default ``31 mars 2027``."""
        from babel.dates import format_date

        return format_date(day, form, locale=self._locale)

    @property
    def _locale(self) -> str:
        return _LOCALES[self.language]

    def _shown(self, value: Any) -> Any:
        if isinstance(value, Text):
            return self.text(value)
        if isinstance(value, Money):
            return self.money(value)
        if isinstance(value, date) and not isinstance(value, datetime):
            return self.date(value)
        return value


def system_language() -> str:
    """The language of the computer, if Kassa speaks it; else English."""
    for source in (
        *(os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG")),
        locale.getlocale()[0] or "",
    ):
        short = source[:2].lower()
        if short in ("no", "nn"):
            return "nb"
        if short in LANGUAGES:
            return short
    return "en"
