"""Work off the window's thread: answered on it, once, to whoever is still there."""

from __future__ import annotations

import gc
import logging
import threading
import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QThread
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from kassa.errors import KassaError
from kassa.ui.jobs import Job, Jobs, Progress
from kassa.words import say


class Page(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.got: list[object] = []
        self.refused: list[str] = []
        self.ended = 0
        self.progress: list[Progress] = []
        self.threads: set[QThread] = set()

    def done(self, value: object) -> None:
        self.threads.add(QThread.currentThread())
        self.got.append(value)

    def failed(self, error: KassaError) -> None:
        self.threads.add(QThread.currentThread())
        self.refused.append(error.code)

    def end(self) -> None:
        self.ended += 1

    def tell(self, progress: Progress) -> None:
        self.threads.add(QThread.currentThread())
        self.progress.append(progress)


@pytest.fixture
def jobs(qtbot: QtBot) -> Iterator[Jobs]:
    jobs = Jobs()
    yield jobs
    assert jobs.close(5000)


@pytest.fixture
def page(qtbot: QtBot) -> Page:
    page = Page()
    qtbot.addWidget(page)
    return page


def refuse(job: Job) -> None:
    raise KassaError("unknown_card", say("No such card."))


def test_the_answer_comes_on_the_windows_thread(jobs: Jobs, page: Page, qtbot: QtBot) -> None:
    worked: list[int] = []

    def work(job: Job) -> str:
        worked.append(threading.get_ident())
        return "Maria"

    jobs.run(work, done=page.done, ended=page.end)
    assert page.got == []
    qtbot.waitUntil(lambda: page.got == ["Maria"])
    assert page.threads == {page.thread()}
    assert worked != [threading.get_ident()]
    assert page.ended == 1
    assert jobs.count == 0


def test_a_refusal_is_no_bug(jobs: Jobs, page: Page, qtbot: QtBot) -> None:
    bugs: list[object] = []
    jobs.bug.connect(bugs.append)
    jobs.run(refuse, done=page.done, failed=page.failed, ended=page.end)
    qtbot.waitUntil(lambda: page.refused == ["unknown_card"])
    assert page.ended == 1
    assert bugs == []


def test_a_refusal_nobody_waits_for_is_told_to_all(jobs: Jobs, page: Page, qtbot: QtBot) -> None:
    with qtbot.waitSignal(jobs.refused) as told:
        jobs.run(refuse, done=page.done)
    assert told.args[0].code == "unknown_card"


def test_a_bug_is_logged_and_told(jobs: Jobs, page: Page, qtbot: QtBot, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR), qtbot.waitSignal(jobs.bug) as told:
        jobs.run(lambda job: 1 // 0, done=page.done, failed=page.failed, ended=page.end)
    assert isinstance(told.args[0], ZeroDivisionError)
    assert "ZeroDivisionError" in caplog.text
    qtbot.waitUntil(lambda: page.ended == 1)
    assert page.refused == []
    assert page.got == []


def test_the_latest_question_wins(jobs: Jobs, page: Page, qtbot: QtBot) -> None:
    gate = threading.Event()

    def slow(job: Job) -> str:
        gate.wait(5)
        return "old"

    first = jobs.run(slow, done=page.done, channel="search")
    jobs.run(lambda job: "new", done=page.done, channel="search")
    jobs.run(lambda job: "other", done=page.done, channel="elsewhere")
    gate.set()
    assert jobs.wait_all(5000)
    assert sorted(map(str, page.got)) == ["new", "other"]
    assert first.cancelled


def test_cancelled_before_it_began_it_never_begins(page: Page, qtbot: QtBot) -> None:
    jobs = Jobs(threads=1)
    gate = threading.Event()
    begun: list[str] = []
    jobs.run(lambda job: gate.wait(5))
    waiting = jobs.run(lambda job: begun.append("never"), done=page.done, ended=page.end)
    waiting.cancel()
    gate.set()
    assert jobs.wait_all(5000)
    assert begun == []
    assert page.got == []
    assert page.ended == 0


def test_long_work_tells_its_progress_after_half_a_second(jobs: Jobs, page: Page, qtbot: QtBot) -> None:
    def work(job: Job) -> str:
        for step in range(70):
            time.sleep(0.01)
            job.progress(step, 70)
        job.progress(70, 70)
        return "done"

    began = time.monotonic()
    busy: list[bool] = []
    jobs.busy.connect(busy.append)
    jobs.run(work, done=page.done, progress=page.tell)
    qtbot.waitUntil(lambda: bool(page.progress), timeout=5000)
    assert time.monotonic() - began >= 0.45
    qtbot.waitUntil(lambda: page.got == ["done"], timeout=5000)
    assert page.progress[-1] == Progress(70, 70)
    assert len(page.progress) < 30
    assert busy == [True, False]


def test_quick_work_is_no_matter_of_progress(jobs: Jobs, page: Page, qtbot: QtBot) -> None:
    def work(job: Job) -> None:
        for step in range(100):
            job.progress(step, 100)

    jobs.run(work, done=page.done, progress=page.tell)
    assert jobs.wait_all(5000)
    qtbot.wait(600)
    assert page.progress == []


def test_cancelling_leaves_long_work(jobs: Jobs, page: Page, qtbot: QtBot) -> None:
    started = threading.Event()

    def work(job: Job) -> None:
        started.set()
        while True:
            time.sleep(0.005)
            job.check()

    job = jobs.run(work, done=page.done, failed=page.failed)
    started.wait(5)
    job.cancel()
    assert jobs.wait_all(5000)
    assert page.got == []
    assert page.refused == []


def test_a_dialog_that_is_gone_is_not_called(jobs: Jobs, qtbot: QtBot) -> None:
    gate = threading.Event()
    called: list[str] = []

    class Dialog(QDialog):
        def done_working(self, value: object) -> None:
            called.append("a dead dialog")
            self.setWindowTitle("dead")

    dialog = Dialog()
    jobs.run(lambda job: gate.wait(5), done=dialog.done_working)
    dialog.deleteLater()
    QCoreApplication.sendPostedEvents(dialog, QEvent.Type.DeferredDelete.value)
    gate.set()
    assert jobs.wait_all(5000)
    assert called == []


def test_a_job_keeps_nobody_alive(jobs: Jobs, qtbot: QtBot) -> None:
    gate = threading.Event()
    called: list[str] = []

    class Listener(QObject):
        def hear(self, value: object) -> None:
            called.append("kept alive")

    listener = Listener()
    jobs.run(lambda job: gate.wait(5), done=listener.hear)
    del listener
    gc.collect()
    gate.set()
    assert jobs.wait_all(5000)
    assert called == []


def test_only_bound_methods_are_answered(jobs: Jobs) -> None:
    with pytest.raises(TypeError):
        jobs.run(lambda job: 1, done=lambda value: None)
    assert jobs.count == 0


def test_closing_finishes_writes_and_cancels_reads(page: Page, qtbot: QtBot) -> None:
    jobs = Jobs(threads=1)
    gate = threading.Event()
    written: list[str] = []
    jobs.run(lambda job: gate.wait(5))
    jobs.run(lambda job: written.append("a purchase"), done=page.done)
    jobs.run(lambda job: written.append("a search"), done=page.done, channel="search")
    threading.Timer(0.05, gate.set).start()
    assert jobs.close(5000)
    assert written == ["a purchase"]
    late = jobs.run(lambda job: written.append("too late"))
    assert late.cancelled
    assert written == ["a purchase"]


def test_waiting_has_an_end(qtbot: QtBot) -> None:
    jobs = Jobs()
    gate = threading.Event()
    jobs.run(lambda job: gate.wait(5))
    assert not jobs.wait_all(50)
    gate.set()
    assert jobs.wait_all(5000)


def test_a_receiver_that_breaks_is_a_bug_of_the_receiver_only(jobs: Jobs, page: Page, qtbot: QtBot) -> None:
    class Broken(QObject):
        def hear(self, value: object) -> None:
            raise RuntimeError("broken")

    broken = Broken()
    with qtbot.captureExceptions() as caught:
        jobs.run(lambda job: 1, done=broken.hear, ended=page.end)
        jobs.run(lambda job: 2, done=page.done)
        assert jobs.wait_all(5000)
    assert len(caught) == 1
    assert page.got == [2]
    assert page.ended == 1
