"""Finding customers at once, however many: a full-text index whose rowid is the sequence of visits.

The latest visitor has the highest rowid, so reading backwards gives the best first, and LIMIT stops early. The index is
contentless and keeps no columns' sizes: taking something out needs exactly what went in, and ``search_text`` has it.
This and its ``search_…`` are SQLite's FTS5; PostgreSQL's trigrams get modules behind the same functions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import Connection

from kassa.domain import folding
from kassa.store import search_query, search_words
from kassa.store.search_find import find

__all__ = ["SearchText", "create", "find", "load", "optimize", "put", "remove", "tidy", "touch"]

LOAD_AT_ONCE = 10_000

_TABLES = (
    """CREATE VIRTUAL TABLE search_index USING fts5(
        text, content='', detail=none, columnsize=0, prefix='1 2 3 4 5 6', tokenize="ascii tokenchars '#+_'"
    )""",
    # Each visit writes a small piece, and each piece is looked into: merged at 8, not 16, visits cost much the same.
    "INSERT INTO search_index (search_index, rank) VALUES ('crisismerge', 8)",
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
    """Make the customer the latest visitor; nothing for somebody whom an import under way hasn't put in yet."""
    found = conn.exec_driver_sql(
        "SELECT seq, name || ' ' || text, (SELECT max(seq) FROM search_text) FROM search_text WHERE customer = ?",
        (customer,),
    ).one_or_none()
    if found is None:
        return
    seq, rest, latest = found
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


def tidy(conn: Connection, pages: int, begin: bool = False) -> bool:
    """Does a piece of what ``optimize`` does, writing about so many pages; whether there is more to do."""
    before = conn.connection.driver_connection.total_changes  # type: ignore[union-attr]
    conn.exec_driver_sql(
        "INSERT INTO search_index (search_index, rank) VALUES ('merge', ?)", (-pages if begin else pages,)
    )
    return bool(conn.connection.driver_connection.total_changes - before >= 2)  # type: ignore[union-attr]


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
    return search_query.name_key(name), " ".join(word for word in dict.fromkeys(rest) if word not in name)


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
