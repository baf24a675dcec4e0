"""One at a time, of all processes that share a database."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

FEEDING = 0x616C6C01
"""Whoever gives out jobs; numbers of Postgres' advisory locks, which are the whole database's."""
SWEEPING = 0x616C6C02


def is_my_turn(session: Session, what: int = FEEDING) -> bool:
    """Whether nobody else does this now; nobody will until the transaction ends.

    SQLite has one writer at a time, so there it is always.
    """
    if session.get_bind().dialect.name == "sqlite":
        return True
    return bool(session.scalar(select(func.pg_try_advisory_xact_lock(what))))
