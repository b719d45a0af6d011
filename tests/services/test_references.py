"""Who is meant: ids, numbers, cards, telephones and e-mail addresses, as people say and type them."""

from __future__ import annotations

from pathlib import Path

import pytest

from kassa.domain.codes import is_code, new_code
from kassa.domain.people import Via
from kassa.errors import KassaError
from kassa.services import card_printing, card_stock, cards, customers
from kassa.services.card_printing import PrintRequest
from kassa.services.customers import NewCustomer
from tests.builders import CAFE, Shop


def refused(shop: Shop, reference: str) -> KassaError:
    with pytest.raises(KassaError) as error:
        customers.show(shop.session, reference)
    return error.value


@pytest.fixture
def maria(shop: Shop) -> str:
    shop.join("Någon annan", phone="+47 912 34 567")
    return shop.join("Maria", phone="070-123 45 67", email="maria.lindqvist@example.se")


@pytest.mark.parametrize(
    "reference",
    [
        "c1002", " c1002 ", "#1002", "# 1002", "#01002", "0701234567", "070-123 45 67", "070 123 45 67", "070/1234567",
        "070.123.45.67", "(070) 123 45 67", "+46701234567", "+46 70 123 45 67", "+46 (0)70-123 45 67", "0046701234567",
        "0046 70-1234567", "\u00a0070\u00a0123\u00a045\u00a067", "maria.lindqvist@example.se",
        "MARIA.LINDQVIST@EXAMPLE.SE", " Maria.Lindqvist@Example.se ",
    ],
)  # fmt: skip
def test_every_usual_form_leads_there(shop: Shop, maria: str, reference: str) -> None:
    view = customers.show(shop.session, reference)
    assert (view.customer.id, view.via) == (maria, None)


@pytest.mark.parametrize(
    "reference",
    [
        "", " ", "c", "#", "c0", "c9999", "#9999", "c1002x", "1002", "C1002x", "#-1", "c١٠٠٢", "#" + "9" * 400,
        "x" * 5000,
        "maria", "0701234568", "+46701234568", "nobody@example.se", "@", "a@b@c",
        "\ud800", "\0", "' OR 1=1 --", "*", "%",
    ],
)  # fmt: skip
def test_nobody_is_a_refusal(shop: Shop, maria: str, reference: str) -> None:
    assert refused(shop, reference).code == "unknown_customer"


def test_telephones_are_read_in_the_shops_country(shop: Shop) -> None:
    shop.apply(CAFE.replace("Europe/Stockholm", "Europe/Oslo"))
    kari = shop.join("Kari", phone="912 34 567")
    assert customers.show(shop.session, "91234567").customer.id == kari
    assert customers.show(shop.session, "+4791234567").customer.phone == "+4791234567"


def test_what_fits_several_names_them(shop: Shop) -> None:
    family = [shop.join(name, phone="08-123 456 78", email="hem@example.se") for name in ("Åke", "Eva")]
    for reference in ("0812345678", "HEM@example.se"):
        error = refused(shop, reference)
        assert error.code == "ambiguous"
        assert error.details["candidates"] == [
            {"id": family[0], "number": 1001, "name": "Åke"},
            {"id": family[1], "number": 1002, "name": "Eva"},
        ]


def test_cards_lead_to_their_holder_and_say_what_they_are(shop: Shop, tmp_path: Path) -> None:
    maria = shop.join()
    one, two, three = card_printing.print_cards(
        shop.session, PrintRequest(tmp_path / "k.pdf", "cr80", blank=3, verify=False)
    ).codes
    error = refused(shop, one)
    assert (error.code, error.details) == ("unknown_card", {"state": "blank"})
    cards.assign(shop.session, one, maria)
    for typed in (one, f"{one[:3]} {one[3:6]} {one[6:]}", f"{one[:3]}-{one[3:6]}-{one[6:]}", f" {one} "):
        view = customers.show(shop.session, typed)
        assert (view.customer.id, view.via) == (maria, Via(one, "active"))
    cards.replace(shop.session, one, two)
    assert customers.show(shop.session, one).via == Via(one, "replaced")
    assert customers.show(shop.session, two).via == Via(two, "active")
    cards.lost(shop.cashier("Ola", "till-2"), two)
    lost = refused(shop, two)
    assert lost.code == "card_lost"
    assert lost.details == {"by": "Ola", "at": shop.clock.now.isoformat(), "till": "till-2"}
    cards.assign(shop.session, three, maria)
    cards.block(shop.session, three)
    assert refused(shop, three).code == "card_blocked"
    assert "spoilt" not in refused(shop, three).details
    assert customers.show(shop.session, maria).customer.id == maria


def test_a_card_of_a_spoilt_sheet_says_so(shop: Shop, tmp_path: Path) -> None:
    request = PrintRequest(tmp_path / "k.pdf", "cr80", blank=1, verify=False)
    (code,) = card_printing.print_cards(shop.session, request).codes
    card_stock.void_page(shop.session, card_stock.print_runs(shop.session)[0].op, 1)
    error = refused(shop, code)
    assert (error.code, error.details["spoilt"]) == ("card_blocked", True)


def test_ten_right_digits_are_a_telephone_first_where_one_is_known(shop: Shop) -> None:
    mobile = next(number for tail in range(10**6) if is_code(number := f"0701{tail:06}"))
    assert refused(shop, mobile).code == "unknown_card"
    maria = shop.join(phone=mobile)
    assert customers.show(shop.session, mobile).customer.id == maria
    assert refused(shop, new_code(shop.session.random)).code == "unknown_card"
    assert customers.likely_duplicates(shop.session, NewCustomer(phone=mobile))[0].id == maria
