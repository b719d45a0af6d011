"""Which key adds which item while the cursor stands in the amount, where letters are free."""

from __future__ import annotations

from collections.abc import Sequence
from string import ascii_uppercase

from kassa.domain.programme import Item

QUICK_KEY = "+"


def item_keys(items: Sequence[Item], quick_item: str | None) -> dict[str, str]:
    """``+`` for the quick item (the numeric pad has it); for the others a letter of the name, else any that is left.

    Items beyond the alphabet have no key and are chosen by touch.
    """
    quick = quick_item if any(item.id == quick_item for item in items) else items[0].id if items else None
    keys: dict[str, str] = {}
    free = list(ascii_uppercase)
    for item in items:
        if item.id == quick:
            keys[item.id] = QUICK_KEY
            continue
        wanted = [char for char in item.name.upper() if char in free]
        letter = wanted[0] if wanted else free[0] if free else None
        if letter is not None:
            free.remove(letter)
            keys[item.id] = letter
    return keys
