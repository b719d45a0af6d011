from __future__ import annotations

import pytest

from kassa import config
from kassa.cli.options import OPTION, Options, read_options, shown
from kassa.config import Config


def read(*words: str, **environment: str) -> Options:
    return read_options(words, environment)


def test_options_stand_before_the_verb_and_the_rest_is_left_alone() -> None:
    options = read("--store", "/s", "--json", "--lang", "pl", "--till", "bar", "find", "--json", "--lang")
    assert (options.where, options.as_json, options.words.language, options.till) == ("/s", True, "pl", "bar")
    assert options.rest == ("find", "--json", "--lang")
    assert options.problem is None


def test_a_value_may_hang_on_its_option() -> None:
    options = read("--store=/a=b", "--lang=nb", "find")
    assert (options.where, options.words.language) == ("/a=b", "nb")


def test_nothing_given_is_the_window_on_the_usual_store() -> None:
    options = read()
    assert options.rest == ()
    assert not options.named
    assert options.till
    assert options.where.endswith("kassa")


def test_the_environment_names_the_store_and_the_option_wins() -> None:
    assert read("find", KASSA_STORE="/env").where == "/env"
    assert read("find", KASSA_STORE="/env").named
    assert read("--store", "/here", "find", KASSA_STORE="/env").where == "/here"


def test_what_was_chosen_in_the_settings_holds_until_an_option_says_otherwise() -> None:
    config.write(Config(language="nb", till="Disken"))
    assert (read().words.language, read().till) == ("nb", "Disken")
    options = read("--lang", "pl", "--till", "bar")
    assert (options.words.language, options.till) == ("pl", "bar")


@pytest.mark.parametrize(
    "words",
    [
        ["--nonsense", "find"],
        ["-x", "find"],
        ["--store"],
        ["--store", "--json", "find"],
        ["--store", "", "find"],
        ["--store", "a\0b", "find"],
        ["--store", "caf\udce9", "find"],
        ["--till", " ", "find"],
        ["--lang", "de", "find"],
        ["--json=yes", "find"],
        ["--json", "--json", "find"],
        ["--store", "a", "--store", "b", "find"],
    ],
)
def test_wrong_options_are_one_problem_naming_them(words: list[str]) -> None:
    problem = read(*words).problem
    assert problem is not None
    assert problem.code == "bad_value"
    assert problem.details["field"].startswith("-")


def test_a_problem_is_still_told_in_the_form_asked_for() -> None:
    options = read("--nonsense", "--json", "--lang", "sv", "find")
    assert options.problem is not None
    assert options.as_json
    assert options.words.language == "sv"


def test_an_undecodable_store_of_the_environment_is_refused() -> None:
    problem = read("find", KASSA_STORE="caf\udce9").problem
    assert problem is not None
    assert problem.code == "bad_value"


@pytest.mark.parametrize("value", ["-2", "-2.50", "--06-03", "- oat milk", "-", "--", "-- so", "--two words", "---"])
def test_numbers_days_and_sentences_are_values(value: str) -> None:
    assert not OPTION.fullmatch(value)


@pytest.mark.parametrize("option", ["--amount", "--dry-run", "--name=x y\nz", "-h", "-xyz"])
def test_words_with_dashes_are_options(option: str) -> None:
    assert OPTION.fullmatch(option)


def test_a_word_shown_in_a_sentence_is_short_and_harmless() -> None:
    assert shown("a\x1b[2Jb\n\udce9") == "a�[2Jb��"
    assert len(shown("x" * 10_000)) == 61
