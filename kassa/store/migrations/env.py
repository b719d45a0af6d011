"""Alembic's door into the migrations: the connection comes from ``kassa.store.migrate``, its transaction too."""

from __future__ import annotations

from alembic import context

from kassa.store.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True)
context.run_migrations()
