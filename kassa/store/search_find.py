"""Asking the index: one look after another, the likeliest first, until there are enough.

Every look reads the index backwards, so each gives the latest visitor first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sqlalchemy import Connection

from kassa.store import search_query, search_words
from kassa.store.search_query import SURELY_WHOLE, Number, Query, either, prefix, whole

FEW = 5
"""With fewer hits than this, a single word may have been misspelt; several words that fit somebody have not."""


def find(conn: Connection, typed: str, limit: int) -> list[int]:
    """At most ``limit`` customers whom ``typed`` may mean, best first; the latest visitors when nothing is typed.

    First whom it means exactly (a whole name, telephone, card code, number), then whoever has a word that begins with
    each word typed, then parts of words, then, as long as they are few, misspelt ones; the latest visitor first.
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
        parts = {word: search_words.containing(conn, word) for word in query.words}
        if any(parts.values()):
            asked = _or(asked, parts)
            yield _match(conn, query.expression(asked), limit)
        if not exact and len(found) < (FEW if len(query.words) == 1 else 1):
            for expression in _for_misspelt(conn, query, asked, found):
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


def _for_misspelt(conn: Connection, query: Query, asked: Mapping[str, str], found: Mapping[int, None]) -> Iterator[str]:
    """What to ask when words may be misspelt: first those that nobody has, then, if that finds nobody, all of them."""
    unknown = [word for word in query.words if not _match(conn, asked[word], 1)]
    meant = {word: search_words.misspelt(conn, word) for word in unknown}
    if not all(near or far for near, far in meant.values()):
        return
    for words in (unknown, query.words) if unknown else (query.words,):
        meant |= {word: search_words.misspelt(conn, word) for word in words if word not in meant}
        near = _or(asked, {word: close for word, (close, _) in meant.items()})
        both = _or(near, {word: far for word, (_, far) in meant.items()})
        for wider, narrower in ((near, asked), (both, near)):
            if wider != narrower:
                yield query.expression(wider)
        if found or len(unknown) == len(query.words):
            return


def _beginning(conn: Connection, word: str) -> str:
    """Asks for any word that begins with ``word``."""
    longer = search_words.beginning(conn, word)
    return prefix(word) if longer is None else whole(dict.fromkeys([word, *longer]))


def _or(asked: Mapping[str, str], others: Mapping[str, list[str]]) -> dict[str, str]:
    """Asks for each word as before, or for one of ``others``."""
    more = {word: either([asked[word], whole(other)]) for word, other in others.items() if other}
    return {**asked, **more}


def _match(conn: Connection, expression: str, limit: int) -> list[int]:
    rows = conn.exec_driver_sql(
        "SELECT t.customer FROM search_index i CROSS JOIN search_text t ON t.seq = i.rowid "
        "WHERE i.search_index MATCH ? ORDER BY i.rowid DESC LIMIT ?",
        (expression, limit),
    )
    return list(rows.scalars())


def _whole_name(conn: Connection, key: str, limit: int) -> list[int]:
    rows = conn.exec_driver_sql(
        "SELECT customer FROM search_text WHERE name = ? AND name <> '' ORDER BY seq DESC LIMIT ?", (key, limit)
    )
    return list(rows.scalars())
