"""Run by Alembic, which is driven by `api.db.migrate`: the database's address comes with the call."""

from typing import Literal

from alembic import context
from sqlalchemy import Connection, Enum

import api.db.models  # noqa: F401  (registers every table)
from api.db.base import Base, UtcDateTime
from api.db.session import make_engine


def plainly(kind: str, item: object, _context: object) -> str | Literal[False]:
    """Write our own column types into a migration as what the database stores: it must outlive them."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, Enum):
        return f"sa.String(length={item.length})"
    return False


def forget_references(connection: Connection) -> None:
    """Let SQLite copy a table that others refer to: while it is dropped, their rows would go with it.

    No transaction may have begun, or the pragma does nothing; the connection is used for nothing else.
    """
    if connection.dialect.name == "sqlite":
        plain = connection.connection.dbapi_connection
        assert plain is not None  # noqa: S101  (a connection that was just opened)
        plain.cursor().execute("PRAGMA foreign_keys=OFF")


def find_lost_references(connection: Connection) -> None:
    """Raise where a migration left a row that refers to nothing, which SQLite was told not to see."""
    if connection.dialect.name == "sqlite":
        lost = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if lost:
            raise RuntimeError(f"The migration would leave rows that refer to nothing: {lost[:5]}")


def run() -> None:
    """Migrate in one transaction. SQLite alters a table by copying it, which Alembic calls a batch."""
    engine = make_engine(context.config.attributes["url"])
    try:
        with engine.execution_options(writes=True).connect() as connection:
            forget_references(connection)
            context.configure(
                connection=connection,
                target_metadata=Base.metadata,
                render_as_batch=True,
                render_item=plainly,
            )
            with context.begin_transaction():
                context.run_migrations()
                find_lost_references(connection)
    finally:
        engine.dispose()


run()
