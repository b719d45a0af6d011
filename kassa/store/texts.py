"""Sentences as the store keeps them: untranslated, with their values, to be read in any language later."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from kassa.words import Money, Text


def write_text(text: Text) -> str:
    """A sentence as the store keeps it, to be read in any language later."""
    return json.dumps(_packed(text), ensure_ascii=False, separators=(",", ":"))


def read_text(kept: str) -> Text:
    """The sentence that ``write_text`` kept."""
    text = _unpacked(json.loads(kept))
    assert isinstance(text, Text)
    return text


def _packed(value: Any) -> Any:
    if isinstance(value, Text):
        packed = {"t": value.template, "v": {name: _packed(each) for name, each in value.values.items()}}
        return packed if value.plural is None else {**packed, "p": value.plural, "n": value.count}
    if isinstance(value, Money):
        return {"m": value.minor, "c": value.currency}
    if isinstance(value, date):
        return {"d": value.isoformat()}
    return value


def _unpacked(kept: Any) -> Any:
    if not isinstance(kept, dict):
        return kept
    if "m" in kept:
        return Money(kept["m"], kept["c"])
    if "d" in kept:
        return date.fromisoformat(kept["d"])
    values = {name: _unpacked(each) for name, each in kept["v"].items()}
    return Text(kept["t"], values, kept.get("p"), kept.get("n", 1))
