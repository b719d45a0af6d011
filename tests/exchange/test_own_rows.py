"""Kassa's own tables: what went out comes in the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kassa.domain.people import CHANNELS, NOTE_KINDS
from kassa.exchange.export import Sheet, write_table
from kassa.exchange.export_cells import CUSTOMERS, LEDGER, PURCHASES, write_item, write_list, write_note
from kassa.exchange.imported import ImportedCustomer, ImportedItem, ImportedNote, ImportedReceipt, Rejected
from kassa.exchange.mapping import IGNORE, NOTE, Mapping
from kassa.exchange.reading import kind_of, open_source
from tests.exchange.reading_help import customers_of, receipts_of

_SIGNS = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff")
_TEXTS = st.text(_SIGNS, min_size=1, max_size=30).map(str.strip).filter(bool)
_LINES = st.lists(_TEXTS, min_size=1, max_size=3).map("\n".join)
_NOTES = st.builds(
    ImportedNote, _LINES, st.sampled_from(NOTE_KINDS), st.booleans(), st.none() | st.dates(date(2000, 1, 1))
)
_CUSTOMERS = st.builds(
    ImportedCustomer,
    line=st.just(2),
    external_id=st.just("c1042@5f0c"),
    number=st.just(1042),
    name=st.none() | _TEXTS,
    phone=st.none() | st.sampled_from(["+46701215279", "+447700986913"]),
    email=st.none() | st.sampled_from(["anna@example.se", "o'brien@example.ie"]),
    address=st.none() | _LINES,
    birthday=st.sampled_from([None, "--06-03", "1990-06-03"]),
    language=st.sampled_from([None, "sv", "pt-BR"]),
    tags=st.lists(_TEXTS, max_size=3).map(tuple),
    cards=st.sampled_from([(), ("4071938261",), ("4071938261", "5550001112")]),
    notes=st.lists(_NOTES, max_size=3).map(tuple),
    since=st.none() | st.dates(date(2000, 1, 1)),
    last_visit=st.none() | st.dates(date(2000, 1, 1)),
    visits=st.integers(0, 9_999_999),
    consents=st.dictionaries(st.sampled_from(CHANNELS), st.booleans()).map(
        lambda told: tuple((channel, told[channel]) for channel in CHANNELS if channel in told)
    ),
)


def customer_row(person: ImportedCustomer) -> list[str]:
    cells: dict[str, str | None] = {
        "kassa_id": person.external_id, "number": "1042", "name": person.name, "phone": person.phone,
        "email": person.email, "address": person.address, "birthday": person.birthday, "language": person.language,
        "tags": write_list(person.tags), "since": str(person.since or ""),
        "visits": str(person.visits), "last_visit": f"{person.last_visit}T13:00:00+01:00" if person.last_visit else "",
        "cards": write_list(person.cards), "notes": "\n".join(write_note(note) for note in person.notes),
        **{f"consent_{channel}": "yes" if given else "no" for channel, given in person.consents},
    }  # fmt: skip
    return [cells.get(name) or "" for name in CUSTOMERS]


@given(_CUSTOMERS, st.sampled_from(["own.csv", "own.xlsx"]))
def test_a_customer_comes_back_as_it_went(
    tmp_path_factory: pytest.TempPathFactory, person: ImportedCustomer, name: str
) -> None:
    path = tmp_path_factory.getbasetemp() / name
    write_table(path, Sheet("Customers", CUSTOMERS, 1), [customer_row(person)])
    assert kind_of(path) == "customers"
    assert open_source(path, "customers").format == "kassa"
    (read,) = customers_of(path)
    assert isinstance(read, ImportedCustomer)
    assert read.visited == (person.last_visit and datetime.fromisoformat(f"{person.last_visit}T13:00:00+01:00"))
    assert replace(read, visited=None) == person


def purchases(path: Path, *rows: dict[str, str]) -> list[ImportedReceipt | Rejected]:
    write_table(
        path, Sheet("Purchases", PURCHASES, len(rows)), [[row.get(name, "") for name in PURCHASES] for row in rows]
    )
    assert kind_of(path) == "sales"
    return receipts_of(path)


def test_purchases_come_back_as_they_went(tmp_path: Path) -> None:
    items = write_list(
        [write_item("coffee", 2, "84.00", 1), write_item("Te; grönt=1", 1, None), write_item("=2+2", 3, "1.50")]
    )
    rows = purchases(
        tmp_path / "own.csv",
        {
            "id": "p12@77aa", "at": "2026-11-22T13:00:00+01:00", "business_date": "2026-11-22",
            "kassa_id": "c1042@5f0c", "number": "1042", "name": "=Anna", "amount": "189.00", "returned": "42.00",
            "items": items, "receipt": "1-1000", "staff": "Ola", "till": "Disk 1",
        },
        {"id": "p13", "at": "2026-11-22T13:00:00+01:00", "kassa_id": "c1@5f0c", "undone": "yes", "returned": "0.00"},
        {"id": "p14", "at": "2026-11-22T13:00:00+01:00", "amount": "1.00"},
    )  # fmt: skip
    whole, visit, stranger = rows
    assert whole == ImportedReceipt(
        line=2,
        number="1-1000",
        at=datetime.fromisoformat("2026-11-22T13:00:00+01:00"),
        amount=18900,
        items=(ImportedItem("coffee", 2, 8400, 1), ImportedItem("Te; grönt=1", 1, None), ImportedItem("=2+2", 3, 150)),
        returned=4200,
        customer=ImportedCustomer(line=2, external_id="c1042@5f0c", number=1042, name="=Anna"),
        staff="Ola",
        till="Disk 1",
        own_id="p12@77aa",
    )
    assert isinstance(visit, ImportedReceipt) and isinstance(stranger, ImportedReceipt)
    assert (visit.number, visit.own_id, visit.amount, visit.undone, visit.whole) == ("", "p13@5f0c", None, True, True)
    assert (stranger.customer, stranger.amount) == (None, 100)


def test_what_was_spoilt_by_hand_names_its_column(tmp_path: Path) -> None:
    good = {"id": "p12", "at": "2026-11-22T13:00:00+01:00", "kassa_id": "c1042@5f0c", "amount": "1.00"}
    rows = purchases(
        tmp_path / "own.csv", good, *({**good, column: text} for column, text in (
            ("amount", "1,00"), ("at", "soon"), ("at", ""), ("returned", "x"), ("items", "coffee"),
        ))
    )  # fmt: skip
    assert [(row.line, row.column) for row in rows if isinstance(row, Rejected)] == [
        (3, "amount"), (4, "at"), (5, None), (6, "returned"), (7, "items"),
    ]  # fmt: skip


def test_customers_changed_by_hand(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text(
        "name,kassa_id,phone,birthday,visits,since,tags\n"
        "Anna,c1@x,070-121 52 79,3 smultron,7,2026-01-02,VIP\n"
        "Per,c2@x,,,many,,\nEva,c3@x,,,1,soon,\n" + "N" * 201 + ",c4@x,,,1,,\n",
        "utf-8",
    )
    anna, *rest = customers_of(path)
    assert isinstance(anna, ImportedCustomer)
    assert (anna.phone, anna.birthday, anna.tags) == ("+46701215279", None, ("VIP",))
    assert anna.notes == (ImportedNote("birthday: 3 smultron"),)
    assert [(row.line, row.column) for row in rest if isinstance(row, Rejected)] == [
        (3, "visits"), (4, "since"), (5, "name"),
    ]  # fmt: skip


def test_a_column_can_be_left_out(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("kassa_id,name,phone\nc1@x,Anna,0701215279\n", "utf-8")
    (anna,) = customers_of(path, Mapping(columns={"phone": IGNORE}))
    assert isinstance(anna, ImportedCustomer) and (anna.name, anna.phone) == ("Anna", None)


def test_a_column_that_was_added_can_be_kept(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("kassa_id,name,notes,Allergi\nc1@x,Anna,likes: te,nötter\n", "utf-8")
    (anna,) = customers_of(path, Mapping(columns={"Allergi": NOTE}))
    assert isinstance(anna, ImportedCustomer)
    assert anna.notes == (ImportedNote("te", "likes"), ImportedNote("Allergi: nötter"))


def test_the_ledger_never_comes_in(tmp_path: Path) -> None:
    from kassa.errors import KassaError

    path = tmp_path / "own.csv"
    write_table(path, Sheet("Ledger", LEDGER, 1), [["c1@x", "1", "Anna", *[""] * (len(LEDGER) - 3)]])
    for kind in ("customers", "sales"):
        with pytest.raises(KassaError) as caught:
            open_source(path, "customers" if kind == "customers" else "sales")
        assert caught.value.code == "bad_file"
