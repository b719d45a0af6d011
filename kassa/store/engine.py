"""The engine of the embedded store: an encrypted SQLite database, and its failures as the contract's codes.

Why these settings: "Decisions" in the README.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from kassa.errors import KassaError
from kassa.store.turns import Waiting
from kassa.words import say

APPLICATION_ID = 0x4B415353
_BUSY_SECONDS = 10.0
_ASK_SECONDS = 0.001
# The name of a database that is still being made.
MAKING = "kassa.db.new"
_BUSY = (sqlcipher.SQLITE_BUSY, sqlcipher.SQLITE_LOCKED, sqlcipher.SQLITE_PROTOCOL)
_UNREACHABLE = (sqlcipher.SQLITE_CANTOPEN, sqlcipher.SQLITE_READONLY, sqlcipher.SQLITE_IOERR, sqlcipher.SQLITE_PERM)
_DAMAGED = (sqlcipher.SQLITE_CORRUPT, sqlcipher.SQLITE_NOTADB, sqlcipher.SQLITE_FORMAT)


Transaction = Connection


class Store:
    """An open store. ``reading`` and ``writing`` hand out connections; nothing of theirs outlives the ``with``."""

    def __init__(self, engine: Engine, where: str) -> None:
        self.where = where
        self._engine = engine

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A snapshot to read from; what is read belongs together."""
        with refusals(), self._engine.connect() as connection:
            connection.exec_driver_sql("BEGIN")
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction: all of it is kept, durably, or none. Writers wait for each other, up to ten seconds."""
        with refusals(), self._engine.connect() as connection, connection.begin():
            # By hand: an event for it would cost every statement of every purchase.
            _begin(connection.connection.driver_connection, self.where)
            yield connection

    @contextmanager
    def removing(self) -> Iterator[Connection]:
        """As ``writing``, without looking for who names what is removed: the caller knows, and looking takes the whole
        ledger for each purchase."""
        with self._otherwise(foreign_keys="OFF") as connection:
            yield connection

    @contextmanager
    def writing_part(self, *, removes: bool = False) -> Iterator[Connection]:
        """A part of what counts once a ``writing`` has said so, which makes all before it durable too.

        Nobody who waits for their turn waits for the disk. With ``removes`` as in ``removing``.
        """
        with self._otherwise(foreign_keys="OFF" if removes else "ON", synchronous="NORMAL") as connection:
            yield connection

    @contextmanager
    def _otherwise(self, foreign_keys: str = "ON", synchronous: str = "FULL") -> Iterator[Connection]:
        """As ``writing``, with other settings, which can't be changed within a transaction."""
        with refusals(), self._engine.connect() as connection:
            driver: Any = connection.connection.driver_connection
            driver.execute(f"PRAGMA synchronous = {synchronous}")
            driver.execute(f"PRAGMA foreign_keys = {foreign_keys}")
            try:
                with connection.begin():
                    _begin(driver, self.where)
                    yield connection
            finally:
                driver.execute("PRAGMA foreign_keys = ON")
                driver.execute("PRAGMA synchronous = FULL")

    def close(self) -> None:
        """Gives the file back."""
        self._engine.dispose()


def _begin(driver: Any, where: str) -> None:
    """Waits for its turn by asking every millisecond, and tells an import that it waits.

    The engine's own waiting sleeps ever longer, and so misses the moments that an import leaves between its pieces.
    """
    until, waiting = 0.0, None
    driver.execute("PRAGMA busy_timeout = 0")
    try:
        while True:
            try:
                driver.execute("BEGIN IMMEDIATE")
            except sqlcipher.OperationalError as error:
                now = monotonic()
                until, waiting = until or now + _BUSY_SECONDS, waiting or Waiting(Path(where))
                if error.sqlite_errorcode & 0xFF not in _BUSY or now > until:
                    raise
                sleep(_ASK_SECONDS)
            else:
                return
    finally:
        if waiting is not None:
            waiting.begin()
        driver.execute(f"PRAGMA busy_timeout = {round(_BUSY_SECONDS * 1000)}")


def unreachable(folder: Path, error: OSError) -> KassaError:
    """The refusal where a folder or a file in it can't be used."""
    if error.errno == 28:
        return _full()
    why = error.strerror or str(error)
    return KassaError(
        "store_missing", say("Kassa can't use the folder {folder}: {why}. Choose another.", folder=str(folder), why=why)
    )


def encrypted(database: Path, key: str, *, wal: bool = True, durable: bool = True) -> Engine:
    """The engine of an encrypted file; without ``wal`` the file is made where it is missing.

    Not ``durable`` is for what is thrown away in any case.
    """

    def connect() -> Any:
        # Opening must never make the file: the mode says so where a check beforehand could race.
        uri = f"{database.absolute().as_uri()}?mode={'rw' if wal else 'rwc'}"
        connection = sqlcipher.connect(
            uri, uri=True, isolation_level=None, check_same_thread=False, timeout=_BUSY_SECONDS
        )
        try:
            # What it would write to the terminal, page by page, is told once, by a refusal.
            connection.execute("PRAGMA cipher_log_level = NONE")
            connection.execute(f"PRAGMA key = \"x'{key}'\"")
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA recursive_triggers = ON")
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute("PRAGMA temp_store = MEMORY")
            connection.execute("PRAGMA cache_size = -32000")
            if wal:
                connection.execute("PRAGMA journal_mode = WAL")
            connection.execute(f"PRAGMA synchronous = {'FULL' if durable else 'OFF'}")
        except BaseException:
            connection.close()
            raise
        return connection

    # What is logged of a bug must not hold what customers are called.
    engine = create_engine(
        "sqlite+pysqlite://",
        creator=connect,
        module=sqlcipher,
        poolclass=QueuePool,
        pool_size=4,
        max_overflow=-1,
        hide_parameters=True,
    )
    event.listen(engine, "handle_error", _leave_damage)
    return engine


def _leave_damage(context: ExceptionContext) -> None:
    """Drops a connection that met a damaged page: it would answer all that comes with other errors."""
    refusal = _refusal(context.original_exception)
    if refusal is not None and refusal.code == "store_damaged":
        context.is_disconnect = True


@contextmanager
def refusals() -> Iterator[None]:
    """The engine's failures as the contract's codes; what is our own bug passes through."""
    try:
        yield
    except DBAPIError as error:
        refusal = _refusal(error.orig)
        if refusal is None:
            raise
        raise refusal from error
    except sqlcipher.Error as error:
        refusal = _refusal(error)
        if refusal is None:
            raise
        raise refusal from error


def _refusal(error: BaseException | None) -> KassaError | None:
    code = getattr(error, "sqlite_errorcode", None)
    primary = None if code is None else code & 0xFF
    if primary in _BUSY:
        return KassaError("store_busy", say("Another till is writing. Wait a moment and try again."))
    if primary == sqlcipher.SQLITE_FULL:
        return _full()
    if primary in _UNREACHABLE:
        return KassaError(
            "store_missing",
            say("The shop's file can't be opened or written. See that the disk is there and may be written to."),
        )
    if primary in _DAMAGED or str(error).startswith(("no such table", "vtable constructor failed")):
        return damaged()
    return None


def _full() -> KassaError:
    return KassaError("store_full", say("The disk is full. Make room and try again; nothing was changed."))


def damaged() -> KassaError:
    """The refusal of a file that is not what it should be."""
    return KassaError(
        "store_damaged",
        say("The shop's file is damaged or isn't Kassa's. Leave it as it is and restore the latest backup."),
    )
