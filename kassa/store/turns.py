"""Whose turn it is to write: whoever waits while an import writes says so, and has the next moment.

An import keeps a file to which those who wait add a sign, and another once they have begun. It need not pause where
nobody waits, and where somebody does it pauses until they have had their turn.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from time import monotonic, sleep
from typing import Self

_WAITS, _BEGAN = b"+", b"-"
_LOOK_SECONDS = 0.0005
# Whoever has not begun by then has died, or is as slow as if they had.
_LONGEST_SECONDS = 0.02


def _file(folder: Path) -> Path:
    return folder / "backups" / "import.turns"


class Waiting:
    """Somebody who waits for their turn."""

    def __init__(self, folder: Path) -> None:
        self._file: int | None = None
        with suppress(OSError):
            self._file = os.open(_file(folder), os.O_WRONLY | os.O_APPEND)
            os.write(self._file, _WAITS)

    def begin(self) -> None:
        """It is their turn now, or they gave up."""
        if self._file is not None:
            with suppress(OSError):
                os.write(self._file, _BEGAN)
            os.close(self._file)


class Turns:
    """An import's side. Where the disk takes no such file there is a short pause each time."""

    def __init__(self, folder: Path) -> None:
        self._path = _file(folder)
        self._file: int | None = None
        self._waiting = 0

    def __enter__(self) -> Self:
        with suppress(OSError):
            self._path.parent.mkdir(mode=0o700, exist_ok=True)
            self._file = os.open(self._path, os.O_RDONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None
            with suppress(OSError):
                self._path.unlink()

    def let_others(self) -> None:
        """Gives those who wait their turn."""
        if self._file is None:
            sleep(_LONGEST_SECONDS / 5)
            return
        until = monotonic() + _LONGEST_SECONDS
        while self._count() > 0:
            if monotonic() > until:
                self._waiting = 0
                return
            sleep(_LOOK_SECONDS)

    def _count(self) -> int:
        assert self._file is not None
        with suppress(OSError):
            new = os.read(self._file, 1 << 16)
            self._waiting = max(0, self._waiting + new.count(_WAITS) - new.count(_BEGAN))
        return self._waiting
