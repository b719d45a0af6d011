"""Notes: kinds, consent for health, days, order, history, ends, and the undo of each."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from kassa.domain.people import NOTE_KINDS
from kassa.errors import KassaError
from kassa.services import checking, corrections, customers, notes
from tests.builders import NOW, Shop


def code(call: Any, *arguments: Any, **named: Any) -> str:
    with pytest.raises(KassaError) as error:
        call(*arguments, **named)
    assert str(error.value.text)
    return error.value.code


def texts(shop: Shop, customer: str) -> list[str]:
    return [note.text for note in customers.show(shop.session, customer).notes]


@pytest.mark.parametrize("kind", [kind for kind in NOTE_KINDS if kind != "health"])
def test_every_kind_can_be_written(shop: Shop, kind: str) -> None:
    note = notes.add(shop.cashier("Ola"), shop.join(), " Gillar <b>earl grey</b> =1+1 ", kind)
    assert (note.text, note.kind, note.state, note.staff) == ("Gillar <b>earl grey</b> =1+1", kind, "open", "Ola")
    assert (note.created, note.edited, note.pinned, note.due) == (NOW, False, False, None)


def test_health_needs_the_customers_own_consent(shop: Shop) -> None:
    maria = shop.join()
    assert code(notes.add, shop.session, maria, "Nötallergi", "health") == "not_allowed"
    other = notes.add(shop.session, maria, "Tål inte allt", "other")
    assert code(notes.edit, shop.session, other.id, {"kind": "health"}) == "not_allowed"
    customers.consent(shop.session, maria, "health", given=True, how="muntligt")
    assert notes.add(shop.session, maria, "Nötallergi", "health").kind == "health"
    assert code(notes.add, shop.session, shop.join("Jan"), "Nötallergi", "health") == "not_allowed"
    customers.consent(shop.session, maria, "health", given=False)
    assert code(notes.add, shop.session, maria, "Laktos", "health") == "not_allowed"


@pytest.mark.parametrize(
    "values",
    [
        {"text": ""}, {"text": " \n "}, {"text": "x" * 2001}, {"text": "x", "kind": "gossip"}, {"text": "a\0b"},
        {"text": "a\ud800"}, {"text": "pnr 811228-9874"}, {"text": "fnr 01010750160"}, {"text": "PESEL 44051401359"},
        {"text": "ring", "assignee": "811228-9874"}, {"text": "ring", "assignee": "\x07"},
    ],
)  # fmt: skip
def test_what_can_not_be_kept_is_refused(shop: Shop, values: dict[str, Any]) -> None:
    maria = shop.join()
    assert code(notes.add, shop.session, maria, **values) == "bad_value"
    assert texts(shop, maria) == []


def test_the_refusal_of_an_identity_number_is_kind(shop: Shop) -> None:
    with pytest.raises(KassaError, match="leave it out"):
        notes.add(shop.session, shop.join(), "född 811228-9874")


def test_pinned_first_then_what_is_due_then_the_latest(shop: Shop) -> None:
    maria = shop.join()
    notes.add(shop.session, maria, "gammal")
    notes.add(shop.session, maria, "senare", "promise", due=date(2026, 12, 24), assignee="Ola")
    notes.add(shop.session, maria, "snart", "promise", due=date(2026, 11, 22))
    notes.add(shop.session, maria, "ny")
    notes.add(shop.session, maria, "fäst", pinned=True)
    assert texts(shop, maria) == ["fäst", "snart", "senare", "ny", "gammal"]


def test_an_edit_is_told_kept_and_undone(shop: Shop) -> None:
    maria = shop.join()
    note = notes.add(shop.session, maria, "Gillar te", "likes")
    edited = notes.edit(
        shop.session, note.id, {"text": "Gillar kaffe", "pinned": True, "due": date(2027, 1, 1)}, op="e1"
    )
    assert (edited.text, edited.pinned, edited.due, edited.edited) == ("Gillar kaffe", True, date(2027, 1, 1), True)
    notes.edit(shop.session, note.id, {"due": None}, op="e2")
    assert code(corrections.undo, shop.session, "e1") == "bad_value", "the note was changed again since"
    corrections.undo(shop.session, "e2")
    assert customers.show(shop.session, maria).notes[0].due == date(2027, 1, 1)
    with shop.session.store.reading() as transaction:
        history = [json.loads(row[0])["text"] for row in transaction.exec_driver_sql("SELECT before FROM note_past")]
    assert history == ["Gillar te", "Gillar kaffe", "Gillar kaffe"]


@pytest.mark.parametrize(
    "changes", [{"text": ""}, {"text": None}, {"kind": "x"}, {"state": "done"}, {"text": "811228-9874"}]
)
def test_a_bad_edit_changes_nothing(shop: Shop, changes: dict[str, Any]) -> None:
    maria = shop.join()
    note = notes.add(shop.session, maria, "Gillar te")
    assert code(notes.edit, shop.session, note.id, changes) == "bad_value"
    assert customers.show(shop.session, maria).notes == (note,)


def test_a_question_ends_when_asked_and_a_promise_when_kept(shop: Shop) -> None:
    maria = shop.join()
    question = notes.add(shop.session, maria, "Hur var resan?", "ask")
    promise = notes.add(shop.session, maria, "Spara en bulle", "promise")
    assert customers.show(shop.session, maria).greeting.note == question.id
    assert (notes.done(shop.session, question.id).state, notes.done(shop.session, promise.id).outcome) == (
        "done",
        "kept",
    )
    assert texts(shop, maria) == []
    assert customers.show(shop.session, maria).greeting.kind != "ask"
    assert code(notes.done, shop.session, question.id) == "bad_value"


def test_a_promise_may_be_released(shop: Shop) -> None:
    promise = notes.add(shop.session, shop.join(), "Spara en bulle", "promise")
    assert code(notes.done, shop.session, promise.id, outcome="811228-9874") == "bad_value"
    assert notes.done(shop.session, promise.id, outcome="released").outcome == "released"


def test_each_act_can_be_undone_once(shop: Shop) -> None:
    maria = shop.join()
    note = notes.add(shop.session, maria, "Hur var resan?", "ask", op="add")
    notes.done(shop.session, note.id, op="done")
    corrections.undo(shop.session, "done")
    assert customers.show(shop.session, maria).greeting.note == note.id
    assert code(corrections.undo, shop.session, "done") == "already_undone"
    notes.remove(shop.session, note.id, op="remove")
    assert texts(shop, maria) == []
    assert code(notes.remove, shop.session, note.id) == "bad_value"
    corrections.undo(shop.session, "remove")
    assert texts(shop, maria) == ["Hur var resan?"]
    assert corrections.undo(shop.session, "add").standing is None
    assert texts(shop, maria) == []
    assert checking.check(shop.session) == ()


@pytest.mark.parametrize("note", ["", "n", "n0", "n99", "p1", "nx", "n" + "9" * 30, "\ud800", "n1 OR 1=1"])
def test_a_note_that_is_not_there(shop: Shop, note: str) -> None:
    for call in (notes.done, notes.remove):
        assert code(call, shop.session, note) == "bad_value"
    assert code(notes.edit, shop.session, note, {"text": "x"}) == "bad_value"
