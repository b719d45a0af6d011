"""The migrations make exactly the tables that the code expects."""

from __future__ import annotations

import shutil
import stat
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from kassa.errors import KassaError
from kassa.store import copying, migrate, opening, search
from kassa.store.engine import APPLICATION_ID, Store, encrypted
from kassa.store.schema import metadata
from kassa.store.search import SearchText
from kassa.words import say
from tests.builders import Shop


def test_the_newest_script_is_the_version_that_the_code_opens() -> None:
    assert migrate.head() == opening.HEAD
    assert migrate.knows(opening.HEAD)
    assert not migrate.knows("9999")
    assert len(ScriptDirectory.from_config(migrate._config()).get_heads()) == 1


def test_the_migrated_tables_are_the_schemas(opened: Callable[[], Shop]) -> None:
    with opened().session.store.reading() as transaction:
        context = MigrationContext.configure(transaction, opts={"compare_type": True, "compare_server_default": True})
        different = [each for each in compare_metadata(context, metadata) if not _is_the_searchs(each)]
        assert different == []
        assert context.get_current_revision() == opening.HEAD


def _is_the_searchs(difference: object) -> bool:
    """The search index and its tables are SQLite's own and made by their own module."""
    what = difference[0] if isinstance(difference, tuple) else ""
    thing = difference[1] if isinstance(difference, tuple) else None
    table = getattr(thing, "table", thing)
    return what in ("remove_table", "remove_index") and str(getattr(table, "name", "")).startswith("search")


def test_checks_and_guards_are_in_the_file(opened: Callable[[], Shop]) -> None:
    with opened().session.store.reading() as transaction:
        made = {row[0]: row[1] for row in transaction.exec_driver_sql("SELECT name, sql FROM sqlite_master")}
    assert {"ledger_refuses_update", "ledger_refuses_delete"} <= set(made)
    for table in metadata.sorted_tables:
        for constraint in table.constraints:
            if type(constraint).__name__ == "CheckConstraint":
                assert str(constraint.name) in made[table.name]
    assert "WHERE" in made["uq_operation_undoes"]
    assert "WHERE" in made["uq_reward_cause"]
    assert "WHERE" in made["uq_purchase_receipt"]
    assert "WITHOUT ROWID" in made["stamp_card"]


def test_a_folder_with_a_percent_sign_may_hold_the_program() -> None:
    assert "%" not in str(migrate._config().get_main_option("script_location"))


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A shop as the first version of Kassa left it, with somebody whom a file told of."""
    folder, key = tmp_path / "old", "ab" * 32
    (folder / "backups").mkdir(parents=True)
    (folder / "kassa.key").write_text(key, "ascii")
    store = Store(encrypted(folder / "kassa.db", key, wal=False), str(folder))
    with store.writing() as connection:
        config = migrate._config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        for statement in (
            "INSERT INTO operation (id, verb, at, till) VALUES (1, 'buy', 1, 't')",
            "INSERT INTO programme_version VALUES (1, 0, '', 0, NULL, 't')",
            "INSERT INTO customer (id, name, since, visits) VALUES (1001, 'Anna Berg', '2026-01-01', 12)",
            "INSERT INTO customer (id, name, since, visits) VALUES (1002, 'Per Ek', '2026-01-01', 1)",
            (
                "INSERT INTO purchase (customer, operation, at, business_date, version, non_earning, net, till) "
                "SELECT id, 1, 1, '2026-01-01', 1, 0, 0, 't' FROM customer"
            ),
            "INSERT INTO card (code, state, customer) VALUES ('4071938261', 'active', 1001)",
            "INSERT INTO card VALUES ('1182047730', 'replaced', 1001, 5, '4071938261')",
            "INSERT INTO card (code, state) VALUES ('9365510284', 'blank')",
            "INSERT INTO card_event (code, operation, state, customer) SELECT code, 1, state, customer FROM card",
        ):
            connection.exec_driver_sql(statement)
        for number, name in ((1001, "Anna Berg"), (1002, "Per Ek")):
            connection.exec_driver_sql("UPDATE customer SET last_visit = ? WHERE id = ?", (10**15 - number, number))
            search.put(connection, number, SearchText(number, name), partial(int, number - 1000))
    store.close()
    return folder


def test_an_older_shop_is_brought_up_and_kept_as_it_was(old: Path) -> None:
    before = (old / "kassa.db").read_bytes()
    store = opening.open_store(str(old))
    with store.reading() as transaction:
        rows = transaction.exec_driver_sql("SELECT id, told_visits FROM customer")
        told: dict[int, int] = {row[0]: row[1] for row in rows}
        assert transaction.exec_driver_sql("PRAGMA foreign_key_check").all() == []
        found = search.find(transaction, "", 9)
        transaction.exec_driver_sql("INSERT INTO search_index (search_index) VALUES ('integrity-check')")
        held = transaction.exec_driver_sql("SELECT code, state, customer, printed, replaced_by FROM card ORDER BY code")
        cards = [tuple(row) for row in held]
        assert transaction.exec_driver_sql("SELECT count(*) FROM card_event").scalar() == 3
        assert MigrationContext.configure(transaction).get_current_revision() == opening.HEAD
    store.close()
    assert told == {1001: 11, 1002: 0}
    assert found == [1001, 1002]
    assert cards == [
        ("1182047730", "replaced", 1001, 5, "4071938261"),
        ("4071938261", "active", 1001, None, None),
        ("9365510284", "blank", None, None, None),
    ]
    (kept,) = (old / "backups").iterdir()
    assert kept.name == f"before-{opening.HEAD}.db"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    again = old.parent / "again"
    again.mkdir()
    shutil.copy(old / "kassa.key", again)
    shutil.copy(kept, again / "kassa.db")
    copied = Store(encrypted(again / "kassa.db", "ab" * 32), str(again))
    with copied.reading() as transaction:
        assert MigrationContext.configure(transaction).get_current_revision() == "0001"
        assert transaction.exec_driver_sql("SELECT sum(visits) FROM customer").scalar() == 13
    copied.close()
    assert len(before) <= kept.stat().st_size


def test_an_older_shop_that_can_not_be_copied_stays_as_it_is(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise KassaError("store_full", say("The disk is full."))

    monkeypatch.setattr(copying, "copy", full)
    with pytest.raises(KassaError) as caught:
        opening.open_store(str(old))
    assert caught.value.code == "store_full"
    monkeypatch.undo()
    assert list((old / "backups").iterdir()) == []
    opening.open_store(str(old)).close()
