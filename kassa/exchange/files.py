"""Files of other programs: regular ones of a bearable size, and the same from the first byte read to the last."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from kassa.errors import KassaError
from kassa.words import Text, say

LARGEST_FILE = 1_000_000_000

# Told how many of how many bytes are read; may raise, to leave off.
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Stamp:
    """What tells whether a file is still the one it was."""

    device: int
    number: int
    size: int
    modified: int


def stamp_of(path: Path) -> Stamp:
    """The stamp of a file that can be read; ``bad_file`` for folders, pipes, devices and what is too large."""
    try:
        facts = path.stat()
    except OSError as error:
        raise _failed(path, error) from None
    except ValueError:
        raise _failed(path, None) from None
    if stat.S_ISDIR(facts.st_mode):
        raise _failed(path, IsADirectoryError())
    # Asked before it is opened: opening a pipe that nobody writes to never ends.
    if not stat.S_ISREG(facts.st_mode):
        raise bad_file(say("“{file}” is not a file: choose a list saved as .xlsx or CSV.", file=path.name))
    if facts.st_size > LARGEST_FILE:
        why = say(
            "“{file}” is larger than {most} MB, the most that is read: export fewer months at a time.",
            file=path.name,
            most=LARGEST_FILE // 1_000_000,
        )
        raise bad_file(why)
    return _stamp(facts)


@contextmanager
def reading(path: Path, stamp: Stamp) -> Iterator[BinaryIO]:
    """The file open for reading; ``bad_file`` when it isn't the one of ``stamp``, or not any more at the end."""
    try:
        with path.open("rb") as file:
            _check_unchanged(path, stamp, os.fstat(file.fileno()))
            try:
                yield file
            except KassaError:
                # What looks broken may be half of what somebody is just writing.
                _check_unchanged(path, stamp, _facts_now(path))
                raise
            _check_unchanged(path, stamp, _facts_now(path))
    except OSError as error:
        raise _failed(path, error) from None


def bad_file(why: Text, line: int | None = None) -> KassaError:
    """The refusal of a file, naming the line where there is one."""
    return KassaError("bad_file", why) if line is None else KassaError("bad_file", why, line=line)


def _stamp(facts: os.stat_result) -> Stamp:
    return Stamp(facts.st_dev, facts.st_ino, facts.st_size, facts.st_mtime_ns)


def _facts_now(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except FileNotFoundError:
        return None


def _check_unchanged(path: Path, stamp: Stamp, facts: os.stat_result | None) -> None:
    if facts is None or _stamp(facts) != stamp:
        raise bad_file(say("“{file}” was changed while it was being read: try again.", file=path.name))


def _failed(path: Path, error: OSError | None) -> KassaError:
    if isinstance(error, FileNotFoundError):
        return bad_file(say("There is no file “{file}”: choose another.", file=path.name))
    if isinstance(error, IsADirectoryError):
        return bad_file(say("“{file}” is a folder: choose a file in it.", file=path.name))
    if isinstance(error, PermissionError):
        return bad_file(say("You may not read “{file}”: ask its owner, or choose another.", file=path.name))
    return bad_file(say("“{file}” can't be read: check the disk, or choose another.", file=path.name))
