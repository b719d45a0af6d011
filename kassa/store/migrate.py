"""The schema's versions, run by Alembic without any file of settings. Imported only when the version says so."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def knows(version: str) -> bool:
    """Whether this Kassa has that version of the schema."""
    return any(script.revision == version for script in ScriptDirectory.from_config(_config()).walk_revisions())


def head() -> str:
    """The newest version of the schema."""
    return str(ScriptDirectory.from_config(_config()).get_current_head())


def upgrade(connection: Connection) -> None:
    """Brings the schema up to the newest version inside the caller's transaction."""
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
