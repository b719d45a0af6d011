"""Names as people type them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kassa.domain.folding import LONGEST_WORD, fold, joined_words, matches, words

NAMES = st.text(max_size=40) | st.text("aåäöæøłßéżIİ'- 王김ー12０", max_size=20)


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Åsa Öberg", "asa oberg"),
        ("Łukasz Żółć", "lukasz zolc"),
        ("Bjørn Ødegård", "bjorn odegard"),
        ("Kjær", "kjaer"),
        ("Groß", "gross"),
        ("Renée", "renee"),
        ("Þórður", "thordur"),
        ("İsmail Işık", "ismail isik"),
        ("Ａｎｎａ １２", "anna 12"),
        ("Ａ\u0301", "a"),
    ],
)
def test_folds_what_keyboards_lack(written: str, typed: str) -> None:
    assert fold(written) == typed
    assert fold(unicodedata.normalize("NFD", written)) == typed


@given(NAMES)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(NAMES)
def test_case_and_form_make_no_difference(text: str) -> None:
    assert words(unicodedata.normalize("NFD", text)) == words(unicodedata.normalize("NFC", text))


@given(NAMES)
def test_words_are_short_and_hold_no_signs_of_a_query(text: str) -> None:
    found = words(text)
    assert all(0 < len(word) <= LONGEST_WORD for word in found)
    assert all(letter.isalnum() for word in found for letter in word if letter.isascii())


def test_words_of_names() -> None:
    assert words("Anna-Lena O'Brien") == ["anna", "lena", "o", "brien"]
    assert words("王小明") == ["王", "小", "明"]
    assert words("김민수") == ["김", "민", "수"]
    assert words("Kund12 ١٢") == ["kund", "12", "12"]
    assert words('"*(NEAR_\x00 🦄') == ["near"]
    assert words("å" * 200) == ["a" * LONGEST_WORD]


def test_hyphens_and_apostrophes_may_be_left_out() -> None:
    assert joined_words("Anna-Lena O’Brien Berg") == ["annalena", "obrien"]
    assert joined_words("王-小 A1-2 Berg") == []


@pytest.mark.parametrize(
    ("name", "query", "lit"),
    [
        ("Maria Lindqvist", "lind mar", ["Mar", "Lind"]),
        ("Eva Lindberg", "berg", ["berg"]),
        ("Berit Lindberg", "ber", ["Ber"]),
        ("Bjørn Ødegård", "ODE bjørn", ["Bjørn", "Øde"]),
        ("Kjærsti Groß", "kjaer gros", ["Kjær", "Groß"]),
        ("O'Brien", "obri", ["O'Bri"]),
        ("Anna-Lena", "annalena", ["Anna-Lena"]),
        ("A\u030asa", "as", ["A\u030as"]),
        ("Rene\u0301 Berg", "rene", ["Rene\u0301"]),
        ("王小明", "小明", ["小明"]),
        ("<b>Eva</b>", "eva", ["Eva"]),
        ("Eva Lind", "jvqx", []),
        ("Eva Lind", "", []),
        ("", "eva", []),
    ],
)
def test_lights_what_was_found(name: str, query: str, lit: list[str]) -> None:
    assert [name[start:end] for start, end in matches(name, query)] == lit


@given(NAMES, NAMES)
def test_spans_lie_inside_in_order_and_apart(name: str, query: str) -> None:
    edges = [edge for span in matches(name, query) for edge in span]
    assert edges == sorted(set(edges))
    assert not edges or (edges[0] >= 0 and edges[-1] <= len(name))


@given(NAMES, st.data())
def test_every_word_of_the_name_lights_up(name: str, data: st.DataObject) -> None:
    name = unicodedata.normalize("NFC", name)
    if known := words(name):
        word = data.draw(st.sampled_from(known))
        lit = matches(name, word)
        assert any(word in fold(name[start:end]) for start, end in lit)
