"""Files as other tills write them, of any length: made-up people, the same every time."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

# What the tests' own files are made of, as the tills wrote their headings.
SQUARE = (
    "Reference ID", "First Name", "Last Name", "Email Address", "Phone Number", "Nickname", "Company Name",
    "Street Address 1", "Street Address 2", "City", "State", "Postal Code", "Birthday", "Memo", "Square Customer ID",
    "Creation Source", "First Visit", "Last Visit", "Transaction Count", "Lifetime Spend",
    "Email Subscription Status", "Instant Profile", "Blocked from online booking",
)  # fmt: skip
LOYVERSE = (
    "Date", "Receipt number", "Receipt type", "Category", "SKU", "Item", "Variant", "Modifiers applied", "Quantity",
    "Gross sales", "Discounts", "Net sales", "Cost of goods", "Gross profit", "Taxes", "Dining option", "POS", "Store",
    "Cashier name", "Customer name", "Customer contacts", "Comment", "Status",
)  # fmt: skip
FIRST = (
    "Maria Anna Elisabeth Kristina Eva Karin Lena Sara Emma Ingrid Marie Malin Jenny Johanna Linnéa Åsa Ida Sofia "
    "Elin Josefin Frida Hanna Moa Wilma Agnes Lars Mikael Anders Johan Erik Per Karl Peter Jan Thomas Daniel Fredrik "
    "Andreas Marcus Stefan Hans Mattias Göran Jonas Bengt Bo Oscar Emil Viktor Hugo Kari Liv Ingvild Torstein Bjørn "
    "Øyvind Magnus Zofia Łucja Katarzyna Agnieszka Paweł Piotr Sławomir Amira Fatima Ali Hassan James Heather Lewis"
).split()
LAST = (
    "Andersson Johansson Karlsson Nilsson Eriksson Larsson Olsson Persson Svensson Gustafsson Pettersson Jonsson "
    "Lindberg Lindqvist Lindström Bergström Sandberg Sjöberg Wallin Engström Eklund Lundin Holm Björk Åberg Öberg "
    "Ström Norén Hedlund Hermansson Månsson Ek Dahl Brandt Skoglund Westin Solheim Strøm Lunde Jensen Hansen "
    "Kowalska Nowak Wiśniewski Wójcik Śliwa Kamiński Mohamed Taylor Brown O'Brien Müller"
).split()
STREETS = "Storgatan Skolgatan Parkvägen Kyrkostigen Ängsvägen Järnvägsvägen Genvägen Strandgatan Björkvägen".split()
TOWNS = ("Uppsala", "Borås", "Varberg", "Eskilstuna", "Helsingborg", "Karlstad", "Borlänge")
MEMOS = (
    "", "Havremjölk i kaffet", "=2+2 sa han på skoj", "Hund som heter Bosse\nfår ett kex", "Vill ha påse",
    'Gillar mörkrostat; "inte för starkt"', "Liker kanelboller på fredag", "Uczulona na orzechy",
)  # fmt: skip
ITEMS = (("Kaffe", "Dryck", 42), ("Te", "Dryck", 38), ("Kanelbulle", "Bakverk", 32), ("Smörgås", "Mat", 79),
         ("Bok", "Böcker", 229))  # fmt: skip
_TODAY = datetime(2026, 11, 22, 12)  # noqa: DTZ001


@dataclass(frozen=True, slots=True)
class _Person:
    first: str
    last: str
    email: str
    phone: str


def square_customers(path: Path, count: int, seed: int = 1) -> None:
    """Square's list of customers: one in six cannot be reached, one in a hundred stands there a second time."""
    chance = Random(seed)
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(SQUARE)
        before: list[str] = []
        for number in range(count):
            again = before and chance.random() < 0.01
            row = before if again else _square_row(_person(chance, number), chance)
            rows.writerow([*row[:14], _square_id(chance), *row[14:]])
            before = row


def loyverse_receipts(path: Path, count: int, seed: int = 2) -> None:
    """Loyverse's receipts by item: a line for each item, three in ten a stranger's, some refunded or cancelled."""
    chance = Random(seed)
    people = [_person(chance, number) for number in range(max(1, count // 5))]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(LOYVERSE)
        for number in range(count):
            rows.writerows(_loyverse_rows(people, number, chance))


def _person(chance: Random, number: int) -> _Person:
    first, last = chance.choice(FIRST), chance.choice(LAST)
    name = "".join(letter for letter in f"{first}.{last}".lower() if letter.isascii() and letter != "'")
    digits = f"{number * 7 % 10_000_000:07}"
    phone = chance.choice((f"+4670{digits}", f"070-{digits}", f"(070) {digits}", f"0046 70 {digits}"))
    reached = chance.random()
    return _Person(
        first,
        last,
        f"{name}{number}@example.{chance.choice(('se', 'com', 'org'))}" if reached < 0.6 else "",
        phone if 0.3 < reached < 0.8 or reached > 0.97 else "",
    )


def _square_row(person: _Person, chance: Random) -> list[str]:
    """All but the program's own id."""
    last = _TODAY - timedelta(days=chance.randrange(400))
    first = last - timedelta(days=chance.randrange(900))
    birthday = f"{chance.randint(1935, 2008)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    visits = chance.randint(1, 90)
    return [
        "",
        person.first,
        person.last,
        person.email,
        # So that no spreadsheet takes it for a sum.
        f"'{person.phone}" if person.phone.startswith("+") else person.phone,
        "",
        "",
        f"{chance.choice(STREETS)} {chance.randint(1, 600)}",
        "",
        chance.choice(TOWNS),
        "",
        str(chance.randint(10_000, 99_999)),
        birthday if chance.random() < 0.22 else "",
        chance.choice(MEMOS),
        chance.choice(("Directory", "Loyalty", "Manual", "Instant Profile")),
        f"{first:%Y-%m-%d}",
        f"{last:%Y-%m-%d}",
        str(visits),
        f"${visits * 83:,}.00",
        chance.choice(("subscribed", "unsubscribed", "unknown")),
        chance.choice(("Yes", "No")),
        "No",
    ]


def _square_id(chance: Random) -> str:
    return "".join(chance.choices("0123456789ABCDEFGHJKMNPQRSTVWXYZ", k=26))


def _loyverse_rows(people: list[_Person], number: int, chance: Random) -> Iterator[list[str]]:
    at = _TODAY - timedelta(minutes=chance.randrange(700 * 24 * 60))
    person = chance.choice(people) if chance.random() < 0.7 else None
    contacts = ", ".join(part for part in (person.email, person.phone) if part) if person else ""
    fate = chance.random()
    sign = -1 if fate < 0.04 else 1
    for name, category, price in chance.sample(ITEMS, chance.choice((1, 1, 1, 2))):
        quantity = sign * chance.choice((1, 1, 2))
        paid = quantity * price
        yield [
            f"{at:%d/%m/%Y %H:%M}",
            f"1-{1000 + number}",
            "Refund" if sign < 0 else "Sale",
            category,
            str(10_000 + price),
            name,
            "",
            "",
            str(quantity),
            f"{paid:.2f}",
            "0.00",
            f"{paid:.2f}",
            f"{paid * 0.3:.2f}",
            f"{paid * 0.7:.2f}",
            "0.00",
            "Äta här",
            "Disk 1",
            "Bokkaféet",
            "Erik",
            f"{person.first} {person.last}" if person else "",
            contacts,
            "",
            "Cancelled" if fate > 0.975 else "Closed",
        ]
