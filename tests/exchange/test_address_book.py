"""Visiting cards as customers."""

from __future__ import annotations

from pathlib import Path

import pytest

from kassa.errors import KassaError
from kassa.exchange.imported import ImportedCustomer, ImportedNote, Rejected
from kassa.exchange.mapping import Mapping
from kassa.exchange.reading import kind_of, open_source
from tests.exchange.reading_help import customers_of

ANNA = """BEGIN:VCARD
VERSION:3.0
FN:Anna Berg
N:Berg;Anna;;;
NICKNAME:Annis
TEL;TYPE=HOME:08-123 45 67
TEL;TYPE=CELL:070-121 52 79
TEL;TYPE=FAX:08-123 45 68
EMAIL:anna@example.se
ADR;TYPE=HOME:;;Storgatan 1;Borås;;111 22;Sweden
BDAY:--0603
NOTE:Gillar kaffe\\, svart\\n<b> inte te
ORG:Bageriet AB
CATEGORIES:VIP,Bok
UID:abc-1
END:VCARD
"""


def test_a_card_is_a_customer(tmp_path: Path) -> None:
    path = tmp_path / "book.vcf"
    path.write_text(ANNA + "BEGIN:VCARD\nVERSION:3.0\nFN:Per\n" + ANNA.replace("Anna Berg", "Eva Ek"), "utf-8")
    assert kind_of(path) == "customers"
    source = open_source(path, "customers")
    assert (source.format, source.count) == ("vcard", 3)
    anna, broken, eva = customers_of(path)
    assert anna == ImportedCustomer(
        line=1,
        external_id="abc-1",
        name="Anna Berg",
        phone="+46701215279",
        email="anna@example.se",
        address="Storgatan 1, 111 22 Borås, Sweden",
        birthday="--06-03",
        tags=("VIP", "Bok"),
        notes=(
            ImportedNote("Gillar kaffe, svart\n<b> inte te"),
            ImportedNote("Organisation: Bageriet AB\nTelephone: 070-121 52 79 08-123 45 67"),
        ),
    )
    assert isinstance(broken, Rejected)
    assert isinstance(eva, ImportedCustomer) and eva.name == "Eva Ek"


def test_what_has_no_place_is_kept_where_wanted(tmp_path: Path) -> None:
    path = tmp_path / "book.vcf"
    path.write_text(ANNA, "utf-8")
    (anna,) = customers_of(path, Mapping(columns={"Other": "note"}))
    assert isinstance(anna, ImportedCustomer)
    assert any("Annis" in note.text and "08-123 45 68" in note.text for note in anna.notes)


def test_it_holds_no_sales(tmp_path: Path) -> None:
    path = tmp_path / "book.vcf"
    path.write_text(ANNA, "utf-8")
    with pytest.raises(KassaError) as caught:
        open_source(path, "sales")
    assert caught.value.code == "bad_file"
