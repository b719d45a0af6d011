"""What happened with one customer: every purchase by pages, why a balance is what it is, notes, cards, consents."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from kassa.errors import KassaError
from kassa.services import card_printing, cards, checkout, corrections, customers, history, importing, notes
from kassa.words import Money
from tests.builders import CAFE, Shop


def numbered(shop: Shop, maria: str, count: int) -> list[str]:
    """Purchases, newest first."""
    made = []
    for _ in range(count):
        made.append(shop.buy(maria, 8900, coffee=1).purchase.id)
        shop.clock.pass_time(minutes=1)
    return made[::-1]


def test_every_purchase_comes_once_by_pages(shop: Shop) -> None:
    maria = shop.join()
    made = numbered(shop, maria, 7)
    late = shop.buy(maria, 1000, at=datetime(2026, 11, 1, 10, tzinfo=UTC)).purchase.id
    shop.buy(shop.join("Ola"), 100)
    first = history.purchases(shop.session, maria, limit=3)
    second = history.purchases(shop.session, maria, before=first.purchases[-1].id, limit=3)
    third = history.purchases(shop.session, maria, before=second.purchases[-1].id, limit=3)
    seen = [each.id for page in (first, second, third) for each in page.purchases]
    assert seen == [*made, late]
    assert [page.more for page in (first, second, third)] == [True, True, False]
    assert first.count == 8


def test_purchases_of_one_moment_are_not_lost_between_pages(shop: Shop) -> None:
    maria = shop.join()
    for _ in range(5):
        shop.buy(maria, 100)
    first = history.purchases(shop.session, maria, limit=2)
    rest = history.purchases(shop.session, maria, before=first.purchases[-1].id, limit=10)
    assert len({each.id for each in (*first.purchases, *rest.purchases)}) == 5


def test_the_stamps_of_a_purchase_are_those_that_stand(shop: Shop) -> None:
    maria = shop.join()
    filling = shop.buy(maria, coffee=8).purchase.id
    assert history.purchases(shop.session, maria).stamps == {filling: 8}
    checkout.take_back(shop.session, filling, items=(("coffee", 1),))
    assert history.purchases(shop.session, maria).stamps == {filling: 7}


def test_an_unknown_purchase_is_refused(shop: Shop) -> None:
    with pytest.raises(KassaError) as refused:
        history.purchases(shop.session, shop.join(), before="x1")
    assert refused.value.code == "unknown_purchase"


def test_why_tells_each_operation_newest_first(shop: Shop) -> None:
    maria = shop.join()
    shop.buy(maria, 33600, coffee=8)
    shop.clock.pass_time(days=1)
    corrections.adjust(shop.session, maria, "stamps", 3, "spilt coffee")
    told = history.why(shop.session, maria)
    assert told.count == 2
    adjusted, bought = told.episodes
    assert [(move.delta, move.balance, move.boxes) for move in adjusted.moves] == [(3, 3, 10)]
    assert adjusted.purchase is None and adjusted.verb == "adjust"
    assert [(move.kind, move.delta, move.balance) for move in bought.moves] == [
        ("head_start", 2, 2), ("earned", 8, 10), ("spent", -10, 0),
    ]  # fmt: skip
    assert bought.purchase is not None and bought.purchase.amount is not None
    assert bought.issued == ("Valfri kaffedryck",)
    assert bought.moves[0].card == "Kaffekortet" and bought.moves[0].version == 1


def test_why_tells_what_was_redeemed_and_withdrawn(shop: Shop) -> None:
    maria = shop.join()
    first = shop.buy(maria, coffee=8)
    checkout.redeem(shop.session, first.issued[0].id)
    second = shop.buy(maria, coffee=10)
    checkout.take_back(shop.session, second.purchase.id)
    told = history.why(shop.session, maria).episodes
    assert [(each.verb, each.issued, each.redeemed, each.withdrawn) for each in told] == [
        ("return", (), (), ("Valfri kaffedryck",)),
        ("buy", ("Valfri kaffedryck",), (), ()),
        ("redeem", (), ("Valfri kaffedryck",), ()),
        ("buy", ("Valfri kaffedryck",), (), ()),
    ]


def test_a_purchase_without_stamps_tells_the_reward_that_it_earned(shop: Shop) -> None:
    maria = shop.join()
    bought = shop.buy(maria, 600_000)
    (told,) = history.why(shop.session, maria).episodes
    assert told.issued == ("Guldgåva",) and told.moves == ()
    assert told.purchase is not None and told.purchase.id == bought.purchase.id


def test_what_one_import_brought_is_told_purchase_by_purchase(shop: Shop, tmp_path: Path) -> None:
    shop.apply(CAFE.replace('per = "item"\nitem = "coffee"', 'per = "visit"'), datetime(2026, 10, 1, tzinfo=UTC))
    file = tmp_path / "sales.csv"
    file.write_text(
        "Date,Receipt number,Customer name,Customer phone,Total\n"
        "2026-11-02 10:00,1,Maria Lind,0701744512,50.00\n2026-11-02 10:00,2,Maria Lind,0701744512,60.00\n",
        "utf-8",
    )
    importing.import_sales(shop.session, file, earn=True)
    (maria,) = (hit.id for hit in customers.find(shop.session, "maria"))
    second, first = history.why(shop.session, maria).episodes
    assert [move.balance for move in first.moves] == [2, 3] and [move.balance for move in second.moves] == [4]
    assert first.purchase is not None and first.purchase.amount == Money(5000, "SEK")
    assert second.purchase is not None and second.purchase.amount == Money(6000, "SEK")


def test_why_comes_by_pages(shop: Shop) -> None:
    maria = shop.join()
    numbered(shop, maria, 5)
    whole = history.why(shop.session, maria)
    parts = [history.why(shop.session, maria, skip, 2) for skip in (0, 2, 4)]
    assert tuple(each for part in parts for each in part.episodes) == whole.episodes
    assert {part.count for part in parts} == {5}


def test_a_note_keeps_what_it_said_before_and_who_changed_it(shop: Shop) -> None:
    maria = shop.join()
    note = notes.add(shop.cashier("Ola"), maria, "Havremjölk", kind="likes")
    notes.edit(shop.cashier("Erik"), note.id, {"text": "Sojamjölk"})
    notes.remove(shop.session, note.id)
    (story,) = history.notes(shop.session, maria)
    assert (story.note.text, story.note.state) == ("Sojamjölk", "removed")
    assert [(each.done.verb, each.done.staff, each.text) for each in story.changes] == [
        ("note remove", None, "Sojamjölk"),
        ("note edit", "Erik", "Havremjölk"),
    ]


def test_a_card_tells_what_became_of_it(shop: Shop, tmp_path: Path) -> None:
    maria = shop.join()
    request = card_printing.PrintRequest(tmp_path / "blank.pdf", "cr80", None, 2, verify=False)
    old, new = card_printing.print_cards(shop.session, request).codes
    cards.assign(shop.cashier("Ola"), old, maria)
    cards.replace(shop.cashier("Erik"), old, new)
    fresh, gone = history.cards(shop.session, maria)
    assert (fresh.card.code, fresh.card.state) == (new, "active")
    assert [(event.state, event.done.staff) for event in gone.events] == [("replaced", "Erik"), ("active", "Ola")]


def test_every_consent_is_told(shop: Shop) -> None:
    maria = shop.join()
    customers.consent(shop.session, maria, "email", True, "at the till")
    customers.consent(shop.cashier("Ola"), maria, "email", False)
    assert [(each.given, each.how, each.staff) for each in history.consents(shop.session, maria)] == [
        (False, None, "Ola"),
        (True, "at the till", None),
    ]


def test_the_commonest_tag_comes_first(shop: Shop) -> None:
    for name, tags in (("A", ["lunch", "bok"]), ("B", ["lunch"])):
        customers.edit(shop.session, shop.join(name), {"tags": tags})
    assert history.tags(shop.session) == ("lunch", "bok")


def test_what_was_changed_of_a_customer_and_by_whom(shop: Shop) -> None:
    maria = shop.join()
    customers.edit(shop.cashier("Erik"), maria, {"phone": "0701111111", "tags": ["lunch"]})
    customers.edit(shop.cashier("Ola"), maria, {"phone": None})
    told = [(each.done.staff, each.name, each.before, each.after) for each in history.changes(shop.session, maria)]
    assert told == [
        ("Ola", "phone", "+46701111111", None),
        ("Erik", "phone", None, "+46701111111"),
        ("Erik", "tags", [], ["lunch"]),
    ]


def test_a_telephone_is_written_as_people_do(shop: Shop) -> None:
    assert history.telephone(shop.session, "+46701744512") == "070-174 45 12"
    assert history.telephone(shop.session, "+48601234567") == "+48 601 234 567"
