"""Where the server that the settings name keeps what is to be backed up."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.orm import Session

from api.db.session import Database
from api.secret import read_secret
from api.settings import Settings


def kind_of(settings: Settings) -> str:
    """Which kind of database the settings name: sqlite or postgresql."""
    return make_url(settings.database_url).get_backend_name()


def file_of(settings: Settings) -> Path:
    """Where an SQLite database lies."""
    return Path(make_url(settings.database_url).database or "")


def kept_secret(settings: Settings) -> str | None:
    """The server's secret in hexadecimal digits; None where none was drawn yet."""
    if settings.secret or not secret_file(settings).is_file():
        return settings.secret or None
    return read_secret(settings.data).hex()


def secret_file(settings: Settings) -> Path:
    """Where a secret is kept that the settings do not name."""
    return settings.data / "secret"


@contextmanager
def reading(settings: Settings) -> Iterator[Session]:
    """A session that only reads, for as long as the block lasts."""
    database = Database(settings.database_url)
    try:
        with database.reading() as session:
            yield session
    finally:
        database.close()
