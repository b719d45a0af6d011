"""What a killed import left half done: nobody waits for it but who asks about the whole register."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest

from kassa.cli import leftovers
from kassa.cli.door import run
from kassa.cli.options import read_options
from kassa.cli.terminal import Terminal
from kassa.services import importing, opening
from kassa.services.session import Session
from kassa.store import import_runs
from kassa.store.opening import open_store
from tests.cli.conftest import Kassa

LOYVERSE = Path(__file__).parents[1] / "data" / "loyverse_receipts_by_item.csv"


@pytest.fixture
def killed(kassa: Kassa, monkeypatch: pytest.MonkeyPatch) -> Kassa:
    """A shop whose import died half way."""

    def die(*_: object) -> None:
        raise SystemExit

    session = opening.open_session(str(kassa.store), till="office")
    monkeypatch.setattr(importing, "abandon", die)
    with pytest.raises(SystemExit):
        importing.import_sales(session, LOYVERSE, progress=die)
    monkeypatch.undo()
    session.close()
    assert left(kassa)
    return kassa


def left(kassa: Kassa) -> bool:
    store = open_store(str(kassa.store))
    with store.reading() as transaction:
        there = import_runs.any_unfinished(transaction)
    store.close()
    return there


def test_one_call_is_answered_and_tidies_a_little(killed: Kassa, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leftovers, "_MOMENT_SECONDS", -1.0)
    assert killed.do("add", "--name", "Anna Berg")["customer"]["name"] == "Anna Berg"
    assert left(killed)
    monkeypatch.undo()
    for _ in range(60):
        killed.do("find", "Anna")
        if not left(killed):
            break
    assert not left(killed)
    assert killed.do("check")["ok"]


def test_who_asks_about_the_whole_register_waits(
    killed: Kassa, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leftovers, "_MOMENT_SECONDS", -1.0)
    assert killed.do("export", "customers", str(tmp_path / "out.csv")) == {"rows": 0}
    assert not left(killed)


class _Asking(io.BytesIO):
    """Requests that are asked one after another, each with something to see to before."""

    def __init__(self, *steps: tuple[Callable[[], None], object]) -> None:
        super().__init__()
        self._steps: Iterator[tuple[Callable[[], None], object]] = iter(steps)

    def readline(self, size: int | None = -1, /) -> bytes:
        for before, request in self._steps:
            before()
            return json.dumps(request).encode() + b"\n"
        return b""


def test_the_pipe_serves_while_it_is_taken_out(killed: Kassa, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, may_go_on, out = Event(), Event(), io.BytesIO()

    def finish(session: Session, check: Callable[[], None]) -> bool:
        begun.set()
        assert may_go_on.wait(20)
        return opening.finish_imports(session, check)

    def served() -> None:
        assert begun.wait(20)
        assert json.loads(out.getvalue())["ok"]
        assert left(killed)
        may_go_on.set()

    monkeypatch.setattr(leftovers, "finish_imports", finish)
    asked = _Asking(
        (lambda: None, {"do": "find", "query": ""}),
        (served, {"do": "export customers", "file": str(tmp_path / "out.csv")}),
    )
    options = read_options(("--store", str(killed.store), "pipe"), {})
    assert run(options, Terminal(asked, out, io.BytesIO()), lambda *_: 0) == 0
    assert [json.loads(line)["ok"] for line in out.getvalue().splitlines()] == [True, True]
    assert not left(killed)


def test_the_end_of_the_input_waits_for_nothing(killed: Kassa, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leftovers.Cleaning, "wait", lambda _: pytest.fail("nobody asked"))
    assert killed.pipe({"do": "find", "query": ""})[0]["ok"]
    killed.do("check")
    assert not left(killed)
