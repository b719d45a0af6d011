"""Whether two names, and a row and a person, are one."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from kassa.exchange.imported import ImportedCustomer, ImportedNote
from kassa.services.matching import Crowd, fill, names_agree
from kassa.store.imports import Person

SINCE = date(2025, 1, 1)
PHONE, EMAIL, HOME = "+46701234567", "anna@example.se", "Storgatan 1, 12345 Lund"


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("Anna Berg", "Anna Berg", True),
        ("Anna Berg", "BERG ANNA", True),
        ("Åsa Öberg", "Asa Oberg", True),
        ("Anna Berg", "Anna Lind", True),
        ("Anna Berg", "Anna", True),
        ("A Berg", "Anna Berg", True),
        ("Anna Berg", None, True),
        ("陈伟", "陈伟", True),
        ("!!", "!!", True),
        ("Anna Berg", "Per Berg", False),
        ("Anna Berg", "Hanna Berg", False),
        ("A Berg", "Per Berg", False),
        ("A Berg", "Anna Lind", False),
        ("!!", "Anna", False),
    ],
)
def test_names(one: str | None, other: str | None, agree: bool) -> None:
    assert names_agree(one, other) is agree
    assert names_agree(other, one) is agree


def chosen(row: ImportedCustomer, *people: Person) -> int | None:
    found = Crowd(people).choose(row)
    return None if found is None else found.number


def test_a_contact_leads_to_whom_the_name_agrees_with() -> None:
    anna, per = Person(1, SINCE, "Anna Berg", PHONE), Person(2, SINCE, "Per Berg", PHONE)
    assert chosen(ImportedCustomer(2, name="Per Berg", phone=PHONE), anna, per) == 2
    assert chosen(ImportedCustomer(2, name="Eva Berg", phone=PHONE), anna, per) is None
    assert chosen(ImportedCustomer(2, phone=PHONE), anna) == 1
    assert chosen(ImportedCustomer(2, phone=PHONE), anna, per) is None
    assert chosen(ImportedCustomer(2, name="Eva", phone=PHONE), Person(3, SINCE, None, PHONE)) == 3
    twice = Person(4, SINCE, "Anna Berg", PHONE)
    assert chosen(ImportedCustomer(2, name="anna berg", phone=PHONE), twice, anna) == 1


def test_the_telephone_goes_before_the_email() -> None:
    one, other = Person(1, SINCE, "Anna Berg", PHONE), Person(2, SINCE, "Anna Berg", None, EMAIL)
    assert chosen(ImportedCustomer(2, name="Anna Berg", phone=PHONE, email=EMAIL), one, other) == 1
    assert chosen(ImportedCustomer(2, name="Anna Berg", email=EMAIL), one, other) == 2


def test_a_name_leads_to_somebody_only_at_home() -> None:
    anna = Person(1, SINCE, "Anna Berg", address=HOME)
    assert chosen(ImportedCustomer(2, name="anna berg", address=HOME), anna) == 1
    assert chosen(ImportedCustomer(2, name="Anna Berg", address=HOME, phone=PHONE), anna) == 1
    assert chosen(ImportedCustomer(2, name="Anna Berg", address="Lillgatan 1"), anna) is None
    assert chosen(ImportedCustomer(2, name="Anna Berg"), Person(1, SINCE, "Anna Berg")) is None
    assert chosen(ImportedCustomer(2, address=HOME), Person(1, SINCE, None, address=HOME)) is None
    senior = Person(1, SINCE, "Jan Ek", address=HOME, birthday="1950-01-01")
    assert chosen(ImportedCustomer(2, name="Jan Ek", address=HOME, birthday="1980-01-01"), senior) is None
    reached = Person(1, SINCE, "Jan Ek", "+46701111111", address=HOME)
    assert chosen(ImportedCustomer(2, name="Jan Ek", address=HOME, phone=PHONE), reached) is None


def test_what_the_register_says_stays_and_the_rest_goes_into_a_note() -> None:
    day, later = datetime(2026, 1, 1, 11, tzinfo=UTC), datetime(2026, 2, 1, 11, tzinfo=UTC)
    person = Person(
        1, SINCE, "Anna Berg", PHONE, visits=3, last_visit=later, consents=(("email", True),), tags=("VIP",)
    )
    row = ImportedCustomer(
        2, "X", "Anna Lind", "+46701111111", EMAIL, HOME, "--06-03", "sv", ("Stammis",), notes=(ImportedNote("Hund"),),
        since=date(2024, 5, 1), visits=4, consents=(("email", False), ("sms", True)),
    )  # fmt: skip
    filled = fill(person, row, day, first_time=True)
    assert filled.person == Person(
        1, date(2024, 5, 1), "Anna Berg", PHONE, EMAIL, HOME, "--06-03", "sv", 7, 4, later, day, ("VIP", "Stammis"),
        (("email", False), ("sms", True)),
    )  # fmt: skip
    assert [note.text for note in filled.notes] == ["Hund", "Anna Lind\n+46701111111"]
    assert filled.consents == (("email", False), ("sms", True))
    again = fill(filled.person, row, day, first_time=False)
    assert (again.person, again.consents) == (filled.person, ())


def test_a_birthday_and_a_full_name_are_somebody() -> None:
    anna = Person(1, SINCE, "Anna Berg", birthday="1990-06-03")
    assert chosen(ImportedCustomer(2, name="Berg Anna", birthday="1990-06-03", phone=PHONE), anna) == 1
    assert chosen(ImportedCustomer(2, name="Anna Berg", birthday="1991-06-03"), anna) is None
    assert (
        chosen(ImportedCustomer(2, name="Anna", birthday="1990-06-03"), Person(1, SINCE, "Anna", birthday="1990-06-03"))
        is None
    )


def test_a_card_leads_to_its_holder() -> None:
    anna = Person(1, SINCE, "Anna Berg")
    crowd = Crowd([anna], {"4071938261": 1})
    assert crowd.choose(ImportedCustomer(2, name="Anna Berg", cards=("4071938261",))) == anna
    assert crowd.choose(ImportedCustomer(2, name="Per Ek", cards=("4071938261",))) is None


def test_a_full_name_that_only_one_has_is_enough_for_a_sale() -> None:
    anna, other = Person(1, SINCE, "Anna Berg", PHONE), Person(2, SINCE, "Anna Berg")
    row = ImportedCustomer(2, name="berg anna")
    assert Crowd([anna]).only_namesake(row) == anna
    assert Crowd([anna, other]).only_namesake(row) is None
    assert Crowd([Person(1, SINCE, "Anna")]).only_namesake(ImportedCustomer(2, name="Anna")) is None
    assert Crowd([anna]).only_namesake(ImportedCustomer(2, name="Anna Berg", email=EMAIL)) is None


@pytest.mark.parametrize(
    ("held", "told", "kept"),
    [(None, True, True), (None, False, False), (True, False, False), (False, True, None), (True, True, None)],
)
def test_a_no_to_email_holds(held: bool | None, told: bool, kept: bool | None) -> None:
    person = Person(1, SINCE, "Anna", email=EMAIL, consents=() if held is None else (("email", held),))
    row = ImportedCustomer(2, name="Anna", consents=(("email", told),))
    assert dict(fill(person, row, None, first_time=True).consents).get("email") is kept
