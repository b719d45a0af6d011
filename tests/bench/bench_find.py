"""Finding one of a million, encrypted, against ``LIKE '%x%'`` on a plain table: `python tests/bench/bench_find.py`.

Names have a long tail, as a country's have: some tens of thousands of different words. Telephones are all different. Both
sides answer the same queries, latest visitor first, at most fifty; the plain side looks only into the column concerned.
"""

from __future__ import annotations

import argparse
import os
import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from kassa.store import search
from kassa.store.engine import Store, open_store
from kassa.store.search import SearchText

LIMIT = 50
GIVEN = (
    "Anna Eva Maria Karin Kristina Lena Kerstin Sara Emma Ingrid Marie Malin Jenny Hanna Birgitta Linnéa Elin Åsa Märta "
    "Lars Mikael Anders Johan Erik Per Karl Peter Jan Thomas Daniel Fredrik Andreas Hans Mohammed Bengt Mats Björn Örjan "
    "Anne Inger Kari Marit Ingeborg Liv Solveig Bjørn Øyvind Håkon Sølvi Ragnhild Torbjørn Sigrid Kjersti Åse Gunnar "
    "Agnieszka Katarzyna Małgorzata Łukasz Paweł Michał Krzysztof Żaneta Grażyna Wojciech Zbigniew Joanna Stanisław "
    "Olivia George Charlotte William Elizabeth Christopher Alexander Muhammad Fatima Ahmed Leila Yusuf Amina Omar"
).split()
FIRST = (
    "Lind Berg Lund Dal Sand Ek Björk Sjö Ström Holm Strand Hag Ny Vik Löv Gran Sten Malm Alm Ceder Blom Åker Ö Öst Väst "
    "Norr Söder Hög Kvarn Skog Rosen Lager Fors Back Grön Sund Hed Ahl Wall Silfver Gyllen Svan Falk"
).split()
SECOND = (
    "berg ström qvist gren lund man dahl sten holm vall blad fors mark ås näs stedt skog hult borg bäck ros vik feldt ell"
).split()
POLISH = "Kowal Wiśniew Dąbrow Lewandow Zieliń Szymań Woźnia Kozłow Jankow Mazur Krawczy Piotrow Grabow Pawłow Michal".split()
ENDING = "ski ska czyk czak wicz icz ak ek".split()
ONSET = "b br d dr f fj g gr h hj j k kl kr l m n p r s sk st str sv t tr v ø å ł sz".split()
VOWEL = "a e i o u y å ä ö ø æ".split()
CODA = "l n r s t d k g nd rd st ng rg lm ".split(" ")


@dataclass(frozen=True)
class Person:
    """One made-up customer."""

    name: str
    phone: str
    card: str

    def text(self, number: int) -> SearchText:
        email = f"{self.name.split()[0]}.{number % 97}@example.se" if number % 2 else None
        return SearchText(number, self.name, "+46" + self.phone[1:], self.phone, email, (self.card,))


def long_tail(common: list[str], size: int, chance: random.Random) -> Callable[[], str]:
    """Draws from ``common`` and invented words together, ``size`` in all, the n-th as often as 1 in n."""
    known = dict.fromkeys(common)
    while len(known) < size:
        syllables = (
            chance.choice(ONSET) + chance.choice(VOWEL) + chance.choice(CODA) for _ in range(chance.randint(1, 3))
        )
        known["".join(syllables).capitalize() + chance.choice(["", "", "en", "sson", "berg", "ski", "stad", "vik"])] = (
            None
        )
    words = list(known)
    weights = list(accumulate(1 / (rank + 8) for rank in range(len(words))))
    return lambda: chance.choices(words, cum_weights=weights)[0]


def people(count: int, chance: random.Random) -> Iterator[Person]:
    surnames = [name + "sson" for name in GIVEN[19:40]]
    surnames += [first + second for first in FIRST for second in SECOND] + [a + b for a in POLISH for b in ENDING]
    chance.shuffle(surnames)
    given, surname = long_tail(GIVEN, 12_000, chance), long_tail(surnames, 90_000, chance)
    phones, cards = chance.sample(range(10**8), count), chance.sample(range(10**10), count)
    for phone, card in zip(phones, cards, strict=True):
        first = f"{given()}-{given()}" if chance.random() < 0.06 else given()
        yield Person(f"{first} {surname()}", f"07{phone:08}", f"{card:010}")


def slip(word: str, chance: random.Random) -> str:
    """``word`` with one letter left out, doubled by another, changed, or two exchanged; not the first."""
    place = chance.randrange(1, len(word) - 1)
    before, letter, after = word[:place], word[place], word[place + 1 :]
    other = chance.choice("aeinrstl")
    return chance.choice(
        [
            before + after,
            before + other + letter + after,
            before + other + after,
            before + after[0] + letter + after[1:],
        ]
    )


def asked(some: list[Person], chance: random.Random) -> dict[str, Callable[[], tuple[str, str, str]]]:
    """For each kind of query how to make one: what is typed, and the plain side's column and what it looks for there."""

    def named(make: Callable[[str, str], str]) -> Callable[[], tuple[str, str, str]]:
        def query() -> tuple[str, str, str]:
            first, _, last = chance.choice(some).name.partition(" ")
            typed = make(first, last)
            return typed, "name", typed.split()[-1]

        return query

    def dialled(make: Callable[[str], str]) -> Callable[[], tuple[str, str, str]]:
        def query() -> tuple[str, str, str]:
            typed = make(chance.choice(some).phone)
            return typed, "phone", "".join(typed.split())

        return query

    def nothing() -> str:
        return "".join(chance.choice("qxzwvkjp") for _ in range(chance.randint(4, 9)))

    return {
        "name": named(lambda first, last: chance.choice([first, last, f"{first} {last}"])),
        "name, its beginning": named(lambda first, last: chance.choice([first, last])[: chance.randint(1, 5)]),
        "part of a name": named(lambda first, last: last[chance.randint(1, 3) :][:4] if len(last) > 6 else last[1:]),
        "two words": named(lambda first, last: f"{last[: chance.randint(2, 5)]} {first[: chance.randint(2, 5)]}"),
        "telephone": dialled(lambda phone: f"{phone[:3]} {phone[3:6]} {phone[6:8]} {phone[8:]}"),
        "telephone's end": dialled(lambda phone: phone[-chance.randint(3, 7) :]),
        "misspelt": named(lambda first, last: slip(last, chance) if len(last) > 4 else slip(last + "sson", chance)),
        "both misspelt": named(lambda first, last: f"{slip(first + 'a', chance)} {slip(last + 'en', chance)}"),
        "nothing found": named(lambda first, last: chance.choice([nothing(), f"{first} {nothing()}"])),
    }


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def ask(store: Store, typed: str) -> list[int]:
    with store.reading() as conn:
        return search.find(conn, typed, LIMIT)


def plain_table(file: Path, everybody: list[Person]) -> sqlite3.Connection:
    plain = sqlite3.connect(file)
    plain.execute("PRAGMA cache_size = -32000")
    plain.execute(
        "CREATE TABLE customer (id INTEGER PRIMARY KEY, name TEXT, phone TEXT, card TEXT, last_visit INTEGER)"
    )
    rows = ((number, each.name, each.phone, each.card, number) for number, each in enumerate(everybody, 1))
    plain.executemany("INSERT INTO customer VALUES (?, ?, ?, ?, ?)", rows)
    plain.commit()
    return plain


def move(store: Store, customer: int) -> None:
    with store.writing() as conn:
        search.touch(conn, customer)


def append(file: int) -> None:
    os.write(file, bytes(4096))
    os.fdatasync(file)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--customers", type=int, default=1_000_000)
    options.add_argument("--queries", type=int, default=200, help="of each kind")
    options.add_argument("--moves", type=int, default=1000, help="visits written, one transaction each")
    given = options.parse_args()
    chance = random.Random(1)
    with tempfile.TemporaryDirectory() as folder:
        everybody = list(people(given.customers, chance))
        store = open_store(str(Path(folder, "store")), create=True)
        began = time.perf_counter()
        with store.writing() as conn:
            search.load(conn, ((number, each.text(number)) for number, each in enumerate(everybody, 1)))
        loaded = time.perf_counter() - began
        with store.reading() as conn:
            distinct = conn.exec_driver_sql("SELECT count(*) FROM search_word").scalar()
        size = Path(folder, "store", "kassa.db").stat().st_size / 2**20
        print(
            f"{given.customers:,} customers, {distinct:,} different words, loaded in {loaded:.0f} s, {size:.0f} MiB\n"
        )

        moves = [timed(lambda: move(store, chance.randint(1, given.customers))) for _ in range(given.moves)]
        with open(Path(folder, "append"), "wb", buffering=0) as file:
            appends = [timed(lambda: append(file.fileno())) for _ in range(given.moves)]

        plain = plain_table(Path(folder, "plain.db"), everybody)
        some = chance.sample(everybody, min(5000, len(everybody)))
        ours, theirs = list[float](), list[float]()
        print("| query | found | p50 ms | p99 ms | most ms | `LIKE` p50 ms | p50 ratio |")
        print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
        for kind, make in asked(some, chance).items():
            for _ in range(given.queries // 2):
                ask(store, make()[0])
            queries = [make() for _ in range(given.queries)]
            found = sum(bool(ask(store, typed)) for typed, _, _ in queries)
            times = [timed(lambda typed=typed: ask(store, typed)) for typed, _, _ in queries]  # type: ignore[misc]
            likes = list[float]()
            for _, column, part in queries[:20]:
                sql = f"SELECT id FROM customer WHERE {column} LIKE ? ORDER BY last_visit DESC LIMIT {LIMIT}"
                likes.append(timed(lambda sql=sql, part=part: plain.execute(sql, (f"%{part}%",)).fetchall()))  # type: ignore[misc]
            ours += times
            theirs += likes
            row = [f"{percentile(times, share):.2f}" for share in (0.5, 0.99, 1)]
            median = statistics.median(likes)
            print(
                f"| {kind} | {found / len(queries):.0%} | {' | '.join(row)} | {median:.0f} | 1/{median / percentile(times, 0.5):.0f} |"
            )
        mine, other = percentile(ours, 0.99), percentile(theirs, 0.99)
        print(
            f"\nAll kinds: p99 {mine:.2f} ms (bound 5), `LIKE` p99 {other:.0f} ms: 1/{other / mine:.0f} of it (bound 1/50)."
        )
        move_p50, append_p50 = statistics.median(moves), statistics.median(appends)
        print(
            f"A visit in the index, durable: p50 {move_p50:.2f} ms, p99 {percentile(moves, 0.99):.2f} ms; 4 KiB append + fdatasync: "
            f"p50 {append_p50:.2f} ms, p99 {percentile(appends, 0.99):.2f} ms: {move_p50 / append_p50:.1f} × (p50)."
        )
        plain.close()
        store.close()


if __name__ == "__main__":
    main()
