"""Making a new store, where nothing stands yet: aside first, then under its name, so that none is ever half there."""

from __future__ import annotations

import os
import secrets
import time
from contextlib import suppress
from pathlib import Path

from kassa.errors import KassaError
from kassa.store.engine import APPLICATION_ID, MAKING, Store, encrypted, unreachable
from kassa.words import say

# Everything that a first run writes before its database has its name.
_MADE_FIRST = ("kassa.key", f"{MAKING}-journal", MAKING)
# Making takes less than a second; after this long it was interrupted.
_MAKING_SECONDS = 60


def makes_room(folder: Path) -> bool:
    """Whether a new store may be made: the folder is missing or empty, but for what an interrupted first run left."""
    try:
        if not folder.exists():
            return True
        if not folder.is_dir():
            return False
        inside = {each.name for each in folder.iterdir()}
        if MAKING not in inside:
            return not inside
        # Nobody's data hangs on a key whose database never came into place; anything else here is somebody's.
        if inside - {*_MADE_FIRST, "backups"} or any((folder / "backups").glob("*")):
            return False
        if abs(time.time() - (folder / MAKING).stat().st_mtime) < _MAKING_SECONDS:
            raise _being_made()
        _clear(folder)
    except OSError as error:
        raise unreachable(folder, error) from None
    return True


def _clear(folder: Path) -> None:
    for name in _MADE_FIRST:
        (folder / name).unlink(missing_ok=True)
    with suppress(OSError):
        (folder / "backups").rmdir()


def _being_made() -> KassaError:
    return KassaError(
        "store_busy", say("Another window is starting the shop in this folder. Wait a minute and try again.")
    )


def make(folder: Path) -> None:
    """A new store, made aside and renamed into place, so that a crash leaves none that is half there."""
    from kassa.store.migrate import upgrade

    aside, key = folder / MAKING, secrets.token_hex(32)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        folder.chmod(0o700)
        os.close(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        raise _being_made() from None
    except OSError as error:
        raise unreachable(folder, error) from None
    try:
        (folder / "backups").mkdir(mode=0o700, exist_ok=True)
        with os.fdopen(os.open(folder / "kassa.key", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(key)
            file.flush()
            os.fsync(file.fileno())
        made = Store(encrypted(aside, key, wal=False), str(folder))
        try:
            with made.writing() as connection:
                upgrade(connection)
                connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        finally:
            made.close()
        aside.rename(folder / "kassa.db")
        _sync(folder)
    except BaseException as error:
        _clear(folder)
        if isinstance(error, OSError):
            raise unreachable(folder, error) from None
        raise


def _sync(folder: Path) -> None:
    """Makes a rename durable, where the system opens folders."""
    if os.name == "posix":
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
