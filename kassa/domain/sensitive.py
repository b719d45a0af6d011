"""Words that touch on health, faith and the like, which the register should not hold without need and consent.

Source: GDPR, article 9 (special categories of personal data). The words are beginnings as people write them in Swedish,
Norwegian, Polish and English. They warn; only the person at the till knows what a note means.
"""

from __future__ import annotations

import re
from typing import Literal

Touched = Literal["health", "belief"]

_HEALTH = (
    "allerg glutenfri bezgluten celiak coeliac celiac diabet astma asthma cancer kreft nowotw chemo cellgift "
    "depress ångest angst adhd autis epilep gravid pregnan ciąż ciężarn missfall miscarriage psykisk psykolog "
    "psykiat psychi sjukdom sjukhus sykdom sykehus chorob szpital illness disease medicin medisin lekarst operera "
    "operert operacj surgery stroke demens dement handikapp funksjonshem niepełnospr disab rullstol rullestol "
    "wheelchair alkoholis alcoholic missbruk rusmis uzależn laktosintol laktoseintol nötallerg uczulon migrän "
    "migrene migren"
).split()
_BELIEF = (
    "muslim islam kristen christian chrześcij katoli catholic jude judisk jøde jødisk jewish żyd hindu buddhis "
    "religi moské moske mosque synagog kyrka kirke kościół church facklig fackförbund fagforening związk homosex "
    "lesbisk lesbijk bögen gejem transperson transkjønn"
).split()


def _beginning(words: list[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})", re.IGNORECASE)


_PATTERNS: tuple[tuple[Touched, re.Pattern[str]], ...] = (
    ("health", _beginning(_HEALTH)),
    ("belief", _beginning(_BELIEF)),
)


def touches(text: str) -> Touched | None:
    """What a note touches on that deserves a second thought; None for most notes."""
    return next((kind for kind, pattern in _PATTERNS if pattern.search(text)), None)
