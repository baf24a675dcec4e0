"""Run by Alembic, which is driven by `api.db.migrate`: the database's address comes with the call."""

from typing import Literal

from alembic import context
from sqlalchemy import Enum

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


def run() -> None:
    """Migrate in one transaction. SQLite alters a table by copying it, which Alembic calls a batch."""
    engine = make_engine(context.config.attributes["url"])
    try:
        with engine.execution_options(writes=True).connect() as connection:
            context.configure(
                connection=connection,
                target_metadata=Base.metadata,
                render_as_batch=True,
                render_item=plainly,
            )
            with context.begin_transaction():
                context.run_migrations()
    finally:
        engine.dispose()


run()
