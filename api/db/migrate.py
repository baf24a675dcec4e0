"""Bring a database to the shape that this code expects, and say whether it has it."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

_MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"


def migrations(url: str) -> Config:
    """What Alembic's commands need to work on the database at this address."""
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.attributes["url"] = url
    return config


def upgrade(url: str) -> None:
    """Run every migration that the database at this address has not seen yet."""
    command.upgrade(migrations(url), "head")


def mismatch(connection: Connection) -> str:
    """What is wrong with the shape of the database, in a sentence; "" where it is what this code expects."""
    known = _known()
    found = set(MigrationContext.configure(connection).get_current_heads())
    if found == {known[0]}:
        return ""
    if found <= set(known):
        return "The database has not been migrated to this release yet: run `allclose migrate`."
    return "The database belongs to a newer release than this server: start that release's server."


@cache
def _known() -> tuple[str, ...]:
    """The revisions that this code knows, the newest first."""
    scripts = ScriptDirectory.from_config(migrations(""))
    return tuple(script.revision for script in scripts.walk_revisions())
