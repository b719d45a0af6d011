"""What somebody typed, as the full-text index wants to be asked. Pure; any text will do.

The index holds, besides the words of names and e-mail addresses, a telephone as ``+46701234567``, ``0701234567`` and
backwards as ``_76543210764`` (its end is then a beginning), card codes as digits, customers' numbers as ``#1042``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kassa.domain import folding

MOST_WORDS = 12
MOST_TYPED = 400
SHORTEST_END = 2
SURELY_WHOLE = 8

_NUMBER = re.compile(r"[#+(]?\d[\d\s()/.\-]*")
_CHUNK = re.compile(rf"(?<!\S){_NUMBER.pattern}(?!\S)|\S+")


def phone_tokens(phone: str | None, national: str | None) -> list[str]:
    """How the index holds a telephone, given in E.164 and as dialled at home."""
    digits = re.sub(r"\D", "", phone or "")
    home = re.sub(r"\D", "", national or "")
    return [*(["+" + digits, "_" + digits[::-1]] if digits else []), *([home] if home else [])]


def email_words(email: str) -> list[str]:
    """The words of an e-mail address, without the country or ``com`` that everybody's ends with."""
    local, _, domain = email.rpartition("@")
    return folding.words(f"{local} {domain.rpartition('.')[0] or domain}")


def name_key(words: Iterable[str]) -> str:
    """A name's words in an order of their own: whole names are compared so, as people say them in any order."""
    return " ".join(sorted(set(words)))


def prefix(word: str) -> str:
    """Any word that begins with ``word``."""
    return f'"{word}"*'


def either(expressions: Iterable[str]) -> str:
    return "(" + " OR ".join(expressions) + ")"


def whole(words: Iterable[str]) -> str:
    """Any of these words, nothing after them."""
    return either(f'"{word}"' for word in words)


@dataclass(frozen=True, slots=True)
class Number:
    """Digits in whatever grouping; ``mark`` is ``#`` before a customer's number, ``+`` before a country's."""

    digits: str
    groups: tuple[str, ...]
    mark: str

    @property
    def exact(self) -> str:
        """A whole card code, telephone or customer's number."""
        return whole([self.mark + self.digits] if self.mark else ["#" + self.digits, self.digits, "+" + self.digits])

    @property
    def end(self) -> str | None:
        """A telephone's last digits, if there are enough."""
        return None if self.mark or len(self.digits) < SHORTEST_END else prefix("_" + self.digits[::-1])

    @property
    def beginning(self) -> str:
        """The first digits of anything."""
        return prefix(self.mark + self.digits)

    @property
    def apart(self) -> str:
        """The digits in a name, each group a word of its own."""
        return "(" + " AND ".join(whole([group]) if self.mark else prefix(group) for group in self.groups) + ")"

    @property
    def any(self) -> str:
        """All of these."""
        return either(filter(None, [self.exact, self.end, self.beginning, self.apart]))


@dataclass(frozen=True, slots=True)
class Query:
    """The folded words and the numbers of what was typed."""

    words: tuple[str, ...]
    numbers: tuple[Number, ...]

    @property
    def number(self) -> Number | None:
        """The number, when there is nothing else."""
        return self.numbers[0] if len(self.numbers) == 1 and not self.words else None

    @property
    def name_key(self) -> str:
        """The key of the name that this may be."""
        return name_key([*self.words, *(group for number in self.numbers for group in number.groups)])

    def expression(self, asked: Mapping[str, str]) -> str:
        """Everything typed must be there; ``asked`` says how to ask for each word."""
        return " AND ".join([*(asked[word] for word in self.words), *(number.any for number in self.numbers)])


def parse(typed: str) -> Query:
    """The query in ``typed``; beyond ``MOST_WORDS`` words or ``MOST_TYPED`` characters nothing is looked at."""
    words, numbers = dict[str, None](), dict[Number, None]()
    for chunk in _CHUNK.findall(typed[:MOST_TYPED]):
        if _NUMBER.fullmatch(chunk):
            numbers[_number(chunk)] = None
        else:
            for word in email_words(chunk) if "@" in chunk else folding.words(chunk):
                if word.isdigit():
                    numbers[Number(word, (word,), "")] = None
                else:
                    words[word] = None
    kept = list(words)[:MOST_WORDS]
    return Query(tuple(kept), tuple(numbers)[: MOST_WORDS - len(kept)])


def _number(chunk: str) -> Number:
    groups = tuple(folding.words(chunk.replace("(0)", "")))[:MOST_WORDS]
    digits, mark = "".join(groups)[: folding.LONGEST_WORD], chunk[0] if chunk[0] in "#+" else ""
    if digits.startswith("00") and not mark:
        return Number(digits[2:], groups, "+") if digits[2:] else Number(digits, groups, "")
    return Number(digits, groups, mark)
