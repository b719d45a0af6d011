"""Finding customers, on the encrypted store."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection

from kassa.domain.folding import fold, words
from kassa.store import search, search_words
from kassa.store.engine import Store
from kassa.store.opening import open_store
from kassa.store.search import SearchText

PEOPLE = (
    SearchText(1, "Märta Lindqvist", "+46701234567", "0701234567", "marta.lindqvist82@example.se", ("4071938261",)),
    SearchText(2, "Eva Lindberg", "+46739876543", "0739876543", None, ("1234567897", "5550001112")),
    SearchText(3, "Łukasz Śniegocki-Żółć", "+48512345678", "512345678", "lukasz@example.pl"),
    SearchText(4, "Bjørn Ødegård", "+4741234567", "41234567"),
    SearchText(5, "Anna-Lena O'Brien"),
    SearchText(6, "王小明", None, None, "wang@example.cn"),
    SearchText(7, None, None, None, None, ("9990001118",)),
    SearchText(8, "Christoffer Gustafsson", None, None, "chefen@snickeri.example"),
    SearchText(9, "Lind Eva"),
    SearchText(10, "Kund 12"),
)
NOON, DAY = 1_790_000_000, 86_400
LETTERS = "aåäbeéilłnoøsßtwåæ'- 王小"
NAMES = st.lists(st.text(LETTERS, min_size=1, max_size=12), min_size=1, max_size=12)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = open_store(str(tmp_path_factory.mktemp("shop") / "store"), create=True)
    yield store
    store.close()


@contextmanager
def register(store: Store, people: tuple[SearchText, ...] = PEOPLE) -> Iterator[Connection]:
    """The people in an index, ids as their numbers, the last one the latest visitor; undone afterwards."""
    with store.writing() as conn:
        for each in people:
            search.put(conn, each.number, each, partial(int, NOON))
        yield conn
        conn.rollback()


def named(*names: str) -> tuple[SearchText, ...]:
    return tuple(SearchText(number, name) for number, name in enumerate(names, 1))


def exact_index(conn: Connection) -> None:
    """The index holds what ``search_text`` says, and nothing else."""
    conn.exec_driver_sql("INSERT INTO search_index (search_index) VALUES ('integrity-check')")
    conn.exec_driver_sql("CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, search_index, row)")
    held = {str(row.term): row.doc for row in conn.exec_driver_sql("SELECT term, doc FROM vocabulary")}
    conn.exec_driver_sql("DROP TABLE temp.vocabulary")
    wanted = dict[str, int]()
    kept, long = dict[str, int](), dict[str, int]()
    for name, text in conn.exec_driver_sql("SELECT name, text FROM search_text").all():
        tokens = f"{name} {text}".split()
        for word in set(tokens):
            wanted[word] = wanted.get(word, 0) + 1
        for word in search_words.kept(name.split()):
            kept[word] = kept.get(word, 0) + 1
        for word in search_words.long(tokens):
            long[word] = long.get(word, 0) + 1
    assert held == wanted
    assert set(conn.exec_driver_sql("SELECT word, uses FROM search_word")) == set(kept.items())
    assert set(conn.exec_driver_sql("SELECT word, uses FROM search_long")) == set(long.items())
    pairs = conn.exec_driver_sql(
        "SELECT w.word, k.key FROM search_key k LEFT JOIN search_word w ON w.id = k.word"
    ).all()
    assert {tuple(pair) for pair in pairs} == {(word, key) for word in kept for key in search_words.keys(word)}


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("lind mar", [1]),
        ("MÄRTA", [1]),
        ("lind", [9, 2, 1]),
        ("eva lind", [9, 2]),
        ("lukasz zolc", [3]),
        ("odegard bjorn", [4]),
        ("Ødeg", [4]),
        ("annalena obrien", [5]),
        ("lena anna", [5]),
        ("o'brien", [5]),
        ("小明", [6]),
        ("wang@example.cn", [6]),
        ("marta.lindqvist82@exam", [1]),
        ("gustafsso", [8]),
        ("kund 12", [10]),
        ("kund 1", [10]),
        # parts
        ("qvist", [1]),
        ("niegoc", [3]),
        ("eva berg", [2]),
        # telephones
        ("070-123 45 67", [1]),
        ("(070) 1234567", [1]),
        ("+46 70 123 45 67", [1]),
        ("+46 (0)70 123 45 67", [1]),
        ("0046701234567", [1]),
        ("+4670", [1]),
        ("70 123 45 67", [1]),
        ("6543", [2]),
        ("65 43", [2]),
        ("0739", [2]),
        ("41 23 45 67", [4]),
        ("4567", [4, 1]),
        ("lindq 4567", [1]),
        # cards and numbers
        ("407 193 8261", [1]),
        ("407-193-8261", [1]),
        ("5550001112", [2]),
        ("9990001118", [7]),
        ("555 000", [2]),
        ("#7", [7]),
        ("#1", [1, 10]),
        # misspelt
        ("lindqivst", [1]),
        ("lidnqvist marta", [1]),
        ("Lindkvist", [1]),
        ("gustavson", [8]),
        ("Kristofer", [8]),
        ("gustfasosn", [8]),
        ("evaa lindbrg", [2]),
        # nobody
        ("zzz", []),
        ("eva qxqxqx", []),
        ("0709999999", []),
        ("#99", []),
        ("* ( \" ' -", []),
    ],
)
def test_finds(store: Store, typed: str, found: list[int]) -> None:
    with register(store) as conn:
        assert search.find(conn, typed, 50) == found


def test_nothing_typed_gives_the_latest_visitors(store: Store) -> None:
    with register(store) as conn:
        search.touch(conn, 3, NOON)
        assert search.find(conn, "  ", 3) == [3, 10, 9]
        assert search.find(conn, "", 0) == []
        assert search.find(conn, "lind", -1) == []


def test_the_latest_visitor_comes_first_and_a_whole_name_before(store: Store) -> None:
    with register(store, named("Eva Lind", "Eva Lindberg", "Eva Lindholm", "Evald Lind")) as conn:
        assert search.find(conn, "eva li", 10) == [4, 3, 2, 1]
        search.touch(conn, 2, NOON)
        assert search.find(conn, "eva li", 10) == [2, 4, 3, 1]
        assert search.find(conn, "eva li", 2) == [2, 4]
        assert search.find(conn, "lind eva", 10) == [1, 2, 4, 3]


def test_a_whole_number_comes_before_ends_and_beginnings(store: Store) -> None:
    phones = [("+46704567123", "0704567123"), ("+46701234567", "0701234567"), ("+45671234", "45671234")]
    people = [SearchText(number, "Eva", *phone) for number, phone in enumerate(phones, 1)]
    with register(store, (*people, SearchText(4567, "Olof"))) as conn:
        search.touch(conn, 3, NOON)
        assert search.find(conn, "4567", 10) == [4567, 2, 3]


def test_parts_come_after_beginnings_and_slips_last(store: Store) -> None:
    with register(store, named("Karl Bergman", "Ida Lindberg", "Karl Borg")) as conn:
        assert search.find(conn, "berg", 10) == [1, 2, 3]
        assert search.find(conn, "bergm", 10) == [1]


def test_what_fits_several_words_needs_no_guessing(store: Store) -> None:
    with register(store, named("Eva Lind", "Evy Lund")) as conn:
        assert search.find(conn, "eva li", 10) == [1]
        assert search.find(conn, "evva lind", 10) == [1]


def test_a_word_that_others_have_may_be_wrong_too(store: Store) -> None:
    with register(store, named("Eva Lindberg", "Ewa Kowalska")) as conn:
        assert search.find(conn, "ewa lindbrg", 10) == [1]


def test_put_again_replaces_and_keeps_the_place(store: Store) -> None:
    with register(store) as conn:
        search.put(conn, 2, SearchText(2, "Eva Åkesson", "+46700000000", "0700000000"), partial(int, NOON + DAY))
        assert search.find(conn, "lindberg", 9) == []
        assert search.find(conn, "6543", 9) == []
        assert search.find(conn, "akesson", 9) == [2]
        assert search.find(conn, "", 99)[-2:] == [2, 1]
        exact_index(conn)


def test_what_is_removed_leaves_no_trace(store: Store) -> None:
    with register(store) as conn:
        for each in PEOPLE:
            search.remove(conn, each.number)
        search.remove(conn, 1)
        search.optimize(conn)
        exact_index(conn)
        stored = conn.exec_driver_sql("SELECT block FROM search_index_data").scalars()
        assert not any(word in bytes(block) for block in stored for word in (b"marta", b"qvist", b"4567", b"chefen"))
        for table in ("search_text", "search_word", "search_key", "search_long"):
            assert conn.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar() == 0


def test_a_word_lives_as_long_as_one_has_it(store: Store) -> None:
    with register(store, named("Eva Gustafsson", "Olof Gustafsson")) as conn:
        search.remove(conn, 2)
        assert search.find(conn, "gustavson", 9) == [1]
        assert search.find(conn, "stafs", 9) == [1]
        search.remove(conn, 1)
        exact_index(conn)


def test_loading_is_the_same_as_putting(store: Store) -> None:
    with register(store, PEOPLE[:3]) as conn:
        search.load(conn, ((each.number, NOON, each) for each in PEOPLE[3:]))
        exact_index(conn)
        assert search.find(conn, "", 50) == [each.number for each in reversed(PEOPLE)]
        assert search.find(conn, "gustavson", 9) == [8]
        search.load(conn, [])


def test_touching_keeps_the_index_exact(store: Store) -> None:
    chance = Random(1)
    order = [each.number for each in PEOPLE]
    with register(store) as conn:
        for visit in range(200):
            customer = chance.choice(order)
            order.remove(customer)
            order.append(customer)
            search.touch(conn, customer, NOON + visit)
        assert search.find(conn, "", 50) == order[::-1]
        exact_index(conn)


def test_an_older_visit_stands_where_it_belongs_whenever_it_is_told(store: Store) -> None:
    with register(store, named("Eva Lind", "Evy Lund", "Evald Ek")) as conn:
        for customer, place in ((1, NOON + 9 * DAY), (2, NOON + 2 * DAY), (3, NOON + 5 * DAY)):
            search.touch(conn, customer, place)
        later = [(4, NOON + DAY, SearchText(4, "Eve Al")), (5, NOON + 3 * DAY, SearchText(5, "Evelina Asp"))]
        search.load(conn, later)
        assert search.find(conn, "ev", 9) == search.find(conn, "", 9) == [1, 3, 5, 2, 4]
        search.move(conn, {1: NOON + 4 * DAY, 5: NOON, 99: NOON})
        assert search.find(conn, "ev", 9) == search.find(conn, "", 9) == [3, 1, 2, 4, 5]
        exact_index(conn)


def test_whoever_comes_above_many_of_one_second_is_put_above_them_all(store: Store) -> None:
    many = tuple(SearchText(number, f"Eva {'x' * number}") for number in range(2, 90))
    with register(store, ()) as conn:
        search.load(conn, ((each.number, NOON, each) for each in many))
        search.load(conn, [(90, NOON + 20, SearchText(90, "Eva Lind")), (91, NOON + 80, SearchText(91, "Eva Ek"))])
        assert search.find(conn, "", 4) == [91, 90, 89, 88]
        search.touch(conn, 5, NOON + 30)
        assert search.find(conn, "", 3) == [5, 91, 90]
        search.touch(conn, 6, NOON - DAY)
        assert search.find(conn, "", 999)[-2:] == [2, 6]
        exact_index(conn)


def test_the_index_is_put_in_another_order_whole(store: Store) -> None:
    with register(store) as conn:
        wanted = [(each.number, NOON + each.number % 3 * DAY) for each in PEOPLE if each.number != 4]
        search.order_anew(conn, sorted([*wanted, (4, 1)], key=lambda each: each[1]))
        assert search.find(conn, "", 99) == [8, 5, 2, 10, 7, 1, 9, 6, 3, 4]
        assert search.find(conn, "gustavson", 9) == [8]
        exact_index(conn)
        search.touch(conn, 4, NOON + 3 * DAY)
        assert search.find(conn, "", 1) == [4]


@given(NAMES, st.data())
def test_whoever_has_the_words_is_found(store: Store, names: list[str], data: st.DataObject) -> None:
    wanted = data.draw(st.integers(1, len(names)))
    has = words(names[wanted - 1])
    with register(store, named(*names)) as conn:
        if has:
            some = data.draw(st.lists(st.sampled_from(has), min_size=1, max_size=4))
            typed = " ".join(word[: data.draw(st.integers(1, len(word)))] for word in some)
            assert wanted in search.find(conn, typed, 50)
            assert wanted in search.find(conn, names[wanted - 1].upper(), 50)
            long = [word for word in has if len(word) > search_words.SHORTEST]
            assert all(wanted in search.find(conn, word[1:], 50) for word in long)


@given(NAMES, st.integers(), st.data())
def test_one_slip_is_forgiven(store: Store, names: list[str], seed: int, data: st.DataObject) -> None:
    name = data.draw(
        st.sampled_from(["Lindqvist", "Johansson", "Wiśniewska", "Ødegård", "Agnieszka", "Björk", "Ingrid"])
    )
    place, other = data.draw(st.integers(1, len(name) - 2)), data.draw(st.sampled_from("aeknst"))
    before, letter, after = name[:place], name[place], name[place + 1 :]
    slips = [
        before + after,
        before + other + letter + after,
        before + other + after,
        before + after[0] + letter + after[1:],
    ]
    with register(store, (*named(*names), SearchText(100, name))) as conn:
        assert 100 in search.find(conn, data.draw(st.sampled_from(slips)), 50)


@given(st.text() | st.text("ab*\"'()-:^+#{}@\x00 1٢ORNEAR王🦄\ud800", max_size=60))
def test_no_query_raises(store: Store, typed: str) -> None:
    with register(store, named("Eva Lind", "OR NEAR", "<b>=1+1</b>", "O'Brien; --")) as conn:
        assert set(search.find(conn, typed, 5)) <= {1, 2, 3, 4}


@pytest.mark.parametrize(
    "typed",
    ["x" * 10_000, "y " * 5_000, "1" * 10_000, "1 " * 5_000, '"' * 10_000, "(" * 10_000, "é" * 10_000, "王" * 10_000],
)
def test_long_queries_do_no_harm(store: Store, typed: str) -> None:
    with register(store) as conn:
        assert search.find(conn, typed, 50) in ([], [6], [10, 2])


@given(st.text(), st.text(), st.text())
def test_any_text_can_be_put_and_removed(store: Store, name: str, email: str, card: str) -> None:
    with register(store, (SearchText(1, name, None, None, email, tuple(words(card))),)) as conn:
        search.touch(conn, 1, NOON)
        exact_index(conn)
        assert search.find(conn, fold(name), 5) == ([1] if words(name) or not name.strip() else [])
        search.remove(conn, 1)
        exact_index(conn)
