"""The distinct words of everybody's names, kept aside: for parts of words and for misspelt ones.

``search_word`` counts the users of each word, and ``search_key`` leads to it: by how it sounds with one letter or none
left out (two words that share such a key are about one slip apart), and by its ends, marked ``-`` (what stands inside a
word is the beginning of one of its ends). ``search_long`` counts all words, of e-mail addresses too, that are longer
than the index's prefixes: the index would read everybody who has them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection

SHORTEST = 3
LONGEST_PREFIX = 6
MOST_PARTS = 24
MOST_MISSPELT = 12
MOST_LONG = 64
MOST_BEGINNINGS = 1000
ADD_AT_ONCE = 20_000
LAST = "\U0010ffff"

TABLES = (
    "CREATE TABLE search_word (id INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE, uses INTEGER NOT NULL)",
    "CREATE TABLE search_key (key TEXT NOT NULL, word INTEGER NOT NULL, PRIMARY KEY (key, word)) WITHOUT ROWID",
    "CREATE TABLE search_long (word TEXT PRIMARY KEY, uses INTEGER NOT NULL) WITHOUT ROWID",
)

# Spellings that sound alike in the shops' languages; the longer ones first.
_SOUNDS = {
    "sch": "s", "ch": "k", "ck": "k", "ph": "f", "th": "t", "dt": "t", "hj": "j", "cz": "s", "sz": "s", "rz": "z",
    "aa": "o", "x": "ks", "q": "k", "c": "k", "w": "v", "z": "s", "y": "i", "j": "i",
}  # fmt: skip
_SPELLING = re.compile("|".join(_SOUNDS))
_REPEATED = re.compile(r"(.)\1+")


def column(conn: Connection, sql: str, *values: object) -> list[Any]:
    """The first column of what ``sql`` gives, in the connection's transaction.

    Past SQLAlchemy: looking for somebody takes a dozen statements, and its results would take a quarter of the time.
    """
    if not conn.in_transaction():
        conn.begin()
    cursor = conn.connection.cursor()
    cursor.execute(sql, values)
    return [row[0] for row in cursor.fetchall()]


def sound(word: str) -> str:
    """Roughly how a folded word is heard: ``kristofer`` for Christopher, ``karlson`` for Carlsson."""
    return _REPEATED.sub(r"\1", _SPELLING.sub(lambda spelling: _SOUNDS[spelling[0]], word))


def sounds(word: str) -> set[str]:
    """How ``word`` sounds with one letter or none left out; short words only whole, or all would be alike."""
    shorter = [word[:place] + word[place + 1 :] for place in range(len(word))] if len(word) > SHORTEST else []
    return {sound(each) for each in (word, *shorter)}


def keys(word: str) -> set[str]:
    """All keys of ``word`` in ``search_key``."""
    return sounds(word) | {"-" + word[place:] for place in range(1, len(word) - SHORTEST + 1)}


def kept(words: Iterable[str]) -> list[str]:
    """Those words that are kept here: letters only, and at least ``SHORTEST`` of them."""
    return [word for word in words if len(word) >= SHORTEST and word.isalpha()]


def add(conn: Connection, uses: Mapping[str, int]) -> None:
    """Counts more users of each word; new words get rising ids in this order."""
    if not uses:
        return
    last = conn.exec_driver_sql("SELECT coalesce(max(id), 0) FROM search_word").scalar_one()
    conn.exec_driver_sql(
        "INSERT INTO search_word (word, uses) VALUES (?, ?) "
        "ON CONFLICT (word) DO UPDATE SET uses = uses + excluded.uses",
        list(uses.items()),
    )
    new = conn.exec_driver_sql("SELECT id, word FROM search_word WHERE id > ?", (last,)).all()
    for some in (new[start : start + ADD_AT_ONCE] for start in range(0, len(new), ADD_AT_ONCE)):
        rows = sorted((key, number) for number, word in some for key in keys(word))
        conn.exec_driver_sql("INSERT INTO search_key (key, word) VALUES (?, ?)", rows)


def drop(conn: Connection, words: Iterable[str]) -> None:
    """Counts one user less of each word; a word without users goes, and its keys with it."""
    for word in words:
        conn.exec_driver_sql("UPDATE search_word SET uses = uses - 1 WHERE word = ?", (word,))
        gone = conn.exec_driver_sql(
            "DELETE FROM search_word WHERE word = ? AND uses < 1 RETURNING id", (word,)
        ).scalar()
        if gone is not None:
            conn.exec_driver_sql(
                "DELETE FROM search_key WHERE key = ? AND word = ?", [(key, gone) for key in keys(word)]
            )


def long(words: Iterable[str]) -> list[str]:
    """Those of a customer's words that are longer than the index's prefixes and don't begin with another of them."""
    found = [word for word in words if len(word) > LONGEST_PREFIX and word.isalpha()]
    return [word for word in found if not any(word.startswith(other) and word != other for other in found)]


def add_long(conn: Connection, uses: Mapping[str, int]) -> None:
    """Counts more users of each long word."""
    if uses:
        conn.exec_driver_sql(
            "INSERT INTO search_long VALUES (?, ?) ON CONFLICT (word) DO UPDATE SET uses = uses + excluded.uses",
            list(uses.items()),
        )


def drop_long(conn: Connection, words: Iterable[str]) -> None:
    """Counts one user less of each long word; a word without users goes."""
    for word in words:
        conn.exec_driver_sql("UPDATE search_long SET uses = uses - 1 WHERE word = ?", (word,))
        conn.exec_driver_sql("DELETE FROM search_long WHERE word = ? AND uses < 1", (word,))


def beginning(conn: Connection, word: str) -> list[str] | None:
    """The words that begin with ``word``; None if it is short or they are many: the index's own prefixes serve then."""
    if len(word) <= LONGEST_PREFIX:
        return None
    sql = "SELECT word FROM search_long WHERE word >= ? AND word < ? LIMIT ?"
    found = column(conn, sql, word, word + LAST, MOST_LONG + 1)
    return found if len(found) <= MOST_LONG else None


def containing(conn: Connection, part: str, shortest: int) -> list[str]:
    """At most ``MOST_PARTS`` words that hold ``part``, if it isn't shorter than ``shortest``, after their beginning.

    Those that end with it come first, and of them the first known: a common name comes early into a register.
    """
    if len(part) < shortest or not kept([part]):
        return []
    sql = "SELECT word FROM search_word WHERE id IN (SELECT word FROM search_key WHERE key >= ? AND key < ? LIMIT ?)"
    return column(conn, sql, "-" + part, "-" + part + LAST, MOST_PARTS)


def misspelt(conn: Connection, word: str) -> tuple[list[str], list[str]]:
    """What may be meant by ``word``: the words one slip away or sounding the same, and those somewhat farther.

    The likeliest first: the fewest slips, then the most users.
    """
    if not kept([word]):
        return [], []
    # Four megabytes that a till needs only once somebody's finger slips.
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    slips = {each: _slips(word, each) for each in _with_sounds(conn, sounds(word))}
    begun = _with_beginning(conn, word)
    for choices, allowed in ((begun, 2), ([each[: len(word)] for each in begun], 1)):
        for _, _, place in process.extract(word, choices, scorer=OSA.distance, score_cutoff=allowed, limit=None):
            slips.setdefault(begun[place], 2)
    slips.pop(word, None)
    sql = "SELECT w.word FROM json_each(?) asked JOIN search_word w ON w.word = asked.value ORDER BY w.uses DESC, w.id"
    by_users = column(conn, sql, json.dumps(list(slips)))
    best = sorted(by_users, key=slips.__getitem__)[:MOST_MISSPELT]
    return [each for each in best if slips[each] <= 1], [each for each in best if slips[each] > 1]


def _slips(word: str, other: str) -> int:
    from rapidfuzz.distance import OSA

    return 1 if sound(word) == sound(other) else int(OSA.distance(word, other))


def _with_sounds(conn: Connection, asked: set[str]) -> list[str]:
    sql = (
        "SELECT DISTINCT w.word FROM json_each(?) asked CROSS JOIN search_key k ON k.key = asked.value "
        "JOIN search_word w ON w.id = k.word"
    )
    return column(conn, sql, json.dumps(list(asked)))


def _with_beginning(conn: Connection, word: str) -> list[str]:
    """Words that begin like ``word``, if it is long enough to bear two slips."""
    if len(word) < 2 * SHORTEST:
        return []
    beginning = word[: max(SHORTEST, len(word) // 2 - 1)]
    sql = "SELECT group_concat(word, ' ') FROM (SELECT word FROM search_word WHERE word >= ? AND word < ? LIMIT ?)"
    [together] = column(conn, sql, beginning, beginning + LAST, MOST_BEGINNINGS)
    return (together or "").split()
