"""Tables into files: CSV for programs and workbooks for people, whole or not at all."""

from __future__ import annotations

import csv
import errno
import os
import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kassa.errors import KassaError
from kassa.exchange.export_cells import guarded_row
from kassa.exchange.export_workbook import write_workbook
from kassa.words import say

Row = Sequence[str]
_BUFFER = 1 << 20


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a table is called, its headings, and how many rows there will be."""

    title: str
    headings: tuple[str, ...]
    count: int


def write_csv(path: Path, sheet: Sheet, rows: Iterable[Row]) -> None:
    """RFC 4180 in UTF-8 with a mark, without which Excel takes it for Windows-1252."""
    with path.open("w", encoding="utf-8-sig", newline="", buffering=_BUFFER) as file:
        writer = csv.writer(file)
        writer.writerow(sheet.headings)
        writer.writerows(map(guarded_row, rows))


def check_name(file: Path) -> None:
    """``bad_value`` for a file that is named neither ``.csv`` nor ``.xlsx``."""
    _writer(file)


def write_table(file: Path, sheet: Sheet, rows: Iterable[Row]) -> None:
    """Writes a table in the form that the file's name asks for, in the place of what is there.

    It is written aside, made durable and renamed: whatever ``rows`` raises or the disk does, nothing half-written is
    left and an older file stays. Raises ``bad_value`` for another name and ``bad_file``.
    """
    writer = _writer(file)
    with _aside(file) as part:
        writer(part, sheet, rows)


def _writer(file: Path) -> Callable[[Path, Sheet, Iterable[Row]], None]:
    writer = _WRITERS.get(file.suffix.lower())
    if writer is None:
        text = say("Name the file with .csv or .xlsx at its end: {file} says neither.", file=file.name)
        raise KassaError("bad_value", text, field="file")
    return writer


def _workbook(path: Path, sheet: Sheet, rows: Iterable[Row]) -> None:
    write_workbook(path, sheet.title, sheet.headings, sheet.count, rows)


_WRITERS: dict[str, Callable[[Path, Sheet, Iterable[Row]], None]] = {".csv": write_csv, ".xlsx": _workbook}


@contextmanager
def _aside(file: Path) -> Iterator[Path]:
    """A file beside the one wanted, which takes its place when all went well and is gone otherwise."""
    try:
        # Through a link, as every program saves: the link stays, and what it leads to is replaced.
        file = file.resolve()
        if file.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(file))
        if file.exists() and not file.is_file():
            # Renaming over a device or a pipe would take its place.
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(file))
        part = file.with_name(f".kassa-{secrets.token_hex(6)}.part")
        try:
            yield part
            with part.open("rb+") as written:
                os.fsync(written.fileno())
            part.replace(file)
        finally:
            part.unlink(missing_ok=True)
    except (OSError, ValueError) as error:
        raise _not_saved(file, error) from error


def _not_saved(file: Path, error: Exception) -> KassaError:
    reason = error.errno if isinstance(error, OSError) else None
    if reason in (errno.ENOSPC, errno.EDQUOT):
        return KassaError("bad_file", say("The disk is full. Make room, or save in another folder."))
    if reason == errno.EISDIR:
        return KassaError("bad_file", say("{file} is a folder. Give a file name in it.", file=str(file)))
    if reason in (errno.ENOENT, errno.ENOTDIR):
        return KassaError("bad_file", say("There is no folder {folder}. Choose another one.", folder=str(file.parent)))
    return KassaError(
        "bad_file",
        say("{file} can't be written. Close it if it is open elsewhere, or choose another folder.", file=str(file)),
    )
