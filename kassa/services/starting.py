"""A shop's first day: what the computer tells of it, and one of three ready-made programmes to begin with.

The ready-made ones are the owner's own file (``resources/programmes``), in English and pounds; what a person reads in
them, the amounts and the shop's lines are replaced, and the rest applied as any programme file is.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kassa import paths
from kassa.domain.money import digits_of, form_money
from kassa.errors import KassaError
from kassa.exchange.programme_file import read_programme
from kassa.services import programmes
from kassa.services.session import Session
from kassa.store import making
from kassa.words import Money, Text, Words, say

READY_MADE = ("ten_stamps", "by_amount", "by_visit")
_LONGEST_NAME = 80
_HOME = {"sv": "SE", "en": "GB", "nb": "NO", "pl": "PL"}
# A round sum that an ordinary purchase reaches, in major units; ten euros' worth where nothing better is known.
_STEPS = {
    "SEK": 100, "NOK": 100, "DKK": 100, "PLN": 50, "CZK": 200, "HUF": 4000, "ISK": 1500, "UAH": 400, "RON": 50,
    "TRY": 400, "JPY": 1000, "INR": 500, "KRW": 10_000, "CNY": 100, "MXN": 200, "ZAR": 200, "THB": 300, "RSD": 1000,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class System:
    """What the computer tells: ISO 639 language, ISO 3166 territory (or nothing), IANA zone (or nothing)."""

    language: str
    territory: str
    timezone: str


@dataclass(frozen=True, slots=True)
class Guess:
    """Where the shop may stand: an ISO 4217 currency and an IANA zone."""

    currency: str
    timezone: str


@dataclass(frozen=True, slots=True)
class Answers:
    """The first questions' answers; ``programme`` is one of ``READY_MADE``."""

    shop: str
    language: str
    currency: str
    timezone: str
    programme: str


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose: its code, and its name in the language asked for."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Places:
    """The currencies and zones there are, by name."""

    currencies: tuple[Choice, ...]
    timezones: tuple[Choice, ...]


def is_new(where: str) -> bool:
    """Whether nothing stands at ``where`` yet; nothing is made. Raises what keeps it from looking."""
    return "://" not in where and making.makes_room(Path(where))


def is_begun(session: Session) -> bool:
    """Whether the shop has a programme: the first questions are answered, or a verb did it."""
    with session.store.reading() as transaction:
        return programmes.versions_in(transaction) is not None


def guess(system: System, now: datetime) -> Guess:
    """Where the shop may stand: where the computer's clock says, unless its locale names a land with the same time."""
    from babel.core import get_global
    from babel.numbers import get_territory_currencies

    lands: Mapping[str, str] = get_global("zone_territories")
    zones: Mapping[str, list[str]] = get_global("territory_zones")
    land, zone = lands.get(system.timezone, ""), system.timezone
    if not _is_land(land):  # UTC, or no zone at all
        land = system.territory if system.territory in zones else _HOME[Words(system.language).language]
        zone = _chief_zone(land, zones)
    elif system.territory != land:
        same = [each for each in zones.get(system.territory, ()) if _same_time(each, zone, now)]
        if same:
            land, zone = system.territory, same[0]
    currencies = get_territory_currencies(land)
    return Guess(currencies[0] if currencies else "EUR", zone)


def _is_land(territory: str) -> bool:
    return territory.isalpha() and territory != "ZZ"


def _chief_zone(land: str, zones: Mapping[str, list[str]]) -> str:
    chief = {"US": "America/New_York", "CA": "America/Toronto", "AU": "Australia/Sydney", "BR": "America/Sao_Paulo"}
    return chief.get(land) or zones[land][0]


def _same_time(one: str, other: str, now: datetime) -> bool:
    try:
        return now.astimezone(ZoneInfo(one)).utcoffset() == now.astimezone(ZoneInfo(other)).utcoffset()
    except (ZoneInfoNotFoundError, ValueError):
        return False


@cache
def places(language: str) -> Places:
    """Every currency in use and every zone that somebody lives in, named in the language, in its order."""
    from babel import Locale
    from babel.core import get_global
    from babel.numbers import get_currency_name

    locale = Locale.parse(language)
    used = get_global("territory_currencies").values()
    codes = {code for each in used for code, _start, end, tender in each if end is None and tender}
    currencies = [Choice(code, str(get_currency_name(code, locale=locale))) for code in codes]
    timezones = []
    for zone, land in get_global("zone_territories").items():
        if _is_land(land) and land in locale.territories:
            city = locale.time_zones.get(zone, {}).get("city") or zone.rpartition("/")[2].replace("_", " ")
            timezones.append(Choice(zone, f"{city}, {locale.territories[land]}"))
    return Places(_in_order(currencies), _in_order(timezones))


def _in_order(choices: list[Choice]) -> tuple[Choice, ...]:
    from kassa.domain.folding import fold

    return tuple(sorted(choices, key=lambda choice: fold(choice.name)))


def start(session: Session, answers: Answers, op: str | None = None) -> int:
    """Puts the chosen programme in force; the version's number. ``bad_value`` for answers that can't be."""
    return programmes.apply_text(session, document(answers), op=op)


def document(answers: Answers) -> str:
    """The chosen programme as the owner's file says it, in their language and money."""
    name = " ".join(answers.shop.split())
    if not name:
        raise KassaError("bad_value", say("Type the shop's name first."))
    if len(name) > _LONGEST_NAME or not name.isprintable():
        raise KassaError("bad_value", say("Use a shorter name, of letters and digits."))
    words = Words(answers.language)
    step, worth = step_and_worth(answers.currency)
    shop = {"name": name, "currency": answers.currency, "timezone": answers.timezone}
    amounts = {"step": step, "value": worth}
    texts = _texts(whole_money(words, worth))
    return "\n".join(_lines(answers, words, shop, amounts, texts)) + "\n"


def _lines(
    answers: Answers,
    words: Words,
    shop: Mapping[str, str],
    amounts: Mapping[str, Money],
    texts: Mapping[str, Text],
) -> Iterator[str]:
    section = ""
    for line in _source(answers.programme).splitlines():
        key, equals, _ = line.partition(" = ")
        if line.startswith("["):
            section = line.strip("[]")
        told: object = tomllib.loads(line).get(key) if equals else None
        if section == "shop" and key in shop:
            yield f"{key} = {_quoted(shop[key])}"
        elif key in amounts and isinstance(told, str):
            yield f'{key} = "{form_money(amounts[key].minor, answers.currency)}"'
        elif isinstance(told, str) and told in texts:
            # The file holds no blanks that a person can't type.
            yield f"{key} = {_quoted(' '.join(words.text(texts[told]).split()))}"
        else:
            yield line


def _texts(worth: str) -> dict[str, Text]:
    """What a person reads in the ready-made files, by how they say it."""
    taken_off = say("Discount {amount}", amount=worth)
    return {
        "£5 off the next purchase": say("{amount} off the next purchase", amount=worth),
        "Discount £5": taken_off,
        "Discount 20 %": say("Discount {amount}", amount="20 %"),
        **{
            text.template: text
            for text in (
                say("Coffee"),
                say("Something else"),
                say("A coffee of your choice"),
                say("Coffee, 100 % off"),
                say("Coffee card"),
                say("Stamp card"),
                say("Visit card"),
                say("Welcome gift"),
                say("20 % off one visit"),
                say("Base"),
                say("Silver"),
                say("Gold"),
                say("5 % off what is taken home, take it off at the till"),
                say("10 % off what is taken home, take it off at the till"),
            )
        },
    }


def whole_money(words: Words, money: Money) -> str:
    """A round sum without its decimals: ``100 kr``."""
    shown = words.money(money)
    return re.sub(r"[.,]0+(?!\d)", "", shown) if digits_of(money.currency) else shown


def step_and_worth(currency: str) -> tuple[Money, Money]:
    """Where stamps are given by amount: the sum that gives one, and what a full card gives back."""
    step = _STEPS.get(currency, 10) * 10 ** digits_of(currency)
    return Money(step, currency), Money(step // 2, currency)


def boxes_of(programme: str) -> tuple[int, int]:
    """The boxes of a ready-made programme's card, and how many of them come stamped."""
    rules = read_programme(_source(programme).encode()).stamp_cards[0]
    return rules.boxes, rules.head_start


@cache
def _source(name: str) -> str:
    if name not in READY_MADE:
        raise KassaError("bad_value", say("There is no ready-made programme {name}.", name=name))
    return (paths.resources() / "programmes" / f"{name}.toml").read_text("utf-8")


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
