"""Lengths as people write them down from a ruler."""

from __future__ import annotations

_LONGEST = 10_000.0
_UNITS = {"mm": 1.0, "cm": 10.0, "in": 25.4, '"': 25.4, "″": 25.4}


def read_length(text: str) -> float | None:
    """Millimetres: ``85,6``, ``85.6 mm``, ``8,56 cm``, ``3.37 in``; None for what is no length, or ten metres."""
    told = text.strip().lower().replace(",", ".")
    unit = next((unit for unit in _UNITS if told.endswith(unit)), "")
    try:
        length = float(told.removesuffix(unit)) * _UNITS.get(unit, 1.0)
    except ValueError:
        return None
    # Said so that what is no number at all (nan) is none either.
    return round(length, 3) if abs(length) <= _LONGEST else None
