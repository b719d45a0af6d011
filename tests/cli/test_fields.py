from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kassa.cli import fields
from kassa.cli.fields import Form, Portion
from kassa.errors import KassaError

ALL: list[Form] = [form for form in vars(fields).values() if isinstance(form, Form)]
ALL += [fields.whole(1, 10), fields.one_of("a", "b")]
UUID = "0b6f3f1e-6c3e-4a43-9d55-0d5b5ff9a001"

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


def refusal(form: Form, value: Any) -> KassaError | None:
    try:
        form.read("field", value)
    except KassaError as error:
        return error
    return None


def refused(form: Form, value: Any) -> KassaError:
    error = refusal(form, value)
    assert error is not None
    assert str(error.text)
    return error


@given(form=st.sampled_from(ALL), value=json_values.filter(lambda value: value is not None))
def test_any_json_value_is_read_or_refused_by_name(form: Form, value: Any) -> None:
    error = refusal(form, value)
    if error is not None:
        assert error.code in ("bad_value", "bad_amount")
        assert error.details["field"].startswith("field")


@given(form=st.sampled_from(ALL), words=st.lists(st.text(st.characters()), min_size=1, max_size=3))
def test_any_words_typed_are_read_or_refused(form: Form, words: Sequence[str]) -> None:
    error = refusal(form, form.typed(words))
    assert error is None or error.exit_status == 2


@pytest.mark.parametrize("value", [89, 89.0, True, ["89.00"], {"amount": "89.00"}, "\ud800"])
def test_an_amount_is_a_string_and_a_number_is_told_so(value: Any) -> None:
    assert refused(fields.MONEY, value).code == "bad_amount"


@pytest.mark.parametrize("value", ["5", 5.0, True, 10**30, -(10**30), float("inf"), None])
def test_a_whole_number_is_a_json_integer_within_bounds(value: Any) -> None:
    assert refused(fields.whole(), value).code == "bad_value"


def test_typed_numbers_may_be_negative() -> None:
    form = fields.whole()
    assert form.read("delta", form.typed(["-2"])) == -2
    assert form.read("delta", form.typed(["+2"])) == 2
    assert refused(form, form.typed(["two"])).code == "bad_value"
    assert refused(form, form.typed(["٣"])).code == "bad_value"


def test_an_op_is_a_uuid_and_its_case_makes_no_difference() -> None:
    assert fields.OP.read("op", UUID.upper()) == UUID
    assert fields.OPERATION.read("operation", UUID.upper()) == UUID
    assert fields.OPERATION.read("operation", "p12") == "p12"
    assert fields.OP.read("op", "till-2:000017") == "till-2:000017"
    for value in ("", "p12", " ", "x" * 101, UUID + "\n", 7):
        refused(fields.OP, value)


def test_a_moment_needs_its_offset() -> None:
    assert fields.MOMENT.read("at", "2026-11-22T14:05:00+01:00") == datetime(2026, 11, 22, 13, 5, tzinfo=UTC)
    assert fields.MOMENT.read("at", "2026-11-22T13:05:00Z") == datetime(2026, 11, 22, 13, 5, tzinfo=UTC)
    for value in ("2026-11-22T14:05:00", "2026-11-22", "yesterday", "0001-01-01T00:00:00+14:00", 1, ""):
        refused(fields.MOMENT, value)


def test_a_day_is_iso_and_possible() -> None:
    assert fields.DAY.read("due", "2026-11-30") == date(2026, 11, 30)
    for value in ("2026-02-30", "30/11/2026", "20261130", "0001-01-01", 20261130, ""):
        refused(fields.DAY, value)
    assert fields.DAY_OR_MOMENT.read("from", "2026-11-30") == date(2026, 11, 30)
    assert fields.DAY_OR_MOMENT.read("from", "2026-11-30T00:00:00Z") == datetime(2026, 11, 30, tzinfo=UTC)


def test_yes_and_no_are_true_and_false_only() -> None:
    assert fields.YES_NO.read("given", fields.YES_NO.typed(["true"])) is True
    assert fields.YES_NO.read("given", fields.YES_NO.typed(["False"])) is False
    for value in ("true", 1, 0, "yes"):
        refused(fields.YES_NO, value)


def test_items_typed_and_sent_are_the_same() -> None:
    sent = [{"item": "coffee", "quantity": 2, "amount": "84.00"}, {"item": "bun", "quantity": 1, "amount": None}]
    typed = fields.ITEMS.typed(["coffee=2=84.00", "bun"])
    want = (Portion("coffee", 2, "84.00"), Portion("bun", 1, None))
    assert fields.ITEMS.read("items", sent) == fields.ITEMS.read("items", typed) == want


@pytest.mark.parametrize(
    ("items", "field", "code"),
    [
        ("coffee", "items", "bad_value"),
        ({}, "items", "bad_value"),
        (["coffee"], "items[0]", "bad_value"),
        ([{"quantity": 1}], "items[0].item", "bad_value"),
        ([{"item": "coffee"}], "items[0].quantity", "bad_value"),
        ([{"item": "coffee", "quantity": 0}], "items[0].quantity", "bad_value"),
        ([{"item": "coffee", "quantity": "2"}], "items[0].quantity", "bad_value"),
        ([{"item": "coffee", "quantity": 1, "price": "1"}], "items[0].price", "bad_value"),
        (
            [{"item": "coffee", "quantity": 1}, {"item": "coffee", "quantity": 1, "amount": 4}],
            "items[1].amount",
            "bad_amount",
        ),
    ],
)
def test_a_wrong_item_is_named_by_its_place(items: Any, field: str, code: str) -> None:
    with pytest.raises(KassaError) as caught:
        fields.ITEMS.read("items", items)
    assert (caught.value.details["field"], caught.value.code) == (field, code)


def test_lists_are_typed_with_commas_or_repeated() -> None:
    assert fields.TEXTS.read("tags", fields.TEXTS.typed(["a,b", " c "])) == ("a", "b", "c")
    assert fields.TEXTS.read("tags", fields.TEXTS.typed([""])) == ()
    assert fields.TEXTS.read("customers", "all") == ("all",)
    refused(fields.TEXTS, [1])


def test_text_is_kept_as_it_is() -> None:
    for text in ("O'Brien", "<b>", "=1+1", "张伟", "x" * 200, "a\nb"):
        assert fields.TEXT.read("name", text) == text
    for text in ("a\0b", "\ud800", "caf\udce9", "x" * 10_001):
        assert refused(fields.TEXT, text).code == "bad_value"
    refused(fields.FILLED, " ")
    assert fields.FILE.read("file", "a b.csv") == Path("a b.csv")
