"""Finding customers at once, however many: a full-text index whose rowid is the second of the latest visit.

The latest visitor has the highest rowid, so reading backwards gives the best first, and LIMIT stops early
(``search_places``). The index is contentless and keeps no columns' sizes: taking something out needs exactly what went
in, and ``search_text`` has it. This and its ``search_…`` are SQLite's FTS5; PostgreSQL's trigrams get modules behind
the same functions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import Connection

from kassa.domain import folding
from kassa.store import search_places, search_query, search_words
from kassa.store.search_find import find

__all__ = ["SearchText", "create", "find", "load", "move", "optimize", "order_anew", "put", "remove", "tidy", "touch"]

LOAD_AT_ONCE = 10_000

_INDEX = (
    """CREATE VIRTUAL TABLE search_index USING fts5(
        text, content='', detail=none, columnsize=0, prefix='1 2 3 4 5 6', tokenize="ascii tokenchars '#+_'"
    )""",
    # Each visit writes a small piece, and each piece is looked into: merged at 8, not 16, visits cost much the same.
    "INSERT INTO search_index (search_index, rank) VALUES ('crisismerge', 8)",
)
_IN = "INSERT INTO search_index (rowid, text) VALUES (?, ?)"
_OUT = "INSERT INTO search_index (search_index, rowid, text) VALUES ('delete', ?, ?)"
_TEXTS = (
    """CREATE TABLE search_text (
        customer INTEGER PRIMARY KEY, seq INTEGER NOT NULL UNIQUE, name TEXT NOT NULL, text TEXT NOT NULL
    )""",
    "CREATE INDEX search_name ON search_text (name) WHERE name <> ''",
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
    for table in (*_INDEX, *_TEXTS, *search_words.TABLES):
        conn.exec_driver_sql(table)


def put(conn: Connection, customer: int, text: SearchText, place: Callable[[], int]) -> None:
    """Index somebody new, who is here at the second that ``place`` gives, or somebody known anew where they stand."""
    seq = _take_out(conn, customer)
    _put_in(conn, customer, search_places.arriving(conn, place()) if seq is None else seq, *_texts(text))


def touch(conn: Connection, customer: int, place: int) -> None:
    """The customer visited at that second; nothing for somebody whom an import under way hasn't put in yet."""
    found = conn.exec_driver_sql(
        "SELECT seq, name || ' ' || text, (SELECT max(seq) FROM search_text) FROM search_text WHERE customer = ?",
        (customer,),
    ).one_or_none()
    if found is None:
        return
    seq, text, latest = found
    if seq != latest or seq < place:
        conn.exec_driver_sql(_OUT, (seq, text))
        arrived = search_places.arriving(conn, place, latest)
        conn.exec_driver_sql("UPDATE search_text SET seq = ? WHERE customer = ?", (arrived, customer))
        conn.exec_driver_sql(_IN, (arrived, text))


def move(conn: Connection, places: Mapping[int, int]) -> None:
    """Puts customers where they belong: each one's second. Who isn't in the index stays out."""
    held = [
        (seq, text, customer)
        for customer in places
        for seq, text in conn.exec_driver_sql(
            "SELECT seq, name || ' ' || text FROM search_text WHERE customer = ?", (customer,)
        )
    ]
    # In the order of the places, first all out and then all in: each step back would cost the index a piece of its own.
    for seq, text, _ in sorted(held):
        conn.exec_driver_sql(_OUT, (seq, text))
    for _, text, customer in sorted(held, key=lambda each: places[each[2]]):
        place = search_places.free(conn, places[customer])
        conn.exec_driver_sql("UPDATE search_text SET seq = ? WHERE customer = ?", (place, customer))
        conn.exec_driver_sql(_IN, (place, text))


def remove(conn: Connection, customer: int) -> None:
    """Take the customer out of the index. What was there leaves the file only with ``optimize``."""
    _take_out(conn, customer)


def load(conn: Connection, rows: Iterable[tuple[int, int, SearchText]]) -> None:
    """Index many customers, none of them known yet, each with their second, the latest last.

    Into an empty index also ``optimize``.
    """
    seats, rows = search_places.Seats(conn), iter(rows)
    uses, long_uses = Counter[str](), Counter[str]()
    while some := list(islice(rows, LOAD_AT_ONCE)):
        texts = [(customer, seats.next(place), *_texts(text)) for customer, place, text in some]
        conn.exec_driver_sql("INSERT INTO search_text (customer, seq, name, text) VALUES (?, ?, ?, ?)", texts)
        conn.exec_driver_sql(_IN, [(place, f"{name} {text}") for _, place, name, text in texts])
        uses.update(word for _, _, name, _ in texts for word in search_words.kept(name.split()))
        long_uses.update(word for _, _, name, text in texts for word in search_words.long(f"{name} {text}".split()))
    search_words.add(conn, dict(uses.most_common()))
    search_words.add_long(conn, long_uses)
    if seats.were_empty:
        optimize(conn)


def order_anew(conn: Connection, places: Iterable[tuple[int, int]]) -> None:
    """Gives everybody in the index the second where they belong, the latest last. A minute for a million."""
    conn.exec_driver_sql("CREATE TEMP TABLE search_seat (customer INTEGER PRIMARY KEY, seq INTEGER NOT NULL)")
    seats = search_places.Seats()
    taken = ((customer, seats.next(place)) for customer, place in places)
    while some := list(islice(taken, LOAD_AT_ONCE)):
        conn.exec_driver_sql("INSERT INTO temp.search_seat VALUES (?, ?)", some)
    for statement in (
        "DROP TABLE search_index",
        "ALTER TABLE search_text RENAME TO search_text_before",
        "DROP INDEX search_name",
        *_INDEX,
        *_TEXTS,
        """INSERT INTO search_text SELECT customer, s.seq, name, text FROM search_text_before
            JOIN temp.search_seat s USING (customer) ORDER BY customer""",
        "INSERT INTO search_index (rowid, text) SELECT seq, name || ' ' || text FROM search_text ORDER BY seq",
        "DROP TABLE search_text_before",
        "DROP TABLE temp.search_seat",
    ):
        conn.exec_driver_sql(statement)
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


def _put_in(conn: Connection, customer: int, seq: int, name: str, text: str) -> None:
    conn.exec_driver_sql(
        "INSERT INTO search_text (customer, seq, name, text) VALUES (?, ?, ?, ?)", (customer, seq, name, text)
    )
    conn.exec_driver_sql(_IN, (seq, f"{name} {text}"))
    search_words.add(conn, Counter(search_words.kept(name.split())))
    search_words.add_long(conn, Counter(search_words.long(f"{name} {text}".split())))


def _take_out(conn: Connection, customer: int) -> int | None:
    """The customer's place in the sequence, now empty; None for somebody who has none."""
    row = conn.exec_driver_sql(
        "DELETE FROM search_text WHERE customer = ? RETURNING seq, name, text", (customer,)
    ).one_or_none()
    if row is None:
        return None
    conn.exec_driver_sql(_OUT, (row.seq, f"{row.name} {row.text}"))
    search_words.drop(conn, search_words.kept(row.name.split()))
    search_words.drop_long(conn, search_words.long(f"{row.name} {row.text}".split()))
    return int(row.seq)
