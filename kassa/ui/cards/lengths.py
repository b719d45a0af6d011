"""Lengths as people write them down from a ruler."""

from __future__ import annotations

import math

_UNITS = {"mm": 1.0, "cm": 10.0, "in": 25.4, '"': 25.4, "″": 25.4}


def read_length(text: str) -> float | None:
    """Millimetres: ``85,6``, ``85.6 mm``, ``8,56 cm``, ``3.37 in``; None for what is no length."""
    told = text.strip().lower().replace(",", ".")
    unit = next((unit for unit in _UNITS if told.endswith(unit)), "")
    try:
        length = float(told.removesuffix(unit)) * _UNITS.get(unit, 1.0)
    except ValueError:
        return None
    return round(length, 3) if math.isfinite(length) else None
