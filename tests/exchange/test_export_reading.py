"""What was exported is read again as it was: any text that the register may hold, from CSV and from a workbook."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kassa.domain.people import CHANNELS, NOTE_KINDS
from kassa.exchange.export import Sheet, write_table
from kassa.exchange.export_cells import CUSTOMERS, ID, write_list, write_note
from kassa.exchange.imported import ImportedCustomer, ImportedNote
from kassa.exchange.reading import open_source

TODAY = date(2026, 11, 22)
# What `add` and `note` let through: trimmed, without control characters but line breaks.
SIGNS = st.one_of(
    st.sampled_from("=+-@'\",;:\\\n<>&_ "),
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters=["\ufffe", "\uffff", "\ufeff"]),
)
TEXTS = st.text(SIGNS, max_size=20).map(str.strip).filter(bool)
LINES = TEXTS.filter(lambda text: "\n" not in text)
PEOPLE = st.builds(
    ImportedCustomer,
    line=st.just(0),
    external_id=st.integers(1001, 9999).map(lambda number: f"c{number}@5f0c"),
    name=LINES,
    phone=st.none() | st.just("+46701740613"),
    email=st.none() | st.just("maria@example.com"),
    address=st.none() | TEXTS,
    birthday=st.none() | st.sampled_from(("--06-03", "1990-06-03", "--02-29")),
    language=st.none() | st.sampled_from(("sv", "pl", "pt-BR")),
    tags=st.lists(LINES, max_size=3).map(tuple),
    cards=st.lists(st.just("4071938261"), max_size=1).map(tuple),
    notes=st.lists(
        st.builds(
            ImportedNote,
            TEXTS,
            st.sampled_from(NOTE_KINDS),
            st.booleans(),
            st.none() | st.dates(date(2020, 1, 1), date(2030, 1, 1)),
        ),
        max_size=3,
    ).map(tuple),
    since=st.dates(date(2020, 1, 1), TODAY),
    last_visit=st.none(),
    visits=st.integers(0, 9999),
    consents=st.lists(
        st.tuples(st.sampled_from(CHANNELS), st.booleans()), max_size=5, unique_by=lambda each: each[0]
    ).map(lambda given: tuple(sorted(given, key=lambda each: CHANNELS.index(each[0])))),
)


def row_of(person: ImportedCustomer) -> list[str]:
    """The person as a row of ``CUSTOMERS``."""
    cells = {
        ID: person.external_id,
        **{name: getattr(person, name) for name in ("name", "phone", "email", "address", "birthday", "language")},
        "tags": write_list(person.tags),
        "cards": write_list(person.cards),
        "notes": "\n".join(map(write_note, person.notes)),
        "since": person.since and person.since.isoformat(),
        "visits": str(person.visits),
        **{f"consent_{channel}": "yes" if given else "no" for channel, given in person.consents},
    }
    return [str(cells.get(heading) or "") for heading in CUSTOMERS]


@pytest.mark.parametrize("name", ["out.csv", "out.xlsx"])
@given(people=st.lists(PEOPLE, min_size=1, max_size=4))
def test_everybody_is_read_as_they_were_written(
    tmp_path_factory: pytest.TempPathFactory, name: str, people: list[ImportedCustomer]
) -> None:
    file = tmp_path_factory.mktemp("export") / name
    write_table(file, Sheet("customers", CUSTOMERS, len(people)), map(row_of, people))
    source = open_source(file, "customers")
    assert source.format == "kassa"
    read = list(source.customers("SE", TODAY))
    assert [getattr(each, "line", 0) > 0 for each in read] == [True] * len(people)
    assert [_without_line(each) for each in read] == [_without_line(each) for each in people]


def _without_line(told: object) -> dict[str, object]:
    assert isinstance(told, ImportedCustomer), told
    return {name: getattr(told, name) for name in ImportedCustomer.__dataclass_fields__ if name != "line"}
