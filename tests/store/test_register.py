"""The register as whole lists: orders, kinds, tags, doubles; and names where their language has them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from kassa.services import card_printing
from kassa.store import name_order, register, schema
from tests.builders import Shop, make_shop

SWEDISH = ["Adam", "Élise", "Eva", "Łukasz", "Mats", "Müller", "Myra", "Zoe", "Åke", "Ärla", "Ævar", "Öberg", "Östen"]
NORWEGIAN = ["Adam", "Eva", "Zoe", "Ærlig", "Ævar", "Ødegård", "Östen", "Aabel", "Åse", "Aasta"]
POLISH = ["Adam", "Ala", "Azer", "Ątor", "Celina", "Ćwik", "Lucyna", "Łukasz", "Mats", "Zoe", "Źrebak", "Żaneta"]


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    made = make_shop(tmp_path)
    yield made
    made.close()


def number(customer: str) -> int:
    return int(customer[1:])


def names(shop: Shop, column: str = "name", *, descending: bool = False, language: str = "en") -> list[str | None]:
    """Everybody's names in the order of a column."""
    with shop.session.store.reading() as transaction:
        order = register.in_order(transaction, column, descending, language)
        return [row.name for row in register.rows(transaction, order)]


@pytest.mark.parametrize(("language", "ordered"), [("sv", SWEDISH), ("nb", NORWEGIAN), ("pl", POLISH)])
def test_names_stand_where_their_language_has_them(shop: Shop, language: str, ordered: list[str]) -> None:
    for name in sorted(ordered, reverse=True):
        shop.join(name)
    assert names(shop, language=language) == ordered
    assert names(shop, language=language, descending=True) == ordered[::-1]


def test_a_name_with_an_accent_from_far_away_stands_at_its_letter(shop: Shop) -> None:
    for name in ("Zoe", "Đorđe", "Ella", "Çelik", "Bo", "DIDRIK", "dora", "O\u0308berg"):
        shop.join(name)
    expected = ["Bo", "Çelik", "DIDRIK", "dora", "Đorđe", "Ella", "Zoe", "Öberg"]
    assert names(shop, language="sv") == [*expected[:-1], "O\u0308berg"]
    assert name_order.key("Öberg", "sv") == name_order.key("O\u0308berg", "sv") == "}berg"


def test_who_lacks_what_is_sorted_by_comes_last_either_way(shop: Shop) -> None:
    shop.join("Anna", phone="0701740001")
    shop.join("Bo")
    shop.join("Cia", phone="0701740000")
    assert names(shop, "phone") == ["Cia", "Anna", "Bo"]
    assert names(shop, "phone", descending=True) == ["Anna", "Cia", "Bo"]


def test_each_column_has_an_order(shop: Shop) -> None:
    anna = shop.join("Anna", birthday="1990-12-01", email="z@example.com", address="Ågatan 1")
    bo = shop.join("Bo", birthday="--02-03", email="a@example.com", address="Bågen 2")
    with shop.session.store.writing() as transaction:
        transaction.execute(
            schema.tag.insert(), [{"customer": number(anna), "name": "vip"}, {"customer": number(bo), "name": "granne"}]
        )
    shop.buy(anna, 1000)
    for column in ("birthday", "email", "tags"):
        assert names(shop, column) == ["Bo", "Anna"], column
    assert names(shop, "address", language="sv") == ["Bo", "Anna"]
    assert names(shop, "address", language="en") == ["Anna", "Bo"]
    for column in ("visits", "last_visit"):
        assert names(shop, column, descending=True) == ["Anna", "Bo"], column
    assert len(names(shop, "card")) == len(names(shop, "since")) == 2


def test_everybody_is_counted_by_contact_silence_and_tier(shop: Shop) -> None:
    shop.join("Anna", phone="0701740001")
    bo = shop.join("Bo")
    shop.buy(bo, 300_000)
    moments = [datetime(2026, 11, 23, tzinfo=UTC), datetime(2026, 11, 22, tzinfo=UTC)]
    with shop.session.store.reading() as transaction:
        numbers, kinds, tiers = register.everybody(transaction, moments, ["base", "silver", "gold"])
    assert list(numbers) == [1001, 1002]
    assert [(kind >> 1, kind & 1) for kind in kinds] == [(1, 0), (1, 1)]
    assert list(tiers) == [0, 1]


def test_whoever_is_gone_is_nowhere(shop: Shop) -> None:
    anna, bo = shop.join("Anna Berg"), shop.join("Bo Ek")
    with shop.session.store.writing() as transaction:
        operation = transaction.execute(select(schema.operation.c.id)).scalars().first()
        transaction.execute(schema.customer.update().where(schema.customer.c.id == number(anna)).values(gone=operation))
    with shop.session.store.reading() as transaction:
        assert list(register.everybody(transaction, [], [])[0]) == [number(bo)]
        assert list(register.in_order(transaction, "name", False, "en")) == [number(bo)]
        assert [row.number for row in register.rows(transaction, [number(anna), number(bo)])] == [number(bo)]


def test_rows_come_in_the_order_in_which_they_are_wanted(shop: Shop) -> None:
    anna, bo = number(shop.join("Anna")), number(shop.join("Bo"))
    code = card_printing.print_cards(
        shop.session,
        card_printing.PrintRequest(shop.folder.parent / "card.pdf", "cr80", (f"c{bo}",), None, verify=False),
    ).codes[0]
    with shop.session.store.reading() as transaction:
        rows = register.rows(transaction, [bo, 9999, anna])
    assert [row.name for row in rows] == ["Bo", "Anna"]
    assert [row.cards for row in rows] == [(code,), ()]
    with shop.session.store.reading() as transaction:
        assert list(register.holders(transaction)) == [bo]


def test_namesakes_whom_nothing_tells_apart_are_found(shop: Shop) -> None:
    people = {
        "one": shop.join("Anna Berg", phone="0701740001"),
        "no telephone": shop.join("Berg Anna"),
        "other telephone": shop.join("Anna Berg", phone="0701740002", birthday="1990-01-01"),
        "other birthday": shop.join("Anna Berg", phone="0701740003", birthday="1991-01-01"),
        "a word": shop.join("Anna"),
        "the same word": shop.join("Anna"),
        "told apart": shop.join("Bo Ek", phone="0701740004"),
        "from this one": shop.join("Bo Ek", phone="0701740005"),
    }
    with shop.session.store.reading() as transaction:
        found = set(register.namesakes(transaction))
        assert found == {number(people[who]) for who in ("one", "no telephone", "other telephone", "other birthday")}
        assert set(register.namesakes(transaction)) == found, "asked twice on one connection"


def test_those_who_share_a_contact_are_found_together(shop: Shop) -> None:
    shop.join("Anna Berg", phone="0701740001", email="a@example.com")
    shop.join("Lars Berg", phone="0701740001")
    shop.join("Bo", email="a@example.com")
    with shop.session.store.reading() as transaction:
        assert register.sharing(transaction, "phone") == [[(1001, "Anna Berg"), (1002, "Lars Berg")]]
        assert register.sharing(transaction, "email") == [[(1001, "Anna Berg"), (1003, "Bo")]]


def test_the_mark_changes_with_every_act(shop: Shop) -> None:
    def mark() -> tuple[int, ...]:
        with shop.session.store.reading() as transaction:
            return register.mark(transaction)

    first = mark()
    assert mark() == first
    anna = shop.join("Anna")
    second = mark()
    shop.buy(anna, 100)
    assert len({first, second, mark()}) == 3
