"""An order that few changes bring up to date is the one that sorting everybody anew gives."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

import pytest

from kassa.services import corrections, customers, importing, register, register_orders
from kassa.services.customers import NewCustomer
from kassa.services.register import Question, Register, Sort
from kassa.store import register as stored
from tests.builders import Shop

NAMES = ("Åke Öberg", "Zoë Å", "anna", "Anna", "Łucja", "Ærlig", "Øystein", "Aase", "Żaneta", "", "Ana Ñ", "王小明")


def one_of(chance: Random, number: int) -> NewCustomer:
    """Somebody with a few of everything."""
    return NewCustomer(
        name=chance.choice(NAMES) or None,
        phone=f"070{number:07}" if chance.random() < 0.7 else None,
        email=f"{chance.choice('abå')}{number}@example.se".replace("å", "z"),
        address=chance.choice([None, "Ågatan 1", "Zenits väg 3"]),
        birthday=chance.choice([None, "--06-03", "1990-02-28"]),
    )


@pytest.mark.parametrize("language", ["sv", "nb", "pl", "en"])
def test_the_same_as_anew(shop: Shop, monkeypatch: pytest.MonkeyPatch, language: str) -> None:
    chance = Random(language)
    here = [customers.add(shop.session, one_of(chance, number)).customer.id for number in range(40)]
    questions = [
        Question(sort=Sort(column, down), language=language)
        for column in sorted(register_orders.COLUMNS)
        for down in (False, True)
    ]
    monkeypatch.setattr(register, "_MOST_ORDERS", 99)
    monkeypatch.setattr(register, "_MOST_EARLIER", 99)
    known = register.read(shop.session)
    for question in questions:
        register.choose(shop.session, known, question)
    for number in range(40, 48):
        here.append(customers.add(shop.session, one_of(chance, number)).customer.id)
        customers.edit(shop.session, chance.choice(here), {"name": chance.choice(NAMES) or "B", "phone": None})
        customers.edit(shop.session, chance.choice(here), {"birthday": "--12-24", "address": "Ängsvägen"})
        customers.add(shop.session, one_of(chance, number + 100), op=f"gone {number}")
        shop.buy(chance.choice(here))
        if number % 2:
            corrections.undo(shop.session, f"gone {number}")
        known = register.read(shop.session, known)
        with monkeypatch.context() as patched:
            patched.setattr(stored, "in_order", lambda *_: pytest.fail("sorted anew"))
            quick = [register.choose(shop.session, known, question) for question in questions]
        anew = register.read(shop.session)
        assert quick == [register.choose(shop.session, anew, question) for question in questions]


def sorted_anew(shop: Shop, before: Register, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether everybody is sorted for the next question."""
    times, in_order = list[object](), stored.in_order

    def counted(*given: Any) -> Any:
        times.append(given)
        return in_order(*given)

    with monkeypatch.context() as patched:
        patched.setattr(stored, "in_order", counted)
        register.choose(shop.session, register.read(shop.session, before), Question(sort=Sort("name")))
    return bool(times)


def test_many_changes_and_files_sort_anew(shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.join("Anna")
    before = register.read(shop.session)
    assert sorted_anew(shop, before, monkeypatch)
    register.choose(shop.session, before, Question(sort=Sort("name")))
    shop.join("Bo")
    assert not sorted_anew(shop, before, monkeypatch)
    monkeypatch.setattr(register_orders, "_FEW", 1)
    shop.join("Cia")
    before = register.read(shop.session)
    register.choose(shop.session, before, Question(sort=Sort("name")))
    for name in ("Dag", "Eva"):
        shop.join(name)
    assert sorted_anew(shop, before, monkeypatch)
    monkeypatch.undo()
    register.choose(shop.session, before, Question(sort=Sort("name")))
    (tmp_path / "list.csv").write_text("Namn,Telefon\nFia,0701234567\n", "utf-8")
    importing.import_customers(shop.session, tmp_path / "list.csv")
    assert sorted_anew(shop, before, monkeypatch)
