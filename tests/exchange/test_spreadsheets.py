"""Files that LibreOffice saved (``tests/data/libreoffice``) say what they said before it had them."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest

from kassa.exchange.imported import ImportedCustomer, ImportedNote, ImportedReceipt
from kassa.exchange.reading import open_source
from tests.exchange.reading_help import customers_of, receipts_of

DATA = Path(__file__).parents[1] / "data"
SAVED = DATA / "libreoffice"
# What began with = in a note is lost once a spreadsheet had it.
LOST = "=2+2 sa han på skoj"


def people(path: Path, count: int) -> list[ImportedCustomer]:
    """The first of a file, as far as a spreadsheet keeps what is in it."""
    found = [each for each in islice(customers_of(path), count) if isinstance(each, ImportedCustomer)]
    assert len(found) == count
    return [
        replace(
            each,
            line=0,
            address=each.address and each.address.replace(" 0056 ", " 56 "),
            notes=tuple(note for note in each.notes if note != ImportedNote(LOST)),
        )
        for each in found
    ]


@pytest.mark.parametrize(
    ("saved", "original", "count"),
    [("lista_sv.xlsx", "egen_lista.csv", 40), ("square_pl.csv", "square_customers.csv", 27)],
)
def test_people(saved: str, original: str, count: int) -> None:
    told = people(DATA / original, count)
    assert people(SAVED / saved, count) == told
    assert sum(each.birthday is not None for each in told) > 3


def test_receipts_whose_days_an_american_spreadsheet_took_for_months() -> None:
    before = receipts_of(DATA / "loyverse_receipts_by_item.csv")
    saved = receipts_of(SAVED / "loyverse_en.xlsx")
    assert len(saved) > 20
    # The last receipt's rows may have been cut off.
    told = {each.number: replace(each, line=0) for each in before if isinstance(each, ImportedReceipt)}
    for each in saved[:-1]:
        assert isinstance(each, ImportedReceipt)
        assert replace(each, line=0) == told[each.number]


def test_what_a_file_was_found_to_be_is_still_found() -> None:
    assert open_source(SAVED / "square_pl.csv", "customers").format == "square"
    source = open_source(SAVED / "loyverse_en.xlsx", "sales")
    assert (source.format, source.day_first, source.day_order_known) == ("loyverse", True, True)
