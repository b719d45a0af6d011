from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kassa.cli.command_line import read_command
from kassa.cli.verb import UseCase
from kassa.cli.verbs import LATER, PROGRAMS, VERBS
from kassa.errors import KassaError


def request(*words: str) -> dict[str, Any]:
    return read_command(words).request


def refused(*words: str) -> KassaError:
    with pytest.raises(KassaError) as caught:
        read_command(words)
    assert caught.value.code == "bad_value"
    assert caught.value.exit_status == 2
    return caught.value


def test_the_contracts_own_example() -> None:
    assert request("buy", "#1042", "--amount", "89.00", "--item", "coffee=2", "--receipt", "1001") == {
        "customer": "#1042",
        "amount": "89.00",
        "items": [{"item": "coffee", "quantity": 2}],
        "receipt": "1001",
    }


def test_required_fields_stand_in_the_tables_order_wherever_the_options_are() -> None:
    assert request("adjust", "--programme", "coffee-card", "c1", "stamps", "-2", "spilt") == {
        "customer": "c1",
        "unit": "stamps",
        "delta": -2,
        "reason": "spilt",
        "programme": "coffee-card",
    }


def test_a_negative_number_or_a_day_is_a_value() -> None:
    assert request("edit", "c1", "--birthday", "--06-03") == {"customer": "c1", "birthday": "--06-03"}
    assert request("edit", "c1", "--birthday=--06-03") == {"customer": "c1", "birthday": "--06-03"}
    assert request("buy", "c1", "--amount", "-5.00")["amount"] == "-5.00"
    assert request("note", "c1", "- oat milk")["text"] == "- oat milk"


def test_two_words_are_one_verb() -> None:
    assert read_command(["note", "done", "n1", "--outcome", "kept"]).verb.name == "note done"
    assert read_command(["cards", "print", "a.pdf", "cr80", "--blank", "3"]).request == {
        "out": "a.pdf",
        "sheet": "cr80",
        "blank": 3,
    }
    assert read_command(["note", "c1", "done"]).verb.name == "note"


def test_yes_and_no_may_be_said_in_four_ways() -> None:
    assert request("note", "c1", "hi", "--pinned")["pinned"] is True
    assert request("note", "--pinned", "c1", "hi") == {"pinned": True, "customer": "c1", "text": "hi"}
    assert request("note", "c1", "hi", "--pinned", "false")["pinned"] is False
    assert request("note", "c1", "hi", "--pinned=false")["pinned"] is False
    assert request("note", "c1", "hi", "--no-pinned")["pinned"] is False
    assert request("consent", "c1", "sms", "true")["given"] is True


def test_lists_are_repeated_or_with_commas() -> None:
    assert request("edit", "c1", "--tags", "a,b", "--tags", "c")["tags"] == ["a", "b", "c"]
    items = request("return", "p1", "--item", "coffee", "--item", "bun=2=30.00")["items"]
    assert items == [{"item": "coffee", "quantity": 1}, {"item": "bun", "quantity": 2, "amount": "30.00"}]


def test_underscores_are_typed_as_dashes() -> None:
    assert request("import", "customers", "a.csv", "--dry-run") == {"file": "a.csv", "dry_run": True}
    assert request("buy", "c1", "--non-earning", "1.00")["non_earning"] == "1.00"


def test_after_two_dashes_everything_is_a_value() -> None:
    assert request("note", "--kind", "likes", "--", "c1", "--json") == {
        "kind": "likes",
        "customer": "c1",
        "text": "--json",
    }


def test_an_empty_query_is_a_query() -> None:
    assert request("find", "") == {"query": ""}


def test_help_after_a_verb_is_the_verbs() -> None:
    asked = read_command(["buy", "--help"])
    assert (asked.verb.name, asked.help) == ("buy", True)


@pytest.mark.parametrize(
    ("words", "field"),
    [
        (["find"], "query"),
        (["note", "c1"], "text"),
        (["adjust", "c1", "stamps", "-2"], "reason"),
        (["find", "lind", "mar"], "mar"),
        (["find", "x", "--limit"], "limit"),
        (["find", "x", "--limit", "--json"], "limit"),
        (["find", "x", "--limit", "1", "--limit", "2"], "limit"),
        (["find", "x", "--colour", "red"], "colour"),
        (["find", "x", "--json"], "--json"),
        (["find", "--query", "x"], "query"),
        (["find", "x", "-v"], "v"),
        (["cards", "print", "a.pdf", "cr80", "--glossy"], "glossy"),
        (["note", "c1", "hi", "--no-kind"], "no_kind"),
    ],
)
def test_wrong_words_name_the_field(words: list[str], field: str) -> None:
    assert refused(*words).details["field"] == field


@pytest.mark.parametrize("verb", sorted(LATER))
def test_a_later_verb_says_that_it_is_not_here_yet(verb: str) -> None:
    assert "isn't in this version" in str(refused(*verb.split(), "x", "--out", "y").text)


def test_half_a_verb_says_what_may_follow() -> None:
    assert "print, assign, replace, lost, block" in str(refused("cards").text)
    assert "isn't in this version" in str(refused("staff").text)
    assert "There is no verb" in str(refused("dance").text)


def test_every_verb_so_far_is_there() -> None:
    assert set(VERBS) == {
        *"add edit consent find show note buy return redeem undo carry adjust why sheets designs report check".split(),
        *("note edit", "note done", "note remove"),
        *("cards print", "cards assign", "cards replace", "cards lost", "cards block"),
        *("import customers", "import sales", "export customers", "export ledger", "export purchases"),
        *("programme show", "programme apply", "programme check"),
    }
    assert not LATER & set(VERBS)


@pytest.mark.parametrize("verb", [*VERBS.values(), *PROGRAMS.values()], ids=lambda verb: verb.name)
def test_the_usage_line_of_every_verb_can_be_typed(verb: UseCase) -> None:
    required = [one.name for one in verb.fields if one.required]
    optional = [one for one in verb.fields if not one.required]
    words = [*verb.name.split(), *required]
    words += [word for one in optional for word in ((one.dashed,) if one.form.flag else (one.dashed, one.form.example))]
    asked = read_command(words)
    assert asked.verb is verb
    assert set(asked.request) == {one.name for one in verb.fields}


@given(
    st.lists(
        st.one_of(st.sampled_from([*VERBS, "cards", "--item", "--", "--pinned"]), st.text(st.characters())), max_size=6
    )
)
def test_any_words_are_read_or_refused(words: list[str]) -> None:
    try:
        read_command(words or ["find"])
    except KassaError as error:
        told = error
    else:
        return
    assert told.exit_status == 2
    assert str(told.text)
