"""Sets of customers as bytes, one for each number from 0, and orders of them: a filter is an intersection of two."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable

Numbers = array
AT_ONCE = 32_768
"""As many numbers at a time as Python may go through before the window's thread wants its turn."""


class Order:
    """Customers in an order, and, once it is asked for, the place that each number has in it."""

    def __init__(self, numbers: Numbers[int]) -> None:
        self.numbers = numbers
        self._places: Numbers[int] | None = None
        self.signs = b""

    def note(self, signs: bytes) -> None:
        """Keeps the sign of each number in this order, so that the first with a sign needn't be looked for."""
        noted = bytearray()
        for start in range(0, len(self.numbers), AT_ONCE):
            noted.extend(map(signs.__getitem__, self.numbers[start : start + AT_ONCE]))
        self.signs = bytes(noted)

    def first(self, likely: bytes, wanted: bytes, limit: int) -> Numbers[int]:
        """The first whom ``wanted`` lets through; ``likely`` says for each sign whether they may be among them."""
        found, marked = array("I"), self.signs.translate(likely)
        place = marked.find(1)
        while place >= 0 and len(found) < limit:
            number = self.numbers[place]
            if wanted[number]:
                found.append(number)
            place = marked.find(1, place + 1)
        return found

    def few(self, wanted: bytes) -> Numbers[int]:
        """Those whom ``wanted`` lets through: found and then put in their places, not looked for all along."""
        if self._places is None:
            places = array("I", bytes(4 * len(wanted)))
            for place, number in enumerate(self.numbers):
                places[number] = place
            self._places = places
        found, number = [], wanted.find(1)
        while number >= 0:
            found.append(number)
            number = wanted.find(1, number + 1)
        return array("I", sorted(found, key=self._places.__getitem__))


def spread(numbers: Numbers[int], signs: bytes) -> bytes:
    """The sign of each number at that number's place; 0 where nobody has it."""
    if not numbers:
        return b""
    first, size = numbers[0], numbers[-1] + 1
    if size - first == len(numbers):
        return bytes(first) + signs
    spread = bytearray(size)
    for number, sign in zip(numbers, signs, strict=True):
        spread[number] = sign
    return bytes(spread)


def marked(size: int, numbers: Iterable[int]) -> bytes:
    """1 at the place of each of the numbers that is there."""
    marked = bytearray(size)
    for number in numbers:
        if number < size:
            marked[number] = 1
    return bytes(marked)


def table(wanted: Callable[[int], object]) -> bytes:
    return bytes(1 if wanted(value) else 0 for value in range(256))


def both(one: bytes | None, other: bytes) -> bytes:
    """Where both let through; a byte of ``other`` may be more than 1."""
    if one is None:
        return other
    both = int.from_bytes(one, "little") & int.from_bytes(other.translate(table(bool)), "little")
    return both.to_bytes(len(other), "little")
