"""Finding customers at once, however many: a full-text index whose rowid is the sequence of visits.

The latest visitor has the highest rowid, so reading backwards gives the best first, and LIMIT stops early. The index is
contentless and keeps no columns' sizes: taking something out needs exactly what went in, and ``search_text`` has it.
This and ``search_words`` are SQLite's FTS5; PostgreSQL's trigrams get a module of their own behind the same functions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import Connection

from kassa.domain import folding
from kassa.store import search_query, search_words
from kassa.store.search_query import SURELY_WHOLE, Number, Query, either, prefix, whole

FEW = 5
"""With fewer hits than this, misspelt words are looked for too."""

LOAD_AT_ONCE = 10_000

_TABLES = (
    """CREATE VIRTUAL TABLE search_index USING fts5(
        text, content='', detail=none, columnsize=0, prefix='1 2 3 4 5 6', tokenize="ascii tokenchars '#+_'"
    )""",
    """CREATE TABLE search_text (
        customer INTEGER PRIMARY KEY, seq INTEGER NOT NULL UNIQUE, name TEXT NOT NULL, text TEXT NOT NULL
    )""",
    "CREATE INDEX search_name ON search_text (name) WHERE name <> ''",
    *search_words.TABLES,
)


@dataclass(frozen=True, slots=True)
class SearchText:
    """What a customer is found by: ``phone`` in E.164, ``national`` as dialled at home, ``cards`` the codes."""

    number: int
    name: str | None = None
    phone: str | None = None
    national: str | None = None
    email: str | None = None
    cards: tuple[str, ...] = ()


def create(conn: Connection) -> None:
    """Make the index's tables."""
    for table in _TABLES:
        conn.exec_driver_sql(table)


def put(conn: Connection, customer: int, text: SearchText) -> None:
    """Index a new customer as the latest visitor, or a known one anew where they stand."""
    seq = _take_out(conn, customer)
    _put_in(conn, customer, _next(conn) if seq is None else seq, *_texts(text))


def touch(conn: Connection, customer: int) -> None:
    """Make the customer the latest visitor."""
    seq, rest, latest = conn.exec_driver_sql(
        "SELECT seq, name || ' ' || text, (SELECT max(seq) FROM search_text) FROM search_text WHERE customer = ?",
        (customer,),
    ).one()
    if seq != latest:
        conn.exec_driver_sql(
            "INSERT INTO search_index (search_index, rowid, text) VALUES ('delete', ?, ?)", (seq, rest)
        )
        conn.exec_driver_sql("INSERT INTO search_index (rowid, text) VALUES (?, ?)", (latest + 1, rest))
        conn.exec_driver_sql("UPDATE search_text SET seq = ? WHERE customer = ?", (latest + 1, customer))


def remove(conn: Connection, customer: int) -> None:
    """Take the customer out of the index. What was there leaves the file only with ``optimize``."""
    _take_out(conn, customer)


def load(conn: Connection, rows: Iterable[tuple[int, SearchText]]) -> None:
    """Index many customers, none of them known yet, the latest visitor last; into an empty index also ``optimize``."""
    first, rows = _next(conn), iter(rows)
    uses, long_uses, seq = Counter[str](), Counter[str](), first
    while some := list(islice(rows, LOAD_AT_ONCE)):
        texts = [(customer, place, *_texts(text)) for place, (customer, text) in enumerate(some, seq)]
        conn.exec_driver_sql("INSERT INTO search_text (customer, seq, name, text) VALUES (?, ?, ?, ?)", texts)
        conn.exec_driver_sql(
            "INSERT INTO search_index (rowid, text) VALUES (?, ?)",
            [(place, f"{name} {text}") for _, place, name, text in texts],
        )
        uses.update(word for _, _, name, _ in texts for word in search_words.kept(name.split()))
        long_uses.update(word for _, _, name, text in texts for word in search_words.long(f"{name} {text}".split()))
        seq += len(some)
    search_words.add(conn, dict(uses.most_common()))
    search_words.add_long(conn, long_uses)
    if first == 1:
        optimize(conn)


def optimize(conn: Connection) -> None:
    """Merge the index into one piece: quick to read, and what was taken out is gone. Takes seconds for a million."""
    conn.exec_driver_sql("INSERT INTO search_index (search_index) VALUES ('optimize')")


def find(conn: Connection, typed: str, limit: int) -> list[int]:
    """At most ``limit`` customers whom ``typed`` may mean, best first; the latest visitors when nothing is typed.

    First whom it means exactly (a whole name, telephone, card code, number), then whoever has a word that begins with
    each word typed, then parts of words, then, as long as they are ``FEW``, misspelt ones; the latest visitor first.
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


def _looks(conn: Connection, query: Query, found: dict[int, None], limit: int) -> Iterator[list[int]]:
    """One look after another, the best first; whoever reads them puts into ``found`` what they gave."""
    if query.number:
        for expression in _numbered(query.number, found):
            yield _match(conn, expression, limit)
    elif query.words or query.numbers:
        yield _whole_name(conn, query, limit)
        exact = bool(found)
        asked = {word: _beginning(conn, word) for word in query.words}
        yield _match(conn, query.expression(asked), limit)
        parts = {word: search_words.containing(conn, word) for word in query.words}
        if any(parts.values()):
            yield _match(conn, query.expression(_or(asked, parts)), limit)
        if len(found) < FEW and not exact:
            meant = {word: search_words.misspelt(conn, word) for word in query.words}
            near = _or(asked, {word: near for word, (near, _) in meant.items()})
            both = _or(near, {word: far for word, (_, far) in meant.items()})
            for wider, narrower in ((near, asked), (both, near)):
                if wider != narrower:
                    yield _match(conn, query.expression(wider), limit)


def _numbered(number: Number, found: dict[int, None]) -> Iterator[str]:
    """What to ask for a number alone, the likeliest first."""
    yield number.exact
    if number.end:
        yield number.end
    if not found or len(number.digits) < SURELY_WHOLE:
        yield number.beginning
    if not found:
        yield number.apart


def _beginning(conn: Connection, word: str) -> str:
    """Asks for any word that begins with ``word``."""
    longer = search_words.beginning(conn, word)
    return prefix(word) if longer is None else whole([word, *longer])


def _or(asked: Mapping[str, str], others: Mapping[str, list[str]]) -> dict[str, str]:
    """Asks for each word as before, or for one of ``others``."""
    return {
        word: either([ask, *(f'"{other}"' for other in others[word])]) if others[word] else ask
        for word, ask in asked.items()
    }


def _match(conn: Connection, expression: str, limit: int) -> list[int]:
    rows = conn.exec_driver_sql(
        "SELECT t.customer FROM search_index i CROSS JOIN search_text t ON t.seq = i.rowid "
        "WHERE i.search_index MATCH ? ORDER BY i.rowid DESC LIMIT ?",
        (expression, limit),
    )
    return list(rows.scalars())


def _whole_name(conn: Connection, query: Query, limit: int) -> list[int]:
    words = [*query.words, *(group for number in query.numbers for group in number.groups)]
    rows = conn.exec_driver_sql(
        "SELECT customer FROM search_text WHERE name = ? AND name <> '' ORDER BY seq DESC LIMIT ?",
        (_name(words), limit),
    )
    return list(rows.scalars())


def _name(words: Iterable[str]) -> str:
    """A name as ``search_text`` keeps it: its words in an order of their own, as people say them in any."""
    return " ".join(sorted(set(words)))


def _texts(text: SearchText) -> tuple[str, str]:
    """The name's words, and all the rest that is found: what the index holds is the one, a space, the other."""
    name = folding.words(text.name or "")
    rest = [
        *folding.joined_words(text.name or ""),
        *search_query.phone_tokens(text.phone, text.national),
        *search_query.email_words(text.email or ""),
        *text.cards,
        f"#{text.number}",
    ]
    return _name(name), " ".join(word for word in dict.fromkeys(rest) if word not in name)


def _next(conn: Connection) -> int:
    return int(conn.exec_driver_sql("SELECT coalesce(max(seq), 0) + 1 FROM search_text").scalar_one())


def _put_in(conn: Connection, customer: int, seq: int, name: str, text: str) -> None:
    conn.exec_driver_sql(
        "INSERT INTO search_text (customer, seq, name, text) VALUES (?, ?, ?, ?)", (customer, seq, name, text)
    )
    conn.exec_driver_sql("INSERT INTO search_index (rowid, text) VALUES (?, ?)", (seq, f"{name} {text}"))
    search_words.add(conn, Counter(search_words.kept(name.split())))
    search_words.add_long(conn, Counter(search_words.long(f"{name} {text}".split())))


def _take_out(conn: Connection, customer: int) -> int | None:
    """The customer's place in the sequence, now empty; None for somebody who has none."""
    row = conn.exec_driver_sql(
        "DELETE FROM search_text WHERE customer = ? RETURNING seq, name, text", (customer,)
    ).one_or_none()
    if row is None:
        return None
    conn.exec_driver_sql(
        "INSERT INTO search_index (search_index, rowid, text) VALUES ('delete', ?, ?)",
        (row.seq, f"{row.name} {row.text}"),
    )
    search_words.drop(conn, search_words.kept(row.name.split()))
    search_words.drop_long(conn, search_words.long(f"{row.name} {row.text}".split()))
    return int(row.seq)
