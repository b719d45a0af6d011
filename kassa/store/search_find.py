"""Asking the index: one look after another, the likeliest first, until there are enough.

Every look reads the index backwards, so each gives the latest visitor first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sqlalchemy import Connection

from kassa.store import search_query, search_words
from kassa.store.search_query import SURELY_WHOLE, Number, Query, either, prefix, whole

FEW = 5
"""With fewer hits than this a single word may have been misspelt, and one of several may be a part."""

PART, PART_OF_SEVERAL = 3, 4
"""A part of a word has at least so many letters: any three stand in many names, and beside other words say little."""


def find(conn: Connection, typed: str, limit: int) -> list[int]:
    """At most ``limit`` customers whom ``typed`` may mean, best first; the latest visitors when nothing is typed.

    First whom it means exactly (a whole name, telephone, card code, number), then whoever has a word that begins with
    each word typed, then, if these are few, parts of words, and last misspelt ones; the latest visitor first.
    """
    if limit < 1:
        return []
    if not typed.strip():
        return list(
            conn.exec_driver_sql("SELECT customer FROM search_text ORDER BY seq DESC LIMIT ?", (limit,)).scalars()
        )
    query, found = search_query.parse(typed), dict[int, None]()
    for customers in _looks(conn, query, found, limit):
        found.update(dict.fromkeys(customers))
        if len(found) >= limit:
            break
    return list(found)[:limit]


def _looks(conn: Connection, query: Query, found: Mapping[int, None], limit: int) -> Iterator[list[int]]:
    """What each look gives. Whoever reads it keeps ``found``: all that was given before."""
    if query.number:
        for expression in _for_number(query.number, found):
            yield _match(conn, expression, limit)
    elif query.words or query.numbers:
        exact = _whole_name(conn, query.name_key, limit)
        yield exact
        asked = {word: _beginning(conn, word) for word in query.words}
        yield _match(conn, query.expression(asked), limit)
        alone = len(query.words) == 1
        if not alone and len(found) >= FEW:
            return
        parts = {word: search_words.containing(conn, word, PART if alone else PART_OF_SEVERAL) for word in query.words}
        if any(parts.values()):
            yield _match(conn, query.expression(_or(asked, parts)), limit)
        if not exact and len(found) < (FEW if alone else 1):
            unknown = [word for word in query.words if alone or not _match(conn, asked[word], 1)]
            asked = _or(asked, {word: parts[word] for word in unknown})
            doubted = [word for word in unknown if alone or not parts[word]]
            for expression in _for_misspelt(conn, query, asked, doubted, found):
                yield _match(conn, expression, limit)


def _for_number(number: Number, found: Mapping[int, None]) -> Iterator[str]:
    """What to ask for a number alone."""
    yield number.exact
    if number.end:
        yield number.end
    if not found or len(number.digits) < SURELY_WHOLE:
        yield number.beginning
    if not found:
        yield number.apart


def _for_misspelt(
    conn: Connection, query: Query, asked: Mapping[str, str], doubted: list[str], found: Mapping[int, None]
) -> Iterator[str]:
    """What to ask when words may be misspelt: first for the ``doubted`` ones, then, if that finds nobody, for all."""
    meant = {word: search_words.misspelt(conn, word) for word in doubted}
    if not all(near or far for near, far in meant.values()):
        return
    wide = _or(asked, {word: near for word, (near, _) in meant.items()})
    wider = _or(wide, {word: far for word, (_, far) in meant.items()})
    if wide != asked:
        yield query.expression(wide)
    if wider != wide:
        yield query.expression(wider)
    if not found:
        others = {word: search_words.misspelt(conn, word) for word in query.words if word not in meant}
        widest = _or(wider, {word: near + far for word, (near, far) in others.items()})
        if widest != wider:
            yield query.expression(widest)


def _beginning(conn: Connection, word: str) -> str:
    """Asks for any word that begins with ``word``."""
    longer = search_words.beginning(conn, word)
    return prefix(word) if longer is None else whole(dict.fromkeys([word, *longer]))


def _or(asked: Mapping[str, str], others: Mapping[str, list[str]]) -> dict[str, str]:
    """Asks for each word as before, or for one of ``others``."""
    more = {word: either([asked[word], whole(other)]) for word, other in others.items() if other}
    return {**asked, **more}


def _match(conn: Connection, expression: str, limit: int) -> list[int]:
    sql = (
        "SELECT t.customer FROM search_index i CROSS JOIN search_text t ON t.seq = i.rowid "
        "WHERE i.search_index MATCH ? ORDER BY i.rowid DESC LIMIT ?"
    )
    return search_words.column(conn, sql, expression, limit)


def _whole_name(conn: Connection, key: str, limit: int) -> list[int]:
    sql = "SELECT customer FROM search_text WHERE name = ? AND name <> '' ORDER BY seq DESC LIMIT ?"
    return search_words.column(conn, sql, key, limit)
