"""Several files dropped at once: looked at one after the other, those of customers first."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from kassa.ui.importing import desk
from kassa.ui.jobs import Jobs


class FileQueue(QObject):
    """``coming`` carries the file whose turn it is."""

    coming = Signal(object)

    def __init__(self, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self.waiting: tuple[Path, ...] = ()

    @property
    def following(self) -> Path | None:
        """The file after the present one."""
        return self.waiting[0] if self.waiting else None

    def take(self, files: tuple[Path, ...]) -> None:
        """These instead of all that waited."""
        self.forget()
        if len(files) == 1:
            self._begin(files)
        else:
            self._jobs.run(partial(desk.in_order, files=files), done=self._begin, channel="import-order")

    def go_on(self) -> bool:
        """Goes on to the next one; whether there was any."""
        if self.waiting:
            self._begin(self.waiting)
            return True
        return False

    def forget(self) -> None:
        """The order of what was dropped is no longer asked for; what waits already still does."""
        self._jobs.cancel("import-order")

    def _begin(self, files: tuple[Path, ...]) -> None:
        self.waiting = files[1:]
        self.coming.emit(files[0])
