"""A card's life: printed, given, replaced, lost, blocked; and printing that keeps codes and promises."""

from __future__ import annotations

import dataclasses
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from kassa.domain.codes import grouped, is_code
from kassa.domain.programme import Programme, RewardRule, StampCard, Tier, Tiers
from kassa.errors import KassaError
from kassa.printing import Back, CancelledError, CardFace, Pages, design, read_codes, sheet, verify_cards
from kassa.services import card_printing, card_sheets, cards, checking, customers, programmes, settings
from kassa.services.card_back import back_of
from kassa.services.card_printing import PrintRequest
from kassa.services.customers import NewCustomer
from kassa.words import Words
from tests.builders import Shop


def code(call: Any, *arguments: Any, **named: Any) -> str:
    with pytest.raises(KassaError) as error:
        call(*arguments, **named)
    assert str(error.value.text)
    return error.value.code


def states(shop: Shop) -> dict[str, tuple[str, int | None]]:
    with shop.session.store.reading() as transaction:
        rows = transaction.exec_driver_sql("SELECT code, state, customer FROM card")
        return {row[0]: (row[1], row[2]) for row in rows}


@pytest.fixture
def blanks(shop: Shop, tmp_path: Path) -> tuple[str, ...]:
    request = PrintRequest(tmp_path / "blanks.pdf", "cr80", blank=4, verify=False)
    return card_printing.print_cards(shop.session, request).codes


def test_blank_cards_are_nobodys_and_each_is_another(shop: Shop, blanks: tuple[str, ...], tmp_path: Path) -> None:
    assert all(map(is_code, blanks))
    more = card_printing.print_cards(
        shop.session, PrintRequest(tmp_path / "more.pdf", "cr80", blank=50, verify=False)
    ).codes
    assert len({*blanks, *more}) == 54
    assert set(states(shop).values()) == {("blank", None)}


def test_a_blank_card_is_given_once(shop: Shop, blanks: tuple[str, ...]) -> None:
    maria, jan = shop.join(), shop.join("Jan")
    given = cards.assign(shop.session, grouped(blanks[0]), "#1001")
    assert (given.code, given.state, given.customer) == (blanks[0], "active", maria)
    assert given.printed is not None
    assert code(cards.assign, shop.session, blanks[0], jan) == "card_taken"
    assert code(cards.assign, shop.session, blanks[0], maria) == "card_taken"
    assert code(cards.assign, shop.session, "4071938261", maria) == "unknown_card"
    assert code(cards.assign, shop.session, "hej", maria) == "unknown_card"
    assert code(cards.assign, shop.session, blanks[1], "#9") == "unknown_customer"
    cards.assign(shop.session, blanks[1], maria)
    assert [card.code for card in customers.show(shop.session, maria).cards] == sorted(blanks[:2])
    assert [hit.id for hit in customers.find(shop.session, blanks[1])] == [maria]


def test_a_replaced_card_still_finds_its_owner(shop: Shop, blanks: tuple[str, ...]) -> None:
    maria = customers.add(shop.session, NewCustomer("Maria", card=blanks[0])).customer.id
    new = cards.replace(shop.session, blanks[0], blanks[1])
    assert (new.code, new.state, new.customer) == (blanks[1], "active", maria)
    view = customers.show(shop.session, blanks[0])
    assert view.via is not None
    assert (view.customer.id, view.via.state) == (maria, "replaced")
    assert code(cards.replace, shop.session, blanks[0]) == "bad_value"
    assert code(cards.assign, shop.session, blanks[0], shop.join("Jan")) == "card_taken"
    fresh = cards.replace(shop.session, blanks[1])
    assert is_code(fresh.code) and fresh.code not in blanks
    assert (fresh.state, fresh.printed) == ("active", None)
    assert customers.show(shop.session, fresh.code).customer.id == maria
    assert [hit.id for hit in customers.find(shop.session, fresh.code)] == [maria]


@pytest.mark.parametrize(("end", "state"), [(cards.lost, "lost"), (cards.block, "blocked")])
def test_a_card_out_of_use_stays_so_when_it_is_replaced(
    shop: Shop, blanks: tuple[str, ...], end: Any, state: str
) -> None:
    maria = customers.add(shop.session, NewCustomer("Maria", card=blanks[0])).customer.id
    assert (end(shop.session, blanks[0]).state, end(shop.session, blanks[0]).state) == (state, state)
    assert cards.replace(shop.session, blanks[0], blanks[1]).customer == maria
    assert states(shop)[blanks[0]] == (state, 1001)
    assert code(customers.show, shop.session, blanks[0]) == f"card_{state}"
    assert code(cards.assign, shop.session, blanks[0], maria) == f"card_{state}"
    assert code(cards.replace, shop.session, blanks[1], blanks[0]) == f"card_{state}"
    assert customers.show(shop.session, blanks[1]).customer.id == maria


def test_a_blank_card_has_nothing_to_lose(shop: Shop, blanks: tuple[str, ...]) -> None:
    for call in (cards.lost, cards.block, cards.replace):
        assert code(call, shop.session, blanks[0]) == "bad_value"
        assert code(call, shop.session, "4071938261") == "unknown_card"
    maria = customers.add(shop.session, NewCustomer("Maria", card=blanks[0])).customer.id
    assert code(cards.replace, shop.session, blanks[0], blanks[0]) == "card_taken"
    assert code(cards.replace, shop.session, blanks[0], "4071938261") == "unknown_card"
    assert states(shop)[blanks[0]] == ("active", int(maria[1:]))


def test_printing_again_keeps_the_code_and_gives_one_to_who_has_none(shop: Shop, tmp_path: Path) -> None:
    names = ["Maria", "<b>Å & O'Brien</b>", "张伟 =1+1"]
    people = [shop.join(name) for name in names]
    out = tmp_path / "kort.pdf"
    first = card_printing.print_cards(shop.session, PrintRequest(out, "a4-cut", customers=("#1001", "#1002", "#1001")))
    assert len(first.codes) == 2
    unprinted = card_printing.print_cards(shop.session, PrintRequest(out, "a4-cut", customers=("unprinted",)))
    everybody = card_printing.print_cards(shop.session, PrintRequest(out, "a4-cut", customers=("all",)))
    assert everybody.codes == (*first.codes, *unprinted.codes)
    assert read_codes(out.read_bytes(), sheet("a4-cut")) == everybody.codes
    assert [customers.show(shop.session, each).customer.id for each in everybody.codes] == people
    assert (
        code(card_printing.print_cards, shop.session, PrintRequest(out, "a4-cut", customers=("unprinted",)))
        == "bad_value"
    )
    assert checking.check(shop.session) == ()


def test_a_lost_card_is_not_printed_again(shop: Shop, blanks: tuple[str, ...], tmp_path: Path) -> None:
    customers.add(shop.session, NewCustomer("Maria", card=blanks[0]))
    cards.lost(shop.session, blanks[0])
    printed = card_printing.print_cards(shop.session, PrintRequest(tmp_path / "k.pdf", "cr80", customers=("#1001",)))
    assert blanks[0] not in printed.codes


@pytest.mark.parametrize(
    ("request_", "refusal"),
    [
        ({}, "bad_value"), ({"blank": 1, "customers": ("all",)}, "bad_value"), ({"blank": 0}, "bad_value"),
        ({"blank": -1}, "bad_value"), ({"blank": 10**9}, "bad_value"), ({"customers": ()}, "bad_value"),
        ({"customers": ("#9",)}, "unknown_customer"), ({"customers": ("#1001", "nobody")}, "unknown_customer"),
        ({"blank": 1, "sheet": "a3"}, "bad_value"), ({"blank": 1, "start": 0}, "bad_value"),
        ({"blank": 1, "start": 99}, "bad_value"), ({"blank": 1, "out": Path("/no/such/folder/k.pdf")}, "bad_file"),
        ({"blank": 1, "out": Path("/")}, "bad_file"), ({"blank": 1, "out": Path("/proc/kassa.pdf")}, "bad_file"),
        ({"customers": ("all",), "out": Path("/dev/full/k.pdf")}, "bad_file"),
    ],
)  # fmt: skip
def test_what_can_not_be_printed_changes_nothing(
    shop: Shop, tmp_path: Path, request_: dict[str, Any], refusal: str
) -> None:
    shop.join()
    before = sorted(tmp_path.rglob("*"))
    told = PrintRequest(**{"out": tmp_path / "k.pdf", "sheet": "cr80", **request_})
    assert code(card_printing.print_cards, shop.session, told) == refusal
    assert states(shop) == {}
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("chosen", [None, *(one.id for one in card_printing.designs())])
def test_cards_are_printed_in_the_design_asked_for(shop: Shop, tmp_path: Path, chosen: str | None) -> None:
    settings.set_logo(shop.session, tiny_logo())
    request = PrintRequest(tmp_path / "k.pdf", "a4-cut", blank=2, design=chosen)
    printed = card_printing.print_cards(shop.session, request)
    assert read_codes(request.out.read_bytes(), sheet("a4-cut")) == printed.codes
    assert (b"/Subtype /Image" in request.out.read_bytes()) == design(chosen).logo


@pytest.mark.parametrize("edge", ["long-edge", "short-edge"])
def test_backs_say_what_the_rules_in_force_say(shop: Shop, tmp_path: Path, edge: Any) -> None:
    rules = programmes.current(shop.session).programme
    stamp_card = rules.stamp_cards[0]
    reward = rules.reward(stamp_card.reward)
    assert reward is not None
    request = PrintRequest(tmp_path / "k.pdf", "a4-cut", blank=12, duplex=edge, start=5)
    printed = card_printing.print_cards(shop.session, request)
    assert (len(printed.codes), printed.pages) == (12, 4)
    with Pages(request.out.read_bytes()) as pages:
        back = " ".join(pages.text(1).split())
        assert len(pages) == 4
    assert f"{stamp_card.boxes} stamps give: {reward.name}" in back
    assert back.count("stamps give") == 6
    assert "be forgotten" in back
    for sheets in (1, 2):
        with Pages(card_printing.preview(shop.session, request, sheets)) as pages:
            assert len(pages) == 2 * sheets


def test_the_backs_follow_the_programme() -> None:
    card = StampCard("c", "Card", 8, "visit", "cake")
    cake = RewardRule("cake", "Cake", "percent", percent=10)
    plain = Programme("Café", "SEK", "Europe/Stockholm", stamp_cards=(card,), rewards=(cake,))
    words = Words("en")

    def back(programme: Programme) -> Back:
        return back_of(programme, "long-edge", words, "Loyalty card")

    first = back(plain)
    assert (first.title, first.boxes, first.stamped) == ("8 stamps give: Cake", 8, 0)
    assert first.text.startswith("Each visit gives a stamp. Show the card")
    given = dataclasses.replace(card, head_start=2)
    assert "Your first card begins with 2 stamps" in back(dataclasses.replace(plain, stamp_cards=(given,))).text
    every = dataclasses.replace(card, head_start=1, head_start_on="every")
    assert "Each card begins with 1 stamp from us" in back(dataclasses.replace(plain, stamp_cards=(every,))).text
    levels = Tier("base", "Base", 0), Tier("gold", "Gold", 500_00, benefit="5 % off books")
    tiers = back(dataclasses.replace(plain, stamp_cards=(), tiers=Tiers("spend", 12, 12, levels)))
    assert (tiers.title, tiers.boxes, tiers.rows[0]) == ("Loyalty card", 0, ("Base", "From the first day."))
    assert tiers.rows[1][0] == "Gold"
    assert "500" in tiers.rows[1][1] and "5 % off books" in tiers.rows[1][1]
    bare = back(dataclasses.replace(plain, stamp_cards=()))
    assert (bare.title, bare.rows, "Café" in bare.notice) == ("Loyalty card", (), True)


def test_bars_beside_the_code_are_read_back_too(shop: Shop, tmp_path: Path) -> None:
    request = PrintRequest(tmp_path / "k.pdf", "avery-8414", blank=11, code128=True, design="kraft", duplex="long-edge")
    printed = card_printing.print_cards(shop.session, request)
    assert (len(printed.codes), printed.pages, printed.warnings) == (11, 4, ())
    faces = [CardFace(each) for each in printed.codes]
    verify_cards(request.out.read_bytes(), faces, sheet("avery-8414"), backs=True, code128=True)


@pytest.mark.parametrize(("edge", "pages"), [(None, 1), ("long-edge", 2), ("short-edge", 2)])
def test_a_test_page_has_no_codes_and_leaves_nothing(shop: Shop, tmp_path: Path, edge: Any, pages: int) -> None:
    request = PrintRequest(tmp_path / "k.pdf", "avery-c32011-10", duplex=edge, calibrate=True)
    printed = card_printing.print_cards(shop.session, request)
    assert (printed.codes, printed.pages) == ((), pages)
    assert all(read_codes(request.out.read_bytes(), sheet("avery-c32011-10"), page) == () for page in range(pages))
    assert states(shop) == {}
    nowhere = dataclasses.replace(request, out=Path("/no/such/folder/k.pdf"))
    assert code(card_printing.print_cards, shop.session, nowhere) == "bad_file"
    assert code(card_printing.print_cards, shop.session, dataclasses.replace(request, sheet="a3")) == "bad_value"


def test_an_unknown_design_prints_nothing(shop: Shop, tmp_path: Path) -> None:
    request = PrintRequest(tmp_path / "k.pdf", "a4-cut", blank=2, design="nope")
    assert code(card_printing.print_cards, shop.session, request) == "bad_value"
    assert states(shop) == {}
    assert not request.out.exists()


def tiny_logo() -> bytes:
    file = BytesIO()
    Image.new("RGB", (40, 20), (200, 30, 30)).save(file, "PNG")
    return file.getvalue()


def test_cancelled_half_way_nothing_is_printed_or_kept(shop: Shop, tmp_path: Path) -> None:
    with pytest.raises(CancelledError):
        card_printing.print_cards(
            shop.session, PrintRequest(tmp_path / "k.pdf", "cr80", blank=3), cancelled=lambda: True
        )
    assert states(shop) == {}
    assert not (tmp_path / "k.pdf").exists()


def test_a_preview_keeps_nothing(shop: Shop, tmp_path: Path) -> None:
    shop.join()
    pdf = card_printing.preview(shop.session, PrintRequest(tmp_path / "k.pdf", "cr80", customers=("all",)))
    assert pdf.startswith(b"%PDF")
    assert states(shop) == {}


def test_the_till_serves_while_cards_are_printed(shop: Shop, tmp_path: Path) -> None:
    maria = shop.join()
    served: list[str] = []
    card_printing.print_cards(
        shop.session, PrintRequest(tmp_path / "k.pdf", "cr80", blank=2),
        progress=lambda *_: served.append(shop.buy(maria, coffee=1).purchase.id),
    )  # fmt: skip
    assert served


def test_every_sheet_has_an_id_and_a_name(shop: Shop) -> None:
    sheets = card_sheets.sheets(shop.session)
    assert {"cr80", "cr80-bleed", "a4-cut"} <= {each.id for each in sheets}
    assert len({each.id for each in sheets}) == len(sheets)
