"""Telephones, e-mail addresses and the shop's country, as people and programs write them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kassa.exchange import contacts
from kassa.exchange.contacts import country_code, read_email, read_phone, region_of, split_contacts


@pytest.mark.parametrize(
    ("text", "region", "phone"),
    [
        ("070-1215279", "SE", "+46701215279"),
        ("(070) 9245038", "SE", "+46709245038"),
        ("'+46700831970", "SE", "+46700831970"),
        ("0046 70 2422577", "SE", "+46702422577"),
        ("0046 70 2422577", "US", "+46702422577"),
        ("'+44 7700 986913", "SE", "+447700986913"),
        ("+46 (0)70 121 52 79", "PL", "+46701215279"),
        ("tel: 070\u2013121\u00a052\u00a079", "SE", "+46701215279"),
        ("０７０１２１５２７９", "SE", "+46701215279"),
        ("412 34 567", "NO", "+4741234567"),
        ("512 345 678", "PL", "+48512345678"),
        ("+46701215279", None, "+46701215279"),
        ("0701215279", None, None),
        ("12", "SE", None),
        ("070-1215279 hem", "SE", None),
        ("070-1215279 ext. 5", "SE", None),
        ("070-1215279/08-123456", "SE", None),
        ("ring mamma", "SE", None),
        ("+", "SE", None),
        ("'", "SE", None),
        ("", "SE", None),
        ("7" * 500, "SE", None),
    ],
)
def test_telephones(text: str, region: str | None, phone: str | None) -> None:
    assert read_phone(text, region) == phone


@pytest.mark.parametrize(
    ("text", "email"),
    [
        ("anna@example.se", "anna@example.se"),
        (" Anna.Berg+kaffe@Example.CO.UK ", "anna.berg+kaffe@example.co.uk"),
        ("mailto:o'brien@example.ie", "o'brien@example.ie"),
        ("åsa@räksmörgås.se", "åsa@räksmörgås.se"),
        ("anna@example", None),
        ("anna@@example.se", None),
        ("anna@example..se", None),
        ("anna@-example.se", None),
        ("anna berg@example.se", None),
        ("anna@example.se; per@example.se", None),
        ("<b>@example.se", None),
        ("@example.se", None),
        ("a" * 300 + "@example.se", None),
        ("saknas", None),
        ("", None),
    ],
)
def test_email_addresses(text: str, email: str | None) -> None:
    assert read_email(text) == email


@given(st.text(max_size=40))
def test_what_is_read_reads_the_same_again(text: str) -> None:
    phone, email = read_phone(text, "SE"), read_email(text)
    assert phone is None or read_phone(phone, None) == phone
    assert email is None or read_email(email) == email


@pytest.mark.parametrize(
    ("timezone", "currency", "language", "region"),
    [
        ("Europe/Stockholm", "EUR", None, "SE"),
        ("Europe/Oslo", None, None, "NO"),
        ("Europe/Warsaw", None, None, "PL"),
        ("Poland", None, None, "PL"),
        ("Asia/Calcutta", None, None, "IN"),
        ("UTC", "SEK", None, "SE"),
        ("Etc/UTC", "NOK", "en", "NO"),
        ("UTC", "EUR", "sv", "SE"),
        ("UTC", "EUR", None, None),
        ("UTC", "XOF", "pl", "PL"),
    ],
)
def test_the_shops_country(timezone: str, currency: str | None, language: str | None, region: str | None) -> None:
    assert region_of(timezone, currency, language) == region


_NUMBERS = st.builds(
    lambda before, digits, signs: before + "".join(digit + sign for digit, sign in zip(digits, signs, strict=False)),
    st.sampled_from(
        ["0", "00", "+46", "+47", "+45", "+48", "0046", "0047 ", "+46 0", "+46 (0)", "", "46", "48", "(0", "+"]
    ),
    st.text(alphabet="0123456789", min_size=1, max_size=13),
    st.lists(st.sampled_from(["", "", "", " ", "-", ")"]), min_size=13, max_size=13),
)


@settings(max_examples=1000, deadline=None)
@given(_NUMBERS, st.sampled_from(["SE", "NO", "DK", "PL", "GB", "US", None]))
def test_the_short_way_says_what_the_long_way_says(text: str, region: str | None) -> None:
    quick = read_phone(text, region)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(contacts, "_read_plainly", lambda *_: None)
        assert quick == read_phone(text, region)


def test_the_short_way_is_taken() -> None:
    for text, region in (("070-121 52 79", "SE"), ("0046 70 1215279", "GB"), ("412 34 567", "NO"), ("512345678", "PL")):
        assert contacts._read_plainly(text, region) is not None


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("anna@example.se, (070) 3157710", ["anna@example.se", "(070) 3157710"]),
        ("070-1215279/08-123456", ["070-1215279", "08-123456"]),
        ("070 / +46 8", ["070", "+46 8"]),
        ("a@b.se eller 070;\n08", ["a@b.se", "070", "08"]),
        ("070-121 52 79", ["070-121 52 79"]),
        (" , ", []),
    ],
)
def test_several_contacts_in_a_cell(text: str, parts: list[str]) -> None:
    assert split_contacts(text) == parts


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("SE", "SE"), ("se", "SE"), ("Sweden", "SE"), ("Sverige", "SE"), ("Szwecja", "SE"), ("SUOMI", "FI"),
        ("UK", "GB"), ("Storbritannien", "GB"), ("Norge", "NO"), ("Atlantis", None), ("", None), ("XX", None),
    ],
)  # fmt: skip
def test_countries(text: str, code: str | None) -> None:
    assert country_code(text) == code
