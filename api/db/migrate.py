"""Bring a database to the shape that this code expects."""

from pathlib import Path

from alembic import command
from alembic.config import Config

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
