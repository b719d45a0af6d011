"""Words that cells hold in several languages: yes and no, languages, sale and refund, a till's names for strangers."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from kassa.domain.folding import fold

_YES = frozenset(
    "yes y true 1 x ja j tak t kylla joo on subscribed optin optedin granted given ano oui si ✓ ✔ ☑ sann prawda".split()
)
_NO = frozenset("no n false 0 nej nei nie nein ei off unsubscribed optout optedout refused falsk".split())
_STRANGERS = frozenset(
    """walkin walkincustomer guest guestcustomer unknown unknowncustomer anonymous anonymouscustomer cashcustomer
    retailcustomer okand okandkund anonymkund kontantkund dropin dropinkund gast gastkund ukendtkunde ukjentkunde
    ukjent ukendt kontantkunde strokunde gjest gaest anonymkunde klientdetaliczny klientanonimowy nieznanyklient
    klientindywidualny gosc laufkunde laufkundschaft barkunde unbekannterkunde tuntematon tuntematonasiakas
    kateisasiakas satunnaisasiakas""".split()
)
# Parts of words, folded.
_REFUND = re.compile(
    r"refund|return|aterkop|retur|aterbetal|tilbakebetal|tilbagebetal|refusjon|refundering|tilbagefor|kreditnot|"
    r"zwrot|reklamac|erstatt|ruckgabe|gutschrift|hyvitys|palautus"
)
_CANCELLED = re.compile(
    r"cancel|void|deleted|failed|declined|makuler|annuller|annull|avbrut|kanseller|slettet|borttag|anulowan|usuniet|"
    r"storn|abgebrochen|geloscht|peruut|mitatoity|misslyck|mislykk|nieudan"
)
_TOTALS = re.compile(
    r"(?:grand ?total|sub ?total|total|totals|totalt|summa|sum|sammanlagt|i alt|ialt|samlet|razem|suma|lacznie|"
    r"gesamt|summe|yhteensa)\b[ :]*[\d., ]*"
)
_KEYS = re.compile(r"[^\w✓✔☑]+|_+")


def _key(text: str) -> str:
    return _KEYS.sub("", fold(text))


@lru_cache(1000)
def read_yes(text: str) -> bool | None:
    """Whether a cell says yes or no; None for anything else."""
    if not text:
        return None
    key = _key(text)
    return True if key in _YES else False if key in _NO else None


def is_stranger(name: str) -> bool:
    """Whether this is no name but what a till calls somebody whom it doesn't know: ``Walk-in``, ``Okänd kund``."""
    return _key(name) in _STRANGERS


@lru_cache(1000)
def is_refund(text: str) -> bool:
    """Whether a receipt's or an event's type says that money went back."""
    return bool(_REFUND.search(fold(text)))


@lru_cache(1000)
def is_cancelled(text: str) -> bool:
    """Whether a receipt's status says that nothing was sold."""
    return bool(_CANCELLED.search(fold(text)))


def is_total(text: str) -> bool:
    """Whether a cell says that its row sums up those above."""
    return bool(text) and len(text) < 40 and bool(_TOTALS.fullmatch(fold(text)))


@lru_cache(1000)
def read_language(text: str) -> str | None:
    """``sv`` of ``sv``, ``sv_SE``, ``Swedish``, ``svenska`` or ``Swedish / Svenska``; None for what is no language."""
    if match := re.fullmatch(r"([a-z]{2,3})(?:[-_@.][\w@.-]*)?", text, re.IGNORECASE):
        code = match[1].lower()
        return code if code in _languages().values() else _languages().get(code)
    parts = (fold(part.strip()) for part in re.split(r"[/,(]", text))
    return next((code for part in parts if (code := _languages().get(part))), None)


@cache
def _languages() -> dict[str, str]:
    from babel import Locale

    names: dict[str, str] = {}
    for spoken in ("en", "sv", "nb", "da", "pl", "de", "fi"):
        for code, name in Locale(spoken).languages.items():
            if len(code) <= 3:
                names.setdefault(fold(name), code)
    for code in [*names.values()]:
        own = Locale.parse(code).display_name if code in _OWN else None
        if own:
            names.setdefault(fold(own), code)
    return names


_OWN = frozenset("sv en nb nn da pl de fi fr es it nl uk et lv lt is".split())
