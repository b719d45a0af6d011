"""The cells of Kassa's own tables say the same when they are read again, whatever was in them."""

from __future__ import annotations

import string
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kassa.domain.people import NOTE_KINDS
from kassa.exchange.export_cells import (
    guarded,
    guarded_row,
    read_item,
    read_list,
    read_notes,
    unguarded,
    write_item,
    write_list,
    write_note,
)
from kassa.exchange.imported import ImportedNote

# Everything that the register takes, and often what means something to a cell.
TEXTS = st.text(
    st.one_of(
        st.sampled_from("\\;,:=@'\"+- \n\rnr"),
        st.characters(
            exclude_categories=["Cs"], exclude_characters=[chr(code) for code in range(32) if code not in (9, 10, 13)]
        ),
    ),
    max_size=20,
)
FILLED = TEXTS.filter(bool)
NOTES = st.builds(
    ImportedNote,
    TEXTS,
    st.sampled_from(NOTE_KINDS),
    st.booleans(),
    st.none() | st.dates(date(1900, 1, 1), date(2199, 1, 1)),
)


@given(TEXTS)
def test_a_guarded_text_is_found_again_exactly(text: str) -> None:
    assert unguarded(guarded(text)) == text


@given(st.lists(TEXTS))
def test_a_row_is_guarded_as_its_cells_are(row: list[str]) -> None:
    assert guarded_row(row) == [guarded(cell) for cell in row]


@pytest.mark.parametrize(
    "text", ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0", "\t=1", "＝1+1", '=HYPERLINK("x")']
)
def test_what_a_spreadsheet_would_run_is_guarded(text: str) -> None:
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize(
    "text", ["+46701740613", "--06-03", "-12.50", "1+1", "Maria", "o'Brien", "'n Sjømann", "", "-"]
)
def test_telephones_birthdays_and_numbers_stay_as_they_are(text: str) -> None:
    assert guarded(text) == text


def test_an_apostrophe_of_the_text_is_kept() -> None:
    assert guarded("'=1+1") == "''=1+1"
    assert unguarded("''=1+1") == "'=1+1"


@given(st.lists(FILLED))
def test_a_list_is_read_as_it_was_written(parts: list[str]) -> None:
    assert read_list(write_list(parts)) == tuple(parts)


def test_a_list_reads_well() -> None:
    assert write_list(("book club", "vip; gold")) == "book club; vip\\; gold"
    assert read_list("vip;book club; ") == ("vip", "book club")


@given(st.lists(st.tuples(NOTES, st.none() | FILLED)))
def test_notes_are_read_as_they_were_written(notes: list[tuple[ImportedNote, str | None]]) -> None:
    cell = "\n".join(write_note(note, assignee) for note, assignee in notes)
    assert read_notes(cell) == tuple(notes)


def test_notes_read_well() -> None:
    note = ImportedNote("Ring när boken\nkommit", "promise", True, date(2026, 12, 1))
    assert write_note(note, "Ola") == "promise, pinned, due 2026-12-01, for Ola: Ring när boken\\nkommit"


@pytest.mark.parametrize("line", ["Likes: oat milk", "just a line", "promise, due tomorrow: ring", ": x"])
def test_what_was_typed_freely_is_a_note_as_it_stands(line: str) -> None:
    assert read_notes(line) == ((ImportedNote(line), None),)


AMOUNTS = st.none() | st.from_regex(r"-?[0-9]{1,9}\.[0-9]{2}", fullmatch=True)


@given(FILLED, st.integers(1, 10**6), AMOUNTS, st.integers(0, 10))
def test_an_item_is_read_as_it_was_written(name: str, quantity: int, amount: str | None, returned: int) -> None:
    assert read_item(write_item(name, quantity, amount, returned)) == (name, quantity, amount, returned)


def test_an_item_reads_well() -> None:
    assert write_item("coffee", 2, "84.00") == "coffee=2@84.00"
    assert write_item("coffee", 2, None, 1) == "coffee=2 returned 1"
    assert read_item("coffee") is None
    assert read_item(f"coffee={string.digits}x") is None
