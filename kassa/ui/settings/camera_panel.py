"""A camera instead of a scanner: off, whichever there is, or one of several."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from kassa.config import Config
from kassa.errors import KassaError
from kassa.ui.camera import source
from kassa.ui.camera.source import ANY, Cameras
from kassa.ui.importing.controls import ChoiceBox
from kassa.ui.jobs import Job, Jobs
from kassa.ui.settings.fields import Field, WordChoices
from kassa.ui.widgets.label import Label
from kassa.ui.widgets.panel import Panel
from kassa.words import Words

OFF, ON = "off", "on"


class CameraPanel(Panel):
    """``camera_picked`` gives the camera's id, ``ANY``, or None for none.

    What cameras there are is asked for once one is switched on; until then nothing of QtMultimedia is loaded.
    """

    camera_picked = Signal(object)

    def __init__(self, words: Words, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(words.tr("Camera as a scanner"), parent=parent)
        self._words = words
        self._jobs = jobs
        self._cameras: Cameras | None = None
        self._wanted: str | None = None
        told = words.tr("A camera reads loyalty cards as a scanner does: show it a card, and that customer opens.")
        self.add(Label(told, "muted", wrap=True))
        self.switch = WordChoices(((OFF, words.tr("Off")), (ON, words.tr("On"))))
        self.switch.setAccessibleName(words.tr("Camera as a scanner"))
        self.switch.picked.connect(self._switched)
        self.which = ChoiceBox(words.tr("Which camera"))
        self.which.picked.connect(self._chosen)
        self.field = Field(words.tr("Which camera"), self.which)
        self.trouble = Label("", "body", wrap=True)
        self.trouble.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.trouble.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for widget in (self.switch, self.field, self.trouble):
            self.add(widget)
        self._show_trouble("" if source.is_installed() else words.text(source.missing()))
        self.switch.setVisible(source.is_installed())
        self.field.hide()

    def show_config(self, config: Config) -> None:
        """Shows what is chosen."""
        self._wanted = config.camera
        self.switch.set_value(OFF if self._wanted is None else ON)
        self.field.setVisible(self._wanted is not None and self._cameras is not None)
        if self._wanted is not None and source.is_installed():
            if self._cameras is None:
                self._jobs.run(_load, done=self._loaded, failed=self._not_loaded, channel="cameras")
            else:
                self._list()

    def _loaded(self, multimedia: Any) -> None:
        if self._cameras is None:
            self._cameras = Cameras(multimedia, self)
            self._cameras.changed.connect(self._list)
        self.field.setVisible(self._wanted is not None)
        self._list()

    def _not_loaded(self, error: KassaError) -> None:
        self._show_trouble(self._words.text(error.text))

    def _list(self) -> None:
        """The cameras that are here; the one chosen stands there even while it isn't."""
        assert self._cameras is not None
        words, wanted = self._words, self._wanted or ANY
        here = self._cameras.names()
        gone = () if wanted == ANY or wanted in dict(here) else ((wanted, words.tr("One that isn't there now")),)
        self.which.set_options(((ANY, words.tr("Whichever there is")), *here, *gone))
        self.which.set_value(wanted)
        self._show_trouble("" if here else words.tr("There is no camera. Plug one in."))

    def _show_trouble(self, sentence: str) -> None:
        self.trouble.set_text(sentence)
        self.trouble.setVisible(bool(sentence))

    def _switched(self, value: str) -> None:
        self.camera_picked.emit(ANY if value == ON else None)

    def _chosen(self, camera: str) -> None:
        if camera != self._wanted:
            self.camera_picked.emit(camera)


def _load(_job: Job) -> Any:
    return source.load()
