"""The figures of an import are one sum from the preview to the summary, and the button says its last line."""

from __future__ import annotations

import pytest

from kassa.services import customers
from kassa.ui.importing.reckoning import Entry
from kassa.words import LANGUAGES
from tests.ui.importing.conftest import DATA, Owner


def adds_up(entries: tuple[Entry, ...]) -> int:
    """What is left of the whole, once it is known to be the sum and that of its parts."""
    (whole,) = (entry.figure for entry in entries if entry.kind == "whole")
    (left,) = (entry.figure for entry in entries if entry.kind == "sum")
    assert whole - sum(entry.figure for entry in entries if entry.kind == "less") == left
    parts = [entry.figure for entry in entries if entry.kind == "part"]
    assert not parts or sum(parts) == left
    assert all(entry.figure > 0 for entry in entries if entry.kind in ("less", "part"))
    return left


def test_receipts_from_the_file_to_the_summary(owner: Owner) -> None:
    page = owner.page
    seen: list[tuple[Entry, ...]] = []
    page.look.understood.connect(lambda _: seen.append(page.preview.reckoning.entries))
    owner.look_at(DATA / "loyverse_receipts_by_item.csv")
    assert [(entry.text, entry.figure) for entry in seen[0]] == [
        ("Receipts in the file", 2500),
        ("without a customer", 732),
        ("cancelled", 63),
        ("To import", 1705),
        ("purchases", 1653),
        ("refunds", 52),
    ]
    assert adds_up(seen[0]) == 1705
    tried = page.preview.reckoning.entries
    assert [(entry.text, entry.figure) for entry in tried] == [
        ("Receipts in the file", 2500),
        ("without a customer", 732),
        ("cancelled", 63),
        ("refunds whose purchase isn't here", 46),
        ("To import", 1659),
        ("new purchases", 1653),
        ("refunds, taken off their purchases", 6),
    ]
    assert adds_up(tried) == 1659
    assert page.header.go_button.label == "Import 1,659 receipts"
    owner.bring_in()
    became = page.summary.reckoning.entries
    assert [entry.figure for entry in became] == [entry.figure for entry in tried]
    assert [entry.text for entry in became if entry.kind == "sum"] == ["Imported"]
    assert owner.outcome()["new customers"] == "897" == f"{len(customers.find(owner.shop.session, '', 1000))}"
    told = page.choose.rows()[0].detail.full_text()
    assert told == "Sales from Loyverse · 1,653 new purchases · 897 new customers · 6 refunds · 841 passed over"


@pytest.mark.parametrize("name", ["square_customers.csv", "egen_lista.csv", "odoo_partners.csv"])
def test_customers(owner: Owner, name: str) -> None:
    seen: list[tuple[Entry, ...]] = []
    owner.page.look.understood.connect(lambda _: seen.append(owner.page.preview.reckoning.entries))
    owner.look_at(DATA / name)
    adds_up(seen[0])
    left = adds_up(owner.page.preview.reckoning.entries)
    owner.bring_in()
    assert adds_up(owner.page.summary.reckoning.entries) == left
    owner.page.summary.another_button.click()
    owner.look_at(DATA / name)
    assert adds_up(owner.page.preview.reckoning.entries) == 0
    assert owner.page.header.go_button.label == "Import it again"


def test_some_are_here_already_and_one_row_is_wrong(owner: Owner) -> None:
    owner.shop.join("Anna Berg", phone="0701744512")
    text = "Namn;Telefon\nAnna Berg;070-174 45 12\nBo Ek;070-174 90 03\nBo Ek;070-174 90 03\n;\n"
    owner.look_at(owner.file("kunder.csv", text))
    assert adds_up(owner.page.preview.reckoning.entries) == 1
    assert owner.page.header.go_button.label == "Import 1 person"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sum_of_nothing_more_than_itself_is_short(language: str) -> None:
    from kassa.services.importing import ImportReport
    from kassa.ui.importing import reckoning
    from kassa.words import Words

    entries = reckoning.of_report(Words(language), "customers", ImportReport("list", 3, 3, 0, 0, ()), done=True)
    assert [entry.kind for entry in entries] == ["whole", "sum"]
    assert adds_up(entries) == 3
