"""Only the newest wish counts, and only one job is under way."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial

import pytest
from pytestqt.qtbot import QtBot

from kassa.errors import KassaError
from kassa.ui.importing.latest import Latest, StoppedError, Working
from kassa.ui.jobs import Jobs
from kassa.words import say


class Desk:
    """Work that waits at a gate, and notes who is in it."""

    def __init__(self) -> None:
        self.gate = threading.Event()
        self.begun = threading.Event()
        self.inside = self.most = 0
        self.stopped: list[str] = []

    def work(self, job: Working, name: str) -> str:
        self.inside += 1
        self.most = max(self.most, self.inside)
        self.begun.set()
        assert self.gate.wait(10)
        try:
            job.progress(1, 2)
        except StoppedError:
            self.stopped.append(name)
            raise
        finally:
            self.inside -= 1
        return name


@pytest.fixture
def jobs(qtbot: QtBot) -> Iterator[Jobs]:
    made = Jobs()
    yield made
    made.close()


def settle(jobs: Jobs, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: jobs.count == 0)


def test_of_many_wishes_the_last_is_answered_and_those_between_never_begin(jobs: Jobs, qtbot: QtBot) -> None:
    latest, desk = Latest(jobs), Desk()
    answers: list[object] = []
    latest.done.connect(answers.append)
    latest.ask(partial(desk.work, name="first"))
    assert desk.begun.wait(10)
    for name in ("second", "third", "fourth"):
        latest.ask(partial(desk.work, name=name))
    assert jobs.count == 1
    desk.gate.set()
    settle(jobs, qtbot)
    assert answers == ["fourth"]
    assert desk.stopped == ["first"]
    assert desk.most == 1


def test_what_is_forgotten_never_answers(jobs: Jobs, qtbot: QtBot) -> None:
    latest, desk = Latest(jobs), Desk()
    answers: list[object] = []
    latest.done.connect(answers.append)
    latest.ask(partial(desk.work, name="first"))
    assert desk.begun.wait(10)
    latest.forget()
    desk.gate.set()
    settle(jobs, qtbot)
    assert answers == []
    latest.ask(partial(desk.work, name="next"))
    settle(jobs, qtbot)
    assert answers == ["next"]


def test_a_refusal_is_told_and_the_next_wish_still_heard(jobs: Jobs, qtbot: QtBot) -> None:
    latest = Latest(jobs)
    told: list[KassaError] = []
    latest.failed.connect(told.append)

    def refuse(job: Working) -> None:
        raise KassaError("bad_file", say("The file is empty: choose another."))

    for _ in range(2):
        latest.ask(refuse)
        settle(jobs, qtbot)
    assert [error.code for error in told] == ["bad_file", "bad_file"]


def test_a_bug_of_ours_is_told_apart(jobs: Jobs, qtbot: QtBot, caplog: pytest.LogCaptureFixture) -> None:
    latest = Latest(jobs)
    broken: list[bool] = []
    latest.broke.connect(lambda: broken.append(True))

    def stumble(job: Working) -> None:
        raise ZeroDivisionError

    latest.ask(stumble)
    settle(jobs, qtbot)
    assert broken == [True]
    caplog.clear()
