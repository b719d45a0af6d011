"""The same schema on a real PostgreSQL server: tables, keys and the ledger's guards."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import create_mock_engine
from sqlalchemy.engine.mock import MockConnection

from kassa.store import migrate
from kassa.store.schema import metadata

# The server refuses to run as root.
_NOBODY = 65534 if os.geteuid() == 0 else None


def program(name: str) -> str:
    """A PostgreSQL program, in the newest of Debian's folders or on the path."""
    found = [*sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True), shutil.which(name)]
    assert found[0], "PostgreSQL is not installed: apt install postgresql"
    return str(found[0])


class Server:
    """A server of the test's own, on a socket in its own folder."""

    def __init__(self, place: Path) -> None:
        self.place = place

    def run(self, script: str, database: str = "kassa") -> tuple[bool, str]:
        """Whether SQL ran to its end, and what it said."""
        command: list[str | Path] = [
            program("psql"),
            "-qAtX",
            "-v",
            "ON_ERROR_STOP=1",
            "-h",
            self.place,
            "-U",
            "kassa",
            database,
        ]
        done = subprocess.run(
            command, input=script, capture_output=True, text=True, check=False, timeout=60, user=_NOBODY, group=_NOBODY
        )
        return done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    place = Path(tempfile.mkdtemp(prefix="kassa-pg-"))
    if _NOBODY is not None:
        os.chown(place, _NOBODY, _NOBODY)
    begin: list[str | Path] = [
        program("initdb"),
        "-A",
        "trust",
        "-U",
        "kassa",
        "-E",
        "UTF8",
        "--locale=C",
        "--no-sync",
        place / "data",
    ]
    subprocess.run(begin, check=True, stdout=subprocess.DEVNULL, timeout=60, cwd=place, user=_NOBODY, group=_NOBODY)
    run: list[str | Path] = [
        program("postgres"), "-D", place / "data", "-k", place, "-c", "listen_addresses=", "-c", "fsync=off",
        "-c", "logging_collector=off",
    ]  # fmt: skip
    with (place.parent / f"{place.name}.log").open("w") as log:
        process = subprocess.Popen(run, stdout=log, stderr=log, cwd=place, user=_NOBODY, group=_NOBODY)
        try:
            made = Server(place)
            for _ in range(200):
                if made.run("SELECT 1", "postgres")[0]:
                    break
                process.poll()
                assert process.returncode is None, Path(log.name).read_text()
            yield made
        finally:
            process.terminate()
            process.wait(timeout=30)
            Path(log.name).unlink()
            shutil.rmtree(place)


def migration() -> str:
    """What the migrations would run, as SQL."""
    script = StringIO()
    context = MigrationContext.configure(
        dialect_name="postgresql", opts={"as_sql": True, "output_buffer": script, "target_metadata": metadata}
    )
    with Operations.context(context):
        for revision in reversed(list(ScriptDirectory.from_config(migrate._config()).walk_revisions())):
            revision.module.upgrade()
    return script.getvalue()


def tables_made_at_once() -> str:
    """What ``metadata.create_all`` would run, as SQL."""
    statements: list[str] = []
    engine: MockConnection = create_mock_engine(
        "postgresql://", lambda ddl, *_, **__: statements.append(str(ddl.compile(dialect=engine.dialect)))
    )
    metadata.create_all(engine, checkfirst=False)
    return ";\n".join(statements) + ";"


# Columns, keys, checks and indexes as the server itself describes them.
_DESCRIBED = """
SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns
 WHERE table_schema = 'public' ORDER BY 1, 2;
SELECT conrelid::regclass, conname, pg_get_constraintdef(oid) FROM pg_constraint
 WHERE connamespace = 'public'::regnamespace ORDER BY 1::text, 2;
SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1;
"""
_STOCKED = """
INSERT INTO operation (verb, at, till) VALUES ('buy', 1, 't');
INSERT INTO customer (id, since, name) VALUES (1001, '2026-11-22', 'Åke <b> 你好');
INSERT INTO programme_version VALUES (1, 0, '', 0, NULL, 't');
INSERT INTO ledger (operation, customer, unit, programme, version, kind, delta, at, because)
 VALUES (1, 1001, 'stamps', 'coffee-card', 1, 'earned', 2, 1, '{}');
INSERT INTO reward (customer, reward, version, cause, operation, issued_at, state)
 VALUES (1001, 'free', 1, 'card:1', 1, 1, 'available');
"""


@pytest.fixture(scope="module")
def migrated(server: Server) -> Server:
    assert server.run("CREATE DATABASE kassa", "postgres") == (True, "")
    ran, said = server.run(migration() + _STOCKED)
    assert ran, said
    return server


def test_the_migrated_tables_are_those_made_at_once(migrated: Server) -> None:
    assert migrated.run("CREATE DATABASE at_once", "postgres") == (True, "")
    ran, said = migrated.run(tables_made_at_once(), "at_once")
    assert ran, said
    one, other = migrated.run(_DESCRIBED), migrated.run(_DESCRIBED, "at_once")
    assert one == other
    assert one[1].count("\n") > 150


@pytest.mark.parametrize("statement", ["UPDATE ledger SET delta = 9", "DELETE FROM ledger", "TRUNCATE ledger CASCADE"])
def test_the_ledger_refuses_every_change(migrated: Server, statement: str) -> None:
    ran, said = migrated.run(statement)
    assert not ran
    assert "append-only" in said
    assert migrated.run("SELECT delta FROM ledger") == (True, "2\n")


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        (_STOCKED[_STOCKED.index("INSERT INTO reward") :], "uq_reward_cause"),
        ("UPDATE reward SET state = 'redeemed'", "ck_reward_redeemed"),
        ("INSERT INTO operation (op, verb, at, till) VALUES ('a', 'x', 1, 't'), ('a', 'x', 1, 't')", "uq_operation_op"),
        (
            "INSERT INTO operation (undoes, verb, at, till) VALUES (1, 'x', 1, 't'), (1, 'x', 1, 't')",
            "operation_undoes",
        ),
        ("DELETE FROM customer", "fk_"),
        ("INSERT INTO card (code, state) VALUES ('1', 'active')", "ck_card_holder"),
    ],
)
def test_what_can_not_be_is_refused(migrated: Server, statement: str, why: str) -> None:
    ran, said = migrated.run(statement)
    assert not ran
    assert why in said
