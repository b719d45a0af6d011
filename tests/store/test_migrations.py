"""The migrations make exactly the tables that the code expects."""

from __future__ import annotations

from collections.abc import Callable

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from kassa.store import migrate, opening
from kassa.store.schema import metadata
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
