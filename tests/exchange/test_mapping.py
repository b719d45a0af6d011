"""What a person decided about a file, kept in a file of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kassa.errors import KassaError
from kassa.exchange import headings
from kassa.exchange.headings import field_of
from kassa.exchange.mapping import FIELDS, FORMATS, IGNORE, NOTE, Mapping, Shape, read_mapping, write_mapping

_TEXTS = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=20)
_MAPPINGS = st.builds(
    Mapping,
    format=st.none() | st.sampled_from(FORMATS),
    shape=st.builds(
        Shape,
        encoding=st.none() | _TEXTS,
        delimiter=st.none() | st.sampled_from([",", ";", "\t", "|"]),
        heading_line=st.none() | st.integers(1, 60),
        sheet=st.none() | _TEXTS,
    ),
    columns=st.dictionaries(_TEXTS, st.sampled_from([*FIELDS["customers"], *FIELDS["sales"], IGNORE])),
    day_first=st.none() | st.booleans(),
    decimal=st.none() | st.sampled_from([".", ","]),
    last_name_first=st.none() | st.booleans(),
    stamp_card=st.none() | _TEXTS,
)


@given(_MAPPINGS)
def test_what_is_kept_reads_back(tmp_path_factory: pytest.TempPathFactory, mapping: Mapping) -> None:
    path = tmp_path_factory.getbasetemp() / "mapping.toml"
    write_mapping(path, mapping)
    assert read_mapping(path) == mapping


@pytest.mark.parametrize(
    "text",
    [
        'format = "excel"',
        'decimal = ";"',
        "day_first = 1",
        "heading = 3",
        'table = "x"',
        "columns = 3",
        '[columns]\nNamn = "colour"',
        "[columns]\nNamn = [1]",
        "[table]\nheading_line = true",
        "not toml",
        "\x00",
    ],
)
def test_anything_else_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "mapping.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(KassaError) as caught:
        read_mapping(path)
    assert caught.value.code == "bad_file"


def test_no_file(tmp_path: Path) -> None:
    for path in (tmp_path / "none.toml", tmp_path):
        with pytest.raises(KassaError) as caught:
            read_mapping(path)
        assert caught.value.code == "bad_file"
    with pytest.raises(KassaError) as caught:
        write_mapping(tmp_path / "none" / "mapping.toml", Mapping())
    assert caught.value.code == "bad_file"


def test_every_field_has_names_and_every_name_a_field() -> None:
    for kind, fields in FIELDS.items():
        assert {*headings._TABLES[kind], NOTE} == set(fields)


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("  E-POST: ", "email"),
        ("Phone 2", "phone"),
        ("Customer Phone", "phone"),
        ("Telefon (mobil)", "phone"),
        ("Telefon hem", "phone"),
        ("Stämplar (av 10)", "stamps"),
        ("För- och efternamn", "name"),
        ("default_address_city", "city"),
        ("Födelsedag", "birthday"),
        ("Imię", "first_name"),
        ("Straße", "street"),
        ("Sähköposti", "email"),
        ("Line", None),
        ("Column", None),
        ("Why", None),
        ("Rad", None),
        ("", None),
        ("?", None),
    ],
)
def test_names_of_columns(name: str, field: str | None) -> None:
    found = field_of(name, "customers")
    assert (found and found[0]) == field


@pytest.mark.parametrize("name", ["Belopp (kr)", "Belopp SEK", "Summa inkl. moms", "Kwota [PLN]", "Beløb kr."])
def test_amounts_in_a_currency(name: str) -> None:
    found = field_of(name, "sales")
    assert found is not None and found[0] == "amount"
