"""What the customers table asks: filters, orders, searches, and how they go together."""

from __future__ import annotations

from array import array
from pathlib import Path
from uuid import uuid4

import pytest

from kassa.services import (
    card_printing,
    cards,
    corrections,
    customers,
    import_pieces,
    importing,
    register,
    register_sets,
)
from kassa.services.customers import NewCustomer
from kassa.services.register import Filters, Question, Register, Sort
from tests.builders import Shop

DAY = 86_400


@pytest.fixture
def people(shop: Shop) -> dict[str, str]:
    """Six people over two years, and who is who."""
    found: dict[str, str] = {}
    shop.clock.pass_time(days=-500)
    found["Erik"] = shop.join("Erik Ek", phone="0701740006")
    found["Vera"] = shop.join("Vera Lind", email="vera@example.com")
    shop.buy(found["Vera"], 600_000)
    shop.clock.pass_time(days=300)
    found["Anna"] = shop.join("Anna Berg", phone="0701740001")
    shop.buy(found["Anna"], 300_000)
    shop.clock.pass_time(days=150)
    found["Bo"] = shop.join("Bo Lind")
    shop.clock.pass_time(days=45)
    found["Cia"] = shop.join("Cia Åberg", phone="0701740003")
    shop.buy(found["Cia"], 5_000)
    shop.clock.pass_time(days=5)
    found["Dag"] = shop.join("Dag", phone="0701740004")
    customers.edit(shop.session, found["Bo"], {"tags": ["granne", "vip"]})
    customers.edit(shop.session, found["Dag"], {"tags": ["granne"]})
    return found


def chosen(shop: Shop, question: Question = Question(), limit: int | None = None) -> list[str]:  # noqa: B008
    known = register.read(shop.session)
    numbers = register.choose(shop.session, known, question, limit)
    return [(row.name or "").split()[0] for row in register.rows(shop.session, numbers)]


def filtered(shop: Shop, **filters: object) -> set[str]:
    return set(chosen(shop, Question(filters=Filters(**filters))))  # type: ignore[arg-type]


def test_the_latest_visitor_comes_first(shop: Shop, people: dict[str, str]) -> None:
    assert chosen(shop)[:2] == ["Dag", "Cia"]
    shop.buy(people["Erik"], 100)
    assert chosen(shop)[:2] == ["Erik", "Dag"]
    assert list(register.first(shop.session, "", 2)) == [int(people[who][1:]) for who in ("Erik", "Dag")]


def test_filters_let_through_whom_they_say(shop: Shop, people: dict[str, str]) -> None:
    assert filtered(shop, no_contact=True) == {"Bo"}
    assert filtered(shop, tags=frozenset({"granne"})) == {"Bo", "Dag"}
    assert filtered(shop, tags=frozenset({"vip", "granne"})) == {"Bo", "Dag"}
    assert filtered(shop, tags=frozenset({"nobody"})) == set()
    assert filtered(shop, tags=frozenset({"granne"}), no_contact=True) == {"Bo"}
    assert filtered(shop, no_card=True) == {"Erik", "Vera", "Anna", "Bo", "Cia", "Dag"}


def test_whoever_holds_a_card_is_not_without_one(shop: Shop, people: dict[str, str]) -> None:
    request = card_printing.PrintRequest(
        shop.folder.parent / "c.pdf", "cr80", (people["Anna"], people["Bo"]), None, verify=False
    )
    first, _ = card_printing.print_cards(shop.session, request).codes
    assert filtered(shop, no_card=True) == {"Erik", "Vera", "Cia", "Dag"}
    cards.lost(shop.session, first)
    assert filtered(shop, no_card=True) == {"Anna", "Erik", "Vera", "Cia", "Dag"}


@pytest.mark.parametrize(
    ("months", "who"),
    [
        (1, {"Erik", "Vera", "Anna", "Bo"}),
        (3, {"Erik", "Vera", "Anna"}),
        (6, {"Erik", "Vera", "Anna"}),
        (12, {"Erik", "Vera"}),
    ],
)
def test_silence_counts_from_the_last_visit_or_from_joining(
    shop: Shop, people: dict[str, str], months: int, who: set[str]
) -> None:
    assert filtered(shop, silent=months) == who


def test_a_month_of_silence_is_over_at_the_days_start(shop: Shop) -> None:
    anna = shop.join("Anna")
    shop.buy(anna, 100)
    shop.clock.pass_time(days=30)
    assert filtered(shop, silent=1) == set()
    shop.clock.pass_time(hours=14.5)  # 03:30 in the night to 23 December: the shop's day begins at four
    assert filtered(shop, silent=1) == set()
    shop.clock.pass_time(hours=1)
    assert filtered(shop, silent=1) == {"Anna"}


def test_tiers_are_as_of_today(shop: Shop, people: dict[str, str]) -> None:
    assert filtered(shop, tiers=frozenset({"silver"})) == {"Anna"}
    # Vera was gold, but her year is over.
    assert filtered(shop, tiers=frozenset({"gold"})) == set()
    assert filtered(shop, tiers=frozenset({"base", "gold"})) == {"Erik", "Vera", "Bo", "Cia", "Dag"}
    [vera] = register.rows(shop.session, [int(people["Vera"][1:])])
    assert vera.tier == "base"
    assert chosen(shop, Question(sort=Sort("tier", True)))[0] == "Anna"


def test_search_filter_and_order_go_together(shop: Shop, people: dict[str, str]) -> None:
    assert chosen(shop, Question("lind")) == ["Bo", "Vera"]
    assert chosen(shop, Question("lind", sort=Sort("name", True))) == ["Vera", "Bo"]
    assert chosen(shop, Question("lind", Filters(silent=12))) == ["Vera"]
    assert chosen(shop, Question("lind", Filters(silent=12), Sort("name"))) == ["Vera"]
    assert chosen(shop, Question("xyzzy", sort=Sort("name"))) == []
    assert chosen(shop, Question("0701740003")) == ["Cia"]


def test_every_column_sorts_everybody(shop: Shop, people: dict[str, str]) -> None:
    for column in register.SORTED_BY:
        for descending in (False, True):
            assert sorted(chosen(shop, Question(sort=Sort(column, descending)))) == sorted(people), column
    assert chosen(shop, Question(sort=Sort("number"))) == ["Erik", "Vera", "Anna", "Bo", "Cia", "Dag"]
    assert chosen(shop, Question(sort=Sort("number", True)))[0] == "Dag"


def test_a_limit_gives_the_beginning_of_the_same(
    shop: Shop, people: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(register, "_FEW", 0)
    for question in (
        Question(),
        Question("lind"),
        Question(sort=Sort("name")),
        Question(filters=Filters(silent=3)),
        Question(filters=Filters(silent=1, tags=frozenset({"granne"}))),
        Question("lind", Filters(no_card=True), Sort("name")),
    ):
        for limit in (1, 2):
            assert chosen(shop, question, limit=limit) == chosen(shop, question)[:limit]


def test_few_and_many_come_in_the_same_order(
    shop: Shop, people: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    questions = [Question(filters=Filters(silent=3), sort=sort) for sort in (None, Sort("name", True), Sort("tier"))]
    many = [chosen(shop, question) for question in questions]
    monkeypatch.setattr(register, "_FEW", 4)
    assert [chosen(shop, question) for question in questions] == many


def test_doubles_stand_beside_each_other(shop: Shop) -> None:
    shop.join("Anna Berg", phone="0701740001")
    shop.join("Lars Berg", phone="0701740001")
    shop.join("Maria Lind", email="m@example.com")
    shop.join("Bo Ek", phone="0701740009")
    shop.join("A. Berg", phone="0701740001")
    shop.join("Lind Maria")
    shop.join("Mia Lind", email="m@example.com")
    assert chosen(shop, Question(filters=Filters(double=True))) == ["Anna", "A.", "Maria", "Lind"]
    assert chosen(shop, Question("anna", Filters(double=True))) == ["Anna"]
    assert chosen(shop, Question(filters=Filters(double=True), sort=Sort("name"))) == ["A.", "Anna", "Lind", "Maria"]


def test_a_counter_s_telephone_makes_nobody_double(shop: Shop) -> None:
    for letter in "abcdefghijklmnopqrstu":
        shop.join(f"Anna {letter * 5}", phone="0701740001")
    assert filtered(shop, double=True) == set()


def test_the_register_is_read_again_only_when_somebody_wrote(shop: Shop, people: dict[str, str]) -> None:
    first = register.read(shop.session)
    assert register.read(shop.session, first) is first
    shop.buy(people["Bo"], 100)
    second = register.read(shop.session, first)
    assert second is not first and len(second) == 6
    shop.clock.pass_time(days=1)
    assert register.read(shop.session, second) is not second, "another day, other silences"


def test_whoever_joined_since_is_found_but_not_counted(shop: Shop, people: dict[str, str]) -> None:
    known = register.read(shop.session)
    shop.join("Gunhild New")
    fresh = register.choose(shop.session, known, Question("gunhild"))
    assert [row.name for row in register.rows(shop.session, fresh)] == ["Gunhild New"]
    assert list(register.choose(shop.session, known, Question("gunhild", Filters(no_card=True)))) == []


def test_who_was_taken_away_leaves_a_gap(shop: Shop, people: dict[str, str]) -> None:
    op = str(uuid4())
    customers.add(shop.session, NewCustomer("Gone Girl", "0701740099"), op)
    shop.join("Hana", phone="0701740098")
    corrections.undo(shop.session, op)
    assert sorted(chosen(shop)) == sorted([*people, "Hana"])
    assert filtered(shop, no_contact=True) == {"Bo"}
    assert filtered(shop, tiers=frozenset({"silver"})) == {"Anna"}


def test_numbers_with_gaps_keep_their_own_signs() -> None:
    signs = register_sets.spread(array("I", [3, 4, 9]), bytes([5, 6, 7]))
    assert signs == bytes([0, 0, 0, 5, 6, 0, 0, 0, 0, 7])
    assert register_sets.spread(array("I", [2, 3]), bytes([1, 2])) == bytes([0, 0, 1, 2])
    assert register_sets.spread(array("I"), b"") == b""


def test_tags_are_counted(shop: Shop, people: dict[str, str]) -> None:
    known: Register = register.read(shop.session)
    assert known.tags == {"granne": 2, "vip": 1}


def test_an_empty_register_is_no_trouble(shop: Shop) -> None:
    known = register.read(shop.session)
    assert len(known) == 0
    for filters in (Filters(), Filters(no_card=True, silent=1, double=True), Filters(tags=frozenset({"x"}))):
        for sort in (None, Sort("name"), Sort("tier")):
            assert list(register.choose(shop.session, known, Question("", filters, sort))) == []
    assert list(register.choose(shop.session, known, Question("anna"))) == []


def test_a_telephone_is_written_as_at_home(shop: Shop) -> None:
    shop.join("Anna", phone="0701740001")
    shop.join("Ola", phone="+48501740612")
    known = register.read(shop.session)
    phones = {row.name: row.phone for row in register.rows(shop.session, known.numbers)}
    assert phones == {"Anna": "070-174 00 01", "Ola": "+48 501 740 612"}


def test_stopping_leaves_the_work(shop: Shop, people: dict[str, str]) -> None:
    class StoppedError(Exception):
        pass

    def stop(done: int, total: int) -> None:
        raise StoppedError

    known = register.read(shop.session)
    with pytest.raises(StoppedError):
        register.choose(shop.session, known, Question("lind"), progress=stop)


def test_what_was_read_during_an_import_or_its_undo_is_read_anew(
    shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_pieces, "MANY", 100)
    during: list[Register] = []

    def look(done: int, rows: int) -> None:
        during.append(register.read(shop.session))

    file = tmp_path / "list.csv"
    file.write_text("Namn;Telefon\n" + "".join(f"Gäst {n};07017{n:05}\n" for n in range(300)), encoding="utf-8")
    importing.import_customers(shop.session, file, progress=look)
    assert {len(register.read(shop.session, each)) for each in during} == {300}
    shop.join("Anna Berg")
    during.clear()
    importing.undo_import(shop.session, importing.past_imports(shop.session)[0].op, progress=look)
    assert {len(register.read(shop.session, each)) for each in during} == {1}
