"""Fields in a text: found in any language, filled in once, and braces that are only braces."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kassa.domain.letter_text import FIELDS, Used, field_called, fill, first_name, literal, used
from kassa.words import LANGUAGES


def test_a_field_has_a_name_in_every_language_and_no_two_share_one() -> None:
    told = [(field, name) for field, names in FIELDS.items() for name in set(names.values())]
    assert all(set(names) == set(LANGUAGES) for names in FIELDS.values())
    assert len({name for _, name in told}) == len(told)
    assert all(field_called(name) == field for field, name in told)


@pytest.mark.parametrize("written", ["{förnamn}", "{Fornamn}", "{ FIRST NAME }", "{first-name}", "{imie}", "{fornavn}"])
def test_a_field_is_known_however_it_is_written(written: str) -> None:
    assert fill(f"Hej {written}!", {"first_name": "Maria"}, {}) == "Hej Maria!"


def test_unknown_fields_are_told_with_their_line() -> None:
    assert used("Hej {namn}\n\nDu har {stämplor}") == (Used("name", "namn", 1), Used(None, "stämplor", 3))
    assert fill("{stämplor}", {}, {}) == "{stämplor}"


def test_an_empty_value_says_what_stands_after_the_bar_or_else_the_usual_word() -> None:
    assert fill("Hej {förnamn|granne}!", {"first_name": None}, {"first_name": "vän"}) == "Hej granne!"
    assert fill("Hej {förnamn}!", {"first_name": ""}, {"first_name": "vän"}) == "Hej vän!"
    assert fill("Hej {förnamn|granne}!", {"first_name": "Maria"}, {}) == "Hej Maria!"


def test_braces_are_safe() -> None:
    assert fill("{{namn}} {namn} :-} {", {"name": "{shop} {0}"}, {}) == "{namn} {shop} {0} :-} {"
    assert literal("a {namn} b {{c}}") == "a  b c"
    assert used("{{namn}}") == ()


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("Maria Lindqvist", "Maria"),
        ("Lindqvist, Maria", "Maria"),
        ("王小明", "王小明"),
        ("  ", None),
        (None, None),
        ("Öberg,", "Öberg"),
    ],
)
def test_what_one_calls_a_person(name: str | None, called: str | None) -> None:
    assert first_name(name) == called


@given(st.text("ab{}|n\n äå", max_size=40))
def test_no_text_breaks_it_and_what_has_no_braces_stays(text: str) -> None:
    filled = fill(text, {}, {})
    assert used(filled.replace("{", "").replace("}", "")) == ()
    if "{" not in text and "}" not in text:
        assert filled == text
