"""How to reach people: telephones, e-mail addresses, and the country that a shop's telephones are read in."""

from __future__ import annotations

import re

_EMAIL = re.compile(r"[^\s@<>,;:\"()\[\]]{1,64}@(?:[^\s@<>,;:\"()\[\]._-](?:[\w-]*\w)?\.)+[^\W\d_]{2,63}")
_LONGEST_EMAIL = 254
_LONGEST_PHONE = 40
_LANGUAGES = {"sv": "SE", "nb": "NO", "nn": "NO", "no": "NO", "pl": "PL", "en": "GB"}


def read_phone(text: str, region: str | None) -> str | None:
    """The E.164 form of a telephone number that is possible; without a country it is ``region``'s (ISO 3166: ``SE``).

    None for anything else, and for what that form would lose: words, extensions, a number without its area code.
    """
    import phonenumbers
    from phonenumbers import PhoneNumberFormat, ValidationResult

    text = text.strip().lstrip("'’").strip()
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
