"""Personal identity numbers are noticed in whatever form somebody types them, and nothing else is."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kassa.domain.codes import grouped, new_code
from kassa.domain.identity import holds_identity_number

# Skatteverket's own examples and test numbers, the two in use abroad by their authorities' test series.
SWEDISH = ["811228-9874", "670919-9530", "121212-1212", "640823-3234"]
COORDINATION = ["701063-2391", "640883-3231"]
NORWEGIAN = ["01010750160", "15021951940"]
POLISH = ["44051401359", "02070803628"]


def luhn(nine: str) -> str:
    doubled = (int(digit) * (2 - place % 2) for place, digit in enumerate(nine))
    return str(-sum(each // 10 + each % 10 for each in doubled) % 10)


def norwegian(nine: str) -> str | None:
    first = -sum(int(d) * w for d, w in zip(nine, (3, 7, 6, 1, 8, 9, 4, 5, 2), strict=True)) % 11
    ten = f"{nine}{first}"
    second = -sum(int(d) * w for d, w in zip(ten, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2), strict=False)) % 11
    return None if 10 in (first, second) else f"{ten}{second}"


@pytest.mark.parametrize("number", [*SWEDISH, *COORDINATION, *NORWEGIAN, *POLISH])
def test_the_authorities_own_examples(number: str) -> None:
    assert holds_identity_number(number)


@pytest.mark.parametrize(
    "text",
    [
        "8112289874", "198112289874", "19811228-9874", "811228+9874", "811228 9874", "811228 - 9874", "19 811228-9874",
        "1981-12-28-9874", "81-12-28-9874", "81 12 28 9874", "81.12.28-9874", "811228\u20139874", "811228\u20119874",
        "811228\u22129874", "811228\u00a09874", "811228\u2009-\u20099874",
        "\uff18\uff11\uff11\uff12\uff12\uff18-\uff19\uff18\uff17\uff14",
        "٨١١٢٢٨-٩٨٧٤",
        "pnr811228-9874", "Pnr:8112289874.", "(811228-9874)", "född 811228-9874, gillar te", "x811228-9874y",
        "123456 7890 811228-9874", "\n811228-9874\n",
        "010107 50160", "010107-50160", "01.01.07 50160", "01 01 07 50160", "f.nr. 01010750160!", "PESEL44051401359",
    ],
)  # fmt: skip
def test_spaced_glued_and_dressed_up(text: str) -> None:
    assert holds_identity_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "811228-9875", "811328-9873", "810229-9870", "556012-5790", "701093-2398", "01010750161", "44051401358",
        "811228", "2026-11-22", "20261122", "2026-11-22 14:30", "2026-11-22 1430", "12345678", "89.00", "1 234,50",
        "978-9113084909", "978-91-1-308490-8", "9789113084908", "978 9102121235", "+46 70 123 45 67", "+8112289874",
        "0046811228987", "070-123 45 67", "0701122334", "0701234567", "08-123 45 67", "407 193 8261", "4071938261",
        "1811228-98741", "81122898740", "", "٠",
    ],
)  # fmt: skip
def test_what_is_none(text: str) -> None:
    assert not holds_identity_number(text)


FORMS = ["{whole}{tail}", "{whole}-{tail}", "{six}-{tail}", "{six} {tail}", "{divided}-{tail}"]


@given(st.dates(date(1910, 1, 1), date(2026, 12, 31)), st.integers(0, 999), st.booleans(), st.sampled_from(FORMS))
def test_every_swedish_number_in_every_form(born: date, number: int, coordination: bool, form: str) -> None:
    divided = f"{born:%Y-%m}-{born.day + 60 * coordination}" if coordination else f"{born:%Y-%m-%d}"
    whole = divided.replace("-", "")
    tail = f"{number:03}" + luhn(f"{whole[2:]}{number:03}")
    written = form.format(whole=whole, six=whole[2:], divided=divided, tail=tail)
    assert holds_identity_number(written)
    assert not holds_identity_number(written[:-1] + str((int(tail[-1]) + 1) % 10))


@given(st.dates(date(1900, 1, 1), date(2039, 12, 31)), st.integers(0, 999), st.booleans())
def test_every_norwegian_number_and_d_number(born: date, number: int, foreign: bool) -> None:
    whole = norwegian(f"{born.day + 40 * foreign:02}{born:%m%y}{number:03}")
    if whole is not None:
        assert holds_identity_number(whole)
        assert holds_identity_number(f"{whole[:6]} {whole[6:]}")


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.integers(0, 9999))
def test_every_pesel(born: date, number: int) -> None:
    ten = f"{born:%y}{born.month + 20 * (born.year >= 2000):02}{born:%d}{number:04}"
    check = -sum(int(d) * w for d, w in zip(ten, (1, 3, 7, 9) * 3, strict=False)) % 10
    assert holds_identity_number(f"{ten}{check}")


# Each # is any digit.
PHONES = [
    "07#-### ## ##", "07########", "07# ### ## ##", "07#-#######", "+467########", "+46 7# ### ## ##", "00467########",
    "08-### ## ##", "08-### ### ##", "031-### ## ##", "0##-### ## ##", "## ## ## ##", "### ## ###", "+47 ## ## ## ##",
    "+47########", "+48 ### ### ##1", "###-###-##1", "010-### ## ##",
]  # fmt: skip


@pytest.mark.parametrize("form", PHONES)
def test_no_telephone_is_refused(form: str) -> None:
    random = Random(form)
    for _ in range(500):
        number = "".join(str(random.randrange(10)) if sign == "#" else sign for sign in form)
        assert not holds_identity_number(f"ring {number}")


def test_no_price_card_code_or_books_number_is_refused() -> None:
    random = Random(1)
    for _ in range(2000):
        code = new_code(random)
        title = f"91{random.randrange(10**7):07}"
        check = -sum(int(d) * (1 + 2 * (place % 2)) for place, d in enumerate("978" + title)) % 10
        book = f"{title}{check}"
        for text in (
            code, grouped(code), f"978{book}", f"978-{book}", f"978 {book}", f"978-91-{book[2]}-{book[3:9]}-{check}",
            f"{random.randrange(10**6)}.{random.randrange(100):02} kr", f"{random.randrange(10**6)} kr",
        ):  # fmt: skip
            assert not holds_identity_number(text), text
