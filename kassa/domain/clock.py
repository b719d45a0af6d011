"""A computer clock that jumps expires nothing and un-expires nothing. Rule: "What a toy gets wrong", 7."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

# A shop may close for a season; a year ahead is a wrong clock.
FAR_AHEAD = timedelta(days=180)
BACK = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Clock:
    """``now`` is what the computer says, ``believed`` the moment by which things expire; ``jump`` asks the owner.

    ``latest`` is the latest believed moment at which anything was written.
    """

    now: datetime
    believed: datetime
    jump: Literal["back", "ahead"] | None
    latest: datetime | None


def read_clock(now: datetime, latest: datetime | None) -> Clock:
    """The clock against the latest believed moment at which anything was written."""
    if latest is None:
        return Clock(now, now, None, None)
    if now - latest > FAR_AHEAD:
        return Clock(now, latest, "ahead", latest)
    return Clock(now, max(now, latest), "back" if latest - now > BACK else None, latest)
