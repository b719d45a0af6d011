"""The camera as a scanner: when it looks, what a card does, what it says; frames are fed, no camera is needed."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PIL import Image
from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QDialog, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from kassa import config
from kassa.config import Config
from kassa.errors import KassaError
from kassa.ui import theme
from kassa.ui.camera import eye as eye_module
from kassa.ui.camera import source
from kassa.ui.camera.eye import Eye
from kassa.ui.camera.sight import Sight
from kassa.ui.jobs import Jobs
from kassa.ui.widgets.curtain import Curtain
from kassa.words import Words, say
from tests.ui.camera import scenes
from tests.ui.camera.scenes import MARCUS, MARIA

ON = Config(camera="any")
EMPTY = scenes.scene()


class Feed(QObject):
    """A camera of numbers: what it is fed it offers, while it is open."""

    offered = Signal(object)
    failed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.wanted: list[str | None] = [None]

    def open(self, wanted: str) -> None:
        self.wanted.append(wanted)

    def close(self) -> None:
        self.wanted.append(None)

    @property
    def on(self) -> bool:
        return self.wanted[-1] is not None

    def show(self, frame: Image.Image) -> None:
        """A frame comes from the lens, whether or not anybody looks."""
        held = scenes.image(frame)

        def made() -> QImage:
            return held

        self.offered.emit(made)


class Counter:
    """A till with a camera."""

    def __init__(self, qtbot: QtBot, jobs: Jobs) -> None:
        self.qtbot = qtbot
        self.window = QWidget()
        self.lock = QWidget(self.window)
        self.lock.hide()
        self.feed = Feed()
        self.eye = Eye(Words("en"), jobs, self.lock, self.window)
        self.cards: list[str] = []
        self.eye.scanned.connect(self.cards.append)
        QVBoxLayout(self.window).addWidget(self.eye.finder)
        qtbot.addWidget(self.window)
        self.window.resize(316, 700)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)

    def begin(self, chosen: Config = ON) -> None:
        """The camera is chosen and there."""
        self.eye.use(self.feed)
        self.eye.choose(chosen)

    def see(self, frame: Image.Image) -> None:
        """Shows a frame and waits until it was looked at."""
        assert self.eye._reader is not None
        with self.qtbot.waitSignal(self.eye._reader.looked):
            self.feed.show(frame)

    def said(self) -> str:
        return self.eye.finder.status.full_text()


@pytest.fixture
def counter(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Counter]:
    monkeypatch.setattr(eye_module, "_AWAY_MS", 30)
    # What is not installed is asked for by name, and each test says itself whether it is there.
    monkeypatch.setattr(source, "is_installed", lambda: False)
    jobs = Jobs()
    made = Counter(qtbot, jobs)
    yield made
    made.eye.rest()
    jobs.close()


def of(*cards: str) -> Image.Image:
    places = ((0.3, 0.4), (0.7, 0.6))
    return scenes.scene(*(scenes.card(each) for each in cards), wide=0.35, at=places)


def test_off_unless_chosen(counter: Counter) -> None:
    counter.eye.choose(Config())
    counter.eye.use(counter.feed)
    assert not counter.feed.on
    assert counter.eye.finder.isHidden()


def test_a_card_shown_is_a_card_scanned_once(counter: Counter) -> None:
    counter.begin()
    assert counter.feed.wanted[-1] == "any"
    counter.see(EMPTY)
    assert counter.said() == "Show a card to the camera"
    for _ in range(3):
        counter.see(of(MARIA))
    assert counter.cards == [MARIA]
    assert counter.said() == "Card read"
    counter.see(of(MARIA, MARCUS))
    assert counter.cards == [MARIA, MARCUS]


def test_of_several_none_is_opened_and_it_says_so(counter: Counter) -> None:
    counter.begin()
    counter.see(of(MARIA, MARCUS))
    assert counter.cards == []
    assert counter.said() == "Several cards: show one alone"


def test_a_foreign_code_opens_nobody_and_it_says_so(counter: Counter) -> None:
    counter.begin()
    counter.see(scenes.scene(scenes.foreign()))
    assert counter.cards == []
    assert counter.said() == "That code is no loyalty card"


def test_what_was_said_of_a_card_can_be_read(counter: Counter) -> None:
    counter.begin()
    counter.see(of(MARIA))
    counter.see(EMPTY)
    assert counter.said() == "Card read"
    counter.eye.finder._said.setInterval(0)
    counter.eye.finder._said.start()
    counter.qtbot.waitUntil(lambda: not counter.eye.finder._said.isActive())
    counter.see(EMPTY)
    assert counter.said() == "Show a card to the camera"


def test_locked_it_sees_nothing(counter: Counter) -> None:
    counter.begin()
    counter.see(EMPTY)
    counter.lock.show()
    counter.qtbot.waitUntil(lambda: not counter.feed.on)
    assert counter.eye.finder.picture.image.isNull(), "the last picture is gone as well"
    counter.feed.show(of(MARIA))
    QApplication.processEvents()
    assert counter.cards == []
    counter.lock.hide()
    counter.qtbot.waitUntil(lambda: counter.feed.on)
    counter.see(of(MARIA))
    assert counter.cards == [MARIA]


def test_locked_before_it_was_switched_on_it_stays_off(counter: Counter) -> None:
    counter.lock.show()
    counter.begin()
    QApplication.processEvents()
    assert not counter.feed.on


def state(monkeypatch: pytest.MonkeyPatch, front: bool) -> None:
    """Another program comes to the front, or goes."""
    now = Qt.ApplicationState.ApplicationActive if front else Qt.ApplicationState.ApplicationInactive
    monkeypatch.setattr(QGuiApplication, "applicationState", lambda: now)
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    app.applicationStateChanged.emit(now)


def test_behind_another_program_it_is_off_and_in_front_on_again(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [100.0]
    counter.eye._sight = Sight(lambda: now[0])
    counter.begin()
    counter.see(of(MARIA))
    state(monkeypatch, front=False)
    assert counter.feed.on, "a message that comes and goes costs no start of the camera"
    counter.qtbot.waitUntil(lambda: not counter.feed.on)
    now[0] += 600
    state(monkeypatch, front=True)
    assert counter.feed.on
    counter.see(of(MARIA))
    assert counter.cards == [MARIA], "it has lain there all the time"


def test_back_at_once_it_never_went_off(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    counter.begin()
    state(monkeypatch, front=False)
    state(monkeypatch, front=True)
    assert counter.feed.wanted[-1] == "any"
    assert not counter.eye._away.isActive()


def test_a_question_that_waits_for_an_answer_is_not_run_over(counter: Counter) -> None:
    counter.begin()
    question = QDialog(counter.window)
    question.setModal(True)
    counter.qtbot.addWidget(question)
    question.show()
    counter.see(of(MARIA))
    assert counter.cards == []


def test_under_the_curtain_there_is_no_picture_and_cards_are_read(counter: Counter) -> None:
    counter.begin()
    bright = scenes.scene(light=5)
    counter.see(bright)
    centre = counter.eye.finder.picture.rect().center()

    def shade() -> int:
        return counter.eye.finder.picture.grab().toImage().pixelColor(centre.x(), 12).lightness()

    assert shade() > 250
    Curtain().draw()
    assert shade() < 245
    counter.see(of(MARIA))
    assert counter.cards == [MARIA]


def test_a_card_in_sight_gets_a_green_edge(counter: Counter) -> None:
    counter.begin()
    counter.see(EMPTY)
    picture = counter.eye.finder.picture
    act = theme.current().tokens.colour("act")
    assert picture.grab().toImage().pixelColor(2, picture.height() // 2) != act
    counter.see(of(MARIA))
    assert picture.grab().toImage().pixelColor(2, picture.height() // 2) == act


def test_what_fails_is_said_and_goes_when_there_is_a_picture(counter: Counter) -> None:
    counter.begin()
    counter.feed.failed.emit(say("There is no camera. Plug one in."))
    assert counter.said() == "There is no camera. Plug one in."
    assert not counter.eye.finder.picture.isVisible(), "an empty picture would take the people's room"
    counter.see(EMPTY)
    assert counter.said() == "Show a card to the camera"
    assert counter.eye.finder.picture.isVisible()


def test_another_camera_and_none(counter: Counter) -> None:
    counter.begin()
    counter.eye.choose(replace(ON, camera="/dev/video1"))
    assert counter.feed.wanted[-2:] == [None, "/dev/video1"]
    before = list(counter.feed.wanted)
    counter.eye.choose(replace(ON, camera="/dev/video1"))
    assert counter.feed.wanted == before, "the same again changes nothing"
    counter.eye.choose(Config())
    assert not counter.feed.on
    assert counter.eye.finder.isHidden()


def test_the_picture_folds_away_and_that_is_remembered(counter: Counter) -> None:
    counter.begin()
    finder = counter.eye.finder
    assert finder.picture.isVisible()
    assert finder.fold.accessibleName() == "Hide the camera's picture"
    finder.fold.click()
    counter.qtbot.waitUntil(lambda: config.read().camera_view == "hidden")
    assert not finder.picture.isVisible()
    assert finder.fold.accessibleName() == "Show the camera's picture"
    counter.see(of(MARIA))
    assert counter.cards == [MARIA]
    counter.eye.choose(replace(ON, camera_view="shown"))
    assert finder.picture.isVisible()


def test_a_low_column_has_no_room_for_the_picture(counter: Counter) -> None:
    counter.begin()
    counter.eye.finder.fit(400)
    assert not counter.eye.finder.picture.isVisible()
    assert not counter.eye.finder.fold.isVisible()
    counter.eye.finder.fit(700)
    assert counter.eye.finder.picture.isVisible()


def test_without_the_extra_it_says_how_to_get_it(counter: Counter) -> None:
    counter.eye.choose(ON)
    counter.qtbot.waitUntil(lambda: "uv tool install" in counter.said())
    assert 'uv tool install "kassa[camera]"' in counter.said()


@pytest.mark.parametrize(
    ("why", "told"),
    [
        ("libpulse.so.0: cannot open shared object file", "sudo apt install libpulse0"),
        ("libva.so.2: cannot open shared object file", "The camera needs libva.so.2, which this system lacks"),
    ],
)
def test_a_part_of_the_system_that_is_missing_is_named(why: str, told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(name: str) -> object:
        raise ImportError(why)

    monkeypatch.setattr(source, "is_installed", lambda: True)
    monkeypatch.setattr(source, "import_module", broken)
    with pytest.raises(KassaError) as caught:
        source.load()
    assert told in str(caught.value.text)


def test_it_leaves_no_thread_behind_when_its_window_goes(counter: Counter) -> None:
    def threads() -> list[str]:
        return [thread.name for thread in threading.enumerate() if thread.name == "camera"]

    counter.begin()
    counter.see(EMPTY)
    assert threads() == ["camera"]
    gone: Callable[[], None] = counter.eye.deleteLater
    QTimer.singleShot(0, gone)
    counter.qtbot.waitUntil(lambda: not threads())
    counter.eye = Eye(Words("en"), Jobs(), counter.lock)
