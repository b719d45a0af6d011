"""A plain programme to begin with, for a shop that has none: ten stamps, then one for free."""

from __future__ import annotations

from kassa.words import Words

_CURRENCIES = {"sv": "SEK", "en": "GBP", "nb": "NOK", "pl": "PLN"}
_ZONES = {"sv": "Europe/Stockholm", "en": "Europe/London", "nb": "Europe/Oslo", "pl": "Europe/Warsaw"}


def first_programme(words: Words, shop: str, item: str) -> str:
    """The programme as the owner's file says it; the currency and the zone are those of the language."""
    free = words.tr("{item} on the house").format(item=item)
    card = words.tr("Stamp card")
    lines = [
        "[shop]",
        f"name = {_quoted(shop)}",
        f'currency = "{_CURRENCIES[words.language]}"',
        f'timezone = "{_ZONES[words.language]}"',
        'quick_item = "item"',
        "",
        "[[item]]",
        'id = "item"',
        f"name = {_quoted(item)}",
        "",
        "[[reward]]",
        'id = "free"',
        f"name = {_quoted(free)}",
        'kind = "item"',
        'item = "item"',
        "valid_days = 90",
        "",
        "[[stamp_card]]",
        'id = "card"',
        f"name = {_quoted(card)}",
        "boxes = 10",
        'per = "item"',
        'item = "item"',
        'reward = "free"',
    ]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(char if char.isprintable() else " " for char in escaped) + '"'
