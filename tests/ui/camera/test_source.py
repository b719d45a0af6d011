"""QtMultimedia itself, fed with frames of its own kind; skipped where the extra ``camera`` isn't installed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCameraPermission, QCoreApplication, QSize, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from kassa.config import Config
from kassa.errors import KassaError
from kassa.ui.camera import source
from kassa.ui.camera.eye import Eye
from kassa.ui.camera.source import ANY, Cameras, CameraSource, best_format
from kassa.ui.jobs import Jobs
from kassa.words import Text, Words
from tests.ui.camera import scenes
from tests.ui.camera.scenes import MARIA

# What FFmpeg says of itself as it comes up is none of our warnings.
os.environ.setdefault("QT_LOGGING_RULES", "qt.multimedia.*=false")
try:
    _missing = "" if source.load() else "nothing was loaded"
except KassaError as _error:
    _missing = str(_error.text)
needs_camera = pytest.mark.skipif(bool(_missing), reason=_missing)


@pytest.fixture
def multimedia(qtbot: QtBot) -> Any:
    return source.load()


@pytest.fixture
def camera(multimedia: Any) -> Iterator[CameraSource]:
    made = CameraSource(multimedia)
    yield made
    made.close()


@pytest.fixture
def jobs() -> Iterator[Jobs]:
    made = Jobs()
    yield made
    made.close()


class Heard:
    def __init__(self, camera: CameraSource) -> None:
        self.frames: list[Any] = []
        self.told: list[Text] = []
        camera.offered.connect(self.frames.append)
        camera.failed.connect(self.told.append)

    def said(self) -> list[str]:
        return [str(each) for each in self.told]


@needs_camera
def test_a_frame_in_the_sink_is_offered_as_its_picture(multimedia: Any, camera: CameraSource) -> None:
    heard = Heard(camera)
    camera.open(ANY)
    frame = scenes.image(scenes.scene(scenes.card(MARIA)))
    camera.sink.setVideoFrame(multimedia.QVideoFrame(frame))
    camera.sink.setVideoFrame(multimedia.QVideoFrame())
    assert len(heard.frames) == 1, "an empty frame is none"
    seen = heard.frames[0]()
    assert seen.size() == frame.size()
    assert seen.pixelColor(640, 360) == frame.pixelColor(640, 360)


@needs_camera
def test_switched_off_its_frames_go_nowhere(multimedia: Any, camera: CameraSource) -> None:
    heard = Heard(camera)
    camera.open(ANY)
    camera.close()
    camera.sink.setVideoFrame(multimedia.QVideoFrame(scenes.image(scenes.scene())))
    assert heard.frames == []
    assert not camera.on


@needs_camera
def test_a_card_before_the_lens_opens_its_customer(multimedia: Any, qtbot: QtBot, jobs: Jobs) -> None:
    window = QWidget()
    lock = QWidget(window)
    lock.hide()
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    eye = Eye(Words("en"), jobs, lock, window)
    eye.choose(Config(camera=ANY))
    qtbot.waitUntil(lambda: eye.on)
    found = eye._source
    assert isinstance(found, CameraSource)
    with qtbot.waitSignal(eye.scanned) as scanned:
        found.sink.setVideoFrame(multimedia.QVideoFrame(scenes.image(scenes.scene(scenes.card(MARIA), angle=20))))
    assert scanned.args == [MARIA]
    eye.rest()


@needs_camera
@pytest.mark.skipif(Path("/dev/video0").exists(), reason="a camera is connected")
def test_without_a_camera_it_says_so(camera: CameraSource) -> None:
    heard = Heard(camera)
    camera.open(ANY)
    camera.open("/dev/video7")
    assert heard.said() == [
        "There is no camera. Plug one in.",
        "The camera isn't there. Plug it in again, or choose another in the settings.",
    ]
    assert Cameras(source.load()).names() == ()


class Device:
    """A camera as QtMultimedia describes it."""

    def __init__(self, name: str) -> None:
        self.name = name

    def id(self) -> bytes:
        return self.name.encode()

    def description(self) -> str:
        return f"Camera {self.name}"

    def isNull(self) -> bool:  # noqa: N802
        return not self.name

    def videoFormats(self) -> list[object]:  # noqa: N802
        return []


@needs_camera
def test_unplugged_it_says_so_and_goes_on_when_it_is_there_again(
    multimedia: Any, camera: CameraSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard = Heard(camera)
    here = [Device("/dev/video0")]
    made: list[Any] = []

    def find(wanted: str) -> Device | None:
        return next((each for each in here if wanted in (ANY, each.name)), None)

    def names() -> tuple[tuple[str, str], ...]:
        return tuple((each.name, each.description()) for each in here)

    class Lens(multimedia.QCamera):  # type: ignore[misc]
        def __init__(self, device: Device, parent: Any) -> None:
            super().__init__(parent)
            made.append(device.name)

    monkeypatch.setattr(camera.cameras, "find", find)
    monkeypatch.setattr(camera.cameras, "names", names)
    monkeypatch.setattr(multimedia, "QCamera", Lens)
    camera.open("/dev/video0")
    assert made == ["/dev/video0"]
    gone = here.pop()
    camera.cameras.changed.emit()
    assert not camera.on
    assert heard.said()[-1].startswith("The camera isn't there. Plug it in again")
    here.append(gone)
    camera.cameras.changed.emit()
    assert made == ["/dev/video0"] * 2


@needs_camera
def test_a_camera_that_another_program_has_is_said(multimedia: Any, camera: CameraSource) -> None:
    heard = Heard(camera)
    camera._broke(multimedia.QCamera.Error.CameraError, "Device or resource busy")
    assert heard.said() == ["The camera gives no picture (Device or resource busy). Close other programs that use it."]


@needs_camera
def test_forbidden_it_says_where_it_is_allowed(camera: CameraSource, monkeypatch: pytest.MonkeyPatch) -> None:
    heard = Heard(camera)
    app = QCoreApplication.instance()
    assert app is not None

    def denied(permission: QCameraPermission) -> Qt.PermissionStatus:
        return Qt.PermissionStatus.Denied

    monkeypatch.setattr(app, "checkPermission", denied, raising=False)
    camera.open(ANY)
    assert heard.said()[0].startswith("Kassa may not use the camera. Allow it in the system's settings")
    assert not camera.on


class Form:
    def __init__(self, wide: int, high: int, rate: float = 30.0) -> None:
        self.size, self.rate = QSize(wide, high), rate

    def resolution(self) -> QSize:
        return self.size

    def maxFrameRate(self) -> float:  # noqa: N802
        return self.rate


@pytest.mark.parametrize(
    ("forms", "best"),
    [
        ([(640, 480), (1280, 720), (1920, 1080)], (1280, 720)),
        ([(640, 480), (1280, 720, 5.0)], (640, 480)),
        ([(3840, 2160), (1920, 1080)], (1920, 1080)),
        ([(160, 120), (320, 240)], (320, 240)),
    ],
)
def test_the_format_is_large_enough_and_quick(forms: list[tuple[Any, ...]], best: tuple[int, int]) -> None:
    chosen = best_format([Form(*each) for each in forms])
    assert chosen is not None
    assert (chosen.size.width(), chosen.size.height()) == best


def test_a_camera_of_slow_formats_alone_has_its_own_way() -> None:
    assert best_format([Form(640, 480, 5.0)]) is None
    assert best_format([]) is None
