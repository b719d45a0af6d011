"""What the sample shop wrote down about its customers, each in the language they speak together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

STAFF = ("Elin", "Oskar", "Frida")
# Of a hundred notes, how many are of which kind.
_KINDS = {"likes": 40, "ask": 20, "family": 15, "other": 15, "promise": 10}
_RECENT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Written:
    """A note: ``due`` is a promise's day, ``outcome`` how it ended; without one it is open."""

    kind: str
    text: str
    created: datetime
    due: date | None = None
    assignee: str | None = None
    outcome: str | None = None


class Notes:
    """Deals the notes of a file like cards, so that none comes twice before all have come once."""

    def __init__(
        self, texts: Mapping[str, Mapping[str, Sequence[str]]], random: Random, now: datetime, big: bool
    ) -> None:
        self._texts = texts
        self._random = random
        self._now = now
        self._big = big
        self._piles: dict[tuple[str, str], list[str]] = {}
        self._kinds = [kind for kind, often in _KINDS.items() for _ in range(often)]
        for language, kinds in texts.items():
            for kind in kinds:
                self._fresh(language, kind)

    def draw(self, language: str, moments: Sequence[datetime]) -> Iterator[Written]:
        """The notes on somebody who visited at these moments, oldest first: none, one or a few."""
        if not moments or self._random.random() > 0.04 + 0.5 * min(1.0, len(moments) / 25):
            return
        kinds = {self._kinds[self._random.randrange(100)] for _ in range(self._random.choice((1, 1, 2, 3)))}
        for kind in sorted(kinds):
            text = self._deal(language, kind)
            if text is not None:
                yield self._written(kind, text, moments)

    def known(self, told: Mapping[str, Any], today: date) -> Iterator[Written]:
        """The notes that the file tells of a known person."""
        for note in told.get("notes", ()):
            yield Written(
                note["kind"],
                note["text"],
                self._now - timedelta(days=note["days"], minutes=7 * note["days"] % 120),
                today + timedelta(days=note["due"]) if "due" in note else None,
                note.get("assignee"),
            )

    def _deal(self, language: str, kind: str) -> str | None:
        pile = self._piles[language, kind]
        if not pile and self._big:
            pile = self._fresh(language, kind)
        return pile.pop() if pile else None

    def _fresh(self, language: str, kind: str) -> list[str]:
        pile = list(self._texts[language][kind])
        self._random.shuffle(pile)
        self._piles[language, kind] = pile
        return pile

    def _written(self, kind: str, text: str, moments: Sequence[datetime]) -> Written:
        random = self._random
        lately = self._now - moments[-1] < _RECENT
        if kind == "ask":
            # A question waits for the next visit; one that has been asked since is done.
            waits = lately or len(moments) < 2
            created = moments[-1] if waits else moments[-2]
            return Written(kind, text, created, outcome=None if waits else "asked")
        if kind == "promise":
            created = moments[-1]
            open_still = lately and random.random() < 0.7
            due = self._now.date() + timedelta(days=random.choice((-1, 0, 0, 1, 2, 4, 6))) if open_still else None
            kept = created.date() + timedelta(days=random.randrange(1, 8))
            return Written(kind, text, created, due or kept, random.choice(STAFF), None if open_still else "kept")
        return Written(kind, text, moments[random.randrange(len(moments))])
