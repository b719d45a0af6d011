"""Words as people type them: without accents, without case, in any order; and where they stand in the original.

Everything that is looked for goes through here, on its way into the index and on its way into a query.
"""

from __future__ import annotations

import re
import unicodedata

LONGEST_WORD = 40

# Letters that Unicode keeps whole, though no keyboard outside their country has them.
_SPECIAL = str.maketrans(
    {"ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ı": "i", "ŋ": "n", "ŧ": "t"}
)
# Written without spaces between words, so every sign is a word: kana, Han, Hangul.
_SIGNS = "\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\U00020000-\U0003ffff"
_WORD = re.compile(rf"[{_SIGNS}]|[^\W\d_{_SIGNS}]+|\d+")


class _Folds(dict[int, str]):
    """What each character folds to, worked out once; one by one, so that places can be traced back."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold_character(chr(code))
        return folded


def _fold_character(character: str) -> str:
    if "\uac00" <= character <= "\ud7a3":
        return character
    apart = unicodedata.normalize("NFKD", character.casefold()).casefold()
    bare = "".join(each for each in apart if not unicodedata.category(each).startswith("M"))
    return "".join(str(unicodedata.decimal(each)) if each.isdecimal() else each for each in bare.translate(_SPECIAL))


_FOLDS = _Folds()


def fold(text: str) -> str:
    """``text`` without case and accents: ``Łukasz Ødegård`` is ``lukasz odegard``, ``Groß`` is ``gross``."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFC", text).translate(_FOLDS)


def words(text: str) -> list[str]:
    """The folded words of ``text`` in order: runs of letters, runs of digits, single signs of Chinese and its like.

    Each is cut at ``LONGEST_WORD`` characters.
    """
    return [word[:LONGEST_WORD] for word in _WORD.findall(fold(text))]


def joined_words(text: str) -> list[str]:
    """What hyphens and apostrophes part, written together: ``annalena`` of Anna-Lena, ``obrien`` of O'Brien."""
    found = []
    for chunk in text.split():
        parts = [] if chunk.isalpha() else words(chunk)
        if len(parts) > 1 and all(part.isalpha() and not _is_sign(part) for part in parts):
            found.append("".join(parts)[:LONGEST_WORD])
    return found


def _is_sign(word: str) -> bool:
    return len(word) == 1 and not word.isascii()


def matches(name: str, query: str) -> tuple[tuple[int, int], ...]:
    """The spans ``(start, end)`` of ``name`` that ``query`` found, in order, none touching another: for highlighting.

    A word of the query lights up where a word of the name begins with it, else where it stands inside one.
    Misspelt words light nothing.
    """
    folded, origins = _traced(name)
    beginnings = {found.start() for found in _WORD.finditer(folded)}
    lit = set[int]()
    for word in dict.fromkeys(words(query)):
        places = [found for found in _places(folded, word) if found[0] in beginnings] or _places(folded, word)
        for start, end in places:
            lit.update(range(origins[start], _end(name, origins[end - 1])))
    edges = [place for place in sorted(lit) if place - 1 not in lit]
    ends = [place + 1 for place in sorted(lit) if place + 1 not in lit]
    return tuple(zip(edges, ends, strict=True))


def _traced(name: str) -> tuple[str, list[int]]:
    """The folded name, and for each of its characters the place in ``name`` that it comes from."""
    pieces = [_FOLDS[ord(character)] for character in name]
    return "".join(pieces), [place for place, piece in enumerate(pieces) for _ in piece]


def _end(name: str, place: int) -> int:
    """The place after the character at ``place`` and the accents that stand on it."""
    place += 1
    while place < len(name) and not _FOLDS[ord(name[place])]:
        place += 1
    return place


def _places(folded: str, word: str) -> list[tuple[int, int]]:
    """Where ``word`` stands in ``folded``, a hyphen or an apostrophe inside it overlooked."""
    pattern = r"[^\w\s]?".join(re.escape(letter) for letter in word)
    return [found.span() for found in re.finditer(pattern, folded)]
