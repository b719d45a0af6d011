"""The computer's cameras, through QtMultimedia: the only place that knows it.

QtMultimedia comes with the extra ``camera`` and is loaded once somebody switches a camera on; it is no part of what the
type checker sees, so what is taken from it is ``Any``.
"""

from __future__ import annotations

from functools import partial
from importlib import import_module, util
from typing import Any

from PySide6.QtCore import QCameraPermission, QCoreApplication, QObject, QPermission, Qt, Signal
from PySide6.QtGui import QImage

from kassa.errors import KassaError
from kassa.words import Text, say

ANY = "any"
"""Whichever camera the computer has."""

_MODULE = "PySide6.QtMultimedia"
# Enough for a card at arm's length; more takes longer to look at.
_LARGEST = 1280 * 960
_SLOWEST = 10.0


def is_installed() -> bool:
    """Whether the extra is here; nothing is loaded to find out."""
    return util.find_spec(_MODULE) is not None


def missing() -> Text:
    """How the extra comes here."""
    return say(
        'A camera needs Kassa installed with its part for cameras: uv tool install "kassa[camera]", or '
        'pipx install "kassa[camera]". Then start Kassa again.'
    )


def load() -> Any:
    """QtMultimedia itself; ``bad_file`` says what has to be installed. May take a moment, and any thread may do it."""
    if not is_installed():
        raise KassaError("bad_file", missing())
    try:
        return import_module(_MODULE)
    except ImportError as error:
        raise KassaError("bad_file", _lacking(str(error).partition(":")[0])) from error


def _lacking(library: str) -> Text:
    if library == "libpulse.so.0":
        return say(
            "The camera needs a part of the system that is not installed. On Debian and Ubuntu this installs it: "
            "sudo apt install libpulse0. Then start Kassa again."
        )
    return say(
        "The camera needs {library}, which this system lacks. Install it, then start Kassa again.", library=library
    )


class Cameras(QObject):
    """Which cameras there are; ``changed`` when one comes or goes."""

    changed = Signal()

    def __init__(self, multimedia: Any, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._multimedia = multimedia
        self._watch = multimedia.QMediaDevices(self)
        self._watch.videoInputsChanged.connect(self.changed)

    def names(self) -> tuple[tuple[str, str], ...]:
        """Each camera's id and what it is called."""
        return tuple((_id(each), str(each.description())) for each in self._multimedia.QMediaDevices.videoInputs())

    def find(self, wanted: str) -> Any | None:
        """The camera of that id, or for ``ANY`` the system's usual one; None where it isn't there."""
        here = self._multimedia.QMediaDevices.videoInputs()
        if wanted == ANY:
            usual = self._multimedia.QMediaDevices.defaultVideoInput()
            return None if usual.isNull() else usual
        return next((each for each in here if _id(each) == wanted), None)


class CameraSource(QObject):
    """One camera at work. ``offered`` gives frames, each a function that makes its picture; ``failed`` a ``Text`` that
    says why there are none. A camera that was unplugged goes on by itself when it is there again.
    """

    offered = Signal(object)
    failed = Signal(object)

    def __init__(self, multimedia: Any, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._multimedia = multimedia
        self._wanted: str | None = None
        self._camera: Any | None = None
        self._id = ""
        self.cameras = Cameras(multimedia, self)
        self.cameras.changed.connect(self._came_or_went)
        self.sink = multimedia.QVideoSink(self)
        self.sink.videoFrameChanged.connect(self._frame)
        self._session = multimedia.QMediaCaptureSession(self)
        self._session.setVideoSink(self.sink)

    @property
    def on(self) -> bool:
        """Whether a camera is running."""
        return self._camera is not None

    def open(self, wanted: str) -> None:
        """Switches a camera on, by its id or ``ANY``, once the person allows it."""
        self.close()
        self._wanted = wanted
        app = QCoreApplication.instance()
        assert app is not None
        permission = QCameraPermission()
        status = app.checkPermission(permission)
        if status == Qt.PermissionStatus.Undetermined:
            app.requestPermission(permission, self, self._answered)
        else:
            self._allowed(status)

    def close(self) -> None:
        """Switches it off, its light too."""
        self._wanted = None
        self._drop()

    def _answered(self, permission: QPermission) -> None:
        if self._wanted is not None:
            self._allowed(permission.status())

    def _allowed(self, status: Qt.PermissionStatus) -> None:
        if status == Qt.PermissionStatus.Denied:
            told = say("Kassa may not use the camera. Allow it in the system's settings, under privacy and camera.")
            self.failed.emit(told)
        else:
            self._start()

    def _start(self) -> None:
        device = self.cameras.find(self._wanted or ANY)
        if device is None:
            self.failed.emit(
                say("There is no camera. Plug one in.")
                if self._wanted == ANY
                else say("The camera isn't there. Plug it in again, or choose another in the settings.")
            )
            return
        self._id = _id(device)
        camera = self._multimedia.QCamera(device, self)
        camera.errorOccurred.connect(self._broke)
        form = best_format(device.videoFormats())
        if form is not None:
            camera.setCameraFormat(form)
        self._camera = camera
        self._session.setCamera(camera)
        camera.start()

    def _drop(self) -> None:
        camera, self._camera = self._camera, None
        if camera is not None:
            camera.stop()
            self._session.setCamera(None)
            camera.deleteLater()

    def _broke(self, _error: object, why: str) -> None:
        # Another program may have it: only one can.
        self._drop()
        self.failed.emit(say("The camera gives no picture ({why}). Close other programs that use it.", why=why))

    def _came_or_went(self) -> None:
        if self._wanted is None:
            return
        if self._camera is None:
            self._start()
        elif self._id not in [each for each, _ in self.cameras.names()]:
            self._drop()
            self._start()

    def _frame(self, frame: Any) -> None:
        if self._wanted is not None and frame.isValid():
            # The sink's frame is its own again after this; a copy shares the picture.
            self.offered.emit(partial(_picture, self._multimedia.QVideoFrame(frame)))


def _picture(frame: Any) -> QImage:
    image = frame.toImage()
    assert isinstance(image, QImage)
    return image


def best_format(forms: Any) -> Any | None:
    """Of a camera's formats the largest that is not too large, else the smallest; slow ones are left out."""
    fast = [form for form in forms if form.maxFrameRate() >= _SLOWEST]

    def rank(form: Any) -> tuple[bool, int]:
        area = form.resolution().width() * form.resolution().height()
        return area <= _LARGEST, area if area <= _LARGEST else -area

    return max(fast, key=rank, default=None)


def _id(device: Any) -> str:
    return bytes(device.id()).decode("utf-8", "replace")
