"""Copies of an embedded store: beside it before its schema changes, and for rehearsing what may be thrown away."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, NoReturn

import sqlcipher3.dbapi2 as sqlcipher

from kassa.errors import KassaError
from kassa.store.engine import Store, encrypted, refusals, unreachable
from kassa.words import say

_KEY_MODE = 0o600


def copy(store: Store, to: Path, *, key: str) -> None:
    """Writes a copy as of one moment, under the same key, and reads it back: every seal, and how many there are.

    Others go on reading and writing meanwhile. Raises ``store_full``, ``store_missing``, ``store_damaged``.
    """
    try:
        with refusals(), store.reading() as connection:
            customers = connection.exec_driver_sql("SELECT count(*) FROM customer").scalar()
            with closing(_open(to, key)) as aside:
                to.chmod(_KEY_MODE)
                connection.connection.driver_connection.backup(aside)  # type: ignore[union-attr]
            with closing(_open(to, key)) as aside:
                sealed = aside.execute("PRAGMA cipher_integrity_check").fetchone() is None
                if not sealed or aside.execute("SELECT count(*) FROM customer").fetchone()[0] != customers:
                    _refuse()
    except BaseException as error:
        for name in (to.name, f"{to.name}-wal", f"{to.name}-shm", f"{to.name}-journal"):
            with suppress(OSError):
                (to.parent / name).unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise unreachable(to.parent, error) from None
        raise


def _open(path: Path, key: str) -> Any:
    connection = sqlcipher.connect(f"{path.absolute().as_uri()}?mode=rwc", uri=True, isolation_level=None)
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute(f"PRAGMA key = \"x'{key}'\"")
    return connection


def _refuse() -> NoReturn:
    raise KassaError("store_damaged", say("The copy of the shop's file can't be read back. Check the disk."))


@contextmanager
def rehearsal(store: Store) -> Iterator[Store]:
    """A copy to do things in that leave no trace; the shop itself is neither changed nor kept waiting."""
    key = (Path(store.where) / "kassa.key").read_text("ascii").strip()
    try:
        folder = Path(tempfile.mkdtemp(prefix="kassa-rehearsal-"))
    except OSError as error:
        raise unreachable(Path(tempfile.gettempdir()), error) from None
    try:
        copy(store, folder / "kassa.db", key=key)
        aside = Store(encrypted(folder / "kassa.db", key, durable=False), str(folder))
        try:
            yield aside
        finally:
            aside.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
