"""The search index in the order of visits' moments, and which purchase a receipt's id is."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from kassa.store import search, search_places

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Gives everybody in the index the second of their latest visit instead of a number in a row."""
    connection = op.get_bind()
    number = "INTEGER" if connection.dialect.name == "sqlite" else "BIGINT"
    op.execute(
        f"ALTER TABLE external_id ADD COLUMN purchase {number} "
        "CONSTRAINT fk_external_id_purchase REFERENCES purchase (id)"
    )
    known = sa.text("purchase IS NOT NULL")
    op.create_index("ix_external_id_purchase", "external_id", ["purchase"], sqlite_where=known, postgresql_where=known)
    if connection.dialect.name == "sqlite":
        held = search_places.of_customers("c.id IN (SELECT customer FROM search_text) ORDER BY place, c.id DESC")
        search.order_anew(connection, [(number, place) for number, place in connection.exec_driver_sql(held)])
