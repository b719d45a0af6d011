"""Blank cards in the drawer: counted, handed out, and a spoilt sheet's codes never used."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kassa.errors import KassaError
from kassa.services import card_printing, card_stock, cards, checking, corrections, customers
from kassa.services.card_printing import PrintRequest
from kassa.services.card_stock import PrintPage, Unprinted
from tests.builders import Shop


def refused(call: Any, *arguments: Any, **named: Any) -> str:
    with pytest.raises(KassaError) as error:
        call(*arguments, **named)
    assert str(error.value.text)
    return error.value.code


def blanks(shop: Shop, out: Path, count: int, **asked: Any) -> tuple[str, ...]:
    request = PrintRequest(out / "blanks.pdf", "a4-cut", blank=count, verify=False, **asked)
    return card_printing.print_cards(shop.session, request).codes


def test_the_drawer_is_counted(shop: Shop, tmp_path: Path) -> None:
    codes = blanks(shop, tmp_path, 12)
    maria, jan = shop.join(card=codes[0]), shop.join("Jan")
    cards.assign(shop.session, codes[1], jan)
    cards.lost_and_new(shop.session, codes[1], codes[2])
    shop.join("Per")
    stock = card_stock.stock(shop.session)
    assert (stock.blank, stock.active, stock.lost, stock.handed_out, stock.unprinted) == (9, 2, 1, 3, 1)
    shop.clock.pass_time(days=10)
    cards.replace(shop.session, codes[0])
    stock = card_stock.stock(shop.session)
    assert (stock.blank, stock.replaced, stock.handed_out, stock.unprinted) == (9, 1, 0, 2)
    assert card_stock.unprinted(shop.session) == (
        Unprinted(maria, 1001, "Maria Lindqvist", "new code"),
        Unprinted("c1003", 1003, "Per", "no card"),
    )
    assert len(card_stock.unprinted(shop.session, limit=1)) == 1


def test_undone_handing_out_is_not_counted(shop: Shop, tmp_path: Path) -> None:
    codes = blanks(shop, tmp_path, 3)
    jan = shop.join("Jan")
    cards.assign(shop.session, codes[0], jan, op="hand")
    corrections.undo(shop.session, "hand")
    stock = card_stock.stock(shop.session)
    assert (stock.blank, stock.handed_out) == (3, 0)


def test_each_printing_knows_its_pages(shop: Shop, tmp_path: Path) -> None:
    codes = blanks(shop, tmp_path, 12, start=7)
    shop.join(card=codes[0])
    (run,) = card_stock.print_runs(shop.session)
    assert (run.sheet, run.cards, run.blank, run.till) == ("A4, cut by hand", 12, 11, "till-1")
    assert run.pages == (PrintPage(1, 4, 3), PrintPage(2, 8, 8))
    card_printing.print_cards(shop.session, PrintRequest(tmp_path / "all.pdf", "cr80", customers=("all",)))
    assert len(card_stock.print_runs(shop.session)) == 1


def test_a_spoilt_page_is_printed_anew_and_its_codes_are_blocked(shop: Shop, tmp_path: Path) -> None:
    codes = blanks(shop, tmp_path, 12)
    shop.join(card=codes[3])
    (run,) = card_stock.print_runs(shop.session)
    request = PrintRequest(tmp_path / "again.pdf", "a4-cut", reprints=(run.op, 1), op="again")
    fresh = card_printing.print_cards(shop.session, request)
    assert len(fresh.codes) == 9
    assert not set(fresh.codes) & set(codes)
    assert card_printing.print_cards(shop.session, request) == fresh
    stock = card_stock.stock(shop.session)
    assert (stock.blank, stock.blocked, stock.active) == (11, 9, 1)
    assert refused(customers.show, shop.session, codes[0]) == "card_blocked"
    assert refused(shop.join, "Jan", card=codes[0]) == "card_blocked"
    assert customers.show(shop.session, codes[3]).customer.number == 1001
    new, old = card_stock.print_runs(shop.session)
    assert [(page.cards, page.blank) for page in old.pages] == [(10, 0), (2, 2)]
    assert [(page.cards, page.blank) for page in new.pages] == [(9, 9)]
    assert refused(card_stock.void_page, shop.session, run.op, 1) == "bad_value"
    assert checking.check(shop.session) == ()


def test_a_page_can_only_be_blocked_whole_and_undone(shop: Shop, tmp_path: Path) -> None:
    codes = blanks(shop, tmp_path, 12)
    (run,) = card_stock.print_runs(shop.session)
    assert card_stock.void_page(shop.session, run.op, 2, op="spoilt") == 2
    assert card_stock.void_page(shop.session, run.op, 2, op="spoilt") == 2
    assert card_stock.stock(shop.session).blocked == 2
    corrections.undo(shop.session, "spoilt")
    assert card_stock.stock(shop.session).blank == 12
    assert shop.join(card=codes[11])
    for run_op, page in ((run.op, 3), (run.op, 0), ("o999", 1), ("hej", 1)):
        assert refused(card_stock.void_page, shop.session, run_op, page) == "bad_value"


def test_nothing_is_blocked_when_the_new_sheet_can_not_be_saved(shop: Shop, tmp_path: Path) -> None:
    blanks(shop, tmp_path, 2)
    (run,) = card_stock.print_runs(shop.session)
    request = PrintRequest(tmp_path / "nowhere" / "k.pdf", "a4-cut", reprints=(run.op, 1))
    assert refused(card_printing.print_cards, shop.session, request) == "bad_file"
    assert card_stock.stock(shop.session).blank == 2
    assert len(card_stock.print_runs(shop.session)) == 1
