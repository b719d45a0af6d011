"""An order of the register brought up to date with the few who changed since: sorting a million takes seconds."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from itertools import compress

from kassa.services.register_sets import AT_ONCE, Numbers
from kassa.store import register as stored
from kassa.store.engine import Transaction

COLUMNS = frozenset(("name", "phone", "email", "address", "birthday"))
"""What is in them changes by nothing but an edit, which is remembered."""
_FEW = 300

Key = tuple[bool, str]


def brought_up(
    transaction: Transaction,
    before: Numbers[int],
    here: bytes,
    since: int,
    column: str,
    descending: bool,
    language: str,
) -> Numbers[int] | None:
    """The order as ``in_order`` gives it now; None where too many changed after the operation ``since``.

    ``here`` has a byte other than 0 at the number of everybody who is in the register.
    """
    changed = set(stored.changed_since(transaction, since))
    known = bytearray(len(here))
    order = array("I")
    for start in range(0, len(before), AT_ONCE):
        some = before[start : start + AT_ONCE]
        for number in some:
            if number < len(known):
                known[number] = 1
        stays = [number < len(here) and here[number] and number not in changed for number in some]
        order.extend(compress(some, stays))
    place = _first_unknown(here, known, 0)
    while place >= 0:
        changed.add(place)
        if len(changed) > _FEW:
            return None
        place = _first_unknown(here, known, place + 1)
    if len(changed) > _FEW:
        return None
    keys = _Keys(transaction, column, language)
    for number in sorted(each for each in changed if each < len(here) and here[each]):
        order.insert(_place(order, number, keys, descending), number)
    return order


def _first_unknown(here: bytes, known: bytearray, start: int) -> int:
    """The first number from ``start`` on of somebody who is here and wasn't known."""
    for place in range(start, len(here), AT_ONCE):
        end = min(place + AT_ONCE, len(here))
        if here[place:end].translate(_ANY) != bytes(known[place:end]):
            for number in range(place, end):
                if here[number] and not known[number]:
                    return number
    return -1


_ANY = bytes(1 if value else 0 for value in range(256))


class _Keys:
    """What some customers are sorted by, looked up as they are met."""

    def __init__(self, transaction: Transaction, column: str, language: str) -> None:
        self._transaction, self._column, self._language = transaction, column, language
        self._known: dict[int, Key] = {}

    def of(self, numbers: Iterable[int]) -> list[Key]:
        """The key of each; those who have nothing come last."""
        wanted = list(numbers)
        missing = [number for number in wanted if number not in self._known]
        if missing:
            found = stored.sort_keys(self._transaction, self._column, self._language, missing)
            self._known.update((number, (found.get(number) is None, found.get(number) or "")) for number in missing)
        return [self._known[number] for number in wanted]


def _place(order: Numbers[int], number: int, keys: _Keys, descending: bool) -> int:
    low, high = 0, len(order)
    while low < high:
        middle = (low + high) // 2
        one, other = keys.of((order[middle], number))
        if _comes_first((one, order[middle]), (other, number), descending):
            low = middle + 1
        else:
            high = middle
    return low


def _comes_first(one: tuple[Key, int], other: tuple[Key, int], descending: bool) -> bool:
    (one_lacks, one_key), (other_lacks, other_key) = one[0], other[0]
    if one_lacks != other_lacks:
        return other_lacks
    if one_key != other_key:
        return (one_key < other_key) != descending
    return one[1] < other[1]
