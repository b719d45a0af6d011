from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kassa.cli import desk, pipe
from kassa.words import say
from tests.cli.conftest import PROGRAMME, Kassa

OP = "0b6f3f1e-6c3e-4a43-9d55-0d5b5ff9a001"


def test_the_contracts_own_example(kassa: Kassa, maria: str) -> None:
    request = {
        "do": "buy",
        "customer": maria,
        "amount": "89.00",
        "items": [{"item": "coffee", "quantity": 2}],
        "receipt": "1001",
        "op": OP,
    }
    first, again, other = kassa.pipe(request, request, {**request, "amount": "90.00"})
    assert first["ok"] is True
    assert set(first) == {"ok", "purchase", "entries", "issued", "standing"}
    assert again == first
    assert (other["ok"], other["error"]["code"]) == (False, "op_reused")


def test_the_command_line_prints_what_the_pipe_replies(kassa: Kassa, maria: str) -> None:
    (reply,) = kassa.pipe({"do": "show", "customer": maria})
    assert reply.pop("ok") is True
    assert kassa.do("show", maria) == reply


def test_every_line_gets_one_reply_in_order(kassa: Kassa, maria: str) -> None:
    replies = kassa.pipe(
        b"",
        b"   ",
        b"null",
        b"[]",
        b'"find"',
        b"{",
        b"\xff\xfe",
        b'{"do": "find", "query": "maria"',
        {"query": "maria"},
        {"do": None},
        {"do": 7},
        {"do": "demo"},
        {"do": "pipe"},
        {"do": "backup"},
        {"do": "find", "query": "maria"},
    )
    assert [reply["ok"] for reply in replies] == [False] * 14 + [True]
    assert {reply["error"]["code"] for reply in replies[:-1]} == {"bad_value"}
    assert replies[-1]["results"][0]["id"] == maria


@pytest.mark.parametrize(
    "line",
    [
        b"[" * 200_000,
        b'{"do":' * 100_000,
        b'{"do": "find", "query": "x", "query": "y"}',
        b'{"do": "find", "query": "x", "limit": NaN}',
        b'{"do": "find", "query": "x", "limit": 1e999}',
        b'{"do": "find", "query": "x", "limit": ' + b"9" * 5000 + b"}",
        b'{"do": "find", "query": "\\ud800"}',
        b'{"do": "find", "query": "a\\u0000b"}',
        b'{"do": "find", "query": "' + b"x" * 10_000_000 + b'"}',
        b"x" * (pipe.LONGEST_LINE + 10),
        b'{"do": "find", "query": 7}',
        b'{"do": "find", "query": "x", "colour": "red"}',
        b'{"do": "find", "query": "x", "limit": "5"}',
        b'{"do": "find", "query": "x", "limit": true}',
    ],
    ids=lambda line: line[:50].decode(),
)
def test_a_bad_line_is_bad_value_and_the_pipe_lives_on(kassa: Kassa, line: bytes) -> None:
    bad, good = kassa.pipe(line, {"do": "sheets"})
    assert bad["error"]["code"] == "bad_value"
    assert good["ok"] is True


def test_null_is_the_same_as_absent(kassa: Kassa, maria: str) -> None:
    bought, missing = kassa.pipe(
        {"do": "buy", "customer": maria, "amount": None, "items": None, "op": None, "nonsense": None},
        {"do": "buy", "customer": None},
    )
    assert bought["purchase"]["amount"] is None
    assert missing["error"]["field"] == "customer"


def test_a_byte_order_mark_and_a_missing_last_line_break_are_fine(kassa: Kassa) -> None:
    said = kassa("pipe", stdin=b'\xef\xbb\xbf{"do": "sheets"}\r\n{"do": "sheets"}')
    assert [reply["ok"] for reply in said.replies] == [True, True]


def test_no_input_is_no_output(nowhere: Kassa) -> None:
    said = nowhere("pipe")
    assert (said.status, said.out) == (0, "")


def test_the_pipe_waits_for_a_programme(nowhere: Kassa, tmp_path: Path) -> None:
    file = tmp_path / "cafe.toml"
    file.write_text(PROGRAMME, encoding="utf-8")
    missing, applied, found = nowhere.pipe(
        {"do": "find", "query": "x"}, {"do": "programme apply", "file": str(file)}, {"do": "find", "query": "x"}
    )
    assert missing["error"]["code"] == "store_missing"
    assert applied == {"ok": True, "version": 1}
    assert found == {"ok": True, "results": []}


def test_a_bug_is_told_and_the_next_request_served(kassa: Kassa, monkeypatch: pytest.MonkeyPatch) -> None:
    served = desk.Desk.serve
    broken = iter([True])

    def serve(self: desk.Desk, *words: Any) -> Any:
        if next(broken, False):
            raise ZeroDivisionError
        return served(self, *words)

    monkeypatch.setattr(desk.Desk, "serve", serve)
    bug, good = kassa.pipe({"do": "sheets"}, {"do": "sheets"})
    assert bug["error"]["code"] == "bug"
    assert good["ok"] is True


def test_names_come_back_exactly(kassa: Kassa) -> None:
    names = ["<b>", "=1+1", "O'Brien", "张伟", "x" * 200, "{0}", "%s", "\\n"]
    replies = kassa.pipe(*({"do": "add", "name": name} for name in names))
    assert [reply["customer"]["name"] for reply in replies] == names


def test_an_unsound_store_is_not_ok(kassa: Kassa, monkeypatch: pytest.MonkeyPatch) -> None:
    from kassa.services import checking

    monkeypatch.setattr(checking, "check", lambda _: (say("The ledger and the balance of {who} differ.", who="Maria"),))
    problem = "The ledger and the balance of Maria differ."
    told = {"ok": False, "problems": [problem]}
    assert kassa.pipe({"do": "check"}) == [told]
    said = kassa("--json", "check")
    assert (said.status, json.loads(said.out)) == (3, told)
    assert kassa("check").out == problem + "\n"
