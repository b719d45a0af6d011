"""The register: imports that can be undone, changes of customers that are remembered."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds what imports and changes leave behind."""
    number = "INTEGER" if op.get_bind().dialect.name == "sqlite" else "BIGINT"
    for table, column in (
        ("operation", "part_of"),
        ("customer", "gone"),
        ("external_id", "operation"),
        ("consent", "operation"),
    ):
        # In words: SQLite takes a column with its reference, but not a reference added later.
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN {column} {number} CONSTRAINT fk_{table}_{column} REFERENCES operation (id)"
        )
    op.add_column("external_id", sa.Column("print", sa.Text(), nullable=True))
    op.add_column("customer", sa.Column("told_visits", sa.Integer(), nullable=False, server_default="0"))
    for table, column in (("operation", "part_of"), ("customer", "referred_by"), ("card_event", "customer")):
        where = sa.text(f"{column} IS NOT NULL")
        op.create_index(f"ix_{table}_{column}", table, [column], sqlite_where=where, postgresql_where=where)
    _tables(sa.BigInteger().with_variant(sa.Integer(), "sqlite"))
    op.execute(
        "UPDATE customer SET told_visits = visits - known.purchases FROM (SELECT c.id, count(p.id) AS purchases "
        "FROM customer c LEFT JOIN purchase p ON p.customer = c.id AND NOT p.undone GROUP BY c.id) AS known "
        "WHERE known.id = customer.id AND customer.visits > known.purchases"
    )


def _tables(number: sa.types.TypeEngine[int]) -> None:
    op.create_table(
        "customer_past",
        sa.Column("id", number, nullable=False),
        sa.Column("customer", number, nullable=False),
        sa.Column("operation", number, nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["customer"], ["customer.id"], name=op.f("fk_customer_past_customer")),
        sa.ForeignKeyConstraint(["operation"], ["operation.id"], name=op.f("fk_customer_past_operation")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_past")),
    )
    op.create_index("ix_customer_past_customer", "customer_past", ["customer"])
    op.create_index("ix_customer_past_operation", "customer_past", ["operation"])
    op.create_table(
        "import_run",
        sa.Column("operation", number, autoincrement=False, nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("first_customer", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("report", sa.Text(), nullable=True),
        sa.CheckConstraint("state IN ('running', 'done', 'undoing', 'undone')", name=op.f("ck_import_run_state")),
        sa.ForeignKeyConstraint(["operation"], ["operation.id"], name=op.f("fk_import_run_operation")),
        sa.PrimaryKeyConstraint("operation", name=op.f("pk_import_run")),
    )
