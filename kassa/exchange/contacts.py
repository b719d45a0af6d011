"""How to reach people: telephones, e-mail addresses, and the country that a shop's telephones are read in."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from kassa.domain.folding import fold

_EMAIL = re.compile(r"[^\s@<>,;:\"()\[\]]{1,64}@(?:[^\s@<>,;:\"()\[\]._-](?:[\w-]*\w)?\.)+[^\W\d_]{2,63}")
_LONGEST_EMAIL = 254
_LONGEST_PHONE = 40
_PARTS = re.compile(r"\s*(?:[,;|\n]|\s/\s|/(?=\+|0\d)|\b(?:or|eller|lub|oder|tai)\b)\s*")
# Countries for whose usual numbers the digits alone decide, and the signs that may stand between them.
_PLAINLY = frozenset(("SE", "NO", "DK", "PL"))
_DIGITS_ONLY = re.compile(r"[+(]?[0-9][0-9 ()-]*[0-9]")
_BETWEEN = str.maketrans("", "", " ()-")
_NAMED_IN = ("en", "sv", "nb", "da", "pl", "de", "fi")
_OTHER_NAMES = {"uk": "GB", "england": "GB", "scotland": "GB", "great britain": "GB", "usa": "US", "holland": "NL"}
_LANGUAGES = {"sv": "SE", "nb": "NO", "nn": "NO", "no": "NO", "pl": "PL", "en": "GB"}


def read_phone(text: str, region: str | None) -> str | None:
    """The E.164 form of a telephone number that is possible; without a country it is ``region``'s (ISO 3166: ``SE``).

    None for anything else, and for what that form would lose: words, extensions, a number without its area code.
    """
    text = text.strip().lstrip("'’").strip()
    if not text:
        return None
    if _DIGITS_ONLY.fullmatch(text) and len(text) <= _LONGEST_PHONE and (plain := _read_plainly(text, region)):
        return plain
    import phonenumbers
    from phonenumbers import PhoneNumberFormat, ValidationResult

    text = re.sub(r"^tel(?:efon)?\s*[:.]\s*", "", text, flags=re.IGNORECASE)
    if len(text) > _LONGEST_PHONE or any(sign.isalpha() for sign in text):
        return None
    if text.startswith("00"):
        text = "+" + text[2:]
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    if number.extension or phonenumbers.is_possible_number_with_reason(number) != ValidationResult.IS_POSSIBLE:
        return None
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def _read_plainly(text: str, region: str | None) -> str | None:
    """The same as the whole way round, a tenth of its time, where the digits alone decide; None where they don't."""
    digits = ("+" + text[2:] if text.startswith("00") else text).translate(_BETWEEN)
    for code, trunk, lengths, home in _plain_rules():
        if digits.startswith("+"):
            if not digits.startswith(code):
                continue
            national = digits[len(code) :]
        elif home == region and digits.startswith(trunk) and not digits.startswith(code[1:]):
            national = digits[len(trunk) :]
        else:
            continue
        # Behind a nought stands another prefix, or none at all: that is looked at closely.
        return code + national if national[:1] not in ("", "0") and len(national) in lengths else None
    return None


@cache
def _plain_rules() -> tuple[tuple[str, str, frozenset[int], str], ...]:
    """Country code, trunk prefix and possible lengths of the countries that have one prefix and no more rules."""
    from phonenumbers import PhoneMetadata

    rules = []
    for region in sorted(_PLAINLY):
        known = PhoneMetadata.metadata_for_region(region)
        assert known is not None and known.general_desc is not None, region
        trunk = known.national_prefix_for_parsing or ""
        assert trunk in ("", "0") and known.national_prefix_transform_rule is None, region
        rules.append((f"+{known.country_code}", trunk, frozenset(known.general_desc.possible_length), region))
    return tuple(rules)


def split_contacts(text: str) -> list[str]:
    """The telephones and addresses of a cell that may hold several: ``anna@example.se, 070-121 52 79``."""
    return [part for part in _PARTS.split(text) if part]


@lru_cache(1000)
def country_code(text: str) -> str | None:
    """The code (ISO 3166: ``SE``) of a country that is named or coded; None for what is no country."""
    if len(text) == 2 and text.isascii() and text.isalpha():
        code = text.upper()
        return code if code in _territories().values() else _OTHER_NAMES.get(text.lower())
    return _territories().get(fold(text).strip(". "))


@cache
def _territories() -> dict[str, str]:
    from babel import Locale

    names = dict(_OTHER_NAMES)
    for language in _NAMED_IN:
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha():
                names.setdefault(fold(name), code)
    return names


def read_email(text: str) -> str | None:
    """An e-mail address in small letters, as it is stored and compared; None when mail can't go there."""
    text = re.sub(r"^mailto:", "", text.strip().lstrip("'’").strip(), flags=re.IGNORECASE)
    if len(text) > _LONGEST_EMAIL or not text.isprintable() or not _EMAIL.fullmatch(text) or ".." in text:
        return None
    return text.lower()


def region_of(timezone: str, currency: str | None = None, language: str | None = None) -> str | None:
    """The shop's country (ISO 3166) by its timezone, else by its currency, else by its language."""
    from babel.core import get_global

    zone = get_global("zone_aliases").get(timezone, timezone)
    territory = get_global("zone_territories").get(zone)
    if territory not in (None, "ZZ", "001"):
        return str(territory)
    # A currency's code begins with its country's; the euro's and those of other unions with no country's.
    if currency is not None and currency[:2] != "EU" and currency[:2] in get_global("territory_currencies"):
        return currency[:2]
    return _LANGUAGES.get(language or "")
