"""Visiting cards of telephones and mail programs, the broken ones among them."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kassa.errors import KassaError
from kassa.exchange.imported import Rejected
from kassa.exchange.vcard import Phone, VCard, is_vcard, read_vcards

GOOGLE = """BEGIN:VCARD
VERSION:3.0
FN:Dr Åsa Maria Öberg
N:Öberg;Åsa;Maria;Dr;
item1.EMAIL;TYPE=INTERNET:asa@example.se
EMAIL;TYPE=INTERNET;TYPE=PREF:asa.oberg@example.com
TEL;TYPE=HOME:08-123 45 67
TEL;TYPE=CELL;TYPE=pref:+46 70 123 45 67
ADR;TYPE=HOME:;Lgh 1201;Storgatan 5;Borås;;503 30;Sverige
ORG:Blommor\\, kort & gott;Disken
BDAY:1985-04-12
NOTE:Allergisk mot nötter\\nKommer på fre
 dagar
CATEGORIES:myContacts,Stamkund
NICKNAME:Åsis
UID:7f3a
PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQSkZJRgABAQAAAQABAAD/2wCEAAkGBwgHBgkIBwgKCgkLDRYPDQwMDRsUFRAWIB
 0iIiAdHx8kKDQsJCYxJx8fLT0tMTU3Ojo6Iys/RD84QzQ5OjcBCgoK
END:VCARD
"""
ANDROID = """BEGIN:VCARD
VERSION:2.1
N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C5=81uczak;=C5=81ukasz;;;
FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C5=81ukasz =C5=81uczak
TEL;CELL;PREF:601 234 567
ADR;HOME;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:;;ul. Kr=C3=B3tka 2=0D=0Am. 7;Krak=
=C3=B3w;;31-000;Polska
NOTE;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:rad ett=0D=0A=
rad tv=C3=A5: tre
PHOTO;ENCODING=BASE64;JPEG:/9j/4AAQSkZJRgABAQAAAQABAAD
 2wCEAAkGBwgHBgkIBwgKCgkLDRYPDQwMDRsUFRAWIB

END:VCARD
"""


def cards(path: Path, data: str | bytes, encoding: str = "utf-8") -> list[VCard | Rejected]:
    path /= "book.vcf"
    path.write_bytes(data if isinstance(data, bytes) else data.encode(encoding))
    assert is_vcard(path)
    return list(read_vcards(path))


def card(path: Path, data: str | bytes, encoding: str = "utf-8") -> VCard:
    (only,) = cards(path, data, encoding)
    assert isinstance(only, VCard)
    return only


def body(path: Path, *lines: str, version: str = "3.0", encoding: str = "utf-8") -> VCard:
    return card(path, "\r\n".join(["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""]), encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_a_card_of_google(tmp_path: Path, encoding: str, newline: str) -> None:
    assert card(tmp_path, GOOGLE.replace("\n", newline), encoding) == VCard(
        line=1,
        uid="7f3a",
        full_name="Dr Åsa Maria Öberg",
        family_name="Öberg",
        given_name="Åsa Maria",
        phones=(
            Phone("+46 70 123 45 67", frozenset({"cell", "pref"})),
            Phone("08-123 45 67", frozenset({"home"})),
        ),
        emails=("asa.oberg@example.com", "asa@example.se"),
        addresses=("Storgatan 5, Lgh 1201, 503 30 Borås, Sverige",),
        birthday="1985-04-12",
        note="Allergisk mot nötter\nKommer på fredagar",
        organisation="Blommor, kort & gott, Disken",
        categories=("myContacts", "Stamkund"),
        others=(("Nickname", "Åsis"),),
    )


def test_a_card_of_an_old_android(tmp_path: Path) -> None:
    seen = card(tmp_path, ANDROID)
    assert (seen.full_name, seen.family_name, seen.given_name) == ("Łukasz Łuczak", "Łuczak", "Łukasz")
    assert seen.phones == (Phone("601 234 567", frozenset({"cell", "pref"})),)
    assert seen.addresses == ("ul. Krótka 2 m. 7, 31-000 Kraków, Polska",)
    assert seen.note == "rad ett\nrad två: tre"


def test_a_card_of_version_4(tmp_path: Path) -> None:
    seen = body(
        tmp_path,
        "FN:Anna",
        'TEL;VALUE=uri;PREF=1;TYPE="voice,cell":tel:+46-70-1',
        "EMAIL:mailto:a@example.se",
        "BDAY:--0412",
        "UID:urn:uuid:4fbe",
        version="4.0",
    )
    assert seen.phones == (Phone("+46-70-1", frozenset({"voice", "cell"})),)
    assert (seen.emails, seen.birthday, seen.uid) == (("a@example.se",), "--04-12", "urn:uuid:4fbe")


@pytest.mark.parametrize(
    ("line", "birthday"),
    [
        ("BDAY:19850412", "1985-04-12"),
        ("BDAY;VALUE=date:1985-04-12", "1985-04-12"),
        ("BDAY:1985-04-12T00:00:00Z", "1985-04-12"),
        ("BDAY;X-APPLE-OMIT-YEAR=1604:1604-04-12", "--04-12"),
        ("BDAY:--04-12", "--04-12"),
        ("BDAY;VALUE=text:i maj", "i maj"),
        ("BDAY:", ""),
    ],
)
def test_birthdays(tmp_path: Path, line: str, birthday: str) -> None:
    assert body(tmp_path, "FN:A", line).birthday == birthday


def test_letters_by_their_charset_and_without_one(tmp_path: Path) -> None:
    lines = "BEGIN:VCARD\nVERSION:2.1\nFN;CHARSET=ISO-8859-2:Łoś\nNOTE:Łódź, żółw\nTITLE:ordförande\nEND:VCARD\n"
    data = b"\n".join(
        line.encode(encoding)
        for line, encoding in zip(
            lines.split("\n"),
            ["ascii", "ascii", "iso-8859-2", "windows-1250", "windows-1252", "ascii", "ascii"],
            strict=True,
        )
    )
    seen = card(tmp_path, data)
    assert (seen.full_name, seen.note, seen.others) == ("Łoś", "Łódź, żółw", (("Title", "ordförande"),))


def test_backslashes(tmp_path: Path) -> None:
    seen = body(tmp_path, r"N:Berg\;Dal;Anna\, Ida;;;", r"NOTE:C:\\temp\, två\; 50\%\Nslut", r"CATEGORIES:a\,b,c")
    assert (seen.family_name, seen.given_name) == ("Berg;Dal", "Anna, Ida")
    assert seen.note == "C:\\temp, två; 50\\%\nslut"
    assert seen.categories == ("a,b", "c")


@pytest.mark.parametrize(
    ("text", "line", "names"),
    [
        ("BEGIN:VCARD\nFN:A\nno property here\nEND:VCARD\nBEGIN:VCARD\nFN:B\nEND:VCARD\n", 3, ["B"]),
        ("BEGIN:VCARD\nFN:A\nBEGIN:VCARD\nFN:B\nEND:VCARD\n", 1, ["B"]),
        ("BEGIN:VCARD\nFN:B\nEND:VCARD\nBEGIN:VCARD\nFN:A\n", 4, ["B"]),
        ("BEGIN:VCARD\nFN:B\nEND:VCARD\nstray\nstray\nBEGIN:VCARD\nFN:C\nEND:VCARD\n", 4, ["B", "C"]),
        ("BEGIN:VCARD\nFN:A\nNOTE:" + "x" * 3_000_000 + "\nEND:VCARD\nBEGIN:VCARD\nFN:B\nEND:VCARD\n", 3, ["B"]),
        ("BEGIN:VCARD\nFN:A\nNOTE:" + "x\n " * 200_000 + "\nEND:VCARD\nBEGIN:VCARD\nFN:B\nEND:VCARD\n", 3, ["B"]),
        ("BEGIN:VCARD\nFN:A\0\nEND:VCARD\nBEGIN:VCARD\nFN:B\nEND:VCARD\n", 2, ["B"]),
    ],
)
def test_a_broken_card_is_named_by_its_line_and_the_others_come(
    tmp_path: Path, text: str, line: int, names: list[str]
) -> None:
    found = cards(tmp_path, text)
    assert [each.full_name for each in found if isinstance(each, VCard)] == names
    assert [each.line for each in found if isinstance(each, Rejected)] == [line]


def test_a_card_within_a_card_is_its_agent(tmp_path: Path) -> None:
    seen = body(tmp_path, "FN:A", "AGENT:", "BEGIN:VCARD", "FN:B", "END:VCARD", "TEL:1", version="2.1")
    assert (seen.full_name, len(seen.phones)) == ("A", 1)


@pytest.mark.parametrize(
    "picture",
    [
        "PHOTO;ENCODING=b:!!not base64",
        "PHOTO;ENCODING=BASE64;JPEG:AAAA\r\nBBBB\r\nCCCC",
        "PHOTO;VALUE=uri:data:image/jpeg;base64," + "A" * 3_000_000,
        "PHOTO;ENCODING=b:" + "A\r\n " * 500_000,
    ],
)
def test_pictures_are_passed_over(tmp_path: Path, picture: str) -> None:
    seen = body(tmp_path, "FN:A", picture, "TEL:1")
    assert (seen.full_name, len(seen.phones)) == ("A", 1)


def test_what_is_no_address_book(tmp_path: Path) -> None:
    path = tmp_path / "a.vcf"
    for data in (b"", b"Name,Phone\n", b"PK\x03\x04", b"BEGIN:VCALENDAR\n"):
        path.write_bytes(data)
        assert not is_vcard(path)
    for missing in (tmp_path / "gone.vcf", tmp_path):
        with pytest.raises(KassaError) as caught:
            is_vcard(missing)
        assert caught.value.code == "bad_file"


def test_memory_stays_flat(tmp_path: Path) -> None:
    path = tmp_path / "many.vcf"
    path.write_text("BEGIN:VCARD\nVERSION:3.0\nFN:A\nTEL:1\nEND:VCARD\n" * 3_000, "utf-8")
    tracemalloc.start()
    count = sum(1 for _ in read_vcards(path))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 3_000
    assert most < 500_000


@given(
    name=st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1), note=st.text("ab,;:\\\n å", max_size=300)
)
def test_what_was_written_is_read(tmp_path_factory: pytest.TempPathFactory, name: str, note: str) -> None:
    def escaped(text: str) -> str:
        return "".join({"\n": r"\n"}.get(sign, f"\\{sign}" if sign in ",;\\" else sign) for sign in text)

    lines = [f"N:;{escaped(name)};;;", f"NOTE:{escaped(note)}"]
    folded = ["\r\n ".join(line[start : start + 60] for start in range(0, len(line), 60)) for line in lines]
    seen = body(tmp_path_factory.mktemp("v"), "FN:x", *folded)
    assert (seen.given_name, seen.note) == (name, note.strip())


@given(st.binary(max_size=400))
def test_nothing_makes_it_stumble(tmp_path_factory: pytest.TempPathFactory, noise: bytes) -> None:
    found = cards(
        tmp_path_factory.mktemp("v"), b"BEGIN:VCARD\nFN:A\n" + noise + b"\nEND:VCARD\nBEGIN:VCARD\nFN:B\nEND:VCARD\n"
    )
    assert found
