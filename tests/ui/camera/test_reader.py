"""Frames go by on a thread of their own: the newest counts, and each card is opened once."""

from __future__ import annotations

import threading
from functools import partial

import pytest
from PySide6.QtCore import QObject, QThread
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from kassa.ui.camera.decoder import Found
from kassa.ui.camera.reader import FrameReader, Look, grey
from kassa.ui.camera.sight import AWAY_S, Noticed, Sight
from tests.ui.camera import scenes
from tests.ui.camera.scenes import MARCUS, MARIA

NOBODY, MARIAS, BOTH = Found(), Found(frozenset({MARIA})), Found(frozenset({MARIA, MARCUS}))


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sight(clock: Clock) -> Sight:
    return Sight(clock)


def test_a_card_is_opened_once_while_it_lies_there(sight: Sight, clock: Clock) -> None:
    seen = []
    for _ in range(100):
        seen.append(sight.look(MARIAS).card)
        clock.now += 0.1
    assert seen == [MARIA, *[None] * 99]


def test_a_trembling_hand_does_not_open_it_again(sight: Sight, clock: Clock) -> None:
    assert sight.look(MARIAS).card == MARIA
    for _ in range(20):
        clock.now += AWAY_S - 0.01
        assert sight.look(NOBODY) == Noticed(None, "nothing")
        clock.now += 0.005
        assert sight.look(MARIAS) == Noticed(None, "card")


def test_away_for_a_while_it_is_new(sight: Sight, clock: Clock) -> None:
    sight.look(MARIAS)
    clock.now += AWAY_S
    assert sight.look(MARIAS).card == MARIA


def test_another_card_is_opened_though_the_first_lies_there_still(sight: Sight) -> None:
    sight.look(MARIAS)
    assert sight.look(BOTH) == Noticed(MARCUS, "card")
    assert sight.look(BOTH) == Noticed(None, "card")


def test_of_two_new_ones_none_is_opened_until_one_is_taken_away(sight: Sight, clock: Clock) -> None:
    for _ in range(30):
        assert sight.look(BOTH) == Noticed(None, "several")
        clock.now += 0.1
    assert sight.look(MARIAS) == Noticed(MARIA, "card")


def test_a_foreign_code_is_said_and_a_card_beside_it_opened(sight: Sight) -> None:
    assert sight.look(Found(frozenset(), True)) == Noticed(None, "foreign")
    assert sight.look(Found(frozenset({MARIA}), True)) == Noticed(MARIA, "card")


def test_what_lay_there_before_the_camera_slept_is_not_new(sight: Sight, clock: Clock) -> None:
    sight.look(MARIAS)
    clock.now += 60
    sight.wake()
    assert sight.look(MARIAS) == Noticed(None, "card")
    clock.now += AWAY_S
    sight.wake()
    clock.now += AWAY_S
    assert sight.look(MARIAS).card == MARIA


class Listener(QObject):
    """Who hears of cards, and on which thread."""

    def __init__(self, reader: FrameReader) -> None:
        super().__init__()
        self.cards: list[str] = []
        self.looks: list[Look] = []
        self.threads: set[QThread] = set()
        reader.card.connect(self.hear)
        reader.looked.connect(self.looks.append)

    def hear(self, card: str) -> None:
        self.cards.append(card)
        self.threads.add(QThread.currentThread())


def test_a_frame_offered_is_read_off_the_windows_thread_and_told_on_it(qtbot: QtBot) -> None:
    reader = FrameReader(Sight())
    heard = Listener(reader)
    frame = scenes.image(scenes.scene(scenes.card(MARIA), angle=12))
    made: list[int] = []

    def picture() -> QImage:
        made.append(threading.get_ident())
        return frame

    with qtbot.waitSignal(reader.looked):
        reader.offer(picture)
    assert heard.cards == [MARIA]
    assert heard.threads == {QThread.currentThread()}
    assert made != [threading.get_ident()]
    look = heard.looks[0]
    assert (look.state, look.picture.width(), look.picture.height()) == ("card", 480, 270)
    reader.stop()


def test_the_newest_frame_counts_and_those_before_are_never_made(qtbot: QtBot) -> None:
    reader = FrameReader(Sight())
    heard = Listener(reader)
    busy, go_on = threading.Event(), threading.Event()
    made: list[int] = []

    def first() -> QImage:
        busy.set()
        assert go_on.wait(5)
        return scenes.image(scenes.scene())

    def later(number: int) -> QImage:
        made.append(number)
        return scenes.image(scenes.scene(scenes.card(MARCUS)))

    reader.offer(first)
    assert busy.wait(5)
    for number in range(50):
        reader.offer(partial(later, number))
    with qtbot.waitSignal(reader.card):
        go_on.set()
    assert made == [49]
    assert heard.cards == [MARCUS]
    reader.stop()


def test_a_frame_that_cannot_be_made_stops_nothing(qtbot: QtBot) -> None:
    reader = FrameReader(Sight())
    began = threading.Event()

    def broken() -> QImage:
        began.set()
        raise ValueError("no picture")

    reader.offer(broken)
    assert began.wait(5)
    with qtbot.waitSignal(reader.card):
        reader.offer(lambda: scenes.image(scenes.scene(scenes.card(MARIA))))
    reader.stop()


def threads() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "camera"]


def test_stopped_it_reads_nothing_and_leaves_no_thread(qtbot: QtBot) -> None:
    reader = FrameReader(Sight())
    heard = Listener(reader)
    with qtbot.waitSignal(reader.looked):
        reader.offer(lambda: scenes.image(scenes.scene()))
    reader.stop()
    qtbot.waitUntil(lambda: not threads())
    reader.offer(lambda: scenes.image(scenes.scene(scenes.card(MARIA))))
    assert not threads()
    assert heard.cards == []


def test_its_thread_ends_with_its_owner(qtbot: QtBot) -> None:
    owner = QObject()
    reader = FrameReader(Sight(), owner)
    with qtbot.waitSignal(reader.looked):
        reader.offer(lambda: scenes.image(scenes.scene()))
    assert threads()
    owner.deleteLater()
    del owner, reader
    qtbot.waitUntil(lambda: not threads())


def test_an_images_brightness_whatever_its_form_and_width() -> None:
    plain = QImage(7, 3, QImage.Format.Format_RGB32)
    plain.fill(0xFF808080)
    seen = grey(plain)
    assert (seen.width, seen.height) == (7, 3)
    assert [seen.data[row * seen.stride : row * seen.stride + 7] for row in range(3)] == [b"\x80" * 7] * 3
