"""The rules as a shopkeeper says them, and what another programme would change."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from kassa.domain.programme import Programme, not_counted
from kassa.services.rules_in_words import Change, Section, changes, rules_in_words
from kassa.words import LANGUAGES, Text, Words
from tests.builders import CAFE, programme

WHOLE = """
[shop]
name = "Bokkaféet"
currency = "SEK"
timezone = "Europe/Stockholm"
amount = "never"
goodwill_per_day = "100.00"
[[item]]
id = "coffee"
name = "Kaffe"
[[reward]]
id = "free"
name = "Valfri kaffedryck"
kind = "item"
item = "coffee"
valid_days = 0
points = 200
[[reward]]
id = "tenth"
name = "Tio"
kind = "percent"
value = 12.5
[[stamp_card]]
id = "visits"
name = "Besökskortet"
boxes = 1
per = "visit"
reward = "tenth"
min_purchase = "20.00"
max_per_day = 1
[[stamp_card]]
id = "spend"
name = "Köpkortet"
boxes = 5
head_start = 1
head_start_on = "every"
per = "amount"
step = "50.00"
reward = "free"
[points]
per = "10.00"
[tiers]
measure = "visits"
window_months = 1
keep_months = 0
[[tier]]
id = "base"
name = "Bas"
[[tier]]
id = "friend"
name = "Vän"
from = 1
[[campaign]]
id = "slow"
name = "Tisdag"
stamps_factor = 2
[birthday]
reward = "free"
[referral]
reward = "tenth"
[[subscription]]
id = "month"
name = "Kaffe varje dag"
item = "coffee"
[streak]
rewards = { 4 = "free" }
"""


def told(text: Text | str | None, language: str = "en") -> str:
    return Words(language).text(text).replace("\u00a0", " ") if isinstance(text, Text) else text or ""


def but(thing: Any, field: str, value: Any) -> Any:
    """The same with one field otherwise."""
    return replace(thing, **{field: value})


def section(of: Programme, kind: str, own_id: str = "") -> list[str]:
    found = [each for each in rules_in_words(of) if (each.kind, each.id) == (kind, own_id)]
    return [told(rule.text) for rule in found[0].rules]


def differing(before: str, after: str) -> list[tuple[str, str, str]]:
    return [(told(c.section), told(c.before), told(c.after)) for c in changes(programme(before), programme(after))]


def test_a_stamp_card_in_words() -> None:
    assert section(programme(), "stamp_card", "coffee-card") == [
        "A stamp for each one bought: Kaffe.",
        "10 stamps fill the card.",
        "A full card gives: Valfri kaffedryck, to use within 90 days.",
        "The first 2 boxes are stamped from the start, on a customer's first card.",
        "The customer is told why: “Välkomstgåva”.",
    ]
    assert section(programme(WHOLE), "stamp_card", "visits") == [
        "Each visit gives a stamp.",
        "1 stamp fills the card.",
        "A full card gives: Tio.",
        "Only purchases of at least SEK 20.00 count.",
        "At most 1 stamp a day.",
    ]
    assert section(programme(WHOLE), "stamp_card", "spend") == [
        "Each SEK 50.00 of a purchase gives a stamp.",
        "5 stamps fill the card.",
        "A full card gives: Valfri kaffedryck, to use the same day.",
        "The first box is stamped from the start, on every card.",
    ]


def test_tiers_in_words() -> None:
    assert section(programme(), "tiers") == [
        "What counts is what was bought in the last 12 months.",
        "Once reached, a tier is kept for at least 12 months.",
    ]
    assert section(programme(), "tier", "base") == ["From the first day."]
    assert section(programme(), "tier", "gold") == ["From SEK 5,000.00.", "On reaching it: Guldgåva."]
    assert section(programme(WHOLE), "tiers") == [
        "What counts are the visits of the last month.",
        "A tier is kept as long as the purchases reach it.",
    ]
    assert section(programme(WHOLE), "tier", "friend") == ["From 1 visit."]


def test_rewards_items_and_the_shop_in_words() -> None:
    assert section(programme(), "reward", "free-coffee") == [
        "One on the house: Kaffe.",
        "To use within 90 days.",
        "The cashier rings up “Kaffe, rabatt 100 %”.",
    ]
    assert section(programme(), "reward", "gold-gift") == ["SEK 50.00 off."]
    assert section(programme(WHOLE), "reward", "tenth") == ["12.5 % off."]
    assert section(programme(), "item", "coffee") == ["Price: SEK 42.00."]
    assert section(programme(), "item", "gift-card") == ["No fixed price.", "Earns no stamps."]
    assert section(programme(), "shop") == [
        "The shop is called “Bokkaféet”.",
        "Amounts are in SEK.",
        "The clock is that of Europe/Stockholm.",
        "The day begins at 04:00: what is sold before belongs to the day before.",
        "A cashier may take back a purchase for 30 days, an owner always.",
        "A visit may be saved with the amount or without.",
        "Enter with nothing typed is one of: Kaffe.",
    ]
    assert section(programme(WHOLE), "shop")[-3:] == [
        "The till asks for no amount: visits and items alone count.",
        "Enter with nothing typed is a visit.",
        "A cashier may give away SEK 100.00 a day as goodwill.",
    ]


def test_what_is_not_counted_yet_is_named() -> None:
    assert section(programme(WHOLE), "later") == [
        "Points.",
        "Campaign: Tisdag.",
        "For a birthday: Valfri kaffedryck.",
        "For bringing a friend: Tio.",
        "Subscription: Kaffe varje dag.",
        "For coming week after week.",
    ]
    assert len(not_counted(programme(WHOLE))) == 6
    assert "later" not in {each.kind for each in rules_in_words(programme())}


def test_nothing_that_the_file_says_is_left_out() -> None:
    """Whatever value of a rule is another, ``changes`` tells of it."""
    whole = programme(WHOLE)
    first, second = whole.stamp_cards
    for field, value in (("boxes", 2), ("min_purchase", 1), ("max_per_day", 2), ("reward", "free"), ("name", "X")):
        assert changes(whole, but(whole, "stamp_cards", (but(first, field, value), second))), field
    for field, value in (("head_start", 2), ("head_start_on", "first"), ("head_start_reason", "X"), ("step", 1)):
        assert changes(whole, but(whole, "stamp_cards", (first, but(second, field, value)))), field
    for field, value in (("name", "X"), ("price", 5), ("cost", 5), ("earns", False)):
        assert changes(whole, but(whole, "items", (but(whole.items[0], field, value),))), field
    for field, changed in (("name", "X"), ("percent", 5.0), ("valid_days", 5), ("points", 5), ("ring_up", "X")):
        assert changes(whole, but(whole, "rewards", (whole.rewards[0], but(whole.rewards[1], field, changed)))), field
    for field in ("campaigns", "birthday", "referral", "streak", "points", "subscriptions", "tiers"):
        assert changes(whole, but(whole, field, () if field in ("campaigns", "subscriptions") else None)), field
    slow = replace(whole.campaigns[0], stamps_factor=3)
    assert changes(whole, replace(whole, campaigns=(slow,))) == (
        Change(rules_in_words(whole)[-1].title, rules_in_words(whole)[-1].rules[1].text,
               rules_in_words(whole)[-1].rules[1].text),
    )  # fmt: skip


def test_a_change_is_told_rule_by_rule() -> None:
    assert differing(CAFE, CAFE) == []
    assert differing(CAFE, CAFE.replace("boxes = 10", "boxes = 8").replace("valid_days = 90", "valid_days = 1")) == [
        ("Kaffekortet", "10 stamps fill the card.", "8 stamps fill the card."),
        (
            "Kaffekortet",
            "A full card gives: Valfri kaffedryck, to use within 90 days.",
            "A full card gives: Valfri kaffedryck, to use within 1 day.",
        ),
        ("Valfri kaffedryck", "To use within 90 days.", "To use within 1 day."),
    ]


def test_what_goes_and_what_comes() -> None:
    gone = CAFE.replace('[[tier]]\nid = "gold"\nname = "Guld"\nfrom = "5000.00"\nwelcome = "gold-gift"\n', "")
    assert differing(CAFE, gone) == [
        ("Guld", "It is called “Guld”.", ""),
        ("Guld", "From SEK 5,000.00.", ""),
        ("Guld", "On reaching it: Guldgåva.", ""),
    ]
    assert next((title, after) for title, _, after in differing(gone, CAFE)) == ("Guld", "It is called “Guld”.")


def test_a_new_name_is_a_change() -> None:
    assert differing(CAFE, CAFE.replace('name = "Kaffekortet"', 'name = "Kortet"')) == [
        ("Kortet", "It is called “Kaffekortet”.", "It is called “Kortet”.")
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("boxes", [1, 2, 5, 22])
def test_every_sentence_can_be_said_in_every_language(language: str, boxes: int) -> None:
    text = CAFE.replace("boxes = 10", f"boxes = {boxes}").replace("head_start = 2", "head_start = 0")
    for each in (*rules_in_words(programme(text)), *rules_in_words(programme(WHOLE))):
        assert told(each.title, language)
        for rule in each.rules:
            sentence = told(rule.text, language)
            assert sentence.endswith((".", "”.", ".”")) and "{" not in sentence
            count = rule.text.values.get("n")
            assert count is None or count == 1 or str(count) in sentence


def test_rules_are_told_apart_by_what_they_are_about() -> None:
    for each in rules_in_words(programme(WHOLE)):
        assert isinstance(each, Section)
        assert len({rule.about for rule in each.rules}) == len(each.rules)
