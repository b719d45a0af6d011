"""A visit while it is typed, and the intention that saves it once."""

from __future__ import annotations

from itertools import count

from kassa.domain.programme import Item
from kassa.ui.till.item_keys import item_keys
from kassa.ui.till.visit import Visit


def a_visit() -> Visit:
    ops = count(1)
    return Visit("c1", make_op=lambda: f"op{next(ops)}")


def test_nothing_typed_is_one_quick_item_or_a_plain_visit() -> None:
    assert a_visit().ready("coffee").items == (("coffee", 1),)
    assert a_visit().ready(None).items == ()


def test_an_amount_alone_buys_no_item() -> None:
    visit = a_visit()
    visit.amount = 8900
    assert visit.ready("coffee").items == () and visit.ready("coffee").amount == 8900


def test_a_zero_amount_is_typed() -> None:
    visit = a_visit()
    visit.amount = 0
    assert not visit.untouched and visit.ready("coffee").items == ()


def test_items_are_counted_in_the_order_they_were_first_chosen() -> None:
    visit = a_visit()
    for item in ("bun", "coffee", "bun"):
        visit.add(item)
    assert visit.ready("coffee").items == (("bun", 2), ("coffee", 1))
    visit.take_last()
    assert visit.count("bun") == 1 and visit.last == "coffee"
    visit.drop("bun")
    assert visit.ready("coffee").items == (("coffee", 1),)


def test_the_same_visit_sent_again_is_the_same_intention() -> None:
    visit = a_visit()
    assert visit.ready("coffee").op == visit.ready("coffee").op == "op1"
    visit.amount = 100
    assert visit.ready("coffee").op == "op2"


def test_items_get_a_letter_of_their_name_and_the_quick_one_plus() -> None:
    items = [Item("coffee", "Kaffe"), Item("bun", "Bulle"), Item("book", "Bok"), Item("tea", "茶")]
    assert item_keys(items, "coffee") == {"coffee": "+", "bun": "B", "book": "O", "tea": "A"}
    assert item_keys(items, None)["coffee"] == "+"
    assert item_keys([], None) == {}


def test_more_items_than_letters_leave_some_without_a_key() -> None:
    items = [Item(f"i{n}", f"Item {n}") for n in range(40)]
    keys = item_keys(items, "i0")
    assert len(keys) == 27 and len(set(keys.values())) == 27
