"""The report on cards, on the screen and in files."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kassa.errors import KassaError
from kassa.printing import Pages
from kassa.services import card_printing, card_report, cards
from kassa.services.card_printing import PrintRequest
from kassa.services.card_report import CardReport
from kassa.services.session import Actor
from kassa.words import Words
from tests.builders import Shop


@pytest.fixture
def stocked(shop: Shop, tmp_path: Path) -> Shop:
    """Five blank cards; one in use, one lost, and somebody without any."""
    request = PrintRequest(tmp_path / "blanks.pdf", "a4-cut", blank=7, verify=False)
    codes = card_printing.print_cards(shop.session, request).codes
    shop.join(card=codes[0])
    shop.join("Jan", card=codes[1])
    cards.lost(shop.session, codes[1])
    return shop


def test_it_counts_stock_active_and_lost(stocked: Shop) -> None:
    assert card_report.report_cards(stocked.session) == CardReport(
        date(2026, 11, 22), stock=5, handed_out=2, active=1, lost=1, blocked=0, replaced=0, unprinted=1
    )


def test_it_is_written_for_people(stocked: Shop, tmp_path: Path) -> None:
    pdf, csv = tmp_path / "cards.pdf", tmp_path / "cards.csv"
    for out in (pdf, csv):
        card_report.report_cards(stocked.session, out, words=Words("en"))
    with Pages(pdf.read_bytes()) as pages:
        assert len(pages) == 1
        lines = pages.text(0).splitlines()
    assert lines[:3] == ["Loyalty cards", "Bokkaféet, 22 November 2026", "Blank cards in the drawer 5"]
    told = csv.read_text("utf-8-sig").splitlines()
    assert told[1:4] == ["Blank cards in the drawer,5", "Handed out this month,2", "In use,1"]


def test_it_is_the_owners_and_goes_into_known_kinds_of_files(stocked: Shop, tmp_path: Path) -> None:
    cashier = stocked.session.acting_as(Actor("till-1", "Per", "cashier"))
    with pytest.raises(KassaError, match="owner") as caught:
        card_report.report_cards(cashier)
    assert caught.value.code == "not_allowed"
    with pytest.raises(KassaError) as caught:
        card_report.report_cards(stocked.session, tmp_path / "cards.doc")
    assert caught.value.code == "bad_value"
    with pytest.raises(KassaError) as caught:
        card_report.report_cards(stocked.session, tmp_path / "nowhere" / "cards.pdf")
    assert caught.value.code == "bad_file"
    assert [each.name for each in tmp_path.iterdir() if each.suffix in (".doc", ".csv")] == []
