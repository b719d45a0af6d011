"""Opening a shop's store, or beginning one where nothing stands yet. Whatever is wrong with it is a coded refusal."""

from __future__ import annotations

import os
from pathlib import Path

from sqlalchemy import Connection

from kassa.errors import KassaError
from kassa.store import making
from kassa.store.engine import APPLICATION_ID, MAKING, Store, damaged, encrypted, unreachable
from kassa.words import say

HEAD = "0004"


def open_store(where: str, *, create: bool = False) -> Store:
    """The store in the folder ``where``; with ``create`` a new one where the folder is missing or empty.

    Raises ``store_missing``, ``store_damaged``, ``store_newer``, ``store_busy`` or ``store_full``.
    """
    if "://" in where:
        raise KassaError(
            "store_missing", say("This version of Kassa keeps its store in a folder; give a folder instead.")
        )
    folder = Path(where)
    if create and making.makes_room(folder):
        making.make(folder)
    store = Store(encrypted(folder / "kassa.db", _key(folder)), where)
    try:
        with store.reading() as connection:
            version = _version(connection)
        if version != HEAD:
            _bring_up(store, version)
    except BaseException:
        store.close()
        raise
    return store


def _key(folder: Path) -> str:
    database, key_file = folder / "kassa.db", folder / "kassa.key"
    try:
        made = database.exists() or (key_file.exists() and not (folder / MAKING).exists())
        if not folder.is_dir() or not made:
            raise KassaError(
                "store_missing", say("There is no shop in {folder} yet. Open Kassa to start one.", folder=str(folder))
            )
        if not database.exists():
            raise KassaError(
                "store_missing",
                say(
                    "The shop's file kassa.db is gone from {folder}. Put it back, or restore a backup.",
                    folder=str(folder),
                ),
            )
        if not key_file.exists():
            raise KassaError(
                "store_damaged",
                say(
                    "The key kassa.key is gone from {folder}; without it nobody can read the shop. Put it back.",
                    folder=str(folder),
                ),
            )
        if database.stat().st_size == 0:
            raise damaged()
        key = key_file.read_text("ascii").strip()
    except OSError as error:
        raise unreachable(folder, error) from None
    except UnicodeDecodeError:
        raise _wrong_key() from None
    if len(key) != 64 or any(char not in "0123456789abcdef" for char in key):
        raise _wrong_key()
    return key


def _version(connection: Connection) -> str | None:
    application = connection.exec_driver_sql("PRAGMA application_id").scalar()
    if application != APPLICATION_ID:
        raise damaged()
    rows = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalars().all()
    return str(rows[0]) if rows else None


def _bring_up(store: Store, version: str | None) -> None:
    from kassa.store.migrate import knows, upgrade

    if version is None:
        raise damaged()
    if not knows(version):
        raise KassaError(
            "store_newer",
            say("The shop was last opened by a newer Kassa. Update Kassa on this computer; nothing was changed."),
        )
    _keep_as_it_was(store)
    # A table that is made anew is dropped first, which must not take along what names its rows.
    with store.removing() as connection:
        upgrade(connection)
        if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
            raise damaged()


def _keep_as_it_was(store: Store) -> None:
    """A copy, read back, of the shop as the older Kassa left it."""
    from kassa.store.copying import copy

    folder = Path(store.where)
    kept, aside = folder / "backups" / f"before-{HEAD}.db", folder / "backups" / f"before-{HEAD}-{os.getpid()}.db"
    try:
        kept.parent.mkdir(mode=0o700, exist_ok=True)
        copy(store, aside, key=_key(folder))
        aside.replace(kept)
    except OSError as error:
        raise unreachable(kept.parent, error) from None


def _wrong_key() -> KassaError:
    return KassaError(
        "store_damaged", say("The key in kassa.key is not a key. Put the right one back from your backup.")
    )
