"""The search index in the order of visits' moments: what later files bring of old visits stands where it belongs."""

from __future__ import annotations

from alembic import op

from kassa.store import search, search_places

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Gives everybody in the index the second of their latest visit instead of a number in a row."""
    connection = op.get_bind()
    if connection.dialect.name == "sqlite":
        held = search_places.of_customers("c.id IN (SELECT customer FROM search_text) ORDER BY place, c.id DESC")
        search.order_anew(connection, [(number, place) for number, place in connection.exec_driver_sql(held)])
