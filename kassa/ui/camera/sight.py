"""Which of the cards in sight is to be opened: each once, until it has been away for a while."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from time import monotonic
from typing import Literal

from kassa.ui.camera.decoder import Found

AWAY_S = 2.0
"""So long a card must have been out of sight to be a new one: a hand trembles, and light flickers."""

State = Literal["nothing", "card", "several", "foreign"]


@dataclass(frozen=True, slots=True)
class Noticed:
    """What is to be told of a look: the ``card`` to open, if there is a new one, and what is in sight."""

    card: str | None
    state: State


class Sight:
    """Remembers the cards that were opened for as long as they are in sight, and ``AWAY_S`` longer.

    A card that lies before the camera is opened once, so nobody's half-typed visit is begun anew. Of several new ones
    none is opened: it might be the wrong one. Looks may come from several threads.
    """

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._turn = Lock()
        self._known: dict[str, float] = {}

    def wake(self) -> None:
        """The camera looks again after a while of not looking: what was in sight then is not new now."""
        with self._turn:
            self._known = dict.fromkeys(self._known, self._clock())

    def look(self, found: Found) -> Noticed:
        """What comes of a look at a frame."""
        with self._turn:
            return self._look(found, self._clock())

    def _look(self, found: Found, now: float) -> Noticed:
        self._known = {card: seen for card, seen in self._known.items() if now - seen < AWAY_S}
        new = found.cards - self._known.keys()
        for card in found.cards & self._known.keys():
            self._known[card] = now
        if len(new) > 1:
            return Noticed(None, "several")
        for card in new:
            self._known[card] = now
            return Noticed(card, "card")
        if found.cards:
            return Noticed(None, "card")
        return Noticed(None, "foreign" if found.foreign else "nothing")
