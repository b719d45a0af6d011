"""Finding one of a million, encrypted, against ``LIKE '%x%'`` on a plain table: `python tests/bench/bench_find.py`.

Names have a long tail, as a country's have: tens of thousands of different words; telephones are all different. Both
sides answer the same question, latest visitor first, at most fifty: who has this in the name, telephone or e-mail
address? (The plain side looks for one word only.) Each query is asked three times, warm, and the median counts. The
CPU's time says what the queries cost when the machine is busy with other things.
"""

from __future__ import annotations

import argparse
import os
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import accumulate
from pathlib import Path

from kassa.store import search
from kassa.store.engine import Store
from kassa.store.opening import open_store
from kassa.store.search import SearchText
from tests.bench.common import percentile, row

LIMIT = 50
# Everybody's latest visit within three years, as seconds; a shop of a million is that busy.
FIRST_VISIT, BETWEEN_VISITS = 1_700_000_000, 95
GIVEN = (
    "Anna Eva Maria Karin Kristina Lena Kerstin Sara Emma Ingrid Marie Malin Jenny Hanna Birgitta Linnéa Elin Åsa "
    "Lars Mikael Anders Johan Erik Per Karl Peter Jan Thomas Daniel Fredrik Andreas Hans Mohammed Bengt Mats Björn "
    "Anne Inger Kari Marit Ingeborg Liv Solveig Bjørn Øyvind Håkon Sølvi Ragnhild Torbjørn Sigrid Kjersti Åse Gunnar "
    "Agnieszka Katarzyna Małgorzata Łukasz Paweł Michał Krzysztof Żaneta Grażyna Wojciech Zbigniew Joanna Stanisław "
    "Olivia George Charlotte William Elizabeth Christopher Alexander Muhammad Fatima Ahmed Leila Yusuf Amina Omar"
).split()
FIRST = (
    "Lind Berg Lund Dal Sand Ek Björk Sjö Ström Holm Strand Hag Ny Vik Löv Gran Sten Malm Alm Ceder Blom Åker Ö Öst "
    "Norr Söder Hög Kvarn Skog Rosen Lager Fors Back Grön Sund Hed Ahl Wall Silfver Gyllen Svan Falk Väst"
).split()
SECOND = (
    "berg ström qvist gren lund man dahl sten holm vall blad fors mark ås näs stedt skog hult borg bäck ros vik feldt"
).split()
POLISH = (
    "Kowal Wiśniew Dąbrow Lewandow Zieliń Szymań Woźnia Kozłow Jankow Mazur Krawczy Piotrow Grabow Pawłow Michal"
).split()
ENDING = "ski ska czyk czak wicz icz ak ek".split()
ONSET = "b br d dr f fj g gr h hj j k kl kr l m n p r s sk st str sv t tr v ø å ł sz".split()
VOWEL = "a e i o u y å ä ö ø æ".split()
CODA = "l n r s t d k g nd rd st ng rg lm ".split(" ")
TAIL = ("", "", "en", "sson", "berg", "ski", "stad", "vik")

Asked = tuple[str, str]
"""What is typed, and what the plain side looks for."""


@dataclass(frozen=True)
class Person:
    """One made-up customer."""

    name: str
    phone: str
    card: str

    email: str | None

    def text(self, number: int) -> SearchText:
        return SearchText(number, self.name, "+46" + self.phone[1:], self.phone, self.email, (self.card,))


def long_tail(common: list[str], size: int, chance: random.Random) -> Callable[[], str]:
    """Draws from ``common`` and invented words together, ``size`` in all, the n-th as often as 1 in n + 8."""
    known = dict.fromkeys(common)
    while len(known) < size:
        stem = "".join(chance.choice(part) for _ in range(chance.randint(1, 3)) for part in (ONSET, VOWEL, CODA))
        known[stem.capitalize() + chance.choice(TAIL)] = None
    words = list(known)
    weights = list(accumulate(1 / (rank + 8) for rank in range(len(words))))
    return lambda: chance.choices(words, cum_weights=weights)[0]


def people(count: int, chance: random.Random) -> Iterator[Person]:
    surnames = [name + "sson" for name in GIVEN[18:36]]
    surnames += [first + second for first in FIRST for second in SECOND] + [a + b for a in POLISH for b in ENDING]
    chance.shuffle(surnames)
    given, surname = long_tail(GIVEN, 12_000, chance), long_tail(surnames, 90_000, chance)
    phones, cards = chance.sample(range(10**8), count), chance.sample(range(10**10), count)
    for phone, card in zip(phones, cards, strict=True):
        first = f"{given()}-{given()}" if chance.random() < 0.06 else given()
        email = f"{first}.{phone % 97}@example.se" if phone % 2 else None
        yield Person(f"{first} {surname()}", f"07{phone:08}", f"{card:010}", email)


def slip(word: str, chance: random.Random) -> str:
    """``word`` with one letter, not the first, left out, added, changed or exchanged with the next."""
    place, other = chance.randrange(1, len(word) - 1), chance.choice("aeinrstl")
    before, letter, after = word[:place], word[place], word[place + 1 :]
    exchanged = before + after[0] + letter + after[1:]
    return chance.choice([before + after, before + other + letter + after, before + other + after, exchanged])


def kinds(some: list[Person], chance: random.Random) -> dict[str, Callable[[], Asked]]:
    """For each kind of query how to make one."""

    def named(make: Callable[[str, str], str]) -> Callable[[], Asked]:
        def query() -> Asked:
            first, _, last = chance.choice(some).name.partition(" ")
            typed = make(first, last)
            return typed, typed.split()[-1]

        return query

    def dialled(make: Callable[[str], str]) -> Callable[[], Asked]:
        def query() -> Asked:
            typed = make(chance.choice(some).phone)
            return typed, "".join(typed.split())

        return query

    def nonsense() -> str:
        return "".join(chance.choice("qxzwvkjp") for _ in range(chance.randint(4, 9)))

    return {
        "name": named(lambda first, last: chance.choice([first, last, f"{first} {last}"])),
        "name, its beginning": named(lambda first, last: chance.choice([first, last])[: chance.randint(1, 5)]),
        "part of a name": named(lambda first, last: last[chance.randint(1, 3) :][:4] if len(last) > 6 else last[1:]),
        "two words": named(lambda first, last: f"{last[: chance.randint(2, 5)]} {first[: chance.randint(2, 5)]}"),
        "telephone": dialled(lambda phone: f"{phone[:3]} {phone[3:6]} {phone[6:8]} {phone[8:]}"),
        "telephone's end": dialled(lambda phone: phone[-chance.randint(3, 7) :]),
        "misspelt": named(lambda first, last: slip(last if len(last) > 4 else last + "sson", chance)),
        "one of two misspelt": named(lambda first, last: f"{first} {slip(last + 'e', chance)}"),
        "both misspelt": named(lambda first, last: f"{slip(first + 'a', chance)} {slip(last + 'e', chance)}"),
        "nothing found": named(lambda first, last: chance.choice([nonsense(), f"{first} {nonsense()}"])),
    }


def timed(work: Callable[[], object]) -> float:
    """Milliseconds."""
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def ask(store: Store, typed: str) -> list[int]:
    with store.reading() as conn:
        return search.find(conn, typed, LIMIT)


def move(store: Store, customer: int, place: int) -> None:
    with store.writing() as conn:
        search.touch(conn, customer, place)


def append(file: int) -> None:
    os.write(file, bytes(4096))
    os.fdatasync(file)


def moved(store: Store, beside: Path, count: int, times: int) -> str:
    """What it costs to write a visit into the index, a transaction each, beside the plainest durable write."""
    chance = random.Random(2)
    now = FIRST_VISIT + count * BETWEEN_VISITS
    moves = [timed(partial(move, store, chance.randint(1, count), now + each)) for each in range(times)]
    with beside.open("wb", buffering=0) as file:
        appends = [timed(partial(append, file.fileno())) for _ in range(times)]
    ratio = statistics.median(moves) / statistics.median(appends)
    return (
        f"A visit in the index, durable: p50 {statistics.median(moves):.2f} ms, p99 {percentile(moves, 0.99):.2f}; "
        f"4 KiB append + fdatasync: p50 {statistics.median(appends):.2f}, p99 {percentile(appends, 0.99):.2f}; "
        f"{ratio:.1f} × (p50)."
    )


def plain_table(file: Path, everybody: list[Person]) -> sqlite3.Connection:
    plain = sqlite3.connect(file)
    plain.execute("PRAGMA cache_size = -32000")
    plain.execute(
        "CREATE TABLE customer (id INTEGER PRIMARY KEY, name TEXT, phone TEXT, email TEXT, last_visit INTEGER)"
    )
    rows = ((number, each.name, each.phone, each.email, number) for number, each in enumerate(everybody, 1))
    plain.executemany("INSERT INTO customer VALUES (?, ?, ?, ?, ?)", rows)
    plain.commit()
    return plain


def plain_ask(plain: sqlite3.Connection, part: str) -> None:
    sql = (
        "SELECT id FROM customer WHERE name LIKE ?1 OR phone LIKE ?1 OR email LIKE ?1 ORDER BY last_visit DESC LIMIT ?2"
    )
    plain.execute(sql, [f"%{part}%", LIMIT]).fetchall()


def thrice(work: Callable[[], object]) -> tuple[float, float]:
    """The median of three times, by the clock and by the CPU's time for it, in ms."""
    walls, works = list[float](), list[float]()
    for _ in range(3):
        began, worked = time.perf_counter(), time.thread_time()
        work()
        walls.append((time.perf_counter() - began) * 1000)
        works.append((time.thread_time() - worked) * 1000)
    return statistics.median(walls), statistics.median(works)


def compare(store: Store, plain: sqlite3.Connection, some: list[Person], count: int, customers: int) -> bool:
    """Prints the table of all kinds of queries, ``count`` of each, and what they come to; whether the bounds held."""
    ours, theirs = list[tuple[float, float]](), list[tuple[float, float]]()
    print("| query | finds | p50 ms | p99 ms | p99 CPU ms | `LIKE` p50 ms |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for kind, make in kinds(some, random.Random(3)).items():
        queries = [make() for _ in range(count)]
        found = sum(bool(ask(store, typed)) for typed, _ in queries)
        times = [thrice(partial(ask, store, typed)) for typed, _ in queries]
        likes = [thrice(partial(plain_ask, plain, part)) for _, part in queries[: count // 30]]
        ours += times
        theirs += likes
        walls, works = ([each[side] for each in times] for side in (0, 1))
        told = f"{found / count:.0%} | {percentile(walls, 0.5):.2f} | {percentile(walls, 0.99):.2f}"
        print(
            f"| {kind} | {told} | {percentile(works, 0.99):.2f} | {statistics.median(wall for wall, _ in likes):.0f} |"
        )
    print()
    for side, clock in enumerate(("By the clock", "By the CPU")):
        mine = percentile([each[side] for each in ours], 0.99)
        half, most = (percentile([each[side] for each in theirs], share) for share in (0.5, 0.99))
        against = f"`LIKE` p50 {half:.0f}, p99 {most:.0f}: 1/{half / mine:.0f} of its p50"
        print(f"{clock}: all p99 {mine:.2f} ms (bound 5); {against}.")
    mine, half = percentile([wall for wall, _ in ours], 0.99), percentile([wall for wall, _ in theirs], 0.5)
    return row(
        f"`find`, {customers:,} customers, p99 of all kinds",
        f"{mine:.1f} ms, 1/{half / mine:.0f} of `LIKE '%x%'`",
        "≤ 5 ms, ≤ 1/50",
        mine <= 5 and half / mine >= 50,
    )


def main() -> int:
    """Prints every figure; 1 when a bound is broken."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--customers", type=int, default=1_000_000)
    options.add_argument("--queries", type=int, default=300, help="of each kind")
    options.add_argument("--moves", type=int, default=1000, help="visits written, one transaction each")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        everybody = list(people(given.customers, random.Random(1)))
        store = open_store(str(Path(folder, "store")), create=True)
        began = time.perf_counter()
        with store.writing() as conn:
            search.load(
                conn,
                (
                    (number, FIRST_VISIT + number * BETWEEN_VISITS, each.text(number))
                    for number, each in enumerate(everybody, 1)
                ),
            )
        loaded = time.perf_counter() - began
        with store.reading() as conn:
            different = conn.exec_driver_sql("SELECT count(*) FROM search_word").scalar_one()
        size = Path(folder, "store", "kassa.db").stat().st_size / 2**20
        print(
            f"{given.customers:,} customers, {different:,} different words: {loaded:.0f} s to load, {size:.0f} MiB.\n"
        )
        some = everybody[:: max(1, given.customers // 5000)]
        plain = plain_table(Path(folder, "plain.db"), everybody)
        kept = compare(store, plain, some, given.queries, given.customers)
        print(moved(store, Path(folder, "append"), given.customers, given.moves))
        makers = kinds(some, random.Random(4)).values()
        again = [timed(partial(ask, store, make()[0])) for make in makers for _ in range(given.queries)]
        half, most = percentile(again, 0.5), percentile(again, 0.99)
        print(f"After these visits, each asked once: p50 {half:.2f} ms, p99 {most:.2f} ms.")
        plain.close()
        store.close()
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
