"""The register: joining with one field, names exactly as typed, editing, finding, showing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from kassa.errors import KassaError
from kassa.services import card_printing, cards, checking, checkout, corrections, customers, notes
from kassa.services.card_printing import PrintRequest
from kassa.services.customers import NewCustomer
from tests.builders import NOW, Shop, make_shop

NAMES = [
    "<b>Maria</b>", "=1+1", "@SUM(A1)", "O'Brien", 'Åke "Kåre" Öst', "张伟", "이서연", "محمد", "Ἀθηνᾶ",
    "👩‍🌾 Anna", "x" * 200,
    "Robert'); DROP TABLE customer;--", "%s {name} %(x)d \\n", "Å" * 200, "Maria\u0301", "-5", "null", "c1001",
]  # fmt: skip


def code(call: Any, *arguments: Any, **named: Any) -> str:
    with pytest.raises(KassaError) as error:
        call(*arguments, **named)
    assert str(error.value.text)
    return error.value.code


def blank(shop: Shop, tmp: Any) -> str:
    return card_printing.print_cards(shop.session, PrintRequest(tmp / "k.pdf", "cr80", blank=1, verify=False)).codes[0]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_stays_exactly_as_it_was_typed(shop: Shop, name: str) -> None:
    customer = customers.add(shop.session, NewCustomer(name)).customer
    assert customer.name == name
    assert customers.show(shop.session, customer.id).customer.name == name
    assert customers.edit(shop.session, customer.id, {"address": name}).address == name
    assert {hit.name for hit in customers.find(shop.session, "")} == {name}
    assert checking.check(shop.session) == ()


@pytest.mark.parametrize(
    "one", [NewCustomer("Maria"), NewCustomer(phone="070-123 45 67"), NewCustomer(email="Maria@Example.SE")]
)
def test_one_field_is_enough(shop: Shop, one: NewCustomer) -> None:
    customer = customers.add(shop.session, one).customer
    assert customer.number == 1001
    assert customer.since == date(2026, 11, 22)
    view = customers.show(shop.session, f"#{customer.number}")
    assert view.greeting.kind == "first"
    assert view.standing.stamp_cards[0].stamps == 2


def test_a_blank_card_in_the_hand_is_enough(shop: Shop, tmp_path: Any) -> None:
    card = blank(shop, tmp_path)
    customer = customers.add(shop.session, NewCustomer(card=f"{card[:3]} {card[3:6]}-{card[6:]}")).customer
    view = customers.show(shop.session, card)
    assert (view.customer.id, view.customer.name, view.cards[0].state) == (customer.id, None, "active")
    assert code(customers.add, shop.session, NewCustomer("Jan", card=card)) == "card_taken"


@pytest.mark.parametrize(
    ("new", "refusal"),
    [
        ({}, "bad_value"), ({"name": "  "}, "bad_value"), ({"address": "Storgatan 1"}, "bad_value"),
        ({"name": "x" * 201}, "bad_value"), ({"name": "a\0b"}, "bad_value"), ({"name": "a\ud800"}, "bad_value"),
        ({"name": "Maria\x1b[2J"}, "bad_value"), ({"name": "Maria 811228-9874"}, "bad_value"),
        ({"name": "M", "address": "19811228-9874"}, "bad_value"),
        ({"name": "M", "tags": ("811228-9874",)}, "bad_value"),
        ({"name": "M", "tags": ("x" * 41,)}, "bad_value"), ({"name": "M", "tags": ("a", "\0")}, "bad_value"),
        ({"name": "M", "tags": tuple(map(str, range(31)))}, "bad_value"),
        ({"phone": "12"}, "bad_value"),
        ({"phone": "ring mig"}, "bad_value"), ({"email": "maria"}, "bad_value"), ({"email": "a b@c.se"}, "bad_value"),
        ({"name": "M", "birthday": "03-06"}, "bad_value"), ({"name": "M", "birthday": "1995-02-29"}, "bad_value"),
        ({"name": "M", "birthday": "2099-01-01"}, "bad_value"),
        ({"name": "M", "language": "svenska"}, "bad_value"), ({"card": "4071938261"}, "unknown_card"),
        ({"card": "hej"}, "unknown_card"), ({"name": "M", "referred_by": "#9"}, "unknown_customer"),
    ],
)  # fmt: skip
def test_who_can_not_join_leaves_no_trace(shop: Shop, new: dict[str, Any], refusal: str) -> None:
    assert code(customers.add, shop.session, NewCustomer(**new)) == refusal
    assert customers.find(shop.session, "") == ()
    assert shop.join("Nästa") == "c1001"


@pytest.mark.parametrize(("state", "refusal"), [(cards.lost, "card_lost"), (cards.block, "card_blocked")])
def test_nobody_joins_with_a_card_that_is_out_of_use(shop: Shop, tmp_path: Any, state: Any, refusal: str) -> None:
    card = blank(shop, tmp_path)
    customers.add(shop.session, NewCustomer(card=card))
    state(shop.session, card)
    assert code(customers.add, shop.session, NewCustomer("Jan", card=card)) == refusal


def test_likely_duplicates_are_shown_before_and_told_after(shop: Shop) -> None:
    first = customers.add(shop.session, NewCustomer("Maria Lindqvist", "070-123 45 67", "maria@example.se")).customer
    customers.add(shop.session, NewCustomer("Johan Berg"))
    for new in (
        NewCustomer("Lindqvist Maria"), NewCustomer("maria lindkvist"), NewCustomer(phone="+46 70 123 45 67"),
        NewCustomer("Någon", email="MARIA@example.se"),
    ):  # fmt: skip
        assert [hit.id for hit in customers.likely_duplicates(shop.session, new)] == [first.id], new
    for other in (NewCustomer("Bo Ek"), NewCustomer(phone="7"), NewCustomer(email="@"), NewCustomer()):
        assert customers.likely_duplicates(shop.session, other) == ()
    assert [hit.number for hit in customers.add(shop.session, NewCustomer("Maria Lindqvist")).warnings] == [1001]


def test_the_fields_come_back_in_their_one_form(shop: Shop) -> None:
    customer = customers.add(
        shop.session,
        NewCustomer(
            " Maria ", "070-123 45 67", " Maria@Example.SE ", "Storgatan 1\n111 22 Stockholm", "--02-29", "sv",
            (" stamgäst ", "bok  cirkel", "stamgäst", ""), referred_by=shop.join("Vän"),
        ),
    ).customer  # fmt: skip
    assert (customer.name, customer.phone, customer.email) == ("Maria", "+46701234567", "maria@example.se")
    assert (customer.address, customer.birthday) == ("Storgatan 1\n111 22 Stockholm", "--02-29")
    assert (customer.language, customer.tags) == ("sv", ("bok cirkel", "stamgäst"))


def test_editing_changes_clears_and_is_found_by_what_is_new(shop: Shop) -> None:
    maria = customers.add(shop.session, NewCustomer("Maria Lindqvist", "070-123 45 67", tags=("bok",))).customer.id
    edited = customers.edit(shop.session, maria, {"name": "Maria Ek", "phone": "", "email": "m@ek.se", "tags": ["te"]})
    assert (edited.name, edited.phone, edited.email, edited.tags) == ("Maria Ek", None, "m@ek.se", ("te",))
    assert [hit.name for hit in customers.find(shop.session, "ek")] == ["Maria Ek"]
    assert customers.find(shop.session, "4567") == ()
    assert code(customers.show, shop.session, "070-123 45 67") == "unknown_customer"
    assert customers.edit(shop.session, maria, {"tags": None, "name": None}).tags == ()
    assert customers.edit(shop.session, maria, {}).email == "m@ek.se"
    assert code(customers.edit, shop.session, maria, {"email": ""}) == "bad_value"
    assert code(customers.edit, shop.session, maria, {"personnummer": "1"}) == "bad_value"
    assert code(customers.edit, shop.session, maria, {"name": "Maria 811228-9874"}) == "bad_value"
    assert code(customers.edit, shop.session, "#7", {"name": "X"}) == "unknown_customer"
    assert customers.show(shop.session, maria).customer.email == "m@ek.se"


def test_consents_are_kept_with_when_and_how_the_latest_holds(shop: Shop) -> None:
    maria = shop.join()
    customers.consent(shop.session, maria, "email", given=True, how="vid disken")
    shop.clock.pass_time(days=1)
    held = customers.consent(shop.session, maria, "email", given=False).consents
    assert [(each.channel, each.given, each.at, each.how) for each in held] == [
        ("email", False, NOW + timedelta(days=1), None)
    ]
    assert code(customers.consent, shop.session, maria, "fax", given=True) == "bad_value"
    assert code(customers.consent, shop.session, maria, "sms", given=True, how="811228-9874") == "bad_value"


def test_an_empty_search_gives_the_latest_visitors(shop: Shop) -> None:
    people = [shop.join(name) for name in ("Ett", "Två", "Tre")]
    for customer in (people[1], people[0]):
        shop.clock.pass_time(minutes=1)
        shop.buy(customer, 100)
    assert [hit.name for hit in customers.find(shop.session, "", 2)] == ["Ett", "Två"]
    assert [len(customers.find(shop.session, "", limit)) for limit in (-1, 0, 1, 10**30)] == [0, 0, 1, 3]


@pytest.mark.parametrize(
    "query", ["\ud800", "\0", "'\"*", "NEAR(", "a AND", "x" * 10_000, "-", "#", "^", "\u202e", "🙂"]
)
def test_any_search_is_answered(shop: Shop, query: str) -> None:
    shop.join()
    assert isinstance(customers.find(shop.session, query), tuple)


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00+02:00", "0002-01-01T00:00+00:00", "9999-12-31T23:59:59-11:00"])
def test_no_moment_breaks_the_calendar(shop: Shop, at: str) -> None:
    maria, moment = shop.join(), datetime.fromisoformat(at)
    assert code(customers.show, shop.session, maria, at=moment) == "bad_value"
    assert code(shop.buy, maria, 100, at=moment) == "bad_value"
    bought = shop.buy(maria, 100).purchase.id
    assert code(checkout.take_back, shop.session, bought, at=moment) == "bad_value"
    assert customers.show(shop.session, maria, at=datetime(1970, 1, 1, tzinfo=UTC)).purchases == ()


def test_the_whole_page_in_one_read(shop: Shop) -> None:
    maria = shop.join()
    for day in range(25):
        shop.clock.now = NOW + timedelta(days=day)
        shop.buy(maria, 1000 + day)
    question = notes.add(shop.session, maria, "Hur var resan?", "ask")
    view = customers.show(shop.session, maria)
    amounts = [purchase.amount and purchase.amount.minor for purchase in view.purchases]
    assert amounts == list(range(1024, 1004, -1))
    assert (view.customer.visits, view.customer.last_visit) == (25, shop.clock.now)
    assert (view.greeting.note, view.notes, view.via) == (question.id, (question,), None)


def test_a_shop_without_a_programme_keeps_its_register(tmp_path: Any) -> None:
    bare = make_shop(tmp_path, None)
    maria = bare.join(phone="070-123 45 67")
    view = customers.show(bare.session, "0701234567")
    assert (view.customer.id, view.standing.stamp_cards, view.standing.tier) == (maria, (), None)
    assert code(bare.buy, maria, 100) == "bad_value"
    assert customers.find(bare.session, "mar")[0].id == maria
    bare.close()


def test_an_edit_goes_back_to_the_letter_unless_somebody_wrote_since(shop: Shop) -> None:
    anna = shop.join("Anna Berg", phone="0701234567")
    before = customers.show(shop.session, anna).customer
    customers.edit(shop.session, anna, {"name": "Anna Lind", "phone": "", "tags": ["vip", "Bok"]}, op="edit")
    assert customers.find(shop.session, "anna lind")[0].id == anna
    corrections.undo(shop.session, "edit", op="undo")
    assert customers.show(shop.session, anna).customer == before
    assert customers.find(shop.session, "anna berg")[0].id == anna
    customers.edit(shop.session, anna, {"name": "Anna Ek"}, op="again")
    customers.edit(shop.session, anna, {"name": "Anna Ask"})
    with pytest.raises(KassaError) as caught:
        corrections.undo(shop.session, "again")
    assert caught.value.code == "bad_value"
    assert customers.show(shop.session, anna).customer.name == "Anna Ask"


def test_two_who_edit_the_same_field_and_two_who_do_not(shop: Shop) -> None:
    anna = shop.join("Anna Berg", phone="0701234567")
    seen = {"name": "Anna Berg", "phone": "+46701234567", "address": None, "tags": ()}
    customers.edit(shop.session, anna, {"phone": "0707654321", "tags": ["vip"]}, seen=seen)
    customers.edit(shop.session, anna, {"address": "Storgatan 1"}, seen=seen)
    with pytest.raises(KassaError) as caught:
        customers.edit(shop.session, anna, {"phone": "0709999999", "name": "Anna Ek", "tags": ["Bok"]}, seen=seen)
    assert caught.value.code == "store_busy"
    assert caught.value.details["changed"] == {"phone": "+46707654321", "tags": ["vip"]}
    view = customers.show(shop.session, anna).customer
    assert (view.name, view.phone, view.address, view.tags) == ("Anna Berg", "+46707654321", "Storgatan 1", ("vip",))
    # What both wrote alike is no quarrel.
    customers.edit(shop.session, anna, {"phone": "+46707654321", "name": "Anna Ek"}, seen=seen)
    assert customers.show(shop.session, anna).customer.name == "Anna Ek"


def test_who_just_joined_can_leave_until_something_stands_on_them(shop: Shop) -> None:
    customers.add(shop.session, NewCustomer("Anna Berg"), op="join")
    corrections.undo(shop.session, "join")
    assert customers.find(shop.session, "anna") == ()
    per = customers.add(shop.session, NewCustomer("Per Ek"), op="per").customer.id
    shop.buy(per)
    with pytest.raises(KassaError) as caught:
        corrections.undo(shop.session, "per")
    assert caught.value.code == "bad_value"
    assert customers.show(shop.session, per).customer.visits == 1
    customers.consent(shop.session, per, "email", True, op="yes")
    corrections.undo(shop.session, "yes")
    assert customers.show(shop.session, per).customer.consents == ()
