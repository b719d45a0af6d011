"""The programme file: defaults, every kind of mistake with its line, and the way back to JSON."""

from __future__ import annotations

import json
import tomllib
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kassa.domain.programme import Programme, RewardRule, StampCard, Streak, Tier, Tiers
from kassa.exchange.programme_file import ProgrammeProblems, read_programme, to_json
from kassa.exchange.programme_lines import Lines

FULL = (Path(__file__).parent / "full_programme.toml").read_text("utf-8")
SHOP = """[shop]
name = "Kafé Å"
currency = "SEK"
timezone = "Europe/Stockholm"
"""
CARD = (
    SHOP
    + """
[[item]]
id = "coffee"
name = "Kaffe"

[[reward]]
id = "free"
name = "Kaffe"
kind = "item"
item = "coffee"

[[stamp_card]]
id = "card"
name = "Kaffekortet"
boxes = 10
per = "item"
item = "coffee"
reward = "free"
"""
)


def problems(text: str | bytes) -> list[tuple[int, str]]:
    data = text.encode() if isinstance(text, str) else text
    with pytest.raises(ProgrammeProblems) as caught:
        read_programme(data)
    return [(problem.line, str(problem.why)) for problem in caught.value.problems]


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def test_everything_that_a_file_can_say() -> None:
    programme = read_programme(FULL.encode())
    assert (programme.shop_name, programme.currency, programme.timezone) == ("Bokkaféet", "SEK", "Europe/Stockholm")
    assert (programme.day_starts, programme.goodwill_per_day, programme.quick_item) == (time(4), 10000, "coffee")
    assert programme.items[0].price == 4200
    assert programme.items[0].cost == 900
    assert programme.rewards[0] == RewardRule(
        "free-coffee", "Valfri kaffedryck", "item", "coffee", valid_days=90, points=200, ring_up="Kaffe, rabatt 100 %"
    )
    assert programme.rewards[1].value == 5000
    assert programme.rewards[4].percent == 12.5
    assert programme.stamp_cards == (
        StampCard(
            "coffee-card", "Kaffekortet", 10, "item", "free-coffee", "coffee", None, 2, "first", "Välkomstgåva", 0, 20
        ),
    )
    assert programme.tiers is not None
    assert [level.start for level in programme.tiers.levels] == [0, 200000, 500000]
    assert programme.tiers.levels[2].welcome == "gold-gift"
    assert programme.tiers.levels[1].points_factor == 1.25
    campaign = programme.campaigns[0]
    assert (campaign.days, campaign.hours) == (("tue",), (time(14), time(16)))
    assert campaign.dates == (date(2026, 11, 1), date(2026, 12, 31))
    assert campaign.stamps_factor == 2
    assert programme.points
    assert programme.points.per == 1000
    assert programme.birthday
    assert programme.birthday.joined_days == 14
    assert programme.referral
    assert programme.referral.min_purchase == 5000
    assert programme.subscriptions[0].uses == 30
    assert programme.streak == Streak("week", ((4, "free-coffee"), (12, "friend-gift")))


def test_defaults() -> None:
    assert read_programme(SHOP.encode()) == Programme("Kafé Å", "SEK", "Europe/Stockholm")
    card = read_programme(CARD.encode()).stamp_cards[0]
    assert (card.head_start, card.head_start_on, card.min_purchase, card.max_per_day) == (0, "first", 0, None)
    tiers = read_programme((SHOP + '[tiers]\n[[tier]]\nid="a"\nname="A"\n').encode()).tiers
    assert tiers == Tiers("spend", 12, 12, (Tier("a", "A", 0),))


@pytest.mark.parametrize("text", [SHOP, CARD, FULL])
def test_windows_files_read_the_same(text: str) -> None:
    assert read_programme(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()) == read_programme(text.encode())


def test_the_json_is_the_files_own_shape() -> None:
    shown = to_json(read_programme(FULL.encode()))
    assert shown["item"][0] == {"id": "coffee", "name": "Kaffe", "price": "42.00", "cost": "9.00", "earns": True}
    assert shown["tier"][1]["from"] == "2000.00"
    assert shown["streak"] == {"per": "week", "rewards": {"4": "free-coffee", "12": "friend-gift"}}
    assert shown["campaign"][0]["hours"] == ["14:00", "16:00"]
    assert json.loads(json.dumps(shown)) == shown
    assert to_json(read_programme(SHOP.encode())) == {
        "shop": {
            "name": "Kafé Å",
            "currency": "SEK",
            "timezone": "Europe/Stockholm",
            "day_starts": "00:00",
            "return_days": 30,
            "amount": "optional",
        }
    }


def test_what_the_json_says_is_what_the_file_said() -> None:
    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: plain(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [plain(inner) for inner in value]
        return value.isoformat() if isinstance(value, date) else value

    written, shown = plain(tomllib.loads(FULL)), to_json(read_programme(FULL.encode()))
    for section, tables in written.items():
        pairs = zip(tables, shown[section], strict=True) if isinstance(tables, list) else [(tables, shown[section])]
        for told, seen in pairs:
            assert told.items() <= seen.items()


MISTAKES = [
    # what is replaced in CARD, by what, and what the sentence must hold; the line is that of the replacement
    ('currency = "SEK"', 'currency = "KRONER"', "KRONER"),
    ('currency = "SEK"', 'currency = "DEM"', "DEM"),
    ('timezone = "Europe/Stockholm"', 'timezone = "Europe/Lund"', "Europe/Lund"),
    ('timezone = "Europe/Stockholm"', 'timezone = "Europe"', "timezone"),
    ('timezone = "Europe/Stockholm"', 'timezone = "../../etc/passwd"', "timezone"),
    ('name = "Kafé Å"', "name = 7", "quotation marks"),
    ('name = "Kafé Å"', 'name = " "', "empty"),
    ('name = "Kafé Å"', 'name = "a\\u0000b"', "can't be shown"),
    ('name = "Kafé Å"', 'name = "A"\nday_starts = "25:00"', "14:00"),
    ('name = "Kafé Å"', 'name = "A"\nreturn_days = -1', "from 0"),
    ('name = "Kafé Å"', 'name = "A"\nreturn_days = true', "whole number"),
    ('name = "Kafé Å"', 'name = "A"\namount = "sometimes"', "required"),
    ('name = "Kafé Å"', 'name = "A"\nquick_item = "tea"', "tea"),
    ('name = "Kafé Å"', 'name = "A"\ngoodwill_per_day = "-1.00"', "below zero"),
    ('name = "Kafé Å"', 'name = "A"\ngoodwill_per_day = "1.005"', "42.00"),
    ('name = "Kafé Å"', 'name = "A"\ngoodwill_per_day = 100', "42.00"),
    ('name = "Kafé Å"', 'name = "A"\ngoodwill_per_day = "999999999999999.00"', "42.00"),
    ('name = "Kafé Å"', 'name = "A"\nreturn_dayz = 3', "return_days"),
    ("boxes = 10", "boxs = 10", "boxes"),
    ("boxes = 10", "boxes = 0", "from 1"),
    ("boxes = 10", "boxes = 1001", "1000"),
    ("boxes = 10", 'boxes = "10"', "whole number"),
    ("boxes = 10", "boxes = 10\nhead_start = 10", "head_start"),
    ("boxes = 10", "boxes = 10\nhead_start = -1", "head_start"),
    ("boxes = 10", 'boxes = 10\nhead_start_on = "always"', "every"),
    ("boxes = 10", 'boxes = 10\nmin_purchase = "1,00"', "42.00"),
    ("boxes = 10", "boxes = 10\nmax_per_day = 0", "max_per_day"),
    ('per = "item"', 'per = "litre"', "visit"),
    ('reward = "free"', 'reward = "gift"', "gift"),
    ('item = "coffee"\n\n', 'item = "tea"\n\n', "tea"),
    ('kind = "item"', 'kind = ["item"]', "percent"),
    ('id = "coffee"', 'id = "42"', "letter"),
    ('id = "coffee"\nname = "Kaffe"', 'id = "coffee"\nname = "Kaffe"\nearns = "no"', "true or false"),
]


@pytest.mark.parametrize(("old", "new", "part"), MISTAKES)
def test_a_mistake_names_its_line(old: str, new: str, part: str) -> None:
    text = CARD.replace(old, new, 1)
    assert text != CARD
    line = line_of(text, new.rstrip()) + new.rstrip().count("\n")
    assert any(at == line and part in why for at, why in problems(text)), problems(text)


@pytest.mark.parametrize(
    ("removed", "header", "key"),
    [
        ('name = "Kafé Å"', "[shop]", "name"),
        ('currency = "SEK"', "[shop]", "currency"),
        ('timezone = "Europe/Stockholm"', "[shop]", "timezone"),
        ('id = "coffee"', "[[item]]", "id"),
        ('kind = "item"', "[[reward]]", "kind"),
        ("boxes = 10", "[[stamp_card]]", "boxes"),
        ('per = "item"', "[[stamp_card]]", "per"),
        ('reward = "free"', "[[stamp_card]]", "reward"),
        ('item = "coffee"\n\n', "[[reward]]", "item"),
        ('item = "coffee"\nreward', "[[stamp_card]]", "item"),
    ],
)
def test_what_is_missing_is_named_at_its_heading(removed: str, header: str, key: str) -> None:
    text = CARD.replace(removed, "reward" if removed.endswith("reward") else "", 1)
    assert (line_of(text, header), f"“{key}” is missing here: add a line for it.") in problems(text)


@pytest.mark.parametrize(
    ("tail", "line", "part"),
    [
        ("[[reward]]\nid = 'x'\nname = 'X'\nkind = 'percent'\nvalue = 101", 5, "at most 100"),
        ("[[reward]]\nid = 'x'\nname = 'X'\nkind = 'percent'\nvalue = nan", 5, "at most 100"),
        ("[[reward]]\nid = 'x'\nname = 'X'\nkind = 'percent'\nvalue = '10'", 5, "number"),
        ("[[reward]]\nid = 'x'\nname = 'X'\nkind = 'amount'\nvalue = '0.00'", 5, "more than zero"),
        ("[[reward]]\nid = 'x'\nname = 'X'\nkind = 'amount'", 1, "“value” is missing"),
        ("[[item]]\nid = 'x'\nname = 'X'\n[[item]]\nid = 'x'\nname = 'Y'", 5, "twice"),
        ("[[stamp_card]]\nid='x'\nname='X'\nboxes=5\nper='amount'\nreward='y'", 1, "“step” is missing"),
        ("[points]\nexpire_months = 12", 1, "“per” is missing"),
        ("[points]\nper = '10.00'\nexpire_months = 0", 3, "expire_months"),
        ("[tiers]\n", 1, "at least one"),
        ("[[tier]]\nid='a'\nname='A'", 1, "[tiers]"),
        ("[tiers]\nmeasure='kilos'\n[[tier]]\nid='a'\nname='A'", 2, "visits"),
        ("[tiers]\n[[tier]]\nid='a'\nname='A'\nfrom='5.00'\n[[tier]]\nid='b'\nname='B'\nfrom='5.00'", 9, "lowest"),
        ("[tiers]\n[[tier]]\nid='a'\nname='A'\nfrom=5", 5, "42.00"),
        ("[tiers]\n[[tier]]\nid='a'\nname='A'\nfrom='5.00'", 5, "begins at 0"),
        ("[tiers]\nmeasure='visits'\n[[tier]]\nid='a'\nname='A'\nfrom='5.00'", 6, "whole number"),
        ("[tiers]\n[[tier]]\nid='a'\nname='A'\nwelcome='x'", 5, "“x”"),
        ("[tiers]\n[[tier]]\nid='a'\nname='A'\npoints_factor=-1", 5, "above 0"),
        ("[[campaign]]\nid='a'\nname='A'\ndays=[\n  'mon',\n  'noday',\n]", 6, "tue"),
        ("[[campaign]]\nid='a'\nname='A'\ndays='mon'", 4, "square brackets"),
        ("[[campaign]]\nid='a'\nname='A'\nhours=['14:00']", 4, "until"),
        ("[[campaign]]\nid='a'\nname='A'\nhours=['14:00', '24:00']", 4, "23:59"),
        ("[[campaign]]\nid='a'\nname='A'\nhours=['14:00', '14:00']", 4, "same time"),
        ("[[campaign]]\nid='a'\nname='A'\ndates=[2026-12-31, 2026-11-01]", 4, "after the last"),
        ("[[campaign]]\nid='a'\nname='A'\ndates=['2026-12-31', '2026-11-01']", 4, "without quotation"),
        ("[[campaign]]\nid='a'\nname='A'\ntiers=['silver']", 4, "silver"),
        ("[[campaign]]\nid='a'\nname='A'\nstamps_factor=1.5", 4, "whole number"),
        ("[birthday]\ndays_before = 7", 1, "“reward” is missing"),
        ("[referral]\nreward = 'x'", 2, "“x”"),
        ("[[subscription]]\nid='a'\nname='A'", 1, "“item” is missing"),
        ("[streak]\nper = 'day'\nrewards = { 4 = 'x' }", 2, "week"),
        ("[streak]\nper = 'week'", 1, "rewards"),
        ("[streak]\n[streak.rewards]\n4 = 'x'", 3, "“x”"),
        ("[streak]\nrewards = { four = 'x' }", 2, "number of weeks"),
        ("[item]\nid = 'x'", 1, "[[item]]"),
        ("[[points]]\nper = '1.00'", 1, "[points]"),
        ("item = [1]", 1, "[shop]"),
        ("[stampcard]\nid = 'x'", 1, "stamp_card"),
        ('["sho\\u001bp"]\n', 1, "sho\ufffdp"),
    ],
)
def test_mistakes_in_every_section(tail: str, line: int, part: str) -> None:
    # a heading in front, so that line numbers can't be right by chance
    head = SHOP + "\n"
    if tail == "item = [1]":
        head, line, part = "", 1, "[[item]]"
    assert any(at == line + head.count("\n") and part in why for at, why in problems(head + tail)), problems(
        head + tail
    )


def test_all_problems_at_once_in_the_order_of_lines() -> None:
    found = problems(CARD.replace('"SEK"', '"XYZ"').replace("boxes = 10", "boxes = 0\ncolour = 3") + "\n[extra]\n")
    assert [line for line, _ in found] == [3, 19, 20, 25]


@pytest.mark.parametrize(
    ("data", "line", "part"),
    [
        (b"", 1, "[shop]"),
        (b"\n\n", 1, "[shop]"),
        (SHOP.encode("utf-16"), 1, "UTF-16"),
        (SHOP.encode("windows-1252"), 2, "UTF-8"),
        (SHOP.encode() + b"\x00", 5, "not a text file"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", 3, "not a text file"),
        (SHOP.encode() + b"name", 5, "="),
        (SHOP.encode() + b"amount = optional\n", 5, "quotation marks"),
        (SHOP.encode() + b'amount = "optional\n', 5, "no end"),
        (SHOP.encode() + b"amount = 'optional\n", 5, "no end"),
        (SHOP.encode() + b'amount = "optional" x\n', 5, "after the value"),
        (SHOP.encode() + b'name = "B"\n', 5, "twice"),
        (SHOP.encode() + b"[shop]\n", 5, "twice"),
        (SHOP.encode() + b"[points\n", 5, "]"),
        (SHOP.encode() + b"x = " + b"[" * 100_000, 1, "too many times"),
        (SHOP.encode() + b"x = " + b"9" * 5000, 5, "too large"),
        (SHOP.encode() + b"dates = 2026-02-30", 5, "no such day"),
    ],
)
def test_what_is_no_toml(data: bytes, line: int, part: str) -> None:
    assert any(at == line and part in why for at, why in problems(data)), problems(data)


def test_lines_of_everything_that_toml_allows() -> None:
    text = '''# [shop] in a comment
title = "[x] # not a comment" # "
long = """
[not] = a heading
\\""" still """""
raw = \'\'\'
[[neither]]
it\'s'''
    text += """'''
a . "b.c" = 1
list = [ # a comment ]
  1, "]",
  { x = 1, y.z = [
    2 ] },
]
"quo\\u0041ted" = 1979-05-27 07:32:00
[ table . "sub" ] # ]
k = 'v'
[[many]]
k = 1
[[many]]
k = 2
[[many.inner]]
k = 3
[many.inner.deep]
k = 4
"""
    tomllib.loads(text)
    lines = Lines(text)
    for path, line in {
        ("title",): 2,
        ("long",): 3,
        ("raw",): 6,
        ("a", "b.c"): 9,
        ("list",): 10,
        ("list", 1): 11,
        ("list", 2): 12,
        ("list", 2, "y", "z", 0): 13,
        ("quoAted",): 15,
        ("table", "sub", "k"): 17,
        ("many", 0, "k"): 19,
        ("many", 1): 20,
        ("many", 1, "inner", 0, "k"): 23,
        ("many", 1, "inner", 0, "deep", "k"): 25,
        ("many", 1, "absent"): 20,
        ("absent",): 1,
    }.items():
        assert lines.of(*path) == line, path


def outcome(data: bytes) -> Programme | ProgrammeProblems:
    try:
        return read_programme(data)
    except ProgrammeProblems as error:
        return error


@settings(max_examples=300, deadline=None)
@given(st.integers(0, len(FULL)), st.integers(0, 12), st.text(max_size=6))
def test_no_edit_of_a_file_is_a_crash(at: int, cut: int, new: str) -> None:
    edited = FULL[:at] + new + FULL[at + cut :]
    found = outcome(edited.encode("utf-8", "surrogatepass"))
    if isinstance(found, ProgrammeProblems):
        assert found.problems
        assert all(1 <= problem.line <= edited.count("\n") + 2 and str(problem.why) for problem in found.problems)


def test_a_huge_file_is_not_even_read() -> None:
    assert problems(b"#" * 100_000_000) == [(1, "This file is too large to be a programme: choose another.")]
