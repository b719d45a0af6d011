"""How a tier is shown: its name and its colour; the lowest has neither."""

from __future__ import annotations

from kassa.domain.programme import Programme, Tier

_TONES = ("base", "silver", "gold", "platinum")


def tier_of(programme: Programme | None, tier: str | None) -> Tier | None:
    """The tier of that id."""
    if programme is None or programme.tiers is None:
        return None
    return next((level for level in programme.tiers.levels if level.id == tier), None)


def tier_chip(programme: Programme | None, tier: str | None) -> tuple[str, str]:
    """Name and tone of a tier's chip; an empty name for the lowest tier and for none."""
    level = tier_of(programme, tier)
    if level is None or programme is None or programme.tiers is None:
        return "", "base"
    rank = programme.tiers.levels.index(level)
    if rank == 0:
        return "", "base"
    return level.name, level.id if level.id in _TONES else _TONES[min(rank, len(_TONES) - 1)]
